//! Letters: what is told to one reader, or to a few, beside the news.

use super::{
    Conn, StoreError,
    schema::{deliveries, notices},
};
use crate::domain::{channel::Channel, id::SubscriberId, notice::NoticeKind};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// What the letters of a kind to one reader say, newest first.
pub(crate) fn said(connection: &mut Conn, recipient: &SubscriberId, kind: NoticeKind) -> Result<Vec<String>, StoreError> {
    Ok(deliveries::table
        .inner_join(notices::table)
        .filter(deliveries::recipient_id.eq(recipient))
        .filter(notices::kind.eq(kind))
        .order(notices::id.desc())
        .select(notices::content)
        .load(connection)?)
}

/// Whether a notice of this kind has said exactly this since then.
pub(crate) fn was_said(connection: &mut Conn, kind: NoticeKind, content: &str, since: DateTime<Utc>) -> Result<bool, StoreError> {
    let same = notices::table
        .filter(notices::kind.eq(kind))
        .filter(notices::created_at.gt(since.naive_utc()))
        .filter(notices::content.eq(content));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(connection)?)
}

/// How many letters of the kinds were queued by a channel since `since`.
pub(crate) fn count(
    connection: &mut Conn,
    channel: Channel,
    kinds: &[NoticeKind],
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(notices::table
        .inner_join(deliveries::table)
        .filter(notices::kind.eq_any(kinds))
        .filter(notices::created_at.gt(since.naive_utc()))
        .filter(deliveries::channel.eq(channel))
        .count()
        .get_result(connection)?)
}

/// When letters of the kinds were queued for one recipient since `since`, newest first.
pub(crate) fn since(
    connection: &mut Conn,
    recipient: &SubscriberId,
    kinds: &[NoticeKind],
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, StoreError> {
    Ok(deliveries::table
        .inner_join(notices::table)
        .filter(deliveries::recipient_id.eq(recipient.as_str()))
        .filter(notices::kind.eq_any(kinds))
        .filter(deliveries::created_at.gt(since.naive_utc()))
        .order(deliveries::created_at.desc())
        .select(deliveries::created_at)
        .load(connection)?)
}
