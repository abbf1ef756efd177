//! Runs the program as a terminal does: with input that goes on, Ctrl-C, and a screen to write to.

use crate::program;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::File;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub fn rdsim(args: &[&str]) -> Command {
    let mut command = program::rdsim(args);
    command.env("TERM", "xterm");
    command
}

/// What Ctrl-C does.
pub fn interrupt(pid: u32) {
    signal(pid, "INT");
}

/// Send a signal, by its name.
pub fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &pid.to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// A message as it stands in an mbox.
pub const MAIL: &str = "From alice@contoso.com Tue Nov  3 09:00:00 2026\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\nX-MS-Exchange-Organization-AutoForwarded: true\n\nHi\n\n";

/// The header of an export, and its rows.
pub fn trace() -> (String, String) {
    let bytes = std::fs::read("fixtures/traces/extended.csv").unwrap();
    let (text, ..) = encoding_rs::UTF_16LE.decode(&bytes);
    let (header, rows) = text.split_once('\n').unwrap();
    (format!("{header}\n"), rows.to_owned())
}

/// What is counted while a stream is read for the first of two times.
pub const LOOKED: &str = "rows looked through first";

/// The verbs that read for long from standard input, and what they read.
fn verbs() -> Vec<(Vec<&'static str>, &'static str, String, String)> {
    let rows = trace;
    let mails = || (String::new(), MAIL.to_owned());
    [
        ("trace read -", "rows", rows()),
        ("trace reconcile -p policies/open.yaml -", LOOKED, rows()),
        (
            "trace reconcile -p policies/open.yaml --format csv -",
            LOOKED,
            rows(),
        ),
        ("trace replay -p policies/open.yaml -", LOOKED, rows()),
        (
            "trace replay -p policies/open.yaml --format csv -",
            LOOKED,
            rows(),
        ),
        (
            "trace predict -p policies/open.yaml --format csv -",
            "messages",
            mails(),
        ),
        (
            "trace predict -p policies/out-of-office.yaml --reactions -",
            "messages",
            mails(),
        ),
        (
            "diff policies/open.yaml policies/closed.yaml -",
            "messages",
            mails(),
        ),
        ("check -p policies/open.yaml -", "messages", mails()),
    ]
    .map(|(verb, what, (first, again))| (verb.split(' ').collect(), what, first, again))
    .into()
}

/// Test every one of [`verbs`], all at the same time, as each takes a while.
pub fn all(test: impl Fn(Vec<&'static str>, &str, String, String) + Sync) {
    std::thread::scope(|scope| {
        for (verb, what, first, again) in verbs() {
            let test = &test;
            scope.spawn(move || test(verb, what, first, again));
        }
    });
}

/// Input that does not end before the program does: some at once, and more every now and then.
pub fn feed(
    mut to: impl std::io::Write + Send + 'static,
    first: String,
    again: String,
) -> JoinHandle<()> {
    let lump = again.repeat((300 << 10) / again.len());
    std::thread::spawn(move || {
        let _ = to.write_all(first.as_bytes());
        while to.write_all(lump.as_bytes()).is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    })
}

/// Interrupt the program: it ends as an interrupted one does, and nobody feeds it any more.
pub fn stop(mut child: Child, feeder: JoinHandle<()>, why: &str) {
    interrupt(child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130), "{why}");
    feeder.join().unwrap();
}

/// A terminal, and what was written to it.
pub struct Terminal {
    inside: File,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    pub fn new() -> Self {
        let outside =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&outside).unwrap();
        unlockpt(&outside).unwrap();
        let name = ptsname(&outside, Vec::new()).unwrap();
        let inside = File::options()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (mut outside, kept) = (File::from(outside), seen.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of a terminal is an error.
            while let Ok(n @ 1..) = outside.read(&mut buffer) {
                kept.lock().unwrap().extend_from_slice(&buffer[..n]);
            }
        });
        Self {
            inside: inside.unwrap(),
            seen,
        }
    }

    pub fn stdio(&self) -> Stdio {
        self.inside.try_clone().unwrap().into()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    /// Wait until it shows what is wanted.
    pub fn wait_for(&self, wanted: impl Fn(&str) -> bool, why: &str) {
        let begun = Instant::now();
        while !wanted(&self.text()) {
            let shown: String = self.text().chars().take(400).collect();
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "{why}: {shown:?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
