use std::{fs, io::BufRead, path::PathBuf};

use services::users::{NewAccount, add_account};

use crate::{
    configuration::{self, Configuration},
    database,
    settings::Settings,
};

/// The configuration in force.
pub(super) fn configuration(settings: &Settings) -> Result<Configuration, String> {
    let directory = configuration::directory(settings.config_dir.as_ref());
    Configuration::read(&directory).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("the configuration cannot be used: {}", lines.join("; "))
    })
}

pub(super) async fn migrate(settings: &Settings) -> Result<(), String> {
    database::migrate(settings).await?;
    println!("The schema is up to date.");
    Ok(())
}

pub(super) fn check(settings: &Settings, directory: Option<&PathBuf>) -> Result<(), String> {
    let directory = configuration::directory(directory.or(settings.config_dir.as_ref()));
    match Configuration::read(&directory) {
        Ok(configuration) => {
            let (forms, roles) = (configuration.catalog.forms(), configuration.catalog.roles());
            for warning in &configuration.warnings {
                eprintln!("{warning} (warning)");
            }
            println!(
                "{}: {} forms, {} roles, {} districts: no fault.",
                directory.display(),
                forms.len(),
                roles.len(),
                configuration.districts.len()
            );
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                eprintln!("{fault}");
            }
            Err(format!("{} fault(s) in the configuration", faults.len()))
        }
    }
}

/// Prints the form reference, writes it, or compares it with what is written.
pub(super) fn reference(
    settings: &Settings,
    check: bool,
    file: Option<PathBuf>,
) -> Result<(), String> {
    let page = configuration(settings)?.reference();
    let file = file.or_else(|| check.then(|| PathBuf::from("docs/forms.md")));
    let Some(file) = file else {
        print!("{page}");
        return Ok(());
    };
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    if !check {
        return fs::write(&file, page).map_err(told);
    }
    if fs::read_to_string(&file).map_err(told)? == page {
        Ok(())
    } else {
        let file = file.display();
        Err(format!(
            "{file} does not describe the forms in force: write it anew with `server config reference {file}`"
        ))
    }
}

pub(super) async fn apply(settings: &Settings) -> Result<(), String> {
    let configuration = configuration(settings)?;
    let store = database::open_to_work(settings, &configuration).await?;
    database::apply(&store, &configuration).await?;
    store.close().await;
    println!("Forms, districts, teams and roles are written.");
    Ok(())
}

pub(super) async fn add_user(settings: &Settings, new: NewAccount) -> Result<(), String> {
    let configuration = configuration(settings)?;
    let store = database::open(settings, &configuration).await?;
    let account = new.account.clone();
    let outcome = add_account(&store, new).await;
    store.close().await;
    match outcome {
        Ok(_) => {
            println!("The account {account} can sign in.");
            Ok(())
        }
        Err(domain::Error::Invalid { problems }) => {
            let fields: Vec<String> = problems
                .iter()
                .map(|problem| format!("{} ({:?})", problem.field, problem.code))
                .collect();
            Err(format!(
                "the account was not made; check: {}",
                fields.join(", ")
            ))
        }
        Err(error) => Err(format!("the account was not made: {error}")),
    }
}

/// A password is never an argument: others on the machine could read it.
pub(super) fn password_from_input() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| format!("standard input: {error}"))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        return Err("write the password as the first line of standard input".to_owned());
    }
    Ok(password)
}
