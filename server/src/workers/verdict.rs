//! What holds for every delivery, by whatever way it goes: whether it is still wanted, and when it is tried again.

use crate::{
    domain::{address, backoff, channel::Channel, delivery::Outcome, subscriber::SubscriberState},
    services::erasure,
    state::App,
    store::{
        StoreError,
        claims::{self, Claim, Reader},
        mutes, suppressions,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;

/// Whether a subscriber still wants to hear, and has heard nothing newer, is asked again when the claim is older than this.
const STALE: TimeDelta = TimeDelta::seconds(1);

/// When to try again, not before the other side wants it; none when it is over.
pub(super) fn next_try(app: &App, claim: &Claim, outcome: &Outcome, not_before: Option<TimeDelta>) -> Option<DateTime<Utc>> {
    let mut act = app.act("system");
    match outcome {
        Outcome::Sent(_) | Outcome::Gone(_) => None,
        Outcome::Later(_) | Outcome::Blocked(_) => {
            // Our own mail server is asked rarely by itself while it is away. Once it is back, nobody waits for an hour.
            let is_ours = matches!(outcome, Outcome::Blocked(_)) && claim.channel == Channel::Email;
            let failed = if is_ours { 1 } else { claim.attempts + 1 };
            let next = backoff::next_try(failed, claim.created_at, act.now, act.rng.random_range(0..=400))?;
            Some(not_before.map_or(next, |pause| next.max(act.now + pause.min(LONGEST_WISH))))
        }
    }
}

/// A longer pause than this is not granted: what is told of trouble would come too late.
pub(super) const LONGEST_WISH: TimeDelta = TimeDelta::hours(1);

/// Why a delivery waits for its turn.
pub(super) const SLOW: &str = "waits: where it goes answers slowly";

/// Why a delivery is not to be sent any more: the subscriber stopped, wants no more of it, or heard something newer.
pub(super) async fn unwanted(app: &App, claim: &Claim, claimed_at: DateTime<Utc>) -> Result<Option<&'static str>, StoreError> {
    const STOPPED: &str = "the subscriber had stopped";
    const MUTED: &str = "the subscriber wanted no more of this incident";
    if claim.muted {
        return Ok(Some(MUTED));
    }
    if !claim.is_wanted() {
        return Ok(Some(STOPPED));
    }
    // Of posts there are few, and the last word in a channel must be the newest.
    let is_first = claim.attempts == 0 && !claim.revived && claim.channel == Channel::Email && claim.reader != Reader::Contact;
    if is_first && app.clock.now() - claimed_at < STALE {
        return Ok(None);
    }
    let (claim, now) = (claim.clone(), app.clock.now());
    let marks = [erasure::mark, erasure::contact_mark].map(|of| of(&app.signer, claim.channel, &address::key(&claim.address)));
    app.database
        .off_thread(move |database| {
            database.read(|conn| {
                // Contacts did not ask for anything, and have no other way to stop it.
                for mark in marks.iter().filter(|_| claim.reader == Reader::Contact) {
                    if suppressions::is_barred(conn, mark)? {
                        return Ok(Some("the address is on the list of those that nothing is sent to"));
                    }
                }
                let state = claims::state_of(conn, &claim.recipient_id)?.unwrap_or(SubscriberState::Stopped);
                if !(Claim { subscriber: state, ..claim.clone() }).is_wanted() {
                    return Ok(Some(STOPPED));
                }
                if mutes::silence(conn, &claim)? {
                    return Ok(Some(MUTED));
                }
                Ok(claims::is_overtaken(conn, &claim, now)?.then_some("a newer update went before it"))
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::incident::UpdateInput,
        services::{Refusal, bounces, customers, fan_out, incidents},
        store::{Conn, outcomes::Verdict},
        testing::{Site, act, publish, subscribe},
    };

    #[test]
    fn a_contact_on_the_list_of_those_that_nothing_is_sent_to_is_told_nothing() {
        Site::run(|site| async move {
            let (database, now) = (&site.app.database, site.app.clock.now());
            let file = "customer,segment,regions,contact_name,contact_email,contact_phone\n\
                Acme,enterprise,eu,Cleo,cleo@acme.example,+49 30 1234567\n";
            let write = |conn: &mut Conn| {
                customers::import(conn, &mut act(now), file)?;
                Ok::<_, Refusal>(publish(conn, &mut act(now), "p1", "api", "eu"))
            };
            database.write(write).unwrap();
            while fan_out::step(database, now).unwrap() {}
            let claim = |conn: &mut Conn| claims::claim(conn, Channel::Sms, "x", now, now + TimeDelta::seconds(60), 9);
            let claimed = database.write(claim).unwrap().going.remove(0);
            assert_eq!(unwanted(&site.app, &claimed, now).await.unwrap(), None);
            let stopped = [(claimed.clone(), Verdict::Tried(Outcome::Gone("400 21610 unsubscribed recipient".to_owned()), None))];
            database.write(|conn| bounces::after(conn, &mut act(now), &site.app.signer, &stopped)).unwrap();
            let why = unwanted(&site.app, &claimed, now).await.unwrap();
            assert_eq!(why, Some("the address is on the list of those that nothing is sent to"));
        });
    }

    #[test]
    fn what_a_dead_server_had_in_hand_does_not_follow_a_newer_update() {
        Site::run(|site| async move {
            let (database, begun) = (&site.app.database, site.app.clock.now());
            let claim = |now: DateTime<Utc>| {
                database
                    .write(|conn| claims::claim(conn, Channel::Email, "x", now, now + TimeDelta::seconds(60), 9))
                    .unwrap()
                    .going
            };
            let id = database.write(|conn| {
                subscribe(conn, &mut act(begun - TimeDelta::hours(1)), "ada@x.example", &[], &[]);
                Ok::<_, Refusal>(publish(conn, &mut act(begun), "p1", "api", "eu"))
            });
            let id = id.unwrap();
            while fan_out::step(database, begun).unwrap() {}
            let first = claim(begun);
            assert!(first.len() == 1 && !first[0].revived, "and then the server dies");
            let more = UpdateInput { phase: "identified".to_owned(), body: "More.".to_owned(), ..UpdateInput::default() };
            database
                .write(|conn| incidents::post_update(conn, &mut act(begun + TimeDelta::seconds(5)), &id, &more, None))
                .unwrap();
            while fan_out::step(database, begun + TimeDelta::seconds(5)).unwrap() {}
            let slow = unwanted(&site.app, &first[0], begun - STALE).await.unwrap();
            assert_eq!(slow, None, "the newer one is neither sent nor in hand");
            let now = begun + TimeDelta::seconds(61);
            let claimed = claim(now);
            let mut reasons = Vec::new();
            for one in &claimed {
                reasons.push(unwanted(&site.app, one, now).await.unwrap());
            }
            assert_eq!(reasons, [Some("a newer update went before it"), None]);
            let late = unwanted(&site.app, &first[0], begun - STALE).await.unwrap();
            assert_eq!(late, Some("a newer update went before it"), "nor what a slow server has had in hand all along");
        });
    }
}
