//! From a claim to a message. What is the same for many readers is made once.

use crate::{
    channels::email::{self, Draft, Site},
    domain::{
        id::{IncidentId, NoticeId},
        language::Language,
        link::Purpose,
        notice::{IncidentNews, NoticeKind, StaffNews},
    },
    mail::message::{self, Letter, List},
    state::App,
    store::{
        StoreError,
        claims::{Claim, Reader},
        notices::{self, Notice},
    },
};
use chrono_tz::Tz;
use lettre::Message;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Makes messages.
pub(super) struct Composer {
    app: App,
    kept: Mutex<HashMap<(NoticeId, String, Language), Arc<Prepared>>>,
}

/// News for all readers of one language in one zone.
struct Prepared {
    draft: Draft,
    incident: IncidentId,
    earlier: Vec<NoticeId>,
}

/// Notices times zones and languages that are kept; more than this means that old ones are done with.
const KEPT: usize = 500;

impl Composer {
    /// Makes messages for this instance.
    pub(super) fn new(app: App) -> Self {
        Self { app, kept: Mutex::new(HashMap::new()) }
    }

    /// The message for a claim, or why none can be made.
    pub(super) async fn compose(&self, claim: &Claim) -> Result<Result<Message, String>, StoreError> {
        let host = self.app.settings.host();
        let id = email::message_id(&claim.notice_id, claim.recipient_id.as_str(), host);
        let (draft, list) = match claim.kind {
            NoticeKind::Confirm => (self.letter(claim, "confirm", Purpose::Confirm), None),
            NoticeKind::Manage => (self.letter(claim, "subscriptions", Purpose::Manage), None),
            NoticeKind::Staff => (self.staff(claim).await?, None),
            NoticeKind::Opened | NoticeKind::Updated | NoticeKind::Resolved | NoticeKind::Retracted
                if claim.reader == Reader::Staff =>
            {
                // Staff cannot unsubscribe from a drill; their links lead to where they work.
                let (prepared, admin) = (self.prepared(claim).await?, self.app.settings.url("/admin"));
                (prepared.draft.for_reader(&admin, &admin), None)
            }
            NoticeKind::Opened | NoticeKind::Updated | NoticeKind::Resolved | NoticeKind::Retracted => {
                let prepared = self.prepared(claim).await?;
                let link = self.app.signer.sign(Purpose::Manage, claim.recipient_id.as_str());
                let unsubscribe = self.app.settings.url(&format!("/unsubscribe/{link}"));
                let manage = self.app.settings.url(&format!("/subscriptions/{link}"));
                let list = List {
                    host: host.to_owned(),
                    title: self.app.hub.load().state.title.clone(),
                    unsubscribe: unsubscribe.clone(),
                    kind: claim.kind.to_string(),
                    references: email::references(&prepared.incident, &prepared.earlier, claim.recipient_id.as_str(), host),
                };
                (prepared.draft.for_reader(&manage, &unsubscribe), Some(list))
            }
        };
        Ok(message::build(&Letter {
            from: self.app.settings.mail_from.clone(),
            to: claim.address.clone(),
            subject: draft.subject,
            text: draft.text,
            html: draft.html,
            id,
            date: self.app.clock.now(),
            list,
        }))
    }

    fn letter(&self, claim: &Claim, path: &str, purpose: Purpose) -> Draft {
        let link = self.app.settings.url(&format!("/{path}/{}", self.app.signer.sign(purpose, claim.recipient_id.as_str())));
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        email::letter(claim.kind, Site { title: &title, url: &url, host: self.app.settings.host() }, &link, claim.language.into())
    }

    async fn staff(&self, claim: &Claim) -> Result<Draft, StoreError> {
        let news: StaffNews = serde_json::from_str(&self.notice(claim).await?.content)?;
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        let site = Site { title: &title, url: &url, host: self.app.settings.host() };
        Ok(email::staff(&news, site, claim.zone.parse().unwrap_or(Tz::UTC)))
    }

    async fn notice(&self, claim: &Claim) -> Result<Notice, StoreError> {
        let id = claim.notice_id.clone();
        let notice = self.app.database.off_thread(move |database| database.read(|conn| notices::find(conn, &id))).await?;
        notice.ok_or_else(|| StoreError::Damaged(format!("delivery {} has no notice", claim.id)))
    }

    async fn prepared(&self, claim: &Claim) -> Result<Arc<Prepared>, StoreError> {
        let key = (claim.notice_id.clone(), claim.zone.clone(), claim.language);
        if let Some(found) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(found));
        }
        let prepared = Arc::new(self.prepare(claim).await?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&prepared));
        Ok(prepared)
    }

    async fn prepare(&self, claim: &Claim) -> Result<Prepared, StoreError> {
        let damaged = || StoreError::Damaged(format!("delivery {} has no notice of an incident", claim.id));
        let notice = self.notice(claim).await?;
        let news: IncidentNews = serde_json::from_str(&notice.content)?;
        let zone: Tz = claim.zone.parse().unwrap_or(Tz::UTC);
        let (title, url) = (self.app.hub.load().state.title.clone(), self.app.settings.url(""));
        let site = Site { title: &title, url: &url, host: self.app.settings.host() };
        let draft = email::news(&news, claim.kind, site, email::Reader { language: claim.language, zone });
        Ok(Prepared { draft, incident: notice.incident_id.ok_or_else(damaged)?, earlier: news.earlier })
    }
}
