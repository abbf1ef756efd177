//! Says what the problems of several readers have in common.

use crate::diagnostic::nearest;
use crate::i18n::{Text, en};

/// What the reader of YAML says; it says it in English.
pub(crate) fn not_yaml(reason: &str) -> Text {
    Text::of(en("{reason}"), [("reason", &reason)])
}

/// The help line for what stands twice.
pub(crate) fn remove_one(first: u32) -> Text {
    Text::of(
        en("remove one of them; the first is on line {first}"),
        [("first", &first)],
    )
}

/// The help line for a word that is nearly another one.
pub(crate) fn mean(near: &str) -> Text {
    Text::of(en("did you mean `{near}`?"), [("near", &near)])
}

/// The help line that lists the values of a property.
pub(crate) fn values(words: &[&str]) -> Text {
    Text::of(en("values: {values}"), [("values", &words.join(", "))])
}

/// The help line that lists the values of a property, and the one that was nearly written.
pub(crate) fn near_values(text: Option<&str>, words: &[&'static str]) -> Text {
    let near = text.and_then(|t| nearest(t, words.iter().copied()));
    let Some(near) = near else {
        return values(words);
    };
    Text::of(
        en("did you mean `{near}`? values: {values}"),
        [("near", &near), ("values", &words.join(", "))],
    )
}
