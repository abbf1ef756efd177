//! Holds the text of a reaction, which shares that of the incoming message.

use std::ops::Range;
use std::sync::Arc;

/// The text of a message: what it has of the incoming message is not copied, since a message may
/// trigger very many of its size.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    incoming: Arc<[u8]>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    /// Text of its own.
    Own(Vec<u8>),
    /// Bytes of the incoming message.
    Incoming(Range<usize>),
}

impl Pieces {
    pub(super) fn new(incoming: &Arc<[u8]>) -> Self {
        Self {
            incoming: Arc::clone(incoming),
            pieces: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, text: &[u8]) {
        match self.pieces.last_mut() {
            Some(Piece::Own(own)) => own.extend(text),
            _ => self.pieces.push(Piece::Own(text.to_vec())),
        }
    }

    pub(super) fn push_incoming(&mut self, bytes: Range<usize>) {
        match self.pieces.last_mut() {
            Some(Piece::Incoming(before)) if before.end == bytes.start => before.end = bytes.end,
            _ => self.pieces.push(Piece::Incoming(bytes)),
        }
    }

    pub(super) fn append(&mut self, more: &Self) {
        for piece in &more.pieces {
            match piece {
                Piece::Own(own) => self.push(own),
                Piece::Incoming(bytes) => self.push_incoming(bytes.clone()),
            }
        }
    }

    pub(super) fn concat(&self) -> Vec<u8> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Own(own) => own,
            Piece::Incoming(bytes) => self.incoming.get(bytes.clone()).unwrap_or_default(),
        });
        pieces.collect::<Vec<_>>().concat()
    }
}
