//! Forms that grew old: two people open the same page, and the second would undo in silence what the first one saved.

use crate::{
    domain::{
        invalid::{Faults, Invalid},
        link::fingerprint,
    },
    services::Refusal,
};

/// A mark of what a form shows, which goes along with it.
pub(super) fn mark(shown: &str) -> String {
    fingerprint(shown)
}

/// How the word on a form that grew old begins.
const TOLD: &str = "was changed by somebody else meanwhile";

/// The mark for a form that comes back: the one that it brought, unless its writer was told that it grew old.
pub(super) fn carried(seen: &str, faults: &Faults, now: &str) -> String {
    let told = faults.0.iter().any(|fault| fault.message.starts_with(TOLD));
    if told || seen.is_empty() { mark(now) } else { seen.to_owned() }
}

/// Refuses a form whose mark is of something else than there is now. What was typed comes back, with a mark of what there
/// is; who has looked at that may send it again.
pub(super) fn unchanged(field: &str, seen: &str, now: &str) -> Result<(), Refusal> {
    if seen == mark(now) {
        return Ok(());
    }
    let told = format!(
        "{TOLD}; yours is kept here and not saved: open the page beside this one, bring the two together, and send it again"
    );
    Err(Faults::from(Invalid::new(field, told)).into())
}
