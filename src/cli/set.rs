//! Defines the option that sets properties of a policy for a what-if, and reads the policy so.

use super::error::problems;
use super::{files, output};
use clap::Args;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::policy::what_if::{self, WhatIf};
use rdsim::report::set;
use std::path::Path;

/// What is set in a policy.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// Set a property for a what-if, such as `Default.AutoForwardEnabled=false` or
    /// `HostedOutboundSpamFilterPolicies/Default.AutoForwardingMode=Off`; repeatable, and the file
    /// stays as it is
    #[arg(long, value_name = "ENTRY.PROPERTY=VALUE")]
    pub set: Vec<String>,
}

impl SetArgs {
    /// Read a policy so; its warnings go to standard error.
    ///
    /// # Errors
    /// Why there is none: every problem of the file, or what cannot be set.
    pub fn read(&self, path: &Path, language: Language) -> Result<WhatIf, String> {
        let (name, bytes) = files::load(path, language)?;
        let told = |found: Vec<Problem>| problems(language, &found);
        let with = what_if::read(&name, &bytes, &self.set).map_err(told)?;
        for warning in &with.warnings {
            output::note(&warning.localized(language));
        }
        Ok(with)
    }

    /// Read a policy so; its warnings, and what was set, go to standard error.
    ///
    /// # Errors
    /// As above.
    pub fn policy(&self, path: &Path, language: Language) -> Result<Policy, String> {
        if self.set.is_empty() {
            return files::policy(path, language);
        }
        let with = self.read(path, language)?;
        note(&with, language);
        Ok(with.policy)
    }
}

/// Say on standard error what was set.
pub fn note(with: &WhatIf, language: Language) {
    for set in &with.set {
        output::note(&set::line(set, &with.policy.file, language));
    }
}
