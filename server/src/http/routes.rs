//! Every address there is.

use super::{admin, api, assets, extract::Reader, fail, health, hooks, public};
use crate::state::App;
use actix_web::{HttpResponse, web};

/// Sets up the addresses. Each resource answers other methods with 405.
pub(crate) fn set_up(config: &mut web::ServiceConfig) {
    config
        .configure(readers)
        .configure(feeds)
        .configure(subscribers)
        .configure(statuspage)
        .configure(programs)
        .configure(staff)
        .default_service(web::to(|app: web::Data<App>, reader: Reader| async move { fail::missing(&app, reader) }));
}

/// A resource that is read, by GET or HEAD.
macro_rules! read {
    ($path:literal, $handler:path) => {
        web::resource($path).route(web::get().to($handler)).route(web::head().to($handler)).default_service(web::to(not_allowed))
    };
}

/// A resource that is only sent to, by POST or by the method that is named.
macro_rules! sent {
    ($path:literal, $handler:path) => {
        sent!($path, post, $handler)
    };
    ($path:literal, $method:ident, $handler:path) => {
        web::resource($path).route(web::$method().to($handler)).default_service(web::to(not_allowed))
    };
}

fn readers(config: &mut web::ServiceConfig) {
    config
        .service(read!("/", public::home::get))
        .service(read!("/incidents/{id}", public::incident::incident))
        .service(read!("/maintenance/{id}", public::incident::maintenance))
        .service(read!("/history", public::history::get))
        .service(read!("/incidents/{id}/postmortem", public::incident::postmortem))
        .service(read!("/components/{code}", public::component::get))
        .service(read!("/uptime", public::component::uptime))
        .service(read!("/robots.txt", public::robots::get))
        .service(read!("/sitemap.xml", public::robots::sitemap))
        .service(read!("/assets/{name}", assets::get))
        .service(read!("/files/{id}", public::files::get))
        .service(read!("/favicon.ico", assets::favicon))
        .service(read!("/healthz", health::live))
        .service(read!("/readyz", health::ready))
        .service(read!("/metrics", health::metrics));
}

fn feeds(config: &mut web::ServiceConfig) {
    config
        .service(read!("/live", public::live::get))
        .service(read!("/feed.rss", public::feed::rss))
        .service(read!("/feed.atom", public::feed::atom))
        .service(read!("/feed.json", public::feed::json))
        .service(read!("/history.rss", public::feed::history_rss))
        .service(read!("/history.atom", public::feed::history_atom))
        .service(read!("/calendar.ics", public::feed::calendar))
        .service(read!("/maintenance/{id}/calendar.ics", public::feed::invitation))
        .service(read!("/badge.svg", public::pieces::badge))
        .service(read!("/banner.json", public::pieces::banner))
        .service(read!("/card.png", public::card::get))
        .service(read!("/embed.js", assets::embed));
}

fn subscribers(config: &mut web::ServiceConfig) {
    config
        .service(read!("/subscribe", public::subscribe::get).route(web::post().to(public::subscribe::post)))
        .service(read!("/confirm/{link}", public::confirm::get).route(web::post().to(public::confirm::post)))
        .service(read!("/subscriptions/{link}/data", public::preferences::data))
        .service(sent!("/subscriptions/{link}/erase", public::preferences::erase))
        .service(sent!("/subscriptions/{link}/test", public::preferences::test))
        .service(sent!("/subscriptions/{link}/secret", public::preferences::secret))
        .service(read!("/subscriptions/{link}", public::preferences::get).route(web::post().to(public::preferences::post)))
        .service(read!("/mute/{link}", public::mute::get).route(web::post().to(public::mute::post)))
        .service(read!("/unsubscribe/{link}", public::unsubscribe::get).route(web::post().to(public::unsubscribe::post)));
}

/// Where the clients of Statuspage look (statuspage API, 2.1).
fn statuspage(config: &mut web::ServiceConfig) {
    let preflight = || web::method(actix_web::http::Method::OPTIONS).to(api::v2::preflight);
    let resource = |path: &str| web::resource(path.to_owned()).default_service(web::to(api::v2::not_allowed)).route(preflight());
    config
        .service(
            resource("/api/v2/subscribers.json")
                .route(web::post().to(api::v2::subscribers::post))
                .route(web::delete().to(api::v2::subscribers::delete)),
        )
        .service(resource("/api/v2/subscribers/{id}.json").route(web::delete().to(api::v2::subscribers::delete)))
        .service(resource("/api/v2/{name:.*}").route(web::get().to(api::v2::get)).route(web::head().to(api::v2::get)));
}

fn programs(config: &mut web::ServiceConfig) {
    config
        .service(sent!("/hooks/mail/sendgrid", hooks::sendgrid))
        .service(sent!("/hooks/mail/mailgun", hooks::mailgun))
        .service(sent!("/hooks/mail/ses", hooks::ses))
        .service(read!("/api/v3/openapi.json", api::openapi::get))
        .service(read!("/api/v3/incidents", api::incidents::list).route(web::post().to(api::incidents::create)))
        .service(sent!("/api/v3/incidents/audience", api::audience::of_incident))
        .service(sent!("/api/v3/incidents/{id}/audience", api::audience::of_update))
        .service(read!("/api/v3/incidents/{id}/draft", api::response::draft))
        .service(read!("/api/v3/incidents/{id}", api::incidents::get))
        .configure(conduct)
        .configure(aftermath)
        .service(read!("/api/v3/incidents/{id}/updates", api::incidents::updates).route(web::post().to(api::incidents::update)))
        .service(read!("/api/v3/components", api::components::list).route(web::post().to(api::components::create)))
        .service(sent!("/api/v3/components/{id}", put, api::components::put))
        .service(read!("/api/v3/regions", api::regions::list).route(web::post().to(api::regions::create)))
        .service(sent!("/api/v3/subscriber-groups/{id}/members", api::subscriber_groups::members))
        .service(
            web::resource("/api/v3/subscriber-groups/{id}")
                .route(web::put().to(api::subscriber_groups::put))
                .route(web::delete().to(api::subscriber_groups::delete)),
        )
        .service(
            read!("/api/v3/subscriber-groups", api::subscriber_groups::list)
                .route(web::post().to(api::subscriber_groups::create)),
        )
        .service(sent!("/api/v3/subscribers/import", api::subscribers::import))
        .service(sent!("/api/v3/subscribers/{id}/stop", api::subscribers::stop))
        .service(read!("/api/v3/subscribers/{id}", api::subscribers::get).route(web::delete().to(api::subscribers::delete)))
        .service(read!("/api/v3/subscribers", api::subscribers::list).route(web::post().to(api::subscribers::create)))
        .service(web::scope("/api/v3").default_service(web::to(no_such_api)));
}

fn staff(config: &mut web::ServiceConfig) {
    config
        .service(read!("/setup/{secret}", admin::setup::get).route(web::post().to(admin::setup::post)))
        .service(read!("/admin/sign-in", admin::session::get).route(web::post().to(admin::session::post)))
        .service(sent!("/admin/sign-out", admin::session::delete))
        .service(read!("/admin", admin::now::get))
        .service(read!("/admin/incidents", admin::incidents::list))
        .service(read!("/admin/incidents/new", admin::publish::get).route(web::post().to(admin::publish::post)))
        .service(read!("/admin/incidents/{id}", admin::incident::get))
        .service(sent!("/admin/incidents/{id}/updates", admin::updates::post))
        .configure(response)
        .service(read!("/admin/regions", admin::regions::list).route(web::post().to(admin::regions::add)))
        .service(read!("/admin/regions/{id}", admin::regions::get).route(web::post().to(admin::regions::change)))
        .service(sent!("/admin/regions/{id}/move", admin::regions::reorder))
        .service(read!("/admin/groups", admin::groups::list).route(web::post().to(admin::groups::add)))
        .service(read!("/admin/groups/{id}", admin::groups::get).route(web::post().to(admin::groups::change)))
        .service(sent!("/admin/groups/{id}/move", admin::groups::reorder))
        .service(read!("/admin/components", admin::components::list).route(web::post().to(admin::components::add)))
        .service(read!("/admin/components/{id}", admin::components::get).route(web::post().to(admin::components::change)))
        .service(sent!("/admin/components/{id}/move", admin::components::reorder))
        .service(read!("/admin/languages", admin::languages::get).route(web::post().to(admin::languages::post)))
        .service(read!("/admin/appearance", admin::appearance::get).route(web::post().to(admin::appearance::post)))
        .service(read!("/admin/appearance/preview", admin::appearance::present).route(web::post().to(admin::appearance::try_on)))
        .service(read!("/admin/customers", admin::customers::list).route(web::post().to(admin::customers::import)))
        .service(read!("/admin/subscribers", admin::subscribers::list))
        .service(read!("/admin/subscribers.csv", admin::subscribers::csv))
        .service(read!("/admin/subscribers/import", admin::enrolments::get).route(web::post().to(admin::enrolments::post)))
        .service(read!("/admin/suppressions", admin::suppressions::get).route(web::post().to(admin::suppressions::post)))
        .service(
            read!("/admin/subscribers/groups", admin::subscriber_groups::list)
                .route(web::post().to(admin::subscriber_groups::add)),
        )
        .service(
            read!("/admin/subscribers/groups/{id}", admin::subscriber_groups::get)
                .route(web::post().to(admin::subscriber_groups::change)),
        )
        .service(read!("/admin/subscribers/{id}", admin::subscriber::get).route(web::post().to(admin::subscriber::post)))
        .service(read!("/admin/notices/{id}", admin::notices::get).route(web::post().to(admin::notices::post)))
        .service(read!("/admin/notices/{id}/proof.csv", admin::notices::proof))
        .service(read!("/admin/deliveries", admin::deliveries::list))
        .service(read!("/admin/deliveries/{id}", admin::deliveries::get));
}

/// What programs may do besides talking to customers.
fn conduct(config: &mut web::ServiceConfig) {
    config
        .service(read!("/api/v3/incidents/{id}/response", api::response::get))
        .service(sent!("/api/v3/incidents/{id}/assessment", api::response::assess))
        .service(sent!("/api/v3/incidents/{id}/crew", api::response::assign))
        .service(sent!("/api/v3/incidents/{id}/war-room", api::response::meet))
        .service(sent!("/api/v3/incidents/{id}/policy", api::response::adopt))
        .service(sent!("/api/v3/incidents/{id}/fold", api::response::fold))
        .service(sent!("/api/v3/incidents/{id}/split", api::response::split))
        .service(sent!("/api/v3/incidents/{id}/retract", api::response::retract))
        .service(sent!("/api/v3/incidents/{id}/restore", api::response::restore))
        .service(sent!("/api/v3/updates/{id}", put, api::response::edit))
        .service(sent!("/api/v3/signals", api::suspicions::signal))
        .service(read!("/api/v3/suspicions", api::suspicions::list))
        .service(read!("/api/v3/suspicions/{id}", api::suspicions::get))
        .service(sent!("/api/v3/suspicions/{id}/acknowledge", api::suspicions::acknowledge))
        .service(sent!("/api/v3/suspicions/{id}/confirm", api::suspicions::confirm))
        .service(sent!("/api/v3/suspicions/{id}/merge", api::suspicions::merge))
        .service(sent!("/api/v3/suspicions/{id}/dismiss", api::suspicions::dismiss))
        .service(read!("/api/v3/releases", api::releases::list))
        .service(read!("/api/v3/releases/{id}", api::releases::get))
        .service(sent!("/api/v3/releases/{id}/release", api::releases::release))
        .service(sent!("/api/v3/releases/{id}/withdraw", api::releases::withdraw))
        .service(read!("/api/v3/maintenances", api::maintenances::list).route(web::post().to(api::maintenances::create)))
        .service(read!("/api/v3/maintenances/{id}", api::maintenances::get))
        .service(sent!("/api/v3/maintenances/{id}/move", api::maintenances::reschedule))
        .service(sent!("/api/v3/maintenances/{id}/cancel", api::maintenances::cancel))
        .service(sent!("/api/v3/maintenances/{id}/end-series", api::series::end))
        .service(sent!("/api/v3/maintenances/{id}/start", api::maintenances::start))
        .service(sent!("/api/v3/maintenances/{id}/finish", api::maintenances::finish))
        .service(sent!("/api/v3/maintenances/{id}/in-time", api::maintenances::in_time))
        .service(sent!("/api/v3/maintenances/{id}/overrun", api::maintenances::overrun))
        .service(sent!("/api/v3/maintenances/{id}/updates", api::maintenances::say))
        .service(read!("/api/v3/notices", api::notices::list))
        .service(read!("/api/v3/notices/{id}", api::notices::get))
        .service(sent!("/api/v3/notices/{id}/hold", api::notices::hold))
        .service(sent!("/api/v3/notices/{id}/resume", api::notices::resume))
        .service(sent!("/api/v3/notices/{id}/cancel", api::notices::cancel))
        .service(sent!("/api/v3/notices/{id}/retry", api::notices::retry));
}

/// What comes after an incident, and what all of them follow.
fn aftermath(config: &mut web::ServiceConfig) {
    config
        .service(read!("/api/v3/postmortems", api::postmortems::list))
        .service(read!("/api/v3/postmortems/{id}", api::postmortems::get).route(web::put().to(api::postmortems::put)))
        .service(sent!("/api/v3/postmortems/{id}/finish", api::postmortems::finish))
        .service(sent!("/api/v3/postmortems/{id}/pictures", api::postmortems::add_picture))
        .service(sent!("/api/v3/postmortems/{id}/actions", api::postmortems::add_action))
        .service(sent!("/api/v3/postmortems/{id}/actions/{action}", put, api::postmortems::set_done))
        .service(read!("/api/v3/customers", api::customers::list))
        .service(sent!("/api/v3/customers/import", api::customers::import))
        .service(read!("/api/v3/reports", api::reports::get))
        .service(sent!("/api/v3/traffic", api::traffic::import))
        .service(read!("/api/v3/quiet-hours", api::traffic::quiet))
        .service(read!("/api/v3/availability", api::sla::availability))
        .service(read!("/api/v3/terms", api::sla::terms).route(web::put().to(api::sla::put_terms)))
        .service(read!("/api/v3/templates", api::templates::list).route(web::post().to(api::templates::create)))
        .service(
            web::resource("/api/v3/templates/fields")
                .route(web::get().to(api::templates::fields))
                .default_service(web::to(not_allowed)),
        )
        .service(sent!("/api/v3/templates/preview", api::templates::preview))
        .service(
            web::resource("/api/v3/templates/{word}")
                .route(web::put().to(api::templates::put))
                .route(web::delete().to(api::templates::delete)),
        )
        .service(read!("/api/v3/credits", api::credits::list))
        .service(sent!("/api/v3/credits/{id}/approve", api::credits::approve))
        .service(sent!("/api/v3/credits/{id}/decline", api::credits::decline))
        .service(sent!("/api/v3/incidents/{id}/credits", api::credits::work_out))
        .service(read!("/api/v3/policy", api::policy::get).route(web::put().to(api::policy::put)));
}

/// What staff do besides talking to customers.
fn response(config: &mut web::ServiceConfig) {
    config
        .service(sent!("/admin/incidents/{id}/assessment", admin::respond::assess))
        .service(sent!("/admin/incidents/{id}/crew", admin::respond::assign))
        .service(sent!("/admin/incidents/{id}/war-room", admin::respond::meet))
        .service(sent!("/admin/incidents/{id}/policy", admin::respond::adopt))
        .service(sent!("/admin/incidents/{id}/fold", admin::respond::fold))
        .service(sent!("/admin/incidents/{id}/split", admin::respond::split))
        .service(sent!("/admin/incidents/{id}/retract", admin::respond::retract))
        .service(sent!("/admin/incidents/{id}/restore", admin::respond::restore))
        .service(read!("/admin/updates/{id}", admin::edit::get).route(web::post().to(admin::edit::post)))
        .service(read!("/admin/suspicions", admin::suspicions::list).route(web::post().to(admin::suspicions::report)))
        .service(read!("/admin/suspicions/{id}", admin::suspicions::get))
        .service(sent!("/admin/suspicions/{id}/{deed}", admin::suspicions::decide))
        .service(read!("/admin/releases/{id}", admin::releases::get).route(web::post().to(admin::releases::post)))
        .service(read!("/admin/maintenance", admin::maintenance::list))
        .service(read!("/admin/maintenance/new", admin::plan::get).route(web::post().to(admin::plan::post)))
        .service(sent!("/admin/maintenance/traffic", admin::maintenance::import))
        .service(read!("/admin/maintenance/{id}", admin::maintenance::get))
        .service(sent!("/admin/maintenance/{id}/{deed}", admin::maintenance::post))
        .service(read!("/admin/postmortems", admin::postmortems::list))
        .service(read!("/admin/postmortems/{id}", admin::postmortems::get).route(web::post().to(admin::postmortems::post)))
        .service(sent!("/admin/postmortems/{id}/actions", admin::postmortems::act))
        .service(read!("/admin/reports", admin::reports::get))
        .service(read!("/admin/reports.csv", admin::reports::file))
        .service(sent!("/admin/incidents/{id}/credits", admin::respond::credits))
        .service(read!("/admin/sla", admin::sla::get).route(web::post().to(admin::sla::post)))
        .service(read!("/admin/sla.csv", admin::sla::file))
        .service(read!("/admin/templates", admin::templates::list))
        .service(read!("/admin/templates/{word}", admin::templates::get).route(web::post().to(admin::templates::post)))
        .service(read!("/admin/terms", admin::terms::get).route(web::post().to(admin::terms::post)))
        .service(read!("/admin/policy", admin::policy::get).route(web::post().to(admin::policy::post)));
}

async fn not_allowed() -> HttpResponse {
    HttpResponse::MethodNotAllowed().content_type("text/plain; charset=utf-8").body("this address does not answer that method\n")
}

async fn no_such_api() -> Result<HttpResponse, api::Problem> {
    Err(crate::services::Refusal::Missing("address in the API; see /api/v3/openapi.json").into())
}
