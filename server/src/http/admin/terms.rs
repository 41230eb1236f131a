//! `GET` and `POST /admin/terms`: what counts as down, and what customers get back.

use crate::{
    domain::{
        invalid::Faults,
        person::Role,
        sla::{Percent, Table, Terms, Tier},
        uptime::Weights,
    },
    http::{answer, extract, fail, present::forms},
    services::{Refusal, credits},
    state::App,
    store::settings,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::form::{Edit, Form, Part},
    pieces::{Field, Kind},
};

/// The terms in force.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    match app.read(|conn| Ok(settings::terms(conn)?)).await {
        Ok(terms) => show(&app, &staff, StatusCode::OK, &value_of(&terms), &Faults::default()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Puts others in force.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let typed = |name: &str| fields.get(name).to_owned();
    let mut faults = Faults::default();
    let terms = read(&typed, &mut faults);
    if !faults.0.is_empty() {
        return show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults);
    }
    match app.write(&staff.email, move |conn, act| credits::change_terms(conn, act, &terms)).await {
        Ok(()) => answer::go("/admin/terms"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn read(typed: &impl Fn(&str) -> String, faults: &mut Faults) -> Terms {
    let mut number = |field: &str| {
        let count = typed(field).trim().parse::<u32>();
        if count.is_err() {
            faults.add(field, "is not a whole number");
        }
        count.unwrap_or_default()
    };
    let weights = Weights {
        partial: number("weights.partial"),
        degraded: number("weights.degraded"),
        maintenance: number("weights.maintenance"),
    };
    let overrun_after = number("overrun_after");
    let lines = typed("tables");
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut tables = Vec::new();
    for line in lines {
        match table(line) {
            Ok(table) => tables.push(table),
            Err(told) => faults.add("tables", format!("{told}: “{line}”")),
        }
    }
    Terms { weights, overrun_after, tables }
}

/// One line: `segment: 99.9 = 10, 99 = 25`; the segment is `*` for everybody else.
fn table(line: &str) -> Result<Table, String> {
    let told = || "are lines such as “enterprise: 99.9 = 10, 99 = 25”, not".to_owned();
    let (segment, steps) = line.split_once(':').ok_or_else(told)?;
    let segment = segment.trim().to_lowercase();
    let tier = |step: &str| {
        let (below, share) = step.split_once('=').ok_or_else(told)?;
        Ok(Tier { below: below.parse::<Percent>()?, share: share.parse::<Percent>()? })
    };
    let tiers = steps.split(',').map(str::trim).filter(|step| !step.is_empty()).map(tier).collect::<Result<_, String>>()?;
    Ok(Table { segment: if segment == "*" { String::new() } else { segment }, tiers })
}

fn written(table: &Table) -> String {
    let steps: Vec<String> = table.tiers.iter().map(|tier| format!("{} = {}", tier.below, tier.share)).collect();
    let segment = if table.segment.is_empty() { "*" } else { &table.segment };
    format!("{segment}: {}", steps.join(", "))
}

fn value_of(terms: &Terms) -> impl Fn(&str) -> String + use<> {
    let terms = terms.clone();
    move |field| match field {
        "weights.partial" => terms.weights.partial.to_string(),
        "weights.degraded" => terms.weights.degraded.to_string(),
        "weights.maintenance" => terms.weights.maintenance.to_string(),
        "overrun_after" => terms.overrun_after.to_string(),
        _ => terms.tables.iter().map(written).collect::<Vec<_>>().join("\n"),
    }
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, value: &impl Fn(&str) -> String, faults: &Faults) -> HttpResponse {
    let part = |name: &'static str, label: &str, hint: &str| forms::field(name, label, hint, &value(name), faults);
    let tables = part(
        "tables",
        "What is given back",
        "A line for each segment, * for everybody else: below which availability of the month, in percent, which percentage of \
         the monthly fee is given back.",
    );
    let parts = vec![
        part("weights.partial", "A partial outage counts as down for", "Percent of its time."),
        part("weights.degraded", "Degraded performance counts as down for", "Percent of its time."),
        part("weights.maintenance", "Maintenance counts as down for", "Percent of its time."),
        part(
            "overrun_after",
            "A late maintenance counts after",
            "Minutes over its planned end; then it is down time from that end on.",
        ),
        Field { kind: Kind::Body, ..tables },
    ];
    let page = Edit {
        frame: super::frame(app, staff, "/admin/components", "Availability and credits"),
        tabs: super::settings_tabs("/admin/terms"),
        form: Form {
            heading: "Availability and credits".to_owned(),
            action: "/admin/terms".to_owned(),
            parts: parts.into_iter().map(Part::Field).collect(),
            button: "Put it in force".to_owned(),
            faults: forms::summary(faults),
            ..Form::default()
        },
    };
    answer::private(status, page.html())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let terms = Terms::default();
        for one in &terms.tables {
            assert_eq!(table(&written(one)).as_ref(), Ok(one));
        }
        assert_eq!(value_of(&terms)("tables"), "*: 99.9 = 10, 99 = 25");
        for wrong in ["99.9 = 10", "a: 99.9", "a: 100.1 = 5", "a: x = 5"] {
            assert!(table(wrong).is_err(), "{wrong}");
        }
    }
}
