//! Runs inbox rules: their order, and every condition and exception.

use super::message;
use crate::given::policy;
use rdsim::react::{Arrival, Prediction, react};

#[test]
fn rules_run_in_order_and_until_one_ends_it() {
    let rule = |n: u32, more: &str| {
        format!(
            "  - {{Mailbox: alice@contoso.com, Name: r{n}, Priority: {n}, ForwardTo: [r{n}@example.com]{more}}}\n"
        )
    };
    let run = |rules: &[String]| -> Vec<String> {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nMailboxes: [{{Addresses: [alice@contoso.com, al@contoso.com]}}]\nInboxRules:\n{}",
            rules.concat()
        ));
        let text = message("Cc: Carol <carol@contoso.com>\n").replace(
            "Subject: Hello",
            "Subject: =?utf-8?Q?R=C3=A9sum=C3=A9?= of the week",
        );
        let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
        let reactions = reacted.result.unwrap();
        let reactions = reactions.recipients[0].reactions.iter();
        let forwards = reactions.filter(|r| r.token == "forward");
        forwards
            .map(|r| {
                let sure = if matches!(r.prediction, Prediction::Made(_)) {
                    ""
                } else {
                    "?"
                };
                format!("{}{sure}", r.message.to.split('@').next().unwrap())
            })
            .collect()
    };
    assert_eq!(run(&[rule(2, ""), rule(1, "")]), ["r1", "r2"]);
    let stop = ", StopProcessingRules: true";
    assert_eq!(run(&[rule(1, stop), rule(2, "")]), ["r1"]);
    assert_eq!(run(&[rule(1, ", Enabled: false"), rule(2, "")]), ["r2"]);
    let unsure = ", StopProcessingRules: true, BodyContainsWords: [x]";
    assert_eq!(run(&[rule(1, unsure), rule(2, "")]), ["r1?", "r2?"]);
    let unsure = ", BodyContainsWords: [x]";
    assert_eq!(run(&[rule(1, unsure), rule(2, "")]), ["r1?", "r2"]);
    // Whether a rule in which Exchange met an error acts is not known.
    assert_eq!(
        run(&[rule(1, ", InError: false"), rule(2, "")]),
        ["r1", "r2"]
    );
    assert_eq!(
        run(&[rule(1, ", InError: true"), rule(2, "")]),
        ["r1?", "r2"]
    );
    let unsure = ", InError: true, StopProcessingRules: true";
    assert_eq!(run(&[rule(1, unsure), rule(2, "")]), ["r1?", "r2?"]);
    let off = ", InError: true, Enabled: false";
    assert_eq!(run(&[rule(1, off), rule(2, "")]), ["r2"]);
    // Each condition: whether it holds for the message, or cannot be told.
    for (condition, holds) in [
        ("From: [bob@fabrikam.com]", Some(true)),
        ("From: ['\"Bob\" [SMTP:Bob@Fabrikam.com]']", Some(true)),
        ("From: [erin@example.com]", Some(false)),
        ("From: [Bob the builder]", None),
        ("From: [Bob the builder, erin@example.com]", None),
        ("FromAddressContainsWords: [FABRIKAM]", Some(true)),
        ("FromAddressContainsWords: [contoso]", Some(false)),
        ("SubjectContainsWords: [résumé]", Some(true)),
        ("SubjectContainsWords: [other, week]", Some(true)),
        ("SubjectContainsWords: [month]", Some(false)),
        ("SubjectOrBodyContainsWords: [week]", Some(true)),
        ("SubjectOrBodyContainsWords: [month]", None),
        ("HeaderContainsWords: ['to: alice']", Some(true)),
        ("HeaderContainsWords: [list-id]", Some(false)),
        ("RecipientAddressContainsWords: [carol]", Some(true)),
        ("RecipientAddressContainsWords: [dave]", Some(false)),
        ("SentTo: [carol@contoso.com]", Some(true)),
        ("SentTo: [dave@contoso.com]", Some(false)),
        ("MyNameInToBox: true", Some(true)),
        ("MyNameInCcBox: true", Some(false)),
        ("MyNameInToOrCcBox: true", Some(true)),
        ("MyNameNotInToBox: true", Some(false)),
        ("SentOnlyToMe: true", Some(false)),
        ("HasAttachment: true", None),
        ("WithImportance: High", None),
        // As Get-InboxRule prints what is not used.
        ("HasAttachment: false", Some(true)),
        ("WithImportance:", Some(true)),
    ] {
        let expected: &[&str] = match holds {
            Some(true) => &["r1"],
            Some(false) => &[],
            None => &["r1?"],
        };
        assert_eq!(
            run(&[rule(1, &format!(", {condition}"))]),
            expected,
            "{condition}"
        );
        if !condition.ends_with("false") && !condition.ends_with(':') {
            let expected: &[&str] = match holds {
                Some(true) => &[],
                Some(false) => &["r1"],
                None => &["r1?"],
            };
            let exception = format!(", ExceptIf{condition}");
            assert_eq!(run(&[rule(1, &exception)]), expected, "{exception}");
        }
    }
    let both = ", SubjectContainsWords: [week], FromAddressContainsWords: [nobody]";
    assert_eq!(run(&[rule(1, both)]), [""; 0], "every condition must hold");
    assert_eq!(
        run(&[rule(1, "").replace("alice@", "al@")]),
        ["r1"],
        "by another address of the mailbox"
    );
    assert_eq!(run(&[rule(1, "").replace("alice@", "x@")]), [""; 0]);
}
