//! Planned work that comes again: its dates are written down as they come near.

use super::{change::call_off, plan::write_down};
use crate::{
    domain::{
        id::MaintenanceId,
        maintenance::{HORIZON, MaintenanceDraft, MaintenanceInput, Repeat},
        notice::StaffNews,
        region,
        timer::Timer,
    },
    services::{Act, Refusal, staff, subscriber_groups},
    store::{self, Conn, StoreError, maintenances, notices, series, series::Series, timers},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Begins a series with its first date, and writes the next ones down. Gives the starts after the first.
pub(super) fn begin(
    conn: &mut Conn,
    act: &mut Act,
    first: &MaintenanceId,
    draft: &MaintenanceDraft,
    input: &MaintenanceInput,
) -> Result<Vec<DateTime<Utc>>, Refusal> {
    let Some(repeat) = &draft.repeat else { return Ok(Vec::new()) };
    let length = (draft.window.ends_at - draft.window.starts_at).num_minutes();
    let row = Series {
        id: act.id(),
        rule: repeat.rule().to_owned(),
        zone: draft.zone.name().to_owned(),
        first_at: draft.window.starts_at,
        length: i32::try_from(length).unwrap_or(i32::MAX),
        input: serde_json::to_string(&lasting(conn, first, input)?).map_err(StoreError::from)?,
        made_until: draft.window.starts_at,
        ended_at: None,
        wall: Some(repeat.wall()),
    };
    series::insert(conn, &row)?;
    series::add(conn, &row.id, first, false)?;
    continue_row(conn, act, row, true)
}

/// The input with its groups of subscribers by id: a name may change before the last date.
fn lasting(conn: &mut Conn, first: &MaintenanceId, input: &MaintenanceInput) -> Result<MaintenanceInput, Refusal> {
    let within = store::subscriber_groups::told(conn, first.as_str())?;
    Ok(MaintenanceInput { subscriber_groups: subscriber_groups::lasting(&within), ..input.clone() })
}

/// Writes down what has come near of a series.
pub(crate) fn go_on(conn: &mut Conn, act: &mut Act, id: &str) -> Result<(), Refusal> {
    if let Some(row) = series::find(conn, id)?.filter(|row| row.ended_at.is_none()) {
        continue_row(conn, act, row, false)?;
    }
    Ok(())
}

/// Ends the series that a maintenance is a date of: what has not begun is called off.
pub(crate) fn end(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, body: &str) -> Result<(), Refusal> {
    let row = series::of(conn, id)?.ok_or(Refusal::Missing("series"))?;
    let ahead = series::ahead(conn, &row.id)?;
    if row.ended_at.is_some() && ahead.is_empty() {
        return Err(Refusal::Conflict("this series was ended already".to_owned()));
    }
    // One word for all dates that were only named; what has a thread of its own stands in calendars, and is called off there.
    let mut named: Option<Vec<DateTime<Utc>>> = None;
    let mut threads = Vec::new();
    for date in &ahead {
        let has_thread = !notices::of_maintenance(conn, date)?.is_empty();
        threads.push(has_thread);
        if series::is_announced(conn, date)? && !has_thread {
            named.get_or_insert_default().extend(maintenances::find(conn, date)?.map(|row| row.starts_at));
        }
    }
    let without = |further: Vec<DateTime<Utc>>, start: DateTime<Utc>| further.into_iter().filter(|at| *at != start).collect();
    for (date, has_thread) in ahead.iter().zip(threads) {
        let tells = has_thread || (named.is_some() && series::is_announced(conn, date)?);
        let start = maintenances::find(conn, date)?.map(|row| row.starts_at).unwrap_or_default();
        let tell = tells.then(|| without(named.take().unwrap_or_default(), start));
        call_off(conn, act, date, body, tell)?;
    }
    timers::clear_all(conn, &row.id)?;
    act.audit(conn, "series.end", &row.id, "")?;
    Ok(series::save(conn, &Series { ended_at: Some(act.now), ..row })?)
}

/// What is planned with the first date is named in its first mail; what comes near later is told of by its own notices.
fn continue_row(conn: &mut Conn, act: &mut Act, row: Series, announced: bool) -> Result<Vec<DateTime<Utc>>, Refusal> {
    let zone = region::zone("zone", &row.zone).unwrap_or(Tz::UTC);
    let wall = row.wall.unwrap_or_else(|| row.first_at.with_timezone(&zone).naive_local());
    let repeat = Repeat::known(row.rule.clone(), wall, zone);
    // What was missed while nobody ran is past and is not planned late.
    let starts = repeat.starts(row.made_until.max(act.now), act.now + HORIZON);
    let mut made = Vec::new();
    for start in starts {
        match date(conn, act, &row, start, announced) {
            Ok(()) => made.push(start),
            Err(Refusal::Invalid(faults)) => {
                give_up(conn, act, &row, &Refusal::Invalid(faults).to_string())?;
                return Ok(made);
            }
            Err(other) => return Err(other),
        }
    }
    let made_until = made.last().copied().unwrap_or(row.made_until);
    let further = repeat.starts(made_until.max(act.now), made_until.max(act.now) + TimeDelta::days(800));
    if let Some(next) = further.first() {
        timers::set(conn, &row.id, Timer::Series, (*next - HORIZON).max(act.now + TimeDelta::minutes(1)))?;
    }
    series::save(conn, &Series { made_until, ..row })?;
    Ok(made)
}

/// Writes one date down. Nobody is told of it before its first notice ahead.
fn date(conn: &mut Conn, act: &mut Act, row: &Series, start: DateTime<Utc>, announced: bool) -> Result<(), Refusal> {
    let input: MaintenanceInput = serde_json::from_str(&row.input).map_err(StoreError::from)?;
    let input = MaintenanceInput {
        starts_at: start.to_rfc3339(),
        ends_at: Some((start + TimeDelta::minutes(i64::from(row.length))).to_rfc3339()),
        estimate: None,
        contact_by: None,
        repeat: None,
        ..input
    };
    let catalogue = store::catalogue::load(conn)?;
    let draft = MaintenanceDraft::parse(&input, &catalogue, act.now)?;
    let (maintenance, _) = write_down(conn, act, &draft)?;
    Ok(series::add(conn, &row.id, &maintenance.id, announced)?)
}

/// What was planned does not fit any more, such as a component that is gone: staff are told, and it ends.
fn give_up(conn: &mut Conn, act: &mut Act, row: &Series, why: &str) -> Result<(), Refusal> {
    let last = series::ahead(conn, &row.id)?.pop();
    let news = StaffNews {
        subject: "A maintenance cannot be repeated any more".to_owned(),
        sentences: vec![
            format!("Its next date was not planned: {why}."),
            "What is planned of it already stays: end the series to call that off, or plan it anew.".to_owned(),
        ],
        moments: Vec::new(),
        action: "See what is planned".to_owned(),
        path: last.map_or_else(|| "/admin/maintenance".to_owned(), |id| format!("/admin/maintenance/{id}")),
    };
    let people = staff::responders(conn)?;
    staff::tell(conn, act, &people, &news)?;
    Ok(series::save(conn, &Series { ended_at: Some(act.now), ..row.clone() })?)
}

/// Whether anybody was told of a maintenance, and so must hear what becomes of it.
pub(super) fn was_told(conn: &mut Conn, id: &MaintenanceId) -> Result<bool, Refusal> {
    let is_date = series::of(conn, id)?.is_some();
    Ok(!is_date || series::is_announced(conn, id)? || !notices::of_maintenance(conn, id)?.is_empty())
}
