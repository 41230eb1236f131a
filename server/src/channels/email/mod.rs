//! Notices as mail.

mod credit;
mod maintenance;

pub(crate) use credit::{Credit, credit};
pub(crate) use maintenance::{invitation, maintenance};

use crate::{
    domain::{
        health::Health,
        id::NoticeId,
        language::Language,
        notice::{IncidentNews, NoticeKind, StaffNews},
        phase::Phase,
    },
    locale, markdown,
};
use allclear_app::{
    Lang, Tone,
    emails::{letter::Letter, news::News},
    say,
};
use chrono_tz::Tz;

/// Subject and both parts of a mail, the same for all readers in one zone but for the links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// The page that sends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address, without a slash at the end.
    pub url: &'a str,
    /// Its host.
    pub host: &'a str,
}

/// How one reader wants a mail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// Their language.
    pub language: Language,
    /// Their zone.
    pub zone: Tz,
    /// Why they read it.
    pub who: Who,
}

/// Why somebody reads a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// They subscribed.
    Subscriber,
    /// They work here.
    Staff,
    /// They belong to an organisation that is a customer.
    Contact,
}

impl Reader {
    /// Why they get it, in their language; and where they change that, if they can.
    fn foot(self, site: Site<'_>) -> (String, Option<(String, String)>) {
        let lang = Lang::from(self.language);
        match self.who {
            Who::Subscriber => {
                let reason = say!(lang, "mail-reason", brand = site.title, host = site.host);
                (reason, Some((MANAGE.to_owned(), UNSUBSCRIBE.to_owned())))
            }
            Who::Staff => (format!("You get this because you work on {}.", site.title), None),
            Who::Contact => (say!(lang, "credit-reason", brand = site.title), None),
        }
    }
}

/// Stand in a draft where one reader's links come. Private-use characters keep them apart from what people type.
const MANAGE: &str = "\u{E000}manage\u{E001}";
const UNSUBSCRIBE: &str = "\u{E000}unsubscribe\u{E001}";

impl Draft {
    /// The draft with one reader's links in it.
    pub(crate) fn for_reader(&self, manage: &str, unsubscribe: &str) -> Self {
        let fill = |text: &str| text.replace(MANAGE, manage).replace(UNSUBSCRIBE, unsubscribe);
        Self { subject: self.subject.clone(), text: fill(&self.text), html: fill(&self.html) }
    }
}

/// News of an incident, in the reader's language, with times in their zone and UTC beside them, and what their
/// organisation gets back.
pub(crate) fn news(news: &IncidentNews, kind: NoticeKind, site: Site<'_>, reader: Reader, credits: &[Credit]) -> Draft {
    let lang = Lang::from(reader.language);
    let (title, said) = news.in_language(reader.language);
    let sentences = credits.iter().map(|one| credit::sentence(lang, one));
    let body = std::iter::once(said.to_owned()).chain(sentences).collect::<Vec<_>>().join("\n\n");
    let (reason, links) = reader.foot(site);
    let mail = News {
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
        reason,
        links,
    };
    Draft { subject: subject(lang, kind, title), text: mail.text(), html: mail.html() }
}

/// The letter that asks to confirm a subscription, or that points one who is subscribed to their preferences.
pub(crate) fn letter(kind: NoticeKind, site: Site<'_>, link: &str, lang: Lang) -> Draft {
    let known = kind == NoticeKind::Manage;
    let word = |ours: &str, other: &str| lang.say(if known { ours } else { other });
    let mail = Letter {
        lang,
        heading: word("letter-known", "letter-confirm"),
        sentences: vec![say!(lang, "letter-asked", brand = site.title), word("letter-known-text", "letter-confirm-text")],
        action: word("change-what-you-get", "confirm-button"),
        link: link.to_owned(),
        reason: lang.say("letter-not-you"),
    };
    Draft { subject: format!("{}: {}", site.title, mail.heading), text: mail.text(), html: mail.html() }
}

/// A letter to a member of staff.
pub(crate) fn staff(news: &StaffNews, site: Site<'_>, zone: Tz) -> Draft {
    let moments = news.moments.iter().map(|(word, time)| format!("{word}: {}", locale::moment_in(Lang::En, *time, zone)));
    let mail = Letter {
        lang: Lang::En,
        heading: news.subject.clone(),
        sentences: news.sentences.iter().cloned().chain(moments).collect(),
        action: news.action.clone(),
        link: format!("{}{}", site.url, news.path),
        reason: format!("You get this because you work on {}.", site.title),
    };
    Draft { subject: format!("[Staff] {}", news.subject), text: mail.text(), html: mail.html() }
}

/// The id of a delivery's message, the same at every try.
pub(crate) fn message_id(notice: &NoticeId, recipient: &str, host: &str) -> String {
    format!("{notice}.{recipient}@{host}")
}

/// The ids of the thread before a message: a root that all share, then what was sent before (bar M-3). The root is
/// named by what the thread is about, `incident-…` or `maintenance-…`.
pub(crate) fn references(about: &str, earlier: &[NoticeId], recipient: &str, host: &str) -> Vec<String> {
    let root = format!("{about}.{recipient}@{host}");
    std::iter::once(root).chain(earlier.iter().map(|notice| message_id(notice, recipient, host))).collect()
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

fn facts(news: &IncidentNews, reader: Reader) -> Vec<(String, String)> {
    let lang = Lang::from(reader.language);
    let moment = |time| locale::moment_in(lang, time, reader.zone);
    let mut facts = vec![(lang.say("severity"), lang.say(&format!("severity-{}", news.severity)))];
    if !news.affected.is_empty() {
        let lines: Vec<String> = news
            .affected
            .iter()
            .map(|one| {
                let name = say!(lang, "names-in-regions", names = one.component.as_str(), regions = one.region.as_str());
                format!("{name}: {}", look(one.health).word(lang))
            })
            .collect();
        facts.push((lang.say("affected"), lines.join("; ")));
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
    use crate::domain::{
        notice::{AffectedName, SaidAgain},
        severity::Severity,
    };
    use chrono::{DateTime, Utc};
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
            earlier: Vec::new(),
            translations: BTreeMap::new(),
            credited: false,
        }
    }

    fn reader(language: Language, zone: Tz) -> Reader {
        Reader { language, zone, who: Who::Subscriber }
    }

    const SITE: Site<'static> = Site { title: "Northwind", url: "https://status.example", host: "status.example" };

    #[test]
    fn times_are_in_the_readers_zone() {
        let draft = news(&sample(), NoticeKind::Opened, SITE, reader(Language::En, Tz::Europe__Berlin), &[]);
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_reader("https://m", "https://u").text));
    }

    #[test]
    fn the_mail_is_in_the_readers_language() {
        let said =
            SaidAgain { title: "Zahlungen schlagen fehl".to_owned(), body: "Kartenzahlungen **schlagen fehl**.".to_owned() };
        let sample = IncidentNews { translations: BTreeMap::from([(Language::De, said)]), ..sample() };
        let draft = news(&sample, NoticeKind::Opened, SITE, reader(Language::De, Tz::Europe__Berlin), &[]);
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_reader("https://m", "https://u").text));
        let other = news(&sample, NoticeKind::Opened, SITE, reader(Language::Fr, Tz::UTC), &[]);
        assert!(other.text.contains("Payments are failing"));
    }

    #[test]
    fn a_contact_reads_of_the_credit_and_has_nothing_to_unsubscribe() {
        let credits = [Credit { month: "2026-06".to_owned(), amount: 50_000, currency: "EUR".to_owned() }];
        let reader = Reader { who: Who::Contact, ..reader(Language::De, Tz::Europe__Berlin) };
        let draft = news(&IncidentNews { phase: Phase::Resolved, ..sample() }, NoticeKind::Resolved, SITE, reader, &credits);
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.text));
    }

    #[test]
    fn a_thread_has_one_root_per_reader() {
        let ids = references("incident-i1", &[NoticeId::from("n1")], "s1", "status.example");
        assert_eq!(ids, ["incident-i1.s1@status.example", "n1.s1@status.example"]);
    }
}
