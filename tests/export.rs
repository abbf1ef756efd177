//! Plays the exported commands on a small model of the cmdlets, and runs the real binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;
use rdsim::export::{powershell, quote};
use rdsim::import::yaml::scalar;
use rdsim::policy::parameter::PARAMETERS;
use rdsim::policy::{Policy, domain, read};
use std::collections::BTreeMap;
use std::process::{Command, Output};

/// The words of a line, read as PowerShell's tokenizer reads single quotes: any of the five
/// closes, and any two side by side are one, the second of them.
fn words(line: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ' ' {
            continue;
        }
        let mut word = String::new();
        if quote::SINGLE_QUOTES.contains(&c) {
            loop {
                let c = chars.next().expect("a closing quote");
                if quote::SINGLE_QUOTES.contains(&c) {
                    match chars.peek() {
                        Some(next) if quote::SINGLE_QUOTES.contains(next) => {
                            word.push(chars.next().unwrap());
                        }
                        next => {
                            assert!(next.is_none_or(|n| *n == ' '), "{line}");
                            break;
                        }
                    }
                } else {
                    word.push(c);
                }
            }
            out.push((word, true));
        } else {
            word.push(c);
            while let Some(c) = chars.next_if(|c| *c != ' ') {
                word.push(c);
            }
            // Outside quotes nothing may stand that PowerShell would read otherwise.
            let harmless = |c: char| c.is_ascii_alphanumeric() || "-$".contains(c);
            assert!(word.chars().all(harmless), "{word}");
            out.push((word, false));
        }
    }
    out
}

/// The lines of a script that are commands. A quoted text may go on to the next line.
fn commands(script: &str) -> Vec<Vec<(String, bool)>> {
    let lines = script.split('\n').filter(|l| !l.is_empty());
    let lines = lines.filter(|l| !l.starts_with('#') && !l.starts_with("$ErrorActionPreference"));
    lines.map(words).collect()
}

#[derive(Debug, Clone)]
struct Remote {
    name: String,
    domain: String,
    parameters: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
struct Tenant(Vec<Remote>);

fn parameters(d: &rdsim::policy::RemoteDomain) -> BTreeMap<String, String> {
    let all = PARAMETERS.iter();
    all.map(|p| (p.name.to_owned(), (p.of)(d).value.to_string()))
        .collect()
}

fn policy(file: &str, yaml: &str) -> Policy {
    read::read(file, yaml.as_bytes())
        .unwrap_or_else(|p| panic!("{p:?}\n{yaml}"))
        .0
}

impl Tenant {
    fn of(policy: &Policy) -> Self {
        let all = policy.remote_domains.iter().map(|d| Remote {
            name: d.name.clone(),
            domain: d.pattern.to_string(),
            parameters: parameters(d),
        });
        Self(all.collect())
    }

    fn find(&mut self, name: &str) -> &mut Remote {
        let mut all = self.0.iter_mut();
        all.find(|d| d.name.to_lowercase() == name.to_lowercase())
            .unwrap_or_else(|| panic!("there is no `{name}`"))
    }

    /// What the three cmdlets do, and refuse.
    fn run(&mut self, command: &[(String, bool)]) {
        let mut arguments: BTreeMap<&str, String> = BTreeMap::new();
        for pair in command[1..].chunks(2) {
            let name = pair[0].0.strip_prefix('-').expect("a parameter");
            assert!(arguments.insert(name, pair[1].0.clone()).is_none());
        }
        match command[0].0.as_str() {
            "New-RemoteDomain" => {
                let (name, domain) = (
                    arguments.remove("Name").unwrap(),
                    arguments.remove("DomainName").unwrap(),
                );
                assert!(arguments.is_empty(), "New-RemoteDomain takes no more");
                assert!(
                    self.0
                        .iter()
                        .all(|d| d.name.to_lowercase() != name.to_lowercase()),
                    "{name} exists"
                );
                assert!(self.0.iter().all(|d| d.domain != domain), "{domain} exists");
                let new = policy("new", "RemoteDomains: [{DomainName: new.example}]");
                let parameters = parameters(&new.remote_domains[0]);
                self.0.push(Remote {
                    name,
                    domain,
                    parameters,
                });
            }
            "Remove-RemoteDomain" => {
                let name = arguments.remove("Identity").unwrap();
                assert_ne!(self.find(&name).domain, "*", "Default cannot be removed");
                self.0
                    .retain(|d| d.name.to_lowercase() != name.to_lowercase());
            }
            "Set-RemoteDomain" => {
                let name = arguments.remove("Identity").unwrap();
                if let Some(to) = arguments.get("Name") {
                    let taken =
                        |d: &Remote| d.name.to_lowercase() == to.to_lowercase() && d.name != name;
                    assert!(!self.0.iter().any(taken), "{to} exists");
                }
                let domain = self.find(&name);
                let oof = arguments.get("AllowedOOFType").cloned();
                let internal = arguments.get("IsInternal").cloned();
                // What a call does that gives both, and one against the other, nobody knows.
                assert!(!(internal.as_deref() == Some("$false") && oof.is_some()));
                for (parameter, value) in &arguments {
                    if *parameter == "Name" {
                        domain.name = value.clone();
                        continue;
                    }
                    let value = match value.as_str() {
                        "$true" => "true",
                        "$false" => "false",
                        "$null" => "null",
                        value => value,
                    };
                    let old = domain
                        .parameters
                        .insert((*parameter).to_owned(), value.to_owned());
                    assert_ne!(old.as_deref(), Some(value), "{parameter} is so already");
                }
                if oof.as_deref() == Some("InternalLegacy") {
                    domain.parameters.insert("IsInternal".into(), "true".into());
                }
                if internal.as_deref() == Some("$false") {
                    domain
                        .parameters
                        .insert("AllowedOOFType".into(), "ExternalLegacy".into());
                }
            }
            other => panic!("{other}"),
        }
    }

    /// Whether automatic forwards to a domain may leave.
    fn forwards(&self, recipient: &str) -> bool {
        let mut table = domain::Table::default();
        for (i, d) in self.0.iter().enumerate() {
            table.insert(domain::pattern(&d.domain).unwrap(), i);
        }
        let (i, _) = table.find(recipient).unwrap();
        self.0[*i].parameters["AutoForwardEnabled"] == "true"
    }

    fn sorted(mut self) -> Vec<(String, String, BTreeMap<String, String>)> {
        self.0.sort_by(|a, b| a.domain.cmp(&b.domain));
        self.0
            .into_iter()
            .map(|d| (d.domain, d.name, d.parameters))
            .collect()
    }
}

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
    fn quoting_is_read_back(text in any::<String>(), odd in "['‘’‚‛$`\"; ]{0,12}") {
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

fn rdsim(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn the_binary_writes_scripts_for_every_policy() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")).unwrap() {
        let name = format!("policies/{}", entry.unwrap().file_name().to_str().unwrap());
        if !name.ends_with(".yaml") || name.ends_with(".rdsim.yaml") {
            continue;
        }
        let o = rdsim(&["export", "--powershell", &name]);
        assert_eq!(o.status.code(), Some(0), "{name}");
        let script = String::from_utf8(o.stdout).unwrap();
        let mut tenant = Tenant::of(&policy("fresh", DEFAULT));
        for command in commands(&script) {
            if command[0].0.ends_with("-RemoteDomain") {
                tenant.run(&command);
            }
        }
        let yaml =
            std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
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
        let o = rdsim(args);
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(o.stdout.is_empty() && !o.stderr.is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.ps1");
    let file = file.to_str().unwrap();
    let o = rdsim(&[
        "export",
        "--powershell",
        "--output",
        file,
        "policies/contoso.yaml",
    ]);
    assert_eq!((o.status.code(), o.stdout.len()), (Some(0), 0));
    assert!(std::fs::read_to_string(file).unwrap().starts_with("# From"));
}
