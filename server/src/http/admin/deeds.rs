//! What else may be done with an open incident, each in a form that is folded away.

use super::incident::Known;
use crate::{
    domain::{
        duty::Duty,
        invalid::Faults,
        phase::Phase,
        policy::minutes,
        sla::{CreditState, Month},
    },
    http::present::{self, forms},
    locale,
    state::App,
};
use allclear_app::{
    Lang,
    pages::admin::{
        form::{Form, Part},
        incident::Deed,
    },
    pieces::{Choice, Fact, Field, Kind, Options},
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeMap, fmt::Write};

/// Every form for an open incident.
pub(super) fn all(known: &Known, apology: &str, now: DateTime<Utc>) -> Vec<Deed> {
    let mut deeds = vec![assessment(known), crew(known)];
    let wants_room = known.policy.rule(known.incident.severity).war_room_within.is_some();
    if wants_room || known.response.war_room_at.is_some() {
        deeds.push(war_room(known, now));
    }
    if known.incident.parent.is_some() {
        deeds.push(split(known));
    } else {
        deeds.extend((!known.others.is_empty()).then(|| fold(known)));
        deeds.extend((!known.incident.drill).then(|| credits(known)));
        deeds.push(retract(known, apology));
    }
    deeds.extend((known.response.policy != known.in_force).then(|| policy(known)));
    deeds
}

/// Every form for one that is over.
pub(super) fn after(known: &Known, apology: &str) -> Vec<Deed> {
    let button = "Return everything to operational";
    let restore = (!known.impacts.is_empty()).then(|| Deed {
        id: "restore",
        open: true,
        form: form(known, "What stayed hit", "restore", Vec::new(), button),
        ..Deed::default()
    });
    let none = known.incident.phase == Phase::Resolved && known.incident.parent.is_none();
    restore.into_iter().chain(none.then(|| retract(known, apology))).collect()
}

fn form(known: &Known, heading: &str, deed: &str, parts: Vec<Part>, button: &str) -> Form {
    Form {
        heading: heading.to_owned(),
        action: format!("/admin/incidents/{}/{deed}", known.incident.id),
        hidden: vec![("seen", known.incident.revision.to_string())],
        parts,
        button: button.to_owned(),
        faults: Vec::new(),
        files: false,
    }
}

fn field(name: &'static str, label: &str, hint: &str, value: &str) -> Field {
    forms::field(name, label, hint, value, &Faults::default())
}

fn select(name: &'static str, label: &str, choices: Vec<Choice>) -> Part {
    Part::Select(Options { name, legend: label.to_owned(), choices, ..Options::default() })
}

fn assessment(known: &Known) -> Deed {
    let advice = "What may be the cause, how far it reaches, when it may end. Staff alone read it.";
    let hypothesis = Field { kind: Kind::Body, ..field("hypothesis", "Assessment", advice, &known.response.hypothesis) };
    let form = form(known, "Assessment", "assessment", vec![Part::Field(hypothesis)], "Keep the assessment");
    Deed { id: "assessment", open: known.response.assessed_at.is_none(), form, ..Deed::default() }
}

fn crew(known: &Known) -> Deed {
    let facts = known.crew.iter().map(|member| Fact::Text(member.duty.label().to_owned(), member.email.clone()));
    let people = known.people.iter().map(|email| Choice::new(email.clone(), email.clone(), false));
    let duties = Duty::ALL.iter().map(|duty| Choice::new(duty.as_str(), duty.label(), false));
    let none = std::iter::once(Choice::new("", "Not on it any more", false));
    let parts = vec![select("person", "Person", people.collect()), select("duty", "Duty", duties.chain(none).collect())];
    let form = form(known, "People", "crew", parts, "Set the duty");
    Deed { id: "people", facts: facts.collect(), form, ..Deed::default() }
}

fn war_room(known: &Known, now: DateTime<Utc>) -> Deed {
    let response = &known.response;
    let mut facts = Vec::new();
    let commander = known.crew.iter().find(|member| member.duty == Duty::Commander);
    let name = commander.map_or("nobody yet: name one under People".to_owned(), |member| member.email.clone());
    facts.push(Fact::Text("Commander".to_owned(), name));
    for duty in [Duty::Communications, Duty::Operations, Duty::Scribe] {
        let of_duty: Vec<_> =
            known.crew.iter().filter(|member| member.duty == duty).map(|member| member.email.as_str()).collect();
        let named = if of_duty.is_empty() { "nobody yet".to_owned() } else { of_duty.join(", ") };
        facts.push(Fact::Text(duty.label().to_owned(), named));
    }
    if let Some(met) = response.war_room_at {
        facts.push(Fact::Moment("Meets since".to_owned(), present::staff_moment(met)));
    } else {
        let within = known.policy.rule(known.incident.severity).war_room_within;
        let by = within.map(|within| known.incident.published_at + minutes(within));
        facts.extend(by.map(|by| Fact::Moment("To meet".to_owned(), present::countdown(by, now))));
    }
    if !response.war_room_link.is_empty() {
        facts.push(Fact::Link("Where".to_owned(), response.war_room_link.clone(), response.war_room_link.clone()));
    }
    let link = Field {
        optional: true,
        ..field("link", "Where it meets", "An address such as https://meet.example/1.", &response.war_room_link)
    };
    let form = form(known, "War room", "war-room", vec![Part::Field(link)], "It meets");
    Deed { id: "war-room", facts, open: response.war_room_at.is_none(), form }
}

/// What customers get back, as it was last worked out.
fn credits(known: &Known) -> Deed {
    let mut sums: BTreeMap<(CreditState, &str), (i64, usize)> = BTreeMap::new();
    for row in &known.credits {
        let sum = sums.entry((row.state, &row.currency)).or_default();
        *sum = (sum.0 + row.amount, sum.1 + 1);
    }
    let mut facts: Vec<Fact> = sums
        .into_iter()
        .map(|((state, currency), (sum, count))| {
            let told = format!("{} for {count} customers", locale::money(Lang::En, sum, currency));
            Fact::Text(state.label().to_owned(), told)
        })
        .collect();
    let month = known.credits.first().map_or_else(|| Month::of(known.incident.started_at).to_string(), |row| row.month.clone());
    let href = format!("/admin/sla?month={month}");
    facts.push(Fact::Link("Decide".to_owned(), "Promises and credits".to_owned(), href));
    let form = form(known, "Credits", "credits", Vec::new(), "Work out what is owed if it ended now");
    Deed { id: "credits", facts, form, ..Deed::default() }
}

/// It was opened under another version of the policy than is in force.
fn policy(known: &Known) -> Deed {
    let text = |label: &str, number: i32| Fact::Text(label.to_owned(), format!("Version {number}"));
    let facts = vec![text("Goes by", known.response.policy), text("In force", known.in_force)];
    let button = format!("Go by version {} from now on", known.in_force);
    let form = form(known, "Policy", "policy", Vec::new(), &button);
    Deed { id: "policy", facts, form, ..Deed::default() }
}

fn fold(known: &Known) -> Deed {
    let others = known.others.iter().map(|other| Choice::new(other.id.to_string(), other.title.clone(), false));
    let parts = vec![select("whole", "Part of which incident", others.collect())];
    let form = form(known, "Fold into another incident", "fold", parts, "Make it a part");
    Deed { id: "fold", form, ..Deed::default() }
}

fn split(known: &Known) -> Deed {
    let form = form(known, "Split out of the larger incident", "split", Vec::new(), "Make it an incident of its own");
    Deed { id: "split", form, ..Deed::default() }
}

fn retract(known: &Known, text: &str) -> Deed {
    let advice = "Exactly those who were told get this; what has not left is cancelled. Uptime is given back.";
    let apology = forms::words("apology", "Apology", advice, text, &Faults::default());
    let form = form(known, "It was a false alarm", "retract", vec![Part::Field(apology)], "Retract it and apologise");
    Deed { id: "retract", form, ..Deed::default() }
}

/// What executives write to enterprise customers in an extended outage (PRODUCT 3.5).
pub(super) fn draft(app: &App, known: &Known) -> String {
    let incident = &known.incident;
    let company = app.hub.load().state.title.clone();
    let mut text = String::from("To:\n");
    for (customer, contacts) in &known.enterprise {
        let names: Vec<String> = contacts.iter().map(|one| format!("{} <{}> {}", one.name, one.email, one.phone)).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {}: {}",
            customer.name,
            if names.is_empty() { "no contact is known".to_owned() } else { names.join("; ") }
        );
    }
    if known.enterprise.is_empty() {
        text.push_str("  no enterprise customer is known there; import them under Customers\n");
    }
    let _ = write!(text, "\nSubject: {}\n\nDear customer,\n\n", incident.title);
    let since = incident.started_at.format("%-d %B %Y, %H:%M UTC");
    let _ = writeln!(text, "since {since} you have been affected by this: {}.", incident.title);
    let _ = writeln!(text, "\nWhat we know: {}", or(&incident.cause, "the cause is still being looked for."));
    let _ = writeln!(text, "What we do not know: when it will be over. We tell you as soon as we do.");
    let _ = writeln!(text, "What you can do meanwhile: {}", or(&incident.workaround, "there is no work-around yet."));
    let _ = writeln!(text, "\nEvery update: {}", app.settings.url(&format!("/incidents/{}", incident.id)));
    let _ = write!(text, "\n{company}");
    text
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}
