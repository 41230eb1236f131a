//! Working out what customers get back.

use super::measure::measure;
use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        impact::Pair,
        phase::Phase,
        sla::{Breach, CreditState, Month, Percent, Terms, due},
    },
    services::{Act, Refusal},
    store::{
        Conn, credits,
        credits::Credit,
        customers::{self, Customer},
        impacts, incidents, maintenances, settings,
    },
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};

/// What a credit is worked out for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An incident, with its parts.
    Incident(IncidentId),
    /// A maintenance.
    Maintenance(MaintenanceId),
}

/// Customers looked at at once.
const BATCH: i64 = 1_000;

/// Proposes what each customer is owed because of something, if it ended now, beyond what they got or were refused for the
/// same month. What was proposed for it before and not decided is forgotten. Gives the number of proposals.
pub(crate) fn work_out(conn: &mut Conn, act: &mut Act, cause: &Cause) -> Result<usize, Refusal> {
    let (incident, maintenance) = match cause {
        Cause::Incident(id) => (Some(id), None),
        Cause::Maintenance(id) => (None, Some(id)),
    };
    credits::forget_proposed(conn, incident, maintenance)?;
    let Some((pairs, from, until)) = scope(conn, cause, act.now)? else { return Ok(0) };
    let terms = settings::terms(conn)?;
    let mut count = 0;
    for month in Month::touched(from, until) {
        let (measured, _) = measure(conn, month, act.now)?;
        let missed = measured
            .into_iter()
            .filter(|one| pairs.contains(&one.pair) && one.slo.is_some_and(|slo| one.spent.is_below(slo, terms.weights)));
        let breaches: Vec<Breach> = missed.map(|one| Breach { pair: one.pair, spent: one.spent }).collect();
        if !breaches.is_empty() {
            let rows = proposals(conn, act, month, &breaches, &terms)?;
            for row in rows {
                credits::insert(conn, &Credit { incident: incident.cloned(), maintenance: maintenance.cloned(), ..row })?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// What it touched, and from when to when; nothing for an exercise or a false alarm.
type Scope = (BTreeSet<Pair>, DateTime<Utc>, DateTime<Utc>);

fn scope(conn: &mut Conn, cause: &Cause, now: DateTime<Utc>) -> Result<Option<Scope>, Refusal> {
    let mut rows = Vec::new();
    match cause {
        Cause::Incident(id) => {
            let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
            if incident.drill || incident.phase == Phase::FalseAlarm {
                return Ok(None);
            }
            rows.extend(impacts::of_incident(conn, id)?);
            for part in incidents::parts(conn, id)? {
                rows.extend(impacts::of_incident(conn, &part.id)?);
            }
        }
        Cause::Maintenance(id) => {
            maintenances::find(conn, id)?.ok_or(Refusal::Missing("maintenance"))?;
            rows.extend(impacts::of_maintenance(conn, id)?);
        }
    }
    let impacts: Vec<_> = rows.iter().map(impacts::Row::impact).collect();
    let Some(from) = impacts.iter().map(|impact| impact.from).min() else { return Ok(None) };
    let until = impacts.iter().map(|impact| impact.until.unwrap_or(now)).max().unwrap_or(now);
    Ok(Some((impacts.into_iter().map(|impact| impact.pair).collect(), from, until)))
}

fn proposals(conn: &mut Conn, act: &mut Act, month: Month, breaches: &[Breach], terms: &Terms) -> Result<Vec<Credit>, Refusal> {
    let mut settled: HashMap<String, i64> = HashMap::new();
    for (customer, amount) in credits::amounts(conn, &month.to_string())? {
        *settled.entry(customer).or_default() += amount;
    }
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let page = customers::page(conn, &after, BATCH)?;
        let Some(last) = page.last() else { return Ok(rows) };
        after.clone_from(&last.name);
        for customer in page {
            let already = settled.get(&customer.id).copied().unwrap_or_default();
            rows.extend(proposal(act, &customer, already, month, breaches, terms)?);
        }
    }
}

fn proposal(
    act: &mut Act,
    customer: &Customer,
    already: i64,
    month: Month,
    breaches: &[Breach],
    terms: &Terms,
) -> Result<Option<Credit>, Refusal> {
    let tiers = terms.tiers(&customer.segment);
    let Some(due) = due(breaches, &customer.regions()?, customer.fee, tiers, terms.weights) else { return Ok(None) };
    let amount = due.amount - already;
    if amount <= 0 {
        return Ok(None);
    }
    let availability = due.breach.spent.percent(terms.weights).map_or(0, Percent::thousandths);
    let whole = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Some(Credit {
        id: act.id(),
        customer: customer.id.clone(),
        month: month.to_string(),
        incident: None,
        maintenance: None,
        component: due.breach.pair.component.clone(),
        region: due.breach.pair.region.clone(),
        availability: whole(availability),
        share: whole(due.share.thousandths()),
        amount,
        currency: customer.currency.clone(),
        state: CreditState::Proposed,
        made_at: act.now,
        decided_at: None,
        decided_by: String::new(),
        told_at: None,
    }))
}
