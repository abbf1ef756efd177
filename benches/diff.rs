//! Compares two policies for every possible message, and lints one: how long it takes, how it grows
//! with what the policies hold, and what a lookup among remote domains costs.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

use rdsim::policy::Policy;
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A policy with so many remote domains besides Default, exact and wildcard in turn; every third
/// differs from what another `turn` says.
fn policy(domains: usize, turn: usize) -> Policy {
    let mut text = String::from(
        "AcceptedDomains: [contoso.com]\nHostedOutboundSpamFilterPolicies:\n  - {Name: Default, AutoForwardingMode: Automatic}\n  - {Name: some, Priority: 0, SenderDomainIs: [contoso.com], ExceptIfFrom: [carol@contoso.com], AutoForwardingMode: 'On'}\nMailboxes:\n  - {Addresses: [alice@contoso.com], ExternalAudience: None}\n  - {Addresses: [bob@contoso.com], OutlookInternetFormat: RichText}\nRemoteDomains:\n  - {DomainName: '*', AutoForwardEnabled: false}\n",
    );
    let oof = ["External", "ExternalLegacy", "None"];
    for i in 0..domains {
        let star = if i % 2 == 0 { "" } else { "*." };
        let shift = if i % 3 == 0 { turn } else { 0 };
        writeln!(
            text,
            "  - {{DomainName: '{star}partner{i}.example', AllowedOOFType: {}, AutoForwardEnabled: {}, NDREnabled: {}, TNEFEnabled: {}}}",
            oof[(i + shift) % 3],
            (i + shift) % 2 == 0,
            i % 5 != 0,
            i % 7 == 0,
        )
        .unwrap();
    }
    rdsim::policy::read::read("p", text.as_bytes()).unwrap().0
}

/// A policy with so many of everything that a policy lists.
fn of_everything(number: usize) -> String {
    let mut text = String::new();
    let mut section = |name: &str, entry: &dyn Fn(usize) -> String| {
        writeln!(text, "{name}:").unwrap();
        for i in 0..number {
            writeln!(text, "  - {{{}}}", entry(i)).unwrap();
        }
    };
    section("AcceptedDomains", &|i| {
        format!("DomainName: d{i}.example, MatchSubDomains: true")
    });
    section("RemoteDomains", &|i| {
        format!("DomainName: '*.e{i}.example', CharacterSet: iso-8859-1, AutoForwardEnabled: true")
    });
    section("HostedOutboundSpamFilterPolicies", &|i| {
        format!(
            "Name: p{i}, Priority: {i}, From: [a{i}@d{i}.example], SenderDomainIs: [d{i}.example]"
        )
    });
    section("MailContacts", &|i| {
        format!("PrimarySmtpAddress: c{i}@d{i}.example, ExternalEmailAddress: c{i}@e{i}.example")
    });
    section("Mailboxes", &|i| {
        format!("PrimarySmtpAddress: a{i}@d{i}.example, ForwardingSmtpAddress: b{i}@e{i}.example")
    });
    section("DistributionGroups", &|i| {
        format!(
            "Name: g{i}, PrimarySmtpAddress: g{i}@d{i}.example, Members: [a{i}@d{i}.example, c{i}]"
        )
    });
    text
}

fn lint(number: usize) -> Duration {
    let text = of_everything(number);
    let options = rdsim::lint::Options::default();
    median(
        (0..3)
            .map(|_| {
                let start = Instant::now();
                black_box(rdsim::lint::lint("p", text.as_bytes(), &options));
                start.elapsed()
            })
            .collect(),
    )
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn compare(domains: usize) -> Duration {
    let (old, new) = (policy(domains, 0), policy(domains, 1));
    median(
        (0..3)
            .map(|_| {
                let start = Instant::now();
                let diff = rdsim::diff::compare(&old, &new);
                assert!(!diff.is_empty());
                black_box(diff);
                start.elapsed()
            })
            .collect(),
    )
}

/// The time of 100,000 lookups of the remote domain.
fn look_up(domains: usize) -> Duration {
    let policy = policy(domains, 0);
    let hosts: Vec<String> = (0..100)
        .map(|i| format!("mail.partner{}.example", i * domains / 100))
        .collect();
    median(
        (0..7)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..1000 {
                    for host in &hosts {
                        black_box(policy.remote_for(black_box(host)));
                    }
                }
                start.elapsed()
            })
            .collect(),
    )
}

/// The time of resolving 100,000 recipients: plain ones, mailboxes that forward, groups.
fn resolve(number: usize) -> Duration {
    let text = of_everything(number) + "  - {Name: last, PrimarySmtpAddress: last@d0.example}\n";
    let policy = rdsim::policy::read::read("p", text.as_bytes()).unwrap().0;
    let recipients: Vec<String> = (0..100)
        .map(|i| {
            let at = i * number / 100;
            let kind = ["a", "g", "c", "plain"][i % 4];
            format!("{kind}{at}@d{at}.example")
        })
        .collect();
    median(
        (0..7)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..1000 {
                    for recipient in &recipients {
                        let resolved =
                            rdsim::transport::resolve::resolve(&policy, black_box(recipient), true);
                        black_box(resolved);
                    }
                }
                start.elapsed()
            })
            .collect(),
    )
}

fn main() {
    let (few, many) = (compare(5_000), compare(10_000));
    println!(
        "every possible message, two policies of 10,000 remote domains: {many:?} (median of 3)"
    );
    println!(
        "twice the remote domains take {:.2} times as long",
        many.as_secs_f64() / few.as_secs_f64()
    );
    let (few, many) = (lint(5_000), lint(10_000));
    println!("linting a policy of 10,000 of everything: {many:?} (median of 3)");
    println!(
        "twice of everything takes {:.2} times as long",
        many.as_secs_f64() / few.as_secs_f64()
    );
    let (few, many) = (resolve(10), resolve(10_000));
    println!(
        "who is addressed takes {:.2} times as long among 10,000 mailboxes, contacts and groups as among 10",
        many.as_secs_f64() / few.as_secs_f64()
    );
    let (few, many) = (look_up(10), look_up(10_000));
    println!(
        "a lookup among 10,000 remote domains takes {:.2} times as long as among 10",
        many.as_secs_f64() / few.as_secs_f64()
    );
}
