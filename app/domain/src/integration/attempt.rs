use serde::{Deserialize, Serialize};

use crate::transitions::coded::coded;

coded! {
    /// Why nothing could be delivered, where nobody answered.
    DeliveryFault {
        /// The name has no address.
        NotFound = "not_found",
        /// The address is one that must not be called.
        Forbidden = "forbidden",
        /// No connection, or one that broke off.
        NoConnection = "no_connection",
        /// No answer in time.
        Timeout = "timeout",
        /// The secret cannot be read with the key of the process.
        NoSecret = "no_secret",
    }
}

/// What became of one attempt to deliver something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came_to", content = "with", rename_all = "snake_case")]
pub enum Attempt {
    /// The receiver answered with this HTTP status.
    Answered(u16),
    /// It did not answer.
    Failed(DeliveryFault),
}

/// What an attempt means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has it.
    Delivered,
    /// The receiver wishes for nothing any more.
    Gone,
    /// It is to be tried again.
    Failed,
}

impl Attempt {
    /// What it means: any status from 200 to 299 says that it has arrived, and nothing else does.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Answered(200..=299) => Verdict::Delivered,
            Self::Answered(410) => Verdict::Gone,
            Self::Answered(_) | Self::Failed(_) => Verdict::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundreds_alone_say_that_it_has_arrived() {
        for status in 100..600 {
            let expected = match status {
                200..300 => Verdict::Delivered,
                410 => Verdict::Gone,
                _ => Verdict::Failed,
            };
            assert_eq!(Attempt::Answered(status).verdict(), expected, "{status}");
        }
    }
}
