//! The public page as its readers have it: open for hours, as files, and while the database is away.
#![cfg(feature = "machine")]

use allclear_tests::{Browser, Client, Settings, empty_database, until};
use serde_json::json;
use std::{fs, path::Path};

#[tokio::test]
async fn an_open_page_shows_what_is_published_and_keeps_the_readers_place() {
    let settings = Settings::new(None);
    assert!(settings.run(&["demo"]).status.success());
    let program = settings.start();
    let client = Client::new(&program.url, Some(settings.token()));
    let browser = Browser::start(true).await;
    browser.page.goto(&program.url).await.unwrap();
    // The reader unfolds something, and stands on a link.
    let set = "document.querySelector('.earlier').open = true; document.querySelector('.foot a').focus();
        window.before = document.querySelector('main');";
    browser.page.execute(set, Vec::new()).await.unwrap();
    let _made = client.call(
        "/api/v3/incidents",
        &json!({"title": "Webhooks arrive late", "severity": "p2", "body": "Up to ten minutes.",
            "affected": [{"component": "webhooks", "region": "us", "health": "degraded_performance"}]}),
    );
    browser.sees(&["Webhooks arrive late", "Up to ten minutes."]).await;
    let kept = "return [window.before === document.querySelector('main'), document.querySelector('.earlier').open,
        document.activeElement === document.querySelector('.foot a'),
        document.querySelector('#announce').textContent + document.querySelector('#alert').textContent];";
    let kept = browser.page.execute(kept, Vec::new()).await.unwrap();
    assert_eq!((&kept[0], &kept[1], &kept[2]), (&json!(true), &json!(true), &json!(true)), "{kept}");
    assert!(!kept[3].as_str().unwrap().is_empty(), "the change is announced: {kept}");
    browser.page.close().await.unwrap();
}

/// Every file of a folder with its text.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn the_site_is_written_as_files_that_lead_to_each_other() {
    let settings = Settings::new(None).with("ALLCLEAR_PUBLIC_URL", "https://status.example");
    assert!(settings.run(&["demo"]).status.success());
    let first = String::from_utf8(settings.run(&["site", "copy"]).stdout).unwrap();
    assert!(first.contains("files in copy"), "{first}");
    let mut found = Vec::new();
    files(&settings.folder.path().join("copy"), &mut found);
    let pages = found.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|ending| ending == "html"));
    for (name, text) in pages {
        let text = String::from_utf8_lossy(text);
        assert!(!text.contains("href=\"/") && !text.contains("src=\"/") && !text.contains("data-live=\"/live\""), "{name}");
        let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| !link.contains(':') && !link.starts_with('#')) {
            let target = Path::new(name).parent().unwrap().join(link.split('#').next().unwrap());
            assert!(target.is_file(), "{name} leads to {link}");
        }
    }
    for name in
        ["feed.rss", "api/v2/summary.json", "history/index.html", "region-eu/lang-de/index.html", "calendar.ics", "card.png"]
    {
        assert!(settings.folder.path().join("copy").join(name).is_file(), "{name}");
    }
    // What grows with time, such as how long the open incident has lasted, may differ; what is over does not.
    let over = found.iter().filter(|(name, _)| name.contains("/history/month-"));
    assert!(settings.run(&["site", "copy"]).status.success());
    for (name, before) in over.filter(|(_, text)| !String::from_utf8_lossy(text).contains("Payments are failing")) {
        assert_eq!(&fs::read(name).unwrap(), before, "{name}");
    }
}

#[test]
fn a_start_without_the_database_shows_what_was_shown_before() {
    let settings = Settings::new(Some(empty_database("page")));
    assert!(settings.run(&["demo"]).status.success());
    let program = settings.start();
    let kept = settings.folder.path().join("allclear-data/page.json");
    until("the page is kept on disk", || kept.is_file());
    program.kill();
    let away = settings.with("ALLCLEAR_DATABASE_URL", "postgres://postgres@127.0.0.1:1/nowhere");
    away.has_owner();
    let program = away.start();
    let client = Client::new(&program.url, None);
    let (status, page) = client.get("/");
    assert!(status == 200 && page.contains("Payments are failing in Europe.") && page.contains("cannot reach its own database"));
    assert_eq!(client.get("/readyz").0, 503);
    assert_eq!(client.get("/subscribe").0, 200);
    assert_eq!(client.post("/subscribe", &[("email", "ada@customers.example")]).0, 503);
    // Cut short in the middle of writing, it is as if it were not there, and the start says why it fails.
    drop(program);
    let whole = fs::read(&kept).unwrap();
    fs::write(&kept, &whole[..whole.len() / 2]).unwrap();
    assert!(!away.run(&[]).status.success());
}
