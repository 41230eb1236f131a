//! Both sets of migrations make the same tables, which are those of `schema.rs`.

use crate::{
    store::{Conn, Database, StoreError, dialect, migrate},
    testing::on_each_database,
};
use diesel::{
    QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Bool, Text},
};
use std::collections::BTreeSet;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

type Columns = BTreeSet<(String, String, bool)>;

fn in_database(conn: &mut Conn) -> Columns {
    let statement = match conn {
        Conn::Sqlite(_) => {
            "SELECT m.name AS of, c.name AS name, c.\"notnull\" <> 0 AS required FROM sqlite_master m \
             JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        }
        Conn::Postgres(_) => {
            "SELECT table_name::text AS of, column_name::text AS name, is_nullable = 'NO' AS required FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'"
        }
    };
    let rows: Vec<Column> = sql_query(statement).load(conn).unwrap();
    rows.into_iter().map(|row| (row.of, row.name, row.required)).collect()
}

fn in_schema() -> Columns {
    let mut columns = Columns::new();
    let mut table = String::new();
    let parts = [
        include_str!("../schema/catalogue.rs"),
        include_str!("../schema/accounts.rs"),
        include_str!("../schema/delivery.rs"),
        include_str!("../schema/events.rs"),
        include_str!("../schema/response.rs"),
        include_str!("../schema/staff.rs"),
    ];
    for line in parts.into_iter().flat_map(str::lines).map(str::trim) {
        if let Some((name, rest)) = line.split_once(" (")
            && rest.ends_with('{')
        {
            name.clone_into(&mut table);
        } else if let Some((name, kind)) = line.split_once(" -> ")
            && !line.starts_with("diesel")
        {
            columns.insert((table.clone(), name.to_owned(), !kind.starts_with("Nullable")));
        }
    }
    columns
}

on_each_database! {
    fn the_tables_are_those_of_the_schema(database: &TestDatabase) {
        let found = database.database.read(|conn| Ok::<_, StoreError>(in_database(conn))).unwrap();
        assert_eq!(found, in_schema());
        assert!(found.len() > 100);
    }

    fn up_down_and_up_again(database: &TestDatabase) {
        let columns = || database.database.read(|conn| Ok::<_, StoreError>(in_database(conn))).unwrap();
        let before = columns();
        database.database.alone(migrate::back).unwrap();
        assert!(columns().is_empty());
        migrate::migrate(&database.database).unwrap();
        assert_eq!(columns(), before);
    }

    fn of_several_that_begin_at_once_one_makes_the_tables(database: &TestDatabase) {
        database.database.alone(migrate::back).unwrap();
        let begin = || {
            let server = Database::open(&database.url).unwrap();
            migrate::check(&server).and_then(|_| migrate::migrate(&server)).unwrap().len()
        };
        let ran: Vec<usize> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..6).map(|_| scope.spawn(begin)).collect();
            servers.into_iter().map(|server| server.join().unwrap()).collect()
        });
        assert_eq!(ran.iter().filter(|ran| **ran > 0).count(), 1, "{ran:?}");
    }

    fn a_database_from_the_future_is_refused(database: &TestDatabase) {
        let insert = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')";
        database.database.alone(|conn| Ok(sql_query(insert).execute(conn).map(|_| ())?)).unwrap();
        let refused = migrate::migrate(&database.database).unwrap_err();
        assert!(matches!(refused, StoreError::Newer(_)), "{refused}");
    }

    fn what_failed_half_way_is_not_there(database: &TestDatabase) {
        let failed: Result<(), StoreError> = database.database.write(|conn| {
            crate::store::settings::set(conn, "a", "b")?;
            Err(StoreError::Damaged("on purpose".to_owned()))
        });
        assert!(failed.is_err());
        let kept = database.database.read(|conn| crate::store::settings::get(conn, "a")).unwrap();
        assert_eq!(kept, None);
    }

    fn a_crowd_of_writers_loses_nothing(database: &TestDatabase) {
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        database.database.write(crate::store::revision::next).unwrap();
                    }
                });
            }
        });
        assert_eq!(database.database.read(crate::store::revision::current).unwrap(), 161);
    }
}

#[test]
fn only_sqlite_and_postgres_are_known() {
    for (text, known) in [
        ("sqlite://x.db", true),
        ("postgres://h/d", true),
        ("postgresql://h/d", true),
        ("x.db", false),
        ("mysql://h/d", false),
        ("sqlite://", false),
    ] {
        assert_eq!(text.parse::<crate::store::Url>().is_ok(), known, "{text}");
    }
    assert!(dialect::establish(&crate::store::Url::Sqlite("/nowhere/at/all.db".to_owned()), false).is_err());
}
