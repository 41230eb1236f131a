//! What is asked while people are being told finds its rows by an index, however long the ledger has grown (bar P-11).
//!
//! `SQLite` says beforehand how it will find them, whatever there is; PostgreSQL decides by what there is, and is made to
//! believe that the tables are long.

mod explain;
mod telling;

use crate::{
    store::{Database, Url},
    testing::{at, on_each_database},
};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
    static ASKED: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// Notes every statement that its thread asks, and what was put into its places.
struct Recorder;

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let (sql, binds) = text.split_once(" -- binds: ").unwrap_or((&text, ""));
            ASKED.with_borrow_mut(|asked| asked.insert(sql.to_owned(), binds.to_owned()));
        }
    }
}

/// The tables that grow.
const LONG: [&str; 3] = ["deliveries", "subscribers", "attempts"];

/// Statements that look at a whole table because that is what they are for.
fn is_meant(sql: &str) -> bool {
    let sql = sql.replace(['`', '"'], "").replace("$1", "?");
    // The sum of the ledger: nothing but the leaves of its smallest index.
    let is_sum = sql == "SELECT COUNT(*) FROM deliveries";
    // The newest of the ledger: from its end on, until there are enough.
    is_sum || sql == "SELECT deliveries.id FROM deliveries ORDER BY deliveries.id DESC LIMIT ?"
}

on_each_database! {
    fn nothing_is_looked_for_from_end_to_end(held: &TestDatabase) {
        set_default_instrumentation(|| Some(Box::new(Recorder))).unwrap();
        // Connections that are there already are not listened to.
        let database = Database::open(&held.url).unwrap();
        // The migrations, where the other test was first.
        ASKED.take();
        telling::tell(&database, at("2026-03-01T09:00:00Z"));
        let asked = ASKED.take();
        let of_many = asked.iter().filter(|(sql, _)| LONG.iter().any(|table| sql.contains(table)) && !is_meant(sql));
        let plans: Vec<_> = of_many.map(|(sql, binds)| (sql, explain::plan(held, sql, binds))).collect();
        assert!(plans.len() > 25, "only {} statements were heard", plans.len());
        let long = explain::plan(held, "SELECT id FROM deliveries WHERE reply IS NOT NULL", "");
        assert!(explain::is_long_way(&held.url, &long), "a long way is seen: {long:?}");
        let faults: Vec<_> = plans.iter().filter(|(_, steps)| explain::is_long_way(&held.url, steps)).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let Url::Sqlite(_) = held.url else { return };
        // Reasons are counted first, and few; and few are the deliveries of one recipient.
        let is_few = |sql: &str| sql.contains("GROUP BY") || sql.contains("`recipient_id` IN");
        let is_first = |sql: &str| sql.contains("LIMIT") && !is_few(sql);
        let sorted = plans.iter().filter(|(sql, steps)| is_first(sql) && steps.iter().any(|step| step.contains("ORDER BY")));
        let sorted: Vec<_> = sorted.collect();
        assert!(sorted.is_empty(), "all are sorted to find the first: {sorted:#?}");
    }
}
