//! Lists the documents of Microsoft.

use super::{Source, at, source};

/// Microsoft, Set-RemoteDomain.
pub static SET_REMOTE_DOMAIN: Source = at(
    "Set-RemoteDomain",
    "Microsoft, Set-RemoteDomain",
    "2026-08-21",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-remotedomain",
);

/// Microsoft, New-RemoteDomain.
pub static NEW_REMOTE_DOMAIN: Source = at(
    "New-RemoteDomain",
    "Microsoft, New-RemoteDomain",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/new-remotedomain",
);

/// Microsoft, Remote domains in Exchange Online.
pub static REMOTE_DOMAINS: Source = at(
    "Remote domains",
    "Microsoft, Remote domains in Exchange Online",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/remote-domains/remote-domains",
);

/// Microsoft, Manage remote domains in Exchange Online.
pub static MANAGE_REMOTE_DOMAINS: Source = at(
    "Manage remote domains",
    "Microsoft, Manage remote domains in Exchange Online",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/remote-domains/manage-remote-domains",
);

/// Microsoft, Supported character sets for remote domains.
pub static CHARACTER_SETS: Source = at(
    "Supported character sets",
    "Microsoft, Supported character sets for remote domains",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/remote-domains/supported-character-sets",
);

/// Microsoft, Understand and troubleshoot OOF replies.
pub static OOF_REPLIES: Source = at(
    "OOF troubleshooting",
    "Microsoft, Understand and troubleshoot OOF replies",
    "2024-01-24",
    "https://learn.microsoft.com/troubleshoot/exchange/email-delivery/understand-troubleshoot-oof-replies",
);

/// Microsoft, Control automatic external email forwarding.
pub static EXTERNAL_FORWARDING: Source = at(
    "External forwarding",
    "Microsoft, Control automatic external email forwarding",
    "2024-06-10",
    "https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding",
);

/// Microsoft, Set-HostedOutboundSpamFilterPolicy.
pub static OUTBOUND_CMDLET: Source = at(
    "Set-HostedOutboundSpamFilterPolicy",
    "Microsoft, Set-HostedOutboundSpamFilterPolicy",
    "2026-08-10",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-hostedoutboundspamfilterpolicy",
);

/// Microsoft, Office 365: internal forwarding and remote domains.
pub static INTERNAL_FORWARDING: Source = at(
    "Internal forwarding",
    "Microsoft, Office 365: internal forwarding and remote domains",
    "2026-11-28",
    "https://learn.microsoft.com/archive/blogs/timmcmic/office-365-internal-forwarding-and-remote-domains",
);

/// Exchange team, The many ways to block automatic email forwarding.
pub static WAYS_TO_BLOCK: Source = source(
    "Ways to block forwarding",
    "Exchange team, The many ways to block automatic email forwarding",
    "2017-12-22",
);

/// Exchange team, Loop prevention in Exchange Online demystified.
pub static LOOP_PREVENTION: Source = at(
    "Loop prevention",
    "Exchange team, Loop prevention in Exchange Online demystified",
    "2021-05-03",
    "https://techcommunity.microsoft.com/t5/exchange-team-blog/loop-prevention-in-exchange-online-demystified/ba-p/2312258",
);

/// Microsoft, Set-Mailbox.
pub static SET_MAILBOX: Source = at(
    "Set-Mailbox",
    "Microsoft, Set-Mailbox",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailbox",
);

/// Microsoft, Set-MailContact.
pub static SET_MAIL_CONTACT: Source = at(
    "Set-MailContact",
    "Microsoft, Set-MailContact",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailcontact",
);

/// Microsoft, Set-DistributionGroup.
pub static SET_DISTRIBUTION_GROUP: Source = at(
    "Set-DistributionGroup",
    "Microsoft, Set-DistributionGroup",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-distributiongroup",
);

/// Microsoft, KB 2866165.
pub static KB_2866165: Source = at(
    "KB 2866165",
    "Microsoft, KB 2866165",
    "2026-11-28",
    "https://support.microsoft.com/help/2866165",
);

/// Microsoft, KB 3069075.
pub static KB_3069075: Source = at(
    "KB 3069075",
    "Microsoft, KB 3069075",
    "2026-11-28",
    "https://support.microsoft.com/help/3069075",
);

/// Microsoft, KB 4021948.
pub static KB_4021948: Source = at(
    "KB 4021948",
    "Microsoft, KB 4021948",
    "2026-11-28",
    "https://support.microsoft.com/help/4021948",
);

/// Microsoft, Non-delivery reports in Exchange Online.
pub static NDR_LIST: Source = at(
    "NDR list",
    "Microsoft, Non-delivery reports in Exchange Online",
    "2026-11-28",
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online",
);

/// Microsoft, Plus addressing in Exchange Online.
pub static PLUS_ADDRESSING: Source = at(
    "Plus addressing",
    "Microsoft, Plus addressing in Exchange Online",
    "2026-11-28",
    "https://learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing-in-exchange-online",
);

/// Microsoft, Mail flow rules in Exchange Online: conditions, exceptions and actions.
pub static MAIL_FLOW_RULES: Source = at(
    "Mail flow rules",
    "Microsoft, Mail flow rules in Exchange Online: conditions, exceptions and actions",
    "2026-11-28",
    "https://learn.microsoft.com/exchange/security-and-compliance/mail-flow-rules/mail-flow-rules",
);

/// Microsoft, New-TransportRule.
pub static NEW_TRANSPORT_RULE: Source = at(
    "New-TransportRule",
    "Microsoft, New-TransportRule",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/new-transportrule",
);

/// Microsoft, Test-Message.
pub static TEST_MESSAGE: Source = at(
    "Test-Message",
    "Microsoft, Test-Message",
    "2026-11-28",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/test-message",
);

/// Microsoft, TNEF conversion options.
pub static TNEF_CONVERSION: Source = at(
    "TNEF conversion",
    "Microsoft, TNEF conversion options",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/mail-flow/content-conversion/tnef-conversion",
);

/// Microsoft, Message trace in the new Exchange admin center.
pub static MESSAGE_TRACE: Source = at(
    "Message trace",
    "Microsoft, Message trace in the new Exchange admin center",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/monitoring/trace-an-email-message/message-trace-modern-eac",
);

/// Microsoft, Message tracking (the page bears no date).
pub static MESSAGE_TRACKING: Source = at(
    "Message tracking",
    "Microsoft, Message tracking (the page bears no date)",
    "2026-11-24",
    "https://learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking",
);

/// Microsoft, Sender Rewriting Scheme in Microsoft 365.
pub static SRS: Source = at(
    "Sender Rewriting Scheme",
    "Microsoft, Sender Rewriting Scheme in Microsoft 365",
    "2026-11-28",
    "https://learn.microsoft.com/exchange/reference/sender-rewriting-scheme",
);

/// Microsoft, How to set up a multifunction device or application to send email.
pub static DEVICES: Source = at(
    "Multifunction devices",
    "Microsoft, How to set up a multifunction device or application to send email",
    "2021-07-14",
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365",
);

/// Microsoft, Fix issues with printers, scanners, and LOB applications.
pub static PRINTERS: Source = at(
    "Fix printer issues",
    "Microsoft, Fix issues with printers, scanners, and LOB applications",
    "2024-01-24",
    "https://learn.microsoft.com/troubleshoot/exchange/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off",
);

/// Microsoft, Set-OrganizationConfig.
pub static SET_ORGANIZATION_CONFIG: Source = at(
    "Set-OrganizationConfig",
    "Microsoft, Set-OrganizationConfig",
    "2025-11-03",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/set-organizationconfig",
);

/// Microsoft, New-InboundConnector.
pub static NEW_INBOUND_CONNECTOR: Source = at(
    "New-InboundConnector",
    "Microsoft, New-InboundConnector",
    "2026-11-24",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/new-inboundconnector",
);

/// Microsoft, New-InboxRule.
pub static NEW_INBOX_RULE: Source = at(
    "New-InboxRule",
    "Microsoft, New-InboxRule",
    "2026-11-24",
    "https://learn.microsoft.com/powershell/module/exchangepowershell/new-inboxrule",
);

/// Microsoft, MS-OXCMAIL, sections 2.1.3.2.20 and 2.2.3.7.
pub static MS_OXCMAIL: Source = at(
    "MS-OXCMAIL",
    "Microsoft, MS-OXCMAIL, sections 2.1.3.2.20 and 2.2.3.7",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail/",
);

/// Microsoft, MS-OXOMSG.
pub static MS_OXOMSG: Source = at(
    "MS-OXOMSG",
    "Microsoft, MS-OXOMSG",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxomsg/",
);

/// Microsoft, MS-OXOCAL.
pub static MS_OXOCAL: Source = at(
    "MS-OXOCAL",
    "Microsoft, MS-OXOCAL",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/",
);

/// Microsoft, MS-OXTNEF.
pub static MS_OXTNEF: Source = at(
    "MS-OXTNEF",
    "Microsoft, MS-OXTNEF",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxtnef/",
);

/// Microsoft, MS-OXPROPS.
pub static MS_OXPROPS: Source = at(
    "MS-OXPROPS",
    "Microsoft, MS-OXPROPS",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops/",
);

/// Microsoft, MS-OXRTFEX.
pub static MS_OXRTFEX: Source = at(
    "MS-OXRTFEX",
    "Microsoft, MS-OXRTFEX",
    "2026-11-24",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex/",
);

/// Microsoft, MS-OXOSMIME, section 2.1.2.
pub static MS_OXOSMIME: Source = at(
    "MS-OXOSMIME",
    "Microsoft, MS-OXOSMIME, section 2.1.2",
    "2026-11-29",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxosmime/58b44f9e-af38-4068-b100-fcfc8fae91a1",
);

/// Microsoft, MS-OXORULE, sections 2.2.1.3.1.3 and 3.2.5.1.3.
pub static MS_OXORULE: Source = at(
    "MS-OXORULE",
    "Microsoft, MS-OXORULE, sections 2.2.1.3.1.3 and 3.2.5.1.3",
    "2026-11-29",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxorule/6c73cc60-7b0c-43f4-b469-ee569109aa4e",
);

/// Microsoft, MS-OXBBODY, section 2.1.3.1.
pub static MS_OXBBODY: Source = at(
    "MS-OXBBODY",
    "Microsoft, MS-OXBBODY",
    "2026-11-29",
    "https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxbbody/",
);

/// Microsoft, Auto forwarded messages report.
pub static AUTO_FORWARDED_REPORT: Source = at(
    "Auto forwarded messages report",
    "Microsoft, Auto forwarded messages report",
    "2026-11-29",
    "https://learn.microsoft.com/exchange/monitoring/mail-flow-reports/mfr-auto-forwarded-messages-report",
);
