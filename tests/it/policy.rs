//! Reads policies, good and bad ones: every problem is told with its place and what to do.

use crate::given::policy;
use crate::program::{RDSIM, root};

#[test]
fn all_problems_of_a_policy_are_told_in_one_run() {
    let text = "RemoteDomain: []\nRemoteDomains:\n  - DomainName: '*contoso.com'\n  - DomainName: foo.*\n  - DomainName: ''\n  - DomainName: a.com\n    AutoForwardEnable: true\n    NDREnabled: maybe\n    CharacterSet: utf8\n    LineWrapSize: 200\n  - DomainName: A.com\n    NDREnabled: true\n    NDREnabled: false\n  - DomainName: b.com\n    AllowedOOFType: InternalLegacy\n    IsInternal: false\n";
    let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
    let told: Vec<String> = problems
        .iter()
        .map(|p| format!("{}:{} {} | {}", p.line, p.column, p.message, p.help))
        .collect();
    let expected = [
        (
            1,
            "unknown property `RemoteDomain`",
            "did you mean `RemoteDomains`?",
        ),
        (
            1,
            "there are no accepted domains",
            "Get-AcceptedDomain | ConvertTo-Json",
        ),
        (2, "there is no Default remote domain", "DomainName: \"*\""),
        (3, "`*contoso.com` is not a domain pattern", "*.contoso.com"),
        (
            4,
            "`foo.*` is not a domain pattern",
            "a wildcard may only stand first",
        ),
        (5, "`` is not a domain pattern", "write a domain"),
        (
            7,
            "unknown property `AutoForwardEnable`",
            "did you mean `AutoForwardEnabled`?",
        ),
        (
            8,
            "`NDREnabled` wants true or false",
            "write `true` or `false`",
        ),
        (9, "`utf8` is not a character set", "did you mean `utf-8`?"),
        (
            10,
            "`200` is not a value of `LineWrapSize`",
            "from 0 to 132 or `Unlimited`",
        ),
        (11, "has a remote domain already", "line 6"),
        (13, "`NDREnabled` is given twice", "line 12"),
        (16, "cannot exist in a tenant", "remove `IsInternal`"),
    ];
    assert_eq!(problems.len(), expected.len(), "{told:#?}");
    for (problem, (line, message, help)) in problems.iter().zip(expected) {
        assert_eq!(problem.line, line, "{told:#?}");
        assert!(
            problem.message.to_string().contains(message)
                && problem.help.to_string().contains(help),
            "{problem}"
        );
        assert_eq!(
            problem.source,
            text.lines()
                .nth(line as usize - 1)
                .map(|l| rdsim::diagnostic::Excerpt::new(l, problem.column))
        );
        assert!(problem.column >= 1);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_an_error_with_a_position() {
    let problems = rdsim::policy::read::read("t", b"RemoteDomains:\n  - Name: \xff\n").unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (2, 11));
}

#[test]
fn null_settings_and_the_coupling() {
    use rdsim::policy::AllowedOofType as T;
    for (written, oof, internal) in [
        ("", T::External, false),
        ("IsInternal: false", T::External, false),
        ("IsInternal: true", T::External, true),
        ("AllowedOOFType: InternalLegacy", T::InternalLegacy, true),
        (
            "AllowedOOFType: External, IsInternal: false",
            T::External,
            false,
        ),
        ("TNEFEnabled: null", T::External, false),
    ] {
        let p = policy(&format!("RemoteDomains: [{{DomainName: '*', {written}}}]"));
        let d = &p.remote_domains[0];
        assert_eq!(
            (
                d.allowed_oof_type.value,
                d.is_internal.value,
                d.tnef_enabled.value
            ),
            (oof, internal, None),
            "{written}"
        );
    }
}

#[test]
fn an_identity_of_two_recipients_is_an_error() {
    let told = |text: &str| {
        let problems = rdsim::policy::read::read("p", text.as_bytes()).err()?;
        let mut told = problems.iter().map(|p| (p.line, p.message.to_string()));
        let told = told.find(|(_, message)| message.contains("no two recipients"));
        told.map(|(line, message)| {
            let address = message.split('`').nth(1).unwrap_or_default();
            (line, address.to_owned())
        })
    };
    let ann = "Mailboxes:\n  - Addresses: [ann@contoso.com, a@contoso.com]\n";
    let other = "  - PrimarySmtpAddress: A@contoso.com\n";
    let contact = "MailContacts:\n  - PrimarySmtpAddress: ann@contoso.com\n    ExternalEmailAddress: ann@fabrikam.com\n";
    let outside = contact.replace("PrimarySmtpAddress: ann@", "PrimarySmtpAddress: out@");
    let user = outside.replace("MailContacts", "MailUsers");
    let user = user.replace("out@", "guest@");
    let found = |line: u32, address: &str| Some((line, address.to_owned()));
    assert_eq!(told(ann), None);
    assert_eq!(told(&format!("{ann}{other}")), found(3, "a@contoso.com"));
    assert_eq!(
        told(&format!("{contact}{ann}")),
        found(5, "ann@contoso.com")
    );
    // Where they are outside may be the same for two.
    assert_eq!(told(&format!("{outside}{user}{ann}")), None);
    // An address that one recipient has twice is its own.
    let twice = "Mailboxes:\n  - PrimarySmtpAddress: a@contoso.com\n    EmailAddresses: [SMTP:a@contoso.com]\n";
    assert_eq!(told(twice), None);
    for (property, value) in [
        ("Name", "Ann"),
        ("Alias", "ann"),
        ("Guid", "0d3c6ad7-5d1b-4b93-8bd7-7c9ef0a0a1a1"),
        ("DistinguishedName", "CN=Ann,OU=Users,DC=contoso,DC=com"),
    ] {
        let both = format!(
            "Mailboxes:\n  - Addresses: [x@contoso.com]\n    {property}: {value}\nDistributionGroups:\n  - PrimarySmtpAddress: y@contoso.com\n    {property}: {}\n",
            value.to_uppercase()
        );
        let first = told(&both).unwrap_or_else(|| panic!("{property}"));
        assert_eq!(first, (6, value.to_lowercase()), "{property}");
    }
    // A name may be another's alias, and an alias that is not written is only taken for one.
    let name = "Mailboxes:\n  - Addresses: [x@contoso.com]\n    Name: Ann\n  - Addresses: [y@contoso.com]\n    Alias: ann\n";
    assert_eq!(told(name), None);
    // One that is written counts, though it is that which would be taken for the alias too.
    let name = "Mailboxes:\n  - Addresses: [ann@contoso.com]\n    Name: Ann\n  - Addresses: [y@contoso.com]\n    Name: Ann\n";
    assert_eq!(told(name), found(5, "ann"));
    let implied = "AcceptedDomains: [contoso.com, contoso.net]\nMailboxes:\n  - Addresses: [ann@contoso.com]\n  - Addresses: [ann@contoso.net]\n";
    assert_eq!(told(implied), None);
}

/// PowerShell's `>` writes UTF-16.
#[test]
fn files_in_utf16_are_read_as_the_same_in_utf8() {
    let folder = tempfile::tempdir().unwrap();
    let source = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let tests = source("policies/contoso.rdsim.yaml");
    let tests = tests.replace("../fixtures", root().join("fixtures").to_str().unwrap());
    let files = [
        (
            "contoso.yaml",
            format!("# 例\n{}", source("policies/contoso.yaml")),
        ),
        ("t.rdsim.yaml", tests),
        ("scanner.yaml", source("fixtures/scenarios/scanner.yaml")),
    ];
    let message = root().join("fixtures/ordinary/plain.eml");
    let message = message.to_str().unwrap();
    let verbs: [&[&str]; 6] = [
        &["check", "--policy", "contoso.yaml", message],
        &["lint", "contoso.yaml"],
        &["diff", "contoso.yaml", "contoso.yaml"],
        &["export", "--json", "contoso.yaml"],
        &["test", "--verbose", "t.rdsim.yaml"],
        &[
            "submit",
            "--policy",
            "contoso.yaml",
            "--scenario",
            "scanner.yaml",
        ],
    ];
    let little =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let write = |encode: &dyn Fn(&str) -> Vec<u8>| {
        for (name, text) in &files {
            std::fs::write(folder.path().join(name), encode(text)).unwrap();
        }
        verbs.map(|args| {
            let mut command = std::process::Command::new(RDSIM);
            command.env_clear().current_dir(folder.path()).args(args);
            let o = command.output().unwrap();
            (
                o.status.code(),
                String::from_utf8(o.stdout).unwrap(),
                String::from_utf8(o.stderr).unwrap(),
            )
        })
    };
    let expected = write(&|text| text.as_bytes().to_vec());
    for (verb, (code, ..)) in verbs.iter().zip(&expected) {
        assert!(matches!(code, Some(0 | 1)), "{verb:?}: {code:?}");
    }
    assert_eq!(expected[4].0, Some(0));
    assert_eq!(write(&|text| little(&format!("\u{feff}{text}"))), expected);
    assert_eq!(write(&|text| big(&format!("\u{feff}{text}"))), expected);
    assert_eq!(write(&little), expected);
    assert_eq!(write(&big), expected);
    // What is cut off in the middle of a character is told.
    let cut = write(&|text| {
        let mut bytes = little(&format!("\u{feff}{text}"));
        bytes.pop();
        bytes
    });
    assert_eq!(cut[0].0, Some(2));
    assert!(cut[0].2.contains("the file is not UTF-8"), "{}", cut[0].2);
}

#[test]
fn sections_that_are_not_simulated_are_warned_of() {
    let text = "RemoteDomains: [{DomainName: '*'}]\nAcceptedDomains: [contoso.com]\noutboundconnectors:\n  - SmartHosts: [a.example]\nCASMailboxes: []\nOutboundConnecters: []\n";
    let problems = rdsim::policy::read::read("p", text.as_bytes()).unwrap_err();
    let told: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {} | {}", p.line, p.message, p.help))
        .collect();
    assert_eq!(
        told,
        [
            "3 known, not simulated: `OutboundConnectors` (Get-OutboundConnector) | it changes no verdict; docs/not-simulated.md says what that means, under `Outbound connectors`",
            "5 known, not simulated: `CASMailboxes` (Get-CASMailbox) | it changes no verdict; write what matters of it into `Mailboxes`, as `rdsim import` does",
            "6 unknown property `OutboundConnecters` in a policy | did you mean `OutboundConnectors`?",
        ]
    );
    let page =
        std::fs::read_to_string(crate::program::root().join("docs/not-simulated.md")).unwrap();
    for section in rdsim::policy::unmodelled::UNMODELLED {
        let text = format!(
            "AcceptedDomains: [a.example]\nRemoteDomains: [{{DomainName: '*'}}]\n{}: [{{Name: x}}]\n",
            section.name
        );
        let (_, warnings) = rdsim::policy::read::read("p", text.as_bytes()).unwrap();
        assert_eq!(warnings[0].code, "not-simulated");
        match section.see {
            rdsim::policy::unmodelled::SeeAlso::Subject(subject) => {
                assert!(page.contains(subject), "{subject}");
            }
            rdsim::policy::unmodelled::SeeAlso::Section(name) => {
                assert!(rdsim::policy::sections::Section::named(name).is_some());
            }
        }
    }
}

#[test]
fn the_domain_type_of_an_accepted_domain_is_read() {
    use rdsim::policy::DomainType as T;
    let p = policy(
        "AcceptedDomains: [contoso.com, {DomainName: a.example, DomainType: internalrelay}, {DomainName: b.example, DomainType: ExternalRelay}]\nRemoteDomains: [{DomainName: '*'}]\n",
    );
    let types = p.accepted_domains.iter().map(|d| d.domain_type.value);
    let types: Vec<T> = types.collect();
    assert_eq!(
        types,
        [T::Authoritative, T::InternalRelay, T::ExternalRelay]
    );
}

#[test]
fn a_policy_without_accepted_domains_judges_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = |name: &str| root().join("fixtures").join(name).display().to_string();
    let (mail, trace) = (fixture("ordinary/plain.eml"), fixture("traces/summary.csv"));
    let suite = "Policy: none.yaml\nCases:\n  - {Name: a, To: a@example.com, Kind: ndr, Expect: {Outcome: leaves}}\n";
    std::fs::write(folder.path().join("a.rdsim.yaml"), suite).unwrap();
    for (written, line) in [("", 1), ("AcceptedDomains: []\n", 2)] {
        let text = format!("RemoteDomains: [{{DomainName: '*'}}]\n{written}");
        std::fs::write(folder.path().join("none.yaml"), text).unwrap();
        let run = |args: &str| {
            let args = args.replace("MAIL", &mail).replace("TRACE", &trace);
            let args: Vec<&str> = args.split(' ').collect();
            let mut command = crate::program::rdsim(&args);
            let o = command.current_dir(folder.path()).output().unwrap();
            let told = String::from_utf8_lossy(&o.stderr).into_owned();
            (o.status.code(), told)
        };
        for args in [
            "check --policy none.yaml MAIL",
            "react --policy none.yaml MAIL",
            "trace predict --policy none.yaml MAIL",
            "trace reconcile --policy none.yaml TRACE",
            "trace replay --policy none.yaml TRACE",
            "diff none.yaml none.yaml",
            "test a.rdsim.yaml",
            "submit --policy none.yaml --from a@contoso.com --to b@contoso.com --port 25 --endpoint smtp.office365.com",
        ] {
            let (code, told) = run(args);
            assert_eq!(code, Some(2), "{args}: {told}");
            let place = format!("none.yaml:{line}:1: error: there are no accepted domains");
            assert!(told.contains(&place), "{args}: {told}");
            assert!(told.contains("Get-AcceptedDomain"), "{args}: {told}");
        }
        for args in [
            "export --json none.yaml",
            "export --powershell none.yaml",
            "lint none.yaml",
        ] {
            let (code, told) = run(args);
            assert!(code < Some(2) && !told.contains("error"), "{args}: {told}");
        }
    }
}

#[test]
fn a_label_of_the_admin_centers_is_told_as_the_value_that_it_is() {
    for (line, value) in [
        ("TNEFEnabled: ユーザー設定に従う", "null"),
        ("TNEFEnabled: Follow user settings", "null"),
        ("TNEFEnabled: 常に許可", "true"),
        ("TNEFEnabled: 許可しない", "false"),
        ("AutoReplyEnabled: オフ", "false"),
        ("AllowedOOFType: なし", "None"),
        (
            "AllowedOOFType: 内部の不在時返信のみを許可する",
            "InternalLegacy",
        ),
        (
            "AllowedOOFType: 外部および従来の不在時応答を許可する",
            "ExternalLegacy",
        ),
    ] {
        let text = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: '*'\n    {line}\n"
        );
        let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
        assert_eq!(problems.len(), 1, "{line}");
        let help = problems[0].help.to_string();
        assert!(
            help.starts_with(&format!("write `{value}`, ")),
            "{line}: {help}"
        );
    }
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: '*'\nHostedOutboundSpamFilterPolicies:\n  - Name: Default\n    AutoForwardingMode: 自動 - システム制御\n";
    let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
    assert!(
        problems[0]
            .help
            .to_string()
            .starts_with("write `Automatic`, ")
    );
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: '*'\n    TNEFEnabled: sometimes\n";
    let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
    assert!(
        problems[0]
            .help
            .to_string()
            .contains("`null` (follow user settings)")
    );
}

/// What a text read as a policy says is wrong: lines, messages and help.
fn told(text: &str) -> Vec<(u32, String, String)> {
    let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
    let told = problems.iter();
    told.map(|p| (p.line, p.message.to_string(), p.help.to_string()))
        .collect()
}

#[test]
fn a_text_with_several_addresses_is_not_taken_for_one() {
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: '*'\nMailboxes:\n  - PrimarySmtpAddress: alice at contoso.com\n  - PrimarySmtpAddress: dave@contoso.com\n    ForwardingSmtpAddress: bob@fabrikam.com;carol@fabrikam.com\n  - PrimarySmtpAddress: erin@contoso.com\n    ForwardingSmtpAddress: fabrikam.com\nMailContacts:\n  - Name: Bob\n    ExternalEmailAddress: bob @fabrikam.com\nDistributionGroups:\n  - Name: Staff\n    Members: erin@contoso.com, dave@contoso.com\n";
    let told = told(text);
    let expected = [
        (5, "PrimarySmtpAddress", "alice at contoso.com"),
        (
            7,
            "ForwardingSmtpAddress",
            "bob@fabrikam.com;carol@fabrikam.com",
        ),
        (9, "ForwardingSmtpAddress", "fabrikam.com"),
        (12, "ExternalEmailAddress", "bob @fabrikam.com"),
        (15, "Members", "erin@contoso.com, dave@contoso.com"),
    ];
    for (line, name, found) in expected {
        let message = format!("`{name}` wants one address, found `{found}`");
        let is = |(at, said, help): &&(u32, String, String)| {
            *at == line && *said == message && help.contains("write a list")
        };
        assert_eq!(told.iter().filter(is).count(), 1, "{message}: {told:#?}");
    }
}

#[test]
fn blanks_quotes_and_asterisks_that_look_like_those_of_yaml_are_named() {
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: “*”\n  - DomainName: ＊\n\u{a0}\u{a0}Name: x\n\u{3000}NDREnabled: true\n";
    let told = told(text);
    for (line, help) in [
        (3, "straight quotes"),
        (4, "half-width asterisk"),
        (5, "write spaces"),
        (6, "write spaces"),
    ] {
        let is = |(at, _, said): &&(u32, String, String)| *at == line && said.contains(help);
        assert_eq!(told.iter().filter(is).count(), 1, "{line}: {told:#?}");
    }
}
