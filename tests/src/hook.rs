//! A web server that takes what is posted to it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

/// A request that came.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its path with the query.
    pub path: String,
    /// Its headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: serde_json::Value,
}

impl Posted {
    /// The value of a header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }
}

/// What is answered to a path by the number of requests that it had before: the head of the answer, and a body after an empty
/// line; with an empty head there is never an answer.
type Script = dyn Fn(&str, usize) -> &'static str + Send + Sync;

/// The server.
#[derive(Debug)]
pub struct Hook {
    /// Its host and port.
    pub host: String,
    posted: Mutex<Receiver<Posted>>,
}

impl Hook {
    /// Takes everything.
    #[must_use]
    pub fn start() -> Self {
        Self::with(|_, _| "200 OK")
    }

    /// Answers as `script` says: a status line without its version, and headers after it.
    #[must_use]
    pub fn with(script: impl Fn(&str, usize) -> &'static str + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0", script)
    }

    /// The same at an address of this machine; `0.0.0.0:0` is all of them.
    ///
    /// # Panics
    /// When the address is taken.
    #[must_use]
    pub fn at(address: &str, script: impl Fn(&str, usize) -> &'static str + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let (sender, posted) = channel();
        let (script, seen): (Arc<Script>, _) = (Arc::new(script), Arc::new(Mutex::new(Vec::new())));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, script, seen) = (sender.clone(), Arc::clone(&script), Arc::clone(&seen));
                // A line that breaks is the other side's affair.
                thread::spawn(move || serve(stream, &sender, &*script, &seen));
            }
        });
        Self { host, posted: Mutex::new(posted) }
    }

    /// The next request, waited for.
    ///
    /// # Panics
    /// When none comes within a minute and a half.
    #[must_use]
    pub fn next(&self) -> Posted {
        let posted = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        posted.recv_timeout(Duration::from_secs(90)).expect("a request within 90 seconds")
    }
}

fn serve(mut stream: TcpStream, posted: &Sender<Posted>, script: &Script, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    loop {
        let mut first = String::new();
        if lines.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
        let mut body = vec![0; length.unwrap_or_default()];
        lines.read_exact(&mut body)?;
        let mut before = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let head = script(&path, before.iter().filter(|other| **other == path).count());
        before.push(path.clone());
        drop(before);
        // What is no JSON is kept as text.
        let body = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into_owned().into());
        // A test that is over does not listen any more.
        let _ = posted.send(Posted { path, headers, body });
        if head.is_empty() {
            return std::io::copy(&mut lines, &mut std::io::sink()).map(drop);
        }
        let (head, text) = head.split_once("\r\n\r\n").unwrap_or((head, "ok"));
        stream.write_all(format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{text}", text.len()).as_bytes())?;
    }
}
