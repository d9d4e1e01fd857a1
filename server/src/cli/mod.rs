//! The command line.

mod audit;
mod backup;
mod commands;
mod progress;
mod restore;
mod sealing;
mod seed;
mod serve;
mod stopping;
mod token;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use domain::{access::TokenScope, ids::ApiTokenId};
use services::users::token::TOKEN_DAYS_MAX;

use crate::settings::Settings;

/// Lánchíd: case management for a city of autonomous districts.
#[derive(Debug, Parser)]
#[command(name = "server", version, about)]
pub struct Cli {
    /// A TOML file with settings; the environment (LANCHID_…) wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application until told to stop.
    Serve {
        /// Print the settings in force, without secrets, and end.
        #[arg(long)]
        print_config: bool,
    },
    /// Bring the database's schema up to date, as the owning role.
    Migrate,
    /// Check, apply or describe the configuration: forms, roles, districts.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Load data.
    #[command(subcommand)]
    Seed(SeedCommand),
    /// Manage accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Manage the tokens by which programs act for a user.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Hold the audit against its chain.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Write everything in the database, as of one moment, into one file, beside whoever works.
    Backup {
        /// The file; `-` for standard output.
        file: PathBuf,
        /// Write nothing; read a backup to its end and say whether it is whole.
        #[arg(long, conflicts_with = "force")]
        check: bool,
        /// Write over a file that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Read a backup into an empty database, all of it or nothing; while nobody serves it.
    Restore {
        /// The file, as `backup` wrote it.
        file: PathBuf,
    },
}

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check every file; each fault is told with file, line and reason.
    Check {
        /// The directory; by default the one in force.
        directory: Option<PathBuf>,
    },
    /// Write forms, districts, teams and roles into the database.
    Apply,
    /// Print the form reference, or write it into a file.
    Reference {
        /// Write nothing; fail if the file says anything else.
        #[arg(long)]
        check: bool,
        /// The file; with `--check`, `docs/forms.md` if none is named.
        file: Option<PathBuf>,
    },
}

/// What can be loaded.
#[derive(Debug, Subcommand)]
pub enum SeedCommand {
    /// The demonstration city: made-up people, the same for the same seed.
    Demo {
        /// How many persons.
        #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
        persons: u32,
        /// The seed.
        #[arg(long, default_value_t = 1849)]
        seed: u64,
    },
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account; its password is read from the first line of standard input.
    Add {
        /// The account name.
        #[arg(long)]
        account: String,
        /// The name that people read.
        #[arg(long)]
        name: String,
        /// A role; can be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// The district's number; 0 for the city.
        #[arg(long)]
        district: i32,
        /// A team of the district, `family` or `front`.
        #[arg(long)]
        team: Option<String>,
    },
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token, and print it: it is shown this once.
    Create {
        /// The account of the user for whom programs act; a token never permits more than they may
        /// do themselves.
        #[arg(long)]
        user: String,
        /// What it may be used for: cases:read, cases:write, persons:read; several are separated by
        /// commas.
        #[arg(long = "scope", required = true, value_delimiter = ',', value_parser = token::scope)]
        scopes: Vec<TokenScope>,
        /// For how many days.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(TOKEN_DAYS_MAX)))]
        days: u32,
    },
    /// Print every token with its id, and never the token itself.
    List {
        /// Only those of this account.
        #[arg(long)]
        user: Option<String>,
    },
    /// Revoke a token, at once and for ever.
    Revoke {
        /// Its id, as `token create` and `token list` print it.
        id: ApiTokenId,
    },
}

/// What can be done with the audit.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Name the first event of each district that was changed, removed, inserted or cut off.
    Verify {
        /// The district's number, 0 for the city; all of them if none is named.
        #[arg(long)]
        district: Option<i32>,
        /// A head that was exported earlier: it also finds an end that was cut off together with
        /// its seals, and a chain that was written anew.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
        /// The public key by which the head has to be signed.
        #[arg(long, value_name = "KEY", requires = "head")]
        public_key: Option<String>,
    },
    /// Print where the chain of each district ends, to be kept elsewhere.
    Head {
        /// The file of the key to sign it with.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Make a key to sign heads with, and print its public half.
    Key {
        /// The file, which must not be there yet.
        file: PathBuf,
    },
}

/// Runs a command to its end. What goes wrong is told in one line.
pub fn run(cli: Cli) -> ExitCode {
    let outcome = Settings::read(cli.settings.as_ref()).and_then(|settings| {
        start_logging(&settings);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let outcome = runtime.block_on(execute(settings, cli.command));
        // What still runs is something that nobody waits for any more.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("server: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(settings: Settings, command: Command) -> Result<(), String> {
    match command {
        Command::Serve { print_config: true } => {
            print!("{}", settings.without_secrets());
            Ok(())
        }
        Command::Serve {
            print_config: false,
        } => serve::serve(settings).await,
        Command::Migrate => commands::migrate(&settings).await,
        Command::Config(ConfigCommand::Check { directory }) => {
            commands::check(&settings, directory.as_ref())
        }
        Command::Config(ConfigCommand::Apply) => commands::apply(&settings).await,
        Command::Config(ConfigCommand::Reference { check, file }) => {
            commands::reference(&settings, check, file)
        }
        Command::Seed(SeedCommand::Demo { persons, seed }) => {
            seed::seed_demo(&settings, persons, seed).await
        }
        Command::Backup { file, check, .. } if check => backup::check(&file),
        Command::Backup { file, force, .. } => backup::take(&settings, &file, force).await,
        Command::Restore { file } => restore::restore(&settings, &file).await,
        Command::Audit(command) => audit::run(&settings, command).await,
        Command::Token(command) => token::run(&settings, command).await,
        Command::User(UserCommand::Add {
            account,
            name,
            roles,
            district,
            team,
        }) => {
            let new = services::users::NewAccount {
                account,
                display_name: name,
                password: commands::password_from_input()?,
                roles,
                district,
                team,
            };
            commands::add_user(&settings, new).await
        }
    }
}

fn start_logging(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // A second start in the same process (tests) keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
