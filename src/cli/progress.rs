//! Shows the progress of a run that takes longer than a second, on a terminal.

use super::{interrupt, output};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rdsim::mail::archive::Counted;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

/// Whether nothing is written to standard output before all is read.
static REPORT_COMES_LAST: AtomicBool = AtomicBool::new(false);

/// The progress bar that is shown.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// How long a run shows no progress.
const SILENT: Duration = Duration::from_secs(1);

/// Show progress even if standard output is the terminal too: nothing is written to it before all
/// is read.
pub fn report_comes_last() {
    REPORT_COMES_LAST.store(true, Ordering::Relaxed);
}

/// Write to standard error while the progress bar is hidden.
pub fn beside<T>(write: impl FnOnce() -> T) -> T {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// The progress of a run.
pub struct Progress {
    /// What is counted: messages or rows.
    of: &'static str,
    done: AtomicU64,
    bytes: Arc<AtomicU64>,
    /// `None` where standard error is no terminal.
    shown: Option<Shown>,
}

struct Shown {
    bar: ProgressBar,
    begun: Instant,
    paths: Vec<PathBuf>,
    sized: Once,
}

impl Progress {
    /// Begin with messages; from here on Ctrl-C ends the run between two results.
    pub fn begin(paths: &[PathBuf]) -> Self {
        Self::of("messages", paths)
    }

    /// The same with something else, such as rows.
    pub fn of(what: &'static str, paths: &[PathBuf]) -> Self {
        interrupt::between_results();
        // Output that streams to the same terminal shows the progress by itself.
        let silent = || {
            output::is_quiet()
                || (!REPORT_COMES_LAST.load(Ordering::Relaxed) && io::stdout().is_terminal())
        };
        let shown = (io::stderr().is_terminal() && !silent()).then(|| Shown {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            begun: Instant::now(),
            paths: paths.to_vec(),
            sized: Once::new(),
        });
        Self {
            of: what,
            done: AtomicU64::new(0),
            bytes: Arc::new(AtomicU64::new(0)),
            shown,
        }
    }

    /// Count messages that are done, and their bytes that were not read through [`Self::counted`].
    pub fn done(&self, messages: u64, bytes: usize) {
        self.add(messages);
        self.read(bytes as u64);
    }

    /// Count bytes that were read in another way.
    pub fn read(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Count messages or rows that are done.
    pub fn add(&self, count: u64) {
        self.done.fetch_add(count, Ordering::Relaxed);
    }

    /// A stream whose bytes are counted.
    pub fn counted<R: Read>(&self, from: R) -> Counted<R> {
        Counted::new(from, &self.bytes)
    }

    /// The reading position in a file, for a reader that seeks.
    pub fn place(&self, file: &File) -> Place {
        Place {
            file: file.try_clone().ok(),
            before: self.bytes.load(Ordering::Relaxed),
            bytes: Arc::clone(&self.bytes),
        }
    }

    /// Show the progress.
    ///
    /// # Errors
    /// The run was interrupted.
    pub fn go_on(&self) -> io::Result<()> {
        interrupt::go_on()?;
        if let Some(shown) = self.shown.as_ref().filter(|s| s.begun.elapsed() > SILENT) {
            shown.sized.call_once(|| shown.begin());
            let done = self.done.load(Ordering::Relaxed);
            shown.bar.set_message(format!("{done} {}", self.of));
            shown.bar.set_position(self.bytes.load(Ordering::Relaxed));
        }
        Ok(())
    }
}

impl Shown {
    fn begin(&self) {
        style(&self.bar, "{msg}, {bytes}, {bytes_per_sec}");
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        *BAR.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.bar.clone());
        // The sizes of many files take a while: the bar does not wait for them.
        let (bar, paths) = (self.bar.clone(), self.paths.clone());
        std::thread::spawn(move || {
            if let Some(size) = paths.iter().map(|path| size(path)).sum() {
                bar.set_length(size);
                style(
                    &bar,
                    "{msg}, {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
                );
            }
        });
    }
}

fn style(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(shown) = &self.shown {
            *BAR.lock().unwrap_or_else(PoisonError::into_inner) = None;
            shown.bar.finish_and_clear();
        }
    }
}

/// The bytes of the files under a path; of a stream they are not known beforehand.
fn size(path: &Path) -> Option<u64> {
    let kind = std::fs::metadata(path).ok()?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        return None;
    }
    let entries = walkdir::WalkDir::new(path).into_iter();
    let files = entries.filter_map(|e| e.ok()?.metadata().ok());
    Some(
        files
            .filter(std::fs::Metadata::is_file)
            .map(|m| m.len())
            .sum(),
    )
}

/// The reading position in a file.
pub struct Place {
    /// The same open file: it shares its position with the reader.
    file: Option<File>,
    /// Bytes of the files before this one.
    before: u64,
    bytes: Arc<AtomicU64>,
}

impl Place {
    /// Update the progress with each item that is read from the file.
    pub fn followed<T>(mut self, items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        items.inspect(move |_| {
            if let Some(place) = self.file.as_mut().and_then(|f| f.stream_position().ok()) {
                self.bytes.store(self.before + place, Ordering::Relaxed);
            }
        })
    }
}
