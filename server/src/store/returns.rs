//! Deliveries that a mail server took, and that came back.

use super::{
    Conn, StoreError,
    ledger::{self, Attempt},
    schema::{attempts, deliveries},
};
use crate::domain::{delivery::DeliveryState, id::SubscriberId};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Ends a delivery that was taken and came back; what had not been sent stays as it is.
pub(crate) fn come_back(connection: &mut Conn, id: &str, words: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Some(sent) = ledger::success(connection, id)? else { return Ok(()) };
    let number = sent.number + 1;
    for attempt in [sent, Attempt { number, at: now, outcome: "returned".to_owned(), reply: words.to_owned() }] {
        note(connection, id, &attempt)?;
    }
    let failed = (
        deliveries::attempts.eq(number),
        deliveries::state.eq(DeliveryState::Failed),
        deliveries::reply.eq(words),
        deliveries::ended_at.eq(Some(now.naive_utc())),
    );
    diesel::update(deliveries::table.find(id)).set(failed).execute(connection)?;
    Ok(())
}

/// Writes down an attempt that is not known yet.
fn note(connection: &mut Conn, id: &str, attempt: &Attempt) -> Result<(), StoreError> {
    let known: Option<i32> = attempts::table.find((id, attempt.number)).select(attempts::number).first(connection).optional()?;
    if known.is_none() {
        diesel::insert_into(attempts::table)
            .values((
                attempts::delivery_id.eq(id),
                attempts::number.eq(attempt.number),
                attempts::at.eq(attempt.at.naive_utc()),
                attempts::outcome.eq(&attempt.outcome),
                attempts::reply.eq(&attempt.reply),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Whose delivery it is.
pub(crate) fn recipient(connection: &mut Conn, id: &str) -> Result<Option<SubscriberId>, StoreError> {
    Ok(deliveries::table.find(id).select(deliveries::recipient_id).first(connection).optional()?)
}
