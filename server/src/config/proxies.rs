//! Proxies before this server.

use super::source::Source;
use ipnet::IpNet;
use std::net::IpAddr;

/// Reads which proxies' word on a visitor's address is taken (bar S-20).
pub(super) fn read(source: &mut Source<impl Fn(&str) -> Option<String>>) -> Vec<IpNet> {
    source.get("TRUSTED_PROXIES", "", |text| {
        let net = |part: &str| part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from)).map(canonical);
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        parts
            .map(net)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| "addresses or networks of proxies, such as 127.0.0.1, 10.0.0.0/8".to_owned())
    })
}

/// A network of version 4 that is written as one of version 6 (RFC 4291, 2.5.5.2), as itself.
fn canonical(net: IpNet) -> IpNet {
    match (net, net.addr().to_canonical()) {
        (IpNet::V6(six), v4 @ IpAddr::V4(_)) if six.prefix_len() >= 96 => IpNet::new(v4, six.prefix_len() - 96).unwrap_or(net),
        _ => net,
    }
}
