//! Taking deliveries in hand by lease, and writing down what came of them.

use super::{
    Conn, StoreError,
    deliveries::waits,
    dialect, outcomes, progress,
    schema::{contacts, deliveries, mutes, notices, people, subscribers},
};
use crate::domain::{
    channel::Channel,
    delivery::{DeliveryState, Stand},
    id::{NoticeId, SubscriberId},
    language::Language,
    notice::NoticeKind,
    subscriber::SubscriberState,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::case_when, prelude::*};
use std::collections::BTreeMap;

/// A delivery in hand, with all that is needed to send it.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The delivery.
    pub id: String,
    /// By which way it goes.
    pub channel: Channel,
    /// Its notice.
    pub notice_id: NoticeId,
    /// The kind of that notice.
    pub kind: NoticeKind,
    /// Who is to read it: a subscriber, or a member of staff.
    pub recipient_id: SubscriberId,
    /// Tries before this one.
    pub attempts: i32,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// Where to.
    pub address: String,
    /// The reader's zone.
    pub zone: String,
    /// Which of them.
    pub reader: Reader,
    /// Where a subscriber stands now; staff are always active.
    pub subscriber: SubscriberState,
    /// Whether a subscriber wants no more of what it is about.
    pub muted: bool,
    /// The reader's language.
    pub language: Language,
    /// What a subscriber chose, as it is stored; empty for others.
    pub filter: String,
    /// Whether somebody had it in hand before, and died: it may have left.
    pub revived: bool,
    /// The name under which it was taken in hand.
    pub lease: String,
}

/// Who a recipient is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Somebody who asked to be told.
    Subscriber,
    /// A member of staff, who is told because of their work.
    Staff,
    /// A contact of a customer, who is told what their organisation gets back.
    Contact,
}

impl Claim {
    /// Whether it may still be sent: a letter always, news only to the active who want more of it.
    pub(crate) fn is_wanted(&self) -> bool {
        match self.kind {
            NoticeKind::Confirm | NoticeKind::Staff | NoticeKind::Credited => !self.address.is_empty(),
            _ if self.reader == Reader::Subscriber => self.subscriber == SubscriberState::Active && !self.muted,
            _ => !self.address.is_empty(),
        }
    }
}

/// What was taken in hand at once.
#[derive(Debug, Default)]
pub(crate) struct Claimed {
    /// What is to be sent.
    pub going: Vec<Claim>,
    /// How many turned out to be held or called off by staff, and were put down.
    pub stopped: usize,
}

impl Claimed {
    /// Whether nothing waited.
    pub(crate) fn is_empty(&self) -> bool {
        self.going.is_empty() && self.stopped == 0
    }
}

/// Takes up to `limit` waiting deliveries of a channel in hand until `until`, most urgent first. What staff hold or have
/// called off, and nobody has turned yet, is turned instead.
pub(crate) fn claim(
    connection: &mut Conn,
    channel: Channel,
    lease: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Claimed, StoreError> {
    let leased: BTreeMap<String, bool> =
        dialect::lease_deliveries(connection, channel, lease, now, until, limit)?.into_iter().collect();
    if leased.is_empty() {
        return Ok(Claimed::default());
    }
    let ids: Vec<&String> = leased.keys().collect();
    let rows = match leased_rows(connection, &ids) {
        Err(StoreError::Damaged(_)) => readable_rows(connection, &ids, now)?,
        rows => rows?,
    };
    let (going, stopped): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.0.stand() == Stand::Queued);
    put_down(connection, &stopped, now)?;
    let claim = |(taken, subscribed, staff, contact): Row| {
        let revived = leased.get(&taken.id).copied().unwrap_or_default();
        Claim { revived, lease: lease.to_owned(), ..taken.by(channel, subscribed, staff, contact) }
    };
    Ok(Claimed { going: going.into_iter().map(claim).collect(), stopped: stopped.len() })
}

/// Turns what was taken and is stopped, and some more of its notices, since it stands before what others wait for.
fn put_down(connection: &mut Conn, stopped: &[Row], now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut by_notice: BTreeMap<&NoticeId, (Stand, Vec<&str>)> = BTreeMap::new();
    for (taken, ..) in stopped {
        by_notice.entry(&taken.notice_id).or_insert_with(|| (taken.stand(), Vec::new())).1.push(&taken.id);
    }
    for (notice, (stand, ids)) in &by_notice {
        progress::put_down(connection, ids, stand, now)?;
        progress::settle(connection, notice, stand, now)?;
    }
    Ok(())
}

/// The rows one by one, where one of them cannot be read: that is given up, and keeps no other from leaving.
fn readable_rows(connection: &mut Conn, ids: &[&String], now: DateTime<Utc>) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for id in ids {
        match leased_rows(connection, &[*id]) {
            Ok(found) => rows.extend(found),
            Err(StoreError::Damaged(why)) => {
                tracing::error!(why, delivery = id, "a delivery cannot be read; it is given up");
                outcomes::give_up(connection, id, &format!("it cannot be read: {why}"), now)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(rows)
}

fn leased_rows(connection: &mut Conn, ids: &[&String]) -> Result<Vec<Row>, StoreError> {
    let about_it = mutes::incident_id.nullable().eq(deliveries::incident_id);
    Ok(deliveries::table
        .inner_join(notices::table)
        .left_join(subscribers::table.on(subscribers::id.eq(deliveries::recipient_id)))
        .left_join(people::table.on(people::id.eq(deliveries::recipient_id)))
        .left_join(contacts::table.on(contacts::id.eq(deliveries::recipient_id)))
        .left_join(mutes::table.on(about_it.and(mutes::subscriber_id.eq(deliveries::recipient_id))))
        .filter(deliveries::id.eq_any(ids.iter().copied()))
        .order((deliveries::priority, deliveries::due_at, deliveries::id))
        .select((
            (
                deliveries::id,
                deliveries::notice_id,
                notices::kind,
                notices::held_at.is_not_null(),
                notices::called_off,
                deliveries::recipient_id,
                deliveries::attempts,
                deliveries::created_at,
                mutes::subscriber_id.nullable().is_not_null(),
            ),
            (subscribers::address, subscribers::zone, subscribers::state, subscribers::language, subscribers::filter).nullable(),
            (people::email, people::zone).nullable(),
            (contacts::email, contacts::zone, contacts::language, contacts::phone).nullable(),
        ))
        .load(connection)?)
}

/// A delivery with whoever reads it, by what they are.
type Row = (Taken, Option<Subscribed>, Option<Employed>, Option<Known>);

/// Address, zone, state, language and choice of a subscriber.
type Subscribed = (String, String, SubscriberState, Language, String);

/// Address and zone of a member of staff.
type Employed = (String, String);

/// Address, zone, language and telephone of a contact of a customer.
type Known = (String, String, Language, String);

/// What a claim says of its delivery.
#[derive(Queryable)]
struct Taken {
    id: String,
    notice_id: NoticeId,
    kind: NoticeKind,
    is_held: bool,
    called_off: Option<String>,
    recipient_id: SubscriberId,
    attempts: i32,
    created_at: DateTime<Utc>,
    muted: bool,
}

impl Taken {
    /// How it should stand.
    fn stand(&self) -> Stand {
        Stand::of(self.is_held, self.called_off.clone())
    }

    /// The claim, with what is known of who is to read it. Somebody who was forgotten reads nothing any more.
    fn by(self, channel: Channel, subscribed: Option<Subscribed>, staff: Option<Employed>, contact: Option<Known>) -> Claim {
        let reader = match (&subscribed, &staff, &contact) {
            (None, Some(_), _) => Reader::Staff,
            (None, None, Some(_)) => Reader::Contact,
            _ => Reader::Subscriber,
        };
        let by_staff = staff.map(|(address, zone)| (address, zone, SubscriberState::Active, Language::En, String::new()));
        let forgotten = || (String::new(), String::new(), SubscriberState::Stopped, Language::En, String::new());
        let by_contact = contact.map(|(email, zone, language, phone)| {
            let address = if channel == Channel::Sms { phone } else { email };
            (address, zone, SubscriberState::Active, language, String::new())
        });
        let (address, zone, stands, language, filter) = subscribed.or(by_staff).or(by_contact).unwrap_or_else(forgotten);
        let Self { id, notice_id, kind, recipient_id, attempts, created_at, muted, .. } = self;
        Claim {
            id,
            channel,
            notice_id,
            kind,
            recipient_id,
            attempts,
            created_at,
            address,
            zone,
            reader,
            subscriber: stands,
            muted,
            language,
            filter,
            revived: false,
            lease: String::new(),
        }
    }
}

/// Whether the recipient of a delivery still wants it, asked in the moment before it leaves.
pub(crate) fn state_of(connection: &mut Conn, recipient: &SubscriberId) -> Result<Option<SubscriberState>, StoreError> {
    Ok(subscribers::table.find(recipient).select(subscribers::state).first(connection).optional()?)
}

/// Whether the recipient was told something newer of the same incident, or is being told: then this would come too late. Of
/// what was refused before, the newer one may wait as well.
pub(crate) fn is_overtaken(connection: &mut Conn, claim: &Claim, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let incident: Option<Option<String>> =
        deliveries::table.find(&claim.id).select(deliveries::incident_id).first(connection).optional()?;
    let Some(Some(incident)) = incident else { return Ok(false) };
    let newer = deliveries::table
        .filter(deliveries::recipient_id.eq(&claim.recipient_id))
        .filter(deliveries::incident_id.eq(incident))
        .filter(deliveries::notice_id.gt(&claim.notice_id));
    let found: Option<String> = if claim.attempts > 0 {
        newer.select(deliveries::id).first(connection).optional()?
    } else {
        let is_in_hand = deliveries::leased_until.gt(now.naive_utc());
        let went = deliveries::state.eq(DeliveryState::Sent).nullable().or(is_in_hand);
        newer.filter(went).select(deliveries::id).first(connection).optional()?
    };
    Ok(found.is_some())
}

/// Gives back what was taken in hand under names that begin with `name` and not tried, so that nobody waits for leases.
pub(crate) fn release(conn: &mut Conn, name: &str) -> Result<usize, StoreError> {
    let theirs = deliveries::table.filter(waits()).filter(deliveries::lease.like(format!("{name}.%")));
    Ok(diesel::update(theirs)
        .set((deliveries::leased_until.eq(None::<NaiveDateTime>), deliveries::lease.eq(lease_of_the_dead())))
        .execute(conn)?)
}

/// Gives back what a claim took in hand and nobody began, unless somebody else has it by now.
pub(crate) fn give_back(conn: &mut Conn, lease: &str, ids: &[&str]) -> Result<usize, StoreError> {
    let ours = deliveries::lease.eq_any([lease.to_owned(), format!("{lease}{}", dialect::AGAIN)]);
    Ok(diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids)).filter(ours))
        .set((deliveries::leased_until.eq(None::<NaiveDateTime>), deliveries::lease.eq(lease_of_the_dead())))
        .execute(conn)?)
}

/// What stays of a lease when a delivery is put down: of what a server had in hand that died, that it may have left.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn lease_of_the_dead() -> _ {
    let again: String = format!("%{}", dialect::AGAIN);
    case_when(deliveries::lease.like(again), deliveries::lease)
}
