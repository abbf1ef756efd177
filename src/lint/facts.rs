//! Tells the facts about Exchange that each rule rests on.

use crate::transport::facts::{self, Basis, Fact};

/// Each rule and the identifiers of its facts; a rule on the file alone has none.
pub static BY_RULE: &[(&str, &[&str])] = &[
    ("bad-suppression", &[]),
    (
        "charset-cannot-carry",
        &["charset-of-mime-text", "charset-of-plain-messages"],
    ),
    (
        "charsets-differ",
        &["charset-of-mime-text", "charset-of-plain-messages"],
    ),
    ("default-drops-ndr", &["ndrs-off"]),
    ("default-forwards", &["auto-forward-enabled-stops-forwards"]),
    ("duplicate-priority", &["outbound-policies-have-scopes"]),
    ("forwarding-mode-automatic", &["automatic-means-off"]),
    (
        "forwarding-smtp-address-ignored",
        &["forwarding-address-comes-first"],
    ),
    (
        "forwards-dropped",
        &[
            "auto-forward-enabled-stops-forwards",
            "auto-forward-is-dropped",
            "smtp-forwarding-is-a-users",
            "forwarding-address-is-not-gated",
        ],
    ),
    (
        "forwards-outside",
        &[
            "smtp-forwarding-is-a-users",
            "forwarding-address-is-not-gated",
            "auto-forwarding-mode-stops-forwards",
            "automatic-means-off",
        ],
    ),
    (
        "forwards-rejected",
        &[
            "auto-forwarding-mode-stops-forwards",
            "external-forwarding-is-refused",
            "refusal-goes-to-the-forwarder",
        ],
    ),
    (
        "impossible-coupling",
        &[
            "internal-legacy-needs-is-internal",
            "internal-legacy-sets-is-internal",
        ],
    ),
    ("internal-oof-to-everyone", &["allowed-oof-type-decides"]),
    ("internal-oof-to-public-mail", &["allowed-oof-type-decides"]),
    ("never-matches", &["accepted-domains-are-inside"]),
    (
        "no-accepted-domains",
        &["without-accepted-domains-nothing-is-inside"],
    ),
    (
        "no-default",
        &["default-applies-to-the-rest", "default-cannot-be-removed"],
    ),
    (
        "no-default-outbound-policy",
        &["outbound-policies-have-scopes"],
    ),
    ("no-effect-online", &["other-properties-decide-nothing"]),
    (
        "outbound-forwards",
        &[
            "auto-forwarding-mode-stops-forwards",
            "outbound-policies-have-scopes",
        ],
    ),
    (
        "outbound-policy-never-reached",
        &["outbound-policies-have-scopes"],
    ),
    (
        "outbound-policy-without-scope",
        &["outbound-policies-have-scopes"],
    ),
    (
        "overruled-setting",
        &["tnef-on-the-wire", "display-sender-name-hides-it"],
    ),
    (
        "partner-forwards",
        &[
            "specific-domain-replaces-default",
            "auto-forward-enabled-stops-forwards",
        ],
    ),
    (
        "partner-reopens",
        &[
            "specific-domain-replaces-default",
            "specific-domain-reopens",
        ],
    ),
    ("policy-problem", &[]),
    (
        "property-not-simulated",
        &["other-properties-decide-nothing"],
    ),
    ("property-not-used", &[]),
    (
        "redundant-remote-domain",
        &["wildcard-matches-subdomains", "exact-before-wildcard"],
    ),
    ("restates-default", &["default-values"]),
    ("section-not-simulated", &[]),
    ("tnef-to-everyone", &["tnef-precedence", "tnef-on-the-wire"]),
    (
        "unknown-recipient",
        &["forwarding-address-takes-any-identity", "unwritten-alias"],
    ),
    ("unused-suppression", &[]),
    ("utf-7", &["utf-7-is-taken"]),
    (
        "wildcard-over-accepted-domain",
        &["accepted-domains-are-inside", "wildcard-matches-subdomains"],
    ),
];

/// The facts of a rule.
#[must_use]
pub fn of(rule: &str) -> Vec<&'static Fact> {
    let ids = BY_RULE.iter().find(|(id, _)| *id == rule);
    let ids = ids.map_or(&[][..], |(_, ids)| ids);
    facts::all().filter(|f| ids.contains(&f.id)).collect()
}

/// How sure a rule is; a rule on the file alone is as sure as the file.
#[must_use]
pub fn basis(rule: &str) -> Basis {
    facts::weakest(&of(rule))
}
