//! Predicts traces, and holds real-shaped ones against the model, with the real binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use rdsim::corpus::{self, Told};
use rdsim::decide::Outcome;
use rdsim::message;
use rdsim::policy::Policy;
use rdsim::trace::origin::Origins;
use rdsim::trace::predict::{COLUMNS, Facts, extended, predict};
use rdsim::trace::reconcile::{Look, Reconciled, check};
use rdsim::trace::{self, Trace, parquet, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const EXTENDED: &str = "fixtures/traces/extended.csv";

fn rdsim(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .env_clear()
        .arg("trace")
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn ok(args: &[&str]) -> (i32, String) {
    let o = rdsim(args);
    (
        o.status.code().unwrap(),
        String::from_utf8(o.stdout).unwrap(),
    )
}

fn json(args: &[&str]) -> (i32, Value) {
    let (code, out) = ok(&[args, &["--format", "json"]].concat());
    (
        code,
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}")),
    )
}

fn policy(name: &str) -> Policy {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    rdsim::policy::read::read(name, &bytes).unwrap().0
}

fn under(folder: &str, end: &str) -> Vec<PathBuf> {
    let root = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| {
            p.to_string_lossy().ends_with(end) && !p.to_string_lossy().ends_with(".rdsim.yaml")
        })
        .collect();
    all.sort();
    all
}

/// What predict writes for a sample under a policy, and how often it names each response.
fn predicted(policy: &Policy, bytes: &[u8]) -> Option<(Vec<u8>, BTreeMap<String, u64>)> {
    let judgement = corpus::judge(policy, "m.eml", bytes, &Told::default())
        .result
        .ok()?;
    let facts = Facts::of(&message::read(bytes).unwrap(), &judgement.sender);
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).unwrap();
    let mut responses = BTreeMap::new();
    for verdict in &judgement.verdicts {
        let trails = predict(policy, verdict, &judgement.sender);
        let certain = verdict.outcome != Outcome::CannotTell;
        assert!(trails.len() == 1 || !certain);
        for trail in &trails {
            assert_eq!(trail.if_kinds.is_empty(), certain);
            for row in trail.stops.iter().flat_map(|s| &s.rows) {
                if let Some(r) = row.response {
                    *responses.entry(r.line()).or_default() += 1;
                }
            }
            for row in extended(trail, &facts) {
                table.write_record(&row).unwrap();
            }
        }
    }
    Some((table.into_inner().unwrap(), responses))
}

#[test]
fn what_is_predicted_is_read_back_and_the_model_agrees_with_itself() {
    let (mut judged, mut stopped) = (0, 0);
    let origins = Origins::default();
    for file in under("policies", ".yaml") {
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let policy = policy(name.to_str().unwrap());
        for eml in under("fixtures", ".eml") {
            let Some((table, expected)) = predicted(&policy, &std::fs::read(&eml).unwrap()) else {
                continue;
            };
            let mut trace = Trace::default();
            trace::read("t", table.as_slice(), &mut trace);
            assert_eq!((trace.bad, trace.unreadable), (0, 0), "{}", eml.display());
            let found: BTreeMap<String, u64> = trace
                .known
                .sorted()
                .into_iter()
                .map(|(r, n)| (r.to_owned(), n))
                .collect();
            assert_eq!(found, expected, "{} under {}", eml.display(), policy.file);
            stopped += expected.len();
            let mut all = Reconciled::default();
            for part in read::open("t", table.as_slice()) {
                let look = Look {
                    policy: &policy,
                    origins: &origins,
                    order: None,
                };
                all.add(check(look, part));
            }
            let shown: Vec<_> = all
                .groups()
                .iter()
                .map(|g| format!("{:?}", g.example))
                .collect();
            assert_eq!(
                all.all.disagree,
                0,
                "{} under {}: {shown:?}",
                eml.display(),
                policy.file
            );
            judged += all.all.agree + all.all.fits;
        }
    }
    assert!(judged > 200 && stopped > 50, "{judged} {stopped}");
}

#[test]
fn predict_writes_every_column_and_each_possibility() {
    let args = [
        "predict",
        "-p",
        "policies/contoso.yaml",
        "fixtures/awkward/auto-replied.eml",
    ];
    let (code, table) = ok(&[&args[..], &["--format", "csv"]].concat());
    assert_eq!(code, 0);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[..COLUMNS.len()], COLUMNS);
    let at = |name: &str| header.iter().position(|c| c == name).unwrap();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let of = |name: &str| {
        rows.iter()
            .map(|r| r[at(name)].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("event_id"), ["RECEIVE", "SEND", "RECEIVE", "DROP"]);
    assert_eq!(of("rdsim_if")[3], "oof-external");
    assert_eq!(of("source_context")[3], "BlockExternalOofToExternalUser");
    // What cannot be known beforehand is empty.
    for unknown in ["date_time_utc", "total_bytes", "client_ip", "tenant_id"] {
        assert!(of(unknown).iter().all(String::is_empty), "{unknown}");
    }
    let (_, j) = json(&args);
    let trails = &j["messages"][0]["recipients"][0]["possibilities"];
    assert_eq!(trails.as_array().unwrap().len(), 2);
    assert_eq!(trails[1]["stops"][0]["status"], "Failed");
    assert_eq!(trails[1]["stops"][0]["events"][1]["detail"], "Drop");
    // The answer to the question makes it certain.
    let (_, j) = json(&[&args[..], &["--kind", "oof-internal"]].concat());
    let trails = &j["messages"][0]["recipients"][0]["possibilities"];
    assert_eq!(
        (trails.as_array().unwrap().len(), &trails[0]["if_kinds"]),
        (1, &serde_json::json!([]))
    );
    assert_eq!(
        rdsim(&["predict", "-p", "policies/contoso.yaml", "no.eml"])
            .status
            .code(),
        Some(2)
    );
}

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
    assert_eq!(first[0], (2, "policy-changed"));
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
    let text = std::fs::read_to_string(format!(
        "{}/policies/contoso.yaml",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap();
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
    let (_, j) = json(&["reconcile", "-p", "policies/contoso.yaml", path]);
    assert_eq!((&j["agree"], &j["undated"]), (&2.into(), &1.into()));
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
fn replay_tells_what_changes_and_nothing_under_the_same_policy() {
    let contoso = ["--old", "policies/contoso.yaml", EXTENDED];
    let same = [&["replay", "-p", "policies/contoso.yaml"], &contoso[..]].concat();
    let (code, j) = json(&same);
    assert_eq!(
        (code, &j["change"], &j["may_change"]),
        (0, &0.into(), &0.into())
    );
    assert_eq!(j["unexplained"], 5);
    let open = [&["replay", "-p", "policies/open.yaml"], &contoso[..]].concat();
    let (code, j) = json(&open);
    assert_eq!((code, &j["change"]), (1, &6.into()), "{j}");
    let sum = |list: &str| {
        j[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        (sum("days"), sum("senders"), sum("recipient_domains")),
        (6, 6, 6)
    );
    let n = |name: &str| j[name].as_u64().unwrap();
    assert_eq!(n("change") + n("may_change") + n("same"), n("judged"));
    assert_eq!(j["changes"][0]["setting"], "AutoForwardEnabled");
    let table = ok(&[&open[..], &["--format", "csv"]].concat()).1;
    assert_eq!(table.lines().count(), 1 + 6);
    let more = ok(&[&open[..], &["--format", "csv", "--perhaps"]].concat()).1;
    assert!(more.lines().count() > 7 && more.contains(",false\n"));
}

#[test]
fn parquet_goes_in_and_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // The Extended report as Parquet.
    let (_, table) = ok(&[
        "predict",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "csv",
        "fixtures",
    ]);
    std::fs::write(path("in.csv"), &table).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let file = std::fs::File::create(path("in.parquet")).unwrap();
    let mut writer = parquet::Writer::new(file, &names).unwrap();
    for row in rows.records() {
        writer.row(row.unwrap().iter()).unwrap();
    }
    writer.finish().unwrap();
    let read = |name: &str| json(&["read", &path(name)]);
    assert_eq!(read("in.parquet"), read("in.csv"));
    // The changes as Parquet: the name of the file tells the format.
    let args = ["replay", "-p", "policies/closed.yaml", "--perhaps"];
    let out = path("out.parquet");
    let (code, nothing) = ok(&[&args[..], &["-o", &out, &path("in.parquet")]].concat());
    assert_eq!((code, nothing.as_str()), (1, ""));
    let table = ok(&[&args[..], &["--format", "csv", &path("in.parquet")]].concat()).1;
    let bytes = std::fs::read(&out).unwrap();
    assert!(bytes.starts_with(parquet::MAGIC) && bytes.ends_with(parquet::MAGIC));
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    let reader = SerializedFileReader::new(std::fs::File::open(&out).unwrap()).unwrap();
    let found = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    let found: Vec<Vec<String>> = found
        .map(|r| {
            r.get_column_iter()
                .map(|(_, f)| f.to_string().trim_matches('"').to_owned())
                .collect()
        })
        .collect();
    let expected: Vec<Vec<String>> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert!(!found.is_empty());
    assert_eq!(found, expected);
    // A damaged one is told.
    std::fs::write(path("cut.parquet"), &bytes[..bytes.len() / 2]).unwrap();
    let o = rdsim(&["read", &path("cut.parquet")]);
    assert_eq!(o.status.code(), Some(2));
    assert!(String::from_utf8(o.stderr).unwrap().contains("help: "));
}

/// Many rows, so that there are many batches.
fn many() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv").to_str().unwrap().to_owned();
    let mut text = String::from(
        "date_time_utc,sender_address,recipient_address,event_id,source_context,message_subject\n",
    );
    for i in 0..20_000u32 {
        let r = rdsim::responses::ALL[i as usize % 8];
        let (event, context) = match i % 3 {
            0 => ("DROP", r.source_context.unwrap_or_default()),
            1 => ("SEND", ""),
            _ => ("RECEIVE", ""),
        };
        let to = [
            "example.com",
            "fabrikam.com",
            "contoso.com",
            "sales.fabrikam.com",
        ][i as usize % 4];
        text += &format!(
            "2026-08-{:02}T10:00:00Z,u{}@contoso.com,v{i}@{to},{event},{context},Orders\n",
            1 + i % 28,
            i % 700
        );
    }
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (_folder, path) = many();
    for format in ["human", "csv", "json"] {
        let runs: Vec<_> = ["1", "2", "5"]
            .iter()
            .map(|n| {
                let end = ["--threads", n, "--format", format, &path];
                let reconcile =
                    ok(&[&["reconcile", "-p", "policies/contoso.yaml"], &end[..]].concat());
                let replay = ok(&[
                    &["replay", "-p", "policies/closed.yaml", "--perhaps"],
                    &end[..],
                ]
                .concat());
                (reconcile, replay)
            })
            .collect();
        assert!(runs[0].0.1.len() > 500 && runs[0].1.1.len() > 500);
        assert!(runs.iter().all(|r| *r == runs[0]), "{format}");
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
        err.contains("truncated.csv:7:1: error: the row has 19 fields"),
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
    let readme = include_str!("../fixtures/traces/README.md");
    for (name, rows, bad, undated) in [
        ("enhanced-summary.csv", 3, 0, 0),
        ("extended.csv", 35, 0, 0),
        ("japanese.csv", 3, 0, 0),
        ("message-trace-detail-v2.json", 4, 0, 0),
        ("message-trace-v2.csv", 6, 0, 6),
        ("message-trace-v2.json", 6, 0, 0),
        ("mixed-encodings.csv", 9, 2, 0),
        ("semicolon.csv", 1, 0, 0),
        ("tracking.log", 10, 0, 0),
        ("truncated.csv", 6, 2, 0),
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
    let samples =
        std::fs::read_dir(format!("{}/fixtures/traces", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(samples.count(), 12);
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
    // Dropped for AutoForwardEnabled, as the policy says; the second row is cut off after the code.
    let (_, j) = json(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "fixtures/traces/message-trace-detail-v2.json",
    ]);
    assert_eq!(
        (&j["agree"], &j["disagree"], &j["on_the_way"]),
        (&2.into(), &0.into(), &2.into())
    );
}
