//! Checks README and `docs/`: their links, their lists, and that README stays short.
//!
//! `RDSIM_BLESS=1 cargo test --test it docs::` writes the lists anew.

use crate::program::{contents, root, run};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rdsim::policy::sections::NOT_SIMULATED;
use rdsim::transport::{responses, settings};
use rdsim::{lint, react, submit};
use serde_json::Value;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Every Markdown file that belongs to the project.
fn pages() -> Vec<PathBuf> {
    let is_ours = |e: &walkdir::DirEntry| {
        let name = e.file_name().to_string_lossy();
        e.depth() == 0 || !matches!(&*name, "target" | "node_modules" | "dist" | ".git")
    };
    let files = WalkDir::new(root()).into_iter().filter_entry(is_ours);
    let files = files.map(|e| e.unwrap().into_path());
    let pages: Vec<PathBuf> = files
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    assert!(pages.len() > 100, "{pages:?}");
    pages
}

fn links(text: &str) -> Vec<String> {
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    Parser::new(text).filter_map(link).collect()
}

/// The names by which links reach the headings of a page, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(text) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(t) | Event::Code(t), Some(so_far)) => so_far.push_str(&t),
            (Event::End(TagEnd::Heading(_)), _) => anchors.extend(heading.take().map(|h| {
                let kept = h
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                kept.collect::<String>().to_lowercase().replace(' ', "-")
            })),
            _ => {}
        }
    }
    anchors
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    for page in pages() {
        let text = contents(&page);
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap().join(path),
            };
            assert!(target.exists(), "{}: {link}", page.display());
            if !anchor.is_empty() {
                let anchors = anchors(&contents(&target));
                let found = anchors.iter().any(|a| a == anchor);
                assert!(found, "{}: {link} is none of {anchors:?}", page.display());
            }
        }
    }
}

#[test]
fn every_page_of_docs_is_reached_from_readme_and_from_its_index() {
    let from_readme = links(&contents(&root().join("README.md")));
    let from_index = links(&contents(&root().join("docs/README.md")));
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") && name != "README.md" {
            assert!(from_readme.contains(&format!("docs/{name}")), "{name}");
            assert!(from_index.contains(&name), "{name}");
        }
    }
}

#[test]
fn readme_is_short_and_begins_with_the_two_commands() {
    let readme = contents(&root().join("README.md"));
    assert!(readme.len() < 8192, "{} bytes", readme.len());
    let commands =
        "```sh\ncargo run -- check --policy policies/contoso.yaml fixtures/\ncargo test\n```";
    assert_eq!(readme.matches("```sh\n").count(), 1);
    assert!(readme.contains(commands));
}

#[test]
fn every_verb_that_reports_has_a_session() {
    let docs = std::fs::read_dir(root().join("docs")).unwrap();
    let docs = docs.map(|e| e.unwrap().path()).filter(|p| p.is_file());
    let text: String = docs.map(|p| contents(&p)).collect();
    let verbs = [
        "check",
        "diff",
        "export",
        "import",
        "lint",
        "react",
        "submit",
        "test",
        "trace predict",
        "trace read",
        "trace reconcile",
        "trace replay",
    ];
    for verb in verbs {
        assert!(
            text.contains(&format!("```console\n$ rdsim {verb} ")),
            "{verb}"
        );
    }
}

#[test]
fn every_version_says_which_verdicts_change() {
    let changelog = contents(&root().join("CHANGELOG.md"));
    let versions: Vec<&str> = changelog.split("\n## [").skip(1).collect();
    assert!(!versions.is_empty());
    for version in versions {
        let says = version.contains("\n### Verdicts that change\n\n");
        assert!(says, "{}", version.lines().next().unwrap());
    }
}

/// The list below a heading of a page must be the one that the code gives.
fn list(page: &str, heading: &str, wanted: impl Iterator<Item = String>) {
    let path = root().join(page);
    let text = contents(&path);
    let below = text.find(&format!("\n## {heading}\n")).unwrap();
    let start = below + text[below..].find("\n- ").unwrap() + 1;
    let lines = text[start..].split_inclusive('\n');
    let length: usize = lines
        .take_while(|l| l.starts_with("- "))
        .map(str::len)
        .sum();
    let (before, rest) = text.split_at(start);
    let (found, after) = rest.split_at(length);
    let wanted: String = wanted.collect();
    if std::env::var_os("RDSIM_BLESS").is_none() {
        assert_eq!(found, wanted, "{page}");
    } else if found != wanted {
        std::fs::write(&path, [before, &wanted, after].concat()).unwrap();
    }
}

#[test]
fn the_pages_on_facts_and_responses_are_what_explain_prints() {
    for topic in ["facts", "responses"] {
        let path = root().join(format!("docs/{topic}.md"));
        let printed = crate::program::run(&["explain", topic, "--format", "markdown"]);
        let printed = crate::program::out(&printed);
        if std::env::var_os("RDSIM_BLESS").is_none() {
            assert!(contents(&path) == printed, "RDSIM_BLESS=1 writes {topic}");
        } else {
            std::fs::write(&path, printed).unwrap();
        }
    }
}

/// The file below a folder that has a text.
fn page_with(text: &str, folder: &str) -> String {
    let files = std::fs::read_dir(root().join(folder)).unwrap();
    let mut files = files.map(|f| f.unwrap().path());
    let file = files.find(|f| f.is_file() && contents(f) == text).unwrap();
    format!("{folder}/{}", file.file_name().unwrap().to_str().unwrap())
}

fn file(id: &str) -> String {
    id.replace('-', "_")
}

#[test]
fn the_lists_of_pages_are_complete() {
    let settings = settings::all();
    let settings =
        settings.map(|s| format!("- [{}](src/transport/settings/{}.md)\n", s.name, file(s.id)));
    list("README.md", "Settings", settings);
    let item = |folder: &str, id: &str, title: &str| {
        format!("- [{id}](../src/{folder}/{}.md): {title}\n", file(id))
    };
    let rules = lint::RULES.iter().map(|r| item("lint", r.id, r.title));
    list("docs/lint.md", "Rules", rules);
    let reactions = react::REACTIONS
        .iter()
        .map(|r| item("react", r.id, r.title));
    list("docs/react.md", "What can be made", reactions);
    let requirements = submit::REQUIREMENTS.iter();
    let requirements = requirements.map(|r| item("submit", r.id, r.title));
    list("docs/submit.md", "Requirements", requirements);
    let responses = responses::ALL.iter();
    let responses = responses.map(|r| {
        let page = page_with(r.page, "src/transport/responses");
        format!("- [{}](../{page})\n", r.line())
    });
    list("docs/explain.md", "Responses", responses);
    let not_simulated = NOT_SIMULATED.iter();
    let not_simulated = not_simulated.map(|(name, why)| format!("- {name}: {why}\n"));
    list(
        "docs/not-simulated.md",
        "Parameters of Set-RemoteDomain",
        not_simulated,
    );
}

/// The keys that a file may have where they matter, as the schema of such files says.
fn keys(of: &str) -> Vec<String> {
    let schema = run(&["schema", of]).stdout;
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let parts = schema["$defs"].as_object().unwrap().values();
    let properties = parts
        .chain([&schema])
        .filter_map(|p| p["properties"].as_object());
    properties.flat_map(|p| p.keys().cloned()).collect()
}

#[test]
fn the_keys_of_policies_and_expectation_files_are_described() {
    for (of, page) in [
        ("policy", "policy.md"),
        ("expectations", "diff-and-test.md"),
    ] {
        let text = contents(&root().join("docs").join(page));
        let keys = keys(of);
        assert!(keys.len() > 20, "{keys:?}");
        for key in keys {
            let is_setting = settings::all().any(|s| s.name == key);
            let described = text.contains(&format!("`{key}`"));
            // A page of its own, or the one sentence on exceptions.
            let elsewhere = is_setting || key.starts_with("ExceptIf");
            assert!(described || elsewhere, "{page}: {key}");
        }
    }
}
