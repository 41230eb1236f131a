//! What staff and programs say when they open or update an incident.

use crate::domain::{saying::TranslationInput, triage::Answers};
use serde::{Deserialize, Serialize};

/// A new incident as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncidentInput {
    /// What is wrong, in one line of at most 120 characters.
    pub title: String,
    /// `p1`, `p2`, `p3` or `p4`; when left out, what the answers in `triage` and the share of customers propose.
    #[serde(default)]
    pub severity: String,
    /// What is known of how bad it is.
    #[serde(default)]
    pub triage: Answers,
    /// Why the severity is another than the answers propose; needed only then.
    #[serde(default)]
    pub severity_reason: String,
    /// `investigating` (default), `identified` or `monitoring`.
    #[serde(default)]
    pub phase: String,
    /// The first update, in Markdown. May be empty when a template is named. A moment as `{2026-03-01 09:00 UTC}` is shown on each
    /// reader's clock.
    #[serde(default)]
    pub body: String,
    /// Who is hit: each component and region with its health.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// The regions whose readers are told, by code or id. Those of `affected` when left out; others are refused unless
    /// `other_regions` is true.
    #[serde(default)]
    pub regions: Option<Vec<String>>,
    /// Tells the readers of `regions` on purpose, though others are affected.
    #[serde(default)]
    pub other_regions: bool,
    /// The groups of subscribers that it is told to alone, by name or id; to everyone who matches when left out.
    #[serde(default)]
    pub subscriber_groups: Vec<String>,
    /// Share of customers hit in percent, 0–100.
    #[serde(default)]
    pub customers_affected: Option<String>,
    /// When the trouble began (RFC 3339); now when left out. Not in the future, at most 30 days ago.
    #[serde(default)]
    pub started_at: Option<String>,
    /// When the next update will come (RFC 3339); by the severity's cadence when left out.
    #[serde(default)]
    pub next_update_at: Option<String>,
    /// When it is expected to be over (RFC 3339).
    #[serde(default)]
    pub eta_at: Option<String>,
    /// The cause in brief, in one line of at most 280 characters.
    #[serde(default)]
    pub cause: Option<String>,
    /// What customers can do meanwhile, in one line of at most 280 characters.
    #[serde(default)]
    pub workaround: Option<String>,
    /// An exercise: staff are told as customers would be, and nothing of it is public.
    #[serde(default)]
    pub drill: bool,
    /// The same in further languages.
    #[serde(default)]
    pub translations: Vec<TranslationInput>,
    /// The template that the text is written from: its id, or the word of its kind. Its fields are filled in, and its text
    /// is taken where `body` is empty.
    #[serde(default)]
    pub template: String,
}

/// One update as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateInput {
    /// The phase from now on; `resolved` ends the incident.
    pub phase: String,
    /// The text, in Markdown. May be empty when a template is named. A moment as `{2026-03-01 09:00 UTC}` is shown on each
    /// reader's clock.
    #[serde(default)]
    pub body: String,
    /// The severity from now on; unchanged when left out.
    #[serde(default)]
    pub severity: Option<String>,
    /// Health that changes with this update. Resolving returns every pair to operational.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// The regions whose readers were not told so far and are from now on, by code or id. Those of `affected` when left
    /// out; when given, every one that joins must be among them.
    #[serde(default)]
    pub regions: Option<Vec<String>>,
    /// The groups of subscribers that it is told to alone from now on, by name or id; an empty list is everyone who matches.
    /// Unchanged when left out.
    #[serde(default)]
    pub subscriber_groups: Option<Vec<String>>,
    /// When the next update will come (RFC 3339); by the severity's cadence when left out.
    #[serde(default)]
    pub next_update_at: Option<String>,
    /// When it is expected to be over (RFC 3339). Unchanged when left out, forgotten when empty.
    #[serde(default)]
    pub eta_at: Option<String>,
    /// The cause in brief, in one line of at most 280 characters. Unchanged when left out.
    #[serde(default)]
    pub cause: Option<String>,
    /// What customers can do meanwhile, in one line of at most 280 characters. Unchanged when left out.
    #[serde(default)]
    pub workaround: Option<String>,
    /// Share of customers hit in percent, 0–100; unchanged when left out.
    #[serde(default)]
    pub customers_affected: Option<String>,
    /// When it resolves the incident: resolves its open parts with it.
    #[serde(default)]
    pub resolve_parts: bool,
    /// When it resolves the incident: what `affected` names as hit stays so, until it is restored (PRODUCT 3.7). All else
    /// returns to operational.
    #[serde(default)]
    pub keep_health: bool,
    /// The same in further languages.
    #[serde(default)]
    pub translations: Vec<TranslationInput>,
    /// The template that the text is written from: its id, or the word of its kind. Its fields are filled in, and its text
    /// is taken where `body` is empty.
    #[serde(default)]
    pub template: String,
}

/// The health of one component in one region, as typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AffectedInput {
    /// Id or code of the component.
    pub component: String,
    /// Id or code of the region.
    pub region: String,
    /// `operational`, `under_maintenance`, `degraded_performance`, `partial_outage` or `major_outage`.
    pub health: String,
}
