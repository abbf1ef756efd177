//! Finds the settings of a policy that give a response, and for which messages.

use crate::diff::matrix::{self, Column, End, From, Variant};
use crate::i18n::{Language, en};
use crate::policy::Policy;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::{self, Response};
use crate::transport::setting::Ruling;
use rustc_hash::FxHashMap;

/// Recipients of a policy that are asked where a text names none.
const ASKED: usize = 1000;

/// A setting that gives a response.
#[derive(Debug)]
pub(super) struct Finding<'p> {
    /// The setting and its value; none where no setting decides.
    pub(super) ruling: Option<Ruling<'p>>,
    /// To whom.
    pub(super) recipients: Vec<String>,
    /// The address of the first of them.
    pub(super) example: String,
    /// From whom, each the address of one of a class.
    pub(super) senders: Vec<String>,
    /// Whether that is every class of senders inside.
    pub(super) everybody: bool,
    /// Which messages, with their places among [`matrix::rows`].
    pub(super) rows: Vec<(usize, (Kind, ForwardedBy))>,
    /// Whether it is a mail flow rule that may apply.
    pub(super) perhaps: bool,
}

impl Finding<'_> {
    /// The messages, in words.
    pub(super) fn messages(&self, language: Language) -> Vec<String> {
        let words = |(kind, by): (Kind, ForwardedBy)| {
            let kind = language.translate(kind.name());
            match by {
                ForwardedBy::Nobody => kind.to_owned(),
                by => {
                    let forward = language.translate(by.name());
                    let sentence = en("{kind}, forwarded by {forward}");
                    language.fill(sentence, &[("kind", &kind), ("forward", &forward)])
                }
            }
        };
        self.rows.iter().map(|(_, row)| words(*row)).collect()
    }
}

/// The settings that give a response, and the recipients that a text names for it.
pub(super) fn find<'p>(
    policy: &'p Policy,
    response: &'static Response,
    addresses: &[String],
) -> (Vec<Finding<'p>>, Vec<String>) {
    // These refuse what comes from outside, to somebody inside.
    let inward = [
        &responses::GROUP_NOT_AUTHENTICATED,
        &responses::MAILBOX_NOT_AUTHENTICATED,
        &responses::RECIPIENT_DENIED,
    ];
    let from = if inward.contains(&response) {
        From::Anybody
    } else {
        From::Inside
    };
    let stays_inside = inward.contains(&response)
        || [&responses::OOF_EXT_TO_INT, &responses::RECIPIENT_NOT_FOUND].contains(&response);
    let to = addresses.iter();
    let named = to.filter(|a| policy.is_accepted(a) == stays_inside);
    let named: Vec<String> = named.cloned().collect();
    let columns = if named.is_empty() && stays_inside {
        let groups = policy.groups.iter().filter_map(|g| g.addresses.first());
        let mailboxes = policy.mailboxes.iter().filter_map(|m| m.addresses.first());
        let listed: Vec<String> = groups.chain(mailboxes).take(ASKED).cloned().collect();
        match listed.as_slice() {
            [] => Vec::new(),
            listed => matrix::of_policy(policy, from, listed),
        }
    } else {
        matrix::of_policy(policy, from, &named)
    };
    let (mut found, mut places) = (Vec::new(), FxHashMap::default());
    for column in &columns {
        for (row, variants) in matrix::rows().enumerate().zip(&column.cells) {
            for variant in variants {
                add(column, row, variant, response, (&mut found, &mut places));
            }
        }
    }
    let all = columns.first().and_then(|column| column.cells.first());
    let all = all.map_or(0, |cell| cell.iter().map(|v| v.senders.len()).sum());
    for finding in &mut found {
        finding.everybody = finding.senders.len() == all && matches!(from, From::Inside);
    }
    (found, named)
}

/// What tells two findings apart: setting, value, line, and whether it only may be it.
type Key = (Option<(&'static str, String, Option<u32>)>, bool);

fn add<'p>(
    column: &Column<'p>,
    row: (usize, (Kind, ForwardedBy)),
    variant: &Variant<'p>,
    response: &Response,
    (found, places): (&mut Vec<Finding<'p>>, &mut FxHashMap<Key, usize>),
) {
    let Some(end) = &variant.end else { return };
    for (ruling, perhaps) in rulings(end, response) {
        let key = ruling
            .as_ref()
            .map(|r| (r.setting, r.value.to_string(), r.line));
        let place = *places.entry((key, perhaps)).or_insert_with(|| {
            found.push(Finding {
                ruling,
                recipients: Vec::new(),
                example: column.example.clone(),
                senders: Vec::new(),
                everybody: false,
                rows: Vec::new(),
                perhaps,
            });
            found.len() - 1
        });
        let Some(at) = found.get_mut(place) else {
            continue;
        };
        // One column is looked at after the other.
        if !at.recipients.ends_with(&column.members) {
            at.recipients.extend_from_slice(&column.members);
        }
        for sender in &variant.senders {
            if !at.senders.contains(sender) {
                at.senders.push(sender.clone());
            }
        }
        if !at.rows.contains(&row) {
            at.rows.push(row);
        }
    }
}

/// What gives a response in a cell: the setting, and whether it only may.
fn rulings<'p>(end: &End<'p>, response: &Response) -> Vec<(Option<Ruling<'p>>, bool)> {
    let is_it = |outcome: Outcome| {
        outcome.response().is_some_and(|r| {
            // A mail flow rule rejects with a code of its own.
            r == response || r.is_of_rule() && r.text == response.text
        })
    };
    let mut all = Vec::new();
    if is_it(end.outcome) {
        all.push((end.ruling.clone(), false));
    }
    let open = end.open.iter().filter(|(outcome, _)| is_it(*outcome));
    all.extend(open.map(|(_, ruling)| {
        let by_rule = ruling
            .as_ref()
            .is_some_and(|r| r.setting_id == crate::transport::decide::mail_flow_rules::SETTING);
        (ruling.clone(), by_rule)
    }));
    all
}
