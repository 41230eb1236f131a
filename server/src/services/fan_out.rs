//! From a notice to its deliveries: a batch of subscribers at a time, the cursor saved with the batch.

use super::Refusal;
use crate::{
    domain::{
        audience::Audience,
        filter::Filter,
        id::{IncidentId, NoticeId, SubscriberId},
    },
    store::{Conn, Database, StoreError, deliveries, notices, subscribers},
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};

/// Subscribers looked at in one transaction: large enough to be quick, small enough not to hold the writer for long.
const BATCH: usize = 1_000;

/// Does one batch of the most urgent notice. False when nothing waits.
pub(crate) fn step(database: &Database, now: DateTime<Utc>) -> Result<bool, Refusal> {
    let waiting = database.read(notices::to_fan_out)?;
    let Some(id) = next(&waiting) else { return Ok(false) };
    database.write(|conn| batch(conn, id, now))?;
    Ok(true)
}

/// The most urgent notice that has no unfinished one of the same incident before it: whoever is told of the end must
/// have been told of the beginning.
fn next(waiting: &[(NoticeId, Option<IncidentId>)]) -> Option<&NoticeId> {
    let is_first = |id: &NoticeId, incident: &Option<IncidentId>| {
        incident.is_none() || !waiting.iter().any(|(other, of)| of == incident && other < id)
    };
    waiting.iter().find(|(id, incident)| is_first(id, incident)).map(|(id, _)| id)
}

fn batch(conn: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<(), Refusal> {
    let Some(notice) = notices::lock(conn, id)? else { return Ok(()) };
    if notice.fanned_out_at.is_some() {
        return Ok(());
    }
    let audience: Audience = serde_json::from_str(&notice.audience).map_err(StoreError::from)?;
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let rows = subscribers::batch(conn, &notice.fan_out_cursor, notice.created_at, limit)?;
    let told = match &notice.incident_id {
        Some(incident) if audience.all_told => {
            let ids: Vec<SubscriberId> = rows.iter().map(|(id, _)| id.clone()).collect();
            deliveries::told(conn, incident, &ids)?
        }
        _ => BTreeSet::new(),
    };
    let recipients = recipients(&rows, &audience, &told)?;
    let batch = deliveries::Batch { notice: id, incident: notice.incident_id.as_ref(), priority: notice.priority, now };
    deliveries::queue(conn, &batch, &recipients)?;
    let cursor = rows.last().map_or(notice.fan_out_cursor.as_str(), |(id, _)| id.as_str());
    Ok(notices::advance(conn, id, cursor, (rows.len() < BATCH).then_some(now))?)
}

/// Those who match or were told before. Each distinct filter is judged once.
fn recipients(
    rows: &[(SubscriberId, String)],
    audience: &Audience,
    told: &BTreeSet<SubscriberId>,
) -> Result<Vec<SubscriberId>, Refusal> {
    let mut judged: HashMap<&str, bool> = HashMap::new();
    let mut recipients = Vec::new();
    for (id, text) in rows {
        let known = judged.get(text.as_str()).copied();
        let matches = if let Some(known) = known {
            known
        } else {
            let filter: Filter = serde_json::from_str(text).map_err(StoreError::from)?;
            audience.decide(&filter).is_ok()
        };
        judged.insert(text, matches);
        if matches || told.contains(id) {
            recipients.push(id.clone());
        }
    }
    Ok(recipients)
}
