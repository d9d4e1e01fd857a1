mod conflict;
mod fields;
mod first_case;
mod reach;
