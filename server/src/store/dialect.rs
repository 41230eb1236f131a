//! The only place that knows which database it talks to, and the few statements that differ.

use super::{StoreError, statement::Statement, sums::Old};
use crate::domain::{channel::Channel, delivery::DeliveryState};
use chrono::{DateTime, Utc};
use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    sql_types::Text,
};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub(crate) enum Conn {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// How much a commit must survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A loss of power, or a crash of PostgreSQL: for all that was acknowledged to a person, and for what was sent.
    Power,
    /// A crash of the program: enough for what can be done over.
    Crash,
}

/// How long PostgreSQL may take for a statement, and wait for a lock; migrations alone may take longer.
const LIMITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '5s'";

/// Opens a connection by the scheme of its URL; asked for by name since SQLite would take any text for a file.
pub(super) fn establish(url: &super::Url, read_only: bool) -> Result<Conn, StoreError> {
    use diesel::Connection as _;
    let unreachable = |error: diesel::ConnectionError| StoreError::Unreachable(error.to_string());
    match url {
        super::Url::Postgres(url) => {
            let mut connection = PgConnection::establish(&patient(url)).map_err(unreachable)?;
            connection.batch_execute("SET TIME ZONE 'UTC'")?;
            connection.batch_execute(LIMITS)?;
            Ok(Conn::Postgres(connection))
        }
        super::Url::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path).map_err(unreachable)?;
            // WAL lets readers go on beside the one writer; FULL syncs before a commit is acknowledged. What a long reader made
            // the WAL grow to is given back (bar R-13).
            connection.batch_execute(
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864",
            )?;
            // The system keeps the file in memory as well, once for all connections; only who writes gains by more.
            connection.batch_execute(if read_only {
                "PRAGMA cache_size = -1000; PRAGMA query_only = ON"
            } else {
                "PRAGMA cache_size = -8000"
            })?;
            Ok(Conn::Sqlite(connection))
        }
    }
}

/// The URL with time limits for a server that is gone without a word, where it says none itself (libpq, 34.1.2).
fn patient(url: &str) -> String {
    let limits = [("connect_timeout", "5"), ("tcp_user_timeout", "10000"), ("keepalives_idle", "10")];
    limits.into_iter().filter(|(name, _)| !url.contains(name)).fold(url.to_owned(), |url, (name, value)| {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}{name}={value}")
    })
}

/// Begins a transaction that will write. SQLite takes its one write lock at once, so that it never fails half-way.
pub(super) fn begin(connection: &mut Conn, durability: Durability) -> Result<(), StoreError> {
    match connection {
        Conn::Sqlite(sqlite) => {
            sqlite.batch_execute(match durability {
                Durability::Power => "PRAGMA synchronous = FULL",
                Durability::Crash => "PRAGMA synchronous = NORMAL",
            })?;
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
        }
        Conn::Postgres(postgres) => AnsiTransactionManager::begin_transaction_sql(
            postgres,
            match durability {
                Durability::Power => "BEGIN",
                Durability::Crash => "BEGIN; SET LOCAL synchronous_commit = off",
            },
        )?,
    }
    Ok(())
}

/// Commits what `begin` began.
pub(super) fn commit(connection: &mut Conn) -> Result<(), StoreError> {
    match connection {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite)?,
        Conn::Postgres(postgres) => AnsiTransactionManager::commit_transaction(postgres)?,
    }
    Ok(())
}

/// Takes back what `begin` began.
pub(super) fn roll_back(connection: &mut Conn) -> Result<(), StoreError> {
    match connection {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::rollback_transaction(sqlite)?,
        Conn::Postgres(postgres) => AnsiTransactionManager::rollback_transaction(postgres)?,
    }
    Ok(())
}

/// Behind a query whose rows are taken for this transaction; other servers pass over them. SQLite has one writer anyway.
pub(super) fn skip_locked(connection: &Conn) -> &'static str {
    match connection {
        Conn::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        Conn::Sqlite(_) => "",
    }
}

/// Reads a table by its indexes alone: of one that has just grown, PostgreSQL thinks that it is soon read whole.
pub(super) fn by_index<T>(connection: &mut Conn, work: impl FnOnce(&mut Conn) -> QueryResult<T>) -> QueryResult<T> {
    let set = |connection: &mut Conn, value: &str| match connection {
        Conn::Postgres(postgres) => postgres.batch_execute(&format!("SET LOCAL enable_seqscan = {value}")),
        Conn::Sqlite(_) => Ok(()),
    };
    set(connection, "off")?;
    let done = work(connection)?;
    set(connection, "on")?;
    Ok(done)
}

#[derive(QueryableByName)]
struct Leased {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    lease: String,
}

/// Behind the name of a lease that follows one that ended by itself.
pub(super) const AGAIN: &str = "+";

/// Leases up to `limit` waiting deliveries under the name `lease` and gives their ids, each with whether a lease of it had
/// ended by itself; other servers pass over rows that one is taking.
pub(super) fn lease_deliveries(
    connection: &mut Conn,
    channel: Channel,
    lease: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(String, bool)>, StoreError> {
    let skip_locked = skip_locked(connection);
    let statement = format!(
        "UPDATE deliveries SET lease = CASE WHEN lease IS NULL THEN ? ELSE ? END, leased_until = ? WHERE id IN (\
         SELECT id FROM deliveries WHERE state = 'queued' AND channel = ? AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?) \
         ORDER BY priority, due_at LIMIT ? {skip_locked}) RETURNING id, lease"
    );
    // A ledger that has just grown has no statistics yet, and PostgreSQL would read and sort all that waits for every claim.
    if let Conn::Postgres(postgres) = connection {
        postgres.batch_execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")?;
    }
    let rows: Vec<Leased> = Statement::new(statement)
        .bind(lease)
        .bind(format!("{lease}{AGAIN}").as_str())
        .bind(until)
        .bind(channel.as_str())
        .bind(now)
        .bind(now)
        .bind(limit)
        .load(connection)?;
    if let Conn::Postgres(postgres) = connection {
        postgres.batch_execute("SET LOCAL enable_sort = on")?;
    }
    Ok(rows.into_iter().map(|row| (row.id, row.lease.ends_with(AGAIN))).collect())
}

/// Writes attempts and new states from rows in JSON; see `outcomes`. That something left is true whatever was decided of it
/// meanwhile; to wait again is not for who let it go to say, once somebody else has it in hand.
pub(super) fn write_outcomes(connection: &mut Conn, rows: &str) -> Result<(), StoreError> {
    let statements: &[&str] = match connection {
        // Said so that PostgreSQL does not think of the index of all that waits, which it would read whole: the key is there.
        Conn::Postgres(_) => &[
            "WITH r AS MATERIALIZED (SELECT * FROM json_to_recordset(?::json) AS r(id text, at text, outcome text, reply text, \
               state text, attempts integer, due_at text, ended_at text, mine text)), \
               tried AS (INSERT INTO attempts (delivery_id, number, at, outcome, reply) \
               SELECT r.id, r.attempts, r.at::timestamp, r.outcome, r.reply FROM r JOIN deliveries d ON d.id = r.id \
               WHERE r.outcome IS NOT NULL AND (r.state <> 'queued' OR d.leased_until IS NULL OR d.lease LIKE r.mine) ON CONFLICT DO NOTHING) \
               UPDATE deliveries SET state = r.state, attempts = r.attempts, reply = r.reply, due_at = r.due_at::timestamp, \
               ended_at = r.ended_at::timestamp, leased_until = NULL, \
               lease = CASE WHEN r.state <> 'sent' AND deliveries.lease LIKE '%+' THEN deliveries.lease END FROM r \
               WHERE deliveries.id = r.id AND (deliveries.state || '' = 'queued' \
               AND (r.state <> 'queued' OR deliveries.leased_until IS NULL OR deliveries.lease LIKE r.mine) \
               OR r.state = 'sent' AND deliveries.state || '' IN ('held', 'skipped'))",
        ],
        Conn::Sqlite(_) => &[
            "INSERT INTO attempts (delivery_id, number, at, outcome, reply) \
               SELECT value ->> 'id', value ->> 'attempts', value ->> 'at', value ->> 'outcome', value ->> 'reply' \
               FROM json_each(?) JOIN deliveries d ON d.id = value ->> 'id' WHERE value ->> 'outcome' IS NOT NULL AND \
               (value ->> 'state' <> 'queued' OR d.leased_until IS NULL OR d.lease LIKE value ->> 'mine') ON CONFLICT DO NOTHING",
            "UPDATE deliveries SET state = r.value ->> 'state', attempts = r.value ->> 'attempts', reply = r.value ->> 'reply', \
               due_at = r.value ->> 'due_at', ended_at = r.value ->> 'ended_at', leased_until = NULL, \
               lease = CASE WHEN r.value ->> 'state' <> 'sent' AND deliveries.lease LIKE '%+' THEN deliveries.lease END \
               FROM json_each(?) AS r WHERE deliveries.id = r.value ->> 'id' AND (deliveries.state = 'queued' \
               AND (r.value ->> 'state' <> 'queued' OR deliveries.leased_until IS NULL OR deliveries.lease LIKE r.value ->> 'mine') \
               OR r.value ->> 'state' = 'sent' AND deliveries.state IN ('held', 'skipped'))",
        ],
    };
    if let Conn::Postgres(postgres) = connection {
        postgres.batch_execute("SET LOCAL enable_seqscan = off")?;
    }
    for statement in statements {
        Statement::new(*statement).bind(rows).execute(connection)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct OldRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    notice_id: String,
    #[diesel(sql_type = Text)]
    channel: Channel,
    #[diesel(sql_type = Text)]
    state: DeliveryState,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamp>)]
    ended_at: Option<DateTime<Utc>>,
}

/// Up to `limit` of the oldest deliveries that ended, of notices whose ids are smaller than `before`, taken for this
/// transaction; other servers wait for its end, and find them gone.
pub(super) fn oldest_deliveries(connection: &mut Conn, before: &str, limit: i64) -> Result<Vec<Old>, StoreError> {
    let taken = match connection {
        Conn::Postgres(_) => "FOR UPDATE",
        Conn::Sqlite(_) => "",
    };
    let statement = format!(
        "SELECT id, notice_id, channel, state, ended_at FROM deliveries WHERE id < ? \
         AND state || '' IN ('sent', 'failed', 'skipped') ORDER BY id LIMIT ? {taken}"
    );
    let rows: Vec<OldRow> = Statement::new(statement).bind(before).bind(limit).load(connection)?;
    let old = |OldRow { id, notice_id, channel, state, ended_at }| Old { id, notice: notice_id.into(), channel, state, ended_at };
    Ok(rows.into_iter().map(old).collect())
}

/// Adds active subscribers from rows in JSON; see `enrolments`.
pub(super) fn insert_subscribers(connection: &mut Conn, rows: &str) -> Result<(), StoreError> {
    let columns = "id, channel, address, address_key, state, filter, zone, language, source, consent, created_at, confirmed_at";
    let values = match connection {
        Conn::Postgres(_) => {
            "SELECT r.id, 'email', r.address, r.address_key, 'active', r.filter, r.zone, r.language, 'import', r.consent, \
             r.at::timestamp, r.at::timestamp FROM json_to_recordset(?::json) AS r(id text, address text, address_key text, \
             filter text, zone text, language text, consent text, at text)"
        }
        Conn::Sqlite(_) => {
            "SELECT value ->> 'id', 'email', value ->> 'address', value ->> 'address_key', 'active', value ->> 'filter', \
             value ->> 'zone', value ->> 'language', 'import', value ->> 'consent', value ->> 'at', value ->> 'at' \
             FROM json_each(?) WHERE true"
        }
    };
    let statement = format!("INSERT INTO subscribers ({columns}) {values} ON CONFLICT DO NOTHING");
    Statement::new(statement).bind(rows).execute(connection)?;
    Ok(())
}

/// Brings subscribers up to date from rows in JSON; see `enrolments`.
pub(super) fn update_subscribers(connection: &mut Conn, rows: &str) -> Result<(), StoreError> {
    let statement = match connection {
        Conn::Postgres(_) => {
            "UPDATE subscribers SET state = 'active', filter = r.filter, zone = r.zone, language = r.language, \
             consent = r.consent, confirmed_at = coalesce(confirmed_at, r.at::timestamp) FROM json_to_recordset(?::json) \
             AS r(id text, filter text, zone text, language text, consent text, at text) \
             WHERE subscribers.id = r.id AND subscribers.state IN ('active', 'pending')"
        }
        Conn::Sqlite(_) => {
            "UPDATE subscribers SET state = 'active', filter = r.value ->> 'filter', zone = r.value ->> 'zone', \
             language = r.value ->> 'language', consent = r.value ->> 'consent', \
             confirmed_at = coalesce(confirmed_at, r.value ->> 'at') FROM json_each(?) AS r \
             WHERE subscribers.id = r.value ->> 'id' AND subscribers.state IN ('active', 'pending')"
        }
    };
    Statement::new(statement).bind(rows).execute(connection)?;
    Ok(())
}

/// Puts subscribers into groups from pairs in JSON; whoever is gone, or in it already, is left out.
pub(super) fn insert_members(connection: &mut Conn, pairs: &str) -> Result<(), StoreError> {
    let values = match connection {
        Conn::Postgres(_) => {
            "SELECT r.value ->> 0, s.id FROM json_array_elements(?::json) AS r JOIN subscribers s ON s.id = r.value ->> 1"
        }
        Conn::Sqlite(_) => {
            "SELECT r.value ->> 0, s.id FROM json_each(?) AS r JOIN subscribers s ON s.id = r.value ->> 1 WHERE true"
        }
    };
    let statement = format!("INSERT INTO group_members (group_id, subscriber_id) {values} ON CONFLICT DO NOTHING");
    Statement::new(statement).bind(pairs).execute(connection)?;
    Ok(())
}
