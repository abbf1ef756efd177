//! Words what stands where a property wants something else.

use crate::i18n::{Text, en};
use crate::policy::admin_words;

/// What to write in place of a label of the admin centers.
pub(super) fn label(name: &str, text: Option<&str>, is_boolean: bool) -> Option<Text> {
    let value = admin_words::value(name, text?, is_boolean)?;
    Some(Text::of(
        en("write `{value}`, which the admin center calls so"),
        [("value", &value)],
    ))
}

/// A message on what stands where a property wants something else.
pub(super) fn wants(english: &'static str, name: &&'static str, found: &Text) -> Text {
    Text::of(english, [("name", name)]).with_text("found", found.clone())
}
