//! Signing mails for a domain (DKIM, RFC 6376; Ed25519 by RFC 8463), relaxed in head and body.
//!
//! Signed by `ring`, since the RSA of pure Rust tells its key by how long it takes (RUSTSEC-2023-0071).

use crate::config::Dkim;
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use sha2::{Digest, Sha256};
use std::fmt;

/// Signs for a domain.
pub(crate) struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DKIM for {} by {}", self.domain, self.selector)
    }
}

/// The headers that are signed where they are there (bar M-4). The first two are signed once more than they are there, so
/// that nobody can add another.
const SIGNED: [&str; 12] = [
    "from",
    "subject",
    "to",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "in-reply-to",
    "references",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
];
const ONCE_MORE: usize = 2;

impl Signer {
    /// A signer with a private key in PEM: RSA as PKCS#1 or PKCS#8, or Ed25519 as PKCS#8.
    pub(crate) fn new(domain: &str, selector: &str, pem: &str) -> Result<Self, String> {
        let inside = pem.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("-----"));
        let der = STANDARD.decode(inside.collect::<String>()).map_err(|error| format!("no PEM of a private key: {error}"))?;
        let rsa = if pem.contains("BEGIN RSA PRIVATE KEY") { RsaKeyPair::from_der(&der) } else { RsaKeyPair::from_pkcs8(&der) };
        let key = match (rsa, Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der)) {
            (Ok(rsa), _) => Key::Rsa(rsa),
            (_, Ok(ed25519)) => Key::Ed25519(ed25519),
            (Err(error), _) => return Err(format!("neither an RSA key of at least 2048 bits nor an Ed25519 key: {error}")),
        };
        Ok(Self { domain: domain.to_owned(), selector: selector.to_owned(), key })
    }

    /// The signer that the settings name; none where mails are not signed.
    pub(crate) fn load(settings: Option<&Dkim>) -> Result<Option<Self>, String> {
        let Some(Dkim { domain, selector, key_file }) = settings else { return Ok(None) };
        let told = |why: String| format!("ALLCLEAR_DKIM_KEY_FILE = “{}”: {why}", key_file.display());
        let pem = std::fs::read_to_string(key_file).map_err(|error| told(error.to_string()))?;
        Self::new(domain, selector, &pem).map(Some).map_err(told)
    }

    /// The message with a signature in front of it.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let text = std::str::from_utf8(message).map_err(|error| format!("a message that is no text: {error}"))?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or("a message without a body")?;
        let headers = unfolded(head);
        let (mut names, mut signed) = (Vec::new(), String::new());
        for (place, name) in SIGNED.iter().enumerate() {
            // From the last one up (RFC 6376, 5.4.2).
            for (_, value) in headers.iter().rev().filter(|(found, _)| found == name) {
                names.push(*name);
                signed.extend([*name, ":", value, "\r\n"]);
            }
            names.extend((place < ONCE_MORE).then_some(*name));
        }
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let hash = STANDARD.encode(Sha256::digest(relaxed(body)));
        let (domain, selector, names) = (&self.domain, &self.selector, names.join(":"));
        let tags =
            format!("v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n h={names};\r\n bh={hash};\r\n b=");
        signed.extend(["dkim-signature:", &squeezed(&tags.replace("\r\n", ""))]);
        let signature = folded(&STANDARD.encode(self.signature(signed.as_bytes())?));
        Ok([format!("DKIM-Signature: {tags}{signature}\r\n").as_bytes(), message].concat())
    }

    fn signature(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        match &self.key {
            Key::Ed25519(key) => Ok(key.sign(&Sha256::digest(text)).as_ref().to_vec()),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let signed = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
                signed.map(|()| signature).map_err(|error| format!("the key does not sign: {error}"))
            }
        }
    }
}

/// Names in small letters with their values, each in one line (RFC 6376, 3.4.2).
fn unfolded(head: &str) -> Vec<(String, String)> {
    let joined = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let lines = joined.split("\r\n").filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), squeezed(value))).collect()
}

/// Every stretch of spaces and tabs as one space, none at either end.
fn squeezed(text: &str) -> String {
    text.split([' ', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A body without spaces at the ends of lines and without empty lines at its end (RFC 6376, 3.4.4).
fn relaxed(body: &str) -> String {
    let lines = body.split("\r\n").map(|line| {
        let inside = squeezed(line);
        if line.starts_with([' ', '\t']) && !inside.is_empty() { format!(" {inside}") } else { inside }
    });
    let text = lines.collect::<Vec<_>>().join("\r\n");
    let text = text.trim_end_matches("\r\n");
    if text.is_empty() { String::new() } else { format!("{text}\r\n") }
}

/// In lines that no mail server breaks.
fn folded(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(70).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\r\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ED25519, KeyPair, UnparsedPublicKey};

    /// The key of RFC 8463, appendix A.
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    const MAIL: &str = "From: Status <status@football.example.com>\r\nTo: joe@x.example\r\nSubject: Is  dinner\r\n ready?\r\n\
        X-Other: 1\r\n\r\nHi. \r\n\r\n  We lost\t the game.\r\n\r\n\r\n";

    #[test]
    fn the_hashed_forms_are_those_of_the_standard() {
        assert_eq!(relaxed(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n", "the example of RFC 6376, 3.4.5");
        assert_eq!(relaxed(""), "");
        assert_eq!(unfolded("A: X\r\nB : Y\t\r\n\tZ  "), [("a".to_owned(), "X".to_owned()), ("b".to_owned(), "Y Z".to_owned())]);
    }

    #[test]
    fn a_signature_is_verified_by_its_public_key() {
        let signer = Signer::new("football.example.com", "brisbane", KEY).unwrap();
        let mail = String::from_utf8(signer.sign(MAIL.as_bytes()).unwrap()).unwrap();
        assert!(mail.ends_with(MAIL) && mail.lines().all(|line| line.len() <= 100));
        let (head, _) = mail.split_once("From: ").unwrap();
        let (tags, proof) = head.split_once(" b=").unwrap();
        assert!(tags.contains("h=from:from:subject:subject:to;"), "{tags}");
        let hashed = format!(
            "from:Status <status@football.example.com>\r\nsubject:Is dinner ready?\r\nto:joe@x.example\r\ndkim-signature:{} b=",
            squeezed(&tags.trim_start_matches("DKIM-Signature:").replace("\r\n", ""))
        );
        let proof = STANDARD.decode(proof.replace([' ', '\r', '\n'], "")).unwrap();
        let Key::Ed25519(key) = &signer.key else { panic!("it is an Ed25519 key") };
        let public = UnparsedPublicKey::new(&ED25519, key.public_key().as_ref());
        public.verify(&Sha256::digest(hashed), &proof).unwrap();
    }

    #[test]
    fn what_is_no_key_is_explained() {
        let told = |pem: &str| Signer::new("x.example", "s", pem).unwrap_err();
        assert!(told("hello there").contains("PEM"), "{}", told("hello there"));
        assert!(told("-----BEGIN PRIVATE KEY-----\naGVsbG8=\n-----END PRIVATE KEY-----").contains("neither an RSA key"));
    }
}
