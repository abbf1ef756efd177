//! Gives policies to compare, and what messages to send under them.

use proptest::prelude::*;
use proptest::sample::select;

/// Some lines of a remote domain.
fn settings() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        select(vec!["External", "ExternalLegacy", "InternalLegacy", "None"])
            .prop_map(|v| format!("AllowedOOFType: {v}")),
        (
            select(vec![
                "AutoReplyEnabled",
                "AutoForwardEnabled",
                "DeliveryReportEnabled",
                "NDREnabled",
                "MeetingForwardNotificationEnabled",
                "DisplaySenderName",
                "UseSimpleDisplayName",
            ]),
            any::<bool>()
        )
            .prop_map(|(name, v)| format!("{name}: {v}")),
        select(vec!["true", "false", "null"]).prop_map(|v| format!("TNEFEnabled: {v}")),
        select(vec!["MimeHtmlText", "MimeText", "MimeHtml"])
            .prop_map(|v| format!("ContentType: {v}")),
        (
            select(vec!["CharacterSet", "NonMimeCharacterSet"]),
            select(vec!["utf-8", "iso-2022-jp", "iso-8859-1", "''"])
        )
            .prop_map(|(name, v)| format!("{name}: {v}")),
        select(vec!["76", "Unlimited"]).prop_map(|v| format!("LineWrapSize: {v}")),
        select(vec![
            "Use7Bit",
            "UseBase64",
            "UseQPHtmlDetectTextPlain",
            "UseBase64Html7BitTextPlain",
            "Undefined"
        ])
        .prop_map(|v| format!("ByteEncoderTypeFor7BitCharsets: {v}")),
        select(vec!["50220", "Undefined"])
            .prop_map(|v| format!("PreferredInternetCodePageForShiftJis: {v}")),
        select(vec!["60", "null"]).prop_map(|v| format!("RequiredCharsetCoverage: {v}")),
    ];
    proptest::collection::vec(one, 0..4).prop_map(|lines| {
        let mut seen = std::collections::BTreeSet::new();
        let lines = lines
            .iter()
            .filter(|l| seen.insert(l.split(':').next().unwrap().to_owned()));
        lines.map(|l| format!(", {l}")).collect()
    })
}

pub const PATTERNS: [&str; 7] = [
    "*",
    "fabrikam.com",
    "*.fabrikam.com",
    "eu.fabrikam.com",
    "*.eu.fabrikam.com",
    "*.example",
    "contoso.example",
];

pub const SENDERS: [&str; 7] = [
    "alice@contoso.com",
    "bob@contoso.com",
    "carol@contoso.com",
    "dave@sub.contoso.com",
    "erin@contoso.example",
    "eve@example.com",
    "frank@sales.test",
];

/// A policy; some domains are pairs of exact and wildcard, accepted in one and remote in another.
pub fn policies() -> impl Strategy<Value = String> {
    let remote = proptest::collection::vec(proptest::option::of(settings()), PATTERNS.len());
    let accepted = select(vec![
        "[contoso.com]",
        "[{DomainName: contoso.com, MatchSubDomains: true}]",
        "[contoso.com, contoso.example]",
        "[contoso.com, sub.contoso.com, eu.fabrikam.com]",
    ]);
    let mode = || select(vec!["'On'", "'Off'", "Automatic"]);
    let scope = select(vec![
        "From: [alice@contoso.com]",
        "SenderDomainIs: [contoso.com]",
        "SenderDomainIs: [sales.test, sub.contoso.com]",
        "FromMemberOf: [staff@contoso.com]",
        "SenderDomainIs: [contoso.com], ExceptIfFrom: [bob@contoso.com]",
    ]);
    let outbound = (mode(), proptest::option::of((scope, mode())));
    let people = (
        select(vec!["All", "Known", "None"]),
        select(vec!["Html", "RichText", "PlainText"]),
        select(vec![
            "",
            ", ForwardingSmtpAddress: x@fabrikam.com",
            ", ForwardingSmtpAddress: y@anywhere.test, DeliverToMailboxAndForward: true",
        ]),
    );
    let contact = proptest::option::of((
        select(vec![
            "gina@fabrikam.com",
            "gina@eu.fabrikam.com",
            "gina@elsewhere.test",
        ]),
        select(vec!["Always", "Never", "UseDefaultSettings"]),
    ));
    (remote, accepted, outbound, people, contact).prop_map(
        |(remote, accepted, outbound, people, contact)| {
            let mut text = format!("AcceptedDomains: {accepted}\nRemoteDomains:\n");
            for (pattern, settings) in PATTERNS.iter().zip(remote) {
                if let Some(settings) = settings {
                    text.push_str(&format!("  - {{DomainName: '{pattern}'{settings}}}\n"));
                }
            }
            if text.ends_with("RemoteDomains:\n") {
                text.push_str("  - {DomainName: '*'}\n");
            }
            let (default, scoped) = outbound;
            text.push_str(&format!(
                "HostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: {default}}}\n"
            ));
            if let Some((scope, mode)) = scoped {
                text.push_str(&format!("  - {{Name: x, Priority: 0, {scope}, AutoForwardingMode: {mode}}}\n"));
            }
            let (audience, outlook, forwarding) = people;
            text.push_str(&format!("Mailboxes:\n  - {{Addresses: [alice@contoso.com], ExternalAudience: {audience}, OutlookInternetFormat: {outlook}}}\n  - {{Addresses: [bob@contoso.com], MemberOf: [staff@contoso.com]{forwarding}}}\n"));
            if let Some((external, rich)) = contact {
                text.push_str(&format!("MailUsers:\n  - {{PrimarySmtpAddress: gina@contoso.com, ExternalEmailAddress: {external}, UseMapiRichTextFormat: {rich}}}\n"));
            }
            text
        },
    )
}

pub const RECIPIENTS: [&str; 14] = [
    "x@fabrikam.com",
    "x@eu.fabrikam.com",
    "x@deep.er.eu.fabrikam.com",
    "x@us.fabrikam.com",
    "x@example",
    "x@some.example",
    "x@contoso.example",
    "x@nowhere.test",
    "x@contoso.com",
    "x@sub.contoso.com",
    "bob@contoso.com",
    "gina@contoso.com",
    "gina@fabrikam.com",
    "gina@elsewhere.test",
];

/// Header lines and bodies of many sorts.
pub const CONTENTS: [&str; 9] = [
    "\nplain\n",
    "\npl\u{e4}in\n",
    "MIME-Version: 1.0\nContent-Type: text/plain\n\nplain\n",
    "MIME-Version: 1.0\nContent-Type: text/plain\n\npl\u{e4}in\n",
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>x</p>\n",
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-2022-jp\n\nx\n",
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=shift_jis\n\nx\n",
    "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=us-ascii\n\nx\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n",
    "MIME-Version: 1.0\nContent-Type: application/pdf\n\nx\n",
];

/// Headers that leave kind or forwarding open, or say them.
pub const SIGNS: [&str; 5] = [
    "",
    "Auto-Submitted: auto-replied\n",
    "Auto-Forwarded: true\n",
    "X-MS-Exchange-Inbox-Rules-Loop: bob@contoso.com\n",
    "Subject: Meeting Forward Notification: x\n",
];
