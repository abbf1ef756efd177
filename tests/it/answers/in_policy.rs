//! Explains which entries of a policy give a line of a trace, and what to change.

use super::{RULES, refused};
use crate::program::{out, run};

const CONTOSO: &str = "policies/contoso.yaml";

fn explain(policy: &str, line: &str) -> String {
    out(&run(&[
        "explain", "--format", "markdown", "--policy", policy, line,
    ]))
}

/// The part before the page on the response, as it stands without marks of code.
fn own(policy: &str, line: &str) -> String {
    let text = explain(policy, line);
    let end = text.match_indices("\n# ").next().map(|(at, _)| at);
    text[..end.unwrap()].replace('`', "")
}

#[test]
fn a_line_with_a_recipient_names_the_one_setting_and_the_command() {
    let line = "2026-11-24T09:00:00Z,alice@contoso.com,bob@partner.example,Failed,Reason: [{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]";
    let text = own(CONTOSO, line);
    for part in [
        "For the recipients that the text names: bob@partner.example.",
        "## AutoForwardEnabled: false (policies/contoso.yaml:15)",
        "remote domain Default (*)",
        "Set-RemoteDomain -Identity 'Default' -AutoForwardEnabled $true",
        "rejected: 550 5.7.520",
        "rdsim diff policies/contoso.yaml --set RemoteDomains/Default.AutoForwardEnabled=true",
        "New-RemoteDomain -Name 'partner.example' -DomainName 'partner.example'",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches("\n## ").count(), 1, "{text}");
    assert!(explain(CONTOSO, line).contains("# RESOLVER.MSGTYPE.AF"));
}

#[test]
fn a_line_without_a_recipient_names_all_that_may_be_it() {
    let text = own(CONTOSO, "RESOLVER.MSGTYPE.AF");
    assert!(text.contains("these are all that may be it"), "{text}");
    assert_eq!(
        text.matches("\n## AutoForwardEnabled: false").count(),
        3,
        "{text}"
    );
    // The outbound spam policies are those of the senders.
    let text = own(
        CONTOSO,
        "550 5.7.520 Access denied, Your organization does not allow external forwarding",
    );
    for name in ["Default", "Research must not"] {
        let command =
            format!("Set-HostedOutboundSpamFilterPolicy -Identity '{name}' -AutoForwardingMode On");
        assert!(text.contains(&command), "{text}");
    }
}

/// The words of a command to copy.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in command.split('\'').enumerate() {
        match at % 2 {
            1 => words.push(piece.to_owned()),
            _ => words.extend(piece.split_whitespace().map(str::to_owned)),
        }
    }
    words
}

#[test]
fn every_change_that_it_offers_changes_something() {
    let mut tried = 0;
    for line in [
        "RESOLVER.OOF.SuppressExternal",
        "RESOLVER.OOF.LegacyToExt",
        "RESOLVER.MSGTYPE.AR",
        "RESOLVER.MSGTYPE.AF",
        "handled DR addressed to external recipient",
        "handled NDR addressed to external recipient",
        "handled MFN addressed to external recipient",
        "550 5.7.520 Access denied, Your organization does not allow external forwarding",
    ] {
        for policy in [CONTOSO, "policies/closed.yaml", "policies/legacy-oof.yaml"] {
            let text = own(policy, line);
            let commands = text.lines().filter(|l| l.starts_with("rdsim diff "));
            for command in commands {
                let words = words(command);
                let words: Vec<&str> = words[1..].iter().map(String::as_str).collect();
                let output = run(&words);
                assert_eq!(output.status.code(), Some(1), "{command}");
                tried += 1;
            }
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn what_is_normal_or_not_of_the_policy_is_said() {
    let normal = own(CONTOSO, "RESOLVER.OOF.IntToExt erin@example.com");
    assert!(normal.contains("This is normal:") && normal.contains("nothing to change"));
    let none = own("policies/open.yaml", "RESOLVER.MSGTYPE.AF");
    assert!(
        none.contains("No message gets this response under this policy"),
        "{none}"
    );
    let nobody = own(
        CONTOSO,
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    );
    assert!(
        nobody.contains("No setting of the policy decides this."),
        "{nobody}"
    );
}

#[test]
fn a_mail_flow_rule_is_named_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, RULES).unwrap();
    let file = file.to_str().unwrap();
    let text = own(
        file,
        "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy",
    );
    assert!(
        text.contains("Get-TransportRule -Identity 'no secrets' | Format-List"),
        "{text}"
    );
    assert!(text.contains("- Only if: "), "{text}");
    assert!(!text.contains("Set-"), "{text}");
}

#[test]
fn a_setting_is_shown_with_its_values() {
    let text = own(CONTOSO, "AllowedOOFType");
    assert_eq!(text.matches("\n- AllowedOOFType: ").count(), 4, "{text}");
    assert!(text.contains("ExternalLegacy (policies/contoso.yaml:39): remote domain Fabrikam subsidiaries (*.fabrikam.com)"));
    let none = refused(&["explain", "-p", CONTOSO, "FilteredAsSpam"]);
    assert!(
        none.contains("no setting of a policy has to do with this"),
        "{none}"
    );
}

#[test]
fn what_a_device_meets_is_asked_of_submit() {
    let judge = format!("rdsim submit --policy {CONTOSO} --endpoint SERVER");
    let advise = format!("rdsim submit --advise --policy {CONTOSO}");
    for line in [
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
        "550 5.7.64 TenantAttribution; Relay Access Denied",
        "smtp-auth",
    ] {
        let text = own(CONTOSO, line);
        assert!(text.contains(&judge) && text.contains(&advise), "{text}");
    }
    // The answer of a server on premises is none of the policy.
    let text = own(
        CONTOSO,
        "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
    );
    assert!(!text.contains(&judge) && text.contains(&advise), "{text}");
}
