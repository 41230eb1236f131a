//! `GET` and `POST /admin/sla`: what was kept of what was promised for a month, and what customers get back.

use crate::{
    domain::{
        catalogue::Catalogue,
        person::Role,
        sla::{CreditState, Month, Percent},
        spreadsheet::harmless,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    locale,
    services::{
        Refusal,
        credits::{self as service, Measured},
    },
    state::App,
    store::{credits, credits::Credit, settings},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::sla::{Credit as Shown, Sla},
    pieces::Table,
};
use std::collections::BTreeMap;

/// Credits on one page.
const PAGE: i64 = 200;

/// The month that was asked for; this one when none was.
fn month(app: &App, query: &str) -> Result<Month, Refusal> {
    match extract::value(query, "month").filter(|text| !text.is_empty()) {
        None => Ok(Month::of(app.clock.now())),
        Some(text) => text.parse().map_err(|told: String| crate::domain::invalid::Invalid::new("month", told).into()),
    }
}

/// The month.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    match page(&app, &staff, request.query_string()).await {
        Ok(page) => answer::private(StatusCode::OK, page.html()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Decides on the ticked credits.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    let deed = fields.get("deed").parse::<CreditState>().ok().filter(|state| *state != CreditState::Proposed);
    let done = async {
        staff.must_be(Role::Manager)?;
        let state = deed.ok_or_else(|| Refusal::Conflict("choose to approve or to decline".to_owned()))?;
        let ids = fields.all("credit");
        let decide = move |conn: &mut crate::store::Conn, act: &mut crate::services::Act| {
            ids.iter().try_for_each(|id| service::decide(conn, act, id, state))
        };
        app.write(&staff.email, decide).await
    };
    match done.await {
        Ok(()) => answer::go(&format!("/admin/sla?month={}", fields.get("month"))),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn page(app: &App, staff: &extract::Staff, query: &str) -> Result<Sla, Refusal> {
    let month = month(app, query)?;
    let after = extract::value(query, "after").unwrap_or_default();
    let now = app.clock.now();
    let (measured, catalogue, rows, terms) = app
        .read(move |conn| {
            let (measured, catalogue) = service::measure(conn, month, now)?;
            let after = after.split_once('\n');
            let rows = credits::of_month(conn, &month.to_string(), after, PAGE)?;
            Ok((measured, catalogue, rows, settings::terms(conn)?))
        })
        .await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let more = rows.last().filter(|_| full).map(|(last, name)| {
        let after = format!("{}\n{}", name.to_lowercase(), last.id);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!("?{}", query.append_pair("month", &month.to_string()).append_pair("after", &after).finish())
    });
    Ok(Sla {
        frame: super::frame(app, staff, "/admin/reports", "Promises and credits"),
        tabs: super::report_tabs("/admin/sla"),
        month: forms::field(
            "month",
            "Month",
            "Such as 2026-03, in UTC.",
            &month.to_string(),
            &crate::domain::invalid::Faults::default(),
        ),
        kept: kept(&catalogue, &measured, terms.weights),
        sums: sums(&rows),
        credits: rows.iter().map(|(row, name)| shown(&catalogue, row, name)).collect(),
        more,
        file: format!("/admin/sla.csv?month={month}"),
        may_decide: staff.must_be(Role::Manager).is_ok(),
    })
}

/// Each component by region: what it was, against what was promised.
fn kept(catalogue: &Catalogue, measured: &[Measured], weights: crate::domain::uptime::Weights) -> Table {
    let cell = |component: &crate::domain::catalogue::Component, region: &crate::domain::catalogue::Region| {
        let of = measured.iter().find(|one| one.pair.component == component.id && one.pair.region == region.id);
        let Some((one, percent)) = of.and_then(|one| one.spent.percent(weights).map(|percent| (one, percent))) else {
            return String::new();
        };
        let missed = one.slo.is_some_and(|slo| one.spent.is_below(slo, weights));
        if missed { format!("{percent} % ✕ missed") } else { format!("{percent} %") }
    };
    let rows = catalogue.components.iter().map(|component| {
        let promised = component.slo.map(|slo| format!("{slo} %")).unwrap_or_default();
        let cells = catalogue.regions.iter().map(|region| cell(component, region));
        (
            component.name.clone(),
            Some(format!("/admin/components/{}", component.id)),
            std::iter::once(promised).chain(cells).collect(),
        )
    });
    let regions = catalogue.regions.iter().map(|region| region.name.clone());
    Table {
        caption: "Availability of the month; what is left of it is taken to be without trouble".to_owned(),
        corner: "Component".to_owned(),
        columns: std::iter::once("Promised".to_owned()).chain(regions).collect(),
        rows: rows.collect(),
    }
}

fn sums(rows: &[(Credit, String)]) -> Vec<(String, String)> {
    let mut sums: BTreeMap<(CreditState, &str), i64> = BTreeMap::new();
    for (row, _) in rows {
        *sums.entry((row.state, &row.currency)).or_default() += row.amount;
    }
    let words =
        |((state, currency), sum): ((CreditState, &str), i64)| (state.label().to_owned(), locale::money(Lang::En, sum, currency));
    sums.into_iter().map(words).collect()
}

fn percent(count: i32) -> String {
    format!("{} %", Percent::of_thousandths(u32::try_from(count).unwrap_or_default()))
}

fn shown(catalogue: &Catalogue, row: &Credit, customer: &str) -> Shown {
    let pair = crate::domain::impact::Pair { component: row.component.clone(), region: row.region.clone() };
    let cause = match (&row.incident, &row.maintenance) {
        (Some(incident), _) => ("Incident".to_owned(), format!("/admin/incidents/{incident}")),
        (None, Some(maintenance)) => ("Maintenance".to_owned(), format!("/admin/maintenance/{maintenance}")),
        (None, None) => ("–".to_owned(), "/admin/reports".to_owned()),
    };
    let by = if row.decided_by.is_empty() { String::new() } else { format!(" by {}", row.decided_by) };
    Shown {
        id: row.id.clone(),
        customer: customer.to_owned(),
        scope: present::named(catalogue, &pair),
        availability: percent(row.availability),
        share: percent(row.share),
        amount: locale::money(Lang::En, row.amount, &row.currency),
        state: format!("{}{by}{}", row.state.label(), if row.told_at.is_some() { ", told" } else { "" }),
        cause,
        is_open: row.state == CreditState::Proposed,
    }
}

/// The credits of a month as a file.
pub(crate) async fn file(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let read = async {
        staff.must_be(Role::Manager)?;
        let month = month(&app, request.query_string())?;
        let rows = app.read(move |conn| Ok(credits::of_month(conn, &month.to_string(), None, i64::MAX)?)).await?;
        table(&rows).map_err(|error| Refusal::Conflict(format!("the file could not be written: {error}")))
    };
    match read.await {
        Ok(bytes) => answer::file("text/csv; charset=utf-8", "credits.csv", bytes),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn table(rows: &[(Credit, String)]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "id",
        "customer",
        "month",
        "amount",
        "currency",
        "share_percent",
        "availability_percent",
        "component",
        "region",
        "incident",
        "maintenance",
        "state",
        "decided_at",
        "decided_by",
        "told_at",
    ])?;
    for (row, customer) in rows {
        let time = |time: Option<chrono::DateTime<chrono::Utc>>| time.map(|time| time.to_rfc3339()).unwrap_or_default();
        let exact = |count: i32| Percent::of_thousandths(u32::try_from(count).unwrap_or_default()).to_string();
        out.write_record([
            row.id.clone(),
            harmless(customer),
            row.month.clone(),
            format!("{}.{:02}", row.amount / 100, row.amount % 100),
            row.currency.clone(),
            exact(row.share),
            exact(row.availability),
            row.component.to_string(),
            row.region.to_string(),
            row.incident.as_ref().map(ToString::to_string).unwrap_or_default(),
            row.maintenance.as_ref().map(ToString::to_string).unwrap_or_default(),
            row.state.to_string(),
            time(row.decided_at),
            harmless(&row.decided_by),
            time(row.told_at),
        ])?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
