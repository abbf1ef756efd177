//! Describes a change of the tenant: in words, as a command, and applied to a policy.

use crate::export::step::Command;
use crate::export::{powershell, quote, submission};
use crate::i18n::{Text, en};
use crate::policy::Literal;
use crate::policy::connector::Connector;
use crate::policy::{Mailbox, Policy, Sourced};

/// A change of the tenant.
#[derive(Debug, Clone)]
pub enum Change {
    /// Create an inbound connector.
    Connector(Connector),
    /// Give an account a licence with a mailbox.
    Licence(String),
    /// Turn on SMTP AUTH for an account's mailbox.
    SmtpAuth(String),
    /// Let an account send as an address.
    SendAs {
        /// The account.
        account: String,
        /// The address.
        address: String,
    },
    /// Accept TLS 1.0 and 1.1 at the legacy endpoint.
    LegacyTls,
}

impl Change {
    /// What to do, in words.
    #[must_use]
    pub fn what(&self) -> Text {
        let named = |account: &String| ("account", account.clone());
        match self {
            Self::Connector(c) => match &c.certificate {
                Some(name) => Text::with(
                    en(
                        "create a connector from your organization's mail server to Office 365, by the certificate {name}, without keeping internal Exchange mail headers",
                    ),
                    vec![("name", name.clone())],
                ),
                None => Text::with(
                    en(
                        "create a connector from your organization's mail server to Office 365, by the address {addresses}, without keeping internal Exchange mail headers",
                    ),
                    vec![("addresses", c.addresses.join(", "))],
                ),
            },
            Self::Licence(account) => Text::with(
                en("give {account} a licence with an Exchange Online mailbox"),
                vec![named(account)],
            ),
            Self::SmtpAuth(account) => {
                Text::with(en("turn on SMTP AUTH for {account}"), vec![named(account)])
            }
            Self::SendAs { account, address } => Text::with(
                en("let {account} send as {address}"),
                vec![named(account), ("address", address.clone())],
            ),
            Self::LegacyTls => {
                en("let the organization accept TLS 1.0 and 1.1 at smtp-legacy.office365.com")
                    .into()
            }
        }
    }

    /// The command that does it, where there is one.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        Some(match self {
            Self::Connector(c) => {
                let mut command: Command = submission::create(c);
                let headers = ("CloudServicesMailEnabled", Literal::Bool(false));
                command.parameters.push(headers);
                powershell::command(&command)
            }
            Self::Licence(_) => return None,
            Self::SmtpAuth(account) => format!(
                "Set-CASMailbox -Identity {} -SmtpClientAuthenticationDisabled $false",
                quote::text(account)
            ),
            Self::SendAs { account, address } => format!(
                "Add-RecipientPermission -Identity {} -Trustee {} -AccessRights SendAs",
                quote::text(address),
                quote::text(account)
            ),
            Self::LegacyTls => "Set-TransportConfig -AllowLegacyTLSClients $true".into(),
        })
    }

    fn apply(&self, policy: &mut Policy) {
        match self {
            Self::Connector(c) => policy.submission.connectors.push(c.clone()),
            Self::Licence(account) => mailbox(policy, account, |m| m.rights.licensed.value = true),
            Self::SmtpAuth(account) => mailbox(policy, account, |m| {
                m.rights.auth_disabled = Some(unsourced(false));
            }),
            Self::SendAs { account, address } => {
                mailbox(policy, account, |m| m.rights.send_as.push(address.clone()));
            }
            Self::LegacyTls => policy.submission.legacy_tls = Some(unsourced(true)),
        }
    }
}

/// A policy with changes made.
pub(super) fn applied(changes: &[Change], policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    for change in changes {
        change.apply(&mut policy);
    }
    policy
}

fn unsourced<T>(value: T) -> Sourced<T> {
    Sourced { value, line: None }
}

/// Change the mailbox of an account, which is added where the policy lacks it.
fn mailbox(policy: &mut Policy, account: &str, change: impl FnOnce(&mut Mailbox)) {
    if let Some(mailbox) = policy.mailbox_or_new(account) {
        change(mailbox);
    }
}
