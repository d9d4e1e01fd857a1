//! The program as an administrator runs it, on a database in which people have worked.

mod audit;
mod killed;
mod run;
