//! Reads the responses of traces: those that a verdict gives, those of the catalogue, and others,
//! which are counted by their codes.

use super::{json, rdsim, reason};
use rdsim::trace::response::{self, Kind};
use rdsim::transport::responses::catalogue::CATALOGUE;
use rdsim::transport::responses::{self};

/// What `trace reconcile` says of rows under the default policy.
fn reconciled(text: &str, format: &str) -> String {
    let policy = crate::program::root().join("policies/default.yaml");
    let mut command = crate::program::rdsim(&["trace", "reconcile", "--format", format, "-"]);
    let out = crate::program::fed(command.arg("--policy").arg(policy), text.as_bytes());
    String::from_utf8(out.stdout).unwrap()
}

fn rows(details: &[&str]) -> String {
    let mut text = String::from("Date,SenderAddress,RecipientAddress,Event,Detail\n");
    for detail in details {
        let quoted = detail.replace('"', "\"\"");
        text += &format!("2026-08-01,alice@contoso.com,bob@fabrikam.com,Fail,\"{quoted}\"\n");
    }
    text
}

#[test]
fn every_line_of_the_catalogue_is_counted_as_its_entry() {
    for entry in &CATALOGUE.entries {
        // A trace shows no response without a code, nor without the reply in front of it.
        let lines = entry.lines.iter().filter(|line| {
            let reply = line.get(..3).unwrap_or_default();
            reply.bytes().all(|b| b.is_ascii_digit()) && !entry.codes.is_empty()
        });
        for line in lines {
            let text = reason(line);
            let shown = response::parse(&text).unwrap();
            let Kind::Known(kind) = shown.kind() else {
                panic!("{line}");
            };
            let known = responses::ALL.iter().any(|r| r.line() == kind);
            assert!(known || kind == entry.line(), "{line}: {kind}");
            assert_eq!(response::entry(line), Some(entry), "{line}");
        }
    }
}

#[test]
fn marks_within_a_response_are_none_of_an_address() {
    let line = "#550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found ##";
    let mut text = String::from("Date,SenderAddress,RecipientAddress,recipient_status\n");
    text += &format!(
        "2026-08-01,alice@contoso.com,bob@fabrikam.com,{}\n",
        reason(line)
    );
    text += "2026-08-01,alice@contoso.com,bob@fabrikam.com,\"bob@fabrikam.com##Receive, Send\"\n";
    let (_, s) = json(text.as_bytes());
    assert_eq!(s["statuses"][0]["value"], "Receive, Send");
    assert!(s["statuses"][1].is_null(), "{s}");
    assert_eq!(s["responses"][0]["count"], 1, "{s}");
    let reconciled: serde_json::Value = serde_json::from_str(&reconciled(&text, "json")).unwrap();
    assert_eq!(reconciled["not_judged"][0]["count"], 1, "{reconciled}");
    assert_eq!(reconciled["fits_some_kind"], 1, "{reconciled}");
}

#[test]
fn a_line_is_counted_as_before_once_so_many_were_seen() {
    let lines = |i: usize| match i % 3 {
        0 => format!("550 5.9.9 <u{i}@fabrikam.com>: strange"),
        1 => "250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient"
            .into(),
        _ => "550 5.4.1 Relay Access Denied".to_owned(),
    };
    let details: Vec<String> = (0..15_000).map(lines).collect();
    let details: Vec<&str> = details.iter().map(String::as_str).collect();
    let (_, s) = json(rows(&details).as_bytes());
    assert_eq!(s["responses"].as_array().unwrap().len(), 2);
    for response in s["responses"].as_array().unwrap() {
        assert_eq!(response["count"], 5000);
    }
    assert_eq!(s["unknown_responses"][0]["value"], "550 5.9.9");
    assert_eq!(s["unknown_responses"][0]["count"], 5000);
}

#[test]
fn the_server_behind_a_response_tells_no_responses_apart() {
    let lines: Vec<&str> = CATALOGUE
        .entries
        .iter()
        .flat_map(|entry| entry.lines.iter().copied())
        .filter(|line| response::is_in(line) && !line.contains("[AM0PR"))
        .collect();
    assert!(lines.len() > 100, "{}", lines.len());
    let with_servers = lines.iter().enumerate().map(|(i, line)| {
        format!(
            "{line} [AM0PR{i:02}MB0001.eurprd00.prod.outlook.com 2026-08-01T10:00:00.000Z 08DD{i:012X}]"
        )
    });
    let with_servers: Vec<String> = with_servers.collect();
    let with_servers: Vec<&str> = with_servers.iter().map(String::as_str).collect();
    let counted = |details: &[&str]| {
        let (_, s) = json(rows(details).as_bytes());
        (s["responses"].clone(), s["unknown_responses"].clone())
    };
    assert_eq!(counted(&with_servers), counted(&lines));
}

#[test]
fn another_text_behind_a_known_code_is_another_response() {
    let spam =
        "550 5.7.520 Message blocked because it contains content identified as spam. AS(4810)";
    assert!(response::known(spam).is_empty());
    assert!(response::known("550 5.4.1 Relay Access Denied").is_empty());
    assert!(response::known("550 5.2.1 mailbox cannot be accessed").is_empty());
    // What the catalogue has not is taken for what the code says, as before.
    let other = response::known("550 5.7.520 Zugriff verweigert");
    assert_eq!(other, [&responses::EXTERNAL_FORWARDING_BLOCKED]);
    let with_address = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient u1@fabrikam.com not found by SMTP address lookup";
    assert_eq!(
        response::known(with_address),
        [&responses::RECIPIENT_NOT_FOUND]
    );
}

#[test]
fn responses_that_are_not_known_are_counted_by_code_with_the_first_of_each() {
    let mut details = Vec::new();
    for i in 0..60 {
        details.push(reason(&format!("550 5.9.9 <u{i}@fabrikam.com>: strange")));
    }
    details.push(reason(
        "550-5.9.8 strange\n550-5.9.8 in two lines\n550 5.9.8 end",
    ));
    details.push(reason("250 2.1.5 RESOLVER.NEW.Thing; what is new"));
    details.push(reason("250 2.1.5 RESOLVER.NEW.Other; what is new"));
    details.push(reason("550 5.7.233 Your message can't be sent"));
    let details: Vec<&str> = details.iter().map(String::as_str).collect();
    let text = rows(&details);
    let (_, s) = json(text.as_bytes());
    let unknown = s["unknown_responses"].as_array().unwrap();
    let unknown: Vec<_> = unknown
        .iter()
        .map(|u| (u["value"].as_str().unwrap(), u["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        unknown,
        [
            ("550 5.9.9", 60),
            ("250 2.1.5 RESOLVER.NEW.Other", 1),
            ("250 2.1.5 RESOLVER.NEW.Thing", 1),
            ("550-5.9.8", 1),
        ]
    );
    assert_eq!(
        s["unknown_responses"][0]["example"],
        "550 5.9.9 <u0@fabrikam.com>: strange"
    );
    let limit = &s["responses"][0];
    assert_eq!(limit["entry"]["id"], "tenant-limit");
    assert_eq!(limit["entry"]["wrong"], "yes");
    assert_eq!(limit["entry"]["look_at"][0], "Get-LimitsEnforcementStatus");
    let human = String::from_utf8(rdsim(&["-"], text.as_bytes()).stdout).unwrap();
    assert!(human.contains("        60  550 5.9.9\n"), "{human}");
    assert!(human.contains("the first: 550 5.9.9 <u0@fabrikam.com>: strange"));
    assert!(human.contains("look at Get-LimitsEnforcementStatus"));
}

#[test]
fn what_no_policy_gives_is_not_judged_and_says_what_it_means() {
    let text = rows(&[
        &reason("550 5.7.233 Your message can't be sent"),
        &reason("550 5.7.233 Your message can't be sent"),
        &reason(
            "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded",
        ),
        &reason(
            "550 5.7.520 Message blocked because it contains content identified as spam. AS(4810)",
        ),
        &reason("250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded"),
        &reason("550 5.9.9 strange"),
    ]);
    let s: serde_json::Value = serde_json::from_str(&reconciled(&text, "json")).unwrap();
    assert_eq!((&s["agree"], &s["disagree"]), (&0.into(), &0.into()));
    let not_judged = s["not_judged"].as_array().unwrap();
    let other = not_judged
        .iter()
        .find(|n| n["why"] == "other-reason")
        .unwrap();
    assert_eq!(other["count"], 5);
    assert_eq!(
        other["responses"],
        serde_json::json!([
            {"id": "tenant-limit", "meaning": "The tenant as a whole has written to as many outside recipients as it may within 24 hours.", "count": 2},
            {"id": "mailbox-full", "meaning": "The mailbox of the recipient, or the public folder, is over its quota.", "count": 1},
            {"id": "spam-content", "meaning": "The content of the message was taken for spam on its way out; forwarding has nothing to do with it, though the code is the same.", "count": 1},
        ])
    );
    assert!(not_judged.iter().any(|n| n["why"] == "elsewhere"));
    let human = reconciled(&text, "human");
    assert!(
        human.contains("         2  5.7.233 (tenant-limit): The tenant"),
        "{human}"
    );
    assert!(human.contains("         1  stopped for a reason that is not in the policy"));
}
