//! Builds the tree from the parser's events: anchors and aliases, merged mappings, and the limits
//! that keep a small file from becoming a large tree.

use super::scalar::{self, Kind};
use super::{Node, Pos, Value};
use crate::policy::phrases::described;
use granit_parser::Event;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// How many lists and mappings may be within one another.
const DEPTH: usize = 64;
/// How many values a document may have, those of its aliases counted anew each time.
pub const VALUES: usize = 1_000_000;
/// How many values may be kept for aliases; one that has several anchors around it is kept for
/// each of them.
const KEPT: usize = 1_000_000;
/// How many bytes of text all of these may have.
const TEXT: usize = 64 << 20;

/// The tree as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Tree {
    root: Option<Node>,
    /// The lists and mappings that have not ended, the outermost first.
    open: Vec<Open>,
    /// What the anchors of the document stand for.
    anchors: FxHashMap<usize, Kept>,
    values: usize,
    kept: usize,
    text: usize,
}

/// A list or mapping that has not ended.
#[derive(Debug)]
struct Open {
    anchor: usize,
    at: Pos,
    bytes: Range<usize>,
    inside: Inside,
}

#[derive(Debug)]
enum Inside {
    Seq(Vec<Node>),
    Map(Pairs),
}

#[derive(Debug, Default)]
struct Pairs {
    own: Vec<(String, Pos, Node)>,
    /// The key whose value comes next.
    key: Option<Key>,
    /// Brought in by `<<`.
    merged: Vec<Node>,
}

#[derive(Debug)]
enum Key {
    Name(String, Pos),
    Merge,
}

/// What an anchor stands for.
#[derive(Debug)]
struct Kept {
    node: Node,
    size: Size,
}

#[derive(Debug, Default, Clone, Copy)]
struct Size {
    values: usize,
    text: usize,
    depth: usize,
}

/// Where something is wrong, and what.
type Wrong = (Pos, String);

impl Tree {
    /// Take the next event of the parser.
    pub(super) fn take(
        &mut self,
        event: Event<'_>,
        at: Pos,
        bytes: Range<usize>,
    ) -> Result<(), Wrong> {
        match event {
            Event::DocumentStart(..) if self.root.is_some() => Err((
                at,
                "a second YAML document begins here, and only one is read".into(),
            )),
            Event::StreamEnd if self.root.is_none() => {
                let nothing = Node {
                    value: Value::Null,
                    pos: at,
                    bytes,
                };
                self.place(nothing, 0, |_| None)
            }
            Event::Scalar(text, style, anchor, tag) => {
                let size = Size {
                    values: 1,
                    text: text.len(),
                    depth: 0,
                };
                self.count(size, at)?;
                let tag = tag.as_deref();
                let value = scalar::value(&text, style, tag).map_err(|why| (at, why))?;
                let node = Node {
                    value,
                    pos: at,
                    bytes,
                };
                self.place(node, anchor, |node| match node.value {
                    Value::Null => None,
                    _ if scalar::is_merge(&text, style, tag) => Some(Key::Merge),
                    _ => Some(Key::Name(text.into_owned(), at)),
                })
            }
            Event::SequenceStart(_, anchor, tag) => {
                scalar::fits(tag.as_deref(), Kind::Seq).map_err(|why| (at, why))?;
                self.begin(Inside::Seq(Vec::new()), anchor, at, bytes)
            }
            Event::MappingStart(_, anchor, tag) => {
                scalar::fits(tag.as_deref(), Kind::Map).map_err(|why| (at, why))?;
                self.begin(Inside::Map(Pairs::default()), anchor, at, bytes)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, at, &bytes),
            _ => Ok(()),
        }
    }

    /// The whole tree.
    pub(super) fn root(self) -> Node {
        let nothing = || Node::new(Value::Null, Pos::default());
        self.root.unwrap_or_else(nothing)
    }

    fn begin(
        &mut self,
        inside: Inside,
        anchor: usize,
        at: Pos,
        bytes: Range<usize>,
    ) -> Result<(), Wrong> {
        let size = Size {
            values: 1,
            text: 0,
            depth: 1,
        };
        self.count(size, at)?;
        self.open.push(Open {
            anchor,
            at,
            bytes,
            inside,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Wrong> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.inside {
            Inside::Seq(items) => Value::Seq(items),
            Inside::Map(pairs) => Value::Map(pairs.all()),
        };
        let node = Node {
            value,
            pos: open.at,
            bytes: open.bytes,
        };
        self.place(node, open.anchor, |_| None)
    }

    fn alias(&mut self, anchor: usize, at: Pos, bytes: &Range<usize>) -> Result<(), Wrong> {
        let Some(kept) = self.anchors.get(&anchor) else {
            let wrong = "this alias stands within what it stands for";
            return Err((at, wrong.into()));
        };
        let mut node = kept.node.clone();
        self.count(kept.size, at)?;
        put(&mut node, at, bytes);
        self.place(node, 0, |node| match &node.value {
            Value::Text(text) => Some(Key::Name(text.clone(), at)),
            Value::Bool(b) => Some(Key::Name(b.to_string(), at)),
            Value::Int(i) => Some(Key::Name(i.to_string(), at)),
            _ => None,
        })
    }

    /// Put a value where it belongs: as the key of a pair, if it can be one, where a key is next.
    fn place(
        &mut self,
        node: Node,
        anchor: usize,
        key: impl FnOnce(&Node) -> Option<Key>,
    ) -> Result<(), Wrong> {
        if anchor != 0 {
            self.keep(anchor, &node)?;
        }
        match self.open.last_mut().map(|open| &mut open.inside) {
            None => self.root = Some(node),
            Some(Inside::Seq(items)) => items.push(node),
            Some(Inside::Map(pairs)) => match pairs.key.take() {
                None => {
                    let no_key = || {
                        (
                            node.pos,
                            format!("a key is text, not {}", described(&node.value)),
                        )
                    };
                    pairs.key = Some(key(&node).ok_or_else(no_key)?);
                }
                Some(Key::Name(name, at)) => pairs.own.push((name, at, node)),
                Some(Key::Merge) => match unmergeable(&node) {
                    None => pairs.merged.push(node),
                    Some(at) => {
                        let wrong = "`<<` takes a mapping or a list of mappings";
                        return Err((at, wrong.into()));
                    }
                },
            },
        }
        Ok(())
    }

    fn keep(&mut self, anchor: usize, node: &Node) -> Result<(), Wrong> {
        let size = size(node);
        self.kept += size.values;
        if self.kept > KEPT {
            return Err((node.pos, format!("more than {KEPT} values under anchors")));
        }
        self.text += size.text;
        let node = node.clone();
        self.anchors.insert(anchor, Kept { node, size });
        Ok(())
    }

    /// Count what is about to be put into the innermost list or mapping.
    fn count(&mut self, size: Size, at: Pos) -> Result<(), Wrong> {
        self.values += size.values;
        self.text += size.text;
        let too_much = if self.open.len() + size.depth > DEPTH {
            format!("more than {DEPTH} lists and mappings within one another")
        } else if self.values > VALUES {
            format!("more than {VALUES} values, those of aliases counted each time")
        } else if self.text > TEXT {
            "more than 64 MiB of text, that of aliases counted each time".into()
        } else {
            return Ok(());
        };
        Err((at, too_much))
    }
}

impl Pairs {
    /// The pairs that are written, then those of the merged mappings whose keys are not there yet.
    fn all(self) -> Vec<(String, Pos, Node)> {
        let mut all = self.own;
        if self.merged.is_empty() {
            return all;
        }
        let mut seen: FxHashSet<String> = all.iter().map(|(key, ..)| key.clone()).collect();
        let mut left: Vec<Node> = self.merged.into_iter().rev().collect();
        while let Some(node) = left.pop() {
            match node.value {
                Value::Map(pairs) => {
                    let new = pairs
                        .into_iter()
                        .filter(|(key, ..)| seen.insert(key.clone()));
                    all.extend(new);
                }
                Value::Seq(items) => left.extend(items.into_iter().rev()),
                _ => {}
            }
        }
        all
    }
}

/// Where a value has something whose pairs cannot be brought in.
fn unmergeable(node: &Node) -> Option<Pos> {
    match &node.value {
        Value::Null | Value::Map(_) => None,
        Value::Seq(items) => items.iter().find_map(unmergeable),
        _ => Some(node.pos),
    }
}

/// Say of a value, and of all in it, that it stands where an alias stands.
fn put(node: &mut Node, at: Pos, bytes: &Range<usize>) {
    node.pos = at;
    node.bytes = bytes.clone();
    match &mut node.value {
        Value::Seq(items) => items.iter_mut().for_each(|item| put(item, at, bytes)),
        Value::Map(pairs) => {
            for (_, key, value) in pairs {
                *key = at;
                put(value, at, bytes);
            }
        }
        _ => {}
    }
}

fn size(node: &Node) -> Size {
    let mut of = Size {
        values: 1,
        ..Size::default()
    };
    match &node.value {
        Value::Text(text) => of.text = text.len(),
        Value::Seq(items) => {
            items.iter().for_each(|item| of.hold(size(item)));
            of.depth += 1;
        }
        Value::Map(pairs) => {
            for (key, _, value) in pairs {
                of.hold(size(value));
                of.values += 1;
                of.text += key.len();
            }
            of.depth += 1;
        }
        _ => {}
    }
    of
}

impl Size {
    fn hold(&mut self, inner: Self) {
        self.values += inner.values;
        self.text += inner.text;
        self.depth = self.depth.max(inner.depth);
    }
}
