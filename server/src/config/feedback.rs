//! Who may tell what came back of mails.

use super::source::Source;
use crate::integrations::feedback::sendgrid;

/// Keys of the mail providers whose word is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Feedback {
    /// The public key of SendGrid's event webhook, in base64.
    pub sendgrid: Option<String>,
    /// The webhook signing key of Mailgun.
    pub mailgun: Option<String>,
    /// The topic of Amazon SNS to which SES tells it (its ARN).
    pub ses: Option<String>,
}

/// Reads the three settings.
pub(super) fn read<V: Fn(&str) -> Option<String>>(source: &mut Source<V>) -> Feedback {
    let sendgrid = source.get("SENDGRID_KEY", "", |text| match text {
        "" => Ok(None),
        key if sendgrid::is_key(key) => Ok(Some(key.to_owned())),
        _ => Err("the verification key of SendGrid's event webhook, in base64".to_owned()),
    });
    let ses = source.get("SES_TOPIC", "", |text| match text {
        "" => Ok(None),
        arn if arn.starts_with("arn:aws") && arn.contains(":sns:") => Ok(Some(arn.to_owned())),
        _ => Err("the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:bounces".to_owned()),
    });
    Feedback { sendgrid, mailgun: source.text("MAILGUN_KEY"), ses }
}
