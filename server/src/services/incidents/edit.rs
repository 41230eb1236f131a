//! Mending a text that was published: what it said before is kept, and the page says that it was edited (PRODUCT 3.11).

use super::{announce::announce, update::touch};
use crate::{
    domain::{id::UpdateId, invalid::Invalid, notice::NoticeKind, template::leftover, text},
    services::{Act, Refusal},
    store::{self, Conn, edits, incidents, revision, updates},
};

/// Changes the text of an update. Nobody is told again unless `notify` asks for it.
pub(crate) fn edit(conn: &mut Conn, act: &mut Act, id: &UpdateId, body: &str, notify: bool) -> Result<(), Refusal> {
    let body = text::body("body", body, text::BODY_LIMIT)?;
    leftover("body", &body).check()?;
    let revision = revision::next(conn)?;
    let update = updates::find(conn, id)?.ok_or(Refusal::Missing("update"))?;
    let Some(incident_id) = update.incident_id.clone() else { return Err(Refusal::Missing("update of an incident")) };
    if update.body == body && !notify {
        return Ok(());
    }
    if update.body != body {
        let kept =
            edits::Edit { id: act.id(), update: id.clone(), body: update.body.clone(), author: act.actor.clone(), at: act.now };
        edits::insert(conn, &kept)?;
        updates::edit(conn, id, &body, act.now)?;
        act.audit(conn, "update.edit", id.as_str(), "")?;
    }
    touch(conn, &incident_id, revision)?;
    if notify {
        let incident = incidents::find(conn, &incident_id)?.ok_or(Refusal::Missing("incident"))?;
        let newest = updates::of_incident(conn, &incident_id)?.first().is_some_and(|newest| newest.id == *id);
        if incident.parent.is_some() || !incident.phase.is_open() || !newest {
            let told = "only the last update of an open incident is told again; save the text without it, or post an update";
            return Err(Invalid::new("notify", told).into());
        }
        let catalogue = store::catalogue::load(conn)?;
        let update = updates::Update { body, ..update };
        announce(conn, act, NoticeKind::Updated, &incident, &update, &catalogue)?;
        act.audit(conn, "update.notify_again", id.as_str(), "")?;
    }
    Ok(())
}
