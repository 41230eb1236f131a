//! The links of one recipient, and the notice they stand in.

use crate::{
    domain::link::Purpose,
    services::letters::Asked,
    state::App,
    store::{
        StoreError,
        claims::Claim,
        notices::{self, Notice},
    },
};

/// The address of a page where a recipient does what a link is for.
pub(super) fn link(app: &App, claim: &Claim, page: &str, purpose: Purpose) -> String {
    app.settings.url(&format!("/{page}/{}", app.signer.sign(purpose, claim.recipient_id.as_str())))
}

/// The address where a recipient confirms what they asked for.
pub(super) async fn confirming(app: &App, claim: &Claim) -> Result<String, StoreError> {
    let asked: Asked = serde_json::from_str(&notice(app, claim).await?.content)?;
    let link = link(app, claim, "confirm", Purpose::Confirm);
    Ok(match asked.incident {
        Some(incident) => format!("{link}?incident={incident}"),
        None => link,
    })
}

/// The notice of a delivery.
pub(super) async fn notice(app: &App, claim: &Claim) -> Result<Notice, StoreError> {
    let id = claim.notice_id.clone();
    let found = app.database.off_thread(move |database| database.read(|conn| notices::find(conn, &id))).await?;
    found.ok_or_else(|| StoreError::Damaged(format!("delivery {} has no notice", claim.id)))
}
