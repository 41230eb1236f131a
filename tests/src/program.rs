//! The built program, started and stopped as an operator does.

use crate::until;
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU16, AtomicU32, Ordering},
};
use tempfile::TempDir;

/// What the program is started with; its data folder is gone with it.
#[derive(Debug)]
pub struct Settings {
    /// The folder of data.
    pub folder: TempDir,
    /// Where it listens.
    pub port: u16,
    /// Further variables.
    pub variables: Vec<(String, String)>,
    /// How many files it may have open, where that is not what the system says.
    pub files: Option<u32>,
}

/// A running program, killed when it is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Its address, without a slash at the end.
    pub url: String,
    /// The link to make the first owner, as long as there is none.
    pub setup: Option<String>,
}

/// The next port of this test process; each gets a range of its own.
static NEXT_PORT: AtomicU16 = AtomicU16::new(0);

impl Settings {
    /// An empty data folder and a free port; `database` is a URL of PostgreSQL, or nothing for SQLite.
    #[must_use]
    pub fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = Vec::new();
        if let Some(url) = database {
            variables.push(("ALLCLEAR_DATABASE_URL".to_owned(), url));
        }
        Self { folder, port: free_port(), variables, files: None }
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes it a server of the same instance as another: it gets a copy of the secret key.
    pub fn joins(&self, other: &Self) {
        let data = self.folder.path().join("allclear-data");
        fs::create_dir_all(&data).expect("a folder of data");
        fs::copy(other.folder.path().join("allclear-data/secret"), data.join("secret")).expect("a key");
    }

    /// The program with these settings and arguments.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match self.files {
            None => Command::new(allclear()),
            Some(files) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -n {files} && exec \"$0\" \"$@\"")]).arg(allclear());
                shell
            }
        };
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("ALLCLEAR_LISTEN", format!("127.0.0.1:{}", self.port))
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// Runs a command to its end with something on its standard input.
    #[must_use]
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a standard input").write_all(input.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    }

    /// Starts serving and waits until it says where.
    #[must_use]
    pub fn start(&self) -> Program {
        let log = fs::OpenOptions::new().append(true).create(true).open(self.folder.path().join("log")).expect("a log");
        let mut child = self.command(&[]).stdout(Stdio::piped()).stderr(log).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a standard output")).lines();
        let url = address(lines.next()).unwrap_or_else(|| panic!("it does not start: {}", self.log()));
        // With staff there is no second line, and asking for it would wait for ever.
        let fresh = !self.folder.path().join("owner").exists();
        let setup = if fresh { address(lines.next()) } else { None };
        Program { child, url, setup }
    }

    /// Remembers that there is an owner, so that the next start prints no link.
    pub fn has_owner(&self) {
        fs::write(self.folder.path().join("owner"), "").expect("a note");
    }

    /// What the database answers, asked beside the program; columns are divided by `|`.
    #[must_use]
    pub fn ledger(&self, question: &str) -> String {
        let url = self.variables.iter().find(|(name, _)| name == "ALLCLEAR_DATABASE_URL").map(|(_, url)| url.as_str());
        let output = match url {
            Some(url) if url.starts_with("postgres") => Command::new("psql").args(["-XAtqc", question, url]).output(),
            _ => {
                let path = self.folder.path().join("allclear-data/allclear.db");
                Command::new("sqlite3").args(["-readonly", &path.display().to_string(), question]).output()
            }
        };
        String::from_utf8_lossy(&output.expect("the database's own tool runs").stdout).trim().to_owned()
    }

    /// What the program logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// A token for the API.
    #[must_use]
    pub fn token(&self) -> String {
        // Whoever acts is told apart by the name of the token.
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let output = self.run(&["token", "create", "--name", &name, "--scope", "admin"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

fn address(line: Option<std::io::Result<String>>) -> Option<String> {
    let line = line?.ok()?;
    let word = line.split_whitespace().find(|word| word.starts_with("http"))?;
    Some(word.trim_end_matches('/').to_owned())
}

impl Program {
    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().expect("it ends").success(), "it ends well");
    }

    /// Kills it in the middle of whatever it does.
    pub fn kill(mut self) {
        self.signal("-KILL");
        self.child.wait().expect("it ends");
    }

    /// Waits until it has died by itself.
    ///
    /// # Panics
    /// When it is still there after three minutes.
    pub fn dies(mut self) {
        until("it dies", || self.child.try_wait().expect("it can be asked").is_some());
    }

    /// Stops its clock: it does nothing until it is thawed.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program as it was built beside this test.
///
/// # Panics
/// When it was not built.
#[must_use]
pub fn allclear() -> PathBuf {
    let test = env::current_exe().expect("the test's own path");
    let built = test.parent().and_then(Path::parent).expect("a target folder").join("allclear");
    assert!(built.exists(), "{} is missing; ./tests/run builds it first", built.display());
    built
}

/// A new, empty database on the server that `ALLCLEAR_TEST_POSTGRES` names.
///
/// # Panics
/// When there is no such server.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "tests are told by their environment where the server is")]
pub fn empty_database(name: &str) -> String {
    let server = env::var("ALLCLEAR_TEST_POSTGRES").expect("./tests/run starts a server and sets ALLCLEAR_TEST_POSTGRES");
    let name = format!("{name}_{}", std::process::id());
    let made = Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {name}")]).status().expect("psql runs");
    assert!(made.success());
    let (base, _) = server.rsplit_once('/').expect("a URL");
    format!("{base}/{name}")
}

/// A port that nobody listens on. Each process begins elsewhere, so that tests that run at once do not meet; and all below those
/// that the system gives to clients, who could hold the port of a server that is away for a minute.
pub fn free_port() -> u16 {
    let base = 20_000 + u16::try_from(std::process::id() % 120).expect("a small number") * 100;
    loop {
        let port = base + NEXT_PORT.fetch_add(1, Ordering::Relaxed) % 100;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
