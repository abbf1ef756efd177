//! Ends a run at Ctrl-C or SIGTERM: between two results where it may wait for that, and without
//! temporary files.

use super::{Exit, write};
use std::io;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C where the run ends between two results.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the run asks [`go_on`] every now and then.
static ASKS: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C ends the run where [`go_on`] is asked.
pub fn between_results() {
    ASKS.store(true, Ordering::SeqCst);
    handle();
}

/// From here on no signal leaves a temporary file.
pub fn handle() {
    static HANDLER: Once = Once::new();
    // Where there can be no handler, a signal ends the run at once, as ever.
    HANDLER.call_once(|| drop(listen()));
}

/// Fails if the run was interrupted.
///
/// # Errors
/// It was interrupted.
pub fn go_on() -> io::Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    Ok(())
}

fn ctrl_c() {
    let waits = ASKS.load(Ordering::SeqCst) && !INTERRUPTED.swap(true, Ordering::SeqCst);
    if !waits {
        // The second Ctrl-C ends the run at once.
        write::end(Exit::Interrupted);
    }
}

#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
    // A file that grows too large is an error of writing, which SIGXFSZ would not let us tell.
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGXFSZ])?;
    std::thread::Builder::new().spawn(move || {
        for signal in &mut signals {
            match signal {
                SIGINT => ctrl_c(),
                SIGTERM => write::end(Exit::Terminated),
                _ => {}
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn listen() -> io::Result<()> {
    ctrlc::set_handler(ctrl_c).map_err(io::Error::other)
}
