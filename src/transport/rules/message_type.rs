//! Says of which type a message is, as MessageTypeMatches asks.
//!
//! Source: Microsoft, New-TransportRule, read 2026-11-28.

use super::{Asked, Holds};
use crate::mail::message::is_pkcs7;
use crate::policy::mail_flow_rule::MessageType;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;

pub(super) fn is_of_type(wanted: MessageType, asked: &Asked) -> Holds {
    match wanted {
        MessageType::OOF => match asked.kind {
            kind if kind.is_oof() => Holds::Yes,
            // A user sets that up too; whether it counts is not documented.
            Kind::AutoReply => Holds::Unknown,
            _ => Holds::No,
        },
        // Mailbox forwarding is documented not to match; of mail flow rules it is inferred.
        MessageType::AutoForward => (asked.forwarded_by == ForwardedBy::InboxRule).into(),
        MessageType::ReadReceipt => match asked.kind {
            Kind::ReadReceipt => Holds::Yes,
            // "Read receipts": those for messages that were deleted unread are not named.
            Kind::NonReadReceipt => Holds::Unknown,
            _ => Holds::No,
        },
        MessageType::Encrypted
        | MessageType::Signed
        | MessageType::Calendaring
        | MessageType::PermissionControlled
        | MessageType::Voicemail
        | MessageType::ApprovalRequest => shown(wanted, asked),
    }
}

/// Whether the message is at hand and may be encrypted.
pub(super) fn is_sealed(asked: &Asked) -> bool {
    let types = [MessageType::Encrypted, MessageType::PermissionControlled];
    let is = |wanted| shown(wanted, asked) != Holds::No;
    asked.message.message.is_some() && types.into_iter().any(is)
}

/// The types that only the message itself shows.
fn shown(wanted: MessageType, asked: &Asked) -> Holds {
    let Some(message) = asked.message.message else {
        return Holds::Unknown;
    };
    let class = asked.message.class.map(str::to_ascii_lowercase);
    let class = class.as_deref();
    let is_class = |prefix: &str| class.is_some_and(|c| c.starts_with(prefix));
    let has = |types: &[&str]| {
        let mut parts = message.parts.iter();
        parts.any(|p| types.contains(&&*p.media_type))
    };
    let content_class = message.header("Content-Class");
    let content_class = content_class.map(|h| h.value.to_ascii_lowercase());
    let content_class = content_class.as_deref().unwrap_or_default();
    let pkcs7 = is_pkcs7(&message.media_type) || is_class("ipm.note.smime");
    let clear =
        &*message.media_type == "multipart/signed" || is_class("ipm.note.smime.multipartsigned");
    match wanted {
        MessageType::Signed if clear => Holds::Yes,
        // Such a part is either; what says which is not read.
        MessageType::Signed => Holds::No.unless(pkcs7),
        MessageType::Encrypted => Holds::No.unless(pkcs7 && !clear),
        MessageType::Calendaring => match asked.kind {
            Kind::MeetingForwardNotification => Holds::Unknown,
            _ => (is_class("ipm.schedule.meeting.") || has(&["text/calendar"])).into(),
        },
        MessageType::PermissionControlled => {
            let named = content_class == "rpmsg.message" || is_class("ipm.note.rpmsg");
            (named || has(&["application/x-microsoft-rpmsg-message"])).into()
        }
        MessageType::Voicemail => {
            let context = message.header("Message-Context");
            let voice = context.is_some_and(|h| h.value.eq_ignore_ascii_case("voice-message"));
            let voice = voice || matches!(content_class, "voice" | "voice-ca");
            (voice || is_class("ipm.note.microsoft.voicemail")).into()
        }
        MessageType::ApprovalRequest => {
            let asks = is_class("ipm.note.microsoft.approval.request");
            let named = message.header("X-MS-Exchange-Organization-Approval-Initiator");
            Holds::from(asks).unless(named.is_some())
        }
        MessageType::OOF | MessageType::AutoForward | MessageType::ReadReceipt => Holds::Unknown,
    }
}
