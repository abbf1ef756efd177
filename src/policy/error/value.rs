//! Words what stands where a property wants something else.

use crate::i18n::{Text, en};
use crate::policy::admin_words;
use crate::policy::sections::SCENARIO;

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

/// How the properties of something are spelled. No cmdlet has those of a scenario.
pub(super) fn properties(what: &'static str) -> Text {
    if what == SCENARIO.entry {
        let names: Vec<&str> = SCENARIO.properties.iter().map(|p| p.name).collect();
        return Text::of(en("known: {known}"), [("known", &names.join(", "))]);
    }
    Text::from(en(
        "properties of {what} are spelled as the cmdlet spells them",
    ))
    .with_text("what", what)
}
