//! Defines what a condition or an exception of a mail flow rule looks at, and for what.

use super::pattern::Pattern;
use crate::policy::outbound_policy::Names;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// A condition or an exception of a rule: a predicate, in the words of the cmdlets.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// The cmdlet's name.
    pub name: &'static str,
    /// Whether it is an exception.
    pub except: bool,
    /// What it looks at.
    pub test: Test,
    /// Its values as they are written; identities and domains are as compared.
    pub values: Names,
    /// The values of the property that belongs to it: the header field, the other groups.
    pub of: Vec<String>,
    /// Its values compiled, where they are regular expressions.
    pub patterns: Vec<Pattern>,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
}

impl Predicate {
    pub(super) fn with(self, of: Vec<String>) -> Self {
        Self { of, ..self }
    }

    /// Whether it looks for words or patterns in the recipient's address.
    #[must_use]
    pub fn looks_in_recipient(&self) -> bool {
        matches!(
            self.test,
            Test::Text(Part::Recipient, How::Words | How::Patterns)
        )
    }

    /// Its values on one line.
    #[must_use]
    pub fn value(&self) -> String {
        let values = self.values.join(", ");
        match self.of.as_slice() {
            [] => values,
            of => format!("{}: {values}", of.join(", ")),
        }
    }

    /// Whether another looks at the same for the same, so that both hold or neither.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && *self.values == *other.values && self.of == other.of
    }
}

/// What a predicate looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// A part of the message or its envelope, compared with the values.
    Text(Part, How),
    /// Where the sender is.
    FromScope(FromScope),
    /// Where the recipient is.
    SentToScope(SentToScope),
    /// Whether sender and recipient are members of two groups.
    Between,
    /// Of what type the message is.
    MessageType(MessageType),
    /// Its importance.
    Importance(Importance),
    /// The size of the message.
    Size,
    /// What is in an attachment.
    Attachment,
    /// Something that no message shows here.
    Unseen,
}

/// A part of a message or of its envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The sender.
    Sender,
    /// The recipient.
    Recipient,
    /// Any recipient of the message.
    AnyRecipient,
    /// Those in To.
    To,
    /// Those in Cc.
    Cc,
    /// Those in To and Cc.
    ToOrCc,
    /// The subject.
    Subject,
    /// The subject and the body.
    SubjectOrBody,
    /// A header field.
    Header,
    /// The file names of attachments.
    AttachmentName,
    /// Their extensions.
    AttachmentExtension,
}

/// How a part is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// It is one of these persons.
    Identity,
    /// It is a member of one of these groups.
    MemberOf,
    /// It has one of these words.
    Words,
    /// It matches one of these regular expressions.
    Patterns,
    /// Its domain is one of these or below it.
    Domain,
}

/// Where a sender is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum FromScope {
    /// Inside, over an authenticated connection.
    InOrganization,
    /// Outside.
    NotInOrganization,
}

/// Where a recipient is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum SentToScope {
    /// Inside.
    InOrganization,
    /// Outside.
    NotInOrganization,
    /// In a partner organization; on-premises only.
    ExternalPartner,
    /// In no partner organization; on-premises only.
    ExternalNonPartner,
}

/// The type of a message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum MessageType {
    /// An automatic reply that a user set up.
    OOF,
    /// A message forwarded by an inbox rule.
    AutoForward,
    /// Encrypted with S/MIME.
    Encrypted,
    /// A meeting request or a response to one.
    Calendaring,
    /// Protected by rights management.
    PermissionControlled,
    /// A voice mail.
    Voicemail,
    /// Digitally signed.
    Signed,
    /// A request to a moderator.
    ApprovalRequest,
    /// A read receipt.
    ReadReceipt,
}

/// The importance of a message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum Importance {
    /// `Low`
    Low,
    /// `Normal`
    Normal,
    /// `High`
    High,
}
