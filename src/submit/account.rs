#![doc = include_str!("account.md")]

use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The requirement `account`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "account",
    title: "The account has a mailbox with a licence",
    methods: &[Method::Client],
    page: crate::embedded::apart(embedded!("account.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let account = attempt.scenario.account.as_deref()?;
    let fails = |because: Text, line, help: Text| {
        Some(Failure {
            requirement: REQUIREMENT.id,
            refusal: refusals::AUTHENTICATION,
            because,
            line,
            help,
        })
    };
    let named = || vec![("account", account.to_owned())];
    if is_not_listed(attempt.policy, account) {
        return None;
    }
    let Some(mailbox) = attempt.policy.mailbox(account) else {
        return fails(
            Text::with(en("`{account}` is not a mailbox in the policy"), named()),
            None,
            en("use an account with a licensed mailbox; if it has one, add it to `Mailboxes`")
                .into(),
        );
    };
    let licensed = &mailbox.rights.licensed;
    if licensed.value {
        return None;
    }
    fails(
        "HasLicense: false".into(),
        licensed.line,
        Text::with(
            en("give {account} a licence with an Exchange Online mailbox"),
            named(),
        ),
    )
}

/// Whether an account may have a mailbox that the policy does not list: a policy seldom lists all of them.
pub(super) fn is_not_listed(policy: &Policy, account: &str) -> bool {
    !policy.all_recipients_listed
        && policy.is_accepted(account)
        && policy.recipient_at(account).is_none()
}
