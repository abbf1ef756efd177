//! Explains what is wrong with an export of the message trace.

use super::columns::EXPECTED;
use crate::diagnostic::Explained;
use crate::i18n::{Text, en};
use crate::mail::archive;

/// The code of [`Error::CodePageGuessed`].
pub const CODE_PAGE_GUESSED: &str = "code-page-guessed";

/// Why an export, or a row of it, cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// The file cannot be opened.
    NotOpened {
        /// What the system says.
        error: Text,
    },
    /// Nothing of the export can be read.
    NotRead {
        /// What the system says.
        error: String,
    },
    /// A file in a format that is read whole, beyond the limit.
    TooLargeToBeReadWhole {
        /// MiB that are read.
        limit: u64,
    },
    /// Text in a code page of Windows, which is guessed.
    CodePageGuessed {
        /// The code page.
        encoding: String,
    },
    /// The name of a type in place of recipients and their statuses.
    ListsLost {
        /// The name.
        found: String,
    },
    /// The first of several recipients and their statuses, and dots in place of the others.
    ListsCut,
    /// Nothing but blanks.
    EmptyFile,
    /// A table without the columns of a message trace.
    UnknownColumns,
    /// The admin center's report on automatically forwarded messages.
    ForwardingReport,
    /// Lines of a log, each with the name of the log in front, or what a log collector adds.
    FoundLines,
    /// Records of the audit log.
    AuditRecords,
    /// A table of advanced hunting other than EmailEvents.
    BesideEmailEvents,
    /// Lines of a mail server or a report, with responses in them.
    LinesWithResponses,
    /// A log of Exchange other than a message tracking log.
    OtherLog {
        /// What it calls itself.
        found: String,
    },
    /// What Format-Table shows.
    FormatTable,
    /// HTML.
    WebPage,
    /// Events of Splunk, of which the fields were not exported.
    RawEvents,
    /// No export has a row.
    NoRows,
    /// More messages of rules and of the server than are remembered.
    TooManyOrigins {
        /// How many are remembered.
        limit: usize,
    },

    /// A workbook that cannot be read.
    WorkbookNotRead {
        /// What its reader says.
        error: String,
    },
    /// A workbook without a sheet that is a message trace.
    NoSheet,

    /// A row with more or fewer fields than the header.
    FieldCount {
        /// Fields of the row.
        found: usize,
        /// Fields of the header.
        wanted: usize,
    },
    /// A row with bytes that are not text.
    NotText,
    /// A quoted field that is never closed.
    UnclosedQuote,
    /// A row from which on the table cannot be read.
    RowNotRead {
        /// Why.
        reason: Text,
    },

    /// An item of a JSON list that is not a trace object.
    NotARow {
        /// The number of the item.
        number: u64,
    },
    /// JSON that cannot be read further.
    JsonNotReadFurther {
        /// What the system says.
        error: String,
    },
    /// JSON that was cut.
    JsonCutOff,
    /// An object of JSON beyond the limit of a row.
    JsonRowTooLong,
    /// One page of several.
    MorePages,
    /// Not JSON.
    NotJson,

    /// Packed bytes that cannot be unpacked.
    NotUnpacked {
        /// Why.
        reason: Text,
    },
    /// A file of an archive that cannot be unpacked.
    EntryNotUnpacked {
        /// Why.
        reason: Text,
    },
    /// A zip archive that cannot be read.
    ArchiveNotRead {
        /// What the reader of archives says.
        error: String,
    },
    /// Archives within archives, beyond the limit.
    NestedTooDeeply,

    /// A Parquet file, which other programs read.
    Parquet,
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotOpened { error } => {
                Text::from(en("the trace cannot be read: {error}"))
                    .with_text("error", error.clone())
            }
            Self::NotRead { error } => {
                Text::of(en("the trace cannot be read: {error}"), [("error", error)])
            }
            Self::TooLargeToBeReadWhole { limit } => Text::of(
                en("not read: a file of this format may have {limit} MiB"),
                [("limit", limit)],
            ),
            Self::CodePageGuessed { encoding } => Text::of(
                en(
                    "the file is not UTF-8, and was read as {encoding}, which is a guess by its letters",
                ),
                [("encoding", encoding)],
            ),
            Self::ListsLost { found } => Text::of(
                en("the export has `{name}` in place of recipients and their statuses"),
                [("name", found)],
            ),
            Self::ListsCut => {
                en("the console cut lists of recipients and their statuses short").into()
            }
            Self::EmptyFile => en("the file is empty").into(),
            Self::UnknownColumns => en("the columns are not those of a message trace").into(),
            Self::ForwardingReport => {
                en("the report on forwarded messages has a row for each mailbox that forwards, and none for a message").into()
            }
            Self::FoundLines => en("the name of a log, or a collector's host and time, stands in front of each line of a tracking log").into(),
            Self::AuditRecords => en("these are records of the audit log, which say who changed or did what, and not what became of messages").into(),
            Self::BesideEmailEvents => en("this table of advanced hunting does not say what became of messages").into(),
            Self::LinesWithResponses => en("these are lines with responses of mail servers, not the rows of a message trace").into(),
            Self::OtherLog { found } => Text::of(
                en("this is a log of another kind: `{found}`"),
                [("found", found)],
            ),
            Self::FormatTable => {
                en("this is a table of the console, which leaves out columns and cuts values short")
                    .into()
            }
            Self::WebPage => en("this is a web page").into(),
            Self::RawEvents => en("the rows stand unparsed in one column, such as `_raw` or `message`").into(),
            Self::NoRows => en("the trace has no rows").into(),
            Self::TooManyOrigins { limit } => Text::of(
                en(
                    "rules and the server made more than {limit} messages; of the others it is not remembered who made them",
                ),
                [("limit", limit)],
            ),
            Self::WorkbookNotRead { error } => Text::of(
                en("the workbook cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NoSheet => {
                en("no sheet of the workbook has the columns of a message trace").into()
            }
            Self::FieldCount { found, wanted } => Text::of(
                en("the row has {found} fields, the header has {wanted}"),
                [("found", found), ("wanted", wanted)],
            ),
            Self::NotText => en("the row is not text in the encoding of the file").into(),
            Self::UnclosedQuote => en("the export ends inside a quoted field").into(),
            Self::RowNotRead { reason } => reason.clone(),
            Self::NotARow { number } => Text::of(
                en("item {number} is not a row of a message trace"),
                [("number", number)],
            ),
            Self::JsonNotReadFurther { error } => Text::of(
                en("the trace cannot be read further: {error}"),
                [("error", error)],
            ),
            Self::JsonCutOff => en("the file ends inside the JSON document").into(),
            Self::JsonRowTooLong => en("the row has more than 16 MiB").into(),
            Self::MorePages => {
                en("the file is one page of an answer: it names the next one (`nextLink`)").into()
            }
            Self::NotJson => en("the file is not JSON").into(),
            Self::NotUnpacked { reason } => Text::from(en("the trace cannot be unpacked: {error}"))
                .with_text("error", reason.clone()),
            Self::EntryNotUnpacked { reason } => {
                Text::from(en("it cannot be unpacked: {error}")).with_text("error", reason.clone())
            }
            Self::ArchiveNotRead { error } => Text::of(
                en("the archive cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NestedTooDeeply => Text::of(
                en("more than {number} archives within one another"),
                [("number", &archive::DEPTH)],
            ),
            Self::Parquet => en("Parquet files are not read").into(),
        }
    }

    fn help(&self) -> Text {
        let help = match self {
            Self::NotOpened { .. } => en("give the path of an exported message trace, or `-`"),
            Self::NotRead { .. } => en("give a file that you may read, or `-` for standard input"),
            Self::EmptyFile | Self::UnknownColumns | Self::NoSheet => {
                return Text::of(
                    en(
                        "expected columns such as {names}; if the names are in another language, set the language of the admin center to English and export again",
                    ),
                    [("names", &EXPECTED)],
                );
            }
            Self::NotARow { .. } => {
                return Text::of(
                    en("expected properties such as {names}"),
                    [("names", &EXPECTED)],
                );
            }
            Self::TooLargeToBeReadWhole { .. } => en(
                "export with `| Export-Csv -NoTypeInformation -Encoding UTF8`: a table may have any size",
            ),
            Self::CodePageGuessed { .. } => en(
                "if names or subjects look wrong, export again with `-Encoding UTF8`, or save as CSV UTF-8",
            ),
            Self::ListsLost { .. } => en(
                "export again with `| Select-Object *,@{n='Recipients';e={$_.Recipients -join ';'}},@{n='RecipientStatus';e={$_.RecipientStatus -join ';'}} -ExcludeProperty Recipients,RecipientStatus | Export-Csv`, or with `| ConvertTo-Json`",
            ),
            Self::ListsCut => en(
                "set `$FormatEnumerationLimit = -1` before `Format-List`, or export with `| ConvertTo-Json`",
            ),
            Self::ForwardingReport => en(
                "export a message trace of these mailboxes (the Extended report, or Get-MessageTraceV2 -SenderAddress), or ask for each: `rdsim check --policy NEW --from FORWARDER --to RECIPIENT --forwarded-by inbox-rule` (`forwarding-smtp-address` for SMTP forwarding, `mail-flow-rule` for mail flow rules)",
            ),
            Self::FoundLines => en(
                "give the logs themselves, or print the lines alone, as `grep -h` and `Select-String ... | ForEach-Object Line` do",
            ),
            Self::AuditRecords => en(
                "`rdsim import --history` reads changes of settings from them; for messages export a message trace (Get-MessageTraceV2)",
            ),
            Self::BesideEmailEvents => {
                en("export the table `EmailEvents`, which has a row for each message and recipient")
            }
            Self::LinesWithResponses => en(
                "`rdsim explain LINE` explains each; for the rest export a message trace (Get-MessageTraceV2) or give tracking logs",
            ),
            Self::OtherLog { .. } => en(
                "give message tracking logs (`MSGTRK*.LOG`), or the output of Get-MessageTrackingLog",
            ),
            Self::FormatTable | Self::WebPage => {
                en("export with `| Export-Csv`, `| ConvertTo-Json` or `| Format-List`")
            }
            Self::RawEvents => en(
                "export the search as JSON, or end it with `| table` and the names of the fields",
            ),
            Self::NoRows => en("choose a longer range, and export again"),
            Self::TooManyOrigins { .. } => en("split the export by day"),
            Self::WorkbookNotRead { .. } => en("save it as .xlsx again, or as CSV UTF-8"),
            Self::FieldCount { .. } => {
                en("a quote or a delimiter is wrong, or the file was cut off; export again")
            }
            Self::NotText => en("do not join files of different encodings; save them all as UTF-8"),
            Self::UnclosedQuote => {
                en("the file was cut off, or a quote is not closed; export again")
            }
            Self::RowNotRead { .. } => en("export again; what stands before this row was counted"),
            Self::JsonNotReadFurther { .. }
            | Self::JsonCutOff
            | Self::JsonRowTooLong
            | Self::NotJson => {
                en("export again with `| ConvertTo-Json`, and give the whole output")
            }
            Self::MorePages => en("fetch the other pages too, and give all files"),
            Self::NotUnpacked { .. }
            | Self::EntryNotUnpacked { .. }
            | Self::ArchiveNotRead { .. }
            | Self::NestedTooDeeply => en(
                "the archive was cut off or unpacks to too much; pack it again, or give what is in it",
            ),
            Self::Parquet => en(
                "DuckDB hands its rows on: `duckdb -csv -c \"FROM 'trace.parquet'\" | rdsim trace read -`",
            ),
        };
        help.into()
    }
}
