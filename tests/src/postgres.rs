//! A PostgreSQL of a test's own, that may be stopped and started.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// The server; gone with all that is in it when it is dropped.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    tools: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts a server on a port that nobody uses.
    #[must_use]
    pub fn start(port: u16) -> Self {
        // Not under TMPDIR, which may be closed to the user postgres or too long for the name of a socket.
        let folder = tempfile::Builder::new().prefix("allclear-pg").tempdir_in("/tmp").expect("a folder");
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status().expect("chown runs");
            assert!(owned.success());
        }
        let server = Self { folder, tools: tools(), port };
        server.run("initdb", &["-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]);
        server.go_on();
        server
    }

    /// The URL of its database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Lets in nobody without TLS and the password `secret` from now on, and gives the file of the root that vouches for
    /// `localhost`.
    #[must_use]
    pub fn protect(&self) -> PathBuf {
        self.run(
            "psql",
            &[
                "-h",
                &self.folder.path().display().to_string(),
                "-p",
                &self.port.to_string(),
                "-U",
                "postgres",
                "-c",
                "ALTER ROLE postgres PASSWORD 'secret'",
            ],
        );
        self.stop();
        self.run("/bin/sh", &["-ec", PROTECT]);
        self.go_on();
        self.folder.path().join("root.crt")
    }

    /// Starts it again.
    pub fn go_on(&self) {
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1", self.port, self.folder.path().display());
        self.run("pg_ctl", &["start", "-w", "-D", "data", "-l", "server.log", "-o", &options]);
    }

    /// Stops it as a crash does.
    pub fn stop(&self) {
        self.run("pg_ctl", &["stop", "-w", "-m", "immediate", "-D", "data"]);
    }

    /// Has it hang: it takes connections and questions, and answers none.
    ///
    /// # Panics
    /// When its processes cannot be told.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Has it go on where it was.
    ///
    /// # Panics
    /// When its processes cannot be told.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).expect("it runs");
        let server = file.lines().next().expect("its number");
        let children = Command::new("pkill").args([signal, "-P", server]).status().expect("pkill runs");
        let itself = Command::new("kill").args([signal, server]).status().expect("kill runs");
        assert!(children.success() && itself.success());
    }

    fn run(&self, tool: &str, arguments: &[&str]) {
        let tool = self.tools.join(tool);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(tool);
            command
        } else {
            Command::new(tool)
        };
        let log = fs::File::create(self.folder.path().join("tools.log")).expect("a log");
        command.args(arguments).current_dir(self.folder.path()).stdout(log).stderr(Stdio::inherit());
        assert!(command.status().expect("it runs").success(), "{arguments:?}");
    }
}

/// Makes a root and a certificate by it, and has the server ask for TLS.
const PROTECT: &str = "
exec 2>&1
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=root -days 1 -keyout root.key -out root.crt
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout data/server.key -out server.csr
echo subjectAltName=DNS:localhost > names
openssl x509 -req -in server.csr -CA root.crt -CAkey root.key -CAcreateserial -days 1 -extfile names -out data/server.crt
echo 'hostssl all all 127.0.0.1/32 scram-sha-256' > data/pg_hba.conf
echo 'ssl = on' >> data/postgresql.conf
";

impl Drop for Postgres {
    fn drop(&mut self) {
        // What is frozen takes no signal to stop.
        if std::thread::panicking() {
            self.thaw();
        }
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.stop();
        }
    }
}

/// PostgreSQL refuses to run as root; Debian made a user for it.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The newest one of this machine; Debian keeps its programs out of the PATH.
fn tools() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed").flatten();
    let newest = versions.map(|entry| entry.path().join("bin")).filter(|folder| folder.join("initdb").exists()).max();
    newest.expect("PostgreSQL is installed")
}
