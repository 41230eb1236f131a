//! How many connections there is room for.

use crate::config::{Mail, Settings};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors that we need ourselves: the database, files, the log, and all posts at once.
const OURS: usize = 160;
/// Descriptors of each thread that serves.
const EACH: usize = 6;
/// Most connections: more would need more memory than a small server has.
const MOST: usize = 10_000;

/// How many connections fit, whatever else is open. What the system lets us have but does not give at first is taken.
pub(super) fn for_connections(settings: &Settings, threads: usize) -> usize {
    let limits = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limits.maximum, maximum: limits.maximum });
    let limit = if raised.is_ok() { limits.maximum } else { limits.current };
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let mail = settings.mail.as_ref().map_or(0, Mail::connections);
    let room = room(limit, OURS + mail + threads * EACH);
    if room < MOST {
        tracing::warn!(
            limit,
            room,
            "few files may be open at once, and so few connections; raise the limit (LimitNOFILE, ulimit -n)"
        );
    }
    room
}

/// What is left of the limit beside our own, and a quarter of it where that is too little for both.
fn room(limit: usize, ours: usize) -> usize {
    limit.saturating_sub(ours).max(limit / 4).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_work_has_its_descriptors_whoever_comes() {
        assert_eq!(room(usize::MAX, 170), MOST);
        assert_eq!(room(1_024, 170), 854);
        assert_eq!(room(256, 170), 86);
        assert_eq!(room(128, 170), 32);
    }
}
