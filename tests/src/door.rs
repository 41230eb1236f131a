//! How a mail server lets its clients in: by TLS, and by a name with a password.

use crate::wire::{Lines, Stream, line, say};
use std::{
    fmt,
    io::{self, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// When a client is to begin with TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// With the first byte.
    AtOnce,
    /// After `STARTTLS`.
    WhenAsked,
    /// Never: nothing of it is offered, as by somebody in between.
    Never,
}

/// The door of a server that calls itself `localhost`; it knows the user `ops` with the password `p@ss`.
#[derive(Clone, Debug)]
pub struct Door {
    /// When TLS begins.
    pub begins: Begins,
    /// How a client tells its password: `PLAIN` or `LOGIN`.
    pub mechanism: &'static str,
    keys: Keys,
}

/// With what it protects itself, made once.
#[derive(Clone)]
pub struct Keys {
    config: Arc<ServerConfig>,
    /// The file of the root that vouches for it.
    pub root: PathBuf,
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(formatter)
    }
}

impl Keys {
    /// New ones, kept in a folder.
    ///
    /// # Panics
    /// When openssl cannot make them.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let made = Command::new("/bin/sh").args(["-ec", MAKE]).current_dir(folder).output().expect("a shell");
        assert!(made.status.success(), "{made:?}");
        let certificate = CertificateDer::from_pem_file(folder.join("door.crt")).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(folder.join("door.key")).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("a pair");
        Self { config: Arc::new(config), root: folder.join("door-root.crt") }
    }

    /// A door with these keys.
    #[must_use]
    pub fn door(&self, begins: Begins, mechanism: &'static str) -> Door {
        Door { begins, mechanism, keys: self.clone() }
    }
}

impl Door {
    /// Until somebody has come in by TLS and with a password; nothing when they went.
    pub(crate) fn let_in(&self, stream: &TcpStream, spoke_openly: &AtomicBool) -> io::Result<Option<Lines>> {
        let mut is_protected = self.begins == Begins::AtOnce;
        let tcp = stream.try_clone()?;
        let mut lines: Lines = BufReader::new(if is_protected { self.protect(tcp)? } else { Box::new(tcp) });
        say(&mut lines, "220 sink")?;
        while let Some(line) = line(&mut lines)? {
            let mut words = line.split([' ', ':']);
            match words.next().unwrap_or_default().to_uppercase().as_str() {
                "EHLO" | "HELO" => say(&mut lines, &self.offers(is_protected))?,
                "STARTTLS" if self.begins == Begins::WhenAsked && !is_protected => {
                    say(&mut lines, "220 go on")?;
                    lines = BufReader::new(self.protect(stream.try_clone()?)?);
                    is_protected = true;
                }
                "AUTH" if is_protected => {
                    let answer = self.judge(&asked(&mut lines, words.skip(1).map(str::to_owned).collect())?);
                    say(&mut lines, answer)?;
                    if answer.starts_with('2') {
                        return Ok(Some(lines));
                    }
                }
                "QUIT" => return say(&mut lines, "221 bye").map(|()| None),
                other => {
                    if !is_protected && ["AUTH", "MAIL"].contains(&other) {
                        spoke_openly.store(true, Ordering::SeqCst);
                    }
                    say(&mut lines, "530 5.7.0 not like this")?;
                }
            }
        }
        Ok(None)
    }

    /// The stream from now on under TLS.
    fn protect(&self, tcp: TcpStream) -> io::Result<Box<dyn Stream>> {
        let connection = ServerConnection::new(Arc::clone(&self.keys.config)).map_err(io::Error::other)?;
        Ok(Box::new(StreamOwned::new(connection, tcp)))
    }

    /// What it offers.
    fn offers(&self, is_protected: bool) -> String {
        let tls = if self.begins == Begins::WhenAsked && !is_protected { "250-STARTTLS\r\n" } else { "" };
        format!("250-sink\r\n{tls}250-AUTH {}\r\n250 SIZE 1000000", self.mechanism)
    }

    /// What it says to the words in Base64 by which somebody gives their name and their password (RFC 4954; RFC 4616).
    fn judge(&self, words: &[String]) -> &'static str {
        let right: &[&str] = if self.mechanism == "PLAIN" { &["AG9wcwBwQHNz"] } else { &["b3Bz", "cEBzcw=="] };
        if words == right { "235 2.7.0 come in" } else { "535 5.7.8 wrong name or password" }
    }
}

/// The words of a client that gives its password; those that it did not say at once are asked for.
fn asked(lines: &mut Lines, mut words: Vec<String>) -> io::Result<Vec<String>> {
    if words.is_empty() {
        for question in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
            say(lines, question)?;
            words.extend(line(lines)?);
        }
    }
    Ok(words)
}

/// A root, and a certificate of it for `localhost`.
const MAKE: &str = "
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=root -days 1 -keyout door-root.key -out door-root.crt
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout door.key -out door.csr
echo subjectAltName=DNS:localhost > door.names
openssl x509 -req -in door.csr -CA door-root.crt -CAkey door-root.key -CAcreateserial -days 1 -extfile door.names -out door.crt
";
