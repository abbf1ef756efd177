//! Says what is wrong with the arguments in the reader's language, as every other problem is said.

use super::error::error as said;
use super::{guesses, help};
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use rdsim::i18n::{Language, Text, en};
use rdsim::text::plain;
use std::error::Error as _;

/// Values of an option that are all listed, although one of them is likely meant.
const FEW: usize = 8;

/// Suggest the values that have in them what was given: `oof` stands for three, of which only one
/// is spelled alike.
pub fn suggest_by_part(error: &mut Error) {
    let Some(given) = one(error, ContextKind::InvalidValue).map(|given| given.to_lowercase())
    else {
        return;
    };
    let mut values = all(error, ContextKind::ValidValue);
    // `oof` and `external-oof` too.
    let words: Vec<&str> = given.split(['-', '_', ' ']).collect();
    let has = |value: &str| words.iter().all(|word| value.contains(word));
    values.retain(|value| given.len() > 2 && has(value));
    if !values.is_empty() {
        error.insert(ContextKind::SuggestedValue, ContextValue::Strings(values));
    }
}

/// What is wrong with the arguments.
pub fn text(error: &Error, verb: &Command, language: Language) -> String {
    let Some((message, help)) = explained_by(error, verb, language) else {
        return help::finished(&error.render(), language);
    };
    let mut text = with_help(&message, help, language);
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        text.push_str("\n\n");
        text.push_str(help::finished(usage, language).trim_end());
    }
    text.push_str("\n\n");
    text.push_str(language.translate(en("`--help` tells more")));
    text.push('\n');
    text
}

/// That there is no such option, and which was meant.
pub fn no_option(option: &str, help: Text, language: Language) -> String {
    let option = plain(option);
    let message = Text::of(en("there is no option `{arg}`"), [("arg", &option)]);
    with_help(&message, Some(help), language)
}

/// A message with what to do below it.
fn with_help(message: &Text, help: Option<Text>, language: Language) -> String {
    let message = said(language, message);
    let Some(help) = help else {
        return message;
    };
    let help = help.localized(language);
    let help = language.fill(en("help: {help}"), &[("help", &help)]);
    format!("{message}\n  {help}")
}

/// The message and what to do, of the errors that are told apart.
fn explained_by(error: &Error, verb: &Command, language: Language) -> Option<(Text, Option<Text>)> {
    use ContextKind as C;
    let arg = one(error, C::InvalidArg);
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = one(error, C::InvalidSubcommand)?;
            let message = Text::of(en("there is no command `{name}`"), [("name", &name)]);
            let guess = guesses::for_verb(&name, verb);
            let near = guess.or_else(|| near(error, C::SuggestedSubcommand));
            (
                message,
                Some(near.unwrap_or(en("`rdsim --help` lists the commands").into())),
            )
        }
        ErrorKind::MissingSubcommand => {
            let verbs = all(error, C::ValidSubcommand);
            let help = Text::of(en("give one of {names}"), [("names", &"")]);
            (
                en("there is no command").into(),
                Some(help.with_text("names", Text::names(&verbs))),
            )
        }
        ErrorKind::UnknownArgument => {
            let arg = arg?;
            let message = if arg.starts_with('-') {
                Text::of(en("there is no option `{arg}`"), [("arg", &arg)])
            } else {
                Text::of(en("`{arg}` is one argument too many"), [("arg", &arg)])
            };
            let as_value = Text::of(
                en("where `{arg}` is a value, write `--` in front of it"),
                [("arg", &arg)],
            );
            let as_value = error.get(C::TrailingArg).map(|_| as_value);
            let guess = guesses::for_option(&arg, verb).filter(|_| arg.starts_with('-'));
            let guess = guess.or_else(|| near(error, C::SuggestedArg));
            (message, guess.or(as_value))
        }
        ErrorKind::InvalidValue => value(error, &arg?),
        ErrorKind::ValueValidation => {
            let message = not_a_value(&one(error, C::InvalidValue)?, &arg?);
            let why = error.source().map(ToString::to_string);
            let why = why.map(|why| language.help(&why).to_owned());
            (message, why.map(|why| Text::of("{why}", [("why", &why)])))
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => (
            Text::of(en("`{arg}` has a wrong number of values"), [("arg", &arg?)]),
            None,
        ),
        ErrorKind::ArgumentConflict => {
            let arg = arg?;
            let others = all(error, C::PriorArg);
            if others.is_empty() || others.contains(&arg) {
                (
                    Text::of(en("`{arg}` is given more than once"), [("arg", &arg)]),
                    None,
                )
            } else {
                let message = en("`{arg}` does not go together with {names}");
                let message = Text::of(message, [("arg", &arg)]);
                (message.with_text("names", Text::names(&others)), None)
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, C::InvalidArg);
            let message = Text::from(en("missing: {names}"));
            (message.with_text("names", Text::names(&missing)), None)
        }
        ErrorKind::InvalidUtf8 => (en("an argument is no valid Unicode").into(), None),
        _ => return None,
    })
}

/// A value that an option does not take, or its absence.
fn value(error: &Error, arg: &str) -> (Text, Option<Text>) {
    let found = one(error, ContextKind::InvalidValue).unwrap_or_default();
    let message = if found.is_empty() {
        Text::of(en("`{arg}` needs a value"), [("arg", &arg)])
    } else {
        not_a_value(&found, arg)
    };
    let values = all(error, ContextKind::ValidValue);
    let listed = values.join(", ");
    let forward = ["forward", "redirect"];
    if arg.starts_with("--kind") && forward.iter().any(|word| found.contains(word)) {
        let help = en("a message of any kind is forwarded with `--forwarded-by inbox-rule`");
        return (message, Some(help.into()));
    }
    let help = match all(error, ContextKind::SuggestedValue).as_slice() {
        [] if values.is_empty() => return (message, None),
        [] => Text::of(en("values: {values}"), [("values", &listed)]),
        [near] if values.len() <= FEW => Text::of(
            en("did you mean `{near}`? values: {values}"),
            [("near", near), ("values", &listed)],
        ),
        several => near_one(several),
    };
    (message, Some(help))
}

fn not_a_value(value: &str, arg: &str) -> Text {
    Text::of(
        en("`{value}` is not a value of `{arg}`"),
        [("value", &value), ("arg", &arg)],
    )
}

/// What was probably meant.
fn near(error: &Error, kind: ContextKind) -> Option<Text> {
    let all = all(error, kind);
    (!all.is_empty()).then(|| near_one(&all))
}

/// That one of these was meant.
fn near_one(all: &[String]) -> Text {
    match all {
        [near] => Text::of(en("did you mean `{near}`?"), [("near", near)]),
        several => {
            Text::from(en("did you mean one of {names}?")).with_text("names", Text::names(several))
        }
    }
}

/// The first text of a kind.
fn one(error: &Error, kind: ContextKind) -> Option<String> {
    all(error, kind).into_iter().next()
}

/// The texts of a kind.
fn all(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}
