//! Writes version 1 of the JSON report; its shapes are its own.

use crate::corpus::{Judged, Summary};
use crate::decide::Verdict;
use crate::settings::Ruling;
use serde_json::{Value, json};
use std::io::{self, Write};

/// One message as JSON.
#[must_use]
pub fn message(judged: &Judged, file: &str) -> Value {
    match &judged.result {
        Err(reason) => {
            json!({"path": judged.path, "error": reason, "kind": null, "possible_kinds": [], "message_class": null, "auto_forwarded": null, "evidence": [], "verdicts": []})
        }
        Ok(j) => {
            let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
            let evidence: Vec<Value> = j.class.evidence.iter().map(|e| json!({"what": e.what, "value": e.value, "line": (e.line > 0).then_some(e.line)})).collect();
            let verdicts: Vec<Value> = j.verdicts.iter().map(|v| verdict(v, file)).collect();
            json!({
                "path": judged.path,
                "sender": j.sender,
                "kind": if let [one] = kinds.as_slice() { Some(*one) } else { None },
                "possible_kinds": kinds,
                "message_class": j.class.message_class,
                "auto_forwarded": j.class.auto_forwarded,
                "evidence": evidence,
                "verdicts": verdicts,
            })
        }
    }
}

fn ruling(r: &Ruling, file: &str) -> Value {
    json!({"setting": r.setting, "value": r.value, "file": file, "line": r.line, "default": r.default})
}

fn verdict(v: &Verdict, file: &str) -> Value {
    let response = v.outcome.response().map(|r| json!({"code": r.code, "text": r.text, "line": r.line(), "source_context": r.source_context}));
    let format = v.format.as_ref().map(|f| {
        let parts: Vec<Value> = f.parts.iter().map(|p| {
            json!({
                "content_type": p.media_type, "line": p.line, "charset": p.charset, "why": p.why,
                "reader_sees": p.reader_sees,
                "probably_meant": p.probably_meant.as_ref().map(|(charset, text)| json!({"charset": charset, "text": text})),
            })
        }).collect();
        json!({
            "transmission": f.transmission, "content_type": f.content_type, "body": f.body,
            "charset": f.parts.first().and_then(|p| p.charset.clone()),
            "encoding": f.encoding, "line_wrap": f.line_wrap, "parts": parts,
        })
    });
    let possibilities: Vec<Value> = v.possibilities.iter().map(|p| {
        json!({"kind": p.kind.token(), "auto_forwarded": p.auto_forwarded, "outcome": p.outcome.token(), "response": p.outcome.response().map(|r| r.line())})
    }).collect();
    json!({
        "recipient": v.recipient,
        "sent_to": v.sent_to,
        "remote_domain": v.remote_domain.as_ref().map(|d| &d.0),
        "outcome": v.outcome.token(),
        "leaves": match v.outcome.token() { "leaves" => Some(true), "cannot-tell" => None, _ => Some(false) },
        "response": response,
        "because": v.because.iter().map(|r| ruling(r, file)).collect::<Vec<_>>(),
        "format": format,
        "notes": v.notes,
        "possibilities": possibilities,
    })
}

/// The summary as JSON.
#[must_use]
pub fn summary(s: &Summary) -> Value {
    json!({"messages": s.messages, "unreadable": s.unreadable, "leaves": s.leaves, "stays_inside": s.stays_inside, "dropped": s.dropped, "rejected": s.rejected, "cannot_tell": s.cannot_tell})
}

/// One message on a line.
///
/// # Errors
/// What the writer says.
pub fn line(judged: &Judged, file: &str, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, &message(judged, file))?;
    to.write_all(b"\n")
}
