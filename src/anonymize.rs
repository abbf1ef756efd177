//! Replaces the names in a policy and in the headers of a message, so that both can be shown to
//! others and the verdict stays the same.
//!
//! `names` gives every domain, address and name another one, the same everywhere. `policy`
//! writes the policy with them, and `message` the headers that a verdict may depend on. What is
//! in the body, and in comments of the policy, is left out.

mod message;
mod names;
mod policy;

use crate::diagnostic::Problem;
use crate::evaluate::{self, Judged, Overrides};
use crate::export;
use crate::mail::message::Message;
use crate::policy::{Policy, read};
use crate::report::json;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
pub use message::Subject;
use names::Names;
use serde_json::Value;

/// What stands for the policy in what is written.
pub const POLICY: &str = "policy.yaml";
/// What stands for the message.
pub const MESSAGE: &str = "message.eml";

/// A policy, a message and what was said of it, under other names.
#[derive(Debug)]
pub struct Anonymized {
    /// The policy.
    pub policy: String,
    /// The headers of the message, with an empty body.
    pub message: String,
    /// The names of its headers that were left out.
    pub left_out: Vec<String>,
    /// How much of the subject is still there.
    pub subject: Subject,
    /// What the user said beside the message, and the kind where only the body shows it.
    pub overrides: Overrides,
    /// Whether entries of recipients that the message has nothing to do with were left out.
    pub shortened: bool,
    /// Further texts, under the same names.
    pub texts: Vec<String>,
    /// Properties whose values are still as they were, apart from domains and addresses in them.
    pub kept: Vec<&'static str>,
}

/// Why there is nothing that could be shown.
#[derive(Debug)]
pub enum Failure {
    /// The policy cannot be written anew.
    Policy(Vec<Problem>),
    /// The message gets no verdict.
    Unjudged(crate::mail::Error),
    /// The verdict is another one with the names replaced: it was the first, and is the second.
    OtherVerdict(String, String),
}

/// One way of leaving things out.
#[derive(Debug, Clone, Copy)]
struct Way {
    shorten: bool,
    subject: Subject,
    say_kind: bool,
}

/// Replace the names, and leave out as much as the verdict allows.
///
/// # Errors
/// There is no verdict, or it changes in every way.
pub fn anonymize(
    (policy, bytes): (&Policy, &[u8]),
    message: &Message,
    overrides: &Overrides,
    texts: &[String],
) -> Result<Anonymized, Failure> {
    let written = export::json::write(&policy.file, bytes).map_err(Failure::Policy)?;
    let written: Value = serde_json::from_str(&written.text).unwrap_or_default();
    let judged = evaluate::judge_message(policy, MESSAGE, Ok(message.clone()), overrides);
    if let Err(error) = &judged.result {
        return Err(Failure::Unjudged(error.clone()));
    }
    let wanted = gist(&judged);
    let mut other = String::new();
    for shorten in [true, false] {
        for subject in [Subject::LeftOut, Subject::Prefix, Subject::Whole] {
            for say_kind in [false, true] {
                let way = Way {
                    shorten,
                    subject,
                    say_kind,
                };
                let made = make(&written, &judged, message, overrides, texts, way);
                other = judge(&made);
                if other == wanted {
                    return Ok(made);
                }
            }
        }
    }
    Err(Failure::OtherVerdict(wanted, other))
}

fn make(
    written: &Value,
    judged: &Judged,
    message: &Message,
    overrides: &Overrides,
    texts: &[String],
    way: Way,
) -> Anonymized {
    let mut names = Names::default();
    let mut written = written.clone();
    let involved = involved(judged, message, overrides);
    let shortened = way.shorten && policy::shorten(&mut written, &involved);
    let headers = message.headers.iter().map(|h| h.text().into_owned());
    let read: Vec<String> = involved.into_iter().chain(headers).collect();
    names.learn(&written, &read);
    let keep_words = way.subject == Subject::Whole;
    let mut kept = Vec::new();
    let policy = policy::write(&written, &mut names, keep_words, &mut kept);
    let (message_text, left_out) = message::write(message, &mut names, way.subject);
    let mut said = Overrides {
        from: overrides.from.as_deref().map(|from| names.label(from)),
        to: overrides.to.iter().map(|to| names.label(to)).collect(),
        ..overrides.clone()
    };
    if way.say_kind
        && let Ok(judgement) = &judged.result
    {
        said.kind = said.kind.or(match judgement.class.kinds[..] {
            [kind] => Some(kind),
            _ => None,
        });
        let forwarded = judgement.class.auto_forwarded == Some(true);
        let ordinary = matches!(judgement.class.kinds[..], [Kind::Ordinary]);
        if forwarded && ordinary {
            said.forwarded_by = said.forwarded_by.or(Some(ForwardedBy::InboxRule));
        }
    }
    Anonymized {
        policy,
        message: message_text,
        left_out,
        subject: way.subject,
        overrides: said,
        shortened,
        texts: texts.iter().map(|text| names.text(text)).collect(),
        kept,
    }
}

/// The addresses that a verdict is about.
fn involved(judged: &Judged, message: &Message, overrides: &Overrides) -> Vec<String> {
    let mut all = vec![message.sender(), message.author()];
    all.extend(message.recipients());
    all.extend(overrides.from.clone());
    all.extend(overrides.to.clone());
    let mut steps = Vec::new();
    // A String takes whatever is written to it, and what is serialised here is JSON.
    if json::message(judged, POLICY, &mut steps).is_ok() {
        let text = String::from_utf8_lossy(&steps).into_owned();
        all.extend(names::addresses(&text).map(str::to_owned));
    }
    let all = all.into_iter().map(|address| address.to_lowercase());
    let mut all: Vec<String> = all.filter(|address| address.contains('@')).collect();
    all.sort();
    all.dedup();
    all
}

/// What the verdict on a message is, without any name.
fn gist(judged: &Judged) -> String {
    let mut bytes = Vec::new();
    let written = json::message(judged, POLICY, &mut bytes).is_ok();
    let report: Value = match written {
        true => serde_json::from_slice(&bytes).unwrap_or_default(),
        false => Value::Null,
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let verdicts = report.get("verdicts").map(list).unwrap_or_default();
    let lines = verdicts.iter().map(|verdict| {
        let get = |name: &str| verdict.get(name).unwrap_or(&Value::Null);
        let response = get("response").get("code").map_or("-".into(), text);
        let because = list(get("because"));
        let because = because
            .iter()
            .filter_map(|ruling| ruling.get("setting").map(text));
        let because: Vec<String> = because.collect();
        let steps = list(get("via")).len();
        let domain = text(get("remote_domain"));
        // Which of the three kinds of remote domains it is.
        let domain = match domain.as_str() {
            "*" | "-" => domain.as_str(),
            other if other.starts_with("*.") => "*.…",
            _ => "…",
        };
        format!(
            "{} {response} {} {domain} {steps}",
            text(get("outcome")),
            because.join("+")
        )
    });
    let lines: Vec<String> = lines.collect();
    lines.join("; ")
}

/// The gist of the verdict under the names that were given, or why there is none.
fn judge(made: &Anonymized) -> String {
    match read::read_to_judge(POLICY, made.policy.as_bytes()) {
        Ok((policy, _)) => {
            let message = made.message.as_bytes();
            let judged = evaluate::judge(&policy, MESSAGE, message, &made.overrides);
            match &judged.result {
                Ok(_) => gist(&judged),
                Err(error) => error.to_string(),
            }
        }
        Err(found) => found
            .first()
            .map_or_else(String::new, |p| p.message.to_string()),
    }
}

impl Anonymized {
    /// What rdsim says of it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn verdict(&self, to: &mut Vec<u8>) -> std::io::Result<()> {
        use crate::report::human::{View, block};
        if let Ok((policy, _)) = read::read_to_judge(POLICY, self.policy.as_bytes()) {
            let message = self.message.as_bytes();
            let judged = evaluate::judge(&policy, MESSAGE, message, &self.overrides);
            let view = View {
                explain: true,
                ..View::of(POLICY)
            };
            block(&judged, view, to)?;
        }
        Ok(())
    }
}
