//! A connection to a mail server.
//!
//! The protocol is lettre's; the stream under it is ours, because only so can `TCP_NODELAY` be set: without it every
//! message waits 40 ms for a delayed acknowledgement.

use super::{
    converse::{Stage, converse, has_spoken, outcome, says, spoken},
    dkim::Signer,
    stream::Protected,
};
use crate::{
    config::{Smtp, Tls},
    domain::delivery::Outcome,
};
use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        commands::{Ehlo, Rset},
        extension::ClientId,
        response::Response,
    },
};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};

/// Longest wait for a connection with greeting, TLS and login; and for one message.
const CONNECT: Duration = Duration::from_secs(10);
const SEND: Duration = Duration::from_secs(25);
/// Longest wait for a good-bye.
const QUIT: Duration = Duration::from_secs(2);
/// Messages on one connection before a new one is made; servers like it no better.
const MESSAGES: u32 = 100;

/// A line to one server, that opens a connection when it needs one.
pub(crate) struct Line {
    settings: Arc<Smtp>,
    hello: ClientId,
    signer: Option<Arc<Signer>>,
    open: Option<Open>,
}

/// A connection that greeted us.
struct Open {
    connection: AsyncSmtpConnection,
    /// Whether it takes commands together (RFC 2920).
    together: bool,
    sent: u32,
    used: Instant,
}

/// Why a server cannot be used; says nothing of any recipient.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    /// It does not let us in.
    #[error("{0}")]
    Closed(String),
    /// It lets us in and takes nothing from us.
    #[error("{0}")]
    Refuses(String),
}

impl Line {
    /// A line to this server; nothing is opened yet.
    pub(crate) fn new(settings: Arc<Smtp>, signer: Option<Arc<Signer>>, host: &str) -> Self {
        Self { settings, hello: hello(host), signer, open: None }
    }

    /// Sends one message and tells what came of it.
    pub(crate) async fn send(&mut self, message: &Message) -> Result<Outcome, Unusable> {
        let bytes = message.formatted();
        let bytes = match self.signer.as_ref().map(|signer| signer.sign(&bytes)).transpose() {
            Ok(signed) => signed.unwrap_or(bytes),
            Err(why) => return Ok(Outcome::Gone(why)),
        };
        if self.open.as_ref().is_some_and(|open| open.sent >= MESSAGES) {
            self.close().await;
        }
        let was_open = self.open.is_some();
        let mut open = self.take().await?;
        let mut until = Instant::now() + SEND;
        let mut result = timeout_at(until, converse(&mut open.connection, open.together, message, &bytes)).await;
        // A connection that was closed while it was idle says nothing of this message, which it has not seen.
        if let Ok(Err((stage, error))) = &result
            && was_open
            && has_hung_up(*stage, error)
        {
            let left = until - Instant::now();
            open = self.take().await?;
            until = Instant::now() + left;
            result = timeout_at(until, converse(&mut open.connection, open.together, message, &bytes)).await;
        }
        match result {
            Ok(result) => self.answered(open, result).await,
            Err(_) => Ok(Outcome::Later(format!("no answer within {} seconds", SEND.as_secs()))),
        }
    }

    /// What an answer means; the connection is kept where it can go on.
    async fn answered(&mut self, mut open: Open, result: Result<Response, (Stage, Error)>) -> Result<Outcome, Unusable> {
        let (outcome, usable) = match result {
            Ok(response) => (Ok(Outcome::Sent(spoken(response.code().to_string(), response.message()))), true),
            Err((stage, error)) => {
                // After a refusal the next message may go over the same connection (RFC 5321, 4.1.1.5).
                let reset = has_spoken(&error)
                    && !says(&error, "421")
                    && matches!(timeout(QUIT, open.connection.command(Rset)).await, Ok(Ok(_)));
                (outcome(stage, &error).map_err(Unusable::Refuses), reset)
            }
        };
        if usable && !open.connection.has_broken() {
            self.open = Some(Open { sent: open.sent + 1, used: Instant::now(), ..open });
        }
        outcome
    }

    /// Since when the connection has not been used; nothing when there is none.
    pub(crate) fn idle_since(&self) -> Option<Instant> {
        self.open.as_ref().map(|open| open.used)
    }

    /// Says good-bye.
    pub(crate) async fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            // A server that does not answer is left behind.
            let _ = timeout(QUIT, open.connection.quit()).await;
        }
    }

    /// The open connection, or a new one.
    async fn take(&mut self) -> Result<Open, Unusable> {
        if let Some(open) = self.open.take() {
            return Ok(open);
        }
        match timeout(CONNECT, connect(&self.settings, &self.hello)).await {
            Ok(result) => result.map_err(Unusable::Closed),
            Err(_) => Err(Unusable::Closed(format!("no connection within {} seconds", CONNECT.as_secs()))),
        }
    }
}

/// Whether the other side had hung up, or hung up for reasons of its own, before it took anything of a message.
fn has_hung_up(stage: Stage, error: &Error) -> bool {
    says(error, "421") || (stage == Stage::Sender && !has_spoken(error))
}

/// How we greet: by name, or by address in brackets (RFC 5321, 4.1.3).
fn hello(host: &str) -> ClientId {
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

async fn connect(settings: &Smtp, hello: &ClientId) -> Result<Open, String> {
    let failed = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    let address = (settings.host.trim_start_matches('[').trim_end_matches(']'), settings.port);
    let tcp = TcpStream::connect(address).await.map_err(|error| failed("no connection", &error))?;
    tcp.set_nodelay(true).map_err(|error| failed("no connection", &error))?;
    let stream: Box<dyn AsyncTokioStream> = match settings.tls {
        Tls::Implicit => Box::new(Protected::open(tcp, &settings.host).await.map_err(|error| failed("no TLS", &error))?),
        Tls::Upgraded | Tls::None => Box::new(tcp),
    };
    let mut connection =
        AsyncSmtpConnection::connect_with_transport(stream, hello).await.map_err(|error| failed("no greeting", &error))?;
    if settings.tls == Tls::Upgraded {
        let parameters = TlsParameters::new(settings.host.clone()).map_err(|error| failed("no TLS", &error))?;
        connection.starttls(parameters, hello).await.map_err(|error| failed("no STARTTLS", &error))?;
    }
    if let Some((user, password)) = &settings.login {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await
            .map_err(|error| failed("login refused", &error))?;
    }
    // Asked again, since lettre keeps of the first answer only what it uses itself.
    let offers = connection.command(Ehlo::new(hello.clone())).await.map_err(|error| failed("no greeting", &error))?;
    let together = offers.message().any(|line| line.eq_ignore_ascii_case("PIPELINING"));
    Ok(Open { connection, together, sent: 0, used: Instant::now() })
}
