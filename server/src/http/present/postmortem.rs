//! The review of an incident.

use super::{frame::shown, prose, time::moment, tone, view::View};
use crate::{locale, snapshot::IncidentRecord};
use allclear_app::{Tone, pages::postmortem::Postmortem, pieces::Fact, say};

/// The page of a published review; none when there is none.
pub(crate) fn postmortem(view: View<'_>, record: &IncidentRecord) -> Option<Postmortem> {
    let (incident, lang) = (&record.incident, view.lang);
    let review = record.postmortem.as_ref()?;
    let mut facts = vec![Fact::Moment(lang.say("published"), moment(lang, review.published_at?))];
    facts.push(Fact::Text(lang.say("severity"), tone::severity(lang, incident.severity)));
    facts.push(Fact::Moment(lang.say("started"), moment(lang, incident.started_at)));
    if let Some(end) = incident.resolved_at {
        facts.push(Fact::Text(lang.say("lasted"), locale::length(lang, end - incident.started_at)));
    }
    facts.extend(tone::places(view, &record.affected()).map(|places| Fact::Text(lang.say("affected"), places)));
    let path = format!("/incidents/{}/postmortem", incident.id);
    Some(Postmortem {
        frame: shown(view, &say!(lang, "postmortem-title", title = incident.title.as_str()), &path, Tone::Unknown),
        title: incident.title.clone(),
        incident: view.plain(&format!("/incidents/{}", incident.id)),
        facts,
        body_html: prose::review(lang, &review.body, ""),
    })
}
