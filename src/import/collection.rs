//! Finds the objects of the cmdlets in JSON and Clixml: one, a list of them, or what many cmdlets
//! printed in one file, whatever it is wrapped in.

use super::audit;
use super::collected::{self, Run};
use super::error::Error;
use super::kind::ObjectKind;
use super::member;
use super::object::{Object, Property};
use super::recognize::{Recognized, certain, recognize};
use super::source::Source;
use super::value;
use super::wrapper::{Unwrapped, cmdlet_beside, unwrap};
use crate::diagnostic::FirstProblems;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::sections::{ORGANIZATION_CONFIG, Property as Known, TRANSPORT_CONFIG};

/// The objects of a file.
#[derive(Debug, Default)]
pub struct Found {
    /// The objects.
    pub objects: Vec<Object>,
    /// What is known of the file where it holds the output of many cmdlets.
    pub collection: Option<Collection>,
}

impl From<Vec<Object>> for Found {
    fn from(objects: Vec<Object>) -> Self {
        Self {
            objects,
            collection: None,
        }
    }
}

/// A file with the output of many cmdlets.
#[derive(Debug)]
pub struct Collection {
    /// Where it begins.
    pub at: Pos,
    /// What stands there by name, with objects or without.
    pub named: Vec<ObjectKind>,
    /// Names of what is passed over.
    pub passed_over: Vec<String>,
    /// Cmdlets that it says failed.
    pub failed: Vec<(Pos, ObjectKind)>,
    /// What the script of `rdsim collect` says, where it wrote the file.
    pub(super) run: Option<Run>,
}

/// Characters of a text that is shown in place of an object.
const CUT: usize = 60;

/// The property in which the REST interface has the name of an object's type.
pub(super) const TYPE_NAME: &str = "@data.type";

/// What is known of a value from where it stands.
#[derive(Clone, Copy, Default)]
struct Within {
    /// What its objects are.
    what: Option<Recognized>,
    /// Whether it stands in a collection, where much else stands too.
    collection: bool,
}

/// Finds objects in the values of a file.
pub(super) struct Finder<'f, 's> {
    source: &'f Source<'s>,
    problems: &'f mut FirstProblems,
    objects: Vec<Object>,
    /// Where a collection begins.
    begins: Option<Pos>,
    named: Vec<ObjectKind>,
    passed_over: Vec<String>,
    failed: Vec<(Pos, ObjectKind)>,
    run: Option<Run>,
}

impl<'f, 's> Finder<'f, 's> {
    pub(super) fn new(source: &'f Source<'s>, problems: &'f mut FirstProblems) -> Self {
        Self {
            source,
            problems,
            objects: Vec::new(),
            begins: None,
            named: Vec::new(),
            passed_over: Vec::new(),
            failed: Vec::new(),
            run: None,
        }
    }

    pub(super) fn finish(self) -> Found {
        let collection = self.begins.map(|at| Collection {
            at,
            named: self.named,
            passed_over: self.passed_over,
            failed: self.failed,
            run: self.run,
        });
        Found {
            objects: self.objects,
            collection,
        }
    }

    /// Take the objects out of what stands at the top of a file.
    pub(super) fn top(&mut self, mut node: Node) {
        self.take(&mut node, Within::default());
    }

    /// Warn of what stands at the top of a file and is no object.
    #[cfg(feature = "cli")]
    pub(super) fn stray(&mut self, at: Pos, error: &Error) {
        self.problems.push(self.source.warning(at, error));
    }

    /// Take the objects out of a value; whether there are any.
    fn take(&mut self, node: &mut Node, within: Within) -> bool {
        let at = node.pos;
        match &mut node.value {
            Value::Seq(items) => {
                let mut any = false;
                for item in items {
                    any |= self.take(item, within);
                }
                any
            }
            Value::Map(pairs) => self.map(at, pairs, within),
            // ConvertTo-Json writes what is deeper than its -Depth as text.
            Value::Text(text) if within.what.is_some() && value::is_type_name(text) => {
                let cmdlet = within.what.map_or("", Recognized::cmdlet);
                let text = text.chars().take(CUT).collect();
                let problem = self.source.error(at, &Error::ObjectsCut { cmdlet, text });
                self.problems.push(problem);
                true
            }
            // An accepted domain may be its name alone.
            Value::Text(_) if within.what == Some(Recognized::Kind(ObjectKind::AcceptedDomain)) => {
                let name = ("DomainName".into(), at, node.clone());
                self.add(object(at, vec![name], within.what), within);
                true
            }
            Value::Null => false,
            _ if within.collection => false,
            other => {
                let found = other.described();
                let error = Error::NotAnObjectInJson { found };
                self.problems.push(self.source.warning(at, &error));
                true
            }
        }
    }

    fn map(&mut self, at: Pos, pairs: &mut Vec<Property>, within: Within) -> bool {
        if !within.collection && is_policy(pairs) {
            self.policy(std::mem::take(pairs));
            return true;
        }
        match unwrap(pairs) {
            Unwrapped::Object => {}
            Unwrapped::Answer { content, more } => {
                if let Some(at) = more {
                    let problem = self.source.warning(at, &Error::MorePages);
                    self.problems.push(problem);
                }
                let content = pairs.get_mut(content);
                return content.is_some_and(|(_, _, node)| self.take(node, within));
            }
            Unwrapped::Failed { message } => {
                let error = Error::FailedAnswer { message };
                self.problems.push(self.source.error(at, &error));
                return true;
            }
        }
        let object = object(at, std::mem::take(pairs), within.what);
        let whole = match within.what {
            Some(what) => is_of(what, &object),
            None => certain(&object).is_some(),
        };
        if whole || audit::is_record(&object) {
            self.add(object, within);
            return true;
        }
        let mut object = object;
        // What is one object by a single property may be one that has lists of others.
        let outright = !within.collection && recognize(&object).is_some();
        let look = object
            .properties
            .iter()
            .any(|(key, _, node)| holds(node) && (!outright || Recognized::of_key(key).is_some()));
        if look && self.collection(&mut object, within) {
            return true;
        }
        if within.collection {
            *pairs = object.properties;
            return false;
        }
        self.objects.push(object);
        true
    }

    /// Look into every property of what is no object itself; whether objects are in it.
    fn collection(&mut self, whole: &mut Object, within: Within) -> bool {
        let before = (self.passed_over.len(), self.named.len());
        let beside = cmdlet_beside(whole).or(within.what);
        let mut any = false;
        for (key, _, node) in &mut whole.properties {
            if key == collected::KEY {
                self.run = Some(Run::of(node));
                any = true;
                continue;
            }
            let lower = key.to_ascii_lowercase();
            if lower.ends_with("unsuccessful_commands") {
                any |= self.failed(node);
            }
            if lower.ends_with("successful_commands") {
                continue;
            }
            let named = Recognized::of_key(key);
            if let Some(Recognized::Kind(kind)) = named
                && matches!(node.value, Value::Map(_) | Value::Seq(_))
            {
                self.named.push(kind);
                // An empty list is something that was found too.
                any |= is_empty(node);
            }
            let text = named.is_some() && matches!(node.value, Value::Text(_));
            if is_empty(node) || !holds(node) && !text || key.contains('@') {
                continue;
            }
            let inner = Within {
                what: named.or(beside),
                collection: true,
            };
            if self.take(node, inner) {
                any = true;
            } else if !text {
                self.passed_over.push(key.clone());
            }
        }
        if any {
            let before =
                |first: &Pos| (first.line, first.column) < (whole.at.line, whole.at.column);
            self.begins = self.begins.filter(before).or(Some(whole.at));
        } else {
            self.passed_over.truncate(before.0);
            self.named.truncate(before.1);
        }
        any
    }

    /// Remember the cmdlets that failed, as ScubaGear lists them; whether there are any.
    fn failed(&mut self, list: &Node) -> bool {
        for item in list.items() {
            if let Value::Text(name) = &item.value
                && let Some(Recognized::Kind(kind)) = Recognized::of_key(name)
            {
                self.failed.push((item.pos, kind));
            }
        }
        !self.failed.is_empty()
    }

    fn add(&mut self, object: Object, within: Within) {
        // ScubaGear exports some properties of the organization, mostly others than those of a policy.
        let used = match object.kind {
            Some(ObjectKind::OrganizationConfig) => Some(&ORGANIZATION_CONFIG),
            Some(ObjectKind::TransportConfig) => Some(&TRANSPORT_CONFIG),
            _ => None,
        };
        let says = |p: &Known| object.has(p.name);
        if within.collection && used.is_some_and(|s| !s.properties.iter().any(says)) {
            return;
        }
        self.objects.push(object);
    }

    /// What `rdsim export --json` writes.
    fn policy(&mut self, pairs: Vec<Property>) {
        for (key, at, node) in pairs {
            if key == "version" {
                if node.value != Value::Int(1) {
                    let found = node.value.described();
                    let error = Error::UnknownVersion { found };
                    self.problems.push(self.source.error(at, &error));
                }
            } else if let Some(what) = Recognized::of_section(&key) {
                self.section(node, what);
            } else {
                let error = Error::UnknownSection { key };
                self.problems.push(self.source.warning(at, &error));
            }
        }
    }

    /// A section that `rdsim export --json` writes: whatever stands in it is an entry.
    fn section(&mut self, mut node: Node, what: Recognized) {
        let within = Within {
            what: Some(what),
            collection: false,
        };
        match node.value {
            Value::Seq(items) => {
                for item in items {
                    self.section(item, what);
                }
            }
            Value::Map(pairs) => self.add(object(node.pos, pairs, within.what), within),
            _ => {
                self.take(&mut node, within);
            }
        }
    }
}

/// Whether a list is empty, whatever it is wrapped in.
fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Seq(items) => items.is_empty(),
        Value::Map(pairs) => match unwrap(pairs) {
            Unwrapped::Answer { content, .. } => pairs
                .get(content)
                .is_some_and(|(_, _, node)| is_empty(node)),
            _ => pairs.is_empty(),
        },
        _ => false,
    }
}

/// Whether there is anything in a list or mapping.
fn holds(node: &Node) -> bool {
    match &node.value {
        Value::Map(pairs) => !pairs.is_empty(),
        Value::Seq(items) => !items.is_empty(),
        _ => false,
    }
}

/// Whether a mapping is what `rdsim export --json` writes.
fn is_policy(pairs: &[Property]) -> bool {
    let version = pairs.iter().any(|(key, ..)| key == "version");
    version && pairs.iter().any(|p| Recognized::of_section(&p.0).is_some())
}

fn object(at: Pos, properties: Vec<Property>, what: Option<Recognized>) -> Object {
    let mut types = types(&properties);
    let kind = match what {
        Some(Recognized::Kind(kind)) => Some(kind),
        Some(Recognized::Unmodelled(what)) => {
            types.push(what.noun().to_owned());
            None
        }
        Some(Recognized::Graph(_)) | None => None,
    };
    Object {
        at,
        kind,
        types,
        properties,
    }
}

/// The types that the REST interface of Exchange Online gives, and that Export-Clixml keeps.
fn types(pairs: &[Property]) -> Vec<String> {
    let found = pairs.iter().filter_map(|(key, _, node)| match &node.value {
        Value::Text(t) if key == "@odata.type" || key == TYPE_NAME => {
            Some(t.trim_start_matches('#').to_owned())
        }
        _ => None,
    });
    found.collect()
}

/// Whether what stands where objects of a kind are expected is one: it has a property of theirs that
/// is no list of others.
fn is_of(what: Recognized, object: &Object) -> bool {
    let single = |node: &Node| !matches!(node.value, Value::Map(_) | Value::Seq(_));
    match what {
        Recognized::Kind(kind) => {
            let section = kind.section();
            let mut names = object.properties.iter().map(|(name, ..)| name);
            let member = kind == ObjectKind::GroupMember && member::is(object);
            member || names.any(|name| section.names.place(name).is_some())
        }
        Recognized::Unmodelled(_) | Recognized::Graph(_) => {
            object.properties.iter().any(|(_, _, node)| single(node))
        }
    }
}
