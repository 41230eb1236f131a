//! What customers get back for months in which a promise was not kept.

use super::{
    Conn, StoreError,
    schema::{contacts, credits, customers},
};
use crate::domain::{
    id::{ComponentId, IncidentId, MaintenanceId, RegionId},
    sla::CreditState,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A credit as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Credit {
    /// Its id.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// The month, `2026-03`.
    pub month: String,
    /// The incident that it was worked out for.
    pub incident: Option<IncidentId>,
    /// The maintenance that it was worked out for.
    pub maintenance: Option<MaintenanceId>,
    /// The component that was worst.
    pub component: ComponentId,
    /// Where it was worst.
    pub region: RegionId,
    /// Its availability there in that month, in thousandths of a percent.
    pub availability: i32,
    /// The share of the fee that is due for the month, in thousandths of a percent.
    pub share: i32,
    /// The amount of this credit, in hundredths of the currency.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Where it stands.
    pub state: CreditState,
    /// When it was worked out.
    pub made_at: DateTime<Utc>,
    /// When somebody decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who decided.
    pub decided_by: String,
    /// When the customer was told.
    pub told_at: Option<DateTime<Utc>>,
}

/// Adds a credit.
pub(crate) fn insert(connection: &mut Conn, row: &Credit) -> Result<(), StoreError> {
    diesel::insert_into(credits::table)
        .values((
            credits::id.eq(&row.id),
            credits::customer_id.eq(&row.customer),
            credits::month.eq(&row.month),
            credits::incident_id.eq(row.incident.as_ref()),
            credits::maintenance_id.eq(row.maintenance.as_ref()),
            credits::component_id.eq(&row.component),
            credits::region_id.eq(&row.region),
            credits::availability.eq(row.availability),
            credits::share.eq(row.share),
            credits::amount.eq(row.amount),
            credits::currency.eq(&row.currency),
            credits::state.eq(row.state),
            credits::made_at.eq(row.made_at.naive_utc()),
            credits::decided_by.eq(&row.decided_by),
        ))
        .execute(connection)?;
    Ok(())
}

/// One credit.
pub(crate) fn find(connection: &mut Conn, id: &str) -> Result<Option<Credit>, StoreError> {
    Ok(credits::table.find(id).first(connection).optional()?)
}

/// The credits of a month with their customers' names, by name, behind a name and an id.
pub(crate) fn of_month(
    connection: &mut Conn,
    month: &str,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<(Credit, String)>, StoreError> {
    let (name, id) = after.unwrap_or_default();
    let behind = customers::name_key.gt(name).or(customers::name_key.eq(name).and(credits::id.gt(id)));
    Ok(credits::table
        .inner_join(customers::table)
        .filter(credits::month.eq(month))
        .filter(behind)
        .order((customers::name_key, credits::id))
        .limit(limit)
        .select((credits::all_columns, customers::name))
        .load(connection)?)
}

/// The credits that an incident led to.
pub(crate) fn of_incident(connection: &mut Conn, incident: &IncidentId) -> Result<Vec<Credit>, StoreError> {
    Ok(credits::table.filter(credits::incident_id.eq(incident)).order(credits::id).load(connection)?)
}

/// Every credit of a month: customer, amount.
pub(crate) fn amounts(connection: &mut Conn, month: &str) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(credits::table.filter(credits::month.eq(month)).select((credits::customer_id, credits::amount)).load(connection)?)
}

/// Takes back what was approved for an incident and that no customer was told of.
pub(crate) fn take_back(connection: &mut Conn, incident: &IncidentId, by: &str, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let untold = credits::table
        .filter(credits::incident_id.eq(incident))
        .filter(credits::state.eq(CreditState::Approved))
        .filter(credits::told_at.is_null());
    Ok(diesel::update(untold)
        .set((
            credits::state.eq(CreditState::Declined),
            credits::decided_at.eq(Some(now.naive_utc())),
            credits::decided_by.eq(by),
        ))
        .execute(connection)?)
}

/// Forgets what was worked out for an incident or a maintenance and not decided.
pub(crate) fn forget_proposed(
    connection: &mut Conn,
    incident: Option<&IncidentId>,
    maintenance: Option<&MaintenanceId>,
) -> Result<(), StoreError> {
    let proposed = credits::table.filter(credits::state.eq(CreditState::Proposed));
    if let Some(incident) = incident {
        diesel::delete(proposed.filter(credits::incident_id.eq(incident))).execute(connection)?;
    }
    if let Some(maintenance) = maintenance {
        diesel::delete(proposed.filter(credits::maintenance_id.eq(maintenance))).execute(connection)?;
    }
    Ok(())
}

/// Decides a proposed credit; false when it was decided before.
pub(crate) fn decide(
    connection: &mut Conn,
    id: &str,
    state: CreditState,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let proposed = credits::table.find(id).filter(credits::state.eq(CreditState::Proposed));
    let changed = diesel::update(proposed)
        .set((credits::state.eq(state), credits::decided_at.eq(Some(now.naive_utc())), credits::decided_by.eq(by)))
        .execute(connection)?;
    Ok(changed > 0)
}

/// Notes that the customers of an incident's approved credits are told now; gives those customers.
pub(crate) fn tell(connection: &mut Conn, incident: &IncidentId, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let untold = credits::table
        .filter(credits::incident_id.eq(incident))
        .filter(credits::state.eq(CreditState::Approved))
        .filter(credits::told_at.is_null());
    let told: Vec<String> = untold.select(credits::customer_id).distinct().load(connection)?;
    diesel::update(untold).set(credits::told_at.eq(Some(now.naive_utc()))).execute(connection)?;
    Ok(told)
}

/// Notes that the customer of one credit is told now.
pub(crate) fn set_told(connection: &mut Conn, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(credits::table.find(id)).set(credits::told_at.eq(Some(now.naive_utc()))).execute(connection)?;
    Ok(())
}

/// What the end of an incident tells whoever reads at an address of the credits of their organisation.
pub(crate) fn told_to(
    connection: &mut Conn,
    incident: &IncidentId,
    email: &str,
    by: DateTime<Utc>,
) -> Result<Vec<Credit>, StoreError> {
    Ok(credits::table
        .inner_join(contacts::table.on(contacts::customer_id.eq(credits::customer_id)))
        .filter(credits::incident_id.eq(incident))
        .filter(credits::state.eq(CreditState::Approved))
        .filter(credits::told_at.le(by.naive_utc()))
        .filter(contacts::email.eq(email))
        .order(credits::id)
        .select(credits::all_columns)
        .distinct()
        .load(connection)?)
}
