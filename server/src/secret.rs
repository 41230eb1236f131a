//! The key of the instance: made at the first start, kept in a file that only its owner may read.

use crate::domain::link::Signer;
use base64::{Engine, engine::general_purpose::STANDARD};
use rand::Rng;
use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// The signer with the key in `path`, which is made when it is not there.
pub(crate) fn signer(path: &Path, rng: &mut impl Rng) -> Result<Signer, String> {
    let fault = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(path, rng).map_err(fault)?,
        Err(error) => return Err(fault(error)),
    };
    let bytes = STANDARD.decode(text.trim()).ok();
    let key: Option<[u8; 64]> = bytes.and_then(|bytes| bytes.try_into().ok());
    key.map(Signer::new).ok_or_else(|| format!("{}: does not hold a key of 64 bytes in base64", path.display()))
}

fn make(path: &Path, rng: &mut impl Rng) -> std::io::Result<String> {
    let mut key = [0; 64];
    rng.fill_bytes(&mut key);
    let text = STANDARD.encode(key);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    Ok(text)
}
