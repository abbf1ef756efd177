//! Tells the bounces of other mail systems that are no delivery status reports.

use super::{Evidence, Kind};
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
