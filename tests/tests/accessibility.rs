//! Nobody is kept out: axe finds nothing on any public page, in both themes, on a phone and on a desk.
#![cfg(feature = "machine")]

use allclear_tests::{Browser, Client, Mail, Settings, Sink, mail_html};
use serde_json::{Value, json};

/// Installed by `./tests/run`.
#[expect(clippy::disallowed_methods, reason = "tests are told by their environment where it is")]
fn axe() -> String {
    let path = std::env::var("ALLCLEAR_TEST_AXE").expect("./tests/run installs axe-core and sets ALLCLEAR_TEST_AXE");
    std::fs::read_to_string(path).expect("axe-core")
}

const RUN: &str = "const done = arguments[arguments.length - 1];
    document.documentElement.dataset.theme = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags }).then((found) => done(
        found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', '))
            .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])));";

#[tokio::test]
async fn axe_finds_nothing() {
    let settings = Settings::new(None);
    assert!(settings.run(&["demo"]).status.success());
    let program = settings.start();
    let summary = Client::new(&program.url, None).get("/api/v2/incidents.json").1;
    let summary: Value = serde_json::from_str(&summary).unwrap();
    let id = |wanted: &str| {
        let incidents = summary["incidents"].as_array().unwrap();
        incidents.iter().find(|one| one["status"] == wanted).map(|one| one["id"].as_str().unwrap().to_owned()).unwrap()
    };
    let (open, reviewed) = (id("identified"), id("postmortem"));
    let pages = [
        "/".to_owned(),
        "/?region=eu&lang=ar".to_owned(),
        "/history?lang=ja".to_owned(),
        "/history?q=card".to_owned(),
        "/uptime".to_owned(),
        "/components/payments?lang=de".to_owned(),
        format!("/incidents/{open}"),
        format!("/incidents/{reviewed}/postmortem"),
        "/subscribe".to_owned(),
        "/nope".to_owned(),
        "/admin/sign-in".to_owned(),
    ];
    look_at(&pages.map(|path| format!("{}{path}", program.url))).await;
}

/// The same of mails: of a letter, and of news in languages with long words and in both directions of writing.
#[tokio::test]
async fn axe_finds_nothing_in_mails() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
    let program = settings.start();
    let visitor = Client::new(&program.url, None);
    let api = Client::new(&program.url, Some(settings.token()));
    assert_eq!(visitor.post("/subscribe", &[("email", "ada@customers.example")]).0, 200);
    let letter = sink.next();
    let readers = [("ada", "en"), ("hans", "de"), ("marie", "fr"), ("omar", "ar")]
        .map(|(name, language)| json!({"email": format!("{name}@customers.example"), "language": language}));
    let _ = api.call("/api/v3/subscribers", &json!({ "subscribers": readers }));
    let made =
        api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "We *look* into it.\n\n- A\n- B"}));
    let first = take(&sink);
    let path = format!("/api/v3/incidents/{}/updates", made["id"].as_str().unwrap());
    let _ = api.call(&path, &json!({"phase": "identified", "body": "A [link](https://x.example)."}));
    let mails = [vec![letter], first, take(&sink)].concat();
    let light = mails.iter().map(|mail| mail_html(&mail.text));
    // As a program that is dark shows them.
    let dark = light.clone().map(|html| html.replace("(prefers-color-scheme:dark)", "all"));
    let write = |(number, html): (usize, String)| {
        let file = settings.folder.path().join(format!("{number}.html"));
        std::fs::write(&file, html).unwrap();
        format!("file://{}", file.display())
    };
    look_at(&light.chain(dark).enumerate().map(write).collect::<Vec<_>>()).await;
}

/// The mails to the four readers.
fn take(sink: &Sink) -> Vec<Mail> {
    (0..4).map(|_| sink.next()).collect()
}

/// Looks at each page in both themes, on a phone and on a desk.
async fn look_at(pages: &[String]) {
    let (axe, browser) = (axe(), Browser::start(true).await);
    let mut found = Vec::new();
    for width in [320, 1280] {
        browser.page.set_window_size(width, 900).await.unwrap();
        for page in pages {
            browser.page.goto(page).await.unwrap();
            browser.page.execute(&axe, Vec::new()).await.unwrap();
            for theme in ["light", "dark"] {
                let told = browser.page.execute_async(RUN, vec![theme.into()]).await.unwrap();
                let told = told.as_array().unwrap().iter().map(|one| format!("{page} {theme} {width}: {one}"));
                found.extend(told);
            }
        }
    }
    browser.page.close().await.unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
