#![doc = include_str!("send_as.md")]

use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::export::quote;
use crate::i18n::{Text, en};
use crate::policy::Mailbox;
use crate::policy::scenario::NULL_SENDER;

/// The requirement `send-as`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "send-as",
    title: "The account may send as the sender",
    methods: &[Method::Client],
    page: crate::embedded::apart(embedded!("send_as.md")),
    check,
};

/// Whether an account may send as an address.
pub(super) fn may(mailbox: Option<&Mailbox>, account: &str, address: &String) -> bool {
    address == account
        || mailbox
            .is_some_and(|m| m.addresses.contains(address) || m.rights.send_as.contains(address))
}

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    let account = s.account.as_ref()?;
    let mailbox = attempt.policy.mailbox(account);
    let mut senders = [&s.from, &s.mail_from].into_iter();
    let other = senders.find(|a| a.as_str() != NULL_SENDER && !may(mailbox, account, a))?;
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::SEND_AS,
        because: Text::with(
            en("{account} may not send as {other}"),
            vec![("account", account.clone()), ("other", other.clone())],
        ),
        line: mailbox.map(|m| m.line),
        help: Text::with(
            en("send as {account}, or run: {command}"),
            vec![
                ("account", account.clone()),
                (
                    "command",
                    format!(
                        "Add-RecipientPermission {} -Trustee {} -AccessRights SendAs",
                        quote::text(other),
                        quote::text(account)
                    ),
                ),
            ],
        ),
    })
}
