//! From a notice to its deliveries: a batch of subscribers at a time, the cursor saved with the batch.

use super::{Refusal, mutes, telephones};
use crate::{
    domain::{
        audience::{Audience, LeftOut, Told},
        channel::Channel,
        filter::{Filter, Kind},
        id::{NoticeId, SubscriberGroupId, SubscriberId},
        notice::NoticeKind,
        phase::Phase,
    },
    store::{self, Conn, Database, StoreError, deliveries, incidents, kinships, notices, subscriber_groups, subscribers},
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Subscribers looked at in one transaction: large enough to be quick, small enough not to hold the writer for long.
const BATCH: usize = 1_000;

/// Does one batch of the most urgent notice that can go on. False when there is none. One that is damaged keeps no other from
/// going on, and is told of once nothing else is to be done.
pub(crate) fn step(database: &Database, now: DateTime<Utc>) -> Result<bool, Refusal> {
    let waiting = database.read(notices::to_fan_out)?;
    let mut damaged = None;
    for id in ready(&waiting) {
        match database.write(|conn| batch(conn, id, now)) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(Refusal::Store(StoreError::Damaged(why))) => damaged = Some(format!("notice {id}: {why}")),
            Err(error) => return Err(error),
        }
    }
    damaged.map_or(Ok(false), |why| Err(StoreError::Damaged(why).into()))
}

/// The notices that have no unfinished one of the same incident before them, most urgent first: whoever is told of the
/// end must have been told of the beginning.
fn ready(waiting: &[(NoticeId, Option<String>)]) -> impl Iterator<Item = &NoticeId> {
    let is_first = |id: &NoticeId, thread: &Option<String>| {
        thread.is_none() || !waiting.iter().any(|(other, of)| of == thread && other < id)
    };
    waiting.iter().filter(move |(id, thread)| is_first(id, thread)).map(|(id, _)| id)
}

/// Does one batch of a notice; false when it is done already, or must wait.
fn batch(conn: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<bool, Refusal> {
    let Some(notice) = notices::lock(conn, id)?.filter(|notice| notice.fanned_out_at.is_none()) else { return Ok(false) };
    let audience: Audience = serde_json::from_str(&notice.audience).map_err(StoreError::from)?;
    // Who was told of what was called off, or is about to be of what goes on again, is known once all of it stands so.
    let family = family(conn, &notice, audience.told)?;
    if super::notices::settle_threads(conn, &family, now)? > 0 {
        return Ok(true);
    }
    if must_wait(conn, &notice, &audience, &family)? {
        return Ok(false);
    }
    // Where nobody else can hear of it, nobody else is looked at.
    let is_narrow = !audience.told.all_told && !audience.told.only_told;
    let within = if is_narrow { audience.within.clone() } else { BTreeSet::new() };
    let Looked { rows, cursor, is_done } = look(conn, &notice, &within, &family)?;
    let ids: Vec<SubscriberId> = rows.iter().map(|(id, ..)| id.clone()).collect();
    let mut told = told(conn, &notice, audience.told, &family, &ids)?;
    // What is taken back concerns those who were told of it.
    if audience.kind == Kind::Incidents && notice.kind != NoticeKind::Retracted {
        told.extend(store::follows::among(conn, &family, &ids)?);
    }
    let inside = inside(conn, &audience, &rows)?;
    let muted = muted(conn, &notice, &ids)?;
    let (mut recipients, left_out) = recipients(&rows, &audience, inside.as_ref(), (&told, &muted));
    if audience.told.all_told {
        // Contacts of customers that get something back were queued with the notice.
        let queued = deliveries::queued(conn, id, &recipients)?;
        recipients.retain(|recipient| !queued.contains(recipient));
    }
    let batch = deliveries::Batch { notice: id, thread: notice.thread(), priority: notice.priority, now };
    if notice.fan_out_cursor.is_empty() {
        telephones::queue(conn, &notice, &audience, &family, &batch)?;
    }
    deliveries::replace_older(conn, &batch, &recipients)?;
    deliveries::queue(conn, &batch, &recipients)?;
    let told_outside = followers(&rows, inside.as_ref());
    let all = added_up(conn, &notice.left_out, left_out, &within, (told_outside, is_done))?;
    notices::advance(conn, id, (&cursor, &all), is_done.then_some(now))?;
    Ok(true)
}

/// Subscribers of a batch with their filters and channels, how far it got, and whether it was the last.
struct Looked {
    rows: Vec<(SubscriberId, String, Channel)>,
    cursor: String,
    is_done: bool,
}

fn look(
    conn: &mut Conn,
    notice: &notices::Notice,
    within: &BTreeSet<SubscriberGroupId>,
    family: &[String],
) -> Result<Looked, StoreError> {
    let (limit, confirmed_by) = (i64::try_from(BATCH).unwrap_or(i64::MAX), notice.created_at);
    let cursor = notice.fan_out_cursor.as_str();
    let looked = |rows, last: Option<&SubscriberId>, count| Looked {
        rows,
        cursor: last.map_or(cursor, SubscriberId::as_str).to_owned(),
        is_done: count < BATCH,
    };
    if within.is_empty() {
        let rows = subscribers::batch(conn, (cursor, confirmed_by), limit)?;
        let last = rows.last().map(|(id, ..)| id.clone());
        let count = rows.len();
        return Ok(looked(rows, last.as_ref(), count));
    }
    let ids = subscriber_groups::behind(conn, cursor, (within, family), limit)?;
    Ok(looked(subscribers::among(conn, &ids, confirmed_by)?, ids.last(), ids.len()))
}

/// How many readers by mail do not hear of a notice, by reason.
type Tally = BTreeMap<LeftOut, i64>;

/// The tally so far with that of a batch; of groups, who is in none of them is counted once, at the end.
fn added_up(
    conn: &mut Conn,
    so_far: &str,
    left_out: Tally,
    within: &BTreeSet<SubscriberGroupId>,
    (told_outside, is_done): (i64, bool),
) -> Result<String, StoreError> {
    let mut all: Tally = serde_json::from_str(so_far)?;
    for (why, count) in left_out {
        *all.entry(why).or_default() += count;
    }
    if !within.is_empty() {
        let outside = if is_done { outside(conn, within)? } else { 0 };
        *all.entry(LeftOut::Group).or_default() += outside - told_outside;
    }
    Ok(serde_json::to_string(&all)?)
}

/// How many of a batch hear of it by mail though they are in none of its groups, since they follow it.
fn followers(rows: &[(SubscriberId, String, Channel)], inside: Option<&BTreeSet<SubscriberId>>) -> i64 {
    let is_outside = |id| inside.is_some_and(|inside| !inside.contains(id));
    let count = rows.iter().filter(|(id, _, channel)| *channel == Channel::Email && is_outside(id)).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many readers by mail are in none of the groups: where it is told to those alone, nobody looked at them.
fn outside(conn: &mut Conn, within: &BTreeSet<SubscriberGroupId>) -> Result<i64, StoreError> {
    let members: i64 = subscribers::count_by_filter(conn, Channel::Email, within)?.iter().map(|(_, count)| count).sum();
    Ok(subscribers::count_active(conn, Channel::Email)? - members)
}

/// Which of the readers hear of it because they were told of it before.
fn told(
    conn: &mut Conn,
    notice: &notices::Notice,
    meaning: Told,
    family: &[String],
    ids: &[SubscriberId],
) -> Result<BTreeSet<SubscriberId>, Refusal> {
    if notice.thread().is_none() || !(meaning.all_told || meaning.only_told) {
        return Ok(BTreeSet::new());
    }
    let mut told = store::told::of_threads(conn, family, ids, meaning.all_told)?;
    // While it was a part of another, it was told of with that one. The end of a part concerns its own readers.
    let of_part = meaning.only_told && notice.kind == NoticeKind::Resolved;
    let incident = notice.incident_id.as_ref().filter(|_| !of_part);
    let kin = incident.map(|incident| kinships::of(conn, incident)).transpose()?;
    for (whole, since, until) in kin.unwrap_or_default() {
        told.extend(store::told::between(conn, &whole, (since, until), ids, meaning.all_told)?);
    }
    Ok(told)
}

/// Before those who were told hear that it was nothing, it must be settled who was: what a sender has in hand leaves or
/// fails first.
fn must_wait(conn: &mut Conn, notice: &notices::Notice, audience: &Audience, family: &[String]) -> Result<bool, Refusal> {
    let begins = notice.kind == NoticeKind::Retracted && audience.told.only_told && notice.fan_out_cursor.is_empty();
    Ok(begins && deliveries::any_waits(conn, family)?)
}

/// What a notice is about, and its parts: whoever was told of one of them was told of it. What is taken back are the parts
/// that were none either.
fn family(conn: &mut Conn, notice: &notices::Notice, told: Told) -> Result<Vec<String>, Refusal> {
    let mut family: Vec<String> = notice.thread().map(str::to_owned).into_iter().collect();
    if let Some(incident) = &notice.incident_id {
        let parts = incidents::parts(conn, incident)?.into_iter();
        let meant = parts.filter(|part| !told.only_told || part.phase == Phase::FalseAlarm);
        family.extend(meant.map(|part| part.id.to_string()));
    }
    Ok(family)
}

/// Those of a batch who are in one of the groups that it is told to alone; none when it is told to everyone.
fn inside(
    conn: &mut Conn,
    audience: &Audience,
    rows: &[(SubscriberId, String, Channel)],
) -> Result<Option<BTreeSet<SubscriberId>>, StoreError> {
    if audience.within.is_empty() {
        return Ok(None);
    }
    let ids: Vec<SubscriberId> = rows.iter().map(|(id, ..)| id.clone()).collect();
    subscriber_groups::among(conn, &audience.within, &ids).map(Some)
}

/// Those of a batch who want no more of what it is about.
fn muted(conn: &mut Conn, notice: &notices::Notice, ids: &[SubscriberId]) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let Some(incident) = &notice.incident_id else { return Ok(BTreeSet::new()) };
    let around = mutes::around(conn, incident)?;
    store::mutes::among(conn, &around, ids)
}

/// Those who match or were told before, and why the others by mail do not hear of it. Each distinct filter is judged once.
fn recipients(
    rows: &[(SubscriberId, String, Channel)],
    audience: &Audience,
    inside: Option<&BTreeSet<SubscriberId>>,
    (told, muted): (&BTreeSet<SubscriberId>, &BTreeSet<SubscriberId>),
) -> (Vec<SubscriberId>, Tally) {
    let mut judged: HashMap<(&str, bool), Result<(), LeftOut>> = HashMap::new();
    let (mut recipients, mut left_out) = (Vec::new(), Tally::new());
    for (id, text, channel) in rows {
        let is_told = told.contains(id);
        if audience.told.only_told && !is_told {
            continue;
        }
        // By SMS other rules hold; all other channels are judged alike.
        let key = (text.as_str(), *channel == Channel::Sms);
        let verdict = *judged.entry(key).or_insert_with(|| judge(audience, *channel, id, text));
        let hears = match verdict {
            _ if is_told => Ok(()),
            Ok(()) if inside.is_some_and(|inside| !inside.contains(id)) => Err(LeftOut::Group),
            verdict => verdict,
        };
        match hears.and(if muted.contains(id) { Err(LeftOut::Muted) } else { Ok(()) }) {
            Err(why) => *left_out.entry(why).or_default() += i64::from(*channel == Channel::Email),
            Ok(()) => recipients.push(id.clone()),
        }
    }
    left_out.retain(|_, count| *count > 0);
    (recipients, left_out)
}

/// Whether a reader's filter lets the news through. One that cannot be read lets nothing through and holds nobody else up.
fn judge(audience: &Audience, channel: Channel, reader: &SubscriberId, filter: &str) -> Result<(), LeftOut> {
    match serde_json::from_str::<Filter>(filter) {
        Ok(filter) => audience.decide_by(channel, &filter),
        Err(error) => {
            tracing::error!(%error, %reader, "what a subscriber wants to hear of cannot be read; they are not told");
            Err(LeftOut::Damaged)
        }
    }
}
