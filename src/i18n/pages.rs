//! Holds the translations of pages: prose and headings, without the examples, which are played.

#[cfg(feature = "cli")]
mod beside;
#[cfg(not(feature = "cli"))]
mod beside {
    pub(super) static JAPANESE: &[super::Translated] = &[];
}

use super::Language;

/// A page's place, `settings/auto-forward-enabled`, and its translation.
pub type Translated = (&'static str, &'static str);

/// The translation of a page by its place.
#[must_use]
pub fn page(language: Language, place: &str) -> Option<&'static str> {
    let mut pages = all(language);
    pages.find(|(p, _)| *p == place).map(|(_, text)| *text)
}

/// Every translated page.
pub fn all(language: Language) -> impl Iterator<Item = &'static Translated> {
    let (judged, beside): (&[_], &[_]) = match language {
        Language::English => (&[], &[]),
        Language::Japanese => (JAPANESE, beside::JAPANESE),
    };
    judged.iter().chain(beside)
}

/// The pages that a verdict leads to.
static JAPANESE: &[Translated] = &[
    (
        "kinds/auto-reply",
        include_str!("pages/ja/kinds/auto-reply.md"),
    ),
    (
        "kinds/delivery-report",
        include_str!("pages/ja/kinds/delivery-report.md"),
    ),
    (
        "kinds/dsn-delayed",
        include_str!("pages/ja/kinds/dsn-delayed.md"),
    ),
    (
        "kinds/dsn-expanded",
        include_str!("pages/ja/kinds/dsn-expanded.md"),
    ),
    (
        "kinds/dsn-relayed",
        include_str!("pages/ja/kinds/dsn-relayed.md"),
    ),
    (
        "kinds/meeting-forward-notification",
        include_str!("pages/ja/kinds/meeting-forward-notification.md"),
    ),
    ("kinds/ndr", include_str!("pages/ja/kinds/ndr.md")),
    (
        "kinds/non-read-receipt",
        include_str!("pages/ja/kinds/non-read-receipt.md"),
    ),
    (
        "kinds/oof-external",
        include_str!("pages/ja/kinds/oof-external.md"),
    ),
    (
        "kinds/oof-internal",
        include_str!("pages/ja/kinds/oof-internal.md"),
    ),
    (
        "kinds/oof-legacy",
        include_str!("pages/ja/kinds/oof-legacy.md"),
    ),
    ("kinds/ordinary", include_str!("pages/ja/kinds/ordinary.md")),
    (
        "kinds/read-receipt",
        include_str!("pages/ja/kinds/read-receipt.md"),
    ),
    (
        "kinds/recall-report",
        include_str!("pages/ja/kinds/recall-report.md"),
    ),
    ("kinds/recall", include_str!("pages/ja/kinds/recall.md")),
    (
        "responses/550-5-7-520",
        include_str!("pages/ja/responses/550-5-7-520.md"),
    ),
    (
        "responses/resolver-fwd-forwarded",
        include_str!("pages/ja/responses/resolver-fwd-forwarded.md"),
    ),
    (
        "responses/resolver-msgtype-af",
        include_str!("pages/ja/responses/resolver-msgtype-af.md"),
    ),
    (
        "responses/resolver-msgtype-ar",
        include_str!("pages/ja/responses/resolver-msgtype-ar.md"),
    ),
    (
        "responses/resolver-msgtype-dr",
        include_str!("pages/ja/responses/resolver-msgtype-dr.md"),
    ),
    (
        "responses/resolver-msgtype-ndr-mfn",
        include_str!("pages/ja/responses/resolver-msgtype-ndr-mfn.md"),
    ),
    (
        "responses/resolver-msgtype-ndr-ndr",
        include_str!("pages/ja/responses/resolver-msgtype-ndr-ndr.md"),
    ),
    (
        "responses/resolver-oof-ext-to-int",
        include_str!("pages/ja/responses/resolver-oof-ext-to-int.md"),
    ),
    (
        "responses/resolver-oof-int-to-ext",
        include_str!("pages/ja/responses/resolver-oof-int-to-ext.md"),
    ),
    (
        "responses/resolver-oof-legacy-to-ext",
        include_str!("pages/ja/responses/resolver-oof-legacy-to-ext.md"),
    ),
    (
        "responses/resolver-oof-suppress-external",
        include_str!("pages/ja/responses/resolver-oof-suppress-external.md"),
    ),
    (
        "settings/allowed-oof-type",
        include_str!("pages/ja/settings/allowed-oof-type.md"),
    ),
    (
        "settings/auto-forward-enabled",
        include_str!("pages/ja/settings/auto-forward-enabled.md"),
    ),
    (
        "settings/auto-forwarding-mode",
        include_str!("pages/ja/settings/auto-forwarding-mode.md"),
    ),
    (
        "settings/auto-reply-enabled",
        include_str!("pages/ja/settings/auto-reply-enabled.md"),
    ),
    (
        "settings/byte-encoder-type-for-7-bit-charsets",
        include_str!("pages/ja/settings/byte-encoder-type-for-7-bit-charsets.md"),
    ),
    (
        "settings/character-set",
        include_str!("pages/ja/settings/character-set.md"),
    ),
    (
        "settings/content-type",
        include_str!("pages/ja/settings/content-type.md"),
    ),
    (
        "settings/delivery-report-enabled",
        include_str!("pages/ja/settings/delivery-report-enabled.md"),
    ),
    (
        "settings/display-sender-name",
        include_str!("pages/ja/settings/display-sender-name.md"),
    ),
    (
        "settings/is-internal",
        include_str!("pages/ja/settings/is-internal.md"),
    ),
    (
        "settings/line-wrap-size",
        include_str!("pages/ja/settings/line-wrap-size.md"),
    ),
    (
        "settings/meeting-forward-notification-enabled",
        include_str!("pages/ja/settings/meeting-forward-notification-enabled.md"),
    ),
    (
        "settings/ndr-enabled",
        include_str!("pages/ja/settings/ndr-enabled.md"),
    ),
    (
        "settings/non-mime-character-set",
        include_str!("pages/ja/settings/non-mime-character-set.md"),
    ),
    (
        "settings/preferred-internet-code-page-for-shift-jis",
        include_str!("pages/ja/settings/preferred-internet-code-page-for-shift-jis.md"),
    ),
    (
        "settings/required-charset-coverage",
        include_str!("pages/ja/settings/required-charset-coverage.md"),
    ),
    (
        "settings/tnef-enabled",
        include_str!("pages/ja/settings/tnef-enabled.md"),
    ),
    (
        "settings/use-simple-display-name",
        include_str!("pages/ja/settings/use-simple-display-name.md"),
    ),
];
