//! Lists the kinds of objects that are imported.

mod facts;

use crate::policy::sections::Section;
use strum::VariantArray as _;

pub(super) use facts::Facts;

/// What an object is, by the cmdlet that prints it; as a word it is a value of `--as`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ObjectKind {
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
    /// Get-DistributionGroup.
    DistributionGroup,
    /// Get-DynamicDistributionGroup.
    DynamicDistributionGroup,
    /// Get-UnifiedGroup.
    UnifiedGroup,
    /// Get-DistributionGroupMember or Get-UnifiedGroupLinks, with the group beside each member.
    GroupMember,
    /// Get-InboxRule.
    InboxRule,
    /// Get-TransportRule.
    TransportRule,
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

impl ObjectKind {
    /// The words of all kinds, in order.
    #[must_use]
    pub fn tokens() -> Vec<&'static str> {
        Self::VARIANTS.iter().map(Into::into).collect()
    }

    fn find(which: impl Fn(&Facts) -> bool) -> Option<Self> {
        let mut all = Self::VARIANTS.iter().copied();
        all.find(|kind| which(&kind.facts()))
    }

    /// The kind of a section's entries.
    #[must_use]
    pub fn of_section(name: &str) -> Option<Self> {
        Self::find(|f| f.section.name.eq_ignore_ascii_case(name))
    }

    /// The kind of a resource of Microsoft365DSC.
    #[must_use]
    pub fn of_resource(name: &str) -> Option<Self> {
        Self::find(|f| f.resource.is_some_and(|r| r.eq_ignore_ascii_case(name)))
    }

    /// The kind of a type or class by the last part of its name.
    #[must_use]
    pub fn of_class(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        Self::find(|f| f.classes.iter().any(|c| c.eq_ignore_ascii_case(last)))
    }

    /// The cmdlet that prints them.
    #[must_use]
    pub fn cmdlet(self) -> &'static str {
        match self {
            Self::OutboundRule => "Get-HostedOutboundSpamFilterRule",
            Self::GroupMember => "Get-DistributionGroupMember",
            Self::AutoReply => "Get-MailboxAutoReplyConfiguration",
            Self::CasMailbox => "Get-CASMailbox",
            Self::TransportConfig => "Get-TransportConfig",
            _ => self.section().cmdlet,
        }
    }

    /// What the cmdlet prints, in the singular.
    #[must_use]
    pub fn noun(self) -> &'static str {
        let cmdlet = self.cmdlet();
        cmdlet.strip_prefix("Get-").unwrap_or(cmdlet)
    }

    /// Whether they have addresses, and others refer to them by name.
    #[must_use]
    pub fn is_recipient(self) -> bool {
        let contact = matches!(self, Self::MailContact | Self::MailUser);
        contact || self == Self::Mailbox || self.is_group()
    }

    /// Whether they are groups.
    #[must_use]
    pub fn is_group(self) -> bool {
        matches!(
            self,
            Self::DistributionGroup | Self::DynamicDistributionGroup | Self::UnifiedGroup
        )
    }

    /// The section that such objects go to.
    #[must_use]
    pub fn section(self) -> &'static Section {
        self.facts().section
    }
}
