//! Finds the conditions and exceptions of a mail flow rule that are given.

use super::pattern::Pattern;
use super::predicate::{How, Part, Predicate, Test};
use super::predicates::Predicates;
use crate::address;
use crate::policy::CmdletEnum;
use crate::policy::document::Pos;
use crate::policy::exceptions::exception;
use crate::policy::sections::TRANSPORT_RULES;
use crate::policy::value::{Anything, List, Size, Texts};
use crate::policy::written::Written;

const fn text(part: Part, how: How) -> Test {
    Test::Text(part, how)
}

impl Predicates {
    /// The ones that are given, in the order of the cmdlet. Get-TransportRule prints the others as
    /// false or empty.
    pub(super) fn given(self, except: bool) -> Vec<Predicate> {
        let all = [
            list("From", text(Part::Sender, How::Identity), self.from),
            list(
                "FromMemberOf",
                text(Part::Sender, How::MemberOf),
                self.from_member_of,
            ),
            word("FromScope", self.from_scope, Test::FromScope),
            texts(
                "FromAddressContainsWords",
                text(Part::Sender, How::Words),
                self.from_address_contains_words,
            ),
            texts(
                "FromAddressMatchesPatterns",
                text(Part::Sender, How::Patterns),
                self.from_address_matches_patterns,
            ),
            domains(
                "SenderDomainIs",
                text(Part::Sender, How::Domain),
                self.sender_domain_is,
            ),
            texts(
                "SenderADAttributeContainsWords",
                Test::Unseen,
                self.sender_ad_attribute_contains_words,
            ),
            texts(
                "SenderADAttributeMatchesPatterns",
                Test::Unseen,
                self.sender_ad_attribute_matches_patterns,
            ),
            texts(
                "SenderInRecipientList",
                Test::Unseen,
                self.sender_in_recipient_list,
            ),
            texts("SenderIpRanges", Test::Unseen, self.sender_ip_ranges),
            one(
                "SenderManagementRelationship",
                Test::Unseen,
                self.sender_management_relationship,
            ),
            flag("HasSenderOverride", Test::Unseen, self.has_sender_override),
            list("SentTo", text(Part::Recipient, How::Identity), self.sent_to),
            list(
                "SentToMemberOf",
                text(Part::Recipient, How::MemberOf),
                self.sent_to_member_of,
            ),
            word("SentToScope", self.sent_to_scope, Test::SentToScope),
            texts(
                "RecipientAddressContainsWords",
                text(Part::Recipient, How::Words),
                self.recipient_address_contains_words,
            ),
            texts(
                "RecipientAddressMatchesPatterns",
                text(Part::Recipient, How::Patterns),
                self.recipient_address_matches_patterns,
            ),
            domains(
                "RecipientDomainIs",
                text(Part::Recipient, How::Domain),
                self.recipient_domain_is,
            ),
            texts(
                "RecipientADAttributeContainsWords",
                Test::Unseen,
                self.recipient_ad_attribute_contains_words,
            ),
            texts(
                "RecipientADAttributeMatchesPatterns",
                Test::Unseen,
                self.recipient_ad_attribute_matches_patterns,
            ),
            texts(
                "RecipientInSenderList",
                Test::Unseen,
                self.recipient_in_sender_list,
            ),
            texts(
                "AnyOfRecipientAddressContainsWords",
                text(Part::AnyRecipient, How::Words),
                self.any_of_recipient_address_contains_words,
            ),
            texts(
                "AnyOfRecipientAddressMatchesPatterns",
                text(Part::AnyRecipient, How::Patterns),
                self.any_of_recipient_address_matches_patterns,
            ),
            list(
                "AnyOfToHeader",
                text(Part::To, How::Identity),
                self.any_of_to_header,
            ),
            list(
                "AnyOfToHeaderMemberOf",
                text(Part::To, How::MemberOf),
                self.any_of_to_header_member_of,
            ),
            list(
                "AnyOfCcHeader",
                text(Part::Cc, How::Identity),
                self.any_of_cc_header,
            ),
            list(
                "AnyOfCcHeaderMemberOf",
                text(Part::Cc, How::MemberOf),
                self.any_of_cc_header_member_of,
            ),
            list(
                "AnyOfToCcHeader",
                text(Part::ToOrCc, How::Identity),
                self.any_of_to_cc_header,
            ),
            list(
                "AnyOfToCcHeaderMemberOf",
                text(Part::ToOrCc, How::MemberOf),
                self.any_of_to_cc_header_member_of,
            ),
            list("BetweenMemberOf1", Test::Between, self.between_member_of1)
                .map(|p| p.with(names(self.between_member_of2))),
            list("ManagerAddresses", Test::Unseen, self.manager_addresses)
                .map(|p| p.with(label(self.manager_for_evaluated_user))),
            one(
                "ADComparisonAttribute",
                Test::Unseen,
                self.ad_comparison_attribute,
            )
            .map(|p| p.with(label(self.ad_comparison_operator))),
            texts(
                "SubjectContainsWords",
                text(Part::Subject, How::Words),
                self.subject_contains_words,
            ),
            texts(
                "SubjectMatchesPatterns",
                text(Part::Subject, How::Patterns),
                self.subject_matches_patterns,
            ),
            texts(
                "SubjectOrBodyContainsWords",
                text(Part::SubjectOrBody, How::Words),
                self.subject_or_body_contains_words,
            ),
            texts(
                "SubjectOrBodyMatchesPatterns",
                text(Part::SubjectOrBody, How::Patterns),
                self.subject_or_body_matches_patterns,
            ),
            texts(
                "HeaderContainsWords",
                text(Part::Header, How::Words),
                self.header_contains_words,
            )
            .map(|p| p.with(label(self.header_contains_message_header))),
            texts(
                "HeaderMatchesPatterns",
                text(Part::Header, How::Patterns),
                self.header_matches_patterns,
            )
            .map(|p| p.with(label(self.header_matches_message_header))),
            texts(
                "AttachmentContainsWords",
                Test::Attachment,
                self.attachment_contains_words,
            ),
            texts(
                "AttachmentMatchesPatterns",
                Test::Attachment,
                self.attachment_matches_patterns,
            ),
            texts(
                "AttachmentNameMatchesPatterns",
                text(Part::AttachmentName, How::Patterns),
                self.attachment_name_matches_patterns,
            ),
            texts(
                "AttachmentExtensionMatchesWords",
                text(Part::AttachmentExtension, How::Words),
                self.attachment_extension_matches_words,
            ),
            texts(
                "AttachmentPropertyContainsWords",
                Test::Attachment,
                self.attachment_property_contains_words,
            ),
            size(
                "AttachmentSizeOver",
                Test::Attachment,
                self.attachment_size_over,
            ),
            flag(
                "AttachmentHasExecutableContent",
                Test::Attachment,
                self.attachment_has_executable_content,
            ),
            flag(
                "AttachmentIsPasswordProtected",
                Test::Attachment,
                self.attachment_is_password_protected,
            ),
            flag(
                "AttachmentIsUnsupported",
                Test::Attachment,
                self.attachment_is_unsupported,
            ),
            flag(
                "AttachmentProcessingLimitExceeded",
                Test::Attachment,
                self.attachment_processing_limit_exceeded,
            ),
            size("MessageSizeOver", Test::Size, self.message_size_over),
            word(
                "MessageTypeMatches",
                self.message_type_matches,
                Test::MessageType,
            ),
            anything(
                "MessageContainsDataClassifications",
                Test::Unseen,
                self.message_contains_data_classifications,
            ),
            anything(
                "MessageContainsAllDataClassifications",
                Test::Unseen,
                self.message_contains_all_data_classifications,
            ),
            texts(
                "ContentCharacterSetContainsWords",
                Test::Unseen,
                self.content_character_set_contains_words,
            ),
            one("HasClassification", Test::Unseen, self.has_classification),
            flag(
                "HasNoClassification",
                Test::Unseen,
                self.has_no_classification,
            ),
            one("SCLOver", Test::Unseen, self.scl_over),
            word("WithImportance", self.with_importance, Test::Importance),
        ];
        let name = |predicate: &mut Predicate| {
            predicate.except = except;
            if except {
                predicate.name = exception(&TRANSPORT_RULES, predicate.name);
            }
        };
        let given = all.into_iter().flatten();
        given
            .map(|mut predicate| {
                name(&mut predicate);
                predicate
            })
            .collect()
    }
}

/// A condition with its values; none where there is no value.
fn of(name: &'static str, test: Test, values: Vec<String>, at: Pos) -> Option<Predicate> {
    let nothing = |value: &String| value.is_empty() || value.eq_ignore_ascii_case("$null");
    let values: Vec<String> = values.into_iter().filter(|v| !nothing(v)).collect();
    let patterns = match test {
        Test::Text(_, How::Patterns) => values.iter().map(|v| Pattern::of(v)).collect(),
        _ => Vec::new(),
    };
    (!values.is_empty()).then(|| Predicate {
        name,
        except: false,
        test,
        values: values.into(),
        of: Vec::new(),
        patterns,
        line: at.line,
        column: at.column,
    })
}

fn list(name: &'static str, test: Test, written: Written<List>) -> Option<Predicate> {
    let (List(values), at) = written.placed()?;
    of(name, test, values, at)
}

fn domains(name: &'static str, test: Test, written: Written<List>) -> Option<Predicate> {
    let (List(values), at) = written.placed()?;
    let values = values.iter().map(|domain| {
        let domain = domain
            .trim_start_matches(['*', '@'])
            .trim_start_matches('.');
        address::normal_domain(domain).into_owned()
    });
    of(name, test, values.collect(), at)
}

fn texts(name: &'static str, test: Test, written: Written<Texts>) -> Option<Predicate> {
    let (Texts(values), at) = written.placed()?;
    of(name, test, values, at)
}

fn one(name: &'static str, test: Test, written: Written<String>) -> Option<Predicate> {
    let (value, at) = written.placed()?;
    of(name, test, vec![value], at)
}

fn anything(name: &'static str, test: Test, written: Written<Anything>) -> Option<Predicate> {
    let (Anything(value), at) = written.placed()?;
    of(name, test, vec![value], at)
}

fn flag(name: &'static str, test: Test, written: Written<bool>) -> Option<Predicate> {
    let (on, at) = written.placed()?;
    on.then(|| of(name, test, vec!["true".to_owned()], at))?
}

fn size(name: &'static str, test: Test, written: Written<Size>) -> Option<Predicate> {
    let (Size(bytes), at) = written.placed()?;
    of(name, test, vec![bytes?.to_string()], at)
}

fn word<T: CmdletEnum + Copy>(
    name: &'static str,
    written: Written<T>,
    test: impl FnOnce(T) -> Test,
) -> Option<Predicate> {
    let (value, at) = written.placed()?;
    of(name, test(value), vec![value.word().to_owned()], at)
}

/// The other property that a condition is made of.
fn names(written: Written<List>) -> Vec<String> {
    written.take().unwrap_or_default().0
}

/// The same, where it is one text.
fn label(written: Written<String>) -> Vec<String> {
    let text = written.take().filter(|text| !text.is_empty());
    text.into_iter().collect()
}
