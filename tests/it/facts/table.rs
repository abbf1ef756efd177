//! Walks the table of facts, and finds every test and example that it names.

use crate::program::root;
use rdsim::explain::{self, Group};
use rdsim::i18n::Language;
use rdsim::submit::refusals;
use rdsim::trace::{event, status};
use rdsim::transport::facts::{self, Checks, Fact, sources};
use rdsim::transport::responses;
use std::collections::{BTreeMap, BTreeSet};

/// Facts that no program can check; each says why. The number must not grow unseen.
const BEYOND: usize = 8;

/// The checks of a fact; none where it is not simulated.
fn checks(fact: &Fact) -> &'static [&'static str] {
    match fact.checks {
        Checks::By(checks) => checks,
        Checks::NotSimulated(_) => &[],
    }
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
fn every_fact_has_an_identifier_a_source_and_a_check() {
    let (mut ids, mut statements) = (BTreeSet::new(), BTreeSet::new());
    let (mut by_test, mut beyond) = (0, 0);
    for fact in facts::all() {
        let id = fact.id;
        assert!(ids.insert(id), "{id} stands twice");
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(id.chars().all(kebab), "{id}");
        assert!(statements.insert(fact.statement), "{id} says a fact again");
        assert!(!fact.sources.is_empty(), "{id} has no source");
        match fact.checks {
            Checks::NotSimulated(why) => {
                assert!(why.len() > 20, "{id}: {why}");
                beyond += 1;
            }
            Checks::By(checks) => {
                assert!(!checks.is_empty(), "nothing checks {id}");
                by_test += 1;
            }
        }
    }
    assert!(by_test > 150, "{by_test}");
    assert_eq!(beyond, BEYOND, "facts that are not simulated");
}

#[test]
fn no_fact_has_the_name_of_a_topic() {
    let topics = facts::all().filter(|f| explain::named(f.id).is_some());
    let topics: Vec<_> = topics.map(|f| f.id).collect();
    assert!(topics.is_empty(), "{topics:?}");
}

#[test]
fn every_source_is_cited_and_listed_once() {
    let cited: BTreeSet<&str> = facts::all()
        .flat_map(|f| f.sources)
        .map(|s| s.name)
        .collect();
    let listed: Vec<&str> = sources::ALL.iter().map(|s| s.name).collect();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), cited);
    assert_eq!(listed.len(), cited.len(), "a source stands once");
    for source in sources::ALL {
        assert!(source.date.starts_with(['1', '2']), "{}", source.name);
    }
}

#[test]
fn every_test_that_is_named_exists_and_runs() {
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for fact in facts::all() {
        for check in checks(fact).iter().filter(|c| c.contains("::")) {
            let (file, name) = check.split_once("::").unwrap();
            let known = files.entry(file.into()).or_insert_with(|| {
                let source = std::fs::read_to_string(root().join(file));
                tests(&source.unwrap_or_else(|e| panic!("{}: {file}: {e}", fact.id)))
            });
            assert!(known.contains(name), "{}: {check} is no test", fact.id);
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
    for fact in facts::all() {
        for check in checks(fact).iter().filter(|c| !c.contains("::")) {
            let page = check.strip_prefix("page ");
            let page = page.unwrap_or_else(|| panic!("{}: {check}", fact.id));
            let (place, heading) = page.split_once(": ").unwrap();
            let headings = examples.get(place);
            let headings = headings.unwrap_or_else(|| panic!("{}: no page {place}", fact.id));
            assert!(
                headings.contains(heading),
                "{}: {check}: {headings:?}",
                fact.id
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
fn every_response_refusal_status_and_event_is_in_a_fact_and_in_an_example() {
    let topics = explain::topics();
    let results = |groups: &[Group]| -> String {
        let those = topics.iter().filter(|t| groups.contains(&t.group));
        let pages: Vec<_> = those.map(|t| t.page(Language::English)).collect();
        let all = pages.iter().flat_map(|p| p.results());
        all.collect::<Vec<_>>().join("\n")
    };
    let in_row = |text: &str| {
        let fact = facts::all().find(|f| f.statement.contains(text));
        fact.unwrap_or_else(|| panic!("no fact says `{text}`"))
    };
    let judged = results(&[Group::Setting, Group::Response, Group::Kind]);
    for response in responses::ALL {
        in_row(response.code.rsplit(' ').next().unwrap());
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
    for e in event::PAGED {
        in_row(&format!("event {} ", e.name));
        let predicted = traced.contains(&format!("\n  {}\n", e.detail));
        let read = traced.contains(&format!("  {}: {}", e.name, e.meaning));
        assert!(predicted || read, "{}", e.name);
    }
}
