//! Tells what an object is: from its type, from the class that it names, or from properties that
//! only one kind has.

mod facts;

use super::object::Object;
use crate::policy::document::Value;
use crate::policy::sections::Section;
use facts::{FACTS, Facts};

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Get-RemoteDomain.
    RemoteDomain,
    /// Get-AcceptedDomain.
    AcceptedDomain,
    /// Get-HostedOutboundSpamFilterPolicy.
    OutboundPolicy,
    /// Get-HostedOutboundSpamFilterRule.
    OutboundRule,
    /// Get-MailContact.
    MailContact,
    /// Get-MailUser.
    MailUser,
    /// Get-InboxRule.
    InboxRule,
    /// Get-Mailbox.
    Mailbox,
    /// Get-MailboxAutoReplyConfiguration.
    AutoReply,
    /// Get-CASMailbox.
    CasMailbox,
    /// Get-InboundConnector.
    InboundConnector,
    /// Get-OrganizationConfig.
    OrganizationConfig,
    /// Get-TransportConfig.
    TransportConfig,
}

impl Kind {
    /// Every kind, with the token of `--as`.
    #[must_use]
    pub fn tokens() -> Vec<&'static str> {
        FACTS.iter().map(|f| f.token).collect()
    }

    /// The kind of a token.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        FACTS.iter().find(|f| f.token == token).map(|f| f.kind)
    }

    /// The kind of a section's entries.
    #[must_use]
    pub fn of_section(name: &str) -> Option<Self> {
        FACTS
            .iter()
            .find(|f| f.section.name.eq_ignore_ascii_case(name))
            .map(|f| f.kind)
    }

    fn facts(self) -> Option<&'static Facts> {
        FACTS.iter().find(|f| f.kind == self)
    }

    /// The cmdlet that prints such objects.
    #[must_use]
    pub fn cmdlet(self) -> &'static str {
        self.facts().map_or("", |f| f.cmdlet)
    }

    /// The section that such objects go to.
    #[must_use]
    pub fn section(self) -> Option<&'static Section> {
        self.facts().map(|f| f.section)
    }

    /// The kind of an object; `None` where nothing tells it, or two kinds are equally likely.
    #[must_use]
    pub fn of(object: &Object) -> Option<Self> {
        object
            .kind
            .or_else(|| object.types.iter().find_map(|t| Self::of_class(t)))
            .or_else(|| Self::by_class(object).map(|kind| kind.or_its_clients(object)))
            .or_else(|| Self::by_properties(object))
    }

    /// The classes of Get-CASMailbox's objects are those of mailboxes.
    fn or_its_clients(self, object: &Object) -> Self {
        let clients = [
            "OWAEnabled",
            "PopEnabled",
            "SmtpClientAuthenticationDisabled",
        ];
        if self == Self::Mailbox && clients.iter().any(|p| object.has(p)) {
            Self::CasMailbox
        } else {
            self
        }
    }

    fn of_class(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        let is = |c: &str| c.eq_ignore_ascii_case(last);
        FACTS
            .iter()
            .find(|f| f.classes.iter().any(|c| is(c)))
            .map(|f| f.kind)
    }

    fn by_class(object: &Object) -> Option<Self> {
        let names = [
            "RecipientTypeDetails",
            "RecipientType",
            "ObjectClass",
            "ObjectCategory",
        ];
        names.into_iter().find_map(|name| {
            let node = object.get(name)?;
            match super::value::simple(&node.value) {
                // `{top, msExchDomainContentConfig}`, as Format-List shows a list.
                Value::Text(t) => t
                    .trim_matches(['{', '}'])
                    .split([',', ';'])
                    .find_map(Self::of_class),
                Value::Seq(items) => items.iter().find_map(|i| match &i.value {
                    Value::Text(t) => Self::of_class(t),
                    _ => None,
                }),
                _ => None,
            }
        })
    }

    fn by_properties(object: &Object) -> Option<Self> {
        let score = |f: &Facts| f.properties.iter().filter(|p| object.has(p)).count();
        let best = FACTS.iter().map(score).max().filter(|s| *s > 0)?;
        let mut winners = FACTS.iter().filter(|f| score(f) == best);
        let first = winners.next()?;
        match winners.next() {
            None => Some(first.kind),
            // A user is a contact with more; without that more, it is a contact.
            Some(second) if second.kind == Kind::MailUser => Some(first.kind),
            // Both have SmtpClientAuthenticationDisabled; only one of them has an address.
            Some(second)
                if (first.kind, second.kind) == (Kind::CasMailbox, Kind::TransportConfig)
                    && object.has("PrimarySmtpAddress") =>
            {
                Some(first.kind)
            }
            Some(_) => None,
        }
    }
}
