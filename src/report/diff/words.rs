//! Says in words what a change of policy does.

use super::Files;
use crate::classify::Kind;
use crate::diff::classes::{Classes, Senders};
use crate::diff::fold::Group;
use crate::diff::forms::{FormChange, names};
use crate::diff::{Cause, Change, Diff};
use crate::settings::Forward;

/// A change in words, one string for each thing that is said of it.
pub(super) struct Words {
    pub(super) whom: String,
    pub(super) effects: Vec<Effect>,
    pub(super) because: String,
    pub(super) example: String,
}

/// What changes how.
pub(super) struct Effect {
    pub(super) what: Vec<String>,
    pub(super) old: String,
    pub(super) new: String,
}

impl Words {
    fn of_change(change: &Change, classes: &Classes, files: Files) -> Self {
        let groups = change.groups.iter();
        Self {
            whom: recipients(classes, &change.recipients),
            effects: vec![Effect {
                what: groups.map(|g| group(g, classes)).collect(),
                old: change.old.words(true),
                new: change.new.words(false),
            }],
            because: because(&change.cause, files),
            example: example(classes, change),
        }
    }

    fn of_form(change: &FormChange, classes: &Classes, files: Files) -> Self {
        let authors: Vec<Option<usize>> = change.authors.iter().copied().map(Some).collect();
        let from = senders(&classes.authors, &authors, "from");
        let effects = change.traits.iter().map(|t| Effect {
            what: vec![join([names(&t.traits).join(", "), from.clone()])],
            old: t.old.clone(),
            new: t.new.clone(),
        });
        Self {
            whom: recipients(classes, &change.recipients),
            effects: effects.collect(),
            because: because(&change.cause, files),
            example: String::new(),
        }
    }
}

fn join(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}

/// A list of names: the first few of them where there are many.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.get(..SHOWN) {
        Some(few) if names.len() > SHOWN + 1 => {
            format!("{} and {} more", few.join(", "), names.len() - SHOWN)
        }
        _ => names.join(", "),
    }
}

fn recipients(classes: &Classes, places: &[usize]) -> String {
    let chosen = places.iter().filter_map(|i| classes.recipients.get(*i));
    let members: Vec<&str> = chosen
        .flat_map(|r| r.members.iter().map(String::as_str))
        .collect();
    if places.len() == classes.recipients.len() {
        return format!("every recipient ({})", some(&members));
    }
    some(&members)
}

/// Senders in words; nothing where it is all of them.
fn senders(classes: &[Senders], places: &[Option<usize>], word: &str) -> String {
    if places.contains(&None) || places.len() == classes.len() {
        return String::new();
    }
    let members = |wanted: bool| -> Vec<&str> {
        let all = classes.iter().enumerate();
        let chosen = all.filter(|(i, _)| places.contains(&Some(*i)) == wanted);
        chosen
            .flat_map(|(_, s)| s.members.iter().map(String::as_str))
            .collect()
    };
    let (these, others) = (members(true), members(false));
    if others.len() < these.len() {
        return format!("{word} anybody but {}", some(&others));
    }
    format!("{word} {}", some(&these))
}

fn group(g: &Group, classes: &Classes) -> String {
    let what = join([
        kinds(&g.kinds),
        senders(&classes.authors, &g.authors, "from"),
        senders(&classes.forwarders, &g.forwarders, "sent or forwarded by"),
    ]);
    match forwards(&g.forwards) {
        way if way.is_empty() => what,
        way => format!("{way}: {what}"),
    }
}

fn kinds(kinds: &[Kind]) -> String {
    let tokens = |all: &[Kind]| -> String {
        let tokens: Vec<&str> = all.iter().map(|k| k.token()).collect();
        tokens.join(", ")
    };
    let all = Kind::ALL.iter().map(|(kind, _)| *kind);
    let others: Vec<Kind> = all.filter(|k| !kinds.contains(k)).collect();
    match others.len() {
        0 => "messages of every kind".into(),
        n if n < 5 => format!("messages of every kind but {}", tokens(&others)),
        _ => tokens(kinds),
    }
}

fn forwards(ways: &[Forward]) -> String {
    match ways {
        ways if ways.len() == Forward::ALL.len() => String::new(),
        [Forward::No] => "not forwarded".into(),
        ways => {
            let words: Vec<&str> = ways
                .iter()
                .map(|way| match way {
                    Forward::No => "not forwarded",
                    Forward::InboxRule => "auto-forwarded by an inbox rule",
                    Forward::MailboxForwarding => "forwarded by mailbox forwarding",
                    Forward::MailFlowRule => "sent on by a mail flow rule",
                })
                .collect();
            words.join(" or ")
        }
    }
}

pub(super) fn because(cause: &Cause, files: Files) -> String {
    let side = |side: &Option<(String, Option<u32>)>, file: &str| match side {
        None => "no say".to_owned(),
        Some((value, line)) => {
            let value = if value.is_empty() { "(empty)" } else { value };
            let place = line.map_or_else(String::new, |line| format!(" ({file}:{line})"));
            format!("{value}{place}")
        }
    };
    let (old, new) = (side(&cause.old, files.old), side(&cause.new, files.new));
    format!("{}: {old} → {new}", cause.setting)
}

/// A message that is concerned: from whom to whom.
fn example(classes: &Classes, change: &Change) -> String {
    let to = change.recipients.first();
    let to = to.and_then(|i| classes.recipients.get(*i));
    let group = change.groups.first();
    let place = |places: &[Option<usize>]| places.first().copied().flatten();
    let author = group.and_then(|g| place(&g.authors)).unwrap_or_default();
    let from = classes.authors.get(author);
    match (from, to) {
        (Some(from), Some(to)) => format!("{} to {}", from.example, to.example),
        _ => String::new(),
    }
}

pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

pub(super) fn counts(diff: &Diff) -> String {
    format!(
        "{}, {}; compared {} × {} × {} kinds × {} ways of forwarding",
        count(
            diff.changes.len(),
            "change of outcome",
            "changes of outcome"
        ),
        count(diff.forms.len(), "change of form", "changes of form"),
        count(
            diff.classes.recipients.len(),
            "class of recipients",
            "classes of recipients"
        ),
        count(
            diff.classes.authors.len(),
            "class of senders",
            "classes of senders"
        ),
        Kind::ALL.len(),
        Forward::ALL.len(),
    )
}

/// Everything that changes, in words.
pub(super) fn words(diff: &Diff, files: Files) -> Vec<Words> {
    let changes = diff.changes.iter();
    let changes = changes.map(|c| Words::of_change(c, &diff.classes, files));
    let forms = diff.forms.iter();
    changes
        .chain(forms.map(|f| Words::of_form(f, &diff.classes, files)))
        .collect()
}
