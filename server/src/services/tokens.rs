//! API tokens: made by command, shown once (bar S-12).

use super::{Act, Refusal};
use crate::{
    domain::{invalid::Invalid, link, person::Role, text},
    store::{
        Conn, people,
        tokens::{self, Token},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// Every token begins so, which lets scanners of leaked secrets know it.
const PREFIX: &str = "allclear_";
/// Letters behind the secret by which a program knows, without asking, that it was not cut or mistyped.
const CHECK: usize = 6;
/// It is noted no more often than this that a token was shown.
const USE_IS_NOTED: TimeDelta = TimeDelta::hours(1);
/// Longest that a token is good, in days.
const MOST_DAYS: u16 = 3_650;

/// What a token is to be.
pub(crate) struct Wanted<'a> {
    /// What staff call it.
    pub name: &'a str,
    /// What it may do.
    pub scope: Role,
    /// The address of the person for whom it acts; a program acts for nobody.
    pub person: Option<&'a str>,
    /// Days that it is good; for ever when none.
    pub days: Option<u16>,
}

/// Makes a token and gives its secret, which is not kept.
pub(crate) fn create(conn: &mut Conn, act: &mut Act, wanted: &Wanted<'_>) -> Result<String, Refusal> {
    let name = text::line("name", wanted.name, 60)?;
    if tokens::is_taken(conn, &name)? {
        let told = "is the name of another token; whoever acts must be told apart, so choose another";
        return Err(Invalid::new("name", told).into());
    }
    if wanted.days.is_some_and(|days| days == 0 || days > MOST_DAYS) {
        return Err(Invalid::new("days", format!("must be from 1 to {MOST_DAYS}")).into());
    }
    let person = wanted.person.map(|email| people::by_email(conn, email)).transpose()?.flatten();
    if wanted.person.is_some() && person.is_none() {
        return Err(Invalid::new("person", "is nobody's address here; name one who may sign in").into());
    }
    let secret = link::secret(&mut act.rng);
    let secret = format!("{PREFIX}{secret}{}", check(&secret));
    let token = Token {
        id: act.id(),
        name,
        scope: wanted.scope,
        created_at: act.now,
        person_id: person.map(|one| one.id),
        expires_at: wanted.days.map(|days| act.now + TimeDelta::days(days.into())),
        used_at: None,
        revoked_at: None,
    };
    tokens::insert(conn, &token, &link::fingerprint(&secret))?;
    act.audit(conn, "token.create", &token.id, &token.name)?;
    Ok(secret)
}

fn check(secret: &str) -> String {
    link::fingerprint(secret).chars().take(CHECK).collect()
}

/// The token with this secret, if it is good now.
pub(crate) fn find(conn: &mut Conn, secret: &str, now: DateTime<Utc>) -> Result<Option<Token>, Refusal> {
    let parts = secret.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(rest.len().saturating_sub(CHECK)));
    if parts.is_none_or(|(secret, tail)| check(secret) != tail) {
        return Ok(None);
    }
    let found = tokens::by_hash(conn, &link::fingerprint(secret))?;
    Ok(found.filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|until| now < until)))
}

/// Whether it is to be noted that a token was shown.
pub(crate) fn is_news(token: &Token, now: DateTime<Utc>) -> bool {
    token.used_at.is_none_or(|used| used + USE_IS_NOTED <= now)
}

/// Makes a token good for nothing, from the next request on.
pub(crate) fn revoke(conn: &mut Conn, act: &mut Act, name: &str) -> Result<(), Refusal> {
    let token = tokens::by_name(conn, name)?.ok_or(Refusal::Missing("token"))?;
    if token.revoked_at.is_none() {
        tokens::revoke(conn, &token.id, act.now)?;
        act.audit(conn, "token.revoke", &token.id, &token.name)?;
    }
    Ok(())
}
