//! Lists the objects of Exchange that a policy may hold and that are not simulated.
//!
//! When one of them gets a section of its own, its entry here goes.

use crate::i18n::{Text, en};

/// A kind of objects that is known, and not simulated.
#[derive(Debug, PartialEq, Eq)]
pub struct Unmodelled {
    /// The key of a section that holds them: the plural of what the cmdlet returns.
    pub name: &'static str,
    /// The cmdlet that returns them.
    pub cmdlet: &'static str,
    /// Where a reader finds what that means for a verdict.
    pub see: SeeAlso,
    /// Values of ObjectClass or RecipientTypeDetails, and names of their type other than the
    /// cmdlet's noun.
    pub classes: &'static [&'static str],
    /// Properties by which an object of this kind is recognized.
    pub properties: &'static [&'static str],
}

/// Where a reader finds what it means that something is not simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeeAlso {
    /// Words of docs/not-simulated.md.
    Subject(&'static str),
    /// What matters of the objects belongs into entries of this section.
    Section(&'static str),
}

impl Unmodelled {
    /// The noun of its cmdlet.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        self.cmdlet.strip_prefix("Get-").unwrap_or(self.cmdlet)
    }

    /// That they are known and not simulated.
    #[must_use]
    pub fn message(&self) -> Text {
        Text::of(
            en("known, not simulated: `{name}` ({cmdlet})"),
            [("name", &self.name), ("cmdlet", &self.cmdlet)],
        )
    }

    /// Where to read what that means.
    #[must_use]
    pub fn help(&self) -> Text {
        match self.see {
            SeeAlso::Subject(subject) => Text::of(
                en(
                    "it changes no verdict; docs/not-simulated.md says what that means, under `{subject}`",
                ),
                [("subject", &subject)],
            ),
            SeeAlso::Section(name) => Text::of(
                en(
                    "it changes no verdict; write what matters of it into `{name}`, as `rdsim import` does",
                ),
                [("name", &name)],
            ),
        }
    }
}

const fn named(name: &'static str, cmdlet: &'static str, subject: &'static str) -> Unmodelled {
    Unmodelled {
        name,
        cmdlet,
        see: SeeAlso::Subject(subject),
        classes: &[],
        properties: &[],
    }
}

const CONNECTORS: &str = "Outbound connectors";
const FILTERS: &str = "Spam filtering";
const DLP: &str = "Data loss prevention";
const ENCRYPTION: &str = "Message encryption";
const OTHERS: &str = "Other objects";

/// The section that a name in any case is the key of.
#[must_use]
pub fn section(name: &str) -> Option<&'static Unmodelled> {
    UNMODELLED
        .iter()
        .find(|section| section.name.eq_ignore_ascii_case(name))
}

/// The kind that has this noun, in any case.
#[must_use]
pub fn of_noun(noun: &str) -> Option<&'static Unmodelled> {
    UNMODELLED
        .iter()
        .find(|kind| kind.noun().eq_ignore_ascii_case(noun))
}

/// Every kind of objects that is known, and not simulated.
pub static UNMODELLED: &[Unmodelled] = &[
    Unmodelled {
        see: SeeAlso::Section("Mailboxes"),
        ..named("CASMailboxes", "Get-CASMailbox", "")
    },
    Unmodelled {
        see: SeeAlso::Section("Mailboxes"),
        ..named(
            "MailboxAutoReplyConfigurations",
            "Get-MailboxAutoReplyConfiguration",
            "",
        )
    },
    Unmodelled {
        see: SeeAlso::Section("HostedOutboundSpamFilterPolicies"),
        ..named(
            "HostedOutboundSpamFilterRules",
            "Get-HostedOutboundSpamFilterRule",
            "",
        )
    },
    Unmodelled {
        classes: &["TenantOutboundConnector", "msExchSMTPOutboundConnector"],
        properties: &[
            "IsTransportRuleScoped",
            "RecipientDomains",
            "RouteAllMessagesViaOnPremises",
            "SmartHosts",
            "TlsSettings",
            "UseMXRecord",
        ],
        ..named("OutboundConnectors", "Get-OutboundConnector", CONNECTORS)
    },
    named(
        "IntraOrganizationConnectors",
        "Get-IntraOrganizationConnector",
        CONNECTORS,
    ),
    Unmodelled {
        properties: &["BulkThreshold", "HighConfidenceSpamAction", "SpamAction"],
        ..named(
            "HostedContentFilterPolicies",
            "Get-HostedContentFilterPolicy",
            FILTERS,
        )
    },
    named(
        "HostedContentFilterRules",
        "Get-HostedContentFilterRule",
        FILTERS,
    ),
    Unmodelled {
        properties: &["EnableSafeList", "IPAllowList", "IPBlockList"],
        ..named(
            "HostedConnectionFilterPolicies",
            "Get-HostedConnectionFilterPolicy",
            FILTERS,
        )
    },
    named("MalwareFilterPolicies", "Get-MalwareFilterPolicy", FILTERS),
    named("MalwareFilterRules", "Get-MalwareFilterRule", FILTERS),
    named("AntiPhishPolicies", "Get-AntiPhishPolicy", FILTERS),
    named("AntiPhishRules", "Get-AntiPhishRule", FILTERS),
    named(
        "SafeAttachmentPolicies",
        "Get-SafeAttachmentPolicy",
        FILTERS,
    ),
    named("SafeAttachmentRules", "Get-SafeAttachmentRule", FILTERS),
    named("SafeLinksPolicies", "Get-SafeLinksPolicy", FILTERS),
    named("SafeLinksRules", "Get-SafeLinksRule", FILTERS),
    named("QuarantinePolicies", "Get-QuarantinePolicy", FILTERS),
    named(
        "TenantAllowBlockListItems",
        "Get-TenantAllowBlockListItems",
        FILTERS,
    ),
    named(
        "EOPProtectionPolicyRules",
        "Get-EOPProtectionPolicyRule",
        FILTERS,
    ),
    named(
        "ATPProtectionPolicyRules",
        "Get-ATPProtectionPolicyRule",
        FILTERS,
    ),
    named("DlpPolicies", "Get-DlpPolicy", DLP),
    named("DlpCompliancePolicies", "Get-DlpCompliancePolicy", DLP),
    named("DlpComplianceRules", "Get-DlpComplianceRule", DLP),
    Unmodelled {
        properties: &["JournalEmailAddress"],
        ..named("JournalRules", "Get-JournalRule", "Journaling")
    },
    named("IRMConfiguration", "Get-IRMConfiguration", ENCRYPTION),
    named("OMEConfigurations", "Get-OMEConfiguration", ENCRYPTION),
    Unmodelled {
        properties: &["Selector1CNAME", "Selector2CNAME"],
        ..named("DkimSigningConfigs", "Get-DkimSigningConfig", "DKIM")
    },
    named("ArcConfigs", "Get-ArcConfig", "DKIM"),
    named(
        "RecipientPermissions",
        "Get-RecipientPermission",
        "Permissions",
    ),
    named("MailboxPermissions", "Get-MailboxPermission", "Permissions"),
    Unmodelled {
        // As members of groups are printed.
        classes: &["PublicFolder"],
        ..named(
            "MailPublicFolders",
            "Get-MailPublicFolder",
            "public folders",
        )
    },
    named("RetentionPolicies", "Get-RetentionPolicy", "Retention"),
    Unmodelled {
        properties: &["FreeBusyAccessEnabled", "TargetAutodiscoverEpr"],
        ..named(
            "OrganizationRelationships",
            "Get-OrganizationRelationship",
            OTHERS,
        )
    },
    named("SharingPolicies", "Get-SharingPolicy", OTHERS),
    named("AddressBookPolicies", "Get-AddressBookPolicy", OTHERS),
    named("AdminAuditLogConfig", "Get-AdminAuditLogConfig", OTHERS),
    named("AuthenticationPolicies", "Get-AuthenticationPolicy", OTHERS),
    Unmodelled {
        properties: &[
            "AddAdditionalResponse",
            "AllBookInPolicy",
            "AutomateProcessing",
            "BookingWindowInDays",
            "ProcessExternalMeetingMessages",
        ],
        ..named("CalendarProcessings", "Get-CalendarProcessing", OTHERS)
    },
    named("CASMailboxPlans", "Get-CASMailboxPlan", OTHERS),
    named("Contacts", "Get-Contact", OTHERS),
    named("EmailAddressPolicies", "Get-EmailAddressPolicy", OTHERS),
    named("ExternalInOutlook", "Get-ExternalInOutlook", OTHERS),
    named("Groups", "Get-Group", OTHERS),
    named("MailboxPlans", "Get-MailboxPlan", OTHERS),
    named(
        "MobileDeviceMailboxPolicies",
        "Get-MobileDeviceMailboxPolicy",
        OTHERS,
    ),
    named(
        "OnPremisesOrganizations",
        "Get-OnPremisesOrganization",
        OTHERS,
    ),
    named("OwaMailboxPolicies", "Get-OwaMailboxPolicy", OTHERS),
    named("PerimeterConfig", "Get-PerimeterConfig", OTHERS),
    named("Recipients", "Get-Recipient", OTHERS),
    named(
        "ReportSubmissionPolicies",
        "Get-ReportSubmissionPolicy",
        OTHERS,
    ),
    named("RoleAssignmentPolicies", "Get-RoleAssignmentPolicy", OTHERS),
    named("SweepRules", "Get-SweepRule", OTHERS),
    named("Users", "Get-User", OTHERS),
];
