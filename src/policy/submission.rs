//! Reads what of a policy concerns mail that devices and applications hand in.

pub mod scenario;

use super::Set;
use super::fields::{Fields, Problems};
use super::node::Node;
use super::sections::{Property, Section, Type};

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
    pub enabled: Set<bool>,
    /// SenderIPAddresses: addresses and CIDR ranges.
    pub addresses: Vec<String>,
    /// SenderDomains in lower case, without their cost.
    pub domains: Vec<String>,
    /// TlsSenderCertificateName, lower case.
    pub certificate: Option<String>,
    /// RequireTls.
    pub require_tls: Set<bool>,
}

/// What the whole organization says about it; `None` is what the policy does not say.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// Inbound connectors, as written.
    pub connectors: Vec<Connector>,
    /// RejectDirectSend.
    pub reject_direct_send: Option<Set<bool>>,
    /// SmtpClientAuthenticationDisabled.
    pub auth_disabled: Option<Set<bool>>,
    /// AllowLegacyTLSClients.
    pub legacy_tls: Option<Set<bool>>,
}

/// What a mailbox may do.
#[derive(Debug, Clone)]
pub struct Rights {
    /// SmtpClientAuthenticationDisabled; `None` leaves it to the organization.
    pub auth_disabled: Option<Set<bool>>,
    /// HasLicense.
    pub licensed: Set<bool>,
    /// Addresses that it has Send As on, lower case.
    pub send_as: Vec<String>,
}

const fn property(name: &'static str, kind: Type, about: &'static str) -> Property {
    Property { name, kind, about }
}

/// `InboundConnectors`.
pub static INBOUND_CONNECTORS: Section = Section {
    name: "InboundConnectors",
    entry: "an inbound connector",
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
            "Sender domains it is for, such as smtp:*;1.",
        ),
        property(
            "TlsSenderCertificateName",
            Type::Text,
            "The name in the certificate by which it knows the sender.",
        ),
        property("RequireTls", Type::Bool, "Whether mail must come by TLS."),
    ],
    accepted: &[
        "AssociatedAcceptedDomains",
        "CloudServicesMailEnabled",
        "ConnectorSource",
        "EFSkipIPs",
        "EFSkipLastIP",
        "EFSkipMailGateway",
        "EFTestMode",
        "EFUsers",
        "RestrictDomainsToCertificate",
        "RestrictDomainsToIPAddresses",
        "ScanAndDropRecipients",
        "TreatMessagesAsInternal",
        "TrustedOrganizations",
    ],
};

/// `OrganizationConfig`.
pub static ORGANIZATION_CONFIG: Section = Section {
    name: "OrganizationConfig",
    entry: "the organization's settings",
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

fn given(f: &Fields, name: &str) -> Option<Set<bool>> {
    Some(f.bool(name, false)).filter(|set| set.line.is_some())
}

/// Read an inbound connector.
pub(super) fn connector(node: &Node, problems: &mut Problems) -> Option<Connector> {
    let f = Fields::read(node, &INBOUND_CONNECTORS, problems)?;
    let domains = f.list("SenderDomains").into_iter();
    Some(Connector {
        name: f.label("Name").unwrap_or_else(|| "(no name)".into()),
        line: node.pos.line,
        on_premises: f.one_of("ConnectorType") == Some("OnPremises"),
        enabled: f.bool("Enabled", true),
        addresses: f.list("SenderIPAddresses"),
        domains: domains
            .map(|d| d.split(';').next().unwrap_or_default().to_owned())
            .collect(),
        certificate: f
            .label("TlsSenderCertificateName")
            .map(|name| name.to_lowercase()),
        require_tls: f.bool("RequireTls", false),
    })
}

/// Read the organization's settings.
pub(super) fn organization(node: &Node, out: &mut Submission, problems: &mut Problems) {
    if let Some(f) = Fields::read(node, &ORGANIZATION_CONFIG, problems) {
        out.reject_direct_send = given(&f, "RejectDirectSend");
        out.auth_disabled = given(&f, "SmtpClientAuthenticationDisabled");
        out.legacy_tls = given(&f, "AllowLegacyTLSClients");
    }
}

/// What a mailbox's entry says.
pub(super) fn rights(f: &Fields) -> Rights {
    Rights {
        auth_disabled: given(f, "SmtpClientAuthenticationDisabled"),
        licensed: f.bool("HasLicense", true),
        send_as: f.list("SendAs"),
    }
}
