//! Prints the JSON Schema of a policy or of an expectation file.

use super::destination::OutputArgs;
use super::{Exit, config};
use clap::{Args, ValueEnum};
use rdsim::transport::settings;
use rdsim::{expectations, policy};
use std::io::{self, Write};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which files it is for
    #[arg(default_value = "policy")]
    pub of: Of,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which files a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// A tenant's policy
    Policy,
    /// Expectation files (*.rdsim.yaml)
    Expectations,
    /// The configuration file rdsim.toml
    Config,
}

pub(super) fn run(args: &SchemaArgs) -> io::Result<Exit> {
    let mut to = args.output.open(false)?;
    let schema = match args.of {
        Of::Policy => policy::schema::schema(settings::first_paragraph),
        Of::Expectations => expectations::schema::schema(),
        Of::Config => config::schema::schema(),
    };
    to.write_all(policy::schema::file_text(&schema).as_bytes())?;
    to.done()?;
    Ok(Exit::Done)
}
