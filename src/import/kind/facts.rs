//! Lists what is known of every kind of object.

use super::ObjectKind;
use crate::policy::sections::{
    ACCEPTED_DOMAINS, MAIL_CONTACTS, MAIL_USERS, MAILBOXES, OUTBOUND_POLICIES, REMOTE_DOMAINS,
    Section,
};
use crate::policy::sections::{
    DISTRIBUTION_GROUPS, DYNAMIC_DISTRIBUTION_GROUPS, INBOUND_CONNECTORS, INBOX_RULES,
    ORGANIZATION_CONFIG, TRANSPORT_CONFIG, TRANSPORT_RULES, UNIFIED_GROUPS,
};

/// What is known of a kind.
pub(in crate::import) struct Facts {
    /// The section that such objects go to.
    pub(in crate::import) section: &'static Section,
    /// The resource of Microsoft365DSC.
    pub(in crate::import) resource: Option<&'static str>,
    /// Last part of a type's name, or value of ObjectClass, ObjectCategory or RecipientType.
    pub(in crate::import) classes: &'static [&'static str],
    /// Properties by which an object of this kind is recognized.
    pub(in crate::import) properties: &'static [&'static str],
}

impl ObjectKind {
    /// What is known of the kind.
    pub(in crate::import) fn facts(self) -> Facts {
        match self {
            Self::RemoteDomain => Facts {
                section: &REMOTE_DOMAINS,
                resource: Some("EXORemoteDomain"),
                classes: &[
                    "DomainContentConfig",
                    "RemoteDomain",
                    "msExchDomainContentConfig",
                    "ms-Exch-Domain-Content-Config",
                ],
                properties: &[
                    "AllowedOOFType",
                    "AutoForwardEnabled",
                    "AutoReplyEnabled",
                    "ByteEncoderTypeFor7BitCharsets",
                    "CharacterSet",
                    "ContentType",
                    "DeliveryReportEnabled",
                    "DisplaySenderName",
                    "IsInternal",
                    "LineWrapSize",
                    "MeetingForwardNotificationEnabled",
                    "NDREnabled",
                    "NonMimeCharacterSet",
                    "TNEFEnabled",
                    "TargetDeliveryDomain",
                    "TrustedMailOutboundEnabled",
                ],
            },
            Self::AcceptedDomain => Facts {
                section: &ACCEPTED_DOMAINS,
                resource: Some("EXOAcceptedDomain"),
                classes: &[
                    "AcceptedDomain",
                    "msExchAcceptedDomain",
                    "ms-Exch-Accepted-Domain",
                ],
                properties: &[
                    "AddressBookEnabled",
                    "AuthenticationType",
                    "CatchAllRecipientID",
                    "DomainType",
                    "InitialDomain",
                    "LiveIdInstanceType",
                    "MatchSubDomains",
                    "OutboundOnly",
                ],
            },
            Self::OutboundPolicy => Facts {
                section: &OUTBOUND_POLICIES,
                resource: Some("EXOHostedOutboundSpamFilterPolicy"),
                classes: &[
                    "HostedOutboundSpamFilterPolicy",
                    "HostedOutboundSpamFilterConfig",
                    "msExchHostedOutboundSpamFilterConfig",
                    "ms-Exch-Hosted-Outbound-Spam-Filter-Config",
                ],
                properties: &[
                    "ActionWhenThresholdReached",
                    "AutoForwardingMode",
                    "BccSuspiciousOutboundMail",
                    "NotifyOutboundSpam",
                    "RecipientLimitExternalPerHour",
                    "RecipientLimitInternalPerHour",
                    "RecipientLimitPerDay",
                ],
            },
            Self::OutboundRule => Facts {
                section: &OUTBOUND_POLICIES,
                resource: Some("EXOHostedOutboundSpamFilterRule"),
                classes: &[
                    "HostedOutboundSpamFilterRule",
                    "HostedOutboundSpamFilterRulePresentationObject",
                ],
                properties: &[
                    "HostedOutboundSpamFilterPolicy",
                    "SenderDomainIs",
                    "FromMemberOf",
                    "ExceptIfFrom",
                    "ExceptIfFromMemberOf",
                    "ExceptIfSenderDomainIs",
                ],
            },
            Self::MailContact => Facts {
                section: &MAIL_CONTACTS,
                resource: Some("EXOMailContact"),
                classes: &["MailContact", "MailForestContact"],
                properties: &["ExternalEmailAddress", "UsePreferMessageFormat"],
            },
            Self::MailUser => Facts {
                section: &MAIL_USERS,
                resource: None,
                classes: &["MailUser", "GuestMailUser"],
                properties: &[
                    "ExternalEmailAddress",
                    "UsePreferMessageFormat",
                    "UserPrincipalName",
                ],
            },
            Self::DistributionGroup => Facts {
                section: &DISTRIBUTION_GROUPS,
                resource: Some("EXODistributionGroup"),
                classes: &[
                    "DistributionGroup",
                    "MailUniversalDistributionGroup",
                    "MailUniversalSecurityGroup",
                    "MailNonUniversalGroup",
                    "RoomList",
                ],
                properties: &[
                    "IsRoomList",
                    "MemberDepartRestriction",
                    "MemberJoinRestriction",
                    "Members",
                    "ReportToManagerEnabled",
                    "ReportToOriginatorEnabled",
                    "SendOofMessageToOriginatorEnabled",
                ],
            },
            Self::DynamicDistributionGroup => Facts {
                section: &DYNAMIC_DISTRIBUTION_GROUPS,
                resource: None,
                classes: &["DynamicDistributionGroup"],
                properties: &[
                    "IncludedRecipients",
                    "LdapRecipientFilter",
                    "Members",
                    "RecipientContainer",
                    "RecipientFilter",
                    "ReportToManagerEnabled",
                    "ReportToOriginatorEnabled",
                    "SendOofMessageToOriginatorEnabled",
                ],
            },
            Self::UnifiedGroup => Facts {
                section: &UNIFIED_GROUPS,
                resource: Some("EXOGroupSettings"),
                classes: &["UnifiedGroup", "GroupMailbox"],
                properties: &[
                    "AccessType",
                    "AllowAddGuests",
                    "AutoSubscribeNewMembers",
                    "GroupSKU",
                    "Members",
                    "ReportToManagerEnabled",
                    "ReportToOriginatorEnabled",
                    "SendOofMessageToOriginatorEnabled",
                    "SharePointSiteUrl",
                    "Subscribers",
                    "WelcomeMessageEnabled",
                ],
            },
            Self::GroupMember => Facts {
                section: &DISTRIBUTION_GROUPS,
                resource: None,
                classes: &[
                    "DistributionGroupMember",
                    "DynamicDistributionGroupMember",
                    "GroupMember",
                    "UnifiedGroupLinks",
                ],
                properties: &[],
            },
            Self::InboxRule => Facts {
                section: &INBOX_RULES,
                resource: None,
                classes: &["InboxRule"],
                properties: &[
                    "ForwardAsAttachmentTo",
                    "ForwardTo",
                    "MailboxOwnerId",
                    "MyNameInToBox",
                    "RedirectTo",
                    "RuleIdentity",
                    "ServerReplyWithMessage",
                    "StopProcessingRules",
                    "SubjectContainsWords",
                ],
            },
            Self::TransportRule => Facts {
                section: &TRANSPORT_RULES,
                resource: Some("EXOTransportRule"),
                classes: &["TransportRule", "Rule"],
                properties: &[
                    "DeleteMessage",
                    "ExceptIfSentToScope",
                    "FromScope",
                    "ManuallyModified",
                    "MessageTypeMatches",
                    "Mode",
                    "PrependSubject",
                    "RecipientDomainIs",
                    "RedirectMessageTo",
                    "RejectMessageEnhancedStatusCode",
                    "RejectMessageReasonText",
                    "RuleErrorAction",
                    "RuleSubType",
                    "SenderAddressLocation",
                    "SenderDomainIs",
                    "SentToScope",
                    "SetAuditSeverity",
                    "StopRuleProcessing",
                    "SubjectOrBodyContainsWords",
                ],
            },
            Self::Mailbox => Facts {
                section: &MAILBOXES,
                resource: None,
                classes: &[
                    "Mailbox",
                    "UserMailbox",
                    "SharedMailbox",
                    "RoomMailbox",
                    "EquipmentMailbox",
                ],
                properties: &[
                    "ForwardingSmtpAddress",
                    "ForwardingAddress",
                    "DeliverToMailboxAndForward",
                    "ProhibitSendQuota",
                ],
            },
            Self::AutoReply => Facts {
                section: &MAILBOXES,
                resource: Some("EXOMailboxAutoReplyConfiguration"),
                classes: &["MailboxAutoReplyConfiguration"],
                properties: &[
                    "AutoReplyState",
                    "ExternalAudience",
                    "ExternalMessage",
                    "InternalMessage",
                    "MailboxOwnerId",
                ],
            },
            Self::CasMailbox => Facts {
                section: &MAILBOXES,
                resource: Some("EXOCASMailboxSettings"),
                classes: &["CASMailbox"],
                properties: &[
                    "ActiveSyncEnabled",
                    "ECPEnabled",
                    "EwsEnabled",
                    "ImapEnabled",
                    "MAPIEnabled",
                    "OWAEnabled",
                    "PopEnabled",
                    "SmtpClientAuthenticationDisabled",
                ],
            },
            Self::InboundConnector => Facts {
                section: &INBOUND_CONNECTORS,
                resource: Some("EXOInboundConnector"),
                classes: &[
                    "InboundConnector",
                    "TenantInboundConnector",
                    "msExchSMTPInboundConnector",
                    "ms-Exch-SMTP-Inbound-Connector",
                ],
                properties: &[
                    "ConnectorType",
                    "RequireTls",
                    "RestrictDomainsToCertificate",
                    "RestrictDomainsToIPAddresses",
                    "SenderDomains",
                    "SenderIPAddresses",
                    "TlsSenderCertificateName",
                ],
            },
            Self::OrganizationConfig => Facts {
                section: &ORGANIZATION_CONFIG,
                resource: Some("EXOOrganizationConfig"),
                classes: &[
                    "OrganizationConfig",
                    "ADOrganizationConfig",
                    "msExchOrganizationContainer",
                    "ms-Exch-Organization-Container",
                ],
                properties: &[
                    "AuditDisabled",
                    "DefaultPublicFolderMailbox",
                    "FocusedInboxOn",
                    "IsDehydrated",
                    "MapiHttpEnabled",
                    "OAuth2ClientProfileEnabled",
                    "PublicFoldersEnabled",
                    "RejectDirectSend",
                ],
            },
            Self::TransportConfig => Facts {
                section: &TRANSPORT_CONFIG,
                resource: Some("EXOTransportConfig"),
                classes: &[
                    "TransportConfig",
                    "TransportConfigContainer",
                    "msExchTransportSettings",
                    "ms-Exch-Transport-Settings",
                ],
                properties: &[
                    "AllowLegacyTLSClients",
                    "ClearCategories",
                    "ExternalDsnReportingAuthority",
                    "ExternalDsnSendHtml",
                    "InternalDsnSendHtml",
                    "JournalingReportNdrTo",
                    "MaxRecipientEnvelopeLimit",
                    "SmtpClientAuthenticationDisabled",
                ],
            },
        }
    }
}
