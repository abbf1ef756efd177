//! Runs the verbs as filters: from standard input they find what they find in the file.

use super::run::{EXTENDED, ok};
use crate::program::{self, fed, root};

/// The message of a rule, and its last row, which does not tell that.
const BY_RULE: &str = "\
date_time_utc,source,event_id,sender_address,recipient_address,message_id
2026-08-03T09:15:00Z,MAILBOXRULE,RECEIVE,alice@contoso.com,bob@fabrikam.com,<1@contoso.com>
2026-08-03T09:15:02Z,SMTP,SEND,alice@contoso.com,bob@fabrikam.com,<1@contoso.com>
";

fn filtered(args: &[&str], input: &[u8]) -> (Option<i32>, String) {
    let output = fed(program::rdsim(&["trace"]).args(args).arg("-"), input);
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn what_comes_through_a_pipe_is_looked_through_for_origins_as_a_file_is() {
    let folder = tempfile::tempdir().unwrap();
    let by_rule = folder.path().join("rule.csv");
    std::fs::write(&by_rule, BY_RULE).unwrap();
    let by_rule = by_rule.to_str().unwrap();
    let contoso = ["--policy", "policies/contoso.yaml"];
    let reconcile = [&["reconcile"], &contoso[..]].concat();
    let replay = ["replay", "--policy", "policies/open.yaml", "--old"];
    let replay = [&replay[..], &contoso[1..]].concat();
    for verb in [&reconcile, &replay] {
        for file in [by_rule, "fixtures/traces/tracking.log", EXTENDED] {
            let input = std::fs::read(root().join(file)).unwrap();
            for format in ["human", "json", "csv"] {
                let args = [verb, &["--format", format][..]].concat();
                let (code, of_file) = ok(&[&args[..], &[file]].concat());
                let (filtered_code, of_pipe) = filtered(&args, &input);
                assert_eq!(filtered_code, Some(code), "{args:?} {file}");
                // The file's name alone differs, which in a table could be a formula.
                let name = if format == "csv" { "'-" } else { "-" };
                let of_file = of_file.replace(file, name);
                assert_eq!(of_pipe, of_file, "{args:?} {file}");
            }
        }
    }
    let closed = ["reconcile", "--policy", "policies/closed.yaml"];
    let (_, told) = filtered(&closed, BY_RULE.as_bytes());
    assert!(
        told.contains("ordinary mail, forwarded by inbox-rule"),
        "{told}"
    );
}

#[test]
#[cfg(unix)]
fn several_pipes_are_read_twice_each() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), BY_RULE).unwrap();
    let command = "mkfifo $1/a $1/b; (cat $1/in.csv >$1/a; cat $1/in.csv >$1/b) & \
        \"$0\" trace reconcile --policy policies/closed.yaml --format json $1/a $1/b";
    let output = program::shell(command, folder.path());
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
    assert_eq!(
        (&report["rows"], &report["disagree"]),
        // Both say the same of the same message.
        (&4.into(), &1.into())
    );
}
