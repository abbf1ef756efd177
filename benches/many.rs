//! Compares checking 20,000 small messages with merely reading them with two threads.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

use std::process::{Command, Stdio};
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

fn check(folder: &std::path::Path) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .args([
            "check",
            "--policy",
            "policies/contoso.yaml",
            "--format",
            "jsonl",
        ])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    start.elapsed()
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
}
