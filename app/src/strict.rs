//! The names that each server function knows, so that a request with any other can be refused.

use std::collections::BTreeMap;

use leptos::server_fn::ServerFn;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, Visitor, value::Error},
};

/// The names of the arguments of every server function, by path.
pub fn server_functions() -> BTreeMap<&'static str, &'static [&'static str]> {
    use crate::{
        cases::server_fn as cases,
        forms::{print::server_fn as print, server_fn as forms},
        integration::server_fn as integration,
        notifications::server_fn as notifications,
        shelters::server_fn as shelters,
        transitions::server_fn as transitions,
        users::server_fn as users,
        workflow::server_fn as workflow,
    };
    [
        entry::<users::CurrentSession>(),
        entry::<users::SignIn>(),
        entry::<users::SignOut>(),
        entry::<users::SignOutEverywhere>(),
        entry::<forms::SwitchLanguage>(),
        entry::<forms::KeepDraft>(),
        entry::<forms::DiscardDraft>(),
        entry::<forms::GiveDraftKey>(),
        entry::<print::ListForms>(),
        entry::<print::BlankForm>(),
        entry::<print::PrintCase>(),
        entry::<cases::ListCases>(),
        entry::<cases::ReadListPage>(),
        entry::<cases::SaveListView>(),
        entry::<cases::RemoveListView>(),
        entry::<cases::ReadCase>(),
        entry::<cases::OpenFormOfCase>(),
        entry::<cases::OpenRegistration>(),
        entry::<cases::SaveAnswers>(),
        entry::<cases::SavedMeanwhile>(),
        entry::<cases::RegisterPerson>(),
        entry::<cases::SearchPersons>(),
        entry::<cases::ReadHistory>(),
        entry::<cases::ReadPath>(),
        entry::<transitions::ReadQueue>(),
        entry::<transitions::TakeStep>(),
        entry::<transitions::ReadTransferDraft>(),
        entry::<transitions::AskTransfer>(),
        entry::<transitions::ReadReferralDraft>(),
        entry::<transitions::ReferCase>(),
        entry::<transitions::RequestCase>(),
        entry::<transitions::PlanAssignment>(),
        entry::<transitions::AssignCases>(),
        entry::<transitions::ReadOverrides>(),
        entry::<shelters::ListShelters>(),
        entry::<shelters::ReadBoard>(),
        entry::<shelters::ActOnBed>(),
        entry::<shelters::ReadPlacement>(),
        entry::<shelters::HoldBeds>(),
        entry::<shelters::ReadOccupancy>(),
        entry::<shelters::ReadArranged>(),
        entry::<shelters::ArrangeShelter>(),
        entry::<workflow::ReadWorkflow>(),
        entry::<workflow::ChangeStage>(),
        entry::<workflow::AskApproval>(),
        entry::<workflow::ReadApproval>(),
        entry::<workflow::DecideApproval>(),
        entry::<notifications::ReadInbox>(),
        entry::<notifications::MarkRead>(),
        entry::<notifications::MarkAllRead>(),
        entry::<notifications::ReadSettings>(),
        entry::<notifications::SaveSettings>(),
        entry::<integration::ListWebhooks>(),
        entry::<integration::AddWebhook>(),
        entry::<integration::ReadWebhook>(),
        entry::<integration::ChangeWebhook>(),
        entry::<integration::ReplayDelivery>(),
    ]
    .into()
}

fn entry<T: ServerFn + for<'de> Deserialize<'de>>() -> (&'static str, &'static [&'static str]) {
    (T::PATH, field_names::<T>())
}

/// The names of a struct's fields, as its deserialisation asks for them.
fn field_names<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The deserialiser hands over no value, so this always ends in its error.
    let _ = T::deserialize(Names(&mut names));
    names
}

struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("only the names are asked for"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn count(folder: &Path) -> usize {
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| {
                if path.is_dir() {
                    return count(&path);
                }
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines();
                lines
                    .filter(|line| line.trim_start().starts_with("#[server("))
                    .count()
            })
            .sum()
    }

    #[test]
    fn no_server_function_is_left_out() {
        let written = count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        assert_eq!(server_functions().len(), written);
    }
}
