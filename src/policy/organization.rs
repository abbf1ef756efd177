//! Reads the settings of the whole organization.

use super::connector::Connector;
use super::written::Written;
use super::{Policy, Sourced};
use crate::address;
use schemars::JsonSchema;
use serde::Deserialize;

/// What Get-OrganizationConfig and Get-TransportConfig say about the whole organization.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "OrganizationConfig", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// Whether direct send from the organization's own domains is refused.
    reject_direct_send: Written<bool>,
    /// Of Get-TransportConfig: whether SMTP AUTH is off where the mailbox does not say.
    smtp_client_authentication_disabled: Written<bool>,
    /// Of Get-TransportConfig: whether smtp-legacy.office365.com takes TLS 1.0 and 1.1.
    #[serde(rename = "AllowLegacyTLSClients")]
    allow_legacy_tls_clients: Written<bool>,
    /// Of Get-TransportConfig: the mailbox that takes reports on journal reports; it answers nobody.
    journaling_report_ndr_to: Written<String>,
    /// Whether a `+` in an address is part of it, and no tag.
    disable_plus_address_in_recipients: Written<bool>,
    /// No property of the cmdlet: whether this file lists every recipient of the organization, so that other addresses in it are not found.
    all_recipients_listed: Written<bool>,
}

/// What Get-TransportConfig says.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "TransportConfig", rename_all = "PascalCase", default)]
pub(super) struct TransportEntry {
    /// Whether SMTP AUTH is off where the mailbox does not say.
    smtp_client_authentication_disabled: Written<bool>,
    /// Whether smtp-legacy.office365.com takes TLS 1.0 and 1.1.
    #[serde(rename = "AllowLegacyTLSClients")]
    allow_legacy_tls_clients: Written<bool>,
    /// The mailbox that takes reports on journal reports; it answers nobody.
    journaling_report_ndr_to: Written<String>,
}

impl From<TransportEntry> for Entry {
    fn from(transport: TransportEntry) -> Self {
        Self {
            smtp_client_authentication_disabled: transport.smtp_client_authentication_disabled,
            allow_legacy_tls_clients: transport.allow_legacy_tls_clients,
            journaling_report_ndr_to: transport.journaling_report_ndr_to,
            ..Self::default()
        }
    }
}

/// What the whole organization says about it; `None` is what the policy does not say.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// Inbound connectors, as written.
    pub connectors: Vec<Connector>,
    /// RejectDirectSend.
    pub reject_direct_send: Option<Sourced<bool>>,
    /// SmtpClientAuthenticationDisabled.
    pub auth_disabled: Option<Sourced<bool>>,
    /// AllowLegacyTLSClients.
    pub legacy_tls: Option<Sourced<bool>>,
}

/// Put the organization's settings into effect.
pub(super) fn read(e: Entry, policy: &mut Policy) {
    policy.all_recipients_listed |= e.all_recipients_listed.take().unwrap_or(false);
    policy.plus_addressing_off |= e.disable_plus_address_in_recipients.take().unwrap_or(false);
    let out = &mut policy.submission;
    // Two entries may stand for the two cmdlets; what the second is silent on stays.
    let both = |new: Written<bool>, old: &mut Option<Sourced<bool>>| {
        *old = new.sourced().or(old.take());
    };
    both(e.reject_direct_send, &mut out.reject_direct_send);
    both(
        e.smtp_client_authentication_disabled,
        &mut out.auth_disabled,
    );
    both(e.allow_legacy_tls_clients, &mut out.legacy_tls);
    // `<>` is no mailbox.
    let journaling = e.journaling_report_ndr_to.map(|text| match text.trim() {
        "<>" => String::new(),
        text => address::normal(text),
    });
    let set = journaling.sourced();
    policy.journaling_report_ndr_to = set.or(policy.journaling_report_ndr_to.take());
}
