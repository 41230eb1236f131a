//! The part of what an account lets through that is one server's, where several send by it (bar R-14).

/// A server's place among those that send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// How many send, at least one.
    pub servers: usize,
    /// Its place among them, from 0.
    pub place: usize,
}

impl Part {
    /// Who sends alone.
    pub(super) const ALL: Self = Self { servers: 1, place: 0 };

    /// Its part of so many; where there are fewer than servers, some have none.
    pub(super) fn of(self, all: usize) -> usize {
        if self.place < self.servers { all / self.servers + usize::from(self.place < all % self.servers) } else { 0 }
    }

    /// Its place where so many servers are enough: the rest have no part in anything.
    pub(super) fn among(self, enough: usize) -> Self {
        Self { servers: self.servers.min(enough.max(1)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn parts_make_up_the_whole_and_nobody_has_two_more_than_another(all in 0_usize..200, servers in 1_usize..30) {
            let parts: Vec<usize> = (0..servers).map(|place| Part { servers, place }.of(all)).collect();
            prop_assert_eq!(parts.iter().sum::<usize>(), all);
            prop_assert!(parts[0] - parts[servers - 1] <= 1);
            let enough = |place| Part { servers, place }.among(3).of(all);
            prop_assert_eq!((0..servers).map(enough).sum::<usize>(), all);
            prop_assert!((3..servers).all(|place| enough(place) == 0));
        }
    }
}
