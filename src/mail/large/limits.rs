//! Limits how much of a message is looked at.

/// Bytes of a text or report part that are kept.
pub const TEXT: usize = 1 << 20;
/// Bytes of a TNEF part, as encoded, that are kept: the attributes of the message come first.
pub const TNEF: usize = 4 << 20;
/// Bytes of the headers of one part, or of the message.
pub const HEADERS: usize = 1 << 20;
/// Bytes that are kept in all.
pub const ALL: usize = 16 << 20;
/// Multiparts and attached messages nested in one another.
pub const DEPTH: usize = 64;
/// Parts of a message, counting its multiparts and the parts of attached messages.
pub const PARTS: usize = 10_000;
/// Attached messages, also those in attached messages.
pub const ATTACHED: usize = 1_000;
/// Multiparts that end without a closing boundary.
pub const UNCLOSED: usize = 64;
/// Bytes that are kept, times multiparts: a parser may search all bytes for the end of each.
pub(super) const SEARCHED: usize = 1 << 30;
