//! What a webhook's address may look like. Whether its name leads where it may is seen when it is
//! called.

use std::net::IpAddr;

use domain::ProblemCode;
use url::{Host, Url};

use super::networks::{Networks, Reachable};

/// Names that lead to the machine itself, or nowhere outside.
const CLOSED_NAMES: [&str; 4] = ["localhost", "local", "internal", "home.arpa"];

/// Reads an address, as browsers do: `http://0x7f.1/` is `http://127.0.0.1/`.
///
/// # Errors
/// What is wrong with it.
pub fn read_address(typed: &str, networks: &Networks) -> Result<Url, ProblemCode> {
    let url = Url::parse(typed.trim()).map_err(|_| ProblemCode::NotAWebAddress)?;
    let has_name = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "https" | "http") || has_name || url.fragment().is_some() {
        return Err(ProblemCode::NotAWebAddress);
    }
    let reachable = match url.host() {
        Some(Host::Ipv4(address)) => networks.reachable(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => networks.reachable(IpAddr::V6(address)),
        Some(Host::Domain(name)) => of_name(name, networks),
        None => return Err(ProblemCode::NotAWebAddress),
    };
    match reachable {
        Reachable::Never => Err(ProblemCode::ForbiddenNetwork),
        Reachable::WithEncryption if url.scheme() == "http" => Err(ProblemCode::NotEncrypted),
        Reachable::WithEncryption | Reachable::Freely => Ok(url),
    }
}

/// What can be told of a name without asking for its addresses.
fn of_name(name: &str, networks: &Networks) -> Reachable {
    let name = name.trim_end_matches('.');
    let is_closed = CLOSED_NAMES.iter().any(|closed| {
        let rest = name.strip_suffix(closed);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    match (networks.is_empty(), is_closed) {
        // Where an operator allows networks, a name may lead into one of them.
        (false, _) => Reachable::Freely,
        (true, true) => Reachable::Never,
        (true, false) => Reachable::WithEncryption,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> Result<String, ProblemCode> {
        read_address(typed, &Networks::default()).map(String::from)
    }

    #[test]
    fn odd_spellings_of_closed_addresses_are_refused() {
        for closed in [
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://1\u{ff12}7.0.0.1/",
            "https://127。0。0。1/",
            "https://[::1]/",
            "https://[::ffff:7f00:1]/",
            "https://[64:ff9b::a00:1]/",
            "https://0/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1:8443/x",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "http://0x7f.1/",
            "http://2130706433/",
        ] {
            assert_eq!(told(closed), Err(ProblemCode::ForbiddenNetwork), "{closed}");
        }
    }

    #[test]
    fn an_address_is_one_of_the_web_and_nothing_more() {
        for wrong in [
            "",
            "receiver.example",
            "ftp://receiver.example/",
            "file:///etc/passwd",
            "gopher://receiver.example/",
            "javascript:alert(1)",
            "https://",
            "https://user:word@receiver.example/",
            "https://receiver.example/#part",
            "https://receiver.example:99999/",
            "https://127.0.0.1@[::1",
        ] {
            assert_eq!(told(wrong), Err(ProblemCode::NotAWebAddress), "{wrong}");
        }
        let plain = "http://receiver.example/hooks";
        assert_eq!(told(plain), Err(ProblemCode::NotEncrypted));
        for fine in [
            "https://receiver.example/hooks?of=8",
            "https://receiver.example:8443/",
            "https://1.1.1.1/x",
            "https://xn--lnchd-0qa2p.example/",
        ] {
            assert_eq!(told(fine).as_deref(), Ok(fine));
        }
        assert_eq!(
            told(" https://Receiver.Example "),
            Ok("https://receiver.example/".to_owned())
        );
    }

    #[test]
    fn within_networks_that_are_allowed_encryption_is_not_needed() {
        let networks = Networks::allowing(&["10.0.0.0/8".to_owned()]).unwrap();
        let told = |typed| read_address(typed, &networks).map(drop);
        assert_eq!(told("http://10.1.2.3/"), Ok(()));
        assert_eq!(told("http://receiver.internal/"), Ok(()));
        assert_eq!(told("http://11.1.2.3/"), Err(ProblemCode::NotEncrypted));
        assert_eq!(
            told("http://127.0.0.1/"),
            Err(ProblemCode::ForbiddenNetwork)
        );
    }
}
