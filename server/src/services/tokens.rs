//! API tokens: made by command, shown once.

use super::{Act, Refusal};
use crate::{
    domain::{invalid::Invalid, link, person::Role, text},
    store::{Conn, tokens},
};

/// Every token begins so, which lets scanners of leaked secrets know it.
const PREFIX: &str = "allclear_";

/// Makes a token and gives its secret, which is not kept.
pub(crate) fn create(conn: &mut Conn, act: &mut Act, name: &str, scope: Role) -> Result<String, Refusal> {
    let name = text::line("name", name, 60)?;
    if tokens::is_taken(conn, &name)? {
        let told = "is the name of another token; whoever acts must be told apart, so choose another";
        return Err(Invalid::new("name", told).into());
    }
    let secret = format!("{PREFIX}{}", link::secret(&mut act.rng));
    let id: String = act.id();
    let token = tokens::Token { name, scope };
    tokens::insert(conn, &id, &token, &link::fingerprint(&secret), act.now)?;
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
