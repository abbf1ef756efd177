//! Reads the inbound connectors, by which devices and partners hand in mail.

use super::document::Pos;
use super::problems::Problems;
use super::value::List;
use super::written::Written;
use super::{Error, Sourced};
use schemars::JsonSchema;
use serde::Deserialize;
use std::net::IpAddr;

/// Whose connector it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum ConnectorType {
    OnPremises,
    Partner,
}

/// Connectors for mail that comes in; one of type OnPremises lets a device relay.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "InboundConnectors", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// Its name.
    name: Written<String>,
    /// OnPremises: the organization's own server or device. Partner: another organization.
    connector_type: Written<ConnectorType>,
    /// Whether it is on.
    enabled: Written<bool>,
    /// Public addresses, or ranges such as 192.0.2.0/28, by which it knows the sender.
    #[serde(rename = "SenderIPAddresses")]
    sender_ip_addresses: Written<List>,
    /// Sender domains that a Partner connector is for, such as smtp:*;1.
    sender_domains: Written<List>,
    /// Accepted domains that it is limited to.
    associated_accepted_domains: Written<List>,
    /// The name in the certificate by which it knows the sender.
    tls_sender_certificate_name: Written<String>,
    /// Whether a Partner connector takes mail by TLS only.
    require_tls: Written<bool>,
    /// Whether a Partner connector refuses mail of its SenderDomains from other addresses.
    #[serde(rename = "RestrictDomainsToIPAddresses")]
    restrict_domains_to_ip_addresses: Written<bool>,
    /// Whether a Partner connector refuses mail of its SenderDomains without the certificate.
    restrict_domains_to_certificate: Written<bool>,
}

/// An inbound connector.
#[derive(Debug, Clone)]
pub struct Connector {
    /// Its name.
    pub name: String,
    /// Line of the entry.
    pub line: u32,
    /// Whether ConnectorType is OnPremises: only such a connector relays.
    pub on_premises: bool,
    /// Enabled.
    pub enabled: Sourced<bool>,
    /// SenderIPAddresses: addresses and CIDR ranges.
    pub addresses: Vec<String>,
    /// SenderDomains in lower case, without their cost; they limit a Partner connector only.
    pub domains: Vec<String>,
    /// AssociatedAcceptedDomains, lower case: the only sender domains that may use it.
    pub associated: Vec<String>,
    /// The name in TlsSenderCertificateName, lower case.
    pub certificate: Option<String>,
    /// RequireTls; it concerns a Partner connector only.
    pub require_tls: Sourced<bool>,
    /// RestrictDomainsToIPAddresses; it concerns a Partner connector only.
    pub restrict_addresses: Sourced<bool>,
    /// RestrictDomainsToCertificate; it concerns a Partner connector only.
    pub restrict_certificate: Sourced<bool>,
}

impl Connector {
    /// A connector that is on, for the organization's own server or device, and knows nobody yet.
    #[must_use]
    pub fn own(name: String) -> Self {
        let off = || Sourced {
            value: false,
            line: None,
        };
        Self {
            name,
            line: 0,
            on_premises: true,
            enabled: Sourced {
                value: true,
                line: None,
            },
            addresses: Vec::new(),
            domains: vec!["*".into()],
            associated: Vec::new(),
            certificate: None,
            require_tls: off(),
            restrict_addresses: off(),
            restrict_certificate: off(),
        }
    }
}

/// What a mailbox may do.
#[derive(Debug, Clone)]
pub struct Rights {
    /// SmtpClientAuthenticationDisabled; `None` leaves it to the organization.
    pub auth_disabled: Option<Sourced<bool>>,
    /// HasLicense.
    pub licensed: Sourced<bool>,
    /// Addresses that it has Send As on, lower case.
    pub send_as: Vec<String>,
}

/// The name in a TlsSenderCertificateName: the subject's CN where the hybrid wizard wrote
/// `<I>issuer<S>subject`.
fn certificate_name(text: &str) -> String {
    let text = text.to_lowercase();
    let subject = text.rsplit_once("<s>").map_or(text.as_str(), |(_, s)| s);
    let mut parts = subject.split(',').map(str::trim);
    let name = parts.find_map(|p| p.strip_prefix("cn="));
    name.unwrap_or(subject.trim()).to_owned()
}

/// The base and the length of a range such as 192.0.2.0/28; an address is a range of one.
#[must_use]
pub fn range(text: &str) -> Option<(IpAddr, u32)> {
    let (base, length) = match text.split_once('/') {
        Some((base, length)) => (base, Some(length)),
        None => (text, None),
    };
    let base: IpAddr = base.trim().parse().ok()?;
    let most = if base.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Some(most), |l| l.trim().parse().ok())?;
    (length <= most).then_some((base, length))
}

/// Put a connector into effect.
pub(super) fn read(e: Entry, at: Pos, problems: &mut Problems) -> Connector {
    let on_premises = e.connector_type.get() == Some(&ConnectorType::OnPremises);
    let list = |list: Written<List>| list.take().unwrap_or_default().0;
    let addresses_at = e.sender_ip_addresses.at().unwrap_or(at);
    let addresses = list(e.sender_ip_addresses);
    for bad in addresses.iter().filter(|a| range(a).is_none()) {
        let text = bad.clone();
        problems.warn(addresses_at, Error::NotAddressRange { text });
    }
    let label = |text: Written<String>| text.take().filter(|t| !t.is_empty());
    Connector {
        name: label(e.name).unwrap_or_else(|| "(no name)".into()),
        line: at.line,
        on_premises,
        enabled: e.enabled.or(true),
        addresses,
        domains: list(e.sender_domains)
            .iter()
            .map(|d| d.split(';').next().unwrap_or_default().to_owned())
            .collect(),
        associated: list(e.associated_accepted_domains),
        certificate: label(e.tls_sender_certificate_name).map(|name| certificate_name(&name)),
        // The default of New-InboundConnector, which counts for a Partner connector only.
        require_tls: e.require_tls.or(!on_premises),
        restrict_addresses: e.restrict_domains_to_ip_addresses.or(false),
        restrict_certificate: e.restrict_domains_to_certificate.or(false),
    }
}
