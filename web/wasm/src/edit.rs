//! Gives the page the policy with one value changed, or with one remote domain more or less.

use rdsim::i18n::{Language, en};
use rdsim::policy::edit::{self, Refused};
use serde::Serialize;

/// The new text, or why there is none.
#[derive(Debug, Serialize)]
pub struct Edited {
    version: u8,
    yaml: Option<String>,
    problem: Option<&'static str>,
}

impl Edited {
    /// The same with the problem in a language.
    #[must_use]
    pub fn localized(mut self, language: Language) -> Self {
        self.problem = self.problem.map(|problem| language.translate(problem));
        self
    }
}

impl From<Result<String, Refused>> for Edited {
    fn from(edited: Result<String, Refused>) -> Self {
        let (yaml, problem) = match edited {
            Ok(yaml) => (Some(yaml), None),
            Err(Refused::Unreadable) => {
                (None, Some(en("the policy has an error; correct it first")))
            }
            Err(Refused::ByHand) => (
                None,
                Some(en(
                    "this entry is written in a way that the form cannot change; edit the YAML",
                )),
            ),
        };
        Self {
            version: 1,
            yaml,
            problem,
        }
    }
}

/// A line of the text.
fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Give a property of the entry of a section that is on a line another value.
#[must_use]
pub fn set(yaml: &str, section: &str, line: usize, property: &str, value: &str) -> Edited {
    edit::set(yaml, section, number(line), property, value).into()
}

/// Add a remote domain; it has the values of a new one.
#[must_use]
pub fn add(yaml: &str, domain: &str) -> Edited {
    edit::add(yaml, domain).into()
}

/// Take away the remote domain that is on a line.
#[must_use]
pub fn remove(yaml: &str, line: usize) -> Edited {
    edit::remove(yaml, number(line)).into()
}
