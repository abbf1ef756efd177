#![doc = include_str!("auto_reply_enabled.md")]

use crate::i18n::en;
use crate::transport::classify::Kind;
use crate::transport::facts::out_of_office::AUTO_REPLY_AND_OUT_OF_OFFICE;
use crate::transport::facts::settings as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting AutoReplyEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-reply-enabled",
    name: "AutoReplyEnabled",
    page: embedded!("auto_reply_enabled.md"),
    facts: &[&facts::AUTO_REPLY_IS_A_RULES],
    doubts: &[&AUTO_REPLY_AND_OUT_OF_OFFICE],
    check,
};

/// Shown wherever an out-of-office reply meets `false`.
const CAVEAT: &str = en(
    "sources disagree: Microsoft's OOF troubleshooting says that AutoReplyEnabled false also stops out-of-office replies; the setting's own description limits it to rule-made replies, which is followed here",
);

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.auto_reply_enabled;
    if facts.kind == Kind::AutoReply {
        return Some(Ruling::pass_or_drop(
            &SETTING,
            set,
            &responses::AUTO_REPLY,
            applicable,
        ));
    }
    (facts.kind.is_oof() && !set.value).then(|| {
        let ruling = Ruling::new(&SETTING, Effect::Note(CAVEAT), set, "false", applicable);
        ruling.with_doubt(Some(&AUTO_REPLY_AND_OUT_OF_OFFICE))
    })
}
