//! Files of values (CSV, RFC 4180) with a head of column names.

use crate::domain::invalid::{Faults, Invalid};
use csv::{Position, ReaderBuilder, StringRecord, Trim};

/// Most faults that are told at once.
const FAULTS: usize = 50;

/// One line below the head.
pub(super) struct Line<'a> {
    heads: &'a [String],
    cells: &'a StringRecord,
}

impl<'a> Line<'a> {
    /// Its number in the file.
    pub(super) fn number(&self) -> u64 {
        self.cells.position().map_or(0, Position::line)
    }

    /// What stands in a column; nothing where there is no such column.
    pub(super) fn cell(&self, name: &str) -> &'a str {
        let place = self.heads.iter().position(|head| head == name);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }
}

/// Reads a file line by line; `needed` are the columns that it must have, `known` those that it may have. `each` adds what is
/// wrong with a line to the faults. Every fault is told, up to a number.
pub(super) fn read(
    text: &str,
    needed: &[&str],
    known: &[&str],
    mut each: impl FnMut(&Line<'_>, &mut Faults),
) -> Result<(), Faults> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let told = |error: &csv::Error| Invalid::new("file", format!("is not a CSV file: {error}"));
    let heads: Vec<String> = reader.headers().map_err(|error| told(&error))?.iter().map(str::to_lowercase).collect();
    columns(&heads, needed, known).check()?;
    let mut faults = Faults::default();
    for cells in reader.records() {
        match cells {
            Ok(cells) => each(&Line { heads: &heads, cells: &cells }, &mut faults),
            Err(error) => {
                faults.0.push(told(&error));
                break;
            }
        }
        if faults.0.len() >= FAULTS {
            break;
        }
    }
    faults.0.truncate(FAULTS);
    faults.check()
}

fn columns(heads: &[String], needed: &[&str], known: &[&str]) -> Faults {
    let mut faults = Faults::default();
    let names = known.join(", ");
    for column in needed.iter().filter(|column| !heads.iter().any(|head| head == *column)) {
        faults.add("file", format!("has no column “{column}”; the first line names the columns: {names}"));
    }
    for head in heads.iter().filter(|head| !known.contains(&head.as_str())) {
        faults.add("file", format!("has a column “{}” that nobody knows; there are: {names}", head.escape_debug()));
    }
    faults
}
