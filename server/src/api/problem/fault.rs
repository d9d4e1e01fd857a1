use domain::{Error, Problem, ProblemCode};

/// An error on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Failed {
    /// What went wrong.
    pub(crate) fault: Fault,
    /// What is wrong with which part of the request.
    pub(crate) errors: Vec<At>,
}

/// What went wrong: what a use case answers, or what is wrong with the request itself.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// What a use case answered.
    Told(Error),
    /// There is no token in the request.
    TokenMissing,
    /// The token opens nothing.
    TokenInvalid,
    /// The address does not know this method.
    MethodNotAllowed,
    /// The body is not of a type that is read here.
    MediaType,
    /// It is not said which version is meant to be changed.
    MatchMissing,
    /// The version that is meant to be changed is none of this record.
    MatchFailed,
    /// Something else was asked for under the same key.
    KeyReused,
}

/// Something that is wrong with a part of the request.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// Where.
    pub(crate) place: Place,
    /// What.
    pub(crate) problem: What,
}

/// A part of the request.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A place in the body, as a JSON pointer (RFC 6901).
    Pointer(String),
    /// A parameter behind `?`.
    Parameter(String),
    /// A header.
    Header(&'static str),
}

/// What is wrong there.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A problem that forms and lists know.
    Known(Problem),
    /// What only programs can do wrong, in English.
    Own {
        /// The stable code.
        code: &'static str,
        /// What is wrong, and what to do.
        detail: String,
    },
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            errors: Vec::new(),
        }
    }
}

/// Problems of a use case are about parameters, unless whoever calls it knows better.
impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let errors = match &error {
            Error::Invalid { problems } => {
                let each = problems.iter().cloned();
                each.map(|problem| {
                    let place = Place::Parameter(problem.field.clone());
                    At::known(place, problem)
                })
                .collect()
            }
            _ => Vec::new(),
        };
        Self {
            fault: Fault::Told(error),
            errors,
        }
    }
}

impl Failed {
    /// What was sent cannot be accepted.
    pub(crate) fn invalid(errors: Vec<At>) -> Self {
        let problems = Vec::new();
        Self {
            fault: Fault::Told(Error::Invalid { problems }),
            errors,
        }
    }
}

impl At {
    /// A problem that forms and lists know.
    pub(crate) const fn known(place: Place, problem: Problem) -> Self {
        Self {
            place,
            problem: What::Known(problem),
        }
    }

    /// The same by its code.
    pub(crate) fn code(place: Place, code: ProblemCode) -> Self {
        let named = match &place {
            Place::Pointer(name) | Place::Parameter(name) => name.clone(),
            Place::Header(name) => (*name).to_owned(),
        };
        Self::known(place, Problem::new(named, code))
    }

    /// What only programs can do wrong.
    pub(crate) fn own(place: Place, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self {
            place,
            problem: What::Own { code, detail },
        }
    }
}

/// A name as a part of a JSON pointer.
pub(crate) fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
