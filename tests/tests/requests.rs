//! Requests that two servers could read in two ways are read in none (bar S-26).
#![cfg(feature = "machine")]

use allclear_tests::Settings;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// What the program says to these bytes until it closes the connection.
fn answer(url: &str, bytes: &[&str]) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a limit");
    stream.set_nodelay(true).expect("packets of their own");
    for part in bytes {
        stream.write_all(part.as_bytes()).expect("it reads");
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it closes");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Behind each stands a request that somebody wants to put behind another's.
const BEHIND: &str = "GET /feed.rss HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";

const TWICE_READ: [(&str, &str); 14] = [
    ("two kinds of length", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("the other way about", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    ("two lengths", "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    ("a length with a sign", "Content-Length: +3\r\n\r\na=b"),
    ("another coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("a space before the colon", "Content-Length : 0\r\n\r\n"),
    ("a folded line", "X: a\r\n b\r\nContent-Length: 0\r\n\r\n"),
    ("a bare LF behind a field", "X: a\nContent-Length: 0\r\n\r\n"),
    ("a bare LF at the end of the head", "Content-Length: 0\r\n\n"),
    ("a bare CR in a field", "X: a\rb\r\nContent-Length: 0\r\n\r\n"),
    ("an extension of a chunk", "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\na=b\r\n0\r\n\r\n"),
    ("a bare LF behind the size of a chunk", "Transfer-Encoding: chunked\r\n\r\n3\na=b\r\n0\r\n\r\n"),
    ("a bare LF in a trailer", "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n"),
    ("a bare LF behind a trailer", "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\n"),
];

#[test]
fn what_reads_in_two_ways_is_refused_and_nothing_behind_it_is_read() {
    let settings = Settings::new(None);
    let program = settings.start();
    let head = "POST /subscribe HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    for (what, rest) in TWICE_READ {
        let answer = answer(&program.url, &[head, rest, BEHIND]);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{what}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{what}: {answer}");
    }
    let answer = answer(&program.url, &["GET / HTTP/1.1\nHost: a.example\n\n", BEHIND]);
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.matches("HTTP/1.1 ").count() == 1, "{answer}");
}

#[test]
fn what_is_read_in_one_way_is_taken_in_whatever_parts_it_comes() {
    let settings = Settings::new(None);
    let program = settings.start();
    let chunked = "POST /subscribe HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\
        Transfer-Encoding: chunked\r\n\r\n6\r\nemail=\r\n1\r\n\n\r\n0\r\nX: y\r\n\r\n";
    let letters: Vec<String> = chunked.chars().map(String::from).collect();
    let parts: Vec<&str> = letters.iter().map(String::as_str).chain([BEHIND]).collect();
    let answer = answer(&program.url, &parts);
    // The address is none; the request behind has an answer of its own.
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.contains("HTTP/1.1 200 ") && answer.contains("<rss"), "{answer}");
}

/// With bytes that nobody read a system cuts a connection, and its answer with it.
#[test]
fn an_answer_that_needs_no_body_is_heard_by_whoever_sends_one() {
    let settings = Settings::new(None);
    let program = settings.start();
    let body = "a".repeat(4 * 1024 * 1024);
    let head = format!("POST /nothing HTTP/1.1\r\nHost: a.example\r\nContent-Length: {}\r\n\r\n", body.len());
    let answer = answer(&program.url, &[&head, &body]);
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

/// An answer that never ends is the last on its connection: who says anything behind it, or leaves, is let go at once.
#[test]
fn nothing_is_read_behind_an_open_page() {
    let settings = Settings::new(None);
    let program = settings.start();
    let live = "GET /live HTTP/1.1\r\nHost: a.example\r\n\r\n";
    let mut page = TcpStream::connect(program.url.trim_start_matches("http://")).expect("a connection");
    page.set_read_timeout(Some(Duration::from_mins(1))).expect("a limit");
    page.write_all(live.as_bytes()).expect("it reads");
    let mut lines = BufReader::new(page.try_clone().expect("the same")).lines();
    assert!(lines.any(|line| line.expect("it goes on") == "event: changed"));
    page.write_all(BEHIND.as_bytes()).expect("it reads");
    // It may be cut with bytes of ours unread.
    assert!(lines.map_while(Result::ok).all(|line| !line.starts_with("HTTP/1.1")));
    for head in [live.replace("GET", "HEAD"), live.replace("HTTP/1.1", "HTTP/1.0")] {
        let answer = answer(&program.url, &[&head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")]);
        assert!(answer.contains(" 200 OK") && answer.ends_with("\r\n\r\n"), "{answer}");
    }
}
