//! Writes the PowerShell script that collects a tenant into one file, with the properties that an
//! import reads and no others.

use super::kind::ObjectKind;
use crate::policy::sections::Section;
use std::fmt::Write as _;

/// The script, where a list of properties and the version are still to be put in.
const SCRIPT: &str = embedded!("collect.ps1");

/// Columns of the lists of properties.
const WIDTH: usize = 100;

/// What an exception of a rule has in front of its name.
const EXCEPT: &str = "ExceptIf";

/// The kinds whose cmdlets the script runs, in the order of its lists.
pub const COLLECTED: [ObjectKind; 17] = [
    ObjectKind::AcceptedDomain,
    ObjectKind::RemoteDomain,
    ObjectKind::OutboundPolicy,
    ObjectKind::OutboundRule,
    ObjectKind::TransportRule,
    ObjectKind::InboundConnector,
    ObjectKind::OrganizationConfig,
    ObjectKind::TransportConfig,
    ObjectKind::MailContact,
    ObjectKind::MailUser,
    ObjectKind::DistributionGroup,
    ObjectKind::DynamicDistributionGroup,
    ObjectKind::UnifiedGroup,
    ObjectKind::Mailbox,
    ObjectKind::AutoReply,
    ObjectKind::CasMailbox,
    ObjectKind::InboxRule,
];

/// What a policy may say of a recipient and the script leaves out: it names every recipient by an
/// address, and these tell tenants and persons apart.
const IDENTITIES: [&str; 8] = [
    "Alias",
    "DistinguishedName",
    "ExternalDirectoryObjectId",
    "Guid",
    "Id",
    "Identity",
    "LegacyExchangeDN",
    "UserPrincipalName",
];

/// What the cmdlet of the section does not print: the script adds it, another cmdlet prints it, or
/// none does.
const NOT_PRINTED: [&str; 12] = [
    "Addresses",
    "AllRecipientsListed",
    "Contacts",
    "HasLicense",
    "Mailbox",
    "MemberOf",
    "Members",
    "OutlookInternetFormat",
    "SendAs",
    "ServerReplyTo",
    "ServerReplyWithMessage",
    "Subscribers",
];

/// What Get-MailboxAutoReplyConfiguration prints of a mailbox.
const AUTO_REPLY: [&str; 6] = [
    "AutoReplyState",
    "StartTime",
    "EndTime",
    "InternalMessage",
    "ExternalMessage",
    "ExternalAudience",
];

/// What tells the clients of a mailbox.
const CLIENTS: [&str; 2] = ["PrimarySmtpAddress", "SmtpClientAuthenticationDisabled"];

/// What Get-HostedOutboundSpamFilterPolicy prints.
const OUTBOUND: [&str; 4] = ["Name", "AutoForwardingMode", "IsDefault", "Enabled"];

/// What Get-TransportConfig prints of what a policy may have in the section of the organization.
const TRANSPORT: [&str; 3] = [
    "SmtpClientAuthenticationDisabled",
    "AllowLegacyTLSClients",
    "JournalingReportNdrTo",
];

/// The script, with what it is called in the file that it writes.
#[must_use]
pub fn script() -> String {
    let mut lists = String::new();
    for kind in COLLECTED {
        list(kind, &mut lists);
    }
    SCRIPT
        .replace("{properties}", lists.trim_end())
        .replace("{version}", env!("CARGO_PKG_VERSION"))
}

/// The properties of a kind that the script takes.
#[must_use]
pub fn properties(kind: ObjectKind) -> Vec<&'static str> {
    let section = kind.section();
    let mut names = match kind {
        ObjectKind::AutoReply => AUTO_REPLY.to_vec(),
        ObjectKind::CasMailbox => CLIENTS.to_vec(),
        ObjectKind::OutboundPolicy => OUTBOUND.to_vec(),
        ObjectKind::OutboundRule => {
            let all = of_section(section).into_iter();
            let policy = ["AutoForwardingMode", "IsDefault"];
            let own = all.filter(|name| !policy.contains(name));
            own.chain(["HostedOutboundSpamFilterPolicy"]).collect()
        }
        ObjectKind::OrganizationConfig => without(of_section(section), &TRANSPORT),
        ObjectKind::Mailbox => {
            let others = without(of_section(section), &AUTO_REPLY);
            without(others, &["Name", "SmtpClientAuthenticationDisabled"])
        }
        _ => of_section(section),
    };
    // The script adds the exceptions itself.
    let conditions = names.clone();
    names.retain(|name| {
        let condition = name.strip_prefix(EXCEPT);
        condition.is_none_or(|condition| !conditions.contains(&condition))
    });
    names
}

fn without(names: Vec<&'static str>, others: &[&str]) -> Vec<&'static str> {
    let names = names.into_iter();
    names.filter(|name| !others.contains(name)).collect()
}

/// What is read of the entries of a section, apart from what the cmdlet does not print.
fn of_section(section: &Section) -> Vec<&'static str> {
    let names = section.properties.iter().map(|property| property.name);
    let names = without(names.collect(), &NOT_PRINTED);
    without(names, &IDENTITIES)
}

/// The entry of a kind in the table of the script.
fn list(kind: ObjectKind, to: &mut String) {
    // A String takes whatever is written to it.
    let _ = write!(to, "    '{}' = @(", kind.cmdlet());
    let mut column = WIDTH;
    let names = properties(kind);
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        if column + name.len() + 4 > WIDTH {
            to.push_str("\n       ");
            column = 7;
        }
        let _ = write!(to, " '{name}'{comma}");
        column += name.len() + 4;
    }
    to.push_str("\n    )\n");
}
