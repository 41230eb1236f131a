//! The whole road once, on each database: from set-up to the inbox and back.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Mail, Settings, Sink, empty_database, mail_body, mail_header, until};
use serde_json::json;

/// Makes regions and components by the API.
fn company(api: &Client) {
    for (code, name, zone) in [("eu", "Europe", "Europe/Berlin"), ("us", "America", "America/New_York")] {
        let _ = api.call("/api/v3/regions", &json!({"code": code, "name": name, "zone": zone}));
    }
    for name in ["API", "Payments"] {
        let _ = api.call("/api/v3/components", &json!({"name": name, "regions": ["eu", "us"]}));
    }
}

/// A reader asks, opens the link, presses the button.
fn subscribes(visitor: &Client, sink: &Sink) {
    assert_eq!(visitor.post("/subscribe", &[("email", "ada@customers.example"), ("zone", "Europe/Berlin")]).0, 200);
    let letter = sink.next();
    assert_eq!((letter.to.as_str(), mail_header(&letter.text, "List-Unsubscribe").as_str()), ("ada@customers.example", ""));
    let confirm = letter.link("/confirm/");
    assert_eq!(visitor.get(&confirm).0, 200);
    assert!(visitor.post(&confirm, &[]).1.contains("You are subscribed"));
}

/// A P1 reaches page, feed and inbox: its id and the mail of it.
fn publishes(visitor: &Client, api: &Client, sink: &Sink) -> (String, Mail) {
    let incident = api.call(
        "/api/v3/incidents",
        &json!({"title": "Zahlungen schlagen fehl 💳", "severity": "p1", "body": "Cards **fail**.\n.\n..\nNext.",
            "affected": [{"component": "payments", "region": "eu", "health": "major_outage"}]}),
    );
    assert!(visitor.get("/").1.contains("Zahlungen schlagen fehl"));
    assert!(visitor.get("/feed.rss?region=eu").1.contains("Zahlungen schlagen fehl"));
    assert!(!visitor.get("/feed.rss?region=us").1.contains("Zahlungen schlagen fehl"));
    let alert = sink.next();
    assert_eq!(mail_header(&alert.text, "From"), "Northwind <status@northwind.example>");
    assert_eq!(mail_header(&alert.text, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let body = mail_body(&alert.text);
    for text in ["Zahlungen schlagen fehl 💳", "Payments in Europe: Major outage", " CE", "Cards **fail**.\r\n.\r\n..\r\nNext."]
    {
        assert!(body.contains(text), "{text} in {body}");
    }
    (incident["id"].as_str().unwrap().to_owned(), alert)
}

/// The end comes in the same thread.
fn resolves(visitor: &Client, api: &Client, sink: &Sink, id: &str, alert: &Mail) -> Mail {
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "resolved", "body": "Fixed."}));
    let end = sink.next();
    let first = mail_header(&alert.text, "Message-ID");
    assert_eq!(mail_header(&end.text, "In-Reply-To"), first);
    assert_eq!(mail_header(&end.text, "References"), format!("{} {first}", mail_header(&alert.text, "References")));
    assert!(visitor.get("/").1.contains("All systems are operational."));
    end
}

/// One click, and it is silent: news goes to others only.
fn unsubscribes(visitor: &Client, api: &Client, sink: &Sink, url: &str, mail: &Mail) -> (String, Mail) {
    let unsubscribe = mail_header(&mail.text, "List-Unsubscribe").trim_matches(['<', '>']).replace(url, "");
    assert_eq!(visitor.get(&unsubscribe).0, 200);
    assert_eq!(visitor.post(&unsubscribe, &[("List-Unsubscribe", "One-Click")]).0, 200);
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "other@customers.example"}]}));
    let again = api.call("/api/v3/incidents", &json!({"title": "Again", "severity": "p1", "body": "Again."}));
    let news = sink.next();
    assert_eq!(news.to, "other@customers.example");
    (again["id"].as_str().unwrap().to_owned(), news)
}

/// By a link of its mail a reader wants no more of an incident: the next mail is of another.
fn mutes(visitor: &Client, api: &Client, sink: &Sink, id: &str, news: &Mail) {
    let mute = news.link("/mute/");
    assert!(visitor.get(&mute).1.contains("Nothing has changed yet."));
    assert!(visitor.post(&mute, &[]).1.contains("No more about this incident"));
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "identified", "body": "We know."}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Another", "severity": "p1", "body": "Another."}));
    let next = sink.next();
    assert!(mail_header(&next.text, "Subject").contains("Another"), "{}", next.text);
}

fn the_road(database: Option<String>) {
    let sink = Sink::start();
    let settings = Settings::new(database).with("ALLCLEAR_SMTP_URL", &sink.url);
    let settings = settings.with("ALLCLEAR_MAIL_FROM", "Northwind <status@northwind.example>");
    let program = settings.start();
    assert!(program.setup.as_ref().is_some_and(|link| link.contains("/setup/")));
    let visitor = Client::new(&program.url, None);
    let api = Client::new(&program.url, Some(settings.token()));
    company(&api);
    subscribes(&visitor, &sink);
    let (id, alert) = publishes(&visitor, &api, &sink);
    let end = resolves(&visitor, &api, &sink, &id, &alert);
    let (again, news) = unsubscribes(&visitor, &api, &sink, &program.url, &end);
    mutes(&visitor, &api, &sink, &again, &news);

    // A second start finds everything again.
    until("everything is written down", || visitor.get("/readyz").1.contains("\"oldest_waiting_seconds\":null"));
    program.stop();
    let program = settings.start();
    assert!(Client::new(&program.url, None).get("/").1.contains("Again."));
    assert!(!settings.log().contains("customers.example"), "no address is logged");
}

#[test]
fn the_whole_road_on_sqlite() {
    the_road(None);
}

#[test]
fn the_whole_road_on_postgres() {
    the_road(Some(empty_database("road")));
}
