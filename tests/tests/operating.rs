//! Running it: copies while everything goes on, workers apart from servers, several servers on one database.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink, empty_database, mail_header, until};
use serde_json::json;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

fn words(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A copy that is written while news is published holds all that was acknowledged before it began, and serves.
#[test]
fn a_copy_is_whole_while_everything_goes_on() {
    let settings = Settings::new(None);
    settings.has_owner();
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let publish = |number: usize| {
        let _ = api.call("/api/v3/incidents", &json!({"title": format!("Trouble {number}"), "severity": "p3", "body": "Slow."}));
    };
    publish(0);
    let folder = tempfile::tempdir().unwrap();
    let (file, done) = (folder.path().join("copy.db"), AtomicBool::new(false));
    let path = file.to_str().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 1;
            while !done.load(Ordering::Relaxed) {
                publish(number);
                number += 1;
            }
        });
        let copied = settings.run(&["backup", path]);
        done.store(true, Ordering::Relaxed);
        assert!(copied.status.success(), "{}", words(&copied));
        assert!(String::from_utf8_lossy(&copied.stdout).contains("secret"), "what else to keep is said");
    });
    // Addresses of people are in all of them.
    let data = settings.folder.path().join("allclear-data");
    let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((rights(&file), rights(&data.join("allclear.db")), rights(&data)), (0o600, 0o600, 0o700));
    let again = settings.run(&["backup", path]);
    assert!(!again.status.success() && words(&again).contains("is there already"), "{}", words(&again));
    // Restored: another instance with the copy and the key.
    let restored = Settings::new(None).with("ALLCLEAR_DATABASE_URL", &format!("sqlite://{path}"));
    let data = restored.folder.path().join("allclear-data");
    fs::create_dir(&data).unwrap();
    fs::copy(settings.folder.path().join("allclear-data/secret"), data.join("secret")).unwrap();
    restored.has_owner();
    let other = restored.start();
    let page = Client::new(&other.url, None).get("/history").1;
    assert!(page.contains("Trouble 0"), "{page}");
    let with_the_old_token = Client::new(&other.url, Some(settings.token()));
    assert!(with_the_old_token.get("/api/v3/incidents").0 == 401, "a token made after the copy is not in it");
}

/// As README says: `pg_dump`, `pg_restore` into a database that need not be empty, the key beside it, and `hold`.
#[test]
fn postgres_is_copied_and_restored_by_its_own_tools() {
    let (from, to) = (empty_database("copying"), empty_database("restored"));
    let sink = Sink::start();
    let settings = Settings::new(Some(from.clone()));
    settings.has_owner();
    let copied = settings.run(&["backup", "copy.db"]);
    assert!(!copied.status.success() && words(&copied).contains("pg_dump"), "{}", words(&copied));
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "ada@customers.example"}]}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Trouble 0", "severity": "p1", "body": "Slow."}));
    until("it is on its way", || settings.ledger("select count(*) from deliveries") == "1");
    program.stop();
    let file = settings.folder.path().join("copy").display().to_string();
    let tool = |name: &str, arguments: &[&str]| {
        let done = Command::new(name).args(arguments).output().expect("a tool of PostgreSQL");
        assert!(done.status.success(), "{name}: {}", words(&done));
    };
    tool("pg_dump", &["--format=custom", &format!("--file={file}"), &from]);
    let restored = Settings::new(Some(to.clone())).with("ALLCLEAR_SMTP_URL", &sink.url);
    assert!(restored.run(&["migrate"]).status.success());
    tool("pg_restore", &["--clean", "--if-exists", &format!("--dbname={to}"), &file]);
    restored.joins(&settings);
    assert!(restored.run(&["hold"]).status.success());
    restored.has_owner();
    let other = restored.start();
    assert!(Client::new(&other.url, None).get("/history").1.contains("Trouble 0"));
    until("what waits is held", || restored.ledger("select state from deliveries") == "held");
    // A change to what is there, as a copy that is used has it.
    let api = Client::new(&other.url, Some(restored.token()));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Trouble 1", "severity": "p1", "body": "Slow."}));
    assert!(sink.next().text.contains("Trouble 1"));
}

/// One server that only serves, one that serves and sends nothing either, and a worker that sends.
#[test]
fn workers_send_for_servers_that_share_a_database() {
    let (database, sink) = (empty_database("sharing"), Sink::start());
    let first = Settings::new(Some(database.clone()));
    first.has_owner();
    let one = first.start();
    let second = Settings::new(Some(database.clone()));
    second.has_owner();
    let refused = second.run(&["serve"]);
    assert!(!refused.status.success() && words(&refused).contains("copy the file “secret”"), "{}", words(&refused));
    second.joins(&first);
    let two = second.start();
    let worker = Settings::new(Some(database)).with("ALLCLEAR_SMTP_URL", &sink.url);
    assert!(words(&worker.run(&["work"])).contains("no instance is here"), "it makes no key of its own");
    worker.joins(&first);
    let mut working = worker.command(&["work"]).stdout(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(working.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    assert!(said.contains("serving nothing"), "{said}");
    let api = Client::new(&one.url, Some(first.token()));
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "ada@customers.example"}]}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "All is slow", "severity": "p1", "body": "Slow."}));
    until("the other server shows it", || Client::new(&two.url, None).get("/").1.contains("All is slow"));
    assert_eq!(mail_header(&sink.next().text, "Subject"), "[Service Alert] All is slow");
    working.kill().unwrap();
    let _ = working.wait().unwrap();
}

/// Asks over one connection until the program says that it was the last time. An answer that is not whole is a fault.
fn ask_on(address: &str, answered: &AtomicUsize) {
    let mut line = BufReader::new(TcpStream::connect(address).expect("it listens"));
    let mut is_last = false;
    while !is_last {
        line.get_mut().write_all(b"GET /healthz HTTP/1.1\r\nHost: status.example\r\n\r\n").expect("it is open");
        let (mut length, mut head) = (0, String::new());
        while !head.ends_with("\r\n\r\n") {
            assert!(line.read_line(&mut head).expect("an answer") > 0, "cut after {head:?}");
        }
        for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().expect("a length"),
                "connection" => is_last = value == "close",
                _ => {}
            }
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        line.read_exact(&mut vec![0; length]).expect("all of it");
        answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whoever keeps a connection open is told to let go of it before it is closed (bar R-19).
#[test]
fn a_stop_loses_no_request() {
    let program = Settings::new(None).start();
    let (address, answered) = (program.url.trim_start_matches("http://").to_owned(), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| ask_on(&address, &answered));
        }
        until("all are busy", || answered.load(Ordering::Relaxed) > 1_000);
        program.stop();
    });
}
