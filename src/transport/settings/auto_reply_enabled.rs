#![doc = include_str!("auto_reply_enabled.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};
use crate::i18n::en;
use crate::transport::classify::Kind;
use crate::transport::responses;

/// The room of AutoReplyEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-reply-enabled",
    name: "AutoReplyEnabled",
    page: include_str!("auto_reply_enabled.md"),
    check,
};

/// Shown wherever an out-of-office reply meets `false`.
const CAVEAT: &str = en(
    "sources disagree: Microsoft's OOF troubleshooting says that AutoReplyEnabled false also stops out-of-office replies; the setting's own description limits it to rule-made replies, which is followed here",
);

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.auto_reply_enabled;
    if case.kind == Kind::AutoReply {
        return Some(Ruling::gate(
            &SETTING,
            set,
            &responses::AUTO_REPLY,
            applicable,
        ));
    }
    (case.kind.is_oof() && !set.value)
        .then(|| Ruling::new(&SETTING, Effect::Note(CAVEAT), set, "false", applicable))
}
