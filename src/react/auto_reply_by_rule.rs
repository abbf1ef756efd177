#![doc = include_str!("auto_reply_by_rule.md")]

use super::mail::{self, Envelope};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Room, rules};
use crate::i18n::en;

/// The room of replies by a rule.
pub static ROOM: Room = Room {
    id: "auto-reply-by-rule",
    title: "The reply of an inbox rule, every time",
    page: include_str!("auto_reply_by_rule.md"),
    silencers: &[
        Silencer::Suppress(Bit::AutoReply),
        Silencer::AutoSubmitted,
        Silencer::NullSender,
        Silencer::Junk,
        Silencer::RulesLoop,
        Silencer::NotInMailbox,
    ],
    check,
};

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let mut drafts = Vec::new();
    for running in rules::running(case) {
        let Some(text) = &running.rule.reply else {
            continue;
        };
        let mut message = mail::Letter::new(
            case,
            &Envelope {
                path: "",
                from: &case.to,
                to: &case.author,
                prefix: "Re: ",
                token: "auto-reply",
            },
        );
        message.by_rule();
        message.field("X-Auto-Response-Suppress", "All");
        drafts.push(Draft {
            what: en("auto-reply by rule").into(),
            token: "auto-reply",
            because: rules::because("ServerReplyWithMessage", running.rule),
            silenced: Vec::new(),
            doubts: running.doubts,
            mail: message.text(text),
        });
    }
    if drafts.is_empty() {
        return Err(Cause::told(en("no rule that runs replies")));
    }
    Ok(drafts)
}
