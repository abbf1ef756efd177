//! Gives the messages of files, folders, mailboxes and archives to every core, and hands the
//! results on in the order in which the messages were found.

use super::files;
use super::input;
use super::ordered::produced;
use super::parts::Parts;
use super::passed_over::Tally;
use super::progress::Progress;
use rdsim::mail::file::FileReader;
use rdsim::mail::walk::{Found, given, shown, walk};
use rdsim::mail::{Error, FileFormat, Mail, Sink, Wanted, archive, pst};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Files that one thread takes at a time: enough that handing them over costs nothing, few enough
/// that their results are small.
const FILES: usize = 256;
/// Such groups of files, for each thread, that are read before the first of them is handed on.
const AHEAD: usize = 16;
/// Batches of messages of a large file that are, for all threads together: the results of many
/// small messages are large.
const BATCHES_AHEAD: usize = 24;

/// What became of some files.
enum Done<R> {
    /// The result of their messages.
    Result(R),
    /// A file that all threads read together, large or packed, and its format; that of a stream is
    /// not known.
    Left(PathBuf, Option<FileFormat>),
}

/// What is done with the messages.
pub struct Work<B, O> {
    /// How much of them is wanted.
    pub wanted: Wanted,
    /// Makes the result of some messages, still empty.
    pub begin: B,
    /// Adds a message to it.
    pub one: O,
}

/// Do something with every message under some paths: `work` in every thread, `done` in order; what
/// was passed over.
///
/// # Errors
/// The first error of either; the messages that are left are then not read. An interrupted run
/// ends so, between two results.
pub fn each<R: Send>(
    paths: &[PathBuf],
    threads: usize,
    work: &Work<impl Fn() -> R + Sync, impl Fn(&mut R, &Mail) -> io::Result<()> + Sync>,
    mut done: impl FnMut(R) -> io::Result<()>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let progress = Progress::begin(paths);
    let mut found = false;
    let mut done = |result| {
        found = true;
        done(result)
    };
    let mut hand_on = |all: io::Result<Vec<Done<R>>>| {
        for one in all? {
            progress.go_on()?;
            match one {
                Done::Result(result) => done(result)?,
                Done::Left(path, format) => {
                    large(&path, format, threads, work, &mut done, &progress)?;
                }
            }
        }
        Ok(())
    };
    // One message is judged before other threads have begun.
    if let [path] = paths
        && !path.is_dir()
    {
        hand_on(small(&[given(path)], work, &progress))?;
    } else {
        produced(
            threads,
            AHEAD,
            |send| find(paths, send, &mut tally),
            |files| small(&files, work, &progress),
            hand_on,
        )?;
    }
    tally.found(found);
    Ok(tally)
}

/// Take a large file apart in threads of its own, its messages in all the others.
fn large<R: Send>(
    path: &Path,
    format: Option<FileFormat>,
    threads: usize,
    work: &Work<impl Fn() -> R + Sync, impl Fn(&mut R, &Mail) -> io::Result<()> + Sync>,
    done: &mut impl FnMut(R) -> io::Result<()>,
    progress: &Progress,
) -> io::Result<()> {
    let name = files::name(path);
    let judge = |batch: Vec<Mail>| {
        let mut result = (work.begin)();
        for mail in &batch {
            (work.one)(&mut result, mail)?;
        }
        progress.add(batch.len() as u64);
        Ok(result)
    };
    let mut hand_on = |result: io::Result<R>| {
        progress.go_on()?;
        done(result?)
    };
    let opened = (path.as_os_str() != "-").then(|| File::open(path));
    let file = match opened.transpose() {
        Ok(file) => file,
        Err(e) => return hand_on(judge(vec![Mail::failed(name, Error::unreadable(e))])),
    };
    let parts = file.as_ref().filter(|_| threads > 1).and_then(|file| {
        Some(Parts {
            file,
            length: file.metadata().ok()?.len(),
            threads,
            progress,
        })
    });
    if let (Some(parts), Some(FileFormat::Message)) = (&parts, format) {
        return hand_on(judge(vec![Mail {
            name: name.into(),
            content: parts.message(),
        }]));
    }
    let parts = parts.filter(|_| format == Some(FileFormat::Mbox));
    produced(
        threads,
        (BATCHES_AHEAD / threads).max(2),
        |send| {
            let sink: &mut Sink = send;
            match (parts, &file) {
                (Some(parts), _) => parts.mbox(&name, work.wanted, sink),
                (None, Some(file)) => match file.try_clone() {
                    // It can be searched where it is, and need not be copied.
                    Ok(file) if format == Some(FileFormat::Pst) => {
                        pst::split(&name, file, sink);
                    }
                    _ => {
                        archive::messages(&name, progress.counted(file), work.wanted, sink);
                    }
                },
                (None, None) => {
                    archive::messages(
                        &name,
                        progress.counted(input::standard_input()),
                        work.wanted,
                        sink,
                    );
                }
            }
        },
        judge,
        hand_on,
    )
}

/// What becomes of some files; the large ones are left for later.
fn small<R>(
    files: &[Found],
    work: &Work<impl Fn() -> R, impl Fn(&mut R, &Mail) -> io::Result<()>>,
    progress: &Progress,
) -> io::Result<Vec<Done<R>>> {
    let mut out = Vec::new();
    let mut result = (work.begin)();
    // Messages in all, those of the results in `out`, and bytes.
    let (mut messages, mut handed_on, mut bytes) = (0, 0, 0);
    let mut reader = FileReader::default();
    for found in files {
        let mut one = |mail: &Mail| {
            messages += 1;
            (work.one)(&mut result, mail)
        };
        let left = match found {
            Found::Stream(path) => Some((path, None)),
            Found::PassedOver(..) => None,
            Found::Failed(path, error) => {
                one(&Mail::failed(shown(path), error.clone()))?;
                None
            }
            Found::File(path) => {
                let left = reader.read(path, work.wanted, one)?;
                left.map(|format| (path, Some(format)))
            }
        };
        match left {
            Some((path, format)) => {
                if messages > handed_on {
                    let result = std::mem::replace(&mut result, (work.begin)());
                    out.push(Done::Result(result));
                    handed_on = messages;
                }
                out.push(Done::Left(path.clone(), format));
            }
            None => bytes += reader.start().len(),
        }
    }
    progress.done(messages, bytes);
    if messages > handed_on {
        out.push(Done::Result(result));
    }
    Ok(out)
}

/// Find the messages under some paths, in a fixed order, and send them on, some at a time.
fn find(paths: &[PathBuf], send: &mut dyn FnMut(Vec<Found>) -> bool, tally: &mut Tally) {
    let mut files = Vec::with_capacity(FILES);
    for path in paths {
        for found in walk(path) {
            if let Found::PassedOver(path, why) = &found {
                tally.add(path, *why);
                continue;
            }
            let stream = matches!(found, Found::Stream(_));
            files.push(found);
            if (stream || files.len() == FILES) && !send(std::mem::take(&mut files)) {
                return;
            }
        }
    }
    if !files.is_empty() {
        send(files);
    }
}
