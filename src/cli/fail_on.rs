//! Says for which verdicts a verb exits 1.

use clap::ValueEnum;

/// Values of `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Dropped or rejected
    Stopped,
    /// Leaves
    Leaves,
    /// Cannot tell
    CannotTell,
    /// Unreadable, which each of the others counts too
    Unreadable,
}

/// How many verdicts there are of each value of `--fail-on`.
pub struct Counts {
    /// Dropped or rejected.
    pub stopped: u64,
    pub leaves: u64,
    pub cannot_tell: u64,
    /// Messages without a verdict.
    pub unreadable: u64,
}

impl FailOn {
    /// Whether one of these is among the verdicts. Nobody knows what an unreadable message would
    /// do, so that none passes as a message that does not do what is looked for.
    pub fn finds(wanted: &[Self], counts: &Counts) -> bool {
        wanted.iter().any(|on| {
            let of_value = match on {
                Self::Stopped => counts.stopped,
                Self::Leaves => counts.leaves,
                Self::CannotTell => counts.cannot_tell,
                Self::Unreadable => 0,
            };
            of_value > 0 || counts.unreadable > 0
        })
    }
}
