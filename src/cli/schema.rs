//! Prints the JSON Schema of a policy or of an expectation file.

use super::Exit;
use clap::ValueEnum;
use rdsim::transport::settings;
use rdsim::{expectations, policy};
use std::io::{self, Write};

/// Which files a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// A tenant's policy
    Policy,
    /// Expectation files (*.rdsim.yaml)
    Expectations,
}

pub(super) fn run(of: Of) -> io::Result<Exit> {
    let schema = match of {
        Of::Policy => policy::schema::schema(settings::first_paragraph),
        Of::Expectations => expectations::schema::schema(),
    };
    io::stdout().write_all(policy::schema::file_text(&schema).as_bytes())?;
    Ok(Exit::Done)
}
