//! Runs the command line.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    rdsim::trace::parquet::silence_parquet_panics();
    cli::run(cli::Cli::parse()).into()
}
