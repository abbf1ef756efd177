//! Tells the bounces that are no delivery status reports: of other mail systems, and of Exchange where
//! the parts of its report were not saved.

use super::report::SEVERITY;
use super::{Evidence, Kind};
use crate::address;
use crate::i18n::en;
use crate::mail::message::{Header, Message};

/// How the text of a bounce of qmail-send begins (QSBMF, section 2).
const QMAIL: &[u8] = b"Hi. This is the qmail-send program";

/// A bounce that is no report. No mailbox made it; that Exchange takes what is no report for a
/// non-delivery report is not documented, nor that it does not.
pub(super) fn bounce(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    // Reports of abuse, too, come from such senders.
    let report = m.report_type.as_deref();
    if report.is_some_and(|report| report != "delivery-status") || is_its_own(m) {
        return None;
    }
    if let Some(failed) = m.header("X-Failed-Recipients") {
        seen.push(Evidence::header(failed));
        return Some(vec![Kind::Ordinary, Kind::Ndr]);
    }
    let text = m.parts.first();
    if let Some(text) =
        text.filter(|text| text.media_type == "text/plain" && text.body.starts_with(QMAIL))
    {
        seen.push(Evidence {
            what: en("text of the message").into(),
            value: String::from_utf8_lossy(QMAIL).into_owned(),
            line: text.line,
        });
        return Some(vec![Kind::Ordinary, Kind::Ndr]);
    }
    let signs = by_system(m)?;
    seen.extend(signs.into_iter().map(Evidence::header));
    // Of these, some only warn of a delay.
    Some(vec![Kind::Ordinary, Kind::Ndr, Kind::DsnDelayed])
}

/// What stands in From where a mail system itself writes, in lower case.
const SYSTEMS: [&str; 4] = [
    "mailer-daemon",
    "mail delivery system",
    "mail deliver system",
    "mail delivery subsystem",
];

/// What subjects of bounces have in them, in lower case: English, and Japanese as gateways write it.
const BOUNCES: [&str; 19] = [
    "undeliver",
    "nondeliver",
    "non-deliver",
    "non deliver",
    "not be delivered",
    "delivery fail",
    "delivery has failed",
    "delivery error",
    "delivery status",
    "delivery problem",
    "delivery notification",
    "delivery delayed",
    "delayed mail",
    "failure notice",
    "failure delivery",
    "returned mail",
    "bounce notification",
    "配信できません",
    "配信不能",
];

/// The headers that show a bounce which a mail system made: one from its own name; one from a
/// postmaster with the null sender, or with the subject of a bounce; one with these two.
fn by_system<'m>(m: &'m Message) -> Option<Vec<&'m Header<'m>>> {
    let path = m.header("Return-Path");
    let path = path.filter(|path| {
        address::is_null_sender(&path.value) || contains(&path.value, "mailer-daemon")
    });
    // What some servers keep at the start of a mailbox has such a sender too.
    let from = m.header("From");
    if from.is_some_and(|from| contains(&from.value, "mail system internal data")) {
        return None;
    }
    if let Some(from) = from.filter(|from| SYSTEMS.iter().any(|name| contains(&from.value, name))) {
        return Some(vec![from]);
    }
    let postmaster = from.filter(|from| contains(&from.value, "postmaster@"));
    if path.is_none() && postmaster.is_none() {
        return None;
    }
    let subject = m.header("Subject").filter(|subject| {
        let text = address::lower(&subject.text()).into_owned();
        BOUNCES.iter().any(|words| text.contains(words))
    });
    let signs: Vec<_> = [path, postmaster, subject].into_iter().flatten().collect();
    (signs.len() > 1).then_some(signs)
}

/// Whether a text has some words in it, which are given in lower case.
fn contains(text: &str, words: &str) -> bool {
    let mut windows = text.as_bytes().windows(words.len());
    windows.any(|w| w.eq_ignore_ascii_case(words.as_bytes()))
}

/// The local part of the address from which Exchange reports.
const REPORTER: &str = "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@";

/// What Exchange makes that is no report on a delivery, and says so: reports of the journal, what mail
/// flow rules notify somebody of (a public message of 2025), and requests to a moderator.
const ITS_OWN: [&str; 3] = [
    "X-MS-Journal-Report",
    "X-MS-Exchange-Transport-Rules-Notification",
    "X-MS-Exchange-Organization-Approval-Initiator",
];

/// Whether it is something that Exchange made and that says it is no report on a delivery.
pub(super) fn is_its_own(m: &Message) -> bool {
    ITS_OWN.iter().any(|name| m.header(name).is_some())
}

/// How Exchange begins the subject of a non-delivery report, as public messages show.
const UNDELIVERABLE: [&str; 4] = [
    "undeliverable",
    "unzustellbar",
    "non remis",
    "non recapitabile",
];

/// The subject, where it is that of a non-delivery report of Exchange. In French a blank stands before
/// the colon.
pub(super) fn undeliverable<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    m.header("Subject").filter(|subject| {
        let text = address::lower(subject.text().trim_start()).into_owned();
        UNDELIVERABLE.iter().any(|begin| {
            let rest = text.strip_prefix(begin);
            rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    })
}

/// A report of Exchange whose parts were not saved, as where its text was copied: its address tells,
/// or that of a postmaster with the subject of a non-delivery report. Warnings of a full mailbox come
/// from there too, and are ordinary mail; others say what they are.
pub(super) fn report_without_status(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let from = m.header("From")?;
    let is_reporter = contains(&from.value, REPORTER);
    if (!is_reporter && !contains(&from.value, "postmaster@")) || is_its_own(m) {
        return None;
    }
    match undeliverable(m) {
        Some(subject) => {
            seen.extend([Evidence::header(from), Evidence::header(subject)]);
            Some(vec![Kind::Ordinary, Kind::Ndr])
        }
        None if is_reporter => {
            seen.push(Evidence::header(from));
            let reports = SEVERITY.iter().map(|(_, kind)| *kind);
            Some([Kind::Ordinary].into_iter().chain(reports).collect())
        }
        None => None,
    }
}
