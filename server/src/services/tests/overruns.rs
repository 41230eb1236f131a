//! Planned work that takes longer than planned: what is said of it.

use crate::{
    domain::{
        id::MaintenanceId,
        incident::AffectedInput,
        language::Language,
        maintenance::{MaintenanceInput, OverrunInput},
        notice::{MaintenanceNews, NoticeKind},
        template::{Template, TemplateKind, Texts},
    },
    services::{maintenances, templates, timers},
    store::{Database, notices, updates},
    testing::{act, at, on_each_database, scene},
};
use chrono::TimeDelta;

const NOW: &str = "2026-03-10T09:00:00Z";

fn planned(database: &Database) -> MaintenanceId {
    scene(database, at(NOW));
    let place =
        AffectedInput { component: "dashboard".to_owned(), region: "eu".to_owned(), health: "under_maintenance".to_owned() };
    let input = MaintenanceInput {
        title: "A new database".to_owned(),
        body: "We move to a larger database.".to_owned(),
        zone: "UTC".to_owned(),
        starts_at: "2026-03-11T03:00".to_owned(),
        ends_at: Some("2026-03-11T05:00".to_owned()),
        affected: vec![place],
        ..MaintenanceInput::default()
    };
    database.write(|conn| maintenances::plan(conn, &mut act(at(NOW)), &input)).unwrap()
}

fn run_until(database: &Database, until: &str) {
    let mut now = at(NOW);
    while now <= at(until) {
        while timers::step(database, &mut act(now)).unwrap() {}
        now += TimeDelta::minutes(5);
    }
}

fn news(database: &Database) -> MaintenanceNews {
    let told = database.read(|conn| notices::of_kind(conn, NoticeKind::Overrun)).unwrap();
    assert_eq!(told.len(), 1);
    serde_json::from_str(&told[0].content).unwrap()
}

on_each_database! {
    fn without_an_answer_the_template_speaks_in_every_language(database: &TestDatabase) {
        let database = &database.database;
        let id = planned(database);
        run_until(database, "2026-03-11T04:59:00Z");
        let news = news(database);
        assert!(news.ends_at > at("2026-03-11T05:00:00Z"));
        let mut all = news.body.clone();
        for (language, said) in &news.translations {
            all.extend(["\n\n", language.as_str(), ": ", &said.body]);
        }
        insta::assert_snapshot!("unanswered", all);
        let said = database.read(|conn| updates::of_maintenance(conn, &id)).unwrap();
        assert_eq!(said[0].body, news.body, "the page says the same");
    }

    fn a_reason_stands_in_the_template_of_staff(database: &TestDatabase) {
        let database = &database.database;
        let id = planned(database);
        let template = |text: &str| Template {
            page: Texts::from([(Language::En, text.to_owned())]),
            ..Template::built_in(TemplateKind::Overrun)
        };
        let change = |text: &str| {
            database.write(|conn| templates::change(conn, &mut act(at(NOW)), "overrun", template(text))).unwrap();
        };
        run_until(database, "2026-03-11T04:00:00Z");
        let input = OverrunInput { ends_at: "2026-03-11T06:30".to_owned(), body: "The copy is slow.".to_owned() };
        let longer = || {
            let now = at("2026-03-11T04:10:00Z");
            database.write(|conn| maintenances::overrun(conn, &mut act(now), &id, &input))
        };
        change("Sorry: {what_changed} {cause}");
        let asked = longer().unwrap_err();
        assert!(asked.to_string().contains("{cause}"), "{asked}");
        change("Sorry: {what_changed} Done by {ends}.");
        longer().unwrap();
        let news = news(database);
        assert_eq!(news.body, "Sorry: The copy is slow. Done by {2026-03-11 06:30 UTC}.");
        assert!(news.translations.is_empty());
    }

    fn the_end_takes_the_place_of_a_start_that_has_not_left(database: &TestDatabase) {
        let database = &database.database;
        let id = planned(database);
        database.write(|conn| {
            crate::testing::subscribe(conn, &mut act(at(NOW) - TimeDelta::days(1)), "eu@customers.example", &["eu"], &[]);
            maintenances::answer(conn, &mut act(at(NOW)), &id).unwrap_err();
            Ok::<_, crate::services::Refusal>(())
        }).unwrap();
        // Nobody ran at the start and at the end; both are done in one moment.
        let late = at("2026-03-11T03:00:00Z");
        while timers::step(database, &mut act(late)).unwrap() {}
        database.write(|conn| maintenances::finish(conn, &mut act(late), &id, "")).unwrap();
        let ids = database.read(|conn| notices::of_maintenance(conn, &id)).unwrap();
        let kinds: Vec<_> = ids.iter().map(|id| database.read(|conn| notices::find(conn, id)).unwrap().unwrap().kind).collect();
        assert_eq!(kinds.last(), Some(&NoticeKind::Finished), "{kinds:?}");
        assert_eq!(kinds.iter().rev().nth(1), Some(&NoticeKind::Started), "{kinds:?}");
    }

    fn a_paragraph_that_nobody_can_complete_is_left_out(database: &TestDatabase) {
        let database = &database.database;
        planned(database);
        let page = Texts::from([(Language::En, "It takes longer.\n\nWhy: {cause}".to_owned()), (Language::De, "{cause}".to_owned())]);
        let template = Template { page, ..Template::built_in(TemplateKind::Overrun) };
        database.write(|conn| templates::change(conn, &mut act(at(NOW)), "overrun", template.clone())).unwrap();
        run_until(database, "2026-03-11T04:59:00Z");
        let news = news(database);
        assert_eq!(news.body, "It takes longer.");
        assert!(news.translations[&Language::De].body.contains("länger als geplant"), "{:?}", news.translations);
    }
}
