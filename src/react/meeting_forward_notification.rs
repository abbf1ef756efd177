#![doc = include_str!("meeting_forward_notification.md")]

use super::builder::{Envelope, MessageBuilder};
use super::suppress::Suppressor;
use super::{Candidate, Incoming, ReactionKind, Reason, rules};
use crate::address;
use crate::i18n::{Text, en};

/// The kind of meeting forward notifications.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("meeting-forward-notification"),
    title: "The notification to the organizer, where a meeting request is forwarded",
    page: crate::embedded::apart(embedded!("meeting_forward_notification.md")),
    suppressors: &[Suppressor::NotInMailbox],
    check,
};

/// Who organizes a meeting.
struct Organizer {
    address: String,
    /// Why it may be another.
    doubt: Option<Reason>,
}

/// Who organizes the meeting for which the message is a request; `None` where it is no request.
fn organizer(incoming: &Incoming) -> Option<Organizer> {
    let parts = incoming.message.parts.iter();
    let calendar = parts
        .filter(|p| p.media_type == "text/calendar")
        .map(|p| p.text())
        .find(|text| field(text, "METHOD").is_some_and(|m| m.eq_ignore_ascii_case("REQUEST")));
    let class = incoming.message.tnef.as_ref();
    let class = class.and_then(|(t, _)| t.message_class.as_deref());
    let request = class.is_some_and(|c| c.eq_ignore_ascii_case("IPM.Schedule.Meeting.Request"));
    let named = calendar
        .as_deref()
        .and_then(|text| field(text, "ORGANIZER"))
        .map(
            |value| match value.to_ascii_lowercase().split_once("mailto:") {
                Some((_, address)) => address::normal(address),
                None => String::new(),
            },
        );
    let named = named.filter(|address| address.contains('@'));
    let doubt = calendar.is_some() && named.is_none();
    (calendar.is_some() || request).then(|| Organizer {
        address: named.unwrap_or_else(|| incoming.author.clone()),
        doubt: doubt.then(|| Reason::new(en("who organizes the meeting: the calendar, as far as it is there, does not name the organizer, as every meeting request does (RFC 5546), and the author is taken for that"))),
    })
}

/// The value of the first property of a name in a calendar; folded lines are one.
fn field(calendar: &str, name: &str) -> Option<String> {
    let unfolded = calendar
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "");
    unfolded.lines().find_map(|line| {
        let (head, value) = line.split_once(':')?;
        let found = head.split(';').next().unwrap_or_default();
        found.eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let Some(organizer) = organizer(incoming) else {
        return Err(Reason::new(en("the message is not a meeting request")));
    };
    let mut forwards: Vec<(Reason, String, Vec<Reason>, Vec<Reason>)> = Vec::new();
    if let Some(to) = &incoming.arrival.forwarded_to {
        let trigger = Reason::new(Text::with("--forwarded-to {to}", vec![("to", to.clone())]));
        forwards.push((trigger, to.clone(), Vec::new(), Vec::new()));
    }
    for running in rules::running(incoming) {
        // Where the forward is suppressed there is nothing to notify of.
        let suppressors = super::forward_by_rule::REACTION.suppressors.iter();
        let suppressed_by: Vec<Reason> = suppressors.filter_map(|s| s.reason(incoming)).collect();
        for to in &running.rule.forward_to {
            let trigger = rules::trigger("ForwardTo", running.rule);
            forwards.push((
                trigger,
                to.clone(),
                suppressed_by.clone(),
                running.doubts.clone(),
            ));
        }
    }
    if forwards.is_empty() {
        return Err(Reason::new(en(
            "nobody forwards the meeting request: give `--forwarded-to` where its owner does by hand",
        )));
    }
    let candidates = forwards
        .into_iter()
        .map(|(trigger, to, suppressed_by, doubts)| {
            let builder = MessageBuilder::new(
                incoming,
                &Envelope {
                    path: "",
                    from: &incoming.to,
                    to: &organizer.address,
                    prefix: "Meeting Forward Notification: ",
                    token: "meeting-forward-notification",
                },
            );
            let text = format!("{} forwarded your meeting request to {to}.", incoming.to);
            Candidate {
                what: en("meeting forward notification").into(),
                token: "meeting-forward-notification",
                trigger,
                suppressed_by,
                doubts: doubts.into_iter().chain(organizer.doubt.clone()).collect(),
                message: builder.text_with_class(
                    &text,
                    "IPM.Schedule.Meeting.Notification.Forward",
                    None,
                ),
            }
        });
    Ok(candidates.collect())
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_property_is_found_with_parameters_and_folds() {
        let calendar = "BEGIN:VEVENT\r\norganizer;CN=Bob:MAIL\r\n TO:bob@fabrikam.com\r\n";
        let found = field(calendar, "ORGANIZER");
        assert_eq!(found.as_deref(), Some("MAILTO:bob@fabrikam.com"));
        assert_eq!(field("X-METHOD:REQUEST\n", "METHOD"), None);
    }
}
