//! The form: fields in groups, one for each recipient (RFC 3464, 2).

use super::{Told, prose::MOST};
use crate::{
    domain::{
        bounce,
        feedback::{Means, by_words},
    },
    integrations::feedback::words,
};
use std::collections::BTreeMap;

/// Fields by their names in small letters.
pub(super) type Group = BTreeMap<String, String>;

/// What failed for good. What is only late, went on or arrived says nothing. `prose` is the part for people, where some servers
/// say what they leave out of the form.
pub(super) fn failures(report: &str, prose: &str) -> Vec<Told> {
    let failed = |group: &Group| bare(group.get("action")?).eq_ignore_ascii_case("failed").then(|| judge(group, prose));
    groups(report).iter().filter_map(failed).take(MOST).collect()
}

/// Groups are divided by empty lines. Where a server left those out, or put a space in them, a field that comes again begins
/// the next.
pub(super) fn groups(report: &str) -> Vec<Group> {
    let mut groups = vec![Group::new()];
    let mut last = String::new();
    for line in report.lines() {
        let (folded, Some(group)) = (line.starts_with([' ', '\t']), groups.last_mut()) else { break };
        if line.trim().is_empty() {
            groups.push(Group::new());
        } else if let Some(value) = group.get_mut(&last).filter(|_| folded) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            last = name.trim().to_lowercase();
            if group.contains_key(&last) {
                groups.push(Group::new());
            }
            if let Some(group) = groups.last_mut() {
                group.insert(last.clone(), value.trim().to_owned());
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// A value without its type and its comment: `rfc822; a@b` and `failed (gave up)` (RFC 3464, 2.1.2 and 2.1.1).
fn bare(value: &str) -> &str {
    let value = value.split_once(';').map_or(value, |(_, value)| value);
    value.split('(').next().unwrap_or_default().trim()
}

/// What the failure of one recipient means. The remote server knows better than the one that reports it, and an exact code is
/// better than a general one.
fn judge(group: &Group, prose: &str) -> Told {
    let status = group.get("status").map(|value| bare(value)).unwrap_or_default();
    let diagnosis = group.get("diagnostic-code").map(|value| value.split_once(';').map_or(value.as_str(), |(_, text)| text));
    let recipient = group.get("final-recipient").or_else(|| group.get("original-recipient"));
    let is_general = status.is_empty() || status.ends_with(".0.0");
    let spoken = if diagnosis.is_none() && is_general { recipient.and_then(|who| reply_in(prose, bare(who))) } else { None };
    let reply = diagnosis.or(spoken).unwrap_or_default().trim();
    let code = bounce::exact(reply).unwrap_or(status);
    // Given up after days of trying: the mailbox may be there.
    if status.starts_with('4') || reply.starts_with('4') {
        let code = if status.starts_with('4') { status } else { "4.0.0" };
        return (Means::Refused, words([code, reply]));
    }
    let words = words([code, reply]);
    (by_words(&words), words)
}

/// What stands behind a recipient in the part for people: `a@b: 550 5.1.1 no such user`.
fn reply_in<'a>(prose: &'a str, recipient: &str) -> Option<&'a str> {
    let of =
        |line: &'a str| line.trim().trim_start_matches('<').strip_prefix(recipient)?.trim_start_matches('>').strip_prefix(':');
    prose.lines().filter(|_| !recipient.is_empty()).find_map(of).map(str::trim)
}
