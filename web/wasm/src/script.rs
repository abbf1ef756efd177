//! Writes a policy as PowerShell.

use crate::policy::{ProblemV1, told};
use rdsim::export::plan::Mode;
use rdsim::export::powershell;
use rdsim::i18n::Language;
use rdsim::policy::read;
use serde::Serialize;

/// A policy as PowerShell.
#[derive(Debug, Serialize)]
pub struct Script {
    version: u8,
    text: Option<String>,
    problems: Vec<ProblemV1>,
}

/// The script that brings a tenant to a policy, as `rdsim export --powershell` writes it.
#[must_use]
pub fn script(yaml: &str, file: &str, language: Language) -> Script {
    let mode = Mode {
        full: false,
        what_if: false,
        back: false,
    };
    let script = read::read(file, yaml.as_bytes())
        .and_then(|(policy, _)| powershell::script(None, &policy, mode));
    let (text, problems) = match script {
        Ok(script) => (Some(script.text), script.not_done),
        Err(problems) => (None, problems),
    };
    Script {
        version: 1,
        text,
        problems: told(&problems, language),
    }
}
