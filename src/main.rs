//! Runs the command line.

mod cli;

use clap::Parser;
use std::path::Path;
use std::process::ExitCode;

/// The tokens that `--kind` takes.
fn kinds() -> Vec<&'static str> {
    rdsim::classify::Kind::ALL
        .iter()
        .map(|(_, token)| *token)
        .collect()
}

/// Say nothing of a panic in the parquet crate, or in the one that holds its bytes: it is caught
/// and told as the damage to the file that it is.
fn hush_parquet() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |at| at.file());
        let mut folders = Path::new(file).iter().filter_map(|f| f.to_str());
        if !folders.any(|f| f.starts_with("parquet-") || f.starts_with("bytes-")) {
            told(panic);
        }
    }));
}

fn main() -> ExitCode {
    hush_parquet();
    cli::run(cli::Cli::parse()).into()
}
