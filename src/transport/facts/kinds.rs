//! Holds what is taken to be true of the kinds of messages and how they are told.

use super::sources;
use super::{Fact, Subject, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("What kind of message it is"),
    facts: &[
        &documented(
            "class-in-tnef",
            en("The class in TNEF tells the kind: attMessageClass, or PidTagMessageClass in attMsgProps."),
            &[&sources::MS_OXTNEF],
        )
        .checked_by(&[
            "tests/it/fixtures.rs::a_fixture_is_of_the_kind_that_its_folder_or_the_readme_names",
            "tests/it/tnef_fixtures.rs::files_are_what_the_generator_builds",
        ]),
        &documented(
            "class-in-msg",
            en("The class in an Outlook .msg tells the kind."),
            &[&sources::MS_OXPROPS],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::an_outlook_message_tells_its_class_flags_people_and_body",
        ]),
        &documented(
            "html-within-rtf",
            en("RTF that begins with `\\fromhtml1` was made from HTML, and the HTML is what is sent."),
            &[&sources::MS_OXRTFEX],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::html_within_rtf_is_html_in_an_outlook_message_and_in_winmail_dat",
        ]),
        &documented(
            "rich-text-is-the-body",
            en("RTF that was made from neither HTML nor plain text is the body where it says what the plain text does (PidTagRtfInSync) or PidTagNativeBody names it; without TNEF it is sent as HTML."),
            &[&sources::MS_OXBBODY, &sources::SET_REMOTE_DOMAIN],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::html_within_rtf_is_html_in_an_outlook_message_and_in_winmail_dat",
        ]),
        &documented(
            "sealed-content-is-not-seen",
            en("Content that is encrypted, or signed in a form that is not plain, is opaque: a mailbox keeps it as an attachment of IPM.Note.SMIME, and no body."),
            &[&sources::MS_OXOSMIME],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::what_is_sealed_is_neither_html_nor_plain_text",
        ]),
        &inferred(
            "class-of-what-came-as-mime",
            en("A mailbox keeps what came as plain MIME as IPM.Note, so there the headers tell a mailbox's reply, not the class."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::a_class_that_was_lost_on_the_way_and_a_flag_that_was_not_set_overrule_no_header",
        ]),
        &documented(
            "winmail-dat-on-its-own",
            en("winmail.dat on its own tells the class."),
            &[&sources::MS_OXTNEF],
        )
        .checked_by(&[
            "tests/it/mail/outlook.rs::winmail_dat_on_its_own_tells_its_class",
        ]),
        &inferred(
            "envelope-before-a-class",
            en("A leading `envelope.` is stripped, and case does not matter."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &inferred(
            "class-of-an-internal-oof",
            en("IPM.Note.Rules.OofTemplate is the internal OOF; the legacy one if the reply type (0x4080) is there and not 2."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &inferred(
            "class-of-an-external-oof",
            en("IPM.Note.Rules.ExternalOofTemplate is the external OOF, IPM.Note.Rules.ReplyTemplate a reply by rule."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &inferred(
            "class-of-a-meeting-forward",
            en("IPM.Schedule.Meeting.Notification.Forward and IPM.Notification.Meeting.Forward are meeting forward notifications."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &inferred(
            "class-of-a-recall",
            en("IPM.Outlook.Recall is a recall, IPM.Recall.Report its report."),
            &[&sources::RESOLVER],
        )
        .checked_by(&["tests/it/rules.rs::message_classes_have_their_kinds"]),
        &documented(
            "class-of-a-report",
            en("REPORT classes end in IPNRN (read), IPNNRN (not read), Delayed.DR, Relayed.DR, Expanded.DR, DR or NDR."),
            &[&sources::MS_OXOMSG],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &inferred(
            "any-other-class",
            en("Any other class is ordinary mail."),
            &[&sources::RESOLVER],
        )
        .checked_by(&["tests/it/rules.rs::message_classes_have_their_kinds"]),
        &documented(
            "auto-forwarded-flag",
            en("PidTagAutoForwarded, or X-MS-Exchange-Organization-AutoForwarded: true, marks an automatic forward; Auto-Forwarded alone is weaker."),
            &[&sources::MS_OXCMAIL],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::the_forwarding_is_a_flag_beside_the_kind_and_the_legacy_header_is_weak",
            "tests/it/react.rs::every_example_of_every_page_gives_its_verdict",
            "tests/it/fixtures.rs::the_matrix_of_policies_and_fixtures_is_as_recorded",
        ]),
        &documented(
            "most-severe-action",
            en("In a delivery status report the most severe action over all recipients decides: delivered, expanded, relayed, delayed, failed."),
            &[&sources::MS_OXCMAIL],
        )
        .checked_by(&[
            "tests/it/rules.rs::the_most_severe_action_decides_in_any_order",
        ]),
        &seen(
            "marked-as-a-non-delivery-report",
            en("Non-delivery reports of Exchange carry X-MS-Exchange-Message-Is-Ndr: one of which the delivery-status part was not saved is known by it, or by the subject that Exchange gives it."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/bounces.rs::a_report_whose_status_was_not_saved_is_known_by_its_mark",
            "tests/it/facts/bounces.rs::headers_of_a_report_with_the_subject_that_exchange_gives_it_are_a_non_delivery_report",
        ]),
        &documented(
            "receipt-with-a-failure",
            en("A receipt for several recipients of which one failed is an NDR."),
            &[&sources::MS_OXCMAIL],
        )
        .checked_by(&[
            "tests/it/rules.rs::the_most_severe_action_decides_in_any_order",
            "tests/it/fixtures.rs::a_fixture_is_of_the_kind_that_its_folder_or_the_readme_names",
        ]),
        &documented(
            "disposition-tells-read",
            en("In a disposition notification `displayed` is a read receipt, `deleted` a non-read one."),
            &[&sources::RFC_8098],
        )
        .checked_by(&["tests/it/facts/kinds.rs::a_disposition_tells_read_from_not_read"]),
        &seen(
            "what-a-rule-made",
            en("Mail that a rule made carries X-MS-Exchange-Generated-Message-Source, Auto-Submitted, the loop header and the parent's id; replies X-Auto-Response-Suppress: All too."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/resolver.rs::what_a_rule_made_is_told_from_a_redirect_and_both_are_forwards",
            "tests/it/react/mails.rs::each_reaction_tells_its_own_kind",
        ]),
        &seen(
            "forwards-carry-the-loop-header",
            en("A forward carries the loop header; a redirect adds Resent-From and keeps the first From."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/resolver.rs::what_a_rule_made_is_told_from_a_redirect_and_both_are_forwards",
            "tests/it/facts/kinds.rs::the_forwarding_is_a_flag_beside_the_kind_and_the_legacy_header_is_weak",
        ]),
        &seen(
            "subject-of-an-oof",
            en("An OOF of Exchange has a subject prefix in the mailbox's language, X-Auto-Response-Suppress or Auto-Submitted; its MIME does not say internal or external."),
            &[&sources::MESSAGES, &sources::SUBJECTS],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::an_out_of_office_reply_is_known_by_its_subject_in_every_language_but_not_which",
        ]),
        &seen(
            "gateways-tag-subjects",
            en("Gateways put a tag before that prefix."),
            &[&sources::SUBJECTS],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::an_out_of_office_reply_is_known_by_its_subject_in_every_language_but_not_which",
        ]),
        &seen(
            "replies-look-alike",
            en("Real OOFs and rule replies look alike as MIME: the loop header or Mailbox Rules Agent, and X-Auto-Response-Suppress: All. The loop header shows no forward there."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::a_reply_of_a_mailbox_is_no_forward_and_its_prefix_makes_it_an_out_of_office_reply",
            "page settings/auto-reply-enabled: it applies, or AllowedOOFType does",
        ]),
        &seen(
            "redirect-keeps-to",
            en("To of a redirect still names its first recipient."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::a_redirect_asks_where_it_goes_and_a_cloud_flow_is_told",
        ]),
        &seen(
            "cloud-flow-forwards",
            en("What a cloud flow forwards carries x-ms-mail-application and x-ms-mail-operation-type: Forward, and no mark of an automatic forward."),
            &[&sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::a_redirect_asks_where_it_goes_and_a_cloud_flow_is_told",
        ]),
        &documented(
            "charset-names-of-mail",
            en("Mail names its character sets by more names than browsers know, and leaves some unnamed; words are found in all of them."),
            &[&sources::RFC_2047, &sources::RFC_1468],
        )
        .checked_by(&[
            "tests/it/mail/charsets.rs::the_words_of_a_rule_are_found_in_every_character_set",
            "tests/it/mail/charsets.rs::a_sign_in_the_subject_is_shown_and_found_in_every_character_set",
        ]),
        &documented(
            "auto-submitted-tells-another-system",
            en("Auto-Submitted auto-replied or auto-generated is another system's; `no` means a person; Precedence, headers such as X-Autoreply, and subjects such as `AUTO:` are weak."),
            &[&sources::RFC_3834],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::signs_of_other_systems_leave_it_open_and_no_means_a_person",
        ]),
        &inferred(
            "bounces-that-are-no-reports",
            en("A bounce that is no report is ordinary mail or a non-delivery report, or a notice of a delay: no mailbox made it, and Exchange is documented to know reports by their delivery-status part only. It is known by X-Failed-Recipients (Exim), by its text (qmail), by a sender such as MAILER-DAEMON, or by two of: a postmaster, the null sender, the subject of a bounce."),
            &[&sources::EXIM, &sources::QSBMF, &sources::BOUNCES, &sources::MS_OXCMAIL],
        )
        .checked_by(&[
            "tests/it/facts/bounces.rs::a_bounce_that_is_no_report_is_no_reply_of_a_mailbox",
            "tests/it/facts/bounces.rs::a_bounce_of_any_system_is_known_by_who_sends_it",
        ]),
        &inferred(
            "null-sender-is-no-persons",
            en("A message with the null sender, and no other sign, is no person's: it may be a report, an automatic reply, or what a program sent that wants no answer."),
            &[&sources::RFC_5321, &sources::BOUNCES],
        )
        .checked_by(&[
            "tests/it/facts/bounces.rs::the_null_sender_alone_leaves_the_kind_open",
        ]),
        &inferred(
            "reports-whose-parts-were-not-saved",
            en("A message from the address from which Exchange reports (MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e) that is no report may be one whose parts were not saved, or ordinary mail such as a warning of a full mailbox; what names itself, as a report of the journal or what a mail flow rule notifies of, is ordinary mail; with a subject that begins with \"Undeliverable:\" (also in German, French and Italian), from postmaster too, it is a non-delivery report or ordinary mail."),
            &[&sources::MESSAGES, &sources::BOUNCES],
        )
        .checked_by(&[
            "tests/it/facts/bounces.rs::a_report_of_exchange_whose_parts_were_not_saved_is_left_open",
            "tests/it/facts/bounces.rs::what_exchange_makes_and_names_is_no_report",
        ]),
        &documented(
            "subject-of-a-meeting-forward",
            en("A meeting forward notification has its subject prefix; the class is only in TNEF."),
            &[&sources::MS_OXOCAL],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::signs_of_other_systems_leave_it_open_and_no_means_a_person",
            "page kinds/meeting-forward-notification: it is dropped",
        ]),
        &inferred(
            "meetings-are-ordinary-mail",
            en("Meeting requests, responses and signed mail are ordinary mail; the class is named for display."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/rules.rs::message_classes_have_their_kinds",
            "tests/it/facts/kinds.rs::a_class_of_ordinary_mail_is_named",
        ]),
        &NOTHING_IS_GUESSED,
        &documented(
            "one-outcome-other-responses",
            en("Where all possible kinds have one outcome and another response, the outcome is told with each response."),
            &[&sources::OWN],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::where_only_the_response_depends_on_the_kind_the_outcome_is_told",
        ]),
        &documented(
            "one-verdict-for-all",
            en("Where all possible kinds have one verdict, that is the verdict."),
            &[&sources::OWN],
        )
        .checked_by(&[
            "tests/it/facts/kinds.rs::what_cannot_be_told_is_not_guessed_and_where_all_agree_there_is_a_verdict",
        ]),
    ],
};

/// `nothing-is-guessed`.
pub static NOTHING_IS_GUESSED: Fact = documented(
    "nothing-is-guessed",
    en("What the message cannot tell is not guessed: possible kinds with different verdicts give \"cannot tell\", each possibility, and what would settle it."),
    &[&sources::OWN],
)
.checked_by(&[
    "tests/it/facts/kinds.rs::what_cannot_be_told_is_not_guessed_and_where_all_agree_there_is_a_verdict",
    "tests/it/trace/predict.rs::predict_writes_every_column_and_each_possibility",
]);
