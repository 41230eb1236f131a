//! Deliveries that a mail server took, and that came back.

use super::{
    Conn, StoreError,
    schema::{attempts, deliveries},
};
use crate::domain::{delivery::DeliveryState, id::SubscriberId};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Ends a delivery that was taken and came back; what had not been sent stays as it is.
pub(crate) fn come_back(connection: &mut Conn, id: &str, words: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let sent = deliveries::table.find(id).filter(deliveries::state.eq(DeliveryState::Sent));
    let failed = (
        deliveries::state.eq(DeliveryState::Failed),
        deliveries::reply.eq(words),
        deliveries::ended_at.eq(Some(now.naive_utc())),
    );
    if diesel::update(sent).set(failed).execute(connection)? == 0 {
        return Ok(());
    }
    let number: i32 = deliveries::table.find(id).select(deliveries::attempts + 1).first(connection)?;
    diesel::insert_into(attempts::table)
        .values((
            attempts::delivery_id.eq(id),
            attempts::number.eq(number),
            attempts::at.eq(now.naive_utc()),
            attempts::outcome.eq("returned"),
            attempts::reply.eq(words),
        ))
        .execute(connection)?;
    diesel::update(deliveries::table.find(id)).set(deliveries::attempts.eq(number)).execute(connection)?;
    Ok(())
}

/// Whose delivery it is.
pub(crate) fn recipient(connection: &mut Conn, id: &str) -> Result<Option<SubscriberId>, StoreError> {
    Ok(deliveries::table.find(id).select(deliveries::recipient_id).first(connection).optional()?)
}
