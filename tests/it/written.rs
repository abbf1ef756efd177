//! Looks at who may read the files that the verbs write.

use crate::program::shell;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt, symlink};
use std::path::Path;

/// Every way to write a file, `$1` being a folder, and the file.
const WRITERS: [(&str, &str); 8] = [
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
        "trace replay -p policies/open.yaml --output $1/r.parquet --force fixtures/traces/extended.csv",
        "r.parquet",
    ),
    (
        "react -p policies/out-of-office.yaml --write $1/l --force fixtures/incoming/outside.eml",
        "l/outside.oof-external.eml",
    ),
    (
        "check -p policies/contoso.yaml --svg $1/w.svg fixtures/ordinary/plain.eml",
        "w.svg",
    ),
    ("explain AllowedOOFType --svg $1/e.svg", "e.svg"),
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
        "mkfifo $1/pipe; \"$0\" check -p policies/contoso.yaml --svg $1/pipe fixtures/ordinary/plain.eml",
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("no regular file"), "{errors}");
    let kind = std::fs::metadata(folder.path().join("pipe"))
        .unwrap()
        .file_type();
    assert!(kind.is_fifo());
}
