#![doc = include_str!("account.md")]

use super::{Case, Failure, Requirement, Way, refusals};
use crate::i18n::{Text, en};

/// The room of account.
pub static REQUIREMENT: Requirement = Requirement {
    id: "account",
    title: "The account has a mailbox with a licence",
    ways: &[Way::Client],
    page: include_str!("account.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let account = case.scenario.account.as_deref()?;
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
    let Some(mailbox) = case.policy.mailbox(account) else {
        return fails(
            Text::with(en("`{account}` is no mailbox of the policy"), named()),
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
