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
