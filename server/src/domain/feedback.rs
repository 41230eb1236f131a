//! What comes back of a mail after a server took it: it bounced, or its reader calls it spam (RFC 3464, RFC 5965, and the
//! webhooks of mail providers).

use super::id::following;

/// One thing that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Feedback {
    /// The delivery, as far as the message's id tells.
    pub delivery: Option<String>,
    /// The address, where who says so may be believed.
    pub address: Option<String>,
    /// What it means.
    pub means: Means,
    /// The other side's words.
    pub words: String,
}

/// What feedback means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// There is no such mailbox: the address is given up.
    Gone,
    /// It was refused for another reason: a strike.
    Refused,
    /// Its reader wants no more.
    Unwanted,
}

/// The delivery whose message has this id (`<notice.recipient@host>`), as `channels::email` makes it.
pub(crate) fn delivery_of(message_id: &str) -> Option<String> {
    let (delivery, _) = message_id.trim().trim_start_matches('<').split_once('@')?;
    let (notice, recipient) = delivery.split_once('.')?;
    let is_id = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_id(notice) && is_id(recipient)).then(|| delivery.to_owned())
}

/// The delivery whose return path this is (`bounces+notice.recipient@host`), as `channels::email` makes it. Servers on the way
/// may have written it in small letters.
pub(crate) fn delivery_at(address: &str) -> Option<String> {
    let (_, of) = address.rsplit_once('@').map_or(address, |(local, _)| local).split_once('+')?;
    let of = of.to_uppercase();
    let is_ours = of.split('.').all(|id| following(id).is_some());
    delivery_of(&format!("{of}@")).filter(|_| is_ours)
}

/// What a permanent failure means by its status code and the words with it (RFC 3463).
pub(crate) fn by_words(words: &str) -> Means {
    if super::bounce::meaning(words) == super::bounce::Meaning::NoMailbox { Means::Gone } else { Means::Refused }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_ids_are_known_and_no_others() {
        let id = "<01KB0000000000000000000001.01KB0000000000000000000002@status.example>";
        assert_eq!(delivery_of(id).as_deref(), Some("01KB0000000000000000000001.01KB0000000000000000000002"));
        for other in ["", "<a@b>", "<a.b.c@d>", "<.b@c>", "no id at all", "<a b.c@d>"] {
            assert_eq!(delivery_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_return_path_says_whose_it_was() {
        let path = "bounces+01kb0000000000000000000001.01KB0000000000000000000002@status.example";
        assert_eq!(delivery_at(path).as_deref(), Some("01KB0000000000000000000001.01KB0000000000000000000002"));
        for other in ["bounces@status.example", "bounces+x@status.example", "status+a.b@status.example", "", "+", "+.@"] {
            assert_eq!(delivery_at(other), None, "{other}");
        }
    }

    #[test]
    fn a_status_code_says_what_is_meant() {
        assert_eq!(by_words("5.1.1 550 5.1.1 no such user"), Means::Gone);
        assert_eq!(by_words("5.2.2 mailbox full"), Means::Refused);
    }
}
