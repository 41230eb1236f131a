//! Which servers send mail just now.

use super::{Conn, StoreError, schema::senders};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// What is so far from now was said by nobody who still sends, whatever their clocks say.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);
/// Longest time that what a server says of itself can be ahead of our clock. What is further was said by a clock that is wrong.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// Notes that a server sends until then, unless it says so again, and forgets those that have not for long.
pub(crate) fn put(connection: &mut Conn, server: &str, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<(), StoreError> {
    let (least, most) = ((now - FORGOTTEN).naive_utc(), (now + FORGOTTEN).naive_utc());
    diesel::delete(senders::table.filter(senders::until.le(least).or(senders::until.gt(most)))).execute(connection)?;
    let until = senders::until.eq(until.naive_utc());
    if diesel::update(senders::table.find(server)).set(until).execute(connection)? == 0 {
        diesel::insert_into(senders::table).values((senders::server.eq(server), until)).execute(connection)?;
    }
    Ok(())
}

/// The other servers that send now.
pub(crate) fn others(connection: &mut Conn, server: &str, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let (least, most) = (now.naive_utc(), (now + AHEAD).naive_utc());
    let sends = senders::until.gt(least).and(senders::until.le(most));
    Ok(senders::table.filter(senders::server.ne(server).and(sends)).select(senders::server).load(connection)?)
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
                let mut others = held.database.read(|conn| others(conn, "a", now)).unwrap();
                others.sort();
                others.concat()
            };
            let said = |server: &str, now| {
                held.database.write(|conn| put(conn, server, now, now + TimeDelta::seconds(10))).unwrap();
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
        }
    }
}
