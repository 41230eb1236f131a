//! The page itself: its name for programs, and how it looks.

use super::{Act, Refusal, pictures};
use crate::{
    domain::{
        appearance::{Appearance, AppearanceInput},
        id::FileId,
        picture,
    },
    store::{Conn, StoreError, revision, settings},
};
use rand::RngExt;

/// Letters and digits in the name of a page, as clients of Statuspage know them.
const NAME_LENGTH: usize = 12;
const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Gives the page a name for programs, once and for ever.
pub(crate) fn name(conn: &mut Conn, act: &mut Act) -> Result<(), StoreError> {
    if settings::get(conn, settings::PAGE_ID)?.is_none() {
        let letters = (0..NAME_LENGTH).filter_map(|_| ALPHABET.get(act.rng.random_range(0..ALPHABET.len())));
        let name: String = letters.map(|letter| char::from(*letter)).collect();
        settings::set_once(conn, settings::PAGE_ID, &name)?;
    }
    Ok(())
}

/// Whether the secret key of this instance has another mark.
pub(crate) fn is_foreign(conn: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    Ok(settings::get(conn, settings::KEY_MARK)?.is_some_and(|known| known != mark))
}

/// Makes the key with this mark the instance's own, where it has none yet. False where it has another.
pub(crate) fn knows(conn: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    settings::set_once(conn, settings::KEY_MARK, mark)?;
    Ok(!is_foreign(conn, mark)?)
}

/// What happens to a picture of the brand.
#[derive(Clone, Debug, Default)]
pub(crate) enum Picture {
    /// It stays.
    #[default]
    Keep,
    /// It is taken away.
    Remove,
    /// Another takes its place.
    Replace(Vec<u8>),
}

/// Changes how the page looks and what it is called.
pub(crate) fn dress(
    conn: &mut Conn,
    act: &mut Act,
    input: &AppearanceInput,
    (logo, favicon): (&Picture, &Picture),
) -> Result<(), Refusal> {
    let before = settings::appearance(conn)?;
    let (title, mut appearance) = Appearance::parse(input, &before)?;
    appearance.logo = store(conn, act, "logo", logo, before.logo)?;
    appearance.favicon = store(conn, act, "favicon", favicon, before.favicon)?;
    settings::set(conn, settings::PAGE_TITLE, &title)?;
    settings::set_appearance(conn, &appearance)?;
    revision::next(conn)?;
    act.audit(conn, "page.dress", "", &title)?;
    Ok(())
}

fn store(conn: &mut Conn, act: &Act, field: &str, picture: &Picture, before: Option<FileId>) -> Result<Option<FileId>, Refusal> {
    match picture {
        Picture::Keep => Ok(before),
        Picture::Remove => Ok(None),
        Picture::Replace(bytes) => {
            let kind = picture::check(field, bytes)?;
            Ok(Some(pictures::keep(conn, act, bytes, kind)?))
        }
    }
}
