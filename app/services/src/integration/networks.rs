//! Which addresses may be called: those of the open Internet, and what an operator allows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Networks of IPv4 that are nobody's place on the Internet.
const CLOSED_V4: [(Ipv4Addr, u8); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, where clouds have their metadata.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, what is reserved, and broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Of IPv6 only global unicast may be called, and of that not these.
const CLOSED_V6: [(Ipv6Addr, u8); 4] = [
    // Teredo, benchmarks, ORCHID and what else is no place.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// How an address may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reachable {
    /// A place on the Internet: with encryption alone.
    WithEncryption,
    /// Within a network that an operator allows: with or without.
    Freely,
    /// Not at all.
    Never,
}

/// The networks within which an operator allows calls, although they are no places on the Internet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Allows these networks, each as `10.20.0.0/16` or as a single address.
    ///
    /// # Errors
    /// The one that cannot be read.
    pub fn allowing(networks: &[String]) -> Result<Self, String> {
        let read = |network: &String| {
            let network = network.trim();
            let single = || network.parse::<IpAddr>().ok().map(IpNet::from);
            let parsed = network.parse::<IpNet>().ok().or_else(single);
            parsed.ok_or_else(|| format!("no network: {network}"))
        };
        Ok(Self(networks.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// Whether none is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How this address may be called. What leads to an IPv4 address by another spelling (mapped,
    /// translated, tunnelled) is held against that address.
    pub fn reachable(&self, address: IpAddr) -> Reachable {
        let meant = meant(address);
        let allowed = |address: &IpAddr| self.0.iter().any(|network| network.contains(address));
        if allowed(&meant) {
            Reachable::Freely
        } else if is_closed(meant) {
            Reachable::Never
        } else {
            Reachable::WithEncryption
        }
    }
}

/// The address that is meant by one that carries an IPv4 address in itself.
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let parts = v6.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => address,
        // Mapped, translated (SIIT), the old compatible form, NAT64, and 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        _ => address,
    }
}

fn is_closed(address: IpAddr) -> bool {
    let within = |network: IpNet| network.contains(&address);
    match address {
        IpAddr::V4(_) => CLOSED_V4
            .into_iter()
            .any(|(base, length)| IpNet::new(base.into(), length).is_ok_and(within)),
        IpAddr::V6(v6) => {
            let is_global_unicast = v6.segments()[0] & 0xe000 == 0x2000;
            !is_global_unicast
                || CLOSED_V6
                    .into_iter()
                    .any(|(base, length)| IpNet::new(base.into(), length).is_ok_and(within))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reachable(networks: &Networks, address: &str) -> Reachable {
        networks.reachable(address.parse().unwrap())
    }

    #[test]
    fn only_places_on_the_internet_are_called() {
        let none = Networks::default();
        for closed in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::127.0.0.1",
            "::ffff:0:192.168.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert_eq!(reachable(&none, closed), Reachable::Never, "{closed}");
        }
        for open in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "193.225.12.1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2001:4860:4860::8888",
            "2a02:730:8000::1",
        ] {
            assert_eq!(reachable(&none, open), Reachable::WithEncryption, "{open}");
        }
    }

    #[test]
    fn an_operator_allows_networks_by_name_alone() {
        let written = ["10.20.0.0/16", " 127.0.0.1", "fd12::/16"].map(str::to_owned);
        let some = Networks::allowing(&written).unwrap();
        for free in ["10.20.3.4", "127.0.0.1", "::ffff:127.0.0.1", "fd12::9"] {
            assert_eq!(reachable(&some, free), Reachable::Freely, "{free}");
        }
        for closed in [
            "10.21.0.1",
            "127.0.0.2",
            "::1",
            "fd13::9",
            "169.254.169.254",
        ] {
            assert_eq!(reachable(&some, closed), Reachable::Never, "{closed}");
        }
        for wrong in ["10.0.0.0/33", "localhost", ""] {
            assert!(Networks::allowing(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn another_spelling_of_an_address_is_held_against_the_same_rule(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from(bits);
            let none = Networks::default();
            let plain = none.reachable(v4.into());
            prop_assert_eq!(none.reachable(v4.to_ipv6_mapped().into()), plain);
            let [a, b, c, d] = v4.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            let nat64 = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low);
            prop_assert_eq!(none.reachable(nat64.into()), plain);
            let sixth = Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1);
            prop_assert_eq!(none.reachable(sixth.into()), plain);
        }

        #[test]
        fn the_standard_librarys_private_addresses_are_never_called(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from(bits);
            if v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
                || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified() {
                prop_assert_eq!(Networks::default().reachable(v4.into()), Reachable::Never);
            }
        }
    }
}
