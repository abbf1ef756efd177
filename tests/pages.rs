//! Plays every example of every setting's page and compares the verdict.
//!
//! `RDSIM_BLESS=1 cargo test --test pages` writes the verdicts anew; read the diff.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use rdsim::classify::Kind;
use rdsim::corpus::{self, Told};
use rdsim::policy::sections::REMOTE_DOMAINS;
use rdsim::report::human;
use rdsim::settings::{self, Effect, NOT_SIMULATED, Ruling};
use std::collections::BTreeSet;
use std::path::Path;

/// The text of the fences after `tag`, each with its place in the page.
fn fences<'a>(page: &'a str, tag: &str) -> Vec<(usize, &'a str)> {
    let open = format!("```{tag}\n");
    page.match_indices(&open)
        .map(|(at, _)| {
            let from = at + open.len();
            let end = page[from..].find("```").unwrap() + from;
            (from, &page[from..end])
        })
        .collect()
}

/// Whether a ruling changes what happens, beyond letting the message pass.
fn bites(ruling: &Ruling) -> bool {
    match ruling.effect {
        Effect::Pass => false,
        Effect::Note(_) => true,
        _ => ruling.stops().is_some() || ruling.shapes(),
    }
}

/// What rdsim says of an example, and the settings that bite.
fn play(policy: &str, message: &str) -> (String, BTreeSet<&'static str>) {
    let (policy, _) = rdsim::policy::read::read("policy", policy.as_bytes())
        .unwrap_or_else(|p| panic!("{}", p[0]));
    let (kind, message) = match message.strip_prefix("X-Rdsim-Kind: ") {
        Some(rest) => {
            let (token, rest) = rest.split_once('\n').unwrap();
            (Some(Kind::from_token(token).unwrap()), rest)
        }
        None => (None, message),
    };
    let judged = corpus::judge(
        &policy,
        "message.eml",
        message.as_bytes(),
        &Told {
            kind,
            ..Told::default()
        },
    );
    let judgement = judged.result.unwrap();
    let mut out = Vec::new();
    let mut biting = BTreeSet::new();
    for verdict in &judgement.verdicts {
        human::verdict(verdict, human::View::of("policy"), &mut out).unwrap();
        biting.extend(verdict.asked.iter().filter(|r| bites(r)).map(|r| r.setting));
    }
    let text = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
    (
        text.lines()
            .map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l)))
            .collect(),
        biting,
    )
}

#[test]
fn every_example_of_every_page_gives_its_verdict() {
    let bless = std::env::var_os("RDSIM_BLESS").is_some();
    for setting in settings::all() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/settings")
            .join(format!("{}.md", setting.id.replace('-', "_")));
        let mut page = std::fs::read_to_string(&file).unwrap();
        let (policies, messages, verdicts) = (
            fences(&page, "yaml policy"),
            fences(&page, "eml message"),
            fences(&page, "text verdict"),
        );
        assert!(
            policies.len() >= 2,
            "{}: one example where it bites and one where it does not",
            setting.name
        );
        assert_eq!(
            (policies.len(), messages.len()),
            (messages.len(), verdicts.len()),
            "{}: fences come in threes",
            setting.name
        );
        let mut changes = Vec::new();
        let mut bite = BTreeSet::new();
        for ((policy, message), (at, expected)) in policies.iter().zip(&messages).zip(&verdicts) {
            let (actual, biting) = play(policy.1, message.1);
            bite.insert(biting.contains(setting.name));
            if bless {
                changes.push((*at, expected.len(), actual));
            } else {
                assert_eq!(&actual, expected, "{}", file.display());
            }
        }
        assert_eq!(
            bite.len(),
            2,
            "{}: it bites in one example, and in another it does not",
            setting.name
        );
        assert!(
            page.contains("\n## Source"),
            "{}: a page ends with its source",
            setting.name
        );
        for (at, length, text) in changes.into_iter().rev() {
            page.replace_range(at..at + length, &text);
        }
        if bless {
            std::fs::write(&file, page).unwrap();
        }
    }
}

#[test]
fn rooms_and_not_simulated_are_the_parameters_of_set_remote_domain() {
    // From the syntax block of Set-RemoteDomain's page, read 2026-08-21.
    let parameters = "AllowedOOFType AutoForwardEnabled AutoReplyEnabled ByteEncoderTypeFor7BitCharsets CharacterSet Confirm ContentType DeliveryReportEnabled DisplaySenderName DomainController Identity IsInternal LineWrapSize MeetingForwardNotificationEnabled MessageCountThreshold Name NDRDiagnosticInfoEnabled NDREnabled NlbDomain NonMimeCharacterSet PreferredInternetCodePageForShiftJis RequiredCharsetCoverage SmtpDaneMandatoryModeEnabled TargetDeliveryDomain TNEFEnabled TrustedMailInboundEnabled TrustedMailOutboundEnabled UseSimpleDisplayName WhatIf";
    let wanted: BTreeSet<&str> = parameters.split(' ').chain(["AdminDisplayName"]).collect();
    // AutoForwardingMode belongs to the outbound spam policy.
    let have: BTreeSet<&str> = settings::all()
        .map(|s| s.name)
        .filter(|n| *n != "AutoForwardingMode")
        .chain(NOT_SIMULATED.iter().map(|(n, _)| *n))
        .collect();
    assert_eq!(have, wanted);
    for setting in settings::all().filter(|s| s.name != "AutoForwardingMode") {
        assert!(
            REMOTE_DOMAINS.property(setting.name).is_some(),
            "{} can be written in a policy",
            setting.name
        );
    }
}

#[test]
fn the_readme_lists_every_setting_and_everything_not_simulated() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let settings: String = settings::all()
        .map(|s| {
            format!(
                "- [{}](src/settings/{}.md)\n",
                s.name,
                s.id.replace('-', "_")
            )
        })
        .collect();
    let others: String = NOT_SIMULATED
        .iter()
        .map(|(name, why)| format!("- {name}: {why}\n"))
        .collect();
    assert!(readme.contains(&settings) && readme.contains(&others));
}
