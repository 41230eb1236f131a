//! The ledger as staff read it.

use super::{
    Conn, StoreError,
    deliveries::has_not_left,
    progress::{of, shares},
    schema::{attempts, contacts, deliveries, notices, people, subscribers},
};
use crate::domain::{
    channel::Channel,
    delivery::DeliveryState,
    id::{IncidentId, NoticeId, SubscriberId},
    notice::NoticeKind,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// One delivery as staff read it.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Entry {
    /// The delivery.
    pub id: String,
    /// Its notice.
    pub notice_id: NoticeId,
    /// What it told.
    pub kind: NoticeKind,
    /// Of which incident.
    pub incident_id: Option<IncidentId>,
    /// Where to; none when the subscriber was forgotten.
    pub address: Option<String>,
    /// The same of a member of staff.
    pub staff: Option<String>,
    /// The same of a contact of a customer: mail address and telephone.
    pub contact: Option<(String, String)>,
    /// By which way.
    pub channel: Channel,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// The other side's last words.
    pub reply: String,
    /// When it is due, or was.
    pub due_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Entry {
    /// Where it went, or is to go; none when the recipient was forgotten.
    pub(crate) fn to(&self) -> Option<&str> {
        let contact = self.contact.as_ref().map(|(email, phone)| if self.channel == Channel::Sms { phone } else { email });
        self.address.as_ref().or(self.staff.as_ref()).or(contact).map(String::as_str)
    }
}

/// One attempt.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Attempt {
    /// Counted from one.
    pub number: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// `sent`, `later`, `gone` or `blocked`.
    pub outcome: String,
    /// The other side's words.
    pub reply: String,
}

/// Which entries to show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    /// Only in this state.
    pub state: Option<DeliveryState>,
    /// Only to this mail address, whatever its capitals, or this telephone.
    pub address: Option<String>,
    /// Only to this subscriber or member of staff.
    pub recipient: Option<String>,
    /// Only of this notice.
    pub notice: Option<NoticeId>,
    /// Only behind this delivery.
    pub before: Option<String>,
}

/// A page of entries, newest notice first.
pub(crate) fn entries(connection: &mut Conn, search: &Search, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let found = ids(connection, search, limit)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    Ok(deliveries::table
        .inner_join(notices::table)
        .left_join(subscribers::table.on(subscribers::id.eq(deliveries::recipient_id)))
        .left_join(people::table.on(people::id.eq(deliveries::recipient_id)))
        .left_join(contacts::table.on(contacts::id.eq(deliveries::recipient_id)))
        .filter(deliveries::id.eq_any(found))
        .order(deliveries::id.desc())
        .select((
            deliveries::id,
            deliveries::notice_id,
            notices::kind,
            deliveries::incident_id,
            subscribers::address.nullable(),
            people::email.nullable(),
            (contacts::email, contacts::phone).nullable(),
            deliveries::channel,
            deliveries::state,
            deliveries::attempts,
            deliveries::reply,
            deliveries::due_at,
            deliveries::ended_at,
        ))
        .load(connection)?)
}

/// The newest deliveries that are searched for.
fn ids(connection: &mut Conn, search: &Search, limit: i64) -> Result<Vec<String>, StoreError> {
    let mut query = deliveries::table.select(deliveries::id).order(deliveries::id.desc()).limit(limit).into_boxed();
    let recipient = search.recipient.clone().map(|recipient| vec![recipient]);
    let of_address = search.address.as_deref().map(|address| at(connection, address)).transpose()?;
    for recipients in [recipient, of_address].into_iter().flatten() {
        // Not by the key itself: a database that takes them in its order looks through all for the few of one.
        query = query.filter(deliveries::recipient_id.eq_any(recipients)).order(deliveries::id.concat("").desc());
    }
    if let Some(state) = search.state {
        query = query.filter(deliveries::state.eq(state));
    }
    if let Some(notice) = &search.notice {
        query = query.filter(of(notice));
    }
    if let Some(before) = &search.before {
        query = query.filter(deliveries::id.lt(before.clone()));
    }
    Ok(query.load(connection)?)
}

/// Who is reached at an address: subscribers, staff, and contacts of customers.
fn at(connection: &mut Conn, address: &str) -> Result<Vec<String>, StoreError> {
    let key = crate::domain::address::key(address);
    // Of each channel: the index begins with it.
    let subscribed =
        subscribers::table.filter(subscribers::channel.eq_any(Channel::ALL)).filter(subscribers::address_key.eq(&key));
    let mut found: Vec<String> = subscribed.select(subscribers::id).load(connection)?;
    let staff: Vec<String> = people::table.filter(people::email_key.eq(&key)).select(people::id).load(connection)?;
    let is_theirs = contacts::email.eq_any([address, &key]).or(contacts::phone.eq(address));
    let contacts: Vec<String> = contacts::table.filter(is_theirs).select(contacts::id).load(connection)?;
    found.extend(staff.into_iter().chain(contacts));
    Ok(found)
}

/// One delivery as its recipient may know it.
#[derive(Clone, Debug, Queryable, serde::Serialize)]
pub(crate) struct Sent {
    /// What it told.
    pub kind: NoticeKind,
    /// Of which incident or maintenance.
    pub about: Option<String>,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The other side's last words.
    pub reply: String,
}

/// Everything that was to be sent to a recipient, oldest first.
pub(crate) fn of_recipient(connection: &mut Conn, recipient: &SubscriberId) -> Result<Vec<Sent>, StoreError> {
    Ok(deliveries::table
        .inner_join(notices::table)
        .filter(deliveries::recipient_id.eq(recipient))
        .order(deliveries::id)
        .select((
            notices::kind,
            deliveries::incident_id,
            deliveries::state,
            deliveries::created_at,
            deliveries::ended_at,
            deliveries::reply,
        ))
        .load(connection)?)
}

/// How many deliveries are in each state. Of those that left only the sum is taken: they are the most by far.
pub(crate) fn counts(connection: &mut Conn) -> Result<Vec<(DeliveryState, i64)>, StoreError> {
    let mut counts: Vec<(DeliveryState, i64)> = deliveries::table
        .filter(has_not_left())
        .group_by(deliveries::state)
        .select((deliveries::state, diesel::dsl::count_star()))
        .load(connection)?;
    let all: i64 = deliveries::table.count().get_result(connection)?;
    let sent = all - counts.iter().map(|(_, count)| count).sum::<i64>();
    counts.extend((sent > 0).then_some((DeliveryState::Sent, sent)));
    Ok(counts)
}

/// How many deliveries of one notice are in each state, those that were forgotten too.
pub(crate) fn counts_of(connection: &mut Conn, notice: &NoticeId) -> Result<Vec<(DeliveryState, i64)>, StoreError> {
    let mut counts: Vec<(DeliveryState, i64)> = Vec::new();
    for share in shares(connection, notice, DateTime::UNIX_EPOCH)? {
        match counts.iter_mut().find(|(state, _)| *state == share.state) {
            Some((_, count)) => *count += share.count,
            None => counts.push((share.state, share.count)),
        }
    }
    Ok(counts)
}

/// Every attempt at one delivery, first to last. Of the one that succeeded only the delivery itself tells, so that a mail
/// that leaves at once, as nearly all do, costs one row.
pub(crate) fn attempts_at(connection: &mut Conn, delivery: &str) -> Result<Vec<Attempt>, StoreError> {
    let mut known: Vec<Attempt> = attempts::table
        .filter(attempts::delivery_id.eq(delivery))
        .order(attempts::number)
        .select((attempts::number, attempts::at, attempts::outcome, attempts::reply))
        .load(connection)?;
    let last = success(connection, delivery)?.filter(|last| known.iter().all(|attempt| attempt.number != last.number));
    known.extend(last);
    Ok(known)
}

/// The attempt with which a delivery was sent; none while it is not, and when it came back.
pub(super) fn success(connection: &mut Conn, delivery: &str) -> Result<Option<Attempt>, StoreError> {
    let sent = deliveries::table.find(delivery).filter(deliveries::state.eq(DeliveryState::Sent));
    let row: Option<(i32, Option<DateTime<Utc>>, String)> =
        sent.select((deliveries::attempts, deliveries::ended_at, deliveries::reply)).first(connection).optional()?;
    let attempt = |(number, at, reply)| Some(Attempt { number, at: at?, outcome: "sent".to_owned(), reply });
    Ok(row.and_then(attempt))
}
