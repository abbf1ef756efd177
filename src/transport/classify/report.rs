//! Tells the kind by the structure of a report: delivery status and disposition notification.

use super::{Evidence, Kind, bounce};
use crate::i18n::{Text, en};
use crate::mail::large::TEXT;
use crate::mail::message::{Message, Part};

/// Fields of a report body: name in lower case, value, place of the line within the body.
fn report_fields(body: &[u8]) -> Vec<(String, String, u32)> {
    let text = String::from_utf8_lossy(body);
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    for (index, line) in (0u32..).zip(text.split('\n')) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value, _)) = fields.last_mut() {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((
                name.trim().to_ascii_lowercase(),
                value.trim().to_owned(),
                index,
            ));
        }
    }
    fields
}

/// A value without its RFC 5322 comments, lower case.
pub(super) fn bare(value: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim().to_ascii_lowercase()
}

/// The actions of RFC 3464, least severe first: the most severe over all recipients decides.
pub(super) const SEVERITY: [(&str, Kind); 5] = [
    ("delivered", Kind::DeliveryReport),
    ("expanded", Kind::DsnExpanded),
    ("relayed", Kind::DsnRelayed),
    ("delayed", Kind::DsnDelayed),
    ("failed", Kind::Ndr),
];

fn is_delivery_status(part: &Part) -> bool {
    matches!(
        &*part.media_type,
        "message/delivery-status" | "message/global-delivery-status"
    )
}

/// Whether a part is text, or all that there is of a multipart without its parts.
fn is_text_of(m: &Message, part: &Part) -> bool {
    part.media_type == "text/plain" || part.media_type == m.media_type
}

/// Whether a text names a recipient as reports do: others speak of actions too.
fn has_recipient(part: &Part) -> bool {
    let mut fields = report_fields(&part.body).into_iter();
    fields.any(|(name, ..)| name == "final-recipient")
}

/// The most severe action over all recipients of some parts, and its rank.
fn worst_action<'p>(parts: impl Iterator<Item = &'p Part<'p>>) -> Option<(usize, Kind, Evidence)> {
    let mut worst: Option<(usize, Kind, Evidence)> = None;
    for part in parts {
        for (name, value, line) in report_fields(&part.body) {
            if name != "action" {
                continue;
            }
            let action = bare(&value);
            let mut ranks = SEVERITY.iter().enumerate();
            let known = ranks.find(|(_, (word, _))| *word == action);
            if let Some((rank, (_, kind))) = known
                && worst.as_ref().is_none_or(|(w, ..)| rank > *w)
            {
                let evidence = Evidence {
                    what: "Action".into(),
                    value,
                    line: part.line + line,
                };
                worst = Some((rank, *kind, evidence));
            }
        }
    }
    worst
}

/// Whether some of a delivery report was not read.
fn is_cut(m: &Message) -> bool {
    let mut parts = m.parts.iter();
    parts.any(|p| is_delivery_status(p) && p.may_be_cut())
}

/// That some of a delivery report was not read.
pub(super) fn cut(m: &Message) -> Option<Text> {
    is_cut(m).then(|| {
        Text::of(
            en("the delivery report has more than {number} MiB, which is as far as it was read: what follows may say of others that it failed"),
            [("number", &(TEXT >> 20))],
        )
    })
}

/// The header by which Exchange marks the non-delivery reports that it makes.
const IS_NDR: &str = "X-MS-Exchange-Message-Is-Ndr";

pub(super) fn delivery_status(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    // What became of the message may be left out of what was saved; the header is not.
    let marked = m.header(IS_NDR);
    if m.media_type != "multipart/report" && !m.media_type.ends_with("delivery-status") {
        seen.push(Evidence::header(marked?));
        return Some(vec![Kind::Ndr]);
    }
    let is_status = |part: &&Part| is_delivery_status(part);
    let reports = m.parts.iter().any(|part| is_delivery_status(part));
    let declared = reports || m.report_type.as_deref() == Some("delivery-status");
    let mut worst = worst_action(m.parts.iter().filter(is_status));
    if worst.is_none() && declared {
        // Where a report was copied as text, its parts are no parts any more.
        worst = worst_action(
            m.parts
                .iter()
                .filter(|part| is_text_of(m, part) && has_recipient(part)),
        );
    }
    if let Some((rank, kind, evidence)) = worst {
        seen.push(evidence);
        // What was not read of a long report may have graver ones.
        let graver = SEVERITY.iter().skip(rank + 1).filter(|_| is_cut(m));
        return Some([kind].into_iter().chain(graver.map(|(_, k)| *k)).collect());
    }
    if let Some(h) = marked.or_else(|| bounce::undeliverable(m).filter(|_| declared)) {
        seen.push(Evidence::header(h));
        return Some(vec![Kind::Ndr]);
    }
    // A report that says no known action is any of them.
    if declared {
        if let Some(h) = m.header("Content-Type") {
            seen.push(Evidence::header(h));
        }
        return Some(SEVERITY.iter().map(|(_, k)| *k).collect());
    }
    None
}

/// What a receipt may be that does not tell what became of the message.
const UNTOLD: [Kind; 3] = [Kind::ReadReceipt, Kind::NonReadReceipt, Kind::Ordinary];

/// What a part says that became of the message, and where.
fn told_disposition(part: &Part) -> Option<(Vec<Kind>, Evidence)> {
    let mut fields = report_fields(&part.body).into_iter();
    let (_, value, line) = fields.find(|(name, ..)| name == "disposition")?;
    let word = bare(&value);
    let word = word.rsplit(';').next().unwrap_or_default();
    let word = word.split('/').next().unwrap_or_default();
    let kinds = match word.trim() {
        "displayed" => vec![Kind::ReadReceipt],
        "deleted" => vec![Kind::NonReadReceipt],
        // Older words, and misspelled ones.
        _ => UNTOLD.to_vec(),
    };
    let evidence = Evidence {
        what: "Disposition".into(),
        value,
        line: part.line + line,
    };
    Some((kinds, evidence))
}

pub(super) fn disposition(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    if m.media_type != "multipart/report" && !m.media_type.ends_with("disposition-notification") {
        return None;
    }
    let is_receipt = |p: &&Part| p.media_type.ends_with("disposition-notification");
    let receipts = m.parts.iter().any(|part| is_receipt(&part));
    let declared = receipts || m.report_type.as_deref() == Some("disposition-notification");
    let told = m.parts.iter().filter(is_receipt).find_map(told_disposition);
    // Where a receipt was copied as text, its parts are no parts any more.
    let copied = || {
        let texts = m.parts.iter().filter(|_| declared);
        let mut texts = texts.filter(|part| is_text_of(m, part) && has_recipient(part));
        texts.find_map(told_disposition)
    };
    if let Some((kinds, evidence)) = told.or_else(copied) {
        seen.push(evidence);
        return Some(kinds);
    }
    // A receipt that says none is any of them.
    if declared {
        seen.extend(m.header("Content-Type").map(Evidence::header));
        return Some(UNTOLD.to_vec());
    }
    None
}
