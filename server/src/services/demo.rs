//! A believable company, to look around with: Northwind, three regions, twelve components, ninety days.

mod open;

use super::{Act, Refusal, additions, history};
use crate::{
    domain::{
        health::Health,
        history::{History, PastComponent, PastImpact, PastIncident, PastMaintenance, PastUpdate},
        id::{ComponentId, GroupId},
        link::Signer,
        maintenance::MaintenancePhase,
        phase::Phase,
        region::RegionDraft,
        severity::Severity,
        subscriber::SubscriptionInput,
    },
    store::{self, Conn},
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngExt, seq::IndexedRandom};

const REGIONS: [(&str, &str, &str); 3] =
    [("eu", "Europe", "Europe/Berlin"), ("us", "America", "America/New_York"), ("ap", "Asia", "Asia/Tokyo")];

const COMPONENTS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Commerce",
        &[
            ("Payments", "Cards, wallets and bank transfers"),
            ("Checkout", "The page on which customers pay"),
            ("Refunds", "Money back, in full or in part"),
        ],
    ),
    (
        "Platform",
        &[
            ("API", "Everything that programs call"),
            ("Webhooks", "Events we send to your systems"),
            ("Sign-in", "Accounts, single sign-on and keys"),
        ],
    ),
    (
        "Apps",
        &[
            ("Dashboard", "The web application"),
            ("Mobile app", "For iOS and Android"),
            ("Reporting", "Exports and nightly reports"),
        ],
    ),
    (
        "Support",
        &[
            ("Help centre", "Articles and contact forms"),
            ("Live chat", "People who answer"),
            ("Documentation", "Guides and reference"),
        ],
    ),
];

/// What went wrong, what it was, and what was done.
const STORIES: [(&str, &str, &str); 8] = [
    ("Elevated error rates", "A deploy raised memory use until workers restarted.", "We rolled the deploy back."),
    ("Slow responses", "A database index was missing after a migration.", "The index is back and queries are fast again."),
    (
        "Delayed processing",
        "A queue consumer lost its lease and did not come back.",
        "The consumer runs again and the backlog is gone.",
    ),
    ("Time-outs for some requests", "One availability zone lost packets.", "Traffic goes through the other zones."),
    ("Sign-in loops", "An expired certificate broke token checks.", "The certificate was renewed."),
    ("Missing data in lists", "A cache served old entries.", "The cache was cleared."),
    ("Failed uploads", "Object storage refused writes.", "The provider repaired the fault."),
    ("Wrong totals", "A rounding change reached production too early.", "The change was taken back and totals were recomputed."),
];

/// Fills an empty instance; one that has components already is left alone.
pub(crate) fn fill(conn: &mut Conn, act: &mut Act, signer: &Signer) -> Result<history::Written, Refusal> {
    if !store::catalogue::load(conn)?.components.is_empty() {
        return Err(Refusal::Conflict("this instance has components already; the demonstration needs an empty one".to_owned()));
    }
    let past = past(act)?;
    let written = history::write(conn, act, &past)?;
    let readers = subscribers(act);
    additions::add(conn, act, signer, &readers)?;
    Ok(written)
}

fn past(act: &mut Act) -> Result<History, Refusal> {
    let now = act.now;
    let known_since = now - TimeDelta::days(400);
    let mut history = History { title: Some("Northwind".to_owned()), ..History::default() };
    for (code, name, zone) in REGIONS {
        history.regions.push(RegionDraft::parse(code, name, zone)?);
    }
    for (group, members) in COMPONENTS {
        let id: GroupId = act.id();
        history.groups.push((id.clone(), group.to_owned()));
        for (name, description) in members {
            history.components.push(PastComponent {
                id: act.id(),
                name: (*name).to_owned(),
                description: (*description).to_owned(),
                group: Some(id.clone()),
                regions: REGIONS.iter().map(|(code, ..)| (*code).to_owned()).collect(),
                known_since,
            });
        }
    }
    let components: Vec<(ComponentId, String)> = history.components.iter().map(|c| (c.id.clone(), c.name.clone())).collect();
    let mut day = 88;
    while day > 1 {
        let started_at = now - TimeDelta::days(day) + TimeDelta::minutes(act.rng.random_range(0..1_200));
        history.incidents.push(resolved(act, started_at, &components));
        day -= act.rng.random_range(2..9);
    }
    let whole = open::payments(act, &components);
    let part = open::receipts(act, &whole.id, &components);
    history.incidents.extend([whole, part]);
    history.maintenances = maintenances(act, &components);
    Ok(history)
}

fn resolved(act: &mut Act, started_at: DateTime<Utc>, components: &[(ComponentId, String)]) -> PastIncident {
    let (what, cause, fix) = STORIES.choose(&mut act.rng).copied().unwrap_or(("Trouble", "", ""));
    let (component, name) = components.choose(&mut act.rng).cloned().unwrap_or((ComponentId::from(""), String::new()));
    let (region, place, _) = REGIONS.choose(&mut act.rng).copied().unwrap_or(("eu", "Europe", ""));
    let (severity, health) = [
        (Severity::P2, Health::MajorOutage),
        (Severity::P2, Health::PartialOutage),
        (Severity::P3, Health::PartialOutage),
        (Severity::P3, Health::DegradedPerformance),
        (Severity::P4, Health::DegradedPerformance),
    ]
    .choose(&mut act.rng)
    .copied()
    .unwrap_or((Severity::P3, Health::DegradedPerformance));
    let length = TimeDelta::minutes(act.rng.random_range(24..170));
    let resolved_at = started_at + length;
    let said = |at: TimeDelta, phase: Phase, body: String| (started_at + at, phase, body);
    let updates = thread(
        act,
        vec![
            said(
                TimeDelta::minutes(6),
                Phase::Investigating,
                format!("Some requests to {name} in {place} fail or take long. We are looking for the cause."),
            ),
            said(length / 2, Phase::Identified, (*cause).to_owned()),
            said(length * 3 / 4, Phase::Monitoring, format!("{fix} We are watching.")),
            said(length, Phase::Resolved, format!("{name} works normally again in {place}. {cause} {fix}")),
        ],
    );
    PastIncident {
        id: act.id(),
        title: format!("{what}: {name} in {place}"),
        severity,
        phase: Phase::Resolved,
        started_at,
        resolved_at: Some(resolved_at),
        next_update_at: None,
        customers_affected: None,
        parent: None,
        postmortem: postmortem(severity, resolved_at, cause, fix),
        updates,
        impacts: vec![PastImpact { component, region: region.to_owned(), health, from: started_at, until: Some(resolved_at) }],
    }
}

/// What is owed after a P2 (PRODUCT 2): a public review within three days.
fn postmortem(severity: Severity, resolved_at: DateTime<Utc>, cause: &str, fix: &str) -> Option<(String, DateTime<Utc>)> {
    let body = format!(
        "### What happened\n\n{cause}\n\n### What we did\n\n{fix}\n\n### What comes next\n\n- An alarm that rings before customers notice\n- A rehearsal of the way back, every quarter\n"
    );
    (severity == Severity::P2).then(|| (body, resolved_at + TimeDelta::hours(40)))
}

fn maintenances(act: &mut Act, components: &[(ComponentId, String)]) -> Vec<PastMaintenance> {
    let api = components.iter().find(|(_, name)| name == "API").map_or(ComponentId::from(""), |(id, _)| id.clone());
    vec![planned(act), done(act, api)]
}

/// The midnight so many days from now.
fn midnight(act: &Act, days: i64) -> DateTime<Utc> {
    (act.now + TimeDelta::days(days)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}

fn planned(act: &mut Act) -> PastMaintenance {
    let starts_at = midnight(act, 5) + TimeDelta::hours(1);
    let published_at = act.now - TimeDelta::days(2);
    let text = "We move reports to larger machines. Reports of that night come an hour later; nothing is lost.".to_owned();
    PastMaintenance {
        id: act.id(),
        title: "Reporting moves to larger machines".to_owned(),
        phase: MaintenancePhase::Scheduled,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(90),
        published_at,
        updates: thread_of(act, vec![(published_at, MaintenancePhase::Scheduled.to_string(), text)]),
        impacts: Vec::new(),
    }
}

fn done(act: &mut Act, component: ComponentId) -> PastMaintenance {
    let from = midnight(act, -20) + TimeDelta::hours(3);
    let published_at = from - TimeDelta::days(7);
    let until = from + TimeDelta::minutes(50);
    let announced = "We renew the network between our data centres in Asia.".to_owned();
    let said = vec![
        (published_at, MaintenancePhase::Scheduled.to_string(), announced),
        (until, MaintenancePhase::Completed.to_string(), "The work is done.".to_owned()),
    ];
    let region = "ap".to_owned();
    PastMaintenance {
        id: act.id(),
        title: "Network renewal in Asia".to_owned(),
        phase: MaintenancePhase::Completed,
        starts_at: from,
        ends_at: from + TimeDelta::hours(1),
        published_at,
        updates: thread_of(act, said),
        impacts: vec![PastImpact { component, region, health: Health::UnderMaintenance, from, until: Some(until) }],
    }
}

fn thread(act: &mut Act, said: Vec<(DateTime<Utc>, Phase, String)>) -> Vec<PastUpdate> {
    thread_of(act, said.into_iter().map(|(at, phase, body)| (at, phase.to_string(), body)).collect())
}

fn thread_of(act: &mut Act, said: Vec<(DateTime<Utc>, String, String)>) -> Vec<PastUpdate> {
    said.into_iter().map(|(said_at, phase, body)| PastUpdate { id: act.id(), phase, body, said_at }).collect()
}

/// Four hundred readers at addresses that can never receive mail (RFC 2606).
fn subscribers(act: &mut Act) -> Vec<SubscriptionInput> {
    (0..400)
        .map(|number| {
            let (region, _, zone) = REGIONS.choose(&mut act.rng).copied().unwrap_or(("eu", "", "UTC"));
            let everywhere = act.rng.random_bool(0.3);
            let severities: &[&str] = if act.rng.random_bool(0.25) { &["p1", "p2"] } else { &[] };
            SubscriptionInput {
                email: format!("reader{number:03}@customers.example"),
                regions: if everywhere { Vec::new() } else { vec![region.to_owned()] },
                severities: severities.iter().map(|word| (*word).to_owned()).collect(),
                zone: zone.to_owned(),
                ..SubscriptionInput::default()
            }
        })
        .collect()
}
