//! Runs the real binary: every policy, every mode, and files that are there.

use super::shell::Script;
use super::tenant::Tenant;
use super::{DEFAULT, policy};
use crate::given;
use crate::program::{err, out, run};
use std::fs;
use std::path::Path;

fn names() -> Vec<String> {
    let all = given::policies();
    all.iter()
        .map(|p| format!("policies/{}", p.file_name().unwrap().to_str().unwrap()))
        .collect()
}

#[test]
fn every_policy_in_every_mode_is_a_script_in_ascii() {
    let folder = tempfile::tempdir().unwrap();
    let back = folder.path().join("back.ps1");
    let back = back.to_str().unwrap();
    for to in names() {
        for from in [None].into_iter().chain(names().into_iter().map(Some)) {
            for options in 0..4 {
                let mut args = vec!["export", "--powershell", &to];
                args.extend((options & 1 > 0).then_some("--full"));
                args.extend((options & 2 > 0).then_some("--what-if"));
                if let Some(from) = &from {
                    args.extend(["--from", from, "--rollback", back, "--force"]);
                }
                let o = run(&args);
                assert_eq!(o.status.code(), Some(0), "{args:?} {}", err(&o));
                let mut scripts = vec![out(&o)];
                scripts.extend(from.as_ref().map(|_| fs::read_to_string(back).unwrap()));
                for script in scripts {
                    assert!(
                        script.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n')),
                        "{script}"
                    );
                    Script::parse(&script);
                }
            }
        }
    }
}

#[test]
fn the_binary_writes_scripts_for_every_policy() {
    for name in names() {
        let o = run(&["export", "--powershell", &name]);
        let script = out(&o);
        let target = given::policy_in(&name);
        let mut tenant = Tenant::of(&policy("fresh", DEFAULT));
        tenant.outbound = Tenant::of(&target).outbound;
        assert_eq!(tenant.run(&Script::parse(&script)), Ok(()), "{script}");
        let (is, shall) = (tenant.state(), Tenant::of(&target).state());
        assert_eq!(is["domains"], shall["domains"], "{script}");
        assert_eq!(is["connectors"], shall["connectors"], "{script}");
    }
}

#[test]
fn arguments_that_do_not_go_together_and_files_that_are_not_there() {
    let policy = "policies/open.yaml";
    for args in [
        &["export", policy][..],
        &["export", "--json", "--powershell", policy],
        &["export", "--json", "--what-if", policy],
        &["export", "--json", "--full", policy],
        &["export", "--json", "--from", policy, policy],
        &["export", "--json", "--rollback", "back.ps1", policy],
        &["export", "--powershell", "--rollback", "back.ps1", policy],
        &["export", "--powershell", "--force", policy],
        &["export", "--json", "no.yaml"],
        &["export", "--powershell", "--from", "no.yaml", policy],
        &["export", "--powershell", "--output", policy, policy],
        &[
            "export",
            "--powershell",
            "--from",
            policy,
            "--rollback",
            policy,
            policy,
        ],
        &[
            "export",
            "--powershell",
            "--from",
            policy,
            "--rollback",
            "same.ps1",
            "--output",
            "same.ps1",
            policy,
        ],
    ] {
        let o = run(args);
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(o.stdout.is_empty() && !o.stderr.is_empty());
        assert!(!Path::new("same.ps1").exists() && !Path::new("back.ps1").exists());
    }
}

#[test]
fn the_way_back_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (there, back) = (path("there.ps1"), path("back.ps1"));
    let mut args = vec![
        "export",
        "--powershell",
        "--from",
        "policies/partner-trap-before.yaml",
        "policies/partner-trap.yaml",
        "--output",
        &there,
        "--rollback",
        &back,
    ];
    let o = run(&args);
    assert_eq!(
        (o.status.code(), o.stdout.len()),
        (Some(0), 0),
        "{}",
        err(&o)
    );
    let written = fs::read_to_string(&back).unwrap();
    assert!(written.starts_with(
        "# The way back: from policies/partner-trap.yaml to policies/partner-trap-before.yaml."
    ));
    assert!(written.contains("Remove-RemoteDomain"), "{written}");
    fs::write(&back, "mine").unwrap();
    fs::remove_file(&there).unwrap();
    let o = run(&args);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("exists already"), "{}", err(&o));
    assert_eq!(fs::read_to_string(&back).unwrap(), "mine");
    assert!(!Path::new(&there).exists());
    args.push("--force");
    assert_eq!(run(&args).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&back).unwrap(), written);
}

#[test]
fn what_is_not_done_is_told_on_standard_error_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (from, to) = (path("from.yaml"), path("to.yaml"));
    let rule = "AcceptedDomains: [contoso.com]\nMailboxes:\n- {Addresses: [a@contoso.com]}\nInboxRules:\n- {Mailbox: a@contoso.com, Name: x, ForwardTo: [b@fabrikam.com]}\n";
    fs::write(&from, rule).unwrap();
    fs::write(&to, rule.replace("b@fabrikam.com", "c@fabrikam.com")).unwrap();
    let o = run(&["export", "--powershell", "--from", &from, &to]);
    let told = "does not set ForwardTo of `a@contoso.com\\x` (an inbox rule)";
    assert!(out(&o).contains(told), "{}", out(&o));
    assert!(err(&o).contains(told), "{}", err(&o));
    assert!(err(&o).contains("Set-InboxRule"));
    let o = run(&[
        "--lang",
        "ja",
        "export",
        "--powershell",
        "--from",
        &from,
        &to,
    ]);
    assert!(
        out(&o).contains(told) && !err(&o).contains("does not set"),
        "{}",
        err(&o)
    );
}
