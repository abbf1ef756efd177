//! Opens standard input, and says so where it is a terminal: who forgot a file would wait for ever.

use super::output;
use rdsim::i18n::{Language, en};
use std::io::{self, IsTerminal as _, Stdin};
use std::sync::OnceLock;

/// The language in which it is said; standard input is opened where none is at hand.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Say it in this language.
pub fn speak(language: Language) {
    // It is set once a run.
    let _ = LANGUAGE.set(language);
}

/// Standard input.
pub fn standard_input() -> Stdin {
    let input = io::stdin();
    if input.is_terminal() {
        let language = LANGUAGE.get().copied().unwrap_or_default();
        let hint = if cfg!(windows) {
            en("note: reading from the terminal; Ctrl-Z and Enter end the text, Ctrl-C the run")
        } else {
            en("note: reading from the terminal; Ctrl-D ends the text, Ctrl-C the run")
        };
        output::note(language.translate(hint));
    }
    input
}
