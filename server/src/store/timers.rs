//! What happens by itself at its time. Taking a timer deletes it, so that of many servers one does the work.

use super::{Conn, StoreError, schema::timers};
use crate::domain::timer::Timer;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Sets a timer of a subject, in place of the one of that name.
pub(crate) fn set(connection: &mut Conn, subject: &str, timer: Timer, due_at: DateTime<Utc>) -> Result<(), StoreError> {
    let changed =
        diesel::update(timers::table.find((subject, timer))).set(timers::due_at.eq(due_at.naive_utc())).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(timers::table)
            .values((timers::subject.eq(subject), timers::name.eq(timer), timers::due_at.eq(due_at.naive_utc())))
            .execute(connection)?;
    }
    Ok(())
}

/// Forgets one timer of a subject.
pub(crate) fn clear(connection: &mut Conn, subject: &str, timer: Timer) -> Result<(), StoreError> {
    diesel::delete(timers::table.find((subject, timer))).execute(connection)?;
    Ok(())
}

/// Forgets every timer of a subject.
pub(crate) fn clear_all(connection: &mut Conn, subject: &str) -> Result<(), StoreError> {
    diesel::delete(timers::table.filter(timers::subject.eq(subject))).execute(connection)?;
    Ok(())
}

/// Those whose time has come, the most overdue first.
pub(crate) fn due(connection: &mut Conn, now: DateTime<Utc>, limit: i64) -> Result<Vec<(String, Timer)>, StoreError> {
    Ok(timers::table
        .filter(timers::due_at.le(now.naive_utc()))
        .order((timers::due_at, timers::subject, timers::name))
        .limit(limit)
        .select((timers::subject, timers::name))
        .load(connection)?)
}

/// Takes a timer whose time has come; false when another server took it, or it was set anew.
pub(crate) fn take(connection: &mut Conn, subject: &str, timer: Timer, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let due = timers::table.find((subject, timer)).filter(timers::due_at.le(now.naive_utc()));
    Ok(diesel::delete(due).execute(connection)? > 0)
}

/// When a timer of a subject is due.
pub(crate) fn find(connection: &mut Conn, subject: &str, timer: Timer) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(timers::table.find((subject, timer)).select(timers::due_at).first(connection).optional()?)
}
