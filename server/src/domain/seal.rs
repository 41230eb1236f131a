//! Secrets at rest: sealed with the instance's key (AES-256-GCM), and known again by a keyed mark.

use super::{endpoint, link::Signer};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// What a sealed text begins with, so that another form may follow one day.
const FORM: &str = "sealed1.";

impl Signer {
    /// The text, sealed. Each time another, by the random bytes. None when it cannot be, which holds for texts of many
    /// gigabytes alone.
    pub(crate) fn seal(&self, text: &str, rng: &mut impl rand::Rng) -> Option<String> {
        let mut nonce = [0; NONCE_LEN];
        rng.fill_bytes(&mut nonce);
        let mut bytes = text.as_bytes().to_vec();
        self.sealer()?.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes).ok()?;
        Some(format!("{FORM}{}", URL_SAFE_NO_PAD.encode([&nonce[..], &bytes].concat())))
    }

    /// An address as it may be shown: one that is sealed, since it is a secret, by its host and its end alone.
    pub(crate) fn shown(&self, address: &str) -> String {
        self.open(address).map_or_else(|| address.to_owned(), |opened| endpoint::masked(&opened))
    }

    /// The text that was sealed; none when the key is another or something was changed.
    pub(crate) fn open(&self, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed.strip_prefix(FORM)?).ok()?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let open = self.sealer()?.open_in_place(nonce, Aad::empty(), &mut text).ok()?;
        String::from_utf8(open.to_vec()).ok()
    }

    /// The secret by which a subscriber's program knows our requests, in one of its versions.
    pub(crate) fn secret_of(&self, subscriber: &str, version: i32) -> [u8; 32] {
        self.derived("webhook", &format!("{subscriber}.{version}"))
    }

    fn sealer(&self) -> Option<LessSafeKey> {
        Some(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &self.derived("seal", "")).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn only_the_same_key_opens_what_nobody_changed() {
        let (ours, mut rng) = (Signer::new([7; 64]), StdRng::seed_from_u64(1));
        let mut seal = || ours.seal("https://hooks.slack.com/services/é", &mut rng).unwrap();
        let sealed = seal();
        assert!(!sealed.contains("slack") && sealed != seal());
        assert_eq!(ours.open(&sealed).as_deref(), Some("https://hooks.slack.com/services/é"));
        assert_eq!(Signer::new([8; 64]).open(&sealed), None);
        for broken in
            ["", "sealed1.", "sealed1.AAAA", "plain", &sealed.replace("sealed1", "sealed2"), &sealed[..sealed.len() - 3]]
        {
            assert_eq!(ours.open(broken), None, "{broken}");
        }
    }
}
