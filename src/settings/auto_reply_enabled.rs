#![doc = include_str!("auto_reply_enabled.md")]

use super::{Case, Effect, Ruling, Setting, Terms, truth, written};
use crate::classify::Kind;
use crate::responses;

/// The room of AutoReplyEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-reply-enabled",
    name: "AutoReplyEnabled",
    page: include_str!("auto_reply_enabled.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.auto_reply_enabled;
    if case.kind.is_oof() && !set.value {
        let note = "sources disagree: Microsoft's OOF troubleshooting says that AutoReplyEnabled false also stops out-of-office replies; the setting's own description limits it to rule-made replies, which is followed here";
        return Some(Ruling::new(
            &SETTING,
            Effect::Note(note.into()),
            written(set, "false"),
            terms,
        ));
    }
    if case.kind != Kind::AutoReply {
        return None;
    }
    let effect = if set.value {
        Effect::Pass
    } else {
        Effect::Drop(&responses::AUTO_REPLY)
    };
    Some(Ruling::new(
        &SETTING,
        effect,
        written(set, truth(set.value)),
        terms,
    ))
}
