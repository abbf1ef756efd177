//! Makes policies and messages of a topic at random.

use super::{Candidate, Topic, compose};
use fastrand::Rng;
use rdsim::policy::charset::CHARSETS;
use rdsim::policy::{AllowedOofType, AutoForwardingMode, CmdletEnum as _, VariantArray as _};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use std::fmt::Write as _;

/// One of some things.
pub fn pick<T: Copy>(rng: &mut Rng, all: &[T]) -> Option<T> {
    all.get(rng.usize(..all.len().max(1))).copied()
}

fn one(rng: &mut Rng, all: &[&'static str]) -> &'static str {
    pick(rng, all).unwrap_or_default()
}

const OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

/// The kinds of reports and replies that a setting may stop, and one that none does.
const REPORTS: [Kind; 5] = [
    Kind::AutoReply,
    Kind::DeliveryReport,
    Kind::Ndr,
    Kind::MeetingForwardNotification,
    Kind::ReadReceipt,
];

/// A policy and a message.
pub fn candidate(topic: Topic, level: u8, rng: &mut Rng) -> Candidate {
    let mut policy = String::from("AcceptedDomains: [contoso.com]\nRemoteDomains:\n");
    domain(topic, level, "\"*\"", rng, &mut policy);
    for name in ["fabrikam.com", "\"*.fabrikam.com\""]
        .iter()
        .take(level.into())
    {
        if rng.u8(..3) > 0 {
            domain(topic, level, name, rng, &mut policy);
        }
    }
    objects(topic, level, rng, &mut policy);
    let kind = match topic {
        Topic::Oof => pick(rng, &OOF),
        Topic::Reports => pick(rng, &REPORTS),
        _ => None,
    };
    let kind = kind.unwrap_or(Kind::Ordinary);
    // Now and then the message says only that a machine answered, and nobody says more.
    let untold = kind != Kind::Ordinary && rng.u8(..5) == 0;
    let forward = match topic {
        Topic::Forwarding => pick(
            rng,
            &[
                ForwardedBy::InboxRule,
                ForwardedBy::ForwardingAddress,
                ForwardedBy::ForwardingSmtpAddress,
            ],
        ),
        _ => None,
    };
    let outside = [
        "bob@fabrikam.com",
        "bob@sales.fabrikam.com",
        "erin@example.com",
    ];
    let (from, to) = match topic {
        Topic::Recipients => (
            one(rng, &["alice@contoso.com", "bob@fabrikam.com"]),
            one(
                rng,
                &[
                    "carol@contoso.com",
                    "sales@contoso.com",
                    "ghost@contoso.com",
                    "erin@example.com",
                ],
            ),
        ),
        _ if rng.u8(..5) == 0 => ("alice@contoso.com", "carol@contoso.com"),
        _ => ("alice@contoso.com", one(rng, &outside)),
    };
    let message = compose(kind.token(), from, to);
    Candidate {
        page: None,
        policy,
        message: with_content(topic, message, untold, rng),
        kind: (!untold).then_some(kind),
        forwarded_by: (!untold).then(|| forward.unwrap_or(ForwardedBy::Nobody)),
    }
}

/// The message with what its topic looks at in it.
fn with_content(topic: Topic, message: String, untold: bool, rng: &mut Rng) -> String {
    let head = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n";
    let charset = one(
        rng,
        &["us-ascii", "iso-2022-jp", "utf-7", "iso-2022-kr", "utf-8"],
    );
    let html = rng.bool();
    let subtype = if html { "html" } else { "plain" };
    let new = match topic {
        Topic::Form => format!("MIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\n"),
        Topic::Charset => match rng.u8(..4) {
            0 => String::new(),
            1 => format!("MIME-Version: 1.0\nContent-Type: text/{subtype}; charset={charset}\n"),
            _ => format!("MIME-Version: 1.0\nContent-Type: text/{subtype}\n"),
        },
        _ if untold => format!("Auto-Submitted: auto-replied\n{head}"),
        _ => return message,
    };
    let mut message = message.replacen(head, &new, 1);
    if topic == Topic::Form {
        message = message.replacen(
            "From: alice@contoso.com",
            "From: Alice <alice@contoso.com>",
            1,
        );
        if html {
            message = message.replacen("Hello.", "<p>Hello.</p>", 1);
        }
    }
    message
}

fn property(rng: &mut Rng, out: &mut String, name: &str, values: &[&'static str]) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "    {name}: {}", one(rng, values));
}

const TRUTH: [&str; 2] = ["true", "false"];

/// A remote domain with what its topic looks at, and at higher levels with more.
fn domain(topic: Topic, level: u8, name: &str, rng: &mut Rng, out: &mut String) {
    let _ = writeln!(out, "  - DomainName: {name}");
    let more = level > 1;
    let has = |of: Topic, rng: &mut Rng| {
        if topic == of {
            rng.u8(..5) > 0
        } else {
            more && rng.u8(..6) == 0
        }
    };
    if has(Topic::Oof, rng) {
        let words: Vec<_> = AllowedOofType::VARIANTS.iter().map(|t| t.word()).collect();
        property(rng, out, "AllowedOOFType", &words);
        if topic == Topic::Oof && more && rng.u8(..4) == 0 {
            property(rng, out, "IsInternal", &TRUTH);
        }
    }
    if has(Topic::Forwarding, rng) {
        property(rng, out, "AutoForwardEnabled", &TRUTH);
    }
    for name in [
        "AutoReplyEnabled",
        "DeliveryReportEnabled",
        "NDREnabled",
        "MeetingForwardNotificationEnabled",
    ] {
        if has(Topic::Reports, rng) {
            property(rng, out, name, &TRUTH);
        }
    }
    if has(Topic::Form, rng) {
        property(rng, out, "TNEFEnabled", &["true", "false", "null"]);
    }
    if topic == Topic::Form && more {
        if rng.bool() {
            property(
                rng,
                out,
                "ContentType",
                &["MimeHtmlText", "MimeText", "MimeHtml"],
            );
        }
        if rng.bool() {
            property(rng, out, "DisplaySenderName", &TRUTH);
        }
        if rng.bool() {
            property(rng, out, "UseSimpleDisplayName", &TRUTH);
        }
    }
    if has(Topic::Charset, rng) {
        property(rng, out, "CharacterSet", CHARSETS);
    }
    if topic == Topic::Charset {
        if rng.bool() {
            property(rng, out, "NonMimeCharacterSet", CHARSETS);
        }
        if more && rng.u8(..3) > 0 {
            let words = [
                "Use7Bit",
                "UseQP",
                "UseBase64",
                "UseBase64Html7BitTextPlain",
            ];
            property(rng, out, "ByteEncoderTypeFor7BitCharsets", &words);
        }
    }
}

/// What stands beside the remote domains.
fn objects(topic: Topic, level: u8, rng: &mut Rng, out: &mut String) {
    match topic {
        Topic::Forwarding => {
            let modes: Vec<_> = AutoForwardingMode::VARIANTS
                .iter()
                .map(|m| m.word())
                .collect();
            out.push_str("HostedOutboundSpamFilterPolicies:\n");
            if level > 1 && rng.bool() {
                out.push_str("  - Name: Sales may\n    Priority: 0\n    Enabled: true\n");
                out.push_str(one(
                    rng,
                    &[
                        "    From: [alice@contoso.com]\n",
                        "    From: [dave@contoso.com]\n",
                    ],
                ));
                property(rng, out, "AutoForwardingMode", &modes);
            }
            out.push_str("  - Name: Default\n");
            property(rng, out, "AutoForwardingMode", &modes);
        }
        Topic::Recipients => {
            if rng.bool() {
                out.push_str("OrganizationConfig:\n  AllRecipientsListed: true\n");
            }
            out.push_str("Mailboxes:\n  - Addresses: [alice@contoso.com]\n  - Addresses: [carol@contoso.com]\n");
            let (name, truth) = ("RequireSenderAuthenticationEnabled", &TRUTH);
            if rng.bool() {
                property(rng, out, name, truth);
            }
            if level == 2 && rng.u8(..3) == 0 {
                out.push_str(
                    "    ForwardingAddress: dave@contoso.com\n  - Addresses: [dave@contoso.com]\n",
                );
            }
            out.push_str(
                "DistributionGroups:\n  - Name: Sales\n    PrimarySmtpAddress: sales@contoso.com\n",
            );
            out.push_str("    Members: [carol@contoso.com]\n");
            if rng.bool() {
                property(rng, out, name, truth);
            }
        }
        Topic::Rules => {
            out.push_str("TransportRules:\n");
            for (priority, name) in ["Ethical wall", "Orders", "Card numbers"]
                .iter()
                .enumerate()
                .take(level.max(2).into())
            {
                let _ = write!(out, "  - Name: {name}\n    Priority: {priority}\n    ");
                out.push_str(one(
                    rng,
                    &[
                        "RecipientDomainIs: [fabrikam.com]",
                        "SubjectContainsWords: [order]",
                        "SubjectContainsWords: [invoice]",
                        "SentToScope: NotInOrganization",
                        "MessageContainsDataClassifications: [Credit Card Number]",
                    ],
                ));
                out.push_str(one(
                    rng,
                    &[
                        "\n    ",
                        "\n    ",
                        "\n    ExceptIfRecipientDomainIs: [sales.fabrikam.com]\n    ",
                    ],
                ));
                out.push_str(one(
                    rng,
                    &[
                        "RejectMessageReasonText: Not allowed.\n",
                        "DeleteMessage: true\n",
                        "Quarantine: true\n",
                        "RedirectMessageTo: [carol@contoso.com]\n",
                        "ModerateMessageByUser: [carol@contoso.com]\n",
                        "PrependSubject: \"[Order] \"\n",
                    ],
                ));
            }
        }
        Topic::Form if level > 2 && rng.bool() => {
            out.push_str(
                "MailContacts:\n  - Name: Bob\n    ExternalEmailAddress: bob@fabrikam.com\n",
            );
            property(rng, out, "UseMapiRichTextFormat", &["Always", "Never"]);
        }
        _ => {}
    }
}
