//! Where settings come from, gathering every fault on the way.

use super::{Fault, KEYS, Settings};
use std::str::FromStr;

/// Settings that hold passwords.
const HOLD_SECRETS: [&str; 3] = ["SMTP_URL", "SMS_URL", "DATABASE_URL"];

/// The environment and the file, read key by key.
pub(super) struct Source<V> {
    variable: V,
    table: toml::Table,
    faults: Vec<Fault>,
}

impl<V: Fn(&str) -> Option<String>> Source<V> {
    /// Reads the file; keys that nobody knows are faults.
    pub(super) fn new(variable: V, file: Option<&str>) -> Self {
        let mut faults = Vec::new();
        let mut table = toml::Table::new();
        match file.unwrap_or_default().parse::<toml::Table>() {
            Ok(parsed) => {
                for (key, value) in parsed {
                    let plain = key.to_ascii_uppercase();
                    let plain = plain.strip_prefix("ALLCLEAR_").unwrap_or(&plain).to_owned();
                    if KEYS.contains(&plain.as_str()) {
                        table.insert(plain, value);
                    } else {
                        let expected = format!("no such setting in allclear.toml; there are: {}", KEYS.join(", ").to_lowercase());
                        faults.push(Fault { key, value: String::new(), expected });
                    }
                }
            }
            Err(error) => {
                faults.push(Fault {
                    key: "allclear.toml".to_owned(),
                    value: String::new(),
                    expected: format!("valid TOML: {}", error.message()),
                });
            }
        }
        Self { variable, table, faults }
    }

    /// The setting read by `read`, or its default. `default` must be right by itself.
    pub(super) fn get<T>(&mut self, key: &str, default: &str, read: impl Fn(&str) -> Result<T, String>) -> T
    where
        T: Clone,
    {
        let text = self.text(key);
        match read(text.as_deref().unwrap_or(default)) {
            Ok(value) => value,
            Err(expected) => {
                self.fault(key, text.as_deref().unwrap_or(default), &expected);
                fallback(default, read)
            }
        }
    }

    /// The setting as `FromStr` reads it.
    pub(super) fn parse<T: FromStr + Clone>(&mut self, key: &str, default: &str, expected: &str) -> T {
        self.get(key, default, |text| text.parse().map_err(|_| expected.to_owned()))
    }

    /// The text of a setting, when it is set.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let set = (self.variable)(&format!("ALLCLEAR_{key}")).filter(|text| !text.trim().is_empty());
        set.or_else(|| match self.table.get(key)? {
            toml::Value::String(text) => Some(text.clone()),
            toml::Value::Array(parts) => Some(parts.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(" ")),
            other => Some(other.to_string()),
        })
    }

    /// Notes a fault. What looks like a URL with a password is cut.
    pub(super) fn fault(&mut self, key: &str, value: &str, expected: &str) {
        let value = match (value.find("://"), value.rfind('@')) {
            (Some(scheme), Some(at)) if at > scheme => {
                let (start, end) = (value.get(..scheme).unwrap_or_default(), value.get(at..).unwrap_or_default());
                format!("{start}://…{end}")
            }
            // What is mistyped there may be a password.
            (Some(scheme), _) if HOLD_SECRETS.contains(&key) => format!("{}://…", value.get(..scheme).unwrap_or_default()),
            _ if HOLD_SECRETS.contains(&key) => "…".to_owned(),
            _ => value.to_owned(),
        };
        self.faults.push(Fault { key: format!("ALLCLEAR_{key}"), value, expected: expected.to_owned() });
    }

    /// The settings, when nothing was wrong.
    pub(super) fn finish(self, settings: Settings) -> Result<Settings, Vec<Fault>> {
        if self.faults.is_empty() { Ok(settings) } else { Err(self.faults) }
    }
}

/// A value to go on with, so that the faults after this one are found too.
#[expect(clippy::panic, reason = "a default that does not parse is a fault of the program, found by its first test")]
fn fallback<T>(default: &str, read: impl Fn(&str) -> Result<T, String>) -> T {
    read(default).unwrap_or_else(|expected| panic!("the default “{default}” is not {expected}"))
}
