#![doc = include_str!("mailbox_forwarding.md")]

use super::silence::Silencer;
use super::{Case, Cause, Draft, Room, mail};
use crate::i18n::{Text, en};
use crate::transport::settings::Forward;

/// The room of mailbox forwarding.
pub static ROOM: Room = Room {
    id: "mailbox-forwarding",
    title: "The message forwarded by the mailbox's own forwarding address",
    page: include_str!("mailbox_forwarding.md"),
    silencers: &[Silencer::Undeliverable],
    check,
};

/// Fields that are not taken along: they speak of who sent it here, and the mailbox sends it on.
const ANEW: [&str; 3] = [
    "Return-Path",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-MS-Exchange-Organization-AutoForwarded",
];

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let mailbox = case.mailbox;
    let Some((mailbox, to)) = mailbox.and_then(|m| Some((m, m.forwarding.as_ref()?))) else {
        return Err(Cause::told(en("the mailbox has no forwarding address")));
    };
    let mut message = mail::Letter::bare(case, &to.value);
    message.field("Return-Path", &format!("<{}>", case.to));
    let mut mail = message.message(&ANEW);
    mail.forward = Some(Forward::MailboxForwarding);
    mail.users = mailbox.forwarding_may_be_the_users;
    let name = if mail.users {
        "ForwardingSmtpAddress: {to}"
    } else {
        "ForwardingAddress: {to}"
    };
    Ok(vec![Draft {
        what: Text::with(
            en("forward to {to} by mailbox forwarding"),
            vec![("to", to.value.clone())],
        ),
        token: "mailbox-forward",
        because: Cause::policy(Text::with(name, vec![("to", to.value.clone())]), to.line),
        silenced: Vec::new(),
        doubts: Vec::new(),
        mail,
    }])
}
