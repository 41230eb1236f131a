//! Texts of staff: changed, added, removed, and what mails say around the words.

use super::conduct::{START, say};
use crate::{
    domain::{
        incident::UpdateInput,
        language::Language,
        notice::{IncidentNews, NoticeKind},
        template::{Template, TemplateKind, Texts},
    },
    services::{Refusal, incidents, templates},
    store::{Conn, notices},
    testing::{act, at, on_each_database, publish, scene},
};

fn english(text: &str) -> Texts {
    Texts::from([(Language::En, text.to_owned())])
}

fn layouts(conn: &mut Conn, kind: NoticeKind) -> Vec<Option<String>> {
    let news = notices::of_kind(conn, kind).unwrap().into_iter();
    let news = news.map(|notice| serde_json::from_str::<IncidentNews>(&notice.content).unwrap());
    news.map(|news| news.layout.get(&Language::En).cloned()).collect()
}

on_each_database! {
    fn a_changed_text_keeps_the_other_languages_and_can_be_taken_back(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let changed = Template { page: english("We look into {scope}."), ..Template::built_in(TemplateKind::Alert) };
        for text in ["We look into {scope}.", "We are on {scope}."] {
            let input = Template { page: english(text), ..changed.clone() };
            database.write(|conn| templates::change(conn, &mut act(now), "alert", input)).unwrap();
            let found = database.read(|conn| templates::find(conn, "alert")).unwrap();
            assert_eq!(found.page[&Language::En], text);
            assert_eq!(found.page[&Language::De], Template::built_in(TemplateKind::Alert).page[&Language::De]);
        }
        database.write(|conn| templates::remove(conn, &mut act(now), "alert")).unwrap();
        assert_eq!(database.read(|conn| templates::find(conn, "alert")).unwrap(), Template::built_in(TemplateKind::Alert));
        let twice = database.write(|conn| templates::remove(conn, &mut act(now), "alert")).unwrap_err();
        assert!(matches!(twice, Refusal::Missing(_)));
    }

    fn one_of_ones_own_has_a_name_that_nobody_else_has(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let own = Template { name: "Card processor".to_owned(), page: english("Cards fail."), ..Template::built_in(TemplateKind::Alert) };
        let id = database.write(|conn| templates::add(conn, &mut act(now), own.clone())).unwrap();
        let taken = database.write(|conn| templates::add(conn, &mut act(now), own.clone())).unwrap_err();
        assert!(taken.to_string().contains("name: is taken"), "{taken}");
        let nameless = Template { name: String::new(), ..own };
        let refused = database.write(|conn| templates::change(conn, &mut act(now), &id, nameless)).unwrap_err();
        assert!(refused.to_string().contains("name: is empty"), "{refused}");
        let named = database.read(templates::list).unwrap();
        assert_eq!((named.len(), named.last().unwrap().word.as_str()), (TemplateKind::ALL.len() + 1, id.as_str()));
    }

    fn mails_say_around_the_words_what_the_template_of_the_update_says(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now);
        let progress = Template { email: english("Usual: {what_changed}"), ..Template::built_in(TemplateKind::Progress) };
        let own = Template {
            name: "Card processor".to_owned(),
            page: english("Cards fail."),
            email: english("Cards: {what_changed}"),
            ..Template::built_in(TemplateKind::Progress)
        };
        let (id, word) = database.write(|conn| {
            templates::change(conn, &mut act(now), "progress", progress)?;
            let word = templates::add(conn, &mut act(now), own)?;
            Ok::<_, Refusal>((publish(conn, &mut act(now), "p2", "api", "us"), word))
        }).unwrap();
        for (minute, template) in [(1, ""), (2, word.as_str())] {
            let now = now + chrono::TimeDelta::minutes(minute);
            let input = UpdateInput { template: template.to_owned(), ..say("identified") };
            database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &input, None)).unwrap();
        }
        let said = database.read(|conn| Ok::<_, Refusal>((layouts(conn, NoticeKind::Opened), layouts(conn, NoticeKind::Updated)))).unwrap();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(said, (vec![None], vec![text("Usual: {what_changed}"), text("Cards: {what_changed}")]));
        let gone = UpdateInput { template: "gone".to_owned(), ..say("monitoring") };
        let refused = database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &gone, None)).unwrap_err();
        assert!(refused.to_string().contains("template: names no template"), "{refused}");
    }
}
