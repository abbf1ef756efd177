//! Lists the sections of a policy file: what their entries are called, what they may have, and which
//! derived type they are read as.

pub use super::shape::Property;
use super::shape::properties_of;
pub use super::value::Type;
use super::{
    accepted_domain, connector, contact, inbox_rule, mailbox, organization, outbound_policy,
    remote_domain, scenario,
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
    /// Further properties of the real object: accepted, and not used.
    pub accepted: &'static [&'static str],
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
        self.properties
            .iter()
            .find(|p| p.name.eq_ignore_ascii_case(name))
    }

    /// The names of properties that are accepted and not used.
    pub fn not_looked_at(&self) -> impl Iterator<Item = &'static str> {
        let parameters = NOT_SIMULATED.iter().map(|(name, _)| *name);
        let parameters = parameters.filter(|_| std::ptr::eq(self, &REMOTE_DOMAINS));
        let own = self.accepted.iter().copied();
        let objects = DIRECTORY.iter().chain(NAMES).copied();
        own.chain(parameters).chain(objects)
    }

    /// Every name that an entry may have, those that are read first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let looked_at = self.properties.iter().map(|p| p.name);
        looked_at.chain(self.not_looked_at())
    }
}

/// Every section, in the order in which a policy is written.
pub static SECTIONS: [&Section; 9] = [
    &ACCEPTED_DOMAINS,
    &REMOTE_DOMAINS,
    &OUTBOUND_POLICIES,
    &MAIL_CONTACTS,
    &MAIL_USERS,
    &MAILBOXES,
    &INBOX_RULES,
    &INBOUND_CONNECTORS,
    &ORGANIZATION_CONFIG,
];

/// `AcceptedDomains`.
pub static ACCEPTED_DOMAINS: Section = Section {
    name: "AcceptedDomains",
    entry: en("an accepted domain"),
    cmdlet: "Get-AcceptedDomain",
    short: Some("DomainName"),
    properties: LazyLock::new(properties_of::<accepted_domain::Entry>),
    accepted: &[
        "AddressBookEnabled",
        "AuthenticationType",
        "CanHaveCloudCache",
        "CatchAllRecipientID",
        "Default",
        "DomainType",
        "DualProvisioningEnabled",
        "EmailOnly",
        "EnableNego2Authentication",
        "ExternallyManaged",
        "FederatedOrganizationLink",
        "InitialDomain",
        "IsCoexistenceDomain",
        "IsDefaultFederatedDomain",
        "IsDefaultNewUserDomain",
        "LiveIdInstanceType",
        "MailFlowPartner",
        "OutboundOnly",
        "PendingCompletion",
        "PendingFederatedAccountNamespace",
        "PendingFederatedDomain",
        "PendingRemoval",
        "PerimeterDuplicateDetected",
        "RawAuthenticationType",
        "SendingFromDomainDisabled",
        "SendingToDomainDisabled",
    ],
};

/// `RemoteDomains`.
pub static REMOTE_DOMAINS: Section = Section {
    name: "RemoteDomains",
    entry: en("a remote domain"),
    cmdlet: "Get-RemoteDomain",
    short: None,
    properties: LazyLock::new(properties_of::<remote_domain::Entry>),
    accepted: &[],
};

/// `HostedOutboundSpamFilterPolicies`.
pub static OUTBOUND_POLICIES: Section = Section {
    name: "HostedOutboundSpamFilterPolicies",
    entry: en("an outbound spam policy"),
    cmdlet: "Get-HostedOutboundSpamFilterPolicy",
    short: None,
    properties: LazyLock::new(properties_of::<outbound_policy::Entry>),
    accepted: &[
        "ActionWhenThresholdReached",
        "BccSuspiciousOutboundAdditionalRecipients",
        "BccSuspiciousOutboundMail",
        "Comments",
        "ConfigurationType",
        "Conditions",
        "Exceptions",
        "HostedOutboundSpamFilterPolicy",
        "NotifyOutboundSpam",
        "NotifyOutboundSpamRecipients",
        "RecipientLimitExternalPerHour",
        "RecipientLimitInternalPerHour",
        "RecipientLimitPerDay",
        "RecommendedPolicyType",
        "RuleVersion",
    ],
};

const CONTACT_ACCEPTED: &[&str] = &[
    "HiddenFromAddressListsEnabled",
    "LegacyExchangeDN",
    "MacAttachmentFormat",
    "MessageBodyFormat",
    "MessageFormat",
    "UsePreferMessageFormat",
    "UserPrincipalName",
    "WindowsEmailAddress",
];

/// `MailContacts`.
pub static MAIL_CONTACTS: Section = Section {
    name: "MailContacts",
    entry: en("a mail contact"),
    cmdlet: "Get-MailContact",
    short: None,
    properties: LazyLock::new(properties_of::<contact::ContactEntry>),
    accepted: CONTACT_ACCEPTED,
};

/// `MailUsers`.
pub static MAIL_USERS: Section = Section {
    name: "MailUsers",
    entry: en("a mail user"),
    cmdlet: "Get-MailUser",
    short: None,
    properties: LazyLock::new(properties_of::<contact::UserEntry>),
    accepted: CONTACT_ACCEPTED,
};

/// `Mailboxes`.
pub static MAILBOXES: Section = Section {
    name: "Mailboxes",
    entry: en("a mailbox"),
    cmdlet: "Get-Mailbox",
    short: None,
    properties: LazyLock::new(properties_of::<mailbox::Entry>),
    accepted: &[
        "AutoDeclineFutureRequestsWhenOOF",
        "CreateOOFEvent",
        "DeclineAllEventsForScheduledOOF",
        "DeclineEventsForScheduledOOF",
        "DeclineMeetingMessage",
        "EventsToDeleteIDs",
        "HiddenFromAddressListsEnabled",
        "MailboxOwnerId",
        "OOFEventSubject",
        "UserPrincipalName",
        "WindowsEmailAddress",
    ],
};

/// `InboxRules`.
pub static INBOX_RULES: Section = Section {
    name: "InboxRules",
    entry: en("an inbox rule"),
    cmdlet: "Get-InboxRule",
    short: None,
    properties: LazyLock::new(inbox_rule::properties),
    accepted: &[
        "ApplyCategory",
        "ApplySystemCategory",
        "CopyToFolder",
        "DeleteMessage",
        "DeleteSystemCategory",
        "ErrorType",
        "InError",
        "LegacyDescription",
        "MailboxOwnerId",
        "MarkAsRead",
        "MarkImportance",
        "MoveToFolder",
        "PinMessage",
        "RuleIdentity",
        "SendTextMessageNotificationTo",
        "SoftDeleteMessage",
        "SupportedByTask",
    ],
};

/// `InboundConnectors`.
pub static INBOUND_CONNECTORS: Section = Section {
    name: "InboundConnectors",
    entry: en("an inbound connector"),
    cmdlet: "Get-InboundConnector",
    short: None,
    properties: LazyLock::new(properties_of::<connector::Entry>),
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
    short: None,
    properties: LazyLock::new(properties_of::<organization::Entry>),
    accepted: &[],
};

/// `Scenario`.
pub static SCENARIO: Section = Section {
    name: "Scenario",
    entry: en("a scenario"),
    cmdlet: "",
    short: None,
    properties: LazyLock::new(properties_of::<scenario::Entry>),
    accepted: &[],
};

/// What every object of the directory carries and what says nothing about mail.
pub const DIRECTORY: &[&str] = &[
    "Description",
    "DistinguishedName",
    "ExchangeObjectId",
    "ExchangeVersion",
    "ExternalDirectoryObjectId",
    "ExternalDirectoryOrganizationId",
    "Guid",
    "Id",
    "Identity",
    "ImmutableId",
    "IsValid",
    "ObjectCategory",
    "ObjectClass",
    "ObjectState",
    "OrganizationId",
    "OrganizationalUnitRoot",
    "OriginatingServer",
    "PSComputerName",
    "PSShowComputerName",
    "RecipientType",
    "RecipientTypeDetails",
    "RunspaceId",
    "WhenChanged",
    "WhenChangedUTC",
    "WhenCreated",
    "WhenCreatedUTC",
];

/// What most objects carry in addition, and what changes nothing here.
const NAMES: &[&str] = &[
    "AdminDisplayName",
    "Alias",
    "Comment",
    "DisplayName",
    "IsDefault",
    "Name",
];

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
