//! Signed words: links in mails and form tokens that cannot be made up (bar S-10).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What a signed word is good for. One made for a purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Confirms a subscription.
    Confirm,
    /// Shows and changes preferences, and unsubscribes.
    Manage,
    /// Stops a subscription, and shows nothing of it: for what programs are told, which ends in logs.
    Stop,
    /// Stops what is told of one incident.
    Mute,
    /// Proves that a form came from this session.
    Form,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
            Self::Stop => "stop",
            Self::Mute => "mute",
            Self::Form => "form",
        }
    }
}

/// Signs and checks words with the instance's secret keys.
#[derive(Clone)]
pub(crate) struct Signer {
    /// What all other keys of the instance come from, for ever.
    root: [u8; 64],
    /// With what links were signed after that, the newest first.
    newer: Vec<[u8; 64]>,
}

/// Bytes of the signature kept: 128 bits.
const KEPT: usize = 16;

/// Keys whose links are good: the newest, and the one before, so that mails that are under way stay of use.
const LIVE: usize = 2;

impl Signer {
    /// A signer with this key.
    pub(crate) fn new(root: [u8; 64]) -> Self {
        Self { root, newer: Vec::new() }
    }

    /// The same after its key for links was changed, once for each of these, the newest last.
    pub(crate) fn renewed(mut self, keys: impl IntoIterator<Item = [u8; 64]>) -> Self {
        keys.into_iter().for_each(|key| self.newer.insert(0, key));
        self
    }

    /// The word with its signature, safe in an address: `id.signature`.
    pub(crate) fn sign(&self, purpose: Purpose, word: &str) -> String {
        let key = self.newer.first().unwrap_or(&self.root);
        let full = labelled(key, purpose.label(), b"\0", word).finalize().into_bytes();
        let kept: Vec<u8> = full.iter().copied().take(KEPT).collect();
        format!("{word}.{}", URL_SAFE_NO_PAD.encode(kept))
    }

    /// The word, when the signature is right; compared in constant time.
    pub(crate) fn verify<'a>(&self, purpose: Purpose, signed: &'a str) -> Option<&'a str> {
        self.verify_by(LIVE, purpose, signed)
    }

    /// The word of a link by which somebody may stop: a good one, or one of any key that there ever was, since who wants no
    /// more must be able to say so by the oldest mail.
    pub(crate) fn stops<'a>(&self, signed: &'a str) -> Option<&'a str> {
        let all = self.newer.len() + 1;
        self.verify_by(all, Purpose::Manage, signed).or_else(|| self.verify_by(all, Purpose::Stop, signed))
    }

    /// The same of a link that stops what is told of one incident.
    pub(crate) fn mutes<'a>(&self, signed: &'a str) -> Option<&'a str> {
        self.verify_by(self.newer.len() + 1, Purpose::Mute, signed)
    }

    fn verify_by<'a>(&self, keys: usize, purpose: Purpose, signed: &'a str) -> Option<&'a str> {
        let (word, signature) = signed.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok().filter(|bytes| bytes.len() == KEPT)?;
        let is_by = |key| labelled(key, purpose.label(), b"\0", word).verify_truncated_left(&signature).is_ok();
        self.newer.iter().chain([&self.root]).take(keys).any(is_by).then_some(word)
    }

    /// A mark that tells the keys of one instance from another's and gives nothing of them away. It stays when the key of
    /// links is changed.
    pub(crate) fn mark(&self) -> String {
        fingerprint(self.derived("mark", "")).chars().take(16).collect()
    }

    /// A key of its own for a use and a word.
    pub(crate) fn derived(&self, label: &str, word: &str) -> [u8; 32] {
        // No purpose of links has this mark between label and word.
        labelled(&self.root, label, b"\x01", word).finalize().into_bytes().into()
    }
}

fn labelled(key: &[u8; 64], label: &str, mark: &[u8], word: &str) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new(key.into());
    mac.update(label.as_bytes());
    mac.update(mark);
    mac.update(word.as_bytes());
    mac
}

/// The form in which a secret is stored: its SHA-256 in hexadecimal.
pub(crate) fn fingerprint(secret: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    Sha256::digest(secret.as_ref()).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A new secret of 256 random bits, in letters, digits, `-` and `_`.
pub(crate) fn secret(rng: &mut impl rand::Rng) -> String {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_signed_for_the_purpose_passes() {
        let signer = Signer::new([7; 64]);
        let word = signer.sign(Purpose::Manage, "01J.X");
        assert_eq!(signer.verify(Purpose::Manage, &word), Some("01J.X"));
        assert_eq!(signer.verify(Purpose::Confirm, &word), None);
        assert_eq!(Signer::new([8; 64]).verify(Purpose::Manage, &word), None);
        for broken in ["", ".", "01J.X", "01J.X.", "01J.X.AAAA", &word.replace("01J", "01K")] {
            assert_eq!(signer.verify(Purpose::Manage, broken), None, "{broken}");
        }
    }

    #[test]
    fn a_link_outlives_one_change_of_the_key_and_stops_for_ever() {
        let keys = [[8; 64], [9; 64]];
        let (first, second) = (Signer::new([7; 64]), Signer::new([7; 64]).renewed(keys.into_iter().take(1)));
        let third = Signer::new([7; 64]).renewed(keys);
        let (oldest, old) = (first.sign(Purpose::Manage, "s1"), second.sign(Purpose::Manage, "s1"));
        assert!(oldest != old && third.sign(Purpose::Manage, "s1") != old);
        assert_eq!((second.verify(Purpose::Manage, &oldest), third.verify(Purpose::Manage, &old)), (Some("s1"), Some("s1")));
        assert_eq!((third.verify(Purpose::Manage, &oldest), third.stops(&oldest)), (None, Some("s1")));
        assert_eq!(third.stops(&first.sign(Purpose::Stop, "s1")), Some("s1"));
        assert_eq!(third.stops(&first.sign(Purpose::Confirm, "s1")), None);
        assert_eq!(first.derived("sealed", "x"), third.derived("sealed", "x"), "what is kept under the first key stays readable");
    }
}
