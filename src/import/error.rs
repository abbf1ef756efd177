//! Explains what is wrong with what was exported, and what has no place in a policy.

mod command;
mod explained;

use super::graph::Resource;
use super::kind::ObjectKind;
use crate::diagnostic::Explained;
use crate::i18n::Text;
use crate::policy::unmodelled::Unmodelled;

/// Why something cannot be imported, or is left out of the policy.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// Nothing but blanks.
    EmptyFile,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A file that begins as UTF-16 and is not.
    NotUtf16,
    /// The output of Format-Table.
    Table,
    /// None of the formats.
    UnknownFormat,
    /// More lines or values than a file may have.
    FileTooLarge,
    /// More properties than an object may have.
    TooManyProperties,
    /// A file without an object.
    NoObjects,
    /// A policy beyond the limits of its reader.
    PolicyTooLarge,
    /// Something else than an object in ConvertTo-Json's output.
    NotAnObjectInJson { found: Text },
    /// Something else than an object in Export-Clixml's output.
    NotAnObjectInClixml { found: Text },
    /// JSON that was cut.
    JsonCutOff,
    /// Not JSON.
    NotJson { reason: String },
    /// JSON of more levels than ConvertTo-Json writes.
    JsonTooDeep,
    /// Another version of `rdsim export --json`.
    UnknownVersion { found: Text },
    /// A key that is no section of a policy.
    UnknownSection { key: String },
    /// Not CSV.
    NotCsv { reason: String },
    /// A row of CSV with more or fewer cells than the header.
    CellCount { cells: usize, names: usize },
    /// A quoted cell of CSV that is never closed.
    UnclosedCell,
    /// Not XML.
    NotXml { reason: String },
    /// Not the XML of Export-Clixml.
    NotClixml { name: String },
    /// References that unfold to more than a file may have.
    ClixmlTooLarge,
    /// A reference in Export-Clixml's output to something that is not there.
    DanglingReference,
    /// A line that Format-List does not write.
    NotAListLine,
    /// A text or comment of a Microsoft365DSC configuration that is never closed.
    UnclosedText,
    /// A block of a Microsoft365DSC configuration that is never closed.
    UnclosedBlock,
    /// Lists within lists of a Microsoft365DSC configuration.
    ListsTooDeep,
    /// A resource of Microsoft365DSC that is not part of a policy.
    UnusedResource { name: String, count: usize },
    /// A variable of a Microsoft365DSC configuration that stands for a domain, or for that of addresses.
    Variable { name: String, in_addresses: bool },
    /// A row of a message trace.
    MessageTrace,
    /// An object of no known kind.
    UnknownObject { kinds: String },
    /// Objects of Microsoft Graph.
    OfGraph {
        resource: &'static Resource,
        count: usize,
    },
    /// Objects that are known and not simulated.
    NotSimulated {
        kind: &'static Unmodelled,
        count: usize,
    },
    /// A property that names a recipient whom none of the objects is.
    UnknownRecipient {
        name: String,
        property: &'static str,
        others: usize,
    },
    /// A mail contact or mail user without the address to which its mail is sent.
    ContactWithoutTarget { cmdlet: &'static str },
    /// Members that do not say of which group.
    MemberWithoutGroup,
    /// Rows of members whose group is not there.
    GroupWithoutObject { name: String },
    /// Groups whose members are not there.
    GroupsWithoutMembers {
        name: String,
        others: usize,
        kind: ObjectKind,
    },
    /// Records of an audit log.
    AuditLog {
        operation: String,
        cmdlet: &'static str,
    },
    /// A block of Microsoft365DSC that says that there is no such object.
    Absent,
    /// A domain's object without its domain.
    NoDomainName { what: &'static str },
    /// Two objects of one name with other values.
    ConflictingObject {
        what: &'static str,
        file: String,
        line: u32,
    },
    /// Two values of one setting of the organization.
    ConflictingOrganization {
        name: &'static str,
        file: String,
        line: u32,
    },
    /// An answer of a service of which there are more pages.
    MorePages,
    /// An answer of a service that says that it failed.
    FailedAnswer { message: String },
    /// Texts in place of the objects of a cmdlet.
    ObjectsCut { cmdlet: &'static str, text: String },
    /// What many cmdlets printed, without those that decide about mail.
    NotInCollection { cmdlets: String },
    /// What many cmdlets printed, one of which failed.
    CmdletFailed { cmdlet: &'static str },
    /// What the script of `rdsim collect` could not read.
    NotCollected {
        cmdlet: String,
        times: i64,
        why: String,
    },
    /// Files of which no object has a place in a policy.
    NothingForAPolicy,
    /// No setting of the organization that a policy has.
    NoSettings,
    /// Two rules of one outbound spam policy.
    ConflictingRule { name: String },
    /// A rule without its outbound spam policy.
    RuleWithoutPolicy { rule: String, name: String },
    /// An inbox rule without its mailbox.
    InboxRuleWithoutMailbox,
    /// Settings without the mailbox that they are of.
    SettingsWithoutMailbox { what: &'static str },
    /// A property that an object has twice.
    DuplicateProperty { name: String, first: u32 },
    /// A property that the cmdlet's objects do not have.
    UnknownProperty {
        name: String,
        what: &'static str,
        near: Option<&'static str>,
    },
    /// The name of a type in place of values.
    NotExported { name: String, text: String },
    /// A value that the property does not take.
    InvalidValue {
        name: String,
        found: Text,
        expected: Text,
    },
    /// A number in place of a word, and it is not documented which word it stands for.
    UndocumentedNumber {
        name: String,
        found: Text,
        words: String,
    },
    /// An item of a list that is no text.
    InvalidItem { name: String, found: Text },
    /// A list of which the console shows only the first items.
    ListCutOff { name: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        self.texts().0
    }

    fn help(&self) -> Text {
        self.texts().1
    }
}

/// The code of [`Error::NotSimulated`].
pub const NOT_SIMULATED: &str = "not-simulated";
/// The code of [`Error::GroupsWithoutMembers`].
pub const GROUPS_WITHOUT_MEMBERS: &str = "groups-without-members";
/// The code of [`Error::ContactWithoutTarget`].
pub const CONTACT_WITHOUT_TARGET: &str = "contact-without-target";

/// The code of [`Error::UnusedResource`].
pub const UNUSED_RESOURCE: &str = "unused-resource";
/// The code of [`Error::UnknownProperty`].
pub const UNKNOWN_PROPERTY: &str = "unknown-property";
/// The code of [`Error::Absent`].
pub const ABSENT: &str = "absent";
/// The code of [`Error::NotInCollection`].
pub const NOT_IN_COLLECTION: &str = "not-in-collection";
/// The code of [`Error::NoSettings`].
pub const NO_SETTINGS: &str = "no-settings";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::unmodelled::UNMODELLED;

    #[test]
    fn the_code_of_what_is_not_simulated_is_that_of_its_error() {
        let kind = &UNMODELLED[0];
        assert_eq!(Error::NotSimulated { kind, count: 1 }.code(), NOT_SIMULATED);
        let error = Error::GroupsWithoutMembers {
            name: String::new(),
            others: 0,
            kind: ObjectKind::UnifiedGroup,
        };
        assert_eq!(error.code(), GROUPS_WITHOUT_MEMBERS);
        let error = Error::ContactWithoutTarget { cmdlet: "" };
        assert_eq!(error.code(), CONTACT_WITHOUT_TARGET);
        let cmdlets = String::new();
        let error = Error::NotInCollection { cmdlets };
        assert_eq!(error.code(), NOT_IN_COLLECTION);
        assert_eq!(Error::NoSettings.code(), NO_SETTINGS);
        assert_eq!(Error::Absent.code(), ABSENT);
        let (name, what, near) = (String::new(), "", None);
        let error = Error::UnknownProperty { name, what, near };
        assert_eq!(error.code(), UNKNOWN_PROPERTY);
        let name = String::new();
        let error = Error::UnusedResource { name, count: 1 };
        assert_eq!(error.code(), UNUSED_RESOURCE);
    }
}
