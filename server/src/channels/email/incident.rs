//! The mail about an incident.

use super::{Draft, MUTE, Personal, Reader, Site, cut, short, words};
use crate::{
    domain::{
        health::Health,
        notice::{AffectedName, IncidentNews, NoticeKind},
        phase::Phase,
    },
    filling::Known,
    locale, markdown,
};
use allclear_app::{
    Lang, Tone,
    emails::news::{Links, News},
    say,
};
use std::cmp::Reverse;

/// Longest list of what is hit, in characters.
pub(super) const AFFECTED: usize = 2_000;

/// The mail with news of an incident, and what the reader's organisation gets back.
pub(crate) fn news(news: &IncidentNews, kind: NoticeKind, site: Site<'_>, reader: Reader, personal: &Personal) -> Draft {
    let mail = told(news, kind, site, reader, personal);
    let (title, _) = news.in_language(reader.language);
    Draft::of(&subject(mail.lang, kind, &short(title)), mail.text(), mail.html())
}

/// News of an incident, in the reader's language, with times in their zone and UTC beside them.
pub(crate) fn told(news: &IncidentNews, kind: NoticeKind, site: Site<'_>, reader: Reader, personal: &Personal) -> News {
    let lang = Lang::from(reader.language);
    let (title, said) = news.in_language(reader.language);
    let layout = words::layout(&news.layout, reader.language, said != news.body);
    let body = words::around(said, layout, &known(news, site), personal, reader);
    let (reason, links) = reader.foot(site);
    // Once it is over there is hardly anything more to stop.
    let links = links.map(|links| Links { mute: news.phase.is_open().then(|| MUTE.to_owned()), ..links });
    News {
        lang,
        brand: site.title.to_owned(),
        tone: tone(news),
        state: match kind {
            NoticeKind::Reviewed => lang.say("postmortem"),
            _ => lang.say(&format!("phase-{}", news.phase)),
        },
        title: title.to_owned(),
        facts: facts(news, reader),
        body_html: markdown::to_html(&body),
        body_text: body,
        link: format!("{}{}?lang={}", site.url, news.path, lang.code()),
        earlier: news.before.iter().map(|before| words::again(before, reader)).collect(),
        reason,
        links,
    }
}

fn known(news: &IncidentNews, site: Site<'_>) -> Known {
    let over = !news.phase.is_open();
    Known {
        company: site.title.to_owned(),
        groups: news.groups.clone(),
        affected: news.affected.clone(),
        share: news.share,
        started_at: Some(news.started_at),
        ended_at: over.then_some(news.said_at),
        phase: Some(news.phase),
        cause: news.cause.clone(),
        workaround: news.workaround.clone(),
        eta_at: news.eta_at,
        next_update_at: news.next_update_at,
        link: Some(format!("{}{}", site.url, news.path)),
        ..Known::default()
    }
}

fn subject(lang: Lang, kind: NoticeKind, title: &str) -> String {
    match kind {
        NoticeKind::Opened => say!(lang, "subject-opened", title = title),
        NoticeKind::Updated => say!(lang, "subject-updated", title = title),
        NoticeKind::Resolved => say!(lang, "subject-resolved", title = title),
        NoticeKind::Reviewed => say!(lang, "subject-reviewed", title = title),
        NoticeKind::Retracted => say!(lang, "subject-retracted", title = title),
        // Letters have their own; so have notices of maintenance.
        _ => title.to_owned(),
    }
}

fn tone(news: &IncidentNews) -> Tone {
    if !news.phase.is_open() {
        return Tone::Operational;
    }
    match news.affected.iter().map(|affected| affected.health).max() {
        // An open incident is never shown as all well.
        None | Some(Health::Operational) => Tone::Degraded,
        Some(worst) => look(worst),
    }
}

fn look(health: Health) -> Tone {
    match health {
        Health::Operational => Tone::Operational,
        Health::UnderMaintenance => Tone::Maintenance,
        Health::DegradedPerformance => Tone::Degraded,
        Health::PartialOutage => Tone::Partial,
        Health::MajorOutage => Tone::Major,
    }
}

/// What is hit and how badly, the worst first: the page has what does not fit.
fn affected(news: &IncidentNews, lang: Lang) -> String {
    let mut all: Vec<_> = news.affected.iter().collect();
    all.sort_by_key(|one| Reverse(one.health));
    let line = |one: &&AffectedName| {
        let name = say!(lang, "names-in-regions", names = one.component.as_str(), regions = one.region.as_str());
        format!("{name}: {}", look(one.health).word(lang))
    };
    cut(&all.iter().map(line).collect::<Vec<_>>().join("; "), AFFECTED)
}

fn facts(news: &IncidentNews, reader: Reader) -> Vec<(String, String)> {
    let lang = Lang::from(reader.language);
    let moment = |time| locale::moment_in(lang, time, reader.zone);
    let mut facts = vec![(lang.say("severity"), lang.say(&format!("severity-{}", news.severity)))];
    if !news.affected.is_empty() {
        facts.push((lang.say("affected"), affected(news, lang)));
    }
    facts.push((lang.say("started"), moment(news.started_at)));
    let mut text = |word: &str, said: &str| facts.extend((!said.is_empty()).then(|| (lang.say(word), said.to_owned())));
    text("cause", &news.cause);
    text("what-to-do", &news.workaround);
    let (ends, next) = match news.phase {
        Phase::Resolved => (Some(("resolved", news.said_at)), None),
        Phase::FalseAlarm => (None, None),
        _ => (news.eta_at.map(|eta| ("expected-end", eta)), news.next_update_at.map(|next| ("next-update-by", next))),
    };
    facts.extend(ends.into_iter().chain(next).map(|(word, time)| (lang.say(word), moment(time))));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        channels::email::{Credit, Who},
        domain::{
            language::Language,
            notice::{Before, SaidAgain},
            severity::Severity,
        },
    };
    use chrono::{DateTime, Utc};
    use chrono_tz::Tz;
    use std::collections::BTreeMap;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn sample() -> IncidentNews {
        IncidentNews {
            title: "Payments are failing".to_owned(),
            severity: Severity::P1,
            phase: Phase::Investigating,
            body: "Card payments **fail**.".to_owned(),
            affected: vec![AffectedName {
                component: "Payments".to_owned(),
                region: "Europe".to_owned(),
                health: Health::MajorOutage,
            }],
            started_at: at("2026-03-01T09:00:00Z"),
            said_at: at("2026-03-01T09:02:00Z"),
            next_update_at: Some(at("2026-03-01T09:32:00Z")),
            eta_at: None,
            cause: String::new(),
            workaround: String::new(),
            path: "/incidents/i1".to_owned(),
            before: Vec::new(),
            earlier: Vec::new(),
            translations: BTreeMap::new(),
            credited: false,
            layout: crate::domain::template::Texts::new(),
            share: None,
            groups: Vec::new(),
        }
    }

    fn reader(language: Language, zone: Tz) -> Reader {
        Reader { language, zone, who: Who::Subscriber }
    }

    const SITE: Site<'static> = Site { title: "Northwind", url: "https://status.example", host: "status.example" };

    #[test]
    fn times_are_in_the_readers_zone() {
        let draft = news(&sample(), NoticeKind::Opened, SITE, reader(Language::En, Tz::Europe__Berlin), &Personal::default());
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_staff().text));
    }

    #[test]
    fn what_was_said_before_is_told_again_in_the_readers_language() {
        let said = |phase: &str, time, body: &str, german: &str| Before {
            phase: phase.to_owned(),
            said_at: at(time),
            body: body.to_owned(),
            translations: [(Language::De, german.to_owned())].into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        };
        let before = vec![
            said("identified", "2026-03-01T09:20:00Z", "A **certificate** ended.", "Ein **Zertifikat** lief ab."),
            said("investigating", "2026-03-01T09:02:00Z", &"It fails. ".repeat(200), ""),
        ];
        let sample = IncidentNews { before, phase: Phase::Monitoring, ..sample() };
        let draft = news(&sample, NoticeKind::Updated, SITE, reader(Language::De, Tz::Europe__Berlin), &Personal::default());
        insta::assert_snapshot!(draft.text);
        assert!(draft.html.contains("Ein Zertifikat lief ab.") && draft.html.len() < 10_000);
    }

    #[test]
    fn a_subject_is_shown_whole_and_the_title_in_it_stays_the_same() {
        let sample = IncidentNews { title: "Payments by card and by wallet are failing ".repeat(5), ..sample() };
        for language in Language::ALL {
            let subject = |kind| news(&sample, kind, SITE, reader(*language, Tz::UTC), &Personal::default()).subject;
            let subjects = [NoticeKind::Opened, NoticeKind::Updated, NoticeKind::Resolved, NoticeKind::Reviewed].map(subject);
            assert!(subjects.iter().all(|subject| subject.chars().count() <= 78), "{subjects:?}");
            let title = |subject: &str| subject.split_once("] ").unwrap().1.to_owned();
            assert_eq!(title(&subjects[0]), title(&subjects[2]));
        }
    }

    #[test]
    fn a_moment_in_the_words_is_on_the_readers_clock() {
        let sample = IncidentNews { body: "It failed at {2026-03-01 09:00 UTC}, see {id}.".to_owned(), ..sample() };
        let draft = news(&sample, NoticeKind::Opened, SITE, reader(Language::De, Tz::Asia__Tokyo), &Personal::default());
        for part in [&draft.text, &draft.html] {
            assert!(part.contains("It failed at So., 01.03.2026, 18:00 JST (09:00 UTC), see {id}."), "{part}");
        }
    }

    #[test]
    fn no_words_make_a_mail_that_is_cut() {
        let layout = [(Language::En, format!("{{what_changed}}\n\n{{affected}}\n\n{}", "<".repeat(14_000)))].into();
        let hit = |number| AffectedName {
            component: format!("Component number {number} of a large company"),
            region: "Europe".to_owned(),
            health: if number == 999 { Health::MajorOutage } else { Health::DegradedPerformance },
        };
        let sample = IncidentNews { body: "&".repeat(20_000), affected: (0..1_000).map(hit).collect(), ..sample() };
        for sample in [IncidentNews { layout, ..sample.clone() }, sample] {
            let draft = news(&sample, NoticeKind::Opened, SITE, reader(Language::En, Tz::UTC), &Personal::default());
            assert!(draft.html.len() < 60_000 && draft.text.contains('…'), "{}", draft.html.len());
            assert!(draft.text.contains("number 999"), "the worst is told first");
        }
    }

    #[test]
    fn the_mail_is_in_the_readers_language() {
        let said =
            SaidAgain { title: "Zahlungen schlagen fehl".to_owned(), body: "Kartenzahlungen **schlagen fehl**.".to_owned() };
        let sample = IncidentNews { translations: BTreeMap::from([(Language::De, said)]), ..sample() };
        let draft = news(&sample, NoticeKind::Opened, SITE, reader(Language::De, Tz::Europe__Berlin), &Personal::default());
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_staff().text));
        let other = news(&sample, NoticeKind::Opened, SITE, reader(Language::Fr, Tz::UTC), &Personal::default());
        assert!(other.text.contains("Payments are failing"));
    }

    #[test]
    fn a_contact_reads_of_the_credit_and_has_nothing_to_unsubscribe() {
        let credits = vec![Credit { month: "2026-06".to_owned(), amount: 50_000, currency: "EUR".to_owned() }];
        let personal = Personal { customer: Some("Acme".to_owned()), credits };
        let reader = Reader { who: Who::Contact, ..reader(Language::De, Tz::Europe__Berlin) };
        let draft = news(&IncidentNews { phase: Phase::Resolved, ..sample() }, NoticeKind::Resolved, SITE, reader, &personal);
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.text));
    }

    #[test]
    fn the_layout_stands_around_the_words_and_leaves_out_what_does_not_concern_a_reader() {
        let text = "Dear {customer},\n\n{what_changed}\n\n{scope} since {started}. {next_update}\n\n{credit}".to_owned();
        let sample = IncidentNews { layout: [(Language::En, text)].into(), ..sample() };
        let credits = vec![Credit { month: "2026-06".to_owned(), amount: 50_000, currency: "EUR".to_owned() }];
        let acme = Personal { customer: Some("Acme".to_owned()), credits };
        let body = |personal: &Personal| {
            let mail = news(&sample, NoticeKind::Updated, SITE, reader(Language::En, Tz::Asia__Tokyo), personal);
            mail.text.split("\n\n").skip(2).take_while(|part| !part.contains("/incidents/i1")).collect::<Vec<_>>().join("\n\n")
        };
        insta::assert_snapshot!(format!("{}\n\n---\n\n{}", body(&acme), body(&Personal::default())));
    }
}
