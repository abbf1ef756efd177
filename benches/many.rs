//! Compares checking 20,000 small messages with merely reading them with two threads, and shows
//! that the memory does not grow with the number of messages.
//!
//! `cargo bench --bench many -- 200000` makes ten times as many.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod corpus;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn read(paths: &[PathBuf]) -> Duration {
    let start = Instant::now();
    let bytes: usize = std::thread::scope(|scope| {
        let halves: Vec<_> = paths
            .chunks(paths.len() / 2)
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
    assert!(bytes > paths.len());
    start.elapsed()
}

fn start(folder: &Path, format: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .args([
            "check",
            "--policy",
            "policies/contoso.yaml",
            "--quiet",
            "--format",
            format,
        ])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn check(folder: &Path) -> Duration {
    let begin = Instant::now();
    assert!(start(folder, "jsonl").wait().unwrap().success());
    begin.elapsed()
}

/// The most memory that a run was seen to hold, in KiB; Linux tells it while the process lives.
fn peak(folder: &Path, format: &str) -> Option<u64> {
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

/// Write so many messages, a hundred to a folder; their paths.
fn write(folder: &Path, files: usize, message: impl Fn(usize) -> Vec<u8>) -> Vec<PathBuf> {
    let path = |i: usize| folder.join(format!("{:04}/{i:06}.eml", i / 100));
    let paths: Vec<PathBuf> = (0..files).map(path).collect();
    for (i, path) in paths.iter().enumerate() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, message(i)).unwrap();
    }
    paths
}

/// Compare checking with reading, several times.
fn compare(what: &str, folder: &Path, paths: &[PathBuf]) {
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let (reading, checking) = (read(paths), check(folder));
        println!("reading {reading:?}, checking {checking:?}");
        ratios.push(checking.as_secs_f64() / reading.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let (files, ratio) = (paths.len(), ratios[4]);
    println!("{files} {what}: checking takes {ratio:.2} times as long as reading (median of 9)");
}

fn main() {
    let files = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let files = files.unwrap_or(20_000);
    let fixtures = corpus::fixtures();
    let folder = tempfile::tempdir().unwrap();
    let paths = write(folder.path(), files, |i| {
        fixtures[i % fixtures.len()].clone()
    });
    compare("fixtures of every kind", folder.path(), &paths);
    let folder = tempfile::tempdir().unwrap();
    let paths = write(folder.path(), files, |i| {
        format!("From: alice@contoso.com\nTo: bob{i}@fabrikam.com\nSubject: {i}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nGood morning, {i}.\n").into_bytes()
    });
    compare("plain messages", folder.path(), &paths);
    for format in ["jsonl", "csv"] {
        let few = peak(&folder.path().join("0000"), format);
        let all = peak(folder.path(), format);
        println!("{format}: peak memory of 100 messages {few:?} KiB, of {files} {all:?} KiB");
    }
}
