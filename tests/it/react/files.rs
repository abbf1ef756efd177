//! Looks at the files that `react` writes with the real binary, and at the policies that `import`
//! makes for it.

use super::{POLICY, react_to};
use crate::program::{err, out, run};
use rdsim::mail::walk::shown;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

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
fn of_a_long_message_what_it_triggers_is_shown_and_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let message = folder.path().join("long.eml");
    let short = std::fs::read_to_string("fixtures/incoming/outside.eml").unwrap();
    std::fs::write(&message, short + &"And so on.\n".repeat(200_000)).unwrap();
    let message = message.to_str().unwrap();
    let o = react_to(&[message]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    assert!(
        out(&o).contains("OofReply") || out(&o).contains("out-of-office"),
        "{}",
        out(&o)
    );
    let target = folder.path().join("out");
    let o = react_to(&[message, "--write", target.to_str().unwrap()]);
    let told =
        "it has more than 1 MiB, so what it triggers is not written; leave out `--write` to see it";
    assert!(out(&o).contains(told), "{}{}", out(&o), err(&o));
    assert!(std::fs::read_dir(&target).map_or(true, |mut files| files.next().is_none()));
}

#[test]
fn no_file_is_overwritten_and_all_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let path = target.to_str().unwrap();
    let args = ["fixtures/incoming/outside.eml", "--write", path];
    let o = react_to(&args);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    let names = || -> BTreeSet<String> {
        let all = std::fs::read_dir(&target).unwrap();
        all.map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let wanted = ["outside.oof-external.eml", "outside.oof-internal.eml"];
    assert_eq!(names(), wanted.map(str::to_owned).into());
    for name in wanted {
        let told = format!("written to {}/{name}", shown(&target));
        assert!(out(&o).contains(&told), "{}", out(&o));
    }
    // One that exists keeps all from being written.
    std::fs::remove_file(target.join(wanted[0])).unwrap();
    std::fs::write(target.join(wanted[1]), "mine").unwrap();
    let o = react_to(&args);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("exists already") && err(&o).contains("--force"));
    assert_eq!(names(), [wanted[1].to_owned()].into());
    assert_eq!(std::fs::read(target.join(wanted[1])).unwrap(), b"mine");
    let o = react_to(&[&args[..], &["--force"]].concat());
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
    let o = react_to(&[&both[..], &write].concat());
    assert_eq!(o.status.code(), Some(0));
    assert_eq!(std::fs::read_dir(&twice).unwrap().count(), 6);
    for name in ["oof-external", "oof-external-2", "mailbox-forward-2"] {
        let file = twice.join(format!("outside.{name}.eml"));
        let quoted = format!("'{}'\n", shown(&file));
        assert_eq!(out(&o).matches(&quoted).count(), 1, "{}", out(&o));
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
    let text = "\nAutoReplyState   : Scheduled\nStartTime        : 4/11/2026 09:00:00\nExternalAudience : All\nMailboxOwnerId   : alice@contoso.com\nIdentity         : alice@contoso.com\n\n";
    std::fs::write(&path, text).unwrap();
    let o = run(&["import", path.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(1));
    assert!(
        err(&o).contains(":3:20: warning: `4/11/2026 09:00:00` is not a value of `StartTime`"),
        "{}",
        err(&o)
    );
    assert!(out(&o).contains("AutoReplyState: Scheduled"), "{}", out(&o));
    // The reply is off, whatever day is meant.
    std::fs::write(&path, text.replace("Scheduled", "Disabled")).unwrap();
    let o = run(&["import", path.to_str().unwrap()]);
    assert_eq!((o.status.code(), err(&o)), (Some(0), String::new()));
}

#[cfg(unix)]
#[test]
fn a_mailbox_triggers_more_files_than_may_be_open() {
    use crate::program::{RDSIM, command};
    let message = std::fs::read_to_string("fixtures/incoming/outside.eml").unwrap();
    let message = message.replace("\r\n", "\n");
    let folder = tempfile::tempdir().unwrap();
    let to = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let line = "From a@b Mon Jan  1 00:00:00 2026\n";
    std::fs::write(to("in.mbox"), format!("{line}{message}\n").repeat(100)).unwrap();
    let react = |more: &[&str]| {
        command("sh")
            .args(["-c", "ulimit -n 64; exec \"$@\"", "sh"])
            .args([RDSIM, "react", "--policy", POLICY])
            .args(["--at", "2026-11-03", "--format", "json"])
            .args(["--write", &to("replies"), &to("in.mbox")])
            .args(more)
            .output()
            .unwrap()
    };
    let o = react(&[]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    let report: Value = serde_json::from_slice(&o.stdout).unwrap();
    assert_eq!(report["messages"].as_array().unwrap().len(), 100);
    assert_eq!(report["summary"]["messages"], 100);
    let told = written(&report);
    let told: BTreeSet<&str> = told.iter().filter_map(|r| r["file"].as_str()).collect();
    let names: BTreeSet<String> = std::fs::read_dir(to("replies"))
        .unwrap()
        .map(|e| e.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 100, "{names:?}");
    assert_eq!(told, names.iter().map(String::as_str).collect());
    assert!(
        names.contains(&to("replies/in.oof-external-100.eml")),
        "{names:?}"
    );
    // What is there already needs not be written again; another file is not overwritten, and
    // nothing is told of files that are not written.
    assert_eq!(react(&[]).status.code(), Some(0));
    std::fs::write(to("replies/in.oof-external-100.eml"), "mine").unwrap();
    let o = react(&[]);
    assert_eq!((o.status.code(), o.stdout.len()), (Some(2), 0));
    assert!(err(&o).contains("exists already"), "{}", err(&o));
    assert_eq!(react(&["--force"]).status.code(), Some(0));
    let now = std::fs::read_dir(to("replies")).unwrap();
    assert_eq!(now.count(), names.len());
}
