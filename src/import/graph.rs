//! Tells the objects of Microsoft Graph, which lack what Exchange decides by.
//!
//! Source of their properties: the resource types of the Microsoft Graph REST API v1.0,
//! <https://learn.microsoft.com/en-us/graph/api/overview>.

use super::object::Object;

/// A resource type of Microsoft Graph that has a like in Exchange.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its name, as `@odata.type` has it behind `microsoft.graph.`.
    pub name: &'static str,
    /// Properties that it has and no object of an Exchange cmdlet has both of.
    properties: &'static [&'static str],
    /// The cmdlets that print its like.
    pub cmdlets: &'static str,
}

/// Before the name of a type.
const NAMESPACE: &str = "microsoft.graph.";

static RESOURCES: [Resource; 5] = [
    Resource {
        name: "domain",
        properties: &["isVerified", "supportedServices"],
        cmdlets: "Get-AcceptedDomain",
    },
    Resource {
        name: "group",
        properties: &["groupTypes", "securityEnabled"],
        cmdlets: "Get-DistributionGroup, Get-UnifiedGroup",
    },
    Resource {
        name: "user",
        properties: &["businessPhones", "userPrincipalName"],
        cmdlets: "Get-Mailbox, Get-MailUser",
    },
    Resource {
        name: "mailboxSettings",
        properties: &["automaticRepliesSetting"],
        cmdlets: "Get-MailboxAutoReplyConfiguration",
    },
    Resource {
        name: "messageRule",
        properties: &["isReadOnly", "sequence"],
        cmdlets: "Get-InboxRule",
    },
];

/// The resource type of an object: by its type, or by properties.
pub(super) fn of(object: &Object) -> Option<&'static Resource> {
    let has_type = |name: &str| {
        let mut types = object.types.iter();
        types.any(|t| t.strip_prefix(NAMESPACE) == Some(name))
    };
    let is = |r: &&Resource| has_type(r.name) || r.properties.iter().all(|p| object.has(p));
    RESOURCES.iter().find(is)
}
