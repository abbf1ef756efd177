#![doc = include_str!("redirect_by_rule.md")]

use super::silence::Silencer;
use super::{Case, Cause, Draft, Room, mail, rules};
use crate::i18n::{Text, en};
use crate::transport::settings::Forward;

/// The room of redirects by a rule.
pub static ROOM: Room = Room {
    id: "redirect-by-rule",
    title: "The message redirected by an inbox rule",
    page: include_str!("redirect_by_rule.md"),
    silencers: &[Silencer::Junk, Silencer::RulesLoop, Silencer::NotInMailbox],
    check,
};

/// Fields of the message that a redirect sets anew.
const ANEW: [&str; 8] = [
    "Return-Path",
    "Resent-From",
    "Resent-Sender",
    "Resent-To",
    "Resent-Cc",
    "Resent-Bcc",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-MS-Exchange-Organization-AutoForwarded",
];

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let mut drafts = Vec::new();
    for running in rules::running(case) {
        for to in &running.rule.redirect_to {
            let mut message = mail::Letter::bare(case, to);
            message.field("Return-Path", &format!("<{}>", case.to));
            message.field("Resent-From", &case.to);
            message.field("Resent-To", to);
            message.loops();
            let mut mail = message.message(&ANEW);
            mail.forward = Some(Forward::InboxRule);
            let unknown = rules::unknown_target(to, running.rule);
            drafts.push(Draft {
                what: Text::with(en("redirect to {to} by rule"), vec![("to", to.clone())]),
                token: "redirect",
                because: rules::because("RedirectTo", running.rule),
                silenced: Vec::new(),
                doubts: running.doubts.iter().cloned().chain(unknown).collect(),
                mail,
            });
        }
    }
    if drafts.is_empty() {
        return Err(Cause::told(en("no rule that runs redirects")));
    }
    Ok(drafts)
}
