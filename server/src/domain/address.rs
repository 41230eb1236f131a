//! Mail addresses (RFC 5321), checked before they reach a header or a server.

use super::invalid::Invalid;
use lettre::Address;

/// Parses a mail address and gives it back with its domain in lower case.
pub(crate) fn email(field: &str, text: &str) -> Result<String, Invalid> {
    let text = super::text::line(field, text, 254)?;
    let wrong = || Invalid::new(field, "is not a mail address; write it like name@example.com");
    let address: Address = text.parse().map_err(|_| wrong())?;
    // A domain in other letters has a form in ASCII (RFC 5891), which every server takes; a name has none.
    let domain = url::Host::parse(address.domain()).map_err(|_| wrong())?.to_string();
    if !address.user().is_ascii() {
        return Err(Invalid::new(
            field,
            "has letters before the @ that most mail servers refuse; use an address in plain letters",
        ));
    }
    // A bare host name is never a public mail domain, and quoted local parts break more than they help.
    if address.user().starts_with('"') || address.user().len() > 64 || domain.starts_with('[') || !domain.contains('.') {
        return Err(wrong());
    }
    Ok(format!("{}@{domain}", address.user()))
}

/// The form under which an address is known only once, whatever its capitals.
pub(crate) fn key(address: &str) -> String {
    address.to_lowercase()
}

/// The domain whose server takes mails for the address.
pub(crate) fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// An address that can be shown and logged: `a…@example.com`.
pub(crate) fn masked(address: &str) -> String {
    let (user, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = user.chars().take(1).collect();
    format!("{first}…@{domain}")
}

/// Words of others with every address in them masked, for the log: servers like to repeat whom they refuse (bar M-11).
pub(crate) fn hidden(text: &str) -> String {
    let words = text.split(' ').map(|word| if word.contains('@') { "…@…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_logged() {
        let said = "550 5.7.1 <ada@example.com>: not wanted, ada@example.com";
        assert_eq!(hidden(said), "550 5.7.1 …@… not wanted, …@…");
    }

    #[test]
    fn addresses_are_checked() {
        for good in ["a@b.co", "first.last+tag@Example.COM", "a@exämple.de"] {
            assert!(email("email", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@b.c\r\nBcc: x@y.z",
            "a b@c.de",
            "<a@b.co>",
            "a@b.co, c@d.co",
            "\"a b\"@c.de",
            "a@[127.0.0.1]",
            "ü@example.de",
        ] {
            assert!(email("email", bad).is_err(), "{bad}");
        }
        assert!(email("email", &format!("{}@example.com", "a".repeat(300))).is_err());
        assert_eq!(email("email", "a@exämple.de").unwrap(), "a@xn--exmple-cua.de");
    }

    #[test]
    fn a_masked_address_hides_the_name() {
        assert_eq!(masked("jane.doe@example.com"), "j…@example.com");
    }
}
