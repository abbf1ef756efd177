//! Writes the history of an audit log for people: a block a change.

use crate::i18n::{Language, en};
use crate::import::history::{Outcome, Step};
use crate::text::plain;
use std::fmt::Display;
use std::io::{self, Write};

/// One block for a change, with the file that has the policy since.
///
/// # Errors
/// What the writer says.
pub fn block(
    step: &Step,
    file: Option<&str>,
    language: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let (time, who) = (plain(&step.time), plain(&step.who));
    let (cmdlet, target) = (plain(&step.cmdlet), plain(&step.target));
    writeln!(to, "{time}  {cmdlet} {target}  {who}")?;
    let say = |to: &mut dyn Write, english| writeln!(to, "  {}", language.translate(english));
    match &step.outcome {
        Outcome::Changed(changes) => {
            let nothing = language.translate(en("(nothing)"));
            for change in changes {
                let new = change.new.as_deref().unwrap_or(nothing);
                let (name, new) = (plain(&change.name), plain(new));
                match &change.old {
                    Some(old) => writeln!(to, "  {name}: {} → {new}", plain(old))?,
                    None => writeln!(to, "  {name}: {new}")?,
                }
            }
        }
        Outcome::Removed => say(to, en("removed"))?,
        Outcome::Nothing => say(to, en("nothing that a policy has"))?,
        Outcome::Failed => say(to, en("failed, so nothing was changed"))?,
        Outcome::NotApplied(why) => {
            let why = why.localized(language);
            let values: &[(&str, &dyn Display)] = &[("why", &plain(&why))];
            let line = en("not in the policies that follow: {why}");
            writeln!(to, "  {}", language.fill(line, values))?;
        }
    }
    match file {
        Some(file) => writeln!(to, "  {}", plain(file)),
        None => Ok(()),
    }
}
