//! From which address a visitor comes (bar S-20).

use crate::config::Settings;
use actix_web::HttpRequest;
use std::net::{IpAddr, SocketAddr};

/// The visitor's address: that of the line, unless the line comes from a proxy we trust; then the right-most address
/// in `X-Forwarded-For` that is not one of ours.
pub(crate) fn address(request: &HttpRequest, settings: &Settings) -> String {
    let peer = request.peer_addr().map(|address| address.ip());
    let trusted = |ip: &IpAddr| settings.trusted_proxies.iter().any(|net| net.contains(&ip.to_canonical()));
    let mut found = peer;
    if peer.as_ref().is_some_and(trusted) {
        let said =
            request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
        let read =
            |part: &str| part.trim().parse::<IpAddr>().or_else(|_| part.trim().parse::<SocketAddr>().map(|both| both.ip())).ok();
        // What cannot be read ends the chain: before it stands only what a visitor may have made up.
        found = said.rsplit(',').map_while(read).find(|ip| !trusted(ip)).or(peer);
    }
    found.map(|ip| ip.to_canonical().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    /// The visitor of a line from `peer` that says so of where it comes from.
    fn visitor(peer: &str, said: &[&str]) -> String {
        let settings = crate::config::read(|_| None, Some("trusted_proxies = [\"10.0.0.0/8\", \"2001:db8::1\"]")).unwrap();
        let line = TestRequest::default().peer_addr(SocketAddr::new(peer.parse().unwrap(), 4_711));
        let request = said.iter().fold(line, |request, text| request.append_header(("x-forwarded-for", *text)));
        address(&request.to_http_request(), &settings)
    }

    #[test]
    fn nobody_is_believed_but_our_proxies() {
        assert_eq!(visitor("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(visitor("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(visitor("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(visitor("::ffff:10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(visitor("2001:db8::1", &["[2001:db8::9]:443, 10.9.9.9"]), "2001:db8::9");
    }

    #[test]
    fn what_a_visitor_made_up_stands_to_the_left_and_is_not_read() {
        assert_eq!(visitor("10.0.0.1", &["192.0.2.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(visitor("10.0.0.1", &["192.0.2.1", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(visitor("10.0.0.1", &["192.0.2.1, unknown, 10.0.0.2"]), "10.0.0.1");
        assert_eq!(visitor("10.0.0.1", &["192.0.2.1,"]), "10.0.0.1");
    }
}
