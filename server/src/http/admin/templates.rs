//! `/admin/templates`: the texts of staff, with a preview of each.

use super::stale::{carried, mark, unchanged};
use crate::{
    domain::{
        invalid::Faults,
        language::Language,
        person::Role,
        template::{Field as Word, Template, TemplateKind, Texts, fill},
    },
    filling::{Clock, Known, Personal, value},
    http::{answer, extract, fail, filling, present::forms},
    locale, markdown,
    services::{
        Act, Refusal,
        templates::{self as service, Named},
    },
    state::App,
    store::Conn,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::{
        listing::{Item, Listing, Row},
        template::{Preview, Template as Page},
    },
    pieces::{Choice, Field, Kind, Options},
};
use chrono_tz::Tz;

/// The word of a template that is not there yet.
const NEW: &str = "new";

/// A language with the names of its fields.
const FIELDS: [(Language, &str, &str, &str); 6] = [
    (Language::En, "titles_en", "page_en", "email_en"),
    (Language::De, "titles_de", "page_de", "email_de"),
    (Language::Fr, "titles_fr", "page_fr", "email_fr"),
    (Language::Es, "titles_es", "page_es", "email_es"),
    (Language::Ja, "titles_ja", "page_ja", "email_ja"),
    (Language::Ar, "titles_ar", "page_ar", "email_ar"),
];

/// The templates of some kinds to choose from, those of staff behind the built-in ones.
pub(super) fn choice(named: &[Named], kinds: &[TemplateKind], chosen: &str, faults: &Faults) -> Options {
    let of = kinds.iter().flat_map(|kind| named.iter().filter(move |one| one.template.kind == *kind));
    let choices = of.map(|one| {
        let name = if one.template.name.is_empty() { one.template.kind.label() } else { &one.template.name };
        Choice::new(one.word.clone(), name, one.word == chosen)
    });
    let none = Choice::new("", "None", chosen.is_empty());
    forms::options("template", "Template", "", std::iter::once(none).chain(choices).collect(), faults)
}

/// All of them.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let named = match app.read(service::list).await {
        Ok(named) => named,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let rows = named.into_iter().map(|one| {
        let label = one.template.kind.label();
        let name = if one.template.name.is_empty() { label.to_owned() } else { one.template.name.clone() };
        let state = match (one.template.name.is_empty(), one.is_own) {
            (true, false) => "Comes with the program",
            (true, true) => "Changed",
            (false, _) => "Yours",
        };
        let texts = |texts: &Texts| texts.keys().map(|language| language.label()).collect::<Vec<_>>().join(", ");
        let cells = vec![
            Item::Link(name, format!("/admin/templates/{}", one.word)),
            Item::Text(label.to_owned()),
            Item::Text(state.to_owned()),
            Item::Text(texts(&one.template.page)),
            Item::Text(texts(&one.template.email)),
        ];
        Row { cells, ..Row::default() }
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/components", "Templates"),
        tabs: super::settings_tabs("/admin/templates"),
        button: staff.must_be(Role::Manager).is_ok().then(|| ("New template".to_owned(), "/admin/templates/new".to_owned())),
        heads: vec!["Template", "For", "State", "Texts", "Around mails"],
        rows: rows.collect(),
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// The editor of one, or of a new one.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, word: web::Path<String>) -> HttpResponse {
    let wanted = word.clone();
    let read = app.read(move |conn| {
        if wanted == NEW {
            let template = Template { page: Texts::new(), ..Template::built_in(TemplateKind::Alert) };
            return Ok((template, false));
        }
        let is_own = service::list(conn)?.into_iter().any(|one| one.word == wanted && one.is_own);
        Ok((service::find(conn, &wanted)?, is_own))
    });
    match read.await {
        Ok((template, is_own)) => {
            let page = Page { seen: mark(&shown(&template)), ..page(&app, &staff, &word, &template, &Faults::default()) };
            let remove = remove(&word, is_own);
            answer::private(StatusCode::OK, Page { previews: previews(&app, &template), remove, ..page }.html())
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn remove(word: &str, is_own: bool) -> Option<String> {
    let label = if word.parse::<TemplateKind>().is_ok() { "Back to the text that came with the program" } else { "Remove it" };
    is_own.then(|| label.to_owned())
}

/// What the form shows of a template.
fn shown(template: &Template) -> String {
    serde_json::to_string(template).unwrap_or_default()
}

/// Shows how it looks, saves or removes it.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, word: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let word = word.into_inner();
    let typed = typed(&fields, &word);
    let (wanted, named, input, seen) = (word.clone(), word.clone(), typed.clone(), fields.get("seen").to_owned());
    let done = match fields.get("act") {
        "save" if word == NEW => app.write(&staff.email, move |conn, act| service::add(conn, act, input).map(|_| ())).await,
        "save" => {
            let change = move |conn: &mut Conn, act: &mut Act| {
                unchanged("template", &seen, &shown(&service::find(conn, &wanted)?))?;
                service::change(conn, act, &wanted, input)
            };
            app.write(&staff.email, change).await
        }
        "remove" => app.write(&staff.email, move |conn, act| service::remove(conn, act, &wanted)).await,
        _ => match typed.clone().checked() {
            Ok(template) => {
                let seen = fields.get("seen").to_owned();
                let page = Page { seen, ..page(&app, &staff, &word, &template, &Faults::default()) };
                return answer::private(StatusCode::OK, Page { previews: previews(&app, &template), ..page }.html());
            }
            Err(faults) => Err(faults.into()),
        },
    };
    match done {
        Ok(()) => answer::go("/admin/templates"),
        Err(Refusal::Invalid(faults)) => {
            let there = app.read(move |conn| service::find(conn, &named)).await;
            let now = there.map(|template| shown(&template)).unwrap_or_default();
            let seen = carried(fields.get("seen"), &faults, &now);
            let page = Page { seen, ..page(&app, &staff, &word, &typed, &faults) };
            answer::private(StatusCode::UNPROCESSABLE_ENTITY, page.html())
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn typed(fields: &extract::Fields, word: &str) -> Template {
    let texts = |pick: fn(&(Language, &'static str, &'static str, &'static str)) -> &'static str| {
        let each = FIELDS.iter().map(|one| (one.0, fields.get(pick(one)).to_owned()));
        each.filter(|(_, text)| !text.trim().is_empty()).collect::<Texts>()
    };
    let kind = word.parse().ok().or_else(|| fields.get("kind").parse().ok()).unwrap_or(TemplateKind::Alert);
    Template {
        kind,
        name: fields.get("name").to_owned(),
        titles: texts(|one| one.1),
        page: texts(|one| one.2),
        email: texts(|one| one.3),
    }
}

fn page(app: &App, staff: &extract::Staff, word: &str, template: &Template, faults: &Faults) -> Page {
    let built_in = word.parse::<TemplateKind>().is_ok();
    let title = match (word == NEW, template.name.is_empty()) {
        (true, _) => "New template",
        (false, true) => template.kind.label(),
        (false, false) => &template.name,
    };
    let name = forms::field("name", "Name", "Staff choose it by this.", &template.name, faults);
    let kinds = TemplateKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label(), *kind == template.kind));
    let renamed = forms::summary(faults).into_iter().map(|(field, told)| (field.replace('.', "_"), told)).collect();
    Page {
        frame: super::frame(app, staff, "/admin/components", title),
        tabs: super::settings_tabs("/admin/templates"),
        action: format!("/admin/templates/{word}"),
        name: (!built_in).then_some(name),
        kind: (!built_in).then(|| forms::options("kind", "For", "", kinds.collect(), faults)),
        languages: FIELDS.iter().map(|one| language(one, template, faults)).collect(),
        words: Word::ALL.iter().map(|word| (format!("{{{word}}}"), word.label().to_owned())).collect(),
        faults: renamed,
        ..Page::default()
    }
}

fn language(
    (language, title, page, email): &(Language, &'static str, &'static str, &'static str),
    template: &Template,
    faults: &Faults,
) -> (String, Vec<Field>) {
    let field = |name: &'static str, label: &str, hint: &str, texts: &Texts, at: &str, kind: Kind| Field {
        kind,
        optional: true,
        error: forms::error(faults, &format!("{at}.{language}")),
        ..forms::field(
            name,
            format!("{label}, {}", language.label()),
            hint,
            texts.get(language).map_or("", String::as_str),
            &Faults::default(),
        )
    };
    let mut fields = Vec::new();
    if matches!(template.kind, TemplateKind::Alert | TemplateKind::Maintenance) {
        fields.push(field(title, "Title", "Taken where no title was typed.", &template.titles, "titles", Kind::Text));
    }
    let hint = "Markdown. It goes into the form, and so onto the page.";
    fields.push(field(page, "Text", hint, &template.page, "page", Kind::Body));
    let hint = "What stands around the words in a mail; {what_changed} is where they stand. Empty: the words alone.";
    fields.push(field(email, "Around mails", hint, &template.email, "email", Kind::Body));
    (language.label().to_owned(), fields)
}

/// Each text with values of the newest incident, mails on two clocks.
pub(in crate::http) fn previews(app: &App, template: &Template) -> Vec<Preview> {
    let known = example(app);
    let mut previews = Vec::new();
    for (language, text) in &template.page {
        previews.push(preview(text, &known, (*language, "page", Tz::UTC)));
    }
    for (language, text) in &template.email {
        for zone in [Tz::Europe__Berlin, Tz::America__New_York] {
            previews.push(preview(text, &known, (*language, "mail", zone)));
        }
    }
    previews
}

fn preview(text: &str, known: &Known, (language, medium, zone): (Language, &str, Tz)) -> Preview {
    let lang = Lang::from(language);
    let is_mail = medium == "mail";
    let said = is_mail.then(|| "…".to_owned());
    let known = Known { said, ..known.clone() };
    let credit = locale::money(lang, 50_000, "EUR");
    let personal = Personal { customer: Some("Contoso".to_owned()), credit: Some(credit) };
    let (text, missing) = fill(text, |field| value(&known, &personal, field, lang, Clock::Of(zone)));
    let place = if is_mail {
        format!("{}, {medium}, {}", language.label(), zone.name())
    } else {
        format!("{}, {medium}", language.label())
    };
    Preview {
        label: place,
        lang: lang.code().to_owned(),
        rtl: language == Language::Ar,
        html: markdown::to_html(&text),
        missing: missing.iter().map(|field| format!("{{{field}}}")).collect(),
    }
}

/// The newest incident that hit something, with the usual promise.
fn example(app: &App) -> Known {
    let snapshot = app.hub.load();
    let state = &snapshot.state;
    let Some(record) = state.incidents.iter().find(|record| !record.impacts.is_empty()) else { return Known::default() };
    let affected: Vec<_> = record
        .impacts
        .iter()
        .map(|impact| crate::domain::incident::AffectedInput {
            component: impact.pair.component.to_string(),
            region: impact.pair.region.to_string(),
            health: impact.health.to_string(),
        })
        .collect();
    let now = app.clock.now();
    Known {
        share: Some(record.incident.customers_affected.unwrap_or(30)),
        started_at: Some(record.incident.started_at),
        ended_at: Some(record.incident.resolved_at.unwrap_or(now)),
        phase: Some(record.incident.phase),
        cause: record.incident.cause.clone(),
        workaround: record.incident.workaround.clone(),
        next_update_at: Some(now + chrono::TimeDelta::minutes(30)),
        window: Some((now, now + chrono::TimeDelta::hours(2))),
        link: Some(app.settings.url(&format!("/incidents/{}", record.incident.id))),
        ..filling::places(app, &state.catalogue, &affected)
    }
}
