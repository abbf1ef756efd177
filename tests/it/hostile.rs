//! Gives every verb messages, policies and traces with control characters, formulas and markup:
//! none reaches a terminal, a spreadsheet or a page as a command, and JSON stays valid.

use crate::program::rdsim;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// What a terminal would obey: clear, colour, title, C1, backspace, bell, NUL, and what turns the
/// direction of what follows.
const EVIL: &str = "\u{1b}[2J\u{1b}[31mEVIL\u{1b}]0;t\u{7}\u{9b}2J\u{8}\u{202e}";

fn run(folder: &Path, args: &str) -> Output {
    let args = args.split(' ').map(|a| a.replace("EVIL", EVIL));
    rdsim(&[]).args(args).current_dir(folder).output().unwrap()
}

/// See that a terminal gets nothing but text and the colours of rdsim's own.
#[track_caller]
fn harmless(verb: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|e| panic!("{verb}: {e}"));
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || ('\u{202a}'..='\u{202e}').contains(&c)
    }) {
        let from = &rest[at..];
        let near: String = from.chars().take(30).collect();
        let end = from.find('m').unwrap_or_else(|| panic!("{verb}: {near:?}"));
        let code = from[..end].strip_prefix("\u{1b}[");
        let is_colour = code.is_some_and(|c| c.chars().all(|c| c.is_ascii_digit() || c == ';'));
        assert!(
            is_colour && !from[end + 1..].starts_with("EVIL"),
            "{verb}: {near:?}"
        );
        rest = &from[end + 1..];
    }
    text
}

/// The files that the verbs are given.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let message = |from: &str, to: &str| {
        format!(
            "From: {from}\nTo: {to}, carol@contoso.com\nSubject: Automatic reply: {EVIL}\nAuto-Submitted: auto-replied; {EVIL}\nX-Auto-Response-Suppress: {EVIL}\nMessage-ID: <{EVIL}>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\"us-ascii{EVIL}\"\n\n{EVIL}\u{e9} words\n"
        )
    };
    let mail = format!("=cmd@{EVIL}.fabrikam.com");
    write("a.eml", &message("alice@contoso.com", &mail));
    write(
        &format!("@b{}.eml", "\u{1b}[2J"),
        &message("alice@contoso.com", "+bob@fabrikam.com"),
    );
    write(
        "c.eml",
        &message(&format!("bob{EVIL}@fabrikam.com"), "alice@contoso.com"),
    );
    write(
        "<img src=x>.eml",
        &message(
            "alice@contoso.com",
            "\"<script>alert(1)</script>\"@fabrikam.com",
        ),
    );
    write("empty.eml", "");
    let escaped = "\\e[2J\\e[31mEVIL\\u009b2J\\a";
    let policy = |forward: &str| {
        format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - Name: \"<b>{escaped}\"\n    DomainName: '*'\n    AutoReplyEnabled: {forward}\n    AllowedOOFType: {}\n    CharacterSet: \"utf-8\"\n  - Name: \"x{escaped}\"\n    DomainName: fabrikam.com\n    AutoReplyEnabled: {forward}\n    AllowedOOFType: {}\nMailboxes:\n  - PrimarySmtpAddress: alice@contoso.com\n    AutoReplyState: Enabled\n    ForwardingSmtpAddress: \"=x{escaped}@fabrikam.com\"\n    DeliverToMailboxAndForward: true\n",
            if forward == "true" {
                "External"
            } else {
                "None"
            },
            if forward == "true" {
                "External"
            } else {
                "None"
            }
        )
    };
    write("p.yaml", &policy("true"));
    write("q.yaml", &policy("false"));
    write(
        "bad.yaml",
        &format!("RemoteDomains:\n  - Nam\u{7f}e{EVIL}: x\n    DomainName: \"{escaped}\"\n"),
    );
    write(
        "bad2.yaml",
        &format!(
            "RemoteDomains:\n  - \"Name{escaped}\": x\n    DomainName: \"{escaped}\"\n    AllowedOOFType: \"{escaped}\"\n"
        ),
    );
    write(
        "s.rdsim.yaml",
        &format!(
            "Policy: q.yaml\nCases:\n  - Name: \"n]]><x>{escaped}\"\n    Message: a.eml\n    Expect: {{Outcome: leaves, Response: \"{escaped}\"}}\n"
        ),
    );
    let row = |to: &str| {
        format!(
            "2026-08-01T10:00:00Z,=alice{EVIL}@contoso.com,{to},{EVIL},Failed,550 5.7.520 {EVIL},OOF{EVIL}\n"
        )
    };
    write(
        "t.csv",
        &format!(
            "Received,SenderAddress,RecipientAddress,Subject,Status,Detail,MessageTraceId\n{}{}",
            row(&format!("@bob{EVIL}@fabrikam.com")),
            row("+bob@fabrikam.com")
        ),
    );
    write(
        "t.json",
        "[{\"Received\":\"2026-08-01T10:00:00Z\",\"SenderAddress\":\"a\\u0000\\u001b[2J@contoso.com\",\"RecipientAddress\":\"-b@fabrikam.com\",\"Status\":\"\\u001b[2J\"}]",
    );
    write(
        "lone.json",
        "[{\"Received\":\"2026-08-01T10:00:00Z\",\"SenderAddress\":\"a\\ud800@contoso.com\",\"RecipientAddress\":\"b@fabrikam.com\",\"Status\":\"x\"}]",
    );
    write(
        "i.json",
        &format!(
            "[{{\"Name\":\"{}\",\"DomainName\":\"*\",\"AutoReplyEnabled\":true,\"Odd\\u001b[2J\":\"\\u001b[2JEVIL\\u0000\"}}]",
            "x\\u001b[2J\\u009b"
        ),
    );
    write("i2.json", "[{\"Name\":\"\\ud800\",\"DomainName\":\"*\"}]");
    folder
}

#[test]
fn no_control_character_of_a_file_reaches_a_terminal() {
    let folder = folder();
    for verb in [
        "check --policy p.yaml --color always --explain .",
        "check --policy q.yaml --color always --explain .",
        "check --policy q.yaml --color always --lang ja --explain .",
        "check --policy bad.yaml --color always .",
        "check --policy bad2.yaml --color always .",
        "check --policy p.yaml noEVIL.eml",
        "check --policy p.yaml --to EVIL@fabrikam.com --color always a.eml",
        "react --policy p.yaml --color always --explain --to alice@contoso.com c.eml a.eml",
        "react --policy p.yaml --color always --write outEVIL --to alice@contoso.com c.eml",
        "diff --color always p.yaml q.yaml .",
        "diff p.yaml q.yaml",
        "diff --format markdown p.yaml q.yaml .",
        "diff --format github p.yaml q.yaml .",
        "lint --color always p.yaml q.yaml bad.yaml bad2.yaml",
        "lint --format github p.yaml bad.yaml",
        "test --color always --verbose s.rdsim.yaml",
        "test --format tap s.rdsim.yaml",
        "test --format junit s.rdsim.yaml",
        "test --format github s.rdsim.yaml",
        "submit --policy p.yaml --endpoint EVIL --from EVIL@contoso.com --to EVIL@fabrikam.com",
        "submit --policy p.yaml --endpoint smtp.office365.com --sign-in password --account EVIL@contoso.com --from EVIL@contoso.com --to EVIL@fabrikam.com",
        "react --lang ja --policy p.yaml --color always --explain --to alice@contoso.com c.eml a.eml",
        "submit --lang ja --policy p.yaml --endpoint smtp.office365.com --from EVIL@contoso.com --to EVIL@fabrikam.com",
        "trace predict --lang ja --policy p.yaml a.eml c.eml",
        "trace reconcile --lang ja --policy q.yaml t.csv",
        "submit --policy bad.yaml --endpoint smtp.office365.com --from a@contoso.com --to b@fabrikam.com",
        "submit --advise --tls none --ip 192.0.2.10 --fixed-ip --from EVIL@contoso.com --to EVIL@fabrikam.com",
        "explain --no-pager EVIL",
        "explain --no-pager EVIL AllowedOOFType",
        "trace read t.csv t.json lone.json",
        "trace predict --policy p.yaml a.eml c.eml",
        "trace reconcile --policy q.yaml t.csv t.json",
        "trace replay --policy p.yaml --old q.yaml t.csv",
        "trace read noEVIL.csv",
        "import i.json",
        "import i2.json",
        "import t.csv",
        "export --json bad2.yaml",
        "export --powershell bad2.yaml",
    ] {
        let output = run(folder.path(), verb);
        assert!(
            matches!(output.status.code(), Some(0..=2)),
            "{verb}: {output:?}"
        );
        harmless(verb, &output.stdout);
        let errors = harmless(verb, &output.stderr);
        assert!(!errors.contains("panicked"), "{verb}: {errors}");
        assert!(
            !output.stdout.is_empty() || !output.stderr.is_empty(),
            "{verb}"
        );
    }
}

#[test]
fn machine_readable_reports_keep_every_character() {
    let folder = folder();
    for verb in [
        "check --policy q.yaml --format json .",
        "react --policy p.yaml --format json --to alice@contoso.com c.eml a.eml",
        "diff --format json p.yaml q.yaml .",
        "diff --format json p.yaml q.yaml",
        "lint --format json p.yaml bad2.yaml",
        "lint --format sarif p.yaml bad2.yaml",
        "submit --policy p.yaml --format json --endpoint smtp.office365.com --from EVIL@contoso.com --to EVIL@fabrikam.com",
        "trace read --format json t.csv t.json lone.json",
        "trace reconcile --policy q.yaml --format json t.csv",
        "trace replay --policy p.yaml --old q.yaml --format json t.csv",
        "export --json p.yaml",
    ] {
        let output = run(folder.path(), verb);
        let text = String::from_utf8(output.stdout).unwrap();
        let read: Result<Value, _> = serde_json::from_str(&text);
        assert!(
            read.is_ok(),
            "{verb}: {read:?} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        // What JSON must escape is escaped.
        assert!(!text.contains(|c| c < ' ' && c != '\n'), "{verb}");
    }
    let output = run(folder.path(), "check --policy q.yaml --format jsonl .");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 5);
    // Nothing is lost: what a terminal is not given is there.
    assert!(text.contains("\\u001b[31mEVIL"));
    let output = run(folder.path(), "test --format junit s.rdsim.yaml");
    let text = String::from_utf8(output.stdout).unwrap();
    uppsala::parse(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
}

#[test]
fn no_cell_is_a_formula() {
    let folder = folder();
    for verb in [
        "check --policy q.yaml --format csv .",
        "trace read --format csv t.csv t.json",
        "trace predict --policy q.yaml --format csv a.eml c.eml",
        "trace reconcile --policy q.yaml --format csv t.csv t.json",
        "trace replay --policy p.yaml --old q.yaml --format csv t.csv t.json",
    ] {
        let output = run(folder.path(), verb);
        let text = harmless(verb, &output.stdout);
        let mut rows = csv::ReaderBuilder::new()
            .flexible(false)
            .from_reader(text.as_bytes());
        let mut cells = 0;
        for row in rows.records() {
            for cell in &row.unwrap() {
                cells += 1;
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!formula, "{verb}: {cell:?}");
            }
        }
        assert!(
            cells > 0 || verb.contains("policy p.yaml") || verb.contains("reconcile"),
            "{verb}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let output = run(folder.path(), "check --policy q.yaml --format csv .");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("'+bob@fabrikam.com"), "{text}");
}

#[test]
fn markup_is_escaped() {
    let folder = folder();
    let markdown = run(folder.path(), "diff --format markdown p.yaml q.yaml .");
    let text = String::from_utf8(markdown.stdout).unwrap();
    assert!(text.contains("&lt;"), "{text}");
    assert!(
        !text.contains("<script>") && !text.contains("<img"),
        "{text}"
    );
    let drawn = run(
        folder.path(),
        "check --policy q.yaml --svg way.svg --quiet a.eml",
    );
    assert_eq!(
        drawn.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&drawn.stderr)
    );
    let svg = std::fs::read(folder.path().join("way.svg")).unwrap();
    let svg = harmless("svg", &svg);
    uppsala::parse(&svg).unwrap_or_else(|e| panic!("{e}: {svg}"));
    let html = run(folder.path(), "explain --format html AllowedOOFType");
    let text = String::from_utf8(html.stdout).unwrap();
    assert!(text.contains("</html>") && !text.contains("<script"));
    // A policy cannot break out of the text of a PowerShell script.
    let script = run(folder.path(), "export --powershell p.yaml");
    let text = harmless("export", &script.stdout);
    assert!(text.contains("'x'+[char]0x1b+'[2J'"), "{text}");
}
