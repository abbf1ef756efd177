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
    let is_table = || {
        text.lines()
            .find(|l| l.starts_with("----"))
            .is_some_and(|l| l.chars().all(|c| c == '-' || c.is_whitespace()))
    };
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
    if text.starts_with(['[', '{']) {
        Ok(InputFormat::Json)
    } else if text.starts_with("#TYPE ") {
        Ok(InputFormat::Csv)
    } else if list::is_list(text) {
        Ok(InputFormat::List)
    } else if csv::is_csv(text) {
        Ok(InputFormat::Csv)
    } else if is_table() {
        Err(source.error(START, &Error::Table))
    } else {
        Err(source.error(START, &Error::UnknownFormat))
    }
}
