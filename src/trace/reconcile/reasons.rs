//! Finds out why Exchange may have done something else than rdsim predicts, the surest first.

use super::Disagreement;
use crate::address;
use crate::export::quote;
use crate::i18n::{Language, Text, en};
use crate::policy::Policy;
use crate::text::shell;
use crate::trace::pair::Pair;
use crate::trace::possible_kinds::{self, KindEvidence};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use std::fmt::Display;

/// How sure a reason is, the surest first; a word of it is the `surety` of the JSON report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Surety {
    /// The rows show it.
    Shown,
    /// It explains what Exchange did, and little else does.
    Likely,
    /// It may be so, and the rows do not tell.
    Possible,
    /// Nothing but that rdsim is wrong.
    Unexplained,
}

impl Surety {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Shown => en("shown by the rows"),
            Self::Likely => en("likely"),
            Self::Possible => en("possible"),
            Self::Unexplained => en("unexplained"),
        }
    }
}

/// Why Exchange and rdsim may differ, and how to find out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// How sure it is.
    pub surety: Surety,
    /// What may be so.
    pub text: String,
    /// What to look at to find out.
    pub settle: String,
    /// Whether that is a command.
    pub is_command: bool,
}

/// The reasons in a language, as they are found.
struct Reasons {
    language: Language,
    all: Vec<Reason>,
}

impl Reasons {
    fn add(&mut self, (id, surety): (&'static str, Surety), text: impl Into<Text>, settle: Settle) {
        let is_command = matches!(settle, Settle::Command(_));
        self.all.push(Reason {
            id,
            surety,
            text: text.into().localized(self.language),
            settle: match settle {
                Settle::Words(words) => words.localized(self.language),
                Settle::Command(command) => command,
            },
            is_command,
        });
    }
}

/// What to look at to find out.
enum Settle {
    Words(Text),
    /// The same in every language.
    Command(String),
}

fn command(command: &dyn Display) -> Settle {
    Settle::Command(command.to_string())
}

fn words(words: impl Into<Text>) -> Settle {
    Settle::Words(words.into())
}

/// The reasons that a disagreement may have, the surest first, in a language. The last is always
/// that rdsim is wrong.
#[must_use]
pub fn reasons(policy: &Policy, d: &Disagreement, pair: &Pair, language: Language) -> Vec<Reason> {
    let mut found = Reasons {
        language,
        all: Vec::new(),
    };
    incomplete_policy(policy, d, pair, &mut found);
    if d.evidence == KindEvidence::Subject {
        found.add(
            ("kind-by-subject", Surety::Possible),
            en("the kind is taken from the subject alone, and a person may have written it"),
            words(en(
                "look at the message itself: `Auto-Submitted` and `X-Auto-Response-Suppress`",
            )),
        );
    }
    if matches!(d.evidence, KindEvidence::MailboxRule | KindEvidence::Report) {
        found.add(
            ("kind-by-source", Surety::Possible),
            en("the rows tell only which component made the message, not its kind"),
            words(en(
                "look at the message itself: its headers tell a forward, a reply and a report",
            )),
        );
    }
    other_value(d, pair, &mut found);
    other_domain(policy, d, pair, &mut found);
    let wrong = if found.all.is_empty() {
        en("rdsim is wrong: run this on the message itself to see what decides, and report it")
    } else {
        en(
            "none of these, so rdsim is wrong: run this on the message itself to see what decides, and report it",
        )
    };
    found.all.sort_by_key(|reason| reason.surety);
    found.add(
        ("model", Surety::Unexplained),
        wrong,
        command(&check_command(policy, d)),
    );
    found.all
}

/// What the policy may lack of sender and recipient.
fn incomplete_policy(policy: &Policy, d: &Disagreement, pair: &Pair, found: &mut Reasons) {
    let (sender, recipient) = (&d.sender, &d.recipient);
    if d.exchange == Outcome::StaysInside {
        let domain = recipient.rsplit('@').next().unwrap_or_default();
        found.add(
            ("accepted-domain-missing", Surety::Shown),
            Text::of(
                en("`{domain}` is an accepted domain that the policy does not have"),
                [("domain", &domain)],
            ),
            command(&format_args!("Get-AcceptedDomain {}", quote::text(domain))),
        );
        return;
    }
    let external = d
        .exchange
        .response()
        .is_some_and(|r| r.code != crate::transport::responses::OOF_EXT_TO_INT.code);
    if external && pair.addressee.accepted.is_some() {
        found.add(
            ("contact-missing", Surety::Likely),
            Text::of(
                en("`{recipient}` is a mail contact, mail user or forwarded mailbox that the policy does not have, so its mail goes outside"),
                [("recipient", recipient)],
            ),
            command(&format_args!("Get-Recipient {} | Format-List RecipientType,ExternalEmailAddress,ForwardingSmtpAddress", quote::text(recipient))),
        );
    }
    let mailbox = policy.mailbox(sender);
    let by_mailbox = [
        "BlockExternalOofToExternalUser",
        "BlockLegacyOofToExternalUser",
    ];
    let oof = d
        .exchange
        .response()
        .and_then(|r| r.source_context)
        .is_some_and(|c| by_mailbox.contains(&c));
    if oof && mailbox.is_none() && d.predicted.contains(&Outcome::Leaves) {
        found.add(
            ("mailbox-missing", Surety::Likely),
            Text::of(
                en("the mailbox `{mailbox}` has ExternalAudience None, and the policy does not have it"),
                [("mailbox", sender)],
            ),
            command(&format_args!(
                "Get-MailboxAutoReplyConfiguration {} | Format-List ExternalAudience",
                quote::text(sender)
            )),
        );
    }
    // Whose outbound spam policy counts.
    let forwarder = d.forwarder.as_ref();
    if d.case.1 != ForwardedBy::Nobody && forwarder.is_none() && !policy.is_accepted(sender) {
        found.add(
            ("forwarder-unknown", Surety::Possible),
            en("the sender is outside, so somebody inside redirected the message, and the row does not say whose outbound spam policy applied"),
            words(en(
                "look for the message's row with the address of the one who redirects",
            )),
        );
    }
    let member = policy
        .outbound
        .iter()
        .any(|p| !p.scope.member_of.is_empty() || !p.except.member_of.is_empty());
    let mode = d
        .ruling
        .as_ref()
        .is_some_and(|r| r.setting == "AutoForwardingMode")
        || matches!(d.exchange, Outcome::Rejected(_));
    let sender = forwarder.unwrap_or(sender);
    let mailbox = policy.mailbox(sender);
    if mode && member && mailbox.is_none_or(|m| m.member_of.is_empty()) {
        let recipient = format!("Get-Recipient {}", quote::text(sender));
        found.add(
            ("membership-missing", Surety::Possible),
            Text::of(
                en("`{sender}` is in a group that an outbound spam policy names, and the policy does not say so"),
                [("sender", sender)],
            ),
            words(Text::of(
                en("{command} and Get-DistributionGroupMember of the groups in `FromMemberOf`"),
                [("command", &recipient)],
            )),
        );
    }
}

/// The setting that may have had another value.
fn other_value(d: &Disagreement, pair: &Pair, found: &mut Reasons) {
    let did = d.exchange.response().and_then(|r| r.setting());
    let Some(name) = did.or_else(|| d.ruling.as_ref().map(|r| r.setting)) else {
        return;
    };
    let now = match &d.ruling {
        Some(ruling) if ruling.setting == name => Some(ruling.clone()),
        _ => pair.value(&possible_kinds::message_facts(&d.case), name),
    };
    let Some(remote) = pair.remote() else { return };
    let now = now.map(|r| Text::of(en(", now `{value}`"), [("value", &r.value)]));
    let now = now.unwrap_or_else(|| "".into());
    let (text, settle) = if name == "AutoForwardingMode" {
        let text =
            en("the outbound spam policy was another when the message was sent: {setting}{now}");
        let settle =
            "Get-HostedOutboundSpamFilterPolicy | Format-List Name,AutoForwardingMode,WhenChanged";
        (Text::of(text, [("setting", &name)]), command(&settle))
    } else {
        let text = en(
            "the setting was another when the message was sent: {setting} of remote domain `{domain}`{now}",
        );
        let quoted = quote::text(&remote.name);
        (
            Text::of(text, [("setting", &name), ("domain", &remote.pattern)]),
            command(&format_args!(
                "Get-RemoteDomain {quoted} | Format-List {name},WhenChanged"
            )),
        )
    };
    let surety = match d.evidence {
        // The response names the setting that decided.
        KindEvidence::Response if did.is_some() => Surety::Likely,
        _ => Surety::Possible,
    };
    found.add(
        ("policy-changed", surety),
        text.with_text("now", now),
        settle,
    );
}

/// Another remote domain of the policy under which rdsim predicts what Exchange did.
fn other_domain(policy: &Policy, d: &Disagreement, pair: &Pair, found: &mut Reasons) {
    let Some(mine) = pair.remote() else { return };
    let case = possible_kinds::message_facts(&d.case);
    let author = policy.author(&d.sender);
    let outbound = policy.outbound_for(d.forwarder.as_ref().unwrap_or(&d.sender));
    let to = address::domain(pair.addressee.address_or(&d.recipient));
    let others = policy.remote.all(&to);
    let others = others.filter_map(|place| policy.remote_domains.get(*place));
    let mut candidates = others.filter(|other| other.line != mine.line);
    let fits = candidates.find(|other| {
        let mut applicable =
            crate::transport::decide::applicable_policy(&pair.addressee, &author, outbound);
        applicable.remote_domain = Some(other);
        crate::transport::decide::outcome(&case, &pair.addressee, &author, &applicable)
            == d.exchange
    });
    if let Some(other) = fits {
        let quoted = quote::text(&mine.name);
        found.add(
            ("other-remote-domain", Surety::Likely),
            Text::of(
                en("remote domain `{other}` applied, and `{mine}` did not exist yet: under it rdsim predicts what Exchange did"),
                [("other", &other.pattern), ("mine", &mine.pattern)],
            ),
            command(&format_args!(
                "Get-RemoteDomain {quoted} | Format-List DomainName,WhenCreated"
            )),
        );
    }
}

/// The command that shows how rdsim judges the same case.
#[must_use]
pub fn check_command(policy: &Policy, d: &Disagreement) -> String {
    let (kind, forward) = d.case;
    let sender = if d.sender.is_empty() { "<>" } else { &d.sender };
    let forwarded = match forward {
        ForwardedBy::Nobody => String::new(),
        other => format!(" --forwarded-by {}", other.token()),
    };
    format!(
        "rdsim check --explain {} {} {} --kind {}{forwarded} message.eml",
        shell::option("--policy", &policy.file),
        shell::option("--from", sender),
        shell::option("--to", &d.recipient),
        kind.token()
    )
}
