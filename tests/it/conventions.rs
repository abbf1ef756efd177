//! Holds the conventions of the command line: options that are the same everywhere.

mod completions;
mod config;
mod output;
mod policy;

use crate::program::{err, out, rdsim, run};

/// The verbs of a program or of a verb, as its help lists them.
fn verbs(of: &[&str]) -> Vec<String> {
    let help = out(&run(&[of, &["--help"]].concat()));
    let Some((_, list)) = help.split_once("Commands:\n") else {
        return Vec::new();
    };
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    names
        .filter(|name| name.starts_with(char::is_lowercase) && *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every verb, with those below it.
fn all_verbs() -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for verb in verbs(&[]) {
        let below = verbs(&[&verb]);
        all.extend(below.into_iter().map(|b| vec![verb.clone(), b]));
        all.push(vec![verb]);
    }
    assert!(all.len() > 15, "{all:?}");
    all
}

/// The part of the help of a verb that is the same for all.
fn shared_help(verb: &[String]) -> String {
    let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
    let help = out(&run(&[&verb[..], &["--help"]].concat()));
    let (_, shared) = help.split_once("\nOptions of every verb:\n").unwrap();
    // The examples come after it.
    let end = shared.find("\nExample").unwrap_or(shared.len());
    shared[..end].to_owned()
}

#[test]
fn every_verb_has_the_same_shared_options() {
    let all = all_verbs();
    let first = shared_help(&all[0]);
    for option in [
        "--color",
        "-q, --quiet",
        "-v, --verbose",
        "--lang",
        "--jobs",
        "--config",
        "--no-config",
    ] {
        assert!(first.contains(option), "{first}");
    }
    for verb in all {
        assert_eq!(shared_help(&verb), first, "{verb:?}");
    }
}

#[test]
fn the_policy_and_the_language_may_stand_in_the_environment() {
    let mail = "fixtures/ordinary/forwarded-by-rule.eml";
    let given = run(&["check", "-p", "policies/closed.yaml", "--lang", "ja", mail]);
    assert!(out(&given).contains("拒否"), "{}", out(&given));
    let check = |args: &[&str]| {
        let mut check = rdsim(&[&["check", mail], args].concat());
        check.env("RDSIM_POLICY", "policies/closed.yaml");
        check.env("LANG", "en_US.UTF-8").env("RDSIM_LANG", "ja");
        check.output().unwrap()
    };
    assert_eq!(out(&check(&[])), out(&given));
    // An option goes before the environment.
    let other = ["-p", "policies/open.yaml", "--lang", "en"];
    assert!(out(&check(&other)).contains("policies/open.yaml"));
    assert!(out(&check(&other)).contains("LEAVES"));
    // What is empty is not set.
    let mut none = rdsim(&["check", mail]);
    let none = none.env("RDSIM_POLICY", "").env("RDSIM_LANG", "");
    let none = none.output().unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).starts_with("error: no policy is given\n"));
    assert!(err(&none).contains("--policy FILE"), "{}", err(&none));
    // A policy in the place of a message.
    for verb in [&["check"][..], &["react"], &["trace", "predict"]] {
        let swapped = run(&[verb, &["policies/closed.yaml", mail]].concat());
        assert_eq!(swapped.status.code(), Some(2), "{verb:?}");
        let told = "did you mean `--policy policies/closed.yaml`?";
        assert!(err(&swapped).contains(told), "{}", err(&swapped));
    }
    let mut other = rdsim(&["check", mail]);
    let other = other.env("RDSIM_LANG", "fr").output().unwrap();
    assert_eq!(other.status.code(), Some(2));
    assert!(err(&other).contains("`fr`") && err(&other).contains("en, ja"));
}

#[test]
fn colour_is_as_the_option_says_else_the_environment() {
    let lint = ["lint", "policies/partner-trap.yaml"];
    let coloured = |args: &[&str], set: &[(&str, &str)]| {
        let mut command = rdsim(&[&lint, args].concat());
        let o = command.envs(set.iter().copied()).output().unwrap();
        out(&o).contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(
        &[],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn quiet_leaves_warnings_and_notes_out_of_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("p.yaml");
    // It has no Default remote domain.
    let text = "AcceptedDomains: [contoso.com]\n";
    std::fs::write(&policy, text).unwrap();
    let policy = policy.to_str().unwrap();
    let incoming = "fixtures/incoming/outside.eml";
    let mail = "fixtures/ordinary/plain.eml";
    let mut warned = 0;
    for line in [
        &["check", "-p", policy, mail][..],
        &["diff", policy, policy],
        &["diff", policy, policy, "fixtures/incoming"],
        &["react", "-p", policy, incoming],
        &["export", "--powershell", policy],
        &["trace", "predict", "-p", policy, mail],
    ] {
        let loud = err(&run(line));
        warned += usize::from(loud.contains("warning: ") || loud.contains("note: "));
        assert_eq!(err(&run(&[line, &["-q"]].concat())), "", "{line:?}: {loud}");
    }
    assert_eq!(warned, 6);
    let lint = ["lint", "policies/partner-trap.yaml"];
    let loud = out(&run(&lint));
    let quiet = out(&run(&[&lint[..], &["--quiet"]].concat()));
    let (findings, summary) = loud.rsplit_once("\n\n").unwrap();
    assert_eq!(quiet, format!("{findings}\n\n"));
    assert!(summary.starts_with("1 policy: "), "{summary}");
}

#[test]
fn the_help_of_every_verb_says_its_exit_codes_and_has_an_example() {
    for verb in all_verbs() {
        let words: Vec<&str> = verb.iter().map(String::as_str).collect();
        let help = out(&run(&[&words[..], &["--help"]].concat()));
        assert!(help.contains("  rdsim "), "{verb:?}");
        if !help.contains("\nCommands:\n") {
            assert_eq!(help.matches("\nExit: ").count(), 1, "{verb:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn help_is_wrapped_to_the_terminal() {
    use crate::terminal::Terminal;
    let on_terminal = |language: &str| {
        let terminal = Terminal::new();
        let line = "stty cols 80 rows 24; exec \"$0\" lint --help --lang \"$1\"";
        let mut command = crate::program::command("sh");
        command.args(["-c", line, crate::program::RDSIM, language]);
        command.stdin(terminal.stdio()).stdout(terminal.stdio());
        command.stderr(terminal.stdio());
        let mut child = command.spawn().unwrap();
        child.wait().unwrap();
        terminal.wait_for(|text| text.contains("--no-config"), "the help");
        terminal.text()
    };
    for language in ["en", "ja"] {
        let text = on_terminal(language);
        let stripped = anstream::adapter::strip_str(&text).to_string();
        let lines: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        let is_command = |line: &str| line.trim_start().starts_with("rdsim ");
        let long = lines
            .iter()
            .filter(|l| textwrap::core::display_width(l) > 80);
        let long: Vec<_> = long.filter(|l| !is_command(l)).collect();
        assert!(long.is_empty(), "{language}: {long:#?}");
        // A command to copy is whole.
        assert!(
            lines.iter().any(|l| l.ends_with("policies/contoso.yaml")),
            "{text}"
        );
    }
}

/// The options in a cell of a table: what stands in backticks and begins with a hyphen.
fn options(cell: &str) -> Vec<&str> {
    let quoted = cell.split('`').skip(1).step_by(2);
    let first = quoted.filter_map(|text| text.split([' ', '=']).next());
    first.filter(|word| word.starts_with('-')).collect()
}

/// The rows of the table below a heading, each with its cells.
fn rows<'t>(page: &'t str, heading: &str) -> Vec<Vec<&'t str>> {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let below = below.split("\n## ").next().unwrap();
    let lines = below.lines().filter_map(|line| line.strip_prefix("| "));
    let rows: Vec<Vec<&str>> = lines
        .map(|line| line.trim_end_matches(" |").split(" | ").collect())
        .collect();
    assert!(rows.len() > 3, "{heading}");
    rows[2..].to_vec()
}

#[test]
fn the_page_names_every_option_that_all_verbs_have_and_no_other() {
    let page = crate::program::contents(&crate::program::root().join("docs/command-line.md"));
    let listed: Vec<&str> = rows(&page, "Options of every verb")
        .iter()
        .flat_map(|row| options(row[0]))
        .collect();
    let help = shared_help(&["doctor".to_owned()]);
    let lines = help.lines().map(str::trim_start);
    let lines = lines.filter(|line| line.starts_with('-') && !line.starts_with("- "));
    let in_help: Vec<&str> = lines
        .flat_map(|line| line.split(", "))
        .map(|word| word.split_whitespace().next().unwrap())
        .collect();
    assert!(in_help.len() > 7, "{in_help:?}");
    for option in &in_help {
        assert!(listed.contains(option), "{option}: {listed:?}");
    }
    for option in listed {
        let is_help = ["-h", "--help"].contains(&option);
        assert!(is_help || in_help.contains(&option), "{option}");
    }
}

#[test]
fn the_comparison_with_others_says_of_rdsim_what_its_help_says() {
    let page = crate::program::contents(&crate::program::root().join("docs/command-line.md"));
    let help: Vec<String> = all_verbs()
        .iter()
        .map(|verb| {
            let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
            out(&run(&[&verb[..], &["--help"]].concat()))
        })
        .collect();
    let words = |help: &String| -> Vec<String> {
        let words = help.split(|c: char| c.is_whitespace() || ",|".contains(c));
        words.map(str::to_owned).collect()
    };
    let known: Vec<String> = help.iter().flat_map(words).collect();
    let mut seen = 0;
    for row in rows(&page, "Compared with others") {
        // The last cell may be empty.
        assert!([6, 7].contains(&row.len()), "{row:?}");
        for option in options(row[1]) {
            assert!(known.iter().any(|word| word == option), "{option}: {row:?}");
            seen += 1;
        }
        // An option and its short form are named together.
        for option in options(row[1]).iter().filter(|o| o.starts_with("--")) {
            let short = help.iter().find_map(|help| {
                let line = help.lines().map(str::trim_start);
                let mut line = line.filter(|line| line.starts_with('-'));
                let found = line.find(|line| {
                    let mut words = line.split([' ', ',']);
                    words.any(|word| word == *option)
                });
                found.map(|line| line.split(',').next().unwrap().to_owned())
            });
            let short = short.filter(|short| short.len() == 2);
            if let Some(short) = short {
                assert!(row[1].contains(&format!("`{short}`")), "{short}: {row:?}");
            }
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_part_of_a_value_suggests_every_value_with_it() {
    for (given, language, suggested) in [
        (
            "oof",
            "en",
            "did you mean one of `oof-external`, `oof-internal` and `oof-legacy`?\n",
        ),
        ("Reply", "en", "did you mean `auto-reply`?\n"),
        ("ofo-external", "en", "did you mean `oof-external`?\n"),
        ("oof", "ja", "`oof-external`、`oof-internal`、`oof-legacy`"),
    ] {
        let output = run(&["check", "--kind", given, "--lang", language]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(suggested), "{}", err(&output));
    }
}
