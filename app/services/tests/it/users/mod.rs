mod accounts;
mod lockout;
mod sessions;
mod sign_in;
