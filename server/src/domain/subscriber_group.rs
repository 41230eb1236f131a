//! Subscribers that staff put together, such as “Enterprise EU”, so that something can be told to them alone (PRODUCT 7).

use super::{
    id::SubscriberGroupId,
    invalid::{Faults, Invalid},
};
use std::collections::BTreeSet;

/// A group of subscribers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SubscriberGroup {
    /// Its id.
    pub id: SubscriberGroupId,
    /// What staff call it.
    pub name: String,
}

/// The groups that are named, each by its id or its name in any capitals; what is unknown is told under `field`.
pub(crate) fn named(field: &str, words: &[String], groups: &[SubscriberGroup]) -> Result<BTreeSet<SubscriberGroupId>, Faults> {
    let mut faults = Faults::default();
    let words = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
    let found = words.filter_map(|word| faults.take(named_one(field, word, groups))).collect();
    faults.check()?;
    Ok(found)
}

fn named_one(field: &str, word: &str, groups: &[SubscriberGroup]) -> Result<SubscriberGroupId, Invalid> {
    let is_meant = |group: &&SubscriberGroup| group.id.as_str() == word || group.name.to_lowercase() == word.to_lowercase();
    groups.iter().find(is_meant).map(|group| group.id.clone()).ok_or_else(|| {
        let known: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        Invalid::new(field, format!("names no group of subscribers “{}”; there are: {known}", word.escape_debug()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_id_or_name() {
        let group = |id: &str, name: &str| SubscriberGroup { id: SubscriberGroupId::from(id), name: name.to_owned() };
        let groups = [group("01A", "Enterprise EU"), group("01B", "Beta")];
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let found = named("subscriber_groups", &words(&[" enterprise eu ", "01B", ""]), &groups).unwrap();
        assert_eq!(found, [SubscriberGroupId::from("01A"), SubscriberGroupId::from("01B")].into());
        let faults = named("subscriber_groups", &words(&["Enterprise", "Gamma"]), &groups).unwrap_err();
        assert_eq!(faults.0.len(), 2);
        assert!(faults.to_string().contains("“Gamma”; there are: Enterprise EU, Beta"), "{faults}");
    }
}
