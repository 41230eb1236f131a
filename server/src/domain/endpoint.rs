//! Addresses to which requests go: what may be reached, and what may not (bar S-13, OWASP ASVS 15.3.2).

use super::{channel::Channel, internet::is_public, invalid::Invalid};
use url::{Host, Url};

/// Longest address, in characters.
const LONGEST: usize = 2_000;
/// The ports that are reached where nothing else is allowed.
const PORTS: [u16; 2] = [443, 8443];

/// Hosts of the operator's own that may be reached whatever their address, also without TLS and on any port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allowed(Vec<(String, Option<u16>)>);

impl Allowed {
    /// From `host` and `host:port` with commas between.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let hosts = parts.map(|part| {
            let (host, port) = part.rsplit_once(':').map_or((part, None), |(host, port)| (host, Some(port)));
            let port = port.map(str::parse).transpose().ok()?;
            let host = Host::parse(host).ok()?.to_string();
            Some((host, port))
        });
        let told = || "hosts that may be reached, such as chat.internal, 10.0.0.5:8065".to_owned();
        hosts.collect::<Option<_>>().map(Self).ok_or_else(told)
    }

    /// Whether it names this host and port.
    pub(crate) fn has(&self, host: &str, port: u16) -> bool {
        self.0.iter().any(|(name, only)| name.eq_ignore_ascii_case(host) && only.is_none_or(|only| only == port))
    }

    fn has_url(&self, url: &Url) -> bool {
        url.host_str().zip(url.port_or_known_default()).is_some_and(|(host, port)| self.has(host, port))
    }
}

/// Checks the address of a channel, and gives it in the form that is the same however it was written.
pub(crate) fn parse(field: &str, channel: Channel, text: &str, allowed: &Allowed) -> Result<String, Invalid> {
    let wrong = |why: &str| Err(Invalid::new(field, why));
    let text = text.trim();
    if text.is_empty() {
        return wrong("is empty; paste the whole address");
    }
    let Some(url) = Url::parse(text).ok().filter(|_| text.len() <= LONGEST) else {
        return wrong("is no address; paste the whole of it, beginning with https://");
    };
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return wrong("holds a user name, a password or a #; use an address without");
    }
    if allowed.has_url(&url) && matches!(url.scheme(), "http" | "https") {
        return Ok(url.into());
    }
    if url.scheme() != "https" {
        return wrong("does not begin with https://");
    }
    let own_port = url.port().is_some() && !matches!(channel, Channel::Webhook | Channel::Teams);
    if own_port || !url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) {
        return wrong("names a port that is not reached from here; use 443 or 8443");
    }
    let host = match url.host() {
        Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.') => name.trim_end_matches('.').to_owned(),
        Some(Host::Ipv4(ip)) if is_public(ip.into()) => ip.to_string(),
        Some(Host::Ipv6(ip)) if is_public(ip.into()) => ip.to_string(),
        _ => return wrong("leads into a network of its own; use an address that the whole world can reach"),
    };
    match service(channel, &host, url.path()) {
        Ok(()) => Ok(plain(url, channel, &host)),
        Err(why) => wrong(why),
    }
}

/// The one spelling of an address, so that it is known again and its limits hold.
fn plain(mut url: Url, channel: Channel, host: &str) -> String {
    let host = if channel == Channel::Discord { "discord.com" } else { host };
    if matches!(url.host(), Some(Host::Domain(_))) {
        // What was read from an address can be set in it.
        let _ = url.set_host(Some(host));
    }
    let thread: Option<String> = url.query_pairs().find(|(name, _)| name == "thread_id").map(|(_, value)| value.into_owned());
    match (channel, thread) {
        (Channel::Discord, Some(thread)) => url.set_query(Some(&format!("thread_id={thread}"))),
        (Channel::Slack | Channel::Discord, _) => url.set_query(None),
        _ if url.query() == Some("") => url.set_query(None),
        _ => {}
    }
    url.into()
}

/// Whether a host is that of the service (integrations: where each makes its addresses).
fn service(channel: Channel, host: &str, path: &str) -> Result<(), &'static str> {
    let below = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let (is_its, why) = match channel {
        Channel::Email | Channel::Sms => (false, "is no address that is written to by requests"),
        Channel::Webhook => (true, ""),
        Channel::Slack => (
            matches!(host, "hooks.slack.com" | "hooks.slack-gov.com")
                && ["/services/", "/workflows/", "/triggers/"].iter().any(|begin| path.starts_with(begin))
                && !path.contains('%'),
            "is not of Slack; it begins with https://hooks.slack.com/services/",
        ),
        Channel::Teams if below("webhook.office.com") => (
            false,
            "is of an Office 365 connector, which Microsoft has switched off; make a workflow “Post to a channel when a webhook \
             request is received” in Teams and paste its address",
        ),
        Channel::Teams => (
            below("logic.azure.com") || below("api.powerplatform.com"),
            "is not of a Teams workflow; its host ends with logic.azure.com or api.powerplatform.com",
        ),
        Channel::Discord => (
            matches!(host, "discord.com" | "discordapp.com" | "ptb.discord.com" | "canary.discord.com")
                && path.starts_with("/api/webhooks/")
                && !path.contains('%'),
            "is not of a webhook of Discord; it begins with https://discord.com/api/webhooks/",
        ),
        Channel::GoogleChat => (
            host == "chat.googleapis.com" && path.starts_with("/v1/spaces/"),
            "is not of Google Chat; it begins with https://chat.googleapis.com/v1/spaces/",
        ),
    };
    if is_its { Ok(()) } else { Err(why) }
}

/// An address that can be shown: its host, and the last letters to tell two apart.
pub(crate) fn masked(address: &str) -> String {
    let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let count = address.chars().count();
    let end: String = address.chars().skip(count.saturating_sub(4)).collect();
    format!("{host}/…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook(text: &str) -> Result<String, Invalid> {
        parse("address", Channel::Webhook, text, &Allowed::default())
    }

    #[test]
    fn no_spelling_leads_inside() {
        for bad in [
            "",
            "x",
            "ftp://example.com/",
            "http://example.com/",
            "https://",
            "https://localhost/",
            "https://localhost./",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://127.0.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://017700000001/",
            "https://127.0.0.1./",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[0:0:0:0:0:ffff:10.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[fe80::1]/",
            "https://[fc00::1]/",
            "https://[fd12:3456::1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:db8::1]/",
            "https://[2001::1]/",
            "https://[ff02::1]/",
            "https://[100::1]/",
            "https://[3fff::1]/",
            "https://0/",
            "https://0.0.0.0/",
            "https://10.1.2.3/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://172.16.0.1/",
            "https://172.31.255.255/",
            "https://192.0.0.1/",
            "https://192.0.2.1/",
            "https://192.88.99.1/",
            "https://192.168.0.1/",
            "https://198.18.0.1/",
            "https://198.19.1.1/",
            "https://198.51.100.1/",
            "https://203.0.113.1/",
            "https://224.0.0.1/",
            "https://240.0.0.1/",
            "https://255.255.255.255/",
            "https://１２７.０.０.１/",
            "https://127。0。0。1/",
            "https://①②⑦.⓪.⓪.①/",
            "https://intranet/",
            "https://intranet./",
            "https://user@example.com/",
            "https://:secret@example.com/",
            "https://example.com/#x",
            "https://example.com:22/",
            "https://example.com:80/",
            "https://example.com:6379/",
            "https://exa mple.com/",
            "https://[::1%25eth0]/",
            "//example.com/",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            assert!(webhook(bad).is_err(), "{bad} gave {:?}", webhook(bad));
        }
    }

    #[test]
    fn the_world_is_reached() {
        for good in
            ["https://example.com/a?b=c", "https://example.com:8443/", "https://93.184.216.34/", "https://[2606:4700::1]/x"]
        {
            assert_eq!(webhook(good).as_deref(), Ok(good));
        }
        assert_eq!(webhook(" HTTPS://EXAMPLE.com:443/x ").as_deref(), Ok("https://example.com/x"));
    }

    #[test]
    fn each_service_has_its_hosts_and_an_operator_may_have_others() {
        let none = Allowed::default();
        let check = |channel, text: &str| parse("address", channel, text, &none).map_err(|fault| fault.message);
        for (channel, good) in [
            (Channel::Slack, "https://hooks.slack.com/services/T0/B0/x"),
            (Channel::Teams, "https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=x"),
            (Channel::Teams, "https://x.12.environment.api.powerplatform.com/powerautomate/x?sig=y"),
            (Channel::Discord, "https://discord.com/api/webhooks/1/x"),
            (Channel::GoogleChat, "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t"),
        ] {
            assert_eq!(check(channel, good).as_deref(), Ok(good));
            assert!(check(channel, "https://hooks.slack.com.evil.example/services/x").is_err());
            assert!(check(channel, "https://logic.azure.com/x").is_err());
        }
        for (spelling, plain) in [
            ("https://hooks.slack.com./services/T0/B0/x?", "https://hooks.slack.com/services/T0/B0/x"),
            ("https://hooks.slack.com/services/T0/B0/x?a=2", "https://hooks.slack.com/services/T0/B0/x"),
        ] {
            assert_eq!(check(Channel::Slack, spelling).as_deref(), Ok(plain));
        }
        for other in
            ["https://hooks.slack.com/", "https://hooks.slack.com:8443/services/x", "https://hooks.slack.com/services/%54"]
        {
            assert!(check(Channel::Slack, other).is_err(), "{other}");
        }
        assert_eq!(
            check(Channel::Discord, "https://ptb.discord.com/api/webhooks/1/x?wait=true&thread_id=7").as_deref(),
            Ok("https://discord.com/api/webhooks/1/x?thread_id=7")
        );
        assert!(check(Channel::Teams, "https://x.webhook.office.com/webhookb2/1").unwrap_err().contains("switched off"));
        let own = Allowed::parse("chat.internal, 127.0.0.1:9000").unwrap();
        let mine = |text: &str| parse("address", Channel::Slack, text, &own).is_ok();
        assert!(mine("http://chat.internal:8065/hooks/x") && mine("http://127.0.0.1:9000/"));
        assert!(!mine("http://127.0.0.1:9001/") && !mine("ftp://chat.internal/"));
        assert!(Allowed::parse("a b").is_err() && Allowed::parse("x:notaport").is_err());
    }

    #[test]
    fn what_is_shown_gives_nothing_away() {
        assert_eq!(masked("https://hooks.slack.com/services/T0/B0/abcdefgh"), "hooks.slack.com/…efgh");
    }
}
