//! Finds what would have to be different for another answer to be right: one setting, the kind of
//! the message, who forwarded it, or the recipient.

use super::{Topic, ask::Ask, policy, verdict};
use crate::check::known;
use crate::facts::words;
use rdsim::evaluate::Overrides;
use rdsim::policy::{Policy, charset::CHARSETS, edit};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use serde::Serialize;

/// What would have to be different, each alone.
#[derive(Debug, Default, Serialize)]
pub struct Changes {
    version: u8,
    settings: Vec<SettingV1>,
    kinds: Vec<&'static str>,
    forwards: Vec<&'static str>,
    /// Another recipient, inside or outside.
    to: Option<&'static str>,
}

/// A setting, the values that it would need, and the one that it has.
#[derive(Debug, Serialize)]
struct SettingV1 {
    id: &'static str,
    name: &'static str,
    values: Vec<String>,
    now: String,
    line: Option<u32>,
    default: bool,
}

/// Where a property may be written that has its default.
const SECTIONS: [&str; 4] = [
    "RemoteDomains",
    "HostedOutboundSpamFilterPolicies",
    "DistributionGroups",
    "Mailboxes",
];

/// What would have to be different for `chosen` to be right.
#[must_use]
pub fn changes(yaml: &str, message: &str, beside: &str, ask: &str, chosen: &str) -> Changes {
    let mut out = Changes {
        version: 1,
        ..Changes::default()
    };
    let (told, _) = known(beside);
    // Lines of form and of character sets are asked in another way, and never come here.
    let (Some(ask), Some(read)) = (Ask::from_token(ask), policy(yaml)) else {
        return out;
    };
    let gives = |policy: &Policy, told: &Overrides| {
        let answer = verdict(policy, message, told, |v| ask.answer(Topic::Oof, v));
        answer.as_deref() == Some(chosen)
    };
    let with = |change: &dyn Fn(&mut Overrides)| {
        let mut told = Overrides {
            kind: told.kind,
            forwarded_by: told.forwarded_by,
            to: told.to.clone(),
            from: told.from.clone(),
            ..Overrides::default()
        };
        change(&mut told);
        gives(&read, &told)
    };
    let asked = verdict(&read, message, &told, |v| {
        let rulings = v.asked.iter();
        let asked = rulings.map(|r| SettingV1 {
            id: r.setting_id,
            name: r.setting,
            values: Vec::new(),
            now: r.value.to_string(),
            line: r.line,
            default: r.default,
        });
        Some(asked.collect::<Vec<_>>())
    });
    for mut setting in asked.unwrap_or_default() {
        let mut values = words(setting.name);
        if values.is_empty() || CHARSETS.contains(&chosen) {
            values = vec!["true".to_owned(), "false".to_owned(), chosen.to_owned()];
        }
        values.retain(|value| {
            let changed = edited(yaml, &setting, value);
            let changed = changed.and_then(|yaml| policy(&yaml));
            changed.is_some_and(|policy| gives(&policy, &told))
        });
        setting.values = values;
        if !setting.values.is_empty() {
            out.settings.push(setting);
        }
    }
    let kinds = Kind::TOKENS.iter();
    out.kinds = kinds
        .filter(|k| with(&|told| told.kind = Kind::from_token(k)))
        .copied()
        .collect();
    let forwards = ForwardedBy::EXACT.iter();
    out.forwards = forwards
        .filter(|by| with(&|told| told.forwarded_by = Some(**by)))
        .map(|by| by.token())
        .collect();
    let others = ["carol@contoso.com", "bob@fabrikam.com"].into_iter();
    out.to = others
        .into_iter()
        .find(|to| with(&|told| told.to = vec![(*to).to_owned()]));
    out
}

/// The policy with another value.
fn edited(yaml: &str, setting: &SettingV1, value: &str) -> Option<String> {
    let line = setting.line?;
    if setting.default {
        let mut sections = SECTIONS.iter();
        return sections.find_map(|s| edit::set(yaml, s, line, setting.name, value).ok());
    }
    let mut out = String::with_capacity(yaml.len());
    for (n, text) in (1_u32..).zip(yaml.lines()) {
        match text.split_once(setting.name) {
            Some((before, _)) if n == line => {
                out.extend([before, setting.name, ": ", value]);
            }
            _ => out.push_str(text),
        }
        out.push('\n');
    }
    Some(out)
}
