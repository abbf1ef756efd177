//! Gives the program folders with links, and with files that are not mail.

use super::{MESSAGE, text};
use crate::program::rdsim;
use serde_json::Value;
use std::os::unix::fs::symlink;
use std::path::Path;

/// What `check` says of a folder: the names of what is judged, and the notes.
fn judged(folder: &Path) -> (Vec<String>, String) {
    let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml"]);
    let command = command.args(["--format", "jsonl"]).arg(folder);
    let output = command.output().unwrap();
    let lines = text(&output.stdout);
    let names = lines.lines().map(|line| {
        let value: Value = serde_json::from_str(line).unwrap();
        let path = Path::new(value["path"].as_str().unwrap()).to_owned();
        let path = path.strip_prefix(folder).unwrap();
        path.display().to_string()
    });
    (names.collect(), text(&output.stderr))
}

#[test]
fn what_is_reached_in_several_ways_is_judged_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in [
        "mail/real/a.eml",
        "mail/real/sub/b.eml",
        "outside/c.eml",
        "outside/sub/d.eml",
    ] {
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), MESSAGE).unwrap();
    }
    // A diamond, and another below it: without care, each level would double what is judged.
    let mut below = path("mail/real");
    for level in 0..20 {
        let dir = path(&format!("mail/level{level:02}"));
        std::fs::create_dir(&dir).unwrap();
        symlink(&below, dir.join("left")).unwrap();
        symlink(&below, dir.join("right")).unwrap();
        below = dir;
    }
    symlink(path("mail/real/a.eml"), path("mail/again.eml")).unwrap();
    symlink("..", path("mail/up")).unwrap();
    // Outside: the folder, one within it, a file of it.
    symlink(path("outside/sub"), path("mail/out1")).unwrap();
    symlink(path("outside"), path("mail/out2")).unwrap();
    symlink(path("outside/c.eml"), path("mail/out3.eml")).unwrap();
    symlink(path("mail"), path("outside/back")).unwrap();
    let (names, notes) = judged(&path("mail"));
    let expected = [
        "out1/d.eml",
        "out2/c.eml",
        "real/a.eml",
        "real/sub/b.eml",
        "up",
    ];
    assert_eq!(names, expected, "{notes}");
    assert!(
        notes.contains("links in folders to what is found without them: 43"),
        "{notes}"
    );
}

#[test]
fn a_folder_is_looked_at_by_content_and_what_is_passed_over_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        std::fs::write(folder.path().join(name), content).unwrap();
    };
    let utf16: Vec<u8> = MESSAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write("a.raw", MESSAGE.as_bytes());
    write("b.txt", MESSAGE.replace('\n', "\r").as_bytes());
    write("c.TXT", &[b"\xff\xfe", &utf16[..]].concat());
    write("d", format!("\n{MESSAGE}").as_bytes());
    write(
        "e.inbox",
        format!("From - Tue Sep 01 09:00:00 2026\n{MESSAGE}").as_bytes(),
    );
    // Passed over: text, lists with colons, other formats, and a message under the name of one.
    write("f.txt", b"From now on:\nwe write letters.\n");
    write(
        "g.txt",
        b"Subject: one line that looks like a header\n\nThat is all.\n",
    );
    write("h", b"\x7fELF\x02\x01\x01\0From: a\nTo: b\n");
    write("i.yaml", b"From: alice@contoso.com\nTo: bob@fabrikam.com\n");
    write("j.md", b"From here to there\n\nit is far.\n");
    let (names, notes) = judged(folder.path());
    assert_eq!(names, ["a.raw", "b.txt", "c.TXT", "d", "e.inbox#1"]);
    let note = "note: files in folders that are not mail and were passed over: 5; the first is `";
    assert!(notes.contains(note) && notes.contains("f.txt`"), "{notes}");
    // Nothing is said where nothing was passed over, nor with --quiet.
    for args in [&["--quiet"][..], &[]] {
        let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml"]);
        if args.is_empty() {
            command.arg(folder.path().join("a.raw"));
        } else {
            command.args(args).arg(folder.path());
        }
        assert_eq!(text(&command.output().unwrap().stderr), "", "{args:?}");
    }
}
