//! Runs `react` with the real binary: its reports, its exit codes, its options.

use super::{POLICY, react_to};
use crate::program::{err, out};
use serde_json::Value;
use std::collections::BTreeSet;

fn json(args: &[&str]) -> Value {
    let o = react_to(&[args, &["--format", "json"]].concat());
    assert!(err(&o).is_empty(), "{}", err(&o));
    serde_json::from_slice(&o.stdout).unwrap()
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
            "auto-submitted.eml: external OOF cannot tell; internal OOF cannot tell",
            "forwarded-by-rule.eml: auto-reply by rule not made; forward to accountant@fabrikam.com by rule not made",
            "forwarded-mailbox.eml: forward to dave@example.com by mailbox forwarding rejected, 550 5.7.520; external OOF not made; internal OOF not made",
            "inside.eml: internal OOF stays inside; external OOF dropped, ExtToInt - this is normal",
            "invoice-in-iso-2022-jp.eml: external OOF leaves; internal OOF dropped, IntToExt - this is normal",
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
            let kinds: BTreeSet<&str> = reactions
                .iter()
                .chain(idle)
                .map(|r| r["reaction"].as_str().unwrap())
                .collect();
            assert_eq!(kinds.len(), 10, "every reaction is spoken of: {kinds:?}");
            for r in reactions {
                let outcome = r["outcome"].as_str().unwrap();
                *counts.entry(outcome.replace('-', "_")).or_default() += 1;
                let suppressed_by = r["silenced_by"].as_array().unwrap();
                let doubts = r["depends_on"].as_array().unwrap();
                assert_eq!(r["made"] == false, !suppressed_by.is_empty());
                assert_eq!(r["made"].is_null(), !doubts.is_empty());
                assert_eq!(r["verdict"].is_null(), r["made"] == false);
                if r["made"] == true {
                    assert_eq!(r["verdict"]["outcome"], outcome);
                }
                for cause in suppressed_by.iter().chain([&r["set_off_by"]]) {
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

#[test]
fn exit_codes_are_as_those_of_check() {
    for (file, fail_on, code) in [
        ("outside", "stopped", 1),
        ("outside", "leaves", 1),
        ("outside", "cannot-tell", 0),
        ("unknown", "cannot-tell", 1),
        ("inside", "stopped", 1),
        ("inside", "leaves,cannot-tell", 0),
        ("newsletter", "stopped,leaves,cannot-tell", 0),
        ("invoice", "stopped", 1),
    ] {
        let path = format!("fixtures/incoming/{file}.eml");
        let o = react_to(&[&path, "--fail-on", fail_on]);
        assert_eq!(o.status.code(), Some(code), "{file} {fail_on}");
        let o = react_to(&[&path, "fixtures/awkward/empty.eml", "--fail-on", fail_on]);
        assert_eq!(
            o.status.code(),
            Some(1),
            "{file} {fail_on}, and an unreadable message"
        );
    }
    let only = ["fixtures/incoming/outside.eml", "--fail-on", "unreadable"];
    assert_eq!(react_to(&only).status.code(), Some(0));
    let outside = "fixtures/incoming/outside.eml";
    let bad: [(&[&str], &str); 4] = [
        (
            &[outside, "--at", "tomorrow"],
            "`tomorrow` is not a point in time",
        ),
        (&["no.eml"], "no such file or folder"),
        (&[outside, "--force"], "--write"),
        (&[], "no message is given"),
    ];
    for (args, told) in bad {
        let o = react_to(args);
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
        "internal OOF stays inside; external OOF dropped, ExtToInt - this is normal"
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
        assert_eq!(told == "triggers nothing", off, "{at}: {told}");
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
fn a_date_that_does_not_exist_is_told_and_is_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dated.eml");
    let path = file.to_str().unwrap();
    let write = |received: &str, date: &str| {
        let received = if received.is_empty() {
            String::new()
        } else {
            format!("Received: from a by b; {received}\n")
        };
        let text = format!(
            "{received}From: bob@fabrikam.com\nTo: carol@contoso.com\nDate: {date}\n\nHello.\n"
        );
        std::fs::write(&file, text).unwrap();
    };
    let good = "Tue, 03 Nov 2026 09:00:00 +0000";
    for date in [
        "Sat, 31 Oct 2026 09:00:60 +0000",
        "Mon, 31 Nov 2026 09:00:00 +0000",
        "Sun, 29 Feb 2026 09:00:00 +0000",
        "Tue, 03 Nov 2026 24:00:00 +0000",
        "Tue, 300 Nov 2026 09:00:00 +0000",
        "soon",
    ] {
        // Nothing else says when.
        write("", date);
        let report = json(&[path]);
        let message = &report["messages"][0];
        assert_eq!(
            message["notes"][0],
            format!("its Date has no valid date: `{date}`")
        );
        let reaction = &message["recipients"][0]["reactions"][0];
        assert_eq!(reaction["outcome"], "cannot-tell", "{date}: {reaction}");
        let depends = reaction["depends_on"][0]["what"].as_str().unwrap();
        assert!(depends.contains("no valid date"), "{depends}");
        let o = react_to(&[path]);
        let told = format!("\n  note: its Date has no valid date: `{date}`\n");
        assert!(out(&o).contains(&told), "{}", out(&o));
        // Date stands in for the topmost Received, which is told.
        write(date, good);
        let message = &json(&[path])["messages"][0];
        assert_eq!(
            message["notes"][0],
            format!("its Received has no valid date: `{date}`")
        );
        assert_ne!(message["recipients"][0]["in_words"], "triggers nothing");
        // What the user says goes before both.
        let message = &json(&[path, "--at", "2026-11-03"])["messages"][0];
        assert!(message["notes"].is_null(), "{message}");
    }
    write(good, "soon");
    assert!(json(&[path])["messages"][0]["notes"].is_null());
    // A reaction has no date that the message does not give.
    write("", "Mon, 31 Nov 2026 09:00:00 +0000");
    let target = folder.path().join("replies");
    let target = target.to_str().unwrap();
    let o = react_to(&["--write", target, path]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    for entry in std::fs::read_dir(target).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("\r\nDate: "), "{text}");
    }
    let o = react_to(&["--at", "2026-11-31", path]);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("`2026-11-31` is not a point in time"));
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
        assert_eq!(words == "triggers nothing", off, "{words}");
    }
}

#[test]
fn explain_says_what_is_not_triggered() {
    let nothing = ["--to", "frank@contoso.com", "fixtures/incoming/outside.eml"];
    let o = react_to(&nothing);
    let told = "frank@contoso.com: triggers nothing\n`--explain` says why\n";
    assert!(out(&o).contains(told), "{}", out(&o));
    let o = react_to(&[&nothing[..], &["--explain"]].concat());
    assert!(!out(&o).contains("says why"));
}
