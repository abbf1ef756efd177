//! Says why a file of mail, or one message in it, cannot be read or is not judged.

use super::archive;
use super::item::RECIPIENTS;
use super::large::{ALL, ATTACHED, DEPTH, HEADERS, PARTS, UNCLOSED};
use crate::diagnostic::Explained;
use crate::i18n::{Text, en};
use std::fmt::Display;

/// Why there is no message to judge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// What stands in a folder under the name of a message is no file.
    NotRegularFile,
    /// A path that was given is a device or a socket.
    NotAFile,
    /// A symbolic link leads to a folder that contains it.
    LinkLoop,
    /// An entry of a folder cannot be looked at.
    UnreadableEntry {
        /// What the system says.
        error: String,
    },
    /// The file cannot be opened or read.
    UnreadableFile {
        /// What the system says.
        error: String,
    },
    /// The messages before this place could be read, and no more.
    CutOff {
        /// What the system says.
        error: String,
    },
    /// The file has nothing but blanks.
    Empty,
    /// The file has no header line of a message, or is not text.
    NoHeader,
    /// An empty line stands below each line, so that the headers end behind the first.
    DoubleSpaced,
    /// More than [`ALL`] bytes would have to be kept.
    TooLarge,
    /// The headers have more than [`HEADERS`] bytes.
    HeadersTooLarge,
    /// Multiparts and attached messages are nested deeper than [`DEPTH`].
    NestedTooDeep,
    /// It has more than [`PARTS`] parts.
    TooManyParts,
    /// It has more than [`ATTACHED`] attached messages.
    TooManyAttached,
    /// It has more recipients than are read.
    TooManyRecipients,
    /// It has more than [`UNCLOSED`] multiparts without a closing boundary.
    TooManyUnclosed,
    /// A parser would search too much text for the boundaries of its multiparts.
    TooManyMultiparts {
        /// How many it has.
        number: usize,
    },
    /// A boundary stands where none is looked for, and a parser may find one.
    HiddenBoundary,
    /// The zip archive is damaged.
    UnreadableArchive {
        /// What is wrong with it.
        error: String,
    },
    /// What is compressed cannot be decompressed, or is not.
    NotUnpacked {
        /// Why.
        reason: Text,
    },
    /// Archives are nested deeper than [`archive::DEPTH`].
    TooManyArchives,
    /// It unpacks to more than [`archive::RATIO`] times its size.
    UnpacksTooLarge,
    /// The .msg file is damaged.
    UnreadableOutlook {
        /// What is wrong with it.
        error: String,
    },
    /// The .pst file, or something in it, is damaged.
    UnreadablePst {
        /// What is wrong with it.
        error: String,
    },
    /// A compound file of another program.
    NotOutlook,
    /// Neither the message nor the user names a recipient.
    NoRecipient,
}

impl Error {
    /// That a file cannot be read.
    #[must_use]
    pub fn unreadable(error: impl Display) -> Self {
        let error = error.to_string();
        Self::UnreadableFile { error }
    }
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotRegularFile => en("it is not a regular file").into(),
            Self::NotAFile => en("it is neither a file, a folder nor a pipe").into(),
            Self::LinkLoop => en("the link leads back to a folder above it").into(),
            Self::UnreadableEntry { error } => {
                Text::of(en("it cannot be read: {error}"), [("error", error)])
            }
            Self::UnreadableFile { error } => {
                Text::of(en("the file cannot be read: {error}"), [("error", error)])
            }
            Self::CutOff { error } => Text::of(
                en("the file cannot be read on from here: {error}"),
                [("error", error)],
            ),
            Self::Empty => en("the file is empty").into(),
            Self::NoHeader => en(
                "it is not a message: no header line was found, such as `From: alice@contoso.com`",
            )
            .into(),
            Self::DoubleSpaced => en("an empty line stands below each line, so that where the headers end cannot be told").into(),
            Self::TooLarge => number(
                en("not judged: its headers and text have more than {number} MiB"),
                ALL >> 20,
            ),
            Self::HeadersTooLarge => number(
                en(
                    "not judged: the headers of the message, or of a part, have more than {number} MiB",
                ),
                HEADERS >> 20,
            ),
            Self::NestedTooDeep => number(
                en(
                    "not judged: more than {number} multiparts or attached messages within one another",
                ),
                DEPTH,
            ),
            Self::TooManyParts => number(en("not judged: more than {number} parts"), PARTS),
            Self::TooManyAttached => number(
                en("not judged: more than {number} attached messages"),
                ATTACHED,
            ),
            Self::TooManyRecipients => {
                number(en("not judged: more than {number} recipients"), RECIPIENTS)
            }
            Self::TooManyUnclosed => number(
                en("not judged: more than {number} multiparts that are not closed"),
                UNCLOSED,
            ),
            Self::TooManyMultiparts { number: multiparts } => number(
                en("not judged: it has {number} multiparts, too many for its size"),
                *multiparts,
            ),
            Self::HiddenBoundary => {
                en("not judged: a boundary of a multipart stands where none can be").into()
            }
            Self::UnreadableArchive { error } => Text::of(
                en("the archive cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NotUnpacked { reason } => {
                Text::from(en("it cannot be unpacked: {error}")).with_text("error", reason.clone())
            }
            Self::TooManyArchives => number(
                en("not judged: more than {number} archives within one another"),
                archive::DEPTH,
            ),
            Self::UnpacksTooLarge => Text::of(
                en("not judged: it unpacks to more than {number} times its size"),
                [("number", &archive::RATIO)],
            ),
            Self::UnreadableOutlook { error } => Text::of(
                en("the Outlook message cannot be read: {error}"),
                [("error", error)],
            ),
            Self::UnreadablePst { error } => Text::of(
                en("the Outlook data file cannot be read here: {error}; save the message as .msg or .eml"),
                [("error", error)],
            ),
            Self::NotOutlook => {
                en("the compound file is no Outlook message: it has no message class").into()
            }
            Self::NoRecipient => en("the message names no recipient; give one with `--to`").into(),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotRegularFile
            | Self::NotAFile
            | Self::LinkLoop
            | Self::UnreadableEntry { .. }
            | Self::UnreadableFile { .. }
            | Self::CutOff { .. } => en("give message files, folders, mailboxes, archives, or `-`"),
            Self::Empty => en("give messages with their headers"),
            Self::NoHeader => en(
                "give messages with their headers, each at the beginning of its line: without `>` or blanks in front",
            ),
            Self::DoubleSpaced => en(
                "save the message as a file (.eml), or take every second line out: copied out of a web page, lines come apart",
            ),
            Self::TooLarge
            | Self::HeadersTooLarge
            | Self::NestedTooDeep
            | Self::TooManyParts
            | Self::TooManyAttached
            | Self::TooManyRecipients
            | Self::TooManyUnclosed
            | Self::TooManyMultiparts { .. }
            | Self::HiddenBoundary => {
                en("leave it out; a mail program does not write such a message")
            }
            Self::UnreadableArchive { .. }
            | Self::NotUnpacked { .. }
            | Self::TooManyArchives
            | Self::UnpacksTooLarge => en("pack it again, or give what is in it"),
            Self::UnreadableOutlook { .. } | Self::NotOutlook => {
                en("save the message as .eml, and give that")
            }
            Self::UnreadablePst { .. } => {
                en("have Outlook repair the file (scanpst.exe), or save the messages as .eml")
            }
            Self::NoRecipient => en("give one with `--to`"),
        }
        .into()
    }
}

impl From<Error> for Text {
    fn from(error: Error) -> Self {
        error.message()
    }
}

fn number(text: &'static str, number: usize) -> Text {
    Text::of(text, [("number", &number)])
}
