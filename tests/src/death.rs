//! A death at a chosen moment.

use crate::{Settings, preload};
use std::{fs, path::PathBuf};

/// What a program is killed by, once it is told when.
#[derive(Debug)]
pub struct Death(PathBuf);

impl Death {
    /// Puts it beside a program that is not started yet.
    ///
    /// # Panics
    /// When there is no C compiler.
    #[must_use]
    pub fn beside(settings: Settings) -> (Self, Settings) {
        let (control, settings) = preload::under(settings, "death", "ALLCLEAR_TEST_DEATH");
        (Self(control), settings)
    }

    /// Comes when the program is at this moment (`death.c` names them) for the `number`-th time since it started.
    ///
    /// # Panics
    /// When the disk is full.
    pub fn comes(&self, moment: &str, number: u64) {
        fs::write(&self.0, format!("{moment} {number}")).expect("a moment");
    }

    /// Does not come any more.
    ///
    /// # Panics
    /// When it was not to come.
    pub fn passes(&self) {
        fs::remove_file(&self.0).expect("it was to come");
    }
}
