//! Subscribers from a file: whom staff add with a proof of consent. All lines are checked before one is written.

use super::{Act, Refusal, erasure, sheet};
use crate::{
    domain::{
        address,
        catalogue::Catalogue,
        channel::Channel,
        enrolment::{COLUMNS, Enrolment, NEEDED},
        id::{SubscriberGroupId, SubscriberId},
        invalid::Invalid,
        link::Signer,
        subscriber::SubscriberState,
        subscriber_group::SubscriberGroup,
    },
    store::{
        Conn, Database,
        enrolments::{self, Row},
        outcomes, subscriber_groups,
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

/// Lines that are written in one transaction: few enough not to keep others from writing.
const PART: usize = 2_000;

/// The lines of a file, of an address that comes twice the last one; and how many came again.
fn read(text: &str, catalogue: &Catalogue, groups: &[SubscriberGroup]) -> Result<(Vec<Enrolment>, usize), Refusal> {
    let (mut lines, mut places, mut repeated): (Vec<Enrolment>, HashMap<String, usize>, _) = (Vec::new(), HashMap::new(), 0);
    sheet::read(text, &NEEDED, &COLUMNS, |row, faults| {
        match Enrolment::parse(row.number(), |name| row.cell(name), catalogue, groups) {
            Ok(line) => {
                let place = *places.entry(address::key(&line.draft.email)).or_insert(lines.len());
                if let Some(earlier) = lines.get_mut(place) {
                    *earlier = line;
                    repeated += 1;
                } else {
                    lines.push(line);
                }
            }
            Err(more) => faults.0.extend(more.0),
        }
    })?;
    if lines.is_empty() {
        return Err(Invalid::new("file", "holds nobody below its first line").into());
    }
    Ok((lines, repeated))
}

/// Lines by what becomes of them.
#[derive(Default)]
struct Sorted {
    fresh: Vec<Row>,
    known: Vec<Row>,
    joining: Vec<(SubscriberGroupId, SubscriberId)>,
    left_alone: usize,
}

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Counts what would come of it, and writes nothing.
    Check,
    /// Adds those that it names. It is written in parts; stopped in the middle and done again, it comes to the same.
    Import,
}

/// Checks every line of a file, and then does what is asked with it.
pub(crate) fn enrol(
    database: &Database,
    act: &mut Act,
    signer: &Signer,
    (text, deed): (&str, Deed),
    catalogue: &Catalogue,
) -> Result<Count, Refusal> {
    let groups = database.read(subscriber_groups::list)?;
    let (lines, repeated) = read(text, catalogue, &groups)?;
    let mut count = Count { repeated, ..Count::default() };
    for part in lines.chunks(PART) {
        let sorted = match deed {
            Deed::Check => database.read(|conn| sort(conn, act, signer, part))?,
            Deed::Import => database.write(|conn| {
                let sorted = sort(conn, act, signer, part)?;
                enrolments::insert(conn, &sorted.fresh)?;
                enrolments::update(conn, &sorted.known)?;
                subscriber_groups::add(conn, &sorted.joining)?;
                Ok::<_, Refusal>(sorted)
            })?,
        };
        count.add(&sorted);
    }
    if deed == Deed::Import {
        let told = format!("{} added, {} known, {} left alone", count.fresh, count.known, count.left_alone);
        database.write(|conn| Ok::<_, Refusal>(act.audit(conn, "subscriber.import", "", &told)?))?;
    }
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
        let known = found.map(|(id, _)| id.clone());
        let rows = if known.is_some() { &mut sorted.known } else { &mut sorted.fresh };
        let id = known.unwrap_or_else(|| act.id());
        sorted.joining.extend(line.joins.iter().map(|group| (group.clone(), id.clone())));
        let preferences = &line.draft.preferences;
        rows.push(Row {
            id,
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
