//! `/admin/languages`: the names of regions, groups and components in further languages.

use crate::{
    domain::{invalid::Faults, language::Language, person::Role},
    http::{answer, extract, fail, present::forms},
    services::{Refusal, languages},
    state::App,
    store::translations::{self, Translation},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::languages::{Languages, Text};
use std::collections::HashMap;

/// The names, with those of the language that the query names.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let language = extract::value(request.query_string(), "language").and_then(|word| word.parse().ok());
    let language = language.filter(|one| *one != Language::En).unwrap_or(Language::De);
    let said = match app.read(|conn| Ok(translations::list(conn)?)).await {
        Ok(said) => said,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let mine = said.into_iter().filter(|one| one.lang == language);
    let typed = mine.map(|one| (format!("{}.{}", one.field, one.subject), one.text)).collect();
    let done = extract::value(request.query_string(), "saved").map(|_| "Saved.".to_owned());
    show(&app, &staff, StatusCode::OK, language, &typed, (&Faults::default(), done))
}

/// Saves the names of one language.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let Ok(language) = fields.get("language").parse::<Language>() else {
        return fail::missing(&app, extract::Reader::default());
    };
    let texts: Vec<Translation> = ["name", "description"]
        .into_iter()
        .flat_map(|field| {
            let prefix = format!("{field}.");
            let mine: Vec<(String, String)> =
                fields.under(&prefix).map(|(subject, text)| (subject.to_owned(), text.to_owned())).collect();
            mine.into_iter().map(move |(subject, text)| Translation { subject, field: field.to_owned(), lang: language, text })
        })
        .collect();
    let typed = texts.iter().map(|one| (format!("{}.{}", one.field, one.subject), one.text.clone())).collect();
    match app.write(&staff.email, move |conn, act| languages::say(conn, act, &texts)).await {
        Ok(()) => answer::go(&format!("/admin/languages?language={language}&saved=1")),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, language, &typed, (&faults, None)),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    language: Language,
    typed: &HashMap<String, String>,
    (faults, done): (&Faults, Option<String>),
) -> HttpResponse {
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let text = |field: &str, subject: &str, first: &str| {
        let name = format!("{field}.{subject}");
        Text {
            value: typed.get(&name).cloned().unwrap_or_default(),
            error: forms::error(faults, &name),
            first: first.to_owned(),
            name,
        }
    };
    let regions = catalogue.regions.iter().map(|one| text("name", one.id.as_str(), &one.name));
    let groups = catalogue.groups.iter().map(|one| text("name", one.id.as_str(), &one.name));
    let components = catalogue.components.iter().flat_map(|one| {
        let name = text("name", one.id.as_str(), &one.name);
        let about = (!one.description.is_empty()).then(|| text("description", one.id.as_str(), &one.description));
        std::iter::once(name).chain(about)
    });
    let page = Languages {
        frame: super::frame(app, staff, "/admin/components", "Languages"),
        tabs: super::settings_tabs("/admin/languages"),
        done,
        faults: forms::summary(faults),
        language: (language.to_string(), language.label().to_owned()),
        others: Language::ALL
            .iter()
            .filter(|one| **one != Language::En)
            .map(|one| (one.label().to_owned(), format!("/admin/languages?language={one}"), *one == language))
            .collect(),
        sections: vec![
            ("Regions".to_owned(), regions.collect()),
            ("Groups".to_owned(), groups.collect()),
            ("Components".to_owned(), components.collect()),
        ],
    };
    answer::private(status, page.html())
}
