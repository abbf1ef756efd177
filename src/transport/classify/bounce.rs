//! Tells the bounces that are no delivery status reports: of other mail systems, and of Exchange where
//! the parts of its report were not saved.

use super::report::SEVERITY;
use super::{Evidence, Kind};
use crate::address;
use crate::i18n::en;
use crate::mail::message::Message;

/// How the text of a bounce of qmail-send begins (QSBMF, section 2).
const QMAIL: &[u8] = b"Hi. This is the qmail-send program";

/// A bounce of Exim, which lists the failed recipients in a header, or of qmail. No mailbox made it;
/// that Exchange takes what is no report for a non-delivery report is not documented, nor that it does
/// not.
pub(super) fn bounce(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    if let Some(failed) = m.header("X-Failed-Recipients") {
        seen.push(Evidence::header(failed));
    } else {
        let text = m.parts.first()?;
        let begins = text.media_type == "text/plain" && text.body.starts_with(QMAIL);
        seen.push(Evidence {
            what: en("text of the message").into(),
            value: String::from_utf8_lossy(begins.then_some(QMAIL)?).into_owned(),
            line: text.line,
        });
    }
    Some(vec![Kind::Ordinary, Kind::Ndr])
}

/// The local part of the address from which Exchange reports.
const REPORTER: &str = "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e";

/// How Exchange begins the subject of a non-delivery report, as public messages show.
const UNDELIVERABLE: [&str; 2] = ["undeliverable:", "unzustellbar:"];

/// A report of Exchange whose parts were not saved, as where its text was copied: its address tells,
/// or that of a postmaster with the subject of a non-delivery report. Warnings of a full mailbox come
/// from there too, and are ordinary mail; the journal's reports say what they are.
pub(super) fn report_without_status(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let from = m.header("From")?;
    // Most mail is told apart without a look into the header's addresses.
    let bytes = from.value.as_bytes();
    let may_be = |name: &str| {
        let mut windows = bytes.windows(name.len());
        windows.any(|w| w.eq_ignore_ascii_case(name.as_bytes()))
    };
    if !may_be("postmaster@") && !may_be(REPORTER) {
        return None;
    }
    let sender = address::first(&from.value)?;
    let (name, _) = sender.split_once('@')?;
    let is_reporter = name == REPORTER && m.header("X-MS-Journal-Report").is_none();
    if !is_reporter && name != "postmaster" {
        return None;
    }
    let subject = m.header("Subject").filter(|subject| {
        let text = address::lower(subject.text().trim_start()).into_owned();
        UNDELIVERABLE.iter().any(|begin| text.starts_with(begin))
    });
    let kinds = match subject {
        Some(subject) => {
            seen.extend([Evidence::header(from), Evidence::header(subject)]);
            vec![Kind::Ordinary, Kind::Ndr]
        }
        None if is_reporter => {
            seen.push(Evidence::header(from));
            let reports = SEVERITY.iter().map(|(_, kind)| *kind);
            [Kind::Ordinary].into_iter().chain(reports).collect()
        }
        None => return None,
    };
    Some(kinds)
}
