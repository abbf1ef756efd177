//! Compares checking one small message, from start to exit, with a program that does nothing.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 400;

fn milliseconds(command: &mut Command) -> f64 {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let begin = Instant::now();
    assert!(command.status().unwrap().success());
    begin.elapsed().as_secs_f64() * 1000.0
}

fn main() {
    let (mut nothing, mut check) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        nothing.push(milliseconds(&mut Command::new("/bin/true")));
        let mut rdsim = Command::new(env!("CARGO_BIN_EXE_rdsim"));
        rdsim.args(["check", "--policy", "policies/contoso.yaml"]);
        check.push(milliseconds(rdsim.arg("fixtures/ordinary/plain.eml")));
    }
    nothing.sort_by(f64::total_cmp);
    check.sort_by(f64::total_cmp);
    for (name, at) in [
        ("least", 0),
        ("median", RUNS / 2),
        ("nine of ten", RUNS * 9 / 10),
    ] {
        println!(
            "{name}: nothing {:.2} ms, check {:.2} ms, {:.2} ms more",
            nothing[at],
            check[at],
            check[at] - nothing[at]
        );
    }
}
