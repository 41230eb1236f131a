//! Looks names up, and refuses what leads inside.

use crate::domain::{endpoint::Allowed, internet::is_public};
use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// A resolver whose answers are all safe to connect to.
#[derive(Debug)]
pub(super) struct Guard {
    allowed: Allowed,
    names: DefaultResolver,
}

impl Guard {
    /// A guard that lets pass what is allowed.
    pub(super) fn new(allowed: Allowed) -> Self {
        Self { allowed, names: DefaultResolver::default() }
    }

    fn allows(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        uri.host().is_some_and(|host| self.allowed.has(host, port))
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        // One address inside is enough: which of them is taken is not for the other side to choose.
        if self.allows(uri) || found.iter().all(|address| is_public(address.ip())) {
            return Ok(found);
        }
        Err(Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "the name leads to an address inside")))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Client;
    use crate::domain::endpoint::Allowed;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    /// Answers one request and gives what was asked.
    fn server(answer: &'static str) -> (u16, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut text = Vec::new();
            let mut byte = [0];
            while !text.ends_with(b"{}") {
                stream.read_exact(&mut byte).unwrap();
                text.push(byte[0]);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8(text).unwrap()
        });
        (port, asked)
    }

    #[test]
    fn what_leads_inside_is_never_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = Client::new(Allowed::default());
        for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"] {
            let refused = client.post(&format!("http://{host}:{port}/"), "application/json", &[], "{}").unwrap_err();
            assert!(refused.contains("inside") || refused.contains("host not found"), "{host}: {refused}");
        }
        assert!(listener.accept().is_err(), "nobody came");
    }

    #[test]
    fn what_is_allowed_is_reached_and_redirects_are_not_followed() {
        let (port, asked) =
            server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\na\nb ");
        let client = Client::new(Allowed::parse(&format!("127.0.0.1:{port}")).unwrap());
        let answer = client
            .post(&format!("http://127.0.0.1:{port}/x?y=z"), "application/json", &[("webhook-id", "1".to_owned())], "{}")
            .unwrap();
        assert_eq!((answer.status, answer.text.as_str()), (302, "a b"));
        assert_eq!(answer.retry_after, chrono::TimeDelta::try_seconds(7));
        let asked = asked.join().unwrap();
        assert!(asked.starts_with("POST /x?y=z HTTP/1.1\r\n") && asked.contains("webhook-id: 1\r\n"), "{asked}");
    }
}
