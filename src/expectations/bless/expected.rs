//! Writes what is so as an expectation: facts of a verdict, the same for all or by address.

use crate::expectations::{Fact, Want};
use crate::policy::edit::{Written, scalar};
use crate::transport::verdict::Verdict;
use std::collections::{HashMap, HashSet};

/// A value as the file spells it.
pub(super) fn spelled(fact: Fact, value: &str, flow: bool, old: &str) -> String {
    if fact == Fact::Charset && value.is_empty() {
        "~".into()
    } else {
        scalar(value, flow, old)
    }
}

/// An expectation from nothing: the same for all recipients, else by address.
pub(super) fn fresh(verdicts: &[&Verdict], flow: bool) -> Written {
    let mut all = verdicts.iter().map(|v| fresh_facts(v, flow));
    match all.next() {
        Some(first) if all.all(|other| other == first) => first,
        _ => mapping(verdicts, flow, |v| fresh_facts(v, flow)),
    }
}

/// What is expected of a verdict of which nothing is expected yet.
pub(super) fn fresh_facts(verdict: &Verdict, flow: bool) -> Written {
    let facts = [Fact::Outcome, Fact::Response, Fact::Setting];
    written(&facts, verdict, flow, &|_| String::new())
}

/// The facts of an expectation, once for each recipient.
pub(super) fn by_address(wants: &[Want], verdicts: &[&Verdict], flow: bool) -> Written {
    mapping(verdicts, flow, |v| those(wants, v, flow))
}

/// The facts of an expectation, as they are of a verdict.
pub(super) fn those(wants: &[Want], verdict: &Verdict, flow: bool) -> Written {
    let facts: Vec<Fact> = wants.iter().map(|w| w.fact).collect();
    let old = |fact: Fact| {
        let want = wants.iter().find(|w| w.fact == fact);
        want.map_or_else(String::new, |w| w.text.clone())
    };
    written(&facts, verdict, flow, &old)
}

/// What is expected by address: that of the recipient, or those of the addressees where they differ.
pub(super) fn mapping(
    verdicts: &[&Verdict],
    flow: bool,
    of: impl Fn(&Verdict) -> Written,
) -> Written {
    let each: Vec<(&Verdict, Written)> = verdicts.iter().map(|v| (*v, of(v))).collect();
    let mut agree: HashMap<&str, Option<&Written>> = HashMap::new();
    for (verdict, value) in &each {
        let first = agree.entry(&verdict.recipient).or_insert(Some(value));
        if *first != Some(value) {
            *first = None;
        }
    }
    let mut seen: HashSet<String> = HashSet::new();
    let mut pairs: Vec<(String, Written)> = Vec::new();
    for (verdict, value) in &each {
        let recipient = verdict.recipient.as_str();
        let own = |to: &&str| to.contains('@') && !agree.contains_key(to);
        let key = match agree.get(recipient) {
            Some(None) => verdict.sent_to.filter(own).unwrap_or(recipient),
            _ => recipient,
        };
        let key = scalar(key, flow, "");
        if seen.insert(key.clone()) {
            pairs.push((key, value.clone()));
        }
    }
    Written::Map(pairs)
}

/// Some facts of a verdict: those of `old` that hold as they are, the others anew; the outcome
/// where none applies.
fn written(facts: &[Fact], verdict: &Verdict, flow: bool, old: &dyn Fn(Fact) -> String) -> Written {
    let mut out = Vec::new();
    let mut form = Vec::new();
    for fact in facts {
        let spellings = fact.spellings(verdict);
        let kept = old(*fact);
        let kept = spellings.iter().find(|s| **s == kept);
        let Some(value) = kept.or(spellings.first()) else {
            continue;
        };
        let value = Written::Scalar(spelled(*fact, value, flow, ""));
        let list = if Fact::OF_FORMAT.contains(fact) {
            &mut form
        } else {
            &mut out
        };
        list.push((fact.key().to_owned(), value));
    }
    if out.is_empty() && form.is_empty() {
        let token = verdict.outcome.token().to_owned();
        out.push((Fact::Outcome.key().to_owned(), Written::Scalar(token)));
    }
    if !form.is_empty() {
        out.push(("Format".into(), Written::Map(form)));
    }
    Written::Map(out)
}
