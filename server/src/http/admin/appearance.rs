//! `/admin/appearance`: title, pictures, colours, links and style, with the page beside them as it would be.

use crate::{
    domain::{
        appearance::{Appearance, AppearanceInput, COLOUR_FIELDS, Colours, Link},
        colour::Colour,
        invalid::Faults,
        person::Role,
    },
    http::{
        answer, extract, fail,
        present::{self, View, forms},
    },
    services::{
        Refusal,
        page::{self, Picture},
    },
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::appearance::Appearance as Page,
    pieces::{Choice, Field, Kind},
};

/// The form as it stands.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let snapshot = app.hub.load();
    show(&app, &staff, StatusCode::OK, &typed(&snapshot.state.title, &snapshot.state.appearance), &Faults::default(), None)
}

/// Saves it.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let (logo, favicon) = (picture(&fields, "logo"), picture(&fields, "favicon"));
    let wanted = input.clone();
    match app.write(&staff.email, move |conn, act| page::dress(conn, act, &wanted, (&logo, &favicon))).await {
        Ok(()) => {
            let done = Some("Saved. The page looks like this now.".to_owned());
            show(&app, &staff, StatusCode::OK, &input, &Faults::default(), done)
        }
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults, None),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The page as it is, for the frame beside the form.
pub(crate) async fn present(app: web::Data<App>, _staff: extract::Staff) -> HttpResponse {
    let snapshot = app.hub.load();
    preview(&snapshot.state.title, snapshot.state.appearance.clone(), &app)
}

/// The page as it would be with what is typed; nothing is saved.
pub(crate) async fn try_on(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let input = input(&form.fields);
    let snapshot = app.hub.load();
    match Appearance::parse(&input, &snapshot.state.appearance) {
        Ok((title, appearance)) => preview(&title, appearance, &app),
        Err(faults) => fail::page(&app, extract::Reader::default(), &Refusal::Invalid(faults)),
    }
}

fn preview(title: &str, appearance: Appearance, app: &App) -> HttpResponse {
    let snapshot = app.hub.load();
    let sheet = appearance.sheet();
    let state = crate::snapshot::PublicState { title: title.to_owned(), appearance, ..snapshot.state.clone() };
    let mut home = present::home(View::new(&state, extract::Reader::default()));
    home.frame.live = None;
    // The style that is tried on has no address yet, so it travels in one of its own.
    home.frame.assets.theme = sheet.map(|sheet| format!("data:text/css;base64,{}", base64_of(&sheet)));
    answer::preview(home.html())
}

fn base64_of(text: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(text)
}

fn input(fields: &extract::Fields) -> AppearanceInput {
    AppearanceInput {
        title: fields.get("title").to_owned(),
        description: fields.get("description").to_owned(),
        colours: COLOUR_FIELDS.map(|name| fields.get(name).to_owned()),
        header: fields.get("header").to_owned(),
        footer: fields.get("footer").to_owned(),
        css: fields.get("css").to_owned(),
    }
}

/// What is kept, as the form shows it.
fn typed(title: &str, look: &Appearance) -> AppearanceInput {
    let lines = |links: &[Link]| links.iter().map(|link| format!("{} {}", link.label, link.href)).collect::<Vec<_>>().join("\n");
    let Colours { accent_light, accent_dark, ground_light, ground_dark } = look.colours;
    let colour = |colour: Option<Colour>| colour.map(|colour| colour.to_string()).unwrap_or_default();
    AppearanceInput {
        title: title.to_owned(),
        description: look.description.clone(),
        colours: [accent_light, accent_dark, ground_light, ground_dark].map(colour),
        header: lines(&look.header),
        footer: lines(&look.footer),
        css: look.css.clone(),
    }
}

fn picture(fields: &extract::Fields, name: &str) -> Picture {
    match fields.file(name) {
        Some(bytes) => Picture::Replace(bytes.to_vec()),
        None if fields.all("remove").iter().any(|word| word == name) => Picture::Remove,
        None => Picture::Keep,
    }
}

fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    input: &AppearanceInput,
    faults: &Faults,
    done: Option<String>,
) -> HttpResponse {
    let snapshot = app.hub.load();
    let look = &snapshot.state.appearance;
    let line =
        |name, label: &str, hint: &str, value: &str| Field { optional: true, ..forms::field(name, label, hint, value, faults) };
    let lines = |name, label: &str, hint: &str, value: &str| Field { kind: Kind::Body, ..line(name, label, hint, value) };
    let picture = |name, label: &str, hint: &str, id: &Option<crate::domain::id::FileId>| {
        let field = Field { kind: Kind::Picture, ..line(name, label, hint, "") };
        (field, id.as_ref().map(|id| format!("/files/{id}")), Choice::new(name, "Take it away", false))
    };
    let labels = ["Links on light", "Links on dark", "Light ground", "Dark ground"];
    let colours =
        COLOUR_FIELDS.into_iter().zip(labels).zip(&input.colours).map(|((name, label), value)| line(name, label, "", value));
    let page = Page {
        frame: super::frame(app, staff, "/admin/components", "Appearance"),
        tabs: super::settings_tabs("/admin/appearance"),
        done,
        faults: forms::summary(faults),
        words: vec![
            forms::field("title", "Title", "What customers call you.", &input.title, faults),
            line("description", "Description", "One sentence for search engines and shared links.", &input.description),
        ],
        pictures: vec![
            picture("logo", "Logo", "Stands in place of the title, 32 pixels high.", &look.logo),
            picture("favicon", "Icon", "In place of the one that shows the state.", &look.favicon),
        ],
        colours: colours.collect(),
        rest: vec![
            lines("header", "Links beside the title", "A line each: label, a blank, address.", &input.header),
            lines("footer", "Links in the foot", "The same.", &input.footer),
            lines("css", "Style", "CSS rules that come after all others.", &input.css),
        ],
    };
    answer::private(status, page.html())
}
