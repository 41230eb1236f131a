//! A strict mail server that keeps what it gets, and misbehaves when told.

use crate::mail_body;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The sender of the envelope: where it comes back to.
    pub from: String,
    /// The recipient of the envelope.
    pub to: String,
    /// The message with CRLF line ends, dots unstuffed.
    pub text: String,
}

impl Mail {
    /// The link in its text whose path begins so, from the root.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        let body = mail_body(&self.text);
        let start = body.find(path).unwrap_or_else(|| panic!("no {path} in {body}"));
        body[start..].split_whitespace().next().expect("a link").to_owned()
    }
}

/// What the server does with a message for a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Takes it.
    Take,
    /// Refuses the recipient with this line.
    Refuse(&'static str),
    /// Drops the line in the middle of the message.
    Drop,
    /// Takes the message and drops the line before it says so.
    Lose,
    /// Takes leave in place of an answer for the recipient.
    Leave(&'static str),
    /// Answers for the recipient only after this time, and takes the message.
    Wait(Duration),
    /// Never says anything again.
    Hang,
}

type Script = dyn Fn(&str, usize) -> Reply + Send + Sync;

/// How often each recipient was tried.
type Tries = Mutex<HashMap<String, usize>>;

/// The server.
#[derive(Debug)]
pub struct Sink {
    /// Its address as the program's setting.
    pub url: String,
    taken: Mutex<Receiver<Mail>>,
    most: Arc<AtomicUsize>,
}

impl Sink {
    /// Takes everything.
    #[must_use]
    pub fn start() -> Self {
        Self::with(|_, _| Reply::Take)
    }

    /// Does what `script` says for a recipient and the number of earlier tries for them.
    #[must_use]
    pub fn with(script: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::limited(usize::MAX, script)
    }

    /// The same with so many connections at once; more are sent away in the greeting.
    #[must_use]
    pub fn limited(limit: usize, script: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let (sender, taken) = channel();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (script, tries, peak): (Arc<Script>, Arc<Tries>, _) = (Arc::new(script), Arc::default(), Arc::clone(&most));
        thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let (sender, script, tries) = (sender.clone(), Arc::clone(&script), Arc::clone(&tries));
                let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
                thread::spawn(move || {
                    let there = now.fetch_add(1, Ordering::SeqCst) + 1;
                    // A line that breaks is the other side's affair.
                    let _ = if there > limit {
                        send_away(stream)
                    } else {
                        peak.fetch_max(there, Ordering::SeqCst);
                        // Every other connection takes commands together.
                        Session { number, sender, script: &*script, tries: &tries }.serve(stream)
                    };
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, taken: Mutex::new(taken), most }
    }

    /// The next message, waited for.
    ///
    /// # Panics
    /// When none comes within a minute and a half.
    #[must_use]
    pub fn next(&self) -> Mail {
        self.try_next(Duration::from_secs(90)).expect("a mail within 90 seconds")
    }

    /// The next message, if one comes in time.
    #[must_use]
    pub fn try_next(&self, wait: Duration) -> Option<Mail> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(wait).ok()
    }

    /// The most connections there were at once.
    #[must_use]
    pub fn most_connections(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

fn send_away(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(b"421 4.7.0 too many connections\r\n")
}

/// One connection.
struct Session<'a> {
    number: usize,
    sender: Sender<Mail>,
    script: &'a Script,
    tries: &'a Tries,
}

impl Session<'_> {
    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut out = stream.try_clone()?;
        let mut lines = BufReader::new(stream);
        let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
        say("220 sink")?;
        let mut to: Option<(String, Reply)> = None;
        let mut from = String::new();
        loop {
            let Some(line) = line(&mut lines)? else { return Ok(()) };
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match word.as_str() {
                "EHLO" | "HELO" if self.number.is_multiple_of(2) => say("250-sink\r\n250-PIPELINING\r\n250 8BITMIME")?,
                "EHLO" | "HELO" => say("250-sink\r\n250 8BITMIME")?,
                "MAIL" => {
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut from);
                    say("250 ok")?;
                }
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    let reply = (self.script)(address, self.earlier(address));
                    match reply {
                        Reply::Refuse(text) => say(text)?,
                        Reply::Leave(text) => return say(text),
                        // Until the other side has had enough.
                        Reply::Hang => return std::io::copy(&mut lines, &mut std::io::sink()).map(drop),
                        Reply::Wait(time) => {
                            thread::park_timeout(time);
                            say("250 ok")?;
                        }
                        _ => say("250 ok")?,
                    }
                    to = (!matches!(reply, Reply::Refuse(_))).then(|| (address.to_owned(), reply));
                }
                "DATA" => {
                    let Some((to, reply)) = to.take() else {
                        say("554 5.5.1 for nobody")?;
                        continue;
                    };
                    say("354 go on")?;
                    if reply == Reply::Drop {
                        return Ok(());
                    }
                    let text = message(&mut lines)?;
                    // A test that is over does not listen any more.
                    let _ = self.sender.send(Mail { from: from.clone(), to, text });
                    if reply == Reply::Lose {
                        return Ok(());
                    }
                    say("250 2.0.0 taken")?;
                }
                "QUIT" => return say("221 bye"),
                _ => say("250 ok")?,
            }
        }
    }

    /// Tries for a recipient before this one.
    fn earlier(&self, address: &str) -> usize {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let count = tries.entry(address.to_owned()).or_default();
        *count += 1;
        *count - 1
    }
}

/// A line that ends with CRLF; one that ends otherwise is a fault of the sender and ends the session.
fn line(lines: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    lines.read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.strip_suffix("\r\n").filter(|line| !line.contains('\r'));
    line.map(|line| Some(line.to_owned())).ok_or_else(|| std::io::Error::other(format!("a bare line end: {text:?}")))
}

fn message(lines: &mut impl BufRead) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let line = line(lines)?.ok_or_else(|| std::io::Error::other("the message does not end"))?;
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}
