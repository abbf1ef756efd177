//! Judges whole messages, for what decides a verdict, what is told beside it and in what form.

use crate::given::policy;
use rdsim::evaluate::{self, Overrides};
use rdsim::policy::Policy;
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::verdict::Verdict;

/// A tenant, with some more of its policy.
fn tenant(more: &str) -> Policy {
    policy(&format!("AcceptedDomains: [contoso.com]\n{more}"))
}

/// A tenant whose remote domain lets everything out, with some more of its policy.
fn open(more: &str) -> Policy {
    tenant(&format!("RemoteDomains: [{{DomainName: '*'}}]\n{more}"))
}

/// A message of alice to somebody, with some more headers.
fn mail(to: &str, headers: &str) -> String {
    format!(
        "From: alice@contoso.com\nTo: {to}\n{headers}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHi\n"
    )
}

fn judged<'p>(policy: &'p Policy, message: &str, told: &Overrides) -> Vec<Verdict<'p>> {
    let judgement = evaluate::judge(policy, "m", message.as_bytes(), told);
    judgement.result.unwrap().verdicts
}

fn plain<'p>(policy: &'p Policy, message: &str) -> Vec<Verdict<'p>> {
    judged(policy, message, &Overrides::default())
}

fn by(forwarded_by: ForwardedBy) -> Overrides {
    Overrides {
        forwarded_by: Some(forwarded_by),
        ..Overrides::default()
    }
}

/// A message of alice whose winmail.dat has a class and nothing else.
fn tnef(class: &str) -> String {
    use base64::Engine as _;
    let length = u32::try_from(class.len()).unwrap().to_le_bytes();
    let sum = class
        .bytes()
        .fold(0u16, |sum, b| sum.wrapping_add(b.into()));
    let bytes = [
        &[0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 8, 0x80, 7, 0],
        &length[..],
        class.as_bytes(),
        &sum.to_le_bytes(),
    ];
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes.concat());
    format!(
        "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{encoded}\n"
    )
}

/// Whether a note of a verdict has some words.
fn notes(verdict: &Verdict, words: &str) -> bool {
    let mut notes = verdict.notes.iter();
    notes.any(|note| note.to_string().contains(words))
}

#[test]
fn a_rule_sees_the_envelope_the_other_recipients_and_the_class() {
    let deleted = |rule: &str, message: &str| {
        let policy = open(&format!(
            "TransportRules: [{{Name: r, Priority: 0, DeleteMessage: true, {rule}}}]\n"
        ));
        matches!(plain(&policy, message)[0].outcome, Outcome::Dropped(_))
    };
    let bounce = mail("bob@fabrikam.com", "Return-Path: <list@contoso.com>\n");
    let envelope = "From: [list@contoso.com], SenderAddressLocation: Envelope";
    assert!(deleted(envelope, &bounce));
    assert!(!deleted(envelope, &mail("bob@fabrikam.com", "")));
    let two = mail("bob@fabrikam.com, carol@partner.example", "");
    let any = "AnyOfRecipientAddressContainsWords: [carol]";
    assert!(deleted(any, &two));
    assert!(!deleted(any, &mail("bob@fabrikam.com", "")));
    // The class of a signed message, which its parts do not show.
    let signed = "IPM.Note.SMIME.MultipartSigned\0";
    let tnef = tnef(signed);
    let kind = "MessageTypeMatches: Signed";
    assert!(deleted(kind, &tnef));
    assert!(!deleted(kind, &mail("bob@fabrikam.com", "")));
}

#[test]
fn a_recipient_inside_is_listed_or_taken_for_a_mailbox() {
    let policy = open("Mailboxes: [{Addresses: [carol@contoso.com]}]\n");
    let verdicts = plain(&policy, &mail("carol@contoso.com, dave@contoso.com", ""));
    assert!(!verdicts[0].not_listed && verdicts[1].not_listed);
    assert!(verdicts.iter().all(|v| v.outcome == Outcome::StaysInside));
}

#[test]
fn what_a_rule_sends_on_does_not_meet_that_rule_again() {
    let policy = open(
        "Mailboxes: [{Name: Carol, Addresses: [carol@contoso.com]}]\nTransportRules:\n  - {Name: first, Priority: 0, RedirectMessageTo: [Carol]}\n",
    );
    let verdicts = plain(&policy, &mail("bob@fabrikam.com", ""));
    let outcomes: Vec<_> = verdicts.iter().map(|v| v.outcome.token()).collect();
    assert_eq!(outcomes, ["redirected", "stays-inside"]);
    // It is found by its name.
    assert_eq!(verdicts[1].sent_to, Some("carol@contoso.com"));
}

#[test]
fn a_copy_by_a_rule_that_an_earlier_rule_may_forestall_is_not_told_as_sure() {
    let copies = |rules: &str| {
        let policy = open(&format!("TransportRules:\n{rules}"));
        plain(&policy, &mail("bob@fabrikam.com", "")).len()
    };
    let copy = "BlindCopyTo: [audit@contoso.com]";
    let may = "Quarantine: true, SCLOver: 5";
    let rule = |n: u32, what: &str| format!("  - {{Name: r{n}, Priority: {n}, {what}}}\n");
    assert_eq!(copies(&rule(0, copy)), 2);
    assert_eq!(copies(&(rule(0, copy) + &rule(1, may))), 2);
    assert_eq!(copies(&(rule(0, may) + &rule(1, copy))), 1);
    assert_eq!(copies(&rule(0, &format!("{copy}, SCLOver: 5"))), 1);
}

#[test]
fn the_connector_by_which_a_rule_sends_a_message_is_told() {
    let route = |more: &str| {
        open(&format!(
            "TransportRules: [{{Name: partner, Priority: 0, RouteMessageOutboundConnector: Partner{more}}}]\n"
        ))
    };
    let message = mail("bob@fabrikam.com", "");
    let (sure, may) = (route(""), route(", SCLOver: 5"));
    let [sure, may] = [&sure, &may].map(|p| plain(p, &message).remove(0));
    assert!(notes(
        &sure,
        "`partner` sends it by the outbound connector Partner"
    ));
    assert!(notes(
        &may,
        "`partner` may send it by the outbound connector Partner"
    ));
    assert_eq!([sure.outcome, may.outcome], [Outcome::Leaves; 2]);
}

#[test]
fn what_a_rule_encrypts_is_told() {
    let message = mail("bob@fabrikam.com", "");
    let told = |rule: &str| {
        let policy = open(&format!(
            "TransportRules: [{{Name: secret, Priority: 0, {rule}}}]\n"
        ));
        let verdict = plain(&policy, &message).remove(0);
        assert_eq!(verdict.outcome, Outcome::Leaves, "{rule}");
        let notes = [
            "`secret` encrypts it: ApplyOME: true",
            "`secret` encrypts it: ApplyRightsProtectionTemplate: Encrypt",
            "`secret` may encrypt it: ApplyOME: true",
        ];
        notes.map(|note| self::notes(&verdict, note))
    };
    assert_eq!(told("ApplyOME: true"), [true, false, false]);
    assert_eq!(
        told("ApplyRightsProtectionTemplate: Encrypt"),
        [false, true, false]
    );
    assert_eq!(told("ApplyOME: true, SCLOver: 5"), [false, false, true]);
    assert_eq!(told("ApplyOME: false"), [false; 3]);
}

#[test]
fn what_becomes_of_an_encrypted_message_without_a_disclaimer_is_told() {
    let encrypted = mail("bob@fabrikam.com", "").replace(
        "text/plain; charset=utf-8",
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
    );
    let ordinary = mail("bob@fabrikam.com", "");
    let told = |rule: &str, message: &str| {
        let policy = open(&format!(
            "TransportRules: [{{Name: legal, Priority: 0, {rule}}}]\n"
        ));
        let verdict = plain(&policy, message).remove(0);
        let notes = [
            "`legal`, where it applies, rejects it if no disclaimer can be put into it, as into an encrypted message: ApplyHtmlDisclaimerFallbackAction: Reject",
            "`legal`, where it applies, puts it into a new message if no disclaimer",
        ];
        notes.map(|note| self::notes(&verdict, note))
    };
    let text = "ApplyHtmlDisclaimerText: <p>Confidential</p>";
    for (fallback, expected) in [
        ("Reject", [true, false]),
        ("Wrap", [false, true]),
        ("Ignore", [false, false]),
    ] {
        let rule = format!("{text}, ApplyHtmlDisclaimerFallbackAction: {fallback}");
        assert_eq!(told(&rule, &encrypted), expected, "{fallback}");
        let may = format!("{rule}, SCLOver: 5");
        assert_eq!(told(&may, &encrypted), expected, "{fallback}");
        assert_eq!(told(&rule, &ordinary), [false; 2], "{fallback}");
    }
    let alone = "PrependSubject: x, ApplyHtmlDisclaimerFallbackAction: Reject";
    assert_eq!(told(alone, &encrypted), [false; 2]);
}

#[test]
fn a_rule_that_tells_the_sender_may_reject_and_may_be_overridden() {
    let message = mail("bob@fabrikam.com", "");
    let judged = |rule: &str| {
        let policy = open(&format!(
            "TransportRules: [{{Name: dlp, Priority: 0, {rule}}}]\n"
        ));
        let verdict = plain(&policy, &message).remove(0);
        let told = notes(
            &verdict,
            "`dlp` rejects it unless the sender overrides that",
        );
        (verdict.outcome.token(), told)
    };
    let reason = "RejectMessageReasonText: Not allowed";
    for property in ["NotifySender", "SenderNotificationType"] {
        let only = format!("{property}: NotifyOnly");
        assert_eq!(judged(&only), ("leaves", false));
        let rejects = format!("{property}: RejectMessage");
        assert_eq!(judged(&rejects), ("rejected", false));
        let may = format!("{property}: RejectUnlessExplicitOverride");
        assert_eq!(judged(&may), ("cannot-tell", true));
        let may = format!("{reason}, {property}: RejectUnlessSilentOverride");
        assert_eq!(judged(&may), ("cannot-tell", true));
    }
    assert_eq!(judged(reason), ("rejected", false));
}

#[test]
fn only_what_is_open_is_asked_for() {
    let kind = "the kind would settle it";
    let forwarder = "what forwarded it would settle it";
    // Whether it is forwarded is open, and the kind is not.
    let policy = open("");
    let forwarded = &plain(&policy, &mail("bob@fabrikam.com", "Auto-Forwarded: true\n"))[0];
    assert_eq!(forwarded.outcome, Outcome::CannotTell);
    assert!(notes(forwarded, forwarder) && !notes(forwarded, kind));
    // The kind is open, and that nobody forwarded it is not.
    let closed = tenant("RemoteDomains: [{DomainName: '*', AutoReplyEnabled: false}]\n");
    let reply = mail("bob@fabrikam.com", "X-Autoreply: yes\n");
    let replied = &plain(&closed, &reply)[0];
    assert_eq!(replied.outcome, Outcome::CannotTell);
    assert!(notes(replied, kind) && !notes(replied, forwarder));
    // Both are open, and one outcome follows.
    let same = "but every possible kind has this outcome";
    let on = open("HostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: On}]\n");
    for (headers, told, expected) in [
        ("X-Autoreply: yes\n", Overrides::default(), true),
        ("X-Autoreply: yes\n", by(ForwardedBy::InboxRule), true),
        ("Auto-Forwarded: true\n", Overrides::default(), true),
        // By which of its properties a mailbox forwards is no question of the kind.
        ("", by(ForwardedBy::MailboxForwarding), false),
        ("", Overrides::default(), false),
    ] {
        let verdicts = judged(&on, &mail("bob@fabrikam.com", headers), &told);
        assert_eq!(verdicts[0].outcome, Outcome::Leaves, "{headers}");
        assert_eq!(notes(&verdicts[0], same), expected, "{headers} {told:?}");
    }
}

#[test]
fn what_cannot_leave_has_no_form() {
    let policy = tenant(
        "RemoteDomains: [{DomainName: '*', AutoForwardEnabled: false}]\nHostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: Off}]\n",
    );
    let message = mail("bob@fabrikam.com", "");
    let verdict = &judged(&policy, &message, &by(ForwardedBy::MailboxForwarding))[0];
    assert_eq!(verdict.outcome, Outcome::CannotTell);
    assert!(verdict.format.is_none());
    let verdict = &plain(&policy, &mail("bob@fabrikam.com", "Auto-Forwarded: true\n"))[0];
    assert_eq!(verdict.outcome, Outcome::CannotTell);
    assert!(verdict.format.is_some());
}

#[test]
fn a_possible_membership_names_the_setting_and_the_groups() {
    let groups = |n: usize| {
        let names: Vec<String> = (0..n).map(|n| format!("g{n}")).collect();
        open(&format!(
            "HostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: x, Priority: 0, FromMemberOf: [{}], AutoForwardingMode: On}}\n",
            names.join(", ")
        ))
    };
    for (n, expected) in [
        (1, "who is in g0, which"),
        (5, "who is in g0, g1, g2, g3, g4, which"),
        (6, "who is in g0, g1, g2, g3, g4, …, which"),
    ] {
        let policy = groups(n);
        let message = mail("bob@fabrikam.com", "");
        let verdict = &judged(&policy, &message, &by(ForwardedBy::InboxRule))[0];
        assert!(notes(verdict, expected), "{:?}", verdict.notes);
        let modes = verdict.possibilities.iter().map(|p| {
            let because = p.because.as_ref();
            (p.outcome.token(), because.map(|r| r.value.to_string()))
        });
        let modes: Vec<_> = modes.collect();
        assert_eq!(
            modes,
            [("leaves", None), ("rejected", Some("Off".to_owned()))]
        );
    }
}

#[test]
fn who_may_write_to_a_recipient_is_told_to_the_others() {
    let policy = open(
        "Mailboxes:\n  - {Addresses: [alice@contoso.com]}\n  - {Addresses: [boss@contoso.com], AcceptMessagesOnlyFromSendersOrMembers: [alice@contoso.com]}\n  - {Addresses: [chief@contoso.com], AcceptMessagesOnlyFromSendersOrMembers: [carol@contoso.com]}\n",
    );
    let verdicts = plain(&policy, &mail("boss@contoso.com, chief@contoso.com", ""));
    let told = verdicts.iter().map(|v| notes(v, "from some senders only"));
    assert_eq!(told.collect::<Vec<_>>(), [false, true]);
}

#[test]
fn that_no_remote_domain_applies_is_told_of_those_outside() {
    let policy = tenant(
        "RemoteDomains: [{DomainName: fabrikam.com}]\nDistributionGroups: [{Name: Sales, PrimarySmtpAddress: sales@contoso.com}]\n",
    );
    let to = "x@fabrikam.com, x@partner.example, sales@contoso.com, x@contoso.com";
    let verdicts = plain(&policy, &mail(to, ""));
    let told = verdicts
        .iter()
        .map(|v| notes(v, "no remote domain applies"));
    assert_eq!(told.collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn a_mail_user_on_premises_takes_whom_it_takes_and_its_remote_domain_decides_on_replies() {
    let user = |more: &str, audience: &str| {
        tenant(&format!(
            "RemoteDomains: [{{DomainName: '*'}}, {{DomainName: contoso.com, {more}}}]\nMailboxes: [{{Addresses: [alice@contoso.com], ExternalAudience: {audience}}}]\nMailUsers: [{{Name: Dan, PrimarySmtpAddress: dan@contoso.com, ExternalEmailAddress: dan@contoso.com, RequireSenderAuthenticationEnabled: true}}]\n"
        ))
    };
    let policy = user("AllowedOOFType: None", "All");
    let message = mail("dan@contoso.com", "");
    let from = |from: &str, kind: Kind| {
        let told = Overrides {
            kind: Some(kind),
            from: Some(from.into()),
            ..Overrides::default()
        };
        judged(&policy, &message, &told)[0].outcome.token()
    };
    for (sender, kind, expected) in [
        ("alice@contoso.com", Kind::Ordinary, "stays-inside"),
        ("eve@fabrikam.com", Kind::Ordinary, "rejected"),
        ("alice@contoso.com", Kind::OofInternal, "dropped"),
        ("alice@contoso.com", Kind::Ndr, "stays-inside"),
    ] {
        assert_eq!(from(sender, kind), expected, "{sender} {kind:?}");
    }
}

#[test]
fn the_words_of_an_outcome_have_its_response_where_that_is_one() {
    let closed =
        tenant("RemoteDomains: [{DomainName: '*', AllowedOOFType: None, NDREnabled: false}]\n");
    let words = |headers: &str, kind: Option<Kind>| {
        let told = Overrides {
            kind,
            ..Overrides::default()
        };
        let verdict = judged(&closed, &mail("bob@fabrikam.com", headers), &told).remove(0);
        [true, false].map(|past| verdict.outcome_words(past).to_string())
    };
    assert_eq!(words("", None), ["left", "leaves"]);
    let reply = "Subject: Automatic reply: x\nX-Auto-Response-Suppress: All\n";
    assert_eq!(words(reply, None), ["dropped", "dropped"]);
    let [past, now] = words("", Some(Kind::Ndr));
    assert_eq!(past, now);
    assert!(
        past.starts_with("dropped: 250 2.1.5 RESOLVER.MSGTYPE.NDR"),
        "{past}"
    );
}
