//! Tells the kind, and whether a rule forwarded the message, by headers: Exchange's own, then
//! those of other systems (RFC 3834).

use super::report::bare;
use super::{ANY_OOF, Evidence, Kind};
use crate::mail::message::{Header, Message};

fn suppresses_all<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    m.header("X-Auto-Response-Suppress").filter(|h| {
        h.value
            .split(',')
            .map(str::trim)
            .any(|v| v.eq_ignore_ascii_case("all") || v.eq_ignore_ascii_case("oof"))
    })
}

pub(super) fn rules_agent(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let source = m
        .header("X-MS-Exchange-Generated-Message-Source")
        .filter(|h| h.value.eq_ignore_ascii_case("Mailbox Rules Agent"))?;
    let reply = suppresses_all(m)?;
    seen.push(Evidence::header(source));
    seen.push(Evidence::header(reply));
    Some(vec![Kind::AutoReply])
}

pub(super) fn meeting_forward(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = m
        .header("Subject")
        .filter(|h| begins(&h.value, "meeting forward notification:"))?;
    seen.push(Evidence::header(subject));
    Some(vec![Kind::MeetingForwardNotification, Kind::Ordinary])
}

/// What Exchange writes before the subject of an out-of-office reply.
const OOF_SUBJECTS: [&str; 7] = [
    "automatic reply:",
    "自動応答:",
    "automatische antwort:",
    "réponse automatique",
    "risposta automatica:",
    "respuesta automática:",
    "automatisch antwoord:",
];

fn is_oof_subject(raw: &str) -> bool {
    let is_one = |subject: &str| OOF_SUBJECTS.iter().any(|p| begins(subject, p));
    if !raw.contains("=?") {
        return is_one(raw);
    }
    let source = format!("Subject: {raw}\r\n\r\n");
    let decoded = mail_parser::MessageParser::default().parse(source.as_bytes());
    is_one(decoded.as_ref().and_then(|m| m.subject()).unwrap_or(raw))
}

/// Whether a text begins with another that is in lower case.
fn begins(text: &str, lower: &str) -> bool {
    let first = |text: &str| text.bytes().next().filter(u8::is_ascii);
    if let (Some(a), Some(b)) = (first(text), first(lower))
        && a.to_ascii_lowercase() != b
    {
        return false;
    }
    let mut letters = text.chars().flat_map(char::to_lowercase);
    lower.chars().all(|c| letters.next() == Some(c))
}

fn automatic_value<'m>(m: &'m Message) -> Option<(&'m Header<'m>, String)> {
    let h = m.header("Auto-Submitted")?;
    Some((h, bare(h.value.split(';').next().unwrap_or_default())))
}

pub(super) fn out_of_office(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = m.header("Subject").filter(|h| is_oof_subject(&h.value))?;
    let submitted = automatic_value(m).filter(|(_, v)| v != "no");
    let suppress = m.header("X-Auto-Response-Suppress");
    if submitted.is_none() && suppress.is_none() {
        return None;
    }
    seen.push(Evidence::header(subject));
    seen.extend(submitted.map(|(h, _)| Evidence::header(h)));
    seen.extend(suppress.map(Evidence::header));
    Some(ANY_OOF.to_vec())
}

pub(super) fn automatic(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let kinds = |oof: &[Kind]| [&[Kind::Ordinary, Kind::AutoReply], oof].concat();
    match automatic_value(m) {
        Some((h, value)) if value == "no" => {
            seen.push(Evidence::header(h));
            return Some(vec![Kind::Ordinary]);
        }
        Some((h, value)) if value == "auto-replied" => {
            seen.push(Evidence::header(h));
            return Some(kinds(&ANY_OOF));
        }
        Some((h, value))
            if value == "auto-generated"
                && m.header("X-MS-Exchange-Inbox-Rules-Loop").is_none() =>
        {
            if let Some(suppress) = suppresses_all(m).filter(|_| m.header("In-Reply-To").is_some())
            {
                seen.extend([Evidence::header(h), Evidence::header(suppress)]);
                return Some(kinds(&ANY_OOF));
            }
            return None;
        }
        _ => {}
    }
    let weak = |name: &str| {
        m.header(name)
            .filter(|h| !h.value.eq_ignore_ascii_case("no"))
    };
    let precedence = m
        .header("Precedence")
        .filter(|h| h.value.eq_ignore_ascii_case("auto_reply"));
    let h = precedence
        .or_else(|| weak("X-Autoreply"))
        .or_else(|| weak("X-Autorespond"))?;
    seen.push(Evidence::header(h));
    Some(kinds(&[]))
}

/// Whether a rule forwarded the message; the legacy header alone leaves it unknown.
pub(super) fn auto_forwarded(m: &Message, seen: &mut Vec<Evidence>) -> Option<bool> {
    if let Some((tnef, line)) = &m.tnef
        && let Some(flag) = tnef.auto_forwarded
    {
        seen.push(Evidence {
            what: "PidTagAutoForwarded (0x0005)".into(),
            value: flag.to_string(),
            line: *line,
        });
        return Some(flag);
    }
    if let Some(h) = m.header("X-MS-Exchange-Organization-AutoForwarded") {
        seen.push(Evidence::header(h));
        return Some(h.value.eq_ignore_ascii_case("true"));
    }
    let reply =
        m.header("X-MS-Exchange-Generated-Message-Source").is_some() && suppresses_all(m).is_some();
    if let Some(h) = m
        .header("X-MS-Exchange-Inbox-Rules-Loop")
        .filter(|_| !reply)
    {
        seen.push(Evidence::header(h));
        return Some(true);
    }
    if let Some(h) = m
        .header("Auto-Forwarded")
        .filter(|h| h.value.eq_ignore_ascii_case("true"))
    {
        seen.push(Evidence::header(h));
        return None;
    }
    Some(false)
}
