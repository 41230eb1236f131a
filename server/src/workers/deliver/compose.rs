//! From a claim to a message. What is the same for many readers is made once.

use super::drafts::Drafts;
use crate::{
    channels::email::{
        self, Draft, Site,
        tags::{self, Tags},
    },
    domain::{
        filter::Filter,
        id::{IncidentId, NoticeId},
        language::Language,
        link::Purpose,
        notice::{CreditNews, IncidentNews, MaintenanceNews, NoticeKind, StaffNews},
    },
    mail::message::{self, Letter, List},
    services::mutes,
    state::App,
    store::{
        Database, StoreError,
        claims::{Claim, Reader},
        credits, customers,
    },
    workers::links::{confirming, link, notice},
};
use allclear_app::{Lang, emails::news::Links};
use chrono_tz::Tz;
use lettre::Message;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// Makes messages.
pub(super) struct Composer {
    app: App,
    drafts: Mutex<Drafts<Key, Arc<Prepared>>>,
}

/// What makes one mail differ from another: notice, zone, language, and why it is read.
type Key = (NoticeId, String, Language, email::Who);

/// News for all readers of one language in one zone.
struct Prepared {
    draft: Draft,
    /// Whether the mails of some readers say more.
    personal: bool,
    /// What its thread is about.
    about: String,
    /// The incident of which its reader can want no more.
    incident: Option<IncidentId>,
    tags: Tags,
    earlier: Vec<NoticeId>,
    calendar: Option<Attached>,
}

/// A calendar that comes with a mail: its method and its text.
type Attached = (&'static str, String);

/// Longest wait for a draft that somebody else makes: a little longer than for a connection to the database.
const PATIENCE: Duration = Duration::from_secs(6);

impl Composer {
    /// Makes messages for this instance.
    pub(super) fn new(app: App) -> Self {
        Self { app, drafts: Mutex::new(Drafts::new()) }
    }

    /// The message for a claim, or why none can be made.
    pub(super) async fn compose(&self, claim: &Claim) -> Result<Result<Message, String>, StoreError> {
        let host = self.app.settings.host();
        let id = email::message_id(&claim.notice_id, claim.recipient_id.as_str(), host);
        let (draft, list, calendar) = match claim.kind {
            NoticeKind::Confirm => (self.letter(claim, &confirming(&self.app, claim).await?), None, None),
            NoticeKind::Manage | NoticeKind::Test => {
                (self.letter(claim, &link(&self.app, claim, "subscriptions", Purpose::Manage)), None, None)
            }
            NoticeKind::Staff => (self.staff(claim).await?, None, None),
            NoticeKind::Credited => (self.credit(claim).await?, None, None),
            _ => self.news(claim).await?,
        };
        let bounces = self.app.settings.mail.as_ref().and_then(|mail| mail.bounces.as_ref());
        let returns_to = bounces.and_then(|bounces| email::return_path(bounces, &claim.notice_id, claim.recipient_id.as_str()));
        Ok(message::build(&Letter {
            from: self.app.settings.mail_from.clone(),
            returns_to,
            to: claim.address.clone(),
            subject: draft.subject,
            text: draft.text,
            html: draft.html,
            id,
            date: self.app.clock.now(),
            language: Lang::from(claim.language).code(),
            calendar,
            list,
        }))
    }

    /// News with one reader's links in it.
    async fn news(&self, claim: &Claim) -> Result<(Draft, Option<List>, Option<Attached>), StoreError> {
        let mut prepared = self.prepared(claim).await?;
        if prepared.personal {
            let personal = self.personal(claim).await?;
            if personal != email::Personal::default() {
                prepared = Arc::new(self.prepare(claim, &personal).await?);
            }
        }
        if claim.reader != Reader::Subscriber {
            // What nobody subscribed to has nothing to unsubscribe from.
            return Ok((prepared.draft.clone(), None, prepared.calendar.clone()));
        }
        let (host, snapshot, lang) = (self.app.settings.host(), self.app.hub.load(), Lang::from(claim.language));
        // It was judged when it was chosen; one that is damaged says nothing.
        let filter: Filter = serde_json::from_str(&claim.filter).unwrap_or_default();
        let chosen = email::chosen(lang, &filter, &snapshot.in_language(lang).catalogue);
        let link = self.app.signer.sign(Purpose::Manage, claim.recipient_id.as_str());
        let unsubscribe = self.app.settings.url(&format!("/unsubscribe/{link}"));
        let muting = |incident| self.app.signer.sign(Purpose::Mute, &mutes::word(incident, &claim.recipient_id));
        let links = Links {
            manage: self.app.settings.url(&format!("/subscriptions/{link}")),
            mute: prepared.incident.as_ref().map(|incident| self.app.settings.url(&format!("/mute/{}", muting(incident)))),
            unsubscribe: unsubscribe.clone(),
        };
        let list = List {
            host: host.to_owned(),
            title: snapshot.state.title.clone(),
            unsubscribe,
            kind: claim.kind.to_string(),
            references: email::references(&prepared.about, &prepared.earlier, claim.recipient_id.as_str(), host),
            tags: prepared.tags.clone(),
        };
        Ok((prepared.draft.for_reader(&links, chosen.as_deref()), Some(list), prepared.calendar.clone()))
    }

    fn letter(&self, claim: &Claim, link: &str) -> Draft {
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        email::letter(claim.kind, Site { title: &title, url: &url, host: self.app.settings.host() }, link, claim.language.into())
    }

    async fn staff(&self, claim: &Claim) -> Result<Draft, StoreError> {
        let news: StaffNews = serde_json::from_str(&notice(&self.app, claim).await?.content)?;
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        let site = Site { title: &title, url: &url, host: self.app.settings.host() };
        Ok(email::staff(&news, site, claim.zone.parse().unwrap_or(Tz::UTC)))
    }

    async fn credit(&self, claim: &Claim) -> Result<Draft, StoreError> {
        let news: CreditNews = serde_json::from_str(&notice(&self.app, claim).await?.content)?;
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        Ok(email::credit(&news, Site { title: &title, url: &url, host: self.app.settings.host() }, claim.language.into()))
    }

    /// The reader's organisation, and what it gets back by what was approved when the notice was written.
    async fn personal(&self, claim: &Claim) -> Result<email::Personal, StoreError> {
        let notice = notice(&self.app, claim).await?;
        let Some(incident) = notice.incident_id else { return Ok(email::Personal::default()) };
        let address = claim.address.clone();
        let told = move |database: &Database| {
            database.read(|conn| {
                let rows = credits::told_to(conn, &incident, &address, notice.created_at)?;
                Ok::<_, StoreError>((customers::name_of(conn, &address)?, rows))
            })
        };
        let (customer, rows) = self.app.database.off_thread(told).await?;
        let credits = rows.into_iter().map(|row| email::Credit { month: row.month, amount: row.amount, currency: row.currency });
        Ok(email::Personal { customer, credits: credits.collect() })
    }

    async fn prepared(&self, claim: &Claim) -> Result<Arc<Prepared>, StoreError> {
        // All hands begin with the same news: one makes it, and the others wait for that.
        let key = (claim.notice_id.clone(), claim.zone.clone(), claim.language, who(claim));
        let place = self.drafts.lock().unwrap_or_else(PoisonError::into_inner).place(key, Instant::now());
        let make = || async { self.prepare(claim, &email::Personal::default()).await.map(Arc::new) };
        // While the database is away each of them would ask it in its turn.
        let draft = timeout(PATIENCE, place.get_or_try_init(make)).await;
        draft.map_err(|_| StoreError::Unreachable("nobody could make the draft".to_owned()))?.cloned()
    }

    /// The subject of all mails of an incident, where they are to have one (PRODUCT 8).
    fn one_subject(&self, title: &str) -> Option<String> {
        let wanted = self.app.settings.mail.as_ref().is_some_and(|mail| mail.one_subject);
        wanted.then(|| format!("{}: {title}", self.app.hub.load().state.title))
    }

    async fn prepare(&self, claim: &Claim, personal: &email::Personal) -> Result<Prepared, StoreError> {
        let damaged = || StoreError::Damaged(format!("delivery {} is about nothing", claim.id));
        let notice = notice(&self.app, claim).await?;
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        let site = Site { title: &title, url: &url, host: self.app.settings.host() };
        let zone = claim.zone.parse().unwrap_or(Tz::UTC);
        let reader = email::Reader { language: claim.language, zone, who: who(claim) };
        if claim.kind.is_of_maintenance() {
            let id = notice.maintenance_id.ok_or_else(damaged)?;
            let news: MaintenanceNews = serde_json::from_str(&notice.content)?;
            let subject = self.one_subject(news.in_language(claim.language).0);
            let draft = email::maintenance(&news, claim.kind, site, reader).under(subject);
            let calendar = Some(email::invitation(&news, claim.kind, &id, site, claim.language.into()));
            let tags = tags::of_maintenance(&id, &news.affected);
            let about = format!("maintenance-{id}");
            return Ok(Prepared { draft, personal: false, about, incident: None, tags, earlier: news.earlier, calendar });
        }
        let news: IncidentNews = serde_json::from_str(&notice.content)?;
        let subject = self.one_subject(news.in_language(claim.language).0);
        let draft = email::news(&news, claim.kind, site, reader, personal).under(subject);
        let id = notice.incident_id.ok_or_else(damaged)?;
        Ok(Prepared {
            draft,
            personal: news.credited || email::is_personal(&news.layout),
            about: format!("incident-{id}"),
            tags: tags::of_incident(&id, news.severity, &news.affected),
            incident: Some(id),
            earlier: news.earlier,
            calendar: None,
        })
    }
}

fn who(claim: &Claim) -> email::Who {
    match claim.reader {
        Reader::Subscriber => email::Who::Subscriber,
        Reader::Staff => email::Who::Staff,
        Reader::Contact => email::Who::Contact,
    }
}
