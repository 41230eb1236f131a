//! Public pictures in memory, so that the page needs no database for them.

use crate::snapshot::Page;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Pictures by their ids.
#[derive(Default)]
pub(crate) struct Pictures(RwLock<HashMap<String, Arc<Page>>>);

/// A brand has a logo and an icon; a few reviews are read at a time.
const MOST: usize = 16;

impl Pictures {
    /// One that was kept.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Page>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Keeps one.
    pub(crate) fn keep(&self, id: &str, picture: Page) -> Arc<Page> {
        let picture = Arc::new(picture);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(id.to_owned(), Arc::clone(&picture));
        picture
    }
}
