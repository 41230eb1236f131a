//! `/api/v3/customers`

use super::{PAGE_LIMIT, Page, Problem, json};
use crate::{
    domain::{id::RegionId, person::Role},
    http::extract::{Caller, Json},
    services::customers as service,
    state::App,
    store::customers,
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A customer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Customer {
    id: String,
    name: String,
    segment: String,
    /// Where it uses the service; all regions when empty.
    regions: BTreeSet<RegionId>,
    /// What it pays a month, in hundredths of the currency.
    fee_hundredths: i64,
    currency: String,
    contacts: Vec<Contact>,
}

/// Somebody to reach at a customer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Contact {
    name: String,
    email: String,
    phone: String,
}

/// A file of customers.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// CSV whose first line names the columns: `customer`, `segment`, `regions`, `monthly_fee`, `currency`,
    /// `contact_name`, `contact_email`, `contact_phone`.
    csv: String,
}

/// What came of an import.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Imported {
    added: usize,
    updated: usize,
    contacts: usize,
}

/// Customers by name.
#[utoipa::path(get, path = "/api/v3/customers", tag = "customers",
    params(("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = Page<Customer>), (status = 401), (status = 403)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let after = crate::http::extract::value(request.query_string(), "after").unwrap_or_default();
    let (rows, contacts) = app
        .read(move |conn| {
            let rows = customers::page(conn, &after, PAGE_LIMIT)?;
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let contacts = customers::contacts_of(conn, &ids)?;
            Ok((rows, contacts))
        })
        .await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE_LIMIT);
    let next = rows.last().filter(|_| full).map(|last| last.name.clone());
    let items = rows.into_iter().map(|row| {
        let of = contacts.iter().filter(|contact| contact.customer == row.id);
        let contacts = of.map(|one| Contact { name: one.name.clone(), email: one.email.clone(), phone: one.phone.clone() });
        Ok(Customer {
            contacts: contacts.collect(),
            regions: row.regions().map_err(crate::services::Refusal::from)?,
            id: row.id,
            name: row.name,
            segment: row.segment,
            fee_hundredths: row.fee,
            currency: row.currency,
        })
    });
    let items = items.collect::<Result<Vec<_>, Problem>>()?;
    Ok(json(HttpResponse::Ok(), &Page { items, next }))
}

/// Imports a file: all of it or nothing, with every fault by its line. Customers of the same name are brought up to date.
#[utoipa::path(post, path = "/api/v3/customers/import", tag = "customers", request_body = File,
    responses((status = 200, body = Imported), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn import(app: web::Data<App>, caller: Caller, body: Json<File>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let text = body.value.csv;
    let done = app.write(&caller.name, move |conn, act| service::import(conn, act, &text)).await?;
    Ok(json(HttpResponse::Ok(), &Imported { added: done.added, updated: done.updated, contacts: done.contacts }))
}
