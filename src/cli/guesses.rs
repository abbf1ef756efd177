//! Knows what people write who know other programs and the cmdlets of Exchange, and what they mean.

use super::Cli;
use clap::{Command, CommandFactory as _};
use rdsim::i18n::{Text, en};
use std::cell::LazyCell;
use std::ffi::OsString;
use std::path::Path;

/// Verbs of others, without marks between their words, and that of rdsim.
const VERBS: &[(&[&str], &str)] = &[
    (
        &[
            "simulate",
            "predict",
            "run",
            "judge",
            "ask",
            "eval",
            "evaluate",
            "trace message",
        ],
        "check",
    ),
    (
        &["verify", "validate", "audit", "scan", "analyze", "analyse"],
        "lint",
    ),
    (&["compare", "whatif", "change"], "diff"),
    (&["table", "grid", "overview"], "matrix"),
    (&["convert", "load", "parse"], "import"),
    (
        &["download", "fetch", "pull", "connect", "snapshot"],
        "collect",
    ),
    (
        &["generate", "apply", "deploy", "write", "powershell"],
        "export",
    ),
    (&["new", "create", "setup", "start"], "init"),
    (
        &[
            "why", "what", "describe", "info", "show", "docs", "doc", "list",
        ],
        "explain",
    ),
    (&["status", "health", "next"], "doctor"),
    (&["read", "messagetrace"], "trace read"),
    (&["reconcile"], "trace reconcile"),
    (&["replay"], "trace replay"),
    (&["merge"], "trace merge"),
    (&["reply", "replies", "reactions"], "react"),
    (&["send", "relay", "smtp", "device", "printer"], "submit"),
    (&["web", "page", "ui", "gui", "open"], "serve"),
    (&["completion", "autocomplete"], "completions"),
    (&["version", "ver"], "--version"),
];

/// Options of others, without marks between their words, and what is given in place of them.
const OPTIONS: &[(&[&str], &str)] = &[
    (
        &[
            "recipient",
            "recipients",
            "recipientaddress",
            "rcpt",
            "rcptto",
            "sentto",
        ],
        "--to",
    ),
    (
        &["sender", "senders", "senderaddress", "mailfrom", "sentfrom"],
        "--from",
    ),
    (
        &[
            "type",
            "messagetype",
            "messagekind",
            "class",
            "messageclass",
        ],
        "--kind",
    ),
    (
        &["forward", "forwarded", "forwarding", "autoforward"],
        "--forwarded-by",
    ),
    (&["outputformat", "outformat", "style"], "--format"),
    (&["json"], "--format json"),
    (&["jsonl", "ndjson"], "--format jsonl"),
    (&["csv"], "--format csv"),
    (&["md", "markdown"], "--format markdown"),
    (&["html"], "--format html"),
    (&["sarif"], "--format sarif"),
    (&["junit", "xml"], "--format junit"),
    (
        &["out", "outfile", "outputfile", "filepath", "path", "save"],
        "--output",
    ),
    (&["overwrite", "clobber", "yes"], "--force"),
    (&["ps1", "powershell", "script"], "--powershell"),
    (
        &["threads", "parallel", "cores", "workers", "throttlelimit"],
        "--jobs",
    ),
    (&["nocolor", "nocolour"], "--color never"),
    (&["colour"], "--color"),
    (&["language", "locale", "culture"], "--lang"),
    (&["silent"], "--quiet"),
    (&["debug"], "--verbose"),
    (&["policyfile", "policypath", "tenant"], "--policy"),
    (&["configfile", "conf"], "--config"),
    (&["dryrun", "whatif"], "--what-if"),
    (
        &["severity", "level", "minseverity", "failonwarn", "strict"],
        "--fail-on",
    ),
    (&["baseline", "standard", "benchmark"], "--profile"),
    (&["rule", "rules", "only"], "--select"),
    (&["exclude", "disable", "skip"], "--ignore"),
    (&["old", "before", "current"], "--from"),
    (&["property", "override", "change"], "--set"),
];

/// The verb of a command line, as far as it goes.
pub fn verb(arguments: &[OsString]) -> Command {
    let mut verb = Cli::command();
    verb.build();
    for argument in arguments.iter().skip(1) {
        if let Some(next) = verb.find_subcommand(argument) {
            verb = next.clone();
        }
    }
    verb
}

/// A word without the marks between its parts, as PowerShell and others write it.
fn bare(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | '/'));
    kept.collect::<String>().to_lowercase()
}

/// What stands for a word in one of the tables.
fn meant(table: &[(&[&str], &'static str)], word: &str) -> Option<&'static str> {
    let word = bare(word);
    let mut found = table.iter().filter(|(words, _)| words.contains(&&*word));
    found.next().map(|(_, meant)| *meant)
}

/// What is meant by a word in the place of a verb.
pub fn for_verb(word: &str, within: &Command) -> Option<Text> {
    if within.get_name() == "trace" && within.find_subcommand(word).is_none() {
        return is_file(word).then(|| did_you_mean(&format!("rdsim trace read {word}")));
    }
    let named = |ends: &[&str]| {
        let end = Path::new(word).extension();
        end.is_some_and(|end| ends.iter().any(|e| end.eq_ignore_ascii_case(e)))
    };
    if named(&["yaml", "yml"]) {
        return Some(did_you_mean(&format!("rdsim doctor {word}")));
    }
    if named(&["eml", "msg", "mbox", "pst"]) {
        return Some(did_you_mean(&format!("rdsim check --policy FILE {word}")));
    }
    if is_cmdlet(word) {
        return Some(
            en(
                "rdsim runs no cmdlets: `rdsim collect` prints a script of Get- cmdlets, and `rdsim export --powershell` writes the commands of a change",
            )
            .into(),
        );
    }
    meant(VERBS, word).map(|verb| did_you_mean(&format!("rdsim {verb}")))
}

/// Whether a word has the name of a file.
fn is_file(word: &str) -> bool {
    word.contains(['.', '*', '/', '\\']) || Path::new(word).exists()
}

/// Whether a word is a cmdlet: a verb of PowerShell, a dash and a noun.
fn is_cmdlet(word: &str) -> bool {
    let verbs = [
        "get", "set", "new", "remove", "test", "connect", "enable", "disable",
    ];
    let parts = word.split_once('-');
    parts.is_some_and(|(verb, noun)| verbs.contains(&&*verb.to_lowercase()) && noun.len() > 2)
}

/// What is meant by an option that a verb does not have.
pub fn for_option(option: &str, verb: &Command) -> Option<Text> {
    let name = option.split(['=', ':']).next().unwrap_or(option);
    let word = bare(name);
    if let Some(known) = long(verb, &word) {
        return Some(did_you_mean(&format!("--{known}")));
    }
    match word.as_str() {
        "identity" => {
            return Some(
                en(
                    "a recipient is given with `--to`, an entry of the policy with `--set`, as in `--set Default.AutoForwardEnabled=false`",
                )
                .into(),
            );
        }
        "includemailboxes" | "includeinboxrules" => {
            let option = name.trim_start_matches(['-', '/']);
            return Some(Text::of(
                en("it is an option of the script: `.\\collect.ps1 -{option}`"),
                [("option", &option)],
            ));
        }
        _ => {}
    }
    let mut all = OPTIONS.iter().filter(|(words, _)| words.contains(&&*word));
    let meant = all.find_map(|(_, meant)| {
        let name = meant.trim_start_matches("--").split(' ').next()?;
        has_value(verb, name, meant).then_some(*meant)
    })?;
    Some(did_you_mean(meant))
}

/// Whether a verb has an option, and takes the value that stands behind it.
fn has_value(verb: &Command, name: &str, meant: &str) -> bool {
    let mut options = verb.get_arguments();
    let Some(option) = options.find(|option| option.get_long() == Some(name)) else {
        return false;
    };
    meant.split_once(' ').is_none_or(|(_, value)| {
        let values = option.get_possible_values();
        values.iter().any(|v| v.matches(value, true))
    })
}

/// The long option of a verb that a word without marks is.
fn long<'v>(verb: &'v Command, word: &str) -> Option<&'v str> {
    let mut longs = verb.get_arguments().filter_map(|a| a.get_long());
    longs.find(|long| bare(long) == word)
}

/// The first argument that is an option as PowerShell writes it, `-Policy`: it would be read as
/// `-P` and a value.
pub fn in_powershell(arguments: &[OsString]) -> Option<(&str, Text)> {
    let before = arguments.iter().skip(1).take_while(|a| *a != "--");
    let mut options = before.filter_map(|argument| {
        let text = argument.to_str()?;
        let word = text.strip_prefix('-').filter(|w| !w.starts_with('-'))?;
        let name = word.split(['=', ':']).next()?;
        let is_word = name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        is_word.then_some(text)
    });
    let verb = LazyCell::new(|| verb(arguments));
    options.find_map(|option| Some((option, for_option(option, &verb)?)))
}

/// Ask whether something was meant.
fn did_you_mean(what: &str) -> Text {
    Text::of(en("did you mean `{near}`?"), [("near", &what)])
}
