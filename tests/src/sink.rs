//! A strict mail server that keeps what it gets, and misbehaves when told.

use crate::{
    Begins, Door, mail_body,
    wire::{self, Lines, line, message},
};
use std::{
    collections::HashMap,
    io::{BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
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
    /// Takes the recipient and refuses the message with this line.
    Reject(&'static str),
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
    spoke_openly: Arc<AtomicBool>,
}

/// What happens to who comes.
struct House {
    script: Box<Script>,
    door: Option<Door>,
    tries: Tries,
    spoke_openly: Arc<AtomicBool>,
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
        Self::open(limit, Box::new(script), None)
    }

    /// Takes everything from who comes in by this door.
    #[must_use]
    pub fn behind(door: Door) -> Self {
        Self::open(usize::MAX, Box::new(|_, _| Reply::Take), Some(door))
    }

    fn open(limit: usize, script: Box<Script>, door: Option<Door>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let url = match &door {
            None => format!("smtp://{address}"),
            Some(door) if door.begins == Begins::AtOnce => format!("smtps://ops:p%40ss@localhost:{}", address.port()),
            Some(_) => format!("smtp://ops:p%40ss@localhost:{}?tls=starttls", address.port()),
        };
        let (sender, taken) = channel();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (peak, spoke_openly) = (Arc::clone(&most), Arc::new(AtomicBool::new(false)));
        let house = Arc::new(House { script, door, tries: Tries::default(), spoke_openly: Arc::clone(&spoke_openly) });
        thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let (sender, house) = (sender.clone(), Arc::clone(&house));
                let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
                thread::spawn(move || {
                    let there = now.fetch_add(1, Ordering::SeqCst) + 1;
                    // A line that breaks is the other side's affair.
                    let _ = if there > limit {
                        send_away(stream)
                    } else {
                        peak.fetch_max(there, Ordering::SeqCst);
                        // Every other connection takes commands together.
                        Session { number, sender, house: &house }.serve(&stream)
                    };
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, taken: Mutex::new(taken), most, spoke_openly }
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

    /// Whether anybody gave a password or an address without TLS, at a door that has it.
    #[must_use]
    pub fn heard_openly(&self) -> bool {
        self.spoke_openly.load(Ordering::SeqCst)
    }
}

fn send_away(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(b"421 4.7.0 too many connections\r\n")
}

/// One connection.
struct Session<'a> {
    number: usize,
    sender: Sender<Mail>,
    house: &'a House,
}

impl Session<'_> {
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        match &self.house.door {
            None => {
                let mut lines: Lines = BufReader::new(Box::new(stream.try_clone()?));
                wire::say(&mut lines, "220 sink")?;
                self.converse(lines)
            }
            Some(door) => {
                let inside = door.let_in(stream, &self.house.spoke_openly)?;
                inside.map_or(Ok(()), |lines| self.converse(lines))
            }
        }
    }

    fn converse(&self, mut lines: Lines) -> std::io::Result<()> {
        let mut to: Option<(String, Reply)> = None;
        let mut from = String::new();
        loop {
            let Some(line) = line(&mut lines)? else { return Ok(()) };
            let mut say = |text: &str| wire::say(&mut lines, text);
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
                    let reply = (self.house.script)(address, self.earlier(address));
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
                    if let Reply::Reject(text) = reply {
                        wire::say(&mut lines, text)?;
                        continue;
                    }
                    // A test that is over does not listen any more.
                    let _ = self.sender.send(Mail { from: from.clone(), to, text });
                    if reply == Reply::Lose {
                        return Ok(());
                    }
                    wire::say(&mut lines, "250 2.0.0 taken")?;
                }
                "QUIT" => return say("221 bye"),
                _ => say("250 ok")?,
            }
        }
    }

    /// Tries for a recipient before this one.
    fn earlier(&self, address: &str) -> usize {
        let mut tries = self.house.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let count = tries.entry(address.to_owned()).or_default();
        *count += 1;
        *count - 1
    }
}
