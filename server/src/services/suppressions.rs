//! The addresses that nothing is sent to, whoever asks: staff put them on a list, and take them off it.

use super::{Act, Refusal, erasure, subscriptions};
use crate::{
    domain::{address, channel::Channel, id::SubscriberId, invalid::Invalid, link::Signer, subscriber::SubscriberState},
    store::{
        Conn, StoreError, subscribers,
        suppressions::{self, Reason},
    },
};

/// Puts a mail address on the list, and stops whoever subscribed with it.
pub(crate) fn add(conn: &mut Conn, act: &mut Act, signer: &Signer, email: &str) -> Result<(), Refusal> {
    let email = address::email("email", email)?;
    let mark = erasure::mark(signer, Channel::Email, &address::key(&email));
    suppressions::keep(conn, &mark, Reason::Staff, &email, act.now)?;
    if let Some(row) = subscribers::by_email(conn, &email)? {
        subscriptions::stop(conn, act, &row.id)?;
    }
    // The audit is for ever, and need not know the address.
    Ok(act.audit(conn, "suppression.add", &mark, "")?)
}

/// Puts where a contact of a customer is reached on the list, since it is not there or they want no more of it: they have no other
/// way to stop what they did not ask for. Whether they subscribe is another matter.
pub(super) fn bar(conn: &mut Conn, act: &mut Act, signer: &Signer, channel: Channel, to: &str) -> Result<(), StoreError> {
    let mark = erasure::contact_mark(signer, channel, &address::key(to));
    suppressions::keep(conn, &mark, Reason::Staff, &format!("{to} (as a contact)"), act.now)?;
    act.audit(conn, "suppression.add", &mark, "a contact cannot be reached, or wants no more")
}

/// Takes an address off the list. Its holder may subscribe again; nobody does it for them.
pub(crate) fn lift(conn: &mut Conn, act: &mut Act, mark: &str) -> Result<(), Refusal> {
    if !suppressions::lift(conn, mark)? {
        return Err(Refusal::Missing("address on this list"));
    }
    Ok(act.audit(conn, "suppression.lift", mark, "")?)
}

/// An address that could not be reached works again, as staff know.
pub(crate) fn reinstate(conn: &mut Conn, act: &mut Act, id: &SubscriberId) -> Result<(), Refusal> {
    let row = subscribers::lock(conn, id)?.ok_or(Refusal::Missing("subscriber"))?;
    if row.state != SubscriberState::Bounced || row.confirmed_at.is_none() {
        return Err(Invalid::new("state", "is not “cannot be reached”; only that can be mended by staff").into());
    }
    subscribers::save(conn, &subscribers::Subscriber { state: SubscriberState::Active, stopped_at: None, ..row })?;
    Ok(act.audit(conn, "subscriber.reinstate", id.as_str(), "")?)
}
