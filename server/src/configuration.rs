//! The configuration as data: forms, roles and districts, from YAML, checked at start.

use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::{
    access::Role,
    forms::{FormProblem, Lookup, RawForm, RawLookup, check_together},
};
use serde::de::DeserializeOwned;
use services::{Catalog, districts::DistrictConfig};

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Forms and roles.
    pub catalog: Catalog,
    /// The districts.
    pub districts: Vec<DistrictConfig>,
    /// The city's name.
    pub city: String,
}

/// Something wrong with a file of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// The line, where it is known.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

impl core::fmt::Display for Fault {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    roles: Vec<Role>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictsFile {
    districts: Vec<DistrictConfig>,
}

impl Configuration {
    /// Reads and checks the configuration in this directory.
    ///
    /// # Errors
    /// Everything that is wrong, each with file, line and reason.
    pub fn read(directory: &Path) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let lookups = read_lookups(&directory.join("lookups"), &mut faults);
        let forms = read_forms(&directory.join("forms"), &lookups, &mut faults);
        let roles = read_roles(&directory.join("roles.yaml"), &forms, &mut faults);
        if faults.is_empty() {
            faults.extend(faults_together(&directory.join("forms"), &forms, &roles));
        }
        let districts = read_districts(&directory.join("districts.yaml"), &mut faults);
        if faults.is_empty() {
            Ok(Self {
                catalog: Catalog::new(forms, roles),
                districts,
                city: "Budapest".to_owned(),
            })
        } else {
            Err(faults)
        }
    }
}

fn read_lookups(directory: &Path, faults: &mut Vec<Fault>) -> Vec<Lookup> {
    let mut lookups = Vec::new();
    if !directory.is_dir() {
        return lookups;
    }
    for file in yaml_files(directory, faults) {
        let Some((source, raw)) = parse::<RawLookup>(&file, faults) else {
            continue;
        };
        match raw.check() {
            Ok(lookup) => lookups.push(lookup),
            Err(problems) => faults.extend(problems.into_iter().map(|problem| Fault {
                file: file.clone(),
                line: match &problem.item {
                    Some(item) => line_of_id(&source, "item", item),
                    None => line_of(&source, "lookup:"),
                },
                reason: match problem.item {
                    Some(item) => format!("item `{item}`: {}", problem.reason),
                    None => problem.reason,
                },
            })),
        }
    }
    lookups
}

fn read_forms(
    directory: &Path,
    lookups: &[Lookup],
    faults: &mut Vec<Fault>,
) -> Vec<domain::forms::FormDefinition> {
    let mut forms = Vec::new();
    for file in yaml_files(directory, faults) {
        let Some((source, raw)) = parse::<RawForm>(&file, faults) else {
            continue;
        };
        let stem = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        if raw.id() != stem {
            let reason = format!(
                "the form's id is `{}`, but the file is named `{stem}`",
                raw.id()
            );
            faults.push(Fault {
                file: file.clone(),
                line: line_of(&source, "form:"),
                reason,
            });
        }
        match raw.check(lookups) {
            Ok(form) => forms.push(form),
            Err(problems) => faults.extend(
                problems
                    .into_iter()
                    .map(|problem| form_fault(&file, &source, problem)),
            ),
        }
    }
    if forms.is_empty() && faults.is_empty() {
        faults.push(Fault {
            file: directory.to_owned(),
            line: None,
            reason: "there is no form".to_owned(),
        });
    }
    feeds_of_registration(&forms, directory, faults);
    forms
}

/// What is wrong with forms that are right each by itself.
fn faults_together(
    directory: &Path,
    forms: &[domain::forms::FormDefinition],
    roles: &[Role],
) -> Vec<Fault> {
    let problems = check_together(forms, roles).into_iter();
    problems
        .map(|(form, problem)| {
            let file = directory.join(format!("{form}.yaml"));
            let source = fs::read_to_string(&file).unwrap_or_default();
            form_fault(&file, &source, problem)
        })
        .collect()
}

fn form_fault(file: &Path, source: &str, problem: FormProblem) -> Fault {
    let line = match &problem.field {
        Some(field) => line_of_id(source, "field", field),
        None => line_of(source, "form:"),
    };
    let reason = match problem.field {
        Some(field) => format!("field `{field}`: {}", problem.reason),
        None => problem.reason,
    };
    Fault {
        file: file.to_owned(),
        line,
        reason,
    }
}

/// A person is registered with the first form: it has to ask for the name.
fn feeds_of_registration(
    forms: &[domain::forms::FormDefinition],
    directory: &Path,
    faults: &mut Vec<Fault>,
) {
    use domain::forms::PersonAttribute::{FamilyName, GivenName};
    let Some(first) = forms.iter().min_by_key(|form| (form.order, &form.form)) else {
        return;
    };
    for attribute in [FamilyName, GivenName] {
        if !first
            .fields
            .iter()
            .any(|field| field.feeds == Some(attribute))
        {
            faults.push(Fault {
                file: directory.join(format!("{}.yaml", first.form)),
                line: None,
                reason: format!("the first form must feed the person's {attribute:?}"),
            });
        }
    }
}

fn read_roles(
    file: &Path,
    forms: &[domain::forms::FormDefinition],
    faults: &mut Vec<Fault>,
) -> Vec<Role> {
    let Some((source, RolesFile { roles })) = parse(file, faults) else {
        return Vec::new();
    };
    let ids: Vec<&str> = forms.iter().map(|form| form.form.as_str()).collect();
    for (place, role) in roles.iter().enumerate() {
        let mut reasons: Vec<String> = role
            .check(&ids)
            .into_iter()
            .map(|problem| problem.reason)
            .collect();
        if roles[..place].iter().any(|other| other.role == role.role) {
            reasons.push("the role stands twice".to_owned());
        }
        faults.extend(reasons.into_iter().map(|reason| Fault {
            file: file.to_owned(),
            line: line_of_id(&source, "role", &role.role),
            reason: format!("role `{}`: {reason}", role.role),
        }));
    }
    roles
}

fn read_districts(file: &Path, faults: &mut Vec<Fault>) -> Vec<DistrictConfig> {
    let Some((source, DistrictsFile { districts })) = parse(file, faults) else {
        return Vec::new();
    };
    for (place, district) in districts.iter().enumerate() {
        let twice = districts[..place]
            .iter()
            .any(|other| other.number == district.number);
        if twice || district.number < 1 {
            faults.push(Fault {
                file: file.to_owned(),
                line: line_of_id(&source, "number", &district.number.to_string()),
                reason: format!(
                    "district number {} stands twice or is below 1",
                    district.number
                ),
            });
        }
    }
    districts
}

fn yaml_files(directory: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(Fault {
                file: directory.to_owned(),
                line: None,
                reason: error.to_string(),
            });
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    files
}

fn parse<T: DeserializeOwned>(file: &Path, faults: &mut Vec<Fault>) -> Option<(String, T)> {
    let fault = |line, reason| Fault {
        file: file.to_owned(),
        line,
        reason,
    };
    let source = match fs::read_to_string(file) {
        Ok(source) => source,
        Err(error) => {
            faults.push(fault(None, error.to_string()));
            return None;
        }
    };
    match serde_saphyr::from_str(&source) {
        Ok(value) => Some((source, value)),
        Err(error) => {
            let line = error.location().map(|location| location.line());
            let reason = error.to_string();
            let first = reason.lines().next().unwrap_or("not readable").to_owned();
            faults.push(fault(line, first));
            None
        }
    }
}

/// The line that begins with this key, counted from 1.
fn line_of(source: &str, key: &str) -> Option<u64> {
    let found = source
        .lines()
        .position(|line| line.trim_start().starts_with(key))?;
    u64::try_from(found + 1).ok()
}

/// The last line that gives this id to this key: where one stands twice, the second is at fault.
fn line_of_id(source: &str, key: &str, id: &str) -> Option<u64> {
    let names = |line: &str| {
        let line = line.trim_start().trim_start_matches(['-', '{', ' ']);
        line.strip_prefix(key)
            .and_then(|rest| rest.trim_start().strip_prefix(':'))
            .and_then(|rest| rest.trim().split([' ', ',', '#']).next())
            .is_some_and(|value| value.trim_matches(['"', '\'']) == id)
    };
    let found = source
        .lines()
        .enumerate()
        .filter(|(_, line)| names(line))
        .last()?
        .0;
    u64::try_from(found + 1).ok()
}

/// The configuration directory: the one that is set, or `config` beside the program or in the
/// sources.
pub fn directory(set: Option<&PathBuf>) -> PathBuf {
    if let Some(set) = set {
        return set.clone();
    }
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join("config")));
    let candidates = [
        beside,
        Some(PathBuf::from("server/config")),
        Some(PathBuf::from("config")),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|path| path.join("roles.yaml").is_file())
        .unwrap_or_else(|| PathBuf::from("server/config"))
}
