//! Changing the policy: a new version, which incidents opened from now on go by.

use super::{Act, Refusal};
use crate::{
    domain::{invalid::Faults, policy::Policy, severity::Severity},
    store::{
        Conn, people,
        policies::{self, Version},
        revision,
    },
};

/// Puts a changed policy in force and gives the number of its version. What is the same makes no new version.
pub(crate) fn change(conn: &mut Conn, act: &mut Act, policy: &Policy) -> Result<i32, Refusal> {
    let mut faults = Faults::default();
    policy.check(&mut faults);
    strangers(conn, &mut faults, "executives", &policy.executives)?;
    for severity in Severity::ALL {
        strangers(conn, &mut faults, &format!("{severity}.called"), &policy.rule(*severity).called)?;
    }
    faults.check()?;
    // Taken first: it locks, so that of two changes at once the second sees the first.
    revision::next(conn)?;
    let before = policies::current(conn)?;
    if before.policy == *policy {
        return Ok(before.number);
    }
    let version = Version { number: before.number + 1, policy: policy.clone() };
    policies::insert(conn, &version, &act.actor, act.now)?;
    act.audit(conn, "policy.change", &version.number.to_string(), "")?;
    Ok(version.number)
}

/// Whoever is told by policy is a person here.
fn strangers(conn: &mut Conn, faults: &mut Faults, field: &str, emails: &[String]) -> Result<(), Refusal> {
    for (place, email) in emails.iter().enumerate() {
        if people::by_email(conn, email)?.is_none() {
            faults.add(format!("{field}[{place}]"), format!("{email} is nobody here; add the person first"));
        }
    }
    Ok(())
}
