//! What reports are made of, for people and programs: the public history, and how staff responded.

use crate::{
    domain::{
        id::IncidentId,
        impact::Pair,
        invalid::Invalid,
        phase::Phase,
        report::{self, Case, Report},
    },
    http::extract,
    services::Refusal,
    snapshot::{IncidentRecord, PublicState},
    state::App,
    store::{postmortems, responses},
};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use std::collections::{BTreeSet, HashMap};

/// Most months in one report.
const MOST: i32 = 60;

/// From the first day of a month to the first day of another, both in the report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    /// The first month.
    pub first: DateTime<Utc>,
    /// The last month.
    pub last: DateTime<Utc>,
}

impl Range {
    /// `from=2026-01&to=2026-03`; the last twelve months when nothing is asked.
    pub(super) fn read(query: &str, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let asked = |name: &str| extract::value(query, name).filter(|text| !text.trim().is_empty());
        let last = asked("to").map_or(Ok(start(now)), |text| month("to", &text))?;
        let year_before = last.checked_sub_months(Months::new(11)).unwrap_or(last);
        let first = asked("from").map_or(Ok(year_before), |text| month("from", &text))?;
        let count = (last.year() - first.year()) * 12 + i32::try_from(last.month()).unwrap_or(0)
            - i32::try_from(first.month()).unwrap_or(0)
            + 1;
        if !(1..=MOST).contains(&count) {
            return Err(Invalid::new("to", format!("is not 1 to {MOST} months after the first; choose other months")).into());
        }
        Ok(Self { first, last })
    }

    fn end(self) -> DateTime<Utc> {
        self.last.checked_add_months(Months::new(1)).unwrap_or(self.last)
    }
}

fn month(field: &str, text: &str) -> Result<DateTime<Utc>, Refusal> {
    let day = NaiveDate::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d");
    let told = "is not a month; write it like 2026-03";
    Ok(day.map_err(|_| Invalid::new(field, told))?.and_time(NaiveTime::MIN).and_utc())
}

fn start(now: DateTime<Utc>) -> DateTime<Utc> {
    now.date_naive().with_day(1).unwrap_or(now.date_naive()).and_time(NaiveTime::MIN).and_utc()
}

/// The incidents of a range and what a report says of them.
pub(super) async fn of(app: &App, range: Range) -> Result<(Vec<Case>, Report), Refusal> {
    let (responses, terms) = app.read(|conn| Ok((responses::list(conn)?, postmortems::terms(conn)?))).await?;
    let responses: HashMap<IncidentId, responses::Response> =
        responses.into_iter().map(|response| (response.incident.clone(), response)).collect();
    let terms: HashMap<IncidentId, _> =
        terms.into_iter().filter_map(|(id, due, finished)| Some((id, (due?, finished)))).collect();
    let now = app.clock.now();
    let snapshot = app.hub.load();
    let began = |record: &IncidentRecord| record.incident.started_at >= range.first && record.incident.started_at < range.end();
    let whole = snapshot.state.incidents.iter().filter(|record| record.incident.parent.is_none() && began(record));
    let cases: Vec<Case> = whole
        .map(|record| {
            let id = &record.incident.id;
            Case { review: terms.get(id).copied(), ..case(&snapshot.state, record, responses.get(id)) }
        })
        .collect();
    let report = report::of(&cases, range.first, range.last, now);
    Ok((cases, report))
}

fn case(state: &PublicState, record: &IncidentRecord, response: Option<&responses::Response>) -> Case {
    let incident = &record.incident;
    let pairs: BTreeSet<&Pair> = record.impacts.iter().map(|impact| &impact.pair).collect();
    let name = |found: Option<String>| found.into_iter();
    let components: BTreeSet<String> = pairs
        .iter()
        .flat_map(|pair| name(state.catalogue.component(pair.component.as_str()).map(|one| one.name.clone())))
        .collect();
    let regions: BTreeSet<String> =
        pairs.iter().flat_map(|pair| name(state.catalogue.region(pair.region.as_str()).map(|one| one.name.clone()))).collect();
    Case {
        id: incident.id.to_string(),
        title: incident.title.clone(),
        severity: response.map_or(incident.severity, |response| response.worst),
        false_alarm: incident.phase == Phase::FalseAlarm,
        started_at: incident.started_at,
        detected_at: response.map(|response| response.detected_at),
        acknowledged_at: response.and_then(|response| response.acknowledged_at),
        published_at: incident.published_at,
        resolved_at: incident.resolved_at,
        components: components.into_iter().collect(),
        regions: regions.into_iter().collect(),
        said: record.updates.iter().rev().map(|update| (update.said_at, update.next_at)).collect(),
        review: None,
    }
}
