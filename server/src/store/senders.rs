//! Which servers send mail just now.

use super::{Conn, StoreError, schema::senders};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Notes that a server sends until then, unless it says so again.
pub(crate) fn put(connection: &mut Conn, server: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
    let until = senders::until.eq(until.naive_utc());
    if diesel::update(senders::table.find(server)).set(until).execute(connection)? == 0 {
        diesel::insert_into(senders::table).values((senders::server.eq(server), until)).execute(connection)?;
    }
    Ok(())
}

/// How many servers send now.
pub(crate) fn count(connection: &mut Conn, now: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(senders::table.filter(senders::until.gt(now.naive_utc())).count().get_result(connection)?)
}

/// Forgets a server that sends no more, and those that have not said so for long.
pub(crate) fn remove(connection: &mut Conn, server: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let over = senders::server.eq(server).or(senders::until.le(now.naive_utc()));
    diesel::delete(senders::table.filter(over)).execute(connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, on_each_database};
    use chrono::TimeDelta;

    on_each_database! {
        fn who_said_lately_that_they_send_are_counted(held: &TestDatabase) {
            let now = at("2026-03-01T09:00:00Z");
            let counted = |now| held.database.read(|conn| count(conn, now)).unwrap();
            let said = |server: &str, now| held.database.write(|conn| put(conn, server, now + TimeDelta::seconds(10))).unwrap();
            said("a", now);
            said("b", now);
            said("a", now + TimeDelta::seconds(5));
            assert_eq!(counted(now + TimeDelta::seconds(6)), 2);
            assert_eq!(counted(now + TimeDelta::seconds(10)), 1, "b has not said so again");
            held.database.write(|conn| remove(conn, "a", now + TimeDelta::seconds(10))).unwrap();
            assert_eq!(counted(now), 0, "b is forgotten, too");
        }
    }
}
