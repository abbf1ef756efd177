//! What counts as covered, and what can occur at all.

use super::{Folder, MIXED, err, out};
use crate::given::policy;
use crate::program::ROOT;
use rdsim::expectations::coverage::{Coverage, Item};
use rdsim::expectations::{self, Unread};
use rdsim::transport::responses;
use std::path::Path;

fn names(items: &[Item], is: impl Fn(&Item) -> bool) -> Vec<&str> {
    let items = items.iter().filter(|i| is(i));
    items.map(|i| i.name.as_str()).collect()
}

#[test]
fn what_cannot_occur_under_a_policy_does_not_count() {
    let bare = Coverage::of(&policy("RemoteDomains: [{DomainName: '*'}]"));
    assert_eq!(
        names(&bare.settings, |i| i.possible),
        [
            "AllowedOOFType",
            "DeliveryReportEnabled",
            "NDREnabled",
            "MeetingForwardNotificationEnabled",
            "AutoReplyEnabled",
            // AutoForwardEnabled lets pass what AutoForwardingMode then rejects.
            "AutoForwardingMode",
            "CharacterSet",
            "NonMimeCharacterSet",
        ]
    );
    let lines = [
        &responses::OOF_INT_TO_EXT,
        &responses::OOF_LEGACY_TO_EXT,
        &responses::MEETING_FORWARD,
        &responses::EXTERNAL_FORWARDING_BLOCKED,
    ];
    assert_eq!(
        names(&bare.responses, |i| i.possible),
        lines.map(responses::Response::line)
    );
    assert_eq!(bare.percent(), 0.0);
    assert!(bare.below(1) && !bare.below(0));
    // A remote domain that is all inside; one whose every label is.
    let shadowed = Coverage::of(&policy(
        "AcceptedDomains: [contoso.com, {DomainName: contoso.example, MatchSubDomains: true}]\nRemoteDomains: [{DomainName: '*'}, {DomainName: contoso.com}, {DomainName: '*.contoso.com'}, {DomainName: '*.contoso.example'}]",
    ));
    assert_eq!(
        names(&shadowed.remote_domains, |i| i.possible),
        ["*", "*.contoso.com"]
    );
}

#[test]
fn whatever_the_fixtures_exercise_is_counted_as_possible() {
    let mut suites = 0;
    let kinds = rdsim::transport::classify::Kind::TOKENS;
    for entry in std::fs::read_dir(Path::new(ROOT).join("policies")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(expectations::EXTENSION) || !name.ends_with(".yaml") {
            continue;
        }
        suites += 1;
        let mut cases = format!("Policy: {name}\nCases:\n");
        for (n, from) in ["alice", "carol", "dave", "frank"].iter().enumerate() {
            for kind in kinds {
                for by in rdsim::transport::message_facts::ForwardedBy::TOKENS {
                    for (mime, content_type) in [
                        (true, "text/html"),
                        (true, "text/plain; charset=iso-2022-jp"),
                        (false, ""),
                    ] {
                        let headers = if mime {
                            format!("MIME-Version: 1, Content-Type: '{content_type}'")
                        } else {
                            "Subject: x".into()
                        };
                        cases.push_str(&format!("- {{Name: {n} {kind} {by} {content_type} x, Kind: {kind}, ForwardedBy: {by}, From: {from}@contoso.com, To: [a@example.com, bob@fabrikam.com, eve@sales.fabrikam.com, sato@例え.example, heidi@contoso.com, carol@contoso.com], Headers: {{From: A <{from}@contoso.com>, {headers}}}, Expect: {{}}}}\n"));
                    }
                }
            }
        }
        let policies = Path::new(ROOT).join("policies");
        let load = |file: &Path| {
            std::fs::read(policies.join(file))
                .map_err(|e| Unread::Failed(rdsim::i18n::Text::of("{e}", [("e", &e)])))
        };
        let suite = expectations::read("x.rdsim.yaml", cases.as_bytes(), &load, &[])
            .unwrap_or_else(|p| panic!("{}", p[0]));
        let mut coverage = Coverage::of(&suite.policy);
        coverage.add(&suite, &suite.run(None));
        for list in [
            &coverage.settings,
            &coverage.remote_domains,
            &coverage.responses,
        ] {
            assert_eq!(
                names(list, |i| i.exercised && !i.possible),
                [""; 0],
                "{name}"
            );
        }
        assert!(coverage.percent() > 50.0, "{name}: {}", coverage.percent());
    }
    assert!(suites >= 5);
}

#[test]
fn coverage_lists_what_is_missing_and_the_least_is_kept() {
    let folder = Folder::new(&[(
        "a.rdsim.yaml",
        &MIXED.replace(
            "Outcome: leaves, Setting: TNEFEnabled, Format: {LineWrap: 76}",
            "Outcome: dropped",
        ),
    )]);
    let o = folder.run(&["--coverage"]);
    assert_eq!(o.status.code(), Some(0));
    let text = out(&o);
    let never = text.split("settings that never decided:").nth(1).unwrap();
    assert!(
        never.contains("    AutoForwardEnabled\n") && !never.contains("    NDREnabled\n"),
        "{text}"
    );
    assert!(
        text.contains("    *.fabrikam.com (contoso.yaml:38)\n"),
        "{text}"
    );
    assert!(!text.contains("NDR addressed"), "{text}");
    let (low, high) = (
        folder.run(&["--min-coverage", "5"]),
        folder.run(&["--min-coverage", "90"]),
    );
    assert_eq!((low.status.code(), high.status.code()), (Some(0), Some(1)));
    assert!(err(&high).contains("of the policy is covered, less than 90 %"));
    assert_eq!(
        folder.run(&["--min-coverage", "101"]).status.code(),
        Some(2)
    );
}
