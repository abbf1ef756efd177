//! Runs the commands under a policy with mail flow rules, with the real binary.

use crate::program::run;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const POLICY: &str = r#"AcceptedDomains: [contoso.com]
RemoteDomains:
  - Name: Default
    DomainName: "*"
HostedOutboundSpamFilterPolicies:
  - Name: Default
    AutoForwardingMode: On
Mailboxes:
  - Addresses: [alice@contoso.com]
    AutoReplyState: Enabled
TransportRules:
  - Name: Reject automatic forwards
    Priority: 0
    FromScope: InOrganization
    SentToScope: NotInOrganization
    MessageTypeMatches: AutoForward
    ExceptIfRecipientDomainIs: [partner.example]
    RejectMessageReasonText: Not allowed.
  - Name: Secret
    Priority: 1
    SubjectContainsWords: [Aurora]
    SentToScope: NotInOrganization
    DeleteMessage: true
  - Name: No replies
    Priority: 2
    MessageTypeMatches: OOF
    SentToScope: NotInOrganization
    RejectMessageEnhancedStatusCode: 5.7.900
"#;

/// A folder with the policy, followed by some text, and a message out and one in.
fn folder(more: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mail = |from: &str, to: &str, subject: &str| {
        format!(
            "From: {from}\nTo: {to}\nSubject: {subject}\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <m@{from}>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nGood morning.\n"
        )
    };
    for (name, text) in [
        ("policy.yaml", format!("{POLICY}{more}")),
        (
            "out.eml",
            mail("alice@contoso.com", "bob@fabrikam.com", "Hello"),
        ),
        (
            "secret.eml",
            mail("alice@contoso.com", "bob@fabrikam.com", "On aurora"),
        ),
        (
            "in.eml",
            mail("bob@fabrikam.com", "alice@contoso.com", "Hello"),
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What the binary prints; the arguments that name a file of the folder are given with it.
fn prints(folder: &TempDir, args: &[&str]) -> String {
    let args: Vec<String> = args
        .iter()
        .map(|arg| match folder.path().join(arg) {
            path if path.is_file() => path.to_str().unwrap().to_owned(),
            _ => (*arg).to_owned(),
        })
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    String::from_utf8(run(&args).stdout).unwrap()
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    let out = prints(folder, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}"))
}

/// The one verdict on a message.
fn verdict(folder: &TempDir, args: &[&str]) -> Value {
    let all = json(folder, &[&["check", "-p", "policy.yaml"], args].concat());
    all["messages"][0]["verdicts"][0].clone()
}

#[test]
fn a_rule_that_defers_where_it_cannot_be_completed_says_so_once() {
    let deferred = |more: &str, file: &str| -> Vec<String> {
        let folder = folder(more);
        let verdict = verdict(&folder, &[file]);
        let notes = verdict["notes"].as_array().into_iter().flatten();
        let notes = notes.filter_map(|note| note.as_str().map(str::to_owned));
        notes.filter(|n| n.contains("RuleErrorAction")).collect()
    };
    let rule = |rest: &str| format!("  - Name: Late\n    Priority: 3\n    {rest}\n");
    let defer = |rest: &str| rule(&format!("RuleErrorAction: Defer\n    {rest}"));
    let told = "where Exchange cannot complete the mail flow rule `Late`, the message waits and the rules are tried again: RuleErrorAction: Defer (line 31 of the policy)";
    for rest in [
        "DeleteMessage: true",
        "SCLOver: 5\n    Quarantine: true",
        // Two things that it does are one rule.
        "BlindCopyTo: [carol@contoso.com]\n    DeleteMessage: true",
        "SCLOver: 5\n    StopRuleProcessing: true\n    BlindCopyTo: [carol@contoso.com]",
    ] {
        assert_eq!(deferred(&defer(rest), "out.eml"), [told], "{rest}");
    }
    // A rule that is not for the message, one behind what decides, and what is done by default.
    let elsewhere = defer("SubjectContainsWords: [Other]\n    DeleteMessage: true");
    let empty: [&str; 0] = [];
    assert_eq!(deferred(&elsewhere, "out.eml"), empty);
    assert_eq!(deferred(&defer("DeleteMessage: true"), "secret.eml"), empty);
    let ignores = rule("RuleErrorAction: Ignore\n    DeleteMessage: true");
    assert_eq!(deferred(&ignores, "out.eml"), empty);
}

#[test]
fn check_tells_which_rule_decides_and_how_to_confirm_it() {
    let folder = folder("");
    let forwarded = verdict(&folder, &["--forwarded-by", "inbox-rule", "out.eml"]);
    assert_eq!(forwarded["outcome"], "rejected", "{forwarded}");
    let because = &forwarded["because"][0];
    assert_eq!(because["setting"], "TransportRules");
    assert_eq!(because["line"], 12);
    let value = because["value"].as_str().unwrap();
    assert!(value.contains("Reject automatic forwards") && value.contains("Priority 0"));
    let confirm = forwarded["confirm"].as_str().unwrap();
    assert!(confirm.starts_with("Test-Message "), "{confirm}");
    assert!(confirm.contains("/out.eml')"), "{confirm}");

    for (args, outcome) in [
        (&["out.eml"][..], "leaves"),
        // No rule on automatic forwards sees what a mailbox forwards.
        (
            &["--forwarded-by", "mailbox-forwarding", "out.eml"],
            "leaves",
        ),
        (
            &[
                "--forwarded-by",
                "inbox-rule",
                "--to",
                "a@partner.example",
                "out.eml",
            ],
            "leaves",
        ),
        (
            &[
                "--forwarded-by",
                "inbox-rule",
                "--to",
                "a@contoso.com",
                "out.eml",
            ],
            "stays-inside",
        ),
        (&["secret.eml"], "dropped"),
        (&["--to", "a@contoso.com", "secret.eml"], "stays-inside"),
    ] {
        assert_eq!(verdict(&folder, args)["outcome"], outcome, "{args:?}");
    }
}

#[test]
fn a_case_without_a_file_names_none_that_could_be_confirmed() {
    let folder = folder("");
    let path = folder.path().join("a.rdsim.yaml");
    for (what, named, in_japanese) in [
        (
            "Kind: ordinary",
            "a sample of kind ordinary (",
            "種類 ordinary のサンプル (",
        ),
        (
            "Headers: {Subject: x}",
            "the headers in the case (",
            "ケースに書かれたヘッダー (",
        ),
    ] {
        let case = format!(
            "Policy: policy.yaml\nCases:\n  - Name: x\n    {what}\n    ForwardedBy: inbox-rule\n    From: alice@contoso.com\n    To: bob@fabrikam.com\n    Expect: {{Outcome: leaves}}\n"
        );
        std::fs::write(&path, case).unwrap();
        let told = prints(&folder, &["test", "a.rdsim.yaml"]);
        assert!(told.contains("-LiteralPath 'message.eml'"), "{told}");
        assert!(told.contains(named), "{told}");
        let told = prints(&folder, &["--lang", "ja", "test", "a.rdsim.yaml"]);
        assert!(told.contains(in_japanese), "{told}");
    }
}

#[test]
fn a_condition_that_cannot_be_seen_makes_the_verdict_open_only_where_it_would_change_it() {
    let rule = "  - {Name: Labelled, Priority: 3, HasClassification: Secret, RejectMessageReasonText: No}\n";
    let folder = folder(rule);
    let told = prints(&folder, &["check", "-p", "policy.yaml", "out.eml"]);
    for part in [
        "CANNOT TELL",
        "`Labelled`",
        "HasClassification",
        "Test-Message",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // What an earlier rule deletes does not get there.
    assert_eq!(verdict(&folder, &["secret.eml"])["outcome"], "dropped");
}

#[test]
fn a_rule_that_an_earlier_one_always_forestalls_is_no_possibility() {
    let rule = |n: u8, action: &str| {
        format!("  - {{Name: r{n}, Priority: {n}, HasClassification: Secret, {action}}}\n")
    };
    let rules = rule(3, "RejectMessageReasonText: No") + &rule(4, "DeleteMessage: true");
    let told = verdict(&folder(&rules), &["out.eml"]);
    let outcomes: Vec<&str> = told["possibilities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["rejected", "leaves"], "{told}");
}

#[test]
fn what_is_held_or_rejected_in_every_case_has_no_form() {
    let rules = "  - {Name: Manager, Priority: 3, ModerateMessageByManager: true}\n  - {Name: All, Priority: 4, RejectMessageReasonText: No}\n";
    let told = verdict(&folder(rules), &["out.eml"]);
    assert_eq!(told["outcome"], "cannot-tell", "{told}");
    assert_eq!(told["format"], Value::Null, "{told}");
}

#[test]
fn react_and_predict_and_test_ask_the_rules_too() {
    let folder = folder("");
    let reacted = prints(&folder, &["react", "-p", "policy.yaml", "in.eml"]);
    assert!(reacted.contains("external OOF rejected"), "{reacted}");
    assert!(
        reacted.contains("550 5.7.900 TRANSPORT.RULES.RejectMessage"),
        "{reacted}"
    );

    let table = prints(
        &folder,
        &[
            "trace",
            "predict",
            "-p",
            "policy.yaml",
            "--format",
            "csv",
            "secret.eml",
        ],
    );
    let last = table.lines().last().unwrap();
    assert!(
        last.contains(",AGENT,FAIL,") && last.contains("LED=550 5.2.1"),
        "{table}"
    );

    let cases = "Policy: policy.yaml
Cases:
  - {Name: forward, Message: out.eml, ForwardedBy: inbox-rule, Expect: {Outcome: rejected, Setting: TransportRules, Response: 550 5.7.1 TRANSPORT.RULES.RejectMessage}}
  - {Name: no words, Kind: ordinary, From: alice@contoso.com, To: bob@fabrikam.com, Expect: {Outcome: leaves}}
  - {Name: reply, Message: out.eml, Kind: oof-external, Expect: {Outcome: rejected, Response: 5.7.900}}
";
    fs::write(folder.path().join("all.rdsim.yaml"), cases).unwrap();
    let tested = prints(&folder, &["test", "--coverage", "all.rdsim.yaml"]);
    assert!(tested.contains("3 passed, 0 failed"), "{tested}");
    // The rule that deletes is not covered, and its response is named.
    assert!(tested.contains("550 5.2.1 Message deleted"), "{tested}");
    assert!(!tested.contains("550 5.7.900"), "{tested}");
}

#[test]
fn a_trace_is_compared_with_what_the_rules_do() {
    let folder = folder("");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let mut table = String::from(
        "date_time_utc,event_id,message_id,recipient_address,recipient_status,sender_address,message_subject\n",
    );
    for (n, (event, led)) in [
        ("FAIL", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy"),
        ("FAIL", "550 5.2.1 Message deleted by the transport rules agent"),
        ("SEND", ""),
    ]
    .iter()
    .enumerate()
    {
        let status = match *led {
            "" => String::new(),
            led => format!("[{{LED={led}}};{{MSG=}}]"),
        };
        table += &format!(
            "2026-11-13T09:00:0{n}Z,{event},<{n}@contoso.com>,bob@fabrikam.com,{status},alice@contoso.com,Hello\n"
        );
    }
    write("trace.csv", &table);
    let without = &POLICY[..POLICY.find("TransportRules").unwrap()];
    write("without.yaml", without);
    // A row does not tell the words of a message, so each of these is possible under the rules.
    let reconciled = json(
        &folder,
        &["trace", "reconcile", "-p", "policy.yaml", "trace.csv"],
    );
    assert_eq!(reconciled["disagree"], 0, "{reconciled}");
    assert_eq!(reconciled["fits_some_kind"], 3, "{reconciled}");
    let replay = |new: &str, old: Option<&str>| {
        let old = old.map_or(Vec::new(), |old| vec!["--old", old]);
        let args = [&["trace", "replay", "-p", new][..], &old, &["trace.csv"]].concat();
        let found = json(&folder, &args);
        ["change", "may_change", "same", "unexplained"].map(|name| found[name].as_u64().unwrap())
    };
    // The two that rules stopped leave without the rules; nothing changes under the same rules.
    assert_eq!(replay("without.yaml", Some("policy.yaml")), [2, 0, 1, 0]);
    assert_eq!(replay("policy.yaml", Some("policy.yaml")), [0, 0, 3, 0]);
    // The one that left may be stopped by the rules; the others say that rules were there.
    assert_eq!(replay("policy.yaml", Some("without.yaml")), [0, 1, 0, 0]);
}

#[test]
fn a_rule_that_names_several_recipients_is_told_so() {
    let policy = "AcceptedDomains: [contoso.com, contoso.net]\n\
        RemoteDomains: [{DomainName: \"*\"}]\n\
        Mailboxes:\n  - Addresses: [dave@contoso.com]\n  - Addresses: [dave@contoso.net]\n\
        TransportRules:\n  - {Name: r, Priority: 0, RedirectMessageTo: [WHO]}\n";
    for (who, told) in [
        ("dave", "several recipients are known by that"),
        ("eve", "whom the policy does not list"),
    ] {
        let folder = folder("");
        fs::write(
            folder.path().join("policy.yaml"),
            policy.replace("WHO", who),
        )
        .unwrap();
        let out = prints(&folder, &["check", "-p", "policy.yaml", "out.eml"]);
        assert!(out.contains(told), "{out}");
    }
}

#[test]
fn a_rule_on_the_loop_header_stops_forwards_whether_or_not_the_message_has_it() {
    let folder = folder("");
    let policy = folder.path().join("loop.yaml");
    let head = POLICY.split("TransportRules").next().unwrap();
    let rule = "TransportRules:\n  - Name: Forwards by header\n    Priority: 0\n    SentToScope: NotInOrganization\n    HeaderMatchesMessageHeader: X-MS-Exchange-Inbox-Rules-Loop\n    HeaderMatchesPatterns: .\n    RejectMessageReasonText: Not allowed.\n";
    fs::write(&policy, format!("{head}{rule}")).unwrap();
    let policy = policy.to_str().unwrap();
    let out = folder.path().join("out.eml");
    let message = [out.to_str().unwrap()];
    let from = ["--from", "alice@contoso.com"];
    let by = ["--forwarded-by", "inbox-rule"];
    for (asked, by, outcome) in [
        (&message[..], &by[..], "REJECTED"),
        (&message, &[], "LEAVES"),
        (&from, &by, "REJECTED"),
        // Nothing is known of a message that is not there.
        (&from, &[], "CANNOT TELL"),
    ] {
        let args = ["check", "--policy", policy, "--to", "bob@fabrikam.com"];
        let args = [&args, by, asked].concat();
        let text = String::from_utf8(run(&args).stdout).unwrap();
        let verdict = text.lines().find(|l| l.ends_with("  bob@fabrikam.com"));
        let verdict = verdict.unwrap().trim_start();
        assert!(verdict.starts_with(outcome), "{args:?}\n{text}");
    }
}
