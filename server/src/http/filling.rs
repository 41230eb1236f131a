//! Writing an update from a template: its text where nothing was typed, its fields from what was (PRODUCT 4).

use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        incident::{AffectedInput, IncidentInput, UpdateInput, time},
        invalid::Faults,
        language::Language,
        maintenance::{MaintenanceDraft, MaintenanceInput},
        notice::AffectedName,
        phase::Phase,
        policy::Policy,
        saying::TranslationInput,
        severity::Severity,
        template::{Field, Template, fill, leftover},
    },
    filling::{Clock, Known, Personal, value},
    services::{Refusal, templates},
    state::App,
    store::{self, policies},
};
use allclear_app::Lang;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// A text that is being written: what was typed so far.
struct Sheet<'a> {
    body: &'a mut String,
    title: Option<&'a mut String>,
    translations: &'a mut Vec<TranslationInput>,
}

/// Fills in a new incident. What nobody said yet stays in the text, and is told as faults of the fields that say it.
pub(crate) async fn incident(app: &App, input: &mut IncidentInput) -> Result<Faults, Refusal> {
    let Some((template, catalogue, policy)) = load(app, &input.template).await? else {
        return Ok(untouched(Some(&input.title), &input.body, &input.translations));
    };
    let now = app.clock.now();
    let typed = |text: &Option<String>| text.as_deref().and_then(moment);
    let severity = input.severity.parse::<Severity>().ok();
    let usual = severity.and_then(|severity| policy.next_update(severity, false, now));
    let known = Known {
        share: input.customers_affected.as_deref().and_then(|share| share.trim().parse().ok()),
        started_at: Some(typed(&input.started_at).unwrap_or(now)),
        phase: Some(input.phase.parse().unwrap_or(Phase::Investigating)),
        cause: input.cause.clone().unwrap_or_default(),
        workaround: input.workaround.clone().unwrap_or_default(),
        eta_at: typed(&input.eta_at),
        next_update_at: typed(&input.next_update_at).or(usual),
        ..places(app, &catalogue, &input.affected)
    };
    let sheet = Sheet { body: &mut input.body, title: Some(&mut input.title), translations: &mut input.translations };
    Ok(write(&template, &known, sheet))
}

/// Fills in an update of an incident as it stands.
pub(crate) async fn update(app: &App, id: &crate::domain::id::IncidentId, input: &mut UpdateInput) -> Result<Faults, Refusal> {
    let Some((template, catalogue, _)) = load(app, &input.template).await? else {
        return Ok(untouched(None, &input.body, &input.translations));
    };
    let wanted = id.clone();
    let (incident, running, extended, policy) = app
        .read(move |conn| {
            let incident = store::incidents::find(conn, &wanted)?.ok_or(Refusal::Missing("incident"))?;
            let running = crate::services::incidents::current_impacts(conn, &wanted)?;
            let (response, policy) = crate::services::incidents::response(conn, &incident)?;
            Ok((incident, running, response.extended_at.is_some(), policy))
        })
        .await?;
    let now = app.clock.now();
    let typed = |text: &Option<String>| text.as_deref().and_then(moment);
    let running = running.into_iter().map(|(pair, health)| AffectedInput {
        component: pair.component.to_string(),
        region: pair.region.to_string(),
        health: health.to_string(),
    });
    let hit: Vec<AffectedInput> = if input.affected.is_empty() { running.collect() } else { input.affected.clone() };
    let text = |typed: &Option<String>, before: &str| typed.clone().unwrap_or_else(|| before.to_owned());
    let phase = input.phase.parse().unwrap_or(incident.phase);
    let severity = input.severity.as_deref().and_then(|word| word.parse().ok()).unwrap_or(incident.severity);
    let eta_at = typed(&input.eta_at).or(incident.eta_at.filter(|eta| *eta > now && input.eta_at.is_none()));
    let known = Known {
        share: input.customers_affected.as_deref().and_then(|share| share.trim().parse().ok()).or(incident.customers_affected),
        started_at: Some(incident.started_at),
        ended_at: (!phase.is_open()).then_some(now),
        phase: Some(phase),
        cause: text(&input.cause, &incident.cause),
        workaround: text(&input.workaround, &incident.workaround),
        eta_at,
        next_update_at: typed(&input.next_update_at).or_else(|| policy.next_update(severity, extended && eta_at.is_none(), now)),
        ..places(app, &catalogue, &hit)
    };
    let sheet = Sheet { body: &mut input.body, title: None, translations: &mut input.translations };
    Ok(write(&template, &known, sheet))
}

/// Fills in a maintenance that is planned.
pub(crate) async fn maintenance(app: &App, input: &mut MaintenanceInput) -> Result<Faults, Refusal> {
    let Some((template, catalogue, _)) = load(app, &input.template).await? else {
        return Ok(untouched(Some(&input.title), &input.body, &input.translations));
    };
    // The window follows from estimate and zone; a text stands in while there is none.
    let whole = MaintenanceInput { body: "…".to_owned(), title: "…".to_owned(), ..input.clone() };
    let draft = MaintenanceDraft::parse(&whole, &catalogue, app.clock.now()).ok();
    let known = Known {
        window: draft.as_ref().map(|draft| (draft.window.starts_at, draft.window.ends_at)),
        effect: draft.as_ref().map(|draft| draft.effect),
        contact_by: draft.as_ref().and_then(|draft| draft.contact_by),
        workaround: input.advice.clone(),
        ..places(app, &catalogue, &input.affected)
    };
    let repeats = input.repeat.as_deref().is_some_and(|rule| !rule.trim().is_empty());
    // The text of what comes again is that of every date.
    let known = Known { window: known.window.filter(|_| !repeats), ..known };
    let sheet = Sheet { body: &mut input.body, title: Some(&mut input.title), translations: &mut input.translations };
    let mut faults = write(&template, &known, sheet);
    if repeats {
        let windows = [Field::Starts, Field::Ends].map(Field::said_in);
        for fault in faults.0.iter_mut().filter(|fault| windows.contains(&fault.field.as_str())) {
            "body".clone_into(&mut fault.field);
            "names a date, and this comes again: take {starts} and {ends} out; each date says its own window"
                .clone_into(&mut fault.message);
        }
        faults.0.dedup();
    }
    Ok(faults)
}

/// What nothing is filled into names no field: it would be sent as it stands.
fn untouched(title: Option<&String>, body: &str, translations: &[TranslationInput]) -> Faults {
    let mut faults = leftover("title", title.map_or("", String::as_str));
    faults.0.extend(leftover("body", body).0);
    for (place, one) in translations.iter().enumerate() {
        faults.0.extend(leftover(&format!("translations[{place}].title"), &one.title).0);
        faults.0.extend(leftover(&format!("translations[{place}].body"), &one.body).0);
    }
    faults
}

/// A text of a template about what is known, in English; what is not known stays in braces.
pub(crate) fn prefilled(template: &Template, known: &Known) -> String {
    let text = template.page.get(&Language::En).or_else(|| template.page.values().next());
    text.map(|text| fill(text, |field| value(known, &Personal::default(), field, Lang::En, Clock::Each)).0).unwrap_or_default()
}

async fn load(app: &App, word: &str) -> Result<Option<(Template, Catalogue, Policy)>, Refusal> {
    let word = word.trim().to_owned();
    if word.is_empty() {
        return Ok(None);
    }
    app.read(move |conn| {
        templates::known(conn, &word)?;
        let template = templates::find(conn, &word)?;
        Ok(Some((template, store::catalogue::load(conn)?, policies::current(conn)?.policy)))
    })
    .await
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    time(&mut Faults::default(), "", text)
}

/// What is affected, by name; what is not known is left out and told later, by the checks of the form.
pub(crate) fn places(app: &App, catalogue: &Catalogue, affected: &[AffectedInput]) -> Known {
    let mut known = Known { company: app.hub.load().state.title.clone(), ..Known::default() };
    for one in affected {
        let health = one.health.parse().unwrap_or(Health::UnderMaintenance);
        let found = catalogue.component(one.component.trim()).zip(catalogue.region(one.region.trim()));
        let Some((component, region)) = found.filter(|_| health != Health::Operational) else { continue };
        let group = component.group.as_ref().and_then(|group| catalogue.group(group.as_str()));
        known.groups.extend(group.map(|group| group.name.clone()).filter(|name| !known.groups.contains(name)));
        known.affected.push(AffectedName { component: component.name.clone(), region: region.name.clone(), health });
    }
    known
}

fn write(template: &Template, known: &Known, sheet: Sheet<'_>) -> Faults {
    let mut faults = Faults::default();
    let is_fresh = sheet.body.trim().is_empty();
    let on = |clock| {
        move |text: &str, language: Language| {
            fill(text, |field| value(known, &Personal::default(), field, Lang::from(language), clock))
        }
    };
    // A title stands in subjects and lists, where nothing can spell it for each reader.
    let (filled, titled) = (on(Clock::Each), on(Clock::Of(Tz::UTC)));
    let first = template.page.get(&Language::En).or_else(|| template.page.values().next());
    let text = if is_fresh { first.cloned().unwrap_or_default() } else { sheet.body.clone() };
    let (body, missing) = filled(&text, Language::En);
    *sheet.body = body;
    for field in missing {
        faults.add(field.said_in(), asked(field));
    }
    if let Some(title) = sheet.title {
        let own = template.titles.get(&Language::En).filter(|_| title.trim().is_empty());
        let (text, missing) = titled(own.unwrap_or(title), Language::En);
        *title = text;
        for field in missing {
            faults.add("title", asked(field));
        }
    }
    for (place, one) in sheet.translations.iter_mut().enumerate() {
        let Ok(language) = one.language.parse() else { continue };
        let (title, body) = (titled(&one.title, language), filled(&one.body, language));
        for (name, text, (said, missing)) in [("title", &mut one.title, title), ("body", &mut one.body, body)] {
            *text = said;
            for field in missing {
                faults.add(format!("translations[{place}].{name}"), asked(field));
            }
        }
    }
    if is_fresh {
        translate(template, sheet.translations, filled, titled);
    }
    faults
}

/// Adds the languages in which nothing is left to be said by hand.
fn translate(
    template: &Template,
    translations: &mut Vec<TranslationInput>,
    filled: impl Fn(&str, Language) -> (String, Vec<Field>),
    titled: impl Fn(&str, Language) -> (String, Vec<Field>),
) {
    for (language, text) in template.page.iter().filter(|(language, _)| **language != Language::En) {
        let word = language.as_str();
        let (body, missing) = filled(text, *language);
        if !missing.is_empty() || translations.iter().any(|one| one.language == word) {
            continue;
        }
        let title = template.titles.get(language).map(|text| titled(text, *language)).filter(|(_, missing)| missing.is_empty());
        let title = title.map(|(title, _)| title).unwrap_or_default();
        translations.push(TranslationInput { language: word.to_owned(), title, body });
    }
}

fn asked(field: Field) -> String {
    let (word, what) = (field.as_str(), field.label());
    if field.is_by_hand() {
        format!("still says {{{word}}}: write it in its place ({what})")
    } else {
        format!("is needed for {{{word}}} in the text ({what}); say it, or take {{{word}}} out")
    }
}
