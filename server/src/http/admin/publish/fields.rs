//! The form of a new incident: from what was typed to the page, and back.

use super::{
    super::{health_grid, sayings},
    Form,
};
use crate::{
    domain::{incident::IncidentInput, invalid::Faults, phase::Phase, policy::Policy, severity::Severity, triage::Answers},
    http::{
        extract,
        present::forms::{self, answer},
    },
    state::App,
};
use allclear_app::{
    pages::admin::publish::{Publish, Verify},
    pieces::{Choice, Field, Kind, Options},
};

/// What was typed.
pub(super) fn read(fields: &extract::Fields) -> IncidentInput {
    let filled = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    let answered = |name: &str| match fields.get(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    IncidentInput {
        title: fields.get("title").to_owned(),
        severity: fields.get("severity").to_owned(),
        triage: Answers {
            complete_outage: answered("complete_outage"),
            data_or_security: answered("data_or_security"),
            workaround: answered("has_workaround"),
        },
        severity_reason: fields.get("severity_reason").to_owned(),
        phase: fields.get("phase").to_owned(),
        body: fields.get("body").to_owned(),
        affected: health_grid::read(fields, false),
        regions: Some(fields.all("regions")),
        other_regions: fields.get("other_regions") == "yes",
        subscriber_groups: fields.all("subscriber_groups"),
        customers_affected: filled("customers_affected"),
        started_at: filled("started_at"),
        // A promise that the form made stands for the cadence of whatever severity is chosen in the end.
        next_update_at: fields.typed("next_update_at", fields.get("prefilled")),
        eta_at: filled("eta_at"),
        cause: filled("cause"),
        workaround: filled("workaround"),
        drill: fields.get("drill") == "yes",
        translations: sayings::read(fields),
        template: fields.get("template").to_owned(),
    }
}

/// The page with what was typed.
pub(super) fn page(app: &App, staff: &extract::Staff, policy: &Policy, input: &IncidentInput, form: Form) -> Publish {
    let snapshot = app.hub.load();
    let faults = &form.faults;
    let promise = next_update(app, policy, input);
    let subject = "What customers cannot do, and where. It is the subject of the mail.";
    let advice = "Markdown. What they see, what we do, what they can do.";
    let next = forms::field("next_update_at", "Next update by, UTC", &cadence_hint(app, policy, input), &promise, faults);
    let reason =
        forms::field("severity_reason", "Why another severity", "Only when you overrule.", &input.severity_reason, faults);
    let drill =
        Choice { hint: "Staff only; nothing is public.".to_owned(), ..Choice::new("yes", "This is a drill", input.drill) };
    Publish {
        frame: super::super::frame(app, staff, "/admin/incidents", "New incident"),
        title: forms::field("title", "Title", subject, &input.title, faults),
        questions: questions(&input.triage, faults),
        severity: severities(input, faults),
        reason: Field { optional: true, ..reason },
        extent: extent(input, faults),
        grid: health_grid::grid(&snapshot.state.catalogue, &input.affected, |_| true),
        phase: phases(input, faults),
        body: forms::words("body", "First update", advice, &input.body, faults),
        sayings: sayings::fields(&input.translations, faults, true),
        next: Field { kind: Kind::Moment, optional: true, ..next },
        more: more(input, faults),
        drill: forms::options("drill", "Exercise", "", vec![drill], faults),
        prefilled: if input.next_update_at.is_some() { String::new() } else { promise },
        verify: verify(app, input, faults),
        faults: forms::summary(faults),
        key: form.key,
        suspicion: form.suspicion,
        audience: form.audience,
        changed: form.changed,
        ..Publish::default()
    }
}

/// The regions to tick as verified; and what to tick when others than the affected ones are meant.
fn verify(app: &App, input: &IncidentInput, faults: &Faults) -> Verify {
    let ticked = input.regions.clone().unwrap_or_default();
    let regions = app.hub.load().state.catalogue.regions.clone();
    let choices = regions.into_iter().map(|region| {
        let is_ticked = ticked.iter().any(|text| *text == region.code || *text == region.id.as_str());
        Choice::new(region.code, region.name, is_ticked)
    });
    let hint = "Tick the regions whose readers you tell. They must be those of the affected places.";
    let differs = forms::error(faults, "regions").is_some_and(|told| told.starts_with("differ")) || input.other_regions;
    Verify {
        regions: forms::options("regions", "I have verified the regions", hint, choices.collect(), faults),
        other: differs.then(|| {
            let choice =
                Choice::new("yes", "I mean it: tell the ticked regions, though others are affected", input.other_regions);
            forms::options("other_regions", "Other regions", "", vec![choice], faults)
        }),
    }
}

fn questions(answers: &Answers, faults: &Faults) -> Vec<Options> {
    vec![
        answer("complete_outage", "Is the whole service out?", answers.complete_outage, faults),
        answer("data_or_security", "Is data or security at risk?", answers.data_or_security, faults),
        answer("has_workaround", "Is there a work-around?", answers.workaround, faults),
    ]
}

fn severities(input: &IncidentInput, faults: &Faults) -> Options {
    let hint = "By the answers and the share of customers.".to_owned();
    let proposed = Choice { hint, ..Choice::new("", "As proposed", input.severity.is_empty()) };
    let choices = Severity::ALL.iter().map(|one| Choice {
        hint: meaning(*one).to_owned(),
        ..Choice::new(one.as_str(), one.label(), one.as_str() == input.severity)
    });
    forms::options("severity", "Severity", "", std::iter::once(proposed).chain(choices).collect(), faults)
}

fn phases(input: &IncidentInput, faults: &Faults) -> Options {
    let chosen = if input.phase.is_empty() { Phase::Investigating.as_str() } else { &input.phase };
    let choices = Phase::ALL.iter().filter(|phase| phase.may_begin());
    let choices = choices.map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == chosen));
    forms::options("phase", "Phase", "", choices.collect(), faults)
}

/// How many customers are hit, and since when.
fn extent(input: &IncidentInput, faults: &Faults) -> Vec<Field> {
    let share = text(input.customers_affected.as_ref());
    let began = text(input.started_at.as_ref());
    let share = forms::field("customers_affected", "Customers affected, %", "When known.", share, faults);
    let began = forms::field("started_at", "Began, UTC", "Now, when left empty.", began, faults);
    vec![Field { optional: true, ..share }, Field { kind: Kind::Moment, optional: true, ..began }]
}

/// What is rarely known at the beginning.
fn more(input: &IncidentInput, faults: &Faults) -> Vec<Field> {
    let what = "One line; it stands beside the update and in the mail.";
    let eta =
        forms::field("eta_at", "Expected to end, UTC", "Only when you are sure enough.", text(input.eta_at.as_ref()), faults);
    let workaround = forms::field("workaround", "What customers can do", what, text(input.workaround.as_ref()), faults);
    let cause = forms::field("cause", "Cause", "One line, once it is known.", text(input.cause.as_ref()), faults);
    let fields = [Field { kind: Kind::Moment, ..eta }, workaround, cause];
    fields.into_iter().map(|field| Field { optional: true, ..field }).collect()
}

fn text(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}

/// The promise that was typed, or what the chosen severity asks for.
fn next_update(app: &App, policy: &Policy, input: &IncidentInput) -> String {
    if let Some(typed) = &input.next_update_at {
        return typed.clone();
    }
    let severity = input.severity.parse::<Severity>().ok();
    let due = severity.and_then(|severity| policy.next_update(severity, false, app.clock.now()));
    due.map(|due| due.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

fn cadence_hint(app: &App, policy: &Policy, input: &IncidentInput) -> String {
    let now = app.clock.now().format("%H:%M");
    let Ok(severity) = input.severity.parse::<Severity>() else {
        return format!("Left empty: by the policy of the severity. It is {now} UTC.");
    };
    match policy.cadence(severity, false) {
        Some(pause) => format!("{} asks for an update every {} minutes. It is {now} UTC.", severity.code(), pause.num_minutes()),
        None => format!("{} promises no time. It is {now} UTC.", severity.code()),
    }
}

/// The meaning of a severity to staff (PRODUCT 2).
fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::P1 => "Whole service out, data or security at risk, or over 25 % of customers.",
        Severity::P2 => "Major feature out or slow, 10 to 25 %.",
        Severity::P3 => "Minor feature, under 10 %, some impact.",
        Severity::P4 => "Cosmetic, or a work-around exists.",
    }
}
