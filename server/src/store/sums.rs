//! Old deliveries, forgotten one by one and kept as sums: a ledger of years would outgrow its disk (bar R-20).

use super::{
    Conn, StoreError, dialect,
    progress::Share,
    schema::{attempts, deliveries, delivery_sums as sums},
};
use crate::domain::{channel::Channel, delivery::DeliveryState, id::NoticeId};
use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods as _, QueryDsl, RunQueryDsl};
use std::collections::BTreeMap;

/// A delivery that is to be forgotten.
pub(super) struct Old {
    /// Its id.
    pub id: String,
    /// Its notice.
    pub notice: NoticeId,
    /// By which way it went.
    pub channel: Channel,
    /// How it ended.
    pub state: DeliveryState,
    /// When.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Adds up to `limit` of the oldest deliveries to the sums and forgets them, of notices whose ids are smaller than `before`.
/// How many they were; what has not ended stays.
pub(crate) fn fold(connection: &mut Conn, before: &str, limit: i64) -> Result<usize, StoreError> {
    let old = dialect::oldest_deliveries(connection, before, limit)?;
    let mut shares: BTreeMap<(&NoticeId, Channel, DeliveryState), Share> = BTreeMap::new();
    for one in &old {
        let share =
            Share { channel: one.channel, state: one.state, count: 1, first: one.ended_at, last: one.ended_at, lately: 0 };
        let key = (&one.notice, one.channel, one.state);
        shares.entry(key).and_modify(|known| known.join(&share)).or_insert(share);
    }
    for ((notice, ..), share) in &shares {
        add(connection, notice, share)?;
    }
    let ids: Vec<&str> = old.iter().map(|one| one.id.as_str()).collect();
    diesel::delete(attempts::table.filter(attempts::delivery_id.eq_any(&ids))).execute(connection)?;
    Ok(diesel::delete(deliveries::table.filter(deliveries::id.eq_any(&ids))).execute(connection)?)
}

/// What is kept of the deliveries of a notice that were forgotten.
pub(super) fn of(connection: &mut Conn, notice: &NoticeId) -> Result<Vec<Share>, StoreError> {
    let kept: Vec<Kept> = sums::table
        .filter(sums::notice_id.eq(notice))
        .select((sums::channel, sums::state, sums::deliveries, sums::first_at, sums::last_at))
        .load(connection)?;
    let share = |(channel, state, count, first, last)| Share { channel, state, count, first, last, lately: 0 };
    Ok(kept.into_iter().map(share).collect())
}

/// Whether deliveries of a notice were forgotten.
pub(crate) fn has(connection: &mut Conn, notice: &NoticeId) -> Result<bool, StoreError> {
    Ok(!of(connection, notice)?.is_empty())
}

/// A sum as stored.
type Kept = (Channel, DeliveryState, i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

fn add(connection: &mut Conn, notice: &NoticeId, share: &Share) -> Result<(), StoreError> {
    let known = of(connection, notice)?.into_iter().find(|known| known.is_like(share));
    let times = |share: &Share| {
        let naive = |time: Option<DateTime<Utc>>| time.map(|time| time.naive_utc());
        (sums::deliveries.eq(share.count), sums::first_at.eq(naive(share.first)), sums::last_at.eq(naive(share.last)))
    };
    if let Some(mut known) = known {
        known.join(share);
        diesel::update(sums::table.find((notice, share.channel, share.state))).set(times(&known)).execute(connection)?;
    } else {
        let key = (sums::notice_id.eq(notice), sums::channel.eq(share.channel), sums::state.eq(share.state));
        diesel::insert_into(sums::table).values((key, times(share))).execute(connection)?;
    }
    Ok(())
}
