//! Replays traces under other policies with the real binary.

use super::run::{EXTENDED, json, ok};
use crate::program::{err, out, run};

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
    assert!(more.lines().count() > 7 && more.contains(",false,probably-not,nothing,\n"));
}

#[test]
fn a_table_says_what_it_does_not_list() {
    let line = [
        "trace",
        "replay",
        "-p",
        "policies/closed.yaml",
        "--format",
        "csv",
    ];
    let without = run(&[&line[..], &["fixtures/traces/tracking.log"]].concat());
    let with = run(&[&line[..], &["--perhaps", "fixtures/traces/tracking.log"]].concat());
    let rows = |output: &std::process::Output| out(output).lines().count();
    let left_out = rows(&with) - rows(&without);
    assert!(left_out > 0);
    let note = err(&without);
    assert!(note.starts_with("note: not listed are ") && note.contains("`--perhaps`"));
    let number: usize = note.split(' ').nth(4).unwrap().parse().unwrap();
    assert!((1..=left_out).contains(&number), "{note} {left_out}");
    assert_eq!(err(&with), "");
}

/// Many rows, so that there are many batches.
fn many() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv").to_str().unwrap().to_owned();
    let mut text = String::from(
        "date_time_utc,sender_address,recipient_address,event_id,source_context,message_subject\n",
    );
    for i in 0..20_000u32 {
        let r = rdsim::transport::responses::ALL[i as usize % 8];
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
    for format in ["human", "csv", "json", "html"] {
        let runs: Vec<_> = ["1", "2", "5"]
            .iter()
            .map(|n| {
                let end = ["--jobs", n, "--format", format, &path];
                let reconcile =
                    ok(&[&["reconcile", "-p", "policies/contoso.yaml"], &end[..]].concat());
                let facts = ["reconcile", "--by-fact", "-p", "policies/contoso.yaml"];
                let facts = ok(&[&facts[..], &end[..]].concat());
                let replay = ok(&[
                    &["replay", "-p", "policies/closed.yaml", "--perhaps"],
                    &end[..],
                ]
                .concat());
                (reconcile, replay, facts)
            })
            .collect();
        assert!(runs[0].0.1.len() > 500 && runs[0].1.1.len() > 500);
        assert!(runs.iter().all(|r| *r == runs[0]), "{format}");
    }
}
