//! Looks at what `react --write` leaves where file names are long, or something comes in between.

use crate::packed::zip;
use crate::program::{err, out, rdsim, run};
use crate::terminal::{MAIL, signal};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const POLICY: &str = "policies/out-of-office.yaml";

fn names(folder: &Path) -> BTreeSet<String> {
    let all = std::fs::read_dir(folder).unwrap();
    all.map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn react(target: &Path, more: &[&str]) -> std::process::Output {
    let target = target.to_str().unwrap();
    run(&[&["react", "-p", POLICY, "--write", target], more].concat())
}

#[test]
fn names_that_the_file_system_refuses_are_shortened_and_stay_apart() {
    let message = std::fs::read("fixtures/incoming/outside.eml").unwrap();
    // Outlook takes up to 250 bytes of the subject, in Japanese three to a character.
    let long = "不".repeat(82);
    let stems = [
        format!("{long}一"),
        format!("{long}二"),
        "é".repeat(124),
        "x".repeat(251),
    ];
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("replies");
    let inputs: Vec<String> = stems
        .iter()
        .map(|stem| {
            let path = folder.path().join(format!("{stem}.eml"));
            std::fs::write(&path, &message).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let o = react(&target, &inputs);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let written = names(&target);
    assert_eq!(written.len(), 8, "{written:?}");
    for stem in &stems {
        let same = |name: &&String| {
            let begin = name.split('.').next().unwrap();
            begin.len() > 150 && stem.starts_with(begin)
        };
        assert!(
            written.iter().filter(same).count() >= 2,
            "{stem}: {written:?}"
        );
    }
    assert!(
        written.iter().any(|n| n.ends_with("oof-external-2.eml")),
        "{written:?}"
    );
    for name in &written {
        assert!(out(&o).contains(name.as_str()), "{name}");
        assert!(!name.contains('\u{fffd}'), "{name}");
    }
    // The same names again.
    let again = react(&target, &inputs);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert_eq!(names(&target), written);
}

#[test]
fn two_names_that_differ_in_case_alone_are_two_files_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = ["a/Reply.eml", "b/reply.eml"].map(|name| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::copy("fixtures/incoming/outside.eml", &path).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let target = folder.path().join("replies");
    let o = react(&target, &[&inputs[0], &inputs[1]]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let lower: BTreeSet<String> = names(&target).iter().map(|n| n.to_lowercase()).collect();
    assert_eq!(lower.len(), 4, "{lower:?}");
}

#[test]
fn an_archive_leads_out_of_no_folder_and_gives_no_name_that_cannot_be() {
    let message = std::fs::read("fixtures/incoming/outside.eml").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let hostile = [
        "../../up.eml",
        "/etc/root.eml",
        "..",
        "nul\0.eml",
        "two\nlines.eml",
        "\u{1b}[2J.eml",
        "-rf.eml",
    ];
    let archive = folder.path().join("a.zip");
    std::fs::write(&archive, zip(&hostile.map(|name| (name, &message[..])))).unwrap();
    let target = folder.path().join("in/replies");
    let o = react(&target, &[archive.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    let written = names(&target);
    assert_eq!(written.len(), 2 * hostile.len(), "{written:?}");
    let plain = |name: &String| !name.contains(char::is_control) && !name.starts_with('-');
    assert!(written.iter().all(plain), "{written:?}");
    assert_eq!(names(folder.path()).len(), 2, "{:?}", names(folder.path()));
    assert_eq!(names(&folder.path().join("in")).len(), 1);
}

/// Begin to read messages from a pipe that stays open, until something is written aside.
fn begun(target: &Path) -> Child {
    let mut child = rdsim(&["react", "-p", POLICY, "--write"])
        .arg(target)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let message = MAIL
        .replace("alice@", "bob@")
        .replace("contoso", "fabrikam");
    let message = message.replace("To: bob@fabrikam.com", "To: alice@contoso.com");
    // Enough that some is read while the pipe stays open.
    let many = message.repeat((80 << 10) / message.len());
    child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(many.as_bytes())
        .unwrap();
    let since = Instant::now();
    while !target.exists() || names(target).len() < 20 {
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "nothing is written"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

#[test]
fn what_is_written_is_told_where_not_all_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("replies");
    let end = |mut child: Child| {
        drop(child.stdin.take());
        child.wait_with_output().unwrap()
    };
    let child = begun(&target);
    // Somebody takes a name that was free when the file was written aside.
    let name = "message#3.oof-external.eml";
    let taken = target.join(name);
    std::fs::write(&taken, "mine").unwrap();
    let output = end(child);
    let told = err(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty());
    let error = format!("{}: error: the file exists already", taken.display());
    assert!(told.contains(&error), "{told}");
    assert_eq!(std::fs::read(&taken).unwrap(), b"mine");
    let mut left = names(&target);
    assert!(left.remove(name));
    let wrote: BTreeSet<String> = told
        .lines()
        .filter_map(|line| line.strip_prefix("wrote "))
        .map(|path| path.rsplit('/').next().unwrap().to_owned())
        .collect();
    assert!(wrote.len() >= 4, "{told}");
    assert_eq!(left, wrote);
    // Once the name is free, the same can be done again without `--force`.
    std::fs::remove_file(&taken).unwrap();
    let output = end(begun(&target));
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(names(&target).is_superset(&wrote));
    assert!(out(&output).contains(name));
}

#[test]
fn a_signal_leaves_no_temporary_file() {
    for (signals, code) in [(&["TERM"][..], 143), (&["INT", "INT"], 130)] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("replies");
        let mut child = begun(&target);
        for name in signals {
            signal(child.id(), name);
            std::thread::sleep(Duration::from_millis(200));
        }
        // The pipe is still open, and nothing comes.
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signals:?}");
        assert!(
            names(&target).is_empty(),
            "{signals:?}: {:?}",
            names(&target)
        );
    }
}
