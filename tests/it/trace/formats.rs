//! Reads exports in every format and encoding that tools write, with the real binary.

use super::run::{json, rdsim};
use crate::program::root;
use serde_json::Value;
use std::fmt::Write as _;

const FORWARDING_OFF: &str = "policies/contoso.yaml";

fn sample(name: &str) -> String {
    format!("fixtures/traces/{name}")
}

fn counts(j: &Value, key: &str) -> Vec<(String, u64)> {
    let all = j[key].as_array().unwrap_or_else(|| panic!("{key}: {j}"));
    all.iter()
        .map(|one| {
            let name = ["value", "name", "response"]
                .iter()
                .find_map(|key| one[key].as_str());
            (name.unwrap().to_owned(), one["count"].as_u64().unwrap())
        })
        .collect()
}

/// A file of this text in a folder that lasts as long as the test.
fn file(folder: &tempfile::TempDir, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_wrapping_of_the_same_rows_says_the_same() {
    let read = |name: &str| {
        let (code, mut j) = json(&["read", &sample(name)]);
        assert_eq!(code, 0, "{name}: {j}");
        for key in ["first", "last"] {
            // One format knows milliseconds only.
            let time = j[key].as_str().unwrap();
            j[key] = time.get(..19).unwrap().into();
        }
        j
    };
    let first = read("reporting-service.json");
    assert_eq!(first["rows"], 2);
    assert_eq!(first["first"], "2026-08-05T09:00:01");
    for name in [
        "reporting-service-verbose.json",
        "message-trace.ndjson",
        "powershell-wrapped.json",
        "elastic.json",
        "splunk.ndjson",
        "log-analytics.json",
        "message-trace.clixml",
        "workbook.xlsx",
    ] {
        assert_eq!(read(name), first, "{name}");
    }
}

#[test]
fn several_recipients_have_a_status_each() {
    for name in ["message-tracking-log.json", "tracking-without-fields.log"] {
        let (_, j) = json(&["reconcile", "-p", "policies/default.yaml", &sample(name)]);
        let mut why: Vec<(&str, u64)> = j["not_judged"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| (n["why"].as_str().unwrap(), n["count"].as_u64().unwrap()))
            .collect();
        let judged = ["agree", "disagree", "fits_some_kind"].map(|key| j[key].as_u64().unwrap());
        if name.ends_with("json") {
            // Two leave, and may; one is dropped though the policy allows it, one is refused, one is not there.
            assert_eq!(judged, [1, 1, 2], "{j}");
            assert_eq!(why, [("other-reason", 1)]);
        } else {
            // One status for two recipients is nobody's.
            assert_eq!(judged, [2, 0, 2], "{j}");
            why.sort_unstable();
            assert_eq!(why, [("other-reason", 2), ("statuses", 2)]);
        }
        let (_, j) = json(&["read", &sample(name)]);
        let responses = counts(&j, "responses");
        assert!(
            responses
                .iter()
                .any(|(line, _)| line.starts_with("550 5.7.520")),
            "{j}"
        );
    }
}

#[test]
fn lists_that_export_csv_lost_are_told_with_how_to_keep_them() {
    let path = sample("message-tracking-log.csv");
    let o = rdsim(&["read", &path]);
    let err = String::from_utf8(o.stderr).unwrap();
    assert_eq!(o.status.code(), Some(0));
    assert!(
        err.contains(":3:1: warning: the export has `System.String[]`")
            && err.contains("-join ';'"),
        "{err}"
    );
    let (_, j) = json(&["read", &path]);
    assert_eq!(j["statuses"], serde_json::json!([]), "it is no status");
    let (_, j) = json(&["reconcile", "-p", FORWARDING_OFF, &path]);
    assert_eq!(j["not_judged"][0]["why"], "list-lost");
    assert_eq!(j["not_judged"][0]["count"], 3);
}

#[test]
fn a_guess_and_a_missing_page_are_told() {
    for (name, told) in [
        ("japanese-code-page.csv", "was read as Shift_JIS"),
        ("german-code-page.csv", "was read as windows-1252"),
        ("graph-message-traces.json", "names the next one"),
    ] {
        let o = rdsim(&["read", &sample(name)]);
        let err = String::from_utf8(o.stderr).unwrap();
        assert!(err.contains(told) && err.contains(": warning: "), "{err}");
        assert_eq!(o.status.code(), Some(0), "{name}");
    }
    let (_, j) = json(&["read", &sample("japanese-code-page.csv")]);
    let (_, utf8) = json(&["read", &sample("japanese.csv")]);
    assert_eq!(counts(&j, "statuses"), counts(&utf8, "statuses"));
    let (_, j) = json(&["read", &sample("german-code-page.csv")]);
    assert_eq!(
        counts(&j, "statuses"),
        [("Fehler".to_owned(), 1), ("Zugestellt".to_owned(), 1)]
    );
}

#[test]
fn one_date_settles_those_of_the_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let header = "Received,SenderAddress,RecipientAddress,Status";
    let row = |date: &str| format!("{date} 10:00:00,a@contoso.com,b@example.com,Delivered\n");
    for (dates, first, undated) in [
        (vec!["3/8/2026", "4/8/2026"], None, 2),
        (vec!["3/8/2026", "13/8/2026"], Some("3/8/2026 10:00:00"), 0),
        (
            vec!["12/8/2026", "8/13/2026"],
            Some("8/13/2026 10:00:00"),
            0,
        ),
        (
            vec!["8/8/2026", "3/8/2026", "13/8/2026"],
            Some("3/8/2026 10:00:00"),
            0,
        ),
    ] {
        let rows: String = dates.iter().map(|date| row(date)).collect();
        let path = file(&folder, "t.csv", format!("{header}\n{rows}"));
        let (_, j) = json(&["read", &path]);
        assert_eq!(
            (j["first"].as_str(), &j["undated_rows"]),
            (first, &undated.into()),
            "{dates:?}"
        );
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "2026-08-03T08:04:00Z,x";
    for (text, line) in [
        (format!("Received,SenderAddress,Status\r\n{bad}\r\n"), 2),
        (
            format!("\u{feff}Received,SenderAddress,Status\r\n\r\n\r\n{bad}\r\n"),
            4,
        ),
        (
            format!("#TYPE x\r\nReceived,SenderAddress,Status\r\n{bad}\r\n"),
            3,
        ),
        (
            format!("sep=,\r\nReceived,SenderAddress,Status\r\n{bad}\r\n"),
            3,
        ),
        (
            format!(
                "Received,SenderAddress,Status\r\n2026-08-03T08:04:00Z,\"a\r\nb\nc\",Failed\r\n{bad}\r\n"
            ),
            5,
        ),
        (
            format!("Received,SenderAddress,Status\n# comment\n\n{bad}\n"),
            4,
        ),
        (format!("Received,SenderAddress,Status\r{bad}\r"), 2),
        (
            format!("Received,SenderAddress,Status\r2026-08-03T08:04:00Z,a,Failed\r\r{bad}\r"),
            4,
        ),
    ] {
        for verb in [&["read"][..], &["reconcile", "-p", FORWARDING_OFF]] {
            let path = file(&folder, "t.csv", &text);
            let o = rdsim(&[verb, &[&path]].concat());
            let err = String::from_utf8(o.stderr).unwrap();
            assert!(
                err.contains(&format!("t.csv:{line}:1: error: the row has 2 fields")),
                "{text:?}: {err}"
            );
        }
    }
}

/// Quoted line ends, quotes within fields and wrong rows, wherever the text is cut into blocks.
#[test]
fn a_large_table_is_cut_between_rows_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from(
        "date_time_utc,event_id,source,message_id,sender_address,recipient_address,message_subject\r\n",
    );
    let (mut line, mut bad) = (2, Vec::new());
    for n in 0..20_000 {
        let subject = match n % 7 {
            0 => "\"a \"\"quoted\"\" word, and\r\nanother line\"",
            1 => "5\" disk",
            2 => "",
            3 => "\"\"",
            4 => "\"\r\n\"",
            _ => "Orders",
        };
        let end = match n % 4999 {
            4998 => {
                bad.push(line);
                ",more"
            }
            _ => "",
        };
        let _ = write!(
            text,
            "2026-08-03T08:00:00Z,SENDEXTERNAL,SMTP,<{n}@contoso.com>,a@contoso.com,b@example.com,{subject}{end}\r\n"
        );
        line += 1 + subject.matches("\r\n").count();
    }
    let path = file(&folder, "t.csv", &text);
    let (_, j) = json(&["read", &path]);
    assert_eq!(
        (&j["rows"], &j["bad_rows"]),
        (&(20_000 - bad.len()).into(), &bad.len().into())
    );
    let told = |threads: &str| {
        let args = ["reconcile", "-p", FORWARDING_OFF, "--jobs", threads, &path];
        let o = rdsim(&args);
        (
            String::from_utf8(o.stdout).unwrap(),
            String::from_utf8(o.stderr).unwrap(),
        )
    };
    let (out, err) = told("1");
    assert_eq!(told("4"), (out, err.clone()));
    for line in &bad {
        assert!(
            err.contains(&format!("t.csv:{line}:1: error: ")),
            "{line}: {err}"
        );
    }
    // The same from a pipe, and joined to itself with the columns in another order.
    let other = "message_id,date_time_utc,event_id,recipient_address,sender_address\n\
                 <x@contoso.com>,2026-08-03T08:00:00Z,DROP,b@example.com,a@contoso.com\n";
    let joined = file(&folder, "j.csv", format!("{text}{other}{text}"));
    let (_, j) = json(&["read", &joined]);
    assert_eq!(j["rows"], 40_001 - 2 * bad.len());
    assert_eq!(counts(&j, "events")[1], ("DROP".to_owned(), 1));
}

#[test]
fn a_repeated_event_counts_once_however_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut text =
        String::from("date_time_utc,event_id,message_id,sender_address,recipient_address\n");
    for turn in 0..2 {
        for n in 0..5_000 {
            let _ = writeln!(
                text,
                "2026-08-03T08:00:0{turn}Z,SENDEXTERNAL,<{n}@contoso.com>,alice@contoso.com,b@example.com"
            );
        }
    }
    let path = file(&folder, "t.csv", &text);
    for threads in ["1", "3"] {
        let args = ["reconcile", "-p", "policies/open.yaml", "--jobs", threads];
        let (_, j) = json(&[&args[..], &[&path]].concat());
        assert_eq!(
            j["agree"].as_u64().unwrap() + j["fits_some_kind"].as_u64().unwrap(),
            5_000
        );
        assert_eq!(j["not_judged"][0]["why"], "again");
        assert_eq!(j["not_judged"][0]["count"], 5_000);
    }
}

#[test]
fn directions_are_words_or_numbers() {
    let folder = tempfile::tempdir().unwrap();
    for (word, inbound) in [
        ("1", true),
        ("Incoming", true),
        ("Inbound", true),
        ("2", false),
        ("Originating", false),
        ("Outbound", false),
        ("Undefined", false),
        ("", false),
    ] {
        let text = format!(
            "date_time_utc,event_id,sender_address,recipient_address,directionality\n\
             2026-08-03T08:00:00Z,SENDEXTERNAL,zoe@example.com,bob@fabrikam.com,{word}\n"
        );
        let path = file(&folder, "t.csv", text);
        let (_, j) = json(&["reconcile", "-p", FORWARDING_OFF, &path]);
        assert_eq!(
            j["not_judged"][0]["why"] == "inbound",
            inbound,
            "{word}: {j}"
        );
    }
}

#[test]
fn what_comes_before_a_fault_in_json_counts() {
    let folder = tempfile::tempdir().unwrap();
    let row =
        r#"{"Received":"2026-08-03T08:00:00Z","SenderAddress":"a@contoso.com","Status":"Failed"}"#;
    for (text, rows, told) in [
        (format!("{row}\n{row}\n{{\"Received\":"), 2, "ends inside"),
        (format!("{{\"value\":[{row},{row}"), 2, "ends inside"),
        (format!("[{row},{row}}}"), 2, "not JSON"),
        (format!("{row}\nnot json\n"), 1, "not JSON"),
        (format!("{{\"d\":{{\"results\":[{row},]}}}}"), 1, "not JSON"),
    ] {
        let path = file(&folder, "t.json", &text);
        let o = rdsim(&["read", "--format", "json", &path]);
        let err = String::from_utf8(o.stderr).unwrap();
        let j: Value = serde_json::from_slice(&o.stdout).unwrap();
        assert_eq!(j["rows"], rows, "{text}: {err}");
        assert!(err.contains(told), "{text}: {err}");
        assert_eq!(o.status.code(), Some(1));
    }
    // No rows, in whatever is wrapped around them.
    for text in ["{\"value\":[]}", "[]", "{\"hits\":{\"hits\":[]}}"] {
        let path = file(&folder, "t.json", text);
        let o = rdsim(&["read", "--format", "json", &path]);
        let j: Value = serde_json::from_slice(&o.stdout).unwrap();
        assert_eq!(j["rows"], 0, "{text}");
    }
}

#[test]
fn folders_and_patterns_stand_for_the_exports_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Received,SenderAddress,Status\n2026-08-01T10:00:00Z,a@contoso.com,Failed\n";
    std::fs::create_dir(folder.path().join("in")).unwrap();
    for name in [
        "MSGTRK1.LOG",
        "MSGTRK2.LOG",
        "other.csv",
        "in/MSGTRK3.LOG",
        "notes.docx",
    ] {
        file(&folder, name, text);
    }
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (given, rows) in [
        (path(""), 4),
        (path("MSGTRK*.LOG"), 2),
        (path("MSGTRK?.LOG"), 2),
    ] {
        let o = rdsim(&["read", "--format", "json", &given]);
        let err = String::from_utf8(o.stderr).unwrap();
        let j: Value = serde_json::from_slice(&o.stdout).unwrap();
        assert_eq!(
            (o.status.code(), &j["rows"]),
            (Some(0), &rows.into()),
            "{given}: {err}"
        );
        let told = err.contains("1 files passed over, which are not named as exports are");
        assert_eq!(told, rows == 4, "{err}");
    }
    assert_eq!(rdsim(&["read", &path("NO*.LOG")]).status.code(), Some(2));
}

#[test]
fn the_report_on_forwards_is_told_from_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Forwarders,Forwarding type,Recipient name,Recipient domain,Details,Forward count,First forward date\n\
                frank@contoso.com,Inbox rules,Frank,example.com,,12,8/5/2026\n";
    let path = file(&folder, "t.csv", text);
    let o = rdsim(&["read", &path]);
    let err = String::from_utf8(o.stderr).unwrap();
    assert_eq!(o.status.code(), Some(2));
    assert!(
        err.contains("a row for each mailbox that forwards")
            && err.contains("Get-MessageTraceV2")
            && err.contains("--forwarded-by inbox-rule"),
        "{err}"
    );
}

#[test]
fn every_sample_has_the_form_that_its_name_says() {
    let bytes = |name: &str| std::fs::read(root().join(sample(name))).unwrap();
    assert!(bytes("message-trace.clixml").starts_with(&[0xff, 0xfe]));
    assert!(std::str::from_utf8(&bytes("japanese-code-page.csv")).is_err());
    assert!(std::str::from_utf8(&bytes("german-code-page.csv")).is_err());
    assert!(bytes("workbook.xlsx").starts_with(b"PK"));
    assert!(!bytes("tracking-without-fields.log").starts_with(b"#"));
}
