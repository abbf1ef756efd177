#![doc = include_str!("use_simple_display_name.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::SenderName;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting UseSimpleDisplayName.
pub static SETTING: Setting = Setting {
    id: "use-simple-display-name",
    name: "UseSimpleDisplayName",
    page: embedded!("use_simple_display_name.md"),
    facts: &[&facts::SIMPLE_DISPLAY_NAME],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let set = &domain.use_simple_display_name;
    let shown = facts.content.display_name && domain.display_sender_name.value;
    let effect = Effect::SenderName(SenderName::SimpleDisplayName);
    (shown && set.value).then(|| Ruling::new(&SETTING, effect, set, "true", applicable))
}
