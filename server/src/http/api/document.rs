//! The description of the API from its code, with which the file that programs are given is compared.

use super::{
    audience, components, credits, customers, incidents, maintenances, notices, openapi::TEXT, policy, postmortems, regions,
    releases, reports, response, series, sla, subscriber_groups, subscribers, suspicions, templates, traffic,
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Allclear", description = "Everything the admin area can do, for programs. Errors are application/problem+json."),
    paths(
        incidents::list, incidents::create, incidents::get, incidents::updates, incidents::update,
        audience::of_incident, audience::of_update,
        response::fold, response::split, response::retract, response::restore, response::edit,
        response::get, response::draft, response::assess, response::assign, response::meet, response::adopt,
        suspicions::signal, suspicions::list, suspicions::get, suspicions::acknowledge, suspicions::confirm,
        suspicions::merge, suspicions::dismiss,
        maintenances::list, maintenances::create, maintenances::get, maintenances::reschedule, maintenances::cancel,
        maintenances::start, maintenances::finish, maintenances::in_time, maintenances::overrun, maintenances::say,
        series::end,
        postmortems::list, postmortems::get, postmortems::put, postmortems::finish, postmortems::add_action,
        postmortems::set_done, postmortems::add_picture,
        customers::list, customers::import, reports::get,
        templates::list, templates::create, templates::put, templates::delete, templates::fields, templates::preview,
        traffic::import, traffic::quiet,
        sla::availability, sla::terms, sla::put_terms, credits::list, credits::work_out, credits::approve, credits::decline,
        notices::list, notices::get, notices::hold, notices::resume, notices::cancel, notices::retry,
        releases::list, releases::get, releases::release, releases::withdraw, policy::get, policy::put,
        components::list, components::create, components::put, regions::list, regions::create, subscribers::list, subscribers::create,
        subscriber_groups::list, subscriber_groups::create, subscriber_groups::put, subscriber_groups::delete,
        subscriber_groups::members, subscribers::import, subscribers::get, subscribers::stop, subscribers::delete,
    ),
    modifiers(&Token),
)]
struct Document;

/// How programs show who they are.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever looks at snapshots says so by this variable")]
fn the_file_says_what_the_code_does() {
    let made = Document::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/api/openapi.json"), &made).unwrap();
    }
    assert!(made == TEXT, "INSTA_UPDATE=always has this test write src/http/api/openapi.json anew");
}
