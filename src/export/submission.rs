//! Finds the commands for how devices submit mail: inbound connectors, SMTP AUTH and direct send.

use super::not_done::{NotDone, NotDoneList};
use super::plan::{Mode, place};
use super::step::{Action, Command, Step};
use crate::policy::Literal;
use crate::policy::connector::Connector;
use crate::policy::sections::INBOUND_CONNECTORS;
use crate::policy::{Mailbox, Policy, Sourced};
use std::collections::{HashMap, HashSet};

/// Steps for how devices submit mail.
#[derive(Default)]
pub(super) struct Steps {
    /// Less mail is accepted afterwards.
    pub(super) stricter: Vec<Step>,
    /// More mail is accepted afterwards.
    pub(super) looser: Vec<Step>,
    /// The names of connectors that the tenant must have.
    pub(super) required: Vec<String>,
}

impl Steps {
    fn push(&mut self, looser: bool, about: String, action: Action) {
        let steps = if looser {
            &mut self.looser
        } else {
            &mut self.stricter
        };
        steps.push(Step { about, action });
    }
}

/// Compare how devices submit mail; what a policy does not say stays as it is.
pub(super) fn steps(
    current: Option<&Policy>,
    target: &Policy,
    mode: Mode,
    not_done: &mut NotDoneList,
) -> Steps {
    let mut out = Steps::default();
    connectors(current, target, mode, &mut out, not_done);
    organization(current, target, mode, &mut out, not_done);
    for new in &target.mailboxes {
        mailbox(current, new, target, mode, &mut out);
    }
    if mode.back {
        let gone = current.map_or(&[][..], |p| p.mailboxes.as_slice()).iter();
        let gone = gone.filter(|m| m.rights.auth_disabled.is_some());
        for m in gone.filter(|m| !m.addresses.iter().any(|a| target.mailbox(a).is_some())) {
            not_done.push(
                &target.file,
                0,
                &NotDone::Unsaid {
                    what: format!("SmtpClientAuthenticationDisabled of `{}`", m.address()),
                },
            );
        }
    }
    out
}

fn connectors(
    current: Option<&Policy>,
    target: &Policy,
    mode: Mode,
    out: &mut Steps,
    not_done: &mut NotDoneList,
) {
    let old = current.map_or(&[][..], |p| p.submission.connectors.as_slice());
    let new = &target.submission.connectors;
    if new.is_empty() && !mode.back {
        if !old.is_empty() {
            not_done.unsaid(target, INBOUND_CONNECTORS.name);
        }
        return;
    }
    // On the way there they were left as they are.
    if mode.back && old.is_empty() {
        return;
    }
    let own = |c: &Connector| c.name.to_ascii_lowercase();
    let had: HashMap<String, &Connector> = old.iter().rev().map(|c| (own(c), c)).collect();
    let has: HashSet<String> = new.iter().map(own).collect();
    for c in new {
        let about = format!("{} {}", place(&target.file, c.line), c.name);
        let was = had.get(&own(c)).copied();
        if let Some(was) = was
            && let Some(command) = change(was, c)
            && !(mode.full && opens(was, c))
        {
            out.required.push(was.name.clone());
            out.push(opens(was, c), about.clone(), Action::Run(command));
        }
        if mode.full || was.is_none() {
            let action = Action::MakeConnector {
                name: c.name.clone(),
                new: create(c),
                set: all(c),
            };
            out.push(true, about, action);
        }
    }
    let from = current.map_or("", |p| p.file.as_str());
    for gone in old.iter().filter(|o| !has.contains(&own(o))) {
        let name = gone.name.clone();
        let about = format!("{} {name}: not in {}", place(from, gone.line), target.file);
        out.push(false, about, Action::RemoveConnector { name });
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
fn change(was: &Connector, is: &Connector) -> Option<Command> {
    let mut command =
        Command::new("Set-InboundConnector").with("Identity", Literal::Text(was.name.clone()));
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

/// The command that gives a connector of which nothing is known every setting.
fn all(is: &Connector) -> Command {
    let identity = Literal::Text(is.name.clone());
    let certificate = is.certificate.clone().map_or(Literal::Null, Literal::Text);
    Command::new("Set-InboundConnector")
        .with("Identity", identity)
        .with("ConnectorType", Literal::Word(kind(is)))
        .with("Enabled", Literal::Bool(is.enabled.value))
        .with("RequireTls", Literal::Bool(is.require_tls.value))
        .with(
            "RestrictDomainsToIPAddresses",
            Literal::Bool(is.restrict_addresses.value),
        )
        .with(
            "RestrictDomainsToCertificate",
            Literal::Bool(is.restrict_certificate.value),
        )
        .with("TlsSenderCertificateName", certificate)
        .with_list("SenderDomains", &domains(is))
        .with_list("SenderIPAddresses", &is.addresses)
        .with_list("AssociatedAcceptedDomains", &is.associated)
}

type Setting = fn(&Policy) -> Option<Sourced<Literal>>;

fn truth(set: Option<&Sourced<bool>>) -> Option<Sourced<Literal>> {
    set.map(|set| Sourced {
        value: Literal::Bool(set.value),
        line: set.line,
    })
}

fn journaling(policy: &Policy) -> Option<Sourced<Literal>> {
    let set = policy.journaling_report_ndr_to.as_ref()?;
    let address = match set.value.as_str() {
        "" => "<>",
        address => address,
    };
    Some(Sourced {
        value: Literal::Text(address.to_owned()),
        line: set.line,
    })
}

fn organization(
    current: Option<&Policy>,
    target: &Policy,
    mode: Mode,
    out: &mut Steps,
    not_done: &mut NotDoneList,
) {
    // The cmdlet, the parameter, its value in a new tenant, and the value that lets more in.
    let no = Some(Literal::Bool(false));
    let settings: [(&str, &str, Setting, Option<Literal>, bool); 4] = [
        (
            "Set-OrganizationConfig",
            "RejectDirectSend",
            |p| truth(p.submission.reject_direct_send.as_ref()),
            no.clone(),
            false,
        ),
        (
            "Set-TransportConfig",
            "SmtpClientAuthenticationDisabled",
            |p| truth(p.submission.auth_disabled.as_ref()),
            None,
            false,
        ),
        (
            "Set-TransportConfig",
            "AllowLegacyTLSClients",
            |p| truth(p.submission.legacy_tls.as_ref()),
            no,
            true,
        ),
        (
            "Set-TransportConfig",
            "JournalingReportNdrTo",
            journaling,
            Some(Literal::Text("<>".into())),
            false,
        ),
    ];
    for (cmdlet, name, of, default, open) in settings {
        let was = match current {
            Some(current) => of(current).map(|s| s.value),
            None => default,
        };
        if mode.back && was.is_none() {
            continue;
        }
        let Some(is) = of(target) else {
            if current.is_some() && was.is_some() {
                not_done.unsaid(target, name);
            }
            continue;
        };
        if mode.full || Some(&is.value) != was.as_ref() {
            let line = is.line.unwrap_or_default();
            let looser = is.value == Literal::Bool(open);
            let command = Command::new(cmdlet).with(name, is.value);
            let about = format!("{} {name}", place(&target.file, line));
            out.push(looser, about, Action::Run(command));
        }
    }
}

/// SMTP AUTH of a mailbox; where it says nothing, the organization's value counts.
fn mailbox(current: Option<&Policy>, new: &Mailbox, target: &Policy, mode: Mode, out: &mut Steps) {
    let known = current.and_then(|p| new.addresses.iter().find_map(|a| p.mailbox(a)));
    let of = |m: &Mailbox| m.rights.auth_disabled.as_ref().map(|d| d.value);
    let (was, is) = (known.and_then(of), of(new));
    let left = mode.back && known.is_none();
    let stated = !left && (was != is || mode.full && is.is_some());
    let Some(address) = new.addresses.first().filter(|_| stated) else {
        return;
    };
    let line = new.rights.auth_disabled.as_ref().and_then(|d| d.line);
    let line = line.unwrap_or(new.line);
    let about = format!(
        "{} {address}: SmtpClientAuthenticationDisabled",
        place(&target.file, line)
    );
    let command = Command::new("Set-CASMailbox")
        .with("Identity", Literal::Text(address.clone()))
        .with(
            "SmtpClientAuthenticationDisabled",
            is.map_or(Literal::Null, Literal::Bool),
        );
    out.push(is != Some(true), about, Action::Run(command));
}

/// The command that makes a connector.
#[must_use]
pub fn create(connector: &Connector) -> Command {
    let c = connector;
    let mut command = Command::new("New-InboundConnector")
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
