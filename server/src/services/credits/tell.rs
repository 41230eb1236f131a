//! Telling customers of their credits.

use crate::{
    domain::{
        channel::Channel,
        id::SubscriberId,
        notice::{CreditNews, NoticeKind},
        sla::Percent,
        subscriber::SubscriberState,
    },
    services::{Act, Refusal, mutes},
    store::{
        self, Conn, credits,
        credits::Credit,
        customers, deliveries,
        notices::{self, Notice},
        subscribers,
    },
};

/// Before the lowest severities, after what is urgent.
const PRIORITY: i32 = 2;

/// Tells the contacts of one customer of a credit, in a mail of its own.
pub(super) fn tell_now(conn: &mut Conn, act: &mut Act, credit: &Credit) -> Result<(), Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let news = CreditNews {
        month: credit.month.clone(),
        amount: credit.amount,
        currency: credit.currency.clone(),
        component: catalogue.component(credit.component.as_str()).map(|one| one.name.clone()).unwrap_or_default(),
        region: catalogue.region(credit.region.as_str()).map(|one| one.name.clone()).unwrap_or_default(),
        availability: Percent::of_thousandths(u32::try_from(credit.availability).unwrap_or_default()),
    };
    // Of no incident: in a thread of its own it cannot overtake what is told of that.
    let notice = Notice::letter(act.id(), NoticeKind::Credited, &news, PRIORITY, act.now)?;
    notices::insert(conn, &notice)?;
    credits::set_told(conn, &credit.id, act.now)?;
    queue(conn, act, &notice, std::slice::from_ref(&credit.customer))
}

/// Has a notice reach the contacts of some customers. Who subscribed with the same address reads it as a subscriber, once,
/// unless they want no more of the incident: what their organisation gets back is told to them all the same.
pub(crate) fn queue(conn: &mut Conn, act: &Act, notice: &Notice, customers: &[String]) -> Result<(), Refusal> {
    let batch = deliveries::Batch { notice: &notice.id, thread: notice.thread(), priority: notice.priority, now: act.now };
    let around = notice.incident_id.as_ref().map(|incident| mutes::around(conn, incident)).transpose()?.unwrap_or_default();
    for contact in customers::contacts_of(conn, customers)? {
        let subscribed = subscribers::by_email(conn, &contact.email)?.filter(|one| one.state == SubscriberState::Active);
        let subscribed = subscribed.map(|one| one.id);
        let muted = store::mutes::among(conn, &around, subscribed.as_slice())?;
        let reader = subscribed.filter(|one| !muted.contains(one));
        let recipient = reader.unwrap_or_else(|| SubscriberId::from(contact.id));
        deliveries::queue_one(conn, &batch, Channel::Email, recipient.as_str())?;
    }
    Ok(())
}
