//! Notices as mail.

mod chosen;
mod credit;
mod incident;
mod maintenance;
pub(crate) mod tags;
mod words;

pub(crate) use chosen::chosen;
pub(crate) use credit::{Credit, credit};
pub(crate) use incident::{news, told};
pub(crate) use maintenance::{invitation, maintenance, work};
pub(crate) use words::is_personal;

use super::post::cut;
use crate::{
    domain::{
        id::NoticeId,
        language::Language,
        moment,
        notice::{NoticeKind, StaffNews},
        template::promised,
    },
    locale,
};
use allclear_app::{
    Lang,
    emails::{letter::Letter, news::Links},
    escaped, say,
};
use chrono_tz::Tz;
use lettre::Address;

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
    fn foot(self, site: Site<'_>) -> (String, Option<Links>) {
        let lang = Lang::from(self.language);
        match self.who {
            Who::Subscriber => {
                let reason = say!(lang, "mail-reason", brand = site.title, host = site.host);
                let links = Links { manage: MANAGE.to_owned(), mute: None, unsubscribe: UNSUBSCRIBE.to_owned() };
                (reason + CHOSEN, Some(links))
            }
            Who::Staff => (format!("You get this because you work on {}.", site.title), None),
            Who::Contact => (say!(lang, "credit-reason", brand = site.title), None),
        }
    }
}

/// What a mail says to the people of one organisation alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Personal {
    /// The organisation.
    pub customer: Option<String>,
    /// What it gets back.
    pub credits: Vec<Credit>,
}

/// Stand in a draft where one reader's links come, and what they chose. Private-use characters keep them apart from what people type.
const MANAGE: &str = "\u{E000}manage\u{E001}";
const MUTE: &str = "\u{E000}mute\u{E001}";
const UNSUBSCRIBE: &str = "\u{E000}unsubscribe\u{E001}";
const CHOSEN: &str = "\u{E000}chosen\u{E001}";

/// Characters of a subject that lists of mails show (bar M-9); and of a title in it, so that it is the same in all mails of one
/// conversation.
const SUBJECT: usize = 78;
const TITLE: usize = 60;

fn short(title: &str) -> String {
    cut(title, TITLE)
}

impl Draft {
    /// A mail under this subject, which is cut where it is too long to be shown.
    fn of(subject: &str, text: String, html: String) -> Self {
        Self { subject: cut(subject, SUBJECT), text, html }
    }

    /// The draft with one reader's links in it, and what they chose.
    pub(crate) fn for_reader(&self, links: &Links, chosen: Option<&str>) -> Self {
        let chosen = chosen.map(|chosen| format!(" {chosen}")).unwrap_or_default();
        let mute = links.mute.as_deref().unwrap_or_default();
        let fill = |text: &str, chosen: &str| {
            let text = text.replace(MANAGE, &links.manage).replace(MUTE, mute).replace(UNSUBSCRIBE, &links.unsubscribe);
            text.replace(CHOSEN, chosen)
        };
        Self { subject: self.subject.clone(), text: fill(&self.text, &chosen), html: fill(&self.html, &escaped(&chosen)) }
    }

    /// The draft as staff see it before it is sent.
    pub(crate) fn for_staff(&self) -> Self {
        let link = || "(link)".to_owned();
        self.for_reader(&Links { manage: link(), mute: Some(link()), unsubscribe: link() }, None)
    }

    /// The same under another subject, if there is one.
    pub(crate) fn under(self, subject: Option<String>) -> Self {
        Self { subject: subject.map_or(self.subject, |subject| cut(&subject, SUBJECT)), ..self }
    }
}

/// The letter that asks to confirm a subscription, or that points one who is subscribed to their preferences.
pub(crate) fn letter(kind: NoticeKind, site: Site<'_>, link: &str, lang: Lang) -> Draft {
    let known = kind != NoticeKind::Confirm;
    let word = |ours: &str, other: &str| lang.say(if known { ours } else { other });
    let (heading, sentences) = if kind == NoticeKind::Test {
        (lang.say("post-test"), vec![say!(lang, "post-test-text", brand = site.title)])
    } else {
        let asked = say!(lang, "letter-asked", brand = site.title);
        (word("letter-known", "letter-confirm"), vec![asked, word("letter-known-text", "letter-confirm-text")])
    };
    let mail = Letter {
        lang,
        heading,
        sentences,
        action: word("change-what-you-get", "confirm-button"),
        link: link.to_owned(),
        reason: lang.say("letter-not-you"),
    };
    Draft::of(&format!("{}: {}", site.title, mail.heading), mail.text(), mail.html())
}

/// A letter to a member of staff.
pub(crate) fn staff(news: &StaffNews, site: Site<'_>, zone: Tz) -> Draft {
    let moments = news.moments.iter().map(|(word, time)| format!("{word}: {}", locale::moment_in(Lang::En, *time, zone)));
    let said = |text: &String| moment::spell(&promised(text, ""), |time| locale::moment_in(Lang::En, time, zone));
    let mail = Letter {
        lang: Lang::En,
        heading: news.subject.clone(),
        sentences: news.sentences.iter().map(said).chain(moments).collect(),
        action: news.action.clone(),
        link: format!("{}{}", site.url, news.path),
        reason: format!("You get this because you work on {}.", site.title),
    };
    Draft::of(&format!("[Staff] {}", news.subject), mail.text(), mail.html())
}

/// The id of a delivery's message, the same at every try.
pub(crate) fn message_id(notice: &NoticeId, recipient: &str, host: &str) -> String {
    format!("{notice}.{recipient}@{host}")
}

/// The return path of a delivery's message, which says whose it was even where a bounce brings nothing else back (VERP).
pub(crate) fn return_path(bounces: &Address, notice: &NoticeId, recipient: &str) -> Option<Address> {
    Address::new(format!("{}+{notice}.{recipient}", bounces.user()), bounces.domain()).ok()
}

/// The ids of the thread before a message: a root that all share, then what was sent before (bar M-3). The root is
/// named by what the thread is about, `incident-…` or `maintenance-…`.
pub(crate) fn references(about: &str, earlier: &[NoticeId], recipient: &str, host: &str) -> Vec<String> {
    let root = format!("{about}.{recipient}@{host}");
    std::iter::once(root).chain(earlier.iter().map(|notice| message_id(notice, recipient, host))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_has_one_root_per_reader() {
        let ids = references("incident-i1", &[NoticeId::from("n1")], "s1", "status.example");
        assert_eq!(ids, ["incident-i1.s1@status.example", "n1.s1@status.example"]);
    }
}
