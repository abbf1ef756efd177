//! Reads every kind of file in every encoding in which Windows writes text: `>` of Windows PowerShell
//! writes UTF-16, editors write a byte order mark.

use crate::given::MESSAGE;
use crate::program::{self, fed, root};
use std::path::Path;
use std::process::Output;

/// An encoding of a text.
type Encode = fn(&str) -> Vec<u8>;

fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

const ENCODINGS: [(&str, Encode); 4] = [
    ("UTF-8 with a mark", |text| {
        format!("\u{feff}{text}").into_bytes()
    }),
    ("UTF-16", |text| {
        units(&format!("\u{feff}{text}"), u16::to_le_bytes)
    }),
    ("UTF-16, big endian", |text| {
        units(&format!("\u{feff}{text}"), u16::to_be_bytes)
    }),
    ("UTF-16 without a mark", |text| {
        units(text, u16::to_le_bytes)
    }),
];

/// What is read: the arguments, in which `@` is the file, whether `-` may stand for it, and its text.
fn reads() -> Vec<(&'static str, bool, String)> {
    let file = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let policy = || format!("# 例\n{}", file("policies/contoso.yaml"));
    let message = || MESSAGE.replace("Hi", "例");
    let rows = || file("fixtures/traces/message-trace.ndjson");
    let part = program::run(&[
        "trace",
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--part",
        "fixtures/traces/extended.csv",
    ]);
    let tests = "# 例\nPolicy: contoso.yaml\nCases:\n  - Name: a\n    From: alice@contoso.com\n    To: bob@fabrikam.com\n    Kind: ordinary\n    Expect: {Outcome: leaves}\n";
    vec![
        ("check --policy @ MAIL", true, policy()),
        ("check --policy POLICY @", true, message()),
        ("matrix --policy @", true, policy()),
        (
            "check --config @ MAIL",
            false,
            "# 例\npolicy = \"contoso.yaml\"\n".to_owned(),
        ),
        ("react --policy POLICY @", true, message()),
        ("trace predict --policy POLICY @", true, message()),
        ("diff POLICY @", true, policy()),
        ("diff @ POLICY", true, policy()),
        ("diff POLICY policies/closed.yaml @", true, message()),
        ("lint @", true, policy()),
        ("export --json @", true, policy()),
        (
            "export --powershell --from @ policies/closed.yaml",
            true,
            policy(),
        ),
        ("test --verbose @", false, tests.to_owned()),
        (
            "submit --policy POLICY --scenario @",
            true,
            file("fixtures/scenarios/scanner.yaml"),
        ),
        (
            "import @",
            true,
            file("fixtures/exports/remote-domains.json"),
        ),
        (
            "import @",
            true,
            file("fixtures/exports/accepted-domains.csv"),
        ),
        (
            "import @",
            true,
            file("fixtures/exports/remote-domains.txt"),
        ),
        ("import @", true, file("fixtures/exports/recipients.xml")),
        ("import @", true, file("fixtures/exports/tenant.ps1")),
        (
            "import --history @",
            true,
            file("fixtures/audit/activity.jsonl"),
        ),
        (
            "import --history --policy @ fixtures/audit/activity.jsonl",
            true,
            file("fixtures/audit/before.yaml"),
        ),
        (
            "import --history --current @ fixtures/audit/activity.jsonl",
            true,
            file("fixtures/audit/before.yaml"),
        ),
        ("trace read @", true, rows()),
        ("trace reconcile --policy POLICY @", true, rows()),
        (
            "trace replay --policy POLICY --old @ fixtures/traces/extended.csv",
            true,
            policy(),
        ),
        ("trace merge --policy POLICY @", true, program::out(&part)),
        ("explain -", true, "550 5.7.520 Access denied\n".to_owned()),
    ]
}

fn result(output: &Output, folder: &Path) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.replace(folder.to_str().unwrap(), "")
    };
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn every_file_and_standard_input_is_read_in_every_encoding_of_windows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    let policy = root().join("policies/contoso.yaml");
    std::fs::copy(policy, folder.path().join("contoso.yaml")).unwrap();
    for (line, by_pipe, text) in reads() {
        let command = |name: &str| {
            let words = line.split(' ').map(|word| match word {
                "@" => name,
                "POLICY" => "policies/contoso.yaml",
                "MAIL" => "fixtures/ordinary/plain.eml",
                word => word,
            });
            program::rdsim(&words.collect::<Vec<_>>())
        };
        let run = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            let of_file = command(file.to_str().unwrap()).output().unwrap();
            let of_pipe = by_pipe.then(|| fed(&mut command("-"), bytes));
            (
                result(&of_file, folder.path()),
                of_pipe.map(|output| result(&output, folder.path())),
            )
        };
        let plain = run(text.as_bytes());
        if !line.ends_with('-') {
            assert!(matches!(plain.0.0, Some(0 | 1)), "{line}: {plain:?}");
        }
        if let Some((code, out, err)) = &plain.1 {
            assert!(matches!(code, Some(0 | 1)), "{line}: {out}{err}");
        }
        for (name, encode) in ENCODINGS {
            assert_eq!(run(&encode(&text)), plain, "{line}: {name}");
        }
    }
}

/// What `init` wrote before is as good as what it would write, after git or an editor changed its
/// line ends or encoding.
#[test]
fn what_init_wrote_counts_as_written_in_every_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let init = || program::run(&["init", "--ci", to]);
    assert_eq!(init().status.code(), Some(0));
    let all = walkdir::WalkDir::new(to).into_iter().map(Result::unwrap);
    for entry in all.filter(|entry| entry.file_type().is_file()) {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for (name, encode) in ENCODINGS {
            std::fs::write(entry.path(), encode(&text)).unwrap();
            let again = init();
            let told = program::err(&again);
            assert_eq!(again.status.code(), Some(0), "{name}: {told}");
        }
    }
    let policy = folder.path().join("default.yaml");
    std::fs::write(&policy, "RemoteDomains: []\n").unwrap();
    assert_eq!(init().status.code(), Some(2));
}
