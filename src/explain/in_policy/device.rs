//! Says how to ask what a policy does to a device that gets a refusal.

use crate::explain::Group;
use crate::explain::lines::{Answer, is_refusal};
use crate::i18n::{Language, en};
use crate::text::markdown::block;
use crate::text::shell;
use crate::transport::responses::catalogue::{Entry, Who};

/// Whether it explains what a device meets that submits mail.
fn is_met(answer: &Answer) -> bool {
    let by_device = |entry: &Entry| entry.who == Who::Device;
    match answer {
        Answer::Page(_) => is_judged(answer),
        Answer::Entry(entry) => by_device(entry) || is_judged(answer),
        Answer::OneOf(_, entries) => entries.iter().any(|e| by_device(e)) || is_judged(answer),
    }
}

/// Whether `rdsim submit` tells by a policy whether a device meets it.
fn is_judged(answer: &Answer) -> bool {
    match answer {
        Answer::Page(topic) => matches!(topic.group, Group::Method | Group::Requirement),
        Answer::Entry(entry) => is_refusal(entry),
        Answer::OneOf(_, entries) => entries.iter().any(|e| is_refusal(e)),
    }
}

/// The commands that judge a device under a policy and advise on it, as Markdown; nothing where no
/// answer is about devices.
pub(super) fn commands(answers: &[Answer], policy: &str, language: Language) -> String {
    if !answers.iter().any(is_met) {
        return String::new();
    }
    let policy = shell::option("--policy", policy);
    let met = language.translate(en(
        "It concerns mail that a device or an application submits.",
    ));
    let mut out = format!("\n{met}\n");
    let mut add = |what: &str, options: &str| {
        let command = format!("rdsim submit {options} --from SENDER --to RECIPIENT");
        let what = language.translate(what);
        out.push_str(&format!("\n{what}\n\n{}", block(&command, "")));
    };
    if answers.iter().any(is_judged) {
        add(
            en(
                "Which setting of the policy refuses the device, and what to change; `--sign-in` and `--account`, or `--ip`, say how it is known:",
            ),
            &format!("{policy} --endpoint SERVER"),
        );
    }
    add(
        en(
            "Which method suits the device, by what it can do (`--sign-in`, `--account`, `--tls`, `--ip`, `--fixed-ip`), and how to set it up:",
        ),
        &format!("--advise {policy}"),
    );
    out
}
