//! What was made once for many readers, as long as there are any.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::OnceCell;

/// More than these at once are not kept.
const MOST: usize = 500;
/// What nobody asked for so long is done with; should one more reader come, it is made again.
const DONE: Duration = Duration::from_mins(1);

/// Drafts by what makes one differ from another.
pub(super) struct Drafts<K, T>(HashMap<K, Kept<T>>);

struct Kept<T> {
    draft: Arc<OnceCell<T>>,
    asked_at: Instant,
}

impl<K: Eq + Hash, T> Drafts<K, T> {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    /// The place of a draft, which whoever comes first fills. A new one takes the place of those that are done with.
    pub(super) fn place(&mut self, key: K, now: Instant) -> Arc<OnceCell<T>> {
        if !self.0.contains_key(&key) {
            self.0.retain(|_, kept| now.duration_since(kept.asked_at) < DONE);
            if self.0.len() >= MOST {
                self.0.clear();
            }
        }
        let kept = self.0.entry(key).or_insert_with(|| Kept { draft: Arc::default(), asked_at: now });
        kept.asked_at = now;
        Arc::clone(&kept.draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_as_long_as_it_is_asked_for() {
        let (mut drafts, start) = (Drafts::new(), Instant::now());
        let mut has = |key: u32, after| {
            let place = drafts.place(key, start + Duration::from_secs(after));
            let had = place.initialized();
            // Whoever is first fills it.
            let _ = place.set(());
            had
        };
        assert!(!has(1, 0) && !has(2, 0));
        assert!(has(1, 40), "it is still asked for");
        assert!(!has(3, 70));
        assert!(has(1, 71));
        assert!(!has(2, 72), "this one was not");
    }

    #[test]
    fn there_are_never_more_than_fit() {
        let (mut drafts, now) = (Drafts::<usize, ()>::new(), Instant::now());
        for key in 0..10 * MOST {
            drafts.place(key, now);
            assert!(drafts.0.len() <= MOST);
        }
    }
}
