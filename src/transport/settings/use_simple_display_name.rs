#![doc = include_str!("use_simple_display_name.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};
use crate::transport::convert::SenderName;

/// The room of UseSimpleDisplayName.
pub static SETTING: Setting = Setting {
    id: "use-simple-display-name",
    name: "UseSimpleDisplayName",
    page: include_str!("use_simple_display_name.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let set = &domain.use_simple_display_name;
    let shown = case.content.display_name && domain.display_sender_name.value;
    let effect = Effect::SenderName(SenderName::Simple);
    (shown && set.value).then(|| Ruling::new(&SETTING, effect, set, "true", applicable))
}
