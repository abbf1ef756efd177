//! Counts the verdicts a second that one core decides, without reading or writing anything, beside
//! a loop that only looks up the recipient's domain in a hash map.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

use rdsim::policy::read::read;
use rdsim::transport::classify::Kind;
use rdsim::transport::decide::{applicable_policy, outcome};
use rdsim::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use rdsim::transport::resolve::resolve;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

fn main() {
    for domains in [10, 1_000, 10_000] {
        let mut text = String::from(
            "AcceptedDomains: [contoso.com]\nHostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: 'On'}]\nRemoteDomains:\n  - {DomainName: '*'}\n",
        );
        for i in 0..domains {
            text.push_str(&format!(
                "  - {{DomainName: partner{i}.example, AllowedOOFType: {}}}\n",
                ["External", "None"][i % 2]
            ));
        }
        let (policy, _) = read("policy.yaml", text.as_bytes()).unwrap();
        let author = policy.author("alice@contoso.com");
        let outbound = policy.outbound_for("alice@contoso.com");
        let to: Vec<String> = (0..domains)
            .map(|i| format!("bob@partner{i}.example"))
            .collect();
        let map: HashMap<&str, usize> = to
            .iter()
            .enumerate()
            .map(|(i, t)| (t.split_once('@').unwrap().1, i))
            .collect();
        let cases: Vec<MessageFacts> = Kind::ALL
            .iter()
            .map(|kind| MessageFacts {
                kind: *kind,
                forwarded_by: ForwardedBy::Nobody,
                content: ContentFacts::default(),
            })
            .collect();
        let rounds = 6_000_000 / domains;
        let mut best = (0.0f64, 0.0f64);
        for _ in 0..5 {
            let begin = Instant::now();
            let mut leaves = 0u64;
            for round in 0..rounds {
                let case = &cases[round % cases.len()];
                for recipient in &to {
                    let resolved = resolve(&policy, black_box(recipient), author.inside);
                    let applicable = applicable_policy(&resolved.first, &author, outbound);
                    leaves += u64::from(
                        outcome(case, &resolved.first, &author, &applicable)
                            .response()
                            .is_none(),
                    );
                }
            }
            black_box(leaves);
            let decided = (rounds * domains) as f64 / begin.elapsed().as_secs_f64();
            let begin = Instant::now();
            let mut found = 0;
            for _ in 0..rounds {
                for recipient in &to {
                    let domain = black_box(recipient).rsplit_once('@').unwrap().1;
                    found += map[domain];
                }
            }
            black_box(found);
            let looked = (rounds * domains) as f64 / begin.elapsed().as_secs_f64();
            best = (best.0.max(decided), best.1.max(looked));
        }
        println!(
            "{domains} remote domains: {:.1} million verdicts a second on one core, {:.2} times as long as a lookup in a HashMap",
            best.0 / 1e6,
            best.1 / best.0
        );
    }
}
