//! Checks a message that nobody has.

use super::{RULES, refused};
use crate::given::{policies, policy_in};
use crate::program::{err, out, run};
use rdsim::evaluate::assumed::{self, Body};
use rdsim::evaluate::{self, Overrides};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;

#[test]
fn it_is_judged_as_a_message_of_that_kind_is() {
    let mut compared = 0;
    for file in policies() {
        let policy = policy_in(file.to_str().unwrap());
        assert!(policy.mail_flow_rules.is_empty() || file.ends_with("contoso.yaml"));
        for kind in Kind::ALL {
            for forward in ForwardedBy::EXACT {
                let known = Overrides {
                    from: Some("alice@contoso.com".into()),
                    to: ["bob@fabrikam.com", "erin@example.com", "carol@contoso.com"]
                        .map(String::from)
                        .into(),
                    kind: Some(*kind),
                    forwarded_by: Some(*forward),
                    ..Overrides::default()
                };
                let message = crate::given::MESSAGE.as_bytes();
                let read = evaluate::judge(&policy, "m.eml", message, &known);
                let asked = assumed::judge(&policy, &known, Body::Plain);
                let [read, asked] = [read, asked].map(|j| j.result.unwrap().verdicts);
                assert_eq!(read.len(), asked.len());
                for (read, asked) in read.iter().zip(&asked) {
                    compared += 1;
                    assert_eq!(read.outcome, asked.outcome, "{kind:?} {forward:?} {read:?}");
                    assert_eq!(read.response(), asked.response());
                    let form = |v: &rdsim::transport::verdict::Verdict| {
                        v.format.as_ref().map(|f| (f.style.transmission, f.body))
                    };
                    assert_eq!(form(read), form(asked));
                }
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn nothing_is_known_of_what_mail_flow_rules_look_for_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, RULES).unwrap();
    let check = |to: &str| {
        let file = file.to_str().unwrap();
        let from = ["--from", "alice@contoso.com", "--to", to];
        out(&run(&[&["check", "--policy", file], &from[..]].concat()))
    };
    let open = check("bob@fabrikam.com");
    assert!(open.contains("CANNOT TELL  bob@fabrikam.com"), "{open}");
    assert!(open.contains("no secrets"), "{open}");
    assert!(open.contains("assumed: nothing of its subject"), "{open}");
    // Who it is for is known.
    let known = check("bob@evil.example");
    assert!(known.contains("never to evil"), "{known}");
    let inside = check("carol@contoso.com");
    assert!(inside.contains("STAYS INSIDE"), "{inside}");
}

#[test]
fn what_is_missing_is_said() {
    let check = |args: &[&str]| refused(&[&["check", "-p", "policies/open.yaml"], args].concat());
    let from = ["--from", "alice@contoso.com"];
    assert!(check(&[]).starts_with("error: no message is given\n"));
    assert!(check(&from).contains("a recipient must be given"));
    for (args, text) in [
        (["--from", "alice", "--to", "bob@fabrikam.com"], "`alice`"),
        (
            ["--from", "alice@contoso.com", "--to", "fabrikam"],
            "`fabrikam`",
        ),
        (
            ["--from", "contoso.com", "--to", "b@c.example"],
            "`contoso.com`",
        ),
        (
            [
                "--from",
                "alice@contoso.com",
                "--to",
                "bob@fabrikam.com;carol@fabrikam.com",
            ],
            "`bob@fabrikam.com;carol@fabrikam.com`",
        ),
        (["--from", "@contoso.com", "--to", "b@c"], "`@contoso.com`"),
    ] {
        let said = check(&args);
        assert!(
            said.contains("is no address") && said.contains(text),
            "{said}"
        );
    }
    // Beside a message too; a name in front of an address is none.
    let to = ["--to", "bob@fabrikam.com, carol@fabrikam.com"];
    let beside = check(&[&to[..], &["fixtures/ordinary/plain.eml"]].concat());
    assert!(beside.contains("is no address"), "{beside}");
    assert!(check(&["--body", "html", "fixtures/ordinary/plain.eml"]).contains("--body"));
}

#[test]
fn what_is_assumed_is_said() {
    let check = |args: &[&str]| {
        let args = [
            &[
                "check",
                "-p",
                "policies/contoso.yaml",
                "--to",
                "bob@fabrikam.com",
            ],
            args,
        ];
        out(&run(&args.concat()))
    };
    let ordinary = check(&["--from", "alice@contoso.com", "--body", "html"]);
    let assumed = "assumed: ordinary, not forwarded, body: HTML";
    assert!(ordinary.starts_with("no file (ordinary)\n") && ordinary.contains(assumed));
    let outside = check(&["--from", "x@partner.example"]);
    assert!(outside.contains("its sender is outside: `partner.example`"));
    let null = check(&["--from", "<>", "--kind", "ndr", "--format", "json"]);
    let null: serde_json::Value = serde_json::from_str(&null).unwrap();
    let message = &null["messages"][0];
    assert_eq!(message["sender"], "");
    assert_eq!(
        message["assumed"][1],
        "its author is postmaster@contoso.com"
    );
    assert_eq!(message["verdicts"][0]["outcome"], "leaves");
    // What was read is not assumed.
    let read = out(&run(&[
        "check",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "json",
        "fixtures/ordinary/plain.eml",
    ]));
    assert!(!read.contains("assumed"), "{read}");
}

#[test]
fn a_mailbox_reacts_to_it_unless_a_rule_looks_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.yaml");
    let text = "AcceptedDomains: [contoso.com]
RemoteDomains:
  - Name: Default
    DomainName: \"*\"
Mailboxes:
  - Addresses: [alice@contoso.com]
    AutoReplyState: Enabled
    ExternalMessage: away
    ExternalAudience: All
InboxRules:
  - Mailbox: alice@contoso.com
    Name: invoices
    SubjectContainsWords: [invoice]
    ForwardTo: [books@fabrikam.com]
  - Mailbox: alice@contoso.com
    Name: all of bob
    From: [bob@fabrikam.com]
    RedirectTo: [erin@example.com]
";
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let output = run(&[
        "react",
        "-p",
        file,
        "--from",
        "bob@fabrikam.com",
        "--to",
        "alice@contoso.com",
    ]);
    let text = out(&output);
    assert!(text.contains("external OOF leaves"), "{text}");
    let rule = "whether SubjectContainsWords of the rule `invoices` holds: there is no message";
    assert!(text.contains(rule), "{text}");
    assert!(text.contains("erin@example.com"), "{text}");
    let said = crate::program::err(&output);
    assert!(said.starts_with("no message is given: assumed"), "{said}");
    let missing = refused(&["react", "-p", file, "--to", "alice@contoso.com"]);
    assert!(missing.contains("the sender must be given"), "{missing}");
    refused(&[
        "react",
        "-p",
        file,
        "--from",
        "b@c.example",
        "--to",
        "alice@contoso.com",
        "--write",
        "x",
    ]);
}

#[test]
fn an_address_in_the_place_of_a_file_is_told_where_it_goes() {
    let told = refused(&[
        "check",
        "--policy",
        "policies/open.yaml",
        "bob@fabrikam.com",
    ]);
    assert_eq!(
        told,
        "bob@fabrikam.com: error: no such file or folder\n  help: a recipient is given with `--to`, a sender with `--from`\n"
    );
}

#[test]
fn a_domain_stands_for_somebody_there_whom_the_policy_does_not_list() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("partner.yaml");
    let listed = "MailContacts:\n  - Name: x\n    ExternalEmailAddress: someone@partner.example\n";
    std::fs::write(&file, [BY_SENDER, listed].concat()).unwrap();
    let file = file.to_str().unwrap();
    let check = |to: &str, more: &[&str]| {
        let args = [
            "check",
            "-p",
            file,
            "--from",
            "alice@contoso.com",
            "--to",
            to,
        ];
        out(&run(&[&args[..], more].concat()))
    };
    let asked = check("Partner.example", &["--kind", "oof-external"]);
    assert!(
        asked
            .contains("assumed: of `partner.example`, a recipient whom the policy does not list: ")
    );
    assert!(!asked.contains(" someone@partner.example\n"), "{asked}");
    assert!(asked.contains("DROPPED  someone"), "{asked}");
    let beside = check("partner.example", &["fixtures/ordinary/plain.eml"]);
    assert!(beside.contains("assumed: of `partner.example`"), "{beside}");
    let predicted = run(&[
        "trace",
        "predict",
        "-p",
        file,
        "--to",
        "partner.example",
        "fixtures/ordinary/plain.eml",
    ]);
    assert!(err(&predicted).contains("note: assumed: of `partner.example`"));
    assert!(out(&predicted).contains("@partner.example"));
}

/// Whose replies and forwards leave depends on who they are.
const BY_SENDER: &str = "AcceptedDomains: [contoso.com]
RemoteDomains:
  - Name: Default
    DomainName: \"*\"
  - Name: Partner
    DomainName: partner.example
    AllowedOOFType: None
HostedOutboundSpamFilterPolicies:
  - Name: Default
    AutoForwardingMode: Off
  - Name: Some
    AutoForwardingMode: On
    From: [alice@contoso.com]
    Priority: 0
Mailboxes:
  - PrimarySmtpAddress: carol@contoso.com
    ExternalAudience: None
";

#[test]
fn any_sender_inside_is_assumed_where_it_does_not_matter_who_sends() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("by sender.yaml");
    std::fs::write(&file, BY_SENDER).unwrap();
    let file = file.to_str().unwrap();
    let all = |args: &[&str]| run(&[&["check", "-p", file], args].concat());
    let alike = [
        (&["--to", "bob@fabrikam.com"][..], "LEAVES"),
        (
            &["--to", "bob@partner.example", "--kind", "oof-external"],
            "DROPPED",
        ),
        (&["--to", "dave@contoso.com"], "STAYS INSIDE"),
    ];
    for (args, outcome) in alike {
        let said = out(&all(args));
        let sender = "assumed: its sender is someone@contoso.com; the outcome is the same";
        assert!(said.contains(sender) && said.contains(outcome), "{said}");
        // As it is for each of them who is named.
        for from in ["alice@contoso.com", "carol@contoso.com", "zoe@contoso.com"] {
            let named = out(&all(&[args, &["--from", from]].concat()));
            assert!(named.contains(&format!("  {outcome}  ")), "{from}: {named}");
        }
    }
    for (args, ends) in [
        (
            &["--to", "bob@fabrikam.com", "--kind", "oof-external"][..],
            &[("someone", "LEAVES"), ("carol", "DROPPED")][..],
        ),
        (
            &["--to", "bob@fabrikam.com", "--forwarded-by", "inbox-rule"],
            &[("someone", "REJECTED"), ("alice", "LEAVES")],
        ),
        // One recipient is enough.
        (
            &[
                "--to",
                "bob@partner.example",
                "--to",
                "bob@fabrikam.com",
                "--kind",
                "oof-external",
            ],
            &[("someone", "LEAVES"), ("carol", "DROPPED")],
        ),
    ] {
        let output = all(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        let said = out(&output);
        let messages: Vec<&str> = said.split("\n\n").collect();
        assert_eq!(messages.len(), ends.len() + 1, "{said}");
        for ((sender, outcome), message) in ends.iter().zip(messages) {
            let sender = format!("{sender}@contoso.com");
            assert!(message.contains(&format!("its sender is {sender}; it depends")));
            let last = format!("{outcome}  bob@fabrikam.com");
            assert!(message.contains(&last), "{message}");
            // As it is where that one is named.
            let named = out(&all(&[args, &["--from", &sender]].concat()));
            assert!(named.contains(&last), "{named}");
        }
        let code = |on: &str| all(&[args, &["--fail-on", on]].concat()).status.code();
        assert_eq!((code("leaves"), code("stopped")), (Some(1), Some(1)));
    }
    let nobody = folder.path().join("nobody.yaml");
    std::fs::write(&nobody, "RemoteDomains: [{DomainName: \"*\"}]\n").unwrap();
    let nobody = nobody.to_str().unwrap();
    let said = refused(&["check", "-p", nobody, "--to", "bob@fabrikam.com"]);
    assert!(said.contains("there are no accepted domains"), "{said}");
}
