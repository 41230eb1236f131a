//! The settings of an instance: from the environment, then from `allclear.toml`, all faults told at once.

mod feedback;
mod mail;
mod process;
mod proxies;
mod sms;
mod source;

pub(crate) use feedback::Feedback;
pub(crate) use mail::{Dkim, Mail, Smtp, Tls};
pub(crate) use process::{load, strangers};
pub(crate) use sms::Sms;

use crate::{
    domain::{channel::Channel, endpoint::Allowed},
    store,
};
use chrono::TimeDelta;
use ipnet::IpNet;
use source::Source;
use std::{net::SocketAddr, path::PathBuf};
use tracing_subscriber::filter::{LevelFilter, Targets};

/// Everything an operator decides.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Under which address the world reaches the page; no slash at the end.
    pub public_url: url::Url,
    /// The folder of the database and the secret key.
    pub data: PathBuf,
    /// The database.
    pub database: store::Url,
    /// The mail servers; without one no mail is sent.
    pub mail: Option<Mail>,
    /// The sender of mails.
    pub mail_from: lettre::message::Mailbox,
    /// By whom SMS leave; without it no SMS is sent.
    pub sms: Option<Sms>,
    /// Most letters to confirm a subscription that leave in an hour, by each channel, whoever asks for them.
    pub letters_per_hour: u32,
    /// Whose word on mails that came back is taken.
    pub feedback: Feedback,
    /// The file of the secret key.
    pub secret_file: PathBuf,
    /// Proxies whose word on a visitor's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Hosts inside that requests to subscribers may reach.
    pub outgoing: Allowed,
    /// What programs that read the metrics show; without one there are none.
    pub metrics_token: Option<String>,
    /// How long single deliveries are kept before they are added up; none keeps them for ever.
    pub keep_deliveries: Option<TimeDelta>,
    /// What is logged.
    pub log: Targets,
    /// For tests alone: a file that says what time it is (RFC 3339).
    pub test_clock: Option<PathBuf>,
}

/// One setting that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Its key, `ALLCLEAR_LISTEN`.
    pub key: String,
    /// What it was set to, secrets left out.
    pub value: String,
    /// What is expected.
    pub expected: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} = “{}”: {}", self.key, self.value, self.expected)
    }
}

/// Every key there is, without the prefix `ALLCLEAR_`.
const KEYS: [&str; 26] = [
    "LISTEN",
    "PUBLIC_URL",
    "DATA",
    "DATABASE_URL",
    "SMTP_URL",
    "SMTP_CONNECTIONS",
    "SMTP_RATE",
    "SMTP_PER_DOMAIN",
    "BOUNCE_ADDRESS",
    "MAIL_FROM",
    "MAIL_SUBJECTS",
    "DKIM_KEY_FILE",
    "DKIM_DOMAIN",
    "DKIM_SELECTOR",
    "LETTERS_PER_HOUR",
    "SMS_URL",
    "SENDGRID_KEY",
    "MAILGUN_KEY",
    "SES_TOPIC",
    "SECRET_FILE",
    "TRUSTED_PROXIES",
    "OUTGOING_ALLOW",
    "METRICS_TOKEN",
    "KEEP_DELIVERIES",
    "LOG",
    "TEST_CLOCK",
];

/// Reads the settings; `variable` looks one up in the environment, `file` is the configuration file if there is one.
pub(crate) fn read(variable: impl Fn(&str) -> Option<String>, file: Option<&str>) -> Result<Settings, Vec<Fault>> {
    let mut source = Source::new(variable, file);
    let listen: SocketAddr = source.parse("LISTEN", "127.0.0.1:8080", "an address and port, such as 127.0.0.1:8080 or [::]:8080");
    let public_url = source.get("PUBLIC_URL", &format!("http://{listen}"), public_url);
    let data: PathBuf = source.get("DATA", "./allclear-data", |text| Ok(PathBuf::from(text)));
    let database = source.get("DATABASE_URL", &format!("sqlite://{}", data.join("allclear.db").display()), str::parse);
    let host = public_url.host_str().unwrap_or("localhost").to_owned();
    let mail_from: lettre::message::Mailbox = source.get("MAIL_FROM", &format!("Status <status@{}>", mail_host(&host)), |text| {
        text.parse().map_err(|_| "a sender, such as Northwind Status <status@example.com>".to_owned())
    });
    let mail = mail::read(&mut source, &mail_from.email);
    let sms = sms::read(&mut source);
    let letters_per_hour = source.get("LETTERS_PER_HOUR", "300", |text| {
        let most = text.parse().ok().filter(|most| *most > 0);
        most.ok_or_else(|| "letters in an hour that ask to confirm a subscription, a whole number from 1".to_owned())
    });
    let feedback = feedback::read(&mut source);
    let secret_file = source.get("SECRET_FILE", &data.join("secret").display().to_string(), |text| Ok(PathBuf::from(text)));
    let trusted_proxies = proxies::read(&mut source);
    let test_clock =
        source.get("TEST_CLOCK", "", |text| Ok(Some(PathBuf::from(text)).filter(|path| !path.as_os_str().is_empty())));
    let outgoing = source.get("OUTGOING_ALLOW", "", Allowed::parse);
    let metrics_token = source.text("METRICS_TOKEN");
    let log = source.get("LOG", "info", |text| match text.parse::<Targets>() {
        // A bare word that is no level would be taken for a part of the program, and all others be silent.
        Ok(targets) if text.split(',').all(|word| word.contains('=') || word.parse::<LevelFilter>().is_ok()) => Ok(targets),
        _ => Err("a level (error, warn, info, debug), or one for a part, such as info,allclear=debug".to_owned()),
    });
    let keep: u16 = source.parse("KEEP_DELIVERIES", "400", "days as a whole number up to 65535, 0 for ever");
    source.finish(Settings {
        listen,
        public_url,
        data,
        database,
        mail,
        mail_from,
        sms,
        letters_per_hour,
        feedback,
        secret_file,
        trusted_proxies,
        outgoing,
        metrics_token,
        log,
        keep_deliveries: (keep > 0).then(|| TimeDelta::days(keep.into())),
        test_clock,
    })
}

fn public_url(text: &str) -> Result<url::Url, String> {
    let expected = || "the address readers use, such as https://status.example.com, without a path".to_owned();
    let url: url::Url = text.parse().map_err(|_| expected())?;
    let plain = matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && matches!(url.path(), "" | "/");
    if plain && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() {
        Ok(url)
    } else {
        Err(expected())
    }
}

/// A bare host name or number cannot stand in a sender's address.
fn mail_host(host: &str) -> &str {
    let is_number = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    if is_number || !host.contains('.') { "localhost.localdomain" } else { host }
}

impl Settings {
    /// The public address of a path that begins with a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// The channels by which something can leave here. What goes by mail waits until there is a mail server.
    pub(crate) fn channels(&self) -> Vec<Channel> {
        Channel::ALL.iter().copied().filter(|channel| *channel != Channel::Email || self.mail.is_some()).collect()
    }

    /// Where the page is kept for a start without the database.
    pub(crate) fn kept_page(&self) -> PathBuf {
        self.data.join("page.json")
    }

    /// The host readers see, which is also the domain of message ids.
    pub(crate) fn host(&self) -> &str {
        self.public_url.host_str().unwrap_or("localhost")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)], file: Option<&str>) -> Result<Settings, Vec<Fault>> {
        let find = |key: &str| variables.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned());
        read(find, file)
    }

    #[test]
    fn nothing_set_gives_the_defaults() {
        let settings = with(&[], None).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.url("/feed.rss"), "http://127.0.0.1:8080/feed.rss");
        assert_eq!(settings.database, store::Url::Sqlite("./allclear-data/allclear.db".to_owned()));
        assert_eq!(settings.secret_file, PathBuf::from("./allclear-data/secret"));
        assert!(settings.mail.is_none());
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let file = "listen = \"127.0.0.1:1\"\nALLCLEAR_DATA = \"/srv/status\"\n";
        let settings = with(&[("ALLCLEAR_LISTEN", "127.0.0.1:2")], Some(file)).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.data, PathBuf::from("/srv/status"));
    }

    #[test]
    fn several_mail_servers_are_told_in_one_text_or_in_a_list() {
        let hosts = |settings: Settings| settings.mail.unwrap().accounts.iter().map(|smtp| smtp.host.clone()).collect::<Vec<_>>();
        let text = [("ALLCLEAR_SMTP_URL", "smtps://a.example\n smtps://b.example?weight=2")];
        assert_eq!(hosts(with(&text, None).unwrap()), ["a.example", "b.example"]);
        let list = "smtp_url = [\"smtps://a.example\", \"smtps://b.example\"]\nsmtp_per_domain = 2";
        let settings = with(&[], Some(list)).unwrap();
        assert_eq!(settings.mail.as_ref().unwrap().per_domain, Some(2));
        assert_eq!(hosts(settings), ["a.example", "b.example"]);
    }

    #[test]
    fn all_faults_are_told_together() {
        let variables = [
            ("ALLCLEAR_LISTEN", "here"),
            ("ALLCLEAR_PUBLIC_URL", "ftp://x"),
            ("ALLCLEAR_DATABASE_URL", "mysql://x"),
            ("ALLCLEAR_SMTP_URL", "smtp://user:hunter2@host:99999"),
            ("ALLCLEAR_SMTP_RATE", "-3"),
            ("ALLCLEAR_MAIL_FROM", "nobody"),
            ("ALLCLEAR_LOG", "allclear=debgu"),
        ];
        let faults = with(&variables, Some("colour = \"red\"")).unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn mails_are_signed_for_the_domain_of_their_sender() {
        let key = [("ALLCLEAR_SMTP_URL", "smtp://localhost"), ("ALLCLEAR_DKIM_KEY_FILE", "dkim.pem")];
        let domain = |more: &[(&str, &str)]| {
            with(&[&key[..], more].concat(), None).map(|settings| settings.mail.unwrap().dkim.unwrap().domain)
        };
        assert_eq!(domain(&[]).unwrap(), "localhost.localdomain");
        assert_eq!(domain(&[("ALLCLEAR_PUBLIC_URL", "https://status.example.com")]).unwrap(), "status.example.com");
        let sender = ("ALLCLEAR_MAIL_FROM", "Northwind Status <status@example.com>");
        assert_eq!(domain(&[sender]).unwrap(), "example.com");
        assert_eq!(domain(&[sender, ("ALLCLEAR_DKIM_DOMAIN", "mail.example.com")]).unwrap(), "mail.example.com");
        for wrong in ["localhost", "example.com/x", "münchen.de"] {
            let faults = domain(&[("ALLCLEAR_DKIM_DOMAIN", wrong)]).unwrap_err();
            assert_eq!((faults.len(), faults[0].key.as_str()), (1, "ALLCLEAR_DKIM_DOMAIN"), "{wrong}");
        }
    }

    #[test]
    fn proxies_are_addresses_and_networks() {
        let proxies = |text| with(&[("ALLCLEAR_TRUSTED_PROXIES", text)], None).map(|settings| settings.trusted_proxies);
        let nets = proxies("127.0.0.1, 10.0.0.0/8,2001:db8::/32, ::ffff:10.0.0.5").unwrap();
        let written: Vec<String> = nets.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32", "10.0.0.5/32"]);
        assert!(proxies("10.0.0.0/33").is_err() && proxies("proxy.internal").is_err());
    }

    #[test]
    fn a_password_is_never_told() {
        let told = with(&[("ALLCLEAR_SMTP_URL", "gopher://user:hunter2@host")], None).unwrap_err();
        assert!(!format!("{told:?}").contains("hunter2"));
    }
}
