//! The mail accounts, with their connections.

use super::{
    choice::{Choice, Standing, choose, is_idle},
    gate::Gate,
    hands::Hands,
    part::Part,
};
use crate::{
    config::Smtp,
    domain::{
        address::{domain, hidden},
        bounce::{is_refusal, is_vague},
        delivery::Outcome,
        notice::NoticeKind,
    },
    mail::{
        dkim::Signer,
        smtp::{Line, Unusable},
    },
    store::claims::Claim,
};
use lettre::Message;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{Instant, timeout_at},
};

/// All accounts.
pub(super) struct Accounts {
    all: Vec<Account>,
    standings: Mutex<Vec<Standing>>,
    /// A hand is free, or something else has changed.
    freed: Notify,
    dkim: Option<Arc<Signer>>,
    host: String,
}

struct Account {
    smtp: Arc<Smtp>,
    /// Lines that nobody uses just now, with or without an open connection.
    lines: Mutex<Vec<Line>>,
}

/// After so many tries a message that is refused without a word of why, while others are taken, is refused for its reader.
const TRIES: i32 = 2;
/// A connection that nobody used for so long is closed: servers close them, too, and less politely.
const IDLE: Duration = Duration::from_secs(10);

impl Accounts {
    /// The accounts, with nothing under way; `host` is how we greet.
    pub(super) fn new(accounts: &[Arc<Smtp>], dkim: Option<Arc<Signer>>, host: &str) -> Self {
        let now = Instant::now();
        let standing = |smtp: &Arc<Smtp>| {
            let (gate, hands) = (Gate::new(smtp.rate, now), Hands::new(smtp.connections, now));
            Standing { weight: smtp.weight, gate, hands, owed: 0 }
        };
        let standings = Mutex::new(accounts.iter().map(standing).collect());
        let all = accounts.iter().map(|smtp| Account { smtp: Arc::clone(smtp), lines: Mutex::default() }).collect();
        Self { all, standings, freed: Notify::new(), dkim, host: host.to_owned() }
    }

    /// Waits for a hand that may take a message; none when that is left to other servers.
    pub(super) async fn hand(self: &Arc<Self>) -> Option<Hand> {
        loop {
            match self.choose() {
                // Whether a hand came free or the time came, the next look tells.
                Err(Choice::Wait(Some(until))) => drop(timeout_at(until, self.freed.notified()).await),
                Err(Choice::Wait(None)) => self.freed.notified().await,
                Err(_) => return None,
                Ok(hand) => return Some(hand),
            }
        }
    }

    /// A hand that may take a message now, with a line that nobody uses.
    fn choose(self: &Arc<Self>) -> Result<Hand, Choice> {
        let mut standings = self.standings();
        match choose(&mut standings, Instant::now()) {
            // While nobody else looks: a line is in a hand or idle, and never more than one for each hand that there may be.
            Choice::Take(account) => {
                let line = self.all.get(account).and_then(|account| account.lines().pop());
                Ok(Hand { accounts: Arc::clone(self), account, line })
            }
            other => Err(other),
        }
    }

    /// Only this part of each account is ours.
    pub(super) fn share(&self, part: Part) {
        let mut surplus = Vec::new();
        for (standing, account) in self.standings().iter_mut().zip(&self.all) {
            standing.share(part);
            surplus.extend(account.surplus(standing));
        }
        close(surplus);
        self.freed.notify_one();
    }

    /// Our connections by those that do not only stand by.
    pub(super) fn hands(&self) -> usize {
        let standings = self.standings();
        let regular = standings.iter().filter(|one| one.weight > 0).map(|one| one.hands.most());
        if standings.iter().any(|one| one.weight > 0) {
            regular.sum()
        } else {
            standings.iter().map(|one| one.hands.most()).sum()
        }
    }

    /// Whether other servers have all the connections.
    pub(super) fn is_idle(&self) -> bool {
        is_idle(&self.standings(), Instant::now())
    }

    /// Closes connections that nobody has used for a while.
    pub(super) fn tidy(&self) {
        let now = Instant::now();
        // A server that does not answer the good-bye keeps nobody waiting.
        self.close(|line| line.idle_since().is_some_and(|since| now - since > IDLE)).detach_all();
    }

    /// Closes the connections that nobody uses and of which `is_over` says so, all at once.
    pub(super) fn close(&self, is_over: impl Fn(&Line) -> bool) -> JoinSet<()> {
        let mut closing = JoinSet::new();
        for account in &self.all {
            for mut line in account.lines().extract_if(.., |line| is_over(line)) {
                closing.spawn(async move { line.close().await });
            }
        }
        closing
    }

    fn standings(&self) -> MutexGuard<'_, Vec<Standing>> {
        self.standings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, account: usize, change: impl FnOnce(&mut Standing) -> T) -> Option<T> {
        self.standings().get_mut(account).map(change)
    }
}

impl Account {
    fn lines(&self) -> MutexGuard<'_, Vec<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes away idle lines that are more than it may have.
    fn surplus(&self, standing: &Standing) -> Vec<Line> {
        let mut lines = self.lines();
        let surplus = lines.len().saturating_sub(standing.hands.idle());
        lines.drain(..surplus).collect()
    }
}

/// Takes leave on these lines; nobody waits for it.
fn close(lines: Vec<Line>) {
    for mut line in lines {
        tokio::spawn(async move { line.close().await });
    }
}

/// One connection's worth of an account, given back when it is dropped.
pub(super) struct Hand {
    accounts: Arc<Accounts>,
    account: usize,
    line: Option<Line>,
}

impl Hand {
    /// Sends a message; the account's standing follows from what comes of it.
    pub(super) async fn send(&mut self, message: &Message, claim: &Claim) -> Result<Outcome, Unusable> {
        let accounts = Arc::clone(&self.accounts);
        let Some(account) = accounts.all.get(self.account) else { return Err(Unusable::Closed("no such account".to_owned())) };
        let new = || Line::new(Arc::clone(&account.smtp), accounts.dkim.clone(), &accounts.host);
        let mut outcome = self.line.get_or_insert_with(new).send(message).await;
        accounts.with(self.account, |standing| learn(standing, &account.smtp, claim, &mut outcome, Instant::now()));
        outcome
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        let mut surplus = Vec::new();
        if let Some(account) = self.accounts.all.get(self.account) {
            let line = self.line.take();
            self.accounts.with(self.account, |standing| {
                account.lines().extend(line);
                standing.hands.put_down();
                surplus = account.surplus(standing);
            });
        }
        close(surplus);
        self.accounts.freed.notify_one();
    }
}

/// What an outcome says of its account; and what the account says of an outcome: where it seems to refuse everybody, nobody more
/// is given up, and where it takes others, who is refused again and again is.
fn learn(standing: &mut Standing, smtp: &Smtp, claim: &Claim, outcome: &mut Result<Outcome, Unusable>, now: Instant) {
    // A stranger may have asked for a confirmation to anywhere.
    let is_reader = claim.kind != NoticeKind::Confirm;
    match outcome {
        Ok(Outcome::Gone(reply)) if is_reader && is_vague(reply) && standing.gate.doubted(domain(&claim.address), now) => {
            tracing::error!(server = ?smtp, why = hidden(reply), "the mail server refuses readers of all domains; it is left alone for now");
            *outcome = Ok(Outcome::Later(std::mem::take(reply)));
        }
        Ok(Outcome::Sent(_)) => {
            standing.gate.open();
            standing.hands.took(now);
        }
        // For good, and yet not of the reader.
        Ok(Outcome::Later(reply)) if is_refusal(reply) => {
            if standing.gate.refused(now) {
                tracing::error!(server = ?smtp, why = hidden(reply), "the mail server refuses what we send; it is left alone for now");
            } else if is_vague(reply) && claim.attempts >= TRIES {
                *outcome = Ok(Outcome::Gone(std::mem::take(reply)));
            }
        }
        Ok(_) => {}
        Err(Unusable::Closed(why)) if standing.hands.was_shut_out(now) => {
            tracing::info!(server = ?smtp, why = hidden(why), "the mail server lets fewer connections in; fewer are tried for a minute");
        }
        Err(why) => {
            tracing::warn!(server = ?smtp, why = hidden(&why.to_string()), "the mail server cannot be used; it is left alone for now");
            standing.gate.block(now);
        }
    }
}
