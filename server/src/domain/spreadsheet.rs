//! Texts in files that spreadsheets open.

/// A text that no spreadsheet takes for a formula (OWASP, CSV injection).
pub(crate) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_title_becomes_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(super::harmless(text), format!("'{text}"));
        }
        assert_eq!(super::harmless("API down"), "API down");
    }
}
