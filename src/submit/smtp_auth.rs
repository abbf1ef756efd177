#![doc = include_str!("smtp_auth.md")]

use super::{Attempt, Failure, Method, Requirement, account, refusals};
use crate::export::quote;
use crate::i18n::{Text, en};

/// The requirement `smtp-auth`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "smtp-auth",
    title: "SMTP AUTH is not off for the account",
    methods: &[Method::Client],
    page: crate::embedded::apart(embedded!("smtp_auth.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let signed_in = attempt.scenario.account.as_deref()?;
    let mailbox = attempt.policy.mailbox(signed_in);
    if mailbox.is_none() && !account::is_not_listed(attempt.policy, signed_in) {
        return None;
    }
    let own = mailbox.and_then(|m| m.rights.auth_disabled.as_ref());
    let organization = attempt.policy.submission.auth_disabled.as_ref();
    let disabled = own.or(organization).filter(|d| d.value)?;
    let (refusal, because) = match own {
        Some(_) => (
            refusals::AUTH_OFF_MAILBOX,
            en("SmtpClientAuthenticationDisabled: true of the mailbox"),
        ),
        None => (
            refusals::AUTH_OFF_TENANT,
            en("SmtpClientAuthenticationDisabled: true of the organization"),
        ),
    };
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal,
        because: because.into(),
        line: disabled.line,
        help: Text::with(
            en("run: Set-CASMailbox {account} -SmtpClientAuthenticationDisabled $false"),
            vec![("account", quote::text(signed_in).to_string())],
        ),
    })
}
