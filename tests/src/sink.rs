//! A strict mail server that keeps what it gets, and misbehaves when told.

use std::{
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
    /// The recipient of the envelope.
    pub to: String,
    /// The message with CRLF line ends, dots unstuffed.
    pub text: String,
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
}

type Script = dyn Fn(&str, usize) -> Reply + Send + Sync;

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
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let (sender, taken) = channel();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (script, tries, peak): (Arc<Script>, _, _) = (Arc::new(script), Arc::new(Mutex::new(Vec::new())), Arc::clone(&most));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, script, tries) = (sender.clone(), Arc::clone(&script), Arc::clone(&tries));
                let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
                thread::spawn(move || {
                    peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    // A line that breaks is the other side's affair.
                    let _ = serve(stream, &sender, &*script, &tries);
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

fn serve(stream: TcpStream, taken: &Sender<Mail>, script: &Script, tries: &Mutex<Vec<String>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 sink")?;
    let mut to = None;
    let mut reply = Reply::Take;
    loop {
        let Some(line) = line(&mut lines)? else { return Ok(()) };
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" | "HELO" => say("250-sink\r\n250 8BITMIME")?,
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let mut tries = tries.lock().unwrap_or_else(PoisonError::into_inner);
                let earlier = tries.iter().filter(|other| **other == address).count();
                tries.push(address.clone());
                drop(tries);
                reply = script(&address, earlier);
                to = Some(address);
                if let Reply::Refuse(text) = reply { say(text)? } else { say("250 ok")? }
            }
            "DATA" => {
                say("354 go on")?;
                if reply == Reply::Drop {
                    return Ok(());
                }
                let text = message(&mut lines)?;
                if let Some(to) = to.take() {
                    // A test that is over does not listen any more.
                    let _ = taken.send(Mail { to, text });
                }
                say("250 2.0.0 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
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
