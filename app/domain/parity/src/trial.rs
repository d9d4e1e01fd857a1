//! One random form, filled in at random, and what comes of it.

use core::fmt::Write as _;

use domain::{
    access::FieldAccess,
    forms::{Answers, Changes, Filling, FormDefinition, Inputs, Setting, edit},
};

use crate::{
    Digest, Random, Step,
    form::random_form,
    input::{random_inputs, random_step},
    other::random_setting,
};

/// The most top-level fields of a random form.
const FIELDS_MAX: usize = 24;
/// How often a form is changed.
const STEPS: usize = 12;

/// A form with everything that happens to it, all from one seed.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The form.
    pub form: FormDefinition,
    /// The day and the answers elsewhere.
    pub setting: Setting,
    /// What was stored before.
    pub stored: Answers,
    /// What was typed at first.
    pub typed: Inputs,
    /// What is done after that.
    pub steps: Vec<Step>,
}

impl Trial {
    /// The trial that follows from this seed.
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let form = random_form(&mut random, FIELDS_MAX);
        let setting = random_setting(&mut random);
        let stored = if random.chance(50) {
            // Stored under circumstances of their own: some of it would not be accepted now.
            let earlier = random_setting(&mut random);
            let typed = random_inputs(&mut random, &form);
            edit(&form, &earlier, &Answers::default(), &typed, |_| {
                FieldAccess::Write
            })
            .answers
        } else {
            Answers::default()
        };
        let typed = random_inputs(&mut random, &form);
        let steps = (0..STEPS)
            .map(|_| random_step(&mut random, &form))
            .collect();
        Self {
            form,
            setting,
            stored,
            typed,
            steps,
        }
    }

    /// The form as it stands before the first step.
    pub fn begin(&self) -> Filling {
        self.filling(self.typed.clone())
    }

    /// The form worked out from scratch.
    pub fn filling(&self, typed: Inputs) -> Filling {
        let (form, setting) = (self.form.clone(), self.setting.clone());
        Filling::new(form, setting, self.stored.clone(), typed)
    }

    /// Everything that comes of it, step by step, as one number.
    pub fn digest(&self) -> u64 {
        let mut digest = Digest::default();
        let mut filling = self.begin();
        digest.add(&observe(&filling, &paths(&filling)));
        for step in &self.steps {
            for path in step.take(&mut filling).fields {
                digest.add(&path);
            }
            digest.add(&observe(&filling, &paths(&filling)));
        }
        digest.value()
    }

    /// Everything that comes of it, step by step, in words.
    pub fn verdict(&self) -> String {
        let mut filling = self.begin();
        let mut verdict = observe(&filling, &paths(&filling));
        for step in &self.steps {
            let changes = step.take(&mut filling);
            let _ = writeln!(verdict, "\n{step:?}: {:?}", changes.fields);
            verdict += &observe(&filling, &paths(&filling));
        }
        verdict
    }
}

impl Step {
    /// Does it.
    pub fn take(&self, filling: &mut Filling) -> Changes {
        match self {
            Self::Set(path, values) => filling.set(path, values.clone()),
            Self::Add(group) => filling
                .add_row(group)
                .map(|(_, changes)| changes)
                .unwrap_or_default(),
            Self::Remove(group, row) => filling.remove_row(group, *row),
        }
    }
}

/// The paths of all fields of a form in all rows that it has.
pub fn paths(filling: &Filling) -> Vec<String> {
    let mut paths = Vec::new();
    for field in &filling.form().fields {
        paths.push(field.id.clone());
        for row in filling.rows(&field.id) {
            let subs = field.sub_fields().iter();
            paths.extend(subs.map(|sub| format!("{}.{row}.{}", field.id, sub.id)));
        }
    }
    paths
}

/// What is shown, required, answered and offered at these paths, the answers as they would be
/// stored, and the problems.
pub fn observe(filling: &Filling, paths: &[String]) -> String {
    let mut verdict = String::new();
    for path in paths {
        let shown = filling.is_shown(path);
        let required = filling.is_required(path);
        let answer = filling.answer(path);
        let offered = filling.offered(path);
        let _ = writeln!(verdict, "{path}: {shown} {required} {answer:?} {offered:?}");
    }
    let problems = serde_json::to_string(&filling.problems()).unwrap_or_default();
    let _ = writeln!(verdict, "{}\n{problems}", filling.answers().to_json());
    verdict
}
