//! Finds the inbox rules of a mailbox that run on a message, as far as that can be known.

use super::{Incoming, Reason};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::InboxRule;
use crate::policy::inbox_rule::{Condition, Test};
use crate::transport::facts::reactions::RULE_IN_ERROR_IS_OPEN;

/// A rule that runs, or perhaps runs: the doubts say what would have to be known.
pub(super) struct Running<'p> {
    pub(super) rule: &'p InboxRule,
    pub(super) doubts: Vec<Reason>,
}

/// At most so many earlier rules are named that may keep a rule from running.
const MAY_STOP_SHOWN: usize = 10;

/// The rules of the mailbox that run, in order.
pub(super) fn running<'p>(incoming: &Incoming<'_, 'p>) -> Vec<Running<'p>> {
    let mut out = Vec::new();
    // Doubts whether an earlier rule stops the processing.
    let mut may_stop: Vec<Reason> = Vec::new();
    let own = incoming.policy.rules_of(&incoming.to);
    for rule in own.filter(|r| r.enabled.value) {
        let Some(own) = doubts(incoming, rule) else {
            continue;
        };
        let certain = own.is_empty();
        out.push(Running {
            rule,
            doubts: [may_stop.clone(), own].concat(),
        });
        if rule.stop && certain {
            break;
        }
        if rule.stop && may_stop.len() < MAY_STOP_SHOWN {
            let what = Text::with(
                en(
                    "whether the rule `{rule}` takes the message and ends the others (StopProcessingRules)",
                ),
                vec![("rule", rule.name.clone())],
            );
            may_stop.push(Reason::in_policy(what, Some(rule.line)));
        }
    }
    out
}

/// What would have to be known for a rule to run; `None` where it does not.
fn doubts(incoming: &Incoming, rule: &InboxRule) -> Option<Vec<Reason>> {
    let mut doubts = Vec::from_iter(in_error(rule));
    for condition in &rule.conditions {
        match holds(incoming, condition) {
            Some(holds) if holds == condition.except => return None,
            Some(_) => {}
            None => {
                let what = Text::with(
                    if incoming.arrival.unseen {
                        en("whether {condition} of the rule `{rule}` holds: there is no message")
                    } else {
                        en("whether {condition} of the rule `{rule}` holds, which is not simulated")
                    },
                    vec![
                        ("condition", condition.name.to_string()),
                        ("rule", rule.name.clone()),
                    ],
                );
                doubts.push(Reason::in_policy(what, Some(condition.line)));
            }
        }
    }
    Some(doubts)
}

/// The doubt about a rule that Exchange could not run once.
fn in_error(rule: &InboxRule) -> Option<Reason> {
    let what = Text::with(
        en("whether the rule `{rule}` does anything, as Exchange met an error in it (InError)"),
        vec![("rule", rule.name.clone())],
    );
    let reason = || Reason::in_policy(what, rule.in_error.line).by(&RULE_IN_ERROR_IS_OPEN);
    rule.in_error.value.then(reason)
}

/// Whether a condition holds, whether or not it is an exception; `None` where that is not known.
fn holds(incoming: &Incoming, condition: &Condition) -> Option<bool> {
    let words = &condition.words;
    let has = |text: &str| {
        let text = text.to_lowercase();
        words.iter().any(|w| text.contains(w.as_str()))
    };
    // A name in place of an address refers to a recipient that only the tenant knows.
    let among = |found: &[String]| {
        if words.iter().any(|w| found.contains(w)) {
            return Some(true);
        }
        words.iter().all(|w| w.contains('@')).then_some(false)
    };
    let of = |name: &str| incoming.message.addresses(name);
    let mine = |found: &[String]| found.iter().any(|a| incoming.is_owner(a));
    let all = [of("To"), of("Cc")].concat();
    let looks_inside = matches!(
        condition.test,
        Test::Subject | Test::SubjectOrBody | Test::Header
    );
    if incoming.arrival.unseen && looks_inside {
        return None;
    }
    Some(match condition.test {
        Test::From => among(&[incoming.author.clone(), from(incoming)])?,
        Test::FromWords => has(&incoming.author) || has(&from(incoming)),
        Test::Subject => has(&incoming.subject()),
        Test::SubjectOrBody => {
            let parts = incoming.message.parts.iter();
            let mut texts = parts.filter(|p| p.media_type.starts_with("text/") && !p.attachment);
            // Words that are not found may stand between tags, or in what was not looked at.
            (has(&incoming.subject()) || texts.any(|p| has(&p.text()))).then_some(true)?
        }
        Test::RecipientWords => all.iter().any(|a| has(a)),
        Test::SentTo => among(&all)?,
        Test::Header => {
            let headers = incoming.message.headers.iter();
            headers
                .map(|h| format!("{}: {}", h.name, h.text()))
                .any(|h| has(&h))
        }
        Test::InTo => mine(&of("To")),
        Test::InCc => mine(&of("Cc")),
        Test::InToOrCc => mine(&all),
        Test::NotInTo => !mine(&of("To")),
        Test::OnlyMe => !all.is_empty() && all.iter().all(|a| incoming.is_owner(a)),
        Test::Unknown => return None,
    })
}

/// The address in From, which may be another than the sender's.
fn from(incoming: &Incoming) -> String {
    let from = incoming
        .message
        .header("From")
        .map(|h| address::list(&h.value));
    from.and_then(|f| f.into_iter().next()).unwrap_or_default()
}

/// Actions of the rules that run that are not simulated, each once.
pub(super) fn not_simulated(incoming: &Incoming) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for name in running(incoming).iter().flat_map(|r| &r.rule.others) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

/// What triggers a reaction by a rule.
pub(super) fn trigger(action: &str, rule: &InboxRule) -> Reason {
    let what = Text::with(
        en("{action} of the inbox rule `{rule}`"),
        vec![("action", action.to_owned()), ("rule", rule.name.clone())],
    );
    Reason::in_policy(what, Some(rule.line))
}

/// The most targets with which a rule forwards or redirects a message.
const TARGETS: usize = 10;

/// Why a rule with very many targets sends the message to none of them.
pub(super) fn too_many_targets(rule: &InboxRule) -> Option<Reason> {
    let all = [
        &rule.forward_to,
        &rule.forward_as_attachment_to,
        &rule.redirect_to,
    ];
    let count: usize = all.iter().map(|targets| targets.len()).sum();
    let what = Text::of(
        en(
            "the rule `{rule}` has {count} targets, and a rule with more than {most} sends the message to none of them",
        ),
        [("rule", &rule.name), ("count", &count), ("most", &TARGETS)],
    );
    (count > TARGETS).then(|| Reason::in_policy(what, Some(rule.line)))
}

/// The doubt about a target that is no address: a name, or an entry of the directory.
pub(super) fn unknown_target(target: &str, rule: &InboxRule) -> Option<Reason> {
    let what = Text::with(
        en("the address of `{target}`: write it in the policy"),
        vec![("target", target.to_owned())],
    );
    (!target.contains('@')).then(|| Reason::in_policy(what, Some(rule.line)))
}
