//! The program as an administrator runs it, on a database in which people have worked.

mod audit;
mod backup;
mod backup_file;
mod backup_under_load;
mod cut_off;
mod killed;
mod restore;
mod restore_refused;
mod run;
mod schema;
mod shelter_bridge;
mod stopped;
mod token;
mod two;
