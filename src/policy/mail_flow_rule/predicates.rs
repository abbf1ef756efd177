//! Lists the conditions of a mail flow rule as Get-TransportRule prints them.

use super::predicate::{FromScope, Importance, MessageType, SentToScope};
use crate::policy::value::{Anything, List, Size, Texts};
use crate::policy::written::Written;
use schemars::JsonSchema;
use serde::Deserialize;

/// The conditions of a rule; with `ExceptIf` in front of each its exceptions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Predicates {
    /// Condition: the sender is one of these.
    pub(super) from: Written<List>,
    /// Condition: the sender is a member of one of these groups.
    pub(super) from_member_of: Written<List>,
    /// Condition: where the sender is.
    pub(super) from_scope: Written<FromScope>,
    /// Condition: the sender's address has one of these words.
    pub(super) from_address_contains_words: Written<Texts>,
    /// Condition: the sender's address matches one of these patterns.
    pub(super) from_address_matches_patterns: Written<Texts>,
    /// Condition: the sender's domain is one of these or below it.
    pub(super) sender_domain_is: Written<List>,
    /// Condition: properties of the sender have these words; not looked at.
    #[serde(rename = "SenderADAttributeContainsWords")]
    pub(super) sender_ad_attribute_contains_words: Written<Texts>,
    /// Condition: properties of the sender match these patterns; not looked at.
    #[serde(rename = "SenderADAttributeMatchesPatterns")]
    pub(super) sender_ad_attribute_matches_patterns: Written<Texts>,
    /// Condition: the sender is on a recipient's supervision list; not looked at.
    pub(super) sender_in_recipient_list: Written<Texts>,
    /// Condition: the address that the message came from is in one of these ranges; not looked at.
    pub(super) sender_ip_ranges: Written<Texts>,
    /// Condition: how the sender and a recipient stand to one another; not looked at.
    pub(super) sender_management_relationship: Written<String>,
    /// Condition: the sender overrode a policy; not looked at.
    pub(super) has_sender_override: Written<bool>,
    /// Condition: the recipient is one of these.
    pub(super) sent_to: Written<List>,
    /// Condition: the recipient is a member of one of these groups.
    pub(super) sent_to_member_of: Written<List>,
    /// Condition: where the recipient is.
    pub(super) sent_to_scope: Written<SentToScope>,
    /// Condition: the recipient's address has one of these words.
    pub(super) recipient_address_contains_words: Written<Texts>,
    /// Condition: the recipient's address matches one of these patterns.
    pub(super) recipient_address_matches_patterns: Written<Texts>,
    /// Condition: the recipient's domain is one of these or below it.
    pub(super) recipient_domain_is: Written<List>,
    /// Condition: properties of the recipient have these words; not looked at.
    #[serde(rename = "RecipientADAttributeContainsWords")]
    pub(super) recipient_ad_attribute_contains_words: Written<Texts>,
    /// Condition: properties of the recipient match these patterns; not looked at.
    #[serde(rename = "RecipientADAttributeMatchesPatterns")]
    pub(super) recipient_ad_attribute_matches_patterns: Written<Texts>,
    /// Condition: a recipient is on the sender's supervision list; not looked at.
    pub(super) recipient_in_sender_list: Written<Texts>,
    /// Condition: the address of any recipient has one of these words.
    pub(super) any_of_recipient_address_contains_words: Written<Texts>,
    /// Condition: the address of any recipient matches one of these patterns.
    pub(super) any_of_recipient_address_matches_patterns: Written<Texts>,
    /// Condition: one of these is in To.
    pub(super) any_of_to_header: Written<List>,
    /// Condition: a member of one of these groups is in To.
    pub(super) any_of_to_header_member_of: Written<List>,
    /// Condition: one of these is in Cc.
    pub(super) any_of_cc_header: Written<List>,
    /// Condition: a member of one of these groups is in Cc.
    pub(super) any_of_cc_header_member_of: Written<List>,
    /// Condition: one of these is in To or Cc.
    pub(super) any_of_to_cc_header: Written<List>,
    /// Condition: a member of one of these groups is in To or Cc.
    pub(super) any_of_to_cc_header_member_of: Written<List>,
    /// Condition: the message is between members of these groups and of those in BetweenMemberOf2.
    pub(super) between_member_of1: Written<List>,
    /// Condition: the other groups of BetweenMemberOf1.
    pub(super) between_member_of2: Written<List>,
    /// Condition: one of these is the manager; not looked at.
    pub(super) manager_addresses: Written<List>,
    /// Condition: whose manager it is; not looked at.
    pub(super) manager_for_evaluated_user: Written<String>,
    /// Condition: a property that sender and recipients share or not; not looked at.
    #[serde(rename = "ADComparisonAttribute")]
    pub(super) ad_comparison_attribute: Written<String>,
    /// Condition: whether they share it; not looked at.
    #[serde(rename = "ADComparisonOperator")]
    pub(super) ad_comparison_operator: Written<String>,
    /// Condition: the subject has one of these words.
    pub(super) subject_contains_words: Written<Texts>,
    /// Condition: the subject matches one of these patterns.
    pub(super) subject_matches_patterns: Written<Texts>,
    /// Condition: the subject or the body has one of these words.
    pub(super) subject_or_body_contains_words: Written<Texts>,
    /// Condition: the subject or the body matches one of these patterns.
    pub(super) subject_or_body_matches_patterns: Written<Texts>,
    /// Condition: the header field that HeaderContainsWords looks at.
    pub(super) header_contains_message_header: Written<String>,
    /// Condition: a header field has one of these words.
    pub(super) header_contains_words: Written<Texts>,
    /// Condition: the header field that HeaderMatchesPatterns looks at.
    pub(super) header_matches_message_header: Written<String>,
    /// Condition: a header field matches one of these patterns.
    pub(super) header_matches_patterns: Written<Texts>,
    /// Condition: an attachment has one of these words; its content is not looked at.
    pub(super) attachment_contains_words: Written<Texts>,
    /// Condition: an attachment matches one of these patterns; its content is not looked at.
    pub(super) attachment_matches_patterns: Written<Texts>,
    /// Condition: the name of an attachment matches one of these patterns.
    pub(super) attachment_name_matches_patterns: Written<Texts>,
    /// Condition: the extension of an attachment is one of these.
    pub(super) attachment_extension_matches_words: Written<Texts>,
    /// Condition: properties of an attachment have these words; its content is not looked at.
    pub(super) attachment_property_contains_words: Written<Texts>,
    /// Condition: an attachment is at least as large; its content is not looked at.
    pub(super) attachment_size_over: Written<Size>,
    /// Condition: an attachment is a program; its content is not looked at.
    pub(super) attachment_has_executable_content: Written<bool>,
    /// Condition: an attachment has a password; its content is not looked at.
    pub(super) attachment_is_password_protected: Written<bool>,
    /// Condition: an attachment cannot be inspected; its content is not looked at.
    pub(super) attachment_is_unsupported: Written<bool>,
    /// Condition: scanning an attachment did not complete; its content is not looked at.
    pub(super) attachment_processing_limit_exceeded: Written<bool>,
    /// Condition: the message is at least as large.
    pub(super) message_size_over: Written<Size>,
    /// Condition: of what type the message is.
    pub(super) message_type_matches: Written<MessageType>,
    /// Condition: the message has sensitive information of these types; not looked at.
    pub(super) message_contains_data_classifications: Written<Anything>,
    /// Condition: the message has sensitive information of all these types; not looked at.
    pub(super) message_contains_all_data_classifications: Written<Anything>,
    /// Condition: the message has text in one of these character sets; not looked at.
    pub(super) content_character_set_contains_words: Written<Texts>,
    /// Condition: its classification; not looked at.
    pub(super) has_classification: Written<String>,
    /// Condition: the message has no classification; not looked at.
    pub(super) has_no_classification: Written<bool>,
    /// Condition: its spam confidence level is at least that; not looked at.
    #[serde(rename = "SCLOver")]
    pub(super) scl_over: Written<String>,
    /// Condition: its importance.
    pub(super) with_importance: Written<Importance>,
}
