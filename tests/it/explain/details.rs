//! Asks for what a trace says of an event, for responses that nothing explains, and for what people ask.

use super::stdout;
use crate::program::run;

/// The titles of the pages that a text finds.
fn titles(text: &str) -> Vec<String> {
    let shown = stdout(&[text, "--format", "markdown"]);
    let titles = shown.lines().filter_map(|line| line.strip_prefix("# "));
    titles.map(str::to_owned).collect()
}

#[test]
fn the_detail_of_a_trace_leads_to_its_event() {
    for (text, event) in [
        (
            "Message received by: EX01.contoso.com using TLS1.2",
            "RECEIVE",
        ),
        (
            "The message was sent to a distribution list (DL) that was expanded to the recipients of the DL.",
            "EXPAND",
        ),
        (
            "The message was successfully delivered to the folder: DefaultFolderType:JunkEmail",
            "DELIVER",
        ),
        (
            "DLP rule: 'Block cards', ID: ('f43f7263-2730-4217-aea6-e7a68a7951ec'), DLP policy: 'Money', ID: (0b6c9a2e-1d3f-4e5a-9b7c-8d6e5f4a3b2c).",
            "DLP RULE",
        ),
        ("Transport rule: 'Block', ID: ('1')", "TRANSPORT RULE"),
        ("Spam confidence level: 8", "SPAM"),
        ("malwareDetected", "MALWARE"),
        ("distributionGroupExpanded", "EXPAND"),
        ("processingFailed", "BADMAIL"),
    ] {
        assert_eq!(titles(text), [event], "{text}");
    }
}

#[test]
fn what_a_report_says_to_people_is_not_taken_for_delivered() {
    for (text, title) in [
        (
            "Your message wasn't delivered because the address is misspelled",
            "Failed",
        ),
        ("Your message couldn\u{2019}t be delivered", "Failed"),
        ("why was my message not delivered", "Failed"),
        (
            "Your message to bob@fabrikam.com couldn't be delivered.",
            "ndr",
        ),
        ("Delivery has failed to these recipients or groups:", "ndr"),
    ] {
        let titles = titles(text);
        assert!(
            titles.iter().all(|t| t.starts_with(title)) && !titles.is_empty(),
            "{text}: {titles:?}"
        );
    }
}

#[test]
fn a_response_that_nothing_explains_is_not_taken_for_a_question() {
    for text in [
        "550 5.7.0 STOREDRV.Deliver; delivery result banned",
        "STOREDRV.Deliver; delivery result banned",
        "550-5.9.0 Spam",
    ] {
        let output = run(&["explain", text]);
        assert_eq!(output.status.code(), Some(2), "{text}");
    }
}

#[test]
fn temporary_errors_are_told_apart_by_their_mark() {
    for (text, entry) in [
        (
            "451 4.3.2 Temporary server error. Please try again later ATTR17 [contoso.com]",
            "temporary-server-error",
        ),
        (
            "451 4.7.0 Temporary server error. Please try again later. ATTR6",
            "temporary-server-error",
        ),
        (
            "451 4.7.0 Temporary server error. Please try again later. PRX6 NextHop: contoso.com",
            "(prx)",
        ),
        (
            "451 4.3.2 Temporary server error. Please try again later ATTR55",
            "attr55",
        ),
        (
            "452 4.5.3 Recipients belong to multiple regions ATTR38",
            "multiple-regions",
        ),
        ("452 4.5.3 Too many recipients", "too-many-envelope"),
        (
            "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.",
            "send-connector-certificate",
        ),
        (
            "SMTPSEND.SuspiciousRemoteServerError; remote server disconnected",
            "suspicious-remote-server",
        ),
    ] {
        let titles = titles(text);
        assert_eq!(titles.len(), 1, "{text}: {titles:?}");
        assert!(titles[0].contains(entry), "{text}: {titles:?}");
    }
}

#[test]
fn what_people_ask_leads_to_the_settings() {
    for (text, page) in [
        ("why is my forward blocked", "AutoForwardEnabled"),
        (
            "why is my forwarding blocked to fabrikam",
            "AutoForwardingMode",
        ),
        (
            "automatic reply not sent to external recipients",
            "AllowedOOFType",
        ),
        (
            "delivery receipts not received from outside",
            "DeliveryReportEnabled",
        ),
        ("IntToExt drop", "RESOLVER.OOF.IntToExt"),
        ("AutoReplyState Scheduled", "out-of-office"),
        ("Externe Weiterleitung", "AutoForwardingMode"),
    ] {
        let titles = titles(text);
        assert!(titles.iter().any(|t| t == page), "{text}: {titles:?}");
    }
    let shown = stdout(&["TrustedMailOutboundEnabled"]);
    assert!(shown.contains("Known, not simulated"), "{shown}");
}
