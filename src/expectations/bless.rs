//! Writes what is so into an expectation file: only expectations that do not hold are touched,
//! everything else keeps its bytes.

mod expected;
mod place;

use super::run::{key, recipients};
use super::{Error, Expect, Fact, Load, Ran, Suite, Want, fact, read};
use crate::diagnostic::Problem;
use crate::lines::Lines;
use crate::policy::document::{self, Node};
use crate::policy::edit::{Edit, Kind, Slot, Source, Written, apply, fill, scalar};
use crate::policy::encoding;
use crate::transport::verdict::Verdict;
use expected::{by_address, fresh, fresh_facts, mapping, spelled, those};
use place::{Place, Spot};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An expectation file with the actual results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blessed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many cases were changed.
    pub cases: usize,
}

/// How often the text is edited and read again. One round is enough but where entries that stand
/// side by side go, or where an alias repeats a value.
const ROUNDS: usize = 16;

/// Put the actual results into the cases of an expectation file whose names contain a text.
///
/// # Errors
/// The problems of the file, or the expectations that cannot be rewritten.
pub fn bless(
    file: &str,
    bytes: &[u8],
    load: Load,
    filter: Option<&str>,
) -> Result<Blessed, Vec<Problem>> {
    let mut now = bytes.to_vec();
    let mut cases = None;
    let mut left: HashSet<String> = HashSet::new();
    for _ in 0..ROUNDS {
        let suite = match read(file, &now, load, &[]) {
            Ok(suite) => suite,
            // The edit went wrong, not the file: nothing is written.
            Err(_) if cases.is_some() => break,
            Err(problems) => return Err(problems),
        };
        let ran = suite.run(filter);
        let failed = ran.iter().filter(|r| !r.passed());
        let failed: Vec<&Ran> = failed.collect();
        let first = *cases.get_or_insert(failed.len());
        if failed.is_empty() {
            return Ok(Blessed {
                bytes: now,
                cases: first,
            });
        }
        left = failed.iter().map(|r| r.case.name.clone()).collect();
        let Ok(tree) = document::parse(&suite.text) else {
            break;
        };
        let text = Source::new(&suite.text);
        let places = places(&suite, &text, &tree);
        let places = failed.iter().map(|ran| (ran, places.get(&*ran.case.name)));
        let edits = places.flat_map(|(ran, place)| place.map(|p| edits(&text, ran, *p)));
        let edits = edits.flatten().collect();
        let blessed = apply(&suite.text, edits);
        if blessed == suite.text {
            break;
        }
        now = encoding::like(bytes, &blessed);
    }
    let suite = read(file, bytes, load, &[])?;
    let tree = document::parse(&suite.text);
    let text = Source::new(&suite.text);
    let lines = Lines::new(&suite.text);
    let places = tree.as_ref().map(|tree| places(&suite, &text, tree));
    let places = places.unwrap_or_default();
    let ran = suite.run(filter);
    let ran = ran.iter().filter(|ran| left.contains(&ran.case.name));
    let problems = ran.map(|ran| {
        let case = ran.case;
        let place = places.get(&*case.name);
        let at = match &case.expect {
            Expect::Each(_) => place.map(|place| place.shown(&text)),
            Expect::By(_) => place.and_then(|place| {
                let all = place.by_address(&text);
                all.map(|(_, place)| place.shown(&text)).min()
            }),
        };
        let at = at.unwrap_or(case.at);
        let line = lines.get(at.line);
        let name = case.name.clone();
        let cell = place.is_some_and(|place| place.slot(&text).kind == Kind::Cell);
        let error = match cell && addressees_differ(ran) {
            true => Error::CellOfSeveral { name },
            false => Error::CannotRewrite { name },
        };
        Problem::of(file, &error).at(at.line, at.column, line)
    });
    Err(problems.collect())
}

/// Whether those who are addressed by the recipient of a cell have different verdicts.
fn addressees_differ(ran: &Ran) -> bool {
    let Ok(judgement) = &ran.judged.result else {
        return false;
    };
    let mut cells = judgement.verdicts.iter().map(fact::cell_of);
    let first = cells.next();
    cells.any(|cell| Some(cell) != first)
}

/// Where the cases have their expectations, by name.
fn places<'s>(suite: &'s Suite, text: &Source, tree: &'s Node) -> HashMap<&'s str, Place<'s>> {
    let names = suite.cases.iter().map(|case| case.name.as_str());
    names.zip(place::of_cases(text, tree)).collect()
}

/// The edits that make a case pass whose expectations stand at a place.
fn edits(text: &Source, ran: &Ran, place: Place) -> Vec<Edit> {
    let Ok(judgement) = &ran.judged.result else {
        return Vec::new();
    };
    let all = &judgement.verdicts;
    match &ran.case.expect {
        Expect::Each(wants) => one(text, wants, place, &Vec::from_iter(all)),
        Expect::By(by) => {
            let recipients = recipients(all);
            let mut of: HashMap<&str, Vec<&Verdict>> = HashMap::new();
            for verdict in all {
                if let Some(key) = key(by, verdict, &recipients) {
                    of.entry(key).or_default().push(verdict);
                }
            }
            let mut groups = of.iter();
            if groups.any(|(key, of)| by.get(*key).is_some_and(|wants| differ(wants, of))) {
                return anew(text, by, place, &Vec::from_iter(all), &recipients);
            }
            let edits = place.by_address(text).filter_map(|(address, place)| {
                let verdicts = of.get(address.as_str())?;
                Some(one(text, by.get(&address)?, place, verdicts))
            });
            edits.flatten().collect()
        }
    }
}

/// Whether verdicts about which the same is expected differ, so that no one expectation holds.
fn differ(wants: &[Want], verdicts: &[&Verdict]) -> bool {
    let fails = wants
        .iter()
        .filter(|w| !verdicts.iter().all(|v| w.holds(v)));
    let mut gone = 0;
    for want in fails {
        match new(want, verdicts) {
            New::Differ => return true,
            New::Gone => gone += 1,
            New::Value(_) => {}
        }
    }
    let mut all = verdicts.iter().map(|v| fresh_facts(v, true));
    let first = all.next();
    gone == wants.len() && all.any(|other| Some(other) != first)
}

/// All expectations of a case by address, where those who are addressed by one recipient differ.
fn anew(
    text: &Source,
    by: &BTreeMap<String, Vec<Want>>,
    place: Place,
    verdicts: &[&Verdict],
    recipients: &HashSet<&str>,
) -> Vec<Edit> {
    let slot = &place.slot(text);
    let flow = slot.kind == Kind::Flow;
    let mut spots: Vec<(&Want, Spot)> = Vec::new();
    for (address, place) in place.by_address(text) {
        let wants = by.get(&address).into_iter().flatten();
        spots.extend(wants.filter_map(|want| Some((want, place.spot(text, want.fact.key())?))));
    }
    let value = mapping(verdicts, flow, |verdict| {
        let wants = key(by, verdict, recipients).and_then(|key| by.get(key));
        match wants.filter(|wants| !wants.is_empty()) {
            Some(wants) => those(wants, verdict, flow),
            None => fresh_facts(verdict, flow),
        }
    });
    fill(text, slot, &value, &comments(text, slot, &spots))
}

/// What becomes of a fact that does not hold.
enum New {
    /// Another value.
    Value(String),
    /// No recipient's verdict has it.
    Gone,
    /// The recipients differ.
    Differ,
}

/// The edits that make an expectation hold for all of some verdicts.
fn one(text: &Source, wants: &[Want], place: Place, verdicts: &[&Verdict]) -> Vec<Edit> {
    let slot = &place.slot(text);
    if slot.kind == Kind::Cell {
        let cell = verdicts
            .first()
            .map(|v| fact::cell_of(v))
            .unwrap_or_default();
        let holds = |w: &Want| verdicts.iter().all(|v| w.holds(v));
        if !wants.is_empty() && wants.iter().all(holds) {
            return Vec::new();
        }
        return fill(text, slot, &Written::Scalar(scalar(&cell, true, "")), &[]);
    }
    let flow = slot.kind == Kind::Flow;
    let mut edits = Vec::new();
    let mut gone: Vec<(Fact, Spot)> = Vec::new();
    let spots = wants
        .iter()
        .filter_map(|want| Some((want, place.spot(text, want.fact.key())?)));
    let spots: Vec<(&Want, Spot)> = spots.collect();
    let comments = || comments(text, slot, &spots);
    for (want, spot) in &spots {
        if verdicts.iter().all(|v| want.holds(v)) {
            continue;
        }
        match new(want, verdicts) {
            New::Value(value) => {
                let old = text.text.get(spot.bytes.clone()).unwrap_or_default();
                let mut value = spelled(want.fact, &value, spot.flow, old);
                if spot.bytes.is_empty() {
                    value.insert(0, ' ');
                }
                edits.push((spot.bytes.clone(), value));
            }
            New::Gone => gone.push((want.fact, spot.clone())),
            New::Differ => {
                let value = by_address(wants, verdicts, flow);
                return fill(text, slot, &value, &comments());
            }
        }
    }
    if gone.len() == wants.len() {
        let value = fresh(verdicts, flow);
        return fill(text, slot, &value, &comments());
    }
    let form = |fact: &Fact| Fact::OF_FORMAT.contains(fact);
    let wanted = wants.iter().map(|want| want.fact);
    let no_form = gone.iter().filter(|(fact, _)| form(fact)).count() == wanted.filter(form).count();
    if let Some(spot) = place.spot(text, "Format").filter(|_| no_form) {
        edits.push((text.removal(&spot.entry, spot.flow), String::new()));
        gone.retain(|(fact, _)| !form(fact));
    }
    for (_, spot) in gone {
        edits.push((text.removal(&spot.entry, spot.flow), String::new()));
    }
    edits
}

/// The value of a fact that is true of all verdicts.
fn new(want: &Want, verdicts: &[&Verdict]) -> New {
    let mut all = verdicts.iter().map(|v| want.fact.spellings(v));
    let mut common = all.next().unwrap_or_default();
    let mut any = !common.is_empty();
    for spellings in all {
        any |= !spellings.is_empty();
        common.retain(|s| spellings.contains(s));
    }
    // Who wrote the whole line did so because the code alone may stand for two responses.
    let whole = want.fact == Fact::Response && fact::is_line(&want.text);
    match common
        .iter()
        .find(|s| whole && fact::is_line(s))
        .or(common.first())
    {
        Some(value) => New::Value(value.clone()),
        None if any => New::Differ,
        None => New::Gone,
    }
}

/// The comments between the first and the last key of a block mapping that is written anew.
fn comments(text: &Source, slot: &Slot, spots: &[(&Want, Spot)]) -> Vec<String> {
    let Kind::Block(_) = slot.kind else {
        return Vec::new();
    };
    let range = slot.bytes.clone();
    let mut out = Vec::new();
    let mut at = range.start;
    for line in text
        .text
        .get(range.clone())
        .unwrap_or_default()
        .split_inclusive(['\n', '\r'])
    {
        let end = at + line.len();
        let value = spots.iter().map(|(_, spot)| &spot.bytes);
        let value = value
            .filter(|b| (at..end).contains(&b.end))
            .map(|b| b.end)
            .max();
        let rest = text
            .text
            .get(value.unwrap_or(at)..end)
            .unwrap_or_default()
            .trim();
        if rest.starts_with('#') {
            out.push(rest.to_owned());
        }
        at = end;
    }
    out
}
