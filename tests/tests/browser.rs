//! Staff without script: from the set-up link to a published incident.
#![cfg(feature = "machine")]

use allclear_tests::{Browser, Client, Settings, Sink, until};
use std::fs;

#[tokio::test]
async fn an_incident_is_published_without_script() {
    let settings = Settings::new(None);
    let program = settings.start();
    let browser = Browser::start(false).await;
    browser.page.goto(program.setup.as_ref().unwrap()).await.unwrap();
    browser.fill("email", "ada@northwind.example").await;
    browser.fill("password", "correct horse battery").await;
    browser.press("form .button").await;
    browser.sees(&["What is open"]).await;

    browser.page.goto(&format!("{}/admin/regions", program.url)).await.unwrap();
    browser.fill("name", "Europe").await;
    browser.fill("code", "eu").await;
    browser.choose("[name=zone]", "Europe/Berlin").await;
    browser.press(".form .button").await;
    browser.sees(&["eu", "Europe/Berlin"]).await;

    browser.page.goto(&format!("{}/admin/components", program.url)).await.unwrap();
    browser.fill("name", "Payments").await;
    browser.press(".form .button").await;
    browser.sees(&["payments"]).await;

    // Three pages: now, the form, the form with its audience.
    browser.page.goto(&format!("{}/admin", program.url)).await.unwrap();
    browser.press(".title .button").await;
    browser.fill("title", "Payments are failing").await;
    browser.press("[name=severity][value=p1]").await;
    browser.choose("select.health", "major_outage").await;
    browser.fill("body", "Cards fail.").await;
    browser.press(".button[value=preview]").await;
    browser.sees(&["Publish to page and send to nobody", "[Service Alert] Payments are failing"]).await;
    // Nothing goes out before the regions are verified, and nothing that was typed is lost.
    browser.press(".button[value=publish]").await;
    browser.sees(&["are not verified", "Publish to page and send to nobody"]).await;
    browser.press("[name=regions][value=eu]").await;
    browser.press(".button[value=publish]").await;
    browser.sees(&["Post an update"]).await;

    browser.page.goto(&program.url).await.unwrap();
    browser.sees(&["Payments are failing.", "P1 critical", "UTC"]).await;
    browser.page.close().await.unwrap();
}

#[tokio::test]
async fn with_script_times_are_the_readers() {
    let settings = Settings::new(None);
    let output = settings.run(&["demo"]);
    assert!(output.status.success());
    let program = settings.start();
    let browser = Browser::start(true).await;
    browser.page.goto(&program.url).await.unwrap();
    let title = browser.page.execute("return document.querySelector('time[data-local]').title", Vec::new()).await.unwrap();
    assert!(title.as_str().is_some_and(|text| text.ends_with("UTC")), "the time in UTC stays: {title}");
    browser.page.close().await.unwrap();
}

/// Whoever scans mails opens each link in a browser that runs scripts: nothing comes of it until somebody presses (bar S-11).
#[tokio::test]
async fn opening_a_link_of_a_mail_does_nothing_and_pressing_does() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
    let clock = settings.folder.path().join("clock");
    fs::write(&clock, "2026-03-01T09:00:00Z").unwrap();
    let settings = settings.with("ALLCLEAR_TEST_CLOCK", &clock.display().to_string());
    let program = settings.start();
    let state = || settings.ledger("select state from subscribers");
    let browser = Browser::start(true).await;
    browser.page.goto(&format!("{}/subscribe", program.url)).await.unwrap();
    browser.fill("email", "ada@customers.example").await;
    browser.press(".form .button").await;
    browser.sees(&["press the button once more"]).await;
    fs::write(&clock, "2026-03-01T09:00:03Z").unwrap();
    browser.press(".form .button").await;
    browser.sees(&["One more step"]).await;
    let letter = sink.next();
    browser.page.goto(&format!("{}{}", program.url, letter.link("/confirm/"))).await.unwrap();
    browser.sees(&["Confirm"]).await;
    assert_eq!(state(), "pending");
    browser.press("main .button").await;
    browser.sees(&["You are subscribed"]).await;
    assert_eq!(state(), "active");
    let api = Client::new(&program.url, Some(settings.token()));
    let _ = api.call("/api/v3/incidents", &serde_json::json!({"title": "Down", "severity": "p1", "body": "Down."}));
    let news = sink.next();
    browser.page.goto(&format!("{}{}", program.url, news.link("/unsubscribe/"))).await.unwrap();
    browser.sees(&["Stop all mail?"]).await;
    assert_eq!(state(), "active");
    browser.press("main .button").await;
    until("it has ended", || state() == "stopped");
    browser.page.close().await.unwrap();
}
