//! The mail about a maintenance, and the window for the reader's calendar.

use super::{Draft, Personal, Reader, Site, cut, incident::AFFECTED, short, words};
use crate::{
    domain::{
        id::MaintenanceId,
        moment::spell,
        notice::{MaintenanceNews, NoticeKind},
        template::promised,
    },
    feeds::ical::{self, Calendar, Window},
    filling::Known,
    locale, markdown,
};
use allclear_app::{Lang, Tone, emails::news::News, say};

/// The mail with news of a maintenance.
pub(crate) fn maintenance(news: &MaintenanceNews, kind: NoticeKind, site: Site<'_>, reader: Reader) -> Draft {
    let mail = work(news, kind, site, reader);
    let subject = say!(mail.lang, "subject-notice", state = mail.state.as_str(), title = short(&mail.title));
    Draft::of(&subject, mail.text(), mail.html())
}

/// News of a maintenance, in the reader's language, with times in their zone and UTC beside them.
pub(crate) fn work(news: &MaintenanceNews, kind: NoticeKind, site: Site<'_>, reader: Reader) -> News {
    let lang = Lang::from(reader.language);
    let (title, said) = news.in_language(reader.language);
    let layout = words::layout(&news.layout, reader.language, said != news.body);
    let known = known(news, site);
    let body = words::around(said, layout, &known, &Personal::default(), reader);
    let state = lang.say(&format!("notice-{kind}"));
    let (reason, links) = reader.foot(site);
    News {
        lang,
        brand: site.title.to_owned(),
        tone: if kind == NoticeKind::Finished { Tone::Operational } else { Tone::Maintenance },
        state,
        title: title.to_owned(),
        facts: facts(news, kind, reader),
        body_html: markdown::to_html(&body),
        body_text: body,
        link: format!("{}{}?lang={}", site.url, news.path, lang.code()),
        earlier: Vec::new(),
        reason,
        links,
    }
}

fn known(news: &MaintenanceNews, site: Site<'_>) -> Known {
    Known {
        company: site.title.to_owned(),
        affected: news.affected.clone(),
        window: Some((news.starts_at, news.ends_at)),
        effect: Some(news.effect),
        workaround: news.advice.clone(),
        contact_by: news.contact_by,
        link: Some(format!("{}{}", site.url, news.path)),
        ..Known::default()
    }
}

fn facts(news: &MaintenanceNews, kind: NoticeKind, reader: Reader) -> Vec<(String, String)> {
    let lang = Lang::from(reader.language);
    let moment = |time| locale::moment_in(lang, time, reader.zone);
    let names = news
        .affected
        .iter()
        .map(|one| say!(lang, "names-in-regions", names = one.component.as_str(), regions = one.region.as_str()));
    let is_ahead = !matches!(kind, NoticeKind::Finished | NoticeKind::Cancelled);
    let mut facts = vec![
        (lang.say("affected"), cut(&names.collect::<Vec<_>>().join("; "), AFFECTED)),
        (lang.say("begins"), moment(news.starts_at)),
        (lang.say("ends"), moment(news.ends_at)),
    ];
    if !news.further.is_empty() {
        let dates: Vec<String> = news.further.iter().map(|time| moment(*time)).collect();
        facts.push((lang.say("further-dates"), dates.join("; ")));
    }
    if let Some((starts_at, ends_at)) = news.before {
        facts.push((lang.say("planned-before"), format!("{} – {}", moment(starts_at), moment(ends_at))));
    }
    if is_ahead {
        facts.push((lang.say("effect"), lang.say(&format!("effect-{}", news.effect))));
        facts.extend((!news.advice.is_empty()).then(|| (lang.say("what-to-do"), news.advice.clone())));
        facts.extend(news.contact_by.map(|contact| (lang.say("contact-by"), moment(contact))));
    }
    facts
}

/// The window as a calendar that comes with the mail: its method and its text. The name is the one it has in the feed, so
/// that calendars know it again.
pub(crate) fn invitation(
    news: &MaintenanceNews,
    kind: NoticeKind,
    id: &MaintenanceId,
    site: Site<'_>,
    lang: Lang,
) -> (&'static str, String) {
    let cancelled = kind == NoticeKind::Cancelled;
    let method = if cancelled { "CANCEL" } else { "PUBLISH" };
    let host = site.url.split("://").nth(1).unwrap_or_default();
    let window = Window {
        uid: format!("{id}@{host}"),
        title: news.title.clone(),
        text: spell(&markdown::to_text(&promised(&news.body, "")), |time| locale::moment(lang, time)),
        link: format!("{}{}", site.url, news.path),
        starts_at: news.starts_at,
        ends_at: news.ends_at,
        changed_at: news.said_at,
        sequence: u32::try_from(news.sequence).unwrap_or_default(),
        cancelled,
    };
    let calendar = Calendar { name: site.title.to_owned(), lang, method, windows: vec![window] };
    (method, ical::render(&calendar))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::email::Who;
    use crate::domain::{health::Health, language::Language, maintenance::Effect, notice::AffectedName};
    use chrono_tz::Tz;
    use std::collections::BTreeMap;

    const SITE: Site<'static> = Site { title: "Northwind", url: "https://status.example", host: "status.example" };

    fn sample() -> MaintenanceNews {
        let at = |text: &str| text.parse().unwrap();
        MaintenanceNews {
            title: "A new database".to_owned(),
            body: "We move to a **larger** database.".to_owned(),
            affected: vec![AffectedName {
                component: "Dashboard".to_owned(),
                region: "Europe".to_owned(),
                health: Health::UnderMaintenance,
            }],
            effect: Effect::Degraded,
            starts_at: at("2026-03-29T01:00:00Z"),
            ends_at: at("2026-03-29T02:00:00Z"),
            before: Some((at("2026-03-28T01:00:00Z"), at("2026-03-28T02:00:00Z"))),
            advice: "Export your reports before.".to_owned(),
            contact_by: Some(at("2026-03-20T12:00:00Z")),
            said_at: at("2026-03-10T09:00:00Z"),
            sequence: 1,
            path: "/maintenance/m1".to_owned(),
            earlier: Vec::new(),
            translations: BTreeMap::new(),
            layout: crate::domain::template::Texts::new(),
            further: Vec::new(),
        }
    }

    #[test]
    fn old_and_new_window_in_the_readers_zone() {
        let draft = maintenance(
            &sample(),
            NoticeKind::Moved,
            SITE,
            Reader { language: Language::En, zone: Tz::Europe__Berlin, who: Who::Subscriber },
        );
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_staff().text));
    }

    #[test]
    fn a_calendar_hears_that_it_was_called_off() {
        let (method, text) = invitation(&sample(), NoticeKind::Cancelled, &"m1".into(), SITE, Lang::En);
        assert_eq!(method, "CANCEL");
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:m1@status.example", "DTSTART:20260329T010000Z"] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
