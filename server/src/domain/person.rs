//! Staff: roles, and what a password must be.

use super::invalid::Invalid;

super::words! {
    /// What a member of staff may do, least first; each role may do all that the ones before it may.
    Role {
        /// Reads everything.
        Viewer = "viewer", "Viewer";
        /// Opens and updates incidents and maintenance.
        Responder = "responder", "Responder";
        /// Changes regions, components and settings.
        Manager = "manager", "Manager";
        /// Manages people and tokens.
        Owner = "owner", "Owner";
    }
}

/// Shortest password in characters (OWASP ASVS 5.0, 6.2.1 advises 15, requires 8).
const PASSWORD_SHORTEST: usize = 12;
/// Longest password in bytes; all of it counts.
const PASSWORD_LONGEST: usize = 256;

/// Checks a new password: long enough, not one repeated character, not the person's own address.
pub(crate) fn password<'a>(field: &str, text: &'a str, email: &str) -> Result<&'a str, Invalid> {
    let distinct: std::collections::BTreeSet<char> = text.chars().collect();
    if text.chars().count() < PASSWORD_SHORTEST {
        return Err(Invalid::new(
            field,
            format!("is too short; use at least {PASSWORD_SHORTEST} characters, a few words in a row are good"),
        ));
    }
    if text.len() > PASSWORD_LONGEST {
        return Err(Invalid::new(field, format!("is too long; at most {PASSWORD_LONGEST} bytes fit")));
    }
    let lower = text.to_lowercase();
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    let too_plain = distinct.len() < 5
        || lower == email.to_lowercase()
        || lower.contains("password")
        || (name.len() > 3 && lower.starts_with(&name));
    if too_plain {
        return Err(Invalid::new(field, "is too easy to guess; use a few unrelated words"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused() {
        for bad in ["short", "aaaaaaaaaaaaaaaa", "password12345", "jane@example.com", "janejanejane"] {
            assert!(password("password", bad, "jane@example.com").is_err(), "{bad}");
        }
        assert!(password("password", "correct horse battery", "jane@example.com").is_ok());
    }

    #[test]
    fn an_owner_may_all_that_a_viewer_may() {
        assert!(Role::Owner > Role::Manager && Role::Manager > Role::Responder && Role::Responder > Role::Viewer);
    }
}
