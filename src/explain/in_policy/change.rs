//! Says which entry of a policy a setting belongs to, whom it is for, and the command that changes
//! it.

use super::found::Finding;
use super::{outbound_policy, remote_domain};
use crate::address;
use crate::export::step::Command;
use crate::export::{name_in_tenant, powershell};
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::group::GroupKind;
use crate::policy::{Literal, PARAMETERS, Policy, Recipient, RemoteDomain};
use crate::text::markdown::inline;
use crate::transport::decide::mail_flow_rules;
use crate::transport::responses::{self, Response};

/// What to do about a setting.
#[derive(Debug)]
pub(super) struct Change {
    /// The entry of the policy.
    pub(super) entry: Text,
    /// Whom the entry is for.
    pub(super) applies: Text,
    /// The command, and what it is for.
    pub(super) command: (&'static str, String),
    /// The same for `--set`.
    pub(super) set: Option<String>,
    /// A domain, and the commands that do it for that one alone.
    pub(super) alone: Option<(String, Vec<String>)>,
}

const LET_PASS: &str = en("The command that lets it pass:");

/// What to do about what gives a response; nothing where no entry of the policy does.
///
/// `to` are the recipients that the text names.
pub(super) fn change(
    policy: &Policy,
    finding: &Finding,
    response: &Response,
    to: &[String],
) -> Option<Change> {
    let ruling = finding.ruling.as_ref()?;
    let sender = finding.senders.first().map_or("", String::as_str);
    match ruling.setting {
        mail_flow_rules::NAME => of_rule(policy, ruling.line),
        "AutoForwardingMode" => of_outbound(policy, sender),
        "RequireSenderAuthenticationEnabled" => of_closed(policy, &finding.example),
        "ExternalAudience" => Some(of_mailbox(
            policy,
            sender,
            Command::new("Set-MailboxAutoReplyConfiguration"),
            ("ExternalAudience", "All"),
        )),
        "ExternalOofOptions" => Some(of_mailbox(
            policy,
            sender,
            Command::new("Set-Mailbox"),
            ("ExternalOofOptions", "External"),
        )),
        setting => {
            let domain = address::domain(&finding.example);
            let (domain, _) = policy.remote_for(&domain)?;
            of_remote_domain(domain, setting, response, to.first())
        }
    }
}

fn of_remote_domain(
    domain: &RemoteDomain,
    setting: &str,
    response: &Response,
    to: Option<&String>,
) -> Option<Change> {
    let parameter = PARAMETERS.iter().find(|p| p.name == setting)?;
    let value = match (parameter.of)(domain).value {
        Literal::Bool(_) => Literal::Bool(true),
        _ if *response == responses::OOF_LEGACY_TO_EXT => Literal::Word("ExternalLegacy"),
        _ if *response == responses::OOF_INT_TO_EXT => Literal::Word("InternalLegacy"),
        _ => Literal::Word("External"),
    };
    let name = name_in_tenant(domain);
    let set = format!("RemoteDomains/{name}.{}={value}", parameter.name);
    let command = |name: &str| {
        let command = Command::new("Set-RemoteDomain")
            .with("Identity", Literal::Text(name.to_owned()))
            .with(parameter.name, value.clone());
        powershell::command(&command)
    };
    // The remote domain of all others is seldom to be opened for one.
    let one = to.filter(|_| domain.pattern == Pattern::Any);
    let alone = one.map(|to| {
        let own = address::domain(to).into_owned();
        let new = Command::new("New-RemoteDomain")
            .with("Name", Literal::Text(own.clone()))
            .with("DomainName", Literal::Text(own.clone()));
        let commands = vec![powershell::command(&new), command(&own)];
        (own, commands)
    });
    let command = command(&name);
    let intro = if *response == responses::OOF_INT_TO_EXT {
        en("The command that lets the text for colleagues go outside, which is seldom wanted:")
    } else {
        LET_PASS
    };
    Some(Change {
        entry: remote_domain(domain),
        applies: applies(domain),
        command: (intro, command),
        set: Some(set),
        alone: alone.filter(|_| *response != responses::OOF_INT_TO_EXT),
    })
}

/// The recipients that a remote domain is for.
fn applies(domain: &RemoteDomain) -> Text {
    match &domain.pattern {
        Pattern::Any => en("every domain outside that has no remote domain of its own").into(),
        Pattern::Exact(domain) => Text::of(
            en("recipients in {domain} alone"),
            [("domain", &inline(domain))],
        ),
        Pattern::Wildcard(domain) => Text::of(
            en("recipients in {domain} and its subdomains that have no remote domain of their own"),
            [("domain", &inline(domain))],
        ),
    }
}

fn of_outbound(policy: &Policy, sender: &str) -> Option<Change> {
    let outbound = policy.outbound_for(sender)?;
    let command = Command::new("Set-HostedOutboundSpamFilterPolicy")
        .with("Identity", Literal::Text(outbound.name.clone()))
        .with("AutoForwardingMode", Literal::Word("On"));
    Some(Change {
        entry: outbound_policy(outbound),
        applies: match outbound.priority {
            None => en("everybody who forwards and has no policy of their own").into(),
            Some(_) => en("those who forward and whom its rule names").into(),
        },
        command: (LET_PASS, powershell::command(&command)),
        set: Some(format!(
            "HostedOutboundSpamFilterPolicies/{}.AutoForwardingMode=On",
            outbound.name
        )),
        alone: None,
    })
}

fn of_mailbox(
    policy: &Policy,
    sender: &str,
    command: Command,
    (property, value): (&'static str, &'static str),
) -> Change {
    let address = policy.mailbox(sender).and_then(|m| m.addresses.first());
    let address = address.map_or(sender, String::as_str);
    let command = command
        .with("Identity", Literal::Text(address.to_owned()))
        .with(property, Literal::Word(value));
    Change {
        entry: Text::of(en("mailbox {name}"), [("name", &inline(address))]),
        applies: en("out-of-office replies of this mailbox").into(),
        command: (LET_PASS, powershell::command(&command)),
        set: Some(format!("Mailboxes/{address}.{property}={value}")),
        alone: None,
    }
}

fn of_closed(policy: &Policy, recipient: &str) -> Option<Change> {
    const PROPERTY: &str = "RequireSenderAuthenticationEnabled";
    let (cmdlet, section) = match policy.recipient_at(recipient)? {
        Recipient::Mailbox(_) => ("Set-Mailbox", "Mailboxes"),
        Recipient::Contact(contact) if contact.is_user => ("Set-MailUser", "MailUsers"),
        Recipient::Contact(_) => ("Set-MailContact", "MailContacts"),
        Recipient::Group(group) => {
            let cmdlet = match group.kind {
                GroupKind::Distribution => "Set-DistributionGroup",
                GroupKind::Dynamic => "Set-DynamicDistributionGroup",
                GroupKind::Unified => "Set-UnifiedGroup",
            };
            (cmdlet, group.kind.section())
        }
    };
    let command = Command::new(cmdlet)
        .with("Identity", Literal::Text(recipient.to_owned()))
        .with(PROPERTY, Literal::Bool(false));
    Some(Change {
        entry: Text::of("{name}", [("name", &inline(recipient))]),
        applies: en("everybody outside, and whoever writes without signing in").into(),
        command: (LET_PASS, powershell::command(&command)),
        set: Some(format!("{section}/{recipient}.{PROPERTY}=false")),
        alone: None,
    })
}

fn of_rule(policy: &Policy, line: Option<u32>) -> Option<Change> {
    let mut rules = policy.mail_flow_rules.iter();
    let rule = rules.find(|rule| Some(rule.line) == line)?;
    let command =
        Command::new("Get-TransportRule").with("Identity", Literal::Text(rule.name.clone()));
    Some(Change {
        entry: Text::of(en("mail flow rule {name}"), [("name", &inline(&rule.name))]),
        applies: en("messages that meet its conditions and none of its exceptions").into(),
        command: (
            en("What it does stands there for a reason; look at it first:"),
            format!("{} | Format-List", powershell::command(&command)),
        ),
        set: None,
        alone: None,
    })
}
