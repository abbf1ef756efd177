//! Tells what silences a reaction: the message's own word, its sender, its way.

use super::{Case, Cause, Notify, Undeliverable};
use crate::i18n::{Text, en};
use crate::mail::message::Header;

/// A bit of PidTagAutoResponseSuppress (MS-OXCMAIL 2.1.3.2.20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bit {
    /// Delivery reports.
    Dr = 0x01,
    /// Non-delivery reports.
    Ndr = 0x02,
    /// Read notifications.
    Rn = 0x04,
    /// Non-read notifications.
    Nrn = 0x08,
    /// Out-of-office replies.
    Oof = 0x10,
    /// Automatic replies other than those.
    AutoReply = 0x20,
}

impl Bit {
    /// Every bit, with its word in X-Auto-Response-Suppress.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Dr, "DR"),
        (Self::Ndr, "NDR"),
        (Self::Rn, "RN"),
        (Self::Nrn, "NRN"),
        (Self::Oof, "OOF"),
        (Self::AutoReply, "AutoReply"),
    ];
}

/// What silences a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silencer {
    /// X-Auto-Response-Suppress names it.
    Suppress(Bit),
    /// Auto-Submitted says that no person wrote the message.
    AutoSubmitted,
    /// The message has the null sender, so nobody can be answered.
    NullSender,
    /// The message was marked as spam.
    Junk,
    /// The sender was answered before.
    Answered,
    /// A rule made the message.
    RulesLoop,
    /// The sender asked for no such report.
    Notify(Notify),
    /// The message cannot be delivered.
    Undeliverable,
    /// The message does not come into the mailbox.
    NotInMailbox,
}

impl Silencer {
    /// What silences a reaction, where it is so.
    #[must_use]
    pub fn heard(self, case: &Case) -> Option<Cause> {
        match self {
            Self::Suppress(bit) => headers(case, "X-Auto-Response-Suppress")
                .find(|h| suppressed(&h.value) & bit as u32 != 0)
                .map(Cause::header),
            Self::AutoSubmitted => headers(case, "Auto-Submitted")
                .find(|h| is_automatic(&h.value))
                .map(Cause::header),
            Self::NullSender => null_sender(case),
            Self::Junk => junk(case),
            Self::Answered => case.arrival.answered.then(|| {
                Cause::told(en("--already-answered: each sender gets one reply while they are on"))
            }),
            Self::RulesLoop => headers(case, "X-MS-Exchange-Inbox-Rules-Loop")
                .next()
                .map(|h| {
                    let says = en("{header}: {value}: a rule made the message, and rules act on it no second time");
                    Cause::header_says(h, says)
                }),
            Self::Notify(report) => {
                let asked = &case.arrival.notify;
                let unwanted = !asked.is_empty() && !asked.contains(&report);
                unwanted.then(|| Cause::told(en("--notify: the sender wants no such report")))
            }
            Self::Undeliverable => undeliverable(case),
            Self::NotInMailbox => undeliverable(case).or_else(|| forwarded_away(case)),
        }
    }
}

fn headers<'a>(case: &Case<'a, '_>, name: &'static str) -> impl Iterator<Item = &'a Header<'a>> {
    let all = case.message.headers.iter();
    all.filter(move |h| h.name.eq_ignore_ascii_case(name))
}

/// The bits that a value of X-Auto-Response-Suppress sets: words, or the number of the property.
#[must_use]
pub fn suppressed(value: &str) -> u32 {
    let bits = value.split([',', ';', ' ', '\t']).map(|word| {
        let word = word.trim();
        if word.eq_ignore_ascii_case("All") {
            return u32::MAX;
        }
        let mut all = Bit::ALL.iter();
        if let Some((bit, _)) = all.find(|(_, w)| w.eq_ignore_ascii_case(word)) {
            return *bit as u32;
        }
        let hex = word
            .strip_prefix("0x")
            .or_else(|| word.strip_prefix("0X"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let number = word.parse::<i64>().ok();
        // -1 is every bit, as in the property.
        hex.or_else(|| number.map(|n| u32::try_from(n & 0xFFFF_FFFF).unwrap_or(0)))
            .unwrap_or(0)
    });
    bits.fold(0, |all, bit| all | bit)
}

/// Whether a value of Auto-Submitted says that no person wrote the message (RFC 3834).
fn is_automatic(value: &str) -> bool {
    let word = value.split([';', '(']).next().unwrap_or_default().trim();
    !word.is_empty() && !word.eq_ignore_ascii_case("no")
}

fn null_sender(case: &Case) -> Option<Cause> {
    if !case.sender.is_empty() {
        return None;
    }
    Some(
        match (&case.arrival.from, case.message.header("Return-Path")) {
            (None, Some(path)) => Cause::header(path),
            (Some(from), _) => {
                Cause::told(Text::with("--from {from}", vec![("from", from.clone())]))
            }
            (None, None) => Cause::told(en("the message names no sender")),
        },
    )
}

/// The spam confidence level from which on a message goes to Junk Email.
const SPAM: i32 = 5;

fn junk(case: &Case) -> Option<Cause> {
    if case.arrival.junk {
        return Some(Cause::told(en("--junk: the message was marked as spam")));
    }
    let level = |text: &str| text.trim().parse::<i32>().ok();
    let organization = headers(case, "X-MS-Exchange-Organization-SCL");
    let organization = organization.map(|h| (h, level(&h.value)));
    let report = headers(case, "X-Forefront-Antispam-Report").map(|h| {
        let fields = h.value.split(';');
        let mut found = fields.filter_map(|f| f.trim().strip_prefix("SCL:").and_then(level));
        (h, found.next())
    });
    organization
        .chain(report)
        .find(|(_, found)| found.is_some_and(|n| n >= SPAM))
        .map(|(h, found)| {
            let values = vec![
                ("header", h.name.to_string()),
                ("level", found.unwrap_or(SPAM).to_string()),
            ];
            Cause {
                what: Text::with(en("{header}: SCL {level}, spam"), values),
                ..Cause::header(h)
            }
        })
}

fn undeliverable(case: &Case) -> Option<Cause> {
    let why = case.arrival.undeliverable?;
    Some(Cause::told(match why {
        Undeliverable::Unknown => en("--undeliverable unknown: nobody has the address"),
        Undeliverable::Full => en("--undeliverable full: the mailbox takes no more"),
    }))
}

fn forwarded_away(case: &Case) -> Option<Cause> {
    let mailbox = case.mailbox.filter(|m| !m.deliver_and_forward)?;
    let to = mailbox.forwarding.as_ref()?;
    let what = Text::with(
        en(
            "the message goes on to {to} and does not come into the mailbox (DeliverToMailboxAndForward: false)",
        ),
        vec![("to", to.value.clone())],
    );
    Some(Cause::policy(what, to.line))
}
