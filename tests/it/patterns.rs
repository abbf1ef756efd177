//! Gives patterns to every verb that takes several files, as PowerShell and cmd hand them on.

use crate::given::MESSAGE;
use crate::program::{err, rdsim, root};
use std::path::Path;
use std::process::Output;

fn run(folder: &Path, line: &str) -> Output {
    let args: Vec<&str> = line.split(' ').collect();
    rdsim(&args).current_dir(folder).output().unwrap()
}

/// A folder with two files of each kind, and others.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let policy = std::fs::read_to_string(root().join("policies/contoso.yaml")).unwrap();
    let tests = "Policy: p1.yaml\nCases:\n  - Name: a\n    From: alice@contoso.com\n    To: bob@fabrikam.com\n    Kind: ordinary\n    Expect: {Outcome: leaves}\n";
    let accepted = "[{\"DomainName\":\"contoso.com\",\"DomainType\":\"Authoritative\"}]";
    let remote = "[{\"DomainName\":\"*\",\"AllowedOOFType\":\"External\"}]";
    let rows = |id| {
        format!(
            "Received,SenderAddress,RecipientAddress,Status,MessageId\n2026-08-01T10:00:00Z,a@contoso.com,b@fabrikam.com,Failed,<{id}@contoso.com>\n"
        )
    };
    for (name, text) in [
        ("p1.yaml", policy.as_str()),
        ("p2.yaml", &policy),
        ("a.rdsim.yaml", tests),
        ("b.rdsim.yaml", tests),
        ("mail/a.eml", MESSAGE),
        ("mail/b.eml", MESSAGE),
        ("mail/c.notes", "notes"),
        ("mail/.d.eml", MESSAGE),
        ("more/one/e.eml", MESSAGE),
        ("more/two/e.eml", MESSAGE),
        ("[x].eml", MESSAGE),
        ("x.eml", MESSAGE),
        ("domains1.json", accepted),
        ("domains2.json", remote),
        ("rows1.csv", &rows(1)),
        ("rows2.csv", &rows(2)),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    for n in ["1", "2"] {
        let part = run(
            folder.path(),
            &format!("trace reconcile -p p1.yaml --part rows{n}.csv"),
        );
        std::fs::write(folder.path().join(format!("part{n}")), part.stdout).unwrap();
    }
    folder
}

#[test]
fn a_pattern_stands_for_what_it_matches_in_every_verb() {
    let folder = folder();
    for (line, files) in [
        (
            "check -p p1.yaml --format csv",
            "mail/*.eml = mail/a.eml mail/b.eml",
        ),
        (
            "check -p p1.yaml",
            "m*/?.eml x.eml = mail/a.eml mail/b.eml x.eml",
        ),
        (
            "check -p p1.yaml",
            "more/*/e.eml = more/one/e.eml more/two/e.eml",
        ),
        (
            "check -p p1.yaml",
            "./more/**/e.eml = ./more/one/e.eml ./more/two/e.eml",
        ),
        // A folder too, as in a shell.
        ("check -p p1.yaml", "mor?/one = more/one"),
        ("check -p p1.yaml", "mail/.*.eml = mail/.d.eml"),
        ("check -p p1.yaml", "[a-y].eml = x.eml"),
        ("react -p p1.yaml", "mail/*.eml = mail/a.eml mail/b.eml"),
        ("diff p1.yaml p2.yaml", "mail/*.eml = mail/a.eml mail/b.eml"),
        (
            "diff p1.yaml --set Default.AutoForwardEnabled=false",
            "mail/*.eml = mail/a.eml mail/b.eml",
        ),
        ("lint", "p?.yaml = p1.yaml p2.yaml"),
        ("test --verbose", "*.rdsim.yaml = a.rdsim.yaml b.rdsim.yaml"),
        ("import", "domains*.json = domains1.json domains2.json"),
        ("trace read", "rows*.csv = rows1.csv rows2.csv"),
        (
            "trace predict -p p1.yaml",
            "mail/*.eml = mail/a.eml mail/b.eml",
        ),
        (
            "trace reconcile -p p1.yaml --format json",
            "rows*.csv = rows1.csv rows2.csv",
        ),
        ("trace replay -p p1.yaml", "rows*.csv = rows1.csv rows2.csv"),
        ("trace merge -p p1.yaml", "part? = part1 part2"),
    ] {
        let (pattern, files) = files.split_once(" = ").unwrap();
        let expanded = run(folder.path(), &format!("{line} {pattern}"));
        let named = run(folder.path(), &format!("{line} {files}"));
        assert_eq!(expanded, named, "{line} {pattern}: {}", err(&expanded));
        assert!(
            matches!(named.status.code(), Some(0 | 1)),
            "{line}: {}",
            err(&named)
        );
    }
}

#[test]
fn a_file_may_have_the_name_of_a_pattern_and_one_that_matches_nothing_is_told() {
    let folder = folder();
    let o = run(folder.path(), "check -p p1.yaml [x].eml");
    assert!(crate::program::out(&o).starts_with("[x].eml"), "{o:?}");
    let o = run(
        folder.path(),
        "check -p p1.yaml mail/*.msg mail/*.eml nothing/*/x",
    );
    assert_eq!(
        (o.status.code(), err(&o).as_str()),
        (
            Some(2),
            "mail/*.msg: error: no file and no folder matches the pattern\n  help: look at its folder, and give files, folders or another pattern\nnothing/*/x: error: no file and no folder matches the pattern\n  help: look at its folder, and give files, folders or another pattern\n"
        )
    );
    assert!(o.stdout.is_empty());
    // Whoever chose the arguments learns of no file outside.
    let o = run(folder.path(), "test --root more ../*/*.eml");
    assert_eq!(o.status.code(), Some(2));
    assert!(
        err(&o).starts_with("../*/*.eml: error: outside of the folder"),
        "{}",
        err(&o)
    );
}
