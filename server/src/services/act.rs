//! Who does something, when, and where new ids come from.

use crate::{
    domain::id,
    store::{Conn, StoreError, audit},
};
use chrono::{DateTime, Utc};
use rand::{SeedableRng, rngs::StdRng};

/// The circumstances of one deed.
pub(crate) struct Act {
    /// The present.
    pub now: DateTime<Utc>,
    /// Who: a person's address, `token:NAME`, `visitor` or `system`.
    pub actor: String,
    /// Where ids and secrets come from.
    pub rng: StdRng,
}

impl Act {
    /// A deed of `actor` at `now`, with ids from a generator seeded by the system.
    #[expect(clippy::disallowed_methods, reason = "the one place where a generator is seeded")]
    pub(crate) fn new(now: DateTime<Utc>, actor: impl Into<String>) -> Self {
        Self { now, actor: actor.into(), rng: StdRng::from_rng(&mut rand::rng()) }
    }

    /// A deed whose ids follow from `seed`.
    #[cfg(test)]
    pub(crate) fn seeded(now: DateTime<Utc>, actor: impl Into<String>, seed: u64) -> Self {
        Self { now, actor: actor.into(), rng: StdRng::seed_from_u64(seed) }
    }

    /// A new id of any type.
    pub(crate) fn id<T: From<String>>(&mut self) -> T {
        T::from(id::new_id(self.now, &mut self.rng))
    }

    /// A new id that follows `last`, also within one millisecond.
    pub(crate) fn id_after<T: From<String> + Ord + AsRef<str>>(&mut self, last: Option<&T>) -> T {
        let id: T = self.id();
        let Some(last) = last.filter(|last| **last >= id) else { return id };
        id::following(last.as_ref()).map_or(id, T::from)
    }

    /// Writes the deed into the audit log.
    pub(crate) fn audit(&mut self, conn: &mut Conn, action: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
        let id: String = self.id();
        audit::insert(conn, &id, self.now, audit::Deed { actor: &self.actor, action, subject, detail })
    }
}
