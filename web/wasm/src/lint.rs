//! Tells what is probably a mistake in a policy, beside the problems of reading it.

use crate::POLICY;
use crate::policy::ProblemV1;
use rdsim::i18n::Language;
use rdsim::lint::{self, Options, profile};
use rdsim::policy::read::Reading;

/// The findings that no comment allows, with what is wrong with the file.
#[must_use]
pub fn findings(yaml: &str, reading: &mut Reading, language: Language) -> Vec<ProblemV1> {
    let linted = lint::lint_reading(POLICY, yaml.as_bytes(), reading, &Options::default());
    let found = linted.open().map(|f| {
        let mut help = f.help.localized(language);
        // The baselines that require it, by their own names.
        for requirement in profile::of(f.rule) {
            help += &format!(" ({})", requirement.name());
        }
        ProblemV1 {
            severity: f.severity.word(),
            line: f.line,
            column: f.column,
            message: f.message.localized(language),
            help,
            id: Some(f.rule.id),
        }
    });
    found.collect()
}
