//! Says what the problems of several readers have in common.

use super::node::Value;
use crate::diagnostic::nearest;
use crate::i18n::{Text, en};

/// What the reader of YAML says; it says it in English.
pub(crate) fn not_yaml(reason: &str) -> Text {
    Text::of(en("{reason}"), [("reason", &reason)])
}

/// A value in the words of a message.
pub(crate) fn described(value: &Value) -> Text {
    match value {
        Value::Null => en("nothing").into(),
        Value::Seq(_) => en("a list").into(),
        Value::Map(_) => en("a mapping").into(),
        Value::Bool(b) => quoted(b),
        Value::Int(i) => quoted(i),
        Value::Text(t) => quoted(t),
    }
}

/// The user's own text is the same in every language.
fn quoted(text: &dyn std::fmt::Display) -> Text {
    Text::of("`{text}`", [("text", text)])
}

/// The message on a name that no property has.
pub(crate) fn unknown(key: &str, what: &'static str) -> Text {
    Text::of(en("unknown property `{key}` in {what}"), [("key", &key)]).with_text("what", what)
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

/// The message on a value that a property does not take.
pub(crate) fn no_value(name: &str, value: &Value) -> Text {
    Text::of(en("{found} is not a value of `{name}`"), [("name", &name)])
        .with_text("found", described(value))
}

/// The message on a value of another type than a property has.
pub(crate) fn wants(english: &'static str, name: &str, value: &Value) -> Text {
    Text::of(english, [("name", &name)]).with_text("found", described(value))
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
