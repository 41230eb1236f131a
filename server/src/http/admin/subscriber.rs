//! `GET` and `POST /admin/subscribers/{id}`: one subscriber, and what staff may do.

use super::subscriber_groups as groups;
use crate::{
    domain::{
        catalogue::Catalogue,
        filter::Filter,
        id::{ComponentId, GroupId, RegionId, SubscriberId},
        invalid::Faults,
        person::Role,
        subscriber::SubscriberState,
        subscriber_group::SubscriberGroup,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{Refusal, erasure, subscriber_groups as service, subscriptions, suppressions},
    state::App,
    store::{
        subscriber_groups,
        subscribers::{self, Subscriber},
    },
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::Listing,
    },
    pieces::{Choice, Fact, Options},
};

/// `GET /admin/subscribers/{id}`: one of them, and what may be done.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = SubscriberId::from(id.into_inner());
    let of = app.clone();
    let read = app
        .read(move |conn| {
            let row = subscribers::find(conn, &id)?.ok_or(Refusal::Missing("subscriber"))?;
            let wants = wants(&row.wants()?, &of.hub.load().state.catalogue);
            let inside = subscriber_groups::of_subscribers(conn, std::slice::from_ref(&row.id))?;
            let inside = inside.into_iter().map(|(_, group)| group.to_string()).collect::<Vec<_>>();
            Ok((row, wants, subscriber_groups::list(conn)?, inside))
        })
        .await;
    let (row, wants, all, inside) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let text = |label: &str, text: &str| Fact::Text(label.to_owned(), text.to_owned());
    let moment = |label: &str, at| Fact::Moment(label.to_owned(), present::staff_moment(at));
    let mut facts = vec![
        text("By", row.channel.label()),
        text("State", row.state.label()),
        text("Zone", &row.zone),
        text("Language", row.language.label()),
        text("Came by", &row.source),
        moment("Asked", row.created_at),
    ];
    facts.extend((!row.consent.is_empty()).then(|| text("Agreed", &row.consent)));
    facts.extend(row.confirmed_at.map(|at| moment("Confirmed", at)));
    facts.extend(row.stopped_at.map(|at| moment("Stopped", at)));
    facts.extend(wants.into_iter().map(|(label, wanted)| text(label, &wanted)));
    let address = app.signer.shown(&row.address);
    let ledger = format!("/admin/deliveries?recipient={}", row.id);
    facts.push(Fact::Link("Ledger".to_owned(), "What was sent".to_owned(), ledger));
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", &address),
        tabs: super::reader_tabs("/admin/subscribers"),
        facts,
        empty: "",
        forms: gathering(&row, &all, &inside).into_iter().chain(deeds(&row)).collect(),
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// The form of the groups that somebody is in; none while there are none.
fn gathering(row: &Subscriber, all: &[SubscriberGroup], inside: &[String]) -> Option<Form> {
    let choices = groups::choice(all, inside, &Faults::default())?;
    let choices = Options { legend: "Is in".to_owned(), hint: String::new(), ..choices };
    Some(Form {
        heading: "Groups".to_owned(),
        action: format!("/admin/subscribers/{}", row.id),
        hidden: std::iter::once(("act", "group".to_owned())).chain(inside.iter().map(|id| ("shown", id.clone()))).collect(),
        parts: vec![Part::Checks(choices)],
        button: "Save groups".to_owned(),
        ..Form::default()
    })
}

/// What staff may do with a subscriber.
fn deeds(row: &Subscriber) -> Vec<Form> {
    let sure = Choice::new("yes", "Erase it for good", false);
    let sure = Part::Checks(forms::options("sure", "Are you sure?", "", vec![sure], &Faults::default()));
    let deed = |deed: &'static str, heading: &str, parts, button: &str| Form {
        heading: heading.to_owned(),
        action: format!("/admin/subscribers/{}", row.id),
        hidden: vec![("act", deed.to_owned())],
        parts,
        button: button.to_owned(),
        ..Form::default()
    };
    let stop = deed("stop", "They want no more", Vec::new(), "Stop it");
    let reinstate = deed("reinstate", "Their address works again", Vec::new(), "Write to it again");
    let erase = deed("erase", "They want to be forgotten", vec![sure], "Erase all that is known");
    let is = |state| row.state == state;
    let offered = is(SubscriberState::Bounced).then_some(reinstate);
    offered.into_iter().chain((!is(SubscriberState::Stopped)).then_some(stop)).chain([erase]).collect()
}

/// What somebody wants to hear of, by name. A limit that is not set is no fact.
fn wants(filter: &Filter, catalogue: &Catalogue) -> Vec<(&'static str, String)> {
    let region = |id: &RegionId| catalogue.region(id.as_str()).map_or_else(|| id.to_string(), |found| found.name.clone());
    let component =
        |id: &ComponentId| catalogue.component(id.as_str()).map_or_else(|| id.to_string(), |found| found.name.clone());
    let group = |id: &GroupId| {
        let found = catalogue.groups.iter().find(|group| group.id == *id);
        found.map_or_else(|| id.to_string(), |group| format!("all of {}", group.name))
    };
    let chosen = filter.components.as_ref();
    let groups = chosen.into_iter().flat_map(|chosen| &chosen.groups).map(group);
    let components = chosen.into_iter().flat_map(|chosen| &chosen.components).map(component);
    let facts = [
        ("Wants", filter.kinds.iter().map(|kind| kind.label().to_owned()).collect()),
        ("Of regions", filter.regions.iter().flatten().map(region).collect()),
        ("Of components", groups.chain(components).collect()),
        ("Of severities", filter.severities.iter().flatten().map(|severity| severity.code().to_owned()).collect()),
    ];
    facts
        .into_iter()
        .map(|(label, names): (_, Vec<String>)| (label, names.join(", ")))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Stops one, or erases it once that is ticked.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (id, signer) = (SubscriberId::from(id.into_inner()), app.signer.clone());
    let back = format!("/admin/subscribers/{id}");
    let (deed, sure) = (fields.get("act").to_owned(), fields.get("sure") == "yes");
    let (shown, groups) = (fields.all("shown"), fields.all("subscriber_groups"));
    let done = app
        .write(&staff.email, move |conn, act| match (deed.as_str(), sure) {
            ("group", _) => service::assign(conn, act, &id, (&shown, &groups)).map(|()| back),
            ("reinstate", _) => suppressions::reinstate(conn, act, &id).map(|()| back),
            ("stop", _) => subscriptions::stop(conn, act, &id).map(|()| back),
            ("erase", true) => erasure::erase(conn, act, &signer, &id).map(|()| "/admin/subscribers".to_owned()),
            _ => Err(Refusal::Conflict("tick that you are sure; what is erased does not come back".to_owned())),
        })
        .await;
    match done {
        Ok(next) => answer::go(&next),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}
