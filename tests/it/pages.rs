//! Plays every example of every page on a setting, a response or a kind, and compares the verdict.
//!
//! `RDSIM_BLESS=1 cargo test --test it pages::` writes the verdicts anew; read the diff.

use crate::page;
use crate::program::{contents, root};
use rdsim::explain::example;
use rdsim::i18n::Language;
use rdsim::policy::sections::{NOT_SIMULATED, REMOTE_DOMAINS};
use rdsim::transport::classify::Kind;
use rdsim::transport::responses;
use rdsim::transport::setting::{Effect, Ruling};
use rdsim::transport::settings;
use std::collections::BTreeSet;

/// Whether a ruling changes what happens, beyond letting the message pass.
fn applies(ruling: &Ruling) -> bool {
    match ruling.effect {
        Effect::Pass => false,
        Effect::Note(_) => true,
        _ => ruling.stops().is_some() || ruling.shapes(),
    }
}

/// What an example gives.
struct Played {
    verdict: String,
    applied: BTreeSet<&'static str>,
    kinds: Vec<Kind>,
}

fn play(policy: &str, message: &str) -> Played {
    example::play(policy, message, |judgement| {
        let rulings = judgement.verdicts.iter().flat_map(|v| &v.asked);
        Played {
            verdict: example::verdicts(judgement, Language::English),
            applied: rulings.filter(|r| applies(r)).map(|r| r.setting).collect(),
            kinds: judgement.class.kinds.clone(),
        }
    })
    .unwrap()
}

/// Play the examples of the page in a file: each must give the verdict that it shows.
fn play_page(file: &str) -> Vec<Played> {
    let path = root().join(file);
    let tags = ["yaml policy", "eml message"];
    let played = page::play(&path, tags, "text verdict", |[policy, message]| {
        let played = play(policy, message);
        (played.verdict.clone(), played)
    });
    assert!(!played.is_empty(), "{file}: an example");
    played
}

#[test]
fn every_example_of_a_setting_gives_its_verdict() {
    for setting in settings::all() {
        let played = play_page(&format!(
            "src/transport/settings/{}.md",
            setting.id.replace('-', "_")
        ));
        let both: BTreeSet<bool> = played
            .iter()
            .map(|p| p.applied.contains(setting.name))
            .collect();
        assert_eq!(
            both.len(),
            2,
            "{}: it applies in one example, and in another it does not",
            setting.name
        );
    }
}

#[test]
fn every_example_of_mail_flow_rules_gives_its_verdict() {
    let played = play_page("src/transport/rules.md");
    let applied = |p: &&Played| p.applied.contains("TransportRules");
    assert_eq!(played.iter().filter(applied).count(), 1);
    let verdicts: Vec<&str> = played.iter().map(|p| p.verdict.as_str()).collect();
    for (verdict, word) in verdicts
        .iter()
        .zip(["REJECTED", "CANNOT TELL", "via", "LEAVES"])
    {
        assert!(verdict.contains(word), "{word}: {verdict}");
    }
}

#[test]
fn every_response_has_an_example_that_gives_it() {
    for response in responses::ALL {
        let file = pages_in("src/transport/responses")
            .into_iter()
            .find(|(_, text)| text == response.page)
            .map(|(file, _)| file);
        let played = play_page(&file.expect(response.code));
        assert!(
            played.iter().any(|p| p.verdict.contains(&response.line())),
            "{}",
            response.line()
        );
    }
    assert_eq!(
        pages_in("src/transport/responses").len(),
        responses::ALL.len()
    );
}

#[test]
fn every_kind_has_examples_of_that_kind() {
    for (kind, token) in Kind::ALL.iter().zip(Kind::TOKENS) {
        let played = play_page(&format!(
            "src/transport/classify/kind/{}.md",
            token.replace('-', "_")
        ));
        for example in played {
            assert_eq!(example.kinds, [*kind]);
        }
    }
    assert_eq!(
        pages_in("src/transport/classify/kind").len(),
        Kind::ALL.len()
    );
}

/// The pages in a folder, with their paths.
fn pages_in(folder: &str) -> Vec<(String, String)> {
    let files = std::fs::read_dir(root().join(folder)).unwrap();
    files
        .map(|f| f.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let text = contents(&path);
            (format!("{folder}/{name}"), text)
        })
        .collect()
}

#[test]
fn settings_and_not_simulated_are_the_parameters_of_set_remote_domain() {
    // From the syntax block of Set-RemoteDomain's page, read 2026-08-21.
    let parameters = "AllowedOOFType AutoForwardEnabled AutoReplyEnabled ByteEncoderTypeFor7BitCharsets CharacterSet Confirm ContentType DeliveryReportEnabled DisplaySenderName DomainController Identity IsInternal LineWrapSize MeetingForwardNotificationEnabled MessageCountThreshold Name NDRDiagnosticInfoEnabled NDREnabled NlbDomain NonMimeCharacterSet PreferredInternetCodePageForShiftJis RequiredCharsetCoverage SmtpDaneMandatoryModeEnabled TargetDeliveryDomain TNEFEnabled TrustedMailInboundEnabled TrustedMailOutboundEnabled UseSimpleDisplayName WhatIf";
    let wanted: BTreeSet<&str> = parameters.split(' ').chain(["AdminDisplayName"]).collect();
    // These two belong to the outbound spam policy and to recipients.
    let elsewhere = ["AutoForwardingMode", "RequireSenderAuthenticationEnabled"];
    let have: BTreeSet<&str> = settings::all()
        .map(|s| s.name)
        .filter(|n| !elsewhere.contains(n))
        .chain(NOT_SIMULATED.iter().map(|(n, _)| *n))
        .collect();
    assert_eq!(have, wanted);
    for setting in settings::all().filter(|s| !elsewhere.contains(&s.name)) {
        assert!(
            REMOTE_DOMAINS.property(setting.name).is_some(),
            "{} can be written in a policy",
            setting.name
        );
    }
}
