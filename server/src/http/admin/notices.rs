//! `/admin/notices/{id}`: how far the telling of one thing has got, live; hold it, call it off, try again, prove it.

use crate::{
    channels::email,
    domain::{
        audience::LeftOut, channel::Channel, delivery::DeliveryState, id::NoticeId, language::Language, notice::NoticeKind,
        person::Role, spreadsheet::harmless,
    },
    http::{answer, extract, fail, present},
    locale,
    services::{Refusal, notices as service},
    state::App,
    store::{
        self, Conn, StoreError, incidents, maintenances,
        notices::{self, Notice},
        progress,
    },
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::notice::Notice as Page,
    pieces::{Fact, Table},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Reasons on the page.
const REASONS: i64 = 20;
/// Seconds after which a page of something that goes on is fetched anew.
const REFRESH: u32 = 3;
/// Over so long the speed is measured.
const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// Lines of the proof that are read at once.
const LINES: i64 = 5_000;

/// What is known of one notice.
struct Known {
    notice: Notice,
    title: String,
    shares: Vec<progress::Share>,
    reasons: Vec<(DeliveryState, String, i64)>,
    left_out: BTreeMap<LeftOut, i64>,
    /// Whether only sums are kept of some of its deliveries.
    folded: bool,
}

impl Known {
    fn of(&self, wanted: DeliveryState) -> impl Iterator<Item = &progress::Share> {
        self.shares.iter().filter(move |share| share.state == wanted)
    }

    fn in_state(&self, wanted: DeliveryState) -> i64 {
        self.of(wanted).map(|share| share.count).sum()
    }

    fn all(&self) -> i64 {
        self.shares.iter().map(|share| share.count).sum()
    }

    fn waits(&self) -> i64 {
        self.in_state(DeliveryState::Queued) + self.in_state(DeliveryState::Held)
    }
}

/// The page.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (wanted, now) = (NoticeId::from(id.into_inner()), app.clock.now());
    match app.read(move |conn| known(conn, &wanted, now)).await {
        Ok(known) => {
            let still = request.query_string().contains("still");
            // What is damaged can be called off all the same.
            let said = said(&app, &known.notice).unwrap_or_else(|error| Some(format!("It cannot be read: {error}")));
            answer::private(StatusCode::OK, Page { said, ..page(&app, &staff, &known, still) }.html())
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Does something with it.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = NoticeId::from(id.into_inner());
    let (wanted, deed) = (id.clone(), fields.get("deed").to_owned());
    let done = app
        .write(&staff.email, move |conn, act| match deed.as_str() {
            "hold" => service::hold(conn, act, &wanted),
            "resume" => service::resume(conn, act, &wanted),
            "cancel" => service::cancel(conn, act, &wanted),
            "retry" => service::retry(conn, act, &wanted),
            _ => Err(Refusal::Missing("deed")),
        })
        .await;
    match done {
        Ok(()) => answer::go(&format!("/admin/notices/{id}")),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Who was told, when, and what the other side said, as a file.
pub(crate) async fn proof(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = NoticeId::from(id.into_inner());
    let name = format!("proof-{id}.csv");
    let of = app.clone();
    match app.read(move |conn| lines(&of, conn, &id)).await {
        Ok(bytes) => answer::file("text/csv; charset=utf-8", &name, bytes),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn lines(app: &App, conn: &mut Conn, id: &NoticeId) -> Result<Vec<u8>, Refusal> {
    notices::find(conn, id)?.ok_or(Refusal::Missing("notice"))?;
    let told = |error: csv::Error| Refusal::from(StoreError::Damaged(error.to_string()));
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["recipient", "channel", "state", "attempts", "at", "reply", "message_id"]).map_err(told)?;
    let mut after = String::new();
    loop {
        let page = progress::proof(conn, id, &after, LINES)?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (_, line) in &page {
            let who = line.address.as_deref().map_or_else(|| "(forgotten)".to_owned(), |one| app.signer.shown(one));
            let mail =
                (line.channel == Channel::Email).then(|| email::message_id(id, line.recipient.as_str(), app.settings.host()));
            let cells = [
                harmless(&who),
                line.channel.to_string(),
                line.state.to_string(),
                line.attempts.to_string(),
                line.ended_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
                harmless(&line.reply),
                mail.unwrap_or_default(),
            ];
            file.write_record(cells).map_err(told)?;
        }
    }
    file.into_inner().map_err(|error| Refusal::from(StoreError::Damaged(error.to_string())))
}

fn known(conn: &mut Conn, id: &NoticeId, now: DateTime<Utc>) -> Result<Known, Refusal> {
    let notice = notices::find(conn, id)?.ok_or(Refusal::Missing("notice"))?;
    let subject = match (&notice.incident_id, &notice.maintenance_id) {
        (Some(incident), _) => incidents::find(conn, incident)?.map(|incident| incident.title),
        (None, Some(maintenance)) => maintenances::find(conn, maintenance)?.map(|maintenance| maintenance.title),
        (None, None) => None,
    };
    let label = notice.kind.label();
    Ok(Known {
        title: subject.map_or_else(|| label.to_owned(), |subject| format!("{label}: {subject}")),
        shares: progress::shares(conn, id, now - MINUTE)?,
        reasons: progress::reasons(conn, id, REASONS)?,
        left_out: serde_json::from_str(&notice.left_out).map_err(StoreError::from)?,
        folded: store::sums::has(conn, id)?,
        notice,
    })
}

/// What its mail says to a reader in UTC; none of a letter, which may hold what is for one reader alone.
fn said(app: &App, notice: &Notice) -> Result<Option<String>, StoreError> {
    let (title, url) = (app.hub.load().state.title.clone(), app.settings.url(""));
    let site = email::Site { title: &title, url: &url, host: app.settings.host() };
    let reader = email::Reader { language: Language::En, zone: Tz::UTC, who: email::Who::Subscriber };
    let draft = match notice.kind {
        NoticeKind::Credited | NoticeKind::Staff | NoticeKind::Confirm | NoticeKind::Manage | NoticeKind::Test => {
            return Ok(None);
        }
        kind if kind.is_of_maintenance() => email::maintenance(&serde_json::from_str(&notice.content)?, kind, site, reader),
        kind => email::news(&serde_json::from_str(&notice.content)?, kind, site, reader, &email::Personal::default()),
    };
    Ok(Some(draft.for_staff().text))
}

fn page(app: &App, staff: &extract::Staff, known: &Known, still: bool) -> Page {
    let notice = &known.notice;
    let goes_on = notice.done_at.is_none();
    let frame = super::frame(app, staff, "/admin/subscribers", &known.title);
    let all = known.all();
    let ledger = format!("/admin/deliveries?notice={}", notice.id);
    Page {
        frame: allclear_app::pages::admin::Frame { refresh: (goes_on && !still).then_some(REFRESH), ..frame },
        tabs: super::reader_tabs("/admin/deliveries"),
        facts: facts(known, app.clock.now()),
        counts: DeliveryState::ALL
            .iter()
            .map(|state| (state.label(), known.in_state(*state), *state == DeliveryState::Failed))
            .collect(),
        percent: if all == 0 { i64::from(!goes_on) * 100 } else { (all - known.waits()) * 100 / all },
        channels: channels(known),
        reasons: known.reasons.iter().map(|(state, words, count)| (state.label().to_owned(), words.clone(), *count)).collect(),
        left_out: super::audience::left_out(&known.left_out),
        action: format!("/admin/notices/{}", notice.id),
        deeds: deeds(known),
        links: vec![
            ("Proof as CSV".to_owned(), format!("/admin/notices/{}/proof.csv", notice.id)),
            ("Ledger".to_owned(), ledger),
        ],
        still: (goes_on && !still).then(|| "?still".to_owned()),
        title: known.title.clone(),
        said: None,
    }
}

fn deeds(known: &Known) -> Vec<(&'static str, String)> {
    let mut deeds = Vec::new();
    if known.notice.done_at.is_none() && known.notice.called_off.is_none() && !known.notice.kind.is_letter() {
        let held = known.notice.held_at.is_some();
        deeds.push(if held { ("resume", "Let it go on".to_owned()) } else { ("hold", "Hold it".to_owned()) });
        let more = if known.notice.fanned_out_at.is_none() { " and all that would follow" } else { "" };
        deeds.push(("cancel", format!("Call off the {} that wait{more}", known.waits())));
    }
    let failed = known.in_state(DeliveryState::Failed);
    // What was added up cannot be tried again, and is too old to be.
    if failed > 0 && !known.folded {
        deeds.push(("retry", format!("Try the {failed} that failed again")));
    }
    deeds
}

fn facts(known: &Known, now: DateTime<Utc>) -> Vec<Fact> {
    let notice = &known.notice;
    let text = |label: &str, text: String| Fact::Text(label.to_owned(), text);
    let moment = |label: &str, time| Fact::Moment(label.to_owned(), present::staff_moment(time));
    let mut facts = vec![moment("Written", notice.created_at)];
    if let Some(incident) = &notice.incident_id {
        facts.push(Fact::Link("Of".to_owned(), "the incident".to_owned(), format!("/admin/incidents/{incident}")));
    }
    let after = |time: DateTime<Utc>| locale::length(Lang::En, time - notice.created_at);
    let first = known.of(DeliveryState::Sent).filter_map(|share| share.first).min();
    let last = known.of(DeliveryState::Sent).filter_map(|share| share.last).max();
    facts.extend(first.map(|first| text("First left after", after(first))));
    facts.extend(last.filter(|_| notice.done_at.is_some()).map(|last| text("Last left after", after(last))));
    match (notice.done_at, &notice.called_off, notice.held_at) {
        (None, Some(why), _) => facts.push(text("Stands", format!("What waits is being skipped: {why}"))),
        (Some(_), ..) => facts.push(text("Stands", "Nothing waits any more".to_owned())),
        (None, None, Some(since)) => facts.push(moment("Held since", since)),
        (None, None, None) => {
            let in_a_minute: i64 = known.of(DeliveryState::Sent).map(|share| share.lately).sum();
            facts.push(text("Speed", format!("{in_a_minute} in the last minute")));
            let queued = known.in_state(DeliveryState::Queued);
            let left = (in_a_minute > 0).then(|| TimeDelta::minutes(queued / in_a_minute.max(1) + 1));
            let left = left.map(|left| present::countdown(now + left, now));
            facts.extend(left.map(|at| Fact::Moment("Done".to_owned(), at)));
            facts.extend(notice.fanned_out_at.is_none().then(|| text("Recipients", "are still being gathered".to_owned())));
        }
    }
    facts.extend(known.folded.then(|| text("Ledger", "of old deliveries only these sums are kept".to_owned())));
    facts
}

fn channels(known: &Known) -> Table {
    let mut by_channel: BTreeMap<Channel, BTreeMap<DeliveryState, i64>> = BTreeMap::new();
    for share in &known.shares {
        *by_channel.entry(share.channel).or_default().entry(share.state).or_default() += share.count;
    }
    let rows = by_channel.into_iter().map(|(channel, states)| {
        let cells = DeliveryState::ALL.iter().map(|state| states.get(state).copied().unwrap_or_default().to_string());
        (channel.label().to_owned(), None, cells.collect())
    });
    Table {
        caption: "Deliveries by channel and state".to_owned(),
        corner: "Channel".to_owned(),
        columns: DeliveryState::ALL.iter().map(|state| state.label().to_owned()).collect(),
        rows: rows.collect(),
    }
}
