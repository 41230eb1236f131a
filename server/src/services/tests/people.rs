//! The set-up link makes exactly one owner.

use crate::{
    services::people,
    testing::{act, at, on_each_database},
};
use chrono::TimeDelta;

const START: &str = "2026-03-01T09:00:00Z";

on_each_database! {
    fn of_many_at_once_one_becomes_owner(database: &TestDatabase) {
        let now = at(START);
        let secret = database.database.write(|conn| people::setup_secret(conn, &mut act(now))).unwrap().unwrap();
        let made: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|number| {
                let secret = &secret;
                scope.spawn(move || {
                    let mut act = act(now + TimeDelta::microseconds(number));
                    let email = format!("owner{number}@northwind.example");
                    people::set_up(&database.database, &mut act, secret, &email, "correct horse battery").is_ok()
                })
            }).collect();
            threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
        });
        assert_eq!(made, 1);
        assert_eq!(database.database.write(|conn| people::setup_secret(conn, &mut act(now))).unwrap(), None);
    }

    fn the_link_ends_after_half_an_hour_and_with_the_next(database: &TestDatabase) {
        let now = at(START);
        let first = database.database.write(|conn| people::setup_secret(conn, &mut act(now))).unwrap().unwrap();
        let second = database.database.write(|conn| people::setup_secret(conn, &mut act(now + TimeDelta::seconds(1)))).unwrap().unwrap();
        let open = |secret: &str, later| database.database.read(|conn| people::setup_is_open(conn, secret, now + TimeDelta::minutes(later))).unwrap();
        assert!(!open(&first, 1));
        assert!(open(&second, 29));
        assert!(!open(&second, 31));
        assert!(!open("", 1));
    }
}
