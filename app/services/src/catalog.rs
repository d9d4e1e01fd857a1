//! The configuration that use cases need: forms and roles, read once at start.

use chrono::TimeDelta;
use domain::{
    access::{FieldAccess, Role, Sensitivity},
    consents::{ConsentField, Purpose},
    forms::{Field, FormDefinition, Lookup, PersonAttribute, PlannedForm},
    shelters::ShelterFields,
    workflow::CaseType,
};

/// How long an offer waits unless it is configured otherwise.
pub(crate) const OFFER_TIME: TimeDelta = TimeDelta::days(14);

/// Forms and roles.
#[derive(Clone, Debug)]
pub struct Catalog {
    forms: Vec<FormDefinition>,
    /// The same forms, each with the order in which its fields are worked out.
    planned: Vec<PlannedForm>,
    earlier: Vec<FormDefinition>,
    lookups: Vec<Lookup>,
    roles: Vec<Role>,
    consents: Vec<ConsentField>,
    case_type: CaseType,
    offer_time: TimeDelta,
    shelter_fields: ShelterFields,
}

impl Catalog {
    /// A catalogue of these forms and roles; the forms in their order.
    pub fn new(mut forms: Vec<FormDefinition>, roles: Vec<Role>) -> Self {
        forms.sort_by(|one, other| (one.order, &one.form).cmp(&(other.order, &other.form)));
        Self {
            planned: forms.iter().cloned().map(PlannedForm::from).collect(),
            forms,
            earlier: Vec::new(),
            lookups: Vec::new(),
            roles,
            consents: Vec::new(),
            case_type: CaseType::standard(),
            offer_time: OFFER_TIME,
            shelter_fields: ShelterFields::default(),
        }
    }

    /// The same, where people answer in these fields whether they consent.
    #[must_use]
    pub fn with_consents(mut self, consents: Vec<ConsentField>) -> Self {
        self.consents = consents;
        self
    }

    /// The same, whose forms share these lookups.
    #[must_use]
    pub fn with_lookups(mut self, lookups: Vec<Lookup>) -> Self {
        self.lookups = lookups;
        self
    }

    /// Every lookup.
    pub(crate) fn lookups(&self) -> &[Lookup] {
        &self.lookups
    }

    /// The lookup of this id.
    pub(crate) fn lookup(&self, id: &str) -> Option<&Lookup> {
        self.lookups.iter().find(|lookup| lookup.lookup == id)
    }

    /// The same, whose cases go this way through their stages.
    #[must_use]
    pub fn with_case_type(mut self, case_type: CaseType) -> Self {
        self.case_type = case_type;
        self
    }

    /// The same, where the offer of a transfer or a referral waits this long for an answer.
    #[must_use]
    pub fn with_offer_time(mut self, offer_time: TimeDelta) -> Self {
        self.offer_time = offer_time;
        self
    }

    /// The same, where shelters ask and fill in these fields of a case.
    #[must_use]
    pub fn with_shelter_fields(mut self, fields: ShelterFields) -> Self {
        self.shelter_fields = fields;
        self
    }

    /// What shelters ask of a case's forms, and write into them.
    pub const fn shelter_fields(&self) -> &ShelterFields {
        &self.shelter_fields
    }

    /// How long the offer of a transfer or a referral waits before it ends by the clock.
    pub const fn offer_time(&self) -> TimeDelta {
        self.offer_time
    }

    /// How cases go through their stages.
    pub fn case_type(&self) -> &CaseType {
        &self.case_type
    }

    /// Where people answer whether they consent, for every purpose that they are asked for.
    pub fn consents(&self) -> &[ConsentField] {
        &self.consents
    }

    /// Where people answer whether they consent for this purpose.
    pub fn consent(&self, purpose: Purpose) -> Option<&ConsentField> {
        self.consents.iter().find(|field| field.purpose == purpose)
    }

    /// The same with further versions of its forms: answers given under them are shown under them.
    /// A version that it has already stays what it is.
    #[must_use]
    pub fn with_earlier(mut self, earlier: Vec<FormDefinition>) -> Self {
        for form in earlier {
            if self.version(&form.form, form.version).is_none() {
                self.earlier.push(form);
            }
        }
        self
    }

    /// Every form in every version.
    pub fn every_version(&self) -> impl Iterator<Item = &FormDefinition> {
        self.forms.iter().chain(&self.earlier)
    }

    /// A form in the version under which answers were given.
    pub fn version(&self, form: &str, version: i32) -> Option<&FormDefinition> {
        self.every_version()
            .find(|one| one.form == form && one.version == version)
    }

    /// A form in this version; where that is not known, in the current one, or in the latest that
    /// is known.
    pub(crate) fn version_or_current(&self, form: &str, version: i32) -> Option<&FormDefinition> {
        let latest = || {
            let known = self.every_version().filter(|one| one.form == form);
            known.max_by_key(|one| one.version)
        };
        self.version(form, version)
            .or_else(|| self.form(form))
            .or_else(latest)
    }

    /// What the actor may do with a field of any version: never more than with the current field
    /// of the same name.
    pub(crate) fn field_access(
        &self,
        actor: &domain::access::Actor,
        form: &FormDefinition,
        field: &Field,
    ) -> FieldAccess {
        let access = |field: &Field| actor.access_to(&form.form, &field.id, field.sensitivity);
        let own = access(field);
        let current = self.form(&form.form).and_then(|form| form.field(&field.id));
        current.map_or(own, |field| own.min(access(field)))
    }

    /// Whether the actor may know what stands in a field, which is named by its form's id and its own.
    pub(crate) fn sees_field(
        &self,
        actor: &domain::access::Actor,
        form: &str,
        field: &str,
    ) -> bool {
        let Some(form) = self.form(form) else {
            return false;
        };
        let field = form.field(field);
        field.is_some_and(|field| self.field_access(actor, form, field) > FieldAccess::Hidden)
    }

    /// Every form, in order.
    pub fn forms(&self) -> &[FormDefinition] {
        &self.forms
    }

    /// The form of this id.
    pub fn form(&self, id: &str) -> Option<&FormDefinition> {
        self.forms.iter().find(|form| form.form == id)
    }

    /// The form of this id, with its plan.
    pub(crate) fn planned(&self, id: &str) -> Option<&PlannedForm> {
        self.planned
            .iter()
            .find(|planned| planned.form().form == id)
    }

    /// The form with which a person is registered: the first.
    pub fn registration_form(&self) -> Option<&FormDefinition> {
        self.forms.first()
    }

    /// Every role.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The role of this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.role == id)
    }

    /// The form and field that feed this attribute of the person.
    pub fn source_of(&self, attribute: PersonAttribute) -> Option<(&FormDefinition, &Field)> {
        self.forms.iter().find_map(|form| {
            let field = form
                .fields
                .iter()
                .find(|field| field.feeds == Some(attribute))?;
            Some((form, field))
        })
    }

    /// The fields that feed this attribute, which only a search reads.
    pub(crate) fn searched_sources(
        &self,
        attribute: PersonAttribute,
    ) -> impl Iterator<Item = (&FormDefinition, &Field)> {
        self.forms.iter().flat_map(move |form| {
            let fields = form.searched_fields();
            let fed = fields.filter(move |(fed, _)| *fed == attribute);
            fed.map(move |(_, field)| (form, field))
        })
    }

    /// What the actor may do with this attribute of a person: what they may do with its field.
    pub fn attribute_access(
        &self,
        actor: &domain::access::Actor,
        attribute: PersonAttribute,
    ) -> FieldAccess {
        self.source_of(attribute)
            .map_or(FieldAccess::Hidden, |(form, field)| {
                actor.access_to(&form.form, &field.id, field.sensitivity)
            })
    }
}

/// The most that the actor may do with any field of the form.
pub(crate) fn form_access(actor: &domain::access::Actor, form: &FormDefinition) -> FieldAccess {
    let sensitivities = form.fields.iter().map(|field| field.sensitivity);
    sensitivities
        .map(|sensitivity: Sensitivity| actor.field_access(&form.form, sensitivity))
        .max()
        .unwrap_or(FieldAccess::Hidden)
}
