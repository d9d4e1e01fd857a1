mod assignment;
mod every;
mod page;
mod referral;
mod request;
mod transfer;
mod walk;
