//! Looks at what a terminal shows while a run takes long, and that nothing else is told.

use crate::terminal::{self, LOOKED, Terminal, feed, rdsim, stop, trace};
use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Long enough for the progress to be shown.
const LONG: Duration = Duration::from_millis(1500);

#[test]
fn a_run_that_takes_long_shows_how_far_it_is() {
    terminal::all(|verb, what, first, again| {
        let why = verb.join(" ");
        let (screen, stream) = (Terminal::new(), tempfile::tempfile().unwrap());
        let mut child = rdsim(&verb)
            .stdin(Stdio::piped())
            .stdout(stream)
            .stderr(screen.stdio())
            .spawn()
            .unwrap();
        let feeder = feed(child.stdin.take().unwrap(), first, again);
        // Of a stream nobody knows the end.
        let shown = format!(" {what}, ");
        screen.wait_for(|t| t.contains(&shown) && t.contains("iB/s"), &why);
        stop(child, feeder, &why);
        // It takes its line away.
        screen.wait_for(|t| t.ends_with("\u{1b}[2K"), &why);
        let text = screen.text();
        assert!(!text.contains(" of ") && !text.contains(" left"), "{why}");
    });
}

#[test]
fn where_the_report_streams_to_the_same_terminal_it_shows_by_itself_how_far_it_is() {
    terminal::all(|verb, what, first, again| {
        let why = verb.join(" ");
        let streams = verb[0] == "check" || verb.contains(&"predict") || verb.contains(&"csv");
        let screen = Terminal::new();
        let mut child = rdsim(&verb)
            .stdin(Stdio::piped())
            .stdout(screen.stdio())
            .stderr(screen.stdio())
            .spawn()
            .unwrap();
        let feeder = feed(child.stdin.take().unwrap(), first, again);
        let shown = format!(" {what}, ");
        if streams {
            std::thread::sleep(LONG);
            // A stream that is read twice has to end before anything is written.
            screen.wait_for(|t| what == LOOKED || !t.is_empty(), &why);
            assert!(!screen.text().contains(&shown), "{why}");
        } else {
            screen.wait_for(|t| t.contains(&shown), &why);
        }
        stop(child, feeder, &why);
    });
}

#[test]
fn nothing_is_shown_where_there_is_no_terminal() {
    terminal::all(|verb, _, first, again| {
        let why = verb.join(" ");
        let mut child = rdsim(&verb)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let feeder = feed(child.stdin.take().unwrap(), first, again);
        std::thread::sleep(LONG);
        let mut from = child.stderr.take().unwrap();
        stop(child, feeder, &why);
        let mut errors = String::new();
        let _ = from.read_to_string(&mut errors);
        assert_eq!(errors, "", "{why}");
    });
}

#[test]
fn of_a_file_the_size_and_the_time_left_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (header, rows) = trace();
    // More changes than a pipe holds.
    let trace = folder.path().join("trace.csv");
    // The same event of the same message would count once.
    let more = |n| rows.replace("@contoso.com>", &format!(".{n}@contoso.com>"));
    std::fs::write(&trace, header + &(0..1500).map(more).collect::<String>()).unwrap();
    let size = std::fs::metadata(&trace).unwrap().len();
    let screen = Terminal::new();
    let mut child = rdsim(&[
        "trace",
        "replay",
        "-p",
        "policies/open.yaml",
        "--format",
        "csv",
    ])
    .arg(&trace)
    .stdout(Stdio::piped())
    .stderr(screen.stdio())
    .spawn()
    .unwrap();
    let mut out = child.stdout.take().unwrap();
    // It waits for its reader.
    out.read_exact(&mut [0]).unwrap();
    std::thread::sleep(LONG);
    let begun = Instant::now();
    while !screen.text().contains(" left") {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{:?}",
            screen.text()
        );
        out.read_exact(&mut [0; 4096]).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    std::io::copy(&mut out, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let total = indicatif::HumanBytes(size).to_string();
    let text = screen.text();
    let wanted = [" rows, ", &format!(" of {total}, "), "iB/s, ", " left"];
    for part in wanted {
        assert!(text.contains(part), "{part}: {text:?}");
    }
}
