//! Who will hear of an incident, and how the mail will look.

use super::super::audience::{self, DRILL, mails};
use crate::{
    domain::{
        catalogue::Catalogue,
        incident::IncidentDraft,
        link::fingerprint,
        notice::{AffectedName, IncidentNews, NoticeKind},
        policy::{Policy, Reach as PolicyReach},
        template::{TemplateKind, Texts},
    },
    services::{Refusal, customers, preview, templates},
    state::App,
};
use allclear_app::pages::admin::audience::Audience;

/// What the audience was counted for: severity, places, and the regions that staff chose.
pub(super) fn mark(draft: &IncidentDraft) -> String {
    fingerprint(format!(
        "{} {:?} {:?} {} {:?}",
        draft.severity, draft.affected, draft.regions, draft.drill, draft.subscriber_groups
    ))
}

/// Counts who will hear it.
pub(super) async fn count(
    app: &App,
    draft: IncidentDraft,
    catalogue: Catalogue,
    policy: &Policy,
    mark: String,
) -> Result<Audience, Refusal> {
    let severity = draft.severity;
    let regions = draft.regions.clone().unwrap_or_else(|| draft.hit().into_iter().map(|pair| pair.region).collect());
    let wanted = draft.clone();
    let (reach, catalogue, phones, layout) = app
        .read(move |conn| {
            let reach = preview::of_draft(conn, &catalogue, &wanted)?;
            let enterprise = customers::enterprise(conn, &regions)?;
            let phones = enterprise.iter().flat_map(|(_, contacts)| contacts).filter(|contact| !contact.phone.is_empty()).count();
            let layout = templates::layout(conn, &wanted.template, TemplateKind::Alert)?;
            Ok((reach, catalogue, phones, layout))
        })
        .await?;
    let mut notes: Vec<String> = audience::posted(&reach).into_iter().collect();
    if let Some(proposal) = draft.proposal {
        notes.push(format!("The answers propose {}: {}.", proposal.severity.code(), proposal.why));
    }
    let by_sms = policy.rule(severity).sms == PolicyReach::Matching && !draft.drill && draft.subscriber_groups.is_empty();
    if by_sms && phones > 0 && app.settings.sms.is_none() {
        notes.push("SMS goes to enterprise contacts. No account for it is set up here, so call them or write.".to_owned());
    }
    if policy.rule(severity).social && !draft.drill {
        notes.push("Policy wants it posted on social media. No account for it is set up here, so post it by hand.".to_owned());
    }
    if let Some(minutes) = policy.rule(severity).second_pair_for.filter(|_| !draft.drill) {
        notes.push(format!("A second person must release it; after {minutes} minutes you may alone."));
    }
    if draft.drill {
        notes.push(DRILL.to_owned());
    }
    Ok(Audience {
        mark,
        by_sms: by_sms.then(|| i64::try_from(phones).unwrap_or(i64::MAX)),
        severity: severity.label().to_owned(),
        notes,
        mails: mails(app, &news(app, &draft, &catalogue, &layout), NoticeKind::Opened, |region| {
            draft.affected.iter().any(|(pair, _)| pair.region == region.id)
        }),
        ..audience::of(reach)
    })
}

fn news(app: &App, draft: &IncidentDraft, catalogue: &Catalogue, layout: &Texts) -> IncidentNews {
    let affected = draft.affected.iter().filter_map(|(pair, health)| {
        let component = catalogue.component(pair.component.as_str())?.name.clone();
        let region = catalogue.region(pair.region.as_str())?.name.clone();
        Some(AffectedName { component, region, health: *health })
    });
    IncidentNews {
        title: draft.title.clone(),
        severity: draft.severity,
        phase: draft.phase,
        body: draft.body.clone(),
        affected: affected.collect(),
        started_at: draft.started_at,
        said_at: app.clock.now(),
        next_update_at: draft.next_update_at,
        eta_at: draft.eta_at,
        cause: draft.cause.clone(),
        workaround: draft.workaround.clone(),
        path: "/incidents/…".to_owned(),
        before: Vec::new(),
        earlier: Vec::new(),
        translations: draft.translations.clone(),
        credited: false,
        layout: layout.clone(),
        share: draft.customers_affected,
        groups: Vec::new(),
    }
}
