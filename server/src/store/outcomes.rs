//! Writing down what came of deliveries: many in two statements, whatever the database.

use super::{
    Conn, StoreError,
    claims::{Claim, lease_of_the_dead},
    dialect,
    schema::{attempts, deliveries, notices, responses},
};
use crate::domain::{
    delivery::{DeliveryState, Outcome},
    id::{IncidentId, NoticeId},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

/// What came of one delivery.
#[derive(Clone, Debug)]
pub(crate) enum Verdict {
    /// It was tried; after a temporary failure with the time of the next try, none ends it.
    Tried(Outcome, Option<DateTime<Utc>>),
    /// It was not sent, for this reason.
    Unwanted(&'static str),
    /// It was not tried: its turn comes at this time, for this reason.
    Early(DateTime<Utc>, &'static str),
}

/// A row as both databases read it from JSON. Times are text in the form in which SQLite keeps them.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    at: String,
    /// The word of an attempt that did not end in success; of one that did, the delivery itself says all.
    outcome: Option<&'static str>,
    reply: &'a str,
    state: &'static str,
    attempts: i32,
    due_at: String,
    ended_at: Option<String>,
    /// How the names of claims look that whoever says so has made: a server may have claimed it again meanwhile.
    mine: String,
}

/// Adds an attempt for each delivery that was tried, and sets the new state of all.
pub(crate) fn write(connection: &mut Conn, facts: &[(Claim, Verdict)], now: DateTime<Utc>) -> Result<(), StoreError> {
    let rows: Vec<Row<'_>> = facts.iter().map(|(claim, verdict)| row(claim, verdict, now)).collect();
    dialect::write_outcomes(connection, &serde_json::to_string(&rows)?)
}

/// Ends a delivery by no fault of its recipient.
pub(super) fn give_up(connection: &mut Conn, id: &str, why: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let tried: i32 = deliveries::table.find(id).select(deliveries::attempts).first(connection)?;
    let number = tried + 1;
    diesel::insert_into(attempts::table)
        .values((
            attempts::delivery_id.eq(id),
            attempts::number.eq(number),
            attempts::at.eq(now.naive_utc()),
            attempts::outcome.eq("blocked"),
            attempts::reply.eq(why),
        ))
        .execute(connection)?;
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq(DeliveryState::Failed),
            deliveries::attempts.eq(number),
            deliveries::reply.eq(why),
            deliveries::ended_at.eq(Some(now.naive_utc())),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::lease.eq(lease_of_the_dead()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes when the first message of an incident's notice left.
pub(crate) fn first_told(connection: &mut Conn, notice: &NoticeId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let incident: Option<Option<IncidentId>> =
        notices::table.find(notice).select(notices::incident_id).first(connection).optional()?;
    let Some(Some(incident)) = incident else { return Ok(()) };
    diesel::update(responses::table.find(incident).filter(responses::first_told_at.is_null()))
        .set(responses::first_told_at.eq(Some(now.naive_utc())))
        .execute(connection)?;
    Ok(())
}

fn row<'a>(claim: &'a Claim, verdict: &'a Verdict, now: DateTime<Utc>) -> Row<'a> {
    let (outcome, reply, next) = match verdict {
        Verdict::Unwanted(why) => (None, *why, None),
        Verdict::Early(due, why) => (None, *why, Some(*due)),
        Verdict::Tried(Outcome::Sent(reply), _) => (None, reply.as_str(), None),
        Verdict::Tried(Outcome::Gone(reply), _) => (Some("gone"), reply.as_str(), None),
        Verdict::Tried(Outcome::Later(reply), next) => (Some("later"), reply.as_str(), *next),
        Verdict::Tried(Outcome::Blocked(reply), next) => (Some("blocked"), reply.as_str(), *next),
    };
    let state = match verdict {
        _ if next.is_some() => DeliveryState::Queued,
        Verdict::Tried(Outcome::Sent(_), _) => DeliveryState::Sent,
        Verdict::Tried(..) => DeliveryState::Failed,
        Verdict::Unwanted(_) | Verdict::Early(..) => DeliveryState::Skipped,
    };
    Row {
        id: &claim.id,
        at: text(now),
        outcome,
        reply,
        state: state.as_str(),
        attempts: claim.attempts + i32::from(matches!(verdict, Verdict::Tried(..))),
        due_at: text(next.unwrap_or(now)),
        ended_at: next.is_none().then(|| text(now)),
        mine: claim.lease.split_inclusive('.').next().unwrap_or_default().to_owned() + "%",
    }
}

/// A time as SQLite keeps it, and as PostgreSQL reads it.
pub(crate) fn text(time: DateTime<Utc>) -> String {
    time.format("%F %T%.f").to_string()
}
