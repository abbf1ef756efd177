//! Packs policies and messages for reports of wrong verdicts with the real binary, and judges what
//! is in the packs.

use crate::given;
use crate::program::{err, out, rdsim, root, run};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// A policy full of names.
const POLICY: &str = r#"# The comment of Geheim AG.
AcceptedDomains: [{DomainName: geheim.ag}, {DomainName: sub.geheim.ag}, {DomainName: geheim.onmicrosoft.com}]
RemoteDomains:
  - {Name: Default, DomainName: "*", AutoForwardEnabled: false, AllowedOOFType: External}
  - {Name: Vertraulich GmbH, DomainName: "*.vertraulich.de", AutoForwardEnabled: true}
HostedOutboundSpamFilterPolicies:
  - {Name: Default, AutoForwardingMode: "On", IsDefault: true}
  - {Name: Chefs of Geheim, AutoForwardingMode: "Off", Priority: 0, From: [boss@geheim.ag]}
MailContacts:
  - {Name: Vera Traulich, ExternalEmailAddress: vera@mail.vertraulich.de, EmailAddresses: [vera.t@geheim.ag]}
Mailboxes:
  - {Addresses: [boss@geheim.ag, chef@geheim.ag], ForwardingAddress: Vera Traulich, DeliverToMailboxAndForward: true}
  - {Addresses: [anna@sub.geheim.ag], AutoReplyState: Enabled, ExternalMessage: "<p>Bin in Zermatt</p>", InternalMessage: Zermatt}
DistributionGroups:
  - {Name: Vorstand, PrimarySmtpAddress: vorstand@geheim.ag, Members: [boss, "anna@sub.geheim.ag", Vera Traulich], RequireSenderAuthenticationEnabled: false}
TransportRules:
  - {Name: Projekt Nordlicht, State: Enabled, Mode: Enforce, SubjectContainsWords: [Nordlicht], SentToScope: NotInOrganization, RejectMessageReasonText: Nordlicht bleibt hier, RejectMessageEnhancedStatusCode: "5.7.1"}
  - {Name: Muster, State: Enabled, Mode: Enforce, RecipientAddressMatchesPatterns: ['vera@mail\.vertraulich\.de$'], FromScope: NotInOrganization, DeleteMessage: true}
InboxRules:
  - {Mailbox: boss@geheim.ag, Name: An Vera, ForwardTo: ['"Vera Traulich" [SMTP:vera@mail.vertraulich.de]', Vera Traulich <vera@mail.vertraulich.de>]}
InboundConnectors:
  - {Name: Drucker Halle 7, ConnectorType: OnPremises, SenderIPAddresses: [198.51.100.77]}
"#;

/// What must not be in a pack, in lower case.
const SECRETS: [&str; 14] = [
    "geheim",
    "vertraulich",
    "traulich",
    "vera",
    "boss",
    "chef",
    "anna",
    "vorstand",
    "nordlicht",
    "zermatt",
    "drucker",
    "198.51.100.77",
    "muster",
    "quartalszahlen",
];

fn mail(from: &str, to: &str, subject: &str, more: &str) -> String {
    format!(
        "Received: from pc7.geheim.ag (198.51.100.77)\nFrom: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <4711@pc7.geheim.ag>\nX-Geheim-Id: anna\n{more}MIME-Version: 1.0\nContent-Type: text/plain; name=geheim.txt; charset=utf-8\n\nDie Quartalszahlen von Geheim.\n"
    )
}

fn report(folder: &Path, args: &[&str]) -> Output {
    let mut command = rdsim(&[&["report", "-p", "p.yaml"], args].concat());
    command.current_dir(folder).output().unwrap()
}

/// The fenced block below a heading.
fn block<'r>(report: &'r str, heading: &str) -> &'r str {
    let (_, rest) = report.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, rest) = rest.split_once("\n```").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split_once("\n```\n").unwrap().0
}

/// Outcome and response of each verdict.
fn verdicts(folder: &Path, args: &[&str]) -> Vec<(Value, Value)> {
    let args = [&["check", "--format", "json", "-q"], args].concat();
    let o = rdsim(&args).current_dir(folder).output().unwrap();
    let report: Value = serde_json::from_str(&out(&o)).unwrap_or_else(|_| panic!("{}", err(&o)));
    let verdicts = report["messages"][0]["verdicts"].as_array().unwrap().iter();
    verdicts
        .map(|v| (v["outcome"].clone(), v["response"]["code"].clone()))
        .collect()
}

/// Judge what is in a pack by the command that it shows.
fn judged(report: &str) -> Vec<(Value, Value)> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "policy.yaml",
        &format!("{}\n", block(report, "policy.yaml")),
    );
    write(
        "message.eml",
        &format!("{}\n\n", block(report, "message.eml")),
    );
    let says = block(report, "What rdsim says");
    let command = says.lines().next().unwrap();
    let command = command
        .strip_prefix("$ rdsim check --explain --policy policy.yaml ")
        .unwrap();
    let args: Vec<&str> = command.split(' ').map(|a| a.trim_matches('\'')).collect();
    verdicts(folder.path(), &[&["-p", "policy.yaml"], &args[..]].concat())
}

fn folder(policy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.yaml"), policy).unwrap();
    folder
}

#[test]
fn no_name_is_in_a_pack_and_its_verdict_is_the_same() {
    let loop_header = "X-MS-Exchange-Inbox-Rules-Loop: boss@geheim.ag\nX-MS-Exchange-Organization-AutoForwarded: true\n";
    let srs = "Return-Path: <boss+SRS=Hx1y=ZZ=vertraulich.de=vera@geheim.ag>\n";
    let anna = "Anna Geheim <anna@sub.geheim.ag>";
    let vera = "\"Traulich, Vera\" <vera@mail.vertraulich.de>";
    let mails = [
        (anna, vera, "Quartalszahlen", "", &[][..]),
        (anna, vera, "Projekt Nordlicht", "", &[]),
        (anna, "vorstand@geheim.ag", "x", "", &[]),
        (
            vera,
            "Boss <boss+zahlen@geheim.ag>, nobody@andere.org",
            "x",
            "",
            &[],
        ),
        (
            "boss@geheim.ag",
            vera,
            "FW: Quartalszahlen",
            loop_header,
            &[],
        ),
        ("boss@geheim.ag", "x@andere.org", "WG: x", loop_header, &[]),
        ("someone@gmail.com", vera, "x", "", &[]),
        (
            anna,
            "x@geheim-ag.mail.protection.outlook.com",
            "x",
            "",
            &[],
        ),
        (
            anna,
            vera,
            "Automatic reply: Quartalszahlen",
            "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
            &[],
        ),
        ("boss@geheim.ag", "x@andere.org", "x", srs, &[]),
        (anna, vera, "x", "", &["--kind", "oof-internal"]),
        (
            anna,
            vera,
            "x",
            "",
            &["--from", "chef@geheim.ag", "--to", "vera.t@geheim.ag"],
        ),
        (
            anna,
            vera,
            "x",
            "",
            &[
                "--forwarded-by",
                "inbox-rule",
                "--to",
                "x@tief.vertraulich.de",
            ],
        ),
    ];
    let folder = folder(POLICY);
    for (from, to, subject, more, args) in mails {
        let text = mail(from, to, subject, more);
        std::fs::write(folder.path().join("m.eml"), &text).unwrap();
        let o = report(folder.path(), &[args, &["m.eml"]].concat());
        let pack = out(&o);
        assert_eq!(o.status.code(), Some(0), "{text}{}", err(&o));
        let lower = pack.to_lowercase();
        for secret in SECRETS {
            assert!(!lower.contains(secret), "{secret}: {text}\n{pack}");
        }
        let before = verdicts(
            folder.path(),
            &[&["-p", "p.yaml"], args, &["m.eml"]].concat(),
        );
        assert_eq!(judged(&pack), before, "{text}\n{pack}");
    }
}

#[test]
fn every_fixture_under_every_policy_keeps_its_verdict_or_is_refused() {
    let folders = ["ordinary", "oof-external", "ndr", "read-receipt", "awkward"];
    let mut packed = 0;
    for policy in ["policies/contoso.yaml", "policies/closed.yaml"] {
        for file in folders
            .iter()
            .flat_map(|f| given::files(&format!("fixtures/{f}"), ".eml"))
        {
            let path = file.strip_prefix(root()).unwrap().to_str().unwrap();
            let to = ["--to", "bob@fabrikam.com"];
            let o = run(&[&["report", "-p", policy, path], &to[..]].concat());
            match o.status.code() {
                Some(0) => {
                    let args = [&["-p", policy], &to[..], &[path]].concat();
                    assert_eq!(judged(&out(&o)), verdicts(root(), &args), "{path}");
                    packed += 1;
                }
                Some(1) => assert!(err(&o).contains("the verdict changes when"), "{}", err(&o)),
                code => assert!(
                    code == Some(2) && !err(&o).is_empty(),
                    "{path}: {}",
                    err(&o)
                ),
            }
        }
    }
    assert!(packed > 70, "{packed}");
}

#[test]
fn what_happened_is_told_under_the_same_names() {
    let folder = folder(POLICY);
    let text = mail("anna@sub.geheim.ag", "vera@mail.vertraulich.de", "x", "");
    std::fs::write(folder.path().join("m.eml"), text).unwrap();
    let happened = "Delivered to vera@mail.vertraulich.de by MAIL.vertraulich.de ``` <b>";
    let file = folder.path().join("r.md");
    let o = report(
        folder.path(),
        &[
            "m.eml",
            "--happened",
            happened,
            "-o",
            file.to_str().unwrap(),
        ],
    );
    assert_eq!(
        (o.status.code(), out(&o).as_str()),
        (Some(0), ""),
        "{}",
        err(&o)
    );
    assert!(err(&o).contains("nothing was sent: "), "{}", err(&o));
    let pack = std::fs::read_to_string(&file).unwrap();
    assert!(!pack.contains("vertraulich"), "{pack}");
    // Its backticks end no block.
    assert!(pack.contains("\n````text\nDelivered to user"), "{pack}");
    let again = report(folder.path(), &["m.eml", "-o", file.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn a_verdict_that_rests_on_the_names_is_not_packed() {
    let words = "AcceptedDomains: [geheim.ag]\nRemoteDomains: [{Name: Default, DomainName: '*'}]\nTransportRules:\n  - {Name: a, State: Enabled, Mode: Enforce, RecipientAddressContainsWords: [vertraulich], DeleteMessage: true}\n";
    let folder = folder(words);
    let text = mail("anna@geheim.ag", "vera@vertraulich.de", "x", "");
    std::fs::write(folder.path().join("m.eml"), text).unwrap();
    let file = folder.path().join("r.md");
    let o = report(folder.path(), &["m.eml", "-o", file.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(1), "{}", err(&o));
    assert!(err(&o).contains("the verdict changes when the names are replaced"));
    assert!(!file.exists());
    for (args, said) in [
        (&["none.eml"][..], "the message cannot be read"),
        (&["p.yaml"], "the message has no verdict"),
    ] {
        let o = report(folder.path(), args);
        assert_eq!(o.status.code(), Some(2));
        assert!(err(&o).contains(said), "{}", err(&o));
    }
}

#[test]
fn the_subject_is_told_where_the_verdict_needs_it() {
    let pattern = POLICY.replace(
        "SubjectContainsWords: [Nordlicht]",
        "SubjectMatchesPatterns: ['n.rdlicht']",
    );
    let folder = folder(&pattern);
    let text = mail("anna@sub.geheim.ag", "x@andere.org", "Nordlicht", "");
    std::fs::write(folder.path().join("m.eml"), text).unwrap();
    let o = report(folder.path(), &["m.eml"]);
    assert_eq!(o.status.code(), Some(0));
    assert!(
        err(&o).contains("the subject is in the report"),
        "{}",
        err(&o)
    );
    assert!(out(&o).contains("**The subject is as it was**"));
    assert!(out(&o).contains("\nSubject: Nordlicht\n"));
}
