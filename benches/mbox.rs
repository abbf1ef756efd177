//! Compares checking a large mbox with merely looking for its line ends, and checking a message
//! with a large attachment with merely reading it; shows the most memory of each.
//!
//! `cargo bench --bench mbox` makes an mbox of 500 MB, `cargo bench --bench mbox -- 2000` of 2 GB.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod corpus;
mod measure;

use measure::{median, peak};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

fn start(path: &Path, jobs: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdsim"));
    command.args(["check", "--policy", "policies/contoso.yaml"]);
    command.args(["--to", "bob@fabrikam.com", "--format", "jsonl"]);
    command
        .args(jobs.iter().flat_map(|n| ["--jobs", n]))
        .arg(path);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn seconds(run: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    run();
    begin.elapsed().as_secs_f64()
}

/// Read a file in blocks and do something with each.
fn blocks(path: &Path, mut each: impl FnMut(&[u8])) {
    let mut file = File::open(path).unwrap();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let n = file.read(&mut buffer).unwrap();
        if n == 0 {
            break;
        }
        each(&buffer[..n]);
    }
}

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let size = megabytes.unwrap_or(500) * 1_000_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.mbox");
    let messages = corpus::mbox(&path, size);
    println!(
        "an mbox of {} MB with {messages} messages",
        size / 1_000_000
    );
    let (mut to_pass, mut to_wc) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        let mut lines = 0;
        let pass = seconds(|| blocks(&path, |b| lines += memchr::memchr_iter(b'\n', b).count()));
        let mut wc = Command::new("wc");
        wc.arg("-l").arg(&path).stdout(Stdio::null());
        let wc = seconds(|| assert!(wc.status().unwrap().success()));
        let check = seconds(|| assert!(start(&path, Some("2")).wait().unwrap().success()));
        println!("{lines} line ends: memchr {pass:.3} s, `wc -l` {wc:.3} s; checking {check:.3} s");
        to_pass.push(check / pass);
        to_wc.push(check / wc);
    }
    println!(
        "checking an mbox takes {:.2} times as long as `wc -l`, and {:.2} times as long as a memchr pass over it (medians of 7)",
        median(to_wc),
        median(to_pass)
    );
    println!("peak memory {:.1} MiB", peak(start(&path, Some("2"))));
    let path = folder.path().join("small.mbox");
    let messages = corpus::small(&path, 200_000_000);
    for jobs in ["2", "8"] {
        let most = peak(start(&path, Some(jobs)));
        println!("peak memory of {messages} small messages, {jobs} jobs: {most:.1} MiB");
    }

    let path = folder.path().join("attachment.eml");
    let mut to = File::create(&path).map(std::io::BufWriter::new).unwrap();
    corpus::attached(&mut corpus::Seed(7), 1, 100_000_000, &mut to);
    drop(to);
    let (mut to_read, mut to_cat) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let mut bytes = 0;
        let read = seconds(|| blocks(&path, |b| bytes += b.len()));
        let mut cat = Command::new("cat");
        cat.arg(&path).stdout(Stdio::null());
        let cat = seconds(|| assert!(cat.status().unwrap().success()));
        let check = seconds(|| assert!(start(&path, None).wait().unwrap().success()));
        println!("{bytes} bytes: reading {read:.4} s, `cat` {cat:.4} s, checking {check:.4} s");
        to_read.push(check / read);
        to_cat.push(check / cat);
    }
    println!(
        "checking a message of 100 MB, from start to exit, takes {:.2} times as long as `cat`, and {:.2} times as long as reading it in a program that runs already (medians of 15)",
        median(to_cat),
        median(to_read)
    );
    println!("peak memory {:.1} MiB", peak(start(&path, None)));
}
