#![doc = include_str!("smtp_auth.md")]

use super::{Case, Failure, Requirement, Way, refusals};
use crate::export::quote;

/// The room of smtp-auth.
pub static REQUIREMENT: Requirement = Requirement {
    id: "smtp-auth",
    title: "SMTP AUTH is not off for the account",
    ways: &[Way::Client],
    page: include_str!("smtp_auth.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let account = case.scenario.account.as_deref()?;
    let mailbox = case.policy.mailbox(account)?;
    let own = mailbox.rights.auth_disabled.as_ref();
    let organization = case.policy.submission.auth_disabled.as_ref();
    let disabled = own.or(organization).filter(|d| d.value)?;
    let (refusal, whose) = match own {
        Some(_) => (refusals::AUTH_OFF_MAILBOX, "of the mailbox"),
        None => (refusals::AUTH_OFF_TENANT, "of the organization"),
    };
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal,
        because: format!("SmtpClientAuthenticationDisabled: true {whose}"),
        line: disabled.line,
        help: format!(
            "run: Set-CASMailbox {} -SmtpClientAuthenticationDisabled $false",
            quote::text(account)
        ),
    })
}
