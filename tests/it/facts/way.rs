//! Judges messages for what is taken to be true of the way of a message: its rules, its groups.

use super::judged;
use crate::given::policy;
use rdsim::evaluate::Overrides;
use rdsim::react::{self, Arrival, Prediction, Undeliverable};
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::responses;

const MESSAGE: &str = "From: carol@contoso.com\nTo: bob@fabrikam.com\n\nHi\n";

#[test]
fn mail_flow_rules_run_on_what_the_remote_domain_lets_pass_and_on_those_really_addressed() {
    let rule = "TransportRules: [{Name: No, Priority: 0, SentTo: bob@fabrikam.com, RejectMessageReasonText: no}]";
    let shut = format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AutoForwardEnabled: false}}]\nDistributionGroups: [{{Name: G, PrimarySmtpAddress: g@contoso.com, Members: [bob@fabrikam.com]}}]\n{rule}\n"
    );
    let shut = policy(&shut);
    let told = |by| Overrides {
        forwarded_by: Some(by),
        ..Overrides::default()
    };
    let outcome = |by| judged(&shut, MESSAGE, &told(by)).outcome;
    assert_eq!(
        outcome(ForwardedBy::InboxRule),
        Outcome::Dropped(&responses::AUTO_FORWARD)
    );
    assert_eq!(
        outcome(ForwardedBy::Nobody),
        Outcome::Rejected(&responses::RULE_REJECTED)
    );
    let to_group = MESSAGE.replace("bob@fabrikam.com", "g@contoso.com");
    let verdict = judged(&shut, &to_group, &told(ForwardedBy::Nobody));
    assert_eq!(
        verdict.outcome,
        Outcome::Rejected(&responses::RULE_REJECTED)
    );
    let run_after = |f: &&rdsim::transport::facts::Fact| f.id == "rules-run-after-resolving";
    assert!(verdict.facts().iter().any(run_after));
}

#[test]
fn a_moderated_recipient_is_told_and_a_group_says_who_gets_reports() {
    let group = |reports: &str| {
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nMailboxes: [{{Name: Alice, Addresses: [alice@contoso.com]}}]\nDistributionGroups: [{{Name: G, PrimarySmtpAddress: g@contoso.com, Members: [Alice], ModerationEnabled: true, RequireSenderAuthenticationEnabled: false{reports}}}]\n"
        ))
    };
    let open = group("");
    let to_group = "From: bob@fabrikam.com\nTo: g@contoso.com\n\nHi\n";
    let verdict = judged(&open, to_group, &Overrides::default());
    let moderated = |n: &rdsim::i18n::Text| n.to_string().contains("goes to a moderator first");
    assert!(verdict.notes.iter().any(moderated), "{:?}", verdict.notes);
    let arrival = Arrival {
        undeliverable: Some(Undeliverable::Full),
        ..Arrival::default()
    };
    let made = |policy| {
        let reacted = react::react(policy, "m", to_group.as_bytes(), &arrival);
        let reactions = reacted.result.unwrap();
        let all = reactions.recipients.iter().flat_map(|r| &r.reactions);
        let mut reports = all.filter(|r| r.token == "ndr");
        matches!(reports.next().unwrap().prediction, Prediction::Made(_))
    };
    assert!(made(&open));
    assert!(!made(&group(", ReportToOriginatorEnabled: false")));
}
