//! Requires of SMTP client submission: TLS, a sign-in, an account that may, and a sender of its own.

use super::{Failure, Requirement, Way, refusals};
use crate::policy::submission::scenario::{SignIn, Tls};

const CLIENT: &[Way] = &[Way::Client];

pub(super) const TLS: Requirement = Requirement {
    id: "client-tls",
    ways: CLIENT,
    check: |case| {
        let s = case.scenario;
        let legacy = case.policy.submission.legacy_tls.as_ref();
        let legacy_endpoint = s.endpoint.eq_ignore_ascii_case("smtp-legacy.office365.com");
        let fails = |refusal, because: &str, help: &str| Failure {
            requirement: TLS.id,
            refusal,
            because: because.into(),
            line: legacy.filter(|_| legacy_endpoint).and_then(|l| l.line),
            help: help.into(),
        };
        match s.tls {
            Tls::None => Some(fails(
                refusals::NOT_AUTHENTICATED,
                "without TLS the device cannot sign in (inferred)",
                "turn on TLS (STARTTLS); a device that cannot, sends through an SMTP server of your own that signs in for it",
            )),
            Tls::V10 | Tls::V11 if !legacy_endpoint => Some(fails(
                refusals::NO_TLS,
                "smtp.office365.com wants TLS 1.2 or newer",
                "turn on TLS 1.2, or use smtp-legacy.office365.com with AllowLegacyTLSClients",
            )),
            Tls::V10 | Tls::V11 if !legacy.is_some_and(|l| l.value) => Some(fails(
                refusals::NO_TLS,
                "AllowLegacyTLSClients is not true, so TLS 1.0 and 1.1 are not taken",
                "turn on TLS 1.2, or run: Set-TransportConfig -AllowLegacyTLSClients $true",
            )),
            _ => None,
        }
    },
};

pub(super) const SIGNED_IN: Requirement = Requirement {
    id: "signed-in",
    ways: CLIENT,
    check: |case| {
        let s = case.scenario;
        (s.sign_in == SignIn::None || s.account.is_none()).then(|| Failure {
            requirement: SIGNED_IN.id,
            refusal: refusals::NOT_AUTHENTICATED,
            because: "the device does not sign in with an account".into(),
            line: None,
            help: "set an account and its sign-in in the device, or use direct send or SMTP relay"
                .into(),
        })
    },
};

pub(super) const ACCOUNT: Requirement = Requirement {
    id: "account",
    ways: CLIENT,
    check: |case| {
        let account = case.scenario.account.as_deref()?;
        let fails = |because: String, line, help: String| {
            Some(Failure {
                requirement: ACCOUNT.id,
                refusal: refusals::AUTHENTICATION,
                because,
                line,
                help,
            })
        };
        let Some(mailbox) = case.policy.mailbox(account) else {
            return fails(
                format!("`{account}` is no mailbox of the policy"),
                None,
                "use an account with a licensed mailbox; if it has one, add it to `Mailboxes`"
                    .into(),
            );
        };
        let rights = &mailbox.rights;
        if !rights.licensed.value {
            return fails(
                "HasLicense: false".into(),
                rights.licensed.line,
                format!("give {account} a licence with an Exchange Online mailbox"),
            );
        }
        let organization = case.policy.submission.auth_disabled.as_ref();
        let disabled = rights.auth_disabled.as_ref().or(organization)?;
        if !disabled.value {
            return None;
        }
        fails(
            "SmtpClientAuthenticationDisabled: true".into(),
            disabled.line,
            format!(
                "run: Set-CASMailbox {} -SmtpClientAuthenticationDisabled $false",
                crate::export::quote::text(account)
            ),
        )
    },
};

pub(super) const SEND_AS: Requirement = Requirement {
    id: "send-as",
    ways: CLIENT,
    check: |case| {
        let s = case.scenario;
        let account = s.account.as_ref()?;
        let mailbox = case.policy.mailbox(account);
        let may = |address: &String| {
            address == account
                || mailbox.is_some_and(|m| {
                    m.addresses.contains(address) || m.rights.send_as.contains(address)
                })
        };
        let other = [&s.from, &s.mail_from].into_iter().find(|a| !may(a))?;
        Some(Failure {
            requirement: SEND_AS.id,
            refusal: refusals::SEND_AS,
            because: format!("{account} may not send as {other}"),
            line: mailbox.map(|m| m.line),
            help: format!(
                "send as {account}, or run: Add-RecipientPermission {} -Trustee {} -AccessRights SendAs",
                crate::export::quote::text(other),
                crate::export::quote::text(account)
            ),
        })
    },
};
