//! Signing in and out, and knowing who is signed in.

use super::{Act, Refusal};
use crate::{
    domain::{link, text},
    store::{Conn, Database, people, sessions},
};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A session ends after this long without use, and after this long in any case (bar S-6).
const IDLE: TimeDelta = TimeDelta::minutes(30);
const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How stale the note of the last use may get, so that not every request writes.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// What everybody is told who does not get in.
pub(crate) const REFUSED: &str = "This address and password do not belong together.";

/// The hash of nobody's password, at the same cost as everybody's.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$XBn6S7GkRZ2dEjGyJxFcd1jGGVbSKNIiEEXsYNdhmN8";

/// Argon2id at 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or(Params::DEFAULT))
}

/// Hashes a password with a new salt, as a PHC string.
pub(crate) fn hash(password: &str) -> Result<String, String> {
    hasher().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// The person with this address and password; for an unknown address the same work is done, so time tells nothing.
pub(crate) fn authenticate(database: &Database, act: &mut Act, email: &str, password: &str) -> Result<people::Person, Refusal> {
    let person = match text::line("email", email, 254) {
        Ok(email) => database.read(|conn| people::by_email(conn, &email))?,
        Err(_) => None,
    };
    let stored = person.as_ref().map_or(NOBODY, |person| person.password_hash.as_str());
    let right = PasswordHash::new(stored).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
    match person {
        Some(person) if right => Ok(person),
        _ => {
            let subject = if person.is_some() { "known address" } else { "unknown address" };
            database.write(|conn| act.audit(conn, "session.refuse", "", subject))?;
            Err(Refusal::Conflict(REFUSED.to_owned()))
        }
    }
}

/// Begins a session and gives its secret, which only the browser keeps.
pub(crate) fn begin(conn: &mut Conn, act: &mut Act, person: &people::Person) -> Result<String, Refusal> {
    let secret = link::secret(&mut act.rng);
    sessions::insert(conn, &link::fingerprint(&secret), &person.id, act.now)?;
    act.audit(conn, "session.begin", person.id.as_str(), "")?;
    Ok(secret)
}

/// Who holds the session with this secret now, and whether its use should be noted.
pub(crate) fn find(conn: &mut Conn, secret: &str, now: DateTime<Utc>) -> Result<Option<(people::Person, bool)>, Refusal> {
    let found = sessions::find(conn, &link::fingerprint(secret))?;
    Ok(found
        .filter(|(times, _)| now - times.seen_at < IDLE && now - times.created_at < ABSOLUTE)
        .map(|(times, person)| (person, now - times.seen_at > TOUCH_AFTER)))
}

/// Notes that a session is in use.
pub(crate) fn touch(conn: &mut Conn, secret: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
    Ok(sessions::touch(conn, &link::fingerprint(secret), now)?)
}

/// Ends a session.
pub(crate) fn end(conn: &mut Conn, act: &mut Act, secret: &str) -> Result<(), Refusal> {
    sessions::remove(conn, &link::fingerprint(secret))?;
    Ok(act.audit(conn, "session.end", "", "")?)
}
