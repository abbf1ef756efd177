//! Lists the sections of a policy file and the properties of their entries, each with its type.
//!
//! The names are those of the cmdlets' objects. Reading, the JSON Schema and importing all look
//! here, so a property is spelled once.

pub use super::mailbox::MAILBOXES;
use super::mailbox_rules::INBOX_RULES;
use super::object::{DIRECTORY, NAMES};
use super::submission::{INBOUND_CONNECTORS, ORGANIZATION_CONFIG};
use super::{
    AllowedOofType, AutoForwardingMode, ByteEncoder, CmdletEnum as _, ContentType, UseMapiRichText,
};
use crate::i18n::en;
use crate::transport::settings::NOT_SIMULATED;

/// What a property's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// `true`, `false`, or nothing.
    OptionalBool,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A whole number from `low` to `high`, nothing, or one of the words that mean nothing.
    Number {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
        /// Words in place of a number.
        none: &'static [&'static str],
    },
    /// One of [`CHARSETS`](super::charset::CHARSETS), or empty.
    Charset,
    /// Text.
    Text,
    /// A point in time, or nothing.
    Date,
    /// Addresses, domains or names: one, or a list of them.
    List,
}

/// A property that is looked at.
#[derive(Debug)]
pub struct Property {
    /// The cmdlet's spelling.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Type,
    /// What it is, in one line, for the JSON Schema; empty where a setting's page says it.
    pub about: &'static str,
}

/// A section of the policy file.
#[derive(Debug)]
pub struct Section {
    /// Its key in the file.
    pub name: &'static str,
    /// What an entry is, in the words of a message.
    pub entry: &'static str,
    /// The cmdlet whose objects the entries are; empty where there is none.
    pub cmdlet: &'static str,
    /// What the section is for, in one line.
    pub about: &'static str,
    /// The properties that are looked at.
    pub properties: &'static [Property],
    /// Further properties of the real object: accepted, and not looked at.
    pub accepted: &'static [&'static str],
}

impl Section {
    /// A property that is looked at, its name in any case.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties
            .iter()
            .find(|p| p.name.eq_ignore_ascii_case(name))
    }

    /// The names of properties that are accepted and not looked at.
    pub fn not_looked_at(&self) -> impl Iterator<Item = &'static str> {
        let parameters = NOT_SIMULATED.iter().map(|(name, _)| *name);
        let parameters = parameters.filter(|_| std::ptr::eq(self, &REMOTE_DOMAINS));
        let own = self.accepted.iter().copied();
        let objects = DIRECTORY.iter().chain(NAMES).copied();
        own.chain(parameters).chain(objects)
    }

    /// Every name that an entry may have, the ones that are looked at first.
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

pub(super) const fn property(name: &'static str, kind: Type, about: &'static str) -> Property {
    Property { name, kind, about }
}

/// `AcceptedDomains`.
pub static ACCEPTED_DOMAINS: Section = Section {
    name: "AcceptedDomains",
    entry: en("an accepted domain"),
    cmdlet: "Get-AcceptedDomain",
    about: "The organization's own domains: recipients there are inside.",
    properties: &[
        property("DomainName", Type::Text, "The domain, such as contoso.com."),
        property(
            "MatchSubDomains",
            Type::Bool,
            "Whether all subdomains are accepted too.",
        ),
    ],
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
    about: "What may leave to which domains, and in what form. Default is `*`; a specific remote domain inherits nothing from it.",
    properties: &[
        property(
            "Name",
            Type::Text,
            "A label, unique among the remote domains.",
        ),
        property(
            "DomainName",
            Type::Text,
            "contoso.com: that domain. *.contoso.com: it and all its subdomains. *: every domain without its own remote domain.",
        ),
        property("AllowedOOFType", Type::Word(AllowedOofType::WORDS), ""),
        property("AutoForwardEnabled", Type::Bool, ""),
        property("AutoReplyEnabled", Type::Bool, ""),
        property(
            "ByteEncoderTypeFor7BitCharsets",
            Type::Word(ByteEncoder::WORDS),
            "",
        ),
        property("CharacterSet", Type::Charset, ""),
        property("ContentType", Type::Word(ContentType::WORDS), ""),
        property("DeliveryReportEnabled", Type::Bool, ""),
        property("DisplaySenderName", Type::Bool, ""),
        property("IsInternal", Type::Bool, ""),
        property(
            "LineWrapSize",
            Type::Number {
                low: 0,
                high: 132,
                none: &["Unlimited"],
            },
            "",
        ),
        property("MeetingForwardNotificationEnabled", Type::Bool, ""),
        property("NDREnabled", Type::Bool, ""),
        property("NonMimeCharacterSet", Type::Charset, ""),
        property(
            "PreferredInternetCodePageForShiftJis",
            Type::Number {
                low: 50220,
                high: 50222,
                none: &["Undefined"],
            },
            "",
        ),
        property(
            "RequiredCharsetCoverage",
            Type::Number {
                low: 0,
                high: 100,
                none: &[],
            },
            "",
        ),
        property("TNEFEnabled", Type::OptionalBool, ""),
        property("UseSimpleDisplayName", Type::Bool, ""),
    ],
    accepted: &[],
};

/// `HostedOutboundSpamFilterPolicies`.
pub static OUTBOUND_POLICIES: Section = Section {
    name: "HostedOutboundSpamFilterPolicies",
    entry: en("an outbound spam policy"),
    cmdlet: "Get-HostedOutboundSpamFilterPolicy",
    about: "Outbound spam policies, each with the scope and priority of its rule; the default policy has neither.",
    properties: &[
        property("Name", Type::Text, "The policy's name."),
        property(
            "AutoForwardingMode",
            Type::Word(AutoForwardingMode::WORDS),
            "",
        ),
        property(
            "Priority",
            Type::Number {
                low: 0,
                high: i32::MAX as i64,
                none: &["Lowest"],
            },
            "Of its rule: the lowest number is asked first.",
        ),
        property(
            "IsDefault",
            Type::Bool,
            "Whether it is the tenant's default policy, which has no rule and is asked last.",
        ),
        property("Enabled", Type::Bool, "Whether its rule is on."),
        property(
            "State",
            Type::Word(&["Enabled", "Disabled"]),
            "Of its rule, as Get-HostedOutboundSpamFilterRule prints it.",
        ),
        property("From", Type::List, "Senders it is for."),
        property(
            "FromMemberOf",
            Type::List,
            "Groups whose members it is for.",
        ),
        property("SenderDomainIs", Type::List, "Sender domains it is for."),
        property("ExceptIfFrom", Type::List, "Senders it is not for."),
        property(
            "ExceptIfFromMemberOf",
            Type::List,
            "Groups whose members it is not for.",
        ),
        property(
            "ExceptIfSenderDomainIs",
            Type::List,
            "Sender domains it is not for.",
        ),
    ],
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

const CONTACT: &[Property] = &[
    property("Name", Type::Text, "Its name."),
    property(
        "ExternalEmailAddress",
        Type::Text,
        "Where its mail is really sent.",
    ),
    property(
        "UseMapiRichTextFormat",
        Type::Word(UseMapiRichText::WORDS),
        "Rich text to it: Always, Never, or as the remote domain and the sender say.",
    ),
    property(
        "PrimarySmtpAddress",
        Type::Text,
        "Its address in the organization.",
    ),
    property("EmailAddresses", Type::List, "All its addresses."),
];

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
    about: "People outside with an entry in the address book.",
    properties: CONTACT,
    accepted: CONTACT_ACCEPTED,
};

/// `MailUsers`.
pub static MAIL_USERS: Section = Section {
    name: "MailUsers",
    entry: en("a mail user"),
    cmdlet: "Get-MailUser",
    about: "People with an account here whose mailbox is outside.",
    properties: CONTACT,
    accepted: CONTACT_ACCEPTED,
};
