//! Changing the terms that credits go by. What was decided stays as it was.

use crate::{
    domain::{invalid::Faults, sla::Terms},
    services::{Act, Refusal},
    store::{Conn, revision, settings},
};

/// Puts changed terms in force, for the numbers of the page as well.
pub(crate) fn change(conn: &mut Conn, act: &mut Act, terms: &Terms) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    terms.check(&mut faults);
    faults.check()?;
    revision::next(conn)?;
    settings::set_terms(conn, terms)?;
    Ok(act.audit(conn, "terms.change", "", "")?)
}
