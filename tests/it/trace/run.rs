//! Runs `rdsim trace` with its environment scrubbed.

use rdsim::policy::Policy;
use serde_json::Value;
use std::process::{Command, Output, Stdio};

pub const EXTENDED: &str = "fixtures/traces/extended.csv";

pub fn rdsim(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .env_clear()
        .arg("trace")
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
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

pub fn policy(name: &str) -> Policy {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    rdsim::policy::read::read(name, &bytes).unwrap().0
}
