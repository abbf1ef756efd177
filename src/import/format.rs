//! Detects the format of a file from its content.

#[cfg(feature = "cli")]
use super::dsc;
use super::error::Error;
use super::source::{START, Source};
use super::{csv, json, list};
use crate::diagnostic::Problem;

/// What printed a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// ConvertTo-Json, or `rdsim export --json`.
    Json,
    /// Export-Csv.
    Csv,
    /// Format-List, as the console shows it.
    List,
    /// Export-Clixml; the web page has the browser read it.
    #[cfg(feature = "cli")]
    Clixml,
    /// A Microsoft365DSC configuration.
    #[cfg(feature = "cli")]
    Dsc,
}

/// Detect the format.
///
/// # Errors
/// It is none of them.
pub fn detect(source: &Source) -> Result<InputFormat, Problem> {
    let text = source.text.trim_start_matches(json::is_between);
    #[cfg(feature = "cli")]
    {
        let is_other = text.starts_with(['[', '{', '<']) || text.starts_with("#TYPE ");
        if text.starts_with("<#") || (!is_other && dsc::is_configuration(source.text)) {
            return Ok(InputFormat::Dsc);
        }
        if text.starts_with('<') {
            return Ok(InputFormat::Clixml);
        }
    }
    // The prompt of the Exchange Management Shell begins with `[PS]`.
    if list::is_list(text) {
        Ok(InputFormat::List)
    } else if text.starts_with(['[', '{']) {
        Ok(InputFormat::Json)
    } else if text.starts_with("#TYPE ") || csv::is_csv(text) {
        Ok(InputFormat::Csv)
    } else if is_format_table(text) {
        Err(source.error(START, &Error::Table))
    } else {
        Err(source.error(START, &Error::UnknownFormat))
    }
}

/// Whether a text is what Format-Table shows: names of columns, and a line of dashes below them.
#[must_use]
pub fn is_format_table(text: &str) -> bool {
    let is_rule = |line: &str| {
        line.trim_start().starts_with("--") && line.chars().all(|c| c == '-' || c.is_whitespace())
    };
    let below = text.lines().skip(1);
    text.lines()
        .zip(below)
        .any(|(names, rule)| !names.trim().is_empty() && is_rule(rule))
}
