//! Judges a message for the page, with the reports that the command line writes.

use crate::POLICY;
use crate::policy::{ProblemV1, told};
use anstream::adapter::strip_bytes;
use rdsim::diagnostic::Explained as _;
use rdsim::evaluate::{Judged, Judgement, Overrides, Summary, judge};
use rdsim::i18n::Language;
use rdsim::policy::document::{self, Node, Value};
use rdsim::policy::{Policy, read};
use rdsim::report::human::{self, View};
use rdsim::report::mail_flow::{Hop, MailFlow};
use rdsim::report::{json, svg};
use rdsim::trace::predict::{self, Row, Stop, Trail};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::setting::{Effect, Ruling, shown};
use rdsim::transport::verdict::Verdict;
use serde::Serialize;

/// What the reader of the page knows beyond the message. It comes as JSON and is read as YAML,
/// which JSON is too: the page reads policies, and would read JSON for this alone.
pub(crate) fn known(json: &str) -> Overrides {
    let mut told = Overrides::default();
    let Ok(Value::Map(pairs)) = document::parse(json).map(|n| n.value) else {
        return told;
    };
    let text = |node: Node| match node.value {
        Value::Text(text) => Some(text),
        _ => None,
    };
    for (key, _, node) in pairs {
        match (key.as_str(), node.value) {
            ("to", Value::Seq(all)) => told.to = all.into_iter().filter_map(text).collect(),
            ("from", Value::Text(from)) => told.from = Some(from).filter(|f| !f.trim().is_empty()),
            ("kind", Value::Text(kind)) => told.kind = Kind::from_token(&kind),
            ("forwarded_by", Value::Text(by)) => told.forwarded_by = forward(&by),
            _ => {}
        }
    }
    told
}

/// The forwarder that a token names.
#[must_use]
pub fn forward(token: &str) -> Option<ForwardedBy> {
    token.parse().ok()
}

/// A verdict and how it came about, or the problems of the policy.
#[derive(Debug, Serialize)]
pub struct Checked {
    version: u8,
    problems: Vec<ProblemV1>,
    /// The report of `rdsim check --format json`, as it is.
    report: Option<String>,
    /// Why the message is not judged.
    error: Option<String>,
    /// The report of `rdsim check --explain`.
    text: String,
    /// What was asked on the way, for each verdict of the report.
    ways: Vec<WayV1>,
}

/// The way to one recipient: where it goes through, and what was asked there.
#[derive(Debug, Serialize)]
pub struct WayV1 {
    summary: String,
    hops: Vec<StationV1>,
    /// Where it ends if it does not arrive.
    end: Option<StationV1>,
    /// The line of the accepted or remote domain.
    domain_line: Option<u32>,
    domain_why: Option<String>,
    asked: Vec<AskedV1>,
    notes: Vec<String>,
    /// What the body is, and why each text part has its character set.
    body: Option<String>,
    whys: Vec<String>,
    /// What the message trace shows: one trail, or one for each outcome that is possible.
    trace: Vec<TrailV1>,
    /// The drawing, for slides and documents.
    svg: String,
}

#[derive(Debug, Serialize)]
struct StationV1 {
    title: String,
    lines: Vec<String>,
    state: &'static str,
    topic: Option<String>,
}

#[derive(Debug, Serialize)]
struct TrailV1 {
    /// For which kinds it holds; empty where it is certain.
    condition: String,
    stops: Vec<StopV1>,
}

#[derive(Debug, Serialize)]
struct StopV1 {
    recipient: String,
    status: &'static str,
    rows: Vec<RowV1>,
}

#[derive(Debug, Serialize)]
struct RowV1 {
    event: &'static str,
    meaning: &'static str,
    source: &'static str,
    detail: String,
}

#[derive(Debug, Serialize)]
struct AskedV1 {
    setting_id: &'static str,
    setting: &'static str,
    value: String,
    line: Option<u32>,
    default: bool,
    effect: &'static str,
    decides: bool,
}

/// Judge a message.
#[must_use]
pub fn check(yaml: &str, path: &str, message: &[u8], beside: &str, language: &str) -> Checked {
    let language = Language::of_locale(language).unwrap_or_default();
    let view = View {
        explain: true,
        language,
        ..View::of(language.translate(POLICY))
    };
    let mut checked = Checked {
        version: 1,
        problems: Vec::new(),
        report: None,
        error: None,
        text: String::new(),
        ways: Vec::new(),
    };
    let policy = match read::read_to_judge(POLICY, yaml.as_bytes()) {
        Ok((policy, warnings)) => {
            checked.problems = told(&warnings, view.language);
            policy
        }
        Err(problems) => {
            checked.problems = told(&problems, view.language);
            return checked;
        }
    };
    let judged = judge(&policy, path, message, &known(beside));
    checked.report = Some(document(&policy, &judged));
    checked.text = text(&judged, view);
    match &judged.result {
        Ok(judgement) => {
            let verdicts = judgement.verdicts.iter();
            checked.ways = verdicts.map(|v| way(&policy, judgement, v, view)).collect();
        }
        Err(reason) => checked.error = Some(reason.message().localized(view.language)),
    }
    checked
}

/// The report on one message, or nothing where the policy cannot be read.
#[must_use]
pub fn report(yaml: &str, file: &str, path: &str, message: &[u8]) -> String {
    match read::read_to_judge(file, yaml.as_bytes()) {
        Ok((policy, _)) => document(
            &policy,
            &judge(&policy, path, message, &Overrides::default()),
        ),
        Err(_) => String::new(),
    }
}

/// The whole document of `rdsim check --format json`.
fn document(policy: &Policy, judged: &Judged) -> String {
    let mut summary = Summary::default();
    summary.add(judged);
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = json::begin(&policy.file, &mut out)
        .and_then(|()| json::message(judged, &policy.file, &mut out))
        .and_then(|()| json::end(&policy.not_simulated(), &summary, &mut out));
    String::from_utf8(out).unwrap_or_default()
}

fn text(judged: &Judged, view: View) -> String {
    let mut out = Vec::new();
    let _ = human::block(judged, view, &mut out);
    let plain = strip_bytes(&out).into_vec();
    String::from_utf8(plain).unwrap_or_default()
}

fn way(policy: &Policy, judgement: &Judgement, verdict: &Verdict, view: View) -> WayV1 {
    let language = view.language;
    let flow = MailFlow::of(judgement, verdict, view);
    let svg = svg::draw(&[(String::new(), flow.clone())]);
    let decides = |r: &Ruling| match verdict.outcome {
        Outcome::Dropped(_) | Outcome::Rejected(_) => r.stops().is_some(),
        _ => false,
    };
    let asked = verdict.asked.iter().map(|r| AskedV1 {
        setting_id: r.setting_id,
        setting: r.setting,
        value: if r.value.is_empty() {
            String::new()
        } else {
            shown(&r.value, language).to_owned()
        },
        line: r.line,
        default: r.default,
        effect: effect(&r.effect),
        decides: decides(r),
    });
    let remote = verdict.remote_domain;
    let accepted = verdict.accepted.map(|a| a.line);
    WayV1 {
        summary: flow.summary,
        hops: flow.hops.into_iter().map(hop).collect(),
        end: flow.end.map(hop),
        domain_line: accepted.or(remote.map(|a| a.domain.line)),
        domain_why: remote.map(|a| language.translate(a.how.why()).to_owned()),
        asked: asked.collect(),
        notes: verdict
            .notes
            .iter()
            .map(|n| n.localized(language))
            .collect(),
        body: verdict
            .format
            .as_ref()
            .map(|f| language.translate(f.body).to_owned()),
        whys: verdict.format.as_ref().map_or_else(Vec::new, |f| {
            f.parts.iter().map(|p| p.why.localized(language)).collect()
        }),
        trace: predict::predict(policy, verdict, &judgement.sender)
            .into_iter()
            .map(|t| trail(t, language))
            .collect(),
        svg,
    }
}

fn trail(trail: Trail, language: Language) -> TrailV1 {
    let condition = trail.condition(language);
    let row = |row: Row| RowV1 {
        event: language.translate(row.event.detail),
        meaning: language.translate(row.event.meaning),
        source: row.source,
        detail: row.response.map(predict::reason).unwrap_or_default(),
    };
    let stop = |stop: Stop| StopV1 {
        recipient: stop.recipient,
        status: match language {
            Language::English => stop.status.name,
            Language::Japanese => stop.status.japanese,
        },
        rows: stop.rows.into_iter().map(row).collect(),
    };
    TrailV1 {
        condition,
        stops: trail.stops.into_iter().map(stop).collect(),
    }
}

fn hop(hop: Hop) -> StationV1 {
    StationV1 {
        title: hop.title,
        lines: hop.lines,
        state: hop.state.token(),
        topic: hop.topic,
    }
}

fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::Drop(_) => "drops",
        Effect::Reject(_) => "rejects",
        Effect::Pass => "passes",
        Effect::Note(_) => "notes",
        _ => "forms",
    }
}
