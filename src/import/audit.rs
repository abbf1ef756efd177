//! Recognizes the records of an audit log, which tell what was changed and not what is in effect.

use super::error::Error;
use super::inner;
use super::kind::ObjectKind;
use super::object::Object;
use super::value;
use crate::policy::document::{Node, Value};
use crate::policy::sections::REMOTE_DOMAINS;

/// Where an export has the whole record, as JSON or taken apart: Search-UnifiedAuditLog, the Purview
/// portal and Graph; CloudAppEvents of Defender.
const DATA: [&str; 2] = ["AuditData", "RawEventData"];

/// Names of the time of a record.
pub(super) const TIME: [&str; 6] = [
    "CreationTime",
    "CreatedDateTime",
    "CreationDate",
    "RunDate",
    "TimeGenerated",
    "Timestamp",
];

/// Names of what was done.
pub(super) const OPERATION: [&str; 3] = ["Operation", "Operations", "CmdletName"];

/// The whole record, where an export has it in one property.
pub(super) fn whole(object: &Object) -> Option<Object> {
    let mut names = DATA.iter();
    names.find_map(|name| inner::object(object.get(name)?, object.at))
}

/// Whether an object is a record of an audit log, whatever exported it.
pub(super) fn is_record(object: &Object) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| object.has(name));
    let whole = |name: &&str| matches!(object.get(name), Some(Node { value, .. }) if !matches!(value, Value::Null));
    let unified = DATA.iter().any(whole);
    let kind = any(&["RecordType", "Workload", "OfficeWorkload", "Parameters"]);
    // A record is also exported as the JSON of its AuditData alone.
    let alone = any(&["Operation"]) && any(&TIME) && kind;
    unified && any(&TIME) || alone || any(&["CmdletName"]) && any(&["CmdletParameters"])
}

/// Why an object is refused: it is a record of Search-UnifiedAuditLog, of the audit search in the
/// Purview portal, or of Search-AdminAuditLog.
pub(super) fn refused(object: &Object) -> Option<Error> {
    if !is_record(object) {
        return None;
    }
    let whole = whole(object);
    let text = |object: &Object, name: &str| match value::simple(&object.get(name)?.value) {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let records = [Some(object), whole.as_ref()];
    let mut records = records.into_iter().flatten();
    let operation = records.find_map(|o| OPERATION.iter().find_map(|name| text(o, name)));
    let operation = operation.unwrap_or_default();
    let noun = operation.split_once('-').map(|(_, noun)| noun);
    let kind = noun.and_then(ObjectKind::of_class);
    Some(Error::AuditLog {
        cmdlet: kind.map_or(REMOTE_DOMAINS.cmdlet, ObjectKind::cmdlet),
        operation,
    })
}
