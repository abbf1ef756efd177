//! Counts the allocations of a verdict: a message that simply leaves makes none.

use crate::given::policy_in as policy;
use allocation_counter::measure;
use rdsim::transport::classify::Kind;
use rdsim::transport::decide::{applicable_policy, outcome};
use rdsim::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use rdsim::transport::outcome::Outcome;
use rdsim::transport::resolve::resolve;

fn case(kind: Kind) -> MessageFacts {
    MessageFacts {
        kind,
        forwarded_by: ForwardedBy::Nobody,
        content: ContentFacts::default(),
    }
}

#[test]
fn a_message_that_leaves_allocates_nothing() {
    let mut left = 0;
    for name in ["policies/contoso.yaml", "policies/open.yaml"] {
        let policy = policy(name);
        for to in [
            "bob@fabrikam.com",
            "carol@mail.example.com",
            "dora@sub.partner.example",
        ] {
            for kind in Kind::ALL {
                let case = case(*kind);
                let mut decided = Outcome::CannotTell;
                let allocations = measure(|| {
                    let author = policy.author("alice@contoso.com");
                    let outbound = policy.outbound_for("alice@contoso.com");
                    let resolved = resolve(&policy, to, author.inside);
                    let applicable = applicable_policy(&resolved.first, &author, outbound);
                    decided = outcome(&case, &resolved.first, &author, &applicable);
                });
                if decided == Outcome::Leaves {
                    left += 1;
                    assert_eq!(allocations.count_total, 0, "{name}, {to}, {}", kind.token());
                }
            }
        }
    }
    assert!(left > 20, "only {left} leave");
}

#[test]
fn the_allocations_of_a_whole_verdict_are_few() {
    let policy = policy("policies/contoso.yaml");
    let bytes = b"From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nGood morning.\n";
    let told = rdsim::evaluate::Overrides::default();
    let mut judged = None;
    // The first message makes the tables that every other one uses.
    drop(rdsim::evaluate::judge(&policy, "a.eml", bytes, &told));
    let allocations = measure(|| {
        judged = Some(rdsim::evaluate::judge(&policy, "a.eml", bytes, &told));
    });
    assert!(judged.unwrap().result.is_ok());
    assert!(
        (1..=24).contains(&allocations.count_total),
        "{allocations:?}"
    );
}

#[test]
fn the_rows_of_a_trace_are_not_held_together() {
    const ROWS: usize = 30_000;
    let rows: Vec<String> = (0..ROWS)
        .map(|i| format!("{{\"Status\":\"Delivered\",\"SenderAddress\":\"a@contoso.com\",\"Subject\":\"{i:01000}\"}}"))
        .collect();
    let json = format!("[{}]", rows.join(","));
    let csv = "Status,SenderAddress,Subject\n".to_owned()
        + &(0..ROWS)
            .map(|i| format!("Delivered,a@contoso.com,{i:01000}\n"))
            .collect::<String>();
    for text in [json, csv] {
        let mut trace = rdsim::trace::Trace::default();
        let held = measure(|| rdsim::trace::read("t", text.as_bytes(), &mut trace));
        assert_eq!(trace.rows, ROWS as u64);
        let most = held.bytes_max;
        assert!(most < 4 << 20, "{most} bytes of {}", text.len());
    }
}
