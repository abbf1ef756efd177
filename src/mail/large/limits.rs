//! How much of a message is looked at, and what is said of one that has more.

use crate::i18n::{Text, en};

/// Bytes of a text or report part that are kept.
pub const TEXT: usize = 1 << 20;
/// Bytes of a TNEF part, as encoded, that are kept: the attributes of the message come first.
pub const TNEF: usize = 4 << 20;
/// Bytes of the headers of one part, or of the message.
pub const HEADERS: usize = 1 << 20;
/// Bytes that are kept in all.
pub const ALL: usize = 16 << 20;
/// Multiparts and attached messages within one another.
pub const DEPTH: usize = 64;
/// Parts of a message, its multiparts and what is in attached messages among them.
pub const PARTS: usize = 10_000;
/// Attached messages, wherever they stand.
pub const ATTACHED: usize = 1_000;
/// Multiparts that are left without being closed.
pub const UNCLOSED: usize = 64;
/// Bytes that are kept, times multiparts: a parser may look in all for the end of each.
pub(super) const SEARCHED: usize = 1 << 30;

/// The limit that a message is beyond.
#[derive(Debug, Clone, Copy)]
pub(super) enum Beyond {
    All,
    Headers,
    Depth,
    Parts,
    Attached,
    Unclosed,
    /// So many multiparts are too many to be searched for in what is kept.
    Searched(usize),
    /// A boundary stands where none is looked for, and a parser may find one.
    Hidden,
}

impl Beyond {
    pub(super) fn text(self) -> Text {
        let (text, number) = match self {
            Self::All => (
                en("not judged: its headers and text have more than {number} MiB"),
                ALL >> 20,
            ),
            Self::Headers => (
                en(
                    "not judged: the headers of the message, or of a part, have more than {number} MiB",
                ),
                HEADERS >> 20,
            ),
            Self::Depth => (
                en(
                    "not judged: more than {number} multiparts or attached messages within one another",
                ),
                DEPTH,
            ),
            Self::Parts => (en("not judged: more than {number} parts"), PARTS),
            Self::Attached => (
                en("not judged: more than {number} attached messages"),
                ATTACHED,
            ),
            Self::Unclosed => (
                en("not judged: more than {number} multiparts that are not closed"),
                UNCLOSED,
            ),
            Self::Searched(multiparts) => (
                en("not judged: it has {number} multiparts, too many for its size"),
                multiparts,
            ),
            Self::Hidden => {
                return en("not judged: a boundary of a multipart stands where none can be").into();
            }
        };
        Text::of(text, [("number", &number)])
    }
}
