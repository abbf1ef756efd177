//! Runs `rdsim test` as a user would: finding files, every format, coverage, blessing.

mod addressees;
mod bless;
mod coverage;
mod formats;
#[cfg(unix)]
mod root;
mod what_if;

use crate::program::{ROOT, err, out, rdsim};
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Output;

/// A folder with the sample policies and some files of its own.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let policy = std::fs::read_to_string(Path::new(ROOT).join("policies/contoso.yaml"));
        folder.write("contoso.yaml", &policy.unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        run(self.0.path(), args)
    }
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = rdsim(&["test"]);
    command.current_dir(folder).args(args).output().unwrap()
}

/// One case that fails, one that passes.
pub const MIXED: &str = "Policy: contoso.yaml
Cases:
  - Name: no NDR to a stranger
    Kind: ndr
    To: a@example.com
    Expect: {Outcome: leaves, Setting: TNEFEnabled, Format: {LineWrap: 76}}
  - Name: 'mail & <people>, #1 \\ é'
    Kind: ordinary
    To: a@example.com
    Expect: {Outcome: leaves}
";

pub const BROKEN: &str = "Policy: nowhere.yaml\nCases:\n  - Nam: x\n    Kind: ndr\n";

#[test]
fn the_samples_pass() {
    let o = run(Path::new(ROOT), &["policies"]);
    assert_eq!(o.status.code(), Some(0), "{}{}", out(&o), err(&o));
    assert!(out(&o).ends_with(" passed, 0 failed\n"));
    assert!(err(&o).is_empty());
}

#[test]
fn quiet_tells_only_what_failed_and_verbose_what_passed_too() {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED)]);
    let failed = "FAILED  a.rdsim.yaml:3: no NDR to a stranger\n";
    let passed = "PASSED  a.rdsim.yaml:7: mail & <people>, #1 \\ é\n";
    assert_eq!(out(&folder.run(&["--quiet"])), failed);
    let told = [&[][..], &["-v"]].map(|args| folder.run(args));
    assert!(told.iter().all(|o| o.status.code() == Some(1)));
    let told = told.each_ref().map(out);
    assert!(told.iter().all(|text| text.contains(failed)));
    assert_eq!(
        told.each_ref().map(|text| text.contains(passed)),
        [false, true]
    );
}

#[test]
fn a_filter_chooses_cases_by_file_and_name() {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED), ("b/c.rdsim.yaml", &up(MIXED))]);
    let code = |args: &[&str]| folder.run(args).status.code();
    assert_eq!(code(&["--filter", "people"]), Some(0));
    assert_eq!(code(&["--filter", "stranger"]), Some(1));
    let one = folder.run(&["--filter", "b/c.rdsim.yaml / mail"]);
    assert_eq!(out(&one).lines().last(), Some("1 passed, 0 failed"));
    let none = folder.run(&["--filter", "nobody"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("no case has `nobody`"));
}

/// The same file for a folder below.
fn up(text: &str) -> String {
    text.replace("contoso.yaml", "../contoso.yaml")
}

#[test]
fn files_are_found_as_gitignore_allows_and_a_named_one_is_always_taken() {
    let folder = Folder::new(&[
        (".gitignore", "ignored/\n"),
        ("ignored/a.rdsim.yaml", &up(MIXED)),
        (".hidden/b.rdsim.yaml", &up(MIXED)),
        ("target/c.rdsim.yaml", &up(MIXED)),
        ("deep/d.rdsim.yaml", &up(MIXED)),
        ("other.yaml", MIXED),
    ]);
    let files = |args: &[&str]| {
        let json = folder.run(&[&["--format", "json"], args].concat());
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let files = json["files"].as_array().unwrap().clone();
        files
            .iter()
            .map(|f| f["file"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&[]), ["deep/d.rdsim.yaml"]);
    assert_eq!(
        files(&["deep", "./deep/d.rdsim.yaml"]),
        ["deep/d.rdsim.yaml"]
    );
    assert_eq!(
        files(&["other.yaml", "ignored/a.rdsim.yaml", "target"]),
        ["other.yaml", "ignored/a.rdsim.yaml", "target/c.rdsim.yaml"]
    );
    let o = folder.run(&["no-such"]);
    assert!(err(&o).contains("no such file or folder"), "{}", err(&o));
    let by_another_name = files(&[".hidden/.."]);
    assert_eq!(by_another_name, [".hidden/../deep/d.rdsim.yaml"]);
    let empty = tempfile::tempdir().unwrap();
    let o = run(empty.path(), &[]);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("no expectation file was found"));
}

#[test]
fn a_broken_file_is_told_whole_and_the_others_still_run() {
    let policy = "RemoteDomains:\n  - DomainName: \"*\"\n    NDREnable: true\n";
    let broken = "\
Policy: bad.yaml
Cases:
  - Name: a
    Kind: ordinry
    To: bob
    Expect: {Outcom: leaves, Response: RESOLVER.MSGTYP.AF}
  - Name: a
    Message: no.eml
    Expect:
  - Name: b
    Headers: {To: a@example.com}
    Expect: {b@example.com: {Outcome: leaves}}
  - Name: c
    Headers: {'a b': c}
    Kind: ndr
  - Name: d
    Message: contoso.yaml
    Headers: {To: a@example.com, Subject: [a, {b: c}]}
    Expect: leaves
Tables:
  - Name: t
    Kinds: [ordinary, ndr]
    Recipients:
      a@example.com: [leaves]
      b@example.com: [leaves, dropped]
";
    let folder = Folder::new(&[
        ("a.rdsim.yaml", broken),
        ("bad.yaml", policy),
        ("z.rdsim.yaml", MIXED),
    ]);
    let o = folder.run(&[]);
    assert_eq!(o.status.code(), Some(2));
    let told = err(&o);
    for part in [
        "a.rdsim.yaml:1:9: error: the policy `bad.yaml` cannot be used",
        "bad.yaml:3:5: error: unknown property `NDREnable`",
        "a.rdsim.yaml:4:11: error: `ordinry` is not a value of `Kind`\n        Kind: ordinry\n              ^\n  help: did you mean `ordinary`?",
        "a.rdsim.yaml:5:9: error: `bob` is not an address",
        "a.rdsim.yaml:6:14: error: unknown key `Outcom` in an expectation",
        "help: did you mean `Outcome`?",
        "a.rdsim.yaml:6:40: error: `RESOLVER.MSGTYP.AF` is not a response of the resolver",
        "help: did you mean `RESOLVER.MSGTYPE.AF`?",
        "a.rdsim.yaml:8:14: error: the message `no.eml` cannot be read",
        "a.rdsim.yaml:12:5: error: nothing is expected for the recipient `a@example.com`",
        "a.rdsim.yaml:12:14: error: `b@example.com` is not a recipient of the case",
        "a.rdsim.yaml:13:5: error: the case has no `Expect`",
        "a.rdsim.yaml:14:15: error: `a b` is not the name of a header",
        "a.rdsim.yaml:18:5: error: the case has both `Message` and `Headers`",
        "a.rdsim.yaml:18:47: error: `Subject` wants text, found a mapping",
        "a.rdsim.yaml:19:13: error: `Expect` wants a mapping, found `leaves`",
        "a.rdsim.yaml:24:22: error: the row has 1 of 2 cells",
        "a.rdsim.yaml:25:31: error: `dropped` is not a cell of a table",
    ] {
        assert!(told.contains(part), "{part}\n---\n{told}");
    }
    assert!(out(&o).contains("FAILED  z.rdsim.yaml:3"));
    let last = "1 passed, 1 failed, 1 file cannot be used\n";
    assert!(out(&o).ends_with(last), "{}", out(&o));
    // What is no YAML, and no UTF-8.
    for (bytes, told) in [
        (&b"Policy: [\n"[..], "help: correct the YAML"),
        (b"Policy: \xff\n", ":1:9: error: the file is not UTF-8"),
        (b"- a\n", ":1:1: error: expected an expectation file, found a list"),
        (b"Policy: contoso.yaml\n", ":1:1: error: the file has no case"),
        (
            b"Policy: contoso.yaml\nCases:\n- {Name: a, Kind: ndr, To: a@b.example, Expect: }\n- {Name: a, Kind: ndr, To: a@b.example, Expect: }\n",
            ":4:3: error: `a` is the name of two cases",
        ),
    ] {
        std::fs::write(folder.0.path().join("z.rdsim.yaml"), bytes).unwrap();
        let o = folder.run(&["z.rdsim.yaml"]);
        assert_eq!(o.status.code(), Some(2));
        assert!(err(&o).contains(told), "{told}\n{}", err(&o));
    }
}

#[test]
fn blessing_writes_the_results_and_leaves_no_other_trace() {
    let text = MIXED
        .replace('\n', "\r\n")
        .replace("    Expect: {Outcome: leaves}\r\n", "    Expect:   # é");
    let folder = Folder::new(&[("a.rdsim.yaml", &text), ("b.rdsim.yaml", BROKEN)]);
    #[cfg(unix)]
    let path = folder.0.path().join("a.rdsim.yaml");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.rdsim.yaml", folder.0.path().join("link.yaml")).unwrap();
    }
    let first = folder.run(&["a.rdsim.yaml"]);
    assert_eq!(first.status.code(), Some(1));
    assert!(out(&first).contains("nothing is expected yet; `rdsim test --bless`"));
    let name = if cfg!(unix) {
        "link.yaml"
    } else {
        "a.rdsim.yaml"
    };
    let o = folder.run(&["--bless", name]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    assert_eq!(err(&o), format!("{name}: 2 cases blessed\n"));
    assert_eq!(
        folder.read("a.rdsim.yaml"),
        text.replace(
            "{Outcome: leaves, Setting: TNEFEnabled, Format: {LineWrap: 76}}",
            "{Outcome: dropped, Setting: NDREnabled}"
        )
        .replace(
            "# é",
            "# é\r\n      Outcome: leaves\r\n      Setting: TNEFEnabled"
        )
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        let link = folder.0.path().join("link.yaml");
        assert!(std::fs::symlink_metadata(link).unwrap().is_symlink());
    }
    let before = folder.read("a.rdsim.yaml");
    let again = folder.run(&["--bless", "a.rdsim.yaml"]);
    assert_eq!((again.status.code(), err(&again).as_str()), (Some(0), ""));
    assert_eq!(folder.read("a.rdsim.yaml"), before);
    // A broken file is left as it is.
    assert_eq!(folder.run(&["--bless"]).status.code(), Some(2));
    assert_eq!(folder.read("b.rdsim.yaml"), BROKEN);
    let files = std::fs::read_dir(folder.0.path()).unwrap().count();
    assert_eq!(files, if cfg!(unix) { 4 } else { 3 });
}

#[test]
fn a_case_takes_the_message_of_any_mail_program() {
    let mut outlook = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let class: Vec<u8> = "REPORT.IPM.Note.NDR"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("/__substg1.0_001A001F", class),
        ("/__properties_version1.0", vec![0; 32]),
    ] {
        let mut stream = outlook.create_stream(name).unwrap();
        stream.write_all(&bytes).unwrap();
    }
    outlook.flush().unwrap();
    let outlook = outlook.into_inner().into_inner();
    let suite = "Policy: contoso.yaml
Cases:
  - Name: a
    Message: report.msg
    To: a@example.com
    Expect: {Outcome: dropped, Setting: NDREnabled}
  - Name: b
    Message: ./x/../report.msg
    To: b@example.com
    Expect: {Outcome: dropped}
";
    let closed = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - {DomainName: \"*\", NDREnabled: false}\n";
    let folder = Folder::new(&[("a.rdsim.yaml", suite), ("contoso.yaml", closed)]);
    let to = |name: &str| folder.0.path().join(name);
    std::fs::write(to("report.msg"), outlook).unwrap();
    let o = folder.run(&[]);
    assert_eq!(o.status.code(), Some(0), "{}{}", out(&o), err(&o));
    // A mailbox is no message.
    std::fs::write(
        to("report.msg"),
        "From a@b Mon Jan  1 00:00:00 2026\nTo: a@b.example\n\n",
    )
    .unwrap();
    let o = folder.run(&[]);
    assert_eq!(o.status.code(), Some(2));
    let told = err(&o);
    let message = "a.rdsim.yaml:4:14: error: the message `report.msg` cannot be used: it may hold several messages";
    assert!(told.contains(message), "{told}");
}

#[test]
fn a_file_in_utf_16_is_run_and_blessed_as_it_is() {
    let encode = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xff\xfe".iter().copied().chain(units).collect()
    };
    let folder = Folder::new(&[]);
    let policy = folder.read("contoso.yaml");
    folder.write_bytes("contoso.yaml", &encode(&policy));
    folder.write_bytes("a.rdsim.yaml", &encode(MIXED));
    let first = folder.run(&["a.rdsim.yaml"]);
    assert_eq!(first.status.code(), Some(1), "{}", err(&first));
    let blessed = folder.run(&["--bless", "a.rdsim.yaml"]);
    assert_eq!(blessed.status.code(), Some(0), "{}", err(&blessed));
    let bytes = std::fs::read(folder.path().join("a.rdsim.yaml")).unwrap();
    let wanted = MIXED.replace(
        "{Outcome: leaves, Setting: TNEFEnabled, Format: {LineWrap: 76}}",
        "{Outcome: dropped, Setting: NDREnabled}",
    );
    assert_eq!(bytes, encode(&wanted));
    let wrong = MIXED.replace("Kind: ordinary", "Kind: ordinry");
    folder.write_bytes("a.rdsim.yaml", &encode(&wrong));
    let o = folder.run(&["a.rdsim.yaml"]);
    assert!(
        err(&o).contains("a.rdsim.yaml:8:11: error: "),
        "{}",
        err(&o)
    );
}
