//! Names everything that can be wrong in an expectation file, each with its message and what to do.

mod explained;

pub use explained::IN_ROOT;

use crate::diagnostic::Explained as _;
use crate::i18n::Text;
use crate::policy;

/// Why a file that an expectation file names is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be read, and why.
    Failed(Text),
    /// It is outside of this folder, and no other may be read.
    Outside(String),
}

/// What is wrong in an expectation file. The name of the variant is the problem's code.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// What can be wrong in a policy too.
    Shared(policy::Error),
    /// Something that has keys is no mapping.
    NotMapping {
        /// What it should be.
        what: &'static str,
        /// What it is.
        found: Text,
        /// The keys that it should have.
        keys: &'static [&'static str],
    },
    /// A key that nothing has.
    UnknownKey {
        /// The key, as written.
        key: String,
        /// What does not have it.
        what: &'static str,
        /// The keys that it has.
        keys: &'static [&'static str],
    },
    /// A recipient for whom something is expected twice.
    RecipientGivenTwice {
        /// Its address.
        address: String,
    },
    /// A value that should be a list.
    NotList {
        /// The key.
        name: String,
        /// What it is.
        found: Text,
    },
    /// A value that should be text, and is nothing or a list.
    NoText {
        /// The key.
        name: String,
        /// What it is.
        found: Text,
    },
    /// A value that is none of some words.
    NotWord {
        /// The key.
        name: String,
        /// What is written.
        text: String,
        /// The words.
        words: Vec<&'static str>,
    },
    /// The file has nothing to test.
    NoCase,
    /// The cases have more recipients than may be judged.
    TooManyRecipients,
    /// Two cases have one name.
    NameOfTwo {
        /// The name.
        name: String,
        /// The line of the first.
        first: u32,
    },
    /// The file names no policy.
    NoPolicy,
    /// The policy's file cannot be read.
    PolicyUnread {
        /// The file.
        file: String,
        /// Why.
        reason: Text,
    },
    /// The policy has errors.
    PolicyUnusable {
        /// The file.
        file: String,
    },
    /// A case has no name.
    CaseWithoutName,
    /// A case expects nothing.
    CaseWithoutExpect,
    /// A case has no message.
    CaseWithoutMessage,
    /// A case has no recipient.
    CaseWithoutRecipient,
    /// A text that is no address.
    NotAddress {
        /// What is written.
        text: String,
    },
    /// Something is expected for somebody who gets nothing.
    NotRecipient {
        /// The address.
        address: String,
        /// The recipients of the case.
        recipients: Text,
    },
    /// Nothing is expected for a recipient.
    NothingExpected {
        /// The address.
        address: String,
    },
    /// What is expected is no mapping.
    ExpectNotMapping {
        /// What it is.
        found: Text,
    },
    /// A body without headers.
    BodyWithoutHeaders,
    /// Two messages in a case.
    MessageAndHeaders,
    /// The message's file cannot be read.
    MessageUnread {
        /// The file.
        file: String,
        /// Why.
        reason: Text,
    },
    /// A file that is named is outside of the folder that may be read.
    OutsideRoot {
        /// The file.
        file: String,
        /// The folder.
        root: String,
    },
    /// The message cannot be judged.
    MessageUnusable {
        /// The file.
        file: String,
        /// Why.
        reason: Text,
    },
    /// Headers that are no mapping.
    HeadersNotMapping {
        /// What they are.
        found: Text,
    },
    /// A key that no header can have as its name.
    NotHeaderName {
        /// The key.
        name: String,
    },
    /// A table lacks a key.
    TableWithout {
        /// The key.
        name: &'static str,
        /// What to add.
        help: &'static str,
    },
    /// The rows of a table are no mapping.
    RowsNotMapping {
        /// What they are.
        found: Text,
    },
    /// A row has not as many cells as the table has columns.
    CellCount {
        /// How many it has.
        found: usize,
        /// How many columns there are.
        wanted: usize,
    },
    /// A cell that says nothing that a cell may say.
    NotCell {
        /// What it is.
        found: Text,
        /// The same as text.
        text: String,
    },
    /// A fact without a value.
    FactWithoutValue {
        /// The fact.
        name: &'static str,
    },
    /// A list or mapping where the value of a fact should be.
    FactNotText {
        /// The fact.
        name: &'static str,
        /// What it is.
        found: Text,
    },
    /// A width at which no lines are wrapped.
    NotLineWrap {
        /// What is written.
        found: Text,
    },
    /// A response that is none.
    NotResponse {
        /// What is written.
        text: String,
    },
    /// The response of forwarding, which is logged in addition to an outcome.
    ForwardedIsNoOutcome {
        /// What is written.
        text: String,
    },
    /// A cell of a table that would have to say different things.
    CellOfSeveral {
        /// The case.
        name: String,
    },
    /// `--bless` finds no edit after which a case passes.
    CannotRewrite {
        /// The case.
        name: String,
    },
}
