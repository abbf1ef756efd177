//! Tells what a file or a pasted text is, imports exports, and judges many messages at a glance.

use crate::POLICY;
use crate::line;
use crate::policy::{ProblemV1, told};
use rdsim::diagnostic::{Explained as _, Problem};
use rdsim::evaluate::{Overrides, judge_message};
use rdsim::i18n::Language;
use rdsim::import::{self, Input};
use rdsim::mail::message::Message;
use rdsim::mail::{self, Content, FileFormat, Wanted, mbox};
use rdsim::policy::sections::SECTIONS;
use rdsim::policy::{Policy, read};
use rdsim::trace::batch::Part;
use rdsim::trace::read::unpacked;
use serde::Serialize;

/// Messages of a file that are judged at a glance.
const MESSAGES: usize = 500;
/// Bytes of a text that may be a response, or a report with one.
const PASTED: usize = 1 << 20;
/// Lines in which the first section of a policy is looked for.
const HEAD: usize = 200;

/// What a file is.
#[derive(Debug, Serialize)]
pub struct Taken {
    version: u8,
    what: What,
    /// What the cmdlets printed, where it is an export.
    cmdlets: Vec<CmdletV1>,
}

/// What the page takes, and what it knows and does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A policy.
    Policy,
    /// What cmdlets printed.
    Export,
    /// A message trace.
    Trace,
    /// Messages, one after another.
    Mbox,
    /// One message.
    Message,
    /// A response, a status, or a report that shows some.
    Line,
    /// An Outlook data file.
    Pst,
    /// Packed with Zstandard.
    Zstd,
    /// Parquet.
    Parquet,
    /// Anything else.
    Unknown,
}

#[derive(Debug, Serialize)]
struct CmdletV1 {
    name: &'static str,
    count: usize,
}

/// Tell what a file that is not packed is, by its content.
#[must_use]
pub fn recognize(file: &str, bytes: &[u8]) -> Taken {
    let mut cmdlets = Vec::new();
    let what = match FileFormat::of(bytes) {
        FileFormat::Mbox => What::Mbox,
        FileFormat::Emlx | FileFormat::Msg | FileFormat::Tnef => What::Message,
        FileFormat::Pst => What::Pst,
        FileFormat::Zstd => What::Zstd,
        _ if bytes.starts_with(b"PAR1") => What::Parquet,
        _ => match import::text::decode(file, bytes) {
            Ok((text, _)) => of_text(file, bytes, &text, &mut cmdlets),
            Err(_) if mail::begins_with_headers(bytes) => What::Message,
            // The rows of a trace that are in another encoding are told one by one.
            Err(_) if is_trace(file, bytes) => What::Trace,
            Err(_) => What::Unknown,
        },
    };
    Taken {
        version: 1,
        what,
        cmdlets,
    }
}

fn of_text(file: &str, bytes: &[u8], text: &str, cmdlets: &mut Vec<CmdletV1>) -> What {
    let text = text.trim_start_matches('\u{feff}');
    let is_markup = text.trim_start().starts_with(['{', '[', '<']);
    if !is_markup && is_policy(text) {
        return What::Policy;
    }
    if !is_markup && mail::begins_with_headers(text.as_bytes()) {
        return What::Message;
    }
    if is_trace(file, bytes) {
        return What::Trace;
    }
    if cfg!(feature = "import")
        && let Some(found) = import::cmdlets(&Input { file, bytes })
    {
        let found = found.into_iter();
        cmdlets.extend(found.map(|(name, count)| CmdletV1 { name, count }));
        return What::Export;
    }
    if bytes.len() <= PASTED && !is_markup && line::answers(text.trim()).is_ok() {
        return What::Line;
    }
    // Why it is no export is said where it is imported.
    if is_markup || text.lines().take(HEAD).any(is_ruler) {
        return What::Export;
    }
    What::Unknown
}

/// Whether a line stands below the names of a table, as Format-Table prints it.
fn is_ruler(line: &str) -> bool {
    line.starts_with("----") && line.bytes().all(|b| matches!(b, b'-' | b' '))
}

/// Whether a section of a policy begins at the start of a line.
fn is_policy(text: &str) -> bool {
    let mut lines = text.lines().take(HEAD);
    let is_section = |line: &str| {
        let key = line.split(':').next().unwrap_or_default().trim_end();
        line.contains(':') && SECTIONS.iter().any(|s| s.name.eq_ignore_ascii_case(key))
    };
    lines.any(is_section)
}

/// Whether rows of a message trace can be read.
fn is_trace(file: &str, bytes: &[u8]) -> bool {
    if !cfg!(feature = "trace") {
        return false;
    }
    let first = unpacked(file, bytes).find(|part| !matches!(part, Part::Note(_)));
    matches!(first.map(Part::parsed), Some(Part::Rows(_)))
}

/// A policy made of exports.
#[derive(Debug, Serialize)]
pub struct Imported {
    version: u8,
    /// None where an export has errors.
    yaml: Option<String>,
    problems: Vec<FileProblemV1>,
}

/// A problem of one of several files.
#[derive(Debug, Serialize)]
pub(crate) struct FileProblemV1 {
    file: String,
    #[serde(flatten)]
    problem: ProblemV1,
}

/// Problems of several files as the page shows them.
pub(crate) fn of_files(problems: &[Problem], language: Language) -> Vec<FileProblemV1> {
    let files = problems.iter().map(|p| p.file.clone());
    files
        .zip(told(problems, language))
        .map(|(file, problem)| FileProblemV1 { file, problem })
        .collect()
}

/// Make one policy of the exports that stand one behind the other; a line of `heads` for each has its
/// length and its name.
#[must_use]
pub fn import(heads: &str, bytes: &[u8], language: Language) -> Imported {
    let mut rest = bytes;
    let inputs: Vec<Input> = heads
        .lines()
        .filter_map(|head| {
            let (length, file) = head.split_once(' ')?;
            let (bytes, more) = rest.split_at_checked(length.parse().ok()?)?;
            rest = more;
            Some(Input { file, bytes })
        })
        .collect();
    let (yaml, problems) = match import::import(&inputs, None) {
        Ok(imported) => (Some(imported.yaml), imported.warnings),
        Err(problems) => (None, problems),
    };
    Imported {
        version: 1,
        yaml,
        problems: of_files(&problems, language),
    }
}

/// The messages of a file, each with its outcomes.
#[derive(Debug, Serialize)]
pub struct Glance {
    version: u8,
    messages: Vec<GlanceV1>,
    /// Messages beyond those.
    more: usize,
}

#[derive(Debug, Serialize)]
struct GlanceV1 {
    subject: String,
    from: String,
    error: Option<String>,
    recipients: Vec<RecipientV1>,
}

#[derive(Debug, Serialize)]
struct RecipientV1 {
    recipient: String,
    outcome: &'static str,
}

/// Judge the messages of a file; of one message, or of an mbox.
#[must_use]
pub fn glance(yaml: &str, bytes: &[u8], language: Language) -> Glance {
    let mut glance = Glance {
        version: 1,
        messages: Vec::new(),
        more: 0,
    };
    let policy = read::read_to_judge(POLICY, yaml.as_bytes());
    let policy = policy.map(|(policy, _)| policy).ok();
    let mut one = |message: Result<Message, mail::Error>| {
        if glance.messages.len() < MESSAGES {
            let one = at_a_glance(policy.as_ref(), message, language);
            glance.messages.push(one);
        } else {
            glance.more += 1;
        }
    };
    if FileFormat::of(bytes) == FileFormat::Mbox {
        mbox::split("", bytes, Wanted::Abridged, &mut |batch| {
            batch.iter().for_each(|mail| one(mail.message()));
            true
        });
    } else {
        one(mail::read(bytes));
    }
    glance
}

fn at_a_glance(
    policy: Option<&Policy>,
    message: Result<Message, mail::Error>,
    language: Language,
) -> GlanceV1 {
    let (subject, from) = message.as_ref().map_or_else(
        |_| (String::new(), String::new()),
        |message| {
            let subject = message.header("Subject").map(|h| h.text().into_owned());
            (subject.unwrap_or_default(), message.author())
        },
    );
    let mut one = GlanceV1 {
        subject,
        from,
        error: None,
        recipients: Vec::new(),
    };
    let Some(policy) = policy else { return one };
    match judge_message(policy, "", message, &Overrides::default()).result {
        Ok(judgement) => {
            let verdicts = judgement.verdicts.iter();
            one.recipients = verdicts
                .map(|v| RecipientV1 {
                    recipient: v.recipient.clone(),
                    outcome: v.outcome.token(),
                })
                .collect();
        }
        Err(reason) => one.error = Some(reason.message().localized(language)),
    }
    one
}

/// A message of an mbox by its place; a long one without what no verdict depends on.
#[must_use]
pub fn pick(bytes: &[u8], place: usize) -> Vec<u8> {
    let (mut picked, mut at) = (Vec::new(), 0);
    mbox::split("", bytes, Wanted::Whole, &mut |batch| {
        let before = at;
        at += batch.len();
        let Some(mail) = batch.into_iter().nth(place.wrapping_sub(before)) else {
            return at <= place;
        };
        match mail.content {
            Ok(Content::Text(text)) => picked = text.into_owned(),
            Ok(Content::Abridged(abridged)) => picked = abridged.bytes,
            _ => {}
        }
        false
    });
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_log_without_its_fields_line_is_a_trace() {
        let log = include_bytes!("../../../fixtures/traces/tracking-without-fields.log");
        assert_eq!(recognize("tracking.log", log).what, What::Trace);
    }

    #[test]
    fn headers_make_a_message_below_a_line_of_a_mail_store_and_with_any_line_ends() {
        for text in [
            "From: a@contoso.com\rTo: b@fabrikam.com\r\rx\r",
            ">From a Tue Sep  1 09:00:00 2026\nFrom: a@contoso.com\nTo: b@fabrikam.com\n\nx\n",
        ] {
            assert_eq!(recognize("a", text.as_bytes()).what, What::Message);
        }
        let body = "No header\n\nFrom: a@contoso.com\nTo: b@fabrikam.com\n";
        assert_ne!(recognize("a", body.as_bytes()).what, What::Message);
    }
}
