//! Asks every ruling and every verdict what it rests on.

use crate::given::{files, policies, policy, policy_in};
use crate::program::root;
use rdsim::evaluate::{self, Overrides};
use rdsim::lint;
use rdsim::policy::Policy;
use rdsim::transport::classify::Kind;
use rdsim::transport::facts::{self, Basis, Fact};
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::setting::Ruling;
use rdsim::transport::verdict::Verdict;
use rdsim::transport::{responses, settings};
use std::collections::BTreeSet;

/// Policies that between them have every value that decides on an outcome.
fn deciding() -> Vec<Policy> {
    let mut all: Vec<Policy> = Vec::new();
    for oof in ["External", "ExternalLegacy", "InternalLegacy", "None"] {
        for audience in ["All", "Known", "None"] {
            for open in [true, false] {
                for mode in ["On", "Off", "Automatic"] {
                    let domain = format!(
                        "AllowedOOFType: {oof}, AutoReplyEnabled: {open}, AutoForwardEnabled: {open}, DeliveryReportEnabled: {open}, NDREnabled: {open}, MeetingForwardNotificationEnabled: {open}"
                    );
                    all.push(policy(&format!("AcceptedDomains: [contoso.com]\nRemoteDomains:\n- {{DomainName: '*'}}\n- {{DomainName: fabrikam.com, {domain}}}\n- {{DomainName: '*.example', {domain}}}\n- {{DomainName: a.example, {domain}}}\nMailboxes: [{{Addresses: [alice@contoso.com], ExternalAudience: {audience}}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: '{mode}'}}]")));
                }
            }
        }
    }
    all.push(policy("AcceptedDomains: [contoso.com]\nRemoteDomains: []"));
    let written = policies().into_iter().map(|p| {
        let path = p.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        policy_in(&path)
    });
    all.extend(written);
    all
}

fn rests(ruling: &Ruling) {
    let setting = settings::all().find(|s| s.id == ruling.setting_id).unwrap();
    assert!(ruling.rests_on().next().is_some(), "{ruling:?}");
    assert!(!setting.facts.is_empty(), "{}", setting.id);
    assert_eq!(ruling.facts, setting.facts, "{}", setting.id);
    if let Some(doubt) = ruling.doubt {
        assert!(
            setting.doubts.contains(&doubt),
            "{}: {}",
            setting.id,
            doubt.id
        );
    }
}

fn has_facts(verdict: &Verdict, seen: &mut BTreeSet<&'static str>) {
    let facts = verdict.facts();
    assert!(!facts.is_empty(), "{verdict:?}");
    assert_eq!(verdict.basis(), facts::weakest(&facts));
    let ids: BTreeSet<&str> = facts.iter().map(|f| f.id).collect();
    assert_eq!(ids.len(), facts.len(), "each once");
    seen.extend(ids);
    for ruling in &verdict.asked {
        rests(ruling);
    }
    for possibility in &verdict.possibilities {
        assert!(!verdict.facts_if(possibility).is_empty(), "{possibility:?}");
        possibility.because.iter().for_each(rests);
    }
    if let Outcome::Dropped(r) | Outcome::Rejected(r) = verdict.outcome {
        for fact in r.facts {
            assert!(facts.contains(fact), "{}", fact.id);
        }
    }
}

#[test]
fn every_ruling_and_every_verdict_rests_on_facts() {
    let messages = [
        "From: \"A\" <alice@contoso.com>\nTo: bob@fabrikam.com, b@a.example, c@b.a.example, d@nowhere.example, e@contoso.com, f@proseware.com, nobody\nMIME-Version: 1.0\nContent-Type: text/plain\n\nHi\n",
        "From: alice@contoso.com\nTo: bob@fabrikam.com, e@contoso.com\nMIME-Version: 1.0\nContent-Type: text/html; charset=iso-2022-jp\n\n<p>Hi\n",
        "From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: Automatic reply: x\nX-Auto-Response-Suppress: All\n\nHi\n",
    ];
    let mut seen = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    for policy in &deciding() {
        let kinds = Kind::ALL.iter().copied().map(Some).chain([None]);
        for kind in kinds {
            for &by in ForwardedBy::ALL {
                for message in messages {
                    let told = Overrides {
                        kind,
                        forwarded_by: Some(by),
                        ..Overrides::default()
                    };
                    let judged = evaluate::judge(policy, "m", message.as_bytes(), &told);
                    for verdict in &judged.result.unwrap().verdicts {
                        has_facts(verdict, &mut seen);
                        outcomes.insert(verdict.outcome.token());
                    }
                }
            }
        }
    }
    assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn every_response_rests_on_a_fact_that_spells_it() {
    for response in responses::ALL {
        let code = response.code.rsplit(' ').next().unwrap();
        let spelled = |f: &&'static Fact| {
            let context = response.source_context.unwrap_or_default();
            f.statement.contains(code) && f.statement.contains(context)
        };
        assert!(response.facts.iter().any(spelled), "{}", response.line());
    }
}

#[test]
fn what_decided_gives_the_basis_and_what_did_not_does_not() {
    let told = |kind, by| Overrides {
        kind: Some(kind),
        forwarded_by: Some(by),
        ..Overrides::default()
    };
    let message = |to: &str| format!("From: alice@contoso.com\nTo: {to}\n\nHi\n");
    let basis = |text: &str, to: &str, kind, by| {
        let policy = policy(text);
        let verdict = super::judged(&policy, &message(to), &told(kind, by));
        let facts = verdict.facts();
        let weakest = facts.iter().find(|f| f.basis == verdict.basis()).unwrap();
        (verdict.basis(), weakest.id)
    };
    let nobody = ForwardedBy::Nobody;
    let domains = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}, {DomainName: a.example, NDREnabled: true}, {DomainName: '*.example', NDREnabled: false}]";
    // Ordinary mail leaves under each remote domain, whichever wins.
    let (found, _) = basis(domains, "x@a.example", Kind::Ordinary, nobody);
    assert_eq!(found, Basis::Documented);
    // Which of two wins decides on a report; where one alone matches there is nothing to infer.
    let found = basis(domains, "x@a.example", Kind::Ndr, nobody);
    assert_eq!(found, (Basis::Inferred, "exact-before-wildcard"));
    let (found, _) = basis(domains, "x@fabrikam.com", Kind::Ndr, nobody);
    assert_eq!(found, Basis::Documented);
    // Off is documented, Automatic disputed, also where nothing is written.
    let mode = |mode: &str| {
        let policy = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: '{mode}'}}]"
        );
        basis(
            &policy,
            "x@fabrikam.com",
            Kind::Ordinary,
            ForwardedBy::InboxRule,
        )
    };
    assert_eq!(mode("Off").0, Basis::Documented);
    assert_eq!(mode("On").0, Basis::Documented);
    assert_eq!(mode("Automatic"), (Basis::Disputed, "automatic-means-off"));
    // The order of the two that forbid a forward matters where both do.
    let closed = |mode: &str| {
        let policy = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AutoForwardEnabled: false}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: '{mode}'}}]"
        );
        basis(
            &policy,
            "x@fabrikam.com",
            Kind::Ordinary,
            ForwardedBy::InboxRule,
        )
    };
    assert_eq!(
        closed("Off"),
        (Basis::Inferred, "remote-domain-is-asked-first")
    );
    assert_eq!(closed("On").0, Basis::Documented);
    // A default on which sources disagree decides only where nothing is written.
    let forward = |setting: &str| {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'{setting}}}]"
        ));
        let kind = Kind::MeetingForwardNotification;
        let verdict = super::judged(&policy, &message("x@fabrikam.com"), &told(kind, nobody));
        verdict
            .facts()
            .iter()
            .any(|f| f.id == "mfn-default-is-false")
    };
    assert!(forward(""));
    assert!(!forward(", MeetingForwardNotificationEnabled: false"));
    // AutoReplyEnabled false and an out-of-office reply that leaves.
    let replies = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AutoReplyEnabled: false}]";
    let found = basis(replies, "x@fabrikam.com", Kind::OofExternal, nobody);
    assert_eq!(found, (Basis::Disputed, "auto-reply-and-out-of-office"));
}

#[test]
fn every_fact_with_a_name_is_referred_to() {
    let apart = root().join("src/transport/facts");
    let sources = files("src", ".rs")
        .into_iter()
        .filter(|f| !f.starts_with(&apart));
    let source: String = sources
        .map(|f| std::fs::read_to_string(f).unwrap())
        .collect();
    let words: BTreeSet<&str> = source
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let named = files("src/transport/facts", ".rs").into_iter();
    let named: String = named.map(|f| std::fs::read_to_string(f).unwrap()).collect();
    let mut found = 0;
    for fact in facts::all() {
        let name = fact.id.replace('-', "_").to_uppercase();
        if !named.contains(&format!("pub static {name}: Fact = ")) {
            continue;
        }
        found += 1;
        assert!(
            words.contains(name.as_str()),
            "nothing refers to {}",
            fact.id
        );
    }
    assert_eq!(
        named.matches("pub static ").count()
            - facts::SUBJECTS.len()
            - facts::sources::ALL.len()
            - 1,
        found
    );
}

#[test]
fn every_lint_rule_has_an_entry_and_its_facts_exist() {
    let listed: Vec<&str> = lint::facts::BY_RULE.iter().map(|(id, _)| *id).collect();
    let rules: Vec<&str> = lint::RULES.iter().map(|r| r.id).collect();
    assert_eq!(listed, rules);
    for (rule, ids) in lint::facts::BY_RULE {
        assert_eq!(lint::facts::of(rule).len(), ids.len(), "{rule}: {ids:?}");
    }
}
