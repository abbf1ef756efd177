//! Decides what suppresses a reaction: a header of the message, its sender, or its delivery.

use super::{Incoming, Notify, Reason, Undeliverable};
use crate::i18n::{Text, en};
use crate::mail::message::Header;
use crate::transport::facts::{Fact, forwarding, out_of_office, reactions, recipients};

/// A bit of PidTagAutoResponseSuppress (MS-OXCMAIL 2.1.3.2.20), with its word in
/// X-Auto-Response-Suppress.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(ascii_case_insensitive)]
pub enum Bit {
    /// Delivery reports.
    #[strum(serialize = "DR")]
    Dr = 0x01,
    /// Non-delivery reports.
    #[strum(serialize = "NDR")]
    Ndr = 0x02,
    /// Read notifications.
    #[strum(serialize = "RN")]
    Rn = 0x04,
    /// Non-read notifications.
    #[strum(serialize = "NRN")]
    Nrn = 0x08,
    /// Out-of-office replies.
    #[strum(serialize = "OOF")]
    Oof = 0x10,
    /// Automatic replies other than those.
    AutoReply = 0x20,
}

/// Something that suppresses a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suppressor {
    /// X-Auto-Response-Suppress names it.
    Suppress(Bit),
    /// Auto-Submitted says that no person wrote the message. Whether Exchange minds that is not
    /// certain.
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
    /// The mailbox takes the reports on journal reports.
    JournalingReports,
    /// The message does not come into the mailbox.
    NotInMailbox,
    /// It came through a group that reports nothing to the sender.
    GroupReports,
}

impl Suppressor {
    /// Whether it is known that it suppresses the reaction; otherwise its reason is a doubt.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self != Self::AutoSubmitted
    }

    /// The fact about Exchange that makes it suppress; none where that follows from what it is.
    #[must_use]
    pub fn fact(self) -> Option<&'static Fact> {
        match self {
            Self::Suppress(_) => Some(&reactions::RESPONSE_SUPPRESS),
            Self::AutoSubmitted => Some(&reactions::AUTO_SUBMITTED_SILENCES),
            Self::NullSender => Some(&reactions::NULL_RETURN_PATH_SILENCES),
            Self::Junk => Some(&reactions::JUNK_SETS_OFF_NOTHING),
            Self::Answered => Some(&reactions::OOF_ONCE_A_SENDER),
            Self::JournalingReports => Some(&out_of_office::JOURNALING_MAILBOX_DOES_NOT_ANSWER),
            Self::GroupReports => Some(&recipients::GROUP_REPORTS),
            Self::RulesLoop | Self::Notify(_) | Self::Undeliverable | Self::NotInMailbox => None,
        }
    }

    /// Why the reaction is suppressed, where it is.
    #[must_use]
    pub fn reason(self, incoming: &Incoming) -> Option<Reason> {
        match self {
            Self::Suppress(bit) => headers(incoming, "X-Auto-Response-Suppress")
                .find(|h| suppressed_bits(&h.value) & bit as u32 != 0)
                .map(Reason::header),
            Self::AutoSubmitted => headers(incoming, "Auto-Submitted")
                .find(|h| is_automatic(&h.value))
                .map(|h| {
                    let says = en("whether Exchange minds {header}: {value}: RFC 3834 asks for no reply to it, but a public report says that Exchange replied until X-Auto-Response-Suppress was added");
                    Reason::header_with(h, says)
                }),
            Self::NullSender => null_sender(incoming),
            Self::Junk => junk(incoming),
            Self::Answered => incoming.arrival.answered.then(|| {
                Reason::new(en("--already-answered: each sender gets one reply while they are on"))
            }),
            Self::RulesLoop => headers(incoming, "X-MS-Exchange-Inbox-Rules-Loop")
                .next()
                .map(|h| {
                    let says = en("{header}: {value}: a rule made the message, and rules act on it no second time");
                    Reason::header_with(h, says)
                }),
            Self::Notify(report) => {
                let asked = &incoming.arrival.notify;
                let unwanted = !asked.is_empty() && !asked.contains(&report);
                unwanted.then(|| Reason::new(en("--notify: the sender did not ask for this report")))
            }
            Self::Undeliverable => undeliverable(incoming),
            Self::JournalingReports => journaling_reports(incoming),
            Self::GroupReports => group_reports(incoming),
            Self::NotInMailbox => undeliverable(incoming).or_else(|| forwarded_away(incoming)),
        }
    }
}

fn headers<'a>(
    incoming: &Incoming<'a, '_>,
    name: &'static str,
) -> impl Iterator<Item = &'a Header<'a>> {
    let all = incoming.message.headers.iter();
    all.filter(move |h| h.name.eq_ignore_ascii_case(name))
}

/// The bits that a value of X-Auto-Response-Suppress sets: by name, or the number of the property.
#[must_use]
pub fn suppressed_bits(value: &str) -> u32 {
    let bits = value.split([',', ';', ' ', '\t']).map(|word| {
        let word = word.trim();
        if word.eq_ignore_ascii_case("All") {
            return u32::MAX;
        }
        if let Ok(bit) = word.parse::<Bit>() {
            return bit as u32;
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

fn null_sender(incoming: &Incoming) -> Option<Reason> {
    if !incoming.sender.is_empty() {
        return None;
    }
    Some(
        match (
            &incoming.arrival.from,
            incoming.message.header("Return-Path"),
        ) {
            (None, Some(path)) => Reason::header(path),
            (Some(from), _) => {
                Reason::new(Text::with("--from {from}", vec![("from", from.clone())]))
            }
            (None, None) => Reason::new(en("the message names no sender")),
        },
    )
}

/// The spam confidence level from which on a message goes to Junk Email.
const SPAM: i32 = 5;

fn junk(incoming: &Incoming) -> Option<Reason> {
    if incoming.arrival.junk {
        return Some(Reason::new(en("--junk: the message was marked as spam")));
    }
    let level = |text: &str| text.trim().parse::<i32>().ok();
    let organization = headers(incoming, "X-MS-Exchange-Organization-SCL");
    let organization = organization.map(|h| (h, level(&h.value)));
    let report = headers(incoming, "X-Forefront-Antispam-Report").map(|h| {
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
            Reason {
                what: Text::with(en("{header}: SCL {level}, spam"), values),
                ..Reason::header(h)
            }
        })
}

fn undeliverable(incoming: &Incoming) -> Option<Reason> {
    let why = incoming.arrival.undeliverable?;
    Some(Reason::new(match why {
        Undeliverable::Unknown => en("--undeliverable unknown: nobody has the address"),
        Undeliverable::Full => en("--undeliverable full: the mailbox takes no more"),
    }))
}

fn journaling_reports(incoming: &Incoming) -> Option<Reason> {
    let mailbox = incoming.policy.journaling_report_ndr_to.as_ref()?;
    let what = Text::with(
        en(
            "JournalingReportNdrTo: {address}: this mailbox takes reports on journal reports, and makes no automatic replies",
        ),
        vec![("address", mailbox.value.clone())],
    );
    incoming
        .is_owner(&mailbox.value)
        .then(|| Reason::in_policy(what, mailbox.line))
}

fn group_reports(incoming: &Incoming) -> Option<Reason> {
    let group = incoming.group()?;
    let set = &group.report_to_originator;
    let what = if group.report_to_manager.value {
        en(
            "the message comes through the group {group}, and ReportToOriginatorEnabled is false: its owners get the report (ReportToManagerEnabled)",
        )
    } else {
        en("the message comes through the group {group}, and ReportToOriginatorEnabled is false")
    };
    let what = Text::with(what, vec![("group", group.name.clone())]);
    (!set.value).then(|| Reason::in_policy(what, set.line))
}

fn forwarded_away(incoming: &Incoming) -> Option<Reason> {
    let mailbox = incoming.mailbox.filter(|m| !m.deliver_and_forward)?;
    let (_, to) = mailbox.forwarding()?;
    let what = Text::with(
        en(
            "the message goes on to {to} and does not come into the mailbox (DeliverToMailboxAndForward: false)",
        ),
        vec![("to", to.value.clone())],
    );
    let reason = Reason::in_policy(what, to.line);
    Some(reason.by(&forwarding::FORWARDING_WITHOUT_A_COPY_MAKES_NO_OOF))
}
