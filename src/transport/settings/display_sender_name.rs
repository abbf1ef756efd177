#![doc = include_str!("display_sender_name.md")]

use super::{Case, Effect, Ruling, Setting, Terms};
use crate::transport::convert::SenderName;

/// The room of DisplaySenderName.
pub static SETTING: Setting = Setting {
    id: "display-sender-name",
    name: "DisplaySenderName",
    page: include_str!("display_sender_name.md"),
    check,
};

fn check<'p>(case: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    let set = &terms.remote_domain?.display_sender_name;
    let effect = Effect::SenderName(SenderName::Address);
    (case.content.display_name && !set.value)
        .then(|| Ruling::new(&SETTING, effect, set, "false", terms))
}
