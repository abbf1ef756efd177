//! Names what differs between two policies and is not compared: how mail enters, and what a mailbox
//! sends by itself.
//!
//! The comparison is about messages that are on their way; whether a server takes a message, and
//! what a mailbox answers, is asked by other verbs.

use crate::i18n::en;
use crate::policy::connector::Connector;
use crate::policy::inbox_rule::InboxRule;
use crate::policy::mailbox::Mailbox;
use crate::policy::sections::{
    ACCEPTED_DOMAINS, INBOUND_CONNECTORS, INBOX_RULES, MAILBOXES, ORGANIZATION_CONFIG, Section,
};
use crate::policy::{Policy, Sourced};
use std::collections::BTreeSet;

/// What differs and is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncompared {
    /// What it is about.
    pub subject: Subject,
    /// Its section of the policy.
    pub section: &'static str,
    /// The entries that differ, or the properties of a section that is one entry.
    pub names: Vec<String>,
}

/// What a part of a policy is about that is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Whether mail is taken from devices, applications and partners.
    Submission,
    /// What a mailbox answers and forwards by itself.
    Reactions,
}

impl Subject {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submission => en("whether mail is taken from devices and partners"),
            Self::Reactions => en("what a mailbox answers and forwards by itself"),
        }
    }

    /// The verb that tells it.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Submission => "rdsim submit",
            Self::Reactions => "rdsim react",
        }
    }

    /// In reports for programs.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Reactions => "reactions",
        }
    }
}

/// What has a name in a section, with all that is said of it but its lines.
type Said = Vec<(String, String)>;

/// Find what differs and is not compared.
#[must_use]
pub fn find(old: &Policy, new: &Policy) -> Vec<Uncompared> {
    use Subject::{Reactions, Submission};
    let both = |said: fn(&Policy) -> Said| differing(&said(old), &said(new));
    let parts = [
        (Submission, &ACCEPTED_DOMAINS, both(accepted_domains)),
        (Submission, &INBOUND_CONNECTORS, both(connectors)),
        (Submission, &ORGANIZATION_CONFIG, both(submission)),
        (Submission, &MAILBOXES, both(rights)),
        (Reactions, &MAILBOXES, both(replies)),
        (Reactions, &INBOX_RULES, both(inbox_rules)),
        (Reactions, &ORGANIZATION_CONFIG, both(journaling)),
    ];
    let differ = parts.into_iter().filter(|(.., names)| !names.is_empty());
    let part = |(subject, section, names): (Subject, &Section, Vec<String>)| Uncompared {
        subject,
        section: section.name,
        names,
    };
    differ.map(part).collect()
}

/// The names of what is said otherwise, or in one of them alone, each once.
fn differing(old: &Said, new: &Said) -> Vec<String> {
    let sets: [BTreeSet<&(String, String)>; 2] = [old, new].map(|said| said.iter().collect());
    let [in_old, in_new] = &sets;
    let gone = old.iter().filter(|said| !in_new.contains(said));
    let come = new.iter().filter(|said| !in_old.contains(said));
    let mut seen = BTreeSet::new();
    let names = gone.chain(come).map(|(name, _)| name);
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

/// A value without its line.
fn value<T: Copy>(sourced: Option<&Sourced<T>>) -> Option<T> {
    sourced.map(|sourced| sourced.value)
}

/// Senders of these domains are the organization's own.
fn accepted_domains(policy: &Policy) -> Said {
    let domains = policy.accepted_domains.iter();
    domains
        .map(|domain| (domain.pattern.to_string(), String::new()))
        .collect()
}

fn connectors(policy: &Policy) -> Said {
    let connectors = policy.submission.connectors.iter();
    connectors
        .map(|connector| {
            let Connector {
                name,
                line: _,
                on_premises,
                enabled,
                addresses,
                domains,
                associated,
                certificate,
                require_tls,
                restrict_addresses,
                restrict_certificate,
            } = connector;
            let flags = [
                *on_premises,
                enabled.value,
                require_tls.value,
                restrict_addresses.value,
                restrict_certificate.value,
            ];
            let said =
                format!("{flags:?} {addresses:?} {domains:?} {associated:?} {certificate:?}");
            (name.clone(), said)
        })
        .collect()
}

fn submission(policy: &Policy) -> Said {
    let submission = &policy.submission;
    let flags = [
        ("RejectDirectSend", &submission.reject_direct_send),
        (
            "SmtpClientAuthenticationDisabled",
            &submission.auth_disabled,
        ),
        ("AllowLegacyTLSClients", &submission.legacy_tls),
    ];
    let said = |flag: &Option<Sourced<bool>>| format!("{:?}", value(flag.as_ref()));
    flags
        .map(|(name, flag)| (name.to_owned(), said(flag)))
        .into()
}

fn journaling(policy: &Policy) -> Said {
    let address = policy.journaling_report_ndr_to.as_ref();
    let address = address.map(|address| address.value.clone());
    vec![("JournalingReportNdrTo".into(), address.unwrap_or_default())]
}

/// What a mailbox may hand in; one that is not listed has these rights too.
fn rights(policy: &Policy) -> Said {
    let listed = policy.mailboxes.iter().map(|mailbox| {
        let rights = &mailbox.rights;
        let auth_disabled = value(rights.auth_disabled.as_ref());
        let flags = (auth_disabled, rights.licensed.value);
        let said = format!("{flags:?} {:?}", rights.send_as);
        (mailbox.address().to_owned(), said)
    });
    let unlisted = format!("{:?} []", (None::<bool>, true));
    listed.filter(|(_, said)| *said != unlisted).collect()
}

/// What a mailbox answers; one that is not listed answers nothing.
fn replies(policy: &Policy) -> Said {
    let listed = policy.mailboxes.iter();
    let silent = Mailbox::unlisted("");
    let silent = reply(&silent);
    let said = listed.map(|mailbox| (mailbox.address().to_owned(), reply(mailbox)));
    said.filter(|(_, said)| *said != silent).collect()
}

fn reply(mailbox: &Mailbox) -> String {
    let reply = &mailbox.auto_reply;
    let outside = reply.external_message.as_ref();
    let outside = outside.map(|message| message.value.as_str());
    let dates = [&reply.start, &reply.end].map(|date| value(date.as_ref()));
    let audience = mailbox.external_audience.value;
    let options = mailbox.external_oof_options.value;
    let inside = &reply.internal_message;
    let contacts = &mailbox.contacts;
    format!(
        "{:?} {dates:?} {inside:?} {outside:?} {audience:?} {options:?} {contacts:?}",
        reply.state.value
    )
}

fn inbox_rules(policy: &Policy) -> Said {
    let rules = policy.inbox_rules.iter();
    rules
        .map(|rule| {
            let InboxRule {
                mailbox,
                name,
                line: _,
                enabled,
                in_error,
                priority,
                stop,
                forward_to,
                forward_as_attachment_to,
                redirect_to,
                reply,
                reply_to,
                conditions,
                others,
            } = rule;
            let flags = (enabled.value, in_error.value, priority, stop);
            let to = [forward_to, forward_as_attachment_to, redirect_to, reply_to];
            let conditions = conditions.iter();
            let conditions: Vec<_> = conditions.map(|c| (c.name, c.except, &c.words)).collect();
            let said = format!("{flags:?} {to:?} {reply:?} {conditions:?} {others:?}");
            (format!("{mailbox}: {name}"), said)
        })
        .collect()
}
