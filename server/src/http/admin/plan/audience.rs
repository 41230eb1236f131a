//! Who will hear of a maintenance, and how the mail will look.

use super::super::audience;
use crate::{
    channels::email,
    domain::{
        catalogue::Catalogue,
        health::Health,
        language::Language,
        link::fingerprint,
        maintenance::MaintenanceDraft,
        notice::{AffectedName, MaintenanceNews, NoticeKind},
        template::{TemplateKind, Texts},
    },
    services::{Refusal, preview, templates},
    state::App,
};
use allclear_app::pages::admin::audience::Audience;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What the audience was counted for: the window, the places, and the groups that it is told to alone.
pub(super) fn mark(draft: &MaintenanceDraft) -> String {
    fingerprint(format!("{:?} {:?} {:?}", draft.window, draft.pairs, draft.subscriber_groups))
}

/// Counts who will hear of it.
pub(super) async fn count(app: &App, draft: MaintenanceDraft, catalogue: Catalogue, mark: String) -> Result<Audience, Refusal> {
    let wanted = draft.clone();
    let (reach, catalogue, layout) = app
        .read(move |conn| {
            let reach = preview::of_maintenance(conn, &catalogue, &wanted)?;
            Ok((reach, catalogue, templates::layout(conn, &wanted.template, TemplateKind::Maintenance)?))
        })
        .await?;
    let (utc, there) = (words(&draft, Tz::UTC), words(&draft, draft.zone));
    let length = (draft.window.ends_at - draft.window.starts_at).num_minutes();
    Ok(Audience {
        mark,
        notes: [format!("{there}."), format!("{utc}."), format!("{length} minutes, the buffer included.")]
            .into_iter()
            .chain(audience::posted(&reach))
            .collect(),
        mails: mails(app, &draft, &catalogue, &layout),
        ..audience::of(reach)
    })
}

/// The window on the clocks of a zone.
fn words(draft: &MaintenanceDraft, zone: Tz) -> String {
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).format("%a %-d %b, %H:%M %Z").to_string();
    format!("{} – {}", local(draft.window.starts_at), local(draft.window.ends_at))
}

/// The mail as two readers will see it.
fn mails(app: &App, draft: &MaintenanceDraft, catalogue: &Catalogue, layout: &Texts) -> Vec<(String, String, String)> {
    let snapshot = app.hub.load();
    let url = app.settings.url("");
    let site = email::Site { title: &snapshot.state.title, url: &url, host: app.settings.host() };
    let affected = draft.pairs.iter().filter_map(|pair| {
        let component = catalogue.component(pair.component.as_str())?.name.clone();
        let region = catalogue.region(pair.region.as_str())?.name.clone();
        Some(AffectedName { component, region, health: Health::UnderMaintenance })
    });
    let news = MaintenanceNews {
        title: draft.title.clone(),
        body: draft.body.clone(),
        affected: affected.collect(),
        effect: draft.effect,
        starts_at: draft.window.starts_at,
        ends_at: draft.window.ends_at,
        before: None,
        advice: draft.advice.clone(),
        contact_by: draft.contact_by,
        said_at: app.clock.now(),
        sequence: 0,
        path: "/maintenance/…".to_owned(),
        earlier: Vec::new(),
        translations: draft.translations.clone(),
        layout: layout.clone(),
        further: draft.further(app.clock.now()),
    };
    let other = if draft.zone == Tz::America__New_York { Tz::Asia__Tokyo } else { Tz::America__New_York };
    let mails = [draft.zone, other].into_iter().map(|zone| {
        let reader = email::Reader { language: Language::En, zone, who: email::Who::Subscriber };
        let mail = email::maintenance(&news, NoticeKind::Planned, site, reader).for_staff();
        (zone.name().to_owned(), mail.subject, mail.text)
    });
    mails.collect()
}
