//! Holds real-shaped traces against the model with the real binary.

use super::run::{EXTENDED, json, ok, rdsim};
use crate::program::root;
use serde_json::Value;

#[test]
fn reconcile_counts_every_recipient_once_and_gives_the_likeliest_reason_first() {
    let (code, j) = json(&["reconcile", "-p", "policies/contoso.yaml", EXTENDED]);
    assert_eq!((code, &j["version"]), (1, &1.into()));
    let n = |name: &str| j[name].as_u64().unwrap();
    assert_eq!(
        (n("rows"), n("agree"), n("disagree"), n("fits_some_kind")),
        (35, 7, 5, 2)
    );
    let apart: u64 = j["not_judged"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["count"].as_u64().unwrap())
        .sum();
    assert_eq!(
        n("agree") + n("disagree") + n("fits_some_kind") + n("on_the_way") + apart,
        n("rows")
    );
    let groups = j["disagreements"].as_array().unwrap();
    let first: Vec<_> = groups
        .iter()
        .map(|g| {
            (
                g["count"].as_u64().unwrap(),
                g["reasons"][0]["id"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(first[0], (1, "accepted-domain-missing"));
    assert_eq!(first[1], (2, "policy-changed"));
    let mut ids: Vec<_> = first.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    assert_eq!(
        ids,
        [
            "accepted-domain-missing",
            "contact-missing",
            "mailbox-missing",
            "policy-changed"
        ]
    );
    for g in groups {
        let reasons = g["reasons"].as_array().unwrap();
        assert_eq!(reasons.last().unwrap()["id"], "model");
        assert!(g["example"]["line"].as_u64().unwrap() > 1);
    }
    let (_, table) = ok(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "csv",
        EXTENDED,
    ]);
    assert_eq!(
        csv::Reader::from_reader(table.as_bytes())
            .records()
            .map(Result::unwrap)
            .count(),
        5
    );
    // What settles a reason makes the disagreement go away.
    let folder = tempfile::tempdir().unwrap();
    let mended = folder.path().join("mended.yaml");
    let text = std::fs::read_to_string(root().join("policies/contoso.yaml")).unwrap();
    let text = text
        .replace("  - contoso.com\n", "  - contoso.com\n  - contoso.net\n")
        .replace("Mailboxes:\n", "Mailboxes:\n  - Addresses: [erik@contoso.com]\n    ExternalAudience: None\n")
        .replace("MailUsers:\n", "MailUsers:\n  - Name: Ivan\n    PrimarySmtpAddress: ivan@contoso.com\n    ExternalEmailAddress: ivan@example.com\n");
    std::fs::write(&mended, text).unwrap();
    let (_, j) = json(&["reconcile", "-p", mended.to_str().unwrap(), EXTENDED]);
    assert_eq!(
        (j["disagree"].as_u64(), j["agree"].as_u64()),
        (Some(2), Some(9)),
        "{j}"
    );
}

#[test]
fn a_change_between_rows_is_told_by_their_dates() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.csv");
    let row = |day: u8, to: &str| {
        let context = "BlockARToExternalUser";
        format!("{day}/8/2026 10:00,helpdesk@contoso.com,{to},DROP,{context}\n")
    };
    let text = format!(
        "date_time_utc,sender_address,recipient_address,event_id,source_context\n{}{}",
        row(3, "a@example.com"),
        row(20, "b@example.com")
    );
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    // The second date can be read in one way only, and settles the first.
    let (_, j) = json(&["reconcile", "-p", "policies/contoso.yaml", path]);
    assert_eq!(
        (&j["agree"], &j["undated"], &j["first_day"]),
        (&2.into(), &0.into(), &"2026-08-03".into())
    );
    let (_, j) = json(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--date-order",
        "dmy",
        path,
    ]);
    assert_eq!(
        (&j["first_day"], &j["undated"]),
        (&"2026-08-03".into(), &0.into())
    );
    let (_, j) = json(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--date-order",
        "mdy",
        path,
    ]);
    assert_eq!(j["first_day"], "2026-03-08");
    // A rule's mail left, and later rows agree with the policy, which closes it: or the other way
    // round.
    for (left, dropped, why) in [
        (3, 20, "all were before 2026-08-20"),
        (20, 3, "all were after 2026-08-03"),
    ] {
        let row = |day: u8, end: &str| {
            format!("2026-08-{day:02}T10:00:00Z,alice@contoso.com,a@example.com,{end}\n")
        };
        let text = format!(
            "date_time_utc,sender_address,recipient_address,event_id,source,source_context,message_id\n{}{}{}{}",
            row(left, "SEND,SMTP,,<1@contoso.com>"),
            row(left, "SEND,SMTP,,<2@contoso.com>"),
            row(
                dropped,
                "DROP,ROUTING,BlockAFToExternalUser,<3@contoso.com>"
            ),
            // In whatever order: only the first message was made by a rule.
            row(left, "RECEIVE,MAILBOXRULE,,<1@contoso.com>"),
        );
        std::fs::write(&file, text).unwrap();
        let (_, j) = json(&["reconcile", "-p", "policies/contoso.yaml", path]);
        let group = &j["disagreements"][0];
        let counts = (&j["agree"], &j["disagree"], &j["fits_some_kind"]);
        assert_eq!(counts, (&1.into(), &1.into(), &1.into()));
        assert!(group["when"].as_str().unwrap().starts_with(why), "{group}");
        assert_eq!(group["reasons"][0]["id"], "kind-by-source");
        assert_eq!(group["reasons"][1]["id"], "policy-changed");
    }
}

#[test]
fn what_stands_before_a_fault_counts_and_a_megabyte_is_a_field() {
    let o = rdsim(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "json",
        "fixtures/traces/truncated.csv",
    ]);
    let j: Value = serde_json::from_slice(&o.stdout).unwrap();
    assert_eq!(
        (o.status.code(), &j["rows"], &j["agree"]),
        (Some(1), &6.into(), &1.into())
    );
    let err = String::from_utf8(o.stderr).unwrap();
    assert!(
        err.contains("truncated.csv:8:1: error: the row has 19 fields"),
        "{err}"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t").to_str().unwrap().to_owned();
    let item = r#"{"Received":"2026-08-01T10:00:00Z","SenderAddress":"a@contoso.com","RecipientAddress":"b@example.com","Status":"Delivered"}"#;
    std::fs::write(&path, format!("[{item},{item},{{\"Rec")).unwrap();
    let (code, j) = json(&["replay", "-p", "policies/open.yaml", &path]);
    assert_eq!(
        (code, &j["rows"], &j["bad_rows"]),
        (1, &2.into(), &1.into())
    );
    let big = "x".repeat(1 << 20);
    std::fs::write(&path, format!("Received,SenderAddress,RecipientAddress,Subject,Status\n2026-08-01,a@contoso.com,b@example.com,\"{big}\",Delivered\n")).unwrap();
    let (code, j) = json(&["reconcile", "-p", "policies/open.yaml", &path]);
    assert_eq!(
        (code, &j["rows"], &j["bad_rows"]),
        (0, &1.into(), &0.into())
    );
    // Nothing at all: no report, and no file.
    let out = folder.path().join("out.csv");
    for args in [
        [
            "replay",
            "-p",
            "policies/open.yaml",
            "--output",
            out.to_str().unwrap(),
            "no-such-file.csv",
        ],
        [
            "replay",
            "-p",
            "policies/open.yaml",
            "--output",
            "no/such/folder/out.csv",
            EXTENDED,
        ],
        [
            "reconcile",
            "-p",
            "policies/open.yaml",
            "--format",
            "csv",
            "README.md",
        ],
        [
            "reconcile",
            "-p",
            "no-such-policy.yaml",
            "--format",
            "csv",
            EXTENDED,
        ],
    ] {
        let o = rdsim(&args);
        assert_eq!((o.status.code(), o.stdout.len()), (Some(2), 0), "{args:?}");
        assert!(String::from_utf8(o.stderr).unwrap().contains("help: ") && !out.exists());
    }
}

#[test]
fn every_sample_is_named_and_read() {
    let readme = include_str!("../../../fixtures/traces/README.md");
    for (name, rows, bad, undated) in [
        ("defender-email-events.csv", 3, 0, 0),
        ("elastic.json", 2, 0, 0),
        ("enhanced-summary.csv", 3, 0, 0),
        ("extended.csv", 35, 0, 0),
        ("german-code-page.csv", 2, 0, 0),
        ("graph-details.json", 2, 0, 0),
        ("graph-message-traces.json", 4, 0, 0),
        ("japanese-code-page.csv", 3, 0, 0),
        ("japanese.csv", 3, 0, 0),
        ("log-analytics.json", 2, 0, 0),
        ("message-trace-detail-v2.json", 4, 0, 0),
        ("message-trace-list.txt", 2, 0, 0),
        ("message-trace-v2.csv", 6, 0, 6),
        ("message-trace-v2.json", 6, 0, 0),
        ("message-trace.clixml", 2, 0, 0),
        ("message-trace.ndjson", 2, 0, 0),
        ("message-tracking-log.csv", 3, 0, 3),
        ("message-tracking-log.json", 3, 0, 0),
        ("mixed-encodings.csv", 10, 1, 0),
        ("powershell-wrapped.json", 2, 0, 0),
        ("reporting-service-verbose.json", 2, 0, 0),
        ("reporting-service.json", 2, 0, 0),
        ("semicolon.csv", 1, 0, 0),
        ("splunk.ndjson", 2, 0, 0),
        ("threat-explorer.csv", 2, 0, 0),
        ("tracking-without-fields.log", 5, 0, 0),
        ("tracking.log", 10, 0, 0),
        ("truncated.csv", 6, 2, 0),
        ("workbook.xlsx", 2, 0, 0),
        ("wrong-delimiter.csv", 0, 1, 0),
    ] {
        assert!(readme.contains(&format!("- `{name}`: ")), "{name}");
        let (_, j) = json(&["read", &format!("fixtures/traces/{name}")]);
        let found = (&j["rows"], &j["bad_rows"], &j["undated_rows"]);
        assert_eq!(
            found,
            (&rows.into(), &bad.into(), &undated.into()),
            "{name}"
        );
    }
    let samples = std::fs::read_dir(root().join("fixtures/traces")).unwrap();
    assert_eq!(samples.count(), 31);
    let (_, j) = json(&[
        "read",
        "--date-order",
        "mdy",
        "fixtures/traces/message-trace-v2.csv",
    ]);
    assert_eq!(
        (&j["undated_rows"], &j["first"]),
        (&0.into(), &"8/3/2026 8:01:03 AM".into())
    );
    // The same messages, whichever way they were exported.
    let both = |name: &str| {
        let (_, mut j) = json(&[
            "reconcile",
            "-p",
            "policies/contoso.yaml",
            "--date-order",
            "mdy",
            name,
        ]);
        j.as_object_mut().unwrap().remove("disagreements");
        j
    };
    assert_eq!(
        both("fixtures/traces/message-trace-v2.csv"),
        both("fixtures/traces/message-trace-v2.json")
    );
    // Dropped for AutoForwardEnabled, as the policy says; the same once more, cut off, counts once.
    let (_, j) = json(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "fixtures/traces/message-trace-detail-v2.json",
    ]);
    assert_eq!(
        (&j["agree"], &j["disagree"], &j["on_the_way"]),
        (&1.into(), &0.into(), &2.into())
    );
}

#[test]
fn what_the_model_cannot_judge_is_set_apart_with_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.csv");
    let header = "date_time_utc,sender_address,recipient_address,event_id,source,directionality,recipient_status";
    for (row, why) in [
        // From one server to the next.
        (
            "alice@contoso.com,frank@contoso.com,SEND,SMTP,,",
            "on the way",
        ),
        (
            "alice@contoso.com,bob@fabrikam.com,SUBMIT,STOREDRIVER,,",
            "on the way",
        ),
        (",alice@contoso.com,DSN,DSN,,", "on the way"),
        (
            "zoe@example.com,alice@contoso.com,DELIVER,STOREDRIVER,1,",
            "inside",
        ),
        ("zoe@example.com,bob@fabrikam.com,SEND,SMTP,1,", "inbound"),
        (
            "alice@contoso.com,archive@example.net,SEND,JOURNALING,,",
            "journal",
        ),
        (
            "alice@contoso.com,no@example.com,FAIL,,,550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
            "other-reason",
        ),
        ("alice@contoso.com,bob@fabrikam.com,FAIL,,,", "no-reason"),
        (
            "alice@contoso.com,bob@fabrikam.com,DROP,,,250 2.1.5 RESOLVER.MSGTYPE.NDR",
            "shared-code",
        ),
        (
            "alice@contoso.com,frank@contoso.com,DROP,,,250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded",
            "forwarded",
        ),
        (
            "alice@contoso.com,bob@fabrikam.com,Quarantined,,,",
            "filter",
        ),
        ("alice@contoso.com,bob@fabrikam.com,Pending,,,", "not-yet"),
        ("alice@contoso.com,all@contoso.com,EXPAND,,,", "elsewhere"),
        ("alice@contoso.com,,SEND,,,", "no-recipient"),
        ("alice@contoso.com,bob@fabrikam.com,NEWEVENT,,,", "unknown"),
    ] {
        std::fs::write(&file, format!("{header}\n2026-08-03T10:00:00Z,{row}\n")).unwrap();
        let (code, j) = json(&[
            "reconcile",
            "-p",
            "policies/contoso.yaml",
            file.to_str().unwrap(),
        ]);
        let judged = [&j["agree"], &j["disagree"], &j["fits_some_kind"]];
        assert_eq!(
            (code, judged),
            (0, [&0.into(), &0.into(), &0.into()]),
            "{row}"
        );
        assert!(j["agreement_percent"].is_null(), "{row}");
        if why == "on the way" {
            assert_eq!(
                (&j["on_the_way"], &j["not_judged"]),
                (&1.into(), &serde_json::json!([])),
                "{row}"
            );
        } else {
            assert_eq!(
                (&j["not_judged"][0]["why"], &j["not_judged"][0]["count"]),
                (&why.into(), &1.into()),
                "{row}"
            );
        }
    }
}
