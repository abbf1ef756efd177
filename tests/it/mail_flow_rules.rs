//! Asks which mail flow rules apply to a message, and what they do.

mod content;
mod people;
mod program;

use crate::given::policy;
use proptest::prelude::*;
use rdsim::mail;
use rdsim::policy::Policy;
use rdsim::policy::mail_flow_rule::Does;
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::rules::{Asked, Disposition, RuleMessage, RuleRecipient, dispose};

const TENANT: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: \"*\"}]\n";

/// A policy with some rules, each as YAML in braces; the first has priority 0.
fn tenant(rules: &[&str]) -> Policy {
    let rules = rules.iter().enumerate();
    let rules: Vec<String> = rules
        .map(|(n, rule)| format!("  - {{Name: r{n}, Priority: {n}, {rule}}}\n"))
        .collect();
    policy(&format!("{TENANT}TransportRules:\n{}", rules.concat()))
}

/// A message with some more headers and a body.
fn message(more: &str) -> String {
    let (headers, body) = more.split_once("\n\n").unwrap_or((more, ""));
    let headers = if headers.is_empty() {
        String::new()
    } else {
        format!("{headers}\n")
    };
    format!(
        "From: Alice <alice@contoso.com>\nTo: bob@fabrikam.com\nDate: Tue, 1 Sep 2026 09:00:00 +0000\nMessage-ID: <1@contoso.com>\n{headers}\n{body}"
    )
}

/// How a message is asked about.
struct How<'a> {
    kind: Kind,
    by: ForwardedBy,
    from: &'a str,
    envelope: &'a str,
    to: &'a str,
    at: Option<i64>,
    class: Option<&'a str>,
}

impl Default for How<'_> {
    fn default() -> Self {
        Self {
            kind: Kind::Ordinary,
            by: ForwardedBy::Nobody,
            from: "alice@contoso.com",
            envelope: "alice@contoso.com",
            to: "bob@fabrikam.com",
            at: None,
            class: None,
        }
    }
}

fn asked<T>(policy: &Policy, message: &str, how: &How, then: impl FnOnce(Disposition) -> T) -> T {
    let message = mail::read(message.as_bytes()).unwrap();
    let recipients = [how.to.to_owned()];
    let about = RuleMessage {
        message: Some(&message),
        class: how.class,
        sender: how.envelope,
        from: how.from,
        recipients: Some(&recipients),
        at: how.at,
        ..RuleMessage::default()
    };
    then(dispose(&Asked {
        policy,
        message: &about,
        kind: how.kind,
        forwarded_by: how.by,
        recipient: RuleRecipient {
            written: how.to,
            primary: how.to,
        },
    }))
}

/// A question about mail of a kind to somebody outside.
fn of_kind<'a, 'p>(policy: &'p Policy, message: &'a RuleMessage<'a>, kind: Kind) -> Asked<'a, 'p> {
    Asked {
        policy,
        message,
        kind,
        forwarded_by: ForwardedBy::Nobody,
        recipient: RuleRecipient {
            written: "bob@fabrikam.com",
            primary: "bob@fabrikam.com",
        },
    }
}

/// Whether the only rule, which deletes, does: `Some`, or `None` where it may.
fn deletes(rule: &str, text: &str, how: &How) -> Option<bool> {
    let policy = tenant(&[&format!("DeleteMessage: true, {rule}")]);
    asked(&policy, &message(text), how, |done| {
        if let Some(step) = done.decided() {
            assert_eq!(step.does(), Some(&Does::Delete));
        }
        told(&done)
    })
}

/// Whether something decides: `Some`, or `None` where it may.
fn told(done: &Disposition) -> Option<bool> {
    match (done.deciding.is_empty(), done.decided()) {
        (true, _) => NO,
        (_, Some(_)) => YES,
        _ => None,
    }
}

fn plain(rule: &str, text: &str) -> Option<bool> {
    deletes(rule, text, &How::default())
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn a_rule_without_conditions_is_for_every_message() {
    assert_eq!(plain("Comments: all", ""), YES);
    for off in [
        "State: Disabled",
        "Enabled: false",
        "Mode: Audit",
        "Mode: AuditAndNotify",
    ] {
        assert_eq!(plain(off, ""), NO, "{off}");
    }
}

#[test]
fn every_condition_must_hold_and_one_value_is_enough_and_any_exception_frees() {
    let subject = "Subject: about Aurora";
    assert_eq!(plain("SubjectContainsWords: [x, aurora]", subject), YES);
    assert_eq!(
        plain(
            "SubjectContainsWords: [aurora], SenderDomainIs: fabrikam.com",
            subject
        ),
        NO
    );
    assert_eq!(
        plain(
            "SubjectContainsWords: [aurora], ExceptIfFrom: [alice@contoso.com]",
            subject
        ),
        NO
    );
    assert_eq!(
        plain(
            "ExceptIfFrom: [x@contoso.com], ExceptIfRecipientDomainIs: fabrikam.com",
            subject
        ),
        NO
    );
    assert_eq!(
        plain(
            "ExceptIfFrom: [x@contoso.com], ExceptIfRecipientDomainIs: partner.example",
            subject
        ),
        YES
    );
    // What is not given is no condition.
    assert_eq!(
        plain(
            "From: [], SubjectContainsWords: null, FromScope: \"\", AttachmentHasExecutableContent: false",
            ""
        ),
        YES
    );
}

#[test]
fn persons_and_domains() {
    let to = |to| How {
        to,
        ..How::default()
    };
    assert_eq!(plain("From: Alice@Contoso.com", ""), YES);
    assert_eq!(plain("SentTo: [c@fabrikam.com, bob@fabrikam.com]", ""), YES);
    assert_eq!(plain("SentTo: c@fabrikam.com", ""), NO);
    assert_eq!(plain("RecipientDomainIs: fabrikam.com", ""), YES);
    assert_eq!(
        deletes(
            "RecipientDomainIs: fabrikam.com",
            "",
            &to("b@sales.fabrikam.com")
        ),
        YES
    );
    assert_eq!(
        deletes(
            "RecipientDomainIs: fabrikam.com",
            "",
            &to("b@xfabrikam.com")
        ),
        NO
    );
    assert_eq!(plain("RecipientAddressContainsWords: bob", ""), YES);
    assert_eq!(plain("RecipientAddressContainsWords: bo", ""), NO);
    assert_eq!(
        plain("FromAddressMatchesPatterns: \"@contoso\\\\.com$\"", ""),
        YES
    );
    assert_eq!(plain("AnyOfToHeader: bob@fabrikam.com", ""), YES);
    assert_eq!(plain("AnyOfCcHeader: bob@fabrikam.com", ""), NO);
    assert_eq!(
        plain(
            "AnyOfToCcHeader: carol@fabrikam.com",
            "Cc: carol@fabrikam.com"
        ),
        YES
    );
    // The sender in the envelope may be another.
    let srs = How {
        envelope: "bounces@contoso.com",
        ..How::default()
    };
    let from = "From: bounces@contoso.com";
    assert_eq!(deletes(from, "", &srs), NO);
    assert_eq!(
        deletes(
            &format!("{from}, SenderAddressLocation: Envelope"),
            "",
            &srs
        ),
        YES
    );
    assert_eq!(
        deletes(
            &format!("{from}, SenderAddressLocation: HeaderOrEnvelope"),
            "",
            &srs
        ),
        YES
    );
}

#[test]
fn scopes() {
    let outgoing = "FromScope: InOrganization, SentToScope: NotInOrganization";
    assert_eq!(plain(outgoing, ""), YES);
    let incoming = "FromScope: NotInOrganization, SentToScope: InOrganization";
    assert_eq!(plain(incoming, ""), NO);
    let outside = How {
        from: "bob@fabrikam.com",
        envelope: "bob@fabrikam.com",
        to: "alice@contoso.com",
        ..How::default()
    };
    assert_eq!(deletes(incoming, "", &outside), YES);
    // Inside is who sends over an authenticated connection.
    let inside = "FromScope: InOrganization";
    let auth = |how: &str| format!("X-MS-Exchange-Organization-AuthAs: {how}");
    assert_eq!(plain(inside, &auth("Internal")), YES);
    assert_eq!(plain(inside, &auth("Anonymous")), NO);
    assert_eq!(plain(inside, "Received-SPF: pass"), None);
    // Of those who are neither no source says whether they are outside.
    assert_eq!(
        plain("FromScope: NotInOrganization", &auth("Anonymous")),
        None
    );
    assert_eq!(plain("SentToScope: ExternalPartner", ""), NO);
}

#[test]
fn where_a_contact_with_an_address_inside_is_cannot_be_told() {
    let scope = |contact: &str, to: &str| {
        let policy = policy(&format!(
            "{TENANT}{contact}\nTransportRules:\n  - {{Name: r, Priority: 0, SentToScope: NotInOrganization, DeleteMessage: true}}\n"
        ));
        let how = How {
            to,
            ..How::default()
        };
        asked(&policy, &message(""), &how, |done| {
            (!done.deciding.is_empty()).then(|| done.decided().is_some())
        })
    };
    let inside = "MailContacts: [{Name: Bob, PrimarySmtpAddress: bob.ext@contoso.com, ExternalEmailAddress: bob@fabrikam.com}]";
    assert_eq!(scope(inside, "bob.ext@contoso.com"), Some(false));
    let outside = "MailContacts: [{Name: Bob, ExternalEmailAddress: bob@fabrikam.com}]";
    assert_eq!(scope(outside, "bob@fabrikam.com"), Some(true));
    // A mail user is inside wherever its mail goes.
    let user = "MailUsers: [{Name: Bob, PrimarySmtpAddress: bob.ext@contoso.com, ExternalEmailAddress: bob@fabrikam.com}]";
    assert_eq!(scope(user, "bob.ext@contoso.com"), None);
}

#[test]
fn headers_that_exchange_writes_are_on_what_rules_and_automatic_replies_make() {
    let header = |name: &str, pattern: &str| {
        format!("HeaderMatchesMessageHeader: {name}, HeaderMatchesPatterns: ['{pattern}']")
    };
    let rules_loop = |pattern: &str| header("X-MS-Exchange-Inbox-Rules-Loop", pattern);
    let how = |kind, by| How {
        kind,
        by,
        ..How::default()
    };
    let forward = how(Kind::Ordinary, ForwardedBy::InboxRule);
    let reply = how(Kind::OofExternal, ForwardedBy::Nobody);
    let ordinary = How::default();
    // Any address matches; whose it is, is not known of a forward, and is the sender of a reply.
    for (pattern, how, expected) in [
        (".", &forward, YES),
        ("^alice@", &forward, None),
        (".", &reply, YES),
        ("^alice@contoso\\.com$", &reply, YES),
        ("^bob@", &reply, NO),
        (".", &ordinary, NO),
        (
            ".",
            &how(Kind::Ordinary, ForwardedBy::ForwardingAddress),
            NO,
        ),
    ] {
        assert_eq!(
            deletes(&rules_loop(pattern), "", how),
            expected,
            "{pattern}"
        );
    }
    for (name, forwards, replies) in [
        ("X-MS-Exchange-Generated-Message-Source", None, None),
        ("Auto-Submitted", None, None),
        ("X-MS-Exchange-Organization-AutoForwarded", None, NO),
        ("x-auto-response-suppress", NO, None),
        ("In-Reply-To", NO, None),
        ("X-Mailer", NO, NO),
    ] {
        assert_eq!(
            deletes(&header(name, "."), "", &forward),
            forwards,
            "{name}"
        );
        assert_eq!(deletes(&header(name, "."), "", &reply), replies, "{name}");
        assert_eq!(deletes(&header(name, "."), "", &ordinary), NO, "{name}");
    }
    // What the message has counts, and so does what an earlier rule does to it.
    let text = "X-MS-Exchange-Inbox-Rules-Loop: carol@contoso.com";
    assert_eq!(deletes(&rules_loop("^carol@"), text, &forward), YES);
    assert_eq!(deletes(&rules_loop("^alice@"), text, &forward), NO);
    let removed = tenant(&[
        "RemoveHeader: X-MS-Exchange-Inbox-Rules-Loop",
        &format!("DeleteMessage: true, {}", rules_loop(".")),
    ]);
    asked(&removed, &message(""), &forward, |done| {
        assert!(done.deciding.is_empty());
    });
}

#[test]
fn words_patterns_and_what_earlier_rules_change() {
    let text = "Subject: =?utf-8?B?44Kq44O844Ot44Op?= plan\nX-Mailer: Multi function 7\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>The secret<br>plan of <b>Aurora</b></p>";
    assert_eq!(plain("SubjectContainsWords: オーロラ", text), YES);
    assert_eq!(plain("SubjectContainsWords: aurora", text), NO);
    assert_eq!(plain("SubjectOrBodyContainsWords: AURORA", text), YES);
    assert_eq!(plain("SubjectOrBodyContainsWords: auror", text), NO);
    assert_eq!(plain("SubjectMatchesPatterns: \"pl[aeiou]n$\"", text), YES);
    assert_eq!(plain("SubjectMatchesPatterns: \"(?=x)\"", text), None);
    assert_eq!(
        plain(
            "SubjectMatchesPatterns: \"plan\", UseLegacyRegex: true",
            text
        ),
        None
    );
    assert_eq!(
        plain(
            "HeaderContainsMessageHeader: x-mailer, HeaderContainsWords: multi",
            text
        ),
        YES
    );
    assert_eq!(
        plain(
            "HeaderMatchesMessageHeader: X-Mailer, HeaderMatchesPatterns: \"\\\\d$\"",
            text
        ),
        YES
    );
    assert_eq!(
        plain(
            "HeaderContainsMessageHeader: x-other, HeaderContainsWords: multi",
            text
        ),
        NO
    );
    let first = |first: &str, second: &str| {
        let policy = tenant(&[first, &format!("DeleteMessage: true, {second}")]);
        let done = |done: Disposition| done.deciding.first().map(|step| step.unseen.len());
        asked(&policy, &message("Subject: hello"), &How::default(), done)
    };
    assert_eq!(
        first("PrependSubject: \"[EXT] \"", "SubjectContainsWords: ext"),
        Some(0)
    );
    assert_eq!(
        first(
            "PrependSubject: \"[EXT] \", SCLOver: 5",
            "SubjectContainsWords: ext"
        ),
        Some(1)
    );
    assert_eq!(
        first(
            "PrependSubject: \"[EXT] \", Mode: Audit",
            "SubjectContainsWords: ext"
        ),
        None
    );
    let header = "HeaderContainsMessageHeader: X-Tag, HeaderContainsWords: one";
    assert_eq!(
        first("SetHeaderName: x-tag, SetHeaderValue: one", header),
        Some(0)
    );
    assert_eq!(
        first("SetHeaderName: x-tag, SetHeaderValue: two", header),
        None
    );
    assert_eq!(first("RemoveHeader: subject2", header), None);
    assert_eq!(
        first(
            "ApplyHtmlDisclaimerText: Confidential",
            "SubjectOrBodyContainsWords: confidential"
        ),
        Some(0)
    );
    // What a rule adds that may not apply is not certain to be there.
    assert_eq!(
        first(
            "ApplyHtmlDisclaimerText: Confidential, SCLOver: 5",
            "SubjectOrBodyContainsWords: confidential"
        ),
        Some(1)
    );
}

#[test]
fn sizes_attachments_and_importance() {
    let with = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee.\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"Setup.EXE\"\nContent-Transfer-Encoding: base64\n\nTVqQAA==\n--b--\n";
    assert_eq!(plain("AttachmentExtensionMatchesWords: [exe]", with), YES);
    assert_eq!(plain("AttachmentExtensionMatchesWords: [zip]", with), None);
    assert_eq!(plain("AttachmentExtensionMatchesWords: [zip]", ""), NO);
    assert_eq!(plain("AttachmentExtensionMatchesWords: [.exe]", with), YES);
    let text = with.replace("Setup.EXE", "exe.txt");
    assert_eq!(plain("AttachmentExtensionMatchesWords: [exe]", &text), None);
    assert_eq!(
        plain("AttachmentNameMatchesPatterns: \"^setup\"", with),
        YES
    );
    for condition in [
        "AttachmentHasExecutableContent: true",
        "AttachmentSizeOver: 1KB",
        "AttachmentContainsWords: [x]",
    ] {
        assert_eq!(plain(condition, with), None, "{condition}");
        assert_eq!(plain(condition, ""), NO, "{condition}");
    }
    assert_eq!(plain("MessageSizeOver: 10MB", "\n\nsmall"), NO);
    assert_eq!(plain("MessageSizeOver: 10MB", with), None);
    assert_eq!(plain("MessageSizeOver: 100B", "\n\nsmall"), YES);
    assert_eq!(plain("WithImportance: High", "Importance: high"), YES);
    assert_eq!(plain("WithImportance: High", ""), NO);
    assert_eq!(plain("WithImportance: Normal", ""), YES);
    assert_eq!(plain("WithImportance: Normal", "X-Priority: 1"), None);
}

#[test]
fn message_types() {
    let is = |wanted: &str, kind, by, text: &str| {
        deletes(
            &format!("MessageTypeMatches: {wanted}"),
            text,
            &How {
                kind,
                by,
                ..How::default()
            },
        )
    };
    let nobody = ForwardedBy::Nobody;
    assert_eq!(is("OOF", Kind::OofExternal, nobody, ""), YES);
    assert_eq!(is("OOF", Kind::AutoReply, nobody, ""), None);
    assert_eq!(is("OOF", Kind::Ordinary, nobody, ""), NO);
    // By the class that Exchange writes into a header (MS-OXCMAIL).
    for (wanted, header, holds) in [
        ("PermissionControlled", "Content-Class: rpmsg.message", YES),
        (
            "PermissionControlled",
            "Content-Class: urn:content-classes:message",
            NO,
        ),
        ("Voicemail", "Content-Class: Voice-CA", YES),
        ("Voicemail", "Content-Class: fax", NO),
    ] {
        let found = is(wanted, Kind::Ordinary, nobody, header);
        assert_eq!(found, holds, "{wanted}: {header}");
    }
    assert_eq!(
        is("AutoForward", Kind::Ordinary, ForwardedBy::InboxRule, ""),
        YES
    );
    // Documented: mailbox forwarding is not of this type.
    assert_eq!(
        is(
            "AutoForward",
            Kind::Ordinary,
            ForwardedBy::MailboxForwarding,
            ""
        ),
        NO
    );
    assert_eq!(is("AutoForward", Kind::Ordinary, nobody, ""), NO);
    assert_eq!(is("ReadReceipt", Kind::ReadReceipt, nobody, ""), YES);
    let signed =
        "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n";
    assert_eq!(is("Signed", Kind::Ordinary, nobody, signed), YES);
    assert_eq!(is("Encrypted", Kind::Ordinary, nobody, signed), NO);
    let smime = "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nx\n";
    assert_eq!(is("Encrypted", Kind::Ordinary, nobody, smime), None);
    assert_eq!(is("Signed", Kind::Ordinary, nobody, smime), None);
    // Of encrypted ones only the envelope and the headers are seen.
    assert_eq!(plain("SubjectOrBodyContainsWords: aurora", smime), None);
    let meeting =
        "MIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n";
    assert_eq!(is("Calendaring", Kind::Ordinary, nobody, meeting), YES);
    assert_eq!(is("Calendaring", Kind::Ordinary, nobody, ""), NO);
    // Documented are read receipts, and not those for what was deleted unread.
    assert_eq!(is("ReadReceipt", Kind::NonReadReceipt, nobody, ""), None);
    assert_eq!(
        is("Calendaring", Kind::MeetingForwardNotification, nobody, ""),
        None
    );
    let protected = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg\n\nx\n--b--\n";
    assert_eq!(
        is("PermissionControlled", Kind::Ordinary, nobody, protected),
        YES
    );
    let voice = "Message-Context: voice-message";
    assert_eq!(is("Voicemail", Kind::Ordinary, nobody, voice), YES);
    let approval = "X-MS-Exchange-Organization-Approval-Initiator: mailto";
    assert_eq!(
        is("ApprovalRequest", Kind::Ordinary, nobody, approval),
        None
    );
    for wanted in ["PermissionControlled", "Voicemail", "ApprovalRequest"] {
        assert_eq!(is(wanted, Kind::Ordinary, nobody, ""), NO, "{wanted}");
    }
    // Or its class shows it, of a message from Outlook.
    for (class, wanted, expected) in [
        ("IPM.Schedule.Meeting.Request", "Calendaring", YES),
        ("IPM.Note.SMIME.MultipartSigned", "Signed", YES),
        ("IPM.Note.SMIME.MultipartSigned", "Encrypted", NO),
        ("IPM.Note.SMIME", "Encrypted", None),
        ("IPM.Note.rpmsg", "PermissionControlled", YES),
        ("IPM.Note.Microsoft.Voicemail.UM.CA", "Voicemail", YES),
        (
            "IPM.Note.Microsoft.Approval.Request",
            "ApprovalRequest",
            YES,
        ),
    ] {
        let how = How {
            class: Some(class),
            ..How::default()
        };
        let rule = format!("MessageTypeMatches: {wanted}");
        assert_eq!(deletes(&rule, "", &how), expected, "{class} {wanted}");
    }
    // What the transport itself makes is no matter of rules; what a mailbox makes is.
    for (kind, wanted) in [
        (Kind::Ndr, NO),
        (Kind::DeliveryReport, NO),
        (Kind::DsnDelayed, NO),
        (Kind::ReadReceipt, YES),
        (Kind::OofInternal, YES),
    ] {
        assert_eq!(
            deletes(
                "Comments: all",
                "",
                &How {
                    kind,
                    ..How::default()
                }
            ),
            wanted,
            "{kind:?}"
        );
    }
}

#[test]
fn a_rule_with_dates_acts_between_them() {
    let rule = "ActivationDate: 2026-11-01, ExpiryDate: 2026-12-01";
    assert_eq!(plain(rule, ""), None);
    let at = |at| How {
        at: Some(at),
        ..How::default()
    };
    let day = 86_400;
    let first = 1_793_491_200;
    for (at_time, wanted) in [
        (first - 1, NO),
        (first, YES),
        (first + 29 * day, YES),
        (first + 30 * day, NO),
    ] {
        assert_eq!(deletes(rule, "", &at(at_time)), wanted, "{at_time}");
    }
}

#[test]
fn a_rule_that_needs_what_an_earlier_one_needs_decides_nothing() {
    let deciding = |rules: &[&str]| {
        asked(&tenant(rules), &message(""), &How::default(), |done| {
            done.deciding.len()
        })
    };
    // The time is not known; nor is whether the sender has a manager.
    let first = "Quarantine: true, ActivationDate: 2026-11-01";
    for (second, expected) in [
        ("DeleteMessage: true, ActivationDate: 2026-11-01", 1),
        ("DeleteMessage: true, ActivationDate: 2026-12-01", 2),
        ("DeleteMessage: true, ExpiryDate: 2026-11-01", 2),
        (
            "DeleteMessage: true, ActivationDate: 2026-11-01, SCLOver: 5",
            1,
        ),
        ("DeleteMessage: true, SCLOver: 5", 2),
    ] {
        assert_eq!(deciding(&[first, second]), expected, "{second}");
    }
    let manager = "ModerateMessageByManager: true";
    assert_eq!(deciding(&[manager, manager]), 1);
    assert_eq!(deciding(&[manager, "Quarantine: true"]), 2);
    // A sender may override each rule that lets them, also where all are on one line.
    let overridden = "NotifySender: RejectUnlessExplicitOverride";
    assert_eq!(deciding(&[overridden, overridden]), 2);
    assert_eq!(deciding(&[manager, overridden]), 2);
    let one_line = format!(
        "{{AcceptedDomains: [contoso.com], RemoteDomains: [{{DomainName: '*'}}], TransportRules: [{{Name: a, {overridden}}}, {{Name: b, {overridden}}}]}}"
    );
    let count = |done: Disposition| done.deciding.len();
    let how = How::default();
    assert_eq!(asked(&policy(&one_line), &message(""), &how, count), 2);
    // One rule decides once.
    assert_eq!(deciding(&["DeleteMessage: true, Quarantine: true"]), 1);
    assert_eq!(
        deciding(&["Quarantine: true, ModerateMessageByManager: true, SCLOver: 5"]),
        1
    );
}

#[test]
fn what_rules_do_to_one_of_the_possible_kinds_is_told() {
    // An automatic reply passes, and an out-of-office reply is dropped before the rules run.
    let policy = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AllowedOOFType: None}]\nTransportRules: [{Name: audit, Priority: 0, BlindCopyTo: [audit@contoso.com], SCLOver: 5}]\n",
    );
    let reply = "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\nX-Auto-Response-Suppress: All\nSubject: Away";
    let told = rdsim::evaluate::judge(
        &policy,
        "m",
        message(reply).as_bytes(),
        &rdsim::evaluate::Overrides::default(),
    );
    let verdict = &told.result.unwrap().verdicts[0];
    assert_eq!(verdict.possibilities.len(), 3);
    let notes = verdict.notes.iter().map(ToString::to_string);
    let notes = notes.filter(|note| note.contains("the mail flow rule `audit` may send it"));
    assert_eq!(notes.count(), 1, "{:?}", verdict.notes);
}

#[test]
fn the_order_of_priorities_and_what_ends_it() {
    let order = |rules: &[&str]| {
        asked(
            &tenant(rules),
            &message("Subject: x"),
            &How::default(),
            |done| {
                let deciding = done
                    .deciding
                    .iter()
                    .map(|s| (s.rule.name.clone(), s.unseen.len()));
                let beside = done.beside.iter().map(|s| s.rule.name.clone());
                (deciding.collect::<Vec<_>>(), beside.collect::<Vec<_>>())
            },
        )
    };
    let none = Vec::<String>::new();
    let delete = "DeleteMessage: true";
    let may = "Quarantine: true, SCLOver: 5";
    assert_eq!(
        order(&[delete, "Quarantine: true"]),
        (vec![("r0".into(), 0)], none.clone())
    );
    assert_eq!(
        order(&[may, delete, "Quarantine: true"]),
        (vec![("r0".into(), 1), ("r1".into(), 0)], none.clone())
    );
    assert_eq!(
        order(&["StopRuleProcessing: true", delete]),
        (vec![], none.clone())
    );
    assert_eq!(
        order(&["StopRuleProcessing: true, SCLOver: 5", delete]),
        (vec![("r0".into(), 1), ("r1".into(), 0)], none.clone())
    );
    assert_eq!(
        order(&["StopRuleProcessing: true, SCLOver: 5"]),
        (vec![], none.clone())
    );
    let copy = "BlindCopyTo: [audit@contoso.com]";
    assert_eq!(
        order(&[copy, delete, copy]),
        (vec![("r1".into(), 0)], vec!["r0".into()])
    );
    // One that rejects and copies does both.
    assert_eq!(
        order(&["BlindCopyTo: [a@contoso.com], RejectMessageReasonText: no"]),
        (vec![("r0".into(), 0)], vec!["r0".into()])
    );
    // Without a priority a rule comes last.
    let policy = policy(&format!(
        "{TENANT}TransportRules: [{{Name: last, DeleteMessage: true}}, {{Name: first, Priority: 7, Quarantine: true}}]"
    ));
    assert_eq!(policy.mail_flow_rules[0].name, "first");
}

/// A rule of a model in which every condition is a number of a table.
#[derive(Debug, Clone)]
struct Model {
    conditions: Vec<usize>,
    exceptions: Vec<usize>,
    action: usize,
    stop: bool,
    on: bool,
}

/// Conditions with whether they hold for the message of the test.
const TABLE: [(&str, &str, Option<bool>); 8] = [
    ("From", "alice@contoso.com", YES),
    ("SentTo", "carol@contoso.com", NO),
    ("SenderDomainIs", "contoso.com", YES),
    ("SubjectContainsWords", "hello", YES),
    ("RecipientDomainIs", "partner.example", NO),
    ("SCLOver", "5", None),
    ("HasClassification", "x", None),
    ("MessageTypeMatches", "AutoForward", NO),
];
const ACTIONS: [&str; 5] = [
    "Comments: none",
    "DeleteMessage: true",
    "Quarantine: true",
    "RedirectMessageTo: [carol@contoso.com]",
    "BlindCopyTo: [carol@contoso.com]",
];

fn model() -> impl Strategy<Value = Model> {
    let some = || prop::collection::btree_set(0..TABLE.len(), 0..3);
    (
        some(),
        some(),
        0..ACTIONS.len(),
        any::<bool>(),
        prop::bool::weighted(0.8),
    )
        .prop_map(|(conditions, exceptions, action, stop, on)| Model {
            conditions: conditions.into_iter().collect(),
            exceptions: exceptions.into_iter().collect(),
            action,
            stop,
            on,
        })
}

impl Model {
    fn written(&self) -> String {
        let all = self.conditions.iter().map(|c| (c, ""));
        let all = all.chain(self.exceptions.iter().map(|c| (c, "ExceptIf")));
        let mut out = vec![ACTIONS[self.action].to_owned()];
        out.extend(all.map(|(c, except)| format!("{except}{}: {}", TABLE[*c].0, TABLE[*c].1)));
        out.extend(self.stop.then(|| "StopRuleProcessing: true".to_owned()));
        out.extend((!self.on).then(|| "State: Disabled".to_owned()));
        out.join(", ")
    }

    /// Whether it applies where what cannot be seen is so or not.
    fn applies(&self, unseen: &dyn Fn(usize) -> bool) -> bool {
        let holds = |c: &usize| TABLE[*c].2.unwrap_or_else(|| unseen(*c));
        self.on && self.conditions.iter().all(holds) && !self.exceptions.iter().any(holds)
    }
}

/// What happens in the model: the place of the rule that decides, and those that add recipients.
fn played(rules: &[Model], unseen: &dyn Fn(usize) -> bool) -> (Option<usize>, Vec<usize>) {
    let mut added = Vec::new();
    for (place, rule) in rules.iter().enumerate() {
        if !rule.applies(unseen) {
            continue;
        }
        match rule.action {
            1..=3 => return (Some(place), added),
            4 => added.push(place),
            _ => {}
        }
        if rule.stop {
            break;
        }
    }
    (None, added)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever is so of what cannot be seen, what is told is what happens.
    #[test]
    fn what_rules_do_equals_the_naive_model(rules in prop::collection::vec(model(), 0..5)) {
        let written: Vec<String> = rules.iter().map(Model::written).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let policy = tenant(&written);
        let (deciding, beside): (Vec<_>, Vec<_>) = asked(&policy, &message("Subject: hello"), &How::default(), |done| {
            let place = |name: &str| name[1..].parse::<usize>().unwrap();
            let step = |s: &rdsim::transport::rules::Step| (place(&s.rule.name), s.action.is_some(), s.unseen.is_empty());
            (done.deciding.iter().map(step).collect(), done.beside.iter().map(step).collect())
        });
        for bits in 0..4u8 {
            let unseen = |c: usize| match TABLE[c].0 {
                "SCLOver" => bits & 1 == 1,
                _ => bits & 2 == 2,
            };
            let (decides, added) = played(&rules, &unseen);
            let applies = |place: usize| rules[place].applies(&unseen);
            let told = deciding.iter().find(|(place, ..)| applies(*place));
            prop_assert_eq!(told.and_then(|(place, acts, _)| acts.then_some(*place)), decides);
            let ends = told.map_or(usize::MAX, |(place, ..)| *place);
            let told: Vec<usize> = beside.iter().map(|b| b.0).filter(|p| applies(*p) && *p <= ends).collect();
            prop_assert_eq!(told, added);
            for (place, _, certain) in deciding.iter().chain(&beside) {
                prop_assert!(!certain || applies(*place));
            }
        }
        // Only the last may be certain.
        let certain = deciding.iter().position(|d| d.2);
        prop_assert!(certain.is_none_or(|at| at + 1 == deciding.len()));
    }
}
