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
mod measure;

use measure::{median, peak};
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
    let (files, ratio) = (paths.len(), median(ratios));
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
        let few = peak(start(&folder.path().join("0000"), format));
        let all = peak(start(folder.path(), format));
        println!("{format}: peak memory of 100 messages {few:.1} MiB, of {files} {all:.1} MiB");
    }
}
