#![doc = include_str!("meeting_forward_notification.md")]

use super::mail::{self, Envelope};
use super::silence::Silencer;
use super::{Case, Cause, Draft, Room, rules};
use crate::address;
use crate::i18n::{Text, en};

/// The room of meeting forward notifications.
pub static ROOM: Room = Room {
    id: "meeting-forward-notification",
    title: "The notification to the organizer, where a meeting request is forwarded",
    page: include_str!("meeting_forward_notification.md"),
    silencers: &[Silencer::NotInMailbox],
    check,
};

/// What the message is a request for, and who organizes it; `None` where it is no request.
fn organizer(case: &Case) -> Option<String> {
    let parts = case.message.parts.iter();
    let calendar = parts
        .filter(|p| p.media_type == "text/calendar")
        .map(|p| String::from_utf8_lossy(&p.body))
        .find(|text| field(text, "METHOD").is_some_and(|m| m.eq_ignore_ascii_case("REQUEST")));
    let class = case.message.tnef.as_ref();
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
    (calendar.is_some() || request).then(|| named.unwrap_or_else(|| case.author.clone()))
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

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let Some(organizer) = organizer(case) else {
        return Err(Cause::told(en("the message is no meeting request")));
    };
    let mut forwards: Vec<(Cause, String, Vec<Cause>, Vec<Cause>)> = Vec::new();
    if let Some(to) = &case.arrival.forwarded_to {
        let because = Cause::told(Text::with("--forwarded-to {to}", vec![("to", to.clone())]));
        forwards.push((because, to.clone(), Vec::new(), Vec::new()));
    }
    for running in rules::running(case) {
        // What silences the forward leaves nothing to notify of.
        let silencers = super::forward_by_rule::ROOM.silencers.iter();
        let silenced: Vec<Cause> = silencers.filter_map(|s| s.heard(case)).collect();
        for to in &running.rule.forward_to {
            let because = rules::because("ForwardTo", running.rule);
            forwards.push((
                because,
                to.clone(),
                silenced.clone(),
                running.doubts.clone(),
            ));
        }
    }
    if forwards.is_empty() {
        return Err(Cause::told(en(
            "nobody forwards the meeting request: give `--forwarded-to` where its owner does by hand",
        )));
    }
    let drafts = forwards.into_iter().map(|(because, to, silenced, doubts)| {
        let message = mail::Letter::new(
            case,
            &Envelope {
                path: "",
                from: &case.to,
                to: &organizer,
                prefix: "Meeting Forward Notification: ",
                token: "meeting-forward-notification",
            },
        );
        let text = format!("{} forwarded your meeting request to {to}.", case.to);
        Draft {
            what: en("meeting forward notification").into(),
            token: "meeting-forward-notification",
            because,
            silenced,
            doubts,
            mail: message.classed(&text, "IPM.Schedule.Meeting.Notification.Forward", None),
        }
    });
    Ok(drafts.collect())
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
