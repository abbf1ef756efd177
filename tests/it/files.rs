//! Gives the program devices, broken links and unreadable files, and writes where nothing can be
//! written.

mod folder;

use crate::program::{RDSIM, command, rdsim, root, shell};
use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Output, Stdio};

const MESSAGE: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\n\nHi\n";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The path and the error of each message that `check` finds under a path.
fn checked(path: &Path) -> Vec<(String, Option<String>)> {
    let output = rdsim(&[
        "check",
        "--policy",
        "policies/contoso.yaml",
        "--format",
        "jsonl",
    ])
    .arg(path)
    .output()
    .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    lines
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            let name = value["path"].as_str().unwrap();
            let name = name.rsplit('/').next().unwrap().to_owned();
            (name, value["error"].as_str().map(str::to_owned))
        })
        .collect()
}

#[test]
fn what_is_no_file_is_reported_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.eml"), MESSAGE).unwrap();
    std::fs::write(
        folder.path().join(OsStr::from_bytes(b"b\xff\x1b[2J.eml")),
        MESSAGE,
    )
    .unwrap();
    std::fs::create_dir(path("c.eml")).unwrap();
    std::fs::write(path("c.eml/inner.eml"), MESSAGE).unwrap();
    let made = command("mkfifo").arg(path("d.eml")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(path("e.eml")).unwrap();
    symlink("/dev/zero", path("f.eml")).unwrap();
    symlink("nowhere", path("g.eml")).unwrap();
    symlink("h.eml", path("h.eml")).unwrap();
    symlink(".", path("loop")).unwrap();
    symlink(path("a.eml"), path("z.eml")).unwrap();
    let found = checked(folder.path());
    let error = |name: &str| {
        let found = found.iter().find(|(n, _)| n.starts_with(name));
        let error = &found.unwrap_or_else(|| panic!("{name}: {found:?}")).1;
        error.clone().unwrap_or_default()
    };
    for judged in ["a.eml", "b\u{fffd}\u{1b}[2J.eml", "inner.eml"] {
        assert_eq!(error(judged), "", "{judged}");
    }
    for (name, why) in [
        ("d.eml", "it is not a regular file"),
        ("e.eml", "it is not a regular file"),
        ("f.eml", "it is not a regular file"),
        ("g.eml", "it cannot be read"),
        ("h.eml", "it cannot be read"),
        ("loop", "the link leads back to a folder above it"),
    ] {
        assert!(error(name).contains(why), "{name}: {}", error(name));
    }
    // The link to what is judged anyway is passed over.
    assert_eq!(found.len(), 9);
    // Given by name.
    for (name, why) in [
        ("e.eml", "it is neither a file, a folder nor a pipe"),
        ("f.eml", "it is neither a file, a folder nor a pipe"),
    ] {
        let found = checked(&path(name));
        assert!(found[0].1.as_deref().unwrap().contains(why), "{found:?}");
    }
    // A pipe that is given by name is read.
    let line = "(cat \"$1/a.eml\" > \"$1/d.eml\") & \"$0\" check --policy policies/contoso.yaml --format jsonl \"$1/d.eml\"";
    let output = shell(line, folder.path());
    assert!(text(&output.stdout).contains("\"outcome\""), "{output:?}");
    // Control characters of the name do not reach a terminal.
    let human = rdsim(&[
        "check",
        "--policy",
        "policies/contoso.yaml",
        "--color",
        "always",
    ])
    .arg(folder.path())
    .output()
    .unwrap();
    assert!(!text(&human.stdout).contains("\u{1b}[2J"));
}

#[test]
fn a_file_that_vanishes_or_may_not_be_read_is_reported() {
    // Between finding and reading: the names come from the folder, the files are gone.
    let folder = tempfile::tempdir().unwrap();
    for i in 0..2_000 {
        std::fs::write(folder.path().join(format!("{i:04}.eml")), MESSAGE).unwrap();
    }
    let mut child = rdsim(&[
        "check",
        "--policy",
        "policies/contoso.yaml",
        "--format",
        "jsonl",
        "--jobs",
        "1",
    ])
    .arg(folder.path())
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    for i in 1_000..2_000 {
        std::fs::remove_file(folder.path().join(format!("{i:04}.eml"))).unwrap();
    }
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    // Each file that was found is judged, or reported as gone.
    let gone = rest
        .iter()
        .filter(|l| l.contains("the file cannot be read: No such file"));
    let judged = rest.iter().filter(|l| l.contains("\"outcome\""));
    assert_eq!(gone.count() + judged.count(), 1_999);

    let closed = folder.path().join("closed.eml");
    std::fs::write(&closed, MESSAGE).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let line = "\"$0\" check --policy policies/contoso.yaml --format jsonl \"$1/closed.eml\"";
    let Some(output) = as_nobody(line, folder.path()) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("Permission denied"),
        "{output:?}"
    );
}

/// Run a shell line as a user to whom permissions apply: root becomes nobody.
fn as_nobody(line: &str, folder: &Path) -> Option<Output> {
    let id = command("id").arg("-u").output().unwrap();
    if text(&id.stdout).trim() != "0" {
        return Some(shell(line, folder));
    }
    // The program and the policies are copied to where nobody may read them.
    let place = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(place.path(), open.clone()).unwrap();
    let program = place.path().join("rdsim");
    // Another test may start a process meanwhile, which must not hold the program open to write.
    let cp = command("cp").arg(RDSIM).arg(&program).status();
    assert!(cp.unwrap().success());
    std::fs::create_dir(place.path().join("policies")).unwrap();
    std::fs::copy(
        "policies/contoso.yaml",
        place.path().join("policies/contoso.yaml"),
    )
    .unwrap();
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let may = command("setpriv").args(nobody).arg("true").status();
    if !may.is_ok_and(|s| s.success()) {
        eprintln!("skipped: root ignores permissions, and setpriv cannot be used here");
        return None;
    }
    let output = command("setpriv")
        .args(nobody)
        .args(["sh", "-c", line])
        .arg(&program)
        .arg(folder)
        .current_dir(place.path())
        .output()
        .unwrap();
    Some(output)
}

#[test]
fn a_folder_that_may_not_be_written_to_is_no_hindrance() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.eml"), MESSAGE).unwrap();
    let policy = root().join("policies/contoso.yaml");
    let policy_bytes = std::fs::read(policy).unwrap();
    std::fs::write(folder.path().join("p.yaml"), policy_bytes).unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let line = "cd \"$1\" && \"$0\" check --policy p.yaml a.eml && \"$0\" lint p.yaml";
    let Some(output) = as_nobody(line, folder.path()) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for line in [
        "cd \"$1\" && \"$0\" check --policy p.yaml --svg way.svg a.eml",
        "cd \"$1\" && \"$0\" init .",
        "cd \"$1\" && \"$0\" export --json p.yaml --output out.json",
    ] {
        let output = as_nobody(line, folder.path()).unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{line}: {}",
            text(&output.stderr)
        );
        assert!(text(&output.stderr).contains("no permission"), "{line}");
    }
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Verbs that write much, in all their formats.
const WRITERS: [&str; 22] = [
    "check --policy policies/contoso.yaml fixtures",
    "check --policy policies/contoso.yaml --format json fixtures",
    "check --policy policies/contoso.yaml --format jsonl fixtures",
    "check --policy policies/contoso.yaml --format csv fixtures",
    "react --policy policies/out-of-office.yaml fixtures/incoming",
    "react --policy policies/out-of-office.yaml --format json fixtures/incoming",
    "trace read fixtures/traces/extended.csv",
    "trace read --format csv fixtures/traces/extended.csv",
    "trace predict --policy policies/contoso.yaml fixtures/ordinary",
    "trace predict --policy policies/contoso.yaml --format csv fixtures/ordinary",
    "trace reconcile --policy policies/contoso.yaml --format csv fixtures/traces/extended.csv",
    "trace replay --policy policies/open.yaml --format csv fixtures/traces/extended.csv",
    "diff policies/open.yaml policies/closed.yaml",
    "diff --format markdown policies/open.yaml policies/closed.yaml",
    "lint --format sarif policies/open.yaml",
    "lint --format json policies/open.yaml",
    "test --verbose policies",
    "test --format junit policies",
    "explain --no-pager AllowedOOFType",
    "explain --format html AllowedOOFType",
    "schema",
    "completions bash",
];

#[test]
fn a_full_disk_is_reported() {
    if !std::fs::metadata("/dev/full").is_ok_and(|m| m.file_type().is_char_device()) {
        eprintln!("skipped: there is no /dev/full");
        return;
    }
    for verb in WRITERS {
        let output = shell(&format!("\"$0\" {verb} > /dev/full"), Path::new("."));
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{verb}: {errors}");
        assert!(errors.contains("no room is left"), "{verb}: {errors}");
    }
}

#[test]
fn a_closed_pipe_is_success() {
    for verb in WRITERS {
        // The reader is gone before a byte is written.
        let line = format!("{{ \"$0\" {verb}; echo $? >&2; }} | :");
        let output = shell(&format!("sleep 0.1; {line}"), Path::new("."));
        let errors = text(&output.stderr);
        let code = errors.trim().lines().last().unwrap_or_default();
        assert!(matches!(code, "0" | "1"), "{verb}: {errors}");
        assert!(!errors.contains("panicked"), "{verb}: {errors}");
        assert!(!errors.contains("pipe"), "{verb}: {errors}");
    }
}

#[test]
fn a_disk_that_fills_up_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let tmpfs = command("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(folder.path())
        .output();
    if !tmpfs.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: no small file system can be mounted here");
        return;
    }
    let filled = std::fs::write(folder.path().join("filler"), vec![0u8; 60 << 10]);
    let verbs = [
        "check --policy policies/contoso.yaml --svg \"$1/way.svg\" fixtures/ndr/several-recipients.eml",
        "export --json policies/contoso.yaml --output \"$1/out.json\"",
        "react --policy policies/out-of-office.yaml --write \"$1/letters\" fixtures/incoming",
        "trace replay --policy policies/open.yaml --output \"$1/out.csv\" fixtures/traces/extended.csv",
        "init \"$1/tenant\"",
    ];
    let outputs = verbs.map(|verb| shell(&format!("\"$0\" {verb}"), folder.path()));
    let mut left = Vec::new();
    for entry in walkdir::WalkDir::new(folder.path()) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            left.push((
                entry.file_name().to_owned(),
                entry.metadata().unwrap().len(),
            ));
        }
    }
    let unmounted = command("umount").arg(folder.path()).status().unwrap();
    assert!(unmounted.success());
    filled.unwrap();
    let mut full = 0;
    for (verb, output) in verbs.iter().zip(outputs) {
        let errors = text(&output.stderr);
        if output.status.code() == Some(2) {
            assert!(errors.contains("no room is left"), "{verb}: {errors}");
            full += 1;
        } else {
            // What is small enough still fits.
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{verb}: {errors}"
            );
        }
    }
    assert!(full > 0, "nothing filled it");
    for (name, size) in &left {
        let name = name.to_string_lossy();
        assert!(!name.starts_with(".tmp"), "{left:?}");
        assert!(*size > 0, "{left:?}");
    }
}
