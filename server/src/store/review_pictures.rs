//! Pictures in the reviews of incidents.

use super::{
    Conn, StoreError,
    schema::{postmortems, review_pictures},
};
use crate::domain::id::{FileId, IncidentId};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A picture of a review.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct ReviewPicture {
    /// The incident that is reviewed.
    pub incident: IncidentId,
    /// The picture.
    pub file: FileId,
    /// What it shows, for who cannot see it.
    pub alt: String,
    /// When it came.
    pub added_at: DateTime<Utc>,
}

/// Adds a picture to a review; false when it has it already.
pub(crate) fn insert(connection: &mut Conn, row: &ReviewPicture) -> Result<bool, StoreError> {
    if of(connection, &row.incident)?.iter().any(|known| known.file == row.file) {
        return Ok(false);
    }
    diesel::insert_into(review_pictures::table)
        .values((
            review_pictures::incident_id.eq(&row.incident),
            review_pictures::file_id.eq(&row.file),
            review_pictures::alt.eq(&row.alt),
            review_pictures::added_at.eq(row.added_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(true)
}

/// The pictures of a review, oldest first.
pub(crate) fn of(connection: &mut Conn, incident: &IncidentId) -> Result<Vec<ReviewPicture>, StoreError> {
    Ok(review_pictures::table
        .filter(review_pictures::incident_id.eq(incident))
        .order((review_pictures::added_at, review_pictures::file_id))
        .load(connection)?)
}

/// Whether a picture is shown in a review that is public; none when it is in no review at all.
pub(crate) fn is_public(connection: &mut Conn, file: &FileId) -> Result<Option<bool>, StoreError> {
    let reviews: Vec<Option<DateTime<Utc>>> = review_pictures::table
        .inner_join(postmortems::table)
        .filter(review_pictures::file_id.eq(file))
        .select(postmortems::published_at)
        .load(connection)?;
    Ok((!reviews.is_empty()).then(|| reviews.iter().any(Option::is_some)))
}
