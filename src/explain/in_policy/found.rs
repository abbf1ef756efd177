//! Finds the settings of a policy that give a response, and for which messages.

use crate::diff::matrix::{self, Column, End, From, Variant};
use crate::i18n::{Language, en};
use crate::policy::Policy;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::{self, Response};
use crate::transport::setting::Ruling;

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
        let words = |(kind, by): (Kind, ForwardedBy)| match by {
            ForwardedBy::Nobody => kind.token().to_owned(),
            by => language.fill(
                en("{kind}, forwarded by {by}"),
                &[("kind", &kind.token()), ("by", &by.token())],
            ),
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
    let mut found: Vec<Finding> = Vec::new();
    for column in &columns {
        for (row, variants) in matrix::rows().enumerate().zip(&column.cells) {
            for variant in variants {
                add(column, row, variant, response, &mut found);
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

fn add<'p>(
    column: &Column<'p, 1>,
    row: (usize, (Kind, ForwardedBy)),
    variant: &Variant<'p, 1>,
    response: &Response,
    found: &mut Vec<Finding<'p>>,
) {
    let [Some(end)] = &variant.ends else { return };
    for (ruling, perhaps) in rulings(end, response) {
        let is_same = |f: &&mut Finding| {
            let key = |r: &Option<Ruling>| {
                let r = r.as_ref()?;
                Some((r.setting, r.value.to_string(), r.line))
            };
            key(&f.ruling) == key(&ruling) && f.perhaps == perhaps
        };
        let at = match found.iter_mut().find(is_same) {
            Some(at) => at,
            None => {
                found.push(Finding {
                    ruling,
                    recipients: Vec::new(),
                    example: column.example.clone(),
                    senders: Vec::new(),
                    everybody: false,
                    rows: Vec::new(),
                    perhaps,
                });
                let Some(last) = found.last_mut() else { return };
                last
            }
        };
        let new = |all: &[String], more: &[String]| {
            let more = more.iter().filter(|name| !all.contains(name));
            more.cloned().collect::<Vec<_>>()
        };
        at.recipients.extend(new(&at.recipients, &column.members));
        at.senders.extend(new(&at.senders, &variant.senders));
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
