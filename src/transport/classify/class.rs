//! Tells the kind by the message class, where TNEF gives one.

use super::{Evidence, Kind, headers};
use crate::i18n::{Text, en};
use crate::mail::message::Message;

/// Whether a class (lower case) is this one or one below it.
fn is_under(class: &str, root: &str) -> bool {
    let rest = class.strip_prefix(root);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The kind of a message class (MS-OXCMAIL, MS-OXOMSG); a leading `envelope.` does not count.
#[must_use]
pub fn kind_of_class(class: &str, oof_reply_type: Option<i32>) -> Kind {
    let class = class.to_ascii_lowercase();
    let class = class.strip_prefix("envelope.").unwrap_or(&class);
    let under = |root: &str| is_under(class, root);
    if under("ipm.note.rules.ooftemplate") {
        return if oof_reply_type.is_some_and(|t| t != 2) {
            Kind::OofLegacy
        } else {
            Kind::OofInternal
        };
    }
    let fixed = [
        ("ipm.note.rules.externalooftemplate", Kind::OofExternal),
        ("ipm.note.rules.replytemplate", Kind::AutoReply),
        (
            "ipm.schedule.meeting.notification.forward",
            Kind::MeetingForwardNotification,
        ),
        (
            "ipm.notification.meeting.forward",
            Kind::MeetingForwardNotification,
        ),
        ("ipm.outlook.recall", Kind::Recall),
        ("ipm.recall.report", Kind::RecallReport),
    ];
    if let Some((_, kind)) = fixed.iter().find(|(root, _)| under(root)) {
        return *kind;
    }
    if class.starts_with("report.") {
        let ends = [
            (".ipnrn", Kind::ReadReceipt),
            (".ipnnrn", Kind::NonReadReceipt),
            ("delayed.dr", Kind::DsnDelayed),
            ("relayed.dr", Kind::DsnRelayed),
            ("expanded.dr", Kind::DsnExpanded),
            (".ndr", Kind::Ndr),
            (".dr", Kind::DeliveryReport),
        ];
        if let Some((_, kind)) = ends.iter().find(|(end, _)| class.ends_with(end)) {
            return *kind;
        }
    }
    Kind::Ordinary
}

/// Whether a class may have been lost on the way: a mailbox keeps what came as plain MIME as
/// IPM.Note, whatever it was where it was sent. Of a TNEF stream, which has a line, the sender wrote
/// the class.
fn is_lost(class: &str, line: u32) -> bool {
    line == 0 && class.eq_ignore_ascii_case("IPM.Note")
}

/// That an Outlook file is of no message, by its class (MS-OXOCAL, MS-OXOCNTC, MS-OXOTASK, MS-OXONOTE,
/// MS-OXOPOST, MS-OXOJRNL). In TNEF the same classes were sent.
pub(super) fn kept(m: &Message) -> Option<Text> {
    const KEPT: [&str; 7] = [
        "ipm.activity",
        "ipm.appointment",
        "ipm.contact",
        "ipm.distlist",
        "ipm.post",
        "ipm.stickynote",
        "ipm.task",
    ];
    let (tnef, line) = m.tnef.as_ref()?;
    let class = tnef.message_class.as_deref().filter(|_| *line == 0)?;
    let lower = class.to_ascii_lowercase();
    let is_kept = KEPT.iter().any(|kept| is_under(&lower, kept));
    let what = en(
        "this is no message but what Outlook keeps in a folder (class `{class}`): a verdict on it is one on a message that has it as its content",
    );
    is_kept.then(|| Text::of(what, [("class", &class)]))
}

/// That a TNEF stream or an Outlook message was not read to the end of what it says.
pub(super) fn cut(m: &Message) -> Option<Text> {
    let (tnef, line) = m.tnef.as_ref()?;
    if tnef.cut && *line == 0 {
        return Some(en("the Outlook message is damaged, and only some of it was read: it may say more, and have more recipients").into());
    }
    tnef.cut.then(|| {
        en("the TNEF part (winmail.dat) is damaged or very long, and only its beginning was read: it may say more of the message").into()
    })
}

/// A TNEF stream whose class was not read: the message may be of any kind.
pub(super) fn unread_class(m: &Message, _: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let (tnef, _) = m.tnef.as_ref()?;
    let unread = tnef.cut && tnef.message_class.as_ref().is_none_or(String::is_empty);
    unread.then(|| Kind::ALL.to_vec())
}

pub(super) fn message_class(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let (tnef, line) = m.tnef.as_ref()?;
    let class = tnef.message_class.as_ref().filter(|c| !c.is_empty())?;
    if is_lost(class, *line) && headers::mailbox_reply(m).is_some() {
        return None;
    }
    seen.push(Evidence {
        what: en("message class").into(),
        value: class.clone(),
        line: *line,
    });
    let kind = kind_of_class(class, tnef.oof_reply_type);
    if kind == Kind::OofInternal && tnef.oof_reply_type.is_none() && tnef.cut {
        return Some(vec![Kind::OofInternal, Kind::OofLegacy]);
    }
    if let (Some(value), Kind::OofLegacy | Kind::OofInternal) = (tnef.oof_reply_type, kind) {
        seen.push(Evidence {
            what: en("OOF reply type (0x4080)").into(),
            value: value.to_string(),
            line: *line,
        });
    }
    Some(vec![kind])
}
