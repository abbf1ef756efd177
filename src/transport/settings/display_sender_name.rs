#![doc = include_str!("display_sender_name.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::SenderName;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting DisplaySenderName.
pub static SETTING: Setting = Setting {
    id: "display-sender-name",
    name: "DisplaySenderName",
    page: embedded!("display_sender_name.md"),
    facts: &[&facts::DISPLAY_SENDER_NAME_HIDES_IT],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.display_sender_name;
    let effect = Effect::SenderName(SenderName::AddressOnly);
    (facts.content.display_name && !set.value)
        .then(|| Ruling::new(&SETTING, effect, set, "false", applicable))
}
