//! Gives folders to `rdsim lint`.

use crate::program::{err, out, rdsim};
use std::path::Path;
use std::process::Output;

fn lint(folder: &Path, args: &[&str]) -> Output {
    let mut command = rdsim(&["lint"]);
    command.args(args).current_dir(folder).output().unwrap()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_folder_stands_for_the_policies_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let policy = "RemoteDomains:\n  - DomainName: '*'\n    NDREnabled: false\n";
    let wide = policy.encode_utf16().flat_map(u16::to_le_bytes);
    let wide: Vec<u8> = b"\xff\xfe".iter().copied().chain(wide).collect();
    write(folder, "p/a.yaml", policy.as_bytes());
    write(folder, "p/below/b.YML", policy.to_lowercase().as_bytes());
    write(folder, "p/wide.yaml", &wide);
    write(folder, "p/broken.yaml", b"RemoteDomains: [\n");
    let empty = "# yaml-language-server: $schema=../policy.schema.json\n{}\n";
    write(folder, "p/empty.yaml", empty.as_bytes());
    write(folder, "p/a.rdsim.yaml", b"Policy: a.yaml\n");
    write(folder, "p/compose.yaml", b"services:\n  a: {image: b}\n");
    write(folder, "p/rules.yml", b"jobs: []\n");
    write(folder, "p/.git/config.yaml", policy.as_bytes());
    write(folder, "p/ignored.yaml", policy.as_bytes());
    write(folder, "p/.gitignore", b"ignored.yaml\n");
    write(folder, "p/notes.txt", policy.as_bytes());
    let files = [
        "p/a.yaml",
        "p/below/b.YML",
        "p/broken.yaml",
        "p/empty.yaml",
        "p/wide.yaml",
    ];
    let o = lint(folder, &["p"]);
    let named = lint(folder, &files);
    assert_eq!(out(&o), out(&named));
    assert_eq!(o.status.code(), Some(1));
    assert_eq!(
        err(&o),
        "note: YAML files in folders that have no section of a policy and were passed over: 2; the first is `p/compose.yaml`\n"
    );
    // Each once, and one that is named whatever it has.
    let o = lint(folder, &["p", "p", "p/compose.yaml"]);
    let named = lint(folder, &[&files[..], &["p/compose.yaml"]].concat());
    assert_eq!(out(&o), out(&named));
    // As a shell makes them of `p/*.yaml`; alone, or with a section of a policy, it is one that is named.
    let o = lint(folder, &["p/a.rdsim.yaml", "p/a.yaml"]);
    assert_eq!(out(&o), out(&lint(folder, &["p/a.yaml"])));
    assert_eq!(
        err(&o),
        "note: expectation files, which `rdsim test` runs, were passed over: 1; the first is `p/a.rdsim.yaml`\n"
    );
    let alone = lint(folder, &["p/a.rdsim.yaml"]);
    let help = "help: expectation files have it: `rdsim test` runs them\n";
    assert!(out(&alone).contains(help), "{}", out(&alone));
    write(folder, "q.rdsim.yaml", policy.as_bytes());
    let both = lint(folder, &["q.rdsim.yaml", "p/a.yaml"]);
    assert!(out(&both).contains("q.rdsim.yaml:"), "{}", out(&both));
    let o = lint(folder, &["p/.git"]);
    assert!(out(&o).contains("p/.git/config.yaml"), "{}", out(&o));
    std::fs::create_dir(folder.join("none")).unwrap();
    let o = lint(folder, &["none"]);
    assert_eq!(
        (o.status.code(), err(&o).as_str()),
        (
            Some(2),
            "error: no policy was found\n  help: name the file of one, or write one with `rdsim init` or `rdsim import`\n"
        )
    );
}
