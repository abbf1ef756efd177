//! Tells which inbox rules of a mailbox run on a message, as far as it can be told.

use super::{Case, Cause};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::InboxRule;
use crate::policy::inbox_rule::{Condition, Test};

/// A rule that runs, or perhaps runs: the doubts say what would have to be known.
pub(super) struct Running<'p> {
    pub(super) rule: &'p InboxRule,
    pub(super) doubts: Vec<Cause>,
}

/// Earlier rules that are told of one that they perhaps keep from running.
const BEFORE: usize = 10;

/// The rules of the mailbox that run, in order.
pub(super) fn running<'p>(case: &Case<'_, 'p>) -> Vec<Running<'p>> {
    let mut out = Vec::new();
    // Whether an earlier rule perhaps ends it.
    let mut before: Vec<Cause> = Vec::new();
    let own = case.policy.rules_of(&case.to);
    for rule in own.filter(|r| r.enabled.value) {
        let Some(own) = doubts(case, rule) else {
            continue;
        };
        let certain = own.is_empty();
        out.push(Running {
            rule,
            doubts: [before.clone(), own].concat(),
        });
        if rule.stop && certain {
            break;
        }
        if rule.stop && before.len() < BEFORE {
            let what = Text::with(
                en(
                    "whether the rule `{rule}` takes the message and ends the others (StopProcessingRules)",
                ),
                vec![("rule", rule.name.clone())],
            );
            before.push(Cause::policy(what, Some(rule.line)));
        }
    }
    out
}

/// What would have to be known for a rule to run; `None` where it does not.
fn doubts(case: &Case, rule: &InboxRule) -> Option<Vec<Cause>> {
    let mut doubts = Vec::new();
    for condition in &rule.conditions {
        match holds(case, condition) {
            Some(holds) if holds == condition.except => return None,
            Some(_) => {}
            None => {
                let what = Text::with(
                    en("whether {condition} of the rule `{rule}` holds, which is not simulated"),
                    vec![
                        ("condition", condition.name.to_string()),
                        ("rule", rule.name.clone()),
                    ],
                );
                doubts.push(Cause::policy(what, Some(condition.line)));
            }
        }
    }
    Some(doubts)
}

/// Whether what a condition looks at is so; `None` where that cannot be told.
fn holds(case: &Case, condition: &Condition) -> Option<bool> {
    let words = &condition.words;
    let has = |text: &str| {
        let text = text.to_lowercase();
        words.iter().any(|w| text.contains(w.as_str()))
    };
    // A name in place of an address stands for somebody whom only the tenant knows.
    let among = |found: &[String]| {
        if words.iter().any(|w| found.contains(w)) {
            return Some(true);
        }
        words.iter().all(|w| w.contains('@')).then_some(false)
    };
    let of = |name: &str| case.message.addresses(name);
    let mine = |found: &[String]| found.iter().any(|a| case.is_owner(a));
    let all = [of("To"), of("Cc")].concat();
    Some(match condition.test {
        Test::From => among(&[case.author.clone(), from(case)])?,
        Test::FromWords => has(&case.author) || has(&from(case)),
        Test::Subject => has(&case.subject_read()),
        Test::SubjectOrBody => has(&case.subject_read()).then_some(true)?,
        Test::RecipientWords => all.iter().any(|a| has(a)),
        Test::SentTo => among(&all)?,
        Test::Header => {
            let headers = case.message.headers.iter();
            headers
                .map(|h| format!("{}: {}", h.name, h.value))
                .any(|h| has(&h))
        }
        Test::InTo => mine(&of("To")),
        Test::InCc => mine(&of("Cc")),
        Test::InToOrCc => mine(&all),
        Test::NotInTo => !mine(&of("To")),
        Test::OnlyMe => !all.is_empty() && all.iter().all(|a| case.is_owner(a)),
        Test::Unknown => return None,
    })
}

/// The address in From, which may be another than the sender's.
fn from(case: &Case) -> String {
    let from = case.message.header("From").map(|h| address::list(&h.value));
    from.and_then(|f| f.into_iter().next()).unwrap_or_default()
}

/// Actions of the rules that run that are not simulated, each once.
pub(super) fn not_simulated(case: &Case) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for name in running(case).iter().flat_map(|r| &r.rule.others) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

/// What sets off a reaction by a rule.
pub(super) fn because(action: &str, rule: &InboxRule) -> Cause {
    let what = Text::with(
        en("{action} of the inbox rule `{rule}`"),
        vec![("action", action.to_owned()), ("rule", rule.name.clone())],
    );
    Cause::policy(what, Some(rule.line))
}

/// The doubt about a target that is no address: a name, or an entry of the directory.
pub(super) fn unknown_target(target: &str, rule: &InboxRule) -> Option<Cause> {
    let what = Text::with(
        en("the address of `{target}`: write it in the policy"),
        vec![("target", target.to_owned())],
    );
    (!target.contains('@')).then(|| Cause::policy(what, Some(rule.line)))
}
