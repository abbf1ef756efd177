//! Names everything that can be wrong in a policy or a scenario, each with its message and what to do.

mod domain;
mod value;

use super::charset::CHARSETS;
use super::unmodelled::Unmodelled;
use crate::diagnostic::{Explained, did_you_mean, near_values, remove_one};
use crate::i18n::{Text, en};
pub use domain::PatternError;
use value::{label, properties, wants};

/// What a whole file is called.
pub const POLICY: &str = en("a policy");
/// The keys of an expectation file, which is given for a policy now and then.
const OF_EXPECTATIONS: [&str; 3] = ["Policy", "Cases", "Tables"];

/// What is wrong in a policy or a scenario. The name of the variant is the problem's code.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// Some bytes are no text.
    NotUtf8,
    /// The text is not YAML, or goes over a limit.
    NotYaml {
        /// What the reader of YAML says.
        reason: Text,
        /// What the file should look like.
        help: &'static str,
    },
    /// The file or an entry is no mapping.
    NotMapping {
        /// What it should be.
        what: &'static str,
        /// What it is.
        found: Text,
        /// What to write.
        help: &'static str,
    },
    /// A name that nothing has.
    UnknownProperty {
        /// The name, as written.
        key: String,
        /// What does not have it.
        what: &'static str,
        /// A name that is nearly the same.
        near: Option<&'static str>,
    },
    /// A section of objects that Exchange has and that are not simulated.
    NotSimulated {
        /// What is written.
        section: &'static Unmodelled,
    },
    /// A property or section that is written before.
    GivenTwice {
        /// Its name.
        name: &'static str,
        /// The line where it is written before.
        first: u32,
    },
    /// A section that is neither a list nor an entry.
    NotList {
        /// Its name.
        name: &'static str,
        /// What it is.
        found: Text,
    },
    /// A value that is neither true nor false.
    NotBoolean {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
        /// The same, where it is text.
        text: Option<String>,
    },
    /// A value that is none of the property's words.
    NotWord {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
        /// The same, where it is text.
        text: Option<String>,
        /// The words.
        words: &'static [&'static str],
    },
    /// A value that is no number, or one out of range.
    NotNumber {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
        /// The word in place of a number.
        none: Option<&'static str>,
    },
    /// A value that is no character set of Set-RemoteDomain.
    NotCharset {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
        /// A character set that is nearly the same.
        near: Option<&'static str>,
    },
    /// utf-7, which Set-RemoteDomain takes and does not list.
    Utf7,
    /// A value that is no point in time.
    NotDate {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
    },
    /// A value that is no number of bytes.
    NotSize {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
    },
    /// A list or mapping where one text should be.
    NotText {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
    },
    /// Something in a list of texts that is no text.
    NotListOfText {
        /// The property.
        name: &'static str,
        /// What is written.
        found: Text,
    },
    /// A text that is no domain, wildcard or `*`.
    NotPattern {
        /// What is written.
        text: String,
        /// What is wrong with it.
        why: PatternError,
    },
    /// An accepted domain without a domain.
    AcceptedDomainWithoutName,
    /// An accepted domain that is `*`.
    AcceptedDomainIsAny,
    /// No domain is said to be the organization's own.
    NoAcceptedDomains,
    /// A remote domain without a domain.
    RemoteDomainWithoutName,
    /// A second remote domain for one domain.
    SecondRemoteDomain {
        /// The line of the first.
        first: u32,
    },
    /// No remote domain is for `*`.
    NoDefault,
    /// AllowedOOFType and IsInternal contradict each other.
    ImpossibleCoupling,
    /// A second outbound spam policy for everybody.
    SecondDefaultOutboundPolicy {
        /// The line of the first.
        first: u32,
    },
    /// An outbound spam policy that applies to nobody.
    OutboundPolicyWithoutScope,
    /// A contact that leads nowhere.
    ContactWithoutAddress {
        /// Its section.
        section: &'static str,
    },
    /// A text that is not one address, where an address should be.
    NotAddress {
        /// The property.
        name: &'static str,
        /// What is written.
        text: String,
    },
    /// An identity of two recipients.
    SharedIdentity {
        /// The identity.
        identity: String,
        /// The line of the other recipient.
        first: u32,
    },
    /// A mailbox without an address.
    MailboxWithoutAddress,
    /// Automatic replies that end before they begin.
    EndBeforeStart,
    /// An inbox rule of no mailbox.
    RuleWithoutMailbox,
    /// A mail flow rule that looks for words or patterns in no header.
    RuleWithoutHeader {
        /// The condition.
        name: &'static str,
        /// The property that names the header.
        header: &'static str,
    },
    /// A status code that no mail flow rule may reject with.
    NotStatusCode {
        /// What is written.
        text: String,
    },
    /// A sender of a connector that is no address.
    NotAddressRange {
        /// What is written.
        text: String,
    },
    /// A public address of a scenario that is none.
    NotIpAddress {
        /// What is written.
        text: String,
    },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotUtf8 => en("the file is not UTF-8").into(),
            Self::NotYaml { reason, .. } => reason.clone(),
            Self::NotMapping { what, found, .. } => Text::from(en("expected {what}, found {found}"))
                .with_text("what", *what)
                .with_text("found", found.clone()),
            Self::UnknownProperty { key, what, .. } => {
                Text::of(en("unknown property `{key}` in {what}"), [("key", key)])
                    .with_text("what", *what)
            }
            Self::NotSimulated { section } => section.message(),
            Self::GivenTwice { name, .. } => {
                Text::of(en("`{name}` is given twice"), [("name", name)])
            }
            Self::NotList { name, found } => {
                wants(en("`{name}` wants a list, found {found}"), name, found)
            }
            Self::NotBoolean { name, found, .. } => {
                wants(en("`{name}` wants true or false, found {found}"), name, found)
            }
            Self::NotWord { name, found, .. }
            | Self::NotNumber { name, found, .. }
            | Self::NotDate { name, found }
            | Self::NotSize { name, found } => {
                wants(en("{found} is not a value of `{name}`"), name, found)
            }
            Self::NotCharset { name, found, .. } => wants(
                en("{found} is not a character set that `{name}` takes"),
                name,
                found,
            ),
            Self::Utf7 => en("`utf-7` is accepted by Set-RemoteDomain but is not in the list of supported character sets").into(),
            Self::NotText { name, found } => {
                wants(en("`{name}` wants text, found {found}"), name, found)
            }
            Self::NotListOfText { name, found } => {
                wants(en("`{name}` wants a list of text, found {found}"), name, found)
            }
            Self::NotPattern { text, .. } => {
                Text::of(en("`{text}` is not a domain pattern"), [("text", text)])
            }
            Self::AcceptedDomainWithoutName => en("an accepted domain has no `DomainName`").into(),
            Self::AcceptedDomainIsAny => en("an accepted domain cannot be `*`").into(),
            Self::RemoteDomainWithoutName => en("a remote domain has no `DomainName`").into(),
            Self::SecondRemoteDomain { .. } => {
                en("this `DomainName` has a remote domain already").into()
            }
            Self::NoAcceptedDomains => en("there are no accepted domains, so nothing is known to be inside the organization").into(),
            Self::NoDefault => en("there is no Default remote domain").into(),
            Self::ImpossibleCoupling => en("`AllowedOOFType: InternalLegacy` with `IsInternal: false` cannot exist in a tenant").into(),
            Self::SecondDefaultOutboundPolicy { .. } => {
                en("there is a default outbound spam policy already").into()
            }
            Self::OutboundPolicyWithoutScope => {
                en("this outbound spam policy has no scope, so it applies to nobody").into()
            }
            Self::ContactWithoutAddress { section } => Text::of(
                en("an entry of `{name}` has no `ExternalEmailAddress` with an `@`"),
                [("name", section)],
            ),
            Self::NotAddress { name, text } => Text::of(
                en("`{name}` wants one address, found `{text}`"),
                [("name", name), ("text", text)],
            ),
            Self::SharedIdentity { identity, first } => Text::of(
                en("the recipient on line {first} has `{identity}` too, and no two recipients of an organization share a name, alias, address, distinguished name or GUID"),
                [("first", first), ("identity", identity)],
            ),
            Self::MailboxWithoutAddress => en("a mailbox has no address").into(),
            Self::EndBeforeStart => en("`EndTime` is not after `StartTime`").into(),
            Self::RuleWithoutMailbox => en("an inbox rule has no `Mailbox` with an `@`").into(),
            Self::RuleWithoutHeader { name, header } => Text::of(
                en("`{name}` is given without `{header}`"),
                [("name", name), ("header", header)],
            ),
            Self::NotStatusCode { text } => Text::of(
                en("`{text}` is not a status code that a mail flow rule rejects with"),
                [("text", text)],
            ),
            Self::NotAddressRange { text } => Text::of(
                en("`{text}` is neither an IP address nor a range, so the connector knows nobody by it"),
                [("text", text)],
            ),
            Self::NotIpAddress { text } => {
                Text::of(en("`{text}` is not an IP address"), [("text", text)])
            }
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotUtf8 => en("save the file as UTF-8").into(),
            Self::NotYaml { help, .. } | Self::NotMapping { help, .. } => (*help).into(),
            Self::UnknownProperty { near: Some(near), .. } => did_you_mean(near),
            Self::UnknownProperty { key, what, .. }
                if *what == POLICY && OF_EXPECTATIONS.iter().any(|k| key.eq_ignore_ascii_case(k)) =>
            {
                en("expectation files have it: `rdsim test` runs them").into()
            }
            Self::UnknownProperty { key, .. } if key.contains(['\u{a0}', '\u{3000}']) => {
                en("a blank here is no space (U+0020), as in text copied from a web page or typed full-width: write spaces").into()
            }
            Self::UnknownProperty { what, .. } => properties(what),
            Self::NotSimulated { section } => section.help(),
            Self::GivenTwice { first, .. } | Self::SecondRemoteDomain { first } => {
                remove_one(*first)
            }
            Self::NotList { .. } => en("start each entry with `- `").into(),
            Self::NotBoolean { name, text, .. } => {
                let other = match *name {
                    "TNEFEnabled" => en("write `true` (always), `false` (never) or `null` (follow user settings)"),
                    _ => en("write `true` or `false`"),
                };
                label(name, text.as_deref(), true).unwrap_or(other.into())
            }
            Self::NotWord { name, text, words, .. } => label(name, text.as_deref(), false)
                .unwrap_or_else(|| near_values(text.as_deref(), words)),
            Self::NotNumber { low, high, none: Some(none), .. } => Text::of(
                en("write a number from {low} to {high} or `{none}`"),
                [("low", low), ("high", high), ("none", none)],
            ),
            Self::NotNumber { low, high, none: None, .. } => Text::of(
                en("write a number from {low} to {high}"),
                [("low", low), ("high", high)],
            ),
            Self::NotCharset { near: Some(near), .. } => did_you_mean(near),
            Self::NotCharset { near: None, .. } => {
                let values = CHARSETS.join(" ");
                Text::of(en("values: {values}, or empty"), [("values", &values)])
            }
            Self::Utf7 => en("use `utf-8`").into(),
            Self::NotDate { .. } => {
                en("write it as `2026-11-24T09:00:00Z`; without an offset it is UTC").into()
            }
            Self::NotSize { .. } => {
                en("write a number of bytes, or one with its unit such as `10MB`").into()
            }
            Self::NotText { .. } => {
                en("write one value, in quotes if it has special characters").into()
            }
            Self::NotListOfText { .. } => en("write `[one, two]`").into(),
            Self::NotPattern { why, .. } => why.help(),
            Self::AcceptedDomainWithoutName => en("add `DomainName: contoso.com`").into(),
            Self::AcceptedDomainIsAny => en("name the domain").into(),
            Self::RemoteDomainWithoutName => {
                en("add `DomainName: fabrikam.com`, `\"*.fabrikam.com\"` or `\"*\"`").into()
            }
            Self::NoAcceptedDomains => en("export them with `Get-AcceptedDomain | ConvertTo-Json -Depth 3 > accepted.json` and import that file too, or write `AcceptedDomains: [contoso.com]` with your own domains").into(),
            Self::NoDefault => en("add an entry with `DomainName: \"*\"`; every tenant has one and it cannot be removed").into(),
            Self::ImpossibleCoupling => en("remove `IsInternal`, or choose another `AllowedOOFType`: each cmdlet call sets the other one too").into(),
            Self::SecondDefaultOutboundPolicy { first } => Text::of(
                en("give this one the scope of its rule, such as `From:` or `SenderDomainIs:`; the first is on line {first}"),
                [("first", first)],
            ),
            Self::OutboundPolicyWithoutScope => en("add what Get-HostedOutboundSpamFilterRule says: `From:`, `FromMemberOf:` or `SenderDomainIs:`, and `Priority:`").into(),
            Self::ContactWithoutAddress { .. } => {
                en("add `ExternalEmailAddress: someone@fabrikam.com`").into()
            }
            Self::NotAddress { .. } => en("write one address, such as `bob@fabrikam.com`; where several may stand, write a list such as `[bob@fabrikam.com, carol@fabrikam.com]`").into(),
            Self::SharedIdentity { .. } => en("remove the recipient that is listed twice, or the identity from the one that does not have it").into(),
            Self::MailboxWithoutAddress => en("add `Addresses: [alice@contoso.com]`").into(),
            Self::EndBeforeStart => {
                en("give the times as Get-MailboxAutoReplyConfiguration prints them").into()
            }
            Self::RuleWithoutMailbox => en("add `Mailbox: alice@contoso.com`").into(),
            Self::RuleWithoutHeader { header, .. } => Text::of(
                en("add the name of the header field, such as `{header}: X-Mailer`"),
                [("header", header)],
            ),
            Self::NotStatusCode { .. } => {
                en("write 5.7.1, or a code from 5.7.900 to 5.7.999").into()
            }
            Self::NotAddressRange { .. } => {
                en("write an address, or a range such as 192.0.2.0/28").into()
            }
            Self::NotIpAddress { .. } => en("write the public address that the device is seen from, such as 192.0.2.10").into(),
        }
    }
}
