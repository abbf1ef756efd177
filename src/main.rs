//! Runs the command line.

mod cli;

use clap::Parser;
use std::process::ExitCode;

/// The tokens that `--kind` takes.
fn kinds() -> Vec<&'static str> {
    rdsim::transport::classify::Kind::ALL
        .iter()
        .map(|(_, token)| *token)
        .collect()
}

fn main() -> ExitCode {
    rdsim::trace::parquet::silence_parquet_panics();
    cli::run(cli::Cli::parse()).into()
}
