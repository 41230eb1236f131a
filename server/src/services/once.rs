//! Doing a thing once, however often it is asked for: a double click, a lost answer, a retry.

use super::{Act, Refusal};
use crate::{
    domain::link,
    store::{Conn, Database, StoreError, idempotency},
};

/// A key under which a request is known, with the fingerprint of what it asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    text: String,
    fingerprint: String,
}

impl Key {
    /// The key `text` of `actor`, for the request with this body. One actor's keys never meet another's.
    pub(crate) fn new(actor: &str, text: &str, request: &str) -> Self {
        Self { text: format!("{actor}\n{text}"), fingerprint: link::fingerprint(request) }
    }
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// The id of what was made.
    pub id: String,
    /// Whether an earlier request with the same key had made it.
    pub repeated: bool,
}

/// Runs `make` in one transaction, unless a request with the same key has run: then tells what that one made.
pub(crate) fn once(
    database: &Database,
    act: &mut Act,
    key: Option<&Key>,
    make: impl Fn(&mut Conn, &mut Act) -> Result<String, Refusal>,
) -> Result<Made, Refusal> {
    let first = database.write(|conn| attempt(conn, act, key, &make));
    match first {
        // Two at once: the other one has committed by now, and a second look finds what it made.
        Err(Refusal::Store(StoreError::Taken(_))) if key.is_some() => database.write(|conn| attempt(conn, act, key, &make)),
        other => other,
    }
}

fn attempt(
    conn: &mut Conn,
    act: &mut Act,
    key: Option<&Key>,
    make: &impl Fn(&mut Conn, &mut Act) -> Result<String, Refusal>,
) -> Result<Made, Refusal> {
    let Some(key) = key else { return Ok(Made { id: make(conn, act)?, repeated: false }) };
    if let Some((fingerprint, id)) = idempotency::find(conn, &key.text)? {
        if fingerprint != key.fingerprint {
            return Err(Refusal::Conflict("this Idempotency-Key was used for a different request; use a new one".to_owned()));
        }
        return Ok(Made { id, repeated: true });
    }
    let id = make(conn, act)?;
    idempotency::insert(conn, &key.text, &key.fingerprint, &id, act.now)?;
    Ok(Made { id, repeated: false })
}
