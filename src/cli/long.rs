//! Reads a long message from its file with several threads: to copy it out of the system's cache
//! takes longer than to look for its boundaries.

use super::ordered::produced;
use rdsim::input::slim::Slimmer;
use rdsim::input::{Owned, unread};
use rdsim::words::Sentence;
use std::fs::File;
use std::io;
use std::sync::{Mutex, PoisonError};

/// Bytes from which a file is long: below, the threads cost more than they give.
const LONG: u64 = 16 << 20;
/// Bytes that a thread reads at a time.
const STEP: usize = 256 << 10;
/// Steps a thread that may be read and not yet looked at.
const AHEAD: usize = 4;

/// The bytes of a file that is long, and can be read at any place.
pub fn length(file: &File) -> Option<u64> {
    let length = file.metadata().ok()?.len();
    (cfg!(unix) && length >= LONG).then_some(length)
}

/// Read a message of so many bytes, of which the beginning was read.
///
/// # Errors
/// Why it is not judged.
pub fn read(beginning: &[u8], file: &File, length: u64, threads: usize) -> Result<Owned, Sentence> {
    let mut slimmer = Slimmer::default();
    slimmer.feed(beginning);
    let free = Mutex::new(Vec::<Vec<u8>>::new());
    let room = || {
        let mut free = free.lock().unwrap_or_else(PoisonError::into_inner);
        free.pop().unwrap_or_else(|| vec![0; STEP])
    };
    let fed = produced(
        threads,
        AHEAD,
        |send| {
            let places = (beginning.len() as u64..length).step_by(STEP);
            let _ = places.into_iter().all(send);
        },
        |at| {
            let mut bytes = room();
            let n = fill(file, &mut bytes, at)?;
            io::Result::Ok((bytes, n))
        },
        |step| {
            let (bytes, n) = step?;
            slimmer.feed(bytes.get(..n).unwrap_or_default());
            let mut free = free.lock().unwrap_or_else(PoisonError::into_inner);
            free.push(bytes);
            Ok(())
        },
    );
    fed.map_err(|e| unread(&e))?;
    slimmer.finish().map(|s| Owned::Text(s.bytes, s.gaps))
}

/// Fill some room from a place of a file on; fewer bytes only at its end.
fn fill(file: &File, room: &mut [u8], mut at: u64) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = room.get_mut(filled..).filter(|r| !r.is_empty()) {
        match read_at(file, rest, at) {
            Ok(0) => break,
            Ok(n) => {
                filled += n;
                at += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_at(file: &File, room: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, room, at)
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
