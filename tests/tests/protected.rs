//! PostgreSQL by TLS, as servers of others want it.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Postgres, Settings, free_port, until};
use serde_json::json;

fn told(settings: &Settings) -> String {
    let checked = settings.run(&["check"]);
    assert!(!checked.status.success(), "it should not be reached");
    String::from_utf8_lossy(&checked.stderr).into_owned()
}

#[test]
fn the_database_is_reached_by_tls_and_by_nothing_less() {
    let port = free_port();
    let postgres = Postgres::start(port);
    let root = postgres.protect();
    let at = |host: &str, wish: &str| Settings::new(Some(format!("postgres://postgres:secret@{host}:{port}/postgres?{wish}")));
    let known = format!("sslmode=verify-full&sslrootcert={}", root.display());
    let settings = at("localhost", &known);
    settings.has_owner();
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let publish = |title: &str| api.attempt("/api/v3/incidents", &json!({"title": title, "severity": "p3", "body": "Slow."})).0;
    assert_eq!(publish("Slow answers"), 201);
    assert!(Client::new(&program.url, None).get("/history").1.contains("Slow answers"));
    // What is cut is connected anew.
    postgres.stop();
    assert_eq!(publish("Lost answers"), 503);
    postgres.go_on();
    until("it is reached again", || publish("Late answers") == 201);
    let unknown = told(&at("localhost", "sslmode=require"));
    assert!(unknown.contains("no TLS with localhost") && unknown.contains("certificate"), "{unknown}");
    let other_name = told(&at("127.0.0.1", &known));
    assert!(other_name.contains("certificate not valid for name"), "{other_name}");
    let plain = told(&at("localhost", "sslmode=disable"));
    assert!(plain.contains("no encryption"), "{plain}");
    let nonsense = told(&at("localhost", "sslmode=full"));
    assert!(nonsense.contains("ALLCLEAR_DATABASE_URL") && nonsense.contains("sslmode"), "{nonsense}");
}
