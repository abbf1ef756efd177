#![doc = include_str!("forward_by_rule.md")]

use super::mail::{self, Envelope};
use super::silence::Silencer;
use super::{Case, Cause, Draft, Room, rules};
use crate::i18n::{Text, en};
use crate::transport::settings::Forward;

/// The room of forwards by a rule.
pub static ROOM: Room = Room {
    id: "forward-by-rule",
    title: "The message forwarded by an inbox rule, also as an attachment",
    page: include_str!("forward_by_rule.md"),
    silencers: &[Silencer::Junk, Silencer::RulesLoop, Silencer::NotInMailbox],
    check,
};

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let mut drafts = Vec::new();
    for running in rules::running(case) {
        let rule = running.rule;
        let ways = [
            ("ForwardTo", &rule.forward_to),
            ("ForwardAsAttachmentTo", &rule.forward_as_attachment_to),
        ];
        let targets = ways
            .iter()
            .flat_map(|(action, to)| to.iter().map(move |to| (*action, to)));
        for (action, to) in targets {
            let mut message = mail::Letter::new(
                case,
                &Envelope {
                    path: &case.to,
                    from: &case.to,
                    to,
                    prefix: "FW: ",
                    token: "forward",
                },
            );
            message.by_rule();
            let mut mail = if action == "ForwardTo" {
                message.content()
            } else {
                message.attached()
            };
            mail.forward = Some(Forward::InboxRule);
            let unknown = rules::unknown_target(to, rule);
            drafts.push(Draft {
                what: Text::with(en("forward to {to} by rule"), vec![("to", to.clone())]),
                token: "forward",
                because: rules::because(action, rule),
                silenced: Vec::new(),
                doubts: running.doubts.iter().cloned().chain(unknown).collect(),
                mail,
            });
        }
    }
    if drafts.is_empty() {
        return Err(Cause::told(en("no rule that runs forwards")));
    }
    Ok(drafts)
}
