//! Notices as mail.

use crate::{
    domain::{
        health::Health,
        id::{IncidentId, NoticeId},
        notice::{IncidentNews, NoticeKind},
        phase::Phase,
    },
    markdown,
};
use allclear_app::{
    Tone,
    emails::{letter::Letter, news::News},
};
use chrono::{DateTime, Utc};
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

/// News of an incident, with times in the reader's zone and UTC beside them.
pub(crate) fn news(news: &IncidentNews, kind: NoticeKind, site: Site<'_>, zone: Tz) -> Draft {
    let mail = News {
        brand: site.title.to_owned(),
        tone: tone(news),
        state: news.phase.label().to_owned(),
        title: news.title.clone(),
        facts: facts(news, zone),
        body_html: markdown::to_html(&news.body),
        body_text: news.body.clone(),
        link: format!("{}{}", site.url, news.path),
        reason: format!("You get this because you subscribed to {} at {}.", site.title, site.host),
        manage: MANAGE.to_owned(),
        unsubscribe: UNSUBSCRIBE.to_owned(),
    };
    Draft { subject: subject(kind, &news.title), text: mail.text(), html: mail.html() }
}

/// The letter that asks to confirm a subscription, or that points one who is subscribed to their preferences.
pub(crate) fn letter(kind: NoticeKind, site: Site<'_>, link: &str) -> Draft {
    let known = kind == NoticeKind::Manage;
    let asked = format!("Somebody, probably you, asked to be told of trouble at {} by mail.", site.title);
    let mail = Letter {
        heading: if known { "You are subscribed already" } else { "Confirm your subscription" }.to_owned(),
        sentences: vec![
            asked,
            if known {
                "This address is subscribed already. You can change what you get."
            } else {
                "One more step: open the page and press the button."
            }
            .to_owned(),
        ],
        action: if known { "Change what you get" } else { "Confirm" }.to_owned(),
        link: link.to_owned(),
        reason: "If it was not you, ignore this mail: nothing more will come of it.".to_owned(),
    };
    Draft { subject: format!("{}: {}", site.title, mail.heading), text: mail.text(), html: mail.html() }
}

/// The id of a delivery's message, the same at every try.
pub(crate) fn message_id(notice: &NoticeId, recipient: &str, host: &str) -> String {
    format!("{notice}.{recipient}@{host}")
}

/// The ids of the thread before a message: a root that all share, then what was sent before (bar M-3).
pub(crate) fn references(incident: &IncidentId, earlier: &[NoticeId], recipient: &str, host: &str) -> Vec<String> {
    let root = format!("incident-{incident}.{recipient}@{host}");
    std::iter::once(root).chain(earlier.iter().map(|notice| message_id(notice, recipient, host))).collect()
}

fn subject(kind: NoticeKind, title: &str) -> String {
    kind.prefix().map_or_else(|| title.to_owned(), |prefix| format!("{prefix} {title}"))
}

fn tone(news: &IncidentNews) -> Tone {
    if news.phase == Phase::Resolved {
        return Tone::Operational;
    }
    match news.affected.iter().map(|affected| affected.health).max() {
        Some(Health::MajorOutage) => Tone::Major,
        Some(Health::PartialOutage) => Tone::Partial,
        Some(Health::UnderMaintenance) => Tone::Maintenance,
        // An open incident is never shown as all well.
        Some(Health::DegradedPerformance | Health::Operational) | None => Tone::Degraded,
    }
}

fn facts(news: &IncidentNews, zone: Tz) -> Vec<(String, String)> {
    let mut facts = vec![("Severity".to_owned(), news.severity.label().to_owned())];
    if !news.affected.is_empty() {
        let lines: Vec<String> =
            news.affected.iter().map(|a| format!("{} in {}: {}", a.component, a.region, a.health.label())).collect();
        facts.push(("Affected".to_owned(), lines.join("; ")));
    }
    facts.push(("Started".to_owned(), moment(news.started_at, zone)));
    if news.phase == Phase::Resolved {
        facts.push(("Resolved".to_owned(), moment(news.said_at, zone)));
    } else if let Some(next) = news.next_update_at {
        facts.push(("Next update by".to_owned(), moment(next, zone)));
    }
    facts
}

/// A time as a reader in `zone` says it, with UTC beside it.
pub(crate) fn moment(time: DateTime<Utc>, zone: Tz) -> String {
    if zone == Tz::UTC {
        return time.format("%a %-d %b %Y, %H:%M UTC").to_string();
    }
    let local = time.with_timezone(&zone);
    format!("{} ({} UTC)", local.format("%a %-d %b %Y, %H:%M %Z"), time.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{notice::AffectedName, severity::Severity};

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
            path: "/incidents/i1".to_owned(),
            earlier: Vec::new(),
        }
    }

    const SITE: Site<'static> = Site { title: "Northwind", url: "https://status.example", host: "status.example" };

    #[test]
    fn times_are_in_the_readers_zone() {
        let draft = news(&sample(), NoticeKind::Opened, SITE, Tz::Europe__Berlin);
        insta::assert_snapshot!(format!("{}\n\n{}", draft.subject, draft.for_reader("https://m", "https://u").text));
    }

    #[test]
    fn around_a_change_of_clocks_the_zone_is_named() {
        for (time, told) in [
            ("2026-03-29T00:30:00Z", "Sun 29 Mar 2026, 01:30 CET (00:30 UTC)"),
            ("2026-03-29T01:30:00Z", "Sun 29 Mar 2026, 03:30 CEST (01:30 UTC)"),
        ] {
            assert_eq!(moment(at(time), Tz::Europe__Berlin), told);
        }
    }

    #[test]
    fn a_thread_has_one_root_per_reader() {
        let ids = references(&IncidentId::from("i1"), &[NoticeId::from("n1")], "s1", "status.example");
        assert_eq!(ids, ["incident-i1.s1@status.example", "n1.s1@status.example"]);
    }
}
