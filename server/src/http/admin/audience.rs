//! Who would hear of an update, and how mails to two readers would look.

use crate::{
    channels::email,
    domain::{
        audience::LeftOut,
        catalogue::Region,
        language::Language,
        notice::{IncidentNews, NoticeKind},
    },
    services::preview::{Ahead, Reach},
    state::App,
};
use allclear_app::pages::admin::audience::Audience;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What staff read of an exercise.
pub(super) const DRILL: &str = "A drill: it goes to staff only, and nothing is public.";

/// The audience of an update as the form shows it; none for what is not sent by itself.
pub(super) fn of_update(app: &App, ahead: Option<Ahead>) -> Audience {
    let Some(Ahead { reach, told_before, news, kind, is_drill }) = ahead else {
        let note = "What is said of a part stands in the thread of the whole, and is not sent by itself.";
        return Audience { notes: vec![note.to_owned()], ..Audience::default() };
    };
    let told = told_before.map(|count| format!("Everybody who was told of it hears the end, whatever they chose: {count}."));
    let hit = |region: &Region| reach.regions.iter().any(|(name, _)| *name == region.name);
    Audience {
        severity: news.severity.label().to_owned(),
        notes: told.into_iter().chain(posted(&reach)).chain(is_drill.then(|| DRILL.to_owned())).collect(),
        mails: mails(app, &news, kind, hit),
        by_mail: reach.hears.max(told_before.unwrap_or_default()),
        ..of(reach)
    }
}

/// Who hears it by other ways than mail, as a note.
pub(super) fn posted(reach: &Reach) -> Option<String> {
    let each: Vec<String> = reach.posted.iter().map(|(channel, count)| format!("{} {count}", channel.label())).collect();
    (!each.is_empty()).then(|| format!("It is posted, too: {}.", each.join(", ")))
}

/// Who hears it and who does not.
pub(super) fn of(reach: Reach) -> Audience {
    Audience {
        by_mail: reach.hears,
        left_out: left_out(&reach.left_out),
        regions: reach.regions,
        sample: reach.sample,
        ..Audience::default()
    }
}

/// Who hears nothing, with the reason in words.
pub(super) fn left_out(reasons: &BTreeMap<LeftOut, i64>) -> Vec<(i64, String)> {
    reasons.iter().map(|(why, count)| (*count, why.label().to_owned())).collect()
}

/// The mail as two readers will see it, by zone: in that of the first region that is hit, and in another.
pub(super) fn mails(
    app: &App,
    news: &IncidentNews,
    kind: NoticeKind,
    hit: impl Fn(&Region) -> bool,
) -> Vec<(String, String, String)> {
    let snapshot = app.hub.load();
    let (near, far): (Vec<&Region>, Vec<&Region>) = snapshot.state.catalogue.regions.iter().partition(|region| hit(region));
    let mut zones: Vec<Tz> = near.into_iter().chain(far).filter_map(|region| region.zone.parse().ok()).collect();
    zones.push(Tz::UTC);
    zones.dedup();
    zones.truncate(2);
    let url = app.settings.url("");
    let site = email::Site { title: &snapshot.state.title, url: &url, host: app.settings.host() };
    let each = zones.into_iter().map(|zone| {
        let reader = email::Reader { language: Language::En, zone, who: email::Who::Subscriber };
        let mail = email::news(news, kind, site, reader, &email::Personal::default()).for_staff();
        (zone.name().to_owned(), mail.subject, mail.text)
    });
    each.collect()
}
