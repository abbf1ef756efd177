//! Runs the verbs on message traces: read, predict, reconcile and replay.

mod destination;
mod exports;
mod found;
mod merge;
mod predict;
mod read;
mod reconcile;
mod replay;
mod spooled;

use super::Exit;
use super::shared::Shared;
use clap::Subcommand;
use std::io;
use std::path::PathBuf;

/// The verbs of `trace`.
#[derive(Debug, Subcommand)]
pub enum TraceVerb {
    /// Count and explain what exports of the message trace say
    #[command(
        after_help = "Examples:\n  rdsim trace read extended.csv\n  rdsim trace read --format json MSGTRK*.LOG\n\nExit: 0 all rows were read, 1 some could not be, 2 nothing could be read."
    )]
    Read(read::ReadArgs),
    /// Write the rows and events that the trace will show for messages
    #[command(
        after_help = "Examples:\n  rdsim trace predict -p contoso.yaml message.eml\n  rdsim trace predict -p contoso.yaml --output expected.csv message.eml\n  rdsim trace predict -p policies/out-of-office.yaml --reactions fixtures/incoming/outside.eml\n\nThe CSV has the columns of the Extended report, and two more: rdsim_if, for which kind the row\nholds where the message does not tell its kind, and rdsim_reaction, the reaction that the row is of, where\nit is of a message that the first one triggers. What cannot be known beforehand is empty.\n\nExit: 0 done, 1 a message could not be read, 2 could not run."
    )]
    Predict(predict::PredictArgs),
    /// Compare what Exchange did, as a trace tells, with what rdsim predicts
    #[command(
        after_help = "Examples:\n  rdsim trace reconcile -p contoso.yaml extended.csv\n  rdsim trace reconcile -p contoso.yaml --output report.html extended.csv\n  rdsim trace reconcile -p contoso.yaml --by-fact --output facts.json extended.csv\n\nExit: 0 no disagreement, 1 some, or rows that could not be used, 2 could not run."
    )]
    Reconcile(reconcile::ReconcileArgs),
    /// Add up the parts of a trace that several processes judged
    #[command(
        after_help = "Examples:\n  rdsim trace reconcile -p contoso.yaml --part --output part-1.json rows.csv\n  rdsim trace merge -p contoso.yaml part-*.json\n\nThe report is the one that the verb gives of all rows, whatever their order, with the parts' names\nand lines of the examples. Of more different senders or domains than are counted apart, others may be.\n\nExit: as of the verb that wrote the parts."
    )]
    Merge(merge::MergeArgs),
    /// Tell which messages of a trace another policy would have treated otherwise
    #[command(
        after_help = "Examples:\n  rdsim trace replay --policy new.yaml --old old.yaml extended.csv\n  rdsim trace replay --policy new.yaml --output changes.csv extended.csv.gz\n\nExit: 0 nothing would change, 1 something would, or may, 2 could not run."
    )]
    Replay(replay::ReplayArgs),
}

impl TraceVerb {
    /// The files and folders that a verb reads.
    pub(super) fn paths(&mut self) -> &mut Vec<PathBuf> {
        match self {
            Self::Read(args) => &mut args.exports.paths,
            Self::Predict(args) => &mut args.paths,
            Self::Reconcile(args) => &mut args.exports.paths,
            Self::Merge(args) => &mut args.parts,
            Self::Replay(args) => &mut args.exports.paths,
        }
    }
}

pub(super) fn run(verb: &TraceVerb, shared: &Shared) -> io::Result<Exit> {
    match verb {
        TraceVerb::Read(args) => read::run(args, shared),
        TraceVerb::Predict(args) => predict::run(args, shared),
        TraceVerb::Reconcile(args) => reconcile::run(args, shared),
        TraceVerb::Merge(args) => merge::run(args, shared),
        TraceVerb::Replay(args) => replay::run(args, shared),
    }
}
