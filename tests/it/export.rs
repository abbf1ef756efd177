//! Plays the exported scripts on a small model of the cmdlets, and runs the real binary.

mod binary;
mod cmdlets;
mod generated;
mod half_way;
mod not_done;
mod shell;
mod submission;
mod tenant;

use crate::given::policy_as as policy;
use generated::policies;
use proptest::prelude::*;
use rdsim::export::plan::Mode;
use rdsim::export::{powershell, quote};
use rdsim::policy::Policy;
use serde_json::{Value, json};
use shell::{Script, Stop};
use tenant::{GATES, Tenant};

const PROBES: [&str; 6] = [
    "fabrikam.com",
    "sales.fabrikam.com",
    "x.sales.fabrikam.com",
    "x.fabrikam.com",
    "example.net",
    "other.example",
];

fn mode(full: bool, what_if: bool, back: bool) -> Mode {
    Mode {
        full,
        what_if,
        back,
    }
}

fn script(from: Option<&Policy>, to: &Policy, mode: Mode) -> String {
    let script = powershell::script(from, to, mode).unwrap();
    assert!(
        script
            .text
            .bytes()
            .all(|b| matches!(b, b' '..=b'~' | b'\n'))
    );
    script.text
}

/// The commands of a script that change something, as it runs in a tenant.
fn commands(text: &str, tenant: &mut Tenant) -> Vec<(String, Value)> {
    let mut commands = Vec::new();
    let ran = Script::parse(text).run(&mut |cmdlet, parameters| {
        if !cmdlet.starts_with("Get-") && !cmdlet.starts_with("Write-") {
            let mut shown = parameters.clone();
            shown.remove("Confirm");
            commands.push((cmdlet.to_owned(), json!(shown)));
        }
        tenant.command(cmdlet, parameters)
    });
    assert_eq!(ran, Ok(()), "{text}");
    commands
}

/// Whether a setting that is open now is open in one of two tenants, for every probe.
fn opens_no_more(now: &Tenant, one: &Tenant, other: &Tenant) -> Result<(), String> {
    for gate in GATES {
        for probe in PROBES {
            if now.opens(probe, gate) && !one.opens(probe, gate) && !other.opens(probe, gate) {
                return Err(format!("{gate} is open for {probe}"));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn quoting_is_read_back(text in any::<String>(), odd in "['‘’‚‛$`\"; \u{2028}\u{202e}\u{1b}\u{1f4e7}]{0,12}") {
        for text in [text, odd] {
            let mut read = Vec::new();
            let line = format!("Write-Output {}", quote::text(&text));
            let ran = Script::parse(&line).run(&mut |_, parameters| {
                read.push(parameters[""].clone());
                Ok(Value::Null)
            });
            prop_assert_eq!(ran, Ok(()));
            prop_assert_eq!(read, vec![json!(text)]);
            prop_assert!(line.is_ascii());
        }
    }

    #[test]
    fn the_commands_bring_one_policy_to_the_other(from in policies(), to in policies()) {
        let (a, b) = (policy("a.yaml", &from), policy("b.yaml", &to));
        let text = script(Some(&a), &b, Mode::default());
        let parsed = Script::parse(&text);
        let start = Tenant::of(&a);
        let end = with_rest(Tenant::of(&b), &start, &b);
        let mut tenant = start.clone();
        // Between the two commands a new remote domain has the defaults: no cmdlet avoids that.
        let mut new = false;
        let ran = parsed.run(&mut |cmdlet, parameters| {
            let ran = tenant.command(cmdlet, parameters);
            new = cmdlet == "New-RemoteDomain";
            if !new {
                opens_no_more(&tenant, &start, &end).unwrap_or_else(|e| panic!("{e} after {cmdlet}\n{text}"));
            }
            ran
        });
        prop_assert_eq!(ran, Ok(()), "{}", text);
        prop_assert_eq!(tenant.state(), end.state(), "{}", text);
        let nothing = script(Some(&b), &b, Mode::default());
        prop_assert!(commands(&nothing, &mut tenant).is_empty(), "{}", nothing);
    }

    #[test]
    fn with_what_if_nothing_changes(from in policies(), to in policies(), full in any::<bool>()) {
        let (a, b) = (policy("a.yaml", &from), policy("b.yaml", &to));
        let text = script(Some(&a), &b, mode(full, true, false));
        let mut tenant = Tenant::of(&a);
        let before = tenant.state();
        let ran = Script::parse(&text).run(&mut |cmdlet, parameters| {
            assert!(cmdlet.starts_with("Get-") || cmdlet.starts_with("Write-") || parameters.contains_key("WhatIf"), "{text}");
            match tenant.command(cmdlet, parameters) {
                // A name that is only freed with -WhatIf is in use.
                Err(Stop::Error(_)) => Ok(Value::Null),
                ran => ran,
            }
        });
        prop_assert_eq!(ran, Ok(()), "{}", text);
        prop_assert_eq!(tenant.state(), before, "{}", text);
    }

    #[test]
    fn a_full_script_brings_any_tenant_to_the_policy(is in policies(), believed in proptest::option::of(policies()), to in policies()) {
        let (is, b) = (policy("is.yaml", &is), policy("b.yaml", &to));
        let believed = believed.map(|b| policy("believed.yaml", &b));
        let text = script(believed.as_ref(), &b, mode(true, false, false));
        let mut tenant = Tenant::of(&is);
        for p in &b.outbound {
            if !tenant.outbound.iter().any(|o| o["Name"] == json!(p.name)) {
                tenant.outbound.push([("Name".to_owned(), json!(p.name)), ("AutoForwardingMode".to_owned(), json!("Automatic"))].into());
            }
        }
        let end = Tenant::of(&b);
        let (had, wanted) = (tenant.patterns(), end.patterns());
        let ours: Vec<Value> = end.domains.iter().map(|d| d["Name"].clone()).collect();
        // A name of a remote domain that neither policy knows stays in use, and the script stops.
        let clash = tenant.domains.iter().any(|d| !wanted.contains(d["DomainName"].as_str().unwrap()) && ours.contains(&d["Name"]));
        prop_assume!(!clash);
        let ran = tenant.run(&Script::parse(&text));
        prop_assert_eq!(ran, Ok(()), "{}", text);
        for left in tenant.patterns().difference(&wanted) {
            prop_assert!(had.contains(left) && believed.as_ref().is_none_or(|p| !Tenant::of(p).patterns().contains(left)));
            prop_assert!(believed.is_some() || tenant.told.iter().any(|t| t.ends_with(&format!(" {left}"))), "{:?}", tenant.told);
        }
        tenant.domains.retain(|d| wanted.contains(d["DomainName"].as_str().unwrap()));
        prop_assert_eq!(&tenant.state()["domains"], &end.state()["domains"], "{}", text);
        // An outbound policy that it is not believed to have is not set.
        let known = |name: &Value| believed.as_ref().is_none_or(|p| Tenant::of(p).outbound.iter().any(|o| o["Name"] == *name));
        for p in end.outbound.iter().filter(|p| !b.outbound.is_empty() && known(&p["Name"])) {
            prop_assert!(tenant.outbound.contains(p), "{}", text);
        }
    }
}

/// A tenant as it ends: no script makes or removes an outbound policy, and what the target does
/// not say stays as it was.
fn with_rest(mut end: Tenant, start: &Tenant, target: &Policy) -> Tenant {
    let wanted = std::mem::replace(&mut end.outbound, start.outbound.clone());
    for policy in &mut end.outbound {
        let wanted = wanted.iter().find(|w| w["Name"] == policy["Name"]);
        if let Some(wanted) = wanted.filter(|_| !target.outbound.is_empty()) {
            policy.clone_from(wanted);
        }
    }
    end
}

/// The commands from one policy to another, as they run.
fn lines(from: &str, to: &str) -> Vec<String> {
    let (a, b) = (policy("a.yaml", from), policy("b.yaml", to));
    let text = script(Some(&a), &b, Mode::default());
    let mut tenant = Tenant::of(&a);
    let names: Vec<(String, String)> = tenant
        .domains
        .iter()
        .map(|d| {
            let text = |p: &str| d[p].as_str().unwrap().to_owned();
            (text("Guid"), text("DomainName"))
        })
        .collect();
    let commands = commands(&text, &mut tenant);
    commands
        .into_iter()
        .map(|(cmdlet, parameters)| {
            let mut line = format!("{cmdlet} {parameters}");
            for (guid, domain) in &names {
                line = line.replace(guid, domain);
            }
            line
        })
        .collect()
}

const DEFAULT: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n";

#[test]
fn names_that_are_exchanged_are_freed_first() {
    let from = format!(
        "{DEFAULT}- {{Name: A, DomainName: a.example}}\n- {{Name: B, DomainName: b.example}}\n"
    );
    let to = format!(
        "{DEFAULT}- {{Name: B, DomainName: a.example}}\n- {{Name: A, DomainName: b.example}}\n"
    );
    assert_eq!(
        lines(&from, &to),
        [
            r#"Set-RemoteDomain {"Identity":"a.example","Name":"rdsim-a.example"}"#,
            r#"Set-RemoteDomain {"Identity":"b.example","Name":"rdsim-b.example"}"#,
            r#"Set-RemoteDomain {"Identity":"a.example","Name":"B"}"#,
            r#"Set-RemoteDomain {"Identity":"b.example","Name":"A"}"#,
        ]
    );
    let to = format!(
        "{DEFAULT}- {{Name: a, DomainName: a.example}}\n- {{Name: C, DomainName: b.example}}\n"
    );
    assert_eq!(
        lines(&from, &to),
        [
            r#"Set-RemoteDomain {"Identity":"a.example","Name":"a"}"#,
            r#"Set-RemoteDomain {"Identity":"b.example","Name":"C"}"#,
        ]
    );
}

#[test]
fn another_domain_under_the_same_name_is_another_remote_domain() {
    let from = format!("{DEFAULT}- {{Name: A, DomainName: a.example}}\n");
    let to = format!("{DEFAULT}- {{Name: A, DomainName: b.example, AutoForwardEnabled: false}}\n");
    let lines = lines(&from, &to);
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert_eq!(
        lines[0],
        r#"Set-RemoteDomain {"Identity":"a.example","Name":"rdsim-a.example"}"#
    );
    assert_eq!(
        lines[1],
        r#"New-RemoteDomain {"DomainName":"b.example","Name":"A"}"#
    );
    assert!(
        lines[2].contains(r#""AutoForwardEnabled":false"#),
        "{lines:?}"
    );
    assert_eq!(lines[3], r#"Remove-RemoteDomain {"Identity":"a.example"}"#);
}

#[test]
fn what_gets_stricter_comes_before_what_gets_looser() {
    let from = format!(
        "{DEFAULT}- {{Name: A, DomainName: a.example, AutoForwardEnabled: false, AllowedOOFType: InternalLegacy}}\n- {{Name: C, DomainName: c.example}}\n"
    );
    let to = "RemoteDomains:\n- {Name: Default, DomainName: \"*\", NDREnabled: false}\n- {Name: A, DomainName: a.example, NDREnabled: false, AllowedOOFType: External, IsInternal: false}\n- {Name: D, DomainName: c.example}\n";
    assert_eq!(
        lines(&from, to),
        [
            r#"Set-RemoteDomain {"Identity":"*","NDREnabled":false}"#,
            r#"Set-RemoteDomain {"Identity":"a.example","NDREnabled":false}"#,
            r#"Set-RemoteDomain {"Identity":"c.example","Name":"D"}"#,
            r#"Set-RemoteDomain {"Identity":"a.example","IsInternal":false}"#,
            r#"Set-RemoteDomain {"AllowedOOFType":"External","AutoForwardEnabled":true,"Identity":"a.example"}"#,
        ]
    );
}

#[test]
fn is_internal_false_alone_is_the_default_and_a_script_ends_in_it() {
    let said = DEFAULT.replace("\"*\"", "\"*\", IsInternal: false");
    let (unsaid, said) = (policy("a.yaml", DEFAULT), policy("b.yaml", &said));
    let nothing = script(Some(&unsaid), &said, Mode::default());
    assert!(
        nothing.contains("Nothing to change by command."),
        "{nothing}"
    );
    let inside = DEFAULT.replace("\"*\"", "\"*\", AllowedOOFType: InternalLegacy");
    let inside = policy("inside.yaml", &inside);
    for (from, to) in [(&inside, &said), (&said, &inside), (&inside, &unsaid)] {
        let modes = [(Some(from), false), (Some(from), true), (None, true)];
        for (known, full) in modes {
            let text = script(known, to, mode(full, false, false));
            let mut tenant = Tenant::of(from);
            assert_eq!(tenant.run(&Script::parse(&text)), Ok(()), "{text}");
            assert_eq!(tenant.state(), Tenant::of(to).state(), "{text}");
        }
    }
}

#[test]
fn two_remote_domains_of_one_name_are_refused() {
    let long = "n".repeat(64);
    for (one, other) in [
        ("A".to_owned(), "a".to_owned()),
        (format!("{long}1"), format!("{long}2")),
    ] {
        let to = policy(
            "b.yaml",
            &format!(
                "RemoteDomains:\n- {{Name: {one}, DomainName: a.example}}\n- {{Name: {other}, DomainName: b.example}}\n"
            ),
        );
        let problems = powershell::script(None, &to, Mode::default()).unwrap_err();
        assert_eq!((problems.len(), problems[0].line), (1, 3));
    }
}

#[test]
fn a_name_cannot_leave_its_comment() {
    let to = policy(
        "b.yaml\nRemove-Mailbox x",
        &format!("{DEFAULT}- {{Name: \"x\\nRemove-Mailbox y\\r\", DomainName: a.example}}\n"),
    );
    let text = script(None, &to, Mode::default());
    let lines = text.lines().filter(|l| l.contains("Remove-Mailbox"));
    for line in lines {
        assert!(
            line.starts_with('#') || line.contains("+[char]0xa+'Remove-Mailbox y'"),
            "{line}"
        );
    }
    for hostile in [
        "SIG # Begin signature block",
        "#requires -Version 99",
        "<#",
        "abc\u{202e}txt.exe \u{200b}z",
    ] {
        let comment = quote::comment(hostile);
        assert!(comment.is_ascii() && !comment.contains('#'), "{comment}");
    }
}

#[test]
fn a_domain_is_found_in_its_own_script() {
    let name = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n- {Name: J, DomainName: \"*.xn--r8jz45g.example\"";
    let (a, b) = (
        policy("a.yaml", &format!("{name}}}\n")),
        policy("b.yaml", &format!("{name}, NDREnabled: false}}\n")),
    );
    for (from, to) in [(&a, &b), (&a, &policy("c.yaml", DEFAULT))] {
        for full in [false, true] {
            let text = script(Some(from), to, mode(full, false, false));
            let mut tenant = Tenant::of(from);
            tenant.in_own_script();
            assert_eq!(tenant.run(&Script::parse(&text)), Ok(()), "{text}");
            assert_eq!(tenant.state(), Tenant::of(to).state(), "{text}");
        }
    }
}

#[test]
fn a_tenant_that_is_not_as_the_policy_says_is_not_changed() {
    let a = policy(
        "a.yaml",
        &format!("{DEFAULT}- {{Name: A, DomainName: a.example}}\n"),
    );
    let b = policy(
        "b.yaml",
        &format!("{DEFAULT}- {{Name: A, DomainName: a.example, NDREnabled: false}}\n")
            .replace("\"*\"", "\"*\", NDREnabled: false"),
    );
    let text = script(Some(&a), &b, Mode::default());
    let mut tenant = Tenant::of(&policy("other.yaml", DEFAULT));
    let before = tenant.state();
    let Err(Stop::Error(error)) = tenant.run(&Script::parse(&text)) else {
        panic!("{text}")
    };
    assert!(
        error.contains("no remote domain for a.example, unlike a.yaml"),
        "{error}"
    );
    assert_eq!(tenant.state(), before);
}
