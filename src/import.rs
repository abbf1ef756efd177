//! Reads what the Exchange cmdlets print and makes a policy of it.
//!
//! Bytes become text, the format of the text is detected from its content, and its reader gives
//! objects: [`json`], [`csv`], [`list`] (Format-List), [`clixml`] and [`dsc`] (Microsoft365DSC).
//! [`recognize`] finds out of which [`kind`] each object is, [`value`] gives every property the
//! type that the policy wants, [`mod@merge`] puts the objects of all files into one [`document`],
//! and [`yaml`] writes it.
//!
//! Nothing is lost in silence. Whatever has no place in a policy is a warning and a comment in
//! the YAML. A value that the policy would need and that cannot be understood is an error, because
//! a policy without it would mean something else.

mod audit;
#[cfg(feature = "cli")]
pub mod clixml;
pub mod collect;
pub mod collected;
pub mod collection;
pub mod csv;
pub mod document;
pub mod dsc;
pub mod error;
pub mod format;
pub mod graph;
pub mod history;
mod inner;
pub mod json;
pub mod kind;
pub mod list;
mod member;
pub mod merge;
mod missing;
pub mod object;
pub mod recognize;
pub mod scalar;
pub mod source;
pub mod text;
pub mod value;
mod wrapper;
pub mod written;
pub mod yaml;

use crate::diagnostic::{FirstProblems, Problem, Severity};
use crate::policy::document::VALUES;
use crate::policy::read::BYTES;
use crate::trace::error::CODE_PAGE_GUESSED;
use collection::Found;
use document::Document;
use format::InputFormat;
use kind::ObjectKind;
use object::Object;
use recognize::Recognized;
use source::{START, Source};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub use error::Error;

/// A file to import.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The policy that the files make.
#[derive(Debug)]
pub struct Imported {
    /// The policy.
    pub yaml: String,
    /// Warnings about what has no place in it, in the order of the files.
    pub warnings: Vec<Problem>,
}

impl Imported {
    /// Whether everything was understood. Objects that are known and not simulated are, groups
    /// without their members and contacts without their target, what a file of many cmdlets' output
    /// does not have, what of it is of other services, and a file whose encoding is a guess.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        let codes = [
            error::NOT_SIMULATED,
            error::GROUPS_WITHOUT_MEMBERS,
            error::CONTACT_WITHOUT_TARGET,
            error::NOT_IN_COLLECTION,
            error::NO_SETTINGS,
            error::ABSENT,
            error::UNUSED_RESOURCE,
            CODE_PAGE_GUESSED,
        ];
        let mut warnings = self.warnings.iter();
        warnings.all(|warning| codes.contains(&warning.code))
    }
}

/// The files as text; what cannot be read is told.
fn texts<'a>(inputs: &[Input<'a>], problems: &mut FirstProblems) -> Vec<(&'a str, Cow<'a, str>)> {
    let mut texts = Vec::new();
    for input in inputs {
        match text::decode(input.file, input.bytes) {
            Ok((text, note)) => {
                note.into_iter().for_each(|note| problems.push(note));
                texts.push((input.file, text));
            }
            Err(problem) => problems.push(problem),
        }
    }
    texts
}

/// The texts as sources, in which places are found; what is too large is told.
fn sources<'t>(texts: &'t [(&str, Cow<str>)], problems: &mut FirstProblems) -> Vec<Source<'t>> {
    let mut sources = Vec::new();
    for (file, text) in texts {
        match Source::new(file, text) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    sources
}

/// Make one policy of all files; `kind` is the kind of every object, where the user gives it.
///
/// # Errors
/// Every problem found, if one of them is an error.
pub fn import(inputs: &[Input], kind: Option<ObjectKind>) -> Result<Imported, Vec<Problem>> {
    let mut problems = FirstProblems::default();
    let texts = texts(inputs, &mut problems);
    let sources = sources(&texts, &mut problems);
    let mut read: Vec<(&Source, Vec<Object>)> = Vec::new();
    let mut collections = Vec::new();
    for source in &sources {
        match objects(source, &mut problems) {
            Ok(found) => {
                read.push((source, found.objects));
                collections.extend(found.collection.map(|collection| (source, collection)));
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut document = merge::merge(&read, kind, merge::Keep::Relevant, &mut problems);
    missing::tell(&collections, &mut document, &mut problems);
    let mut objects = read.iter().flat_map(|(_, objects)| objects);
    let foreign = |o| matches!(recognize::recognize(o), None | Some(Recognized::Graph(_)));
    let unknown = kind.is_none() && objects.any(foreign);
    if document.is_empty() && unknown && !problems.has_errors() {
        let file = match inputs {
            [input] => input.file,
            _ => "",
        };
        problems.push(Problem::of(file, &Error::NothingForAPolicy));
    }
    let place = |p: &Problem| {
        (
            inputs.iter().position(|i| i.file == p.file),
            p.line,
            p.column,
        )
    };
    if problems.has_errors() {
        return Err(problems.sorted(place));
    }
    let files: Vec<&str> = inputs.iter().map(|i| i.file).collect();
    let yaml = finish(&document, &files)?;
    Ok(Imported {
        yaml,
        warnings: problems.sorted(place),
    })
}

/// Whether a file holds what a cmdlet exported, or a record of an audit log.
#[must_use]
pub fn is_export(input: &Input) -> bool {
    cmdlets(input).is_some()
}

/// The cmdlets that printed what a file holds, each with the number of its objects; `None` where it
/// holds neither what a cmdlet exported nor a record of an audit log.
#[must_use]
pub fn cmdlets(input: &Input) -> Option<BTreeMap<&'static str, usize>> {
    let (text, _) = text::decode(input.file, input.bytes).ok()?;
    let mut problems = FirstProblems::default();
    let found = Source::new(input.file, &text).and_then(|source| found(&source, &mut problems));
    let found = found.ok()?;
    let mut cmdlets = BTreeMap::new();
    for object in &found.objects {
        if let Some(known) = recognize::recognize(object) {
            *cmdlets.entry(known.cmdlet()).or_default() += 1;
        }
    }
    let export = !cmdlets.is_empty() || found.collection.is_some();
    (export || found.objects.iter().any(audit::is_record)).then_some(cmdlets)
}

/// The objects of one file, none of which is a record of an audit log.
fn objects(source: &Source, problems: &mut FirstProblems) -> Result<Found, Problem> {
    let found = found(source, problems)?;
    let refused = |o| audit::refused(o).or_else(|| is_of_trace(o).then_some(Error::MessageTrace));
    match found.objects.iter().find_map(|o| Some((o, refused(o)?))) {
        Some((object, error)) => Err(source.error(object.at, &error)),
        None => Ok(found),
    }
}

/// Whether an object is a row of a message trace, or of a tracking log.
fn is_of_trace(object: &Object) -> bool {
    let rows = [
        ["MessageTraceId", "RecipientAddress"],
        ["MessageTraceId", "Event"],
        ["EventId", "MessageId"],
        ["event_id", "message_id"],
        ["receivedDateTime", "senderAddress"],
        ["origin_timestamp_utc", "sender_address"],
    ];
    let mut rows = rows.iter();
    rows.any(|names| names.iter().all(|name| object.has(name)))
}

/// The objects of one file, whatever they are.
fn found(source: &Source, problems: &mut FirstProblems) -> Result<Found, Problem> {
    let before = problems.number();
    let mut found = match format::detect(source)? {
        InputFormat::Json => json::read(source, problems)?,
        InputFormat::Csv => csv::read(source, problems)?.into(),
        #[cfg(feature = "cli")]
        InputFormat::Clixml => clixml::read(source, problems)?,
        #[cfg(feature = "cli")]
        InputFormat::Dsc => dsc::read(source, problems)?.into(),
        InputFormat::List => list::read(source, problems)?.into(),
    };
    for object in &found.objects {
        object.check(source)?;
    }
    found.objects = found.objects.into_iter().map(inner::unpacked).collect();
    let nothing = found.objects.is_empty() && found.collection.is_none();
    if nothing && problems.number() == before {
        return Err(source.error(START, &Error::NoObjects));
    }
    Ok(found)
}

/// Write the policy, and read it as `check` would: what the reader refuses is reported at the
/// place in the export that it came from.
fn finish(document: &Document, files: &[&str]) -> Result<String, Vec<Problem>> {
    let written = yaml::write(document, files);
    if document.values() > VALUES || written.text.len() as u64 > BYTES {
        return Err(vec![Problem::of("", &Error::PolicyTooLarge)]);
    }
    match crate::policy::read::read("policy", written.text.as_bytes()) {
        Ok(_) => Ok(written.text),
        Err(found) => Err(found
            .into_iter()
            .filter(|p| p.severity == Severity::Error)
            .map(|p| {
                let origin = written.origin(p.line);
                Problem {
                    file: origin.map_or(p.file, |o| o.file.clone()),
                    line: origin.map_or(p.line, |o| o.at.line),
                    column: origin.map_or(p.column, |o| o.at.column),
                    ..p
                }
            })
            .collect()),
    }
}
