//! A second pair of eyes before something is published (PRODUCT 3.10).

use super::{id::SuspicionId, incident::IncidentInput};
use serde::{Deserialize, Serialize};

/// What waits to be released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proposed {
    /// The incident as it was typed.
    pub incident: IncidentInput,
    /// The suspicion that it confirms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspicion: Option<SuspicionId>,
}

super::words! {
    /// Where a release stands.
    ReleaseState {
        /// For somebody to release it.
        Waiting = "waiting", "Waiting";
        /// Published.
        Released = "released", "Released";
        /// Taken back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}
