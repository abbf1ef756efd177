//! Draws together the recipients whose messages go through the same hops to the same outcome.

use super::measure::Font;
use crate::i18n::{Language, en};
use crate::report::mail_flow::{Hop, MailFlow};
use std::collections::{BTreeSet, HashMap};

/// Recipients that are named.
const NAMED: usize = 3;
/// Recipients that are named in a description.
const DESCRIBED: usize = 20;

/// Recipients with the same hops and outcome.
pub(super) struct Group {
    pub caption: String,
    pub recipients: Vec<String>,
    /// The mail flow of them all.
    pub flow: MailFlow,
}

/// The groups, in the order of their first recipients.
pub(super) fn groups(flows: &[(String, MailFlow)], language: Language) -> Vec<Group> {
    let mut found: Vec<(&str, Vec<&MailFlow>)> = Vec::new();
    let mut places = HashMap::new();
    for (caption, flow) in flows {
        let place = *places.entry((caption, key(flow))).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, members)) => members.push(flow),
            None => found.push((caption, vec![flow])),
        }
    }
    let found = found.into_iter();
    found
        .filter_map(|(caption, members)| {
            let first = members.first()?;
            Some(Group {
                caption: caption.to_owned(),
                recipients: members.iter().map(|m| m.recipient.clone()).collect(),
                flow: MailFlow {
                    hops: hops(first, &members, language),
                    ..(*first).clone()
                },
            })
        })
        .collect()
}

/// What recipients of one group have in common.
fn key(flow: &MailFlow) -> Vec<&str> {
    let mut out = vec![flow.outcome.token()];
    for (i, hop) in flow.hops.iter().chain(&flow.end).enumerate() {
        out.extend([hop.state.token(), &hop.title]);
        out.extend(hop.lines.iter().skip(flow.personal(i)).map(String::as_str));
    }
    out
}

/// The hops of a group: where its recipients differ, how many they are.
fn hops(first: &MailFlow, members: &[&MailFlow], language: Language) -> Vec<Hop> {
    let hops = first.hops.iter().enumerate();
    hops.map(|(at, hop)| {
        let of_all = |line: usize| -> BTreeSet<&String> {
            let hops = members.iter().filter_map(|m| m.hops.get(at));
            hops.filter_map(|h| h.lines.get(line)).collect()
        };
        let lines = hop.lines.iter().enumerate().filter_map(|(i, line)| {
            let differing = of_all(i).len();
            match differing {
                _ if i >= first.personal(at) || differing < 2 => Some(line.clone()),
                // The first line is the address; the others are about it.
                n if i == 0 => Some(language.fill(en("{count} addresses"), &[("count", &n)])),
                _ => None,
            }
        });
        Hop {
            lines: lines.collect(),
            ..hop.clone()
        }
    })
    .collect()
}

impl Group {
    /// The first recipients that fit into so many lines, and how many more there are.
    pub fn names(&self, font: Font, width: usize, most: usize, language: Language) -> String {
        let few = (1..=NAMED)
            .rev()
            .map(|n| names(&self.recipients, n, language));
        let fitting = |text: &String| !font.wrap(text, width, most).cut;
        if let Some(text) = few.into_iter().find(fitting) {
            return text;
        }
        if let [one] = self.recipients.as_slice() {
            return one.clone();
        }
        // How many there are is told, even if the first is too long.
        let first = self.recipients.first().map_or("", String::as_str);
        let [none, more] = [1, self.recipients.len()].map(|n| {
            let all = vec![String::new(); n];
            font.width(&names(&all, 1, language))
        });
        let room = (width * most).saturating_sub(more - none + font.size * 2 * most);
        let cut = font.wrap(first, room, 1).lines.concat();
        let others = self.recipients.iter().skip(1).cloned();
        let all: Vec<String> = std::iter::once(cut).chain(others).collect();
        names(&all, 1, language)
    }

    /// Many of the recipients, for a description.
    pub fn all_names(&self, language: Language) -> String {
        names(&self.recipients, DESCRIBED, language)
    }
}

fn names(all: &[String], most: usize, language: Language) -> String {
    let few: Vec<&str> = all.iter().take(most).map(String::as_str).collect();
    let named = language.list(&few);
    match all.len() - few.len() {
        0 => named,
        more => language.fill(
            en("{names} and {n} more"),
            &[("names", &named), ("n", &more)],
        ),
    }
}

/// How many of the hops at the start are the same for all: the sender, and the kind.
pub(super) fn common(groups: &[Group]) -> usize {
    let Some((first, others)) = groups
        .split_first()
        .filter(|(_, others)| !others.is_empty())
    else {
        return 0;
    };
    let same = |at: &usize| {
        let hop = first.flow.hops.get(*at);
        others.iter().all(|other| other.flow.hops.get(*at) == hop)
    };
    (0..2).take_while(same).count()
}
