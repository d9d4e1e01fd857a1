mod conflict;
mod fields;
mod find_anyone;
mod first_case;
mod reach;
