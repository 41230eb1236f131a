//! More connections than there is room for (bar R-16).
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink, until};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
};

/// Files that the program may have open.
const FILES: u32 = 256;
/// More than fit.
const CROWD: usize = 300;

/// Connections that have said so much, and heard so much where that is something.
fn crowd(url: &str, said: &str, heard: &str) -> Vec<TcpStream> {
    let connect = || {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
        stream.write_all(said.as_bytes()).expect("it is taken");
        stream
    };
    let crowd: Vec<TcpStream> = (0..CROWD).map(|_| connect()).collect();
    // Who came last is let in when others have made room.
    let mut lines = crowd.last().into_iter().flat_map(|last| BufReader::new(last).lines());
    assert!(heard.is_empty() || lines.any(|line| line.expect("it goes on") == heard), "the last is heard");
    crowd
}

/// Readers see the page, staff publish and subscribers hear while a crowd is there that says so much and waits.
fn through(said: &str, heard: &str) {
    let sink = Sink::start();
    let mut settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
    settings.files = Some(FILES);
    let program = settings.start();
    settings.has_owner();
    let api = Client::new(&program.url, Some(settings.token()));
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "ada@customers.example"}]}));
    let crowd = crowd(&program.url, said, heard);
    let visitor = Client::new(&program.url, None);
    assert_eq!(visitor.get("/").0, 200);
    let incident = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
    assert_eq!(incident["title"], "Down");
    assert_eq!(sink.next().to, "ada@customers.example");
    assert!(visitor.get("/").1.contains("Down"));
    assert!(settings.log().contains("no more connections fit"), "{}", settings.log());
    drop(crowd);
    until("there is room again", || visitor.get("/").0 == 200);
}

#[test]
fn a_crowd_that_never_asks_keeps_nobody_out() {
    through("GET / HTTP/1.1\r\nHost: a.example\r\nX: ", "");
}

#[test]
fn a_crowd_of_open_pages_keeps_nobody_out() {
    through("GET /live HTTP/1.1\r\nHost: a.example\r\n\r\n", "event: changed");
}
