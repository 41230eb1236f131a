//! The page of one incident or maintenance.

use super::{
    data, entries,
    frame::shown,
    prose::{self, Promise},
    time::moment,
    tone::{self, tone},
    view::View,
};
use crate::{
    domain::{health::Health, id::IncidentId, impact::Pair, maintenance::MaintenancePhase, phase::Phase},
    locale,
    snapshot::{IncidentRecord, MaintenanceRecord},
    store::updates::Update,
};
use allclear_app::{
    Lang, Tone,
    pages::{
        Frame, Shared,
        incident::{Grid, Incident},
    },
    pieces::{Fact, Post, State},
    say,
};

/// The page of an incident.
pub(crate) fn incident(view: View<'_>, record: &IncidentRecord) -> Incident {
    let (incident, lang) = (&record.incident, view.lang);
    let affected = record.affected();
    let worst = tone::open_tone(affected.iter().map(|(_, health)| *health).max());
    let is_open = incident.phase.is_open();
    let mut facts = vec![Fact::Moment(lang.say("started"), moment(lang, incident.started_at))];
    if let Some(end) = incident.resolved_at {
        facts.push(Fact::Moment(lang.say("resolved"), moment(lang, end)));
        facts.push(Fact::Text(lang.say("lasted"), locale::length(lang, end - incident.started_at)));
    } else {
        facts.push(Fact::Text(lang.say("lasts"), locale::length(lang, view.state.now - incident.started_at)));
    }
    facts.extend(promise(view, record).filter(|_| is_open));
    let eta = incident.eta_at.filter(|eta| is_open && *eta > view.state.now);
    facts.extend(eta.map(|eta| Fact::Moment(lang.say("expected-end"), moment(lang, eta))));
    for (word, text) in [("cause", &incident.cause), ("what-to-do", &incident.workaround)] {
        facts.extend((!text.is_empty()).then(|| Fact::Text(lang.say(word), text.clone())));
    }
    if let Some(percent) = incident.customers_affected {
        facts.push(Fact::Text(lang.say("customers-affected"), say!(lang, "about-percent", number = percent)));
    }
    let now = match incident.phase {
        Phase::Resolved => State::said(Tone::Operational, lang.say("phase-resolved")),
        Phase::FalseAlarm => State::said(Tone::Unknown, lang.say("phase-false_alarm")),
        _ if affected.is_empty() => State::said(worst, lang.say("state-open")),
        _ => State::of(worst),
    };
    let path = format!("/incidents/{}", incident.id);
    let phase = phase_label(lang, incident.phase.as_str());
    let frame = shown(view, &format!("{phase}: {}", incident.title), &path, now.tone);
    let review = record.postmortem.as_ref().map(|_| (lang.say("read-postmortem"), view.plain(&format!("{path}/postmortem"))));
    Incident {
        frame: Frame {
            description: last_word(lang, &record.updates, promised(view, record)),
            shared: Shared { data: data::incident(view, record), ..frame.shared.clone() },
            ..frame
        },
        title: incident.title.clone(),
        severity: Some(tone::severity(lang, incident.severity)),
        state: now,
        phase: if is_open { phase } else { String::new() },
        counting: None,
        facts,
        grid: grid(view, &affected, is_open),
        links: review.into_iter().chain(is_open.then(|| follow(view, &incident.id))).collect(),
        address: format!("{}{path}", view.state.url),
        related: related(view, record),
        posts: posts(lang, &record.updates, worst, promised(view, record)),
    }
}

/// Where an open incident is followed.
fn follow(view: View<'_>, id: &IncidentId) -> (String, String) {
    (view.lang.say("follow"), view.plain(&format!("/subscribe?incident={id}")))
}

/// The larger incident it is part of, or its own parts.
fn related(view: View<'_>, record: &IncidentRecord) -> Vec<allclear_app::pieces::Entry> {
    let whole = record.incident.parent.as_ref().and_then(|id| view.state.incident(id.as_str()));
    let parts = view.state.parts(&record.incident.id);
    whole.into_iter().chain(parts).map(|other| entries::incident(view, other, false)).collect()
}

/// The page of a maintenance.
pub(crate) fn maintenance(view: View<'_>, record: &MaintenanceRecord) -> Incident {
    let (maintenance, lang) = (&record.maintenance, view.lang);
    let facts = vec![
        Fact::Moment(lang.say("begins"), moment(lang, maintenance.starts_at)),
        Fact::Moment(lang.say("ends"), moment(lang, maintenance.ends_at)),
        Fact::Text(lang.say("takes"), locale::length(lang, maintenance.ends_at - maintenance.starts_at)),
    ];
    let facts = facts.into_iter().chain(noticed(view, record)).collect();
    let path = format!("/maintenance/{}", maintenance.id);
    let title = say!(lang, "maintenance-title", title = maintenance.title.as_str());
    let frame = shown(view, &title, &path, Tone::Maintenance);
    Incident {
        frame: Frame { description: last_word(lang, &record.updates, Promise::Past), ..frame },
        title: maintenance.title.clone(),
        severity: None,
        state: State::said(Tone::Maintenance, lang.say("planned-work")),
        phase: maintenance_phase(view, record),
        counting: entries::counting(view, record),
        facts,
        grid: grid(view, &record.affected(), maintenance.phase.is_open()),
        links: vec![(lang.say("to-calendar"), view.plain(&format!("{path}/calendar.ics")))],
        address: format!("{}{path}", view.state.url),
        related: Vec::new(),
        posts: posts(lang, &record.updates, Tone::Maintenance, Promise::Past),
    }
}

/// What customers notice of a maintenance, and what they can do before it.
fn noticed(view: View<'_>, record: &MaintenanceRecord) -> Vec<Fact> {
    let (maintenance, lang) = (&record.maintenance, view.lang);
    let before = maintenance.planned_end_at.map(|end| Fact::Moment(lang.say("planned-end"), moment(lang, end)));
    if !maintenance.phase.is_open() {
        return before.into_iter().collect();
    }
    let mut facts: Vec<Fact> = before.into_iter().collect();
    facts.push(Fact::Text(lang.say("effect"), lang.say(&format!("effect-{}", maintenance.effect))));
    facts.extend((!maintenance.advice.is_empty()).then(|| Fact::Text(lang.say("what-to-do"), maintenance.advice.clone())));
    let contact = maintenance.contact_by.filter(|contact| *contact > view.state.now);
    facts.extend(contact.map(|contact| Fact::Moment(lang.say("contact-by"), moment(lang, contact))));
    facts
}

/// What is said of the next update. A time that has passed is never shown: it is late, and by so much.
pub(super) fn promise(view: View<'_>, record: &IncidentRecord) -> Option<Fact> {
    let (next, lang) = (record.incident.next_update_at?, view.lang);
    Some(if next > view.state.now {
        Fact::Moment(lang.say("next-update-by"), moment(lang, next))
    } else {
        Fact::Text(lang.say("next-update"), say!(lang, "late-by", length = locale::length(lang, view.state.now - next)))
    })
}

/// What an incident promises now.
pub(crate) fn promised(view: View<'_>, record: &IncidentRecord) -> Promise {
    Promise::of_incident(&record.incident, view.state.now)
}

/// Updates as posts; the end is drawn as well, the rest in the look of the trouble. A review has its own page.
///
/// Only the newest may still promise something.
pub(crate) fn posts(lang: Lang, updates: &[Update], worst: Tone, promise: Promise) -> Vec<Post> {
    let said = updates.iter().filter(|update| update.phase != "postmortem").enumerate();
    said.map(|(place, update)| Post {
        id: update.id.to_string(),
        tone: match update.phase.as_str() {
            "resolved" | "completed" => Tone::Operational,
            _ => worst,
        },
        phase: phase_label(lang, &update.phase),
        said_at: moment(lang, update.said_at),
        body_html: prose::html(lang, &update.body, promise.at(place)),
        edited: update.edited_at.map(|time| moment(lang, time)),
        edit: None,
    })
    .collect()
}

/// A phase of an incident or maintenance, by its word.
pub(crate) fn phase_label(lang: Lang, word: &str) -> String {
    lang.say(&format!("phase-{word}"))
}

/// The phase in words; what should be over and is not runs over (PRODUCT 5).
pub(super) fn maintenance_phase(view: View<'_>, record: &MaintenanceRecord) -> String {
    let maintenance = &record.maintenance;
    match maintenance.phase {
        MaintenancePhase::InProgress | MaintenancePhase::Verifying if maintenance.ends_at <= view.state.now => {
            view.lang.say("phase-running-over")
        }
        phase if phase.is_running() && maintenance.planned_end_at.is_some() => view.lang.say("notice-overrun"),
        phase => phase_label(view.lang, phase.as_str()),
    }
}

/// What is hit where, as a table.
fn grid(view: View<'_>, affected: &[(Pair, Health)], is_open: bool) -> Grid {
    let catalogue = &view.state.catalogue;
    let hit = |component: &str, region: &str| {
        affected.iter().find(|(pair, _)| pair.component.as_str() == component && pair.region.as_str() == region)
    };
    let regions: Vec<_> =
        catalogue.regions.iter().filter(|region| affected.iter().any(|(pair, _)| pair.region == region.id)).collect();
    let components = catalogue.components.iter().filter(|one| affected.iter().any(|(pair, _)| pair.component == one.id));
    let rows = components.map(|one| {
        let cells = regions.iter().map(|region| hit(one.id.as_str(), region.id.as_str()));
        (one.name.clone(), cells.map(|cell| cell.map(|(_, health)| State::of(tone(*health)))).collect())
    });
    Grid {
        caption: view.lang.say(if is_open { "affected-now" } else { "affected-then" }),
        rows: rows.collect(),
        columns: regions.iter().map(|region| region.name.clone()).collect(),
    }
}

/// The last word as one line, for search engines and shared links.
fn last_word(lang: Lang, updates: &[Update], promise: Promise) -> String {
    let text = updates.first().map(|update| prose::plain(lang, &update.body, promise)).unwrap_or_default();
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 160 { format!("{}…", line.chars().take(159).collect::<String>()) } else { line }
}
