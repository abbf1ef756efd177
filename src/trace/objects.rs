//! Opens message traces as PowerShell keeps objects: Export-Clixml, and Format-List.

use super::batch::{Part, problem};
use super::clixml::Objects;
use super::error::Error;
use super::list::Lists;
use super::read::{Parts, failed, one};
use super::records::Rows;
use crate::import::list;
use std::io::Read;
use std::sync::Arc;

/// Bytes of a file that is read whole.
const WHOLE: u64 = 256 << 20;

/// What kept the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    Clixml,
    List,
}

/// How a text that begins so keeps objects, if it does.
pub(super) fn kept(head: &str) -> Option<Kept> {
    let text = head.trim_start();
    if text.starts_with("<Objs") || text.starts_with("<?xml") {
        Some(Kept::Clixml)
    } else {
        list::is_list(text).then_some(Kept::List)
    }
}

/// The rows of the objects. Where the console wrapped a list, only the whole of it tells how.
pub(super) fn open<'a>(file: &Arc<str>, kept: Kept, from: impl Read + Send + 'a) -> Parts<'a> {
    if kept == Kept::Clixml {
        return Box::new(Rows::new(file.clone(), Objects::new(file.clone(), from)));
    }
    let mut text = String::new();
    match from.take(WHOLE).read_to_string(&mut text) {
        Ok(n) if n as u64 == WHOLE => {
            let error = Error::TooLargeToBeReadWhole { limit: WHOLE >> 20 };
            one(Part::Unreadable(problem(file, 0, &error)))
        }
        Ok(_) => Box::new(Rows::new(file.clone(), Lists::new(file.clone(), text))),
        Err(e) => failed(file, &e),
    }
}
