//! Writes verdicts as version 1 of the JSON report.
//!
//! Its structs are kept apart from those of the engine, so that the engine can change and the
//! format does not.

use super::test_message;
use super::via::{self, StepV1};
use crate::diagnostic::Explained;
use crate::evaluate::{Judged, Summary};
use crate::i18n::Text;
use crate::policy::CmdletEnum as _;
use crate::transport::classify::Evidence;
use crate::transport::convert::{MessageForm, TextPart};
use crate::transport::facts::{Fact, weakest};
use crate::transport::outcome::Outcome;
use crate::transport::responses;
use crate::transport::setting::Ruling;
use crate::transport::verdict::{Possibility, Verdict};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct MessageV1<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Text>,
    sender: Option<&'a str>,
    kind: Option<&'static str>,
    possible_kinds: Vec<&'static str>,
    message_class: Option<&'a str>,
    auto_forwarded: Option<bool>,
    evidence: Vec<EvidenceV1<'a>>,
    /// What is assumed, where there is no message.
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    assumed: &'a [Text],
    verdicts: Vec<VerdictV1<'a>>,
}

#[derive(Serialize)]
struct EvidenceV1<'a> {
    what: &'a str,
    value: &'a str,
    line: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct VerdictV1<'a> {
    recipient: &'a str,
    sent_to: Option<&'a str>,
    via: Vec<StepV1<'a>>,
    remote_domain: Option<Cow<'a, str>>,
    outcome: &'static str,
    leaves: Option<bool>,
    response: Option<ResponseV1>,
    #[serde(flatten)]
    basis: BasisV1,
    because: Vec<RulingV1<'a>>,
    format: Option<FormatV1<'a>>,
    notes: &'a [Text],
    possibilities: Vec<PossibilityV1<'a>>,
    confirm: Option<String>,
}

/// How sure something is, and the identifiers of the facts that it rests on.
#[derive(PartialEq, Serialize)]
pub(in crate::report) struct BasisV1 {
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<Vec<&'static str>>,
}

impl BasisV1 {
    /// How sure it is alone.
    pub(in crate::report) fn without_facts(self) -> Self {
        Self {
            facts: None,
            ..self
        }
    }

    /// That of some facts.
    pub(in crate::report) fn of(facts: &[&'static Fact]) -> Self {
        Self {
            basis: weakest(facts).token(),
            facts: Some(facts.iter().map(|f| f.id).collect()),
        }
    }
}

#[derive(Serialize)]
struct ResponseV1 {
    code: &'static str,
    text: &'static str,
    line: String,
    source_context: Option<&'static str>,
}

#[derive(PartialEq, Serialize)]
pub(in crate::report) struct RulingV1<'a> {
    setting: &'static str,
    value: &'a str,
    file: &'a str,
    pub(in crate::report) line: Option<u32>,
    default: bool,
    #[serde(flatten)]
    basis: BasisV1,
}

#[derive(Serialize)]
struct FormatV1<'a> {
    transmission: &'static str,
    content_type: &'static str,
    body: &'static str,
    charset: Option<&'a str>,
    line_wrap: Option<u16>,
    sender_name: &'static str,
    japanese_code_page: Option<u16>,
    required_charset_coverage: Option<u8>,
    parts: Vec<PartV1<'a>>,
}

#[derive(Serialize)]
struct PartV1<'a> {
    content_type: &'a str,
    line: u32,
    charset: Option<&'a str>,
    encoding: Option<&'static str>,
    why: &'a Text,
    reader_sees: Option<&'a str>,
    probably_meant: Option<MeantV1<'a>>,
}

#[derive(Serialize)]
struct MeantV1<'a> {
    charset: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct PossibilityV1<'a> {
    kind: &'static str,
    auto_forwarded: bool,
    forwarded_by: &'static str,
    if_rule: Option<&'a str>,
    outcome: &'static str,
    response: Option<String>,
    #[serde(flatten)]
    basis: BasisV1,
    because: Option<RulingV1<'a>>,
}

#[derive(Serialize)]
struct SummaryV1 {
    messages: u64,
    unreadable: u64,
    leaves: u64,
    stays_inside: u64,
    dropped: u64,
    rejected: u64,
    cannot_tell: u64,
    held: u64,
}

/// Write one message as a JSON object, without a line end.
///
/// # Errors
/// What the writer says.
pub fn message<'a>(judged: &'a Judged<'a>, file: &'a str, to: &mut impl Write) -> io::Result<()> {
    let judgement = judged.result.as_ref().ok();
    let class = judgement.map(|j| &j.class);
    let shape = MessageV1 {
        path: &judged.path,
        error: judged.result.as_ref().err().map(Explained::message),
        sender: judgement.map(|j| &*j.sender),
        kind: match class.map(|c| c.kinds.as_slice()) {
            Some([one]) => Some(one.token()),
            _ => None,
        },
        possible_kinds: class.map_or_else(Vec::new, |c| {
            c.kinds.iter().map(|kind| kind.token()).collect()
        }),
        message_class: class.and_then(|c| c.message_class.as_deref()),
        auto_forwarded: class.and_then(|c| c.auto_forwarded),
        evidence: class.map_or_else(Vec::new, |c| c.evidence.iter().map(evidence).collect()),
        assumed: judgement.map_or(&[], |j| &j.assumed),
        verdicts: judgement.map_or_else(Vec::new, |j| {
            let confirmed = |v| VerdictV1 {
                confirm: test_message::command(&judged.path, &j.sender, v),
                ..verdict(v, file)
            };
            j.verdicts.iter().map(confirmed).collect()
        }),
    };
    Ok(serde_json::to_writer(to, &shape)?)
}

fn evidence(e: &Evidence) -> EvidenceV1<'_> {
    EvidenceV1 {
        what: &e.what,
        value: &e.value,
        line: (e.line > 0).then_some(e.line),
    }
}

impl RulingV1<'_> {
    /// The same without the facts that it rests on.
    pub(in crate::report) fn without_facts(self) -> Self {
        let basis = self.basis.without_facts();
        Self { basis, ..self }
    }
}

pub(in crate::report) fn ruling<'a>(r: &'a Ruling, file: &'a str) -> RulingV1<'a> {
    RulingV1 {
        setting: r.setting,
        value: &r.value,
        file,
        line: r.line,
        default: r.default,
        basis: BasisV1::of(&r.rests_on().collect::<Vec<_>>()),
    }
}

/// A verdict as the JSON report has it.
pub(super) fn verdict<'a>(v: &'a Verdict<'a>, file: &'a str) -> VerdictV1<'a> {
    VerdictV1 {
        recipient: &v.recipient,
        sent_to: v.sent_to,
        via: via::steps(&v.via, file),
        remote_domain: v.remote_domain.map(|d| d.domain.pattern.written()),
        outcome: v.outcome.token(),
        leaves: match v.outcome {
            Outcome::Leaves => Some(true),
            Outcome::CannotTell => None,
            _ => Some(false),
        },
        response: v.response().map(|r| ResponseV1 {
            code: r.code,
            text: r.text,
            line: r.line(),
            source_context: r.source_context,
        }),
        basis: BasisV1::of(&v.facts()),
        because: v.because().map(|r| ruling(r, file)).collect(),
        format: v.format.as_ref().map(format),
        notes: &v.notes,
        possibilities: v
            .possibilities
            .iter()
            .map(|p| possibility(v, p, file))
            .collect(),
        confirm: None,
    }
}

fn format<'a>(f: &'a MessageForm<'a>) -> FormatV1<'a> {
    FormatV1 {
        transmission: f.style.transmission.token(),
        content_type: f.style.content_type.word(),
        body: f.body,
        charset: f.parts.first().and_then(|p| p.charset.as_deref()),
        line_wrap: f.style.line_wrap,
        sender_name: f.style.sender_name.token(),
        japanese_code_page: f.style.japanese_code_page,
        required_charset_coverage: f.style.charset_coverage,
        parts: f.parts.iter().map(part).collect(),
    }
}

fn part(p: &TextPart) -> PartV1<'_> {
    PartV1 {
        content_type: &p.media_type,
        line: p.line,
        charset: p.charset.as_deref(),
        encoding: p.encoding,
        why: &p.why,
        reader_sees: p.reader_sees.as_deref(),
        probably_meant: p
            .probably_meant
            .as_ref()
            .map(|(charset, text)| MeantV1 { charset, text }),
    }
}

fn possibility<'a>(v: &Verdict, p: &'a Possibility<'a>, file: &'a str) -> PossibilityV1<'a> {
    PossibilityV1 {
        kind: p.kind.token(),
        auto_forwarded: p.is_forwarded(),
        forwarded_by: p.forwarded_by.token(),
        if_rule: p.if_rule.map(|(rule, _)| rule),
        outcome: p.outcome.token(),
        response: p.outcome.response().map(responses::Response::line),
        basis: BasisV1::of(&v.facts_if(p)),
        because: p.because.as_ref().map(|r| ruling(r, file)),
    }
}

/// Write the beginning of a whole report, before the first message.
///
/// # Errors
/// What the writer says.
pub fn begin(file: &str, to: &mut impl Write) -> io::Result<()> {
    to.write_all(br#"{"version":1,"policy":"#)?;
    serde_json::to_writer(&mut *to, file)?;
    to.write_all(b",\"messages\":[\n")
}

/// Write the end of a whole report, after the last message: the properties of the policy that are not simulated,
/// and the counts.
///
/// # Errors
/// What the writer says.
pub fn end(not_simulated: &[&str], s: &Summary, to: &mut impl Write) -> io::Result<()> {
    to.write_all(b"\n],\"not_simulated\":")?;
    serde_json::to_writer(&mut *to, not_simulated)?;
    to.write_all(b",\"summary\":")?;
    let shape = SummaryV1 {
        messages: s.messages,
        unreadable: s.unreadable,
        leaves: s.leaves,
        stays_inside: s.stays_inside,
        dropped: s.dropped,
        rejected: s.rejected,
        cannot_tell: s.cannot_tell,
        held: s.held,
    };
    serde_json::to_writer(&mut *to, &shape)?;
    to.write_all(b"}\n")
}
