//! Text messages to the contacts of enterprise customers, where the policy wants them (PRODUCT 2): once of an incident that
//! reaches them, and of its end.

use super::{Refusal, customers};
use crate::{
    domain::{
        audience::Audience,
        channel::Channel,
        filter::Kind,
        id::{RegionId, SubscriberId},
        notice::NoticeKind,
        policy::Reach,
    },
    store::{self, Conn, customers::Known, deliveries, notices::Notice, subscriber_groups, subscribers},
};
use std::collections::BTreeSet;

/// Queues them with the first batch of a notice; `threads` are the incident and its parts.
pub(super) fn queue(
    conn: &mut Conn,
    notice: &Notice,
    audience: &Audience,
    threads: &[String],
    batch: &deliveries::Batch<'_>,
) -> Result<(), Refusal> {
    let ends = matches!(notice.kind, NoticeKind::Resolved | NoticeKind::Retracted);
    // What is told to some groups of subscribers alone is not told to contacts, but for an end of which they heard.
    if !ends && !audience.within.is_empty() {
        return Ok(());
    }
    if notice.incident_id.is_none() || audience.kind != Kind::Incidents || !(ends || audience.sms == Reach::Matching) {
        return Ok(());
    }
    // No place is all of them; the end goes to those who were told, wherever they are.
    let places = if ends { &[] } else { audience.places.as_slice() };
    let regions: BTreeSet<RegionId> = places.iter().map(|place| place.region.clone()).collect();
    let enterprise = customers::enterprise(conn, &regions)?;
    let contacts: Vec<Known> = enterprise.into_iter().flat_map(|(_, contacts)| contacts).collect();
    let ids: Vec<String> = contacts.iter().map(|contact| contact.id.clone()).collect();
    // What is taken back was told to those to whom it was sent, and to nobody else.
    let told = store::told::by_channel(conn, threads, Channel::Sms, &ids, notice.kind != NoticeKind::Retracted)?;
    let mut numbers = BTreeSet::new();
    for contact in contacts.into_iter().filter(|contact| !contact.phone.is_empty()) {
        let is_meant = told.contains(&contact.id) == ends && numbers.insert(contact.phone.clone());
        if is_meant && !hears_already(conn, notice.kind, audience, threads, &contact.phone)? {
            deliveries::replace_older(conn, batch, &[SubscriberId::from(contact.id.clone())])?;
            deliveries::queue_one(conn, batch, Channel::Sms, &contact.id)?;
        }
    }
    Ok(())
}

/// Whether somebody subscribed with this number, and hears of it so.
fn hears_already(
    conn: &mut Conn,
    kind: NoticeKind,
    audience: &Audience,
    threads: &[String],
    number: &str,
) -> Result<bool, Refusal> {
    let Some(row) = subscribers::active_by_telephone(conn, number)? else { return Ok(false) };
    let itself = std::slice::from_ref(&row.id);
    if kind == NoticeKind::Retracted {
        return Ok(!store::told::of_threads(conn, threads, itself, false)?.is_empty());
    }
    if !store::follows::among(conn, threads, itself)?.is_empty() {
        return Ok(true);
    }
    let is_inside = audience.within.is_empty() || !subscriber_groups::among(conn, &audience.within, itself)?.is_empty();
    // What cannot be read lets nothing through.
    Ok(is_inside && row.wants().is_ok_and(|filter| audience.decide_by(Channel::Sms, &filter).is_ok()))
}
