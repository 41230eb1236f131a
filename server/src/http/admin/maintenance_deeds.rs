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
    let forms = Forms { row, key };
    let mut deeds = if row.phase == MaintenancePhase::Scheduled { forms.before() } else { forms.begun(now) };
    deeds.push(forms.more());
    deeds.extend(comes_again.then(|| forms.no_more()));
    deeds.push(forms.off());
    deeds
}

/// What the forms of one maintenance have in common.
struct Forms<'a> {
    row: &'a Maintenance,
    key: &'a str,
}

impl Forms<'_> {
    fn before(&self) -> Vec<Deed> {
        let why = body("why", "Why", "Markdown. Those who were told hear of the old and the new window.", true);
        let times =
            vec![self.moment("starts_at", "Begins", self.row.starts_at), self.moment("ends_at", "Ends", self.row.ends_at), why];
        vec![
            self.deed("start", "Begin it now", Vec::new(), "Begin"),
            self.deed("move", "Another window", times, "Move it and tell"),
        ]
    }

    fn begun(&self, now: DateTime<Utc>) -> Vec<Deed> {
        let row = self.row;
        let asks = !row.ends_itself && row.ends_at > now;
        let in_time = self.deed("in-time", "Will it be done in time?", Vec::new(), "Yes: it ends at its end by itself");
        let later = self.moment("later", "New end", row.ends_at + (row.ends_at - row.starts_at) / 2);
        let hint = "In a sentence or two, Markdown. Its readers get it inside the template for work that takes longer, with the \
                    new end.";
        let why = body("reason", "Why", hint, false);
        let overrun = self.deed("overrun", "It takes longer", vec![later, why], "Tell that it takes longer");
        let done = vec![body("done", "Last word", "Markdown, or nothing.", true)];
        let mut deeds = Vec::from_iter(asks.then_some(Deed { open: true, ..in_time }));
        deeds.push(Deed { open: asks, ..overrun });
        deeds.push(self.deed("finish", "It is done", done, "End it and tell"));
        deeds
    }

    fn more(&self) -> Deed {
        let tell = Choice::new("yes", "Mail its readers", false);
        let notify = Part::Checks(forms::options("notify", "Tell", "", vec![tell], &Faults::default()));
        let mut more = vec![body("more", "Text", "Markdown.", false), notify];
        if self.row.phase.is_running() {
            let phases = MaintenancePhase::ALL.iter().filter(|phase| phase.is_running());
            let phases = phases.map(|one| Choice::new(one.as_str(), one.label(), *one == self.row.phase));
            more.insert(0, Part::Select(forms::options("phase", "Phase", "", phases.collect(), &Faults::default())));
        }
        self.deed("updates", "Say more", more, "Post to page")
    }

    fn no_more(&self) -> Deed {
        let sorry = body("all", "Why", "Markdown. Those who were told of a date that is called off get this.", false);
        self.deed("end-series", "It comes no more", vec![sorry], "Call every date off that has not begun")
    }

    fn off(&self) -> Deed {
        let sorry = body("off", "Why", "Markdown. Those who were told get this, and calendars drop the window.", false);
        self.deed("cancel", "Call it off", vec![sorry], "Call it off and tell")
    }

    fn moment(&self, name: &'static str, label: &str, time: DateTime<Utc>) -> Part {
        let zone = zone(self.row);
        let (hint, local) = (format!("On the clocks of {}.", zone.name()), time.with_timezone(&zone).format("%Y-%m-%dT%H:%M"));
        let field = forms::field(name, label, &hint, &local.to_string(), &Faults::default());
        Part::Field(Field { kind: Kind::Moment, ..field })
    }

    /// A form that is folded away.
    fn deed(&self, id: &'static str, heading: &str, parts: Vec<Part>, button: &str) -> Deed {
        Deed {
            id,
            facts: Vec::new(),
            open: false,
            form: Form {
                heading: heading.to_owned(),
                action: format!("/admin/maintenance/{}/{id}", self.row.id),
                hidden: vec![("key", self.key.to_owned()), ("seen", self.row.revision.to_string())],
                parts,
                button: button.to_owned(),
                ..Form::default()
            },
        }
    }
}

fn body(name: &'static str, label: &str, hint: &str, optional: bool) -> Part {
    Part::Field(Field { kind: Kind::Body, optional, ..forms::field(name, label, hint, "", &Faults::default()) })
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
