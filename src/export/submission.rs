//! Spells the commands for what concerns mail that devices hand in: inbound connectors, SMTP AUTH
//! and direct send.

use super::plan::Command;
use crate::policy::parameter::Literal;
use crate::policy::submission::Connector;

/// The command that makes a connector.
#[must_use]
pub fn create(connector: &Connector, about: String) -> Command {
    let c = connector;
    let mut command = Command::new("New-InboundConnector", about)
        .with("Name", Literal::Text(c.name.clone()))
        .with("ConnectorType", Literal::Word(kind(c)));
    if !c.enabled.value {
        command = command.with("Enabled", Literal::Bool(false));
    }
    command = command.with("RequireTls", Literal::Bool(c.require_tls.value));
    if let Some(name) = &c.certificate {
        command = command.with("TlsSenderCertificateName", Literal::Text(name.clone()));
    }
    let restrictions = [
        ("RestrictDomainsToIPAddresses", c.restrict_addresses.value),
        ("RestrictDomainsToCertificate", c.restrict_certificate.value),
    ];
    for (name, _) in restrictions.iter().filter(|(_, on)| *on) {
        command = command.with(name, Literal::Bool(true));
    }
    command = command.with_list("SenderDomains", &domains(c));
    let lists = [
        ("SenderIPAddresses", &c.addresses),
        ("AssociatedAcceptedDomains", &c.associated),
    ];
    for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        command = command.with_list(name, values);
    }
    command
}

/// The word of ConnectorType.
pub(super) fn kind(connector: &Connector) -> &'static str {
    if connector.on_premises {
        "OnPremises"
    } else {
        "Partner"
    }
}

/// SenderDomains, which the cmdlet wants: none is every domain.
pub(super) fn domains(connector: &Connector) -> Vec<String> {
    if connector.domains.is_empty() {
        vec!["*".into()]
    } else {
        connector.domains.clone()
    }
}
