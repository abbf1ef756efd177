//! Compares rdsim with what an admin would write instead: a Python script with the standard
//! `email` package, and a Sieve script under Pigeonhole's `sieve-test` (Debian: dovecot-sieve).
//! Says on how many messages they agree; what is not installed is said and left out.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod corpus;
mod measure;

use measure::median;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

const MESSAGES: usize = 5000;

fn rdsim(path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdsim"));
    command.args(["check", "--policy", "policies/contoso.yaml"]);
    command
        .args(["--to", "bob@fabrikam.com", "--format", "jsonl"])
        .arg(path);
    command
}

/// The output and the seconds of a run; nothing where the program is not there.
fn timed(command: &mut Command) -> Option<(Output, f64)> {
    let begin = Instant::now();
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| (output, begin.elapsed().as_secs_f64()))
}

/// The kinds of each message, by its path.
fn kinds(output: &Output) -> BTreeMap<String, Vec<String>> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap());
    lines
        .map(|v| {
            let kinds = v["possible_kinds"].as_array().unwrap().iter();
            let mut kinds: Vec<String> = kinds.map(|k| k.as_str().unwrap().to_owned()).collect();
            kinds.sort();
            (v["path"].as_str().unwrap().to_owned(), kinds)
        })
        .collect()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = corpus::fixtures();
    for i in 0..MESSAGES {
        let name = format!("{i:05}.eml");
        std::fs::write(folder.path().join(name), &fixtures[i % fixtures.len()]).unwrap();
    }
    let script = |path: &Path| {
        let mut command = Command::new("python3");
        command.arg("benches/compare/classify.py").arg(path);
        command
    };
    let mut ratios = Vec::new();
    for _ in 0..5 {
        let (ours, fast) = timed(&mut rdsim(folder.path())).unwrap();
        let Some((theirs, slow)) = timed(&mut script(folder.path())) else {
            println!("python3 is not installed: not compared");
            break;
        };
        if ratios.is_empty() {
            let (ours, theirs) = (kinds(&ours), kinds(&theirs));
            let same = theirs
                .iter()
                .filter(|(path, kinds)| ours.get(*path) == Some(kinds));
            println!(
                "the Python script agrees on {} of {} messages; it cannot read TNEF and encoded reports",
                same.count(),
                theirs.len()
            );
        }
        println!("rdsim {fast:.3} s, Python {slow:.3} s");
        ratios.push(slow / fast);
    }
    if !ratios.is_empty() {
        println!(
            "the Python script takes {:.0} times as long (median of 5)",
            median(ratios)
        );
    }

    let one = Path::new("fixtures/auto-reply/rule-headers.eml");
    let compiled = folder.path().join("classify.sieve");
    std::fs::copy("benches/compare/classify.sieve", &compiled).unwrap();
    let mail = format!("mail_location=maildir:{}/mail", folder.path().display());
    let home = format!("mail_home={}", folder.path().display());
    let mut ratios = Vec::new();
    for _ in 0..50 {
        let mut sieve = Command::new("sieve-test");
        for option in ["mail_uid=nobody", "mail_gid=nogroup", &home, &mail] {
            sieve.args(["-o", option]);
        }
        let Some((_, slow)) = timed(sieve.arg(&compiled).arg(one)) else {
            println!("sieve-test is not installed (Debian: dovecot-sieve): not compared");
            break;
        };
        let (_, fast) = timed(&mut rdsim(one)).unwrap();
        ratios.push(slow / fast);
    }
    if !ratios.is_empty() {
        println!(
            "sieve-test takes {:.1} times as long for one message, start to exit (median of 50)",
            median(ratios)
        );
    }
}
