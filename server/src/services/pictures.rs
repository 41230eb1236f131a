//! Keeping pictures: those of the brand, and those in the reviews of incidents.

use super::{Act, Refusal};
use crate::{
    domain::{
        id::{FileId, IncidentId},
        invalid::{Faults, Invalid},
        link::fingerprint,
        picture, text,
    },
    store::{
        Conn, StoreError,
        files::{self, File},
        postmortems,
        review_pictures::{self, ReviewPicture},
    },
};

/// Longest description of a picture, in characters.
const ALT_LIMIT: usize = 280;

/// Keeps a picture of this media type under the hash of its bytes, so that the same is kept once.
pub(super) fn keep(conn: &mut Conn, act: &Act, bytes: &[u8], kind: &str) -> Result<FileId, StoreError> {
    let name: String = fingerprint(bytes).chars().take(32).collect();
    let id = FileId::from(format!("{name}.{}", picture::ending(kind)));
    files::insert(conn, &File { id: id.clone(), media_type: kind.to_owned(), bytes: bytes.to_vec(), created_at: act.now })?;
    Ok(id)
}

/// Adds a picture to a review, with what it shows. Until the review is public only staff can see it.
pub(crate) fn add_to_review(
    conn: &mut Conn,
    act: &mut Act,
    incident: &IncidentId,
    bytes: &[u8],
    alt: &str,
) -> Result<ReviewPicture, Refusal> {
    let mut faults = Faults::default();
    let kind = faults.take(picture::check_shot("picture", bytes));
    let alt = faults.take(text::line("alt", alt, ALT_LIMIT));
    faults.check()?;
    let (Some(kind), Some(alt)) = (kind, alt) else { return Err(Faults::default().into()) };
    postmortems::find(conn, incident)?.ok_or(Refusal::Missing("post-mortem"))?;
    if review_pictures::of(conn, incident)?.len() >= picture::SHOTS {
        let told = format!("does not fit: a post-mortem has at most {} pictures", picture::SHOTS);
        return Err(Invalid::new("picture", told).into());
    }
    let file = keep(conn, act, bytes, kind)?;
    let row = ReviewPicture { incident: incident.clone(), file, alt, added_at: act.now };
    if review_pictures::insert(conn, &row)? {
        act.audit(conn, "postmortem.picture", incident.as_str(), row.file.as_str())?;
    }
    Ok(row)
}

/// The Markdown that shows a picture of a review.
pub(crate) fn markdown(row: &ReviewPicture) -> String {
    let alt = row.alt.replace(['[', ']'], "");
    format!("![{alt}](/files/{})", row.file)
}
