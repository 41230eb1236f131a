//! Writing the notice of a maintenance: what to say, frozen, and who hears it.

use crate::{
    domain::{
        audience::{self, Audience},
        catalogue::Catalogue,
        filter::{Kind, Place},
        health::Health,
        language::Language,
        maintenance::Window,
        notice::{self, AffectedName, MaintenanceNews, NoticeKind, SaidAgain},
        policy::Reach,
        template::{TemplateKind, Texts},
    },
    services::{Act, Refusal, templates},
    store::{self, Conn, impacts, maintenances::Maintenance, notices, subscriber_groups, translations, updates::Update},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Urgent enough to come before the news of a P3.
const PRIORITY: i32 = 2;

/// What a notice says besides the maintenance itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Told<'a> {
    /// The words, where there are any.
    pub update: Option<&'a Update>,
    /// The window before, where it changed.
    pub before: Option<Window>,
    /// The next dates of what comes again.
    pub further: Vec<DateTime<Utc>>,
}

impl<'a> Told<'a> {
    /// These words alone.
    pub(super) fn words(update: &'a Update) -> Self {
        Self { update: Some(update), ..Self::default() }
    }

    /// These words, and the window before.
    pub(super) fn instead(update: &'a Update, before: Window) -> Self {
        Self { before: Some(before), ..Self::words(update) }
    }
}

/// Writes the notice of what happened to a maintenance. What changes it reaches everyone who was told of it, too.
pub(super) fn announce(
    conn: &mut Conn,
    act: &mut Act,
    kind: NoticeKind,
    maintenance: &Maintenance,
    told: Told<'_>,
) -> Result<(), Refusal> {
    let Told { update, before, further } = told;
    let catalogue = store::catalogue::load(conn)?;
    let rows = impacts::of_maintenance(conn, &maintenance.id)?;
    let mut earlier = notices::of_maintenance(conn, &maintenance.id)?;
    earlier.drain(..earlier.len().saturating_sub(notice::EARLIER_LIMIT));
    let news = MaintenanceNews {
        title: maintenance.title.clone(),
        body: update.map(|update| update.body.clone()).unwrap_or_default(),
        affected: affected(&rows, &catalogue),
        effect: maintenance.effect,
        starts_at: maintenance.starts_at,
        ends_at: maintenance.ends_at,
        before: before.map(|window| (window.starts_at, window.ends_at)),
        advice: maintenance.advice.clone(),
        contact_by: maintenance.contact_by.filter(|contact| *contact > act.now),
        said_at: act.now,
        sequence: maintenance.sequence,
        path: format!("/maintenance/{}", maintenance.id),
        earlier,
        translations: again(conn, maintenance, update)?,
        layout: layout(conn, kind, update)?,
        further,
    };
    let all_told = !matches!(kind, NoticeKind::Planned | NoticeKind::Upcoming | NoticeKind::Progress);
    let audience = Audience {
        places: rows.iter().map(|row| Place::of(&catalogue, &row.impact().pair.component, &row.impact().pair.region)).collect(),
        severity: None,
        kind: Kind::Maintenance,
        email: Reach::Matching,
        sms: Reach::Matching,
        within: subscriber_groups::told(conn, maintenance.id.as_str())?,
        told: audience::Told { all_told, only_told: false },
    };
    let row = notices::Notice::news(act.id_after(news.earlier.last()), kind, (&news, &audience), PRIORITY, act.now)?;
    Ok(notices::insert(conn, &notices::Notice { maintenance_id: Some(maintenance.id.clone()), ..row })?)
}

/// What mails say around the words of this kind of notice. What happens by itself says no words.
fn layout(conn: &mut Conn, kind: NoticeKind, update: Option<&Update>) -> Result<Texts, Refusal> {
    let Some(update) = update.filter(|update| !update.body.is_empty()) else { return Ok(Texts::new()) };
    match kind {
        NoticeKind::Planned => templates::layout(conn, &update.template, TemplateKind::Maintenance),
        NoticeKind::Overrun => templates::layout(conn, &update.template, TemplateKind::Overrun),
        _ => Ok(Texts::new()),
    }
}

pub(super) fn affected(rows: &[impacts::Row], catalogue: &Catalogue) -> Vec<AffectedName> {
    let mut names: Vec<AffectedName> = Vec::new();
    for impact in rows.iter().map(impacts::Row::impact) {
        let component = catalogue.component(impact.pair.component.as_str()).map(|found| found.name.clone());
        let region = catalogue.region(impact.pair.region.as_str()).map(|found| found.name.clone());
        let Some((component, region)) = component.zip(region) else { continue };
        let name = AffectedName { component, region, health: Health::UnderMaintenance };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What staff say of the maintenance and this update in further languages.
fn again(conn: &mut Conn, maintenance: &Maintenance, update: Option<&Update>) -> Result<BTreeMap<Language, SaidAgain>, Refusal> {
    let mut said: BTreeMap<Language, SaidAgain> = BTreeMap::new();
    for row in translations::of(conn, maintenance.id.as_str())? {
        said.entry(row.lang).or_default().title = row.text;
    }
    if let Some(update) = update {
        for row in translations::of(conn, update.id.as_str())? {
            said.entry(row.lang).or_default().body = row.text;
        }
    }
    Ok(said)
}
