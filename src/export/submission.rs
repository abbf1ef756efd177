//! Finds the commands for how devices submit mail: inbound connectors, SMTP AUTH and direct send.

use super::step::{Command, Step};
use crate::policy::Literal;
use crate::policy::connector::Connector;
use crate::policy::organization::Submission;
use crate::policy::{Mailbox, Policy, Sourced};
use std::collections::{HashMap, HashSet};

/// Steps for how devices submit mail.
#[derive(Default)]
pub(super) struct Steps {
    /// Less mail is accepted afterwards.
    pub(super) stricter: Vec<Step>,
    /// More mail is accepted afterwards.
    pub(super) looser: Vec<Step>,
}

impl Steps {
    fn push(&mut self, looser: bool, command: Command) {
        let steps = if looser {
            &mut self.looser
        } else {
            &mut self.stricter
        };
        steps.push(Step::Command(command));
    }
}

/// Compare how devices submit mail; what a policy does not say stays as it is.
pub(super) fn steps(current: Option<&Policy>, target: &Policy) -> Steps {
    let mut out = Steps::default();
    connectors(current, target, &mut out);
    organization(current, target, &mut out);
    for new in &target.mailboxes {
        mailbox(current, new, &target.file, &mut out);
    }
    out
}

fn connectors(current: Option<&Policy>, target: &Policy, out: &mut Steps) {
    let old = current.map_or(&[][..], |p| p.submission.connectors.as_slice());
    let new = &target.submission.connectors;
    if new.is_empty() {
        if !old.is_empty() {
            out.stricter.push(Step::Comment(format!(
                "{} says nothing of inbound connectors, so they stay as they are.",
                target.file
            )));
        }
        return;
    }
    let own = |c: &Connector| c.name.to_ascii_lowercase();
    let had: HashMap<String, &Connector> = old.iter().rev().map(|c| (own(c), c)).collect();
    let has: HashSet<String> = new.iter().map(own).collect();
    for c in new {
        let about = format!("{}:{} {}", target.file, c.line, c.name);
        match had.get(&own(c)) {
            None => out.push(true, create(c, about)),
            Some(was) => {
                if let Some(command) = change(was, c, about) {
                    out.push(opens(was, c), command);
                }
            }
        }
    }
    let from = current.map_or("", |p| p.file.as_str());
    for gone in old.iter().filter(|o| !has.contains(&own(o))) {
        let about = format!("{from}:{} {}: not in {}", gone.line, gone.name, target.file);
        let remove = Command::new("Remove-InboundConnector", about)
            .with("Identity", Literal::Text(gone.name.clone()));
        out.push(false, remove);
    }
}

/// Whether more devices may relay by a connector than before, or fewer senders are refused.
fn opens(was: &Connector, is: &Connector) -> bool {
    let added = |old: &[String], new: &[String]| new.iter().any(|n| !old.contains(n));
    let relays = is.on_premises && is.enabled.value;
    let lifted = |old: &Sourced<bool>, new: &Sourced<bool>| old.value && !new.value;
    let more = !was.on_premises
        || !was.enabled.value
        || added(&was.addresses, &is.addresses)
        || added(&was.associated, &is.associated)
        || was.associated.len() > is.associated.len() && is.associated.is_empty()
        || was.certificate != is.certificate;
    (relays && more)
        || lifted(&was.enabled, &is.enabled) && !was.on_premises
        || lifted(&was.require_tls, &is.require_tls)
        || lifted(&was.restrict_addresses, &is.restrict_addresses)
        || lifted(&was.restrict_certificate, &is.restrict_certificate)
}

/// The command that changes a connector, if it differs.
fn change(was: &Connector, is: &Connector, about: String) -> Option<Command> {
    let mut command = Command::new("Set-InboundConnector", about)
        .with("Identity", Literal::Text(was.name.clone()));
    let identified = command.parameters.len();
    if kind(was) != kind(is) {
        command = command.with("ConnectorType", Literal::Word(kind(is)));
    }
    let switches = [
        ("Enabled", &was.enabled, &is.enabled),
        ("RequireTls", &was.require_tls, &is.require_tls),
        (
            "RestrictDomainsToIPAddresses",
            &was.restrict_addresses,
            &is.restrict_addresses,
        ),
        (
            "RestrictDomainsToCertificate",
            &was.restrict_certificate,
            &is.restrict_certificate,
        ),
    ];
    for (name, _, new) in switches.into_iter().filter(|(_, a, b)| a.value != b.value) {
        command = command.with(name, Literal::Bool(new.value));
    }
    if was.certificate != is.certificate {
        let name = is.certificate.clone().map_or(Literal::Null, Literal::Text);
        command = command.with("TlsSenderCertificateName", name);
    }
    let lists = [
        ("SenderDomains", domains(was), domains(is)),
        (
            "SenderIPAddresses",
            was.addresses.clone(),
            is.addresses.clone(),
        ),
        (
            "AssociatedAcceptedDomains",
            was.associated.clone(),
            is.associated.clone(),
        ),
    ];
    for (name, _, new) in lists.iter().filter(|(_, a, b)| a != b) {
        command = command.with_list(name, new);
    }
    let differs = command.parameters.len() > identified || !command.lists.is_empty();
    differs.then_some(command)
}

type Setting = fn(&Submission) -> Option<&Sourced<bool>>;

fn organization(current: Option<&Policy>, target: &Policy, out: &mut Steps) {
    // The cmdlet, the parameter, its value in a new tenant, and the value that lets more in.
    let settings: [(&str, &str, Setting, Option<bool>, bool); 3] = [
        (
            "Set-OrganizationConfig",
            "RejectDirectSend",
            |s| s.reject_direct_send.as_ref(),
            Some(false),
            false,
        ),
        (
            "Set-TransportConfig",
            "SmtpClientAuthenticationDisabled",
            |s| s.auth_disabled.as_ref(),
            None,
            false,
        ),
        (
            "Set-TransportConfig",
            "AllowLegacyTLSClients",
            |s| s.legacy_tls.as_ref(),
            Some(false),
            true,
        ),
    ];
    for (cmdlet, name, of, default, open) in settings {
        let was = match current {
            Some(current) => of(&current.submission).map(|s| s.value),
            None => default,
        };
        let is = of(&target.submission).filter(|is| Some(is.value) != was);
        if let Some(is) = is {
            let line = is.line.unwrap_or_default();
            let command = Command::new(cmdlet, format!("{}:{line} {name}", target.file))
                .with(name, Literal::Bool(is.value));
            out.push(is.value == open, command);
        }
    }
}

/// SMTP AUTH of a mailbox; where it says nothing, the organization's value counts.
fn mailbox(current: Option<&Policy>, new: &Mailbox, file: &str, out: &mut Steps) {
    let known = current.and_then(|p| new.addresses.iter().find_map(|a| p.mailbox(a)));
    let of = |m: &Mailbox| m.rights.auth_disabled.as_ref().map(|d| d.value);
    let (was, is) = (known.and_then(of), of(new));
    let Some(address) = new.addresses.first().filter(|_| was != is) else {
        return;
    };
    let line = new.rights.auth_disabled.as_ref().and_then(|d| d.line);
    let line = line.unwrap_or(new.line);
    let about = format!("{file}:{line} {address}: SmtpClientAuthenticationDisabled");
    let command = Command::new("Set-CASMailbox", about)
        .with("Identity", Literal::Text(address.clone()))
        .with(
            "SmtpClientAuthenticationDisabled",
            is.map_or(Literal::Null, Literal::Bool),
        );
    out.push(is != Some(true), command);
}

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

/// The value of ConnectorType.
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
