//! Lists the sections of a policy file: what their entries are called, what they may have, and which
//! derived type they are read as.

pub use super::known::{PropertyName, PropertyNames};
pub use super::shape::Property;
use super::shape::properties_of;
pub use super::value::Type;
use super::{
    accepted_domain, connector, contact, exceptions, group, inbox_rule, known, mail_flow_rule,
    mailbox, organization, outbound_policy, remote_domain, scenario,
};
use crate::i18n::en;
use std::sync::LazyLock;

/// A section of the policy file.
#[derive(Debug)]
pub struct Section {
    /// Its key in the file; the derived type of its entries has the same name.
    pub name: &'static str,
    /// What an entry is, in the words of a message.
    pub entry: &'static str,
    /// The cmdlet whose objects the entries are; empty where there is none.
    pub cmdlet: &'static str,
    /// The property that an entry gives if it is written as mere text.
    pub short: Option<&'static str>,
    /// The properties that are read, as the derived type has them.
    pub properties: LazyLock<Vec<Property>>,
    /// Their names, and those of the further properties of the real object, which are accepted and
    /// not used.
    pub names: LazyLock<PropertyNames>,
}

impl Section {
    /// The section with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        let mut all = SECTIONS.into_iter().chain([&SCENARIO]);
        all.find(|s| s.name == name)
    }

    /// A property that is read, its name in any case.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.get(self.names.place(name)?)
    }

    /// The names of properties that are accepted and not used.
    pub fn not_looked_at(&self) -> impl Iterator<Item = &'static str> {
        self.names().skip(self.properties.len())
    }

    /// The place and the name of such a property, in any case.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<(usize, PropertyName)> {
        let place = self.names.place(name)?;
        let name = self.names.get(place)?;
        (place >= self.properties.len()).then_some((place, name))
    }

    /// Every name that an entry may have, those that are read first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().map(|name| name.spelled)
    }
}

/// Every section, in the order in which a policy is written.
pub static SECTIONS: [&Section; 14] = [
    &ACCEPTED_DOMAINS,
    &REMOTE_DOMAINS,
    &OUTBOUND_POLICIES,
    &MAIL_CONTACTS,
    &MAIL_USERS,
    &MAILBOXES,
    &DISTRIBUTION_GROUPS,
    &DYNAMIC_DISTRIBUTION_GROUPS,
    &UNIFIED_GROUPS,
    &INBOX_RULES,
    &TRANSPORT_RULES,
    &INBOUND_CONNECTORS,
    &ORGANIZATION_CONFIG,
    &TRANSPORT_CONFIG,
];

/// `AcceptedDomains`.
pub static ACCEPTED_DOMAINS: Section = Section {
    name: "AcceptedDomains",
    entry: en("an accepted domain"),
    cmdlet: "Get-AcceptedDomain",
    short: Some("DomainName"),
    properties: LazyLock::new(properties_of::<accepted_domain::Entry>),
    names: LazyLock::new(|| {
        PropertyNames::of(&ACCEPTED_DOMAINS.properties, known::ACCEPTED_DOMAINS)
    }),
};

/// `RemoteDomains`.
pub static REMOTE_DOMAINS: Section = Section {
    name: "RemoteDomains",
    entry: en("a remote domain"),
    cmdlet: "Get-RemoteDomain",
    short: None,
    properties: LazyLock::new(properties_of::<remote_domain::Entry>),
    names: LazyLock::new(|| PropertyNames::of(&REMOTE_DOMAINS.properties, known::REMOTE_DOMAINS)),
};

/// `HostedOutboundSpamFilterPolicies`.
pub static OUTBOUND_POLICIES: Section = Section {
    name: "HostedOutboundSpamFilterPolicies",
    entry: en("an outbound spam policy"),
    cmdlet: "Get-HostedOutboundSpamFilterPolicy",
    short: None,
    properties: LazyLock::new(properties_of::<outbound_policy::Entry>),
    names: LazyLock::new(|| {
        PropertyNames::of(&OUTBOUND_POLICIES.properties, known::OUTBOUND_POLICIES)
    }),
};

/// `MailContacts`.
pub static MAIL_CONTACTS: Section = Section {
    name: "MailContacts",
    entry: en("a mail contact"),
    cmdlet: "Get-MailContact",
    short: None,
    properties: LazyLock::new(properties_of::<contact::ContactEntry>),
    names: LazyLock::new(|| PropertyNames::of(&MAIL_CONTACTS.properties, known::MAIL_CONTACTS)),
};

/// `MailUsers`.
pub static MAIL_USERS: Section = Section {
    name: "MailUsers",
    entry: en("a mail user"),
    cmdlet: "Get-MailUser",
    short: None,
    properties: LazyLock::new(properties_of::<contact::UserEntry>),
    names: LazyLock::new(|| PropertyNames::of(&MAIL_USERS.properties, known::MAIL_USERS)),
};

/// `Mailboxes`.
pub static MAILBOXES: Section = Section {
    name: "Mailboxes",
    entry: en("a mailbox"),
    cmdlet: "Get-Mailbox",
    short: None,
    properties: LazyLock::new(properties_of::<mailbox::Entry>),
    names: LazyLock::new(|| PropertyNames::of(&MAILBOXES.properties, known::MAILBOXES_AND_CLIENTS)),
};

/// `DistributionGroups`.
pub static DISTRIBUTION_GROUPS: Section = Section {
    name: "DistributionGroups",
    entry: en("a distribution group"),
    cmdlet: "Get-DistributionGroup",
    short: None,
    properties: LazyLock::new(properties_of::<group::DistributionEntry>),
    names: LazyLock::new(|| PropertyNames::of(&DISTRIBUTION_GROUPS.properties, known::GROUPS)),
};

/// `DynamicDistributionGroups`.
pub static DYNAMIC_DISTRIBUTION_GROUPS: Section = Section {
    name: "DynamicDistributionGroups",
    entry: en("a dynamic distribution group"),
    cmdlet: "Get-DynamicDistributionGroup",
    short: None,
    properties: LazyLock::new(properties_of::<group::DynamicEntry>),
    names: LazyLock::new(|| {
        PropertyNames::of(
            &DYNAMIC_DISTRIBUTION_GROUPS.properties,
            known::DYNAMIC_GROUPS,
        )
    }),
};

/// `UnifiedGroups`.
pub static UNIFIED_GROUPS: Section = Section {
    name: "UnifiedGroups",
    entry: en("a Microsoft 365 group"),
    cmdlet: "Get-UnifiedGroup",
    short: None,
    properties: LazyLock::new(properties_of::<group::UnifiedEntry>),
    names: LazyLock::new(|| PropertyNames::of(&UNIFIED_GROUPS.properties, known::UNIFIED_GROUPS)),
};

/// `InboxRules`.
pub static INBOX_RULES: Section = Section {
    name: "InboxRules",
    entry: en("an inbox rule"),
    cmdlet: "Get-InboxRule",
    short: None,
    properties: LazyLock::new(exceptions::properties::<inbox_rule::Entry>),
    names: LazyLock::new(|| PropertyNames::of(&INBOX_RULES.properties, known::INBOX_RULES)),
};

/// `TransportRules`.
pub static TRANSPORT_RULES: Section = Section {
    name: "TransportRules",
    entry: en("a mail flow rule"),
    cmdlet: "Get-TransportRule",
    short: None,
    properties: LazyLock::new(exceptions::properties::<mail_flow_rule::Entry>),
    names: LazyLock::new(|| PropertyNames::of(&TRANSPORT_RULES.properties, known::TRANSPORT_RULES)),
};

/// `InboundConnectors`.
pub static INBOUND_CONNECTORS: Section = Section {
    name: "InboundConnectors",
    entry: en("an inbound connector"),
    cmdlet: "Get-InboundConnector",
    short: None,
    properties: LazyLock::new(properties_of::<connector::Entry>),
    names: LazyLock::new(|| {
        PropertyNames::of(&INBOUND_CONNECTORS.properties, known::INBOUND_CONNECTORS)
    }),
};

/// `OrganizationConfig`.
pub static ORGANIZATION_CONFIG: Section = Section {
    name: "OrganizationConfig",
    entry: en("the organization's settings"),
    cmdlet: "Get-OrganizationConfig",
    short: None,
    properties: LazyLock::new(properties_of::<organization::Entry>),
    names: LazyLock::new(|| {
        PropertyNames::of(&ORGANIZATION_CONFIG.properties, known::ORGANIZATION_CONFIG)
    }),
};

/// `TransportConfig`.
pub static TRANSPORT_CONFIG: Section = Section {
    name: "TransportConfig",
    entry: en("the transport settings"),
    cmdlet: "Get-TransportConfig",
    short: None,
    properties: LazyLock::new(properties_of::<organization::TransportEntry>),
    names: LazyLock::new(|| {
        PropertyNames::of(&TRANSPORT_CONFIG.properties, known::ORGANIZATION_CONFIG)
    }),
};

/// `Scenario`.
pub static SCENARIO: Section = Section {
    name: "Scenario",
    entry: en("a scenario"),
    cmdlet: "",
    short: None,
    properties: LazyLock::new(properties_of::<scenario::Entry>),
    names: LazyLock::new(|| PropertyNames::of(&SCENARIO.properties, &[])),
};

/// Parameters that are accepted and change nothing here, with the reason.
pub const NOT_SIMULATED: &[(&str, &str)] = &[
    ("AdminDisplayName", en("a label")),
    ("Confirm", en("a switch of the cmdlet, not a property")),
    ("DomainController", en("on-premises only")),
    (
        "Identity",
        en("names the remote domain; says nothing about mail"),
    ),
    (
        "MessageCountThreshold",
        en("monitoring of outbound volume; it stops no message"),
    ),
    ("Name", en("a label")),
    (
        "NDRDiagnosticInfoEnabled",
        en("changes the text of an NDR, not whether it leaves"),
    ),
    (
        "NlbDomain",
        en("not documented to have an effect in Exchange Online"),
    ),
    (
        "SmtpDaneMandatoryModeEnabled",
        en("decides on the TLS of the connection, after the verdict"),
    ),
    (
        "TargetDeliveryDomain",
        en("used for moves between organizations"),
    ),
    ("TrustedMailInboundEnabled", en("concerns incoming mail")),
    (
        "TrustedMailOutboundEnabled",
        en("concerns headers between trusted organizations"),
    ),
    ("WhatIf", en("a switch of the cmdlet, not a property")),
];

/// Why a parameter is not simulated.
#[must_use]
pub fn not_simulated(name: &str) -> Option<&'static str> {
    NOT_SIMULATED
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, why)| *why)
}
