mod conflict;
mod fields;
mod find_anyone;
mod first_case;
mod list_rights;
mod list_views;
mod lists;
mod reach;
