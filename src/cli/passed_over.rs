//! Tells what folders hold that is not judged, and why.

use super::{files, output};
use rdsim::i18n::{Language, en};
use rdsim::mail::walk::PassedOver;
use std::path::{Path, PathBuf};

/// What was passed over for one reason: how much, and the first of it.
#[derive(Debug, Default)]
struct Count {
    number: u64,
    first: PathBuf,
}

/// What was passed over in folders.
#[derive(Debug, Default)]
pub struct Tally {
    not_mail: Count,
    unreadable: Count,
    links: Count,
    /// Whether there was no message at all.
    nothing: bool,
}

impl Tally {
    /// Whether there was a message.
    pub fn found(&mut self, found: bool) {
        self.nothing = !found;
    }

    /// Count something.
    pub fn add(&mut self, path: &Path, why: PassedOver) {
        let count = match why {
            PassedOver::NotMail => &mut self.not_mail,
            PassedOver::Unreadable => &mut self.unreadable,
            PassedOver::Link => &mut self.links,
        };
        if count.number == 0 {
            path.clone_into(&mut count.first);
        }
        count.number += 1;
    }

    /// Say how much was passed over and why, on standard error.
    pub fn tell(&self, language: Language) {
        if self.nothing {
            output::note(language.translate(en("warning: there is no message in what was given")));
        }
        let all = [
            (
                &self.not_mail,
                en(
                    "note: files in folders that are not mail and were passed over: {number}; the first is `{file}`",
                ),
            ),
            (
                &self.unreadable,
                en(
                    "note: files in folders that cannot be read and do not have the name of a message: {number}; the first is `{file}`",
                ),
            ),
            (
                &self.links,
                en(
                    "note: links in folders to what is found without them: {number}; the first is `{file}`",
                ),
            ),
        ];
        for (count, sentence) in all {
            if count.number > 0 {
                let file = files::name(&count.first);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("number", &count.number), ("file", &file)];
                output::note(&language.fill(sentence, &values));
            }
        }
    }
}
