//! Chat services and programs: subscribing, confirming, hearing, and what becomes of those that are not there.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Hook, Posted, Program, Settings, until};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

fn begin(hook: &Hook) -> (Settings, Program, Client) {
    let settings = Settings::new(None).with("ALLCLEAR_OUTGOING_ALLOW", &hook.host);
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    (settings, program, api)
}

/// Asks for news by a channel, at a path of the hook.
fn ask(visitor: &Client, hook: &Hook, by: &str, path: &str) {
    let address = format!("http://{}{path}", hook.host);
    let (status, page) = visitor.post("/subscribe", &[("by", by), ("endpoint", &address), ("kinds", "incidents")]);
    assert_eq!(status, 200, "{page}");
}

/// Presses the button behind a link of the program, and gives the page that follows.
fn press(visitor: &Client, link: &str) -> String {
    let path =
        link.split_once("//").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| format!("/{path}")).expect("a path");
    let (status, page) = visitor.post(&path, &[]);
    assert_eq!(status, 200, "{page}");
    page
}

/// The link of the one button of a post for Slack.
fn button(posted: &Posted) -> String {
    let blocks = posted.body["blocks"].as_array().expect("blocks");
    let actions = blocks.iter().find(|block| block["type"] == "actions").expect("a button");
    actions["elements"][0]["url"].as_str().expect("an address").to_owned()
}

fn publish(api: &Client) -> Value {
    api.call("/api/v3/incidents", &json!({"title": "Cards <fail>", "severity": "p1", "body": "Cards **fail**. {next_update}"}))
}

#[test]
fn a_program_confirms_hears_and_knows_the_signature_through_a_change_of_its_secret() {
    let hook = Hook::start();
    let (settings, program, api) = begin(&hook);
    let visitor = Client::new(&program.url, None);
    ask(&visitor, &hook, "webhook", "/status?key=secret");
    let confirm = hook.next();
    assert_eq!((confirm.path.as_str(), &confirm.body["subscription"]["event"]), ("/status?key=secret", &json!("confirm")));
    assert_eq!(settings.ledger("select count(*) from subscribers where address like '%secret%'"), "0", "it is sealed");
    let page = press(&visitor, confirm.body["subscription"]["url"].as_str().expect("a link"));
    let manage = page.split("href=\"").find(|part| part.starts_with("/subscriptions/")).expect("a link");
    let manage = manage.split(['"', '?']).next().expect("a path").to_owned();
    let incident = publish(&api);
    let told = hook.next();
    assert_eq!(told.body["incident"]["id"], incident["id"]);
    assert_eq!(told.body["incident"]["status"], "investigating");
    let said = told.body["incident"]["incident_updates"][0]["body"].as_str().expect("words");
    assert!(said.starts_with("Cards **fail**. Next update by "), "{said}");
    assert!(told.body["meta"]["unsubscribe"].as_str().is_some_and(|link| link.contains("/unsubscribe/")));
    assert_eq!(told.header("webhook-signature").split(' ').count(), 1);
    let (_, page) = visitor.post(&format!("{manage}/secret"), &[]);
    assert!(page.contains("The secret is changed"), "{page}");
    let id = incident["id"].as_str().expect("an id");
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "resolved", "body": "Over."}));
    let over = hook.next();
    assert_eq!((&over.body["incident"]["status"], over.header("webhook-signature").split(' ').count()), (&json!("resolved"), 2));
    assert_ne!(told.header("webhook-id"), over.header("webhook-id"));
    // Stopping is at once.
    let stop = over.body["meta"]["unsubscribe"].as_str().expect("a link").to_owned();
    press(&visitor, &stop);
    assert_eq!(settings.ledger("select state from subscribers"), "stopped");
}

#[test]
fn a_channel_that_is_gone_is_given_up_one_that_is_busy_is_tried_again_and_none_delays_another() {
    let hook = Hook::with(|path, earlier| match (path, earlier) {
        ("/gone", 1..) => "410 Gone",
        ("/busy", 1) => "429 Too Many Requests\r\nRetry-After: 1",
        _ => "200 OK",
    });
    let (settings, program, api) = begin(&hook);
    let visitor = Client::new(&program.url, None);
    for (by, path) in [("slack", "/gone"), ("slack", "/busy"), ("discord", "/fine")] {
        ask(&visitor, &hook, by, path);
        let posted = hook.next();
        let link =
            if by == "slack" { button(&posted) } else { posted.body["embeds"][0]["url"].as_str().expect("a link").to_owned() };
        press(&visitor, &link);
    }
    let _ = publish(&api);
    let mut told = [hook.next(), hook.next(), hook.next()].map(|posted| posted.path);
    told.sort();
    assert_eq!(told, ["/busy", "/fine", "/gone"]);
    until("the gone one is given up", || settings.ledger("select count(*) from subscribers where state = 'bounced'") == "1");
    let again = hook.next();
    assert_eq!((again.path.as_str(), again.body["text"].as_str()), ("/busy", Some("Investigating: Cards &lt;fail&gt;")));
    until("it is written down", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "5");
}

#[test]
fn what_leads_inside_is_refused_in_the_form_and_nothing_typed_is_lost() {
    let hook = Hook::start();
    let (_settings, program, _api) = begin(&hook);
    let visitor = Client::new(&program.url, None);
    for bad in ["http://127.0.0.1:1/x", "https://169.254.169.254/latest", "https://localhost/", "not an address", ""] {
        let (status, page) = visitor.post("/subscribe", &[("by", "webhook"), ("endpoint", bad), ("kinds", "incidents")]);
        assert_eq!(status, 422, "{bad}: {page}");
        assert!(page.contains("name=\"endpoint\"") && page.contains(&format!("value=\"{bad}\"")), "{bad} was lost: {page}");
    }
    let (_, page) = visitor.post("/subscribe", &[("by", "teams"), ("endpoint", "https://x.webhook.office.com/webhookb2/1")]);
    assert!(page.contains("switched off"), "{page}");
}

/// The text of a message, and to whom it goes.
fn message(posted: &Posted) -> (String, String) {
    let form = posted.body.as_str().expect("a form");
    let field = |name: &str| {
        let value = form.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).expect("the field");
        let plain = value.replace('+', " ");
        let mut parts = plain.split('%');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            let (code, rest) = part.split_at(2);
            text + &char::from(u8::from_str_radix(code, 16).expect("two digits")).to_string() + rest
        })
    };
    (field("To"), field("Body"))
}

#[test]
fn a_telephone_confirms_hears_and_says_stop() {
    let hook = Hook::with(|_, earlier| match earlier {
        2 => "429 Too Many Requests\r\nRetry-After: 1",
        4 => "400 Bad Request\r\n\r\n{\"code\":21610,\"message\":\"unsubscribed recipient\",\"status\":400}",
        _ => "201 Created\r\n\r\n{\"sid\":\"SM1\",\"status\":\"queued\"}",
    });
    let account = format!("twilio://SK1:secret@AC1?from=%2B15550100&countries=49&api=http://{}", hook.host);
    let settings = Settings::new(None).with("ALLCLEAR_OUTGOING_ALLOW", &hook.host).with("ALLCLEAR_SMS_URL", &account);
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let visitor = Client::new(&program.url, None);
    let ask = |number: &str| visitor.post("/subscribe", &[("by", "sms"), ("endpoint", number), ("kinds", "incidents")]);
    let (status, page) = ask("+1 212 555 0100");
    assert!(status == 422 && page.contains("value=\"+1 212 555 0100\""), "{page}");
    assert_eq!(ask("0049 (30) 123 4567").0, 200);
    let confirm = hook.next();
    assert_eq!(confirm.path, "/2010-04-01/Accounts/AC1/Messages.json");
    assert_eq!(confirm.header("authorization"), "Basic U0sxOnNlY3JldA==");
    let (to, text) = message(&confirm);
    assert_eq!(to, "+49301234567");
    press(&visitor, text.split_whitespace().find(|word| word.starts_with("http")).expect("a link"));
    let incident = publish(&api);
    let told = message(&hook.next()).1;
    assert!(told.contains(": Investigating: Cards <fail> http"), "{told}");
    // Their queue was full once: it comes again.
    let id = incident["id"].as_str().expect("an id");
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "identified", "body": "Found."}));
    assert_eq!(message(&hook.next()).1, message(&hook.next()).1);
    until("it was sent", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "3");
    // Whoever answered STOP is not written to any more.
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "resolved", "body": "Over."}));
    let _ = hook.next();
    until("it is given up", || settings.ledger("select state from subscribers") == "bounced");
}

/// A hundred programs, each on a host of its own, of which every other one never answers: what the rest hear does not wait until
/// those are given up (bar R-15). The server has just begun, and knows of none of them how quick it is.
#[test]
fn programs_that_hang_keep_no_other_waiting() {
    let hang = Arc::new(AtomicBool::new(false));
    let hangs = Arc::clone(&hang);
    let number = |path: &str| path.trim_start_matches("/h").parse::<u8>().expect("a number");
    let hook = Hook::at(
        "0.0.0.0:0",
        move |path, _| {
            if hangs.load(Ordering::SeqCst) && number(path).is_multiple_of(2) { "" } else { "200 OK" }
        },
    );
    let port = hook.host.rsplit(':').next().expect("a port");
    let hosts: Vec<String> = (0..100).map(|number| format!("127.1.0.{number}:{port}")).collect();
    let settings =
        Settings::new(None).with("ALLCLEAR_OUTGOING_ALLOW", &hosts.join(",")).with("ALLCLEAR_TRUSTED_PROXIES", "127.0.0.1");
    let program = settings.start();
    for (number, host) in hosts.iter().enumerate() {
        let visitor = Client::seen_as(&program.url, &format!("203.0.113.{number}"));
        let endpoint = format!("http://{host}/h{number}");
        let (status, page) = visitor.post("/subscribe", &[("by", "webhook"), ("endpoint", &endpoint), ("kinds", "incidents")]);
        assert_eq!(status, 200, "{page}");
        press(&visitor, hook.next().body["subscription"]["url"].as_str().expect("a link"));
    }
    program.stop();
    hang.store(true, Ordering::SeqCst);
    let program = settings.start();
    let _ = publish(&Client::new(&program.url, Some(settings.token())));
    let mut heard = BTreeSet::new();
    while heard.len() < 50 {
        heard.extend(Some(number(&hook.next().path)).filter(|number| !number.is_multiple_of(2)));
    }
    assert_eq!(settings.ledger("select count(*) from attempts"), "0", "none of the others was given up yet");
}
