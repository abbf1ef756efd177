//! Runs `react` with the real binary: its reports, its exit codes, and the files it writes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

const POLICY: &str = "policies/out-of-office.yaml";

fn react(args: &[&str]) -> Output {
    run(&[&["react", "--policy", POLICY], args].concat())
}

fn out(o: &Output) -> String {
    String::from_utf8(o.stdout.clone()).unwrap()
}

fn err(o: &Output) -> String {
    String::from_utf8(o.stderr.clone()).unwrap()
}

fn json(args: &[&str]) -> Value {
    let o = react(&[args, &["--format", "json"]].concat());
    assert!(err(&o).is_empty(), "{}", err(&o));
    serde_json::from_slice(&o.stdout).unwrap()
}

#[test]
fn the_famous_case_comes_out_in_words() {
    let o = react(&["fixtures/incoming/outside.eml"]);
    assert_eq!(o.status.code(), Some(0));
    let words =
        "alice@contoso.com: external OOF leaves; internal OOF dropped, IntToExt - this is normal\n";
    assert!(out(&o).contains(words), "{}", out(&o));
    let inside = out(&react(&["fixtures/incoming/inside.eml"]));
    let words = "alice@contoso.com: internal OOF stays inside\n";
    assert!(inside.contains(words), "{inside}");
}

#[test]
fn what_each_fixture_sets_off_in_words() {
    let report = json(&["fixtures/incoming"]);
    let told: Vec<String> = report["messages"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|m| {
            let name = m["path"].as_str().unwrap().rsplit('/').next().unwrap();
            let recipients = m["recipients"].as_array().unwrap();
            recipients
                .iter()
                .map(move |r| format!("{name}: {}", r["in_words"].as_str().unwrap()))
        })
        .collect();
    assert_eq!(
        told,
        [
            "auto-submitted.eml: external OOF not made; internal OOF not made",
            "forwarded-by-rule.eml: auto-reply by rule not made; forward to accountant@fabrikam.com by rule not made",
            "forwarded-mailbox.eml: forward to dave@example.com by mailbox forwarding rejected, 550 5.7.520; external OOF not made; internal OOF not made",
            "inside.eml: internal OOF stays inside",
            "invoice.eml: auto-reply by rule leaves; forward to accountant@fabrikam.com by rule rejected, 550 5.7.520",
            "junk.eml: external OOF not made; internal OOF not made",
            "known.eml: external OOF leaves; internal OOF dropped, IntToExt - this is normal",
            "meeting.eml: forward to alice@contoso.com by rule stays inside; meeting forward notification dropped, MSGTYPE.NDR",
            "newsletter.eml: external OOF not made; internal OOF not made",
            "null-sender.eml: external OOF not made; internal OOF not made",
            "outside.eml: external OOF leaves; internal OOF dropped, IntToExt - this is normal",
            "receipts.eml: delivery receipt leaves; read receipt leaves",
            "suppress-by-number.eml: delivery receipt leaves; external OOF not made; internal OOF not made",
            "suppress-by-number.eml: delivery receipt leaves; auto-reply by rule not made; forward to accountant@fabrikam.com by rule rejected, 550 5.7.520",
            "unknown.eml: NDR cannot tell",
        ]
    );
}

#[test]
fn json_has_its_shape_and_its_counts_add_up() {
    let report = json(&["fixtures/incoming", "fixtures/awkward/empty.eml"]);
    assert_eq!(report["version"], 1);
    assert_eq!(report["policy"], POLICY);
    let messages = report["messages"].as_array().unwrap();
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for message in messages {
        for recipient in message["recipients"].as_array().unwrap() {
            let reactions = recipient["reactions"].as_array().unwrap();
            let idle = recipient["not_set_off"].as_array().unwrap();
            let rooms: BTreeSet<&str> = reactions
                .iter()
                .chain(idle)
                .map(|r| r["reaction"].as_str().unwrap())
                .collect();
            assert_eq!(rooms.len(), 10, "every reaction is spoken of: {rooms:?}");
            for r in reactions {
                let outcome = r["outcome"].as_str().unwrap();
                *counts.entry(outcome.replace('-', "_")).or_default() += 1;
                let silenced = r["silenced_by"].as_array().unwrap();
                let doubts = r["depends_on"].as_array().unwrap();
                assert_eq!(r["made"] == false, !silenced.is_empty());
                assert_eq!(r["made"].is_null(), !doubts.is_empty());
                assert_eq!(r["verdict"].is_null(), r["made"] == false);
                if r["made"] == true {
                    assert_eq!(r["verdict"]["outcome"], outcome);
                }
                for cause in silenced.iter().chain([&r["set_off_by"]]) {
                    for line in ["message_line", "policy_line"] {
                        assert!(cause[line].is_null() || cause[line].as_u64().unwrap() >= 1);
                    }
                }
            }
        }
    }
    let summary = &report["summary"];
    for (outcome, n) in counts {
        assert_eq!(summary[&outcome], n, "{outcome}");
    }
    assert_eq!(summary["messages"], messages.len());
    assert_eq!(summary["unreadable"], 1);
    assert_eq!(messages.last().unwrap()["error"], "the file is empty");
}

/// Every reaction of a report that was written to a file.
fn written(report: &Value) -> Vec<Value> {
    let messages = report["messages"].as_array().unwrap().iter();
    let recipients = messages.flat_map(|m| m["recipients"].as_array().unwrap());
    let reactions = recipients.flat_map(|r| r["reactions"].as_array().unwrap());
    reactions
        .filter(|r| r["file"].is_string())
        .cloned()
        .collect()
}

#[test]
fn check_judges_every_written_file_as_react_does() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let all: [&[&str]; 3] = [
        &["fixtures/incoming"],
        &["fixtures/incoming/receipts.eml", "--deleted-unread"],
        &["fixtures/incoming/receipts.eml", "--undeliverable", "full"],
    ];
    let mut kinds = BTreeSet::new();
    for policy in [POLICY, "policies/contoso.yaml", "policies/closed.yaml"] {
        for (i, args) in all.iter().enumerate() {
            let stem = Path::new(policy).file_stem().unwrap().to_str().unwrap();
            let folder = format!("{folder}/{stem}-{i}");
            let options = ["--write", &folder, "--format", "json"];
            let o = run(&[&["react", "--policy", policy], *args, &options].concat());
            let report: Value = serde_json::from_slice(&o.stdout).unwrap();
            let files = written(&report);
            assert_eq!(
                files.len(),
                std::fs::read_dir(&folder).map_or(0, Iterator::count)
            );
            for reaction in files {
                let file = reaction["file"].as_str().unwrap();
                let options: Vec<&str> = reaction["check_options"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|o| o.as_str().unwrap())
                    .collect();
                let check = ["check", "--policy", policy, "--format", "jsonl", file];
                let o = run(&[&check[..], &options].concat());
                let judged: Value = serde_json::from_slice(&o.stdout).unwrap();
                let (ours, theirs) = (&reaction["verdict"], &judged["verdicts"][0]);
                for part in ["outcome", "response", "because", "format", "recipient"] {
                    assert_eq!(ours[part], theirs[part], "{file}");
                }
                kinds.insert(judged["kind"].as_str().unwrap().to_owned());
                // Without the options the kind is the same: the file itself tells it.
                let o = run(&check);
                let alone: Value = serde_json::from_slice(&o.stdout).unwrap();
                assert_eq!(alone["kind"], judged["kind"], "{file}");
            }
        }
    }
    let wanted = [
        "auto-reply",
        "delivery-report",
        "meeting-forward-notification",
        "ndr",
        "non-read-receipt",
        "oof-external",
        "oof-internal",
        "ordinary",
        "read-receipt",
    ];
    assert_eq!(kinds, wanted.map(str::to_owned).into());
}

#[test]
fn no_file_is_overwritten_and_all_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let path = target.to_str().unwrap();
    let args = ["fixtures/incoming/outside.eml", "--write", path];
    let o = react(&args);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    let names = || -> BTreeSet<String> {
        let all = std::fs::read_dir(&target).unwrap();
        all.map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let wanted = ["outside.oof-external.eml", "outside.oof-internal.eml"];
    assert_eq!(names(), wanted.map(str::to_owned).into());
    for name in wanted {
        let told = format!("written to {path}/{name}");
        assert!(out(&o).contains(&told), "{}", out(&o));
    }
    // One that exists keeps all from being written.
    std::fs::remove_file(target.join(wanted[0])).unwrap();
    std::fs::write(target.join(wanted[1]), "mine").unwrap();
    let o = react(&args);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("exists already") && err(&o).contains("--force"));
    assert_eq!(names(), [wanted[1].to_owned()].into());
    assert_eq!(std::fs::read(target.join(wanted[1])).unwrap(), b"mine");
    let o = react(&[&args[..], &["--force"]].concat());
    assert_eq!(o.status.code(), Some(0));
    assert_ne!(std::fs::read(target.join(wanted[1])).unwrap(), b"mine");
    assert_eq!(names().len(), 2);
    // Two recipients and two messages of one name give files of their own.
    let one = "fixtures/incoming/outside.eml";
    let both = [
        one,
        one,
        "--to",
        "alice@contoso.com",
        "--to",
        "dave@contoso.com",
    ];
    let twice = folder.path().join("twice and more");
    let write = ["--write", twice.to_str().unwrap()];
    let o = react(&[&both[..], &write].concat());
    assert_eq!(o.status.code(), Some(0));
    assert_eq!(std::fs::read_dir(&twice).unwrap().count(), 6);
    for name in ["oof-external", "oof-external-2", "mailbox-forward-2"] {
        let file = twice.join(format!("outside.{name}.eml"));
        let quoted = format!("'{}'\n", file.to_str().unwrap());
        assert_eq!(out(&o).matches(&quoted).count(), 1, "{}", out(&o));
    }
}

#[test]
fn exit_codes_are_as_those_of_check() {
    for (file, fail_on, code) in [
        ("outside", "stopped", 1),
        ("outside", "leaves", 1),
        ("outside", "cannot-tell", 0),
        ("unknown", "cannot-tell", 1),
        ("inside", "stopped,leaves,cannot-tell", 0),
        ("newsletter", "stopped,leaves,cannot-tell", 0),
        ("invoice", "stopped", 1),
    ] {
        let path = format!("fixtures/incoming/{file}.eml");
        let o = react(&[&path, "--fail-on", fail_on]);
        assert_eq!(o.status.code(), Some(code), "{file} {fail_on}");
    }
    let outside = "fixtures/incoming/outside.eml";
    let bad: [(&[&str], &str); 4] = [
        (
            &[outside, "--at", "tomorrow"],
            "`tomorrow` is not a point in time",
        ),
        (&["no.eml"], "no such file or folder"),
        (&[outside, "--force"], "--write"),
        (&[], "required"),
    ];
    for (args, told) in bad {
        let o = react(args);
        assert_eq!(o.status.code(), Some(2));
        assert!(err(&o).contains(told), "{}", err(&o));
        assert!(o.stdout.is_empty());
    }
}

#[test]
fn options_say_what_the_message_does_not() {
    let outside = "fixtures/incoming/outside.eml";
    let words = |args: &[&str]| -> String {
        let report = json(args);
        report["messages"][0]["recipients"][0]["in_words"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let none = "external OOF not made; internal OOF not made";
    assert_eq!(words(&[outside, "--junk"]), none);
    assert_eq!(words(&[outside, "--already-answered"]), none);
    assert_eq!(words(&[outside, "--from", "<>"]), none);
    assert_eq!(
        words(&[outside, "--from", "frank@contoso.com"]),
        "internal OOF stays inside"
    );
    assert_eq!(
        words(&[outside, "--notify", "success"]),
        "delivery receipt leaves; external OOF leaves; internal OOF dropped, IntToExt - this is normal"
    );
    assert_eq!(
        words(&[outside, "--undeliverable", "full"]),
        "NDR leaves; external OOF not made; internal OOF not made"
    );
    assert_eq!(
        words(&[outside, "--undeliverable", "full", "--notify", "never"]),
        "NDR not made; external OOF not made; internal OOF not made"
    );
    assert_eq!(
        words(&[outside, "--to", "bob@fabrikam.com"]),
        "outside the organization, so no mailbox here reacts"
    );
    // Whom the policy does not list, and who may not exist, gets no receipt for sure.
    let unlisted = "fixtures/incoming/unknown.eml";
    assert_eq!(
        words(&[unlisted, "--notify", "success"]),
        "NDR not made; delivery receipt cannot tell"
    );
    assert_eq!(
        words(&[unlisted, "--notify", "success", "--to", "gone@contoso.com"]),
        "delivery receipt stays inside"
    );
    assert_eq!(
        words(&[unlisted, "--undeliverable", "unknown"]),
        "NDR stays inside"
    );
    // Carol is away from 2 to 9 November.
    let carol = ["--to", "carol@contoso.com", outside, "--at"];
    for (at, off) in [
        ("2026-11-01T23:59:59Z", true),
        ("2026-11-02T00:00:00Z", false),
        ("2026-11-08 23:59:59", false),
        ("2026-11-09", true),
        ("2026-11-09T00:30:00+01:00", false),
    ] {
        let told = words(&[&carol[..], &[at]].concat());
        assert_eq!(told == "sets nothing off", off, "{at}: {told}");
    }
    // Neither the option nor the message says when.
    let folder = tempfile::tempdir().unwrap();
    let undated = folder.path().join("undated.eml");
    std::fs::write(
        &undated,
        "From: bob@fabrikam.com\nTo: carol@contoso.com\n\nHello.\n",
    )
    .unwrap();
    let report = json(&[undated.to_str().unwrap()]);
    let reaction = &report["messages"][0]["recipients"][0]["reactions"][0];
    assert_eq!(reaction["outcome"], "cannot-tell");
    let depends = reaction["depends_on"][0]["what"].as_str().unwrap();
    assert!(depends.contains("--at"), "{depends}");
}

#[test]
fn the_topmost_received_goes_before_the_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("late.eml");
    let text = "Received: from a by b;\n Mon, 09 Nov 2026 10:00:00 +0000\nReceived: from c by a; Tue, 03 Nov 2026 09:00:00 +0000\nFrom: bob@fabrikam.com\nTo: carol@contoso.com\nDate: Tue, 03 Nov 2026 09:00:00 +0000\n\nHello.\n";
    for (text, off) in [
        (text.to_owned(), true),
        (text.replace("Mon, 09 Nov", "no date"), false),
    ] {
        std::fs::write(&file, text).unwrap();
        let report = json(&[file.to_str().unwrap()]);
        let words = &report["messages"][0]["recipients"][0]["in_words"];
        assert_eq!(words == "sets nothing off", off, "{words}");
    }
}

#[test]
fn explain_says_what_is_not_set_off() {
    let nothing = ["--to", "frank@contoso.com", "fixtures/incoming/outside.eml"];
    let o = react(&nothing);
    let told = "frank@contoso.com: sets nothing off\n`--explain` says why\n";
    assert!(out(&o).contains(told), "{}", out(&o));
    let o = react(&[&nothing[..], &["--explain"]].concat());
    assert!(!out(&o).contains("says why"));
    let o = react(&["--explain", "fixtures/incoming/outside.eml"]);
    for line in [
        "nothing sets off read-receipt: the sender did not ask for one: no Disposition-Notification-To\n",
        "nothing sets off mailbox-forwarding: the mailbox has no forwarding address\n",
        "nothing sets off meeting-forward-notification: the message is no meeting request\n",
        "    asked AllowedOOFType: External",
    ] {
        assert!(out(&o).contains(line), "{}", out(&o));
    }
}

#[test]
fn what_the_cmdlets_print_of_mailboxes_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mailbox = file(
        "mailbox.txt",
        "\nName                 : alice\nAlias                : alice\nPrimarySmtpAddress   : alice@contoso.com\nRecipientTypeDetails : UserMailbox\n\n",
    );
    let replies = file(
        "replies.json",
        r#"[{"AutoReplyState":"Scheduled","StartTime":"2026-11-02T00:00:00","EndTime":"\/Date(1794182400000)\/","ExternalAudience":"All","ExternalMessage":"Away.\r\nReally.","InternalMessage":"","MailboxOwnerId":"alice","Identity":"alice"}]"#,
    );
    let rules = file(
        "rules.json",
        r#"[{"Enabled":true,"Identity":"alice\\1","Name":"Urgent","Priority":2,"RuleIdentity":1,"From":["\"Bob\" [SMTP:bob@fabrikam.com]"],"ForwardTo":["\"On call\" [SMTP:oncall@example.com]"],"RedirectTo":null,"SubjectContainsWords":["contract"],"HasAttachment":false,"MyNameInToBox":false,"StopProcessingRules":true,"MailboxOwnerId":"alice"},
{"Enabled":true,"Identity":"gone\\1","Name":"Lost","Priority":1,"RedirectTo":["x@example.com"],"MailboxOwnerId":"gone","StopProcessingRules":false}]"#,
    );
    let more = file(
        "more.txt",
        "\nName                 : Rest\nIdentity             : alice\\2\nMailboxOwnerId       : alice\nEnabled              : True\nPriority             : 3\nRedirectTo           : {\"Rest\" [SMTP:rest@example.com], \"Frank\" [SMTP:frank@contoso.com]}\nForwardTo            :\nMyNameInToBox        : False\nStopProcessingRules  : False\n\n",
    );
    let domains = file(
        "domains.csv",
        "DomainName,DomainType\ncontoso.com,Authoritative\n",
    );
    let o = run(&[
        "import",
        "--lenient",
        &domains,
        &mailbox,
        &replies,
        &rules,
        &more,
    ]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    let warnings = err(&o);
    assert_eq!(warnings.matches("warning:").count(), 1, "{warnings}");
    assert!(
        warnings.contains("the mailbox of this inbox rule"),
        "{warnings}"
    );
    let policy = file("policy.yaml", &out(&o));
    assert!(!out(&o).contains("MyNameInToBox"), "{}", out(&o));
    let words = |rest: &[&str]| -> String {
        let args = [
            "react",
            "--policy",
            &policy,
            "fixtures/incoming/outside.eml",
        ];
        let o = run(&[&args[..], &["--format", "json"], rest].concat());
        let report: Value = serde_json::from_slice(&o.stdout).unwrap();
        let words = &report["messages"][0]["recipients"][0]["in_words"];
        words.as_str().unwrap().to_owned()
    };
    let away = "external OOF leaves; internal OOF dropped, IntToExt - this is normal";
    let forward = "forward to oncall@example.com by rule rejected, 550 5.7.520";
    assert_eq!(words(&[]), format!("{away}; {forward}"));
    // 9 November, as Windows PowerShell writes it in JSON.
    assert_eq!(words(&["--at", "2026-11-09"]), forward);
    let redirect = "redirect to rest@example.com by rule rejected, 550 5.7.520; redirect to frank@contoso.com by rule stays inside";
    let erin = ["--at", "2026-11-09", "--from", "erin@example.com"];
    let from = file(
        "erin.eml",
        "From: erin@example.com\nTo: alice@contoso.com\n\nHello.\n",
    );
    assert_eq!(words(&erin), forward, "From is still Bob");
    let o = run(&["react", "--policy", &policy, "--at", "2026-11-09", &from]);
    assert!(out(&o).contains(redirect), "{}", out(&o));
    // What is imported goes out as JSON and comes back in.
    let json = run(&["export", "--json", &policy]);
    let json = file("policy.json", &out(&json));
    let again = run(&["import", &json]);
    let again = file("again.yaml", &out(&again));
    let args = [
        "--at",
        "2026-11-03",
        "fixtures/incoming/outside.eml",
        "--format",
        "json",
    ];
    let one = run(&[&["react", "--policy", &policy][..], &args].concat());
    let two = run(&[&["react", "--policy", &again][..], &args].concat());
    let words = |o: &Output| -> Value {
        let report: Value = serde_json::from_slice(&o.stdout).unwrap();
        report["messages"][0]["recipients"][0]["in_words"].clone()
    };
    assert_eq!(words(&one), words(&two));
}

#[test]
fn a_date_of_a_console_is_a_warning_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replies.txt");
    let text = "\nAutoReplyState   : Disabled\nStartTime        : 24.11.2026 09:00:00\nExternalAudience : All\nMailboxOwnerId   : alice@contoso.com\nIdentity         : alice@contoso.com\n\n";
    std::fs::write(&path, text).unwrap();
    let o = run(&["import", path.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(1));
    assert!(
        err(&o).contains(":3:20: warning: `24.11.2026 09:00:00` is not a value of `StartTime`"),
        "{}",
        err(&o)
    );
    assert!(out(&o).contains("AutoReplyState: Disabled"), "{}", out(&o));
}
