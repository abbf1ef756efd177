//! Looks at what the verbs write over, through which links, and who may read it.

mod halfway;
mod one_place;

use crate::program::{command, shell};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt, symlink};
use std::path::Path;
use std::process::Output;

/// Every way to write a file, `$1` being a folder, and the file.
const WRITERS: [(&str, &str); 7] = [
    (
        "import fixtures/exports/remote-domains.json --output $1/p.yaml --lenient --force",
        "p.yaml",
    ),
    (
        "export --json policies/contoso.yaml --output $1/p.json --force",
        "p.json",
    ),
    (
        "trace replay -p policies/open.yaml --output $1/r.csv --force fixtures/traces/extended.csv",
        "r.csv",
    ),
    (
        "react -p policies/out-of-office.yaml --write $1/l --force fixtures/incoming/outside.eml",
        "l/outside.oof-external.eml",
    ),
    (
        "check -p policies/contoso.yaml --svg $1/w.svg --force fixtures/ordinary/plain.eml",
        "w.svg",
    ),
    ("explain AllowedOOFType --svg $1/e.svg --force", "e.svg"),
    ("init $1/t", "t/default.yaml"),
];

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_new_file_is_for_those_whom_umask_lets_and_an_old_one_for_the_same_as_before() {
    for (verb, file) in WRITERS {
        for (umask, wanted) in [
            ("022", 0o644),
            ("027", 0o640),
            ("002", 0o664),
            ("077", 0o600),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(file);
            let run = || {
                let output = shell(&format!("umask {umask}; \"$0\" {verb}"), folder.path());
                let code = output.status.code();
                assert!(matches!(code, Some(0 | 1)), "{verb}: {output:?}");
            };
            run();
            assert_eq!(mode(&path), wanted, "{verb}, umask {umask}");
            if verb.starts_with("init") {
                // It overwrites nothing.
                continue;
            }
            for before in [0o600, 0o664, 0o440] {
                std::fs::set_permissions(&path, PermissionsExt::from_mode(before)).unwrap();
                let was = std::fs::read(&path).unwrap();
                std::fs::write(&path, "old").ok();
                run();
                assert_eq!(mode(&path), before, "{verb}");
                assert_eq!(std::fs::read(&path).unwrap(), was, "{verb}");
            }
        }
    }
}

#[test]
fn a_link_stays_a_link_and_a_pipe_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let (link, file) = (
        folder.path().join("p.json"),
        folder.path().join("elsewhere"),
    );
    std::fs::write(&file, "old").unwrap();
    symlink(&file, &link).unwrap();
    let (export, _) = WRITERS[1];
    assert_eq!(
        shell(&format!("\"$0\" {export}"), folder.path())
            .status
            .code(),
        Some(0)
    );
    assert!(link.is_symlink());
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("RemoteDomains")
    );
    // A pipe, and so /dev/null.
    let output = shell(
        "mkfifo $1/pipe; \"$0\" check -p policies/contoso.yaml --svg $1/pipe --force fixtures/ordinary/plain.eml",
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("no regular file"), "{errors}");
    // The temporary name of a file is nobody's matter.
    let output = run(
        "export --json policies/contoso.yaml --output $1/nowhere/p.json",
        folder.path(),
    );
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("/nowhere/p.json: error: ") && !errors.contains("at path"),
        "{errors}"
    );
    let kind = std::fs::metadata(folder.path().join("pipe"))
        .unwrap()
        .file_type();
    assert!(kind.is_fifo());
}

fn run(verb: &str, folder: &Path) -> Output {
    shell(&format!("\"$0\" {verb}"), folder)
}

/// See that a verb wrote nothing, and why.
#[track_caller]
fn refused(output: &Output, file: &Path, why: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{errors}");
    let told = format!("{}: error: {why}", file.display());
    assert!(errors.contains(&told), "{told}: {errors}");
    assert!(errors.contains("\n  help: "), "{errors}");
}

#[test]
fn without_force_nothing_that_exists_is_overwritten() {
    for (verb, file) in WRITERS.iter().filter(|(verb, _)| !verb.starts_with("init")) {
        let folder = tempfile::tempdir().unwrap();
        let (path, outside) = (folder.path().join(file), folder.path().join("outside"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "mine").unwrap();
        let verb = verb.replace(" --force", "");
        refused(&run(&verb, folder.path()), &path, "the file exists already");
        assert_eq!(std::fs::read(&path).unwrap(), b"mine", "{verb}");
        // A link to nothing is something too.
        std::fs::remove_file(&path).unwrap();
        symlink(&outside, &path).unwrap();
        refused(&run(&verb, folder.path()), &path, "the file exists already");
        assert!(path.is_symlink() && !outside.exists(), "{verb}");
        std::fs::remove_file(&path).unwrap();
        let done = run(&verb, folder.path());
        assert!(
            matches!(done.status.code(), Some(0 | 1)),
            "{verb}: {done:?}"
        );
        assert!(path.is_file(), "{verb}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("t")).unwrap();
    symlink("/nowhere", folder.path().join("t/sample.eml")).unwrap();
    let output = run("init $1/t", folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        std::fs::read_dir(folder.path().join("t")).unwrap().count(),
        1
    );
}

#[test]
fn no_link_that_somebody_else_may_have_made_is_followed() {
    let why = "is a link in a folder that others may write to";
    for mode in [0o1777, 0o777, 0o775, 0o757] {
        for (verb, file) in WRITERS {
            let folder = tempfile::tempdir().unwrap();
            let (shared, private) = (folder.path().join("shared"), folder.path().join("private"));
            let make = |folder: &Path, mode| {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::set_permissions(folder, PermissionsExt::from_mode(mode)).unwrap();
            };
            make(&private, 0o755);
            make(&shared, mode);
            // The file itself is a link.
            let link = shared.join(file);
            let parent = link.parent().unwrap();
            let target = private.join("target");
            if parent == shared {
                std::fs::write(&target, "mine").unwrap();
                symlink(&target, &link).unwrap();
                let told = format!("`{}` {why}", link.display());
                refused(&run(verb, &shared), &link, &told);
                assert_eq!(std::fs::read(&target).unwrap(), b"mine", "{verb}");
                // As it is in a folder of one's own.
                make(&shared, 0o755);
                let done = run(verb, &shared);
                assert!(matches!(done.status.code(), Some(0 | 1)), "{done:?}");
                assert_ne!(std::fs::read(&target).unwrap(), b"mine", "{verb}");
                make(&shared, mode);
                std::fs::remove_file(&link).unwrap();
                std::fs::remove_file(&target).unwrap();
            }
            // A folder on the way to it is one.
            let way = shared.join("way");
            symlink(&private, &way).unwrap();
            let output = run(verb, &way);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{verb}: {errors}");
            let told = format!("error: `{}` {why}", way.display());
            assert!(errors.contains(&told), "{verb}: {errors}");
            assert_eq!(std::fs::read_dir(&private).unwrap().count(), 0, "{verb}");
        }
    }
}

#[test]
fn a_link_in_a_folder_of_somebody_else_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    symlink(folder.path().join("mine"), theirs.join("p.json")).unwrap();
    let given = command("chown").arg("65534").arg(&theirs).output();
    if !given.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: only root gives a folder away");
        return;
    }
    let output = run(WRITERS[1].0, &theirs);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!folder.path().join("mine").exists());
}

#[test]
fn links_that_lead_round_and_links_to_links_are_resolved() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    symlink("p.json", path("p.json")).unwrap();
    let (export, _) = WRITERS[1];
    let output = run(export, folder.path());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    std::fs::remove_file(path("p.json")).unwrap();
    std::fs::create_dir_all(path("a/b")).unwrap();
    symlink("a/b/../../second", path("p.json")).unwrap();
    symlink(path("a/b/../third"), path("second")).unwrap();
    let output = run(export, folder.path());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(path("a/third").is_file());
    assert!(path("p.json").is_symlink() && path("second").is_symlink());
}

#[test]
fn bless_writes_into_no_file_that_is_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdsim.yaml");
    let policy = std::fs::canonicalize("policies/contoso.yaml").unwrap();
    let text = format!(
        "Policy: {}\nCases:\n  - Name: one\n    Headers:\n      From: alice@contoso.com\n      To: bob@fabrikam.com\n    Expect:\n",
        policy.display()
    );
    for (before, after) in [
        (0o444, 0o444),
        (0o400, 0o400),
        (0o640, 0o640),
        (0o600, 0o600),
    ] {
        std::fs::write(&path, &text).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(before)).unwrap();
        let output = run("test --bless $1/a.rdsim.yaml", folder.path());
        if before & 0o200 == 0 {
            refused(&output, &path, "the file is read-only");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
            let output = run("test --bless --force $1/a.rdsim.yaml", folder.path());
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        } else {
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        }
        assert_ne!(std::fs::read_to_string(&path).unwrap(), text);
        assert_eq!(mode(&path), after);
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_file_that_grows_too_large_is_told_by_its_name_and_leaves_nothing() {
    // The shell counts in blocks of 512 bytes.
    for (verb, file) in [WRITERS[1], WRITERS[2], WRITERS[5]] {
        let folder = tempfile::tempdir().unwrap();
        let output = shell(&format!("ulimit -f 1; \"$0\" {verb}"), folder.path());
        refused(
            &output,
            &folder.path().join(file),
            "the file cannot be written: File too large",
        );
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "{verb}"
        );
    }
}
