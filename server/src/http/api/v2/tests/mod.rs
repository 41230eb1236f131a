//! What clients of Statuspage see.

mod documents;
mod incidents;
mod maintenances;
mod subscribers;
mod words;

use crate::{
    domain::person::Role,
    testing::{Answer, Site},
};
use serde_json::{Value, json};

/// Opens an incident that hits these components in Europe, by code and health.
async fn open(site: &Site, severity: &str, affected: &[(&str, &str)]) -> Answer {
    let affected = affected.iter().map(|(component, health)| json!({"component": component, "region": "eu", "health": health}));
    let affected: Vec<Value> = affected.collect();
    let body = json!({"title": "Payments are failing", "severity": severity, "body": "Cards **fail**.", "affected": affected});
    let opened = site.call(&site.token(Role::Responder), "/api/v3/incidents", &body).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    opened
}

/// Posts an update to the incident that was opened.
async fn say(site: &Site, opened: &Answer, phase: &str) {
    let path = format!("{}/updates", opened.header("location"));
    let said = site.call(&site.token(Role::Responder), &path, &json!({"phase": phase, "body": "More."})).await;
    assert_eq!(said.status, 201, "{}", said.body);
}

/// Reads a document.
async fn read(site: &Site, name: &str) -> Value {
    site.get(&format!("/api/v2/{name}")).await.json()
}

/// Some values of an object, in a list.
fn pick(object: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| object[*key].clone()).collect()
}

/// The names in a list.
fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

/// The first object of a list has these keys in this order.
fn assert_keys(text: &str, list: &str, keys: &str) {
    let (_, mut rest) = text.split_once(&format!("\"{list}\":[{{")).unwrap_or_else(|| panic!("no {list} in {text}"));
    for key in keys.split_whitespace() {
        let after = rest.split_once(&format!("\"{key}\":"));
        (_, rest) = after.unwrap_or_else(|| panic!("{key} of {list} is not in its place: {text}"));
    }
}
