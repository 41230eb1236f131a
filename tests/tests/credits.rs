//! What customers get back, end to end on the built program.
#![cfg(feature = "machine")]

use allclear_tests::{Stage, empty_database, mail_body, mail_header};
use serde_json::{Value, json};

const FILE: &str = "customer,segment,regions,monthly_fee,currency,contact_name,contact_email,contact_language\n\
    Acme,enterprise,eu,5000,EUR,Cleo,cleo@acme.example,de\n\
    Beta,enterprise,us,5000,EUR,Bob,bob@beta.example,en\n";

/// A hundred minutes of Payments in Europe, with 99.9 % promised.
fn a_credit(database: Option<String>) {
    let stage = Stage::new(database, "2026-06-10T09:00:00Z");
    let fraud = json!({"name": "Fraud checks", "regions": ["eu"], "slo": "99.9"});
    assert_eq!(stage.api.call("/api/v3/components", &fraud)["slo"], "99.9");
    let _ = stage.api.call("/api/v3/customers/import", &json!({ "csv": FILE }));
    // Known since now only; what was before is left out of the month, so that it is shorter.
    let published = stage.api.call(
        "/api/v3/incidents",
        &json!({"title": "Fraud checks are down", "severity": "p1", "body": "Down.",
        "affected": [{"component": "fraud-checks", "region": "eu", "health": "major_outage"}]}),
    );
    let id = published["id"].as_str().unwrap();
    stage.set("2026-06-10T10:40:00Z");
    assert_eq!(stage.api.call(&format!("/api/v3/incidents/{id}/credits"), &json!({}))["proposed"], 1);
    let of_june = || stage.api.read("/api/v3/credits?month=2026-06")["items"].as_array().unwrap().clone();
    let credit = of_june().remove(0);
    let said = |name: &str| credit[name].clone();
    assert_eq!([said("amount_hundredths"), said("share"), said("state")], [json!(50_000), json!("10"), json!("proposed")]);
    let path = format!("/api/v3/credits/{}", credit["id"].as_str().unwrap());
    assert_eq!(stage.api.call(&format!("{path}/approve"), &json!({}))["state"], "approved");
    let twice = stage.api.refused(&format!("{path}/decline"), &json!({}));
    assert!(twice.contains("decided already"), "{twice}");
    let _ = stage.mails();
    let _ = stage.update(id, &json!({"phase": "resolved", "body": "It works again."}));
    let mails = stage.mails();
    let with: Vec<&str> =
        mails.iter().filter(|mail| mail_body(&mail.text).contains("EUR")).map(|mail| mail.to.as_str()).collect();
    assert_eq!(with, ["cleo@acme.example"], "nobody else hears of it");
    let names: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(names, ["cleo@acme.example", "e@customers.example", "g@customers.example"]);
    let cleo = mail_body(&mails[0].text);
    assert!(cleo.contains("Ihre Servicegutschrift für Juni 2026: 500,00") && !cleo.contains("/unsubscribe/"), "{cleo}");
    assert!(mail_header(&mails[0].text, "Subject").contains("Fraud checks are down"));
    assert!(of_june()[0]["told_at"].is_string());
    let eu = stage.api.read("/api/v3/availability?month=2026-06");
    let of = |one: &&Value| one["slo"] == "99.9";
    let missed: Vec<&Value> = eu["items"].as_array().unwrap().iter().filter(of).collect();
    assert_eq!((missed.len(), &missed[0]["missed"], &missed[0]["major_outage_seconds"]), (1, &json!(true), &json!(6_000)));
}

#[test]
fn a_credit_on_sqlite() {
    a_credit(None);
}

#[test]
fn a_credit_on_postgres() {
    a_credit(Some(empty_database("credits")));
}
