//! TLS to PostgreSQL. The libpq that is built in has none of its own; so it speaks to a door on this machine, behind which the
//! server is asked for TLS (PostgreSQL's documentation, 55.2.10) and its certificate is checked, host and all.

use super::StoreError;
use crate::tls;
use socket2::{SockRef, TcpKeepalive};
use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::TcpStream,
    runtime::Handle,
    time::{sleep, timeout},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// The server behind the door.
struct Server {
    host: String,
    port: u16,
    tls: TlsConnector,
}

/// Asks for TLS: a length of 8 and the code of it.
const REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
/// libpq waits for five seconds (`dialect::patient`), and shall hear the reason before.
const PATIENCE: Duration = Duration::from_secs(4);
/// A server that is gone without a word is asked after this, and given up when it takes or says nothing for as long.
const SILENCE: Duration = Duration::from_secs(10);
const PROBE: Duration = Duration::from_secs(2);
/// The door rests for this long when nobody can be let in: no file is left to open.
const REST: Duration = Duration::from_millis(100);
/// Longest packet of a beginning (`MAX_STARTUP_PACKET_LENGTH`).
const LONGEST: usize = 10_000;
/// The code of `AuthenticationSASL`.
const SASL: [u8; 4] = [0, 0, 0, 10];

/// What a URL wants of TLS: the server that is to be reached by it, and the URL without what libpq has no words for.
fn wish(text: &str) -> Result<Option<(Server, url::Url)>, String> {
    let Ok(mut url) = text.parse::<url::Url>() else { return Ok(None) };
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match value("sslmode").as_deref() {
        None | Some("disable" | "allow" | "prefer") => return Ok(None),
        Some("require" | "verify-ca" | "verify-full") => {}
        Some(_) => return Err("sslmode is disable, or verify-full for TLS".to_owned()),
    }
    if value("sslcert").is_some() || value("sslkey").is_some() {
        return Err("sslcert and sslkey are not known; sign in by password".to_owned());
    }
    let roots = value("sslrootcert").filter(|file| file != "system");
    let tls = tls::client(roots.as_deref().map(Path::new));
    let tls = tls.map_err(|error| format!("sslrootcert is a file of certificates, or system: {error}"))?;
    if let Some((key, _)) = url.query_pairs().find(|(key, _)| matches!(key.as_ref(), "host" | "hostaddr" | "port")) {
        return Err(format!("with TLS, {key} stands before the name of the database"));
    }
    let host = url.host_str().filter(|host| !host.is_empty() && !host.contains(['%', ',']));
    let host = host.ok_or("name the one host that is reached by TLS")?.trim_matches(['[', ']']).to_owned();
    let server = Server { host, port: url.port().unwrap_or(5432), tls };
    // The certificate is checked whole; to bind the password to it as well is beyond a libpq without TLS.
    let is_ours = |pair: &&str| pair.starts_with("ssl") || pair.starts_with("channel_binding=");
    let kept = url.query().unwrap_or_default().split('&').filter(|pair| !is_ours(pair));
    let kept: Vec<&str> = kept.chain(["sslmode=disable", "hostaddr=127.0.0.1"]).collect();
    let query = kept.join("&");
    url.set_query(Some(&query));
    Ok(Some((server, url)))
}

/// Whether what a URL says of TLS can be done; what is wrong with it otherwise.
pub(super) fn check(url: &str) -> Result<(), String> {
    wish(url).map(|_| ())
}

/// The URL by which libpq reaches the server: the same, or that of a door behind which everything goes by TLS.
pub(super) fn through(url: &str) -> Result<String, StoreError> {
    let unreachable = |error: io::Error| StoreError::Unreachable(format!("no way to TLS can be made: {error}"));
    let Some((server, mut url)) = wish(url).map_err(StoreError::Unreachable)? else { return Ok(url.to_owned()) };
    let runtime = Handle::try_current().map_err(|error| unreachable(io::Error::other(error)))?;
    let door = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(unreachable)?;
    door.set_nonblocking(true).map_err(unreachable)?;
    let port = door.local_addr().map_err(unreachable)?.port();
    let door = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(door).map_err(unreachable)?
    };
    url.set_port(Some(port)).map_err(|()| StoreError::Unreachable("the URL has no place for a port".to_owned()))?;
    runtime.spawn(keep(door, Arc::new(server)));
    Ok(url.into())
}

/// Lets everybody in who comes, for as long as the program runs.
async fn keep(door: tokio::net::TcpListener, server: Arc<Server>) {
    loop {
        match door.accept().await {
            Ok((near, _)) => drop(tokio::spawn(carry(near, Arc::clone(&server)))),
            Err(error) => {
                tracing::warn!(%error, "nobody can be let through to the database");
                sleep(REST).await;
            }
        }
    }
}

/// Carries what two sides say to each other until one of them ends.
async fn carry(near: TcpStream, server: Arc<Server>) {
    if let Err(error) = converse(near, &server).await {
        tracing::debug!(%error, "a connection to the database was cut");
    }
}

async fn converse(mut near: TcpStream, server: &Server) -> io::Result<()> {
    // Read before anything is answered: an end before that would take the answer with it.
    let hello = packet(&mut near).await?;
    let opened = timeout(PATIENCE, server.open()).await;
    let mut far = match opened.unwrap_or_else(|_| Err(io::Error::other("it does not answer"))) {
        Ok(far) => far,
        Err(error) => return refuse(near, &format!("no TLS with {}: {error}", server.host)).await,
    };
    far.write_all(&hello).await?;
    far.flush().await?;
    near.write_all(&greeting(&mut far).await?).await?;
    copy_bidirectional(&mut near, &mut far).await.map(|_| ())
}

/// A length, itself counted in, and what follows.
async fn packet(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let rest = usize::try_from(length).unwrap_or_default().checked_sub(4).filter(|rest| *rest <= LONGEST);
    let rest = rest.ok_or_else(|| io::Error::other("no packet of this protocol"))?;
    let mut packet = length.to_be_bytes().to_vec();
    packet.resize(4 + rest, 0);
    from.read_exact(packet.get_mut(4..).unwrap_or_default()).await?;
    Ok(packet)
}

/// What a server says first, up to how to sign in.
async fn greeting(far: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut said = Vec::new();
    loop {
        let kind = far.read_u8().await?;
        said.push(kind);
        let packet = packet(far).await?;
        said.extend(if kind == b'R' { unbound(packet) } else { packet });
        // A word on versions goes before it.
        if kind != b'v' {
            return Ok(said);
        }
    }
}

/// The ways to sign in (`AuthenticationSASL`) without that which binds the password to a TLS that libpq does not know of: it
/// would take the offer for an attack.
fn unbound(packet: Vec<u8>) -> Vec<u8> {
    let Some((head, names)) = packet.split_at_checked(8).filter(|(head, _)| head.ends_with(&SASL)) else { return packet };
    let names: Vec<&[u8]> = names.split_inclusive(|byte| *byte == 0).filter(|name| *name != b"SCRAM-SHA-256-PLUS\0").collect();
    let names = names.concat();
    let length = u32::try_from(names.len() + head.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], &SASL, &names].concat()
}

impl Server {
    async fn open(&self) -> io::Result<TlsStream<TcpStream>> {
        let mut tcp = TcpStream::connect((self.host.as_str(), self.port)).await?;
        tcp.set_nodelay(true)?;
        let socket = SockRef::from(&tcp);
        socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENCE).with_interval(PROBE))?;
        socket.set_tcp_user_timeout(Some(SILENCE))?;
        tcp.write_all(&REQUEST).await?;
        // One byte and no more: what somebody put behind it must not count as said under TLS (CVE-2021-23222).
        match tcp.read_u8().await? {
            b'S' => self.tls.connect(tls::name(&self.host)?, tcp).await,
            b'N' => Err(io::Error::other("the server takes none; set ssl = on in its postgresql.conf")),
            _ => Err(io::Error::other("what answers is no PostgreSQL")),
        }
    }
}

/// Tells a client why there is no way, in the words of the protocol (55.8, `ErrorResponse`).
async fn refuse(mut near: TcpStream, why: &str) -> io::Result<()> {
    let fields = format!("SFATAL\0VFATAL\0C08001\0M{why}\0\0");
    near.write_u8(b'E').await?;
    near.write_u32(u32::try_from(fields.len() + 4).unwrap_or(u32::MAX)).await?;
    near.write_all(fields.as_bytes()).await?;
    near.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<String> {
        wish(text).unwrap().map(|(_, url)| url.to_string())
    }

    #[test]
    fn tls_is_used_where_it_is_asked_for() {
        for plain in
            ["postgres://h/db", "postgres://h/db?sslmode=disable", "postgres:///db?host=/run/pg", "postgres://h/?sslmode=prefer"]
        {
            assert_eq!(url(plain), None, "{plain}");
        }
        let (server, left) =
            wish("postgres://u:p%40@db.example:6432/db?sslmode=require&channel_binding=require&options=-c%20x=1")
                .unwrap()
                .unwrap();
        assert_eq!((server.host.as_str(), server.port), ("db.example", 6432));
        assert_eq!(left.as_str(), "postgres://u:p%40@db.example:6432/db?options=-c%20x=1&sslmode=disable&hostaddr=127.0.0.1");
        let (server, _) = wish("postgres://[::1]/db?sslrootcert=system&sslmode=verify-full").unwrap().unwrap();
        assert_eq!((server.host.as_str(), server.port), ("::1", 5432));
    }

    #[test]
    fn a_password_is_not_bound_to_what_libpq_does_not_know() {
        let offer = |names: &str| {
            let length = u32::try_from(8 + names.len()).unwrap();
            [&length.to_be_bytes()[..], &SASL, names.as_bytes()].concat()
        };
        assert_eq!(unbound(offer("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0")), offer("SCRAM-SHA-256\0\0"));
        assert_eq!(unbound(offer("SCRAM-SHA-256\0\0")), offer("SCRAM-SHA-256\0\0"));
        for other in [vec![0, 0, 0, 8, 0, 0, 0, 0], vec![0, 0, 0, 4]] {
            assert_eq!(unbound(other.clone()), other);
        }
    }

    #[test]
    fn what_cannot_be_done_is_said_before() {
        for wrong in ["sslmode=on", "sslmode=require&sslcert=x", "sslmode=verify-full&sslrootcert=/nowhere.pem"] {
            assert!(check(&format!("postgres://h/db?{wrong}")).is_err(), "{wrong}");
        }
        assert!(check("postgres://a,b/db?sslmode=require").is_err());
        assert!(check("postgres://h/db?sslmode=require&port=5433").is_err());
        assert!(check("postgres:///db?sslmode=require").is_err());
    }
}
