mod conflict;
mod fields;
mod find_anyone;
mod find_anyone_crowd;
mod find_anyone_keys;
mod first_case;
mod reach;
