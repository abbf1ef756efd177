//! Plays the exported commands on a small model of the cmdlets, and runs the real binary.

mod submission;
mod tenant;

use crate::given::{self, policy_as as policy};
use crate::program::run;
use proptest::prelude::*;
use rdsim::export::{powershell, quote};
use rdsim::import::scalar::scalar;
use tenant::*;

const DOMAINS: [&str; 7] = [
    "fabrikam.com",
    "*.fabrikam.com",
    "sales.fabrikam.com",
    "*.sales.fabrikam.com",
    "example.net",
    "sister.example",
    "xn--r8jz45g.example",
];
const NAMES: [&str; 8] = [
    "Fabrikam",
    "O'Neill",
    "‘typographic’ ‚quotes‛",
    "$env:PATH `n $(Get-Date)",
    "\"double\"; # no comment",
    "例え",
    "-WhatIf",
    "@splat",
];

prop_compose! {
    fn parameter_lines()(
        oof in proptest::option::of(prop::sample::select(vec!["None", "External", "ExternalLegacy", "InternalLegacy"])),
        internal in proptest::option::of(any::<bool>()),
        gates in proptest::collection::vec(proptest::option::of(any::<bool>()), 7),
        tnef in proptest::option::of(prop::sample::select(vec!["true", "false", "null"])),
        charset in proptest::option::of(prop::sample::select(vec!["utf-8", "iso-2022-jp", "\"\""])),
        words in proptest::option::of(prop::sample::select(vec![
            "ContentType: MimeText", "ByteEncoderTypeFor7BitCharsets: UseQP", "LineWrapSize: 76",
            "PreferredInternetCodePageForShiftJis: 50221", "RequiredCharsetCoverage: 60", "NonMimeCharacterSet: big5",
        ])),
    ) -> String {
        let mut out = String::new();
        let mut line = |name: &str, value: &str| out.push_str(&format!("    {name}: {value}\n"));
        if let Some(oof) = oof { line("AllowedOOFType", oof); }
        if let Some(internal) = internal.filter(|i| *i || oof != Some("InternalLegacy")) {
            line("IsInternal", &internal.to_string());
        }
        for (name, value) in ["AutoForwardEnabled", "AutoReplyEnabled", "DeliveryReportEnabled", "NDREnabled",
            "MeetingForwardNotificationEnabled", "DisplaySenderName", "UseSimpleDisplayName"].iter().zip(gates) {
            if let Some(value) = value { line(name, &value.to_string()); }
        }
        if let Some(tnef) = tnef { line("TNEFEnabled", tnef); }
        if let Some(charset) = charset { line("CharacterSet", charset); }
        if let Some(words) = words { out.push_str(&format!("    {words}\n")); }
        out
    }
}

prop_compose! {
    fn policies()(
        domains in prop::sample::subsequence(&DOMAINS[..], 0..=5),
        names in Just(NAMES.to_vec()).prop_shuffle(),
        parameters in proptest::collection::vec(parameter_lines(), 6),
    ) -> String {
        let mut out = format!("RemoteDomains:\n  - Name: Default\n    DomainName: \"*\"\n{}", parameters[5]);
        for ((domain, name), parameters) in domains.iter().zip(names).zip(parameters) {
            out.push_str(&format!("  - Name: {}\n    DomainName: {}\n{parameters}", scalar(name), scalar(domain)));
        }
        out
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn quoting_is_read_back(text in any::<String>(), odd in "['‘’‚‛$`\"; \u{2028}\u{202e}\u{1b}]{0,12}") {
        for text in [text, odd] {
            let quoted = quote::text(&text);
            prop_assert_eq!(words(&quoted), vec![(text, true)]);
        }
    }

    #[test]
    fn the_commands_bring_one_policy_to_the_other(from in policies(), to in policies()) {
        let (a, b) = (policy("a.yaml", &from), policy("b.yaml", &to));
        let script = powershell::script(Some(&a), &b, false).unwrap();
        let mut tenant = Tenant::of(&a);
        let end = Tenant::of(&b);
        let probes = ["fabrikam.com", "sales.fabrikam.com", "x.sales.fabrikam.com", "x.fabrikam.com", "example.net", "other.example"];
        let allowed: Vec<bool> = probes.iter().map(|p| tenant.forwards(p) || end.forwards(p)).collect();
        for command in commands(&script) {
            tenant.run(&command);
            // No cmdlet makes a remote domain with other than the defaults.
            if command[0].0 == "New-RemoteDomain" { continue; }
            for (probe, allowed) in probes.iter().zip(&allowed) {
                prop_assert!(*allowed || !tenant.forwards(probe), "{} is open after {:?}\n{}", probe, command, script);
            }
        }
        prop_assert_eq!(tenant.sorted(), end.sorted(), "{}", script);
        let again = powershell::script(Some(&b), &b, false).unwrap();
        prop_assert!(commands(&again).is_empty(), "{}", again);
        let shown = powershell::script(Some(&a), &b, true).unwrap();
        let real = commands(&script);
        let shown = commands(&shown);
        prop_assert_eq!(real.len(), shown.len());
        for (real, shown) in real.iter().zip(shown) {
            prop_assert_eq!(shown.last().unwrap(), &("-WhatIf".to_owned(), false));
            prop_assert_eq!(&shown[..shown.len() - 1], &real[..]);
        }
    }
}

fn lines(from: &str, to: &str) -> Vec<String> {
    let script =
        powershell::script(Some(&policy("a.yaml", from)), &policy("b.yaml", to), false).unwrap();
    let lines = script
        .lines()
        .filter(|l| l.contains("-RemoteDomain ") && !l.starts_with('#'));
    lines.map(str::to_owned).collect()
}

const DEFAULT: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n";

#[test]
fn names_that_are_exchanged_go_by_a_third() {
    let from = format!(
        "{DEFAULT}- {{Name: A, DomainName: a.example}}\n- {{Name: B, DomainName: b.example}}\n"
    );
    let to = format!(
        "{DEFAULT}- {{Name: B, DomainName: a.example}}\n- {{Name: A, DomainName: b.example}}\n"
    );
    assert_eq!(
        lines(&from, &to),
        [
            "Set-RemoteDomain -Identity 'A' -Name 'rdsim-1'",
            "Set-RemoteDomain -Identity 'B' -Name 'A'",
            "Set-RemoteDomain -Identity 'rdsim-1' -Name 'B'",
        ]
    );
}

#[test]
fn another_domain_under_the_same_name_is_another_remote_domain() {
    let from = format!("{DEFAULT}- {{Name: A, DomainName: a.example}}\n");
    let to = format!("{DEFAULT}- {{Name: A, DomainName: b.example, AutoForwardEnabled: false}}\n");
    assert_eq!(
        lines(&from, &to),
        [
            "Set-RemoteDomain -Identity 'A' -Name 'rdsim-1'",
            "New-RemoteDomain -Name 'A' -DomainName 'b.example'",
            "Set-RemoteDomain -Identity 'A' -AutoForwardEnabled $false",
            "Remove-RemoteDomain -Identity 'rdsim-1'",
        ]
    );
}

#[test]
fn what_gets_stricter_comes_before_what_gets_looser() {
    let from = format!(
        "{DEFAULT}- {{Name: A, DomainName: a.example, AutoForwardEnabled: false, AllowedOOFType: InternalLegacy}}\n"
    );
    let to = "RemoteDomains:\n- {Name: Default, DomainName: \"*\", NDREnabled: false}\n- {Name: A, DomainName: a.example, NDREnabled: false, AllowedOOFType: External, IsInternal: false}\n";
    assert_eq!(
        lines(&from, to),
        [
            "Set-RemoteDomain -Identity 'Default' -NDREnabled $false",
            "Set-RemoteDomain -Identity 'A' -NDREnabled $false",
            "Set-RemoteDomain -Identity 'A' -AutoForwardEnabled $true -IsInternal $false",
            "Set-RemoteDomain -Identity 'A' -AllowedOOFType External",
        ]
    );
}

#[test]
fn two_remote_domains_of_one_name_are_refused() {
    let to = policy(
        "b.yaml",
        "RemoteDomains:\n- {Name: A, DomainName: a.example}\n- {Name: a, DomainName: b.example}\n",
    );
    let problems = powershell::script(None, &to, false).unwrap_err();
    assert_eq!((problems.len(), problems[0].line), (1, 3));
}

#[test]
fn a_name_cannot_leave_its_comment() {
    let to = policy(
        "b.yaml\nRemove-Mailbox x",
        &format!("{DEFAULT}- {{Name: \"x\\nRemove-Mailbox y\\r\", DomainName: a.example}}\n"),
    );
    let script = powershell::script(None, &to, false).unwrap();
    let comments = script.lines().filter(|l| l.starts_with('#'));
    assert!(
        comments
            .clone()
            .any(|l| l.contains("b.yaml Remove-Mailbox x"))
    );
    assert!(script.contains("-Name 'x\nRemove-Mailbox y'"), "{script}");
}

#[test]
fn other_sections_are_not_lost() {
    let from = "AcceptedDomains: [contoso.com]\nHostedOutboundSpamFilterPolicies:\n- {Name: Default, AutoForwardingMode: On}\n- {Name: X, Priority: 0, From: [a@contoso.com], AutoForwardingMode: Off}\nMailboxes:\n- {Addresses: [a@contoso.com]}\n";
    let to = "AcceptedDomains: [contoso.com, contoso.example]\nHostedOutboundSpamFilterPolicies:\n- {Name: Default, AutoForwardingMode: Off}\n- {Name: X, Priority: 1, From: [b@contoso.com], AutoForwardingMode: On}\n- {Name: Y, Priority: 2, From: [c@contoso.com]}\nMailContacts:\n- {Name: B, ExternalEmailAddress: b@fabrikam.com}\nMailboxes:\n- {Addresses: [a@contoso.com], ForwardingSmtpAddress: a@fabrikam.com, ExternalAudience: None}\n";
    let script =
        powershell::script(Some(&policy("a.yaml", from)), &policy("b.yaml", to), false).unwrap();
    let at = |text: &str| {
        script
            .find(text)
            .unwrap_or_else(|| panic!("{text}\n{script}"))
    };
    let close =
        at("Set-HostedOutboundSpamFilterPolicy -Identity 'Default' -AutoForwardingMode Off\n");
    let open = at("Set-HostedOutboundSpamFilterPolicy -Identity 'X' -AutoForwardingMode On\n");
    assert!(close < open);
    for part in [
        "X: its scope differs",
        "X: its priority differs",
        "b.yaml:5 Y: make it with New-HostedOutboundSpamFilterPolicy",
        "the accepted domain contoso.example is not in a.yaml",
        "b@fabrikam.com is new: use New-MailContact",
        "is forwarded elsewhere",
        "has another ExternalAudience",
        "b.yaml says nothing of remote domains",
    ] {
        if part.contains("says nothing") {
            // Only where there would be something to remove.
            assert!(!script.contains(part));
        } else {
            at(part);
        }
    }
    let one = policy(
        "a.yaml",
        &format!("{DEFAULT}- {{Name: A, DomainName: a.example}}\n"),
    );
    let script = powershell::script(Some(&one), &policy("b.yaml", to), false).unwrap();
    assert!(
        script.contains("# b.yaml says nothing of remote domains")
            && !script.contains("Remove-RemoteDomain")
    );
}

#[test]
fn the_binary_writes_scripts_for_every_policy() {
    for path in given::policies() {
        let name = format!("policies/{}", path.file_name().unwrap().to_str().unwrap());
        let o = run(&["export", "--powershell", &name]);
        assert_eq!(o.status.code(), Some(0), "{name}");
        let script = String::from_utf8(o.stdout).unwrap();
        let mut tenant = Tenant::of(&policy("fresh", DEFAULT));
        for command in commands(&script) {
            if command[0].0.ends_with("-RemoteDomain") {
                tenant.run(&command);
            }
        }
        let yaml = std::fs::read_to_string(path).unwrap();
        assert_eq!(
            tenant.sorted(),
            Tenant::of(&policy(&name, &yaml)).sorted(),
            "{script}"
        );
    }
}

#[test]
fn arguments_that_do_not_go_together_and_files_that_are_not_there() {
    let policy = "policies/open.yaml";
    for args in [
        &["export", policy][..],
        &["export", "--json", "--powershell", policy],
        &["export", "--json", "--what-if", policy],
        &["export", "--json", "--from", policy, policy],
        &["export", "--json", "no.yaml"],
        &["export", "--powershell", "--from", "no.yaml", policy],
        &["export", "--powershell", "--output", policy, policy],
    ] {
        let o = run(args);
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(o.stdout.is_empty() && !o.stderr.is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.ps1");
    let file = file.to_str().unwrap();
    let o = run(&[
        "export",
        "--powershell",
        "--output",
        file,
        "policies/contoso.yaml",
    ]);
    assert_eq!((o.status.code(), o.stdout.len()), (Some(0), 0));
    assert!(std::fs::read_to_string(file).unwrap().starts_with("# From"));
}
