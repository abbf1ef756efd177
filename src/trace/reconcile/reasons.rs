//! Thinks of why Exchange did something else than the model says, the likeliest first.

use super::Disagreement;
use crate::decide::Outcome;
use crate::policy::Policy;
use crate::policy::domain::Pattern;
use crate::settings::Forward;
use crate::trace::asked::Asked;
use crate::trace::kinds::{self, By};

/// Why Exchange and the model may differ, and how to find out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What may be so.
    pub text: String,
    /// What to look at.
    pub settle: String,
}

fn reason(id: &'static str, text: impl Into<String>, settle: impl Into<String>) -> Reason {
    Reason {
        id,
        text: text.into(),
        settle: settle.into(),
    }
}

/// The reasons that a disagreement may have, the likeliest first. The last is always that the
/// model is wrong.
#[must_use]
pub fn reasons(policy: &Policy, d: &Disagreement, asked: &Asked) -> Vec<Reason> {
    let mut all = Vec::new();
    who(policy, d, asked, &mut all);
    if d.by == By::Subject {
        all.push(reason(
            "kind-by-subject",
            "the kind is taken from the subject alone, and a person may have written it",
            "look at the message itself: `Auto-Submitted` and `X-Auto-Response-Suppress`",
        ));
    }
    if d.by == By::Source {
        all.push(reason(
            "kind-by-source",
            "the rows tell only which component made the message, not its kind",
            "look at the message itself: its headers tell a forward, a reply and a report",
        ));
    }
    setting(d, asked, &mut all);
    other_domain(policy, d, asked, &mut all);
    let last = reason(
        "model",
        if all.is_empty() {
            "the model is wrong: with the message itself, see what it goes by, and report it"
        } else {
            "none of these, so the model is wrong: with the message itself, see what it goes by, and report it"
        },
        check_command(policy, d),
    );
    all.push(last);
    all
}

/// What of sender and recipient the policy may not know.
fn who(policy: &Policy, d: &Disagreement, asked: &Asked, all: &mut Vec<Reason>) {
    let recipient = &d.recipient;
    if d.did == Outcome::StaysInside {
        let domain = recipient.rsplit('@').next().unwrap_or_default();
        all.push(reason(
            "accepted-domain-missing",
            format!("`{domain}` is an accepted domain that the policy does not have"),
            format!("Get-AcceptedDomain {domain}"),
        ));
        return;
    }
    let external = d
        .did
        .response()
        .is_some_and(|r| r.code != crate::responses::OOF_EXT_TO_INT.code);
    if external && asked.route.accepted.is_some() {
        all.push(reason(
            "contact-missing",
            format!("`{recipient}` is a mail contact, mail user or forwarded mailbox that the policy does not have, so its mail goes outside"),
            format!("Get-Recipient {recipient} | Format-List RecipientType,ExternalEmailAddress,ForwardingSmtpAddress"),
        ));
    }
    let mailbox = policy.mailbox(&d.sender);
    let by_mailbox = [
        "BlockExternalOofToExternalUser",
        "BlockLegacyOofToExternalUser",
    ];
    let oof = d
        .did
        .response()
        .and_then(|r| r.source_context)
        .is_some_and(|c| by_mailbox.contains(&c));
    if oof && mailbox.is_none() && d.said.contains(&Outcome::Leaves) {
        all.push(reason(
            "mailbox-missing",
            format!(
                "the mailbox `{}` has ExternalAudience None, and the policy does not have it",
                d.sender
            ),
            format!(
                "Get-MailboxAutoReplyConfiguration {} | Format-List ExternalAudience",
                d.sender
            ),
        ));
    }
    if d.case.1 != Forward::No && !policy.is_accepted(&d.sender) {
        all.push(reason(
            "forwarder-unknown",
            "the sender is outside, so somebody inside redirected the message, and the row does not say whose outbound spam policy applied",
            "look for the message's row with the address of the one who redirects",
        ));
    }
    let member = policy
        .outbound
        .iter()
        .any(|p| !p.scope.member_of.is_empty() || !p.except.member_of.is_empty());
    let mode = d
        .ruling
        .as_ref()
        .is_some_and(|r| r.setting == "AutoForwardingMode")
        || matches!(d.did, Outcome::Rejected(_));
    if mode && member && mailbox.is_none_or(|m| m.member_of.is_empty()) {
        all.push(reason(
            "membership-missing",
            format!("`{}` is in a group that an outbound spam policy names, and the policy does not say so", d.sender),
            format!("Get-Recipient {} and Get-DistributionGroupMember of the groups in `FromMemberOf`", d.sender),
        ));
    }
}

/// The setting that would have to be otherwise.
fn setting(d: &Disagreement, asked: &Asked, all: &mut Vec<Reason>) {
    let did = d.did.response().and_then(|r| r.setting());
    let Some(name) = did.or_else(|| d.ruling.as_ref().map(|r| r.setting)) else {
        return;
    };
    let now = match &d.ruling {
        Some(ruling) if ruling.setting == name => Some(ruling.clone()),
        _ => asked.value(&kinds::case(&d.case), name),
    };
    let Some(remote) = asked.remote() else { return };
    let value = now.map_or_else(String::new, |r| format!(", now `{}`", r.value));
    let (text, settle) = if name == "AutoForwardingMode" {
        (
            format!(
                "the outbound spam policy was another when the message was sent: {name}{value}"
            ),
            "Get-HostedOutboundSpamFilterPolicy | Format-List Name,AutoForwardingMode,WhenChanged"
                .to_owned(),
        )
    } else {
        (
            format!(
                "the setting was another when the message was sent: {name} of remote domain `{}`{value}",
                remote.pattern
            ),
            format!(
                "Get-RemoteDomain '{}' | Format-List {name},WhenChanged",
                remote.name.replace('\'', "''")
            ),
        )
    };
    all.push(reason("policy-changed", text, settle));
}

/// Another remote domain of the policy under which Exchange did what the model says.
fn other_domain(policy: &Policy, d: &Disagreement, asked: &Asked, all: &mut Vec<Reason>) {
    let Some(mine) = asked.remote() else { return };
    let case = kinds::case(&d.case);
    let author = policy.author(&d.sender);
    let outbound = policy.outbound_for(&d.sender);
    let to = crate::policy::domain::of(asked.route.sent_to.unwrap_or(&d.recipient));
    let matches = |pattern: &Pattern| match pattern {
        Pattern::Any => true,
        Pattern::Exact(domain) => *domain == to,
        Pattern::Wildcard(domain) => {
            to == domain.as_str()
                || to
                    .strip_suffix(domain.as_str())
                    .is_some_and(|t| t.ends_with('.'))
        }
    };
    let others = policy.remote_domains.iter();
    let mut others = others.filter(|other| other.line != mine.line && matches(&other.pattern));
    let fits = others.find(|other| {
        let mut terms = crate::decide::terms(&asked.route, &author, outbound);
        terms.remote_domain = Some(other);
        crate::decide::outcome(&case, &asked.route, &author, &terms) == d.did
    });
    if let Some(other) = fits {
        all.push(reason(
            "other-remote-domain",
            format!("remote domain `{}` applied, and `{}` did not exist yet: under it the model says what Exchange did", other.pattern, mine.pattern),
            format!("Get-RemoteDomain '{}' | Format-List DomainName,WhenCreated", mine.name.replace('\'', "''")),
        ));
    }
}

/// The command that asks the model about the very case.
#[must_use]
pub fn check_command(policy: &Policy, d: &Disagreement) -> String {
    let (kind, forward) = d.case;
    let sender = if d.sender.is_empty() { "<>" } else { &d.sender };
    let forwarded = match forward {
        Forward::No => String::new(),
        other => format!(" --forwarded-by {}", other.token()),
    };
    let quoted = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "@._-/+".contains(c);
        if text.chars().all(plain) && !text.is_empty() {
            text.to_owned()
        } else {
            format!("'{}'", text.replace('\'', "''"))
        }
    };
    format!(
        "rdsim check --explain --policy {} --from {} --to {} --kind {}{forwarded} message.eml",
        quoted(&policy.file),
        quoted(sender),
        quoted(&d.recipient),
        kind.token()
    )
}
