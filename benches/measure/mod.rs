//! Measures runs of the program, and puts several measures into one.
#![allow(dead_code, reason = "no bench uses all of it")]

use std::process::Child;

/// The most memory that a run was seen to hold, in MiB; Linux tells it while the process lives.
pub fn peak(mut child: Child) -> f64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0u32;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let now = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now.unwrap_or(0));
    }
    f64::from(most) / 1024.0
}

/// The middle one of some measures.
pub fn median(mut measures: Vec<f64>) -> f64 {
    measures.sort_by(f64::total_cmp);
    measures[measures.len() / 2]
}
