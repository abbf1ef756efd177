//! Plays an example of a reaction's page: what its message sets off.

use super::example::{read, told, without_colour};
use crate::i18n::{Language, en};
use crate::policy::time;
use crate::react::{self, Arrival, Notify, Reached, Room, Undeliverable};
use crate::report::human::View;
use crate::report::react as report;
use std::io::Write as _;

/// What options of `react` tell.
fn arrival(options: &str) -> Result<Arrival, String> {
    let unknown = |text: &str| format!("an example has no `{text}`");
    let mut arrival = Arrival::default();
    let mut words = options.split_whitespace();
    while let Some(option) = words.next() {
        match option {
            "--junk" => arrival.junk = true,
            "--already-answered" => arrival.answered = true,
            "--deleted-unread" => arrival.deleted_unread = true,
            _ => {
                let value = words.next().unwrap_or_default();
                match (option, value) {
                    ("--at", _) => {
                        let at = time::instant(value).ok_or_else(|| unknown(value))?;
                        arrival.at = Some(at);
                    }
                    ("--forwarded-to", _) => arrival.forwarded_to = Some(value.to_owned()),
                    ("--notify", "success") => arrival.notify.push(Notify::Success),
                    ("--undeliverable", "full") => {
                        arrival.undeliverable = Some(Undeliverable::Full);
                    }
                    ("--undeliverable", "unknown") => {
                        arrival.undeliverable = Some(Undeliverable::Unknown);
                    }
                    _ => return Err(unknown(&format!("{option} {value}"))),
                }
            }
        }
    }
    Ok(arrival)
}

/// Take what is wanted of what the message of an example sets off at its first recipient.
///
/// # Errors
/// Why the policy, the options or the message cannot be read.
pub fn play<T>(policy: &str, message: &str, then: impl FnOnce(&Reached) -> T) -> Result<T, String> {
    let policy = read(policy)?;
    let (options, message) = told(message);
    let arrival = arrival(&options.unwrap_or_default())?;
    let reacted = react::react(&policy, "message.eml", message.as_bytes(), &arrival);
    let set_off = reacted.result.map_err(|why| why.to_string())?;
    let reached = set_off.reached.first().ok_or("no recipient")?;
    Ok(then(reached))
}

/// The reactions of one room as an example shows them.
#[must_use]
pub fn shown(room: &Room, reached: &Reached, language: Language) -> String {
    let view = View {
        language,
        ..View::of("policy")
    };
    let mut out = Vec::new();
    // A Vec takes whatever is written to it.
    for reaction in reached.reactions.iter().filter(|r| r.room.id == room.id) {
        let _ = report::reaction(reaction, view, &mut out);
    }
    for (_, cause) in reached.idle.iter().filter(|(r, _)| r.id == room.id) {
        let cause = cause.what.localized(language);
        let not = language.fill(en("not set off: {cause}"), &[("cause", &cause)]);
        let _ = writeln!(out, "{not}");
    }
    without_colour(&out)
}
