//! Gives every verb, in every format, files with hostile text in every place that somebody else
//! fills, and reads what it writes with a parser of that kind.

mod commands;
mod functions;
mod material;
mod parsers;
mod sheets;
mod texts;

use crate::program;
use commands::powershell;
use parsers::{
    csv, github, html, json, jsonl, log, markdown, sarif, svg, tap, terminal, xml, yaml,
};
use sheets::{sheet_html, sheet_markdown};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;

/// The runs, `{names}` standing for hostile ones. Each option of each verb stands in one of them,
/// and each format.
const RUNS: &[&str] = &[
    "check --policy {p} --format human --color always --explain --jobs 1 {mail}",
    "check --policy {q} --format human --color never {mail} {one}",
    "check --policy {q} --format human --color always --explain --lang ja {mail}",
    "check --policy {q} --format human --fail-on stopped --quiet {mail}",
    "check --policy {q} --format json {mail}",
    "check --policy {q} --format human --min-basis documented {mail}",
    "check --policy {p} --format human --color always --explain --to team@contoso.com {one}",
    "check --policy {p} --format json --to team@contoso.com --to judged@fabrikam.com {one}",
    "check --policy {p} --format human --svg OUT.svg --force --to team@contoso.com {one}",
    "check --policy {p} --format human --from alice@contoso.com --to judged@fabrikam.com {one}",
    "check --policy {p} --format csv --from alice@contoso.com --to judged@fabrikam.com {one}",
    "check --policy {q} --format jsonl {mail}",
    "check --policy {q} --format csv {mail}",
    "check --policy {p} --format human --from {from} --to {to} --kind ordinary --forwarded-by inbox-rule {one}",
    "check --policy {p} --format csv --from {from} --to {to} --kind oof-external {one}",
    "check --policy {p} --format human --explain {archive}",
    "check --policy {p} --format human --svg OUT.svg --force {one}",
    "check --policy {bad} --format human {mail}",
    "check --policy {raw} --format human {mail}",
    "check --policy {p} --format human {none}",
    "check --policy {p} --format human {option}",
    "check --policy {p} --format {text} {mail}",
    "test --format human --color always --coverage --min-coverage 100 --verbose {test} {bad-test}",
    "test --format human --color never --lang ja --coverage {test} {bad-test}",
    "test --format human --quiet --root {mail} {test} {bad-test}",
    "test --format human --quiet {test} {bad-test}",
    "test --format human --filter {text} {test}",
    "test --format human --min-basis documented {test} {bad-test}",
    "test --format junit {test} {bad-test}",
    "test --format github {test} {bad-test}",
    "test --format tap {test} {bad-test}",
    "test --format json --coverage {test} {bad-test}",
    "test --format human --bless --force {test}",
    "diff --format human --jobs 1 {p} {q}",
    "diff --format human {p} {q} {mail}",
    "diff --format human --quiet --lang ja {p} {q} {mail}",
    "diff --format json {p} {q}",
    "diff --format json {p} {q} {mail}",
    "diff --format markdown {p} {q}",
    "diff --format markdown {p} {p}",
    "diff --format markdown {p} {q} {mail}",
    "diff --format github {p} {q}",
    "diff --format github {p} {q} {mail}",
    "diff --format human {bad} {q}",
    "lint --format human --color always --all --profile scuba --fail-on note {p} {q} {bad}",
    "lint --format human --lang ja {p} {q} {bad}",
    "lint --format human --only default-forwards {p}",
    "lint --format json --all {p} {q} {bad}",
    "lint --format sarif --all {p} {q} {bad}",
    "lint --format github --all {p} {q} {bad}",
    "lint --format human {none}",
    "import --as remote-domain --lenient {import}",
    "import --output {folder}.yaml --force {import}",
    "import --history --policy {p} {audit}",
    "import --history --current {q} {audit}",
    "import {bad-import}",
    "import {none}",
    "export --powershell --from {q} --what-if {p}",
    "export --json {p}",
    "export --json --output {folder}.json --force {p}",
    "export --powershell --from {q} --output {folder}.ps1 --rollback {folder}.back.ps1 --force {p}",
    "export --powershell --full {q}",
    "export --powershell {bad}",
    "schema policy",
    "schema expectations",
    "init {folder}",
    "init --ci {folder}/ci",
    "init {folder}",
    "submit --policy {p} --format human --color always --endpoint smtp.office365.com --port 587 --tls 1.2 --sign-in password --account {from} --from {from} --mail-from {from} --to {to}",
    "submit --policy {p} --format human --endpoint contoso-com.mail.protection.outlook.com --ip 192.0.2.10 --fixed-ip --certificate {text} --messages-a-minute 1000 --recipients-a-day 100000 --from {from} --to {to}",
    "submit --policy {p} --format human --lang ja --scenario {scenario}",
    "submit --policy {p} --format human --scenario {scenario}",
    "submit --policy {p} --format json --scenario {scenario}",
    "submit --policy {p} --format human --advise --scenario {scenario}",
    "submit --format human --advise --tls none --ip 192.0.2.44 --fixed-ip --from {from} --to {to}",
    "submit --format json --advise --tls none --ip 192.0.2.44 --fixed-ip --from {from} --to {to}",
    "submit --policy {p} --format human --scenario {bad-scenario}",
    "submit --policy {p} --format human --endpoint {text} --from {from} --to {to}",
    "react --policy {p} --format human --color always --explain --to alice@contoso.com {mail} {one}",
    "react --policy {q} --format human --min-basis documented {mail}",
    "react --policy {p} --format human --lang ja --from {from} --to alice@contoso.com --notify success --at 2026-11-24T09:00:00Z --fail-on leaves {one}",
    "react --policy {p} --format human --at {text} {one}",
    "react --policy {p} --format human --to {to} --to alice@contoso.com --forwarded-to {to} --junk --deleted-unread --already-answered {one}",
    "react --policy {p} --format human --to {from} --undeliverable unknown {one}",
    "react --policy {p} --format human --write {written} --to alice@contoso.com {mail}",
    "react --policy {p} --format human --write {written} --to alice@contoso.com {mail}",
    "react --policy {p} --format json --write {written} --force --to alice@contoso.com {mail}",
    "explain --no-pager --color always --format terminal {text}",
    "explain --no-pager --format terminal AllowedOOFType",
    "explain --format markdown AllowedOOFType",
    "explain --format html --lang ja AllowedOOFType",
    "explain --format html AllowedOOFType",
    "explain --svg OUT.svg --force AllowedOOFType",
    "trace read --format human --date-order dmy --threads 1 {trace} {bad-trace}",
    "trace read --format human --lang ja {trace}",
    "trace read --format json {trace}",
    "trace read --format csv {trace}",
    "trace read --format human {none}",
    "trace predict --policy {p} --format human --reactions --kind ordinary --forwarded-by nobody {mail}",
    "trace predict --policy {q} --format human --reactions --min-basis seen {mail}",
    "trace predict --policy {p} --format human --lang ja {mail}",
    "trace predict --policy {p} --format human --from {from} --to {to} {one}",
    "trace predict --policy {p} --format json --reactions --from {from} --to alice@contoso.com {one}",
    "trace predict --policy {p} --format csv --reactions --at 2026-11-24T09:00:00Z --notify success --junk --already-answered --undeliverable unknown --deleted-unread --forwarded-to {to} --to {from} {mail}",
    "trace reconcile --policy {p} --format human --date-order mdy --threads 1 {trace}",
    "trace reconcile --policy {q} --format human {trace} {bad-trace}",
    "trace reconcile --policy {p} --format human --lang ja {trace}",
    "trace reconcile --policy {p} --format human {dashes}",
    "trace reconcile --policy {members} --format human {trace}",
    "trace reconcile --policy {p} --format json {trace}",
    "trace reconcile --policy {p} --format csv {trace}",
    "trace reconcile --policy {p} --date-order mdy --part {trace}",
    "trace merge --policy {p} --format human {part}",
    "trace merge --policy {p} --format json {part}",
    "trace merge --policy {p} --format markdown {part}",
    "trace merge --policy {p} --format html {part}",
    "trace merge --policy {p} --by-fact --format csv {part}",
    "trace merge --policy {p} --output OUT.json --force {part}",
    "trace merge --policy {p} --part {part}",
    "trace merge --policy {p} --format human {bad-part}",
    "trace merge --policy {p} --format human {dashes} {none}",
    "trace merge --policy {p} --old {q} --format human {part}",
    "trace reconcile --policy {p} --format markdown {trace}",
    "trace reconcile --policy {members} --format markdown --lang ja {trace} {dashes}",
    "trace reconcile --policy {p} --format html {trace}",
    "trace reconcile --policy {members} --format html --lang ja {trace} {dashes}",
    "trace reconcile --policy {p} --format human --by-fact {trace}",
    "trace reconcile --policy {p} --format markdown --by-fact {trace}",
    "trace reconcile --policy {p} --format html --by-fact {trace}",
    "trace reconcile --policy {p} --format csv --by-fact {trace}",
    "trace reconcile --policy {p} --by-fact --output OUT.json --force {trace}",
    "trace reconcile --policy {p} --output OUT.html --force {trace}",
    "trace replay --policy {q} --old {p} --format human --date-order mdy --threads 1 {trace}",
    "trace replay --policy {p} --format human --lang ja {trace}",
    "trace replay --policy {q} --old {p} --format json {trace}",
    "trace replay --policy {q} --old {p} --format markdown {trace}",
    "trace replay --policy {q} --old {p} --format html --lang ja {trace}",
    "trace replay --policy {q} --old {p} --format csv --perhaps {trace}",
    "trace replay --policy {q} --old {p} --format csv --output OUT.csv --force --perhaps {trace}",
    "trace replay --policy {q} --old {p} --part --output PART.json {trace}",
    "trace merge --policy {q} --old {p} --format human PART.json",
    "trace replay --policy {q} --format json --output {folder}/none/none.json {trace}",
    "serve --port 0 {none}",
    "completions bash",
    "man",
];

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
        let asked = verb
            .options
            .iter()
            .filter(|o| *o != "--help" && *o != "--lang");
        for option in asked.filter(|o| !has(&[o.as_str()])) {
            missing.push(format!("{name} {option}"));
        }
    }
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
        "markdown" if verb == "diff" => markdown(what, out),
        "markdown" if verb.starts_with("trace") => {
            return commands::copied(what, &sheet_markdown(what, out), folder);
        }
        "html" if verb.starts_with("trace") => {
            return commands::copied(what, &sheet_html(what, out), folder);
        }
        "export" => powershell(what, terminal(what, out, false)),
        // Pages of the program's own.
        "markdown" => {
            terminal(what, out, false);
        }
        "html" => html(what, out),
        "github" => github(what, out),
        "tap" => tap(what, out),
        "junit" => xml(what, out, "testsuites testsuite testcase failure error"),
        "import" => yaml(what, out),
        "man" => assert!(out.starts_with(b".ie"), "{what}"),
        other => panic!("{what}: no parser for {other}"),
    }
    0
}

/// Read a file that a run wrote.
fn written(what: &str, bytes: &[u8]) {
    match what {
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
    assert_eq!((drawn, files), (3, 9));
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
