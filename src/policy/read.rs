//! Reads the policy file, and reports every problem of it in one run.

use super::de;
use super::directory::Directory;
use super::document::{self, Node, Pos, Value};
use super::encoding;
use super::error::POLICY;
use super::exported;
use super::problems::{Found, Problems, shown};
use super::sections::{ACCEPTED_DOMAINS, MAIL_CONTACTS, MAIL_USERS, REMOTE_DOMAINS, Section};
use super::written::Written;
use super::{
    Error, Policy, accepted_domain, connector, contact, group, inbox_rule, mail_flow_rule, mailbox,
    organization, outbound_policy, remote_domain,
};
use crate::diagnostic::{Problem, Severity};
use crate::i18n::en;
use schemars::JsonSchema;
use serde::Deserialize;

/// Bytes that a policy file may have.
pub const BYTES: u64 = 64 << 20;
/// What a comment in a policy begins with, in any case, if it is an instruction to rdsim.
pub const COMMENT_MARK: &str = "rdsim:";

/// A policy file as it is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "Policy", rename_all = "PascalCase", default)]
pub(crate) struct File {
    accepted_domains: Vec<Written<accepted_domain::Entry>>,
    remote_domains: Vec<Written<remote_domain::Entry>>,
    hosted_outbound_spam_filter_policies: Vec<Written<outbound_policy::Entry>>,
    mail_contacts: Vec<Written<contact::ContactEntry>>,
    mail_users: Vec<Written<contact::UserEntry>>,
    mailboxes: Vec<Written<mailbox::Entry>>,
    distribution_groups: Vec<Written<group::DistributionEntry>>,
    dynamic_distribution_groups: Vec<Written<group::DynamicEntry>>,
    unified_groups: Vec<Written<group::UnifiedEntry>>,
    inbox_rules: Vec<Written<inbox_rule::Entry>>,
    transport_rules: Vec<Written<mail_flow_rule::Entry>>,
    inbound_connectors: Vec<Written<connector::Entry>>,
    organization_config: Vec<Written<organization::Entry>>,
    transport_config: Vec<Written<organization::TransportEntry>>,
}

/// Read a policy from the bytes of its file.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error. Otherwise the
/// policy with its warnings.
pub fn read(file: &str, bytes: &[u8]) -> Result<(Policy, Vec<Problem>), Vec<Problem>> {
    let Reading {
        policy, problems, ..
    } = read_all(file, bytes);
    match policy {
        Some(policy) => Ok((policy, shown(problems))),
        None => Err(shown(problems)),
    }
}

/// Read a policy that messages are judged by: without accepted domains nothing is known to be
/// inside, so that every verdict would be a guess.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error or the policy has no
/// accepted domain. Otherwise the policy with its warnings.
pub fn read_to_judge(file: &str, bytes: &[u8]) -> Result<(Policy, Vec<Problem>), Vec<Problem>> {
    let mut reading = read_all(file, bytes);
    for found in &mut reading.problems {
        if found.error == Some(Error::NoAcceptedDomains) {
            found.problem.severity = Severity::Error;
            reading.policy = None;
        }
    }
    match reading.policy {
        Some(policy) => Ok((policy, shown(reading.problems))),
        None => Err(shown(reading.problems)),
    }
}

/// All that is read of the file of a policy.
#[derive(Debug)]
pub struct Reading {
    /// The policy; none where a problem is an error.
    pub policy: Option<Policy>,
    /// The problems, in the order of the file.
    pub problems: Vec<Found<Error>>,
    /// The tree of the file, where it is YAML.
    pub tree: Option<Node>,
}

/// Read a policy from the bytes of its file, with its tree and with what each problem is.
#[must_use]
pub fn read_all(file: &str, bytes: &[u8]) -> Reading {
    let bytes = &*encoding::utf8(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let found = Found {
                problem: not_utf8(file, bytes, e.valid_up_to()),
                error: Some(Error::NotUtf8),
            };
            return Reading {
                policy: None,
                problems: vec![found],
                tree: None,
            };
        }
    };
    let mut problems = Problems::new(file, text);
    let tree = match document::parse(text) {
        Ok(tree) => Some(tree),
        Err((at, reason)) => {
            let help = en(
                "correct the YAML at this position; a policy is a mapping with sections such as `RemoteDomains:`",
            );
            problems.error(at, Error::NotYaml { reason, help });
            None
        }
    };
    let policy = tree
        .as_ref()
        .map(|root| in_effect(file, root, &mut problems));
    let policy = policy.filter(|_| !problems.has_errors());
    if policy.is_none()
        && let Some((found, help)) = exported::instead(text)
    {
        // What is wrong with it as a policy says nothing.
        problems = Problems::new(file, text);
        problems.error(
            Pos { line: 1, column: 1 },
            Error::NotMapping {
                what: POLICY,
                found: found.into(),
                help,
            },
        );
    }
    Reading {
        policy,
        problems: problems.sorted(),
        tree,
    }
}

/// The policy that a tree says, which was read from this text or is a change of what was.
pub(super) fn of_tree(file: &str, text: &str, tree: &Node) -> Reading {
    let mut problems = Problems::new(file, text);
    let policy = in_effect(file, tree, &mut problems);
    Reading {
        policy: (!problems.has_errors()).then_some(policy),
        problems: problems.sorted(),
        tree: None,
    }
}

/// The problem of a file whose first `good` bytes are UTF-8 and the next are not.
#[must_use]
pub fn not_utf8(file: &str, bytes: &[u8], good: usize) -> Problem {
    let before = bytes.get(..good).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count();
    let start = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let column = String::from_utf8_lossy(start).chars().count();
    let shown = String::from_utf8_lossy(bytes);
    let at = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    let source = shown.lines().nth(line);
    Problem::of(file, &Error::NotUtf8).at(at(line), at(column), source)
}

/// The policy that a tree says.
fn in_effect(file: &str, root: &Node, problems: &mut Problems) -> Policy {
    let mut policy = Policy {
        file: file.to_owned(),
        ..Policy::default()
    };
    let written: File = de::read(root, problems);
    if !matches!(root.value, Value::Map(_)) {
        return policy;
    }
    let place = |section: &Section| {
        let mut keys = root.pairs().iter().rev();
        let section = keys.find(|(key, ..)| key.eq_ignore_ascii_case(section.name));
        section.map_or(root.pos, |(_, at, _)| *at)
    };
    let at = place(&ACCEPTED_DOMAINS);
    accepted_domain::read(written.accepted_domains, at, &mut policy, problems);
    let at = place(&REMOTE_DOMAINS);
    remote_domain::read(written.remote_domains, at, &mut policy, problems);
    let outbound = written.hosted_outbound_spam_filter_policies;
    outbound_policy::read(outbound, &mut policy, problems);
    let mut directory = Directory::default();
    let contacts = written.mail_contacts;
    contact::read(
        MAIL_CONTACTS.name,
        contacts,
        &mut directory,
        &mut policy,
        problems,
    );
    let users = written
        .mail_users
        .into_iter()
        .map(|user| user.map(Into::into));
    contact::read(
        MAIL_USERS.name,
        users,
        &mut directory,
        &mut policy,
        problems,
    );
    mailbox::read(written.mailboxes, &mut directory, &mut policy, problems);
    let groups = written.distribution_groups.into_iter();
    let groups = groups.map(|group| group.map(Into::into));
    group::read(groups, &mut directory, &mut policy, problems);
    let groups = written.dynamic_distribution_groups.into_iter();
    let groups = groups.map(|group| group.map(Into::into));
    group::read(groups, &mut directory, &mut policy, problems);
    let groups = written.unified_groups.into_iter();
    let groups = groups.map(|group| group.map(Into::into));
    group::read(groups, &mut directory, &mut policy, problems);
    policy.directory = directory;
    outbound_policy::find_named(&mut policy);
    inbox_rule::read(written.inbox_rules, &mut policy, problems);
    mail_flow_rule::read(written.transport_rules, &mut policy, problems);
    for (entry, at) in written
        .inbound_connectors
        .into_iter()
        .filter_map(Written::placed)
    {
        let connector = connector::read(entry, at, problems);
        policy.submission.connectors.push(connector);
    }
    let organization = written.organization_config.into_iter();
    let transport = written.transport_config.into_iter();
    for entry in organization.chain(transport.map(|t| t.map(Into::into))) {
        if let Some(entry) = entry.take() {
            organization::read(entry, &mut policy);
        }
    }
    policy
}
