//! Holds who sends a message to whom.

use crate::transport::message_facts::ForwardedBy;

/// Who sends, and what is known beyond the message.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// Sender, as compared; empty for the null sender.
    pub sender: String,
    /// The sender; where that is the null sender, the author whom the headers name.
    pub author: String,
    /// The sender in From, as compared, where the user says so.
    pub from: Option<String>,
    /// Recipients, as compared.
    pub recipients: Vec<String>,
    /// Who forwarded, where the user says so.
    pub forwarded_by: Option<ForwardedBy>,
    /// Whether what mail flow rules look for in the message is not known.
    pub unseen: bool,
}
