//! Says where in a message the next byte stands.

/// Where in the message the next byte stands.
#[derive(Debug)]
pub(super) enum Place {
    /// In headers; they begin there in what is kept.
    Headers(usize),
    /// In a body, of which so many more bytes are kept.
    Body(usize),
}

/// A multipart that is open.
#[derive(Debug)]
pub(super) struct Multipart {
    /// Its boundary, with the dashes.
    pub(super) boundary: Vec<u8>,
    /// Whether it is a digest: its parts are messages where they have no Content-Type.
    pub(super) digest: bool,
    /// How many attached messages it stands in.
    pub(super) attached: usize,
    /// Whether its boundary was seen: the first opens a part, even if it looks like the last.
    pub(super) opened: bool,
}
