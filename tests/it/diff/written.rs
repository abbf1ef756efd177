//! Reports what changes between two policies with the real binary, in every format.

use super::*;
use crate::program::err;
use rdsim::report::diff::{self as report, json};

#[test]
fn the_verb_reports_in_every_format_and_exits_1_when_something_differs() {
    let (old, new) = ("policies/partner-trap.yaml", "policies/closed.yaml");
    for format in ["human", "json", "markdown", "github"] {
        for messages in [&[][..], &["fixtures"][..]] {
            let o = run(&[&["diff", "--format", format, old, new], messages].concat());
            let text = String::from_utf8(o.stdout).unwrap();
            assert_eq!(o.status.code(), Some(1), "{format}");
            assert!(text.contains("AutoForwardEnabled"), "{format}: {text}");
            assert!(text.contains("RESOLVER.MSGTYPE.AF"), "{format}: {text}");
            if format == "json" {
                let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(json["version"], 1);
                assert_eq!(json["summary"]["differs"], true);
                let list = &json[if messages.is_empty() {
                    "changes"
                } else {
                    "verdicts"
                }];
                let count = &json["summary"][if messages.is_empty() {
                    "changes"
                } else {
                    "changed"
                }];
                assert_eq!(count, list.as_array().unwrap().len());
                for c in list.as_array().unwrap() {
                    let line = |side: &str| c["because"][side]["line"].as_u64();
                    assert!(line("new").or(line("old")).unwrap_or_else(|| panic!("{c}")) >= 1);
                }
            }
            if format == "github" {
                assert!(
                    text.lines()
                        .all(|l| l.starts_with("::warning file=policies/")),
                    "{text}"
                );
            }
        }
    }
    let same = run(&["diff", old, old]);
    assert_eq!(same.status.code(), Some(0));
    assert!(
        String::from_utf8(same.stdout)
            .unwrap()
            .starts_with("no behaviour changes")
    );
    assert_eq!(run(&["diff", old, "no.yaml"]).status.code(), Some(2));
}

#[test]
fn a_message_that_cannot_be_read_counts_as_a_difference_and_is_named() {
    let plain = "fixtures/ordinary/plain.eml";
    let diff = ["diff", "policies/open.yaml", "policies/open.yaml", plain];
    assert_eq!(run(&diff).status.code(), Some(0));
    for format in ["human", "json", "markdown", "github"] {
        let more = ["fixtures/awkward/empty.eml", "--format", format];
        let o = run(&[&diff[..], &more].concat());
        assert_eq!(o.status.code(), Some(1), "{format}");
        let told = "fixtures/awkward/empty.eml: error: the file is empty\n";
        assert_eq!(err(&o), told, "{format}");
    }
}

#[test]
fn a_table_of_markdown_keeps_its_columns_whatever_names_hold() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: bool| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', NDREnabled: {value}}}]\nMailContacts: [{{ExternalEmailAddress: '\"a|`<b>\"@example.com'}}]\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let o = run(&[
        "diff",
        "--format",
        "markdown",
        // No name of Windows has a bar.
        &write(
            if cfg!(windows) {
                "a`b.yaml"
            } else {
                "a|b.yaml"
            },
            true,
        ),
        &write("b.yaml", false),
    ]);
    let text = String::from_utf8(o.stdout).unwrap();
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
    assert!(rows.len() >= 3, "{text}");
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 6, "{row}");
    }
    let options = pulldown_cmark::Options::ENABLE_TABLES;
    let mut html = String::new();
    let events = pulldown_cmark::Parser::new_ext(&text, options);
    pulldown_cmark::html::push_html(&mut html, events);
    assert!(
        html.contains("&lt;b&gt;") && !html.contains("<b>"),
        "{html}"
    );
}

#[test]
fn the_first_verdicts_that_change_are_listed_and_the_others_counted() {
    let to: Vec<String> = (0..100).map(|i| format!("a{i}@e{i}.example")).collect();
    let text = format!("From: alice@contoso.com\nTo: {}\n\n", to.join(","));
    let told = Overrides {
        kind: Some(Kind::AutoReply),
        ..Overrides::default()
    };
    let both = ["true", "false"].map(|on| {
        policy(&format!(
            "RemoteDomains:\n  - {{DomainName: '*', AutoReplyEnabled: {on}}}\n"
        ))
    });
    let [old, new] = both
        .each_ref()
        .map(|p| evaluate::judge(p, "m", text.as_bytes(), &told));
    let mut compared = messages::Compared::default();
    let mut part = messages::Compared::default();
    for _ in 0..600 {
        compared.add(&old, &new);
        part.add(&old, &new);
    }
    compared.append(part);
    assert_eq!(
        (compared.changed.len(), compared.count()),
        (100_000, 120_000)
    );
    // They share their words.
    let (first, last) = (&compared.changed[0], &compared.changed[99_999]);
    assert!(std::sync::Arc::ptr_eq(&first.how, &last.how));
    let files = report::Files {
        old: "old.yaml",
        new: "new.yaml",
        set: &[],
    };
    let mut out = Vec::new();
    json::messages(&compared, files, &mut out).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(report["verdicts"].as_array().unwrap().len(), 100_000);
    assert_eq!(report["summary"]["changed"], 120_000);
    assert_eq!(report["summary"]["not_listed"], 20_000);
    let mut out = Vec::new();
    report::human_messages(&compared, files, Language::English, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("\n  and 20000 more\n"));
    assert!(text.ends_with("120000 verdicts change\n"));
    let mut out = Vec::new();
    report::github_messages(&compared, files, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("and 119900 more"), "{text}");
}
