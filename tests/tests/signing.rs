//! What is signed here, others verify (bar M-4).
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink};
use serde_json::json;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// dkimpy, which asks nobody but us for the key.
const VERIFY: &str = "import dkim, sys
key = sys.argv[1].encode()
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, timeout=5: key))";

/// The private key in a file, and what the domain publishes of it (RFC 6376, 3.6.1; RFC 8463, 4.2).
const KEYS: [(&str, &str); 2] = [
    (
        "openssl genrsa -out key.pem 2048",
        "echo \"v=DKIM1; k=rsa; p=$(openssl pkey -in key.pem -pubout -outform DER | base64 -w0)\"",
    ),
    (
        "openssl genpkey -algorithm ED25519 -out key.pem",
        "echo \"v=DKIM1; k=ed25519; p=$(openssl pkey -in key.pem -pubout -outform DER | tail -c 32 | base64 -w0)\"",
    ),
];

fn shell(folder: &Path, command: &str) -> String {
    let output = Command::new("sh").args(["-ec", command]).current_dir(folder).output().expect("a shell");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn is_verified(mail: &str, published: &str) -> bool {
    let verify = ["-c", VERIFY, published];
    // Debian's own, for which the tests install dkimpy.
    let mut python = Command::new("/usr/bin/python3");
    let mut child = python.args(verify).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python");
    child.stdin.take().expect("a standard input").write_all(mail.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    output.stdout == b"True\n"
}

#[test]
fn what_we_sign_others_verify() {
    for (make, publish) in KEYS {
        let sink = Sink::start();
        let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
        shell(settings.folder.path(), make);
        let published = shell(settings.folder.path(), publish);
        let settings = settings.with("ALLCLEAR_DKIM_KEY_FILE", "key.pem").with("ALLCLEAR_DKIM_DOMAIN", "x.example");
        let program = settings.start();
        let api = Client::new(&program.url, Some(settings.token()));
        let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "ada@customers.example"}]}));
        let body = format!("Grüße.\n.\n..\n\n{}\n\n  two   spaces \n\n\n", "long ".repeat(300));
        let news = json!({"title": "Zahlungen schlagen fehl 💳", "severity": "p1", "body": body});
        let _ = api.call("/api/v3/incidents", &news);
        let mail = sink.next().text;
        assert!(is_verified(&mail, &published), "{make}: {mail}");
        for changed in [mail.replacen("long", "lang", 1), mail.replacen("Subject: ", "Subject: Not ", 1)] {
            assert!(changed != mail && !is_verified(&changed, &published), "{make}");
        }
    }
}
