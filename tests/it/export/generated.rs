//! Makes policies of remote domains and outbound spam policies.

use proptest::prelude::*;
use rdsim::import::scalar::scalar;

const DOMAINS: [&str; 7] = [
    "fabrikam.com",
    "*.fabrikam.com",
    "sales.fabrikam.com",
    "*.sales.fabrikam.com",
    "example.net",
    "sister.example",
    "xn--r8jz45g.example",
];
const NAMES: [&str; 11] = [
    "Fabrikam",
    "O'Neill",
    "‘typographic’ ‚quotes‛",
    "$env:PATH `n $(Get-Date)",
    "\"double\"; # no comment",
    "例え",
    "-WhatIf",
    "@splat",
    "rdsim-1 # <# SIG # Begin signature block",
    "Б; Remove-RemoteDomain Fabrikam #",
    "\u{1f4e7} averyveryveryveryveryveryveryveryveryveryverylongname, longer than 64 characters",
];

prop_compose! {
    fn parameter_lines()(
        oof in proptest::option::of(prop::sample::select(vec!["None", "External", "ExternalLegacy", "InternalLegacy"])),
        internal in proptest::option::of(any::<bool>()),
        gates in proptest::collection::vec(proptest::option::of(any::<bool>()), 7),
        tnef in proptest::option::of(prop::sample::select(vec!["true", "false", "null"])),
        charset in proptest::option::of(prop::sample::select(vec!["utf-8", "iso-2022-jp", "\"\""])),
        words in proptest::option::of(prop::sample::select(vec![
            "ContentType: MimeText", "ByteEncoderTypeFor7BitCharsets: UseQP", "LineWrapSize: 76",
            "PreferredInternetCodePageForShiftJis: 50221", "RequiredCharsetCoverage: 60", "NonMimeCharacterSet: big5",
        ])),
    ) -> String {
        let mut out = String::new();
        let mut line = |name: &str, value: &str| out.push_str(&format!("    {name}: {value}\n"));
        if let Some(oof) = oof { line("AllowedOOFType", oof); }
        if let Some(internal) = internal.filter(|i| *i || oof != Some("InternalLegacy")) {
            line("IsInternal", &internal.to_string());
        }
        for (name, value) in ["AutoForwardEnabled", "AutoReplyEnabled", "DeliveryReportEnabled", "NDREnabled",
            "MeetingForwardNotificationEnabled", "DisplaySenderName", "UseSimpleDisplayName"].iter().zip(gates) {
            if let Some(value) = value { line(name, &value.to_string()); }
        }
        if let Some(tnef) = tnef { line("TNEFEnabled", tnef); }
        if let Some(charset) = charset { line("CharacterSet", charset); }
        if let Some(words) = words { out.push_str(&format!("    {words}\n")); }
        out
    }
}

prop_compose! {
    pub fn policies()(
        domains in prop::sample::subsequence(&DOMAINS[..], 0..=5),
        names in Just(NAMES.to_vec()).prop_shuffle(),
        parameters in proptest::collection::vec(parameter_lines(), 6),
        modes in proptest::option::of(proptest::collection::vec(prop::sample::select(&["On", "Off", "Automatic"][..]), 2)),
    ) -> String {
        let mut out = format!("RemoteDomains:\n  - Name: Default\n    DomainName: \"*\"\n{}", parameters[5]);
        for ((domain, name), parameters) in domains.iter().zip(names).zip(parameters) {
            out.push_str(&format!("  - Name: {}\n    DomainName: {}\n{parameters}", scalar(name), scalar(domain)));
        }
        if let Some(modes) = modes {
            out.push_str(&format!("HostedOutboundSpamFilterPolicies:\n  - Name: Default\n    AutoForwardingMode: \"{}\"\n", modes[0]));
            out.push_str(&format!("  - Name: Sales\n    Priority: 0\n    AutoForwardingMode: \"{}\"\n", modes[1]));
        }
        out
    }
}
