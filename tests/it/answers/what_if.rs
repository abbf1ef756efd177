//! Sets properties of a policy without changing its file.

use super::refused;
use crate::program::{err, out, run};
use serde_json::Value;

const CONTOSO: &str = "policies/contoso.yaml";

fn diff(args: &[&str]) -> Value {
    let output = run(&[&["diff", "--format", "json"], args].concat());
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        err(&output)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The report without the names of the files, and without what was set.
fn changes(mut report: Value) -> Value {
    let text = report["changes"].to_string() + &report["forms"].to_string();
    let text = text.replace("policies/contoso.yaml", "FILE");
    report["changes"] = text.into();
    for key in ["old", "new", "set", "forms"] {
        report.as_object_mut().unwrap().remove(key);
    }
    report
}

#[test]
fn it_is_the_same_as_a_copy_with_the_other_value() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.yaml");
    // As a report shows it.
    let copy = &copy.to_str().unwrap().replace('\\', "/");
    let text = std::fs::read_to_string(CONTOSO).unwrap();
    for (set, written, instead) in [
        (
            "Default.AllowedOOFType=None",
            "AllowedOOFType: External\n",
            "AllowedOOFType: None\n",
        ),
        (
            "Default.AutoForwardEnabled=true",
            "AutoForwardEnabled: false\n",
            "AutoForwardEnabled: true\n",
        ),
        (
            "*.autoforwardenabled=$true",
            "AutoForwardEnabled: false\n",
            "AutoForwardEnabled: true\n",
        ),
        (
            "RemoteDomains/Fabrikam.TNEFEnabled=false",
            "    TNEFEnabled: true\n",
            "    TNEFEnabled: false\n",
        ),
        (
            "HostedOutboundSpamFilterPolicies/Default.AutoForwardingMode=On",
            "AutoForwardingMode: Automatic\n",
            "AutoForwardingMode: On\n",
        ),
        (
            "Default.AutoForwardingMode=On",
            "AutoForwardingMode: Automatic\n",
            "AutoForwardingMode: On\n",
        ),
        (
            "CAROL@contoso.com.ExternalAudience=All",
            "ExternalAudience: None\n",
            "ExternalAudience: All\n",
        ),
    ] {
        assert!(text.contains(written), "{written}");
        std::fs::write(copy, text.replacen(written, instead, 1)).unwrap();
        let wanted = diff(&[CONTOSO, copy]).to_string().replace(copy, CONTOSO);
        let found = diff(&[CONTOSO, "--set", set]);
        assert_eq!(found["summary"]["differs"], true, "{set}");
        assert_eq!(found["set"].as_array().unwrap().len(), 1, "{set}");
        let wanted = serde_json::from_str(&wanted).unwrap();
        assert_eq!(changes(found), changes(wanted), "{set}");
    }
    assert_eq!(std::fs::read_to_string(CONTOSO).unwrap(), text);
}

#[test]
fn the_lines_stay_those_of_the_file() {
    // TNEFEnabled is not written for the first one.
    let set = ["--set", "Default.LineWrapSize=76"];
    let all = [
        &[CONTOSO],
        &set[..],
        &["--set", "Fabrikam subsidiaries.AutoReplyEnabled=false"],
    ];
    let report = diff(&all.concat());
    assert_eq!(report["set"][0]["old"], Value::Null);
    let text = std::fs::read_to_string(CONTOSO).unwrap();
    let line = text
        .lines()
        .position(|l| l.contains("Name: Fabrikam subsidiaries"))
        .unwrap();
    let value = report["set"][1]["line"].as_u64().unwrap() as usize;
    assert!(
        text.lines()
            .nth(value - 1)
            .unwrap()
            .contains("AutoReplyEnabled: true")
    );
    assert!(value > line);
}

#[test]
fn what_set_remote_domain_sets_along_is_set_too() {
    let output = run(&["diff", CONTOSO, "--set", "fabrikam.com.IsInternal=false"]);
    let text = out(&output);
    assert!(text.contains("set RemoteDomains/fabrikam.com.IsInternal: true → false"));
    assert!(text.contains("AllowedOOFType: InternalLegacy → ExternalLegacy"));
    assert!(
        text.contains(", which Set-RemoteDomain sets along\n"),
        "{text}"
    );
}

#[test]
fn entries_and_sections_are_added_where_that_is_said() {
    let report = diff(&[CONTOSO, "--set", "+partner.example.TNEFEnabled=true"]);
    let whom = report["changes"][0]["recipients"].to_string();
    assert_eq!(whom, "[\"partner.example\"]");
    let report = diff(&[
        "policies/open.yaml",
        "--set",
        "OrganizationConfig.RejectDirectSend=true",
    ]);
    assert_eq!(report["set"][0]["section"], "OrganizationConfig");
    let domain = diff(&[CONTOSO, "--set", "例え.example.AutoReplyEnabled=true"]);
    let same = diff(&[
        CONTOSO,
        "--set",
        "xn--r8jz45g.example.AutoReplyEnabled=true",
    ]);
    assert_eq!(changes(domain), changes(same));
}

#[test]
fn what_changes_nothing_here_is_said() {
    let output = run(&[
        "diff",
        CONTOSO,
        "--set",
        "Default.TrustedMailOutboundEnabled=true",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    assert!(
        text.contains("; it changes nothing here: concerns headers"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_set_is_told_with_its_place() {
    for (set, place, said, help) in [
        ("Default", 1, "this sets nothing", "Entry.Property=Value"),
        ("=x", 1, "this sets nothing", "Entry.Property=Value"),
        (
            "Defalt.NDREnabled=true",
            1,
            "the policy has no `Defalt`",
            "did you mean `Default`?",
        ),
        (
            "Default.NDREnabeld=true",
            9,
            "no property `NDREnabeld` in RemoteDomains",
            "did you mean `NDREnabled`?",
        ),
        (
            "RemoteDomain/Default.NDREnabled=true",
            1,
            "no section `RemoteDomain`",
            "did you mean `RemoteDomains`?",
        ),
        (
            "RemoteDomains/Default.NDREnabled=flase",
            34,
            "found `flase`",
            "write `true` or `false`",
        ),
        (
            "Default.AllowedOOFType=Exernal",
            24,
            "`Exernal`",
            "did you mean `External`?",
        ),
        (
            "Default.Name=x",
            1,
            "the policy has several `Default`",
            "`RemoteDomains/",
        ),
        ("Default.DomainName=[a", 20, "`[a` is no value", "[a, b]"),
        (
            "nowhere.example.NDREnabled=true",
            1,
            "the policy has no `nowhere.example`",
            "`+`",
        ),
    ] {
        let text = refused(&["diff", CONTOSO, "--set", set]);
        assert!(
            text.starts_with(&format!("--set:1:{place}: error: ")),
            "{text}"
        );
        assert!(text.contains(said) && text.contains(help), "{text}");
        assert!(text.contains(&format!("\n    {set}\n")), "{text}");
    }
}

#[test]
fn a_comparison_needs_something_to_compare_with() {
    for args in [&["diff"][..], &["diff", CONTOSO]] {
        let text = refused(args);
        assert!(
            text.contains("nothing to compare the policy with"),
            "{text}"
        );
        assert!(
            text.contains("--set Default.AutoForwardEnabled=false"),
            "{text}"
        );
    }
    let two = refused(&[
        "diff",
        CONTOSO,
        "policies/open.yaml",
        "--set",
        "Default.NDREnabled=true",
    ]);
    assert!(
        two.contains("with `--set` there is no second policy"),
        "{two}"
    );
}

#[test]
fn other_verbs_say_beside_the_report_what_was_set() {
    let set = ["--set", "Default.AllowedOOFType=None"];
    let ask = ["--from", "a@contoso.com", "--to", "b@partner.example"];
    for verb in [
        &["check", "-p", CONTOSO, "--kind", "oof-external"][..],
        &["matrix", "-p", CONTOSO],
    ] {
        let output = run(&[verb, &ask[..], &set].concat());
        assert!(out(&output).contains("DROPPED"), "{}", out(&output));
        let said = "set RemoteDomains/Default.AllowedOOFType: External → None (policies/contoso.yaml:13)\n";
        assert_eq!(err(&output), said);
        assert_eq!(err(&run(&[verb, &ask, &set, &["-q"]].concat())), "");
    }
}

#[test]
fn every_verb_that_judges_by_one_policy_takes_it() {
    let device = [
        "submit",
        "--endpoint",
        "contoso-com.mail.protection.outlook.com",
        "--ip",
        "203.0.113.9",
        "--from",
        "scan@contoso.com",
        "--to",
        "alice@contoso.com",
    ];
    let react = [
        "react",
        "--from",
        "bob@fabrikam.com",
        "--to",
        "carol@contoso.com",
    ];
    let predict = [
        "trace",
        "predict",
        "fixtures/ordinary/forwarded-by-rule.eml",
    ];
    for (verb, set) in [
        (&device[..], "OrganizationConfig.RejectDirectSend=false"),
        (&react, "carol@contoso.com.AutoReplyState=Enabled"),
        (&predict, "Default.AutoForwardingMode=On"),
    ] {
        let policy = ["--policy", CONTOSO];
        let plain = run(&[verb, &policy].concat());
        let with = run(&[verb, &policy, &["--set", set]].concat());
        assert!(matches!(with.status.code(), Some(0 | 1)), "{}", err(&with));
        assert_ne!(out(&plain), out(&with), "{verb:?}");
        let (place, _) = set.split_once('=').unwrap();
        assert!(err(&with).contains(place), "{}", err(&with));
    }
    // What is set is set in a policy that is there.
    let advise = [
        &device[..],
        &["--advise", "--set", "Default.NDREnabled=true"],
    ]
    .concat();
    assert!(refused(&advise).contains("no policy is given"));
}

#[test]
fn a_trace_is_replayed_with_a_setting_as_with_a_second_file() {
    let set = ["--set", "Default.AutoForwardEnabled=true"];
    let trace = "fixtures/traces/tracking.log";
    let json = |args: &[&str]| -> Value {
        let output = run(&[&["trace", "replay", "--format", "json"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let mut with = json(&[&["-p", CONTOSO], &set[..], &[trace]].concat());
    let was = with["set"].take();
    assert_eq!(was[0]["old"], "false");
    assert_eq!(was[0]["new"], "true");
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("new.yaml");
    let text = std::fs::read_to_string(CONTOSO).unwrap();
    let other = text.replacen(
        "AutoForwardEnabled: false\n",
        "AutoForwardEnabled: true\n",
        1,
    );
    assert_ne!(text, other);
    std::fs::write(&copy, other).unwrap();
    let copy = copy.to_str().unwrap();
    let two = json(&["-p", copy, "--old", CONTOSO, trace]);
    assert!(two["change"].as_u64() > Some(0), "{two:#}");
    with.as_object_mut().unwrap().remove("set");
    // Reports show paths with `/`.
    let shown = copy.replace('\\', "/");
    let two = two.to_string().replace(&shown, CONTOSO);
    assert_eq!(with.to_string(), two);

    let people = run(&[&["trace", "replay", "-p", CONTOSO], &set[..], &[trace]].concat());
    let line =
        "set RemoteDomains/Default.AutoForwardEnabled: false → true (policies/contoso.yaml:15)";
    assert!(out(&people).contains(line), "{}", out(&people));
    assert_eq!(err(&people), "");
    let rows = [
        &["trace", "replay", "-p", CONTOSO, "--format", "csv"],
        &set[..],
        &[trace],
    ];
    let rows = run(&rows.concat());
    assert!(!out(&rows).contains("set RemoteDomains"), "{}", out(&rows));
    assert!(err(&rows).contains(line), "{}", err(&rows));
    let part = [
        &["trace", "replay", "-p", CONTOSO, "--part"],
        &set[..],
        &[trace],
    ];
    assert_eq!(run(&part.concat()).status.code(), Some(2));
}
