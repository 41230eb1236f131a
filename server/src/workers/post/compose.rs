//! From a claim to a request.

use crate::{
    channels::{
        email::{self, Personal, Reader, Site, Who},
        post::Post,
        sms, webhook,
    },
    domain::{
        channel::Channel,
        link::Purpose,
        notice::{IncidentNews, MaintenanceNews, NoticeKind},
        phone,
    },
    services::subscriptions::BOTH_SECRETS,
    state::App,
    store::{StoreError, claims::Claim, subscribers},
    workers::links::{confirming, link, notice},
};
use allclear_app::{Lang, say};
use chrono_tz::Tz;

/// What is sent.
pub(super) struct Request {
    /// Where to.
    pub url: String,
    /// Besides what every request has.
    pub headers: Vec<(&'static str, String)>,
    /// The type of the body.
    pub kind: &'static str,
    /// What is said.
    pub body: String,
}

const JSON: &str = "application/json; charset=utf-8";
const FORM: &str = "application/x-www-form-urlencoded";

/// The request for a claim to its address, or why none can be made.
pub(super) async fn request(app: &App, claim: &Claim, address: &str) -> Result<Result<Request, String>, StoreError> {
    match claim.channel {
        Channel::Webhook => return to_program(app, claim, address).await,
        Channel::Sms => return to_telephone(app, claim, address).await,
        _ => {}
    }
    let (lang, title) = (Lang::from(claim.language), app.hub.load().state.title.clone());
    let post = match claim.kind {
        NoticeKind::Confirm => Post::letter(lang, &title, false, confirming(app, claim).await?),
        NoticeKind::Manage => Post::letter(lang, &title, true, manage(app, claim)),
        NoticeKind::Test => Post::test(lang, &title, manage(app, claim)),
        _ => news(app, claim, &title).await?,
    };
    let body = post.body(claim.channel).ok_or_else(|| format!("{} takes no posts", claim.channel));
    Ok(body.map(|body| Request { url: address.to_owned(), headers: Vec::new(), kind: JSON, body: body.to_string() }))
}

/// A text message by the account of this instance.
async fn to_telephone(app: &App, claim: &Claim, number: &str) -> Result<Result<Request, String>, StoreError> {
    let Some(account) = &app.settings.sms else { return Ok(Err("no account for SMS is set up here".to_owned())) };
    if phone::parse("number", number, &account.countries).is_err() {
        return Ok(Err("no SMS is sent to this country from here".to_owned()));
    }
    let (lang, title) = (Lang::from(claim.language), app.hub.load().state.title.clone());
    let brand = title.as_str();
    let text = match claim.kind {
        NoticeKind::Confirm => {
            say!(lang, "sms-confirm", brand = brand, link = confirming(app, claim).await?)
        }
        NoticeKind::Manage => say!(lang, "sms-known", brand = brand, link = manage(app, claim)),
        NoticeKind::Test => say!(lang, "sms-test", brand = brand, link = manage(app, claim)),
        _ => sms::text(&news(app, claim, &title).await?),
    };
    let body = sms::form((account.sender.0, &account.sender.1), number, &text);
    let headers = vec![("authorization", account.authorization.clone())];
    Ok(Ok(Request { url: account.url.clone(), headers, kind: FORM, body }))
}

async fn news(app: &App, claim: &Claim, title: &str) -> Result<Post, StoreError> {
    let content = notice(app, claim).await?.content;
    let url = app.settings.url("");
    let site = Site { title, url: &url, host: app.settings.host() };
    let zone = claim.zone.parse().unwrap_or(Tz::UTC);
    let reader = Reader { language: claim.language, zone, who: Who::Subscriber };
    let told = if claim.kind.is_of_maintenance() {
        email::work(&serde_json::from_str::<MaintenanceNews>(&content)?, claim.kind, site, reader)
    } else {
        email::told(&serde_json::from_str::<IncidentNews>(&content)?, claim.kind, site, reader, &Personal::default())
    };
    Ok(Post::of(told, manage(app, claim)))
}

/// A signed request. What it tells is what is true now: an older update that had to wait would be of no use.
async fn to_program(app: &App, claim: &Claim, address: &str) -> Result<Result<Request, String>, StoreError> {
    let (now, documentation) = (app.clock.now(), app.settings.url("/api/v3/openapi.json"));
    let letter = |word, link: &str| webhook::letter(word, link, &documentation, now);
    let body = match claim.kind {
        NoticeKind::Confirm => letter("confirm", &confirming(app, claim).await?),
        NoticeKind::Manage => letter("known", &manage(app, claim)),
        NoticeKind::Test => letter("test", &manage(app, claim)),
        _ => {
            let notice = notice(app, claim).await?;
            let about = notice.thread().unwrap_or_default().to_owned();
            match app.public_now(&about).await? {
                Some(body) => webhook::told(body, &link(app, claim, "unsubscribe", Purpose::Stop), &documentation, now),
                None => return Ok(Err("what it was about is not public any more".to_owned())),
            }
        }
    };
    let body = body.to_string();
    let headers = webhook::headers(&claim.id, now, &body, &secrets(app, claim).await?);
    Ok(Ok(Request { url: address.to_owned(), headers, kind: JSON, body }))
}

/// The secrets that sign: the present one, and for a day the one before.
async fn secrets(app: &App, claim: &Claim) -> Result<Vec<[u8; 32]>, StoreError> {
    let id = claim.recipient_id.clone();
    let row = app.database.off_thread(move |database| database.read(|conn| subscribers::find(conn, &id))).await?;
    let row = row.ok_or_else(|| StoreError::Damaged(format!("delivery {} is for nobody", claim.id)))?;
    let is_fresh = row.secret_changed_at.is_some_and(|changed| app.clock.now() < changed + BOTH_SECRETS);
    let versions = std::iter::once(row.secret_version).chain(is_fresh.then_some(row.secret_version - 1));
    Ok(versions.map(|version| app.signer.secret_of(row.id.as_str(), version)).collect())
}

fn manage(app: &App, claim: &Claim) -> String {
    link(app, claim, "subscriptions", Purpose::Manage)
}
