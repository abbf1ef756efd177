//! Runs `rdsim trace` with its environment scrubbed.

use crate::program::run;
use serde_json::Value;
use std::process::Output;

pub const EXTENDED: &str = "fixtures/traces/extended.csv";

pub fn rdsim(args: &[&str]) -> Output {
    run(&[&["trace"], args].concat())
}

pub fn ok(args: &[&str]) -> (i32, String) {
    let o = rdsim(args);
    (
        o.status.code().unwrap(),
        String::from_utf8(o.stdout).unwrap(),
    )
}

pub fn json(args: &[&str]) -> (i32, Value) {
    let (code, out) = ok(&[args, &["--format", "json"]].concat());
    (
        code,
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}")),
    )
}
