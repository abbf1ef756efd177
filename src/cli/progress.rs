//! Shows how far a run is, on a terminal and when it takes longer than a second; and ends it
//! between two results when it is interrupted.

use super::Exit;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

/// Set by Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long a run is silent.
const SILENT: Duration = Duration::from_secs(1);

/// From here on Ctrl-C ends the run where [`go_on`] is asked.
pub fn heed() {
    static HANDLER: Once = Once::new();
    HANDLER.call_once(|| {
        // Where there can be no handler, Ctrl-C ends the run at once, as ever.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                // Whoever asks twice is not kept waiting.
                #[expect(clippy::exit, reason = "the thread that would end waits for a pipe")]
                std::process::exit(Exit::Interrupted as i32);
            }
        });
    });
}

/// Whether the run goes on.
///
/// # Errors
/// It was interrupted.
pub fn go_on() -> io::Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    Ok(())
}

/// How far a run is.
pub struct Progress {
    messages: AtomicU64,
    bytes: Arc<AtomicU64>,
    /// Nothing where there is no terminal.
    shown: Option<Shown>,
}

struct Shown {
    bar: ProgressBar,
    begun: Instant,
    paths: Vec<PathBuf>,
    sized: Once,
}

impl Progress {
    /// Begin; from here on Ctrl-C ends the run between two results.
    pub fn begin(paths: &[PathBuf]) -> Self {
        heed();
        // Output that goes to the same terminal shows by itself how far it is.
        let shown = (io::stderr().is_terminal() && !io::stdout().is_terminal()).then(|| Shown {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            begun: Instant::now(),
            paths: paths.to_vec(),
            sized: Once::new(),
        });
        Self {
            messages: AtomicU64::new(0),
            bytes: Arc::new(AtomicU64::new(0)),
            shown,
        }
    }

    /// So many messages are done, of so many bytes that were not read through [`Self::counted`].
    pub fn done(&self, messages: u64, bytes: usize) {
        self.messages.fetch_add(messages, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// A stream whose bytes count.
    pub fn counted<R: Read>(&self, from: R) -> Counted<R> {
        Counted {
            from,
            bytes: Arc::clone(&self.bytes),
        }
    }

    /// Show how far it is.
    ///
    /// # Errors
    /// The run was interrupted.
    pub fn go_on(&self) -> io::Result<()> {
        go_on()?;
        if let Some(shown) = self.shown.as_ref().filter(|s| s.begun.elapsed() > SILENT) {
            shown.sized.call_once(|| shown.begin());
            let messages = self.messages.load(Ordering::Relaxed);
            shown.bar.set_message(format!("{messages} messages"));
            shown.bar.set_position(self.bytes.load(Ordering::Relaxed));
        }
        Ok(())
    }
}

impl Shown {
    fn begin(&self) {
        let template = "{msg}, {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        // The sizes of many files take a while: the bar does not wait for them.
        let (bar, paths) = (self.bar.clone(), self.paths.clone());
        std::thread::spawn(move || bar.set_length(paths.iter().map(|p| size(p)).sum()));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(shown) = &self.shown {
            shown.bar.finish_and_clear();
        }
    }
}

/// The bytes of the files under a path.
fn size(path: &Path) -> u64 {
    let entries = walkdir::WalkDir::new(path).follow_links(true).into_iter();
    let files = entries.filter_map(|e| e.ok()?.metadata().ok());
    files
        .filter(std::fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}

/// A stream whose bytes count.
pub struct Counted<R> {
    from: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(to)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
