//! Reads message traces and tracking logs that Exchange exported, and counts what they say.

pub mod columns;
pub mod read;
pub mod response;
pub mod tally;

pub use read::read;
pub use tally::Trace;

/// What the words of a status or an event mean, where they are known.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "delivered" => "delivered to the recipient, or handed to the next server outside",
        "failed" | "fail" => {
            "not delivered; the sender gets a non-delivery report if one can be sent"
        }
        "pending" => "delivery is still being tried",
        "expanded" | "expand" => "sent to a group; its members have rows of their own",
        "quarantined" => "held in quarantine",
        "resolved" | "resolve" => "sent to another address of the recipient",
        "filteredasspam" => "found to be spam, and put into Junk Email or rejected",
        "gettingstatus" => "the status is not known yet; look again in a few minutes",
        "receive" => "taken in by a server",
        "submit" => "handed over by the mailbox of the sender",
        "send" | "send external" => "sent on to another server",
        "deliver" => "put into the mailbox",
        "transfer" => "split, for example because recipients need different forms",
        "defer" => "delivery put off, to be tried again",
        "drop" => "discarded without any report to anyone",
        "redirect" => "sent to another recipient",
        "agentinfo" => "remarks of a transport agent",
        _ => return None,
    })
}
