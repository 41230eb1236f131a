//! The mail servers, from their URLs.

use super::source::Source;
use lettre::Address;
use std::sync::Arc;

/// How the line to the server is protected. There is no falling back from one to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tls {
    /// From the first byte (`smtps://`).
    Implicit,
    /// By STARTTLS, which the server must offer (`smtp://`).
    Upgraded,
    /// Not at all: for this machine, or where `?tls=none` says so.
    None,
}

/// How mails leave.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    /// The servers, one or more; they share the work by their weights, and one stands in for another.
    pub accounts: Vec<Arc<Smtp>>,
    /// Most messages at once to readers of one domain, of all servers together; none leaves it to how quickly the domain is served.
    pub per_domain: Option<usize>,
    /// Whether all mails of an incident have one subject: some programs show those alone as one conversation.
    pub one_subject: bool,
    /// Where what comes back is read; each mail leaves with a return path of its own there. None takes it back at the sender.
    pub bounces: Option<Address>,
    /// The private key with which mails are signed (DKIM), with its domain and selector; none signs nothing.
    pub dkim: Option<Dkim>,
}

impl Mail {
    /// Connections to all mail servers together.
    pub(crate) fn connections(&self) -> usize {
        self.accounts.iter().map(|smtp| smtp.connections).sum()
    }
}

/// A mail server and how to use it.
#[derive(Clone)]
pub(crate) struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub tls: Tls,
    /// User and password.
    pub login: Option<(String, String)>,
    /// Its part of the mails beside the other servers'; 0 stands by until no other can be used.
    pub weight: u16,
    /// Most connections at once of all servers of the instance together.
    pub connections: usize,
    /// Most messages a second of all servers of the instance together; unlimited when none.
    pub rate: Option<u32>,
}

/// With what mails are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dkim {
    /// The domain.
    pub domain: String,
    /// Under which name of the domain the public key is.
    pub selector: String,
    /// The file of the private key.
    pub key_file: std::path::PathBuf,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.tls)
    }
}

const EXPECTED: &str = "smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465 (TLS), or \
    smtp://host:25?tls=none; several are divided by spaces, each with ?weight=, connections= or rate= of its own where needed";

/// What holds for each server that says nothing else.
#[derive(Clone, Copy)]
struct Limits {
    connections: usize,
    rate: Option<u32>,
}

/// Reads the settings of the mail servers, and with what `sender`'s mails are signed.
pub(super) fn read<V: Fn(&str) -> Option<String>>(source: &mut Source<V>, sender: &Address) -> Option<Mail> {
    let connections =
        source.get("SMTP_CONNECTIONS", "10", |text| connections(text).ok_or_else(|| "a number from 1 to 100".to_owned()));
    let rate: u32 = source.parse("SMTP_RATE", "0", "messages a second as a whole number, 0 for no limit");
    let per_domain: usize = source.parse("SMTP_PER_DOMAIN", "0", "messages at once as a whole number, 0 for no fixed limit");
    let limits = Limits { connections, rate: (rate > 0).then_some(rate) };
    let urls = source.text("SMTP_URL")?;
    let mut accounts = Vec::new();
    for url in urls.split_whitespace() {
        match account(url, limits) {
            Some(account) => accounts.push(Arc::new(account)),
            None => source.fault("SMTP_URL", url, EXPECTED),
        }
    }
    let bounces = source.get("BOUNCE_ADDRESS", "", |text| match text {
        "" => Ok(None),
        address => bounces(address).map(Some).ok_or_else(|| BOUNCES.to_owned()),
    });
    let dkim = dkim(source, sender);
    let one_subject = source.get("MAIL_SUBJECTS", "by-stage", |text| match text {
        "by-stage" => Ok(false),
        "one" => Ok(true),
        _ => Err("by-stage for [Service Alert], [Update] and [Resolved]; one for the same subject all along".to_owned()),
    });
    Some(Mail { accounts, per_domain: (per_domain > 0).then_some(per_domain), one_subject, bounces, dkim })
}

const BOUNCES: &str = "an address of at most ten letters or digits before the @, such as bounces@example.com";

/// What is put behind the local part has 53 letters, and RFC 5321 (4.5.3.1.1) allows 64.
fn bounces(text: &str) -> Option<Address> {
    let address: Address = text.parse().ok()?;
    let user = address.user();
    (user.len() <= 10 && user.chars().all(|c| c.is_ascii_alphanumeric())).then_some(address)
}

fn connections(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number| (1..=100).contains(number))
}

/// Reads with what mails are signed; the domain is the sender's when none is named.
fn dkim<V: Fn(&str) -> Option<String>>(source: &mut Source<V>, sender: &Address) -> Option<Dkim> {
    let key_file = source.text("DKIM_KEY_FILE")?.into();
    let domain = source.text("DKIM_DOMAIN").unwrap_or_else(|| sender.domain().to_owned());
    let is_plain = domain.contains('.') && domain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !is_plain {
        source.fault("DKIM_DOMAIN", &domain, "the domain of the sender, such as example.com");
    }
    let selector = source.get("DKIM_SELECTOR", "allclear", |text| Ok(text.to_owned()));
    Some(Dkim { domain, selector, key_file })
}

/// Reads one server's URL; what it does not say of itself is as `limits` say.
fn account(text: &str, limits: Limits) -> Option<Smtp> {
    let url: url::Url = text.parse().ok()?;
    let host = url.host_str()?.to_owned();
    let (mut asked, mut weight, mut limits) = (None, 1, limits);
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "tls" => asked = Some(value.into_owned()),
            "weight" => weight = value.parse().ok().filter(|weight| *weight <= 1_000)?,
            "connections" => limits.connections = connections(&value)?,
            "rate" => limits.rate = Some(value.parse().ok().filter(|rate| *rate > 0)?),
            _ => return None,
        }
    }
    let tls = match (url.scheme(), asked.as_deref()) {
        ("smtps", None) => Tls::Implicit,
        ("smtp", Some("none")) => Tls::None,
        ("smtp", None) if is_this_machine(&host) => Tls::None,
        ("smtp", None | Some("starttls")) => Tls::Upgraded,
        _ => return None,
    };
    let port = url.port().unwrap_or(match tls {
        Tls::Implicit => 465,
        Tls::Upgraded => 587,
        Tls::None => 25,
    });
    Some(Smtp { host, port, tls, login: login(&url).ok()?, weight, connections: limits.connections, rate: limits.rate })
}

/// User and password, both or neither.
fn login(url: &url::Url) -> Result<Option<(String, String)>, ()> {
    let decode = |part: &str| {
        url::form_urlencoded::parse(format!("x={}", part.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) => decode(user).zip(decode(password)).map(Some).ok_or(()),
        _ => Err(()),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { connections: 10, rate: None };

    fn parse(text: &str) -> Option<Smtp> {
        account(text, LIMITS)
    }

    #[test]
    fn a_server_has_limits_of_its_own_where_it_says_so() {
        let smtp = parse("smtps://a.example?weight=3&connections=4&rate=50").unwrap();
        assert_eq!((smtp.weight, smtp.connections, smtp.rate), (3, 4, Some(50)));
        let smtp = account("smtps://b.example?weight=0", Limits { connections: 7, rate: Some(9) }).unwrap();
        assert_eq!((smtp.weight, smtp.connections, smtp.rate), (0, 7, Some(9)));
        for wrong in ["weight=1001", "weight=-1", "connections=0", "connections=101", "rate=0", "speed=1"] {
            assert!(parse(&format!("smtps://a.example?{wrong}")).is_none(), "{wrong}");
        }
    }

    #[test]
    fn urls_say_how_the_line_is_protected() {
        for (text, tls, port) in [
            ("smtp://127.0.0.1:2525", Tls::None, 2525),
            ("smtp://localhost", Tls::None, 25),
            ("smtp://mail.example.com", Tls::Upgraded, 587),
            ("smtp://mail.example.com:25?tls=none", Tls::None, 25),
            ("smtps://mail.example.com", Tls::Implicit, 465),
        ] {
            let smtp = parse(text).unwrap();
            assert_eq!((smtp.tls, smtp.port), (tls, port), "{text}");
        }
    }

    #[test]
    fn names_and_passwords_are_decoded() {
        let smtp = parse("smtp://user%40example.com:p%2Fa+s%3As@mail.example.com").unwrap();
        assert_eq!(smtp.login, Some(("user@example.com".to_owned(), "p/a+s:s".to_owned())));
    }

    #[test]
    fn an_address_for_bounces_leaves_room_for_whose_they_are() {
        assert_eq!(bounces("bounces@example.com").map(|address| address.to_string()).as_deref(), Some("bounces@example.com"));
        for wrong in ["example.com", "returned-mail@example.com", "b+x@example.com", "bounces01234@example.com"] {
            assert!(bounces(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_a_mail_server_is_refused() {
        for text in ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://user@host", "smtps://host?tls=none"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
