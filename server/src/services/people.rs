//! Staff: the first owner by the set-up link, others by command.

use super::{Act, Refusal};
use crate::{
    domain::{
        address,
        id::PersonId,
        invalid::Invalid,
        link,
        person::{self, Role},
    },
    store::{Conn, Database, StoreError, people, settings},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Under which the hash and the end of the set-up link are kept.
const SETUP: &str = "setup_link";
/// How long the set-up link lasts (bar S-31).
const SETUP_LASTS: TimeDelta = TimeDelta::minutes(30);

/// A fresh set-up link's secret, as long as there is nobody; the one before stops working.
pub(crate) fn setup_secret(conn: &mut Conn, act: &mut Act) -> Result<Option<String>, Refusal> {
    if people::any(conn)? {
        return Ok(None);
    }
    let secret = link::secret(&mut act.rng);
    let ends = (act.now + SETUP_LASTS).to_rfc3339();
    settings::set(conn, SETUP, &format!("{} {ends}", link::fingerprint(&secret)))?;
    Ok(Some(secret))
}

/// Whether `secret` opens the set-up now.
pub(crate) fn setup_is_open(conn: &mut Conn, secret: &str, now: DateTime<Utc>) -> Result<bool, Refusal> {
    let Some(stored) = settings::get(conn, SETUP)? else { return Ok(false) };
    let Some((hash, ends)) = stored.split_once(' ') else { return Ok(false) };
    let lasts = DateTime::parse_from_rfc3339(ends).is_ok_and(|ends| now < ends);
    Ok(lasts && hash == link::fingerprint(secret) && !people::any(conn)?)
}

/// Makes the first owner. The link is used up in the same transaction, so of many at once exactly one succeeds.
pub(crate) fn set_up(database: &Database, act: &mut Act, secret: &str, email: &str, password: &str) -> Result<PersonId, Refusal> {
    let closed = || Refusal::Conflict("this set-up link is used or too old; start Allclear again for a new one".to_owned());
    if !database.read(|conn| setup_is_open(conn, secret, act.now))? {
        return Err(closed());
    }
    // Hashing takes long on purpose, so it comes before the transaction.
    let ready = prepare(email, password)?;
    database.write(|conn| {
        if !setup_is_open(conn, secret, act.now)? || !settings::remove(conn, SETUP)? {
            return Err(closed());
        }
        insert(conn, act, ready, Role::Owner)
    })
}

/// Adds a person.
pub(crate) fn add(database: &Database, act: &mut Act, email: &str, role: Role, password: &str) -> Result<PersonId, Refusal> {
    let ready = prepare(email, password)?;
    database.write(|conn| insert(conn, act, ready, role))
}

struct Ready {
    email: String,
    hash: String,
}

fn prepare(email: &str, password: &str) -> Result<Ready, Refusal> {
    let mut faults = crate::domain::invalid::Faults::default();
    let address = faults.take(address::email("email", email)).unwrap_or_default();
    faults.take(person::password("password", password, &address));
    faults.check()?;
    let hash =
        super::sign_in::hash(password).map_err(|why| Refusal::Conflict(format!("the password could not be hashed: {why}")))?;
    Ok(Ready { email: address, hash })
}

fn insert(conn: &mut Conn, act: &mut Act, ready: Ready, role: Role) -> Result<PersonId, Refusal> {
    let person = people::Person {
        id: act.id(),
        email_key: address::key(&ready.email),
        email: ready.email,
        role,
        password_hash: ready.hash,
        created_at: act.now,
        zone: "UTC".to_owned(),
    };
    people::insert(conn, &person).map_err(|error| match error {
        StoreError::Taken(_) => Refusal::from(Invalid::new("email", "belongs to a person already")),
        other => other.into(),
    })?;
    act.audit(conn, "person.add", person.id.as_str(), role.as_str())?;
    Ok(person.id)
}
