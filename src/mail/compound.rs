//! Reads the streams of a compound file that is damaged, as far as they can be read; a file that is
//! whole is read by the crate cfb, which takes no damaged one. Source: MS-CFB.

use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Sectors of the table of sectors that the header names.
const NAMED: usize = 109;
/// The first number that is none of a sector: the end of a chain, a free sector, and the like.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Bytes of a sector of the stream in which small streams stand.
const MINI_SECTOR: usize = 64;
/// Bytes below which a stream is a small one.
const SMALL: u64 = 4096;
/// Entries of a directory, and sectors of a file, that are read.
const ENTRIES: usize = 1 << 17;
const SECTORS: usize = 1 << 22;

const STORAGE: u8 = 1;
const STREAM: u8 = 2;

/// A damaged compound file.
pub(super) struct Damaged<F> {
    file: F,
    /// Bytes of a sector.
    sector: u64,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    /// The same of the small streams.
    next_mini: Vec<u32>,
    /// The sectors in which the small streams stand.
    mini: Vec<u32>,
    entries: Vec<Entry>,
}

/// A storage or a stream.
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl<F: Read + Seek> Damaged<F> {
    /// Open it; `None` where there is no directory.
    pub(super) fn open(mut file: F) -> Option<Self> {
        let mut header = [0; 512];
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_exact(&mut header).ok()?;
        let sector = match header.get(30..32)? {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return None,
        };
        let mut damaged = Self {
            file,
            sector,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        let at = |place: usize| u32_at(&header, place);
        damaged.next = damaged.table(&header, at(68)?);
        let directory = chain(at(48)?, &damaged.next, ENTRIES);
        let directory = damaged.sectors(&directory, ENTRIES * ENTRY);
        damaged.entries = directory
            .chunks_exact(ENTRY)
            .filter_map(Entry::read)
            .collect();
        let root = damaged.entries.first()?;
        damaged.mini = chain(root.start, &damaged.next, SECTORS);
        let mini = chain(at(60)?, &damaged.next, SECTORS);
        let mini = damaged.sectors(&mini, SECTORS);
        damaged.next_mini = numbers(&mini).collect();
        Some(damaged)
    }

    /// The table that says which sector follows which; its sectors are named by the header and by a
    /// chain of sectors of their own.
    fn table(&mut self, header: &[u8], mut more: u32) -> Vec<u32> {
        let mut places: Vec<u32> = numbers(header.get(76..).unwrap_or_default())
            .take(NAMED)
            .collect();
        let mut seen = HashSet::new();
        while more < NO_SECTOR && seen.insert(more) && places.len() < SECTORS {
            let mut named: Vec<u32> = numbers(&self.sectors(&[more], usize::MAX)).collect();
            more = named.pop().unwrap_or(NO_SECTOR);
            places.extend(named);
        }
        places.retain(|place| *place < NO_SECTOR);
        let table = self.sectors(&places, SECTORS * 4);
        numbers(&table).collect()
    }

    /// What stands in some sectors, up to a limit and to the end of the file.
    fn sectors(&mut self, sectors: &[u32], limit: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for sector in sectors {
            // The header takes the place of the first one.
            let at = (u64::from(*sector) + 1) * self.sector;
            match self.read(at, self.sector, &mut out) {
                Ok(true) if out.len() < limit => {}
                _ => break,
            }
        }
        out.truncate(limit);
        out
    }

    /// Add some bytes of the file; whether there were so many.
    fn read(&mut self, at: u64, length: u64, out: &mut Vec<u8>) -> io::Result<bool> {
        self.file.seek(SeekFrom::Start(at))?;
        let found = self.file.by_ref().take(length).read_to_end(out)?;
        Ok(found as u64 == length)
    }

    /// The entries of a storage, each once, whatever the order in which they are linked.
    fn within(&self, storage: u32) -> impl Iterator<Item = (u32, &Entry)> {
        let entry = |at: u32| self.entries.get(usize::try_from(at).ok()?);
        let mut seen = HashSet::from([storage, 0]);
        let mut open = Vec::from_iter(entry(storage).map(|entry| entry.child));
        std::iter::from_fn(move || {
            loop {
                let at = open.pop()?;
                if let Some(found) = entry(at).filter(|_| seen.insert(at)) {
                    open.extend([found.left, found.right]);
                    return Some((at, found));
                }
            }
        })
    }

    /// The names of the storages in the root.
    pub(super) fn storages(&self) -> Vec<String> {
        let all = self.within(0).filter(|(_, entry)| entry.kind == STORAGE);
        all.map(|(_, entry)| entry.name.clone()).collect()
    }

    /// A stream of the root, or of a storage in it, as much of it as can be read up to a limit.
    pub(super) fn stream(&mut self, storage: &str, name: &str, limit: usize) -> Option<Vec<u8>> {
        let named = |within: u32, name: &str, kind: u8| {
            let mut all = self.within(within);
            all.find(|(_, entry)| entry.kind == kind && entry.name.eq_ignore_ascii_case(name))
        };
        let within = match storage.trim_matches('/') {
            "" => 0,
            storage => named(0, storage, STORAGE)?.0,
        };
        let (_, entry) = named(within, name, STREAM)?;
        let (start, size) = (entry.start, entry.size);
        let limit = limit.min(usize::try_from(size).ok()?);
        if size >= SMALL {
            let wanted = limit.div_ceil(usize::try_from(self.sector).ok()?);
            let chain = chain(start, &self.next, wanted);
            return Some(self.sectors(&chain, limit));
        }
        let mut out = Vec::new();
        let wanted = limit.div_ceil(MINI_SECTOR);
        for mini in chain(start, &self.next_mini, wanted) {
            let at = u64::from(mini) * MINI_SECTOR as u64;
            let sector = usize::try_from(at / self.sector).ok()?;
            let Some(sector) = self.mini.get(sector) else {
                break;
            };
            let at = (u64::from(*sector) + 1) * self.sector + at % self.sector;
            if !self.read(at, MINI_SECTOR as u64, &mut out).ok()? {
                break;
            }
        }
        out.truncate(limit);
        Some(out)
    }
}

/// The sectors of a chain, up to a limit; one that comes back to itself has no more than there are.
fn chain(start: u32, next: &[u32], limit: usize) -> Vec<u32> {
    let follows = |at: &u32| next.get(usize::try_from(*at).ok()?).copied();
    let all = std::iter::successors(Some(start), follows);
    let all = all.take_while(|at| *at < NO_SECTOR);
    all.take(limit.min(next.len())).collect()
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16::from_le_bytes(bytes.get(64..66)?.try_into().ok()?));
        // A length that is none is taken for that of the whole field.
        let name = bytes.get(..length.min(64))?.chunks_exact(2);
        let units = name.map(|pair| pair.iter().rev().fold(0, |n, b| n << 8 | u16::from(*b)));
        let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        let at = |place| u32_at(bytes, place);
        Some(Self {
            name: String::from_utf16_lossy(&name),
            kind: *bytes.get(66)?,
            left: at(68)?,
            right: at(72)?,
            child: at(76)?,
            start: at(116)?,
            size: u64::from(at(120)?),
        })
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
}
