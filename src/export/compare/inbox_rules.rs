//! Compares inbox rules.

use super::super::not_done::{NotDone, NotDoneList};
use super::Differs;
use crate::policy::sections::INBOX_RULES;
use crate::policy::{InboxRule, Policy};
use std::collections::HashMap;

const RULE: &str = "Set-InboxRule";

fn rule_name(rule: &InboxRule) -> (&str, String) {
    (&rule.mailbox, rule.name.to_lowercase())
}

/// The rules by mailbox and name; of two the first.
fn by_name(policy: &Policy) -> HashMap<(&str, String), &InboxRule> {
    let rules = policy.inbox_rules.iter().rev();
    rules.map(|rule| (rule_name(rule), rule)).collect()
}

fn shown(rule: &InboxRule) -> String {
    format!("{}\\{}", rule.mailbox, rule.name)
}

pub(super) fn inbox_rules(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let (had, has) = (by_name(current), by_name(target));
    for new in &target.inbox_rules {
        match had.get(&rule_name(new)) {
            Some(old) => inbox_rule(old, new, target, not_done),
            None => not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: INBOX_RULES.entry,
                    name: shown(new),
                    cmdlets: "New-InboxRule".into(),
                },
            ),
        }
    }
    for old in &current.inbox_rules {
        if !has.contains_key(&rule_name(old)) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::NotRemoved {
                    entry: INBOX_RULES.entry,
                    name: shown(old),
                    cmdlets: "Remove-InboxRule",
                },
            );
        }
    }
}

fn inbox_rule(old: &InboxRule, new: &InboxRule, target: &Policy, not_done: &mut NotDoneList) {
    let switch = if new.enabled.value {
        "Enable-InboxRule"
    } else {
        "Disable-InboxRule"
    };
    let mut differs: Vec<Differs> = vec![
        (old.enabled.value != new.enabled.value, "Enabled", switch),
        (
            old.in_error.value != new.in_error.value,
            "InError",
            "Remove-InboxRule and New-InboxRule",
        ),
        (old.priority != new.priority, "Priority", RULE),
        (old.stop != new.stop, "StopProcessingRules", RULE),
        (old.forward_to != new.forward_to, "ForwardTo", RULE),
        (
            old.forward_as_attachment_to != new.forward_as_attachment_to,
            "ForwardAsAttachmentTo",
            RULE,
        ),
        (old.redirect_to != new.redirect_to, "RedirectTo", RULE),
        (
            old.reply != new.reply,
            "ServerReplyWithMessage",
            "a rule of Outlook",
        ),
        (
            old.reply_to != new.reply_to,
            "ServerReplyTo",
            "a rule of Outlook",
        ),
    ];
    let words = |rule: &InboxRule, name: &str, except: bool| {
        let mut conditions = rule.conditions.iter();
        let found = conditions.find(|c| c.name == name && c.except == except);
        found.map(|c| c.words.clone())
    };
    let mut seen = Vec::new();
    for condition in old.conditions.iter().chain(&new.conditions) {
        let key = (condition.name, condition.except);
        if !seen.contains(&key) {
            seen.push(key);
            let differ = words(old, key.0, key.1) != words(new, key.0, key.1);
            differs.push((differ, condition.name, RULE));
        }
    }
    let actions = old.others.iter().chain(&new.others);
    for name in actions {
        let is = |rule: &InboxRule| rule.others.contains(name);
        differs.push((is(old) != is(new), name, RULE));
    }
    not_done.differing(target, new.line, &INBOX_RULES, &shown(new), &differs);
}
