//! Lists why a file is not written, with the name that the user gave it.

use crate::cli::error::of_system;
use crate::cli::files;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use std::io;
use std::path::Path;

/// A file that is not written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct NotWritten {
    path: String,
    reason: Reason,
}

impl NotWritten {
    pub(super) fn of(path: &Path, reason: Reason) -> Self {
        let path = files::name(path);
        Self { path, reason }
    }

    /// As it is printed.
    pub fn localized(&self, language: Language) -> String {
        Problem::of(&self.path, &self.reason).localized(language)
    }
}

impl From<NotWritten> for io::Error {
    fn from(error: NotWritten) -> Self {
        let kind = match &error.reason {
            Reason::Failed { error } => error.kind(),
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

/// Why a file is not written.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub(super) enum Reason {
    /// There is one of that name.
    Exists,
    /// What is written is made of it.
    IsRead,
    /// It is a folder.
    Folder,
    /// It would be in a folder that is not there.
    NoFolder { folder: String },
    /// It may not be written to.
    ReadOnly,
    /// It is a folder, a device, a pipe.
    NotRegular,
    /// A link that somebody else may have put there.
    LinkOfOthers { link: String },
    /// The system refused.
    Failed { error: io::Error },
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Failed { error }
    }
}

impl Explained for Reason {
    fn code(&self) -> &'static str {
        match self {
            Self::Exists => "file-exists",
            Self::Failed { .. } => "not-written",
            _ => self.into(),
        }
    }

    fn message(&self) -> Text {
        match self {
            Self::Exists => en("the file exists already").into(),
            Self::IsRead => en("this run reads the file").into(),
            Self::Folder => en("it is a folder").into(),
            Self::NoFolder { folder } => {
                Text::of(en("there is no folder `{folder}`"), [("folder", folder)])
            }
            Self::ReadOnly => en("the file is read-only").into(),
            Self::NotRegular => en("it is no regular file").into(),
            Self::LinkOfOthers { link } => Text::of(
                en("`{link}` is a link in a folder that others may write to"),
                [("link", link)],
            ),
            Self::Failed { error } => Text::from(en("the file cannot be written: {error}"))
                .with_text("error", of_system(error)),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::Exists => en("choose another name, or overwrite it with `--force`"),
            Self::IsRead => en("choose another name; nothing was written"),
            Self::NoFolder { .. } => en("make the folder, or choose another"),
            Self::ReadOnly => en("make it writable, or overwrite it with `--force`"),
            Self::NotRegular | Self::Folder => en("give the name of a file"),
            Self::LinkOfOthers { .. } => {
                en("give the path that the link leads to, if you trust it")
            }
            Self::Failed { .. } => {
                en("give a file in a folder that exists, that you may write to and that has room")
            }
        }
        .into()
    }
}
