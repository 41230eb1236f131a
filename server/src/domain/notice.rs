//! One thing to tell, in no channel's words (PRODUCT 8).
//!
//! A notice is frozen when it is written: what a mail says does not change when the incident goes on.

use super::{
    health::Health, id::NoticeId, language::Language, maintenance::Effect, phase::Phase, severity::Severity, sla::Percent,
    template::Texts,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

super::words! {
    /// What happened.
    NoticeKind {
        /// An incident was published.
        Opened = "opened", "Service alert";
        /// An incident goes on.
        Updated = "updated", "Update";
        /// An incident is over.
        Resolved = "resolved", "Resolved";
        /// The review of an incident is public.
        Reviewed = "reviewed", "Post-mortem";
        /// An incident was none.
        Retracted = "retracted", "False alarm";
        /// A maintenance was planned.
        Planned = "planned", "Planned maintenance";
        /// A maintenance comes soon.
        Upcoming = "upcoming", "Maintenance comes soon";
        /// A maintenance has another window.
        Moved = "moved", "Maintenance moved";
        /// A maintenance began.
        Started = "started", "Maintenance began";
        /// More was said of a maintenance.
        Progress = "progress", "Maintenance update";
        /// A maintenance takes longer.
        Overrun = "overrun", "Maintenance takes longer";
        /// A maintenance is over.
        Finished = "finished", "Maintenance is over";
        /// A maintenance was called off.
        Cancelled = "cancelled", "Maintenance called off";
        /// A customer gets something back.
        Credited = "credited", "Service credit";
        /// Something that staff must know or do.
        Staff = "staff", "To staff";
        /// Somebody asked to subscribe and must confirm.
        Confirm = "confirm", "Confirmation";
        /// Somebody who is subscribed already asked again.
        Manage = "manage", "Preferences";
        /// Somebody wants to see that it arrives.
        Test = "test", "Test";
    }
}

impl NoticeKind {
    /// What is written to one address that asked for it.
    pub(crate) const LETTERS: [Self; 3] = [Self::Confirm, Self::Manage, Self::Test];

    /// Whether it is one of those letters.
    pub(crate) fn is_letter(self) -> bool {
        Self::LETTERS.contains(&self)
    }

    /// Whether it was published for those whom it concerns: neither a letter nor word to staff.
    pub(crate) fn is_publication(self) -> bool {
        !self.is_letter() && self != Self::Staff
    }

    /// Whether it tells of a maintenance.
    pub(crate) fn is_of_maintenance(self) -> bool {
        use NoticeKind::{Cancelled, Finished, Moved, Overrun, Planned, Progress, Started, Upcoming};
        matches!(self, Planned | Upcoming | Moved | Started | Progress | Overrun | Finished | Cancelled)
    }
}

/// What is told of an incident.
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
    /// When it is expected to be over.
    #[serde(default)]
    pub eta_at: Option<DateTime<Utc>>,
    /// The cause in brief.
    #[serde(default)]
    pub cause: String,
    /// What customers can do meanwhile.
    #[serde(default)]
    pub workaround: String,
    /// The page of the incident, from the root.
    pub path: String,
    /// What was said before, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Before>,
    /// The incident's notices before this one, oldest first, for the mail thread.
    pub earlier: Vec<NoticeId>,
    /// What staff say in further languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<Language, SaidAgain>,
    /// Whether some readers' organisations get something back, which stands in their mails alone.
    #[serde(default)]
    pub credited: bool,
    /// What mails say around the words, by language.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub layout: Texts,
    /// Percent of customers hit.
    #[serde(default)]
    pub share: Option<i32>,
    /// The groups of what is affected.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// What a customer gets back for a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CreditNews {
    /// The month, `2026-03`.
    pub month: String,
    /// In hundredths of the currency.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// What was worst.
    pub component: String,
    /// Where it was worst.
    pub region: String,
    /// How much of the month it was available there.
    pub availability: Percent,
}

/// Title and text in another language; an empty one was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SaidAgain {
    /// The title.
    pub title: String,
    /// The update's Markdown.
    pub body: String,
}

/// An update before the one that is told of: it is told again to whoever may not have been reached in time (bar R-11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Before {
    /// Where it stood then.
    pub phase: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// The update's Markdown.
    pub body: String,
    /// What staff said in further languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<Language, String>,
}

impl IncidentNews {
    /// Title and text as a reader of `language` should have them; each as it was said first where it was not said again.
    pub(crate) fn in_language(&self, language: Language) -> (&str, &str) {
        said_again(&self.translations, language, (&self.title, &self.body))
    }
}

/// Title and text in a language; each as it was said first where it was not said again.
fn said_again<'a>(
    translations: &'a BTreeMap<Language, SaidAgain>,
    language: Language,
    (title, body): (&'a str, &'a str),
) -> (&'a str, &'a str) {
    let again = translations.get(&language);
    let given = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let (other_title, other_body) = again.map_or((None, None), |again| (given(&again.title), given(&again.body)));
    (other_title.unwrap_or(title), other_body.unwrap_or(body))
}

/// What is told of a maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MaintenanceNews {
    /// What is done.
    pub title: String,
    /// What is said, in Markdown; nothing when it happened by itself.
    pub body: String,
    /// What is worked on, by name.
    pub affected: Vec<AffectedName>,
    /// What customers notice of it.
    pub effect: Effect,
    /// The start.
    pub starts_at: DateTime<Utc>,
    /// The end as it is expected now.
    pub ends_at: DateTime<Utc>,
    /// The window before it was moved, or before it took longer.
    pub before: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What customers should do.
    pub advice: String,
    /// Until when customers should speak up.
    pub contact_by: Option<DateTime<Utc>>,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// How often the window was changed, for calendars.
    pub sequence: i32,
    /// The page of the maintenance, from the root.
    pub path: String,
    /// Its notices before this one, oldest first, for the mail thread.
    pub earlier: Vec<NoticeId>,
    /// What staff say in further languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<Language, SaidAgain>,
    /// What mails say around the words, by language.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub layout: Texts,
    /// The next dates of what comes again.
    #[serde(default)]
    pub further: Vec<DateTime<Utc>>,
}

impl MaintenanceNews {
    /// Title and text as a reader of `language` should have them.
    pub(crate) fn in_language(&self, language: Language) -> (&str, &str) {
        said_again(&self.translations, language, (&self.title, &self.body))
    }
}

/// What staff must know or do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StaffNews {
    /// What it is about, in one line.
    pub subject: String,
    /// What there is to know, a sentence or a paragraph each.
    pub sentences: Vec<String>,
    /// Moments by name, which each reads in their own zone.
    #[serde(default)]
    pub moments: Vec<(String, DateTime<Utc>)>,
    /// What to do, in words.
    pub action: String,
    /// Where to do it, from the root.
    pub path: String,
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
