//! Writes the completions for PowerShell, with the values of options, which `clap_complete` leaves
//! out there; in ASCII, so that Windows PowerShell reads them whatever its code page.

use clap::builder::StyledStr;
use clap::{Arg, Command};
use rdsim::export::quote;

/// The script around the words, which are lines of two `switch` statements.
const SCRIPT: &str = r#"using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'rdsim' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The verb: the words before the first option, the file or the word that is completed.
    $elements = $commandAst.CommandElements
    $command = 'rdsim'
    for ($i = 1; $i -lt $elements.Count; $i++) {
        $word = $elements[$i].Extent.Text
        if ($word -eq $wordToComplete -or $word -notmatch '^[a-z]+$') { break }
        $command += " $word"
    }

    # The word before the one that is completed may be an option that takes one of some values.
    $last = $elements.Count - 1
    if ($wordToComplete) { $last-- }
    $option = if ($last -ge 0) { $elements[$last].Extent.Text } else { '' }
    $found = @(switch -CaseSensitive ("$command $option") {
{values}    })

    if ($found.Count -eq 0) {
        $found = @(switch -CaseSensitive ($command) {
{words}        })
    }

    $found | Where-Object { $_.CompletionText -like "$wordToComplete*" }
}
"#;

/// The script for a command, which has all that clap adds to it.
pub fn script(command: &Command) -> String {
    let mut lines = Lines::default();
    lines.add(command, "rdsim");
    SCRIPT
        .replace("{values}", &lines.values)
        .replace("{words}", &lines.words)
}

/// The lines of the script.
#[derive(Default)]
struct Lines {
    values: String,
    words: String,
}

impl Lines {
    /// Add a verb, and those below it.
    fn add(&mut self, verb: &Command, path: &str) {
        let mut words = String::new();
        for arg in verb.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let names = names(arg);
            for name in &names {
                words += &word(name, "ParameterName", arg.get_help());
            }
            let values = values_of(arg);
            if values.is_empty() {
                continue;
            }
            // The first value without an option follows the verb itself.
            let itself = path.rsplit(' ').next().unwrap_or(path).to_owned();
            let before = if names.is_empty() {
                vec![itself]
            } else {
                names
            };
            for name in before {
                let key = quote::text(&format!("{path} {name}"));
                self.values +=
                    &format!("        {key} {{\n{values}            break\n        }}\n");
            }
        }
        let below = || verb.get_subcommands().filter(|v| v.get_name() != "help");
        for verb in below() {
            words += &word(verb.get_name(), "ParameterValue", verb.get_about());
        }
        let key = quote::text(path);
        self.words += &format!("        {key} {{\n{words}            break\n        }}\n");
        for verb in below() {
            self.add(verb, &format!("{path} {}", verb.get_name()));
        }
    }
}

/// The values that an argument takes.
fn values_of(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let values = arg.get_possible_values();
    let shown = values.iter().filter(|value| !value.is_hide_set());
    let words = shown.map(|v| word(v.get_name(), "ParameterValue", v.get_help()));
    words.collect()
}

fn word(word: &str, kind: &str, help: Option<&StyledStr>) -> String {
    let help = help.map(ToString::to_string).unwrap_or_default();
    // PowerShell takes no empty one.
    let help = help
        .lines()
        .next()
        .filter(|h| !h.is_empty())
        .unwrap_or(word);
    let (word, help) = (quote::text(word), quote::text(help));
    format!("            [CompletionResult]::new({word}, {word}, '{kind}', {help})\n")
}

/// The names of an option, such as `-p` and `--policy`.
fn names(arg: &Arg) -> Vec<String> {
    let short = arg.get_short().map(|c| format!("-{c}"));
    let long = arg.get_long().map(|name| format!("--{name}"));
    short.into_iter().chain(long).collect()
}
