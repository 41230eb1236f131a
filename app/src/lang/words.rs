//! The messages of each language, from `app/words`.

use super::{Lang, Value};
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 6]> = LazyLock::new(|| Lang::ALL.map(|lang| bundle(lang, source(lang))));

fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("../../words/en.ftl"),
        Lang::De => include_str!("../../words/de.ftl"),
        Lang::Fr => include_str!("../../words/fr.ftl"),
        Lang::Es => include_str!("../../words/es.ftl"),
        Lang::Ja => include_str!("../../words/ja.ftl"),
        Lang::Ar => include_str!("../../words/ar.ftl"),
    }
}

/// What can be read of a source is used; the tests below hold that all of it can.
fn bundle(lang: Lang, source: &str) -> Bundle {
    let id = lang.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Names in Latin letters inside a sentence from right to left would turn it around.
    bundle.set_use_isolating(lang.dir() == "rtl");
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The message, in English where a language does not have it; its key when nobody has it.
pub(super) fn say(lang: Lang, key: &str, values: Option<&[(&'static str, Value<'_>)]>) -> String {
    let [english, ..] = &*BUNDLES;
    let ours = Lang::ALL.iter().zip(BUNDLES.iter()).find(|(other, _)| **other == lang).map_or(english, |(_, bundle)| bundle);
    let args: Option<FluentArgs<'_>> = values.map(|values| values.iter().map(|(name, value)| (*name, value.clone())).collect());
    for bundle in [ours, english] {
        if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
            // A variable without a value shows as its name, which the tests of pages would show.
            return bundle.format_pattern(pattern, args.as_ref(), &mut Vec::new()).into_owned();
        }
    }
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Each message with the variables in it.
    fn messages(lang: Lang) -> BTreeSet<(String, BTreeSet<String>)> {
        assert!(FluentResource::try_new(source(lang).to_owned()).is_ok(), "{lang:?} cannot be read");
        let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in source(lang).lines() {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with([' ', '#'])) {
                found.push((key.to_owned(), BTreeSet::new()));
            }
            let names =
                line.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            if let Some((_, variables)) = found.last_mut() {
                variables.extend(names);
            }
        }
        found.into_iter().collect()
    }

    #[test]
    fn every_language_says_all_of_it() {
        let english = messages(Lang::En);
        for lang in Lang::ALL {
            let theirs = messages(lang);
            let missing: Vec<_> = english.difference(&theirs).collect();
            let extra: Vec<_> = theirs.difference(&english).collect();
            assert!(missing.is_empty() && extra.is_empty(), "{lang:?} lacks {missing:?} and has {extra:?}");
        }
    }

    /// The keys named in calls of `say`, `say!` and `t` in a folder of sources.
    fn asked_for(folder: &Path, keys: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked_for(&path, keys);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for start in [".say(\"", ".say_with(\"", "say!(lang, \"", "t(\"", "say!(lang(), \""] {
                    let calls = text.match_indices(start).filter(|(at, _)| {
                        start != "t(\""
                            || text
                                .as_bytes()
                                .get(at.wrapping_sub(1))
                                .is_none_or(|before| !before.is_ascii_alphanumeric() && !b"_!:".contains(before))
                    });
                    keys.extend(calls.filter_map(|(at, _)| Some(text.get(at + start.len()..)?.split('"').next()?.to_owned())));
                }
            }
        }
    }

    #[test]
    fn every_word_that_is_asked_for_is_there() {
        let known: BTreeSet<String> = messages(Lang::En).into_iter().map(|(key, _)| key).collect();
        let mut keys = BTreeSet::new();
        for folder in ["src", "../server/src"] {
            asked_for(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut keys);
        }
        keys.remove("key");
        let unknown: Vec<_> = keys.iter().filter(|key| !known.contains(*key) && key.contains('-')).collect();
        assert!(unknown.is_empty(), "not in en.ftl: {unknown:?}");
    }

    #[test]
    fn plurals_follow_the_language() {
        let days = |lang: Lang, count: i64| crate::say!(lang, "trouble-days", count = count);
        assert_eq!(days(Lang::En, 1), "Trouble on 1 day");
        assert_eq!(days(Lang::En, 3), "Trouble on 3 days");
        // Arabic has six forms.
        let forms: BTreeSet<String> = [1, 2, 3, 11, 100].map(|count| days(Lang::Ar, count)).into();
        assert_eq!(forms.len(), 5);
    }
}
