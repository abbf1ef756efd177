//! Reads the table of facts, and finds every test and example that it names.

use crate::program::root;
use rdsim::explain::{self, Group};
use rdsim::i18n::Language;
use rdsim::submit::refusals;
use rdsim::trace::{event, status};
use rdsim::transport::responses;
use std::collections::{BTreeMap, BTreeSet};

/// Facts that no program can check; each says why. The number must not grow unseen.
const BEYOND: usize = 8;

/// A row of the table.
struct Row {
    line: usize,
    fact: String,
    source: String,
    grade: String,
    checked: String,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("tests/facts.md")).unwrap();
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !line.starts_with("| ") || line.starts_with("| fact |") {
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 4, "line {}: {line}", at + 1);
        rows.push(Row {
            line: at + 1,
            fact: cells[0].into(),
            source: cells[1].into(),
            grade: cells[2].into(),
            checked: cells[3].into(),
        });
    }
    rows
}

/// What a cell names in backticks.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The names of the tests in a file, those that are ignored left out.
fn tests(source: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let (mut marked, mut ignored) = (false, false);
    for line in source.lines().map(str::trim) {
        match line {
            "#[test]" => marked = true,
            _ if line.starts_with("#[ignore") => ignored = true,
            _ if line.starts_with("fn ") => {
                let name = line[3..].split('(').next().unwrap_or_default();
                if std::mem::take(&mut marked) && !ignored {
                    out.insert(name.to_owned());
                }
                ignored = false;
            }
            _ => {}
        }
    }
    out
}

/// The headings of the examples of every page, by the page's place.
fn examples() -> BTreeMap<String, BTreeSet<String>> {
    let heading = |e: &explain::page::Example| {
        let heading = e.heading.strip_prefix("Example: ");
        heading.unwrap_or(&e.heading).to_owned()
    };
    let topics = explain::topics();
    let pages = topics
        .iter()
        .map(|t| (t.place(), t.page(Language::English)));
    let all = pages.map(|(place, page)| (place, page.examples.iter().map(heading).collect()));
    all.collect()
}

#[test]
fn every_fact_has_its_source_its_grade_and_a_check() {
    let mut seen = BTreeSet::new();
    let (mut by_test, mut beyond) = (0, 0);
    for row in rows() {
        let Row {
            line,
            fact,
            source,
            grade,
            checked,
        } = &row;
        assert!(
            seen.insert(fact.clone()),
            "line {line} says a fact again: {fact}"
        );
        assert!(!source.is_empty(), "line {line}");
        let grades = [
            "documented",
            "seen in a trace",
            "seen in a tenant",
            "inferred",
        ];
        assert!(
            grades.iter().any(|g| grade.starts_with(g)),
            "line {line}: {grade}"
        );
        if let Some(why) = checked.strip_prefix("not simulated: ") {
            assert!(
                why.len() > 20 && named(why).is_empty(),
                "line {line}: {why}"
            );
            beyond += 1;
        } else {
            assert!(
                !named(checked).is_empty(),
                "line {line} names no check: {fact}"
            );
            by_test += 1;
        }
    }
    assert!(by_test > 100, "{by_test}");
    assert_eq!(beyond, BEYOND, "facts that are not simulated");
}

#[test]
fn every_test_that_is_named_exists_and_runs() {
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        for check in named(&row.checked).iter().filter(|c| c.contains("::")) {
            let (file, name) = check.split_once("::").unwrap();
            let known = files.entry(file.into()).or_insert_with(|| {
                let source = std::fs::read_to_string(root().join(file));
                tests(&source.unwrap_or_else(|e| panic!("line {}: {file}: {e}", row.line)))
            });
            assert!(
                known.contains(name),
                "line {}: {check} is no test",
                row.line
            );
        }
    }
    // A file is a part of the tests if the one above it says so.
    for file in files.keys().filter(|f| f.starts_with("tests/")) {
        let (above, name) = file.strip_suffix(".rs").unwrap().rsplit_once('/').unwrap();
        let above = match above {
            "tests/it" => "tests/it/main.rs".into(),
            folder => format!("{folder}.rs"),
        };
        let above = std::fs::read_to_string(root().join(above)).unwrap();
        assert!(above.contains(&format!("mod {name};")), "{file}");
    }
}

#[test]
fn every_example_that_is_named_stands_on_its_page() {
    let examples = examples();
    for row in rows() {
        for check in named(&row.checked).iter().filter(|c| !c.contains("::")) {
            let page = check.strip_prefix("page ");
            let page = page.unwrap_or_else(|| panic!("line {}: {check}", row.line));
            let (place, heading) = page.split_once(": ").unwrap();
            let headings = examples.get(place);
            let headings = headings.unwrap_or_else(|| panic!("line {}: no page {place}", row.line));
            assert!(
                headings.contains(heading),
                "line {}: {check}: {headings:?}",
                row.line
            );
        }
    }
}

#[test]
fn only_rows_that_run_count_as_tests() {
    let source = "#[test]\nfn a() {}\n#[test]\n#[ignore = \"x\"]\nfn b() {}\nfn c() {}\nproptest! {\n    #[test]\n    fn d(x in 0..1) {}\n}\n";
    assert_eq!(tests(source), ["a", "d"].map(String::from).into());
}

#[test]
fn every_response_refusal_status_and_event_is_in_a_row_and_in_an_example() {
    let rows = rows();
    let topics = explain::topics();
    let results = |groups: &[Group]| -> String {
        let those = topics.iter().filter(|t| groups.contains(&t.group));
        let pages: Vec<_> = those.map(|t| t.page(Language::English)).collect();
        let all = pages.iter().flat_map(|p| p.results());
        all.collect::<Vec<_>>().join("\n")
    };
    let in_row = |text: &str| {
        let row = rows.iter().find(|r| r.fact.contains(text));
        row.unwrap_or_else(|| panic!("no fact says `{text}`"))
    };
    let judged = results(&[Group::Setting, Group::Response, Group::Kind]);
    for response in responses::ALL {
        in_row(&response.line());
        assert!(judged.contains(&response.line()), "{}", response.line());
        if let Some(context) = response.source_context {
            in_row(context);
        }
    }
    let submitted = results(&[Group::Method, Group::Requirement]);
    for refusal in refusals::ALL {
        in_row(refusal);
        assert!(submitted.contains(refusal), "{refusal}");
    }
    let traced = results(&[Group::Status, Group::Event]);
    for s in status::ALL {
        in_row(&format!("status {} ", s.name));
        let predicted = traced.contains(&format!("status {}: {}", s.name, s.meaning));
        let read = traced.contains(&format!("  {}: {}", s.name, s.meaning));
        assert!(predicted || read, "{}", s.name);
    }
    for e in event::ALL {
        in_row(&format!("event {} ", e.name));
        let predicted = traced.contains(&format!("\n  {}\n", e.detail));
        let read = traced.contains(&format!("  {}: {}", e.name, e.meaning));
        assert!(predicted || read, "{}", e.name);
    }
}
