//! Judges the rows of traces in parts, adds the parts up, and gets the report on all rows.

use super::run::{EXTENDED, rdsim};
use crate::program::{self, fed, root};
use encoding_rs::UTF_16LE;
use proptest::prelude::*;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::report::sheet::SheetFormat;
use rdsim::trace::origin::Origins;
use rdsim::trace::part::{self, Part};
use rdsim::trace::reconcile::{Comparison, Reconciled};
use rdsim::trace::replay::Replayed;
use rdsim::transport::responses::ALL;
use std::process::Output;
use std::sync::LazyLock;

/// A part of each verb, and the policy with which they were made.
static PARTS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let whole = std::fs::read(root().join(EXTENDED)).unwrap();
    ["reconcile", "replay"].map(|verb| filter(verb, &CONTOSO, &["--part"], &whole).stdout)
});
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let text = std::fs::read(root().join(CONTOSO[1])).unwrap();
    rdsim::policy::read::read_to_judge(CONTOSO[1], &text)
        .unwrap()
        .0
});

const CONTOSO: [&str; 2] = ["--policy", "policies/contoso.yaml"];
/// The verbs, with their policies and those that merge takes.
const VERBS: [(&str, &[&str]); 5] = [
    ("reconcile", &CONTOSO),
    (
        "reconcile",
        &["--policy", "policies/contoso.yaml", "--by-fact"],
    ),
    ("reconcile", &["--policy", "policies/closed.yaml"]),
    ("replay", &["--policy", "policies/closed.yaml"]),
    (
        "replay",
        &[
            "--policy",
            "policies/open.yaml",
            "--old",
            "policies/contoso.yaml",
        ],
    ),
];

/// The rows of an export, its header first.
fn rows(name: &str) -> Vec<csv::StringRecord> {
    let bytes = std::fs::read(root().join(name)).unwrap();
    let text = match bytes.as_slice() {
        [0xff, 0xfe, ..] => UTF_16LE.decode(&bytes).0.into_owned(),
        _ => String::from_utf8(bytes).unwrap(),
    };
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).from_reader(text.as_bytes());
    reader.into_records().map(Result::unwrap).collect()
}

fn table<'r>(
    header: &'r csv::StringRecord,
    rows: impl Iterator<Item = &'r csv::StringRecord>,
) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    std::iter::once(header)
        .chain(rows)
        .for_each(|row| table.write_record(row).unwrap());
    table.into_inner().unwrap()
}

/// The rows in so many parts, those of a message in one, by a number for each message.
fn split(rows: &[csv::StringRecord], parts: usize, number: impl Fn(&str) -> usize) -> Vec<Vec<u8>> {
    let (header, rows) = rows.split_first().unwrap();
    let names = ["message_id", "MessageId"];
    let id = header
        .iter()
        .position(|name| names.contains(&name))
        .unwrap();
    let part = |part| {
        let rows = rows.iter();
        table(header, rows.filter(|row| number(&row[id]) % parts == part))
    };
    (0..parts).map(part).collect()
}

/// A verb on some rows from standard input.
fn filter(verb: &str, policies: &[&str], options: &[&str], input: &[u8]) -> Output {
    let mut command = program::rdsim(&["trace", verb]);
    fed(command.args(policies).args(options).arg("-"), input)
}

/// What merge says of the parts that a verb writes, and the verb of the whole.
fn both(
    verb: &str,
    policies: &[&str],
    format: &str,
    whole: &[u8],
    parts: &[Vec<u8>],
) -> [Output; 2] {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (n, rows) in parts.iter().enumerate() {
        let output = filter(verb, policies, &["--part"], rows);
        assert_ne!(output.status.code(), Some(2), "{output:?}");
        let file = folder.path().join(format!("{n}.json"));
        std::fs::write(&file, output.stdout).unwrap();
        files.push(file.to_str().unwrap().to_owned());
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let merged = rdsim(&[&["merge", "--format", format], policies, &files].concat());
    let direct = filter(verb, policies, &["--format", format], whole);
    [merged, direct]
}

/// A report without the line of each example, which is that of its part.
fn report(output: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let line = |line: &str| match line.split_once("for example -:") {
        Some((before, example)) => {
            let rest = example.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}for example{rest}\n")
        }
        None if line.trim_start().starts_with("\"line\": ") => String::new(),
        None => format!("{line}\n"),
    };
    (output.status.code(), text.lines().map(line).collect())
}

#[test]
fn parts_by_message_add_up_to_the_report_on_the_whole() {
    for name in [EXTENDED, "fixtures/traces/message-trace-v2.csv"] {
        let rows = rows(name);
        let whole = table(&rows[0], rows[1..].iter());
        // The messages in turn, and all but one part without a row.
        let in_turn = |id: &str| id.bytes().map(usize::from).sum();
        for parts in [split(&rows, 3, in_turn), split(&rows, 3, |_| 1)] {
            for (verb, policies) in VERBS {
                for format in ["human", "json", "html"] {
                    let [merged, direct] = both(verb, policies, format, &whole, &parts);
                    assert_eq!(
                        report(&merged),
                        report(&direct),
                        "{verb} {policies:?} {name}"
                    );
                    assert!(direct.stdout.len() > 100);
                }
            }
        }
    }
}

#[test]
fn a_part_is_a_line_of_json_and_a_file_may_have_several() {
    let rows = rows(EXTENDED);
    let whole = table(&rows[0], rows[1..].iter());
    let parts = split(&rows, 2, |id| id.bytes().map(usize::from).sum());
    let parts: Vec<u8> = parts
        .iter()
        .flat_map(|rows| filter("reconcile", &CONTOSO, &["--part"], rows).stdout)
        .collect();
    let lines: Vec<serde_json::Value> = String::from_utf8(parts.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let sum = |name: &str| {
        lines
            .iter()
            .map(|part| part[name].as_u64().unwrap())
            .sum::<u64>()
    };
    let all = filter("reconcile", &CONTOSO, &["--format", "json"], &whole);
    let all: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    for count in [
        "rows",
        "agree",
        "disagree",
        "fits_some_kind",
        "on_the_way",
        "undated",
    ] {
        assert_eq!(sum(count), all[count], "{count}");
    }
    let merged = fed(
        program::rdsim(&["trace", "merge", "--format", "json"])
            .args(CONTOSO)
            .arg("-"),
        &parts,
    );
    let found: serde_json::Value = serde_json::from_slice(&merged.stdout).unwrap();
    assert_eq!(found["agreed"], all["agreed"]);
    // What is merged can be a part as well.
    let merge = |options: &[&str], parts: &[u8]| {
        let mut command = program::rdsim(&["trace", "merge"]);
        fed(command.args(options).args(CONTOSO).arg("-"), parts)
    };
    let part = merge(&["--part"], &parts);
    assert_eq!(
        String::from_utf8(part.stdout.clone())
            .unwrap()
            .lines()
            .count(),
        1
    );
    let again = merge(&["--format", "json"], &part.stdout);
    assert_eq!(again, merged);
}

#[test]
fn what_does_not_add_up_is_refused_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(path(name), bytes).unwrap();
        path(name).to_str().unwrap().to_owned()
    };
    let whole = std::fs::read(root().join(EXTENDED)).unwrap();
    let part = |verb: &str, policies: &[&str]| filter(verb, policies, &["--part"], &whole).stdout;
    let reconciled = part("reconcile", &CONTOSO);
    let closed = part("reconcile", &["--policy", "policies/closed.yaml"]);
    let replayed = part("replay", &CONTOSO);
    let text = String::from_utf8(reconciled.clone()).unwrap();
    let other = text.replace("\"rdsim\":\"", "\"rdsim\":\"9.");
    let unknown = text.replace(
        "\"bob@fabrikam.com\",\"kind\":\"",
        "\"bob@fabrikam.com\",\"kind\":\"x-",
    );
    let unknown = unknown.replace("\"evidence\":\"", "\"evidence\":\"x-");
    let a = write("a.json", &reconciled);
    let b = write("b.json", &closed);
    let r = write("r.json", &replayed);
    let o = write("o.json", other.as_bytes());
    let u = write("u.json", unknown.as_bytes());
    let many = text.replace("\"agree\":", "\"agree\":9999999999999999");
    let m = write("m.json", many.as_bytes());
    let n = write("n.json", b"{\"version\":1}\n");
    let e = write("e.json", b"");
    let t = write("t.json", &reconciled[..reconciled.len() / 2]);
    let none = path("none.json").to_str().unwrap().to_owned();
    for (files, options, why) in [
        (
            vec![&a, &b],
            &CONTOSO[..],
            "made with other policies than the first",
        ),
        (vec![&a, &r], &CONTOSO, "do not add up"),
        (vec![&b], &CONTOSO, "made with another policy"),
        (vec![&o], &CONTOSO, "the part is of rdsim 9."),
        (vec![&u], &CONTOSO, "an unknown value: `x-"),
        (vec![&m], &CONTOSO, "an unknown value: `9999"),
        (vec![&n], &CONTOSO, "not what `--part` writes"),
        (vec![&t], &CONTOSO, "not what `--part` writes"),
        (vec![&e], &CONTOSO, "there are no parts"),
        (vec![&none], &CONTOSO, "the parts cannot be read"),
        (
            vec![&a],
            &["--policy", "policies/contoso.yaml", "--by-fact"],
            "`--by-fact` must be given if",
        ),
        (
            vec![&a],
            &["--policy", "policies/contoso.yaml", "--format", "csv"],
            "no table of rows",
        ),
        (
            vec![&a],
            &[
                "--policy",
                "policies/contoso.yaml",
                "--old",
                "policies/open.yaml",
            ],
            "`--old` must be given if",
        ),
    ] {
        let files: Vec<&str> = files.into_iter().map(String::as_str).collect();
        let output = rdsim(&[&["merge"], options, &files].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{why}: {told}");
        assert!(
            told.contains(why) && told.contains("help: "),
            "{why}: {told}"
        );
        assert!(output.stdout.is_empty(), "{why}");
    }
    // What the runs could not use is told, and counts.
    let mut cut = whole.clone();
    cut.truncate(whole.len() - 20);
    let bad = filter("reconcile", &CONTOSO, &["--part"], &cut);
    assert_eq!(bad.status.code(), Some(1));
    let bad = write("bad.json", &bad.stdout);
    let output = rdsim(&[&["merge"], &CONTOSO[..], &[&bad]].concat());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains("warning: 1 rows or files of the parts"),
        "{told}"
    );
    let empty = table(&rows(EXTENDED)[0], std::iter::empty());
    let empty = filter("reconcile", &CONTOSO, &["--part"], &empty);
    assert_eq!(empty.status.code(), Some(0));
    let empty = write("empty.json", &empty.stdout);
    let output = rdsim(&[&["merge"], &CONTOSO[..], &[&empty]].concat());
    assert_eq!(output.status.code(), Some(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_split_by_message_gives_the_same_report(
        messages in proptest::collection::vec((
            proptest::collection::vec((
                "(2026-08-0[1-9]T10:00:00Z|03/04/2026|x)",
                "(DROP|FAIL|SEND|DELIVER|RECEIVE|EXPAND|Odd)",
                "(MAILBOXRULE|DSN|JOURNALING|SMTP)?",
                0usize..13,
            ), 1..4),
            "(alice|carol|erik)@contoso\\.com|z@example\\.com",
            "(bob@fabrikam\\.com|ivan@contoso\\.com|a@example\\.com;b@sales\\.fabrikam\\.com)",
            "(Automatic reply: x|Re: y)?",
            0usize..4,
        ), 1..40),
        parts in 1usize..5,
        which in 0usize..5,
    ) {
        let header = [
            "date_time_utc", "event_id", "source", "source_context", "recipient_status",
            "sender_address", "recipient_address", "message_subject", "message_id",
        ];
        let mut all = vec![csv::StringRecord::from(header.to_vec())];
        for (n, (events, from, to, subject, part)) in messages.iter().enumerate() {
            for (time, event, source, response) in events {
                let response = ALL.get(*response);
                let context = response.and_then(|r| r.source_context).unwrap_or_default();
                let line = response.map(|r| r.line()).unwrap_or_default();
                let id = format!("{part}-{n}@contoso.com");
                all.push(csv::StringRecord::from(vec![
                    time.as_str(), event, source, context, &line, from, to, subject, &id,
                ]));
            }
        }
        // The rows of a message are not one behind the other.
        let place = |row: &csv::StringRecord| (row[0].len() * 7 + row[5].len() * 3 + row[1].len()) % 5;
        all[1..].sort_by_key(place);
        let whole = table(&all[0], all[1..].iter());
        let split = split(&all, parts, |id| usize::from(id.as_bytes()[0]));
        let (verb, policies) = VERBS[which];
        for format in ["human", "json"] {
            let [merged, direct] = both(verb, policies, format, &whole, &split);
            prop_assert_eq!(report(&merged), report(&direct));
        }
    }
}

proptest! {
    #[test]
    fn no_damaged_part_panics(at in 0usize..4000, with: u8, cut in 0usize..8000, replayed: bool) {
        let mut bytes = PARTS[usize::from(replayed)].clone();
        let at = at % bytes.len();
        bytes[at] = with;
        bytes.truncate(cut);
        let origins = Origins::default();
        let comparison = Comparison {
            policy: &POLICY,
            origins: &origins,
            order: None,
            language: Language::Japanese,
            by_fact: false,
        };
        let (mut reconciled, mut replayed) = (Reconciled::default(), Replayed::default());
        for part in part::read(&bytes) {
            let _added = part.and_then(|part| match part {
                Part::Reconciled(part) => part.add_to(&mut reconciled, comparison),
                Part::Replayed(part) => part.add_to(&mut replayed, Language::Japanese),
            });
        }
        let report = rdsim::report::trace::reconcile::sheet(&reconciled, &POLICY, Language::Japanese);
        report.write(SheetFormat::Html, Language::Japanese, &mut Vec::new()).unwrap();
    }
}
