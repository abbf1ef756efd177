#![doc = include_str!("auto_reply_by_rule.md")]

use super::builder::{Envelope, MessageBuilder};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, ReactionKind, Reason, rules};
use crate::i18n::en;

/// The kind of replies by a rule.
pub static REACTION: ReactionKind = ReactionKind {
    id: "auto-reply-by-rule",
    title: "The reply of an inbox rule, every time",
    page: include_str!("auto_reply_by_rule.md"),
    suppressors: &[
        Suppressor::Suppress(Bit::AutoReply),
        Suppressor::AutoSubmitted,
        Suppressor::NullSender,
        Suppressor::Junk,
        Suppressor::RulesLoop,
        Suppressor::NotInMailbox,
    ],
    check,
};

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let mut candidates = Vec::new();
    for running in rules::running(incoming) {
        let Some(text) = &running.rule.reply else {
            continue;
        };
        let mut builder = MessageBuilder::new(
            incoming,
            &Envelope {
                path: "",
                from: &incoming.to,
                to: &incoming.author,
                prefix: "Re: ",
                token: "auto-reply",
            },
        );
        builder.by_rule();
        builder.field("X-Auto-Response-Suppress", "All");
        candidates.push(Candidate {
            what: en("auto-reply by rule").into(),
            token: "auto-reply",
            trigger: rules::trigger("ServerReplyWithMessage", running.rule),
            suppressed_by: Vec::new(),
            doubts: running.doubts,
            message: builder.text_with_class(text, "IPM.Note.Rules.ReplyTemplate.Microsoft", None),
        });
    }
    if candidates.is_empty() {
        return Err(Reason::new(en("no rule that runs replies")));
    }
    Ok(candidates)
}
