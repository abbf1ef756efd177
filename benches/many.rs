//! Compares checking 20,000 small messages with merely reading them with two threads, and shows
//! that the memory does not grow with the number of messages.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 20_000;

fn read(paths: &[std::path::PathBuf]) -> Duration {
    let start = Instant::now();
    let bytes: usize = std::thread::scope(|scope| {
        let halves: Vec<_> = paths
            .chunks(FILES / 2)
            .map(|half| {
                scope.spawn(move || {
                    half.iter()
                        .map(|p| std::fs::read(p).unwrap().len())
                        .sum::<usize>()
                })
            })
            .collect();
        halves.into_iter().map(|h| h.join().unwrap()).sum()
    });
    assert!(bytes > FILES);
    start.elapsed()
}

fn start(folder: &std::path::Path, format: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .args([
            "check",
            "--policy",
            "policies/contoso.yaml",
            "--format",
            format,
        ])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn check(folder: &std::path::Path) -> Duration {
    let begin = Instant::now();
    assert!(start(folder, "jsonl").wait().unwrap().success());
    begin.elapsed()
}

/// The most memory that a run was seen to hold, in KiB; Linux tells it while the process lives.
fn peak(folder: &std::path::Path, format: &str) -> Option<u64> {
    let mut child = start(folder, format);
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let now = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now);
    }
    most
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::with_capacity(FILES);
    for i in 0..FILES {
        let path = folder
            .path()
            .join(format!("{:03}", i / 100))
            .join(format!("{i:05}.eml"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("From: alice@contoso.com\nTo: bob{i}@fabrikam.com\nSubject: {i}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nGood morning, {i}.\n")).unwrap();
        paths.push(path);
    }
    let mut ratios = Vec::new();
    for _ in 0..7 {
        let (reading, checking) = (read(&paths), check(folder.path()));
        println!("reading {reading:?}, checking {checking:?}");
        ratios.push(checking.as_secs_f64() / reading.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "checking takes {:.2} times as long as reading (median of 7)",
        ratios[3]
    );
    for format in ["jsonl", "csv"] {
        let few = peak(&folder.path().join("000"), format);
        let all = peak(folder.path(), format);
        println!("{format}: peak memory of 100 messages {few:?} KiB, of 20,000 {all:?} KiB");
    }
}
