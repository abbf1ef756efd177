//! Finds what a mail flow rule does that decides about a message, or that later rules see.

use super::Entry;
use crate::policy::Error;
use crate::policy::problems::Problems;
use crate::policy::value::List;
use crate::policy::written::Written;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// How the sender's manager gets a message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum ManagerAs {
    /// In To.
    To,
    /// In Cc.
    Cc,
    /// In Bcc.
    Bcc,
    /// Instead of the recipients.
    Redirect,
}

/// What the sender is told of a rule, and whether that can be overridden.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum NotifySender {
    /// The message goes on.
    NotifyOnly,
    /// The message is rejected.
    RejectMessage,
    /// It is rejected unless the sender reports a false positive.
    RejectUnlessFalsePositiveOverride,
    /// It is rejected unless the sender overrides that.
    RejectUnlessSilentOverride,
    /// It is rejected unless the sender overrides that and says why.
    RejectUnlessExplicitOverride,
}

/// What becomes of a message into which a disclaimer cannot be put.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum DisclaimerFallback {
    /// It is put into a new message with the disclaimer.
    Wrap,
    /// It goes on without the disclaimer.
    Ignore,
    /// It is rejected.
    Reject,
}

/// What a rule does that decides about a message, with the line of the property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Action {
    /// The cmdlet's name of the property.
    pub name: &'static str,
    /// Its value on one line.
    pub value: String,
    /// Its line.
    pub line: u32,
    /// What it does.
    pub does: Does,
}

/// What an action does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Does {
    /// Rejects the message with an enhanced status code.
    Reject(String),
    /// Rejects it with an enhanced status code unless the sender overrides that.
    RejectUnlessOverridden(String),
    /// Deletes it.
    Delete,
    /// Quarantines it.
    Quarantine,
    /// Sends it to others instead; to the sender's manager where there are none.
    Redirect(Vec<String>),
    /// Has it approved first; by the sender's manager where there are none.
    Moderate(Vec<String>),
    /// Sends it to others too; to the sender's manager where there are none.
    Copy(Vec<String>),
    /// Sends it by an outbound connector.
    Route(String),
    /// Encrypts it.
    Encrypt,
    /// Does this where no disclaimer can be put into it.
    WithoutDisclaimer(DisclaimerFallback),
}

impl Does {
    /// Whether it depends on the sender, of whom the policy does not tell enough: on the sender's
    /// manager, or on what the sender chose.
    #[must_use]
    pub fn depends_on_sender(&self) -> bool {
        match self {
            Self::Redirect(to) | Self::Moderate(to) | Self::Copy(to) => to.is_empty(),
            Self::RejectUnlessOverridden(_) => true,
            Self::Reject(_)
            | Self::Delete
            | Self::Quarantine
            | Self::Route(_)
            | Self::Encrypt
            | Self::WithoutDisclaimer(_) => false,
        }
    }
}

/// What a rule changes of a message that later rules may look at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Change {
    /// Text in front of the subject.
    Subject(String),
    /// A header field has another value, or none.
    Header(String, Option<String>),
    /// The body.
    Body(String),
    /// Something that no condition sees here: the classification, the spam confidence level.
    Unseen(&'static str, String),
}

/// The enhanced status code of a rule that gives none.
pub const REJECTED: &str = "5.7.1";

/// The actions in the order in which they count, and the changes.
pub(super) fn of(e: &mut Entry, problems: &mut Problems) -> (Vec<Action>, Vec<Change>) {
    let mut actions = Vec::new();
    // Get-TransportRule prints both of a rule that rejects.
    let reason = text(&mut e.reject_message_reason_text);
    let code_at = e.reject_message_enhanced_status_code.at();
    let code = text(&mut e.reject_message_enhanced_status_code);
    if let Some((text, _)) = &code
        && !is_status_code(text)
        && let Some(at) = code_at
    {
        let text = text.clone();
        problems.error(at, Error::NotStatusCode { text });
    }
    let notified = notified(e);
    let rejects = match (&reason, &code, &notified) {
        (Some((text, line)), ..) => Some(("RejectMessageReasonText", text.clone(), *line)),
        (None, Some((code, line)), _) => {
            Some(("RejectMessageEnhancedStatusCode", code.clone(), *line))
        }
        (None, None, Some((how, line))) if *how != NotifySender::NotifyOnly => {
            let word: &str = how.into();
            Some(("NotifySender", word.to_owned(), *line))
        }
        (None, None, _) => None,
    };
    if let Some((name, value, line)) = rejects {
        let code = code.map_or_else(|| REJECTED.to_owned(), |(code, _)| code);
        use NotifySender::{NotifyOnly, RejectMessage};
        let does = match notified {
            None | Some((NotifyOnly | RejectMessage, _)) => Does::Reject(code),
            Some(_) => Does::RejectUnlessOverridden(code),
        };
        actions.push(Action {
            name,
            value,
            line,
            does,
        });
    }
    let mut flag = |name, flag: &mut Written<bool>, does| {
        if let Some((true, at)) = std::mem::take(flag).placed() {
            actions.push(Action {
                name,
                value: "true".into(),
                line: at.line,
                does,
            });
        }
    };
    flag("DeleteMessage", &mut e.delete_message, Does::Delete);
    flag("Quarantine", &mut e.quarantine, Does::Quarantine);
    flag("ApplyOME", &mut e.apply_ome, Does::Encrypt);
    let by_manager = Does::Moderate(Vec::new());
    flag(
        "ModerateMessageByManager",
        &mut e.moderate_message_by_manager,
        by_manager,
    );
    let manager = std::mem::take(&mut e.add_manager_as_recipient_type).placed();
    if let Some((how, at)) = manager {
        let does = match how {
            ManagerAs::Redirect => Does::Redirect(Vec::new()),
            ManagerAs::To | ManagerAs::Cc | ManagerAs::Bcc => Does::Copy(Vec::new()),
        };
        let word: &str = how.into();
        actions.push(Action {
            name: "AddManagerAsRecipientType",
            value: word.into(),
            line: at.line,
            does,
        });
    }
    let mut list = |name, list: &mut Written<List>, does: fn(Vec<String>) -> Does| {
        if let Some((List(all), at)) = std::mem::take(list).placed()
            && !all.is_empty()
        {
            actions.push(Action {
                name,
                value: all.join(", "),
                line: at.line,
                does: does(all),
            });
        }
    };
    list(
        "ModerateMessageByUser",
        &mut e.moderate_message_by_user,
        Does::Moderate,
    );
    list(
        "RedirectMessageTo",
        &mut e.redirect_message_to,
        Does::Redirect,
    );
    list("AddToRecipients", &mut e.add_to_recipients, Does::Copy);
    list("CopyTo", &mut e.copy_to, Does::Copy);
    list("BlindCopyTo", &mut e.blind_copy_to, Does::Copy);
    if let Some((connector, line)) = text(&mut e.route_message_outbound_connector) {
        actions.push(Action {
            name: "RouteMessageOutboundConnector",
            value: connector.clone(),
            line,
            does: Does::Route(connector),
        });
    }
    if let Some((value, line)) = text(&mut e.apply_rights_protection_template) {
        actions.push(Action {
            name: "ApplyRightsProtectionTemplate",
            value,
            line,
            does: Does::Encrypt,
        });
    }
    let fallback = std::mem::take(&mut e.apply_html_disclaimer_fallback_action).placed();
    if let Some((fallback, at)) = fallback
        && fallback != DisclaimerFallback::Ignore
        && e.apply_html_disclaimer_text.get().is_some()
    {
        let word: &str = fallback.into();
        actions.push(Action {
            name: "ApplyHtmlDisclaimerFallbackAction",
            value: word.into(),
            line: at.line,
            does: Does::WithoutDisclaimer(fallback),
        });
    }
    // What ends the message comes first; each kind keeps the order of the cmdlet.
    actions.sort_by_key(|action| match action.does {
        Does::Reject(_) | Does::RejectUnlessOverridden(_) => 0,
        Does::Delete => 1,
        Does::Quarantine => 2,
        Does::Redirect(_) => 3,
        Does::Moderate(_) => 4,
        Does::Copy(_) => 5,
        Does::Route(_) => 6,
        Does::Encrypt => 7,
        Does::WithoutDisclaimer(_) => 8,
    });
    (actions, changes(e))
}

/// What the sender is told, by either name of the property, and its line.
fn notified(e: &mut Entry) -> Option<(NotifySender, u32)> {
    let printed = std::mem::take(&mut e.sender_notification_type).placed();
    let written = std::mem::take(&mut e.notify_sender).placed();
    written.or(printed).map(|(how, at)| (how, at.line))
}

fn changes(e: &mut Entry) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(text(&mut e.prepend_subject).map(|(text, _)| Change::Subject(text)));
    let value = text(&mut e.set_header_value).map(|(value, _)| value);
    if let Some((name, _)) = text(&mut e.set_header_name) {
        changes.push(Change::Header(name, Some(value.unwrap_or_default())));
    }
    changes.extend(text(&mut e.remove_header).map(|(name, _)| Change::Header(name, None)));
    changes.extend(text(&mut e.apply_html_disclaimer_text).map(|(text, _)| Change::Body(text)));
    let classification = text(&mut e.apply_classification);
    changes.extend(classification.map(|(text, _)| Change::Unseen("ApplyClassification", text)));
    changes.extend(text(&mut e.set_scl).map(|(text, _)| Change::Unseen("SetSCL", text)));
    changes
}

fn text(written: &mut Written<String>) -> Option<(String, u32)> {
    let (text, at) = std::mem::take(written).placed()?;
    let nothing = text.is_empty() || text.eq_ignore_ascii_case("$null");
    (!nothing).then_some((text, at.line))
}

/// Whether a rule may reject with a code: 5.7.1, or 5.7.900 to 5.7.999.
fn is_status_code(code: &str) -> bool {
    let last = code.strip_prefix("5.7.");
    let last = last.filter(|l| l.bytes().all(|b| b.is_ascii_digit()));
    last.is_some_and(|l| l == "1" || (l.len() == 3 && l.starts_with('9')))
}
