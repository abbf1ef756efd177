#![doc = include_str!("display_sender_name.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};
use crate::transport::convert::SenderName;

/// The room of DisplaySenderName.
pub static SETTING: Setting = Setting {
    id: "display-sender-name",
    name: "DisplaySenderName",
    page: include_str!("display_sender_name.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.display_sender_name;
    let effect = Effect::SenderName(SenderName::Address);
    (case.content.display_name && !set.value)
        .then(|| Ruling::new(&SETTING, effect, set, "false", applicable))
}
