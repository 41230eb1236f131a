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
    /// Proves that a form came from this session.
    Form,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
            Self::Stop => "stop",
            Self::Form => "form",
        }
    }
}

/// Signs and checks words with the instance's secret key.
#[derive(Clone)]
pub(crate) struct Signer {
    key: [u8; 64],
}

/// Bytes of the signature kept: 128 bits.
const KEPT: usize = 16;

impl Signer {
    /// A signer with this key.
    pub(crate) fn new(key: [u8; 64]) -> Self {
        Self { key }
    }

    /// The word with its signature, safe in an address: `id.signature`.
    pub(crate) fn sign(&self, purpose: Purpose, word: &str) -> String {
        let full = self.mac(purpose, word).finalize().into_bytes();
        let kept: Vec<u8> = full.iter().copied().take(KEPT).collect();
        format!("{word}.{}", URL_SAFE_NO_PAD.encode(kept))
    }

    /// The word, when the signature is right; compared in constant time.
    pub(crate) fn verify<'a>(&self, purpose: Purpose, signed: &'a str) -> Option<&'a str> {
        let (word, signature) = signed.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok().filter(|bytes| bytes.len() == KEPT)?;
        self.mac(purpose, word).verify_truncated_left(&signature).ok().map(|()| word)
    }

    /// A key of its own for a use and a word.
    pub(crate) fn derived(&self, label: &str, word: &str) -> [u8; 32] {
        // No purpose of links has this mark between label and word.
        self.labelled(label, b"\x01", word).finalize().into_bytes().into()
    }

    fn mac(&self, purpose: Purpose, word: &str) -> Hmac<Sha256> {
        self.labelled(purpose.label(), b"\0", word)
    }

    fn labelled(&self, label: &str, mark: &[u8], word: &str) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&self.key.into());
        mac.update(label.as_bytes());
        mac.update(mark);
        mac.update(word.as_bytes());
        mac
    }
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
}
