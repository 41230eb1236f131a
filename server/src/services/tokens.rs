//! API tokens: made by command, shown once.

use super::{Act, Refusal};
use crate::{
    domain::{link, person::Role, text},
    store::{Conn, tokens},
};

/// Every token begins so, which lets scanners of leaked secrets know it.
const PREFIX: &str = "allclear_";

/// Makes a token and gives its secret, which is not kept.
pub(crate) fn create(conn: &mut Conn, act: &mut Act, name: &str, scope: Role) -> Result<String, Refusal> {
    let name = text::line("name", name, 60)?;
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
