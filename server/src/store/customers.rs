//! Customers and their contacts.

use super::{
    Conn, StoreError,
    schema::{contacts, customers},
};
use crate::domain::{
    address,
    customer::{Contact, Line},
    id::RegionId,
    language::Language,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeSet;

#[diesel::declare_sql_function]
extern "SQL" {
    /// A text in small letters.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A customer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Customer {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    name_key: String,
    /// Its segment, in small letters.
    pub segment: String,
    regions: String,
    /// What it pays a month, in hundredths of the currency.
    pub fee: i64,
    /// ISO 4217.
    pub currency: String,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
}

/// A contact as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Known {
    /// Its id.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Their phone number; empty when not known.
    pub phone: String,
    /// The zone they read times in.
    pub zone: String,
    /// The language they read.
    pub language: Language,
}

impl Customer {
    /// Where it uses the service; all regions when empty.
    pub(crate) fn regions(&self) -> Result<BTreeSet<RegionId>, StoreError> {
        Ok(serde_json::from_str(&self.regions)?)
    }
}

/// Two writings of a name that differ in capitals alone are one customer.
fn key(name: &str) -> String {
    name.to_lowercase()
}

/// Writes a customer down, in place of what was known of that name; gives its id, and whether it is new.
pub(crate) fn put(connection: &mut Conn, id: &str, line: &Line, now: DateTime<Utc>) -> Result<(String, bool), StoreError> {
    let regions = serde_json::to_string(&line.regions)?;
    let found: Option<String> =
        customers::table.filter(customers::name_key.eq(key(&line.name))).select(customers::id).first(connection).optional()?;
    if let Some(found) = found {
        diesel::update(customers::table.find(&found))
            .set((
                customers::name.eq(&line.name),
                customers::segment.eq(&line.segment),
                customers::regions.eq(regions),
                customers::fee.eq(line.fee),
                customers::currency.eq(&line.currency),
            ))
            .execute(connection)?;
        diesel::delete(contacts::table.filter(contacts::customer_id.eq(&found))).execute(connection)?;
        return Ok((found, false));
    }
    diesel::insert_into(customers::table)
        .values((
            customers::id.eq(id),
            customers::name.eq(&line.name),
            customers::name_key.eq(key(&line.name)),
            customers::segment.eq(&line.segment),
            customers::regions.eq(regions),
            customers::fee.eq(line.fee),
            customers::currency.eq(&line.currency),
            customers::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok((id.to_owned(), true))
}

/// Adds a contact to a customer.
pub(crate) fn add_contact(connection: &mut Conn, id: &str, customer: &str, contact: &Contact) -> Result<(), StoreError> {
    diesel::insert_into(contacts::table)
        .values((
            contacts::id.eq(id),
            contacts::customer_id.eq(customer),
            contacts::name.eq(&contact.name),
            contacts::email.eq(&contact.email),
            contacts::phone.eq(&contact.phone),
            contacts::zone.eq(contact.zone.name()),
            contacts::language.eq(contact.language),
        ))
        .execute(connection)?;
    Ok(())
}

/// A page of customers by name, behind `after`.
pub(crate) fn page(connection: &mut Conn, after: &str, limit: i64) -> Result<Vec<Customer>, StoreError> {
    Ok(customers::table.filter(customers::name_key.gt(key(after))).order(customers::name_key).limit(limit).load(connection)?)
}

/// The customers of a segment, by name.
pub(crate) fn of_segment(connection: &mut Conn, segment: &str) -> Result<Vec<Customer>, StoreError> {
    Ok(customers::table.filter(customers::segment.eq(segment)).order(customers::name_key).load(connection)?)
}

/// The customer that somebody belongs to, by their address.
pub(crate) fn name_of(connection: &mut Conn, email: &str) -> Result<Option<String>, StoreError> {
    let of = contacts::table.inner_join(customers::table).filter(contacts::email.eq(email)).order(customers::name_key);
    Ok(of.select(customers::name).first(connection).optional()?)
}

/// A contact by its id.
pub(crate) fn contact(connection: &mut Conn, id: &str) -> Result<Option<Known>, StoreError> {
    Ok(contacts::table.find(id).first(connection).optional()?)
}

/// A contact by its mail address, whatever its capitals; of several with the same, any.
pub(crate) fn contact_by_email(connection: &mut Conn, email: &str) -> Result<Option<Known>, StoreError> {
    let theirs = contacts::table.filter(lower(contacts::email).eq(address::key(email)));
    Ok(theirs.order(contacts::id).first(connection).optional()?)
}

/// The contacts of some customers.
pub(crate) fn contacts_of(connection: &mut Conn, ids: &[String]) -> Result<Vec<Known>, StoreError> {
    Ok(contacts::table.filter(contacts::customer_id.eq_any(ids)).order((contacts::email, contacts::id)).load(connection)?)
}
