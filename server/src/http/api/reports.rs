//! `/api/v3/reports`: how well incidents were handled.

use super::{Problem, json};
use crate::{
    domain::report::{Kept, Month},
    http::{
        extract::Caller,
        reports::{self, Range},
    },
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use serde::Serialize;

/// A report. Times are means in seconds; missing where there was nothing to measure.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Report {
    /// How many incidents began in these months, false alarms included.
    incidents: usize,
    /// From the beginning until it was detected.
    seconds_to_detect: Option<i64>,
    /// From then until somebody took it on.
    seconds_to_acknowledge: Option<i64>,
    /// From detection until the public was told.
    seconds_to_tell: Option<i64>,
    /// From the beginning until the end.
    seconds_to_resolve: Option<i64>,
    /// Updates that were promised for a time, and came by then.
    updates: Promises,
    /// Reviews that were due, and finished by then.
    reviews: Promises,
    months: Vec<OfMonth>,
    /// How many hit each component, most first.
    components: Vec<Count>,
    /// How many hit each region, most first.
    regions: Vec<Count>,
}

/// How many there were, and how many were kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Promises {
    made: usize,
    kept: usize,
}

/// The incidents that began in one month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfMonth {
    /// `2026-03`
    month: String,
    p1: usize,
    p2: usize,
    p3: usize,
    p4: usize,
    false_alarms: usize,
    seconds_to_resolve: Option<i64>,
}

/// How many there were of a name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Count {
    name: String,
    incidents: usize,
}

fn promises(kept: Kept) -> Promises {
    Promises { made: kept.made, kept: kept.kept }
}

fn counts(counts: Vec<(String, usize)>) -> Vec<Count> {
    counts.into_iter().map(|(name, incidents)| Count { name, incidents }).collect()
}

fn month(month: Month) -> OfMonth {
    let [p1, p2, p3, p4] = month.by_severity;
    let seconds_to_resolve = month.to_resolve.map(|time| time.num_seconds());
    OfMonth { month: month.name, p1, p2, p3, p4, false_alarms: month.false_alarms, seconds_to_resolve }
}

/// How well the incidents of some months were handled.
#[utoipa::path(get, path = "/api/v3/reports", tag = "reports",
    params(("from" = Option<String>, Query, description = "The first month, `2026-01`; eleven months before the last"),
        ("to" = Option<String>, Query, description = "The last month; this one")),
    responses((status = 200, body = Report), (status = 401), (status = 422)), security(("token" = [])))]
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let range = Range::read(request.query_string(), app.clock.now())?;
    let (cases, report) = reports::of(&app, range).await?;
    let seconds = |time: Option<TimeDelta>| time.map(|time| time.num_seconds());
    let report = Report {
        incidents: cases.len(),
        seconds_to_detect: seconds(report.to_detect),
        seconds_to_acknowledge: seconds(report.to_acknowledge),
        seconds_to_tell: seconds(report.to_tell),
        seconds_to_resolve: seconds(report.to_resolve),
        updates: promises(report.updates),
        reviews: promises(report.reviews),
        months: report.months.into_iter().map(month).collect(),
        components: counts(report.components),
        regions: counts(report.regions),
    };
    Ok(json(HttpResponse::Ok(), &report))
}
