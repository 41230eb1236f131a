//! By whom SMS leave, from one URL.

use super::source::Source;
use crate::domain::phone::Countries;

/// An account of Twilio.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Sms {
    /// Where messages are posted.
    pub url: String,
    /// The value of the header `Authorization`.
    pub authorization: String,
    /// The field of the sender, `From` or `MessagingServiceSid`, and its value.
    pub sender: (&'static str, String),
    /// Which countries may be written to.
    pub countries: Countries,
}

impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} from {}", self.url, self.sender.1)
    }
}

const EXPECTED: &str = "twilio://KEY:SECRET@ACCOUNT?from=%2B15550100, or ?service=MG…; &countries=49,43 keeps it to the countries \
    with these codes";

/// Reads the setting.
pub(super) fn read<V: Fn(&str) -> Option<String>>(source: &mut Source<V>) -> Option<Sms> {
    let text = source.text("SMS_URL")?;
    let sms = parse(&text);
    if sms.is_none() {
        source.fault("SMS_URL", &text, EXPECTED);
    }
    sms
}

fn parse(text: &str) -> Option<Sms> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let url: url::Url = text.parse().ok().filter(|url: &url::Url| url.scheme() == "twilio")?;
    let account = url.host_str().filter(|account| account.chars().all(|c| c.is_ascii_alphanumeric()))?;
    let (key, secret) = (url.username(), url.password()?);
    let (mut sender, mut countries, mut api) = (None, Countries::default(), "https://api.twilio.com".to_owned());
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "from" => sender = Some(("From", value.into_owned())),
            "service" => sender = Some(("MessagingServiceSid", value.into_owned())),
            "countries" => countries.0 = value.split(',').map(|code| code.trim_start_matches('+').to_owned()).collect(),
            // Another region of Twilio's, or a stand-in.
            "api" => value.trim_end_matches('/').clone_into(&mut api),
            _ => return None,
        }
    }
    let are_codes = countries.0.iter().all(|code| !code.is_empty() && code.chars().all(|c| c.is_ascii_digit()));
    (are_codes && !key.is_empty()).then_some(())?;
    Some(Sms {
        url: format!("{api}/2010-04-01/Accounts/{account}/Messages.json"),
        authorization: format!("Basic {}", STANDARD.encode(format!("{key}:{secret}"))),
        sender: sender.filter(|(_, sender)| !sender.is_empty())?,
        countries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_one_url() {
        let sms = parse("twilio://SK1:secret@AC1?from=%2B15550100&countries=49,%2B43").unwrap();
        assert_eq!(sms.url, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
        assert_eq!(sms.authorization, "Basic U0sxOnNlY3JldA==");
        assert_eq!((sms.sender.clone(), sms.countries.0.join(" ")), (("From", "+15550100".to_owned()), "49 43".to_owned()));
        assert!(!format!("{sms:?}").contains("secret"));
        assert_eq!(parse("twilio://SK1:s@AC1?service=MG1").unwrap().sender.0, "MessagingServiceSid");
        for wrong in [
            "",
            "https://SK:s@AC?from=1",
            "twilio://AC?from=1",
            "twilio://SK:s@AC",
            "twilio://SK:s@AC?from=1&x=2",
            "twilio://SK:s@AC?from=1&countries=de",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
