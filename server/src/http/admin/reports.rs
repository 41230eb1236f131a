//! `GET /admin/reports` and the same as a file.

use crate::{
    domain::{
        invalid::Faults,
        report::{self, Case, Kept, Report},
        severity::Severity,
        spreadsheet::harmless,
    },
    http::{
        answer, extract, fail,
        present::forms,
        reports::{self, Range},
    },
    locale,
    services::Refusal,
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::reports::Reports,
    pieces::{Chart, Field, Table},
};
use chrono::{DateTime, TimeDelta, Utc};

/// The page.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let read = async {
        let range = Range::read(request.query_string(), app.clock.now())?;
        Ok::<_, Refusal>((range, reports::of(&app, range).await?.1))
    };
    match read.await {
        Ok((range, report)) => answer::private(StatusCode::OK, page(&app, &staff, range, &report).html()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn page(app: &App, staff: &extract::Staff, range: Range, report: &Report) -> Reports {
    let month = |time: DateTime<Utc>| time.format("%Y-%m").to_string();
    let field = |name: &'static str, label: &str, value: String| {
        let field = forms::field(name, label, "A month, such as 2026-03.", &value, &Faults::default());
        Field { optional: true, ..field }
    };
    let (from, to) = (month(range.first), month(range.last));
    Reports {
        frame: super::frame(app, staff, "/admin/reports", "Reports"),
        tabs: super::report_tabs("/admin/reports"),
        range: vec![field("from", "From", from.clone()), field("to", "To", to.clone())],
        means: vec![
            ("Mean time to detect", length(report.to_detect)),
            ("to acknowledge", length(report.to_acknowledge)),
            ("from detection to telling customers", length(report.to_tell)),
            ("to resolve", length(report.to_resolve)),
            ("Updates in time", share(report.updates)),
            ("Post-mortems in time", share(report.reviews)),
        ],
        months: vec![("Incidents by month and severity", severities(report), numbers(report))],
        lists: vec![
            counts("Incidents by component", "Component", &report.components),
            counts("Incidents by region", "Region", &report.regions),
        ],
        file: format!("/admin/reports.csv?from={from}&to={to}"),
    }
}

fn length(time: Option<TimeDelta>) -> String {
    time.map_or_else(|| "–".to_owned(), |time| locale::length(Lang::En, time))
}

fn share(kept: Kept) -> String {
    kept.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} % of {}", kept.made))
}

fn severities(report: &Report) -> Chart {
    let parts = Severity::ALL.iter().map(|severity| (severity.as_str(), severity.label().to_owned()));
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Chart {
        label: "Incidents by month and severity; the table below has the numbers.".to_owned(),
        parts: parts.chain([("none", "False alarm".to_owned())]).collect(),
        columns: report
            .months
            .iter()
            .map(|month| {
                let counts = month.by_severity.iter().copied().chain([month.false_alarms]);
                (month.name.clone(), counts.map(number).collect())
            })
            .collect(),
    }
}

fn numbers(report: &Report) -> Table {
    let heads = Severity::ALL.iter().map(|severity| severity.code().to_owned());
    let rows = report.months.iter().map(|month| {
        let counts = month.by_severity.iter().chain([&month.false_alarms]).map(ToString::to_string);
        (month.name.clone(), None, counts.chain([length(month.to_resolve)]).collect())
    });
    Table {
        caption: "Incidents that began in each month".to_owned(),
        corner: "Month".to_owned(),
        columns: heads.chain(["False alarms".to_owned(), "Mean time to resolve".to_owned()]).collect(),
        rows: rows.collect(),
    }
}

fn counts(caption: &str, corner: &str, counts: &[(String, usize)]) -> Table {
    Table {
        caption: caption.to_owned(),
        corner: corner.to_owned(),
        columns: vec!["Incidents".to_owned()],
        rows: counts.iter().map(|(name, count)| (name.clone(), None, vec![count.to_string()])).collect(),
    }
}

/// The incidents of the report as a file: a line each, times in UTC, lengths in minutes.
pub(crate) async fn file(request: HttpRequest, app: web::Data<App>, _staff: extract::Staff) -> HttpResponse {
    let now = app.clock.now();
    let read = async {
        let range = Range::read(request.query_string(), now)?;
        let (cases, _) = reports::of(&app, range).await?;
        table(&cases, now).map_err(|error| Refusal::Conflict(format!("the file could not be written: {error}")))
    };
    match read.await {
        Ok(bytes) => answer::file("text/csv; charset=utf-8", "incidents.csv", bytes),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// What a row says of an incident; times by RFC 3339.
const COLUMNS: [&str; 19] = [
    "id",
    "title",
    "severity",
    "false_alarm",
    "started_at",
    "detected_at",
    "acknowledged_at",
    "published_at",
    "resolved_at",
    "minutes_to_detect",
    "minutes_to_acknowledge",
    "minutes_to_tell",
    "minutes_to_resolve",
    "components",
    "regions",
    "updates_promised",
    "updates_in_time",
    "review_due_at",
    "review_finished_at",
];

fn table(cases: &[Case], now: DateTime<Utc>) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for case in cases {
        let time = |time: Option<DateTime<Utc>>| time.map(|time| time.to_rfc3339()).unwrap_or_default();
        let minutes = |from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>| {
            from.zip(until).map(|(from, until)| (until - from).num_minutes().to_string()).unwrap_or_default()
        };
        let kept = report::promises(case, now);
        out.write_record([
            case.id.clone(),
            harmless(&case.title),
            case.severity.to_string(),
            case.false_alarm.to_string(),
            time(Some(case.started_at)),
            time(case.detected_at),
            time(case.acknowledged_at),
            time(Some(case.published_at)),
            time(case.resolved_at),
            minutes(Some(case.started_at), case.detected_at),
            minutes(case.detected_at, case.acknowledged_at),
            minutes(case.detected_at, Some(case.published_at)),
            minutes(Some(case.started_at), case.resolved_at),
            harmless(&case.components.join("; ")),
            harmless(&case.regions.join("; ")),
            kept.made.to_string(),
            kept.kept.to_string(),
            time(case.review.map(|(due, _)| due)),
            time(case.review.and_then(|(_, finished)| finished)),
        ])?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
