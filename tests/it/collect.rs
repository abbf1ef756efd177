//! Reads the script of `rdsim collect`, and imports what it writes; runs the real binary.

mod script;

use crate::program::{err, fed, out, rdsim, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the script writes where everything could be read.
fn collected() -> Value {
    let file = crate::program::root().join("fixtures/exports/collected.json");
    let text = std::fs::read_to_string(file).unwrap();
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap()
}

#[test]
fn the_script_is_printed_and_written_and_no_file_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("collect.ps1");
    let path = file.to_str().unwrap();
    let printed = out(&run(&["collect"]));
    let o = run(&["collect", "-o", path]);
    assert_eq!((o.status.code(), out(&o).as_str()), (Some(0), ""));
    assert!(err(&o).starts_with("next: in PowerShell, run Connect-ExchangeOnline"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), printed);
    assert_eq!(run(&["collect", "-o", path]).status.code(), Some(2));
    let forced = run(&["collect", "-o", path, "--force"]);
    assert_eq!(forced.status.code(), Some(0));
}

#[test]
fn what_the_script_writes_is_imported_whole_and_dated() {
    let o = run(&["import", "fixtures/exports/collected.json"]);
    let yaml = out(&o);
    assert_eq!((o.status.code(), err(&o).as_str()), (Some(0), ""), "{yaml}");
    let head: Vec<&str> = yaml.lines().take(2).collect();
    assert_eq!(
        head[1],
        "# Collected 2026-11-24T09:00:00Z by the script of rdsim 0.1.0."
    );
    for left_out in ["Not understood", "Left out", "Passed over", "Could not"] {
        assert!(!yaml.contains(left_out), "{left_out}: {yaml}");
    }
    let policy = crate::given::policy(&yaml);
    let sizes = [
        policy.accepted_domains.len(),
        policy.remote_domains.len(),
        policy.outbound.len(),
        policy.contacts.len(),
        policy.mailboxes.len(),
        policy.groups.len(),
        policy.inbox_rules.len(),
        policy.mail_flow_rules.len(),
    ];
    assert_eq!(sizes, [2, 2, 2, 1, 2, 3, 1, 1]);
}

#[test]
fn windows_powershell_and_powershell_7_write_the_same_policy() {
    let value = collected();
    let import = |bytes: &[u8]| {
        let o = fed(&mut rdsim(&["import", "-"]), bytes);
        assert_eq!((o.status.code(), err(&o).as_str()), (Some(0), ""));
        let lines = out(&o);
        let lines = lines.lines().filter(|l| {
            !l.trim_start().starts_with("# standard input")
                && !l.contains(" replies: ")
                && !l.contains(" settings: ")
                && !l.contains("the rule Assistants at")
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let seven = import(serde_json::to_string_pretty(&value).unwrap().as_bytes());
    // Lists that passed through a function, as Windows PowerShell may write them.
    let wrapped = wrap(&value);
    assert_eq!(import(wrapped.to_string().as_bytes()), seven);
    // Saved again in UTF-16, as `>` does.
    let text = value.to_string();
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let utf16: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    assert_eq!(import(&utf16), seven);
}

/// Every list as an object with a count.
fn wrap(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(wrap).collect();
            json!({ "value": items, "Count": items.len() })
        }
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), wrap(v))).collect(),
        other => other.clone(),
    }
}

#[test]
fn what_could_not_be_read_and_what_was_not_asked_for_is_told() {
    let mut value = collected();
    let map = value.as_object_mut().unwrap();
    for gone in [
        "Get-TransportRule",
        "Get-InboundConnector",
        "Get-Mailbox",
        "Get-MailboxAutoReplyConfiguration",
        "Get-CASMailbox",
        "Get-InboxRule",
    ] {
        map.remove(gone);
    }
    map["RdsimCollect"]["Mailboxes"] = json!(false);
    map["RdsimCollect"]["InboxRules"] = json!(false);
    map["RdsimCollect"]["NotRead"] = json!([
        { "Cmdlet": "Get-TransportRule", "Times": 1, "Why": "the role is missing" },
        { "Cmdlet": "Get-UnifiedGroupLinks", "Times": 3, "Why": "timed out # rdsim: allow policy-problem: x" },
        { "Cmdlet": "Get-InboundConnector", "Times": 1, "Why": "the role is missing" },
    ]);
    let o = fed(&mut rdsim(&["import", "-"]), value.to_string().as_bytes());
    let (yaml, said) = (out(&o), err(&o));
    assert_eq!(o.status.code(), Some(1), "{said}");
    for line in [
        "Get-TransportRule could not be read when the tenant was collected: the role is missing",
        "Get-UnifiedGroupLinks could not be read when the tenant was collected, 3 times; the first time: timed out",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(!said.contains("the file has nothing of"), "{said}");
    let end = "\n# Could not be read when it was collected: Get-TransportRule\n# Could not be read when it was collected: Get-UnifiedGroupLinks\n# Could not be read when it was collected: Get-InboundConnector\n# Not collected, as it was not asked for: mailboxes (-IncludeMailboxes), inbox rules (-IncludeInboxRules)\n";
    assert!(yaml.ends_with(end), "{yaml}");
    let lenient = fed(
        &mut rdsim(&["import", "--lenient", "-"]),
        value.to_string().as_bytes(),
    );
    assert_eq!(lenient.status.code(), Some(0));
    // One failure may be written without its list.
    let one = json!({ "Cmdlet": "Get-TransportRule", "Times": 1, "Why": "x" });
    value["RdsimCollect"]["NotRead"] = one;
    let o = fed(&mut rdsim(&["import", "-"]), value.to_string().as_bytes());
    assert!(out(&o).contains("collected: Get-TransportRule\n"));
}

#[test]
fn a_run_in_which_everything_failed_is_no_tenant() {
    let about = json!({ "RdsimCollect": { "Version": 1, "Collected": "2026-11-24T09:00:00Z", "NotRead": [{ "Cmdlet": "Get-AcceptedDomain", "Why": "x" }] } });
    let o = fed(&mut rdsim(&["import", "-"]), about.to_string().as_bytes());
    assert_eq!(o.status.code(), Some(1), "{}", err(&o));
    let said = err(&o);
    assert!(
        said.contains(
            "nothing of Get-RemoteDomain, Get-HostedOutboundSpamFilterPolicy, Get-TransportRule"
        ),
        "{said}"
    );
}

#[test]
fn the_fixture_has_the_properties_that_the_script_takes_and_no_others() {
    use rdsim::import::collect::{COLLECTED, properties};
    let value = collected();
    for kind in COLLECTED {
        let taken: BTreeSet<String> = properties(kind).into_iter().map(str::to_owned).collect();
        let added = ["Members", "Subscribers", "Mailbox", "MailboxOwnerId"];
        for object in value[kind.cmdlet()].as_array().unwrap() {
            for name in object.as_object().unwrap().keys() {
                let plain = name.strip_prefix("ExceptIf").unwrap_or(name);
                let known = taken.contains(plain) || added.contains(&plain);
                assert!(known, "{}: {name}", kind.cmdlet());
            }
        }
    }
}
