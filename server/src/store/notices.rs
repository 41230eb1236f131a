//! The outbox: what is to be told, and how far the telling has got.

use super::{Conn, StoreError, schema::notices};
use crate::domain::{
    delivery::Stand,
    id::{IncidentId, MaintenanceId, NoticeId},
    notice::NoticeKind,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

/// A notice as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What happened.
    pub kind: NoticeKind,
    /// The incident it is about.
    pub incident_id: Option<IncidentId>,
    /// What to say, as JSON by kind.
    pub content: String,
    /// Who hears of it, as JSON; empty for a letter to one person.
    pub audience: String,
    /// How soon it leaves, smaller first.
    pub priority: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// The last subscriber that was looked at.
    pub fan_out_cursor: String,
    /// When every subscriber had been looked at.
    pub fanned_out_at: Option<DateTime<Utc>>,
    /// The maintenance it is about.
    pub maintenance_id: Option<MaintenanceId>,
    /// When nothing of it waited any more.
    pub done_at: Option<DateTime<Utc>>,
    /// Since when staff hold it.
    pub held_at: Option<DateTime<Utc>>,
    /// Why it was called off.
    pub called_off: Option<String>,
    /// How many did not hear of it by mail, by reason, as JSON; grows while subscribers are looked at.
    pub left_out: String,
    /// When the first message of it left.
    pub first_left_at: Option<DateTime<Utc>>,
}

/// A notice of which something may wait.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Unfinished {
    /// Its id.
    pub id: NoticeId,
    /// Whether staff hold it.
    pub is_held: bool,
    /// Why it was called off.
    pub called_off: Option<String>,
}

impl Unfinished {
    /// How what has not left of it should stand.
    pub(crate) fn stand(&self) -> Stand {
        Stand::of(self.is_held, self.called_off.clone())
    }
}

impl Notice {
    /// News for which nobody was looked yet: what is said, and who hears it.
    pub(crate) fn news(
        id: NoticeId,
        kind: NoticeKind,
        (content, audience): (&impl Serialize, &impl Serialize),
        priority: i32,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let audience = serde_json::to_string(audience)?;
        Ok(Self { audience, fanned_out_at: None, ..Self::letter(id, kind, content, priority, now)? })
    }

    /// A letter, whose recipients are queued with it.
    pub(crate) fn letter(
        id: NoticeId,
        kind: NoticeKind,
        content: &impl Serialize,
        priority: i32,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            id,
            kind,
            incident_id: None,
            content: serde_json::to_string(content)?,
            audience: String::new(),
            priority,
            created_at: now,
            fan_out_cursor: String::new(),
            fanned_out_at: Some(now),
            maintenance_id: None,
            done_at: None,
            held_at: None,
            called_off: None,
            left_out: "{}".to_owned(),
            first_left_at: None,
        })
    }

    /// How what has not left of it should stand.
    pub(crate) fn stand(&self) -> Stand {
        Stand::of(self.held_at.is_some(), self.called_off.clone())
    }

    /// The incident or maintenance it is about, by id: what belongs to one thread.
    pub(crate) fn thread(&self) -> Option<&str> {
        let incident = self.incident_id.as_ref().map(IncidentId::as_str);
        incident.or_else(|| self.maintenance_id.as_ref().map(MaintenanceId::as_str))
    }
}

/// Adds a notice.
pub(crate) fn insert(connection: &mut Conn, notice: &Notice) -> Result<(), StoreError> {
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(&notice.id),
            notices::kind.eq(notice.kind),
            notices::incident_id.eq(notice.incident_id.as_ref()),
            notices::content.eq(&notice.content),
            notices::audience.eq(&notice.audience),
            notices::priority.eq(notice.priority),
            notices::created_at.eq(notice.created_at.naive_utc()),
            notices::fan_out_cursor.eq(&notice.fan_out_cursor),
            notices::fanned_out_at.eq(notice.fanned_out_at.map(|time| time.naive_utc())),
            notices::maintenance_id.eq(notice.maintenance_id.as_ref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// One notice.
pub(crate) fn find(connection: &mut Conn, id: &NoticeId) -> Result<Option<Notice>, StoreError> {
    Ok(notices::table.find(id).first(connection).optional()?)
}

/// Ids of the notices of an incident, oldest first.
pub(crate) fn of_incident(connection: &mut Conn, id: &IncidentId) -> Result<Vec<NoticeId>, StoreError> {
    Ok(notices::table.filter(notices::incident_id.eq(id)).order(notices::id).select(notices::id).load(connection)?)
}

/// Ids of the notices of a maintenance, oldest first.
pub(crate) fn of_maintenance(connection: &mut Conn, id: &MaintenanceId) -> Result<Vec<NoticeId>, StoreError> {
    Ok(notices::table.filter(notices::maintenance_id.eq(id)).order(notices::id).select(notices::id).load(connection)?)
}

/// Notices not yet fanned out, most urgent first: id and thread.
pub(crate) fn to_fan_out(connection: &mut Conn) -> Result<Vec<(NoticeId, Option<String>)>, StoreError> {
    let rows: Vec<(NoticeId, Option<String>, Option<String>)> = notices::table
        .filter(notices::fanned_out_at.is_null())
        .filter(notices::held_at.is_null())
        .order((notices::priority, notices::id))
        .limit(100)
        .select((notices::id, notices::incident_id, notices::maintenance_id))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, incident, maintenance)| (id, incident.or(maintenance))).collect())
}

/// Takes the notice's row for this transaction, so that no other server fans out the same batch.
pub(crate) fn lock(connection: &mut Conn, id: &NoticeId) -> Result<Option<Notice>, StoreError> {
    diesel::update(notices::table.find(id)).set(notices::priority.eq(notices::priority)).execute(connection)?;
    find(connection, id)
}

/// Saves how far the fan-out has got and who was left out; `done` when every subscriber has been looked at.
pub(crate) fn advance(
    connection: &mut Conn,
    id: &NoticeId,
    (cursor, left_out): (&str, &str),
    done: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(notices::table.find(id))
        .set((
            notices::fan_out_cursor.eq(cursor),
            notices::left_out.eq(left_out),
            notices::fanned_out_at.eq(done.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes that a message of a notice left, and says when that was written; none when one had left before, by whatever server.
pub(crate) fn first_left(connection: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let unheard = notices::table.find(id).filter(notices::first_left_at.is_null());
    if diesel::update(unheard).set(notices::first_left_at.eq(Some(now.naive_utc()))).execute(connection)? == 0 {
        return Ok(None);
    }
    Ok(notices::table.find(id).select(notices::created_at).first(connection).optional()?)
}

/// Notices behind one that were fanned out, are not held, and are not known to be done.
pub(crate) fn in_progress(connection: &mut Conn, after: &str, limit: i64) -> Result<Vec<NoticeId>, StoreError> {
    Ok(notices::table
        .filter(notices::done_at.is_null())
        .filter(notices::fanned_out_at.is_not_null())
        .filter(notices::held_at.is_null())
        .filter(notices::id.gt(after))
        .order(notices::id)
        .limit(limit)
        .select(notices::id)
        .load(connection)?)
}

/// Notices that staff hold or have called off, and of which something may wait.
pub(crate) fn stopped(connection: &mut Conn) -> Result<Vec<NoticeId>, StoreError> {
    Ok(notices::table
        .filter(notices::done_at.is_null())
        .filter(notices::held_at.is_not_null().or(notices::called_off.is_not_null()))
        .select(notices::id)
        .load(connection)?)
}

/// The notices of incidents and maintenances of which something may wait, oldest first.
pub(crate) fn unfinished_of(connection: &mut Conn, threads: &[String]) -> Result<Vec<Unfinished>, StoreError> {
    Ok(notices::table
        .filter(notices::incident_id.eq_any(threads).or(notices::maintenance_id.eq_any(threads)))
        .filter(notices::done_at.is_null())
        .order(notices::id)
        .select((notices::id, notices::held_at.is_not_null(), notices::called_off))
        .load(connection)?)
}

/// Notes that nothing of a notice waits any more; false when another server was first.
pub(crate) fn finish(connection: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let open = notices::table.find(id).filter(notices::done_at.is_null());
    Ok(diesel::update(open).set(notices::done_at.eq(Some(now.naive_utc()))).execute(connection)? > 0)
}

/// Holds a notice; it is not done then.
pub(crate) fn hold(connection: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let held = (notices::held_at.eq(Some(now.naive_utc())), notices::done_at.eq(None::<NaiveDateTime>));
    diesel::update(notices::table.find(id)).set(held).execute(connection)?;
    Ok(())
}

/// Holds every notice of which something waits, but those of these kinds. How many they were.
pub(crate) fn hold_all(connection: &mut Conn, except: &[NoticeKind], now: DateTime<Utc>) -> Result<usize, StoreError> {
    let waiting = notices::table
        .filter(notices::done_at.is_null())
        .filter(notices::held_at.is_null())
        .filter(notices::called_off.is_null())
        .filter(notices::kind.ne_all(except));
    Ok(diesel::update(waiting).set(notices::held_at.eq(Some(now.naive_utc()))).execute(connection)?)
}

/// Lets a notice go on that was held.
pub(crate) fn go_on(connection: &mut Conn, id: &NoticeId) -> Result<(), StoreError> {
    let going = (notices::held_at.eq(None::<NaiveDateTime>), notices::done_at.eq(None::<NaiveDateTime>));
    diesel::update(notices::table.find(id)).set(going).execute(connection)?;
    Ok(())
}

/// Lets a notice be told again that was done or called off; one that is held stays so.
pub(crate) fn renew(connection: &mut Conn, id: &NoticeId) -> Result<(), StoreError> {
    let renewed = (notices::called_off.eq(None::<String>), notices::done_at.eq(None::<NaiveDateTime>));
    diesel::update(notices::table.find(id)).set(renewed).execute(connection)?;
    Ok(())
}

/// Calls a notice off: nobody else is looked at for it.
pub(crate) fn call_off(connection: &mut Conn, id: &NoticeId, why: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let called_off = (notices::called_off.eq(Some(why)), notices::held_at.eq(None::<NaiveDateTime>));
    diesel::update(notices::table.find(id)).set(called_off).execute(connection)?;
    let going_on = notices::table.find(id).filter(notices::fanned_out_at.is_null());
    diesel::update(going_on).set(notices::fanned_out_at.eq(Some(now.naive_utc()))).execute(connection)?;
    Ok(())
}

/// When the oldest notice was written that is not fanned out, but for those that staff hold.
pub(crate) fn oldest_waiting(connection: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(notices::table
        .filter(notices::fanned_out_at.is_null())
        .filter(notices::held_at.is_null())
        .order(notices::created_at)
        .select(notices::created_at)
        .first(connection)
        .optional()?)
}

/// The notices of a kind, oldest first.
#[cfg(test)]
pub(crate) fn of_kind(connection: &mut Conn, kind: NoticeKind) -> Result<Vec<Notice>, StoreError> {
    Ok(notices::table.filter(notices::kind.eq(kind)).order(notices::id).load(connection)?)
}
