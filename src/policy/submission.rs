//! Reads what of a policy concerns mail that devices and applications hand in.

pub mod scenario;

use super::fields::Fields;
use super::node::Node;
use super::problems::Problems;
use super::sections::{Property, Section, Type};
use super::{Error, Sourced};
use crate::i18n::en;
use std::net::IpAddr;

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

const fn property(name: &'static str, kind: Type, about: &'static str) -> Property {
    Property { name, kind, about }
}

/// `InboundConnectors`.
pub static INBOUND_CONNECTORS: Section = Section {
    name: "InboundConnectors",
    entry: en("an inbound connector"),
    cmdlet: "Get-InboundConnector",
    about: "Connectors for mail that comes in; one of type OnPremises lets a device relay.",
    properties: &[
        property("Name", Type::Text, "Its name."),
        property(
            "ConnectorType",
            Type::Word(&["OnPremises", "Partner"]),
            "OnPremises: the organization's own server or device. Partner: another organization.",
        ),
        property("Enabled", Type::Bool, "Whether it is on."),
        property(
            "SenderIPAddresses",
            Type::List,
            "Public addresses, or ranges such as 192.0.2.0/28, by which it knows the sender.",
        ),
        property(
            "SenderDomains",
            Type::List,
            "Sender domains that a Partner connector is for, such as smtp:*;1.",
        ),
        property(
            "AssociatedAcceptedDomains",
            Type::List,
            "Accepted domains that it is limited to.",
        ),
        property(
            "TlsSenderCertificateName",
            Type::Text,
            "The name in the certificate by which it knows the sender.",
        ),
        property(
            "RequireTls",
            Type::Bool,
            "Whether a Partner connector takes mail by TLS only.",
        ),
        property(
            "RestrictDomainsToIPAddresses",
            Type::Bool,
            "Whether a Partner connector refuses mail of its SenderDomains from other addresses.",
        ),
        property(
            "RestrictDomainsToCertificate",
            Type::Bool,
            "Whether a Partner connector refuses mail of its SenderDomains without the certificate.",
        ),
    ],
    accepted: &[
        "ClientHostNames",
        "CloudServicesMailEnabled",
        "Comment",
        "ConnectorSource",
        "EFSkipIPs",
        "EFSkipLastIP",
        "EFSkipMailGateway",
        "EFTestMode",
        "EFUsers",
        "ScanAndDropRecipients",
        "TreatMessagesAsInternal",
        "TrustedOrganizations",
    ],
};

/// `OrganizationConfig`.
pub static ORGANIZATION_CONFIG: Section = Section {
    name: "OrganizationConfig",
    entry: en("the organization's settings"),
    cmdlet: "Get-OrganizationConfig",
    about: "What Get-OrganizationConfig and Get-TransportConfig say about mail that devices send.",
    properties: &[
        property(
            "RejectDirectSend",
            Type::Bool,
            "Whether direct send from the organization's own domains is refused.",
        ),
        property(
            "SmtpClientAuthenticationDisabled",
            Type::Bool,
            "Of Get-TransportConfig: whether SMTP AUTH is off where the mailbox does not say.",
        ),
        property(
            "AllowLegacyTLSClients",
            Type::Bool,
            "Of Get-TransportConfig: whether smtp-legacy.office365.com takes TLS 1.0 and 1.1.",
        ),
    ],
    accepted: &[],
};

fn given(f: &Fields, name: &str) -> Option<Sourced<bool>> {
    Some(f.bool(name, false)).filter(|set| set.line.is_some())
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

/// Read an inbound connector.
pub(super) fn connector(node: &Node, problems: &mut Problems) -> Option<Connector> {
    let f = Fields::read(node, &INBOUND_CONNECTORS, problems)?;
    let on_premises = f.one_of("ConnectorType") == Some("OnPremises");
    let domains = f.list("SenderDomains").into_iter();
    let addresses = f.list("SenderIPAddresses");
    for bad in addresses.iter().filter(|a| range(a).is_none()) {
        let text = bad.clone();
        problems.warn(f.at("SenderIPAddresses"), Error::NotAddressRange { text });
    }
    Some(Connector {
        name: f.label("Name").unwrap_or_else(|| "(no name)".into()),
        line: node.pos.line,
        on_premises,
        enabled: f.bool("Enabled", true),
        addresses,
        domains: domains
            .map(|d| d.split(';').next().unwrap_or_default().to_owned())
            .collect(),
        associated: f.list("AssociatedAcceptedDomains"),
        certificate: f
            .label("TlsSenderCertificateName")
            .map(|name| certificate_name(&name)),
        // The default of New-InboundConnector, which counts for a Partner connector only.
        require_tls: f.bool("RequireTls", !on_premises),
        restrict_addresses: f.bool("RestrictDomainsToIPAddresses", false),
        restrict_certificate: f.bool("RestrictDomainsToCertificate", false),
    })
}

/// Read the organization's settings.
pub(super) fn organization(node: &Node, out: &mut Submission, problems: &mut Problems) {
    if let Some(f) = Fields::read(node, &ORGANIZATION_CONFIG, problems) {
        // Two entries may stand for the two cmdlets; what the second is silent on stays.
        let both = |name, old: &mut Option<Sourced<bool>>| *old = given(&f, name).or(old.take());
        both("RejectDirectSend", &mut out.reject_direct_send);
        both("SmtpClientAuthenticationDisabled", &mut out.auth_disabled);
        both("AllowLegacyTLSClients", &mut out.legacy_tls);
    }
}

/// What a mailbox's entry says.
pub(super) fn rights(f: &Fields) -> Rights {
    let auth = f.optional_bool("SmtpClientAuthenticationDisabled");
    Rights {
        auth_disabled: auth.value.map(|value| Sourced {
            value,
            line: auth.line,
        }),
        licensed: f.bool("HasLicense", true),
        send_as: f.list("SendAs"),
    }
}
