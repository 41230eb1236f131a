//! How much is going on when: counted, or from a file.

use crate::{
    services::{Refusal, traffic},
    testing::{act, at, on_each_database},
};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use std::fmt::Write;

const NOW: &str = "2026-03-16T12:00:00Z";

fn quiet(hour: DateTime<Utc>, at: u32) -> u64 {
    if hour.hour() == at { 1 } else { 100 }
}

/// Ten days of hours.
fn hours() -> impl Iterator<Item = DateTime<Utc>> {
    (0..240).map(|hour| at("2026-03-06T12:00:00Z") + TimeDelta::hours(hour))
}

on_each_database! {
    fn a_file_goes_before_what_was_counted(database: &TestDatabase) {
        let (database, now) = (&database.database, at(NOW));
        let best = || {
            let found = database.read(|conn| traffic::quiet_hours(conn, TimeDelta::minutes(60), Tz::UTC, now)).unwrap();
            found.first().map(|one| one.window.starts_at.hour())
        };
        assert_eq!(best(), None, "nothing is known");
        for hour in hours() {
            for part in [1, 40] {
                database.write_relaxed(|conn| traffic::count(conn, hour + TimeDelta::minutes(part), quiet(hour, 3))).unwrap();
            }
        }
        assert_eq!(best(), Some(3), "by the views of the page");
        let mut file = "hour,requests\n".to_owned();
        for hour in hours() {
            writeln!(file, "{},{}", hour.format("%Y-%m-%dT%H:%MZ"), quiet(hour, 5)).unwrap();
        }
        let count = database.write(|conn| traffic::import(conn, &mut act(now), &file)).unwrap();
        assert_eq!((count, best()), (240, Some(5)), "by the file");
        let again = database.write(|conn| traffic::import(conn, &mut act(now), &file)).unwrap();
        assert_eq!(again, 240, "in place of the one before");
        let wrong = "hour,requests\n2026-03-16T09:00Z,many\nyesterday,5\n";
        let refused = database.write(|conn| traffic::import(conn, &mut act(now), wrong)).unwrap_err();
        let Refusal::Invalid(faults) = refused else { panic!("{refused}") };
        assert_eq!(faults.0.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["traffic, line 2", "traffic, line 3"]);
        assert_eq!(best(), Some(5), "a wrong file changes nothing");
    }
}
