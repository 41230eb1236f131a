//! A new incident and an update, checked.

use super::{
    IncidentInput, UpdateInput,
    checks::{affected, fact, filled, first_phase, moment_ahead, next_update, other_regions, percent, started, verified},
};
use crate::domain::{
    catalogue::Catalogue,
    health::Health,
    id::RegionId,
    impact::Pair,
    invalid::Faults,
    language::Language,
    notice::SaidAgain,
    phase::Phase,
    policy::Policy,
    saying,
    severity::Severity,
    text,
    triage::{self, Proposal},
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A new incident, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IncidentDraft {
    /// What is wrong.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub phase: Phase,
    /// The first update.
    pub body: String,
    /// Who is hit.
    pub affected: Vec<(Pair, Health)>,
    /// Percent of customers hit.
    pub customers_affected: Option<i32>,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// What the answers proposed.
    pub proposal: Option<Proposal>,
    /// Why it is another severity than that.
    pub reason: String,
    /// The regions whose readers are told, where they are not the affected ones.
    pub regions: Option<BTreeSet<RegionId>>,
    /// The groups of subscribers that it is told to alone, as they were named.
    pub subscriber_groups: Vec<String>,
    /// When it is expected to be over.
    pub eta_at: Option<DateTime<Utc>>,
    /// The cause in brief.
    pub cause: String,
    /// What customers can do meanwhile.
    pub workaround: String,
    /// Whether it is only an exercise.
    pub drill: bool,
    /// The same in further languages.
    pub translations: BTreeMap<Language, SaidAgain>,
    /// The template that it was written from; empty for none.
    pub template: String,
}

impl IncidentDraft {
    /// The places where not all is well.
    pub(crate) fn hit(&self) -> BTreeSet<Pair> {
        let hit = self.affected.iter().filter(|(_, health)| *health != Health::Operational);
        hit.map(|(pair, _)| pair.clone()).collect()
    }
}

/// An update, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UpdateDraft {
    /// The phase from now on.
    pub phase: Phase,
    /// The text.
    pub body: String,
    /// The severity from now on.
    pub severity: Severity,
    /// Health that changes.
    pub affected: Vec<(Pair, Health)>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// The facts from now on.
    pub facts: Facts,
    /// Whether the open parts are resolved with it.
    pub resolve_parts: bool,
    /// Whether what is said to be hit stays so when it ends the incident.
    pub keep_health: bool,
    /// The same in further languages.
    pub translations: BTreeMap<Language, SaidAgain>,
    /// The template that it was written from; empty for none.
    pub template: String,
}

/// What is known of an incident besides its thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// When it is expected to be over.
    pub eta_at: Option<DateTime<Utc>>,
    /// The cause in brief.
    pub cause: String,
    /// What customers can do meanwhile.
    pub workaround: String,
    /// Percent of customers hit.
    pub customers_affected: Option<i32>,
}

/// How an incident stands when it is updated.
#[derive(Clone, Debug)]
pub(crate) struct Standing<'a> {
    /// Its phase.
    pub phase: Phase,
    /// Its severity.
    pub severity: Severity,
    /// What is known.
    pub facts: Facts,
    /// Whether it is an extended outage.
    pub extended: bool,
    /// The policy it goes by.
    pub policy: &'a Policy,
    /// The regions whose readers were told of it; none when it is not told of by itself.
    pub told: Option<BTreeSet<RegionId>>,
}

impl IncidentDraft {
    /// Checks a new incident; every fault is told.
    pub(crate) fn parse(
        input: &IncidentInput,
        catalogue: &Catalogue,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = faults.take(text::line("title", &input.title, text::LINE_LIMIT));
        let customers_affected = percent(&mut faults, filled(input.customers_affected.as_ref()));
        let proposal = triage::propose(&input.triage, customers_affected);
        let severity = severity(&mut faults, input, proposal);
        let phase = first_phase(&mut faults, &input.phase);
        let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
        let affected = affected(&mut faults, &input.affected, catalogue);
        let regions = other_regions(&mut faults, input, &affected, catalogue);
        let started_at = started(&mut faults, filled(input.started_at.as_ref()), now);
        let usual = severity.and_then(|severity| policy.next_update(severity, false, now));
        let next_update_at = next_update(&mut faults, filled(input.next_update_at.as_ref()), usual, now);
        let eta_at = filled(input.eta_at.as_ref()).and_then(|text| moment_ahead(&mut faults, "eta_at", text, now));
        let cause = fact(&mut faults, "cause", input.cause.as_ref());
        let workaround = fact(&mut faults, "workaround", input.workaround.as_ref());
        let reason = fact(&mut faults, "severity_reason", Some(&input.severity_reason)).unwrap_or_default();
        let translations = saying::parse(&mut faults, &input.translations);
        faults.check()?;
        let (Some(title), Some(severity), Some(phase), Some(body)) = (title, severity, phase, body) else {
            return Err(Faults::default());
        };
        Ok(Self {
            title,
            severity,
            phase,
            body,
            affected,
            customers_affected,
            started_at,
            next_update_at,
            proposal,
            reason,
            regions,
            subscriber_groups: input.subscriber_groups.clone(),
            eta_at,
            cause: cause.unwrap_or_default(),
            workaround: workaround.unwrap_or_default(),
            drill: input.drill,
            translations,
            template: input.template.trim().to_owned(),
        })
    }
}

impl UpdateDraft {
    /// Checks an update to an incident as it stands; every fault is told.
    pub(crate) fn parse(
        input: &UpdateInput,
        standing: Standing<'_>,
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let next = faults.parse::<Phase>("phase", &input.phase);
        if let Some(Err(refusal)) = next.map(|next| standing.phase.advance(next)) {
            faults.add("phase", refusal);
        }
        let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
        let severity = match filled(input.severity.as_ref()) {
            Some(word) => faults.parse::<Severity>("severity", word),
            None => Some(standing.severity),
        };
        let affected = affected(&mut faults, &input.affected, catalogue);
        if let (Some(told), true) = (&standing.told, next.is_some_and(Phase::is_open)) {
            verified(&mut faults, input.regions.as_deref(), &affected, told, catalogue);
        }
        let facts = facts(&mut faults, input, standing.facts, now);
        let due = if next.is_some_and(Phase::is_open) {
            let extended = standing.extended && facts.eta_at.is_none();
            let usual = severity.and_then(|severity| standing.policy.next_update(severity, extended, now));
            next_update(&mut faults, filled(input.next_update_at.as_ref()), usual, now)
        } else {
            None
        };
        let translations = saying::parse(&mut faults, &input.translations);
        faults.check()?;
        let (Some(phase), Some(body), Some(severity)) = (next, body, severity) else { return Err(Faults::default()) };
        Ok(Self {
            phase,
            body,
            severity,
            affected,
            next_update_at: due,
            facts,
            resolve_parts: input.resolve_parts,
            keep_health: input.keep_health,
            translations,
            template: input.template.trim().to_owned(),
        })
    }
}

/// The severity that was chosen, or the proposed one. Choosing another than the proposed needs a reason (PRODUCT 2).
fn severity(faults: &mut Faults, input: &IncidentInput, proposal: Option<Proposal>) -> Option<Severity> {
    if input.severity.trim().is_empty() {
        if proposal.is_none() {
            faults.add("severity", "is not chosen; choose one, or answer the questions and it is proposed");
        }
        return proposal.map(|proposal| proposal.severity);
    }
    let chosen = faults.parse::<Severity>("severity", &input.severity)?;
    if let Some(proposal) = proposal.filter(|proposal| proposal.severity != chosen)
        && input.severity_reason.trim().is_empty()
    {
        let told = format!(
            "is needed: the answers propose {} since {}, and you chose {}",
            proposal.severity.code(),
            proposal.why,
            chosen.code()
        );
        faults.add("severity_reason", told);
    }
    Some(chosen)
}

/// The facts from now on: what the update says of them, and else what they were. An ETA that has passed is none.
fn facts(faults: &mut Faults, input: &UpdateInput, before: Facts, now: DateTime<Utc>) -> Facts {
    let eta_at = match &input.eta_at {
        None => before.eta_at.filter(|eta| *eta > now),
        Some(text) if text.trim().is_empty() => None,
        Some(text) => moment_ahead(faults, "eta_at", text.trim(), now),
    };
    Facts {
        eta_at,
        cause: fact(faults, "cause", input.cause.as_ref()).unwrap_or(before.cause),
        workaround: fact(faults, "workaround", input.workaround.as_ref()).unwrap_or(before.workaround),
        customers_affected: percent(faults, filled(input.customers_affected.as_ref())).or(before.customers_affected),
    }
}
