#![doc = include_str!("redirect_by_rule.md")]

use super::builder::MessageBuilder;
use super::suppress::Suppressor;
use super::{Candidate, Incoming, ReactionKind, Reason, rules};
use crate::i18n::{Text, en};
use crate::transport::facts::forwarding::FORWARDING_OVERRIDES_A_REDIRECT;
use crate::transport::message_facts::ForwardedBy;

/// The kind of redirects by a rule.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("redirect-by-rule"),
    title: "The message redirected by an inbox rule",
    page: crate::embedded::apart(embedded!("redirect_by_rule.md")),
    suppressors: &[
        Suppressor::Junk,
        Suppressor::RulesLoop,
        Suppressor::NotInMailbox,
    ],
    check,
};

/// Fields of the message that a redirect replaces.
const REPLACED: [&str; 8] = [
    "Return-Path",
    "Resent-From",
    "Resent-Sender",
    "Resent-To",
    "Resent-Cc",
    "Resent-Bcc",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-MS-Exchange-Organization-AutoForwarded",
];

/// The mailbox's own forwarding, which overrides a redirect.
fn overridden(incoming: &Incoming) -> Option<Reason> {
    let (property, to) = incoming.mailbox?.forwarding()?;
    let what = Text::with(
        en("{property}: {to}: the mailbox's own forwarding overrides a redirect by a rule"),
        vec![
            ("property", property.name().to_owned()),
            ("to", to.value.clone()),
        ],
    );
    Some(Reason::in_policy(what, to.line).by(&FORWARDING_OVERRIDES_A_REDIRECT))
}

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let mut candidates = Vec::new();
    for running in rules::running(incoming) {
        for to in &running.rule.redirect_to {
            let mut builder = MessageBuilder::bare(incoming, to);
            builder.field("Return-Path", &format!("<{}>", incoming.to));
            builder.field("Resent-From", &incoming.to);
            builder.loop_header();
            let mut message = builder.message(&REPLACED);
            message.forward = Some(ForwardedBy::InboxRule);
            let unknown = rules::unknown_target(to, running.rule);
            candidates.push(Candidate {
                what: Text::with(en("redirect to {to} by rule"), vec![("to", to.clone())]),
                token: "redirect",
                trigger: rules::trigger("RedirectTo", running.rule),
                suppressed_by: rules::too_many_targets(running.rule)
                    .into_iter()
                    .chain(overridden(incoming))
                    .collect(),
                doubts: running.doubts.iter().cloned().chain(unknown).collect(),
                message,
            });
        }
    }
    if candidates.is_empty() {
        return Err(Reason::new(en("no rule that runs redirects")));
    }
    Ok(candidates)
}
