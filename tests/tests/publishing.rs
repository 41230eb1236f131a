//! Staff publish in a real browser: three pages, four questions, the audience seen and its regions verified.
#![cfg(feature = "machine")]

use allclear_tests::{Browser, Stage, mail_body, mail_header};
use serde_json::json;

/// On the first page of staff.
async fn signed_in(stage: &Stage) -> Browser {
    let browser = Browser::start(false).await;
    browser.page.goto(&format!("{}/admin", stage.url())).await.unwrap();
    browser.fill("email", "ada@northwind.example").await;
    browser.fill("password", "correct horse battery").await;
    browser.press("form .button").await;
    browser.sees(&["What is open"]).await;
    browser
}

/// Staff publish a P1 in the browser: three pages, four questions, the audience seen and verified.
#[tokio::test]
async fn one_p1_in_one_region() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let customers = "customer,segment,regions,monthly_fee,contact_name,contact_email,contact_phone\n\
        Contoso,enterprise,eu,5000,Cleo,c@contoso.example,+4930123456\n";
    let _ = stage.api.call("/api/v3/customers/import", &json!({ "csv": customers }));
    let browser = signed_in(&stage).await;
    browser.press(".title .button").await;
    browser.fill("title", "Payments are failing").await;
    browser.fill("customers_affected", "30").await;
    browser.choose("select[aria-label='Payments, Europe']", "major_outage").await;
    browser.fill("body", "Cards fail.").await;
    browser.press(".button[value=preview]").await;
    let propose = "The answers propose P1: more than 25 % of the customers are hit.";
    browser.sees(&[propose, "Publish to page and send to 2 people", "e@customers.example", "g@customers.example"]).await;
    browser.sees(&["by mail\n2", "by SMS\n1", "Europe 2 by mail"]).await;
    browser.press("[name=regions][value=eu]").await;
    browser.press(".button[value=publish]").await;
    browser.sees(&["Post an update"]).await;
    let mails = stage.mails();
    let subjects: Vec<_> = mails.iter().map(|mail| (mail.to.as_str(), mail_header(&mail.text, "Subject"))).collect();
    let alert = "[Service Alert] Payments are failing".to_owned();
    assert_eq!(subjects, [("e@customers.example", alert.clone()), ("g@customers.example", alert)]);
    let (berlin, york) = (mail_body(&mails[0].text), mail_body(&mails[1].text));
    assert!(berlin.contains("10:00 CET") && berlin.contains("10:30 CET (09:30 UTC)"), "{berlin}");
    assert!(york.contains("4:00") && york.contains("EST"), "{york}");
    for (path, shown) in [("/", true), ("/?region=eu", true), ("/?region=us", false), ("/feed.rss?region=us", false)] {
        let text = stage.visitor.get(path).1;
        assert_eq!(text.contains("Payments are failing"), shown, "{path}");
    }
    assert!(stage.visitor.get("/badge.svg?region=eu").1.contains("Major outage"));
    assert!(stage.visitor.get("/badge.svg?region=us").1.contains("perational"));
    browser.page.close().await.unwrap();
}

/// The affected grid and the chosen audience disagree: refused with the difference named, until it is meant.
#[tokio::test]
async fn other_regions_than_the_affected_are_told_only_on_purpose() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let browser = signed_in(&stage).await;
    browser.press(".title .button").await;
    browser.fill("title", "The API is down").await;
    browser.press("[name=severity][value=p1]").await;
    browser.choose("select[aria-label='API, Europe']", "major_outage").await;
    browser.fill("body", "It does not answer.").await;
    browser.press(".button[value=preview]").await;
    browser.sees(&["Publish to page and send to 2 people"]).await;
    browser.press("[name=regions][value=us]").await;
    browser.press(".button[value=publish]").await;
    browser.sees(&["you ticked America, and the affected places are in Europe", "I mean it"]).await;
    assert!(stage.heard().is_empty(), "nothing left");
    browser.press("[name=other_regions]").await;
    browser.press(".button[value=publish]").await;
    // It is another audience than was counted, so it is counted before it is told.
    browser.sees(&["Publish to page and send to 2 people", "u@customers.example"]).await;
    browser.press(".button[value=publish]").await;
    browser.sees(&["Post an update"]).await;
    let heard: Vec<_> = stage.heard().into_iter().map(|(name, _)| name).collect();
    assert_eq!(heard, ["g", "u"], "the readers whom staff chose");
    browser.page.close().await.unwrap();
}
