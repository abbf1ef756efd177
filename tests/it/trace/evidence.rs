//! Ranks what may change by what the rows say of a forward.

use super::run::{json, ok};
use serde_json::Value;

const COLUMNS: &str = "date_time_utc,source,event_id,message_id,recipient_address,message_subject,sender_address,return_path,directionality,custom_data\n";

/// Policies of which the second stops automatic forwards, and rows; their paths.
fn files(rows: &[&str]) -> (tempfile::TempDir, [String; 3]) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let paths = [path("old.yaml"), path("new.yaml"), path("t.csv")];
    for (path, open) in paths.iter().zip([true, false]) {
        let policy = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - {{Name: Default, DomainName: '*', AutoForwardEnabled: {open}}}\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: 'On'}}\n"
        );
        std::fs::write(path, policy).unwrap();
    }
    let row = |row: &&str| {
        let forwarded = "[{LED=250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded}]";
        let custom = if row.contains(",DROP,") {
            forwarded
        } else {
            ""
        };
        format!("2026-10-03T08:01:00Z,{row},2,{custom}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    std::fs::write(&paths[2], format!("{COLUMNS}{rows}")).unwrap();
    (folder, paths)
}

fn replay(rows: &[&str]) -> Value {
    let (_folder, [old, new, trace]) = files(rows);
    json(&["replay", "-p", &new, "--old", &old, &trace]).1
}

const ALICE: &str = "bob@example.com,Orders,alice@contoso.com,alice@contoso.com";

#[test]
fn what_tells_a_forward_ranks_what_may_change() {
    let send = |id: u8, rest: &str| format!("SMTP,SEND,<{id}@contoso.com>,{rest}");
    let first = |id: u8, source: &str, event: &str| format!("{source},{event},<{id}@contoso.com>");
    let rows = [
        // Nothing.
        send(1, ALICE),
        send(2, ALICE),
        // A rule made it, as another row says, before it or after.
        send(3, ALICE),
        format!("{},{ALICE}", first(3, "MAILBOXRULE", "RECEIVE")),
        // The Sender Rewriting Scheme, with the mailbox and without.
        send(
            4,
            "bob@example.com,Orders,carl@fabrikam.com,dave+SRS=44ldt=IX=fabrikam.com=carl@contoso.com",
        ),
        send(
            5,
            "bob@example.com,Orders,carl@fabrikam.com,bounces+SRS=44ldt=IX@contoso.com",
        ),
        send(
            6,
            "bob@example.com,Orders,carl@fabrikam.com,bounces+SRS=44ldt=IX@contoso.onmicrosoft.com",
        ),
        // The mailbox itself, as before 2023; and the return path in place of the sender.
        send(
            12,
            "bob@example.com,Orders,carl@fabrikam.com,Gina@contoso.com",
        ),
        send(
            13,
            "bob@example.com,Orders,dave+srs=44ldt=IX=fabrikam.com=carl@contoso.com,",
        ),
        // A mailbox forwards to one of the recipients: the rows of the new one, and of the old.
        format!("{},{ALICE}", first(7, "ROUTING", "REDIRECT")),
        send(7, ALICE),
        send(7, &ALICE.replace("bob", "erik")),
        send(11, ALICE),
        format!(
            "{},{}",
            first(11, "ROUTING", "DROP"),
            ALICE.replace("bob@example.com", "dave@contoso.com")
        ),
        // Outside to outside, and another tenant's rewriting.
        send(
            8,
            "bob@example.com,Orders,carl@fabrikam.com,carl@fabrikam.com",
        ),
        send(
            9,
            "bob@example.com,Orders,carl@fabrikam.com,gina+SRS=44ldt=IX=a.example=b@northwind.example",
        ),
        // A subject.
        send(
            10,
            "bob@example.com,Automatic reply: Orders,alice@contoso.com,<>",
        ),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let j = replay(&rows);
    assert_eq!(
        (&j["change"], &j["may_change"], &j["same"]),
        (&0.into(), &13.into(), &1.into())
    );
    let found: Vec<_> = j["may_change_by"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| {
            let word = |name: &str| m[name].as_str().unwrap().to_owned();
            let sender = m["senders"][0]["value"].as_str().unwrap().to_owned();
            let count = m["count"].as_u64().unwrap();
            for list in ["senders", "recipient_domains", "days"] {
                let all = m[list].as_array().unwrap().iter();
                let sum: u64 = all.map(|c| c["count"].as_u64().unwrap()).sum();
                assert_eq!(sum, count, "{list}");
            }
            (word("likelihood"), word("evidence"), count, sender)
        })
        .collect();
    let expected = [
        ("probably", "mailbox-rule", 1, "alice@contoso.com"),
        ("probably", "srs-mailbox", 2, "dave@contoso.com"),
        ("probably", "srs", 2, "carl@fabrikam.com"),
        ("probably", "return-path", 1, "gina@contoso.com"),
        ("perhaps", "redirected-here", 1, "alice@contoso.com"),
        ("perhaps", "redirected", 2, "alice@contoso.com"),
        ("perhaps", "outside-sender", 2, "carl@fabrikam.com"),
        ("probably-not", "nothing", 2, "alice@contoso.com"),
    ];
    let expected = expected.map(|(a, b, n, c)| (a.to_owned(), b.to_owned(), n, c.to_owned()));
    assert_eq!(found, expected);
    let (_folder, [old, new, trace]) = files(&rows);
    let args = ["replay", "-p", &new, "--old", &old, &trace];
    let (_, text) = ok(&args);
    assert!(text.contains("\n         6  probably change\n         5  perhaps change\n         2  probably stay as they are\n"), "{text}");
    assert!(
        text.contains(
            "\nProbably change: 2\nthe return path names the mailbox that forwarded it (SRS)"
        ),
        "{text}"
    );
    let (_, table) = ok(&[&args[..], &["--format", "csv", "--perhaps"]].concat());
    let row = table
        .lines()
        .find(|line| line.contains("srs-mailbox"))
        .unwrap();
    assert!(
        row.ends_with(",false,probably,srs-mailbox,dave@contoso.com"),
        "{row}"
    );
}

#[test]
fn the_outbound_policy_of_the_mailbox_that_forwards_counts() {
    let (_folder, [old, _, trace]) = files(&[
        "SMTP,SEND,<1@contoso.com>,bob@example.com,Orders,carl@fabrikam.com,dave+SRS=44ldt=IX=fabrikam.com=carl@contoso.com",
        "SMTP,SEND,<2@contoso.com>,bob@example.com,Orders,carl@fabrikam.com,erik+SRS=44ldt=IX=fabrikam.com=carl@contoso.com",
    ]);
    let dave = std::fs::read_to_string(&old).unwrap()
        + "  - {Name: Dave, Priority: 0, From: [dave@contoso.com], AutoForwardingMode: 'Off'}\n";
    let new = format!("{old}.new.yaml");
    std::fs::write(&new, dave).unwrap();
    let (_, j) = json(&["replay", "-p", &new, "--old", &old, &trace]);
    let by = &j["may_change_by"];
    assert_eq!(
        (&j["may_change"], &j["same"]),
        (&1.into(), &1.into()),
        "{j}"
    );
    assert_eq!(by[0]["senders"][0]["value"], "dave@contoso.com");
}

#[test]
fn what_a_mailbox_forwards_meets_the_outbound_policy_by_whichever_property() {
    let (_folder, [old, _, trace]) = files(&[
        "ROUTING,REDIRECT,<1@contoso.com>,bob@example.com,Orders,alice@contoso.com,alice@contoso.com",
        "SMTP,SEND,<1@contoso.com>,bob@example.com,Orders,alice@contoso.com,alice@contoso.com",
    ]);
    let off = std::fs::read_to_string(&old).unwrap();
    let new = format!("{old}.new.yaml");
    std::fs::write(&new, off.replace("'On'", "'Off'")).unwrap();
    let (_, j) = json(&["replay", "-p", &new, "--old", &old, &trace]);
    let by = &j["may_change_by"][0];
    let found = (&by["likelihood"], &by["evidence"], &by["count"]);
    let expected = ("probably".into(), "redirected-here".into(), 1.into());
    assert_eq!(found, (&expected.0, &expected.1, &expected.2), "{j}");
}
