//! Orders disagreements by what caused them.

use super::run::{EXTENDED, json, ok};

/// A policy that stops rules' mail to everybody.
const POLICY: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - {Name: Default, DomainName: '*', AutoReplyEnabled: false, AutoForwardEnabled: false}\nHostedOutboundSpamFilterPolicies:\n  - {Name: Default, AutoForwardingMode: 'On'}\n";

const COLUMNS: &str =
    "date_time_utc,sender_address,recipient_address,event_id,source,source_context,message_id\n";

/// Write a policy and rows; their paths.
fn files(rows: &[String]) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (policy, trace) = (path("p.yaml"), path("t.csv"));
    std::fs::write(&policy, POLICY).unwrap();
    std::fs::write(&trace, format!("{COLUMNS}{}", rows.concat())).unwrap();
    (folder, policy, trace)
}

/// A row of a message with a number.
fn row(day: u8, number: usize, to: &str, end: &str) -> String {
    format!("2026-08-{day:02}T10:00:00Z,alice@contoso.com,{to},{end},<{number}@contoso.com>\n")
}

#[test]
fn the_surest_cause_comes_first_however_few_there_are() {
    let mut rows = vec![row(3, 0, "kim@contoso.net", "DELIVER,STOREDRIVER,")];
    // Exchange names a setting that the policy leaves open; a domain inside was taken for one outside.
    for n in 1..=5 {
        let to = format!("b{n}@example.com");
        rows.push(row(
            3,
            n,
            &to,
            "DROP,ROUTING,BlockExternalOofToExternalUser",
        ));
    }
    for n in 6..=8 {
        rows.push(row(
            3,
            n,
            &format!("c{n}@contoso.com"),
            "DROP,ROUTING,BlockAFToExternalUser",
        ));
    }
    let (_folder, policy, trace) = files(&rows);
    let (code, j) = json(&["reconcile", "-p", &policy, &trace]);
    assert_eq!((code, &j["disagree"]), (1, &9.into()));
    let causes = j["causes"].as_array().unwrap();
    let found: Vec<_> = causes
        .iter()
        .map(|c| {
            let word = |name: &str| c[name].as_str().unwrap_or_default();
            (word("reason"), word("surety"), c["count"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("accepted-domain-missing", "shown", 1),
            ("mailbox-missing", "likely", 5),
            ("contact-missing", "likely", 3),
        ]
    );
    // The disagreements stand in the order of their causes.
    let groups = j["disagreements"].as_array().unwrap();
    let firsts: Vec<_> = groups.iter().map(|g| &g["reasons"][0]["id"]).collect();
    let causes: Vec<_> = causes.iter().map(|c| &c["reason"]).collect();
    assert_eq!(firsts, causes);
    // People read the same, and what to do first, before anything else.
    let (_, text) = ok(&["reconcile", "-p", &policy, &trace]);
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    };
    let order = [
        at(
            "Disagreements by cause, the surest first\n         1  the policy lacks accepted domains (shown by the rows)\n         5  the policy lacks mailboxes",
        ),
        at("What to do first\n  1. `contoso.net` is an accepted domain"),
        at("     Get-AcceptedDomain 'contoso.net'\n"),
        at("\nDisagreed: the policy lacks accepted domains"),
        at("\nDisagreed: the policy lacks mailboxes"),
    ];
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn the_times_of_rows_that_agree_make_a_change_surer_or_less_so() {
    let rule = |day, n| {
        [
            row(day, n, "a@example.com", "RECEIVE,MAILBOXRULE,"),
            row(day, n, "a@example.com", "SEND,SMTP,"),
        ]
        .concat()
    };
    let dropped = |day, n| {
        row(
            day,
            n,
            "a@example.com",
            "DROP,ROUTING,BlockAFToExternalUser",
        )
    };
    // Four before and four after are no chance; one and one are, and so are those in between.
    let left = |days: std::ops::RangeInclusive<u8>| days.map(|d| rule(d, d.into())).collect();
    let stopped = |days: std::ops::RangeInclusive<u8>| days.map(|d| dropped(d, d.into())).collect();
    let all = |sides: [Vec<String>; 2]| sides.concat();
    for (rows, cause) in [
        (
            all([left(1..=4), stopped(5..=8)]),
            ("policy-changed", "shown"),
        ),
        (
            all([stopped(1..=4), left(5..=8)]),
            ("policy-changed", "shown"),
        ),
        (
            all([left(1..=1), stopped(5..=5)]),
            ("kind-by-source", "possible"),
        ),
        (
            all([left(1..=1), stopped(2..=9)]),
            ("kind-by-source", "possible"),
        ),
        (
            all([left(3..=6), stopped(1..=8)]),
            ("kind-by-source", "possible"),
        ),
    ] {
        let (_folder, policy, trace) = files(&rows);
        let (_, j) = json(&["reconcile", "-p", &policy, &trace]);
        let found = &j["causes"][0];
        let found = (
            found["reason"].as_str().unwrap(),
            found["surety"].as_str().unwrap(),
        );
        assert_eq!(found, cause, "{j}");
    }
    // The response names the setting: dropped although the policy lets such replies out.
    let open = |day, n| {
        row(
            day,
            n,
            "a@example.com",
            "DROP,ROUTING,BlockARToExternalUser",
        )
    };
    let policy = POLICY.replace("AutoReplyEnabled: false", "AutoReplyEnabled: true");
    let (_folder, path, trace) = files(&[open(3, 1)]);
    std::fs::write(&path, policy).unwrap();
    let (_, j) = json(&["reconcile", "-p", &path, &trace]);
    assert_eq!(j["causes"][0]["reason"], "policy-changed");
    assert_eq!(j["causes"][0]["setting"], "AutoReplyEnabled");
    assert_eq!(j["causes"][0]["surety"], "likely");
    assert_eq!(
        j["causes"][0]["meaning"],
        "AutoReplyEnabled was another when the messages were sent"
    );
}

#[test]
fn causes_add_up_to_the_disagreements() {
    for policy in [
        "policies/contoso.yaml",
        "policies/closed.yaml",
        "policies/open.yaml",
    ] {
        let (_, j) = json(&["reconcile", "-p", policy, EXTENDED]);
        let sum = |list: &str| -> u64 {
            let all = j[list].as_array().unwrap().iter();
            all.map(|c| c["count"].as_u64().unwrap()).sum()
        };
        assert_eq!(sum("causes"), j["disagree"].as_u64().unwrap());
        assert_eq!(sum("disagreements"), sum("causes"));
    }
}
