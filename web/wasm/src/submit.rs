//! Tells whether a message from a device is taken, and by which method a device should send.

use crate::POLICY;
use crate::check::{Because, because};
use crate::policy::{ProblemV1, told};
use rdsim::address;
use rdsim::i18n::{Language, Text};
use rdsim::policy::document::{self, Node, Value};
use rdsim::policy::scenario::envelope_sender;
use rdsim::policy::{Policy, read};
use rdsim::submit::advise::{Advice, advise};
use rdsim::submit::{Failure, Scenario, Submitted, submit};
use serde::Serialize;

/// What becomes of a message from a device, and what is recommended.
#[derive(Debug, Default, Serialize)]
pub struct Sent {
    /// Of the scenario, or of the policy.
    problems: Vec<ProblemV1>,
    /// Whether the sender and a recipient are known.
    complete: bool,
    /// None where no server is given.
    attempt: Option<AttemptV1>,
    advice: Option<AdviceV1>,
}

#[derive(Debug, Serialize)]
struct AttemptV1 {
    method: &'static str,
    accepted: bool,
    connector: Option<PlaceV1>,
    refusal: Option<&'static str>,
    failures: Vec<FailureV1>,
    warnings: Vec<String>,
    verdicts: Vec<VerdictV1>,
}

#[derive(Debug, Serialize)]
struct PlaceV1 {
    name: String,
    line: u32,
}

#[derive(Debug, Serialize)]
struct FailureV1 {
    requirement: &'static str,
    refusal: &'static str,
    because: String,
    line: Option<u32>,
    help: String,
}

#[derive(Debug, Serialize)]
struct VerdictV1 {
    recipient: String,
    outcome: &'static str,
    response: Option<String>,
    because: Vec<Because>,
}

#[derive(Debug, Serialize)]
struct AdviceV1 {
    choice: &'static str,
    name: &'static str,
    because: &'static str,
    passed_over: Vec<PassedOverV1>,
    settings: SettingsV1,
    fits: Option<PlaceV1>,
    changes: Vec<ChangeV1>,
    spf: Option<SpfV1>,
    notes: Vec<String>,
    warnings: Vec<String>,
    failures: Vec<FailureV1>,
}

#[derive(Debug, Serialize)]
struct PassedOverV1 {
    name: &'static str,
    because: String,
}

#[derive(Debug, Serialize)]
struct SettingsV1 {
    endpoint: String,
    port: u16,
    tls: String,
    sign_in: String,
    from: String,
    mail_from: String,
}

#[derive(Debug, Serialize)]
struct ChangeV1 {
    what: String,
    command: Option<String>,
}

#[derive(Debug, Serialize)]
struct SpfV1 {
    domain: String,
    record: String,
}

/// Submit a message under a policy. The scenario comes as JSON and is read as the YAML that it is
/// too; the form gives texts and lists of them.
#[must_use]
pub fn submitted(yaml: &str, json: &str, language: Language) -> Sent {
    let policy = match read::read_to_judge(language.translate(POLICY), yaml.as_bytes()) {
        Ok((policy, _)) => policy,
        Err(problems) => return refused(&problems, language),
    };
    let mut scenario = scenario(json);
    scenario.complete();
    if scenario.from.is_empty() || scenario.recipients.is_empty() {
        return Sent::default();
    }
    Sent {
        complete: true,
        attempt: attempt(&policy, &scenario, language),
        advice: Some(advice(&advise(&policy, &scenario), language)),
        ..Sent::default()
    }
}

/// A scenario as the form fills it in; what is no address of the network is none.
fn scenario(json: &str) -> Scenario {
    let mut s = Scenario::default();
    let Ok(Value::Map(pairs)) = document::parse(json).map(|n| n.value) else {
        return s;
    };
    let text = |node: Node| match node.value {
        Value::Text(text) => Some(text),
        _ => None,
    };
    for (key, _, node) in pairs {
        let value = match node.value {
            Value::Seq(all) => {
                let all = all.into_iter().filter_map(text);
                match key.as_str() {
                    "Recipients" => s.recipients = all.map(|a| address::normal(&a)).collect(),
                    "CertificateNames" => s.certificate = all.map(|n| n.to_lowercase()).collect(),
                    _ => {}
                }
                continue;
            }
            Value::Text(value) => value,
            _ => continue,
        };
        match key.as_str() {
            "Endpoint" => s.endpoint = value,
            "Port" => s.port = value.parse().unwrap_or_default(),
            "Tls" => s.tls = value.parse().unwrap_or_default(),
            "SignIn" => s.sign_in = value.parse().unwrap_or_default(),
            "Account" => s.account = Some(address::normal(&value)),
            "PublicIP" => s.ip = value.parse().ok(),
            "FixedIP" => s.fixed_ip = value == "true",
            "MailFrom" => s.mail_from = envelope_sender(&value),
            "From" => s.from = address::normal(&value),
            "MessagesAMinute" => s.messages_a_minute = value.parse().ok(),
            "RecipientsADay" => s.recipients_a_day = value.parse().ok(),
            _ => {}
        }
    }
    s
}

fn refused(problems: &[rdsim::diagnostic::Problem], language: Language) -> Sent {
    Sent {
        problems: told(problems, language),
        ..Sent::default()
    }
}

fn attempt(policy: &Policy, scenario: &Scenario, language: Language) -> Option<AttemptV1> {
    if scenario.endpoint.is_empty() {
        return None;
    }
    let s: Submitted = submit(policy, scenario);
    let verdicts = s.judgement.iter().flat_map(|j| &j.verdicts);
    let verdicts = verdicts.map(|v| VerdictV1 {
        recipient: v.recipient.clone(),
        outcome: v.outcome.token(),
        response: v.response().map(|r| r.line()),
        because: v.because().map(|r| because(r, language)).collect(),
    });
    Some(AttemptV1 {
        method: language.translate(s.method.name()),
        accepted: s.failures.is_empty(),
        connector: s.connector.map(|c| PlaceV1 {
            name: c.name.clone(),
            line: c.line,
        }),
        refusal: s.failures.first().map(|f| language.translate(f.refusal)),
        failures: failures(&s.failures, language),
        warnings: texts(&s.warnings, language),
        verdicts: verdicts.collect(),
    })
}

fn advice(a: &Advice, language: Language) -> AdviceV1 {
    let passed_over = a.passed_over.iter().map(|(choice, why)| PassedOverV1 {
        name: language.translate(choice.name()),
        because: why.localized(language),
    });
    let changes = a.changes.iter().map(|change| ChangeV1 {
        what: change.what().localized(language),
        command: change.command(),
    });
    let s = &a.scenario;
    AdviceV1 {
        choice: a.choice.id(),
        name: language.translate(a.choice.name()),
        because: language.translate(a.because),
        passed_over: passed_over.collect(),
        settings: SettingsV1 {
            endpoint: s.endpoint.clone(),
            port: s.port,
            tls: a.tls().localized(language),
            sign_in: a.sign_in().localized(language),
            from: s.from.clone(),
            mail_from: s.mail_from.clone(),
        },
        fits: a.fits.clone().map(|(name, line)| PlaceV1 { name, line }),
        changes: changes.collect(),
        spf: a.spf.as_ref().map(|spf| SpfV1 {
            domain: spf.domain.clone(),
            record: spf.record.clone(),
        }),
        notes: texts(&a.notes, language),
        warnings: texts(&a.warnings, language),
        failures: failures(&a.failures, language),
    }
}

fn failures(all: &[Failure], language: Language) -> Vec<FailureV1> {
    let all = all.iter().map(|f| FailureV1 {
        requirement: f.requirement,
        refusal: language.translate(f.refusal),
        because: f.because.localized(language),
        line: f.line,
        help: f.help.localized(language),
    });
    all.collect()
}

fn texts(all: &[Text], language: Language) -> Vec<String> {
    all.iter().map(|t| t.localized(language)).collect()
}
