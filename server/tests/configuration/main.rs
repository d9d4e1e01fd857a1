//! The configuration check: what is wrong is told with file, line, field and reason.

mod bombs;
mod city;
mod command;
mod fields;
mod files;
mod guide;
mod lookups;
mod reference;
mod rules;
mod shelters;
mod town;
mod transitions;
mod translations;
