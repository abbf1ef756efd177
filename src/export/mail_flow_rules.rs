//! Compares mail flow rules, for which no script has commands, and tells each difference.

use super::compare::Differs;
use super::not_done::{NotDone, NotDoneList};
use crate::policy::mail_flow_rule::Change;
use crate::policy::sections::TRANSPORT_RULES;
use crate::policy::{MailFlowRule, Policy, Sourced};
use std::collections::{BTreeMap, HashMap};

const SET: &str = "Set-TransportRule";

/// The rules by their names; of two the first.
fn by_name(policy: &Policy) -> HashMap<String, &MailFlowRule> {
    let rules = policy.mail_flow_rules.iter().rev();
    rules.map(|r| (r.name.to_lowercase(), r)).collect()
}

/// Compare the rules of two policies.
pub(super) fn compare(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    if target.mail_flow_rules.is_empty() {
        if !current.mail_flow_rules.is_empty() {
            not_done.unsaid(target, TRANSPORT_RULES.name);
        }
        return;
    }
    let (had, has) = (by_name(current), by_name(target));
    for new in &target.mail_flow_rules {
        match had.get(&new.name.to_lowercase()) {
            Some(old) => rule(old, new, target, not_done),
            None => not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: TRANSPORT_RULES.entry,
                    name: new.name.clone(),
                    cmdlets: "New-TransportRule".into(),
                },
            ),
        }
    }
    for old in &current.mail_flow_rules {
        if !has.contains_key(&old.name.to_lowercase()) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::NotRemoved {
                    entry: TRANSPORT_RULES.entry,
                    name: old.name.clone(),
                    cmdlets: "Remove-TransportRule",
                },
            );
        }
    }
}

fn rule(old: &MailFlowRule, new: &MailFlowRule, target: &Policy, not_done: &mut NotDoneList) {
    let switch = if new.enabled {
        "Enable-TransportRule"
    } else {
        "Disable-TransportRule"
    };
    let [a, b] = [properties(old), properties(new)];
    let names: Vec<&str> = a.keys().chain(b.keys()).copied().collect();
    let mut differs: Vec<Differs> = vec![(old.enabled != new.enabled, "State", switch)];
    for name in names {
        if !differs.iter().any(|(_, seen, _)| *seen == name) {
            differs.push((a.get(name) != b.get(name), name, SET));
        }
    }
    not_done.differing(target, new.line, &TRANSPORT_RULES, &new.name, &differs);
}

/// What a rule says, property by property.
fn properties(rule: &MailFlowRule) -> BTreeMap<&'static str, String> {
    let date = |date: &Option<Sourced<i64>>| date.as_ref().map(|d| d.value.to_string());
    let mut all: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut add = |name, value: String| {
        all.entry(name)
            .and_modify(|all: &mut String| all.push_str(&value))
            .or_insert(value.clone());
    };
    add("Priority", format!("{:?}", rule.priority));
    add("Mode", format!("{:?}", rule.mode.value));
    add(
        "SenderAddressLocation",
        format!("{:?}", rule.sender_location),
    );
    add(
        "RecipientAddressType",
        format!("{:?}", rule.recipient_address),
    );
    add("UseLegacyRegex", rule.legacy_regex.to_string());
    add("StopRuleProcessing", rule.stop.value.to_string());
    add("RuleErrorAction", format!("{:?}", rule.error_action.value));
    add("ActivationDate", date(&rule.activation).unwrap_or_default());
    add("ExpiryDate", date(&rule.expiry).unwrap_or_default());
    for predicate in &rule.predicates {
        add(
            predicate.name,
            format!("{:?}", (&*predicate.values, &predicate.of)),
        );
    }
    for action in &rule.actions {
        add(action.name, format!("{:?}", (&action.value, &action.does)));
    }
    for change in &rule.changes {
        let (name, value) = match change {
            Change::Subject(text) => ("PrependSubject", text.clone()),
            Change::Header(name, None) => ("RemoveHeader", name.clone()),
            Change::Header(name, Some(value)) => ("SetHeaderValue", format!("{name}: {value}")),
            Change::Body(text) => ("ApplyHtmlDisclaimerText", text.clone()),
            Change::Unseen(name, text) => (*name, text.clone()),
        };
        add(name, value);
    }
    all
}
