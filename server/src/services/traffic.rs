//! How much is going on when, to propose quiet hours for planned work (PRODUCT 5).

use super::{Act, Refusal};
use crate::{
    domain::{
        incident::time,
        invalid::{Faults, Invalid},
        maintenance::{Hours, Quiet, quietest},
    },
    store::{Conn, StoreError, traffic},
};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is older says little of next week.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(60);
/// Most faults that are told at once.
const FAULTS: usize = 20;

/// Adds views of the page to the hour of `now`.
pub(crate) fn count(conn: &mut Conn, now: DateTime<Utc>, views: u64) -> Result<(), StoreError> {
    let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
    traffic::add(conn, traffic::VIEWS, hour, i64::try_from(views).unwrap_or(i64::MAX))
}

/// Takes a file of hours in place of the one before: CSV with the columns `hour` (RFC 3339, UTC without an offset) and
/// `requests`. Gives the number of hours.
pub(crate) fn import(conn: &mut Conn, act: &mut Act, text: &str) -> Result<usize, Refusal> {
    let hours = read(text, act.now)?;
    traffic::forget(conn, traffic::FILE)?;
    for (hour, count) in &hours {
        traffic::add(conn, traffic::FILE, *hour, i64::try_from(*count).unwrap_or(i64::MAX))?;
    }
    act.audit(conn, "traffic.import", "", &format!("{} hours", hours.len()))?;
    Ok(hours.len())
}

fn read(text: &str, now: DateTime<Utc>) -> Result<Hours, Faults> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let told = |error: &csv::Error| Invalid::new("traffic", format!("is not a CSV file: {error}"));
    let heads = reader.headers().map_err(|error| told(&error))?.clone();
    let place = |name: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(name));
    let (Some(at), Some(of)) = (place("hour"), place("requests")) else {
        return Err(Invalid::new("traffic", "has no columns “hour” and “requests”; the first line names the columns").into());
    };
    let (mut hours, mut faults) = (BTreeMap::new(), Faults::default());
    for row in reader.records() {
        let row = row.map_err(|error| told(&error))?;
        let field = format!("traffic, line {}", row.position().map_or(0, csv::Position::line));
        let hour = time(&mut faults, &field, row.get(at).unwrap_or_default());
        let Ok(count) = row.get(of).unwrap_or_default().parse::<u64>() else {
            faults.add(field, "has a number of requests that is none");
            continue;
        };
        if let Some(hour) = hour.and_then(|hour| hour.duration_trunc(TimeDelta::hours(1)).ok()).filter(|hour| *hour <= now) {
            *hours.entry(hour).or_default() += count;
        }
    }
    faults.0.truncate(FAULTS);
    faults.check()?;
    hours.retain(|hour, _| *hour >= now - KEPT);
    if hours.is_empty() {
        return Err(Invalid::new("traffic", "holds no hour of the last 60 days").into());
    }
    Ok(hours)
}

/// The quietest windows of a length in the next two weeks: by the file of staff where there is one, else by the views of
/// the page. Nothing while less than a week is known.
pub(crate) fn quiet_hours(conn: &mut Conn, length: TimeDelta, zone: Tz, now: DateTime<Utc>) -> Result<Vec<Quiet>, Refusal> {
    let file = traffic::since(conn, traffic::FILE, now - KEPT)?;
    let found = quietest(&file, length, zone, now);
    if !found.is_empty() {
        return Ok(found);
    }
    Ok(quietest(&traffic::since(conn, traffic::VIEWS, now - KEPT)?, length, zone, now))
}
