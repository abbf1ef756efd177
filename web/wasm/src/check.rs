//! Judges a message for the page, with the reports that the command line writes.

use crate::POLICY;
use crate::policy::{ProblemV1, told};
use crate::reactions::{self, ReachedV1};
use anstream::adapter::strip_bytes;
use rdsim::address;
use rdsim::diagnostic::Explained as _;
use rdsim::evaluate::{Judged, Judgement, Overrides, Summary, judge};
use rdsim::i18n::{Language, en};
use rdsim::policy::document::{self, Node, Value};
use rdsim::policy::{Policy, read};
use rdsim::react::Arrival;
use rdsim::report::human::{self, View};
use rdsim::report::mail_flow::{Hop, MailFlow};
use rdsim::report::{json, svg};
use rdsim::trace::predict::{self, Row, Stop, Trail};
use rdsim::transport::classify::Kind;
use rdsim::transport::decide::mail_flow_rules;
use rdsim::transport::facts::sources::Source;
use rdsim::transport::facts::{Basis, weakest};
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::setting::{Effect, Ruling, shown};
use rdsim::transport::verdict::Verdict;
use serde::Serialize;

/// A setting that decides, with its value.
#[derive(Debug, Serialize)]
pub struct Because {
    setting_id: &'static str,
    setting: &'static str,
    value: String,
    line: Option<u32>,
    default: bool,
    basis: &'static str,
}

/// What a setting says.
#[must_use]
pub fn because(r: &Ruling, language: Language) -> Because {
    Because {
        setting_id: r.setting_id,
        // Its name in the policy is the list of the rules.
        setting: match r.setting_id {
            mail_flow_rules::SETTING => language.translate(en("Mail flow rule")),
            _ => r.setting,
        },
        value: shown(&r.value, language).to_owned(),
        line: r.line,
        default: r.default,
        basis: weakest(&r.rests_on().collect::<Vec<_>>()).token(),
    }
}

/// What the reader of the page knows beyond the message. It comes as JSON and is read as YAML,
/// which JSON is too: the page reads policies, and would read JSON for this alone.
#[must_use]
pub fn known(json: &str) -> (Overrides, Arrival) {
    let mut told = Overrides::default();
    let mut also: Vec<String> = Vec::new();
    let (mut at, mut forwarded_to) = (None, None);
    let Ok(Value::Map(pairs)) = document::parse(json).map(|n| n.value) else {
        return (told, Arrival::default());
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
            ("arrival", Value::Seq(all)) => also = all.into_iter().filter_map(text).collect(),
            // Seconds since 1970.
            ("at", Value::Text(seconds)) => at = seconds.parse().ok(),
            ("forwarded_to", Value::Text(to)) => forwarded_to = Some(address::normal(&to)),
            _ => {}
        }
    }
    let arrival = Arrival {
        at,
        forwarded_to,
        ..reactions::arrival(&told, &also)
    };
    (told, arrival)
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
    /// What it triggers where it arrives.
    reactions: Vec<ReachedV1>,
    /// The drawing of the whole message.
    svg: String,
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
    /// Which of them decides.
    decider: Option<usize>,
    basis: &'static str,
    /// The facts of which it is not sure, with who says so.
    doubts: Vec<DoubtV1>,
    /// The line of the mail flow rule on which each possibility of the report depends.
    rule_lines: Vec<Option<u32>>,
    notes: Vec<String>,
    /// What the body is, and why each text part has its character set.
    body: Option<String>,
    whys: Vec<String>,
    /// What the message trace shows: one trail, or one for each outcome that is possible.
    trace: Vec<TrailV1>,
}

#[derive(Debug, Serialize)]
struct StationV1 {
    title: String,
    lines: Vec<String>,
    state: &'static str,
    topic: Option<String>,
    /// The line of the policy.
    line: Option<u32>,
    /// How sure what is said here is; nothing where nothing is claimed.
    basis: Option<&'static str>,
}

/// A fact that no public document states, or of which sources disagree.
#[derive(Debug, Serialize)]
struct DoubtV1 {
    basis: &'static str,
    statement: String,
    sources: Vec<SourceV1>,
}

#[derive(Debug, Serialize)]
struct SourceV1 {
    title: &'static str,
    address: &'static str,
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
    #[serde(flatten)]
    because: Because,
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
        reactions: Vec::new(),
        svg: String::new(),
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
    let (told, arrival) = known(beside);
    let judged = judge(&policy, path, message, &told);
    checked.report = Some(document(&policy, &judged));
    checked.text = text(&judged, view);
    match &judged.result {
        Ok(judgement) => {
            let verdicts = judgement.verdicts.iter();
            checked.ways = verdicts.map(|v| way(&policy, judgement, v, view)).collect();
            checked.reactions = reactions::reactions(&policy, path, message, &arrival, language);
            checked.svg = drawn(judgement, view, false);
        }
        Err(reason) => checked.error = Some(reason.message().localized(view.language)),
    }
    checked
}

/// The drawing of a message, or nothing where it is not judged.
#[must_use]
pub fn picture(
    yaml: &str,
    path: &str,
    message: &[u8],
    beside: &str,
    language: Language,
    dark: bool,
) -> String {
    let view = View {
        language,
        ..View::of("")
    };
    let Ok((policy, _)) = read::read_to_judge(POLICY, yaml.as_bytes()) else {
        return String::new();
    };
    let judged = judge(&policy, path, message, &known(beside).0);
    let judgement = judged.result.as_ref();
    judgement.map_or_else(|_| String::new(), |j| drawn(j, view, dark))
}

fn drawn(judgement: &Judgement, view: View, dark: bool) -> String {
    // A picture is looked at beside the policy that it is of.
    let view = View { file: "", ..view };
    let verdicts = judgement.verdicts.iter();
    let flows = verdicts.map(|v| (String::new(), MailFlow::of(judgement, v, view)));
    let language = view.language;
    svg::draw(
        "",
        &flows.collect::<Vec<_>>(),
        svg::Style { language, dark },
    )
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
    let decides = |r: &Ruling| match verdict.outcome {
        Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::Held(_) => r.stops().is_some(),
        _ => false,
    };
    let asked = verdict.asked.iter().map(|r| AskedV1 {
        because: because(r, language),
        effect: effect(&r.effect),
        decides: decides(r),
    });
    let remote = verdict.remote_domain;
    let accepted = verdict.accepted.map(|a| a.line);
    WayV1 {
        summary: flow.summary,
        hops: flow.hops.into_iter().map(|h| hop(h, view)).collect(),
        end: flow.end.map(|h| hop(h, view)),
        domain_line: accepted.or(remote.map(|a| a.domain.line)),
        domain_why: remote.map(|a| language.translate(a.how.why()).to_owned()),
        asked: asked.collect(),
        decider: decider(verdict),
        basis: verdict.basis().token(),
        doubts: doubts(verdict, language),
        rule_lines: verdict
            .possibilities
            .iter()
            .map(|p| Some(p.if_rule?.1))
            .collect(),
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

/// The place of the setting that decides: the one that stops it, else the last that could have.
fn decider(verdict: &Verdict) -> Option<usize> {
    let asked = &verdict.asked;
    match verdict.outcome {
        Outcome::Leaves => asked.iter().rposition(|r| r.effect == Effect::Pass),
        Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::Held(_) => {
            asked.iter().position(|r| r.stops().is_some())
        }
        Outcome::StaysInside | Outcome::CannotTell => None,
    }
}

/// What a verdict rests on that is not documented; what cannot be told asserts nothing.
fn doubts(verdict: &Verdict, language: Language) -> Vec<DoubtV1> {
    if verdict.outcome == Outcome::CannotTell {
        return Vec::new();
    }
    let all = human::untold(verdict).into_iter();
    let all = all.filter(|f| f.basis != Basis::Documented);
    let all = all.map(|f| DoubtV1 {
        basis: f.basis.token(),
        statement: language.translate(f.statement).to_owned(),
        sources: f.sources.iter().filter_map(|s| source(s)).collect(),
    });
    all.collect()
}

/// A source that can be opened.
fn source(source: &'static Source) -> Option<SourceV1> {
    Some(SourceV1 {
        title: source.title,
        address: source.address?,
    })
}

fn hop(mut hop: Hop, view: View) -> StationV1 {
    let line = |text: &String| -> Option<u32> {
        text.strip_prefix(view.file)?
            .strip_prefix(':')?
            .parse()
            .ok()
    };
    let placed = hop.lines.iter().find_map(line);
    hop.lines.retain(|text| line(text).is_none());
    StationV1 {
        basis: Some(weakest(&hop.facts).token()).filter(|_| !hop.facts.is_empty()),
        title: hop.title,
        lines: hop.lines,
        line: placed,
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
