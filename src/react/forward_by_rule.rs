#![doc = include_str!("forward_by_rule.md")]

use super::builder::{Envelope, MessageBuilder};
use super::suppress::Suppressor;
use super::{Candidate, Incoming, ReactionKind, Reason, rules};
use crate::i18n::{Text, en};
use crate::transport::message_facts::ForwardedBy;

/// The kind of forwards by a rule.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("forward-by-rule"),
    title: "The message forwarded by an inbox rule, also as an attachment",
    page: crate::embedded::apart(embedded!("forward_by_rule.md")),
    suppressors: &[
        Suppressor::Junk,
        Suppressor::RulesLoop,
        Suppressor::NotInMailbox,
    ],
    check,
};

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let mut candidates = Vec::new();
    for running in rules::running(incoming) {
        let rule = running.rule;
        let actions = [
            ("ForwardTo", &rule.forward_to, false),
            (
                "ForwardAsAttachmentTo",
                &rule.forward_as_attachment_to,
                true,
            ),
        ];
        let targets = actions
            .iter()
            .flat_map(|(action, to, attach)| to.iter().map(move |to| (*action, to, *attach)));
        for (action, to, attach) in targets {
            let mut builder = MessageBuilder::new(
                incoming,
                &Envelope {
                    path: &incoming.to,
                    from: &incoming.to,
                    to,
                    prefix: "FW: ",
                    token: "forward",
                },
            );
            builder.by_rule();
            let mut message = if attach {
                builder.attached()
            } else {
                builder.content()
            };
            message.forward = Some(ForwardedBy::InboxRule);
            let unknown = rules::unknown_target(to, rule);
            candidates.push(Candidate {
                what: Text::with(en("forward to {to} by rule"), vec![("to", to.clone())]),
                token: "forward",
                trigger: rules::trigger(action, rule),
                suppressed_by: rules::too_many_targets(rule).into_iter().collect(),
                doubts: running.doubts.iter().cloned().chain(unknown).collect(),
                message,
            });
        }
    }
    if candidates.is_empty() {
        return Err(Reason::new(en("no rule that runs forwards")));
    }
    Ok(candidates)
}
