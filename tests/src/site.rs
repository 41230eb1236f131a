//! Asking the program over HTTP, and reading its mails.

use serde_json::Value;
use std::time::{Duration, Instant};
use ureq::{Agent, RequestBuilder, typestate::WithBody};

/// A reader or a program in front of the site.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    url: String,
    token: Option<String>,
    /// The address from which its forms seem to come, to a program that trusts this machine.
    visitor: Option<String>,
}

impl Client {
    /// A visitor, or a program with a token.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one home of the tests' client")]
    pub fn new(url: &str, token: Option<String>) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(20))).max_redirects(0);
        Self { agent: config.build().into(), url: url.to_owned(), token, visitor: None }
    }

    /// A visitor who seems to come from this address.
    #[must_use]
    pub fn seen_as(url: &str, visitor: &str) -> Self {
        Self { visitor: Some(visitor.to_owned()), ..Self::new(url, None) }
    }

    /// Reads a page: status and text.
    #[must_use]
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut answer = request.call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// Sends a form: status and text.
    #[must_use]
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let request = self.agent.post(format!("{}{path}", self.url));
        let request = self.visitor.iter().fold(request, |request, visitor| request.header("x-forwarded-for", visitor));
        let mut answer = request.send_form(fields.iter().copied()).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// Reads something that need not be text: status and bytes.
    #[must_use]
    pub fn get_bytes(&self, path: &str) -> (u16, Vec<u8>) {
        let mut answer = self.agent.get(format!("{}{path}", self.url)).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_vec().expect("bytes"))
    }

    /// Reads JSON; the status must be 200.
    #[must_use]
    pub fn read(&self, path: &str) -> Value {
        let (status, text) = self.get(path);
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Sends JSON and reads JSON; the status must be 200 or 201.
    #[must_use]
    pub fn call(&self, path: &str, body: &Value) -> Value {
        self.send(self.agent.post(format!("{}{path}", self.url)), body, &[200, 201])
    }

    /// The same under an idempotency key.
    #[must_use]
    pub fn call_once(&self, path: &str, body: &Value, key: &str) -> Value {
        self.send(self.agent.post(format!("{}{path}", self.url)).header("idempotency-key", key), body, &[201])
    }

    /// Sends JSON that is taken to be worked on later: the status must be 202.
    #[must_use]
    pub fn accepted(&self, path: &str, body: &Value) -> Value {
        self.send(self.agent.post(format!("{}{path}", self.url)), body, &[202])
    }

    /// Replaces by JSON and reads JSON; the status must be 200.
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Value {
        self.send(self.agent.put(format!("{}{path}", self.url)), body, &[200])
    }

    /// Sends JSON that is refused, and gives the reason.
    #[must_use]
    pub fn refused(&self, path: &str, body: &Value) -> String {
        self.send(self.agent.post(format!("{}{path}", self.url)), body, &[409, 422]).to_string()
    }

    /// Sends JSON: status and text, whatever they are.
    #[must_use]
    pub fn attempt(&self, path: &str, body: &Value) -> (u16, String) {
        let mut answer = self.with_token(self.agent.post(format!("{}{path}", self.url))).send_json(body).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// Sends JSON under an idempotency key to a program that may die meanwhile: what it made, or nothing.
    #[must_use]
    pub fn try_once(&self, path: &str, body: &Value, key: &str) -> Option<Value> {
        let request = self.agent.post(format!("{}{path}", self.url)).header("idempotency-key", key);
        let mut answer = self.with_token(request).send_json(body).ok()?;
        let text = answer.body_mut().read_to_string().ok()?;
        (answer.status().as_u16() == 201).then(|| serde_json::from_str(&text).expect("JSON"))
    }

    fn with_token(&self, request: RequestBuilder<WithBody>) -> RequestBuilder<WithBody> {
        request.header("authorization", format!("Bearer {}", self.token.as_deref().unwrap_or_default()))
    }

    fn send(&self, request: RequestBuilder<WithBody>, body: &Value, statuses: &[u16]) -> Value {
        let mut answer = self.with_token(request).send_json(body).expect("an answer");
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().expect("text");
        assert!(statuses.contains(&status), "{status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }
}

/// Asks again and again until the answer is yes.
///
/// # Panics
/// When it is still no after three minutes.
pub fn until(what: &str, yes: impl FnMut() -> bool) {
    until_or(what, yes, String::new);
}

/// The same, and says what there is instead.
///
/// # Panics
/// When it is still no after three minutes.
pub fn until_or(what: &str, mut yes: impl FnMut() -> bool, instead: impl Fn() -> String) {
    let start = Instant::now();
    while !yes() {
        assert!(start.elapsed() < Duration::from_mins(3), "never: {what} {}", instead());
        // What is waited for needs the machine more than the question.
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// A header of a mail, unfolded.
#[must_use]
pub fn mail_header(mail: &str, name: &str) -> String {
    let head = mail.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
    let prefix = format!("{}:", name.to_lowercase());
    let line = head.split("\r\n").find(|line| line.to_lowercase().starts_with(&prefix)).unwrap_or_default();
    line.get(prefix.len()..).unwrap_or_default().trim().to_owned()
}

/// The text of a mail.
#[must_use]
pub fn mail_body(mail: &str) -> String {
    part(mail, "text/plain")
}

/// The HTML of a mail.
#[must_use]
pub fn mail_html(mail: &str) -> String {
    part(mail, "text/html")
}

/// The first part of this kind with its quoted-printable encoding taken off (RFC 2045, 6.7; RFC 2046, 5.1).
fn part(mail: &str, kind: &str) -> String {
    let boundaries = mail.split("boundary=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let marked = boundaries.fold(mail.to_owned(), |mail, boundary| mail.replace(&format!("\r\n--{boundary}"), "\0"));
    let parts = marked.split('\0').filter_map(|part| part.split_once("\r\n\r\n"));
    let part = parts.filter(|(head, _)| head.contains(&format!("Content-Type: {kind}"))).map(|(_, body)| body).next();
    let joined = part.unwrap_or_default().replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'=').then(|| after.get(..2)).flatten();
        let byte = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
