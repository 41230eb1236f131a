//! The form of an update: from what was typed to the page, and back.

use super::{
    super::{health_grid, incident as incidents, sayings, subscriber_groups, templates},
    Typed,
};
use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        incident::{AffectedInput, UpdateInput},
        invalid::Faults,
        link,
        severity::Severity,
        template::TemplateKind,
    },
    http::{extract, present::forms},
    state::App,
};
use allclear_app::{
    pages::admin::incident::Update,
    pieces::{Choice, Field, Kind, Options},
};
use chrono::{DateTime, Utc};

/// What was typed.
pub(super) fn input(fields: &extract::Fields) -> UpdateInput {
    let filled = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    let said = |name: &str| Some(fields.get(name).to_owned());
    UpdateInput {
        phase: fields.get("phase").to_owned(),
        body: fields.get("body").to_owned(),
        severity: filled("severity"),
        affected: health_grid::read(fields, true),
        regions: Some(fields.all("regions")),
        subscriber_groups: Some(fields.all("subscriber_groups")),
        // A promise that the form made stands for the cadence of whatever severity is chosen.
        next_update_at: fields.typed("next_update_at", fields.get("prefilled")),
        eta_at: said("eta_at"),
        cause: said("cause"),
        workaround: said("workaround"),
        customers_affected: filled("customers_affected"),
        resolve_parts: fields.get("resolve_parts") == "yes",
        keep_health: fields.get("keep_health") == "yes",
        translations: sayings::read(fields),
        template: fields.get("template").to_owned(),
    }
}

/// The form with what was typed, or with the incident as it stands.
pub(in crate::http::admin) fn form(app: &App, known: &incidents::Known, catalogue: &Catalogue, typed: Option<Typed>) -> Update {
    let incident = &known.incident;
    let typed = typed.unwrap_or_else(|| {
        let key = link::secret(&mut app.act("").rng);
        Typed::new(as_it_stands(known, app.clock.now()), key)
    });
    let Typed { input, faults, key, audience } = typed;
    let phases =
        incident.phase.may_follow().iter().map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == input.phase));
    let chosen = input.severity.as_deref().unwrap_or(incident.severity.as_str());
    let severities = Severity::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == chosen));
    let advice = "Left empty: by the cadence of the severity. Nothing is promised after the end.";
    let extended = known.response.extended_at.is_some();
    let due = known.policy.next_update(incident.severity, extended, app.clock.now());
    let due = due.filter(|_| incident.parent.is_none()).map(|due| due.format("%Y-%m-%dT%H:%M").to_string());
    let promise = input.next_update_at.clone().or(due).unwrap_or_default();
    Update {
        prefilled: if input.next_update_at.is_some() { String::new() } else { promise.clone() },
        action: format!("/admin/incidents/{}/updates", incident.id),
        seen: incident.revision.to_string(),
        key,
        faults: forms::summary(&faults),
        phase: forms::options(
            "phase",
            "Phase",
            "Resolved returns everything to operational, unless you say below that it stays.",
            phases.collect(),
            &faults,
        ),
        severity: forms::options("severity", "Severity", "", severities.collect(), &faults),
        body: forms::words("body", "Text", body_advice(extended), &input.body, &faults),
        sayings: sayings::fields(&input.translations, &faults, false),
        template: templates::choice(&known.templates, kinds(extended), &input.template, &faults),
        grid: health_grid::grid(catalogue, &input.affected, |id| known.is_hit(id)),
        others: health_grid::grid(catalogue, &input.affected, |id| !known.is_hit(id)),
        spreads: input.affected.iter().any(|one| !known.is_hit(&one.component) && one.health != Health::Operational.as_str()),
        verify: verify(catalogue, &input, &faults),
        groups: groups(known, &input, &faults),
        audience,
        more: more(&input, &faults),
        parts: parts(known, &input, &faults),
        keep: keep(&input, &faults),
        next: Field {
            kind: Kind::Moment,
            optional: true,
            ..forms::field("next_update_at", "Next update by, UTC", advice, &promise, &faults)
        },
    }
}

/// The groups that it can be told to alone; a part is told of with its whole.
fn groups(known: &incidents::Known, input: &UpdateInput, faults: &Faults) -> Option<Options> {
    let ticked = input.subscriber_groups.as_deref().unwrap_or_default();
    let is_part = known.incident.parent.is_some();
    if is_part { None } else { subscriber_groups::choice(&known.groups, ticked, faults) }
}

/// The regions to tick as verified, once one joins whose readers were not told so far.
fn verify(catalogue: &Catalogue, input: &UpdateInput, faults: &Faults) -> Option<Options> {
    let ticked = input.regions.clone().unwrap_or_default();
    let joins = forms::error(faults, "regions").is_some() || !ticked.is_empty();
    joins.then(|| {
        let choices = catalogue.regions.iter().map(|region| {
            let is_ticked = ticked.iter().any(|text| *text == region.code || *text == region.id.as_str());
            Choice::new(region.code.clone(), region.name.clone(), is_ticked)
        });
        let hint = "Tick the regions that join. From now on their readers hear of it, too.";
        forms::options("regions", "I have verified the regions", hint, choices.collect(), faults)
    })
}

/// The templates that fit, the likely ones first.
fn kinds(extended: bool) -> &'static [TemplateKind] {
    if extended {
        &[TemplateKind::Extended, TemplateKind::Progress, TemplateKind::Resolution]
    } else {
        &[TemplateKind::Progress, TemplateKind::Resolution, TemplateKind::Extended]
    }
}

fn body_advice(extended: bool) -> &'static str {
    if extended {
        "Markdown. What we know, what we do not know, and what customers can do meanwhile."
    } else {
        "Markdown. What changed since the last update."
    }
}

/// Facts that may change with an update.
fn more(input: &UpdateInput, faults: &Faults) -> Vec<Field> {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let eta = "Empty when it is not known. Naming one ends an extended outage.";
    let eta = forms::field("eta_at", "Expected to end, UTC", eta, &text(&input.eta_at), faults);
    let workaround = forms::field("workaround", "What customers can do", "One line.", &text(&input.workaround), faults);
    let cause = forms::field("cause", "Cause", "One line, once it is known.", &text(&input.cause), faults);
    let share = forms::field("customers_affected", "Customers affected, %", "", &text(&input.customers_affected), faults);
    let fields = [Field { kind: Kind::Moment, ..eta }, workaround, cause, share];
    fields.into_iter().map(|field| Field { optional: true, ..field }).collect()
}

/// Whether what is marked as hit stays so after the end (PRODUCT 3.7).
fn keep(input: &UpdateInput, faults: &Faults) -> Options {
    let choice = Choice::new("yes", "What is marked as hit stays so", input.keep_health);
    let hint = "Only when this update resolves it; you return it to operational later.";
    forms::options("keep_health", "At the end", hint, vec![choice], faults)
}

/// Whether the open parts end with the whole.
fn parts(known: &incidents::Known, input: &UpdateInput, faults: &Faults) -> Option<Options> {
    let open = known.parts.iter().filter(|part| part.phase.is_open()).count();
    (open > 0).then(|| {
        let choice = Choice::new("yes", format!("Resolve its open parts with it ({open})"), input.resolve_parts);
        forms::options("resolve_parts", "Parts", "Only when this update resolves the whole.", vec![choice], faults)
    })
}

fn as_it_stands(known: &incidents::Known, now: DateTime<Utc>) -> UpdateInput {
    let affected = known.impacts.iter().map(|(pair, health)| AffectedInput {
        component: pair.component.to_string(),
        region: pair.region.to_string(),
        health: health.to_string(),
    });
    let incident = &known.incident;
    UpdateInput {
        phase: incident.phase.to_string(),
        affected: affected.collect(),
        subscriber_groups: Some(known.told_to.iter().map(ToString::to_string).collect()),
        eta_at: incident.eta_at.filter(|eta| *eta > now).map(|eta| eta.format("%Y-%m-%dT%H:%M").to_string()),
        cause: Some(incident.cause.clone()),
        workaround: Some(incident.workaround.clone()),
        customers_affected: incident.customers_affected.map(|share| share.to_string()),
        ..UpdateInput::default()
    }
}
