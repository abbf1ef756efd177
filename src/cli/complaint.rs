//! Puts what is wrong into words, in the language for people.

use rdsim::diagnostic::Problem;
use rdsim::i18n::{Language, Text, en};
use std::sync::OnceLock;

/// The language of the arguments or the environment; there is one for the whole run.
static SPOKEN: OnceLock<Language> = OnceLock::new();

/// Speak a language from here on.
pub fn speak(language: Language) {
    // A run speaks one language: the first is the one that counts.
    let _ = SPOKEN.set(language);
}

/// The language for people.
pub fn spoken() -> Language {
    SPOKEN.get().copied().unwrap_or_default()
}

/// An error of a file, or of no file where its name is empty, as it is printed.
pub fn problem(file: &str, message: impl Into<Text>, help: impl Into<Text>) -> String {
    Problem::whole(file, message, help).localized(spoken())
}

/// An error about which nothing can be advised, as it is printed.
pub fn error(message: &Text) -> String {
    let message = message.localized(spoken());
    spoken().fill(en("error: {message}"), &[("message", &message)])
}

/// Problems as they are printed.
#[must_use]
pub fn told(problems: &[Problem]) -> String {
    let text: Vec<String> = problems.iter().map(|p| p.localized(spoken())).collect();
    text.join("\n")
}
