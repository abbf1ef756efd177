//! Proves that `diff` names exactly the messages whose verdict changes, and runs the verb.
//!
//! `PROPTEST_CASES=10000 cargo test --release --test it diff::` tries more.

mod assumed;
mod uncompared;
mod written;

use crate::given::policy;
use crate::program::run;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rdsim::address;
use rdsim::diff::fold::Cell;
use rdsim::diff::forms::{PartCharset, Trait};
use rdsim::diff::{Diff, compare, messages};
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::mail::message::Message;
use rdsim::policy::{AssumedSender, Policy};

use rdsim::transport::classify::{self, Kind};
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::resolve::How;
use rdsim::transport::verdict::Verdict;

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

const PATTERNS: [&str; 7] = [
    "*",
    "fabrikam.com",
    "*.fabrikam.com",
    "eu.fabrikam.com",
    "*.eu.fabrikam.com",
    "*.example",
    "contoso.example",
];

const SENDERS: [&str; 7] = [
    "alice@contoso.com",
    "bob@contoso.com",
    "carol@contoso.com",
    "dave@sub.contoso.com",
    "erin@contoso.example",
    "eve@example.com",
    "frank@sales.test",
];

/// A policy; some domains are pairs of exact and wildcard, accepted in one and remote in another.
fn policies() -> impl Strategy<Value = String> {
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
        "FromMemberOf: [Sales]",
        "SenderDomainIs: [contoso.com], ExceptIfFromMemberOf: [Sales]",
        "SenderDomainIs: [contoso.com], ExceptIfFrom: [bob@contoso.com]",
    ]);
    let outbound = (mode(), proptest::option::of((scope, mode())));
    let people = (
        select(vec![
            "All",
            "Known",
            "None",
            "All, ExternalOofOptions: InternalOnly",
        ]),
        select(vec!["Html", "RichText", "PlainText"]),
        select(vec![
            "",
            ", ForwardingSmtpAddress: x@fabrikam.com",
            ", ForwardingSmtpAddress: y@anywhere.test, DeliverToMailboxAndForward: true",
            ", ForwardingAddress: Gina, ForwardingSmtpAddress: x@fabrikam.com",
            ", ForwardingAddress: Nobody",
            ", ForwardingAddress: Sales, DeliverToMailboxAndForward: true",
            ", ForwardingAddress: alice",
            ", RequireSenderAuthenticationEnabled: true",
        ]),
        select(vec!["", ", ForwardingAddress: bob@contoso.com"]),
    );
    let group = proptest::option::of((
        select(vec![
            "",
            ", Members: []",
            ", Members: [alice, bob@contoso.com, x@fabrikam.com]",
            ", Members: [Gina, alice+tag@contoso.com, somebody, Inner]",
            ", Members: [Sales, x@nowhere.test, ghost@contoso.com]",
        ]),
        select(vec!["", ", RequireSenderAuthenticationEnabled: false"]),
        select(vec![
            "",
            "DynamicDistributionGroups:\n  - {Name: Inner, PrimarySmtpAddress: inner@contoso.com}\n",
            "UnifiedGroups:\n  - {Name: Inner, PrimarySmtpAddress: inner@contoso.com, Members: [x@eu.fabrikam.com]}\n",
        ]),
    ));
    let organization = select(vec![
        "",
        "OrganizationConfig: {AllRecipientsListed: true}\n",
        "OrganizationConfig: {DisablePlusAddressInRecipients: true}\n",
    ]);
    let contact = proptest::option::of((
        select(vec![
            "gina@fabrikam.com",
            "gina@eu.fabrikam.com",
            "gina@elsewhere.test",
            "gina@contoso.example",
        ]),
        select(vec![
            "Always",
            "Never",
            "UseDefaultSettings",
            "Always, UsePreferMessageFormat: true",
            "Never, UsePreferMessageFormat: true, MessageBodyFormat: Html",
            "UseDefaultSettings, UsePreferMessageFormat: true, MessageFormat: Text, MessageBodyFormat: Text",
            "Always, MessageFormat: Text",
        ]),
    ));
    let others = (contact, group, organization);
    (remote, accepted, outbound, people, others).prop_map(
        |(remote, accepted, outbound, people, (contact, group, organization))| {
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
            let (audience, outlook, forwarding, alice) = people;
            text.push_str(&format!("Mailboxes:\n  - {{Addresses: [alice@contoso.com], ExternalAudience: {audience}, OutlookInternetFormat: {outlook}{alice}}}\n  - {{Addresses: [bob@contoso.com], MemberOf: [staff@contoso.com]{forwarding}}}\n"));
            if let Some((external, rich)) = contact {
                text.push_str(&format!("MailUsers:\n  - {{Name: Gina, PrimarySmtpAddress: gina@contoso.com, ExternalEmailAddress: {external}, UseMapiRichTextFormat: {rich}}}\n"));
            }
            if let Some((members, open, inner)) = group {
                text.push_str(&format!("DistributionGroups:\n  - {{Name: Sales, PrimarySmtpAddress: sales@contoso.com{members}{open}}}\n{inner}"));
            }
            text.push_str(organization);
            text
        },
    )
}

/// Mail flow rules, each on a line.
fn rules() -> impl Strategy<Value = Vec<String>> {
    let condition = select(vec![
        "FromScope: InOrganization",
        "FromScope: NotInOrganization",
        "SentToScope: NotInOrganization",
        "From: [alice@contoso.com]",
        "SentTo: [x@fabrikam.com, gina@contoso.com]",
        "SenderDomainIs: [contoso.com]",
        "RecipientDomainIs: [fabrikam.com]",
        "RecipientDomainIs: [test, contoso.example]",
        "FromMemberOf: [staff@contoso.com]",
        "SentToMemberOf: [Sales]",
        "BetweenMemberOf1: [Sales], BetweenMemberOf2: [Sales]",
        "MessageTypeMatches: OOF",
        "MessageTypeMatches: AutoForward",
        "SubjectContainsWords: [meeting]",
        "SubjectMatchesPatterns: ['tag']",
        "RecipientAddressContainsWords: [x]",
        "SCLOver: 5",
        "HasClassification: secret",
        "ActivationDate: 2026-11-01",
    ]);
    let exception = select(vec![
        "ExceptIfFrom: [alice@contoso.com]",
        "ExceptIfRecipientDomainIs: [eu.fabrikam.com]",
        "ExceptIfSubjectContainsWords: [meeting]",
        "ExceptIfSCLOver: 5",
        "ExceptIfSentToMemberOf: [Sales]",
    ]);
    let action = select(vec![
        "RejectMessageReasonText: no",
        "RejectMessageEnhancedStatusCode: 5.7.900",
        "DeleteMessage: true",
        "Quarantine: true",
        "RedirectMessageTo: [bob@contoso.com]",
        "RedirectMessageTo: [y@anywhere.test]",
        "ModerateMessageByManager: true",
        "BlindCopyTo: [alice@contoso.com]",
        "PrependSubject: '[tag] '",
        "StopRuleProcessing: true",
        "DeleteMessage: true, Mode: Audit",
    ]);
    let conditions = proptest::collection::btree_set(condition, 0..3);
    let one = (conditions, proptest::option::of(exception), action);
    let one = one.prop_map(|(conditions, exception, action)| {
        let mut names = std::collections::BTreeSet::new();
        let all = conditions.into_iter().chain(exception).chain([action]);
        let all = all.filter(|line| names.insert(line.split(':').next().unwrap()));
        all.collect::<Vec<_>>().join(", ")
    });
    proptest::collection::vec(one, 0..4)
}

/// Some policies with rules that are taken from the same ones in any order.
fn with_rules(policies: [String; 2], rules: &[String], orders: [Vec<Index>; 2]) -> [String; 2] {
    let mut orders = orders.into_iter();
    policies.map(|policy| {
        let order = orders.next().unwrap();
        let order: Vec<usize> = match rules.len() {
            0 => Vec::new(),
            len => order.iter().map(|at| at.index(len)).collect(),
        };
        let mut seen = std::collections::BTreeSet::new();
        let order = order.into_iter().filter(|at| seen.insert(*at));
        let written: Vec<String> = order
            .enumerate()
            .map(|(n, at)| format!("  - {{Name: rule {at}, Priority: {n}, {}}}\n", rules[at]))
            .collect();
        match written.is_empty() {
            true => policy,
            false => format!("{policy}TransportRules:\n{}", written.concat()),
        }
    })
}

const RECIPIENTS: [&str; 20] = [
    "sales@contoso.com",
    "inner@contoso.com",
    "alice@contoso.com",
    "alice+news@contoso.com",
    "bob+x@contoso.com",
    "ghost+x@contoso.com",
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
const CONTENTS: [&str; 9] = [
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
const SIGNS: [&str; 5] = [
    "",
    "Auto-Submitted: auto-replied\n",
    "Auto-Forwarded: true\n",
    "X-MS-Exchange-Inbox-Rules-Loop: bob@contoso.com\n",
    "Subject: Meeting Forward Notification: x\n",
];

/// The traits that a message shows.
fn traits(message: &Message) -> Vec<Trait> {
    let texts: Vec<_> = message
        .parts
        .iter()
        .filter(|p| p.media_type.starts_with("text/"))
        .collect();
    let html = texts.iter().any(|p| p.media_type == "text/html");
    let mut out = vec![Trait::Transmission, Trait::LineWrap, Trait::Body { html }];
    if message.header("From").unwrap().value.contains('<') {
        out.push(Trait::SenderName);
    }
    let mime = message.is_mime;
    for part in texts {
        let html = part.media_type == "text/html";
        match part.charset.as_deref() {
            None => {
                let ascii = part.body.is_ascii();
                let charset = PartCharset::Unnamed { mime, ascii };
                out.extend([
                    Trait::CharsetCoverage,
                    Trait::Charset { mime },
                    Trait::Encoding { html, charset },
                ]);
            }
            Some("iso-2022-jp") => {
                let charset = PartCharset::SevenBit;
                out.extend([Trait::JapaneseCodePage, Trait::Encoding { html, charset }]);
            }
            Some("shift_jis") => out.push(Trait::JapaneseCodePage),
            Some("us-ascii") => {
                let charset = PartCharset::SevenBit;
                out.push(Trait::Encoding { html, charset });
            }
            Some(_) => {}
        }
    }
    out
}

/// What of a concrete message the diff has to name.
struct Concrete<'a> {
    to: &'a str,
    author: &'a str,
    forwarder: &'a str,
    kinds: &'a [Kind],
    forwards: &'a [ForwardedBy],
    traits: Vec<Trait>,
}

/// Whether the diff names the class of a concrete message: as one that certainly changes, or as one
/// that changes if something is so that cannot be seen.
fn names(
    diff: &Diff,
    both: [&Policy; 2],
    c: &Concrete,
    verdicts: [Option<&Verdict>; 2],
) -> [bool; 2] {
    let sent_to = verdicts.iter().flatten().next().unwrap().sent_to;
    let all = diff.classes.recipients_of(both, c.to);
    let to = all.into_iter().find(|(to, _)| to.as_deref() == sent_to);
    let (_, to) = to.unwrap_or_else(|| panic!("{} → {sent_to:?} has no class", c.to));
    let author = diff
        .classes
        .author(both, c.author)
        .expect("every author has a class");
    // One inside may be in a group of which the policy does not say who is in it.
    let unknown = both
        .into_iter()
        .filter(|p| p.is_accepted(c.forwarder))
        .flat_map(|p| p.memberships.unknown());
    let members = unknown.map(|group| AssumedSender::of(c.forwarder, &[group]));
    let forwarders: Vec<usize> = [AssumedSender::known(c.forwarder)]
        .into_iter()
        .chain(members)
        .map(|who| diff.classes.forwarder(both, &who))
        .map(|class| class.expect("every forwarder has a class"))
        .collect();
    let mut cells: Vec<Cell> = Vec::new();
    for kind in c.kinds {
        for forward in c.forwards {
            cells.extend(forwarders.iter().map(|forwarder| Cell {
                kind: *kind,
                forward: *forward,
                author: Some(author),
                forwarder: Some(*forwarder),
            }));
        }
    }
    let named = |certain: bool| {
        let changes = diff.changes.iter();
        let mut concerned =
            changes.filter(|ch| ch.unseen.is_empty() == certain && ch.recipients.contains(&to));
        concerned.any(|ch| {
            cells
                .iter()
                .any(|cell| ch.groups.iter().any(|g| g.has(cell)))
        })
    };
    let leaves = verdicts.iter().flatten().all(|v| {
        v.outcome == Outcome::Leaves || v.possibilities.iter().any(|p| p.outcome == Outcome::Leaves)
    });
    let form = diff.forms.iter().any(|f| {
        f.recipients.contains(&to)
            && f.authors.contains(&author)
            && c.traits.iter().any(|t| f.has(*t))
    });
    [named(true) || (form && leaves), named(false)]
}

proptest! {
    #[test]
    fn a_verdict_differs_if_and_only_if_the_diff_names_its_class(
        old in policies(), new in policies(), rules in rules(),
        orders in [proptest::collection::vec(any::<Index>(), 0..4), proptest::collection::vec(any::<Index>(), 0..4)],
        tries in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>(), 0..=Kind::ALL.len(), 0..=ForwardedBy::ALL.len(), any::<bool>()), 12)
    ) {
        let [old, new] = with_rules([old, new], &rules, orders);
        let (old, new) = (policy(&old), policy(&new));
        let both = [&old, &new];
        let diff = compare(&old, &new);
        for (to, from, content, sign, kind, forward, name) in tries {
            let (to, from) = (to.get(&RECIPIENTS), from.get(&SENDERS));
            let shown = if name { format!("Somebody <{from}>") } else { (*from).to_owned() };
            let text = format!("From: {shown}\nTo: {to}\n{}{}", sign.get(&SIGNS), content.get(&CONTENTS));
            let told = Overrides {
                kind: Kind::ALL.get(kind).copied(),
                forwarded_by: ForwardedBy::ALL.get(forward).copied(),
                ..Overrides::default()
            };
            // Latin-1 bytes, so that 8-bit text is not UTF-8.
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            let [a, b] = both.map(|p| evaluate::judge(p, "m", &bytes, &told).result.unwrap());
            let message = rdsim::mail::read(&bytes).unwrap();
            let loop_header = message.header("X-MS-Exchange-Inbox-Rules-Loop").map(|h| address::normal(&h.value));
            let mut class = classify::classify(&message, told.kind);
            if let Some(by) = told.forwarded_by {
                class.auto_forwarded = Some(by == ForwardedBy::InboxRule);
            }
            // Said here once more, so that it is not the program that answers for itself: the rule
            // of the loop header forwards, but a mailbox that forwards by itself is the sender.
            let forwarder = match (told.forwarded_by, loop_header.as_deref()) {
                (
                    Some(
                        ForwardedBy::MailboxForwarding
                        | ForwardedBy::ForwardingAddress
                        | ForwardedBy::ForwardingSmtpAddress,
                    ),
                    _,
                )
                | (_, None) => from,
                (_, Some(owner)) => owner,
            };
            let ways = match (told.forwarded_by, class.auto_forwarded) {
                (Some(ForwardedBy::MailboxForwarding), _) => {
                    vec![ForwardedBy::ForwardingAddress, ForwardedBy::ForwardingSmtpAddress]
                }
                (Some(way), _) => vec![way],
                (None, Some(true)) => vec![ForwardedBy::InboxRule],
                (None, Some(false)) => vec![ForwardedBy::Nobody],
                (None, None) => vec![ForwardedBy::Nobody, ForwardedBy::InboxRule],
            };
            let concrete = Concrete {
                to,
                author: from,
                forwarder,
                kinds: &class.kinds,
                forwards: &ways,
                traits: traits(&message),
            };
            for (old, new) in messages::paired(&a.verdicts, &b.verdicts) {
                let differs = match (old, new) {
                    (Some(old), Some(new)) => messages::differ(old, new),
                    _ => true,
                };
                let verdicts = [old, new];
                // Rules that send a message to others are compared by themselves.
                let of_rule = |v: &&Verdict| v.via.iter().any(|step| matches!(step.how, How::Rule(..)));
                if verdicts.iter().flatten().any(of_rule) {
                    prop_assert!(!differs || !diff.is_empty(), "{text}\n{verdicts:#?}");
                    continue;
                }
                let [certain, perhaps] = names(&diff, both, &concrete, verdicts);
                // To whom a rule redirects a message, and who moderates it, the verdicts on the
                // message itself do not say.
                let held = |v: &&&Verdict| {
                    let possible = v.possibilities.iter().map(|p| p.outcome);
                    let mut all = possible.chain([v.outcome]);
                    all.any(|outcome| matches!(outcome, Outcome::Held(_)))
                };
                let held = verdicts.iter().flatten().filter(held).count() == 2;
                // Nor in which of two groups one would have to be, where the policies name different
                // ones and do not say who is in them.
                let open = |v: &&&Verdict| v.outcome == Outcome::CannotTell;
                let open = verdicts.iter().flatten().filter(open).count() == 2;
                let [one, other] = both.map(|p| p.memberships.unknown());
                let held = held || (open && one != other);
                prop_assert!(!certain || differs || held, "{}\n{:#?}\n{:#?}", text, verdicts, diff.changes);
                prop_assert!(!differs || certain || perhaps, "{}\n{:#?}\n{:#?}", text, verdicts, diff.changes);
            }
        }
    }

    #[test]
    fn a_policy_does_not_differ_from_itself(text in policies(), rules in rules()) {
        let written = rules.iter().enumerate().map(|(n, rule)| format!("  - {{Name: r{n}, Priority: {n}, {rule}}}\n"));
        let p = policy(&format!("{text}TransportRules:\n{}", written.collect::<String>()));
        prop_assert!(compare(&p, &p).is_empty());
    }
}

#[test]
fn is_internal_false_said_or_not_is_one_state() {
    let unsaid = policy("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n");
    let said =
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', IsInternal: false}]\n";
    assert!(compare(&unsaid, &policy(said)).is_empty());
}

#[test]
fn a_rule_that_says_what_another_says_too_is_no_less_a_rule() {
    let with = |rules: &[&str]| {
        let rules = rules
            .iter()
            .map(|name| format!("{{Name: {name}, RedirectMessageTo: [bob@contoso.com]}}"));
        let rules: Vec<String> = rules.collect();
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nTransportRules: [{}]\n",
            rules.join(", ")
        ))
    };
    let changed = |old: &[&str], new: &[&str]| {
        let diff = compare(&with(old), &with(new));
        let rules = diff.rules.iter();
        rules
            .map(|rule| (rule.name.clone(), rule.old.is_some(), rule.new.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(changed(&["a", "b"], &["b"]), [("a".into(), true, false)]);
    assert_eq!(changed(&["a"], &["a", "b"]), [("b".into(), false, true)]);
    // Another name alone is none.
    assert_eq!(changed(&["a"], &["b"]), []);
    assert_eq!(changed(&["a", "b"], &["b", "a"]), []);
}
