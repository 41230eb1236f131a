//! Subscribers from a file: whom staff add with a proof of consent. All lines are checked before one is written.

use super::{Act, Refusal, erasure};
use crate::{
    domain::{
        address,
        catalogue::Catalogue,
        channel::Channel,
        enrolment::{COLUMNS, Enrolment},
        invalid::{Faults, Invalid},
        link::Signer,
        subscriber::SubscriberState,
    },
    store::{
        Conn, Database,
        enrolments::{self, Row},
        outcomes,
    },
};
use std::collections::HashMap;

/// What comes, or would come, of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// New subscribers.
    pub fresh: usize,
    /// Known before: brought up to date.
    pub known: usize,
    /// Stopped, not to be reached, erased at their wish, or on the list of those that nothing is sent to: left alone.
    pub left_alone: usize,
    /// Lines of an address that another line has, too; the last one counts.
    pub repeated: usize,
}

/// Most faults that are told at once.
const FAULTS: usize = 50;
/// Lines that are written in one transaction: few enough not to keep others from writing.
const PART: usize = 2_000;

/// The lines of a CSV file (RFC 4180) with a head of column names; of an address that comes twice the last one.
pub(crate) fn read(text: &str, catalogue: &Catalogue) -> Result<(Vec<Enrolment>, usize), Refusal> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let told = |error: &csv::Error| Invalid::new("file", format!("is not a CSV file: {error}"));
    let heads: Vec<String> = reader.headers().map_err(|error| told(&error))?.iter().map(str::to_lowercase).collect();
    columns(&heads).check()?;
    let (mut lines, mut faults, mut places, mut repeated) = (Vec::new(), Faults::default(), HashMap::new(), 0);
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                faults.0.push(told(&error));
                break;
            }
        };
        let number = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| heads.iter().position(|head| head == name).and_then(|place| row.get(place)).unwrap_or_default();
        match Enrolment::parse(number, cell, catalogue) {
            Ok(line) => match places.insert(address::key(&line.draft.email), lines.len()) {
                None => lines.push(line),
                Some(place) => {
                    places.insert(address::key(&line.draft.email), place);
                    repeated += 1;
                    if let Some(earlier) = lines.get_mut(place) {
                        *earlier = line;
                    }
                }
            },
            Err(more) => faults.0.extend(more.0),
        }
        if faults.0.len() >= FAULTS {
            break;
        }
    }
    faults.0.truncate(FAULTS);
    faults.check()?;
    if lines.is_empty() {
        return Err(Invalid::new("file", "holds nobody below its first line").into());
    }
    Ok((lines, repeated))
}

fn columns(heads: &[String]) -> Faults {
    let mut faults = Faults::default();
    let known = COLUMNS.join(", ");
    for needed in COLUMNS.iter().take(2).filter(|needed| !heads.iter().any(|head| head == *needed)) {
        faults.add("file", format!("has no column “{needed}”; the first line names the columns: {known}"));
    }
    for head in heads.iter().filter(|head| !COLUMNS.contains(&head.as_str())) {
        faults.add("file", format!("has a column “{}” that nobody knows; there are: {known}", head.escape_debug()));
    }
    faults
}

/// Lines by what becomes of them.
#[derive(Default)]
struct Sorted {
    fresh: Vec<Row>,
    known: Vec<Row>,
    left_alone: usize,
}

/// Counts what would come of a file, and writes nothing.
pub(crate) fn rehearse(
    database: &Database,
    act: &mut Act,
    signer: &Signer,
    text: &str,
    catalogue: &Catalogue,
) -> Result<Count, Refusal> {
    let (lines, repeated) = read(text, catalogue)?;
    let mut count = Count { repeated, ..Count::default() };
    for part in lines.chunks(PART) {
        let sorted = database.read(|conn| sort(conn, act, signer, part))?;
        count.add(&sorted);
    }
    Ok(count)
}

/// Adds those of a file. It is written in parts; stopped in the middle and done again, it comes to the same.
pub(crate) fn write(
    database: &Database,
    act: &mut Act,
    signer: &Signer,
    text: &str,
    catalogue: &Catalogue,
) -> Result<Count, Refusal> {
    let (lines, repeated) = read(text, catalogue)?;
    let mut count = Count { repeated, ..Count::default() };
    for part in lines.chunks(PART) {
        let sorted = database.write(|conn| {
            let sorted = sort(conn, act, signer, part)?;
            enrolments::insert(conn, &sorted.fresh)?;
            enrolments::update(conn, &sorted.known)?;
            Ok::<_, Refusal>(sorted)
        })?;
        count.add(&sorted);
    }
    let told = format!("{} added, {} known, {} left alone", count.fresh, count.known, count.left_alone);
    database.write(|conn| Ok::<_, Refusal>(act.audit(conn, "subscriber.import", "", &told)?))?;
    Ok(count)
}

impl Count {
    fn add(&mut self, sorted: &Sorted) {
        self.fresh += sorted.fresh.len();
        self.known += sorted.known.len();
        self.left_alone += sorted.left_alone;
    }
}

fn sort(conn: &mut Conn, act: &mut Act, signer: &Signer, lines: &[Enrolment]) -> Result<Sorted, Refusal> {
    let keys: Vec<String> = lines.iter().map(|line| address::key(&line.draft.email)).collect();
    let known = enrolments::known(conn, &keys.iter().map(String::as_str).collect::<Vec<_>>())?;
    let marks: Vec<String> = keys.iter().map(|key| erasure::mark(signer, Channel::Email, key)).collect();
    let kept = enrolments::kept(conn, &marks)?;
    let mut sorted = Sorted::default();
    for ((line, key), mark) in lines.iter().zip(keys).zip(&marks) {
        let found = known.get(&key);
        let wants_no_more = found.is_some_and(|(_, state)| matches!(state, SubscriberState::Stopped | SubscriberState::Bounced));
        if wants_no_more || kept.contains(mark) {
            sorted.left_alone += 1;
            continue;
        }
        let id = found.map(|(id, _)| id.clone());
        let rows = if id.is_some() { &mut sorted.known } else { &mut sorted.fresh };
        let preferences = &line.draft.preferences;
        rows.push(Row {
            id: id.unwrap_or_else(|| act.id()),
            address: line.draft.email.clone(),
            address_key: key,
            filter: preferences.filter.canonical(),
            zone: preferences.zone.name().to_owned(),
            language: preferences.language.as_str(),
            consent: line.consent.clone(),
            at: outcomes::text(act.now),
        });
    }
    Ok(sorted)
}
