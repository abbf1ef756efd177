//! Writes what is wrong as text, in the reader's language.

use rdsim::diagnostic::Problem;
use rdsim::i18n::{Language, Text, en};

/// An error of a file, or of no file where its name is empty, as it is printed.
pub fn problem(
    language: Language,
    file: &str,
    message: impl Into<Text>,
    help: impl Into<Text>,
) -> String {
    Problem::whole(file, message, help).localized(language)
}

/// An error about which nothing can be advised, as it is printed.
pub fn error(language: Language, message: &Text) -> String {
    let message = message.localized(language);
    language.fill(en("error: {message}"), &[("message", &message)])
}

/// Problems as they are printed.
#[must_use]
pub fn problems(language: Language, problems: &[Problem]) -> String {
    let text: Vec<String> = problems.iter().map(|p| p.localized(language)).collect();
    text.join("\n")
}
