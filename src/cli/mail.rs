//! Takes the messages of files, folders, mailboxes and archives to every core, and the results on
//! in the order in which they were found.

use super::files;
use super::ordered::{produced, threads};
use super::parts::Parts;
use super::progress::Progress;
use rdsim::i18n::{Text, en};
use rdsim::mail::block::{Block, Sink, Wanted, blocks};
use rdsim::mail::file::Start;
use rdsim::mail::folder::Folder;
use rdsim::mail::{Content, FileFormat, Mail, Owned, WHOLE, one, unread};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Files that one thread takes at a time: enough that handing them over costs nothing, few enough
/// that their results are small.
const FILES: usize = 256;
/// Such pieces of work, for each thread, that are ahead of the one whose turn it is.
const AHEAD: usize = 16;
/// Blocks of messages of a large file that are, for all threads together: the results of many
/// small messages are large.
const BLOCKS_AHEAD: usize = 24;

/// What was found under a path.
enum Found {
    /// A regular file.
    File(PathBuf),
    /// Standard input, or a pipe: it can be read once.
    Stream(PathBuf),
    /// What is no message, and why.
    Not(PathBuf, Text),
}

/// What became of some files.
enum Segment<R> {
    /// They are done.
    Done(R),
    /// A file that is not taken by one thread alone, large or packed, and its kind; of a stream that
    /// is not known.
    Large(PathBuf, Option<FileFormat>),
}

/// What is done with the messages.
pub struct Work<B, O> {
    /// What is wanted of them.
    pub wanted: Wanted,
    /// Makes the result of some messages, still empty.
    pub begin: B,
    /// Adds a message to it.
    pub one: O,
}

/// Do something with every message under some paths: `work` in every thread, `done` in order.
///
/// # Errors
/// The first error of either; the messages that are left are then not taken. An interrupted run
/// ends so, between two results.
pub fn each<R: Send>(
    paths: &[PathBuf],
    jobs: Option<usize>,
    work: &Work<impl Fn() -> R + Sync, impl Fn(&mut R, &Mail) -> io::Result<()> + Sync>,
    mut done: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let threads = || jobs.unwrap_or_else(threads);
    let progress = Progress::begin(paths);
    let mut hand_on = |segments: io::Result<Vec<Segment<R>>>| {
        for segment in segments? {
            progress.go_on()?;
            match segment {
                Segment::Done(result) => done(result)?,
                Segment::Large(path, kind) => {
                    large(&path, kind, threads(), work, &mut done, &progress)?;
                }
            }
        }
        Ok(())
    };
    // One message is judged before other threads have begun.
    if let [path] = paths
        && !path.is_dir()
    {
        return hand_on(segments(&[single(path)], work, &progress));
    }
    produced(
        threads(),
        AHEAD,
        |send| find(paths, send),
        |files| segments(&files, work, &progress),
        hand_on,
    )
}

/// Take a large file apart in threads of its own, its messages in all the others.
fn large<R: Send>(
    path: &Path,
    kind: Option<FileFormat>,
    threads: usize,
    work: &Work<impl Fn() -> R + Sync, impl Fn(&mut R, &Mail) -> io::Result<()> + Sync>,
    done: &mut impl FnMut(R) -> io::Result<()>,
    progress: &Progress,
) -> io::Result<()> {
    let name = files::name(path);
    let judge = |block: Block| {
        let mut result = (work.begin)();
        for mail in block.mails() {
            (work.one)(&mut result, &mail)?;
        }
        progress.add(block.len() as u64);
        Ok(result)
    };
    let mut hand_on = |result: io::Result<R>| {
        progress.go_on()?;
        done(result?)
    };
    let opened = (path.as_os_str() != "-").then(|| File::open(path));
    let file = match opened.transpose() {
        Ok(file) => file,
        Err(e) => return hand_on(judge(Block::single(name, Err(unread(&e))))),
    };
    let parts = file.as_ref().filter(|_| threads > 1).and_then(|file| {
        Some(Parts {
            file,
            length: file.metadata().ok()?.len(),
            threads,
            progress,
        })
    });
    if let (Some(parts), Some(FileFormat::Message)) = (&parts, kind) {
        return hand_on(judge(Block::single(name, parts.message())));
    }
    let parts = parts.filter(|_| kind == Some(FileFormat::Mbox));
    produced(
        threads,
        (BLOCKS_AHEAD / threads).max(2),
        |send| {
            let sink: &mut Sink = send;
            match (parts, &file) {
                (Some(parts), _) => parts.mbox(&name, work.wanted, sink),
                (None, Some(file)) => {
                    blocks(&name, progress.counted(file), work.wanted, sink);
                }
                (None, None) => {
                    blocks(&name, progress.counted(io::stdin()), work.wanted, sink);
                }
            }
        },
        judge,
        hand_on,
    )
}

/// What becomes of some files; the large ones are left for later.
fn segments<R>(
    files: &[Found],
    work: &Work<impl Fn() -> R, impl Fn(&mut R, &Mail) -> io::Result<()>>,
    progress: &Progress,
) -> io::Result<Vec<Segment<R>>> {
    let mut out = Vec::new();
    let mut result = (work.begin)();
    let mut empty = true;
    let (mut folder, mut start) = (Folder::default(), Start::new());
    let (mut messages, mut bytes) = (0, 0);
    for found in files {
        let taken = match found {
            Found::Stream(path) => Taken::Large(path, None),
            Found::Not(path, why) => Taken::Whole(files::shown(path), Err(why.clone())),
            Found::File(path) => take(path, work.wanted, &mut folder, &mut start),
        };
        match taken {
            Taken::Large(path, kind) => {
                if !empty {
                    out.push(Segment::Done(std::mem::replace(
                        &mut result,
                        (work.begin)(),
                    )));
                    empty = true;
                }
                out.push(Segment::Large(path.clone(), kind));
            }
            Taken::Whole(name, content) => {
                empty = false;
                let content = match &content {
                    Ok(None) => Ok(Content::Text(start.bytes())),
                    Ok(Some(owned)) => Ok(owned.content()),
                    Err(why) => Err(why.clone()),
                };
                let mail = Mail {
                    name: &name,
                    content,
                };
                (work.one)(&mut result, &mail)?;
                messages += 1;
                bytes += start.bytes().len();
            }
            Taken::Blocks(blocks) => {
                empty = false;
                for mail in blocks.iter().flat_map(Block::mails) {
                    (work.one)(&mut result, &mail)?;
                    messages += 1;
                }
            }
        }
    }
    progress.done(messages, bytes);
    if !empty {
        out.push(Segment::Done(result));
    }
    Ok(out)
}

/// What a file turned out to be.
enum Taken<'p> {
    /// One message: its name, and what there is of it; `None` where the start is all of it.
    Whole(Cow<'p, str>, Result<Option<Owned>, Text>),
    /// The messages of a small mbox.
    Blocks(Vec<Block>),
    /// Large or packed.
    Large(&'p PathBuf, Option<FileFormat>),
}

/// Take a file, the beginning of it into `start`.
fn take<'p>(
    path: &'p PathBuf,
    wanted: Wanted,
    folder: &mut Folder<'p>,
    start: &mut Start,
) -> Taken<'p> {
    let name = || files::shown(path);
    let read = folder.open(path).and_then(|mut file| {
        start.read(&mut file)?;
        Ok(file)
    });
    let bytes = start.bytes();
    let file = match read {
        Ok(file) => file,
        Err(e) => return Taken::Whole(name(), Err(unread(&e))),
    };
    match FileFormat::of(bytes) {
        kind @ (FileFormat::Message | FileFormat::Mbox) if start.long => {
            Taken::Large(path, Some(kind))
        }
        FileFormat::Message if bytes.len() <= WHOLE => Taken::Whole(name(), Ok(None)),
        FileFormat::Mbox if bytes.len() <= WHOLE => {
            let mut all = Vec::new();
            blocks(&name(), bytes, wanted, &mut |block| {
                all.push(block);
                true
            });
            Taken::Blocks(all)
        }
        kind if kind.is_container() => Taken::Large(path, Some(kind)),
        kind => {
            let whole = bytes.chain(file);
            Taken::Whole(name(), one(kind, whole).map(Some))
        }
    }
}

/// Find the messages under some paths, in a fixed order, and send them on, some at a time.
fn find(paths: &[PathBuf], send: &mut dyn FnMut(Vec<Found>) -> bool) {
    let mut chunk = Vec::with_capacity(FILES);
    for path in paths {
        for found in walk(path) {
            let large = matches!(found, Found::Stream(_));
            chunk.push(found);
            if (large || chunk.len() == FILES) && !send(std::mem::take(&mut chunk)) {
                return;
            }
        }
    }
    if !chunk.is_empty() {
        send(chunk);
    }
}

/// What is under a path: a folder gives the files in it that are mail.
fn walk(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    if !path.is_dir() {
        return Box::new(std::iter::once(single(path)));
    }
    let walk = WalkDir::new(path)
        .follow_links(true)
        // Of one folder, so the paths compare as the names do, and need not be taken apart.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    Box::new(walk.into_iter().filter_map(|entry| match entry {
        Ok(e) if e.file_type().is_dir() => None,
        Ok(e) => is_mail(&e).then(|| {
            if e.file_type().is_file() {
                Found::File(e.into_path())
            } else {
                Found::Not(e.into_path(), en("it is not a regular file").into())
            }
        }),
        Err(e) => {
            let path = e.path().unwrap_or(Path::new("")).to_owned();
            let reason = match e.io_error() {
                Some(e) => Text::of(en("it cannot be read: {error}"), [("error", e)]),
                None => en("the link leads back to a folder above it").into(),
            };
            Some(Found::Not(path, reason))
        }
    }))
}

/// A path that was given itself.
fn single(path: &Path) -> Found {
    let path = path.to_owned();
    if path.as_os_str() == "-" {
        return Found::Stream(path);
    }
    let kind = std::fs::metadata(&path).map(|m| m.file_type());
    match kind {
        Ok(kind) if kind.is_file() => Found::File(path),
        Ok(kind) if is_pipe(kind) => Found::Stream(path),
        Ok(_) => Found::Not(path, en("it is neither a file, a folder nor a pipe").into()),
        // Opening it will say why.
        Err(_) => Found::File(path),
    }
}

#[cfg(unix)]
fn is_pipe(kind: std::fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: std::fs::FileType) -> bool {
    false
}

/// Whether a file in a folder is taken: by the ending of its name, as a message of a Maildir, or
/// because it begins as an mbox, an Outlook message or winmail.dat.
fn is_mail(entry: &DirEntry) -> bool {
    let name = entry.path().as_os_str().as_encoded_bytes();
    let ends = |ending: &str| {
        let end = name.get(name.len().saturating_sub(ending.len())..);
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
    };
    let packed = [
        ".eml.gz",
        ".mbox.gz",
        ".mbx.gz",
        ".eml.zst",
        ".mbox.zst",
        ".mbx.zst",
        ".zip",
    ];
    ends(".eml")
        || packed.iter().any(|ending| ends(ending))
        || in_maildir(entry.path())
        || (entry.file_type().is_file() && begins_as_mail(entry.path()))
}

/// Whether a file is a message of a Maildir: in `cur` or `new`, beside the other and `tmp`.
fn in_maildir(path: &Path) -> bool {
    let folder = path.parent();
    let name = folder.and_then(Path::file_name).and_then(|n| n.to_str());
    let around = folder.and_then(Path::parent);
    matches!(name, Some("cur" | "new"))
        && around.is_some_and(|f| ["cur", "new", "tmp"].iter().all(|n| f.join(n).is_dir()))
}

fn begins_as_mail(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|f| f.take(8).read_to_end(&mut start));
    read.is_ok()
        && matches!(
            FileFormat::of(&start),
            FileFormat::Mbox | FileFormat::Msg | FileFormat::Tnef
        )
}
