//! Answers keep the version of the form that they were given under.

use domain::{
    Text,
    forms::{Answer, Field, FieldType, FormDefinition},
};
use services::{Catalog, forms::FormsRefused};
use testkit::{World, config, on_both_databases};

use crate::support::*;

/// The contact form as it is now.
fn contact() -> FormDefinition {
    let mut forms = config().forms.iter();
    let contact = forms.find(|form| form.form == "contact");
    contact.cloned().unwrap()
}

fn field_mut<'a>(form: &'a mut FormDefinition, id: &str) -> &'a mut Field {
    form.fields.iter_mut().find(|field| field.id == id).unwrap()
}

/// The next version: the e-mail address is asked in other words, the note of the address not at
/// all, and the interpreter as a text.
fn next_contact() -> FormDefinition {
    let mut form = contact();
    form.version += 1;
    field_mut(&mut form, "email").label = text("E-mail, if any");
    field_mut(&mut form, "interpreter_needed").kind = FieldType::Text { max_length: 50 };
    form.fields.retain(|field| field.id != "address_note");
    form
}

fn text(words: &str) -> Text {
    Text {
        hu: words.to_owned(),
        uk: words.to_owned(),
        en: words.to_owned(),
    }
}

/// The usual forms with this one in the place of the contact form, or with none.
fn catalog(contact: Option<FormDefinition>) -> Catalog {
    let others = config().forms.iter().filter(|form| form.form != "contact");
    let forms = others.cloned().chain(contact).collect();
    Catalog::new(forms, config().roles.clone())
}

/// The same city after the program was started with these forms.
async fn restarted(world: World, catalog: Catalog) -> Result<World, FormsRefused> {
    let mut world = world.with_catalog(catalog).await;
    world.store = world.store.clone().with_known_forms().await?;
    Ok(world)
}

fn shown<'a>(case: &'a domain::cases::CaseView, form: &str) -> &'a domain::cases::FormView {
    let mut forms = case.forms.iter();
    forms.find(|view| view.definition.form == form).unwrap()
}

const TYPED: [(&str, &str); 4] = [
    ("preferred_language", "ukrainian"),
    ("interpreter_needed", "yes"),
    ("email", "olena@example.org"),
    ("address_note", "Second floor"),
];

on_both_databases! {
    async fn answers_are_shown_under_the_version_that_they_were_given_under(world: World) {
        let world = restarted(world, catalog(Some(contact()))).await.unwrap();
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &TYPED).await.unwrap();
        let world = restarted(world, catalog(Some(next_contact()))).await.unwrap();

        let case = read(&world, WORKER, &number).await.unwrap();
        let view = shown(&case, "contact");
        assert_eq!((view.version, view.earlier), (contact().version, true));
        assert_eq!(view.definition.field("email").unwrap().label, contact().field("email").unwrap().label);
        assert_eq!(view.answers.get("interpreter_needed"), Some(&Answer::YesNo(true)));
        assert_eq!(view.answers.get("address_note"), Some(&Answer::Text("Second floor".to_owned())));

        let opened = open(&world, WORKER, &number, "contact").await.unwrap();
        assert_eq!(opened.definition.version, next_contact().version);
        assert_eq!(opened.inputs["email"], ["olena@example.org"]);
        assert!(!opened.inputs.contains_key("interpreter_needed"), "yes is no text");

        let typed = [("interpreter_needed", "Ukrainian sign language")];
        save(&world, WORKER, &number, "contact", opened.version, &typed).await.unwrap();
        let case = read(&world, WORKER, &number).await.unwrap();
        let view = shown(&case, "contact");
        assert_eq!((view.version, view.earlier), (next_contact().version, false));
        assert_eq!(view.answers.get("address_note"), None);
        let document = world.database.texts(
            "SELECT CAST(document AS text) FROM answers WHERE form = 'contact'"
        ).await;
        assert!(document[0].contains("Second floor"), "what is not asked any more is not lost");

        let entries = history(&world, WORKER, &number).await.unwrap().entries;
        let first = entries.iter().find(|entry| {
            entry.changes.iter().any(|change| change.field.id == "address_note")
        });
        let change = first.unwrap().changes.iter().find(|change| change.field.id == "interpreter_needed");
        assert_eq!(change.unwrap().after, Some(Answer::YesNo(true)), "as it was given");
    }

    async fn a_form_that_is_gone_is_still_read_and_no_longer_filled_in(world: World) {
        let world = restarted(world, catalog(Some(contact()))).await.unwrap();
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &TYPED).await.unwrap();
        let world = restarted(world, catalog(None)).await.unwrap();
        let case = read(&world, WORKER, &number).await.unwrap();
        let view = shown(&case, "contact");
        assert_eq!(view.answers.get("email"), Some(&Answer::Text("olena@example.org".to_owned())));
        assert!(!view.progress.writable);
        let opened = open(&world, WORKER, &number, "contact").await;
        assert_eq!(opened.unwrap_err(), domain::Error::NotFound);
        let shelter = read(&world, SHELTER, &number).await.unwrap();
        let view = shown(&shelter, "contact");
        assert!(view.definition.field("safe_to_call").is_none(), "its sensitivity still counts");
    }

    async fn a_form_cannot_change_under_answers_without_a_new_version(world: World) {
        let world = restarted(world, catalog(Some(contact()))).await.unwrap();
        let mut reworded = contact();
        field_mut(&mut reworded, "email").label = text("Mail");
        let world = restarted(world, catalog(Some(reworded))).await.unwrap();
        let world = restarted(world, catalog(Some(contact()))).await.unwrap();

        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &TYPED).await.unwrap();
        let before = world.database.snapshot().await;
        let mut changed = contact();
        field_mut(&mut changed, "email").required = true;
        let world = world.with_catalog(catalog(Some(changed))).await;
        let refused = world.store.clone().with_known_forms().await.map(drop).unwrap_err();
        assert!(matches!(&refused, FormsRefused::Changed(forms) if forms[0].form == "contact"));
        assert!(refused.to_string().contains("raise the version"));
        let audit = ["audit_events"];
        assert_eq!(world.database.snapshot().await.without(&audit), before.without(&audit));

        let mut longer = contact();
        let FieldType::OneChoice { choices } = &mut field_mut(&mut longer, "preferred_language").kind else {
            panic!("a choice")
        };
        let mut another = choices[0].clone();
        "romani".clone_into(&mut another.choice);
        choices.push(another);
        restarted(world, catalog(Some(longer))).await.expect("a list may grow");
    }

    async fn a_raised_sensitivity_hides_what_was_answered_before(world: World) {
        let world = restarted(world, catalog(Some(contact()))).await.unwrap();
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &TYPED).await.unwrap();
        let seen = read(&world, SHELTER, &number).await.unwrap();
        assert!(shown(&seen, "contact").answers.get("email").is_some());
        let mut stricter = contact();
        stricter.version += 1;
        field_mut(&mut stricter, "email").sensitivity = domain::access::Sensitivity::Restricted;
        let world = restarted(world, catalog(Some(stricter))).await.unwrap();
        let seen = read(&world, SHELTER, &number).await.unwrap();
        assert!(!serde_json::to_string(&seen).unwrap().contains("olena@example.org"));
    }
}
