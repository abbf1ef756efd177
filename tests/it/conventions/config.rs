//! Holds the configuration file `rdsim.toml` to what its documentation says.

use crate::program::{RDSIM, err, out, root};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A repository with a policy, an expectation file, a message and a configuration file.
struct Repository(TempDir);

impl Repository {
    fn new(config: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at(".git")).unwrap();
        fs::create_dir_all(at("mail/deep")).unwrap();
        fs::create_dir_all(at("tests")).unwrap();
        let policy = root().join("policies/partner-trap.yaml");
        fs::copy(policy, at("mail/p.yaml")).unwrap();
        let mail = root().join("fixtures/ordinary/plain.eml");
        fs::copy(mail, at("mail/deep/plain.eml")).unwrap();
        let expectations = "policy: ../mail/p.yaml\ncases:\n  - name: outside\n    message: ../mail/deep/plain.eml\n    expect: {outcome: leaves}\n";
        fs::write(at("tests/p.rdsim.yaml"), expectations).unwrap();
        fs::write(at("rdsim.toml"), config).unwrap();
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run_in(&self, folder: &str, args: &[&str]) -> Output {
        command(&self.at(folder), args).output().unwrap()
    }
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(RDSIM);
    command.env_clear().current_dir(folder).args(args);
    command.stdin(Stdio::null());
    command
}

const CONFIG: &str = "# What this repository guards.\npolicy = \"mail/p.yaml\"\nexpectations = [\"tests\"]\n\n[lint]\nprofile = [\"scuba\"]\nselect = [\"partner\", \"outbound-forwards\"]\nignore = [\"partner-reopens\"]\n";

/// The rules that are found.
fn rules(o: &Output) -> Vec<String> {
    assert!(o.stderr.is_empty(), "{}", err(o));
    let report: serde_json::Value = serde_json::from_slice(&o.stdout).unwrap();
    let policies = report["policies"].as_array().unwrap().iter();
    let found = policies.flat_map(|p| p["findings"].as_array().unwrap().clone());
    let mut rules: Vec<String> = found
        .map(|f| f["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}

#[test]
fn the_file_of_the_repository_gives_what_no_option_gives() {
    let repository = Repository::new(CONFIG);
    let check = repository.run_in(".", &["check", "mail/deep/plain.eml"]);
    assert_eq!(check.status.code(), Some(0), "{}", err(&check));
    // Paths are relative to the file.
    let below = repository.run_in("mail/deep", &["check", "plain.eml", "--explain"]);
    assert!(
        out(&below).contains("../../mail/p.yaml:"),
        "{}",
        out(&below)
    );
    let test = repository.run_in("mail", &["test", "--verbose"]);
    assert_eq!(test.status.code(), Some(0), "{}", err(&test));
    assert_eq!(
        err(&test),
        "note: expectations is [\"tests\"], from ../rdsim.toml:3\n"
    );
    let lint = ["lint", "--format", "json"];
    let with = |more: &[&str]| rules(&repository.run_in("mail", &[&lint, more].concat()));
    assert_eq!(with(&[]), ["outbound-forwards", "partner-forwards"]);
    // What an option says goes before it, key by key.
    assert_eq!(with(&["--select", "outbound"]), ["outbound-forwards"]);
    let named = with(&["--ignore", "outbound-forwards,partner-forwards"]);
    assert!(
        !named.is_empty() && named.iter().all(|r| r == "partner-reopens"),
        "{named:?}"
    );
    // It is an error for the baseline of the file.
    let human = repository.run_in(".", &["lint"]);
    assert!(
        out(&human).contains("error[partner-forwards]"),
        "{}",
        out(&human)
    );
}

#[test]
fn an_option_goes_before_the_environment_and_that_before_the_file() {
    let repository = Repository::new(CONFIG);
    let told = |args: &[&str], set: bool| {
        let mut command = command(
            &repository.at("."),
            &[&["check", "-v", "mail/deep/plain.eml"], args].concat(),
        );
        if set {
            command.env("RDSIM_POLICY", "mail/other.yaml");
        }
        err(&command.output().unwrap())
    };
    let open = root().join("policies/open.yaml");
    fs::copy(open, repository.at("mail/other.yaml")).unwrap();
    assert_eq!(
        told(&[], false),
        "note: policy is \"mail/p.yaml\", from rdsim.toml:2\n"
    );
    assert_eq!(
        told(&[], true),
        "note: policy is mail/other.yaml, from RDSIM_POLICY\n"
    );
    assert_eq!(told(&["-p", "mail/p.yaml"], true), "");
    let none = told(&["--no-config"], false);
    assert!(none.starts_with("error: no policy is given"), "{none}");
    assert_eq!(told(&["--isolated"], false), none);
    let missing = told(&["--config", "no.toml"], false);
    assert!(
        missing.starts_with("no.toml: error: the configuration file cannot be read: "),
        "{missing}"
    );
    let other = "policy = \"other.yaml\"";
    fs::write(repository.at("mail/other.toml"), other).unwrap();
    let given = told(&["--config", "mail/other.toml"], false);
    assert_eq!(
        given,
        "note: policy is \"other.yaml\", from mail/other.toml:1\n"
    );
}

#[test]
fn the_file_is_looked_for_up_to_the_root_of_the_repository_and_no_further() {
    let repository = Repository::new(CONFIG);
    let check = ["check", "plain.eml"];
    let code = |folder: &str| repository.run_in(folder, &check).status.code();
    assert_eq!(code("mail/deep"), Some(0));
    // The nearest one counts.
    fs::write(repository.at("mail/rdsim.toml"), "").unwrap();
    assert_eq!(code("mail/deep"), Some(2));
    fs::remove_file(repository.at("mail/rdsim.toml")).unwrap();
    // A repository of its own; a submodule and a work tree have a file of that name.
    fs::write(repository.at("mail/deep/.git"), "gitdir: elsewhere").unwrap();
    assert_eq!(code("mail/deep"), Some(2));
    fs::remove_file(repository.at("mail/deep/.git")).unwrap();
    // Outside of a repository nobody knows whose the folders above are.
    fs::remove_dir(repository.at(".git")).unwrap();
    assert_eq!(code("mail/deep"), Some(2));
    let here = repository.run_in(".", &["check", "mail/deep/plain.eml"]);
    assert_eq!(here.status.code(), Some(0));
}

#[test]
fn every_mistake_is_told_in_one_run_with_its_place() {
    let wrong = "polcy = \"mail/p.yaml\"\npolicy = 3\nexpectations = \"tests\"\nlint.profile = [\"scubba\", \"\"]\nlint.select = [\"partner-forward\", \"partner-\", 7]\nlint.fix = true\n[other]\nkey = 1\n";
    let repository = Repository::new(wrong);
    let o = repository.run_in(".", &["lint"]);
    assert_eq!(o.status.code(), Some(2));
    assert!(o.stdout.is_empty());
    let told = err(&o);
    let places: Vec<&str> = told
        .lines()
        .filter_map(|l| Some(l.split_once(": error: ")?.0))
        .collect();
    let expected = [
        "rdsim.toml:1:1",
        "rdsim.toml:2:10",
        "rdsim.toml:3:16",
        "rdsim.toml:4:17",
        "rdsim.toml:4:27",
        "rdsim.toml:5:16",
        "rdsim.toml:5:35",
        "rdsim.toml:5:47",
        "rdsim.toml:6:6",
        "rdsim.toml:7:2",
    ];
    assert_eq!(places, expected, "{told}");
    for help in [
        "`policy`?",
        "`scuba`?",
        "`partner-forwards`?",
        "policy = \"…\"",
        "expectations = [\"…\"]",
        "known: profile, select, ignore",
        "known: policy, expectations, lint",
    ] {
        assert!(told.contains(help), "{help}: {told}");
    }
    let japanese = repository.run_in(".", &["lint", "--lang", "ja"]);
    assert!(
        err(&japanese).contains("rdsim.toml:1:1: エラー: 不明なキー `polcy`"),
        "{}",
        err(&japanese)
    );
    // What needs nothing of it does not read it.
    assert_eq!(repository.run_in(".", &["schema"]).status.code(), Some(0));
}

#[test]
fn hostile_files_are_errors_and_neither_crash_nor_reach_the_terminal() {
    let deep = format!("policy = {}", "[".repeat(1_000_000));
    let keys = (0..60_000).map(|n| format!("k{n} = 1\n"));
    let keys: String = keys.collect();
    let tables = format!("{}\n", "a.".repeat(300_000) + "b = 1");
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("deep", deep.into(), "not TOML"),
        ("keys", keys.into(), "59000 more problems"),
        ("dotted", tables.into(), "error: "),
        ("long", vec![b'#'; (1 << 20) + 1], "cannot be read"),
        ("zero", vec![0; 100], "not TOML"),
        ("latin", b"policy = \"\xe4.yaml\"".to_vec(), "not in UTF-8"),
        ("escape", b"\"\\u001b[31mred\" = 1".to_vec(), "unknown key"),
        ("control", b"a\x1b[31m = 1".to_vec(), "not TOML"),
        ("bidi", "\u{202e}policy = 'x'".into(), "not TOML"),
        ("twice", b"policy = 'a'\npolicy = 'b'".to_vec(), "not TOML"),
        ("open", b"policy = \"mail".to_vec(), "not TOML"),
        ("date", b"policy = 2026-11-24".to_vec(), "is not a text"),
    ];
    for (name, config, told) in cases {
        let repository = Repository::new(config);
        let o = repository.run_in(".", &["check", "mail/deep/plain.eml"]);
        assert_eq!(o.status.code(), Some(2), "{name}: {}", err(&o));
        let text = err(&o);
        assert!(text.contains(told), "{name}: {text}");
        let hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(hostile), "{name}: {text:?}");
        assert!(text.len() < 1 << 20, "{name}");
    }
    // A folder of the name is none, and neither is nothing.
    let repository = Repository::new("");
    fs::remove_file(repository.at("rdsim.toml")).unwrap();
    fs::create_dir(repository.at("rdsim.toml")).unwrap();
    let o = repository.run_in(".", &["check", "mail/deep/plain.eml"]);
    assert!(
        err(&o).starts_with("error: no policy is given"),
        "{}",
        err(&o)
    );
}

#[test]
fn the_file_is_read_as_windows_saves_it() {
    let crlf = CONFIG.replace('\n', "\r\n");
    let marked = format!("\u{feff}{crlf}");
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for config in [crlf.into_bytes(), marked.into_bytes(), utf16] {
        let repository = Repository::new(config);
        let o = repository.run_in(".", &["lint", "--format", "json"]);
        assert_eq!(rules(&o), ["outbound-forwards", "partner-forwards"]);
    }
}

#[test]
fn a_path_outside_of_the_root_of_test_is_refused_in_the_file_too() {
    let repository = Repository::new("expectations = [\"../tests\"]\n");
    let o = repository.run_in(".", &["test", "--root", "mail"]);
    assert_eq!(o.status.code(), Some(2));
    assert!(
        err(&o).contains("outside of the folder `mail`"),
        "{}",
        err(&o)
    );
}

#[test]
fn the_schema_and_the_documentation_have_every_key() {
    let schema: serde_json::Value =
        serde_json::from_slice(&crate::program::run(&["schema", "config"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let keys = |at: &str| -> Vec<String> {
        let properties = schema.pointer(at).unwrap().as_object().unwrap();
        properties.keys().cloned().collect()
    };
    let top = keys("/properties");
    assert_eq!(top, ["expectations", "lint", "policy"]);
    let lint = keys("/properties/lint/properties");
    assert_eq!(lint, ["ignore", "profile", "select"]);
    let page = fs::read_to_string(root().join("docs/command-line.md")).unwrap();
    let lint = lint.iter().map(|key| format!("lint.{key}"));
    for key in top.into_iter().filter(|k| k != "lint").chain(lint) {
        assert!(page.contains(&format!("\n| `{key}` | ")), "{key}");
    }
    let example = fs::read_to_string(root().join("examples/rdsim.toml")).unwrap();
    assert!(page.contains(&format!("```toml\n{example}```\n")));
    let value = |text: &str| -> serde_json::Value { serde_json::from_str(text).unwrap() };
    for (config, valid) in [
        (
            r#"{"policy": "p.yaml", "lint": {"select": ["partner", "utf-7"]}}"#,
            true,
        ),
        (
            r#"{"expectations": ["tests"], "lint": {"profile": ["cis"]}}"#,
            true,
        ),
        (r#"{"polcy": "p.yaml"}"#, false),
        (r#"{"policy": " "}"#, false),
        (r#"{"lint": {"profile": ["scubba"]}}"#, false),
        (r#"{"lint": {"select": "partner"}}"#, false),
    ] {
        assert_eq!(validator.is_valid(&value(config)), valid, "{config}");
    }
}
