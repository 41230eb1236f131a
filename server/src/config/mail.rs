//! The mail server, from its URL.

use super::source::Source;
use lettre::Address;

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
    /// Most connections at once.
    pub connections: usize,
    /// Most messages a second; unlimited when none.
    pub rate: Option<u32>,
    /// The private key with which mails are signed (DKIM), with its domain and selector; none signs nothing.
    pub dkim: Option<Dkim>,
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

const EXPECTED: &str =
    "smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465 (TLS), or smtp://host:25?tls=none";

/// Reads the three settings of the mail server, and with what `sender`'s mails are signed.
pub(super) fn read<V: Fn(&str) -> Option<String>>(source: &mut Source<V>, sender: &Address) -> Option<Smtp> {
    let connections: usize = source.get("SMTP_CONNECTIONS", "10", |text| {
        text.parse().ok().filter(|number| (1..=100).contains(number)).ok_or_else(|| "a number from 1 to 100".to_owned())
    });
    let rate: u32 = source.parse("SMTP_RATE", "0", "messages a second as a whole number, 0 for no limit");
    let text = source.text("SMTP_URL")?;
    let parsed = parse(&text);
    if parsed.is_none() {
        source.fault("SMTP_URL", &text, EXPECTED);
    }
    let dkim = dkim(source, sender);
    parsed.map(|smtp| Smtp { connections, rate: (rate > 0).then_some(rate), dkim, ..smtp })
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

fn parse(text: &str) -> Option<Smtp> {
    let url: url::Url = text.parse().ok()?;
    let host = url.host_str()?.to_owned();
    let asked = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
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
    let decode = |part: &str| {
        url::form_urlencoded::parse(format!("x={}", part.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    let login = match (url.username(), url.password()) {
        ("", None) => None,
        (user, Some(password)) => Some((decode(user)?, decode(password)?)),
        _ => return None,
    };
    Some(Smtp { host, port, tls, login, connections: 1, rate: None, dkim: None })
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_is_not_a_mail_server_is_refused() {
        for text in ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://user@host", "smtps://host?tls=none"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
