//! Every address there is.

use super::{admin, api, assets, fail, health, public};
use crate::state::App;
use actix_web::{HttpResponse, web};

/// Sets up the addresses. Each resource answers other methods with 405.
pub(crate) fn set_up(config: &mut web::ServiceConfig) {
    config
        .configure(readers)
        .configure(subscribers)
        .configure(programs)
        .configure(staff)
        .default_service(web::to(|app: web::Data<App>| async move { fail::missing(&app) }));
}

/// A resource that is read, by GET or HEAD.
macro_rules! read {
    ($path:literal, $handler:path) => {
        web::resource($path).route(web::get().to($handler)).route(web::head().to($handler)).default_service(web::to(not_allowed))
    };
}

fn readers(config: &mut web::ServiceConfig) {
    config
        .service(read!("/", public::home::get))
        .service(read!("/incidents/{id}", public::incident::incident))
        .service(read!("/maintenance/{id}", public::incident::maintenance))
        .service(read!("/history", public::history::get))
        .service(read!("/feed.rss", public::feed::get))
        .service(read!("/robots.txt", public::robots::get))
        .service(read!("/assets/{name}", assets::get))
        .service(read!("/favicon.ico", assets::icon))
        .service(read!("/healthz", health::live))
        .service(read!("/readyz", health::ready));
}

fn subscribers(config: &mut web::ServiceConfig) {
    config
        .service(read!("/subscribe", public::subscribe::get).route(web::post().to(public::subscribe::post)))
        .service(read!("/confirm/{link}", public::confirm::get).route(web::post().to(public::confirm::post)))
        .service(read!("/subscriptions/{link}", public::preferences::get).route(web::post().to(public::preferences::post)))
        .service(read!("/unsubscribe/{link}", public::unsubscribe::get).route(web::post().to(public::unsubscribe::post)));
}

fn programs(config: &mut web::ServiceConfig) {
    config
        .service(read!("/api/v3/openapi.json", api::openapi::get))
        .service(read!("/api/v3/incidents", api::incidents::list).route(web::post().to(api::incidents::create)))
        .service(read!("/api/v3/incidents/{id}", api::incidents::get))
        .service(read!("/api/v3/incidents/{id}/updates", api::incidents::updates).route(web::post().to(api::incidents::update)))
        .service(read!("/api/v3/components", api::components::list).route(web::post().to(api::components::create)))
        .service(read!("/api/v3/regions", api::regions::list).route(web::post().to(api::regions::create)))
        .service(read!("/api/v3/subscribers", api::subscribers::list).route(web::post().to(api::subscribers::create)))
        .service(web::scope("/api/v3").default_service(web::to(no_such_api)));
}

fn staff(config: &mut web::ServiceConfig) {
    config
        .service(read!("/setup/{secret}", admin::setup::get).route(web::post().to(admin::setup::post)))
        .service(read!("/admin/sign-in", admin::session::get).route(web::post().to(admin::session::post)))
        .route("/admin/sign-out", web::post().to(admin::session::delete))
        .service(read!("/admin", admin::now::get))
        .service(read!("/admin/incidents", admin::incidents::list))
        .service(read!("/admin/incidents/new", admin::publish::get).route(web::post().to(admin::publish::post)))
        .service(read!("/admin/incidents/{id}", admin::incidents::get))
        .route("/admin/incidents/{id}/updates", web::post().to(admin::updates::post))
        .service(read!("/admin/regions", admin::regions::list).route(web::post().to(admin::regions::add)))
        .service(read!("/admin/regions/{id}", admin::regions::get).route(web::post().to(admin::regions::change)))
        .route("/admin/regions/{id}/move", web::post().to(admin::regions::reorder))
        .service(read!("/admin/groups", admin::groups::list).route(web::post().to(admin::groups::add)))
        .service(read!("/admin/groups/{id}", admin::groups::get).route(web::post().to(admin::groups::change)))
        .route("/admin/groups/{id}/move", web::post().to(admin::groups::reorder))
        .service(read!("/admin/components", admin::components::list).route(web::post().to(admin::components::add)))
        .service(read!("/admin/components/{id}", admin::components::get).route(web::post().to(admin::components::change)))
        .route("/admin/components/{id}/move", web::post().to(admin::components::reorder))
        .service(read!("/admin/subscribers", admin::subscribers::list))
        .service(read!("/admin/deliveries", admin::deliveries::list))
        .service(read!("/admin/deliveries/{id}", admin::deliveries::get));
}

async fn not_allowed() -> HttpResponse {
    HttpResponse::MethodNotAllowed().content_type("text/plain; charset=utf-8").body("this address does not answer that method\n")
}

async fn no_such_api() -> Result<HttpResponse, api::Problem> {
    Err(crate::services::Refusal::Missing("address in the API; see /api/v3/openapi.json").into())
}
