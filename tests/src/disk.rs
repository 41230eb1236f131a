//! A disk that is full or broken when a test says so.

use crate::Settings;
use std::{fs, path::PathBuf, process::Command};

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
        let (library, control) = (settings.folder.path().join("disk.so"), settings.folder.path().join("disk"));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/disk.c");
        let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
        assert!(compiled.expect("a C compiler").success());
        let (preload, file) = (library.display().to_string(), control.display().to_string());
        (Self(control), settings.with("LD_PRELOAD", &preload).with("ALLCLEAR_TEST_DISK", &file))
    }

    /// Nothing more fits on it.
    pub fn fill(&self) {
        fs::write(&self.0, "full").expect("a word");
    }

    /// Every write fails.
    pub fn break_down(&self) {
        fs::write(&self.0, "broken").expect("a word");
    }

    /// Everything works again.
    pub fn mend(&self) {
        fs::remove_file(&self.0).expect("it was full or broken");
    }
}
