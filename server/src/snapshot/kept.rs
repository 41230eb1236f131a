//! The state on disk, so that a server that starts while its database is away has something to show (bar R-6).
//!
//! First line: the SHA-256 of the rest. A file that was cut short does not match and is ignored.

use super::state::PublicState;
use crate::domain::link::fingerprint;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

impl PublicState {
    /// Writes the state down, whole or not at all.
    pub(crate) fn keep(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_string(self)?;
        let beside = path.with_extension("new");
        let mut file = File::create(&beside)?;
        writeln!(file, "{}", fingerprint(&text))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }

    /// Reads a state that was written down; none when there is none, or it is damaged or of another version.
    pub(crate) fn recall(path: &Path) -> Option<Self> {
        let file = fs::read_to_string(path).ok()?;
        let (sum, text) = file.split_once('\n')?;
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
