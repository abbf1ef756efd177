//! Reads YAML into a tree in which every key and value knows its position, so that all
//! problems of a policy can be told in one run.

mod scalar;
mod tree;

use granit_parser::{ErrorKind, Marker, Parser, ScanError};
use std::ops::Range;
use tree::Tree;
pub use tree::VALUES;

/// A position: 1-based line and column (characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
}

/// A value of the YAML tree and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it starts.
    pub pos: Pos,
    /// The bytes of a scalar, its quotes included; only the bracket of a flow collection, and
    /// nothing of a block collection or of a value that is not written.
    pub bytes: Range<usize>,
}

impl Node {
    /// A value that was read from another format: its bytes are none of a YAML file's.
    #[must_use]
    pub fn new(value: Value, pos: Pos) -> Self {
        let bytes = 0..0;
        Self { value, pos, bytes }
    }
}

/// A YAML value; a mapping keeps its order and its repeated keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Text, also numbers that are not integers, as they are written.
    Text(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping.
    Map(Vec<(String, Pos, Node)>),
}

impl Pos {
    fn of(at: &Marker) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            line: number(at.line()),
            column: number(at.col()).saturating_add(1),
        }
    }
}

/// Read a YAML document.
///
/// # Errors
/// Position and message of what is not YAML, or of what goes over a limit (a document that
/// unfolds to far more than it is long).
pub fn parse(text: &str) -> Result<Node, (Pos, String)> {
    let options = granit_parser::options! { emit_comments: false };
    let mut tree = Tree::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|e| (Pos::of(e.marker()), text_of(&e)))?;
        let at = Pos::of(&span.start);
        tree.take(event, at, span.byte_range().unwrap_or_default())?;
    }
    Ok(tree.root())
}

/// What is wrong, in the parser's words or, for what is wrong most often, in plainer ones.
fn text_of(error: &ScanError) -> String {
    let plainer = match error.kind() {
        ErrorKind::UnknownAnchor => {
            "text that begins with `*` needs quotes; without them it is an alias, and no anchor above has its name"
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return format!(
                "text that begins with `{}` needs quotes",
                character.escape_default()
            );
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            return format!("this `{open}` is not closed");
        }
        ErrorKind::UnclosedQuotedScalar => "this quote is not closed",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "something follows the closing quote",
        ErrorKind::UnknownQuotedScalarEscape => {
            "a `\\` in double quotes begins an escape, and there is none such; write `\\\\`, or use single quotes"
        }
        ErrorKind::SimpleKeyExpected => "no `: ` follows this key",
        ErrorKind::MappingValueNotAllowed => {
            "no value can begin at this `:`; text with `: ` in it needs quotes"
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            "this is indented like no entry of the list that it stands in"
        }
        ErrorKind::ExpectedBlockMappingKey => {
            "this is indented like no key of the mapping that it stands in"
        }
        ErrorKind::ExpectedDocumentStart => {
            "this belongs to nothing above it; the keys of a mapping are indented alike"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => "a tab stands here where only spaces may",
        ErrorKind::TabInPlainScalar => {
            "a tab indents the line below this text, where only spaces may"
        }
        _ => return error.info().to_owned(),
    };
    plainer.to_owned()
}
