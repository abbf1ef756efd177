//! Holds what is taken to be true of the form in which a message leaves.

use super::sources;
use super::{Fact, Subject, documented};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("The form in which it leaves"),
    facts: &[
        &TNEF_PRECEDENCE,
        &PREFERRED_MESSAGE_FORMAT,
        &EXCHANGE_MAY_CHOOSE_TNEF,
        &documented(
            "outlook-turns-rich-text-into-html",
            en("Outlook turns rich text into HTML unless the user chose otherwise."),
            &[&sources::TNEF_CONVERSION],
        )
        .checked_by(&[
            "tests/it/facts/form.rs::the_remote_domain_beats_the_contact_and_the_contact_the_sender",
        ]),
        &documented(
            "stnef-never-leaves",
            en("STNEF never leaves the organization."),
            &[&sources::TNEF_CONVERSION],
        )
        .not_simulated("a message that stays inside is given no form, so none can be wrong"),
        &documented(
            "tnef-on-the-wire",
            en("TNEF on the wire is a text part and winmail.dat."),
            &[&sources::TNEF_CONVERSION],
        )
        .checked_by(&[
            "page settings/content-type: it does not apply on TNEF",
            "tests/it/facts/form.rs::the_body_follows_content_type_unless_it_goes_as_tnef",
        ]),
        &BODY_FOLLOWS_CONTENT_TYPE,
        &CHARSET_OF_MIME_TEXT,
        &CHARSET_OF_PLAIN_MESSAGES,
        &NAMED_CHARSET_IS_KEPT,
        &documented(
            "empty-charset-names-none",
            en("An empty setting leaves the text unnamed."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "page settings/non-mime-character-set: it does not apply when it is empty",
            "page settings/character-set: it does not apply for a new remote domain",
        ]),
        &documented(
            "outlook-names-its-charset",
            en("Outlook and Outlook on the web always name one, so there it has no effect."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page settings/character-set: it does not apply",
        ]),
        &documented(
            "charsets-of-the-cmdlet",
            en("The cmdlet takes 38 names of character sets, or none."),
            &[&sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/facts/domains.rs::every_character_set_of_the_cmdlet_is_taken_and_no_other",
        ]),
        &LINE_WRAP_SIZE_VALUES,
        &BYTE_ENCODER,
        &SHIFT_JIS_CODE_PAGE,
        &CHARSET_COVERAGE,
        &DISPLAY_SENDER_NAME_HIDES_IT,
        &SIMPLE_DISPLAY_NAME,
    ],
};

/// `tnef-precedence`.
pub static TNEF_PRECEDENCE: Fact = documented(
    "tnef-precedence",
    en("TNEFEnabled true or false beats the contact's UseMapiRichTextFormat, and that beats the sender's Outlook."),
    &[&sources::TNEF_CONVERSION],
)
.checked_by(&[
    "tests/it/facts/form.rs::the_remote_domain_beats_the_contact_and_the_contact_the_sender",
    "page settings/tnef-enabled: it applies before the contact",
    "page settings/tnef-enabled: it applies before the sender's Outlook",
]);

/// `preferred-message-format`.
pub static PREFERRED_MESSAGE_FORMAT: Fact = documented(
    "preferred-message-format",
    en(
        "UsePreferMessageFormat true puts the contact's own MessageFormat, MessageBodyFormat and UseMapiRichTextFormat above the remote domain.",
    ),
    &[&sources::SET_MAIL_CONTACT],
)
.checked_by(&[
    "page settings/tnef-enabled: it does not apply to a contact that prefers its own format",
    "page settings/content-type: it does not apply to a contact that prefers its own format",
    "tests/it/facts/form.rs::a_contact_that_prefers_its_own_format_beats_the_remote_domain",
]);

/// `exchange-may-choose-tnef`.
pub static EXCHANGE_MAY_CHOOSE_TNEF: Fact = documented(
    "exchange-may-choose-tnef",
    en("Where the setting follows the user, Exchange may still choose TNEF when the content needs it."),
    &[&sources::REFERENCE],
)
.checked_by(&[
    "tests/it/facts/form.rs::the_remote_domain_beats_the_contact_and_the_contact_the_sender",
    "page settings/tnef-enabled: it does not apply when nobody chose",
]);

/// `body-follows-content-type`.
pub static BODY_FOLLOWS_CONTENT_TYPE: Fact = documented(
    "body-follows-content-type",
    en("Without TNEF the body follows ContentType: MimeHtmlText (HTML, text stays text), MimeText, MimeHtml."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/facts/form.rs::the_body_follows_content_type_unless_it_goes_as_tnef",
    "page settings/content-type: it applies",
    "page settings/content-type: it applies on a text message",
]);

/// `charset-of-mime-text`.
pub static CHARSET_OF_MIME_TEXT: Fact = documented(
    "charset-of-mime-text",
    en("CharacterSet is for MIME text parts that name no character set."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::a_named_character_set_is_never_overwritten",
    "page settings/character-set: it applies",
]);

/// `charset-of-plain-messages`.
pub static CHARSET_OF_PLAIN_MESSAGES: Fact = documented(
    "charset-of-plain-messages",
    en("NonMimeCharacterSet is for plain messages without MIME headers."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::a_named_character_set_is_never_overwritten",
    "page settings/non-mime-character-set: it applies",
]);

/// `named-charset-is-kept`.
pub static NAMED_CHARSET_IS_KEPT: Fact = documented(
    "named-charset-is-kept",
    en("A character set that is named is never overwritten."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules.rs::a_named_character_set_is_never_overwritten",
    "page settings/character-set: it does not apply",
]);

/// `line-wrap-size-values`.
pub static LINE_WRAP_SIZE_VALUES: Fact = documented(
    "line-wrap-size-values",
    en("LineWrapSize is 0 to 132 or Unlimited."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/facts/domains.rs::the_values_of_the_form_are_bounded_as_the_cmdlet_says",
    "page settings/line-wrap-size: it applies",
]);

/// `byte-encoder`.
pub static BYTE_ENCODER: Fact = documented(
    "byte-encoder",
    en("ByteEncoderTypeFor7BitCharsets has eight words; Undefined is quoted-printable."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/facts/domains.rs::the_values_of_the_form_are_bounded_as_the_cmdlet_says",
    "page settings/byte-encoder-type-for-7-bit-charsets: it applies",
]);

/// `shift-jis-code-page`.
pub static SHIFT_JIS_CODE_PAGE: Fact = documented(
    "shift-jis-code-page",
    en("PreferredInternetCodePageForShiftJis is 50220, 50221, 50222 or Undefined."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/facts/domains.rs::the_values_of_the_form_are_bounded_as_the_cmdlet_says",
    "page settings/preferred-internet-code-page-for-shift-jis: it applies",
]);

/// `charset-coverage`.
pub static CHARSET_COVERAGE: Fact = documented(
    "charset-coverage",
    en("RequiredCharsetCoverage is 0 to 100, or empty."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/facts/domains.rs::the_values_of_the_form_are_bounded_as_the_cmdlet_says",
    "page settings/required-charset-coverage: it applies",
]);

/// `display-sender-name-hides-it`.
pub static DISPLAY_SENDER_NAME_HIDES_IT: Fact = documented(
    "display-sender-name-hides-it",
    en("DisplaySenderName false hides the sender's display name."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "page settings/display-sender-name: it applies",
    "page settings/display-sender-name: it does not apply",
]);

/// `simple-display-name`.
pub static SIMPLE_DISPLAY_NAME: Fact = documented(
    "simple-display-name",
    en("UseSimpleDisplayName shows the simple one."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "page settings/use-simple-display-name: it applies",
    "page settings/use-simple-display-name: it does not apply",
]);
