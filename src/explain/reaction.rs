//! Plays an example of a reaction's page: what its message triggers.

use super::example::{options, read, without_colour};
use crate::i18n::{Language, en};
use crate::policy::time;
use crate::react::{self, Arrival, Notify, ReactionKind, RecipientReactions, Undeliverable};
use crate::report::human::View;
use crate::report::react as report;
use std::io::Write as _;

/// The arrival that options of `react` describe.
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

/// Take what is wanted of what the message of an example triggers at its first recipient.
///
/// # Errors
/// Why the policy, the options or the message cannot be read.
pub fn play<T>(
    policy: &str,
    message: &str,
    then: impl FnOnce(&RecipientReactions) -> T,
) -> Result<T, String> {
    let policy = read(policy)?;
    let (options, message) = options(message);
    let arrival = arrival(&options.unwrap_or_default())?;
    let reacted = react::react(&policy, "message.eml", message.as_bytes(), &arrival);
    let reactions = reacted.result.map_err(|why| why.to_string())?;
    let reached = reactions.recipients.first().ok_or("no recipient")?;
    Ok(then(reached))
}

/// The reactions of one kind as an example shows them.
#[must_use]
pub fn shown(kind: &ReactionKind, reached: &RecipientReactions, language: Language) -> String {
    let view = View {
        language,
        ..View::of("policy")
    };
    let mut out = Vec::new();
    // A Vec takes whatever is written to it.
    for reaction in reached.reactions.iter().filter(|r| r.kind.id == kind.id) {
        let _ = report::reaction(reaction, view, &mut out);
    }
    for (_, cause) in reached
        .not_triggered
        .iter()
        .filter(|(r, _)| r.id == kind.id)
    {
        let cause = cause.what.localized(language);
        let not = language.fill(en("not triggered: {cause}"), &[("cause", &cause)]);
        let _ = writeln!(out, "{not}");
    }
    without_colour(&out)
}
