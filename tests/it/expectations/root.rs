//! Lets expectation files name files outside of the folder of `--root`.

use super::{Folder, MIXED, err, out};
use std::os::unix::fs::symlink;

/// A secret beside the folder that may be read, as a policy of which an error would quote lines.
const SECRET: &str = "TOKEN: sesame\n";

/// A folder `repo` with a policy, and a secret beside it.
fn folder() -> Folder {
    Folder::new(&[
        ("secret.yaml", SECRET),
        ("repo/.git/config", SECRET),
        ("repo/a/contoso.yaml", "AcceptedDomains: [contoso.com]\n"),
        ("repo/a/deep/message.eml", "To: a@example.com\n\nHi\n"),
    ])
}

/// A case with a policy and a message, or a sample where that is empty.
fn case(policy: &str, message: &str) -> String {
    let message = match message {
        "" => "Kind: ordinary, To: a@example.com".to_owned(),
        message => format!("Message: '{message}'"),
    };
    format!("Policy: '{policy}'\nCases: [{{Name: x, {message}, Expect: {{Outcome: leaves}}}}]\n")
}

#[test]
fn no_path_and_no_link_leads_out() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let absolute = at("secret.yaml").to_str().unwrap().to_owned();
    symlink("../../secret.yaml", at("repo/a/link.yaml")).unwrap();
    symlink(&absolute, at("repo/a/absolute.yaml")).unwrap();
    symlink("../..", at("repo/a/up")).unwrap();
    symlink("link.yaml", at("repo/a/chain.yaml")).unwrap();
    symlink("turn.yaml", at("repo/a/turn.yaml")).unwrap();
    symlink("../.git/config", at("repo/a/config.yaml")).unwrap();
    for named in [
        "../../secret.yaml",
        "../../no-such-file.yaml",
        absolute.as_str(),
        "/proc/self/environ",
        "/dev/zero",
        "deep/../../../secret.yaml",
        "link.yaml",
        "absolute.yaml",
        "up/secret.yaml",
        "chain.yaml",
        "turn.yaml",
        "../.git/config",
        "../.GIT/config",
        "config.yaml",
    ] {
        for file in [case(named, ""), case("contoso.yaml", named)] {
            folder.write("repo/a/x.rdsim.yaml", &file);
            for inside in [folder.path().join("repo"), folder.path().join("repo/a")] {
                let root = if inside.ends_with("a") { ".." } else { "." };
                let o = super::run(&inside, &["--root", root]);
                assert_eq!(o.status.code(), Some(2), "{named}: {o:?}");
                let told = err(&o);
                assert!(
                    told.contains("is outside of the folder `"),
                    "{named}: {told}"
                );
                assert!(!told.contains("sesame") && !out(&o).contains("sesame"));
            }
        }
    }
    // Without the option they are read, so that the above is what keeps them out.
    folder.write("repo/a/x.rdsim.yaml", &case("link.yaml", ""));
    let o = super::run(&at("repo"), &[]);
    assert!(err(&o).contains("TOKEN: sesame"), "{}", err(&o));
}

#[test]
fn what_is_inside_is_read_through_links_too() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink("../a/contoso.yaml", at("repo/a/link.yaml")).unwrap();
    symlink(at("repo").canonicalize().unwrap(), at("repo/a/top")).unwrap();
    for (policy, message) in [
        ("contoso.yaml", "deep/message.eml"),
        ("link.yaml", "deep/../deep/./message.eml"),
        ("top/a/contoso.yaml", "top/a/deep/message.eml"),
        ("../a/contoso.yaml", ""),
    ] {
        folder.write("repo/a/x.rdsim.yaml", &case(policy, message));
        for (inside, root, file) in [
            ("repo", ".", "a/x.rdsim.yaml"),
            ("repo/a", "..", "x.rdsim.yaml"),
            ("repo/a/deep", "../..", "../x.rdsim.yaml"),
        ] {
            let o = super::run(&at(inside), &["--root", root, file]);
            assert_eq!(o.status.code(), Some(0), "{policy} {inside}: {o:?}");
        }
    }
}

#[test]
fn expectation_files_and_folders_outside_are_told_and_none_is_hidden() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    folder.write("outside/x.rdsim.yaml", MIXED);
    symlink("../outside", at("repo/tests")).unwrap();
    for named in ["tests", "../outside", "../outside/x.rdsim.yaml", "/"] {
        let o = super::run(&at("repo"), &["--root", ".", named]);
        assert_eq!(o.status.code(), Some(2), "{named}");
        let told = format!("{named}: error: outside of the folder `.`");
        assert!(err(&o).starts_with(&told), "{}", err(&o));
    }
    symlink("../outside/x.rdsim.yaml", at("repo/x.rdsim.yaml")).unwrap();
    let o = super::run(&at("repo"), &["--root", "."]);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).starts_with("x.rdsim.yaml: error: outside of the folder `.`"));
    // Nothing is written through the link either.
    let o = super::run(&at("repo"), &["--root", ".", "--bless"]);
    assert_eq!(o.status.code(), Some(2));
    assert_eq!(folder.read("outside/x.rdsim.yaml"), MIXED);

    let failing = case("contoso.yaml", "").replace("leaves", "dropped");
    std::fs::remove_file(at("repo/x.rdsim.yaml")).unwrap();
    folder.write("repo/a/x.rdsim.yaml", &failing);
    folder.write("repo/.gitignore", "*.rdsim.yaml\n");
    let o = super::run(&at("repo"), &["--root", "."]);
    assert_eq!(o.status.code(), Some(1), "{}", err(&o));

    let o = super::run(&at("repo"), &["--root", "none"]);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).starts_with("none: error: the folder cannot be read: "));
}
