#![doc = include_str!("auto_reply_by_rule.md")]

use super::builder::{Envelope, MessageBuilder};
use super::rules::{self, Running};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::i18n::{Text, en};

/// The kind of replies by a rule.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("auto-reply-by-rule"),
    title: "The reply of an inbox rule, every time",
    page: crate::embedded::apart(embedded!("auto_reply_by_rule.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::AutoReply),
        Suppressor::AutoSubmitted,
        Suppressor::NullSender,
        Suppressor::Junk,
        Suppressor::RulesLoop,
        Suppressor::JournalingReports,
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
        let own = running.rule.reply_to.iter().map(|to| {
            let unknown = rules::unknown_target(to, running.rule);
            (to, unknown)
        });
        // The protocol lets a rule leave the sender out if its template has recipients.
        let left_out = own.len() > 0;
        let left_out = left_out.then(|| {
            let what = en("whether the rule `{rule}` answers the sender too, as its reply has recipients of its own");
            let what = Text::with(what, vec![("rule", running.rule.name.clone())]);
            Reason::in_policy(what, Some(running.rule.line))
        });
        for (to, doubt) in own.chain([(&incoming.author, left_out)]) {
            candidates.push(reply(incoming, &running, text, to, doubt));
        }
    }
    if candidates.is_empty() {
        return Err(Reason::new(en("no rule that runs replies")));
    }
    Ok(candidates)
}

/// The reply of a rule to one of its recipients.
fn reply(
    incoming: &Incoming,
    running: &Running,
    text: &str,
    to: &str,
    doubt: Option<Reason>,
) -> Candidate {
    let mut builder = MessageBuilder::new(
        incoming,
        &Envelope {
            path: "",
            from: &incoming.to,
            to,
            prefix: "Re: ",
            token: "auto-reply",
        },
    );
    builder.by_rule();
    builder.field("X-Auto-Response-Suppress", "All");
    let mut doubts = running.doubts.clone();
    doubts.extend(doubt);
    Candidate {
        what: en("auto-reply by rule").into(),
        token: "auto-reply",
        trigger: rules::trigger("ServerReplyWithMessage", running.rule),
        suppressed_by: Vec::new(),
        doubts,
        message: builder.text_with_class(text, "IPM.Note.Rules.ReplyTemplate.Microsoft", None),
    }
}
