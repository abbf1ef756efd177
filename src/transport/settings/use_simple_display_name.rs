#![doc = include_str!("use_simple_display_name.md")]

use super::{Case, Effect, Ruling, Setting, Terms};
use crate::transport::convert::SenderName;

/// The room of UseSimpleDisplayName.
pub static SETTING: Setting = Setting {
    id: "use-simple-display-name",
    name: "UseSimpleDisplayName",
    page: include_str!("use_simple_display_name.md"),
    check,
};

fn check<'p>(case: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    let domain = terms.remote_domain?;
    let set = &domain.use_simple_display_name;
    let shown = case.content.display_name && domain.display_sender_name.value;
    let effect = Effect::SenderName(SenderName::Simple);
    (shown && set.value).then(|| Ruling::new(&SETTING, effect, set, "true", terms))
}
