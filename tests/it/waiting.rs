//! Looks at what a terminal shows where a verb reads from it.

use crate::program::out;
use crate::terminal::{Terminal, rdsim};
use std::process::Stdio;

const HINT: &str = "note: reading from the terminal; Ctrl-D ends the text, Ctrl-C the run";

#[test]
fn who_waits_for_standard_input_is_told() {
    for line in [
        "check -p policies/contoso.yaml -",
        "check -p - fixtures/ordinary/plain.eml",
        "react -p policies/contoso.yaml -",
        "diff policies/contoso.yaml -",
        "lint -",
        "export --json -",
        "import",
        "explain -",
        "trace read -",
        "trace predict -p policies/contoso.yaml -",
        "trace reconcile -p policies/contoso.yaml -",
        "trace merge -p policies/contoso.yaml -",
    ] {
        let screen = Terminal::new();
        let mut child = rdsim(&line.split(' ').collect::<Vec<_>>())
            .stdin(screen.stdio())
            .stdout(Stdio::null())
            .stderr(screen.stdio())
            .spawn()
            .unwrap();
        screen.wait_for(|text| text.contains(HINT), line);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(screen.text().matches(HINT).count(), 1, "{line}");
    }
}

#[test]
fn it_is_told_in_the_language_of_the_reader() {
    let screen = Terminal::new();
    let mut child = rdsim(&["--lang", "ja", "import"])
        .stdin(screen.stdio())
        .stdout(Stdio::null())
        .stderr(screen.stdio())
        .spawn()
        .unwrap();
    screen.wait_for(|text| text.contains("入力を待っています"), "ja");
    child.kill().unwrap();
    child.wait().unwrap();
    // A pipe ends by itself.
    let mut echo = std::process::Command::new("echo");
    let mut echo = echo
        .arg("AutoForwardEnabled")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pipe = echo.stdout.take().unwrap();
    let o = rdsim(&["explain", "-"]).stdin(pipe).output().unwrap();
    assert!(out(&o).contains("AutoForwardEnabled") && o.stderr.is_empty());
    echo.wait().unwrap();
}
