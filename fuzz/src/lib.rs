//! Says what must hold for any bytes that a reader is given: nothing panics, and forms that mean
//! the same are judged the same.
//!
//! The fuzzer calls these functions, and so does `tests/it/fuzzed.rs` with every fixture and with
//! every input that once broke something.

use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::import::history::{Base, history};
use rdsim::mail::large::Abridger;
use rdsim::mail::mbox::{Part, Sequence};
use rdsim::mail::message::Message;
use rdsim::mail::{
    Content, Error, FileFormat, Mail, Wanted, archive, mime, read_one, tnef as stream,
};
use rdsim::policy::Policy;
use rdsim::report::{csv as rows, human, json};
use rdsim::trace::origin::Origins;
use rdsim::trace::reconcile::{Comparison, Reconciled, compare};
use rdsim::trace::repeats::Repeats;
use rdsim::trace::replay::{Policies, Replayed, replay};
use rdsim::trace::scan::Settled;
use rdsim::transport::classify;
use rdsim::{diff, export, lint};
use std::path::Path;
use std::sync::LazyLock;

static CONTOSO: LazyLock<Policy> =
    LazyLock::new(|| read_policy(include_bytes!("../../policies/contoso.yaml")));
static OPEN: LazyLock<Policy> =
    LazyLock::new(|| read_policy(include_bytes!("../../policies/open.yaml")));

fn read_policy(bytes: &[u8]) -> Policy {
    match rdsim::policy::read::read("policy.yaml", bytes) {
        Ok((policy, _)) => policy,
        Err(problems) => panic!("{problems:?}"),
    }
}

/// Judge a message and write every report of it.
fn report(mail: &Mail) {
    let told = Overrides {
        to: vec!["bob@fabrikam.com".into(), "carol@contoso.com".into()],
        ..Overrides::default()
    };
    for told in [&told, &Overrides::default()] {
        let judged = evaluate::judge_mail(&CONTOSO, mail, told);
        let mut out = Vec::new();
        json::message(&judged, "p", &mut out).expect("a Vec takes what is written");
        serde_json::from_slice::<serde_json::Value>(&out).expect("the report is JSON");
        let view = human::View {
            explain: true,
            ..human::View::of("p")
        };
        human::block(&judged, view, &mut out).expect("a Vec takes what is written");
        rows::rows(&judged, "p", &mut csv::Writer::from_writer(out))
            .expect("a Vec takes what is written");
    }
}

/// A message file.
pub fn eml(bytes: &[u8]) {
    report(&Mail {
        name: "m".into(),
        content: Ok(Content::Text(bytes.into())),
    });
}

/// Whatever a file of mail may be: mbox, gzip, Zstandard, zip, and those within one another.
pub fn mbox(bytes: &[u8]) {
    archive::messages("m", bytes, Wanted::Abridged, &mut |batch| {
        batch.iter().for_each(report);
        true
    });
    if FileFormat::of(bytes) == FileFormat::Mbox {
        in_parts(bytes);
    }
}

/// An mbox whole, and in parts of which each is taken by itself.
fn in_parts(bytes: &[u8]) {
    let told = |batch: &[Mail], to: &mut Vec<String>| {
        let all = batch.iter();
        to.extend(all.map(|mail| format!("{} {}", mail.name, facts(&mail.message()))));
    };
    let mut whole = Vec::new();
    archive::messages("m", bytes, Wanted::Abridged, &mut |batch| {
        told(&batch, &mut whole);
        true
    });
    let length = bytes.len() as u64;
    let step = 2048 + length % 997;
    let open = |at: u64| bytes.get(at as usize..).unwrap_or_default();
    let (mut together, mut sequence) = (Vec::new(), Sequence::new("m", Wanted::Abridged));
    for at in (0..length).step_by(step as usize) {
        let part = Part::of(&open, at..(at + step).min(length), Wanted::Abridged);
        sequence.give(part, &open, &mut |batch| {
            told(&batch, &mut together);
            true
        });
    }
    assert_eq!(whole, together, "in parts");
}

/// An Outlook message.
pub fn msg(bytes: &[u8]) {
    report(&Mail {
        name: "m".into(),
        content: read_one(FileFormat::Msg, bytes),
    });
}

/// winmail.dat.
pub fn tnef(bytes: &[u8]) {
    let _ = stream::read(bytes);
    report(&Mail {
        name: "m".into(),
        content: read_one(FileFormat::Tnef, bytes),
    });
}

/// A policy: read, looked at, compared and written.
pub fn policy(bytes: &[u8]) {
    let linted = lint::lint("p", bytes, &lint::Options::default());
    let mut out = Vec::new();
    rdsim::report::sarif::log(&[linted], &mut out).expect("a Vec takes what is written");
    serde_json::from_slice::<serde_json::Value>(&out).expect("the report is JSON");
    if let Ok((policy, _)) = rdsim::policy::read::read("p", bytes) {
        assert!(diff::compare(&policy, &policy).is_empty());
        for full in [false, true] {
            let mode = export::plan::Mode {
                full,
                ..Default::default()
            };
            if let Ok(script) = export::powershell::script(None, &policy, mode) {
                assert!(script.text.is_ascii());
            }
        }
        let written = export::json::write("p", bytes).expect("a policy that was read is written");
        serde_json::from_str::<serde_json::Value>(&written.text).expect("the export is JSON");
    }
}

/// An expectation file, of a policy and a message that are there.
pub fn expectations(bytes: &[u8]) {
    let load = |path: &Path| match path.extension().and_then(|e| e.to_str()) {
        Some("yaml") => Ok(include_bytes!("../../policies/contoso.yaml").to_vec()),
        Some("eml") => Ok(include_bytes!("../../fixtures/oof-internal/tnef.eml").to_vec()),
        _ => Err(rdsim::expectations::Unread::Failed("no such file".into())),
    };
    if let Ok(suite) = rdsim::expectations::read("s.rdsim.yaml", bytes, &load, &[]) {
        let ran = suite.run(None);
        rdsim::expectations::coverage::Coverage::of(&suite.policy).add(&suite, &ran);
        drop(ran);
        let _ = rdsim::expectations::bless::bless("s.rdsim.yaml", bytes, &load, None);
    }
}

/// Each recipient of each row is judged, not judged or on the way: one of them, once.
pub fn model(bytes: &[u8]) {
    let mut origins = Origins::default();
    let parts = || rdsim::trace::read::open("t", bytes);
    parts().for_each(|part| origins.take(&part.parsed()));
    let settled = || {
        let mut repeats = Repeats::default();
        parts().map(move |part| {
            let mut settled = Settled::of(part, &CONTOSO);
            settled.mark(&mut repeats);
            settled
        })
    };
    let comparison = Comparison {
        policy: &CONTOSO,
        origins: &origins,
        order: None,
        language: Language::Japanese,
        by_fact: true,
    };
    let mut all = Reconciled::default();
    settled().for_each(|settled| all.add(compare(comparison, settled)));
    let policies = Policies {
        new: &OPEN,
        set: &[],
        old: Some(&CONTOSO),
        origins: &origins,
        order: None,
        language: Language::Japanese,
    };
    let mut replayed = Replayed::default();
    settled().for_each(|settled| replayed.add(replay(policies, settled)));
    let found = &all.all;
    assert_eq!(
        (found.scan.rows, found.scan.bad_rows),
        (replayed.scan.rows, replayed.scan.bad_rows)
    );
    assert_eq!(found.scan.not_judged, replayed.scan.not_judged);
    let judged = found.agree + found.fits_some_kind + found.disagree;
    assert_eq!(judged, replayed.judged + replayed.unexplained);
    // What the old policy does not explain is what it disagrees about.
    assert_eq!(found.disagree, replayed.unexplained);
    let counted = replayed.changed + replayed.may_change + replayed.same;
    assert_eq!(counted, replayed.judged);
    let causes: u64 = all.causes().iter().map(|c| c.count).sum();
    assert_eq!(causes + all.beyond, found.disagree);
    let may: u64 = replayed.may.values().map(|counts| counts.count).sum();
    assert_eq!(
        (may, replayed.certain.count),
        (replayed.may_change, replayed.changed)
    );
    for (fact, tested) in all.facts().facts() {
        let against = tested.contradicted + tested.explained;
        let counted = tested.confirmed <= found.agree && against <= found.disagree;
        assert!(counted, "{}: {tested:?}", fact.id);
    }
}

/// A message trace or tracking log: what holds of [`model`], and its reports.
pub fn trace(bytes: &[u8]) {
    model(bytes);
    let mut counted = rdsim::trace::Trace::default();
    rdsim::trace::read("t", bytes, &mut counted);
    let mut out = Vec::new();
    rdsim::report::trace::json(&counted, &mut out).expect("a Vec takes what is written");
    serde_json::from_slice::<serde_json::Value>(&out).expect("the report is JSON");
    for language in [Language::English, Language::Japanese] {
        rdsim::report::trace::human(&counted, language, &mut out)
            .expect("a Vec takes what is written");
    }
    rdsim::report::trace::csv(&counted, &mut out).expect("a Vec takes what is written");
}

/// What a cmdlet exported: JSON, CSV, Clixml, Format-List or DSC. A policy that is made can be
/// read.
pub fn import(bytes: &[u8]) {
    let input = rdsim::import::Input { file: "i", bytes };
    for kind in [None, Some(rdsim::import::kind::ObjectKind::RemoteDomain)] {
        if let Ok(imported) = rdsim::import::import(&[input], kind) {
            let read = rdsim::policy::read::read("p", imported.yaml.as_bytes());
            assert!(read.is_ok(), "{read:?}\n{}", imported.yaml);
        }
    }
    // An audit log, with a policy that its records may change.
    let policy =
        b"AcceptedDomains: [contoso.com]\nRemoteDomains: [{Name: Default, DomainName: '*'}]\n";
    let policy = rdsim::import::Input {
        file: "p",
        bytes: policy,
    };
    for base in [Base::Unknown, Base::Before(policy), Base::After(policy)] {
        let _ = history(&[input], base, &mut |step| {
            if let Some(yaml) = step.policy {
                let read = rdsim::policy::read::read("p", yaml.as_bytes());
                assert!(read.is_ok(), "{read:?}\n{yaml}");
            }
        });
    }
}

/// What matters of a message in whatever form it came.
pub fn facts(message: &Result<Message, Error>) -> String {
    let message = match message {
        Ok(message) => message,
        Err(why) => return why.to_string(),
    };
    let class = classify::classify(message, None);
    let parts = message.parts.iter();
    let parts: Vec<_> = parts
        .map(|p| (&p.media_type, &p.charset, &p.name, p.line))
        .collect();
    format!(
        "{class:#?} {:#?} {parts:#?} {:?}",
        message.headers, message.media_type
    )
}

/// A message with LF, with CRLF, from an mbox, and without what nothing depends on.
pub fn forms(bytes: &[u8]) {
    let lf: Vec<u8> = bytes.iter().copied().filter(|b| *b != b'\r').collect();
    let whole = facts(&mime::read(&lf));
    slimmed(&lf, &whole);
    // A message in an mbox ends with a line end.
    let mut ended = lf.clone();
    if !ended.ends_with(b"\n") {
        ended.push(b'\n');
    }
    from_mbox(&ended, &facts(&mime::read(&ended)));
    // Bytes that are no text change their meaning with their line ends.
    if !lf.contains(&0) {
        let crlf: Vec<u8> = lf
            .split_inclusive(|b| *b == b'\n')
            .flat_map(|line| match line.strip_suffix(b"\n") {
                Some(text) => [text, b"\r\n"].concat(),
                None => line.to_vec(),
            })
            .collect();
        assert_eq!(whole, facts(&mime::read(&crlf)), "LF and CRLF");
    }
}

/// The message alone, and below a `From ` line, with `>` before the lines that look like one.
fn from_mbox(bytes: &[u8], whole: &str) {
    let mut quoted = b"From alice@contoso.com Tue Sep  1 09:00:00 2026\n".to_vec();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        if line.get(marks..).is_some_and(|l| l.starts_with(b"From ")) {
            quoted.push(b'>');
        }
        quoted.extend_from_slice(line);
    }
    quoted.push(b'\n');
    let mut found = Vec::new();
    archive::messages("m", quoted.as_slice(), Wanted::Abridged, &mut |batch| {
        found.extend(batch.iter().map(|mail| facts(&mail.message())));
        true
    });
    assert_eq!(found, [whole], "from an mbox");
}

/// The message whole, and in pieces through what passes over attachments.
fn slimmed(bytes: &[u8], whole: &str) {
    // A parser that takes a boundary within a line for one sees other parts.
    let dashes_within = |line: &[u8]| {
        let rest = line.get(1..).unwrap_or_default();
        let rest = rest.strip_suffix(b"--").unwrap_or(rest);
        rest.windows(2).any(|w| w == b"--")
    };
    if bytes.split(|b| *b == b'\n').any(dashes_within) {
        return;
    }
    let mut abridger = Abridger::default();
    let step = 1 + bytes.len() % 97;
    bytes.chunks(step).for_each(|piece| abridger.feed(piece));
    let Ok(abridged) = abridger.finish() else {
        return;
    };
    let left = facts(&mime::read_abridged(&abridged));
    assert_eq!(whole, left, "without what is passed over");
}
