//! Explains what an exported script does not do.

use super::compare::Differs;
use crate::diagnostic::{Explained, FirstProblems, Problem};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::sections::Section;

/// What a script does not do.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum NotDone {
    /// An entry that the tenant lacks.
    NotMade {
        /// What it is, in words.
        entry: &'static str,
        /// Its name.
        name: String,
        /// The cmdlets that make it.
        cmdlets: String,
    },
    /// An entry that the policy lacks.
    NotRemoved {
        /// What it is, in words.
        entry: &'static str,
        /// Its name.
        name: String,
        /// The cmdlets that remove it.
        cmdlets: &'static str,
    },
    /// A property that differs.
    NotSet {
        /// What has it, in words.
        entry: &'static str,
        /// Its name.
        name: String,
        /// The property.
        property: String,
        /// The cmdlets that set it.
        cmdlets: &'static str,
    },
    /// A property that differs and that no cmdlet sets.
    NoCmdlet {
        /// The mailbox.
        name: String,
        /// The property.
        property: &'static str,
    },
    /// A property of a remote domain that no parameter sets.
    NoParameter {
        /// The remote domain.
        name: String,
        /// The property.
        property: &'static str,
    },
    /// A section that cannot be compared, because nothing is known of the tenant.
    NotCompared {
        /// The section.
        section: &'static str,
    },
    /// A mailbox that the policy of today does not list.
    NotListed {
        /// The mailbox.
        name: String,
        /// The file of that policy.
        file: String,
    },
    /// A section, or a property, that the policy does not have.
    Unsaid {
        /// The section or the property.
        what: String,
    },
    /// A section that is known and not simulated.
    NotInJson {
        /// The section.
        section: String,
    },
    /// Entries of a tenant of which nothing is known.
    OthersStay {
        /// The section.
        section: &'static str,
    },
    /// A name that is longer than a tenant takes.
    NameCut {
        /// The name.
        name: String,
        /// Its characters.
        length: usize,
        /// The most that a tenant takes.
        most: usize,
    },
    /// A name that stays.
    NameKept {
        /// The name.
        name: String,
    },
}

impl Explained for NotDone {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotMade { entry, name, .. } => Text::of(
                en("the script does not make `{name}` ({entry})"),
                [("name", name)],
            )
            .with_text("entry", *entry),
            Self::NotRemoved { entry, name, .. } => Text::of(
                en("the script does not remove `{name}` ({entry})"),
                [("name", name)],
            )
            .with_text("entry", *entry),
            Self::NotSet {
                entry,
                name,
                property,
                ..
            } => Text::of(
                en("the script does not set {property} of `{name}` ({entry})"),
                [("property", property), ("name", name)],
            )
            .with_text("entry", *entry),
            Self::NoCmdlet { name, property } => Text::of(
                en("the script does not set {property} of the mailbox `{name}`"),
                [("property", property), ("name", name)],
            ),
            Self::NoParameter { name, property } => Text::of(
                en("the script does not set {property} of the remote domain `{name}`"),
                [("property", property), ("name", name)],
            ),
            Self::NotCompared { section } => Text::of(
                en("the script does nothing about {section}: it is not known what the tenant has"),
                [("section", section)],
            ),
            Self::NotListed { name, file } => Text::of(
                en("`{file}` does not list the mailbox `{name}`, so it is not compared"),
                [("file", file), ("name", name)],
            ),
            Self::Unsaid { what } => Text::of(
                en("the policy says nothing of {what}, so the script leaves it as it is"),
                [("what", what)],
            ),
            Self::NotInJson { section } => Text::of(
                en("the JSON is without `{section}`"),
                [("section", section)],
            ),
            Self::OthersStay { section } => Text::of(
                en("the script leaves entries of {section} that are not in the policy"),
                [("section", section)],
            ),
            Self::NameCut { name, most, .. } => Text::of(
                en("the script cuts the name `{name}` to {most} characters"),
                [("name", name), ("most", most)],
            ),
            Self::NameKept { name } => Text::of(
                en("the script does not rename the remote domain `{name}`"),
                [("name", name)],
            ),
        }
    }

    fn help(&self) -> Text {
        let by = |english, cmdlets: &str| Text::of(english, [("cmdlets", &cmdlets)]);
        match self {
            Self::NotMade { cmdlets, .. } => by(en("make it with {cmdlets}"), cmdlets),
            Self::NotRemoved { cmdlets, .. } => by(en("remove it with {cmdlets}"), cmdlets),
            Self::NotSet { cmdlets, .. } => by(en("set it with {cmdlets}"), cmdlets),
            Self::NoCmdlet { .. } => {
                en("the owner of the mailbox sets it in Outlook; no cmdlet does").into()
            }
            Self::NoParameter { .. } => {
                en("Set-RemoteDomain of Exchange Online has no such parameter").into()
            }
            Self::NotCompared { .. } => {
                en("give the policy that the tenant has now with `--from`").into()
            }
            Self::NotListed { .. } => {
                en("compare it with Get-Mailbox, and list it in that policy").into()
            }
            Self::Unsaid { .. } => en("write its value into the policy, or set it yourself").into(),
            Self::NotInJson { .. } => {
                en("it is known and not simulated; keep the policy file as well").into()
            }
            Self::OthersStay { .. } => en("the script names them at its end").into(),
            Self::NameCut { length, .. } => Text::of(
                en("it has {length} characters; give it a shorter `Name`"),
                [("length", length)],
            ),
            Self::NameKept { .. } => {
                en("the Default remote domain keeps its name, and so does one without a `Name`")
                    .into()
            }
        }
    }
}

/// What a script does not do, as warnings; of many the first thousand.
#[derive(Default)]
pub(super) struct NotDoneList(FirstProblems);

impl NotDoneList {
    /// Add what concerns an entry.
    pub(super) fn push(&mut self, file: &str, line: u32, what: &NotDone) {
        let column = u32::from(line > 0);
        let problem = Problem::of(file, what).at(line, column, None);
        self.0.push(problem.warning());
    }

    /// Add a section or property that the policy does not have.
    pub(super) fn unsaid(&mut self, policy: &Policy, what: impl Into<String>) {
        let what = what.into();
        self.push(&policy.file, 0, &NotDone::Unsaid { what });
    }

    /// Add a section that cannot be compared.
    pub(super) fn not_compared(&mut self, policy: &Policy, section: &'static str) {
        self.push(&policy.file, 0, &NotDone::NotCompared { section });
    }

    /// Add the properties of an entry that differ.
    pub(super) fn differing(
        &mut self,
        policy: &Policy,
        line: u32,
        section: &Section,
        name: &str,
        properties: &[Differs],
    ) {
        for (_, property, cmdlets) in properties.iter().filter(|(differs, ..)| *differs) {
            let what = NotDone::NotSet {
                entry: section.entry,
                name: name.to_owned(),
                property: (*property).to_owned(),
                cmdlets,
            };
            self.push(&policy.file, line, &what);
        }
    }

    /// All of them, in the order in which they were found.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.0.sorted(|_| 0)
    }
}
