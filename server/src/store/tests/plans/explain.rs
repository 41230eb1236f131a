//! How a database would find the rows of a statement.

use super::LONG;
use crate::{
    store::{Conn, StoreError, Url, statement::Statement},
    testing::TestDatabase,
};
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_types::Text};

/// Indexes that hold only what waits or has not left.
const SHORT: [&str; 3] = ["deliveries_waiting", "deliveries_unsent", "deliveries_tried"];

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}

/// The steps by which a statement would find its rows; `binds` is what was in its places, as diesel shows it.
pub(super) fn plan(held: &TestDatabase, sql: &str, binds: &str) -> Vec<String> {
    let steps = held.database.rehearse(|conn| match held.url {
        Url::Sqlite(_) => of_sqlite(conn, sql),
        Url::Postgres(_) => of_postgres(conn, sql, binds),
    });
    steps.unwrap()
}

fn of_sqlite(conn: &mut Conn, sql: &str) -> Result<Vec<String>, StoreError> {
    let steps: Vec<Step> = Statement::new(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?;
    Ok(steps.into_iter().map(|step| step.detail).collect())
}

/// It is to believe that the tables are long, and not to look at what is in the places.
const LONG_SINCE: &str = "UPDATE pg_class SET relpages = 1, reltuples = 1000000
    WHERE relname IN ('deliveries', 'subscribers', 'attempts'); SET LOCAL plan_cache_mode = force_generic_plan;";

fn of_postgres(conn: &mut Conn, sql: &str, binds: &str) -> Result<Vec<String>, StoreError> {
    let places = (1..1_000).take_while(|place| sql.contains(&format!("${place}"))).count();
    let (types, nothing) = (types(binds), vec!["NULL"; places].join(", "));
    assert_eq!(types.len(), places, "{sql} {binds}");
    let (of, with) = if places == 0 { Default::default() } else { (format!("({})", types.join(", ")), format!("({nothing})")) };
    conn.batch_execute(&format!("{LONG_SINCE} PREPARE planned {of} AS {sql}"))?;
    let lines: Vec<Line> = Statement::new(format!("EXPLAIN (COSTS OFF) EXECUTE planned{with}")).load(conn)?;
    conn.batch_execute("DEALLOCATE planned")?;
    Ok(lines.into_iter().map(|line| line.text).collect())
}

/// The types of what was in the places: what is a time must be said, the others are seen by where they stand.
fn types(binds: &str) -> Vec<&'static str> {
    let (mut depth, mut quoted, mut found) = (0, false, Vec::new());
    let mut word = String::new();
    for letter in binds.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' | '(' if !quoted => depth += 1,
            ']' | ')' if !quoted => depth -= 1,
            _ => {}
        }
        if (letter == ',' && !quoted && depth == 1) || depth == 0 {
            found.push(std::mem::take(&mut word));
        } else {
            word.push(letter);
        }
    }
    let found = found.iter().map(|word| word.trim_start_matches([' ', '['])).filter(|word| !word.is_empty());
    found.map(|word| if word.starts_with("20") && word.contains('T') { "timestamp" } else { "unknown" }).collect()
}

/// Whether a table that grows is looked at from end to end.
pub(super) fn is_long_way(url: &Url, steps: &[String]) -> bool {
    match url {
        Url::Sqlite(_) => steps.iter().any(|step| {
            let scans = LONG.iter().any(|table| step.starts_with(&format!("SCAN {table}")));
            scans && !SHORT.iter().any(|index| step.ends_with(index))
        }),
        Url::Postgres(_) => {
            let is_scan = |step: &str| step.contains("Scan") && LONG.iter().any(|table| step.contains(&format!(" on {table}")));
            let next = steps.iter().skip(1).map(String::as_str).chain([""]);
            steps.iter().zip(next).any(|(step, next)| {
                let is_short = SHORT.iter().any(|index| step.contains(index)) || step.contains("Bitmap Heap Scan");
                is_scan(step) && !is_short && !next.contains("Index Cond")
            })
        }
    }
}
