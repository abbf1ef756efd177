//! Runs the command line.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    rdsim::trace::parquet::silence_parquet_panics();
    cli::main().into()
}
