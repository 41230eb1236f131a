//! What the fields of a template say, in each language and on each clock (PRODUCT 4).

use crate::{
    domain::{
        health::Health,
        maintenance::Effect,
        moment,
        notice::AffectedName,
        phase::Phase,
        template::{Field, Value},
    },
    locale,
};
use allclear_app::{Lang, Tone, say};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is known of an incident or a maintenance when a text about it is filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// The title of the page.
    pub company: String,
    /// The groups of what is affected.
    pub groups: Vec<String>,
    /// What is affected, by name.
    pub affected: Vec<AffectedName>,
    /// Percent of customers hit.
    pub share: Option<i32>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub phase: Option<Phase>,
    /// The cause in brief.
    pub cause: String,
    /// What customers can do.
    pub workaround: String,
    /// When it is expected to be over.
    pub eta_at: Option<DateTime<Utc>>,
    /// When more is said.
    pub next_update_at: Option<DateTime<Utc>>,
    /// When planned work begins and ends.
    pub window: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What customers notice of planned work.
    pub effect: Option<Effect>,
    /// Until when they may object.
    pub contact_by: Option<DateTime<Utc>>,
    /// The words of the update, where they stand already.
    pub said: Option<String>,
    /// The address of its page, once it has one.
    pub link: Option<String>,
}

/// Who reads, as far as a text says it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Personal {
    /// The reader's organisation.
    pub customer: Option<String>,
    /// A sentence on what it gets back.
    pub credit: Option<String>,
}

/// On whose clock a text says when something is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// On that of this zone.
    Of(Tz),
    /// On that of whoever reads it: the text keeps the moment itself.
    Each,
}

/// What stands in the place of a field.
pub(crate) fn value(known: &Known, personal: &Personal, field: Field, lang: Lang, clock: Clock) -> Value {
    let moment = |time: Option<DateTime<Utc>>| {
        time.map(|time| match clock {
            Clock::Of(zone) => locale::moment_in(lang, time, zone),
            Clock::Each => moment::mark(time),
        })
    };
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let names = |names: Vec<&str>| Some(locale::list(lang, &names)).filter(|names| !names.is_empty());
    let said = match field {
        Field::Customer => return personal.customer.clone().map_or(Value::NotForThem, Value::Known),
        Field::Credit => return personal.credit.clone().map_or(Value::NotForThem, Value::Known),
        Field::Company => text(&known.company),
        Field::Service => names(known.groups.iter().map(String::as_str).collect()).or_else(|| text(&known.company)),
        Field::Components => names(distinct(known.affected.iter().map(|one| one.component.as_str()))),
        Field::Regions => names(distinct(known.affected.iter().map(|one| one.region.as_str()))),
        Field::Scope => scope(known, lang),
        Field::Impact => impact(known, lang),
        Field::Share => known.share.map(|share| {
            let percent = say!(lang, "percent", number = share);
            say!(lang, "fill-share", percent = percent)
        }),
        Field::Started => moment(known.started_at),
        Field::Ended => moment(known.ended_at),
        Field::Phase => known.phase.map(|phase| lang.say(&format!("phase-{phase}"))),
        Field::WhatChanged => known.said.clone(),
        Field::Cause => text(&known.cause),
        Field::WhatToDo => text(&known.workaround),
        Field::Eta => Some(match moment(known.eta_at) {
            Some(time) => say!(lang, "fill-eta", time = time),
            None => lang.say("fill-eta-unknown"),
        }),
        // What is promised is said when it is read: it may be another hour by then, or have passed.
        Field::NextUpdate if matches!(clock, Clock::Each) => Some(format!("{{{field}}}")),
        Field::NextUpdate => Some(match moment(known.next_update_at) {
            Some(time) => say!(lang, "fill-next", time = time),
            None => lang.say("fill-next-open"),
        }),
        Field::Link => known.link.clone(),
        Field::Starts => moment(known.window.map(|(starts, _)| starts)),
        Field::Ends => moment(known.window.map(|(_, ends)| ends)),
        Field::ContactBy => moment(known.contact_by),
        Field::Unknown | Field::Fix | Field::Prevention | Field::Summary | Field::Timeline => None,
    };
    said.map_or(Value::Missing, Value::Known)
}

/// `API and Payments in Europe; Reporting in Asia`: components that are hit in the same regions stand together.
fn scope(known: &Known, lang: Lang) -> Option<String> {
    let mut regions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let components = distinct(known.affected.iter().map(|one| one.component.as_str()));
    for one in &known.affected {
        regions.entry(&one.component).or_default().push(&one.region);
    }
    let mut together: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for component in components {
        let places = distinct(regions.get(component).into_iter().flatten().copied());
        match together.iter_mut().find(|(_, other)| *other == places) {
            Some((names, _)) => names.push(component),
            None => together.push((vec![component], places)),
        }
    }
    let phrases: Vec<String> = together
        .into_iter()
        .map(|(names, places)| {
            let (names, places) = (locale::list(lang, &names), locale::list(lang, &places));
            say!(lang, "names-in-regions", names = names, regions = places)
        })
        .collect();
    Some(phrases.join("; ")).filter(|text| !text.is_empty())
}

fn impact(known: &Known, lang: Lang) -> Option<String> {
    if let Some(effect) = known.effect {
        return Some(lang.say(&format!("effect-{effect}")));
    }
    let worst = known.affected.iter().map(|one| one.health).max()?;
    let tone = match worst {
        Health::Operational => Tone::Operational,
        Health::UnderMaintenance => Tone::Maintenance,
        Health::DegradedPerformance => Tone::Degraded,
        Health::PartialOutage => Tone::Partial,
        Health::MajorOutage => Tone::Major,
    };
    Some(tone.word(lang))
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        language::Language,
        template::{Template, TemplateKind, fill},
    };

    fn known() -> Known {
        let hit = |component: &str, region: &str| AffectedName {
            component: component.to_owned(),
            region: region.to_owned(),
            health: Health::MajorOutage,
        };
        Known {
            company: "Northwind".to_owned(),
            affected: vec![hit("API", "Europe"), hit("Payments", "Europe"), hit("Payments", "Asia"), hit("Checkout", "Europe")],
            started_at: "2026-03-01T09:00:00Z".parse().ok(),
            next_update_at: "2026-03-01T09:30:00Z".parse().ok(),
            ..Known::default()
        }
    }

    #[test]
    fn the_first_alert_is_filled_in_each_language() {
        let template = Template::built_in(TemplateKind::Alert);
        let mut all = String::new();
        for language in Language::ALL {
            let lang = Lang::from(*language);
            let filled =
                fill(&template.page[language], |field| value(&known(), &Personal::default(), field, lang, Clock::Of(Tz::UTC)));
            assert_eq!(filled.1, [], "{language}");
            all.extend([language.as_str(), "\n", &filled.0, "\n\n"]);
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn what_nobody_said_is_missing_and_a_readers_own_concerns_only_them() {
        let of = |field| value(&Known::default(), &Personal::default(), field, Lang::En, Clock::Of(Tz::UTC));
        assert_eq!(of(Field::Scope), Value::Missing);
        assert_eq!(of(Field::Started), Value::Missing);
        assert_eq!(of(Field::Credit), Value::NotForThem);
        assert_eq!(of(Field::Eta), Value::Known("We do not know yet when it will be over.".to_owned()));
    }
}
