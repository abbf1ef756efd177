//! Shows the outcomes of every kind of message for every recipient.

use super::refused;
use crate::given::policy_in;
use crate::program::{err, out, run};
use rdsim::diff::matrix::{self, From};
use rdsim::evaluate::Overrides;
use rdsim::evaluate::assumed::{self, Body};

const CONTOSO: &str = "policies/contoso.yaml";

fn table(args: &[&str]) -> String {
    let output = run(&[&["matrix", "--policy", CONTOSO], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    out(&output)
}

#[test]
fn every_cell_is_the_verdict_on_such_a_message() {
    let policy = policy_in(CONTOSO);
    let to = ["bob@fabrikam.com", "erin@example.com", "carol@contoso.com"].map(String::from);
    let mut compared = 0;
    for from in [
        "alice@contoso.com",
        "frank@contoso.com",
        "x@partner.example",
    ] {
        let columns = matrix::of_policy(&policy, From::Address(from), &to);
        for column in &columns {
            for ((kind, forwarded_by), cell) in matrix::rows().zip(&column.cells) {
                let known = Overrides {
                    from: Some(from.into()),
                    to: vec![column.example.clone()],
                    kind: Some(kind),
                    forwarded_by: Some(forwarded_by),
                    ..Overrides::default()
                };
                let judged = assumed::judge(&policy, &known, Body::Plain);
                let verdicts = judged.result.unwrap().verdicts;
                let [verdict] = verdicts.as_slice() else {
                    panic!("{verdicts:?}")
                };
                let [variant] = cell.as_slice() else {
                    panic!("{cell:?}")
                };
                let end = variant.end.as_ref().unwrap();
                assert_eq!(
                    end.outcome, verdict.outcome,
                    "{from} {kind:?} {forwarded_by:?}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 3 * 3 * 18);
}

#[test]
fn it_is_read_in_a_terminal_of_80_columns() {
    for language in ["en", "ja"] {
        let text = table(&["--lang", language]);
        let widest = text
            .lines()
            .map(textwrap::core::display_width)
            .max()
            .unwrap();
        assert!((60..=80).contains(&widest), "{widest}: {text}");
        assert!(text.contains("\n[1] "), "{text}");
    }
    let text = table(&["--from", "alice@contoso.com", "--to", "erin@example.com"]);
    let row = text
        .lines()
        .find(|l| l.starts_with("oof-internal "))
        .unwrap();
    let note = row.split(['[', ']']).nth(1).unwrap();
    let note = text.split(&format!("\n[{note}] ")).nth(1).unwrap();
    assert!(row.contains("DROPPED"), "{row}");
    assert!(
        note.starts_with("250 2.1.5 RESOLVER.OOF.IntToExt\n"),
        "{note}"
    );
    assert!(note.contains("because AllowedOOFType: External (policies/contoso.yaml:13)"));
}

#[test]
fn without_recipients_it_is_of_the_domains_outside() {
    let csv = table(&["--format", "csv"]);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let mut recipients: Vec<&str> = rows.iter().map(|r| &r[2]).collect();
    recipients.sort_unstable();
    recipients.dedup();
    let domains = ["*", "*.fabrikam.com", "fabrikam.com", "xn--r8jz45g.example"];
    assert_eq!(recipients, domains);
    // Each sender is one inside.
    let senders = rows.iter().flat_map(|r| r[3].split("; "));
    assert!(senders.clone().count() > 72);
    assert!(senders.clone().all(|s| s.contains("@contoso.")));
}

#[test]
fn every_format_says_the_same() {
    let args = ["--from", "alice@contoso.com", "--to", "bob@fabrikam.com"];
    let of = |format| table(&[&args[..], &["--format", format]].concat());
    let json: serde_json::Value = serde_json::from_str(&of("json")).unwrap();
    assert_eq!(json["version"], 1);
    let messages = json["recipients"][0]["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 18);
    let (markdown, html, csv) = (of("markdown"), of("html"), of("csv"));
    let csv: Vec<&str> = csv.lines().collect();
    assert_eq!(csv.len(), 19);
    for (message, row) in messages.iter().zip(&csv[1..]) {
        let outcome = message["outcomes"][0]["outcome"].as_str().unwrap();
        assert!(row.contains(&format!(",{outcome},")), "{row}");
    }
    for (word, count) in [("DROPPED", 1), ("REJECTED", 3), ("LEAVES", 14)] {
        assert_eq!(markdown.matches(&format!("**{word}**")).count(), count);
        let html = html.matches(&format!("<strong>{word}</strong>")).count();
        assert_eq!(html, count, "{word}");
    }
    assert!(html.starts_with("<!doctype html>") && !html.contains("<script"));
    assert!(html.contains("@media print") && html.contains("color-scheme:light dark"));
}

#[test]
fn what_is_no_address_is_refused() {
    let said = refused(&["matrix", "-p", CONTOSO, "--to", "*.fabrikam.com"]);
    assert!(said.contains("`*.fabrikam.com` is no address"), "{said}");
    let said = refused(&["matrix", "-p", CONTOSO, "--from", "fabrikam.com"]);
    assert!(said.contains("`someone@fabrikam.com`"), "{said}");
    let domain = run(&["matrix", CONTOSO, "--to", "fabrikam.com"]);
    assert!(err(&domain).contains("note: assumed: of `fabrikam.com`"));
    let address = run(&["matrix", "-p", CONTOSO, "--to", "someone@fabrikam.com"]);
    assert_eq!(domain.stdout, address.stdout);
    let said = refused(&["matrix", "-p", CONTOSO, "--from", "alice"]);
    assert!(said.contains("`alice` is no address"), "{said}");
    assert!(said.contains("`someone@contoso.com`"), "{said}");
}
