//! Nobody is kept out: axe finds nothing on any public page, in both themes, on a phone and on a desk.
#![cfg(feature = "machine")]

use allclear_tests::{Browser, Client, Settings};
use serde_json::Value;

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
    let (axe, browser) = (axe(), Browser::start(true).await);
    let mut found = Vec::new();
    for width in [320, 1280] {
        browser.page.set_window_size(width, 900).await.unwrap();
        for path in &pages {
            browser.page.goto(&format!("{}{path}", program.url)).await.unwrap();
            browser.page.execute(&axe, Vec::new()).await.unwrap();
            for theme in ["light", "dark"] {
                let told = browser.page.execute_async(RUN, vec![theme.into()]).await.unwrap();
                let told = told.as_array().unwrap().iter().map(|one| format!("{path} {theme} {width}: {one}"));
                found.extend(told);
            }
        }
    }
    browser.page.close().await.unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
