//! Stops scripts at each of their commands, and runs them again.

use super::generated::policies;
use super::shell::{Script, Stop};
use super::tenant::Tenant;
use super::{mode, policy, script, with_rest};
use proptest::prelude::*;
use rdsim::export::plan::Mode;
use rdsim::policy::Policy;
use serde_json::Value;

/// How a run ends at a command.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// Before it, and no `catch` runs.
    Killed,
    /// It fails.
    Failed,
    /// It is done, and its answer is lost.
    Lost,
}

/// Run a script that ends at a command that changes something; whether it came so far, and what
/// the command was.
fn stopped(tenant: &mut Tenant, script: &Script, at: usize, end: End) -> Option<String> {
    let mut number = 0;
    let mut last = None;
    let ran = script.run(&mut |cmdlet, parameters| {
        if cmdlet.starts_with("Get-") || cmdlet.starts_with("Write-") {
            return tenant.command(cmdlet, parameters);
        }
        number += 1;
        if number != at + 1 {
            return tenant.command(cmdlet, parameters);
        }
        last = Some(cmdlet.to_owned());
        match end {
            End::Killed => Err(Stop::Killed),
            End::Failed => Err(Stop::Error("it failed".into())),
            End::Lost => {
                tenant.command(cmdlet, parameters)?;
                Err(Stop::Error("the answer was lost".into()))
            }
        }
    });
    assert_eq!(
        ran.is_err(),
        last.is_some(),
        "a failed command stops the script"
    );
    last
}

/// Stop the script everywhere; then it, or the way back, ends where it shall.
pub fn from_every_half_way_state(a: &Policy, b: &Policy, full: bool) {
    let there = script(Some(a), b, mode(full, false, false));
    let back = script(Some(b), a, mode(full, false, true));
    let (run, run_back) = (Script::parse(&there), Script::parse(&back));
    let start = Tenant::of(a);
    let end = with_rest(Tenant::of(b), &start, b).state();
    let whole = |tenant: &Tenant, script: &Script| -> Value {
        let mut tenant = tenant.clone();
        assert_eq!(tenant.run(script), Ok(()), "{there}\n{back}");
        tenant.state()
    };
    for stop in [End::Killed, End::Failed, End::Lost] {
        for at in 0.. {
            let mut tenant = start.clone();
            let last = stopped(&mut tenant, &run, at, stop);
            if last.as_deref() == Some("Set-RemoteDomain") && stop == End::Failed {
                defaults_do_not_stay(&tenant, &start, b);
            }
            assert_eq!(whole(&tenant, &run), end, "{stop:?} {at}\n{there}");
            assert_eq!(
                whole(&tenant, &run_back),
                start.state(),
                "{stop:?} {at}\n{there}\n{back}"
            );
            if last.is_none() {
                // Both were run to their end, and are run once more.
                assert_eq!(tenant.run(&run), Ok(()));
                assert_eq!(tenant.state(), end, "{there}");
                assert_eq!(tenant.run(&run_back), Ok(()));
                assert_eq!(whole(&tenant, &run_back), start.state(), "{back}");
                assert_eq!(whole(&tenant, &run), end, "{there}");
                break;
            }
        }
    }
}

/// A new remote domain whose Set failed is gone; the others have all their settings.
fn defaults_do_not_stay(tenant: &Tenant, start: &Tenant, target: &Policy) {
    let end = Tenant::of(target);
    for domain in &tenant.domains {
        let pattern = &domain["DomainName"];
        if start.domains.iter().any(|d| d["DomainName"] == *pattern) {
            continue;
        }
        let made = end.domains.iter().find(|d| d["DomainName"] == *pattern);
        let mut made = made.unwrap().clone();
        made.insert("Guid".into(), domain["Guid"].clone());
        assert_eq!(made, *domain);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_script_that_stopped_is_run_again_or_taken_back(from in policies(), to in policies(), full in any::<bool>()) {
        let (a, b) = (policy("a.yaml", &from), policy("b.yaml", &to));
        from_every_half_way_state(&a, &b, full);
    }
}

const DEFAULT: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n";

fn swap(names: &[&str]) -> Policy {
    let domains = names.iter().enumerate();
    let entries = domains.map(|(i, name)| {
        format!("- {{Name: {name}, DomainName: d{i}.example, AutoForwardEnabled: false}}\n")
    });
    policy(
        "p.yaml",
        &format!("{DEFAULT}{}", entries.collect::<String>()),
    )
}

#[test]
fn names_that_are_exchanged_or_handed_on() {
    for (from, to) in [
        (&["A", "B"][..], &["B", "A"][..]),
        (&["A", "B", "C"], &["B", "C", "A"]),
        (&["A", "B", "C"], &["B", "C"]),
        (&["A", "B"], &["C", "A", "B"]),
        (&["A"], &["a"]),
        (&["A", "B"], &["b", "a"]),
    ] {
        for full in [false, true] {
            from_every_half_way_state(&swap(from), &swap(to), full);
            from_every_half_way_state(&swap(to), &swap(from), full);
        }
    }
}

#[test]
fn a_full_script_from_a_tenant_of_which_nothing_is_known() {
    let (a, b) = (swap(&["A", "B", "C"]), swap(&["B", "C", "A"]));
    let text = script(None, &b, mode(true, false, false));
    let run = Script::parse(&text);
    for stop in [End::Killed, End::Failed, End::Lost] {
        for at in 0.. {
            let mut tenant = Tenant::of(&a);
            let last = stopped(&mut tenant, &run, at, stop);
            assert_eq!(tenant.run(&run), Ok(()), "{text}");
            assert_eq!(
                tenant.state(),
                Tenant::of(&b).state(),
                "{stop:?} {at}\n{text}"
            );
            if last.is_none() {
                break;
            }
        }
    }
}

#[test]
fn every_command_says_that_an_error_stops_it() {
    let text = script(
        Some(&swap(&["A", "B"])),
        &swap(&["B", "A", "C"]),
        Mode::default(),
    );
    let commands = text
        .lines()
        .filter(|l| !l.starts_with('#') && l.contains("-RemoteDomain "));
    for line in commands {
        assert!(line.contains("-ErrorAction "), "{line}");
    }
}
