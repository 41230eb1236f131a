//! The commands, as an operator types them.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink};
use std::fs;

fn out(output: &std::process::Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn all_faults_of_the_settings_are_told_and_nothing_starts() {
    let settings = Settings::new(None).with("ALLCLEAR_PUBLIC_URL", "here").with("ALLCLEAR_SMTP_URL", "smtp://u:hunter2@h:x");
    fs::write(settings.folder.path().join("allclear.toml"), "colour = \"red\"\n").unwrap();
    let (ok, _, told) = out(&settings.run(&["check"]));
    assert!(!ok);
    for part in ["ALLCLEAR_PUBLIC_URL = “here”", "ALLCLEAR_SMTP_URL", "colour"] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("hunter2"));
    assert!(!settings.folder.path().join("allclear-data").exists(), "nothing was made");
}

#[test]
fn an_instance_is_set_up_by_commands() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_LISTN", "1");
    for early in [&["token", "create", "--name", "n", "--scope", "admin"][..], &["work"], &["secret", "rotate"]] {
        let (ok, _, told) = out(&settings.run(early));
        assert!(!ok && told.contains("secret"), "{early:?} makes no instance: {told}");
    }
    assert!(!settings.folder.path().join("allclear-data").exists(), "nothing was made");
    assert!(out(&settings.run(&["migrate"])).0);
    let (ok, told, _) = out(&settings.run(&["check"]));
    assert!(ok && told.contains("ALLCLEAR_LISTN is no setting"), "{told}");
    let secret = settings.folder.path().join("allclear-data/secret");
    let key = fs::read(&secret).unwrap();
    fs::write(&secret, "junk").unwrap();
    assert!(out(&settings.run(&["check"])).2.contains("does not hold keys"));
    // Sixty-four bytes, and not those that this database knows.
    fs::write(&secret, format!("{}==\n", "A".repeat(86))).unwrap();
    assert!(out(&settings.run(&["check"])).2.contains("not the one of this database"));
    fs::write(&secret, key).unwrap();
    let weak = out(&settings.run_with_input(
        &["person", "add", "--email", "ada@northwind.example", "--role", "owner", "--password-stdin"],
        "short\n",
    ));
    assert!(!weak.0 && weak.2.contains("password: is too short"), "{}", weak.2);
    let added = settings.run_with_input(
        &["person", "add", "--email", "ada@northwind.example", "--role", "owner", "--password-stdin"],
        "correct horse battery\n",
    );
    assert!(out(&added).0);
    settings.has_owner();
    let tried = out(&settings.run(&["mail", "test", "ada@customers.example"]));
    assert!(tried.0 && tried.1.contains("250 2.0.0 taken"), "{} {}", tried.1, tried.2);
    assert_eq!(sink.next().to, "ada@customers.example");
    assert!(out(&settings.run(&["demo"])).1.starts_with("Filled with 12 components"));
    assert!(!out(&settings.run(&["demo"])).0);
    let program = settings.start();
    assert!(program.setup.is_none(), "there is an owner");
    let page = Client::new(&program.url, None).get("/").1;
    assert!(page.contains("Payments are failing in Europe.") && page.contains("Reporting moves to larger machines"));
}

#[test]
fn a_history_is_imported_from_a_folder_and_from_an_address() {
    let settings = Settings::new(None);
    let folder = settings.folder.path().join("history");
    fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("components.json", r#"{"components":[{"id":"c1","name":"API","created_at":"2025-01-01T00:00:00Z"}]}"#);
    write("scheduled-maintenances.json", r#"{"scheduled_maintenances":[]}"#);
    let source = folder.display().to_string();
    let missing = out(&settings.run(&["import", "statuspage", &source]));
    assert!(!missing.0 && missing.2.contains("incidents.json"), "{}", missing.2);
    write(
        "incidents.json",
        r#"{"incidents":[{"id":"i1","name":"API slow","status":"resolved","impact":"minor","created_at":"2026-01-01T10:00:00Z",
        "incident_updates":[{"id":"u1","status":"resolved","body":"Over.","created_at":"2026-01-01T11:00:00Z","affected_components":null}]}]}"#,
    );
    let first = out(&settings.run(&["import", "statuspage", &source, "--region", "eu"]));
    assert!(first.1.starts_with("Loaded 1 components, 1 incidents with 1 updates"), "{} {}", first.1, first.2);
    assert!(
        out(&settings.run(&["import", "statuspage", &source, "--region", "eu"]))
            .1
            .starts_with("Loaded 0 components, 0 incidents")
    );
    let program = settings.start();
    assert!(Client::new(&program.url, None).get("/incidents/i1").1.contains("API slow"));
    let nowhere = out(&settings.run(&["import", "statuspage", &program.url]));
    assert!(!nowhere.0 && nowhere.2.contains("/components.json"), "{}", nowhere.2);
}

#[test]
fn what_is_kept_of_somebody_is_exported_and_erased_by_command() {
    let settings = Settings::new(None);
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let readers = ["ada", "bob"].map(|name| serde_json::json!({"email": format!("{name}@customers.example")}));
    let _ = api.call("/api/v3/subscribers", &serde_json::json!({"subscribers": readers}));
    let (ok, told, _) = out(&settings.run(&["export", "person", "Ada@customers.example"]));
    assert!(ok && told.contains("\"address\": \"ada@customers.example\""), "{told}");
    let file = settings.folder.path().join("subscribers.csv");
    let path = file.display().to_string();
    assert!(out(&settings.run(&["export", "subscribers", &path])).0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("address,channel,state,") && text.lines().count() == 3, "{text}");
    assert!(!out(&settings.run(&["export", "subscribers", &path])).0, "nothing is written over");
    assert!(out(&settings.run(&["erase", "ada@customers.example"])).0);
    let (ok, _, told) = out(&settings.run(&["export", "person", "ada@customers.example"]));
    assert!(!ok && told.contains("nothing is kept of this address"), "{told}");
}
