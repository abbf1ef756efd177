//! Recognizes the records of an audit log, which tell what was changed and not what is in effect.

use super::error::Error;
use super::kind::ObjectKind;
use super::object::Object;
use super::value;
use crate::policy::document::Value;
use crate::policy::sections::REMOTE_DOMAINS;

/// Why an object is refused: it is a record of Search-UnifiedAuditLog, of the audit search in the
/// Purview portal, or of Search-AdminAuditLog.
pub(super) fn record(object: &Object) -> Option<Error> {
    let text = |name: &str| match value::simple(&object.get(name)?.value) {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let unified = object.has("AuditData") && object.has("RecordType");
    // A record is also exported as the JSON of its AuditData alone.
    let alone = object.has("CreationTime") && object.has("RecordType") && object.has("Workload");
    let admin = object.has("CmdletName") && object.has("CmdletParameters");
    let operation = match (unified || alone, admin) {
        (true, _) => text("Operation").or_else(|| text("Operations")),
        (false, true) => text("CmdletName"),
        (false, false) => return None,
    };
    let operation = operation.unwrap_or_default();
    let noun = operation.split_once('-').map(|(_, noun)| noun);
    let kind = noun.and_then(ObjectKind::of_class);
    Some(Error::AuditLog {
        cmdlet: kind.map_or(REMOTE_DOMAINS.cmdlet, ObjectKind::cmdlet),
        operation,
    })
}
