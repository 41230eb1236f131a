//! The state on disk, so that a server that starts while its database is away has something to show (bar R-6).
//!
//! Last line: the SHA-256 of what stands before. A file that was cut short does not match and is ignored.

use super::state::PublicState;
use crate::domain::link::fingerprint;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

/// Writes on, and adds up what was written.
struct Sum<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Write for Sum<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl PublicState {
    /// Writes the state down, whole or not at all.
    pub(crate) fn keep(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("new");
        let mut writer = Sum { out: BufWriter::new(File::create(&beside)?), sum: Sha256::new() };
        serde_json::to_writer(&mut writer, self)?;
        let Sum { mut out, sum } = writer;
        out.write_all(b"\n")?;
        for byte in sum.finalize() {
            write!(out, "{byte:02x}")?;
        }
        out.into_inner()?.sync_all()?;
        fs::rename(&beside, path)
    }

    /// Reads a state that was written down; none when there is none, or it is damaged or of another version.
    pub(crate) fn recall(path: &Path) -> Option<Self> {
        let file = fs::read_to_string(path).ok()?;
        let (text, sum) = file.rsplit_once('\n')?;
        let mut state: Self = (fingerprint(text) == sum).then(|| serde_json::from_str(text).ok()).flatten()?;
        state.settle();
        Some(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_short_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.json");
        assert!(PublicState::recall(&path).is_none());
        let state = PublicState { title: "Northwind".to_owned(), revision: 7, ..PublicState::default() };
        state.keep(&path).unwrap();
        assert_eq!(PublicState::recall(&path).unwrap().revision, 7);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 3]).unwrap();
        assert!(PublicState::recall(&path).is_none());
    }
}
