//! A connection to the mail server.
//!
//! The protocol is lettre's; the stream under it is ours, because only so can `TCP_NODELAY` be set: without it every
//! message waits 40 ms for a delayed acknowledgement.

use super::dkim::Signer;
use crate::{
    config::{Smtp, Tls},
    domain::{
        bounce::{Meaning, meaning},
        delivery::Outcome,
    },
};
use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
        response::Response,
    },
};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream, rustls};

/// Longest wait for a connection with greeting, TLS and login; and for one message.
const CONNECT: Duration = Duration::from_secs(10);
const SEND: Duration = Duration::from_secs(25);
/// Longest wait for a good-bye.
const QUIT: Duration = Duration::from_secs(2);
/// Messages on one connection before a new one is made; servers like it no better.
const MESSAGES: u32 = 100;

/// A connection that sends, and is made anew when it must be.
pub(crate) struct Line {
    settings: Arc<Smtp>,
    hello: ClientId,
    signer: Option<Arc<Signer>>,
    connection: Option<AsyncSmtpConnection>,
    sent: u32,
}

/// The server cannot be used at all: says nothing of any recipient.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unusable(pub String);

impl Line {
    /// A line to this server; nothing is opened yet.
    pub(crate) fn new(settings: Arc<Smtp>, signer: Option<Arc<Signer>>, host: &str) -> Self {
        Self { settings, hello: hello(host), signer, connection: None, sent: 0 }
    }

    /// Sends one message and tells what came of it.
    pub(crate) async fn send(&mut self, message: &Message) -> Result<Outcome, Unusable> {
        let bytes = message.formatted();
        let bytes = match self.signer.as_ref().map(|signer| signer.sign(&bytes)).transpose() {
            Ok(signed) => signed.unwrap_or(bytes),
            Err(why) => return Ok(Outcome::Gone(why)),
        };
        let mut connection = match self.connection.take() {
            Some(connection) if self.sent < MESSAGES => connection,
            Some(mut old) => {
                // Whether the old connection says good-bye does not matter for the message in hand.
                let _ = timeout(QUIT, old.quit()).await;
                self.open().await?
            }
            None => self.open().await?,
        };
        let result = timeout(SEND, converse(&mut connection, message, &bytes)).await;
        let (outcome, usable) = match result {
            Ok(Ok(response)) => (Ok(Outcome::Sent(spoken(response.code().to_string(), response.message()))), true),
            // After a refusal the next message may go over the same line (RFC 5321, 4.1.1.5).
            Ok(Err((stage, error))) => {
                let spoke = error.is_permanent() || error.is_transient();
                let reset = spoke && matches!(timeout(QUIT, connection.command(Rset)).await, Ok(Ok(_)));
                (outcome(stage, &error), reset)
            }
            Err(_) => (Ok(Outcome::Later(format!("no answer within {} seconds", SEND.as_secs()))), false),
        };
        if usable && !connection.has_broken() {
            self.sent += 1;
            self.connection = Some(connection);
        }
        outcome
    }

    /// Says good-bye.
    pub(crate) async fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // A server that does not answer is left behind.
            let _ = timeout(QUIT, connection.quit()).await;
        }
    }

    async fn open(&mut self) -> Result<AsyncSmtpConnection, Unusable> {
        self.sent = 0;
        match timeout(CONNECT, open(&self.settings, &self.hello)).await {
            Ok(result) => result,
            Err(_) => Err(Unusable(format!("no connection within {} seconds", CONNECT.as_secs()))),
        }
    }
}

/// How far a message had got when the server refused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Who sends.
    Sender,
    /// Who is to read it, or the message itself.
    Message,
}

/// Hands a message over, step by step (RFC 5321, 3.3).
async fn converse(connection: &mut AsyncSmtpConnection, message: &Message, bytes: &[u8]) -> Result<Response, (Stage, Error)> {
    let envelope = message.envelope();
    // Bodies are plain ASCII; only addresses may need more (RFC 6531), and a server without it refuses them by itself.
    let is_plain = envelope.to().iter().chain(envelope.from()).all(|address| address.to_string().is_ascii());
    let wide = !is_plain && connection.server_info().supports_feature(Extension::SmtpUtfEight);
    let options = if wide { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    let sender = Mail::new(envelope.from().cloned(), options);
    connection.command(sender).await.map_err(|error| (Stage::Sender, error))?;
    let refused = |error| (Stage::Message, error);
    for recipient in envelope.to() {
        connection.command(Rcpt::new(recipient.clone(), Vec::new())).await.map_err(refused)?;
    }
    connection.command(Data).await.map_err(refused)?;
    connection.message(bytes).await.map_err(refused)
}

/// How we greet: by name, or by address in brackets (RFC 5321, 4.1.3).
fn hello(host: &str) -> ClientId {
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

fn spoken<'a>(code: String, lines: impl Iterator<Item = &'a str>) -> String {
    let text = lines.fold(code, |all, line| all + " " + line);
    text.chars().filter(|c| !c.is_control()).take(500).collect()
}

/// What an error says: of this recipient, of this moment, or of the account.
fn outcome(stage: Stage, error: &Error) -> Result<Outcome, Unusable> {
    let reply: String = error.to_string().chars().filter(|c| !c.is_control()).take(500).collect();
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        Some("421" | "530" | "534" | "535" | "538") => Err(Unusable(reply)),
        Some(code) if code.starts_with('5') && stage == Stage::Sender => Err(Unusable(reply)),
        // What is refused by policy is refused to us, not to the reader.
        Some(code) if code.starts_with('5') && meaning(&reply) == Meaning::Policy => Ok(Outcome::Later(reply)),
        Some(code) if code.starts_with('5') => Ok(Outcome::Gone(reply)),
        // Our own side cannot put this message on the line, now or later.
        None if error.is_client() => Ok(Outcome::Gone(reply)),
        _ => Ok(Outcome::Later(reply)),
    }
}

async fn open(settings: &Smtp, hello: &ClientId) -> Result<AsyncSmtpConnection, Unusable> {
    let unusable = |what: &str, error: &dyn std::fmt::Display| Unusable(format!("{what}: {error}"));
    let address = (settings.host.trim_start_matches('[').trim_end_matches(']'), settings.port);
    let tcp = TcpStream::connect(address).await.map_err(|error| unusable("no connection", &error))?;
    tcp.set_nodelay(true).map_err(|error| unusable("no connection", &error))?;
    let stream: Box<dyn AsyncTokioStream> = match settings.tls {
        Tls::Implicit => Box::new(Protected::open(tcp, &settings.host).await.map_err(|error| unusable("no TLS", &error))?),
        Tls::Upgraded | Tls::None => Box::new(tcp),
    };
    let mut connection =
        AsyncSmtpConnection::connect_with_transport(stream, hello).await.map_err(|error| unusable("no greeting", &error))?;
    if settings.tls == Tls::Upgraded {
        let parameters = TlsParameters::new(settings.host.clone()).map_err(|error| unusable("no TLS", &error))?;
        connection.starttls(parameters, hello).await.map_err(|error| unusable("no STARTTLS", &error))?;
    }
    if let Some((user, password)) = &settings.login {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await
            .map_err(|error| unusable("login refused", &error))?;
    }
    Ok(connection)
}

/// TLS from the first byte, over a stream of our own.
#[derive(Debug)]
struct Protected(TlsStream<TcpStream>);

impl Protected {
    async fn open(tcp: TcpStream, host: &str) -> io::Result<Self> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = rustls::pki_types::ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        TlsConnector::from(Arc::new(config)).connect(name, tcp).await.map(Self)
    }
}

impl AsyncTokioStream for Protected {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Protected {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Protected {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut task::Context<'_>, bytes: &[u8]) -> task::Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
