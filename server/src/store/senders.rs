//! Which servers send mail just now.

use super::{Conn, StoreError, schema::senders};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// What is so far from now was said by nobody who still sends, whatever their clocks say.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);
/// Longest time that what a server says of itself can be ahead of our clock. What is further was said by a clock that is wrong.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// A server by its name, and when it last got on.
pub(crate) type Other = (String, Option<DateTime<Utc>>);

/// Notes that a server sends until then, unless it says so again, and when it last got on; and forgets those that have not said
/// so for long. False, and nothing is noted, when another one has its name: what stands there is not what it said `last`.
pub(crate) fn put(
    connection: &mut Conn,
    server: &str,
    last: Option<DateTime<Utc>>,
    (until, moved): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let there: Option<NaiveDateTime> = senders::table.find(server).select(senders::until).first(connection).optional()?;
    if last.zip(there).is_some_and(|(last, there)| there != last.naive_utc()) {
        return Ok(false);
    }
    let (past, future) = ((now - FORGOTTEN).naive_utc(), (now + FORGOTTEN).naive_utc());
    diesel::delete(senders::table.filter(senders::until.le(past).or(senders::until.gt(future)))).execute(connection)?;
    let said = (senders::until.eq(until.naive_utc()), senders::moved_at.eq(Some(moved.naive_utc())));
    if diesel::update(senders::table.find(server)).set(said).execute(connection)? == 0 {
        diesel::insert_into(senders::table).values((senders::server.eq(server), said.0, said.1)).execute(connection)?;
    }
    Ok(true)
}

/// The other servers that send now, and when each last got on.
pub(crate) fn others(connection: &mut Conn, server: &str, now: DateTime<Utc>) -> Result<Vec<Other>, StoreError> {
    let (least, most) = (now.naive_utc(), (now + AHEAD).naive_utc());
    let sends = senders::until.gt(least).and(senders::until.le(most));
    Ok(senders::table
        .filter(senders::server.ne(server).and(sends))
        .select((senders::server, senders::moved_at))
        .load(connection)?)
}

/// Forgets a server that sends no more.
pub(crate) fn remove(connection: &mut Conn, server: &str) -> Result<(), StoreError> {
    diesel::delete(senders::table.find(server)).execute(connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, on_each_database};

    on_each_database! {
        fn who_said_lately_that_they_send_are_known(held: &TestDatabase) {
            let now = at("2026-03-01T09:00:00Z");
            let seen = |now| {
                let others = held.database.read(|conn| others(conn, "a", now)).unwrap();
                let mut names: Vec<String> = others.into_iter().map(|(name, _)| name).collect();
                names.sort();
                names.concat()
            };
            let said = |server: &str, now| {
                let until = now + TimeDelta::seconds(10);
                assert!(held.database.write(|conn| put(conn, server, None, (until, now), now)).unwrap());
            };
            said("a", now);
            said("b", now);
            said("c", now + TimeDelta::hours(1));
            said("a", now + TimeDelta::seconds(5));
            said("d", now + TimeDelta::seconds(5));
            assert_eq!(seen(now + TimeDelta::seconds(6)), "bd", "the clock of c is wrong");
            assert_eq!(seen(now + TimeDelta::seconds(10)), "d", "b has not said so again");
            held.database.write(|conn| remove(conn, "d")).unwrap();
            assert_eq!(seen(now), "b");
            said("a", now + TimeDelta::days(2));
            assert_eq!(seen(now), "", "b is forgotten, too");
            let again = |last| {
                let (now, last) = (now + TimeDelta::days(2), now + TimeDelta::days(2) + TimeDelta::seconds(last));
                held.database.write(|conn| put(conn, "a", Some(last), (now + TimeDelta::seconds(15), now), now)).unwrap()
            };
            assert!(again(10));
            assert!(!again(10), "somebody else has said so since");
            assert!(again(15));
        }
    }
}
