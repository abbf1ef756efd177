//! Says where and why a text is not read, in words for admins.

use super::{DEPTH, Pos, VALUES, bytes, range};
use crate::i18n::{Text, en};
use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;
use serde_yaml::granit_parser::{ErrorKind, ScanError};
use serde_yaml::localizer::ExternalMessageSource;

/// Where and why a text is not read.
pub(super) fn refused(text: &str, error: &Error) -> (Pos, Text) {
    // What is wrong behind an alias is reported at the alias.
    let (error, at) = match error {
        Error::AliasError {
            error, locations, ..
        } => (error.as_ref(), locations.primary_location()),
        _ => (error, error.location()),
    };
    let at = at.as_ref().map(Pos::from);
    let at = at.unwrap_or(Pos { line: 1, column: 1 });
    if let Some(mark) = second_document(text, at) {
        return (mark, SECOND_DOCUMENT.into());
    }
    let written = error.location().and_then(|at| text.get(range(&bytes(&at))));
    let written = written.unwrap_or_default();
    let reason = match error {
        Error::ExternalMessage { source, .. } => match source.as_ref() {
            ExternalMessageSource::Parser(error) => {
                let line = text.lines().nth((at.line as usize).saturating_sub(1));
                not_yaml(error, line.unwrap_or_default())
            }
            _ => NOT_READ.into(),
        },
        Error::UnknownAnchor { .. } => en("text that begins with `*` needs quotes; without them it is an alias, and no anchor above has its name").into(),
        Error::MultipleDocuments { .. } => SECOND_DOCUMENT.into(),
        Error::MergeValueNotMapOrSeqOfMaps { .. } => {
            en("`<<` takes a mapping or a list of mappings").into()
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            en("this alias stands within what it stands for").into()
        }
        Error::NullIntoString { .. } => en("a key is text, not nothing").into(),
        Error::Unexpected { .. } if written.starts_with(['[', '-']) => {
            en("a key is text, not a list").into()
        }
        Error::Unexpected { .. } => en("a key is text, not a mapping").into(),
        Error::UnsupportedTag { tag, .. } => {
            Text::of(en("the tag `{tag}` means nothing here"), [("tag", tag)])
        },
        Error::InvalidBooleanStrict { .. } => {
            let text = en("`{written}` is no `true` or `false`, as its tag says it is");
            Text::of(text, [("written", &written)])
        }
        Error::TaggedScalarCannotDeserializeIntoString { .. } => {
            let text = en("`{written}` is not what its tag says it is");
            Text::of(text, [("written", &written)])
        }
        Error::InvalidScalar { ty, .. } => {
            let text = match *ty {
                "floating point" => en("`{written}` is no number, as its tag says it is"),
                _ => en("`{written}` is no integer, as its tag says it is"),
            };
            Text::of(text, [("written", &written)])
        }
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Depth { .. } => {
                number(en("more than {number} lists and mappings within one another"), DEPTH)
            }
            BudgetBreach::ScalarBytes { .. } => {
                en("more than 64 MiB of text, that of aliases counted each time").into()
            }
            BudgetBreach::RecordedAnchorEvents { .. } | BudgetBreach::RecordedAnchorBytes { .. } => {
                number(en("more than {number} values under anchors"), VALUES)
            }
            _ => number(TOO_MANY, VALUES),
        },
        Error::AliasReplayLimitExceeded { .. } => number(TOO_MANY, VALUES),
        // Their own words are for authors of Rust types, and would bring the drawing of source lines.
        _ => NOT_READ.into(),
    };
    (at, reason)
}

const NOT_READ: &str = en("this YAML is not understood");

const SECOND_DOCUMENT: &str = en("a second YAML document begins here, and only one is read");

const TOO_MANY: &str = en("more than {number} values, those of aliases counted each time");

fn number(text: &'static str, number: usize) -> Text {
    Text::of(text, [("number", &number)])
}

/// Where a second document begins with `---`, above or at a position.
fn second_document(text: &str, before: Pos) -> Option<Pos> {
    let mut content = false;
    // A carriage return alone ends a line too.
    let lines = text.split('\n');
    let lines = lines.flat_map(|l| l.strip_suffix('\r').unwrap_or(l).split('\r'));
    for (index, line) in lines.take(before.line as usize).enumerate() {
        let mark = line.strip_prefix("---");
        let mark = mark.filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if mark.is_some() && content {
            let line = u32::try_from(index + 1).ok()?;
            return Some(Pos { line, column: 1 });
        }
        let written = mark.unwrap_or(line).trim_start();
        content |= !written.is_empty() && !written.starts_with(['#', '%']);
    }
    None
}

/// What is wrong, in the parser's words or, for what is wrong most often, in plainer ones.
fn not_yaml(error: &ScanError, line: &str) -> Text {
    let plainer = match error.kind() {
        ErrorKind::UnexpectedCharacter { character } => {
            return Text::of(
                en("text that begins with `{character}` needs quotes"),
                [("character", &character.escape_default())],
            );
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            return Text::of(en("this `{open}` is not closed"), [("open", open)]);
        }
        ErrorKind::UnclosedQuotedScalar => en("this quote is not closed"),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => en("something follows the closing quote"),
        ErrorKind::UnknownQuotedScalarEscape => en(
            "a `\\` in double quotes begins an escape, and there is none such; write `\\\\`, or use single quotes",
        ),
        ErrorKind::MissingAnchorOrAliasName => {
            en("text that begins with `*` or `&` needs quotes, as in `\"*\"`")
        }
        ErrorKind::SimpleKeyExpected if line.contains('：') => {
            en("a full-width colon `：` is none to YAML: write `: `")
        }
        ErrorKind::SimpleKeyExpected => en("no `: ` follows this key"),
        ErrorKind::MappingValueNotAllowed => {
            en("no value can begin at this `:`; text with `: ` in it needs quotes")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            en("this is indented like no entry of the list that it stands in")
        }
        ErrorKind::ExpectedBlockMappingKey => {
            en("this is indented like no key of the mapping that it stands in")
        }
        ErrorKind::ExpectedDocumentStart => {
            en("this belongs to nothing above it; the keys of a mapping are indented alike")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => en("a tab stands here where only spaces may"),
        ErrorKind::TabInPlainScalar => {
            en("a tab indents the line below this text, where only spaces may")
        }
        _ => return Text::of(en("{reason}"), [("reason", &error.info())]),
    };
    plainer.into()
}
