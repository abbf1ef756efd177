//! Gives every verb, in every format, files with hostile text in every place that somebody else
//! fills, and reads what it writes with a parser of that kind.

mod commands;
mod functions;
mod material;
mod parsers;
mod runs;
mod sheets;
mod texts;

use crate::program;
use commands::powershell;
use parsers::{
    csv, github, html, json, jsonl, log, markdown, sarif, svg, tap, terminal, xml, yaml,
};
use runs::RUNS;
use sheets::{sheet_html, sheet_markdown};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;

/// A verb with its options, and the values of `--format`, as its help tells them.
#[derive(Debug, Default)]
struct Verb {
    options: BTreeSet<String>,
    formats: BTreeSet<String>,
}

/// Every verb that clap knows, by its words.
fn verbs() -> BTreeMap<String, Verb> {
    let mut found = BTreeMap::new();
    add_verbs(&[], &mut found);
    found
}

fn add_verbs(path: &[&str], found: &mut BTreeMap<String, Verb>) {
    let help = program::out(&program::run(&[path, &["--help"]].concat()));
    let commands = help.split_once("\nCommands:\n").map(|(_, rest)| rest);
    let commands: Vec<&str> = commands
        .unwrap_or_default()
        .lines()
        .take_while(|l| !l.is_empty())
        .filter(|l| l.starts_with("  ") && !l.starts_with("   "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    for verb in &commands {
        add_verbs(&[path, &[verb]].concat(), found);
    }
    if !commands.is_empty() {
        return;
    }
    let mut verb = Verb::default();
    let mut option = String::new();
    let options = help.split_once("\nOptions:\n").map(|(_, rest)| rest);
    let examples = |l: &&str| !l.starts_with("Example");
    for line in options.unwrap_or_default().lines().take_while(examples) {
        let words = line.split([' ', ',', '[']);
        let name = words.clone().find(|w| w.starts_with("--"));
        let is_option = line.trim_start().starts_with('-') && !line.trim_start().starts_with("- ");
        if let Some(name) = name.filter(|_| is_option) {
            name.clone_into(&mut option);
            verb.options.insert(option.clone());
        }
        let value = line.trim_start().strip_prefix("- ");
        let value = value.and_then(|v| v.split([':', ' ']).next());
        verb.formats
            .extend(value.filter(|_| option == "--format").map(str::to_owned));
        if let Some((_, values)) = line.split_once("[possible values: ")
            && option == "--format"
        {
            let values = values.trim_end_matches(']').split(", ");
            verb.formats.extend(values.map(str::to_owned));
        }
    }
    found.insert(path.join(" "), verb);
}

/// The verb of a run: its words before the first option or file.
fn verb_of<'v>(run: &str, verbs: &'v BTreeMap<String, Verb>) -> &'v str {
    let found = verbs.keys().find(|verb| {
        run.split(' ')
            .take(verb.split(' ').count())
            .eq(verb.split(' '))
    });
    found.unwrap_or_else(|| panic!("no such verb: {run}"))
}

/// The options of every verb.
const SHARED: [&str; 9] = [
    "--color",
    "--quiet",
    "--verbose",
    "--lang",
    "--jobs",
    "--config",
    "--no-config",
    "--output",
    "--force",
];

#[test]
fn every_verb_format_and_option_is_run() {
    let verbs = verbs();
    assert!(
        verbs.len() > 15 && verbs.contains_key("trace read"),
        "{verbs:?}"
    );
    let formats: usize = verbs.values().map(|v| v.formats.len()).sum();
    assert!(formats > 30, "{verbs:?}");
    let mut missing = Vec::new();
    for (name, verb) in &verbs {
        let runs: Vec<Vec<&str>> = RUNS
            .iter()
            .filter(|run| verb_of(run, &verbs) == name)
            .map(|run| run.split(' ').collect())
            .collect();
        if runs.is_empty() {
            missing.push(name.clone());
        }
        let has = |words: &[&str]| {
            runs.iter()
                .any(|run| run.windows(words.len()).any(|w| w == words))
        };
        for format in verb.formats.iter().filter(|f| !has(&["--format", f])) {
            missing.push(format!("{name} --format {format}"));
        }
        let asked = verb.options.iter().filter(|o| *o != "--help");
        // What every verb takes is run with some of them.
        let asked = asked.filter(|o| !SHARED.contains(&o.as_str()));
        for option in asked.filter(|o| !has(&[o.as_str()])) {
            missing.push(format!("{name} {option}"));
        }
    }
    let run_with = |option: &str| RUNS.iter().any(|run| run.split(' ').any(|w| w == option));
    missing.extend(
        SHARED
            .iter()
            .filter(|o| !run_with(o))
            .map(|o| o.to_string()),
    );
    assert!(
        missing.is_empty(),
        "help: write a run into RUNS for each: {missing:?}"
    );
}

/// Run the program in a folder of hostile files.
fn run(folder: &Path, run: &str, in_workflow: bool) -> Output {
    let words = run.split(' ').map(material::filled);
    let mut command = program::rdsim(&[]);
    command.args(words).current_dir(folder);
    if in_workflow {
        command.env("GITHUB_ACTIONS", "true");
    }
    command.output().unwrap()
}

/// The value of an option of a run.
fn value<'r>(run: &'r str, option: &str) -> Option<&'r str> {
    let mut words = run.split(' ');
    words.find(|w| *w == option)?;
    words.next()
}

/// Read what a run wrote with the parser of its kind; how many commands to copy are in it.
fn read(what: &str, verb: &str, out: &[u8], folder: &Path) -> usize {
    match value(what, "--format").unwrap_or(verb) {
        _ if what.contains("--output") || what.contains("explain --svg") => {
            assert!(out.is_empty(), "{what}");
        }
        _ if what.contains("--history") => {
            terminal(what, out, false);
        }
        "human" | "terminal" | "init" | "completions" => {
            let coloured = value(what, "--color") == Some("always");
            let text = terminal(what, out, coloured);
            return commands::copied(what, text, folder);
        }
        "json" | "schema" => json(what, out),
        _ if what.contains("--part") => json(what, out),
        "sarif" => sarif(what, out),
        "export" if what.contains("--json") => json(what, out),
        "jsonl" => jsonl(what, out),
        "csv" => csv(what, out),
        "markdown" if ["diff", "check", "matrix"].contains(&verb) => markdown(what, out),
        "markdown" if verb.starts_with("trace") => {
            return commands::copied(what, &sheet_markdown(what, out), folder);
        }
        "html" if ["check", "matrix"].contains(&verb) => _ = sheet_html(what, out),
        "html" if verb.starts_with("trace") => {
            return commands::copied(what, &sheet_html(what, out), folder);
        }
        "export" => powershell(what, terminal(what, out, false)),
        // Pages and a script of the program's own.
        "markdown" | "collect" | "report" => {
            terminal(what, out, false);
        }
        "html" => html(what, out),
        "github" => github(what, out),
        "tap" => tap(what, out),
        "junit" => {
            terminal(what, out, false);
            xml(what, out, "testsuites testsuite testcase failure error");
        }
        "import" => yaml(what, out),
        "man" => assert!(out.starts_with(b".ie"), "{what}"),
        other => panic!("{what}: no parser for {other}"),
    }
    0
}

/// Read a file that a run wrote.
fn written(what: &str, bytes: &[u8]) {
    match what {
        _ if what.starts_with("collect") || what.starts_with("report") => {
            _ = terminal(what, bytes, false)
        }
        _ if what.contains("--powershell") => powershell(what, terminal(what, bytes, false)),
        _ if what.contains(".html") => _ = sheet_html(what, bytes),
        _ if what.contains("json") => json(what, bytes),
        _ if what.contains("csv") => csv(what, bytes),
        _ => yaml(what, bytes),
    }
}

#[test]
fn nothing_of_a_hostile_text_is_more_than_text() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    material::write(folder);
    let verbs = verbs();
    let mut seen = String::new();
    let (mut copied, mut drawn, mut files) = (0, 0, 0);
    for what in RUNS {
        let output = run(folder, what, false);
        let code = output.status.code();
        let errors = terminal(what, &output.stderr, false);
        assert!(matches!(code, Some(0..=2)), "{what}: {code:?} {errors}");
        assert!(!errors.contains("panicked"), "{what}: {errors}");
        seen.push_str(&errors.to_lowercase());
        if code == Some(2) && output.stdout.is_empty() {
            continue;
        }
        seen.push_str(&String::from_utf8_lossy(&output.stdout).to_lowercase());
        let commands = read(what, verb_of(what, &verbs), &output.stdout, folder);
        let is_sheet = what.contains("markdown") || what.contains("html");
        if what.contains("reconcile") && is_sheet && !what.contains("--by-fact") {
            assert!(commands > 0 || what.contains("--output"), "{what}");
        }
        copied += commands;
        let drawing = folder.join("OUT.svg");
        if drawing.exists() {
            svg(what, &std::fs::read(&drawing).unwrap());
            std::fs::remove_file(drawing).unwrap();
            drawn += 1;
        }
        for option in ["--output", "--rollback"] {
            let file = value(what, option).map(|file| folder.join(material::filled(file)));
            if let Some(bytes) = file.and_then(|file| std::fs::read(file).ok()) {
                written(what, &bytes);
                files += 1;
            }
        }
        if what.contains("--write") {
            parsers::mails(what, &folder.join(material::filled("{written}")));
        }
    }
    assert!(copied > 5, "{copied}");
    assert_eq!((drawn, files), (3, 11));
    // Every place comes through to some output. Addresses and domains are in lower case there.
    let tag = |place: &str| format!("{}{place}", material::PLACE).to_lowercase();
    let unseen: Vec<_> = material::PLACES
        .iter()
        .filter(|p| !seen.contains(&tag(p)))
        .collect();
    assert!(unseen.is_empty(), "{unseen:?}");
    // JSON loses nothing of what a terminal is not given.
    assert!(seen.contains("\\u001b[95mx"));
}

#[test]
fn no_line_of_a_log_is_a_command_of_the_runner() {
    let folder = tempfile::tempdir().unwrap();
    material::write(folder.path());
    for what in RUNS.iter().filter(|run| !run.contains("--color always")) {
        let output = run(folder.path(), what, true);
        log(what, &output.stderr);
        if matches!(value(what, "--format"), Some("human" | "terminal")) {
            log(what, &output.stdout);
        }
    }
}

#[test]
fn all_that_goes_to_standard_error_goes_through_one_function() {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(program::root().join("src/cli")) {
        let path = entry.unwrap().into_path();
        if !path.is_file() || path.ends_with("output.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let writes = |line: &&str| line.contains("stderr()") && line.contains("write");
        found.extend(
            source
                .lines()
                .filter(writes)
                .map(|l| format!("{}: {l}", path.display())),
        );
    }
    assert!(found.is_empty(), "help: use output::say: {found:#?}");
}
