//! A disk that is full or broken when a test says so.

use crate::{Settings, preload};
use std::{fs, os::unix::fs::FileExt, path::PathBuf};

/// The disk under the database of one program.
#[derive(Debug)]
pub struct Disk(PathBuf);

impl Disk {
    /// Puts the disk under a program that is not started yet.
    ///
    /// # Panics
    /// When there is no C compiler.
    #[must_use]
    pub fn under(settings: Settings) -> (Self, Settings) {
        let (control, settings) = preload::under(settings, "disk", "ALLCLEAR_TEST_DISK");
        (Self(control), settings)
    }

    /// Nothing more fits on it.
    pub fn fill(&self) {
        fs::write(&self.0, "full").expect("a word");
    }

    /// Every write fails.
    pub fn break_down(&self) {
        fs::write(&self.0, "broken").expect("a word");
    }

    /// Takes back every write that was not synced, as a loss of power does. The program must have been killed.
    pub fn lose_power(&self, settings: &Settings) {
        let folder = settings.folder.path().join("allclear-data");
        for name in ["allclear.db", "allclear.db-wal"] {
            let notes = PathBuf::from(format!("{}.{name}.notes", self.0.display()));
            let taken_back = fs::read(&notes).unwrap_or_default();
            let file = fs::OpenOptions::new().write(true).open(folder.join(name));
            if let (Ok(file), false) = (file, taken_back.is_empty()) {
                take_back(&file, &taken_back);
            }
            // There is nothing to take back when the program was killed before it wrote.
            let _ = fs::remove_file(notes);
        }
        // It is memory that processes share, and is made anew.
        let _ = fs::remove_file(folder.join("allclear.db-shm"));
    }

    /// Everything works again.
    pub fn mend(&self) {
        fs::remove_file(&self.0).expect("it was full or broken");
    }
}

/// Goes through the notes of `disk.c` from the last to the first.
fn take_back(file: &fs::File, notes: &[u8]) {
    let number = |at: usize| notes.get(at..at + 8).map(|bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")));
    let (mut places, mut at) = (Vec::new(), 0);
    while let (Some(offset), Some(length), Some(size)) = (number(at), number(at + 8), number(at + 16)) {
        let end = at + 24 + usize::try_from(length).expect("a length");
        // The kill may have come while the last note was written, before its write.
        let Some(bytes) = notes.get(at + 24..end) else { break };
        places.push((offset, bytes, size));
        at = end;
    }
    for (offset, bytes, size) in places.into_iter().rev() {
        file.write_all_at(bytes, offset).expect("the old bytes");
        file.set_len(size).expect("the old length");
    }
}
