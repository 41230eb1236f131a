//! API tokens: made by command, shown once.

use super::{Act, Refusal};
use crate::{
    domain::{invalid::Invalid, link, person::Role, text},
    store::{Conn, people, tokens},
};

/// Every token begins so, which lets scanners of leaked secrets know it.
const PREFIX: &str = "allclear_";

/// Makes a token and gives its secret, which is not kept. It acts for the person with the address `whose`, or, as a program,
/// for nobody.
pub(crate) fn create(conn: &mut Conn, act: &mut Act, name: &str, scope: Role, whose: Option<&str>) -> Result<String, Refusal> {
    let name = text::line("name", name, 60)?;
    if tokens::is_taken(conn, &name)? {
        let told = "is the name of another token; whoever acts must be told apart, so choose another";
        return Err(Invalid::new("name", told).into());
    }
    let person = whose.map(|email| people::by_email(conn, email)).transpose()?.flatten();
    if whose.is_some() && person.is_none() {
        return Err(Invalid::new("person", "is nobody's address here; name one who may sign in").into());
    }
    let secret = format!("{PREFIX}{}", link::secret(&mut act.rng));
    let id: String = act.id();
    let token = tokens::Token { name, scope };
    tokens::insert(conn, &id, &token, &link::fingerprint(&secret), person.as_ref().map(|one| &one.id), act.now)?;
    act.audit(conn, "token.create", &id, &token.name)?;
    Ok(secret)
}

/// The token with this secret.
pub(crate) fn find(conn: &mut Conn, secret: &str) -> Result<Option<tokens::Token>, Refusal> {
    if !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    Ok(tokens::by_hash(conn, &link::fingerprint(secret))?)
}
