//! Reads what the script of `rdsim collect` says of its run, notes it in the policy, and finds it
//! there again.

use crate::policy::document::{Node, Pos, Value};
use crate::policy::time::instant;

/// The key under which the script says it.
pub(super) const KEY: &str = "RdsimCollect";

/// How the note of the time begins, without the mark of a comment.
const COLLECTED: &str = "Collected ";
/// What stands between the time and the version.
const BY: &str = " by the script of rdsim ";
/// How the note of a cmdlet begins that could not be run.
const NOT_READ: &str = "Could not be read when it was collected: ";
/// How the note of what was not asked for begins.
const NOT_ASKED: &str = "Not collected, as it was not asked for: ";

/// How the note of objects begins that a policy has no section for.
pub(super) const NOT_SIMULATED: &str = "Known, not simulated: ";
/// How the notes of what could not be understood begin.
pub(super) const NOT_UNDERSTOOD: &str = "Not understood: ";
/// How the note of cmdlets begins whose output is not in a file.
pub(super) const NOT_IN: &str = "Not in ";
/// What stands between a cmdlet and the file that says that it failed.
pub(super) const FAILED: &str = " failed when ";
/// How the first line of an imported policy begins.
pub(super) const IMPORTED: &str = "Imported by rdsim from ";

/// A cmdlet that failed in the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotRead {
    pub(super) at: Pos,
    pub(super) cmdlet: String,
    /// How often it failed.
    pub(super) times: i64,
    pub(super) why: String,
}

/// What the script says of its run.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// When it began, where that is a time.
    time: Option<String>,
    /// The rdsim that wrote it.
    version: String,
    pub(super) not_read: Vec<NotRead>,
    /// What it would have collected with another option.
    not_asked: Vec<&'static str>,
}

impl Run {
    /// Read it.
    pub(super) fn of(node: &Node) -> Self {
        let get = |name: &str| {
            let mut all = node.pairs().iter();
            all.find(|(key, ..)| key == name).map(|(_, _, node)| node)
        };
        let text = |name: &str| match get(name).map(|node| &node.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let not_read = get("NotRead").map(items).unwrap_or_default();
        let asked = |name: &str| get(name).is_none_or(|node| node.value != Value::Bool(false));
        let options = [
            ("Mailboxes", "mailboxes (-IncludeMailboxes)"),
            ("InboxRules", "inbox rules (-IncludeInboxRules)"),
        ];
        let not_asked = options.into_iter().filter(|(name, _)| !asked(name));
        Self {
            time: text("Collected").filter(|time| instant(time).is_some()),
            version: text("Rdsim").unwrap_or_default(),
            not_read: not_read.into_iter().filter_map(NotRead::of).collect(),
            not_asked: not_asked.map(|(_, what)| what).collect(),
        }
    }

    /// The note for the head of the policy.
    pub(super) fn head(&self) -> Option<String> {
        let time = self.time.as_ref()?;
        Some(format!("{COLLECTED}{time}{BY}{}.", self.version))
    }

    /// The notes for its end.
    pub(super) fn rest(&self) -> Vec<String> {
        let not_read = self.not_read.iter();
        let mut notes: Vec<String> = not_read
            .map(|n| format!("{NOT_READ}{}", n.cmdlet))
            .collect();
        if !self.not_asked.is_empty() {
            notes.push(format!("{NOT_ASKED}{}", self.not_asked.join(", ")));
        }
        notes
    }
}

/// The items of a list; Windows PowerShell may write it as an object with a count, and one item
/// without its list.
fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Seq(items) => items.iter().collect(),
        Value::Map(pairs) => match pairs.iter().find(|(key, ..)| key == "value") {
            Some((_, _, list)) => list.items().iter().collect(),
            None => vec![node],
        },
        _ => Vec::new(),
    }
}

impl NotRead {
    fn of(node: &Node) -> Option<Self> {
        let mut read = Self {
            at: node.pos,
            cmdlet: String::new(),
            times: 1,
            why: String::new(),
        };
        for (key, _, node) in node.pairs() {
            match (key.as_str(), &node.value) {
                ("Cmdlet", Value::Text(text)) => read.cmdlet.clone_from(text),
                ("Why", Value::Text(text)) => read.why.clone_from(text),
                ("Times", Value::Int(times)) => read.times = *times,
                _ => {}
            }
        }
        (!read.cmdlet.is_empty()).then_some(read)
    }
}

/// What a policy says of its collection and import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Whether it was imported.
    pub imported: bool,
    /// When each file that it was made of was collected, as written.
    pub times: Vec<String>,
    /// The rdsim whose scripts collected the files.
    pub versions: Vec<String>,
    /// Cmdlets that could not be run then, or whose output is not there.
    pub not_read: Vec<String>,
    /// What was not asked for, with the option that asks for it.
    pub not_asked: Vec<String>,
    /// Objects that were there and have no section.
    pub not_simulated: Vec<String>,
    /// How many notes say that something could not be understood.
    pub not_understood: usize,
}

impl Collected {
    /// Find it in the text of a policy.
    #[must_use]
    pub fn of_policy(text: &str) -> Self {
        let mut found = Self::default();
        let comments = text.lines();
        let comments = comments.filter_map(|line| line.trim_start().strip_prefix("# "));
        for comment in comments {
            let run = comment.strip_prefix(COLLECTED);
            if let Some((time, version)) = run.and_then(|rest| rest.split_once(BY)) {
                found.times.push(time.to_owned());
                let version = version.trim_end_matches('.').to_owned();
                found.versions.push(version);
            } else if comment.starts_with(IMPORTED) {
                found.imported = true;
            } else if comment.starts_with(NOT_UNDERSTOOD) {
                found.not_understood += 1;
            } else if let Some(objects) = comment.strip_prefix(NOT_SIMULATED) {
                found.not_simulated.push(objects.to_owned());
            } else if let Some((_, cmdlets)) = comment
                .strip_prefix(NOT_IN)
                .and_then(|rest| rest.rsplit_once(": Get-"))
            {
                let cmdlets = format!("Get-{}", cmdlets.trim_end_matches('.'));
                found
                    .not_read
                    .extend(cmdlets.split(", ").map(str::to_owned));
            } else if let Some((cmdlet, _)) = comment.split_once(FAILED)
                && cmdlet.starts_with("Get-")
                && !cmdlet.contains(' ')
            {
                found.not_read.push(cmdlet.to_owned());
            } else if let Some(cmdlet) = comment.strip_prefix(NOT_READ) {
                found.not_read.push(cmdlet.to_owned());
            } else if let Some(what) = comment.strip_prefix(NOT_ASKED) {
                found.not_asked.extend(what.split(", ").map(str::to_owned));
            }
        }
        found
    }
}
