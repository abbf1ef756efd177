//! Holds what is taken to be true of which remote domain applies.

use super::sources;
use super::{Fact, Subject, disputed, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Which remote domain applies"),
    facts: &[
        &DEFAULT_APPLIES_TO_THE_REST,
        &documented(
            "default-cannot-be-removed",
            en("Default cannot be removed: no script that rdsim writes does so."),
            &[&sources::REMOTE_DOMAINS],
        )
        .checked_by(&[
            "tests/it/facts/scripts.rs::default_is_never_removed",
        ]),
        &SPECIFIC_DOMAIN_REPLACES_DEFAULT,
        &documented(
            "specific-domain-reopens",
            en("So a domain made for one purpose silently reopens what Default shuts, and that is worth a warning."),
            &[&sources::MANAGE_REMOTE_DOMAINS],
        )
        .checked_by(&[
            "page lint/partner-forwards: it applies",
            "page lint/partner-reopens: it applies",
        ]),
        &PLAIN_DOMAIN_MATCHES_ITSELF,
        &WILDCARD_MATCHES_SUBDOMAINS,
        &EXACT_BEFORE_WILDCARD,
        &inferred(
            "domains-compared-as-a-labels",
            en("Domains are compared in any case, and international ones as A-labels."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::domains_are_compared_in_any_case_and_as_a_labels",
        ]),
        &ADDRESS_REALLY_SENT_TO,
        &ACCEPTED_DOMAINS_ARE_INSIDE,
        &seen(
            "default-values",
            en("Default has IsInternal False, AllowedOOFType External, and AutoReplyEnabled, AutoForwardEnabled, DeliveryReportEnabled, NDREnabled and DisplaySenderName True."),
            &[&sources::TENANT],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::the_default_remote_domain_has_the_values_of_a_tenant",
            "tests/it/fixtures.rs::the_default_policy_parses_to_the_defaults",
        ]),
        &seen(
            "default-values-of-the-form",
            en("Default has ContentType MimeHtmlText, ByteEncoderTypeFor7BitCharsets and PreferredInternetCodePageForShiftJis Undefined, LineWrapSize Unlimited, UseSimpleDisplayName False, and TNEFEnabled and RequiredCharsetCoverage empty."),
            &[&sources::TENANT],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::the_default_remote_domain_has_the_values_of_a_tenant",
            "page settings/tnef-enabled: it does not apply when nobody chose",
        ]),
        &seen(
            "other-properties-decide-nothing",
            en("The other properties of the object say nothing on what leaves: they are taken, and listed as not simulated."),
            &[&sources::TENANT],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::the_object_of_a_tenant_is_taken_whole",
            "tests/it/pages.rs::settings_and_not_simulated_are_the_parameters_of_set_remote_domain",
        ]),
        &documented(
            "new-domain-has-empty-charsets",
            en("A new remote domain has the values of Default, but both character sets empty."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::a_new_remote_domain_differs_from_default_in_its_character_sets_only",
            "page settings/character-set: it does not apply for a new remote domain",
        ]),
        &MFN_DEFAULT_IS_FALSE,
        &DEFAULT_CHARSET_IS_LATIN_1,
        &disputed(
            "utf-7-is-taken",
            en("utf-7 is in the cmdlet's list and not among the supported character sets: it is taken, with a warning."),
            &[&sources::SET_REMOTE_DOMAIN, &sources::CHARACTER_SETS],
        )
        .checked_by(&[
            "page lint/utf-7: it applies",
            "tests/it/facts/domains.rs::every_character_set_of_the_cmdlet_is_taken_and_no_other",
        ]),
        &documented(
            "on-premises-default-differs",
            en("Default of an organization on premises differs: automatic replies and forwards are off."),
            &[&sources::REMOTE_DOMAINS],
        )
        .not_simulated("only Exchange Online is in scope; docs/how-it-decides.md says so"),
        &documented(
            "internal-legacy-sets-is-internal",
            en("Setting AllowedOOFType to InternalLegacy makes IsInternal true: that is what the cmdlet does, not what the two values mean."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/policy.rs::null_settings_and_the_coupling",
            "page settings/is-internal: it does not apply",
        ]),
        &documented(
            "is-internal-false-sets-external-legacy",
            en("The command that sets IsInternal to false makes AllowedOOFType ExternalLegacy, so a script sets AllowedOOFType after it."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/export.rs::is_internal_false_alone_is_the_default_and_a_script_ends_in_it",
            "tests/it/export.rs::the_commands_bring_one_policy_to_the_other",
        ]),
        &seen(
            "policy-is-a-state",
            en("A policy is a state: IsInternal false beside another value than InternalLegacy changes nothing."),
            &[&sources::TENANT],
        )
        .checked_by(&[
            "tests/it/policy.rs::null_settings_and_the_coupling",
            "page settings/is-internal: it does not apply when false is said",
        ]),
        &documented(
            "internal-legacy-needs-is-internal",
            en("InternalLegacy with IsInternal false cannot exist in a tenant."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "page lint/impossible-coupling: it applies",
            "tests/it/facts/domains.rs::what_the_coupling_forbids_is_told",
        ]),
        &IS_INTERNAL_MEANS_INTERNAL,
        &IS_INTERNAL_AND_ITS_REPLIES,
        &IS_INTERNAL_OPENS_NO_OTHER_GATE,
        &HYBRID_DOMAIN_DECIDES_REPLIES,
        &HYBRID_DOMAIN_DECIDES_THE_REST,
        &documented(
            "without-accepted-domains-nothing-is-inside",
            en("Without AcceptedDomains nothing is known to be inside, and no verdict is given."),
            &[&sources::OWN],
        )
        .checked_by(&[
            "tests/it/policy.rs::a_policy_without_accepted_domains_judges_nothing",
        ]),
        &documented(
            "new-remote-domain-takes-no-setting",
            en("New-RemoteDomain takes a name and a domain, and no setting."),
            &[&sources::NEW_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/export.rs::the_commands_bring_one_policy_to_the_other",
        ]),
        &documented(
            "remote-domain-name-is-unique",
            en("The name of a remote domain is unique and has 64 characters at most."),
            &[&sources::NEW_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/export.rs::two_remote_domains_of_one_name_are_refused",
            "tests/it/export/half_way.rs::names_that_are_exchanged_or_handed_on",
        ]),
        &documented(
            "remote-domain-found-by-guid",
            en("A remote domain is found by its GUID, also after it got another name."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/export.rs::names_that_are_exchanged_are_freed_first",
        ]),
    ],
};

/// `default-applies-to-the-rest`.
pub static DEFAULT_APPLIES_TO_THE_REST: Fact = documented(
    "default-applies-to-the-rest",
    en("Default (`*`) applies to every external domain that has no remote domain of its own."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::the_longest_wildcard_wins_and_the_exact_domain_before_it",
    "page lint/no-default: it applies",
]);

/// `specific-domain-replaces-default`.
pub static SPECIFIC_DOMAIN_REPLACES_DEFAULT: Fact = documented(
    "specific-domain-replaces-default",
    en("A specific remote domain replaces Default for its domain; nothing is inherited."),
    &[&sources::MANAGE_REMOTE_DOMAINS],
)
.checked_by(&[
    "page settings/auto-forward-enabled: it does not apply for a partner with a remote domain of its own",
    "tests/it/facts/domains.rs::a_new_remote_domain_differs_from_default_in_its_character_sets_only",
]);

/// `plain-domain-matches-itself`.
pub static PLAIN_DOMAIN_MATCHES_ITSELF: Fact = documented(
    "plain-domain-matches-itself",
    en("A plain domain matches that domain only."),
    &[&sources::MANAGE_REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::the_longest_wildcard_wins_and_the_exact_domain_before_it",
    "tests/it/properties.rs::domain_match_equals_the_naive_one",
]);

/// `wildcard-matches-subdomains`.
pub static WILDCARD_MATCHES_SUBDOMAINS: Fact = documented(
    "wildcard-matches-subdomains",
    en("A wildcard matches the domain itself and every subdomain."),
    &[&sources::MANAGE_REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::the_longest_wildcard_wins_and_the_exact_domain_before_it",
    "page lint/redundant-remote-domain: it applies",
]);

/// `exact-before-wildcard`.
pub static EXACT_BEFORE_WILDCARD: Fact = inferred(
    "exact-before-wildcard",
    en("The exact domain beats a wildcard, the longer wildcard the shorter, and `*` comes last."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::the_longest_wildcard_wins_and_the_exact_domain_before_it",
    "tests/it/rules.rs::the_order_of_remote_domains_changes_nothing",
]);

/// `address-really-sent-to`.
pub static ADDRESS_REALLY_SENT_TO: Fact = documented(
    "address-really-sent-to",
    en("The domain that counts is that of the address really sent to; for a mail contact or mail user, of its external address."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/facts/domains.rs::the_address_that_a_contact_stands_for_chooses_the_remote_domain",
    "page events/resolve: a mail user",
]);

/// `accepted-domains-are-inside`.
pub static ACCEPTED_DOMAINS_ARE_INSIDE: Fact = documented(
    "accepted-domains-are-inside",
    en("Accepted domains are inside and never remote."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/facts/domains.rs::an_accepted_domain_is_never_remote",
    "page lint/wildcard-over-accepted-domain: it applies",
]);

/// `mfn-default-is-false`.
pub static MFN_DEFAULT_IS_FALSE: Fact = disputed(
    "mfn-default-is-false",
    en("The default of MeetingForwardNotificationEnabled is true in Set-RemoteDomain, \"prevent\" in Remote domains, and False in a tenant, which is followed."),
    &[&sources::SET_REMOTE_DOMAIN, &sources::REMOTE_DOMAINS, &sources::TENANT],
)
.checked_by(&[
    "page settings/meeting-forward-notification-enabled: it applies by default",
]);

/// `default-charset-is-latin-1`.
pub static DEFAULT_CHARSET_IS_LATIN_1: Fact = disputed(
    "default-charset-is-latin-1",
    en("Default's CharacterSet is iso-8859-1 in Set-RemoteDomain and in a tenant, which is followed, and none in Remote domains."),
    &[&sources::SET_REMOTE_DOMAIN, &sources::REMOTE_DOMAINS, &sources::TENANT],
)
.checked_by(&[
    "page settings/character-set: it applies by default",
]);

/// `is-internal-means-internal`.
pub static IS_INTERNAL_MEANS_INTERNAL: Fact = documented(
    "is-internal-means-internal",
    en("IsInternal true: every transport component treats the recipients there as internal."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&["page settings/is-internal: it applies"]);

/// `is-internal-and-its-replies`.
pub static IS_INTERNAL_AND_ITS_REPLIES: Fact = inferred(
    "is-internal-and-its-replies",
    en(
        "Which out-of-office reply goes to a remote domain with IsInternal true and another AllowedOOFType than InternalLegacy, no source says.",
    ),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "page settings/is-internal: it applies",
]);

/// `hybrid-domain-decides-replies`.
pub static HYBRID_DOMAIN_DECIDES_REPLIES: Fact = documented(
    "hybrid-domain-decides-replies",
    en(
        "A remote domain whose domain is an accepted one is made by the hybrid wizard, for mail users whose mailbox is on premises: under External only external out-of-office replies reach them, under InternalLegacy internal ones.",
    ),
    &[&sources::OOF_REPLIES],
)
.checked_by(&[
    "tests/it/facts/domains.rs::a_mail_user_on_premises_gets_the_reply_that_its_remote_domain_allows",
    "page settings/allowed-oof-type: it applies to a mail user on premises",
    "page settings/allowed-oof-type: it does not apply to the internal reply to a mail user on premises",
    "page lint/never-matches: it does not apply in a hybrid organization",
]);

/// `hybrid-domain-decides-the-rest`.
pub static HYBRID_DOMAIN_DECIDES_THE_REST: Fact = inferred(
    "hybrid-domain-decides-the-rest",
    en(
        "What else than out-of-office replies such a hybrid remote domain decides is not documented.",
    ),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/domains.rs::a_mail_user_on_premises_gets_the_reply_that_its_remote_domain_allows",
]);

/// `is-internal-opens-no-other-gate`.
pub static IS_INTERNAL_OPENS_NO_OTHER_GATE: Fact = inferred(
    "is-internal-opens-no-other-gate",
    en("IsInternal true does not open the other settings of the remote domain: they are asked of its recipients as of others outside the accepted domains."),
    &[&sources::RESOLVER],
)
.checked_by(&["page settings/is-internal: it does not apply on automatic forwarding"]);
