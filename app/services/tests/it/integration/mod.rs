//! Outside systems are told what happens, in order and at least once.

mod delivering;
mod managing;
mod order;
mod publishing;
mod support;
mod walls;

pub(crate) use support::{add_for_all, deliver_all, told_by_webhook};
