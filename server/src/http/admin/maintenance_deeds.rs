//! What may be done with a maintenance, each in a form that is folded away.

use super::maintenance::zone;
use crate::{
    domain::{invalid::Faults, maintenance::MaintenancePhase},
    http::present::forms,
    store::maintenances::Maintenance,
};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        incident::Deed,
    },
    pieces::{Choice, Field, Kind},
};
use chrono::{DateTime, Utc};

/// Every form for a maintenance that is not over.
pub(super) fn all(row: &Maintenance, key: &str, comes_again: bool, now: DateTime<Utc>) -> Vec<Deed> {
    let zone = zone(row);
    let field =
        |name: &'static str, label: &str, hint: &str, value: &str| forms::field(name, label, hint, value, &Faults::default());
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string();
    let moment = |name: &'static str, label: &str, time| {
        let hint = format!("On the clocks of {}.", zone.name());
        Part::Field(Field { kind: Kind::Moment, ..field(name, label, &hint, &local(time)) })
    };
    let body = |name: &'static str, label: &str, hint: &str, optional| {
        Part::Field(Field { kind: Kind::Body, optional, ..field(name, label, hint, "") })
    };
    let deed = |id: &'static str, heading: &str, parts: Vec<Part>, button: &str, open: bool| Deed {
        id,
        facts: Vec::new(),
        open,
        form: Form {
            heading: heading.to_owned(),
            action: format!("/admin/maintenance/{}/{id}", row.id),
            hidden: vec![("key", key.to_owned()), ("seen", row.revision.to_string())],
            parts,
            button: button.to_owned(),
            ..Form::default()
        },
    };
    let mut deeds = Vec::new();
    if row.phase == MaintenancePhase::Scheduled {
        deeds.push(deed("start", "Begin it now", Vec::new(), "Begin", false));
        let why = body("why", "Why", "Markdown. Those who were told hear of the old and the new window.", true);
        let times = vec![moment("starts_at", "Begins", row.starts_at), moment("ends_at", "Ends", row.ends_at), why];
        deeds.push(deed("move", "Another window", times, "Move it and tell", false));
    } else {
        let asks = !row.ends_itself && row.ends_at > now;
        if asks {
            deeds.push(deed("in-time", "Will it be done in time?", Vec::new(), "Yes: it ends at its end by itself", true));
        }
        let later = moment("later", "New end", row.ends_at + (row.ends_at - row.starts_at) / 2);
        let why = body(
            "reason",
            "Why",
            "In a sentence or two, Markdown. Its readers get it inside the template for work that takes longer, with the new end.",
            false,
        );
        deeds.push(deed("overrun", "It takes longer", vec![later, why], "Tell that it takes longer", asks));
        deeds.push(deed(
            "finish",
            "It is done",
            vec![body("done", "Last word", "Markdown, or nothing.", true)],
            "End it and tell",
            false,
        ));
    }
    let tell = Choice::new("yes", "Mail its readers", false);
    let notify = Part::Checks(forms::options("notify", "Tell", "", vec![tell], &Faults::default()));
    let mut more = vec![body("more", "Text", "Markdown.", false), notify];
    if row.phase.is_running() {
        let phases = MaintenancePhase::ALL.iter().filter(|phase| phase.is_running());
        let phases = phases.map(|one| Choice::new(one.as_str(), one.label(), *one == row.phase));
        more.insert(0, Part::Select(forms::options("phase", "Phase", "", phases.collect(), &Faults::default())));
    }
    deeds.push(deed("updates", "Say more", more, "Post to page", false));
    let sorry = body("off", "Why", "Markdown. Those who were told get this, and calendars drop the window.", false);
    if comes_again {
        let sorry = body("all", "Why", "Markdown. Those who were told of a date that is called off get this.", false);
        deeds.push(deed("end-series", "It comes no more", vec![sorry], "Call every date off that has not begun", false));
    }
    deeds.push(deed("cancel", "Call it off", vec![sorry], "Call it off and tell", false));
    deeds
}

/// The form for a file of how much is going on when.
pub(super) fn traffic(faults: &Faults) -> Form {
    let hint = "CSV with the columns hour (2026-03-01T09:00Z) and requests, at least a week of the last 60 days. Without a \
                file, the views of this page are the measure.";
    Form {
        heading: "Traffic for quiet hours".to_owned(),
        action: "/admin/maintenance/traffic".to_owned(),
        parts: vec![Part::Field(Field { kind: Kind::Csv, ..forms::field("traffic", "File", hint, "", faults) })],
        button: "Import".to_owned(),
        faults: forms::summary(faults),
        files: true,
        ..Form::default()
    }
}
