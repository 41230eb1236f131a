//! A real browser, with script or without.

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Map, json};
use std::{
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Chromium behind its driver; both end with it.
#[derive(Debug)]
pub struct Browser {
    /// The page in front.
    pub page: Client,
    _driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser; `script` says whether pages may run any.
    ///
    /// # Panics
    /// When Chromium or its driver is missing.
    pub async fn start(script: bool) -> Self {
        let (driver, port) = loop {
            if let Some(started) = drive().await {
                break started;
            }
        };
        let profile = tempfile::tempdir().expect("a folder");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let scripts = if script { 1 } else { 2 };
        let options = json!({"args": arguments, "prefs": {"profile.managed_default_content_settings.javascript": scripts}});
        let mut capabilities = Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let page = ClientBuilder::new(hyper_connector())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser");
        Self { page, _driver: driver, _profile: profile }
    }

    /// Types into the control with this name, in place of what is there.
    ///
    /// # Panics
    /// When there is no such control.
    pub async fn fill(&self, name: &str, text: &str) {
        let control = self.page.find(Locator::Css(&format!("[name='{name}']"))).await.expect(name);
        control.clear().await.expect("it can be emptied");
        control.send_keys(text).await.expect("it can be typed into");
    }

    /// Presses what the selector finds.
    ///
    /// # Panics
    /// When it finds nothing.
    pub async fn press(&self, selector: &str) {
        self.page.find(Locator::Css(selector)).await.expect(selector).click().await.expect("it can be pressed");
    }

    /// Chooses a value of the list that the selector finds.
    ///
    /// # Panics
    /// When there is no such list or value.
    pub async fn choose(&self, selector: &str, value: &str) {
        let list = self.page.find(Locator::Css(selector)).await.expect(selector);
        list.select_by_value(value).await.expect("such a value");
    }

    /// Waits until the page shows every text.
    ///
    /// # Panics
    /// When it does not within twenty seconds.
    pub async fn sees(&self, texts: &[&str]) {
        let start = Instant::now();
        let mut shown = String::new();
        while start.elapsed() < Duration::from_secs(20) {
            // Between two pages there is no body; the next look finds one.
            if let Ok(body) = self.page.find(Locator::Css("body")).await {
                shown = body.text().await.unwrap_or_default();
            }
            if texts.iter().all(|text| shown.contains(text)) {
                return;
            }
        }
        panic!("not all of {texts:?} in: {shown}");
    }
}

/// A driver and its port. It takes a port that is free by IPv4 and then wants it by IPv6 as well; where somebody else was quicker
/// it ends, and another one is begun.
async fn drive() -> Option<(Child, String)> {
    let mut driver =
        Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("chromedriver");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("readable") {
        if let Some(port) = line.strip_prefix("ChromeDriver was started successfully on port ") {
            return Some((driver, port.trim_end_matches('.').to_owned()));
        }
    }
    None
}

/// The driver is on this machine, so the plain connector is all that is needed.
fn hyper_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}
