//! Reads the blocks of a Microsoft365DSC configuration: `EXORemoteDomain "name" { … }`.
//!
//! Only what such a file holds is understood, not PowerShell at large: literals, `@( )` lists,
//! comments. Expressions are not evaluated and stay text.

use super::error::Error;
use super::kind::ObjectKind;
use super::object::{Object, Property};
use super::source::{MOST, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Value};
use crate::policy::unmodelled;
use std::collections::BTreeMap;

/// How the configuration signs in and runs; never part of the object, and never copied.
pub const CONNECTION: [&str; 13] = [
    "AccessTokens",
    "ApplicationId",
    "ApplicationSecret",
    "CertificatePassword",
    "CertificatePath",
    "CertificateThumbprint",
    "Credential",
    "DependsOn",
    "GlobalAdminAccount",
    "ManagedIdentity",
    "PsDscRunAsCredential",
    "ResourceName",
    "TenantId",
];

/// Whether a word has the form of a resource of Microsoft365DSC.
fn is_resource(word: &str) -> bool {
    [
        "EXO", "AAD", "Teams", "SPO", "SC", "Intune", "O365", "OD", "PP", "Planner", "M365",
        "Fabric", "Azure", "Defender", "Sentinel", "Commerce",
    ]
    .iter()
    .any(|p| {
        word.strip_prefix(p)
            .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}

/// Whether a text is a configuration: it has `Configuration name {`, or a resource's block.
#[must_use]
pub fn is_configuration(text: &str) -> bool {
    let mut last: [Option<What>; 2] = [None, None];
    for token in tokens(text) {
        if token.what == What::Mark('{')
            && let [Some(What::Word(word)), Some(What::Word(_) | What::Text(_))] = &last
            && (word.eq_ignore_ascii_case("configuration") || is_resource(word))
        {
            return true;
        }
        let [_, second] = last;
        last = [second, Some(token.what)];
    }
    false
}

/// The blocks of a file.
///
/// # Errors
/// A text or a block that is never closed.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Vec<Object>, Problem> {
    let tokens: Vec<Token> = tokens(source.text).take(MOST + 1).collect();
    if let Some(token) = tokens.get(MOST) {
        return Err(source.error(source.pos(token.at), &Error::FileTooLarge));
    }
    if let Some(open) = tokens.iter().find(|t| t.what == What::Unclosed) {
        return Err(source.error(source.pos(open.at), &Error::UnclosedText));
    }
    let mut parser = Parser {
        source,
        tokens: &tokens,
        next: 0,
    };
    let mut objects = Vec::new();
    let mut others: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut in_addresses: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(token) = parser.take() {
        let What::Word(word) = &token.what else {
            continue;
        };
        let named = matches!(parser.peek(0), Some(What::Text(_) | What::Word(_)));
        if !named || parser.peek(1) != Some(&What::Mark('{')) {
            continue;
        }
        match ObjectKind::of_resource(word) {
            Some(kind) => {
                parser.next += 2;
                let properties = parser.block(token.at)?;
                let at = source.pos(token.at);
                if let Some(name) = variable(kind, &properties) {
                    problems.push(source.warning(
                        at,
                        &Error::Variable {
                            name,
                            in_addresses: false,
                        },
                    ));
                    continue;
                }
                if let Some(name) = properties.iter().find_map(|(.., node)| domain_of(node)) {
                    in_addresses.entry(name).or_insert(token.at);
                }
                objects.push(Object {
                    at,
                    kind: Some(kind),
                    types: Vec::new(),
                    properties,
                });
            }
            None if is_resource(word) => {
                parser.next += 2;
                parser.block(token.at)?;
                others.entry(word.clone()).or_insert((token.at, 0)).1 += 1;
            }
            None => {}
        }
    }
    for (name, at) in in_addresses {
        let error = Error::Variable {
            name,
            in_addresses: true,
        };
        problems.push(source.warning(source.pos(at), &error));
    }
    for (name, (at, count)) in others {
        let noun = name.strip_prefix("EXO").unwrap_or_default();
        let error = match unmodelled::of_noun(noun) {
            Some(kind) => Error::NotSimulated { kind, count },
            None => Error::UnusedResource { name, count },
        };
        problems.push(source.warning(source.pos(at), &error));
    }
    Ok(objects)
}

/// The variable that stands for an accepted domain: Microsoft365DSC writes the tenant's name so.
fn variable(kind: ObjectKind, properties: &[Property]) -> Option<String> {
    let identity = |(name, ..): &&Property| name == "Identity";
    let (_, _, node) = properties.iter().find(identity)?;
    match &node.value {
        Value::Text(text) if kind == ObjectKind::AcceptedDomain && text.starts_with('$') => {
            Some(text.clone())
        }
        _ => None,
    }
}

/// The variable that stands for the domain of an address, or of one in a list.
fn domain_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => {
            let (_, domain) = text.rsplit_once('@')?;
            let domain = domain.trim_end_matches('>');
            domain.starts_with('$').then(|| domain.to_owned())
        }
        Value::Seq(items) => items.iter().find_map(domain_of),
        _ => None,
    }
}

/// Lists within one another.
const DEEPEST: usize = 64;

struct Parser<'a, 's> {
    source: &'a Source<'s>,
    tokens: &'a [Token],
    next: usize,
}

impl<'a> Parser<'a, '_> {
    fn take(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.next)?;
        self.next += 1;
        Some(token)
    }

    fn peek(&self, ahead: usize) -> Option<&'a What> {
        self.tokens.get(self.next + ahead).map(|t| &t.what)
    }

    fn unclosed(&self, at: usize) -> Problem {
        let at = self.source.pos(at);
        self.source.error(at, &Error::UnclosedBlock)
    }

    /// The assignments of a block whose `{` is taken, to its `}`.
    fn block(&mut self, start: usize) -> Result<Vec<Property>, Problem> {
        let mut properties = Vec::new();
        loop {
            let token = self.take().ok_or_else(|| self.unclosed(start))?;
            match &token.what {
                What::Mark('}') => return Ok(properties),
                What::Word(name) if self.peek(0) == Some(&What::Mark('=')) => {
                    self.next += 1;
                    let at = self.source.pos(token.at);
                    let node = self.value(start, 0)?;
                    properties.push((name.clone(), at, node));
                }
                What::Mark('{' | '(') => {
                    self.skip(start)?;
                }
                _ => {}
            }
        }
    }

    /// Skip to the end of the bracket that is open; gives where it ends.
    fn skip(&mut self, start: usize) -> Result<usize, Problem> {
        let mut depth = 1;
        while depth > 0 {
            let token = self.take().ok_or_else(|| self.unclosed(start))?;
            match token.what {
                What::Mark('{' | '(') => depth += 1,
                What::Mark('}' | ')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(token.at + 1);
            }
        }
        Ok(start)
    }

    fn value(&mut self, start: usize, depth: usize) -> Result<Node, Problem> {
        let token = self.take().ok_or_else(|| self.unclosed(start))?;
        let pos = self.source.pos(token.at);
        if depth > DEEPEST {
            return Err(self.source.error(pos, &Error::ListsTooDeep));
        }
        let raw = |from: usize, to: usize| {
            let text = self.source.text.get(from..to).unwrap_or_default();
            Value::Text(text.to_owned())
        };
        let value = match (&token.what, self.peek(0)) {
            (What::Text(t), _) => Value::Text(t.clone()),
            (What::Mark('@'), Some(What::Mark('('))) => {
                self.next += 1;
                let mut items = Vec::new();
                loop {
                    match self.peek(0) {
                        // The block ends here: the list in it was cut.
                        None | Some(What::Mark('}')) => return Err(self.unclosed(start)),
                        Some(What::Mark(')')) => break,
                        Some(What::Mark(',' | ';')) => self.next += 1,
                        Some(_) => items.push(self.value(start, depth + 1)?),
                    }
                }
                self.next += 1;
                Value::Seq(items)
            }
            (What::Mark('@') | What::Word(_), Some(What::Mark('{' | '('))) => {
                self.next += 1;
                let end = self.skip(start)?;
                raw(token.at, end)
            }
            (What::Mark('{' | '('), _) => {
                let end = self.skip(start)?;
                raw(token.at, end)
            }
            (What::Word(w), _) => literal(w),
            (What::Mark('}'), _) => {
                // An assignment without a value: the block ends here.
                self.next -= 1;
                Value::Null
            }
            (What::Mark(_) | What::Unclosed, _) => Value::Null,
        };
        Ok(Node::new(value, pos))
    }
}

fn literal(word: &str) -> Value {
    let is = |other: &str| word.eq_ignore_ascii_case(other);
    if is("$true") {
        Value::Bool(true)
    } else if is("$false") {
        Value::Bool(false)
    } else if is("$null") {
        Value::Null
    } else {
        word.parse()
            .map_or_else(|_| Value::Text(word.to_owned()), Value::Int)
    }
}

/// A token and the byte at which it starts.
#[derive(Debug)]
struct Token {
    at: usize,
    what: What,
}

#[derive(Debug, PartialEq)]
enum What {
    /// A name, a number or a variable.
    Word(String),
    /// A string.
    Text(String),
    /// Any other character.
    Mark(char),
    /// A string or comment that goes on to the end of the file.
    Unclosed,
}

fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = text.len() - rest.len();
            let c = rest.chars().next()?;
            let token = |what| Some(Token { at, what });
            if c.is_whitespace() {
                rest = rest.trim_start();
            } else if let Some(comment) = rest.strip_prefix("<#") {
                let Some((_, after)) = comment.split_once("#>") else {
                    rest = "";
                    return token(What::Unclosed);
                };
                rest = after;
            } else if c == '#' {
                rest = rest.split_once('\n').map_or("", |(_, after)| after);
            } else if is_single(c) || is_double(c) {
                let Some((string, after)) = string(rest) else {
                    rest = "";
                    return token(What::Unclosed);
                };
                rest = after;
                return token(What::Text(string));
            } else if is_word(c) {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                rest = after;
                return token(What::Word(word.to_owned()));
            } else {
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                return token(What::Mark(c));
            }
        }
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "$_.-:*\\".contains(c)
}

/// PowerShell takes typographic quotes for quotes.
fn is_single(c: char) -> bool {
    "'‘’‚‛".contains(c)
}

fn is_double(c: char) -> bool {
    "\"“”„".contains(c)
}

/// A string at the start of a text, and what follows it. A doubled quote is one quote; in double
/// quotes a backtick escapes, and what would be a variable stays as it is written.
fn string(text: &str) -> Option<(String, &str)> {
    let mut chars = text.char_indices();
    let (_, open) = chars.next()?;
    let double = is_double(open);
    let closes = |c: char| if double { is_double(c) } else { is_single(c) };
    let mut out = String::new();
    while let Some((i, c)) = chars.next() {
        if closes(c) {
            let after = text.get(i + c.len_utf8()..).unwrap_or_default();
            if !after.starts_with(closes) {
                return Some((out, after));
            }
            let (_, second) = chars.next()?;
            out.push(second);
        } else if double && c == '`' {
            let (_, escaped) = chars.next()?;
            out.push(match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'e' => '\u{1b}',
                other => other,
            });
        } else {
            out.push(c);
        }
    }
    None
}
