//! Interrupts the program: it ends with whole lines, no half file and the exit code of shells.

use crate::terminal::{self, interrupt, rdsim, signal};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

const MESSAGE: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\n\nHi\n";

#[test]
fn ctrl_c_leaves_whole_lines_and_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..3_000 {
        std::fs::write(folder.path().join(format!("{i:04}.eml")), MESSAGE).unwrap();
    }
    for format in ["jsonl", "csv", "human"] {
        let mut child = rdsim(&[
            "check",
            "--policy",
            "policies/contoso.yaml",
            "--format",
            format,
        ])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
        let mut from = child.stdout.take().unwrap();
        let mut out = vec![0; 4096];
        from.read_exact(&mut out).unwrap();
        interrupt(child.id());
        std::thread::sleep(Duration::from_millis(200));
        // The pipe is read on, slowly.
        let mut buffer = vec![0; 8192];
        loop {
            match from.read(&mut buffer).unwrap() {
                0 => break,
                n => out.extend_from_slice(&buffer[..n]),
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(child.wait().unwrap().code(), Some(130), "{format}");
        let out = String::from_utf8(out).unwrap();
        assert!(
            out.ends_with('\n'),
            "{format}: {:?}",
            &out[out.len() - 80..]
        );
        assert!(
            out.matches("0.eml").count() < 300,
            "{format}: it went on to the end"
        );
        if format == "jsonl" {
            for line in out.lines() {
                serde_json::from_str::<Value>(line).unwrap();
            }
        }
    }
    // Who asks twice is not kept waiting by a pipe that nobody reads, and gets the same exit code.
    let mut child = rdsim(&[
        "check",
        "--policy",
        "policies/contoso.yaml",
        "--format",
        "jsonl",
    ])
    .arg(folder.path())
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    let mut first = [0];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    for _ in 0..2 {
        interrupt(child.id());
        std::thread::sleep(Duration::from_millis(300));
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_signal_takes_the_unfinished_report_of_a_replay_away() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        unfinished_report(name, code);
    }
}

fn unfinished_report(name: &str, code: i32) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.csv");
    // A trace that never ends: it comes through a pipe that stays open.
    let mut child = rdsim(&[
        "trace",
        "replay",
        "--policy",
        "policies/open.yaml",
        "--output",
    ])
    .arg(&report)
    .arg("-")
    .stdin(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    let trace = std::fs::read_to_string("fixtures/traces/message-trace-v2.csv").unwrap();
    let mut to = child.stdin.take().unwrap();
    let pid = child.id();
    let rows: String = trace
        .lines()
        .skip(1)
        .fold(String::new(), |all, l| all + l + "\n");
    let feeder = std::thread::spawn(move || {
        let _ = to.write_all(trace.as_bytes());
        // Until the program is gone.
        while to.write_all(rows.as_bytes()).is_ok() {}
    });
    let begun = Instant::now();
    while std::fs::read_dir(folder.path()).unwrap().count() == 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "nothing is written"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    signal(pid, name);
    assert_eq!(child.wait().unwrap().code(), Some(code));
    feeder.join().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn ctrl_c_ends_every_verb_that_reads_for_long() {
    terminal::all(|verb, what, first, again| {
        let why = verb.join(" ");
        let mut child = rdsim(&verb)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let feeder = terminal::feed(child.stdin.take().unwrap(), first, again);
        // A report that is made of all of it is not begun, nor one of a stream that is read twice.
        let streams = why.contains("csv") || why.contains("predict") || why.contains("check");
        let streams = streams && what != terminal::LOOKED;
        let mut from = child.stdout.take().unwrap();
        let mut out = Vec::new();
        if streams {
            // Longer than a header, which comes before anything is read.
            out.resize(2000, 0);
            from.read_exact(&mut out).unwrap();
        } else {
            std::thread::sleep(Duration::from_secs(1));
        }
        let reader = std::thread::spawn(move || {
            from.read_to_end(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        terminal::stop(child, feeder, &why);
        let out = reader.join().unwrap();
        assert_eq!(!out.is_empty(), streams, "{why}");
        assert!(out.is_empty() || out.ends_with('\n'), "{why}");
    });
}
