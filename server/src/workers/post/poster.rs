//! One post: its turn, the request, and what the answer means.

use super::{
    LEASE,
    compose::{self, Request},
    hosts::{self, Hosts, Place},
};
use crate::{
    channels::sms,
    domain::{channel::Channel, delivery::Outcome},
    outgoing::{self, Client},
    state::App,
    store::{StoreError, claims::Claim, outcomes::Verdict},
    workers::{
        ledger::{self, Entry},
        verdict::{LONGEST_WISH, SLOW, next_try, unwanted},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};

/// Posts, with what all posts share.
pub(super) struct Poster {
    app: App,
    client: Client,
    turns: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Instant>>>>,
    hosts: Hosts,
    results: mpsc::Sender<Entry>,
}

/// Chat services take one message a second for each of their addresses, and programs like it no better.
const PACE: Duration = Duration::from_secs(1);
/// Longest that a post waits in a hand for its address.
const PATIENCE: Duration = Duration::from_secs(5);
/// Addresses of which the last turn is remembered; with more, those that are over are forgotten.
const REMEMBERED: usize = 1_000;
/// Why a post waits for its turn.
const BUSY: &str = "another post to this address is under way, or it asked for a pause";

impl Poster {
    /// A poster that writes down what came of each post.
    pub(super) fn new(app: App, results: mpsc::Sender<Entry>) -> Self {
        let client = Client::new(app.settings.outgoing.clone());
        Self { app, client, turns: Mutex::default(), hosts: Hosts::default(), results }
    }

    /// Posts one delivery in a task of its own: should that die of it, it dies alone, and the delivery is given up (bar R-9).
    pub(super) async fn apart(self: Arc<Self>, claim: Claim, claimed_at: DateTime<Utc>) {
        if let Err(died) = tokio::spawn(Arc::clone(&self).post(claim.clone(), claimed_at)).await {
            ledger::write_down(&self.results, claim, ledger::unmade(&died.to_string())).await;
        }
    }

    /// Posts one delivery and waits until that is written down.
    async fn post(self: Arc<Self>, claim: Claim, claimed_at: DateTime<Utc>) {
        match self.verdict(&claim, claimed_at).await {
            Ok(Some(verdict)) => ledger::write_down(&self.results, claim, verdict).await,
            Err(StoreError::Damaged(why)) => {
                tracing::error!(why, delivery = %claim.id, "a delivery cannot be made; it is given up");
                ledger::write_down(&self.results, claim, ledger::unmade(&why)).await;
            }
            // It waited too long for its turn: whoever claims it next sends it.
            Ok(None) => ledger::give_back(&self.app, vec![claim]).await,
            Err(error) => {
                tracing::error!(%error, delivery = %claim.id, "a delivery could not be prepared; it is tried again");
            }
        }
    }

    async fn verdict(&self, claim: &Claim, claimed_at: DateTime<Utc>) -> Result<Option<Verdict>, StoreError> {
        if claim.channel == Channel::Sms && self.app.settings.sms.is_none() {
            return Ok(Some(Verdict::Unwanted("no account for SMS is set up here")));
        }
        // Faults of our own: they end the delivery, and say nothing of its recipient.
        let ended = |why: &str| Ok(Some(Verdict::Tried(Outcome::Blocked(why.to_owned()), None)));
        let sealed = claim.channel.is_sealed();
        let opened = if sealed { self.app.signer.open(&claim.address) } else { Some(claim.address.clone()) };
        let Some(address) = opened else {
            return ended("the address cannot be read: the key of this instance is another than the one that sealed it");
        };
        let turn = self.turn(&address);
        // One request at a time to each address, and what has long to wait holds no hand that others need.
        let Ok(mut next) = timeout(PATIENCE, turn.lock()).await else { return Ok(Some(self.later(claim, PATIENCE, BUSY))) };
        let wait = next.saturating_duration_since(Instant::now());
        if wait > PATIENCE {
            return Ok(Some(self.later(claim, wait, BUSY)));
        }
        let place = match self.hosts.place(claim.channel, &address) {
            Ok(place) => place,
            Err(wait) => return Ok(Some(self.later(claim, wait, SLOW))),
        };
        sleep_until(*next).await;
        // Asked and composed last: what somebody stopped, and what is true, is known only now.
        if let Some(why) = unwanted(&self.app, claim, claimed_at).await? {
            return Ok(Some(Verdict::Unwanted(why)));
        }
        let request = match compose::request(&self.app, claim, &address).await? {
            Ok(request) => request,
            Err(why) => return ended(&why),
        };
        let longest = TimeDelta::from_std(outgoing::LONGEST).unwrap_or(LEASE);
        if self.app.clock.now() > claimed_at + LEASE - longest - longest {
            return Ok(None);
        }
        let (outcome, wish) = meaning(claim.channel, self.ask(request, &address, place).await);
        let pause = wish.and_then(|wish| wish.min(LONGEST_WISH).to_std().ok()).unwrap_or(PACE).max(PACE);
        *next = Instant::now() + pause;
        let due = next_try(&self.app, claim, &outcome, wish);
        Ok(Some(Verdict::Tried(outcome, due)))
    }

    /// Posts a request and gives the answer. Where none comes for long, the place is left to a host that may be quick.
    async fn ask(&self, request: Request, address: &str, mut place: Place) -> Result<outgoing::Answer, String> {
        let (client, begun) = (self.client.clone(), Instant::now());
        let post = move || client.post(&request.url, request.kind, &request.headers, &request.body);
        let mut asked = tokio::task::spawn_blocking(post);
        let answer = if let Ok(answer) = timeout(hosts::SLOW, &mut asked).await {
            answer
        } else {
            self.hosts.hangs(address, &mut place);
            asked.await
        };
        self.hosts.answered(address, begun.elapsed());
        let answer = answer.unwrap_or_else(|error| Err(error.to_string()))?;
        Ok(outgoing::Answer { text: without_secret(&answer.text, address), ..answer })
    }

    /// When the address may be posted to next; whoever holds it posts.
    fn turn(&self, address: &str) -> Arc<tokio::sync::Mutex<Instant>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= REMEMBERED {
            let now = Instant::now();
            turns.retain(|_, turn| turn.try_lock().map_or(true, |next| *next > now));
        }
        Arc::clone(turns.entry(address.to_owned()).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(Instant::now()))))
    }

    /// It waits for its turn, which is no try and says nothing of its recipient; at last it is too old to be told.
    fn later(&self, claim: &Claim, wait: Duration, why: &'static str) -> Verdict {
        let never = Outcome::Blocked(why.to_owned());
        if next_try(&self.app, claim, &never, None).is_none() {
            return Verdict::Tried(never, None);
        }
        Verdict::Early(self.app.clock.now() + TimeDelta::from_std(wait).unwrap_or(LEASE), why)
    }
}

/// What the other side said, without the part of the address that is the secret: some repeat what they were asked.
fn without_secret(text: &str, address: &str) -> String {
    let secret = url::Url::parse(address).ok().map(|url| url[url::Position::BeforePath..].to_owned());
    secret.filter(|secret| secret.len() > 4).map_or_else(|| text.to_owned(), |secret| text.replace(&secret, "/…"))
}

/// What came of a request, and after what time the other side wants the next.
fn meaning(channel: Channel, answer: Result<outgoing::Answer, String>) -> (Outcome, Option<TimeDelta>) {
    let answer = match answer {
        Ok(answer) => answer,
        Err(why) => return (Outcome::Later(why), None),
    };
    if channel == Channel::Sms {
        return (sms::outcome(answer.status, &answer.text), answer.retry_after);
    }
    let reply = format!("{} {}", answer.status, answer.text).trim_end().to_owned();
    let outcome = match answer.status {
        200..=299 => Outcome::Sent(reply),
        // Too early, too often, or a fault of the other side; a redirect is none of ours to follow.
        300..=399 | 408 | 425 | 429 | 500.. => Outcome::Later(reply),
        // A program that refuses is perhaps being mended; only one that says so is gone (bar R-15).
        status if channel == Channel::Webhook && status != 410 => Outcome::Later(reply),
        _ => Outcome::Gone(reply),
    };
    (outcome, answer.retry_after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{language::Language, notice::NoticeKind, subscriber::SubscriberState},
        store::claims::Reader,
        testing::Site,
    };

    fn claim(address: String, now: DateTime<Utc>) -> Claim {
        Claim {
            id: "d1".to_owned(),
            channel: Channel::Slack,
            notice_id: "n1".into(),
            kind: NoticeKind::Confirm,
            recipient_id: "s1".into(),
            attempts: 0,
            created_at: now,
            address,
            zone: String::new(),
            reader: Reader::Subscriber,
            subscriber: SubscriberState::Active,
            muted: false,
            language: Language::En,
            filter: String::new(),
            revived: false,
            lease: String::new(),
        }
    }

    #[test]
    fn an_address_that_another_key_sealed_is_no_strike() {
        Site::run(|site| async move {
            let sealed = crate::domain::link::Signer::new([9; 64]).seal("https://hooks.example/", &mut site.app.act("test").rng);
            let now = site.app.clock.now();
            let poster = Poster::new(site.app.clone(), mpsc::channel(1).0);
            let verdict = poster.verdict(&claim(sealed.unwrap(), now), now).await.unwrap();
            assert!(
                matches!(&verdict, Some(Verdict::Tried(Outcome::Blocked(why), None)) if why.contains("the key of this instance")),
                "{verdict:?}"
            );
        });
    }

    #[test]
    fn a_pause_that_an_address_asked_for_is_no_try() {
        Site::run(|site| async move {
            let now = site.app.clock.now();
            let poster = Poster::new(site.app.clone(), mpsc::channel(1).0);
            let later = |since| poster.later(&claim(String::new(), since), Duration::from_mins(10), BUSY);
            let verdict = later(now);
            assert!(matches!(verdict, Verdict::Early(due, BUSY) if due >= now + TimeDelta::minutes(10)), "{verdict:?}");
            let verdict = later(now - TimeDelta::days(2));
            assert!(matches!(verdict, Verdict::Tried(Outcome::Blocked(_), None)), "{verdict:?}");
        });
    }

    #[test]
    fn an_echo_gives_no_secret_away() {
        let address = "https://hooks.example/services/T0/secret?a=b";
        assert_eq!(without_secret("no /services/T0/secret?a=b here", address), "no /… here");
        assert_eq!(without_secret("not found", "https://hooks.example/"), "not found");
    }

    #[test]
    fn what_an_answer_means() {
        let of = |status, text: &str| {
            let answer = outgoing::Answer { status, retry_after: TimeDelta::try_seconds(30), text: text.to_owned() };
            meaning(Channel::Slack, Ok(answer)).0
        };
        assert_eq!(of(202, ""), Outcome::Sent("202".to_owned()));
        assert_eq!(of(429, "slow down"), Outcome::Later("429 slow down".to_owned()));
        assert_eq!(of(302, ""), Outcome::Later("302".to_owned()));
        assert_eq!(of(503, ""), Outcome::Later("503".to_owned()));
        assert_eq!(of(410, "channel_is_archived"), Outcome::Gone("410 channel_is_archived".to_owned()));
        assert_eq!(of(400, "invalid_payload"), Outcome::Gone("400 invalid_payload".to_owned()));
        let by_program = |status| {
            let answer = outgoing::Answer { status, retry_after: None, text: String::new() };
            meaning(Channel::Webhook, Ok(answer)).0
        };
        assert_eq!(by_program(403), Outcome::Later("403".to_owned()));
        assert_eq!(by_program(410), Outcome::Gone("410".to_owned()));
        assert_eq!(meaning(Channel::Slack, Err("no route".to_owned())), (Outcome::Later("no route".to_owned()), None));
    }
}
