//! Reads small files of mail one after another, into the same memory.

use super::folder::Folder;
use super::walk::shown;
use super::{Content, Error, FileFormat, Mail, WHOLE, Wanted, archive, read_one};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A file of more bytes is read by several threads at different places.
const LONG: u64 = 16 << 20;

/// Reads small files one after another.
#[derive(Debug, Default)]
pub struct FileReader<'p> {
    folder: Folder<'p>,
    /// The beginning of it holds what was read of the last file: all of it, where it is no longer
    /// than [`WHOLE`].
    buffer: Vec<u8>,
    filled: usize,
}

impl<'p> FileReader<'p> {
    /// Give the messages of a file to `each`; but none of a file that is large or packed, which
    /// all threads should share: its format is the result.
    ///
    /// # Errors
    /// The first error of `each`.
    pub fn read(
        &mut self,
        path: &'p Path,
        wanted: Wanted,
        mut each: impl FnMut(&Mail) -> io::Result<()>,
    ) -> io::Result<Option<FileFormat>> {
        self.filled = 0;
        let name = || shown(path);
        let opened = self.folder.open(path).and_then(|mut file| {
            let long = self.read_start(&mut file)?;
            Ok((file, long))
        });
        let (file, long) = match opened {
            Ok(opened) => opened,
            Err(e) => {
                each(&Mail::failed(name(), Error::unreadable(e)))?;
                return Ok(None);
            }
        };
        let bytes = self.start();
        match FileFormat::of(bytes) {
            format @ (FileFormat::Message | FileFormat::Mbox) if long => return Ok(Some(format)),
            FileFormat::Message if bytes.len() <= WHOLE => each(&Mail {
                name: name(),
                content: Ok(Content::Text(bytes.into())),
            })?,
            FileFormat::Mbox | FileFormat::Utf16 | FileFormat::CrText if bytes.len() <= WHOLE => {
                let mut result = Ok(());
                archive::messages(&name(), bytes, wanted, &mut |batch| {
                    result = batch.iter().try_for_each(&mut each);
                    result.is_ok()
                });
                result?;
            }
            format @ (FileFormat::Utf16 | FileFormat::CrText) => return Ok(Some(format)),
            format if format.is_container() => return Ok(Some(format)),
            format => each(&Mail {
                name: name(),
                content: read_one(format, bytes.chain(file)),
            })?,
        }
        Ok(None)
    }

    /// What was read of the last file.
    #[must_use]
    pub fn start(&self) -> &[u8] {
        self.buffer.get(..self.filled).unwrap_or_default()
    }

    /// Read the start of a regular file; whether it is longer than [`LONG`], of which little is
    /// read. A read that does not fill the buffer has come to the end: most files are read at once,
    /// and their size is not asked for.
    fn read_start(&mut self, file: &mut File) -> io::Result<bool> {
        if self.buffer.is_empty() {
            self.buffer.resize(16 << 10, 0);
        }
        loop {
            let space = self.buffer.get_mut(self.filled..).unwrap_or_default();
            let wanted = space.len();
            match file.read(space) {
                Ok(n) => {
                    self.filled += n;
                    if n < wanted {
                        return Ok(false);
                    }
                    if self.filled == n && file.metadata().is_ok_and(|m| m.len() > LONG) {
                        return Ok(true);
                    }
                    if self.filled > WHOLE {
                        return Ok(false);
                    }
                    self.buffer.resize((2 * self.filled).min(WHOLE + 1), 0);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
}
