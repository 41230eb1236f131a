//! Customers from a file: all of it or nothing, with every fault by its line.

use super::{Act, Refusal, sheet};
use crate::{
    domain::{
        customer::{COLUMNS, ENTERPRISE, Line},
        id::RegionId,
        invalid::{Faults, Invalid},
    },
    store::{
        self, Conn,
        customers::{self, Customer, Known},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// What came of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// New customers.
    pub added: usize,
    /// Customers that were known.
    pub updated: usize,
    /// Contacts.
    pub contacts: usize,
}

/// Reads a CSV file (RFC 4180) with a head of column names, and writes its customers down in place of those of the same
/// name. Several lines of one customer give it several contacts; the first of them says the rest.
pub(crate) fn import(conn: &mut Conn, act: &mut Act, text: &str) -> Result<Written, Refusal> {
    let lines = read(conn, text)?;
    let mut written = Written::default();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut people = BTreeSet::new();
    for line in &lines {
        let key = line.name.to_lowercase();
        let customer = if let Some(id) = known.get(&key) {
            id.clone()
        } else {
            let fresh: String = act.id();
            let (id, is_new) = customers::put(conn, &fresh, line, act.now)?;
            written.added += usize::from(is_new);
            written.updated += usize::from(!is_new);
            known.insert(key, id.clone());
            id
        };
        if let Some(contact) = &line.contact {
            let id = contact.id(&customer);
            // The same person twice is one.
            if people.insert(id.clone()) {
                customers::add_contact(conn, &id, &customer, contact)?;
                written.contacts += 1;
            }
        }
    }
    act.audit(conn, "customers.import", "", &format!("{} added, {} updated", written.added, written.updated))?;
    Ok(written)
}

fn read(conn: &mut Conn, text: &str) -> Result<Vec<Line>, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let mut lines: Vec<Line> = Vec::new();
    sheet::read(text, &["customer"], &COLUMNS, |row, faults| {
        match Line::parse(row.number(), |name| row.cell(name), &catalogue) {
            Ok(line) => {
                if let Some(first) = lines.iter().find(|known| known.name.to_lowercase() == line.name.to_lowercase()) {
                    contradictions(faults, row.number(), first, &line);
                }
                lines.push(line);
            }
            Err(more) => faults.0.extend(more.0),
        }
    })?;
    if lines.is_empty() {
        return Err(Invalid::new("file", "holds no customer below its first line").into());
    }
    Ok(lines)
}

/// Further lines of a customer give further contacts; what else they say must be what the first says.
fn contradictions(faults: &mut Faults, number: u64, first: &Line, line: &Line) {
    let differs = [
        ("segment", !line.segment.is_empty() && line.segment != first.segment),
        ("regions", !line.regions.is_empty() && line.regions != first.regions),
        ("monthly_fee", line.fee != 0 && (line.fee, &line.currency) != (first.fee, &first.currency)),
    ];
    for (column, _) in differs.into_iter().filter(|(_, differs)| *differs) {
        let told = format!("differs from what the first line of {} says; say it once, or leave it empty here", first.name);
        faults.add(format!("line {number}, {column}"), told);
    }
}

/// The enterprise customers that use the service in any of the regions, with their contacts. No region is all of them.
pub(crate) fn enterprise(conn: &mut Conn, regions: &BTreeSet<RegionId>) -> Result<Vec<(Customer, Vec<Known>)>, Refusal> {
    let mut found = Vec::new();
    for customer in customers::of_segment(conn, ENTERPRISE)? {
        let uses = customer.regions()?;
        if regions.is_empty() || uses.is_empty() || !uses.is_disjoint(regions) {
            found.push(customer);
        }
    }
    let ids: Vec<String> = found.iter().map(|customer| customer.id.clone()).collect();
    let mut contacts: BTreeMap<String, Vec<Known>> = BTreeMap::new();
    for contact in customers::contacts_of(conn, &ids)? {
        contacts.entry(contact.customer.clone()).or_default().push(contact);
    }
    Ok(found
        .into_iter()
        .map(|customer| {
            let contacts = contacts.remove(&customer.id).unwrap_or_default();
            (customer, contacts)
        })
        .collect())
}
