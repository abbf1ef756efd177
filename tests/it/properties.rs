//! States what must hold for every input, and tries many.

use crate::given::{MESSAGE, policy};
use proptest::prelude::*;
use rdsim::evaluate::{self, Judgement, Overrides};
use rdsim::policy::{Policy, domain};
use rdsim::transport::classify::Kind;

fn judge<'p>(policy: &'p Policy, message: &str, told: &Overrides) -> Judgement<'p> {
    evaluate::judge(policy, "m", message.as_bytes(), told)
        .result
        .unwrap()
}

/// The match as one would write it without thinking of speed.
fn naive(patterns: &[String], name: &str) -> Option<String> {
    let hit = |p: &&String| match p.strip_prefix("*.") {
        Some(base) => name == base || name.ends_with(&format!(".{base}")),
        None => *p == "*" || *p == name,
    };
    patterns
        .iter()
        .filter(hit)
        .max_by_key(|p| (p.as_str() == name, p.len()))
        .cloned()
}

fn text(p: &domain::Pattern) -> String {
    p.to_string()
}

proptest! {
    #[test]
    fn domain_match_equals_the_naive_one(patterns in proptest::collection::vec("(\\*\\.)?([ab]\\.){0,2}[abc]{1,2}|\\*", 0..8), name in "([ab]\\.){0,3}[abc]{1,2}", turn in 0usize..8) {
        let mut table = domain::Table::default();
        for p in &patterns {
            table.insert(domain::pattern(p).unwrap(), domain::pattern(p).unwrap());
        }
        prop_assert_eq!(table.find(&name).map(|(p, _)| text(p)), naive(&patterns, &name));
        let mut turned = patterns.clone();
        let len = turned.len().max(1);
        turned.rotate_left(turn % len);
        let mut other = domain::Table::default();
        for p in &turned {
            other.insert(domain::pattern(p).unwrap(), domain::pattern(p).unwrap());
        }
        prop_assert_eq!(table.find(&name).map(|(p, m)| (text(p), m)), other.find(&name).map(|(p, m)| (text(p), m)));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), tail in "(Content-Type: multipart/report; boundary=x\n\n--x\n)?.{0,80}") {
        let p = Policy::default();
        let _ = evaluate::judge(&p, "m", &bytes, &Overrides::default());
        let _ = evaluate::judge(&p, "m", format!("From: a@b\nTo: c@d\n{tail}").as_bytes(), &Overrides::default());
        let _ = rdsim::policy::read::read("p", &bytes);
        let mut tnef = vec![0x78, 0x9f, 0x3e, 0x22, 0, 0, 1, 3, 0x90, 6, 0];
        tnef.extend(&bytes);
        prop_assert!(rdsim::mail::tnef::read(&tnef).is_some());
    }

    #[test]
    fn one_gate_changes_only_verdicts_in_which_it_rules(kind in 0usize..15, setting in 0usize..5, forwarded: bool) {
        let names = ["AutoReplyEnabled", "AutoForwardEnabled", "DeliveryReportEnabled", "NDREnabled", "MeetingForwardNotificationEnabled"];
        let told = Overrides { kind: Some(Kind::ALL[kind]), ..Overrides::default() };
        let message = if forwarded { format!("X-MS-Exchange-Organization-AutoForwarded: true\n{MESSAGE}") } else { MESSAGE.to_owned() };
        let with = |v: bool| policy(&format!("AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', {}: {v}}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: 'On'}}]", names[setting]));
        let (open, closed) = (with(true), with(false));
        let (a, b) = (judge(&open, &message, &told), judge(&closed, &message, &told));
        if a.verdicts[0].outcome != b.verdicts[0].outcome {
            prop_assert_eq!(b.verdicts[0].because().next().unwrap().setting, names[setting]);
        }
    }
}
