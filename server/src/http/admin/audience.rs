//! Who would hear of an update, and how mails to two readers would look.

use crate::{
    channels::email,
    domain::{
        catalogue::Region,
        language::Language,
        notice::{IncidentNews, NoticeKind},
    },
    services::preview::Ahead,
    state::App,
};
use allclear_app::pages::admin::audience::Audience;
use chrono_tz::Tz;

/// The audience of an update as the form shows it; none for what is not sent by itself.
pub(super) fn of_update(app: &App, ahead: Option<Ahead>) -> Audience {
    let Some(Ahead { reach, told_before, news, kind }) = ahead else {
        let note = "What is said of a part stands in the thread of the whole, and is not sent by itself.";
        return Audience { notes: vec![note.to_owned()], ..Audience::default() };
    };
    let told = told_before.map(|count| format!("Everybody who was told of it hears the end, whatever they chose: {count}."));
    let hit = |region: &Region| reach.regions.iter().any(|(name, _)| *name == region.name);
    Audience {
        by_mail: reach.hears.max(told_before.unwrap_or_default()),
        severity: news.severity.label().to_owned(),
        notes: told.into_iter().collect(),
        mails: mails(app, &news, kind, hit),
        regions: reach.regions,
        sample: reach.sample,
        left_out: reach.left_out.iter().map(|(why, count)| (*count, why.label().to_owned())).collect(),
        ..Audience::default()
    }
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
        let mail = email::news(news, kind, site, reader, &email::Personal::default()).for_reader("(link)", "(link)");
        (zone.name().to_owned(), mail.subject, mail.text)
    });
    each.collect()
}
