//! Tells the kind, and whether a rule forwarded the message, by headers: Exchange's own, then
//! those of other systems (RFC 3834).

use super::prefixes::{AUTOMATIC_REPLY, MEETING_FORWARD, begins_with};
use super::report::bare;
use super::{ANY_OOF, Evidence, Kind};
use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::{Header, Message};

/// Whether a header that suppresses automatic replies has one of some words.
fn suppresses<'m>(m: &'m Message, words: &[&str]) -> Option<&'m Header<'m>> {
    m.header("X-Auto-Response-Suppress").filter(|h| {
        let mut values = h.value.split([',', ';']).map(str::trim);
        values.any(|v| words.iter().any(|word| v.eq_ignore_ascii_case(word)))
    })
}

/// The header by which Exchange marks what a rule or the automatic replies of a mailbox made.
fn made_by_mailbox<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    m.header("X-MS-Exchange-Generated-Message-Source")
        .filter(|h| h.value.eq_ignore_ascii_case("Mailbox Rules Agent"))
        .or_else(|| m.header(LOOP))
}

const LOOP: &str = "X-MS-Exchange-Inbox-Rules-Loop";

/// The subject, where it begins as that of an automatic reply.
fn automatic_subject<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    m.header("Subject")
        .filter(|h| begins_with(&h.text(), AUTOMATIC_REPLY))
}

/// The header that shows a reply of a mailbox; a forward and a redirect have none.
pub(super) fn mailbox_reply<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    made_by_mailbox(m)?;
    if m.header("Resent-From").is_some() {
        return None;
    }
    suppresses(m, &["all"]).or_else(|| automatic_subject(m))
}

/// A reply that a mailbox makes: as MIME, out-of-office replies and those of rules look alike.
pub(super) fn reply_of_mailbox(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let reply = mailbox_reply(m)?;
    seen.extend(made_by_mailbox(m).map(Evidence::header));
    seen.push(Evidence::header(reply));
    let oof = [Kind::OofExternal, Kind::OofInternal];
    let Some(subject) = automatic_subject(m) else {
        return Some([&[Kind::AutoReply][..], &oof].concat());
    };
    if subject != reply {
        seen.push(Evidence::header(subject));
    }
    Some(oof.to_vec())
}

pub(super) fn meeting_forward(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = m
        .header("Subject")
        .filter(|h| begins_with(&h.text(), MEETING_FORWARD))?;
    seen.push(Evidence::header(subject));
    Some(vec![Kind::MeetingForwardNotification, Kind::Ordinary])
}

fn automatic_value<'m>(m: &'m Message) -> Option<(&'m Header<'m>, String)> {
    let h = m.header("Auto-Submitted")?;
    Some((h, bare(h.value.split(';').next().unwrap_or_default())))
}

pub(super) fn out_of_office(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = automatic_subject(m)?;
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
        Some((h, value)) if value == "auto-generated" && m.header(LOOP).is_none() => {
            if let Some(suppress) =
                suppresses(m, &["all", "oof"]).filter(|_| m.header("In-Reply-To").is_some())
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
    let subject = automatic_subject(m);
    seen.extend(subject.map(Evidence::header));
    Some(kinds(if subject.is_some() { &ANY_OOF } else { &[] }))
}

/// A subject such as that of an automatic reply, and nothing else: a person may have written it.
pub(super) fn subject_alone(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    seen.push(Evidence::header(automatic_subject(m)?));
    Some([&[Kind::Ordinary][..], &ANY_OOF].concat())
}

/// Whether a rule forwarded the message; the legacy header alone leaves it unknown.
pub(super) fn auto_forwarded(m: &Message, seen: &mut Vec<Evidence>) -> Option<bool> {
    let flag = m.tnef.as_ref().and_then(|(tnef, line)| {
        let flag = tnef.auto_forwarded?;
        seen.push(Evidence {
            what: "PidTagAutoForwarded (0x0005)".into(),
            value: flag.to_string(),
            line: *line,
        });
        Some(flag)
    });
    if flag == Some(true) {
        return flag;
    }
    if let Some(h) = m.header("X-MS-Exchange-Organization-AutoForwarded") {
        seen.push(Evidence::header(h));
        return Some(h.value.eq_ignore_ascii_case("true"));
    }
    // Replies carry these headers too.
    let by_rule = made_by_mailbox(m).filter(|_| mailbox_reply(m).is_none());
    if let Some(by_rule) = by_rule {
        let rules_loop = m.header(LOOP);
        seen.push(Evidence::header(rules_loop.unwrap_or(by_rule)));
        let replied = automatic_value(m).is_some_and(|(_, value)| value == "auto-replied");
        let redirected = m.header("Resent-From").is_some();
        return (rules_loop.is_some() && (!replied || redirected)).then_some(true);
    }
    if flag.is_some() {
        return flag;
    }
    if m.tnef.as_ref().is_some_and(|(tnef, _)| tnef.cut) {
        return None;
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

/// What else is to be known of a message: that a cloud flow forwarded it.
pub(super) fn notes(m: &Message, seen: &mut Vec<Evidence>) -> Vec<Text> {
    let operation = m
        .header("x-ms-mail-operation-type")
        .filter(|h| h.value.eq_ignore_ascii_case("Forward"));
    let application = m.header("x-ms-mail-application");
    let (Some(operation), Some(application)) = (operation, application) else {
        return Vec::new();
    };
    seen.extend([Evidence::header(application), Evidence::header(operation)]);
    vec![
        en("a cloud flow (Power Automate) forwarded it, which Exchange does not mark as automatic: AutoForwardEnabled and AutoForwardingMode do not stop it, and a mail flow rule on `x-ms-mail-application` can").into(),
    ]
}

/// The mailbox whose rule redirected or forwarded a message whose To still names the first
/// recipient, and which of the two it is.
#[must_use]
pub fn sent_on_by_rule(m: &Message) -> Option<(String, &'static str)> {
    let mailbox = address::normal(&m.header(LOOP)?.value);
    if mailbox_reply(m).is_some() || m.header("Resent-To").is_some() {
        return None;
    }
    if m.header("Resent-From").is_some() {
        return Some((mailbox, en("redirected")));
    }
    let still = m.addresses("To").contains(&mailbox);
    still.then_some((mailbox, en("forwarded")))
}
