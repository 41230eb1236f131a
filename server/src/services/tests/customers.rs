//! Customers from a file: all or nothing, by line, and who of them is hit.

use crate::{
    services::{Refusal, customers},
    store::{StoreError, customers as rows},
    testing::{act, at, on_each_database, scene},
};

const FILE: &str = "customer,segment,regions,monthly_fee,currency,contact_name,contact_email,contact_phone\n\
    Acme,Enterprise,eu,5000,EUR,Cleo,cleo@acme.example,+49 30 1234567\n\
    Acme,Enterprise,eu,5000,EUR,Dan,dan@acme.example,\n\
    \"Beta, Inc.\",enterprise,us;ap,99.5,usd,,,\n\
    Gamma,small,,,,,,\n";

on_each_database! {
    fn a_file_is_written_down_and_brings_what_is_known_up_to_date(database: &TestDatabase) {
        let (database, now) = (&database.database, at("2026-03-01T09:00:00Z"));
        scene(database, now);
        let first = database.write(|conn| customers::import(conn, &mut act(now), FILE)).unwrap();
        assert_eq!((first.added, first.updated, first.contacts), (3, 0, 2));
        let again = "\u{feff}customer,segment,contact_email\nACME,enterprise,cleo@acme.example\n";
        let second = database.write(|conn| customers::import(conn, &mut act(now), again)).unwrap();
        assert_eq!((second.added, second.updated, second.contacts), (0, 1, 1));
        let names = database.read(|conn| Ok::<_, StoreError>(rows::page(conn, "", 10)?.into_iter().map(|row| row.name).collect::<Vec<_>>())).unwrap();
        assert_eq!(names, ["ACME", "Beta, Inc.", "Gamma"]);
    }

    fn who_uses_a_region_that_is_hit_is_reached(database: &TestDatabase) {
        let (database, now) = (&database.database, at("2026-03-01T09:00:00Z"));
        scene(database, now);
        database.write(|conn| customers::import(conn, &mut act(now), FILE)).unwrap();
        let hit = |code: &str| {
            database.read(|conn| {
                let catalogue = crate::store::catalogue::load(conn)?;
                let region = catalogue.known_region("", code).unwrap().id.clone();
                let found = customers::enterprise(conn, &[region].into())?;
                Ok::<_, Refusal>(found.into_iter().map(|(customer, contacts)| (customer.name, contacts.len())).collect::<Vec<_>>())
            }).unwrap()
        };
        assert_eq!(hit("eu"), [("Acme".to_owned(), 2)]);
        assert_eq!(hit("us"), [("Beta, Inc.".to_owned(), 0)]);
    }
}

#[test]
fn one_wrong_line_and_nothing_is_written() {
    let database = crate::testing::TestDatabase::sqlite();
    let (database, now) = (&database.database, at("2026-03-01T09:00:00Z"));
    scene(database, now);
    let wrong = format!("{FILE},enterprise,mars,12.345,EURO,x,not-an-address,030\n");
    let refused = database.write(|conn| customers::import(conn, &mut act(now), &wrong)).unwrap_err();
    insta::assert_snapshot!(refused.to_string().replace("; line", "\nline"));
    assert!(database.read(|conn| rows::page(conn, "", 10)).unwrap().is_empty());
    for (text, told) in [
        ("name\nAcme\n", "has no column “customer”"),
        ("customer,colour\na,b\n", "that nobody knows"),
        ("customer\n", "holds no customer"),
        ("customer,segment\na\n", "is not a CSV file"),
    ] {
        let refused = database.write(|conn| customers::import(conn, &mut act(now), text)).unwrap_err();
        assert!(refused.to_string().contains(told), "{refused}");
    }
}
