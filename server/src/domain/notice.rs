//! One thing to tell, in no channel's words (PRODUCT 8).
//!
//! A notice is frozen when it is written: what a mail says does not change when the incident goes on.

use super::{health::Health, id::NoticeId, phase::Phase, severity::Severity};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

super::words! {
    /// What happened.
    NoticeKind {
        /// An incident was published.
        Opened = "opened", "Service alert";
        /// An incident goes on.
        Updated = "updated", "Update";
        /// An incident is over.
        Resolved = "resolved", "Resolved";
        /// Somebody asked to subscribe and must confirm.
        Confirm = "confirm", "Confirmation";
        /// Somebody who is subscribed already asked again.
        Manage = "manage", "Preferences";
    }
}

impl NoticeKind {
    /// The word in brackets before the subject; letters to one person have none.
    pub(crate) fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Opened => Some("[Service Alert]"),
            Self::Updated => Some("[Update]"),
            Self::Resolved => Some("[Resolved]"),
            Self::Confirm | Self::Manage => None,
        }
    }
}

/// Where a notice stands on its way to deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IncidentNews {
    /// What is wrong.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub phase: Phase,
    /// The update's Markdown.
    pub body: String,
    /// Who is hit, by name.
    pub affected: Vec<AffectedName>,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// When the next update comes.
    pub next_update_at: Option<DateTime<Utc>>,
    /// The page of the incident, from the root.
    pub path: String,
    /// The incident's notices before this one, oldest first, for the mail thread.
    pub earlier: Vec<NoticeId>,
}

/// One affected component and region as readers know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AffectedName {
    /// The component.
    pub component: String,
    /// The region.
    pub region: String,
    /// Its health.
    pub health: Health,
}

/// How soon a notice leaves, smaller first: a P1 goes before everything else.
pub(crate) fn priority(severity: Option<Severity>) -> i32 {
    match severity {
        Some(Severity::P1) => 0,
        None => 1,
        Some(Severity::P2) => 2,
        Some(Severity::P3) => 3,
        Some(Severity::P4) => 4,
    }
}

/// Ids a `References` header may hold at most (bar M-3), less the root.
pub(crate) const EARLIER_LIMIT: usize = 19;
