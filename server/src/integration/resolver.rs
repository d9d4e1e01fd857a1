//! Names are looked up here, so that a connection is made to the address that was looked at, and to
//! no other that the name has a moment later.

use std::{error::Error, fmt, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use services::integration::{Networks, Reachable};

/// Looks names up, and answers addresses that may be called.
#[derive(Clone, Debug)]
pub(super) struct Resolver {
    pub(super) networks: Networks,
    /// Whether what is called so is encrypted.
    pub(super) encrypted: bool,
}

/// Why a name is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCalled {
    /// It has no address.
    NotFound,
    /// It has one that must not be called.
    Forbidden,
}

impl fmt::Display for NotCalled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NotFound => "the name has no address",
            Self::Forbidden => "the name leads to an address that must not be called",
        })
    }
}

impl Error for NotCalled {}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|_| NotCalled::NotFound)?.collect();
            let addresses = resolver.checked(found)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

impl Resolver {
    /// The addresses, if every one of them may be called.
    pub(super) fn checked(&self, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, NotCalled> {
        if found.is_empty() {
            return Err(NotCalled::NotFound);
        }
        let may = |address: &SocketAddr| match self.networks.reachable(address.ip()) {
            Reachable::Freely => true,
            Reachable::WithEncryption => self.encrypted,
            Reachable::Never => false,
        };
        if found.iter().all(may) {
            Ok(found)
        } else {
            Err(NotCalled::Forbidden)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(encrypted: bool, addresses: &[&str]) -> Result<usize, NotCalled> {
        let networks = Networks::allowing(&["10.9.0.0/16".to_owned()]).unwrap();
        let resolver = Resolver {
            networks,
            encrypted,
        };
        let found = addresses.iter().map(|address| {
            let ip: std::net::IpAddr = address.parse().unwrap();
            SocketAddr::new(ip, 0)
        });
        resolver.checked(found.collect()).map(|found| found.len())
    }

    #[test]
    fn one_closed_address_closes_the_name() {
        assert_eq!(checked(true, &["1.1.1.1", "2606:4700::1111"]), Ok(2));
        assert_eq!(checked(true, &["1.1.1.1", "10.9.0.1"]), Ok(2));
        assert_eq!(
            checked(true, &["1.1.1.1", "127.0.0.1"]),
            Err(NotCalled::Forbidden)
        );
        assert_eq!(
            checked(true, &["::ffff:169.254.169.254"]),
            Err(NotCalled::Forbidden)
        );
        assert_eq!(checked(true, &[]), Err(NotCalled::NotFound));
    }

    #[test]
    fn without_encryption_only_allowed_networks_are_called() {
        assert_eq!(checked(false, &["10.9.0.1"]), Ok(1));
        assert_eq!(checked(false, &["1.1.1.1"]), Err(NotCalled::Forbidden));
        assert_eq!(
            checked(false, &["10.9.0.1", "1.1.1.1"]),
            Err(NotCalled::Forbidden)
        );
    }
}
