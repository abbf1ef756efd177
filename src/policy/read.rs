//! Reads the policy file: every problem it has is told in one run.

use super::domain::{self, Pattern};
use super::node::{self, Node, Pos, Value};
use super::{
    AllowedOofType, AutoForwardingMode, ByteEncoder, Contact, ContentType, ExternalAudience,
    Mailbox, OutboundPolicy, OutlookFormat, Policy, RemoteDomain, Scope, Set, UseMapiRichText,
};
use crate::error::{Problem, Severity};
use crate::settings;
use std::collections::HashMap;

/// Sections of a policy file.
const SECTIONS: &[&str] = &[
    "AcceptedDomains",
    "RemoteDomains",
    "HostedOutboundSpamFilterPolicies",
    "MailContacts",
    "MailUsers",
    "Mailboxes",
];

/// Properties that every real object carries and that change nothing here.
const OBJECT: &[&str] = &[
    "AdminDisplayName",
    "Comment",
    "Description",
    "DistinguishedName",
    "ExchangeObjectId",
    "ExchangeVersion",
    "Guid",
    "Id",
    "Identity",
    "ImmutableId",
    "IsDefault",
    "IsValid",
    "Name",
    "ObjectCategory",
    "ObjectClass",
    "ObjectState",
    "OrganizationalUnitRoot",
    "OrganizationId",
    "OriginatingServer",
    "PSComputerName",
    "PSShowComputerName",
    "RunspaceId",
    "WhenChanged",
    "WhenChangedUTC",
    "WhenCreated",
    "WhenCreatedUTC",
    "DisplayName",
    "Alias",
    "ExternalDirectoryObjectId",
    "ExternalDirectoryOrganizationId",
    "RecipientType",
    "RecipientTypeDetails",
];
const ACCEPTED: &[&str] = &[
    "DomainName",
    "MatchSubDomains",
    "DomainType",
    "Default",
    "AddressBookEnabled",
    "AuthenticationType",
    "CatchAllRecipientID",
    "EnableNego2Authentication",
    "InitialDomain",
    "IsCoexistenceDomain",
    "IsDefaultFederatedDomain",
    "LiveIdInstanceType",
    "OutboundOnly",
    "PendingCompletion",
    "PendingFederatedAccountNamespace",
    "PendingFederatedDomain",
    "PendingRemoval",
    "RawAuthenticationType",
    "CanHaveCloudCache",
    "SendingFromDomainDisabled",
    "SendingToDomainDisabled",
    "FederatedOrganizationLink",
    "MailFlowPartner",
    "PerimeterDuplicateDetected",
    "DualProvisioningEnabled",
    "IsDefaultNewUserDomain",
];
const OUTBOUND: &[&str] = &[
    "AutoForwardingMode",
    "Priority",
    "Enabled",
    "State",
    "From",
    "FromMemberOf",
    "SenderDomainIs",
    "ExceptIfFrom",
    "ExceptIfFromMemberOf",
    "ExceptIfSenderDomainIs",
    "ActionWhenThresholdReached",
    "BccSuspiciousOutboundAdditionalRecipients",
    "BccSuspiciousOutboundMail",
    "ConfigurationType",
    "NotifyOutboundSpam",
    "NotifyOutboundSpamRecipients",
    "RecipientLimitExternalPerHour",
    "RecipientLimitInternalPerHour",
    "RecipientLimitPerDay",
    "RecommendedPolicyType",
    "HostedOutboundSpamFilterPolicy",
    "Comments",
];
const CONTACT: &[&str] = &[
    "ExternalEmailAddress",
    "UseMapiRichTextFormat",
    "PrimarySmtpAddress",
    "EmailAddresses",
    "WindowsEmailAddress",
    "MessageFormat",
    "MessageBodyFormat",
    "MacAttachmentFormat",
    "UsePreferMessageFormat",
    "HiddenFromAddressListsEnabled",
];
const MAILBOX: &[&str] = &[
    "Addresses",
    "EmailAddresses",
    "PrimarySmtpAddress",
    "ExternalAudience",
    "OutlookInternetFormat",
    "MemberOf",
    "ForwardingSmtpAddress",
    "ForwardingAddress",
    "DeliverToMailboxAndForward",
    "WindowsEmailAddress",
    "UserPrincipalName",
    "HiddenFromAddressListsEnabled",
];

/// Character sets that Set-RemoteDomain takes.
pub const CHARSETS: &[&str] = &[
    "big5",
    "din_66003",
    "euc-jp",
    "euc-kr",
    "gb18030",
    "gb2312",
    "hz-gb-2312",
    "iso-2022-jp",
    "iso-2022-kr",
    "iso-8859-1",
    "iso-8859-13",
    "iso-8859-15",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "koi8-r",
    "koi8-u",
    "ks_c_5601-1987",
    "ns_4551-1",
    "sen_850200_b",
    "shift_jis",
    "utf-7",
    "utf-8",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
];

/// Read a policy from the bytes of its file.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error. Otherwise the
/// policy with its warnings.
pub fn read(file: &str, bytes: &[u8]) -> Result<(Policy, Vec<Problem>), Vec<Problem>> {
    let mut r = Reader {
        file,
        lines: Vec::new(),
        problems: Vec::new(),
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let good = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let tail = good.rsplit(|b| *b == b'\n').next().unwrap_or_default();
            let at = Pos {
                line: u32::try_from(good.iter().filter(|b| **b == b'\n').count() + 1).unwrap_or(1),
                column: u32::try_from(String::from_utf8_lossy(tail).chars().count() + 1)
                    .unwrap_or(1),
            };
            r.lines = vec![""; at.line as usize - 1];
            let lossy = String::from_utf8_lossy(bytes).into_owned();
            let line = lossy
                .lines()
                .nth(at.line as usize - 1)
                .unwrap_or_default()
                .to_owned();
            let mut problem = r.problem(
                Severity::Error,
                at,
                "the policy is not UTF-8".into(),
                "save the file as UTF-8".into(),
            );
            problem.source = Some(line);
            return Err(vec![problem]);
        }
    };
    r.lines = text.lines().collect();
    let root = match node::parse(text) {
        Ok(root) => root,
        Err((at, message)) => {
            r.error(at, message, "mend the YAML at this position; a policy is a mapping with sections such as `RemoteDomains:`");
            return Err(r.problems);
        }
    };
    let policy = r.policy(&root);
    r.problems.sort_by_key(|p| (p.line, p.column));
    if r.problems.iter().any(|p| p.severity == Severity::Error) {
        return Err(r.problems);
    }
    Ok((policy, r.problems))
}

/// The nearest of `words`, if it is near.
#[must_use]
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    words
        .into_iter()
        .map(|w| (distance(&wanted, &w.to_lowercase()), w))
        .filter(|(d, w)| *d <= (w.len() / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, w)| w)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(ca != *cb))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = here;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

struct Reader<'a> {
    file: &'a str,
    lines: Vec<&'a str>,
    problems: Vec<Problem>,
}

type Fields<'n> = HashMap<&'n str, (Pos, &'n Node)>;

impl Reader<'_> {
    fn problem(&self, severity: Severity, at: Pos, message: String, help: String) -> Problem {
        let source = self
            .lines
            .get((at.line as usize).saturating_sub(1))
            .map(|l| (*l).to_owned());
        Problem {
            severity,
            file: self.file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            source,
            help,
        }
    }

    fn error(&mut self, at: Pos, message: impl Into<String>, help: impl Into<String>) {
        let p = self.problem(Severity::Error, at, message.into(), help.into());
        self.problems.push(p);
    }

    fn warn(&mut self, at: Pos, message: impl Into<String>, help: impl Into<String>) {
        let p = self.problem(Severity::Warning, at, message.into(), help.into());
        self.problems.push(p);
    }

    /// The properties of a mapping: unknown and repeated ones are errors.
    fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&[&'static str]],
    ) -> Option<Fields<'n>> {
        let Value::Map(pairs) = &node.value else {
            self.error(
                node.pos,
                format!("expected {what}, found {}", node.value.describe()),
                "write `Name: value` lines here",
            );
            return None;
        };
        let mut fields = Fields::new();
        for (key, at, value) in pairs {
            let mut all = known.iter().flat_map(|k| k.iter().copied());
            let Some(name) = all.clone().find(|k| k.eq_ignore_ascii_case(key)) else {
                let help = nearest(key, &mut all).map_or_else(
                    || format!("properties of {what} are spelled as the cmdlet spells them"),
                    |near| format!("did you mean `{near}`?"),
                );
                self.error(*at, format!("unknown property `{key}` in {what}"), help);
                continue;
            };
            // The name from the table lives as long as the program.
            if let Some((first, _)) = fields.insert(name, (*at, value)) {
                self.error(
                    *at,
                    format!("`{name}` is given twice"),
                    format!("remove one of them; the first is on line {}", first.line),
                );
            }
        }
        Some(fields)
    }

    fn bool(&mut self, f: &Fields, name: &str, default: bool) -> Set<bool> {
        let Some((_, node)) = f.get(name) else {
            return Set {
                value: default,
                line: None,
            };
        };
        let value = match &node.value {
            Value::Bool(b) => Some(*b),
            Value::Text(t) => t.trim_start_matches('$').to_lowercase().parse().ok(),
            _ => None,
        };
        if value.is_none() {
            self.error(
                node.pos,
                format!(
                    "`{name}` wants true or false, found {}",
                    node.value.describe()
                ),
                "write `true` or `false`",
            );
        }
        Set {
            value: value.unwrap_or(default),
            line: Some(node.pos.line),
        }
    }

    fn text(&mut self, f: &Fields, name: &str) -> Option<Set<String>> {
        let (_, node) = f.get(name)?;
        let value = match &node.value {
            Value::Text(t) => t.clone(),
            Value::Int(i) => i.to_string(),
            Value::Null => String::new(),
            other => {
                self.error(
                    node.pos,
                    format!("`{name}` wants text, found {}", other.describe()),
                    "write one value, in quotes if it has special characters",
                );
                return None;
            }
        };
        Some(Set {
            value,
            line: Some(node.pos.line),
        })
    }

    fn list(&mut self, f: &Fields, name: &str) -> Vec<String> {
        let Some((_, node)) = f.get(name) else {
            return Vec::new();
        };
        let items = match &node.value {
            Value::Seq(items) => items.as_slice(),
            Value::Null => &[],
            _ => std::slice::from_ref(*node),
        };
        let mut out = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(t) => out.push(domain::address(t)),
                other => {
                    let found = other.describe();
                    self.error(
                        item.pos,
                        format!("`{name}` wants a list of text, found {found}"),
                        "write `[one, two]`",
                    );
                }
            }
        }
        out
    }

    fn word<T: Copy>(
        &mut self,
        f: &Fields,
        name: &str,
        all: &[T],
        word: fn(T) -> &'static str,
        default: T,
    ) -> Set<T> {
        let Some((_, node)) = f.get(name) else {
            return Set {
                value: default,
                line: None,
            };
        };
        let line = Some(node.pos.line);
        if node.value == Value::Null {
            return Set {
                value: default,
                line,
            };
        }
        let hit = match &node.value {
            Value::Text(t) => all
                .iter()
                .copied()
                .find(|v| word(*v).eq_ignore_ascii_case(t)),
            _ => None,
        };
        if hit.is_none() {
            let words: Vec<&str> = all.iter().map(|v| word(*v)).collect();
            let help = match &node.value {
                Value::Text(t) => nearest(t, words.iter().copied())
                    .map(|n| format!("did you mean `{n}`? values: {}", words.join(", "))),
                _ => None,
            };
            let help = help.unwrap_or_else(|| format!("values: {}", words.join(", ")));
            self.error(
                node.pos,
                format!("{} is not a value of `{name}`", node.value.describe()),
                help,
            );
        }
        Set {
            value: hit.unwrap_or(default),
            line,
        }
    }

    /// An integer within a range, or nothing where it is left out, null or one of `none`.
    fn number<T: TryFrom<i64>>(
        &mut self,
        f: &Fields,
        name: &str,
        low: i64,
        high: i64,
        none: &[&str],
    ) -> Set<Option<T>> {
        let Some((_, node)) = f.get(name) else {
            return Set {
                value: None,
                line: None,
            };
        };
        let line = Some(node.pos.line);
        let number = match &node.value {
            Value::Null => return Set { value: None, line },
            Value::Text(t) if t.is_empty() || none.iter().any(|n| n.eq_ignore_ascii_case(t)) => {
                return Set { value: None, line };
            }
            Value::Int(i) => Some(*i),
            Value::Text(t) => t.parse().ok(),
            _ => None,
        };
        let value = number
            .filter(|n| (low..=high).contains(n))
            .and_then(|n| T::try_from(n).ok());
        if value.is_none() {
            let or = none
                .first()
                .map_or_else(String::new, |n| format!(" or `{n}`"));
            self.error(
                node.pos,
                format!("{} is not a value of `{name}`", node.value.describe()),
                format!("write a number from {low} to {high}{or}"),
            );
        }
        Set { value, line }
    }

    fn charset(&mut self, f: &Fields, name: &str, default: &str) -> Set<String> {
        let Some(set) = self.text(f, name) else {
            return Set {
                value: default.to_owned(),
                line: None,
            };
        };
        let value = set.value.trim().to_lowercase();
        if let Some((_, node)) = f.get(name) {
            if !value.is_empty() && !CHARSETS.contains(&value.as_str()) {
                let help = nearest(&value, CHARSETS.iter().copied()).map_or_else(
                    || format!("values: {}, or empty", CHARSETS.join(" ")),
                    |n| format!("did you mean `{n}`?"),
                );
                self.error(
                    node.pos,
                    format!("`{}` is not a character set that `{name}` takes", set.value),
                    help,
                );
            } else if value == "utf-7" {
                self.warn(node.pos, "`utf-7` is accepted by Set-RemoteDomain but is not in the list of supported character sets", "use `utf-8`");
            }
        }
        Set {
            value,
            line: set.line,
        }
    }

    fn items<'n>(&mut self, f: &Fields<'n>, section: &str) -> &'n [Node] {
        match f.get(section) {
            None => &[],
            Some((_, node)) => match &node.value {
                Value::Seq(items) => items,
                Value::Null => &[],
                Value::Map(_) | Value::Text(_) => std::slice::from_ref(*node),
                other => {
                    self.error(
                        node.pos,
                        format!("`{section}` wants a list, found {}", other.describe()),
                        "start each entry with `- `",
                    );
                    &[]
                }
            },
        }
    }

    fn policy(&mut self, root: &Node) -> Policy {
        let mut policy = Policy {
            file: self.file.to_owned(),
            ..Policy::default()
        };
        let Some(f) = self.fields(root, "a policy", &[SECTIONS]) else {
            return policy;
        };
        self.accepted(&f, &mut policy);
        self.remote(&f, &mut policy, root.pos);
        self.outbound(&f, &mut policy);
        self.contacts(&f, &mut policy);
        self.mailboxes(&f, &mut policy);
        policy
    }

    fn accepted(&mut self, f: &Fields, policy: &mut Policy) {
        for node in self.items(f, "AcceptedDomains") {
            let (text, at, sub) = match &node.value {
                Value::Text(t) => (t.clone(), node.pos, false),
                _ => {
                    let Some(g) = self.fields(node, "an accepted domain", &[ACCEPTED, OBJECT])
                    else {
                        continue;
                    };
                    let Some(name) = self.text(&g, "DomainName") else {
                        self.error(
                            node.pos,
                            "an accepted domain has no `DomainName`",
                            "add `DomainName: contoso.com`",
                        );
                        continue;
                    };
                    let at = g.get("DomainName").map_or(node.pos, |(_, n)| n.pos);
                    (
                        name.value,
                        at,
                        self.bool(&g, "MatchSubDomains", false).value,
                    )
                }
            };
            match domain::pattern(&text) {
                Ok(Pattern::Exact(d)) if sub => {
                    policy.accepted.insert(Pattern::Wildcard(d), ());
                }
                Ok(Pattern::Any) => {
                    self.error(at, "an accepted domain cannot be `*`", "name the domain")
                }
                Ok(pattern) => {
                    policy.accepted.insert(pattern, ());
                }
                Err((message, help)) => self.error(at, message, help),
            }
        }
    }

    fn remote(&mut self, f: &Fields, policy: &mut Policy, root: Pos) {
        let mut seen: HashMap<Pattern, u32> = HashMap::new();
        for node in self.items(f, "RemoteDomains") {
            let Some((domain, simulated)) = self.remote_domain(node) else {
                continue;
            };
            for name in simulated {
                if !policy.not_simulated.contains(&name) {
                    policy.not_simulated.push(name);
                }
            }
            if let Some(first) = seen.insert(domain.pattern.clone(), domain.line) {
                let at = Pos {
                    line: domain.line,
                    column: self.column_of(domain.line, "DomainName"),
                };
                self.error(
                    at,
                    "this `DomainName` has a remote domain already",
                    format!("remove one of them; the first is on line {first}"),
                );
            }
            policy
                .remote
                .insert(domain.pattern.clone(), policy.remote_domains.len());
            policy.remote_domains.push(domain);
        }
        if !seen.contains_key(&Pattern::Any) {
            let at = f.get("RemoteDomains").map_or(root, |(at, _)| *at);
            self.warn(at, "there is no Default remote domain", "add an entry with `DomainName: \"*\"`; every tenant has one and it cannot be removed");
        }
    }

    fn column_of(&self, line: u32, word: &str) -> u32 {
        let text = self
            .lines
            .get((line as usize).saturating_sub(1))
            .copied()
            .unwrap_or_default();
        text.find(word).map_or(1, |b| {
            u32::try_from(text.get(..b).unwrap_or_default().chars().count() + 1).unwrap_or(1)
        })
    }

    fn remote_domain(&mut self, node: &Node) -> Option<(RemoteDomain, Vec<String>)> {
        let simulated: Vec<&'static str> = settings::REMOTE_DOMAIN_PARAMETERS.to_vec();
        let f = self.fields(
            node,
            "a remote domain",
            &[&simulated, OBJECT, &["DomainName"]],
        )?;
        let Some(name) = self.text(&f, "DomainName") else {
            self.error(
                node.pos,
                "a remote domain has no `DomainName`",
                "add `DomainName: fabrikam.com`, `\"*.fabrikam.com\"` or `\"*\"`",
            );
            return None;
        };
        let at = f.get("DomainName").map_or(node.pos, |(_, n)| n.pos);
        let pattern = match domain::pattern(&name.value) {
            Ok(pattern) => Some(pattern),
            Err((message, help)) => {
                self.error(at, message, help);
                None
            }
        };
        let charset = if pattern == Some(Pattern::Any) {
            "iso-8859-1"
        } else {
            ""
        };
        let is_internal = self.bool(&f, "IsInternal", false);
        let mut oof = self.word(
            &f,
            "AllowedOOFType",
            AllowedOofType::ALL,
            AllowedOofType::word,
            AllowedOofType::External,
        );
        let mut internal = is_internal;
        match (oof.line, internal.line) {
            (Some(_), Some(_))
                if oof.value == AllowedOofType::InternalLegacy && !internal.value =>
            {
                let at = f.get("IsInternal").map_or(node.pos, |(_, n)| n.pos);
                self.error(at, "`AllowedOOFType: InternalLegacy` with `IsInternal: false` cannot exist in a tenant", "remove `IsInternal`, or choose another `AllowedOOFType`: each cmdlet call sets the other one too");
            }
            // Set-RemoteDomain couples the two: each one, set alone, sets the other.
            (None, Some(line)) if !internal.value => {
                oof = Set {
                    value: AllowedOofType::ExternalLegacy,
                    line: Some(line),
                }
            }
            (Some(line), None) if oof.value == AllowedOofType::InternalLegacy => {
                internal = Set {
                    value: true,
                    line: Some(line),
                }
            }
            _ => {}
        }
        let domain = RemoteDomain {
            name: self
                .text(&f, "Name")
                .map_or_else(|| name.value.clone(), |n| n.value),
            line: at.line,
            allowed_oof_type: oof,
            is_internal: internal,
            auto_reply_enabled: self.bool(&f, "AutoReplyEnabled", true),
            auto_forward_enabled: self.bool(&f, "AutoForwardEnabled", true),
            delivery_report_enabled: self.bool(&f, "DeliveryReportEnabled", true),
            ndr_enabled: self.bool(&f, "NDREnabled", true),
            meeting_forward_notification_enabled: self.bool(
                &f,
                "MeetingForwardNotificationEnabled",
                false,
            ),
            tnef_enabled: {
                let null = f.get("TNEFEnabled").is_some_and(|(_, n)| {
                    matches!(&n.value, Value::Null)
                        || n.value == Value::Text(String::new())
                        || n.value == Value::Text("$null".into())
                });
                if null {
                    Set {
                        value: None,
                        line: f.get("TNEFEnabled").map(|(_, n)| n.pos.line),
                    }
                } else {
                    let set = self.bool(&f, "TNEFEnabled", false);
                    Set {
                        value: set.line.map(|_| set.value),
                        line: set.line,
                    }
                }
            },
            content_type: self.word(
                &f,
                "ContentType",
                ContentType::ALL,
                ContentType::word,
                ContentType::MimeHtmlText,
            ),
            character_set: self.charset(&f, "CharacterSet", charset),
            non_mime_character_set: self.charset(&f, "NonMimeCharacterSet", charset),
            line_wrap_size: self.number(&f, "LineWrapSize", 0, 132, &["Unlimited"]),
            byte_encoder: self.word(
                &f,
                "ByteEncoderTypeFor7BitCharsets",
                ByteEncoder::ALL,
                ByteEncoder::word,
                ByteEncoder::Undefined,
            ),
            shift_jis_code_page: self.number(
                &f,
                "PreferredInternetCodePageForShiftJis",
                50220,
                50222,
                &["Undefined"],
            ),
            required_charset_coverage: self.number(&f, "RequiredCharsetCoverage", 0, 100, &[]),
            display_sender_name: self.bool(&f, "DisplaySenderName", true),
            use_simple_display_name: self.bool(&f, "UseSimpleDisplayName", false),
            pattern: pattern?,
        };
        let mut others: Vec<String> = f
            .keys()
            .filter(|k| settings::not_simulated(k).is_some())
            .map(|k| (*k).to_owned())
            .collect();
        others.sort();
        Some((domain, others))
    }

    fn scope(&mut self, f: &Fields, prefix: &str) -> Scope {
        let name = |n: &str| format!("{prefix}{n}");
        Scope {
            from: self.list(f, &name("From")),
            member_of: self.list(f, &name("FromMemberOf")),
            domains: self
                .list(f, &name("SenderDomainIs"))
                .iter()
                .map(|d| domain::normal(d).into_owned())
                .collect(),
        }
    }

    fn outbound(&mut self, f: &Fields, policy: &mut Policy) {
        for node in self.items(f, "HostedOutboundSpamFilterPolicies") {
            let Some(g) = self.fields(node, "an outbound spam policy", &[OUTBOUND, OBJECT]) else {
                continue;
            };
            let mode = self.word(
                &g,
                "AutoForwardingMode",
                AutoForwardingMode::ALL,
                AutoForwardingMode::word,
                AutoForwardingMode::Automatic,
            );
            let scope = self.scope(&g, "");
            let except = self.scope(&g, "ExceptIf");
            let priority: Set<Option<i64>> =
                self.number(&g, "Priority", 0, i64::from(i32::MAX), &["Lowest"]);
            let enabled = self.bool(&g, "Enabled", true).value
                && self
                    .text(&g, "State")
                    .is_none_or(|s| !s.value.eq_ignore_ascii_case("Disabled"));
            policy.outbound.push(OutboundPolicy {
                name: self
                    .text(&g, "Name")
                    .map_or_else(|| "Default".into(), |n| n.value),
                line: node.pos.line,
                mode,
                enabled,
                priority: if scope.is_empty() {
                    priority.value
                } else {
                    priority.value.or(Some(i64::MAX))
                },
                scope,
                except,
            });
        }
        policy
            .outbound
            .sort_by_key(|p| (p.priority.is_none(), p.priority));
    }

    fn contacts(&mut self, f: &Fields, policy: &mut Policy) {
        for section in ["MailContacts", "MailUsers"] {
            for node in self.items(f, section) {
                let Some(g) = self.fields(
                    node,
                    "a mail contact",
                    &[CONTACT, OBJECT, &["UserPrincipalName"]],
                ) else {
                    continue;
                };
                let Some(external) = self
                    .text(&g, "ExternalEmailAddress")
                    .filter(|e| e.value.contains('@'))
                else {
                    self.error(
                        node.pos,
                        format!(
                            "an entry of `{section}` has no `ExternalEmailAddress` with an `@`"
                        ),
                        "add `ExternalEmailAddress: someone@fabrikam.com`",
                    );
                    continue;
                };
                let contact = Contact {
                    external: domain::address(&external.value),
                    rich_text: self.word(
                        &g,
                        "UseMapiRichTextFormat",
                        UseMapiRichText::ALL,
                        UseMapiRichText::word,
                        UseMapiRichText::UseDefaultSettings,
                    ),
                    line: node.pos.line,
                };
                let mut addresses = self.list(&g, "EmailAddresses");
                addresses.extend(self.list(&g, "PrimarySmtpAddress"));
                addresses.push(contact.external.clone());
                for address in addresses {
                    policy.contacts.insert(address, contact.clone());
                }
            }
        }
    }

    fn mailboxes(&mut self, f: &Fields, policy: &mut Policy) {
        for node in self.items(f, "Mailboxes") {
            let Some(g) = self.fields(node, "a mailbox", &[MAILBOX, OBJECT]) else {
                continue;
            };
            let mut addresses = self.list(&g, "Addresses");
            addresses.extend(self.list(&g, "EmailAddresses"));
            addresses.extend(self.list(&g, "PrimarySmtpAddress"));
            if addresses.is_empty() {
                self.error(
                    node.pos,
                    "a mailbox has no address",
                    "add `Addresses: [alice@contoso.com]`",
                );
            }
            let forwarding = ["ForwardingSmtpAddress", "ForwardingAddress"]
                .into_iter()
                .find_map(|name| self.text(&g, name).filter(|t| t.value.contains('@')));
            let mailbox = Mailbox {
                line: node.pos.line,
                external_audience: self.word(
                    &g,
                    "ExternalAudience",
                    ExternalAudience::ALL,
                    ExternalAudience::word,
                    ExternalAudience::All,
                ),
                outlook_format: self.word(
                    &g,
                    "OutlookInternetFormat",
                    OutlookFormat::ALL,
                    OutlookFormat::word,
                    OutlookFormat::Html,
                ),
                member_of: self.list(&g, "MemberOf"),
                forwarding: forwarding.map(|s| Set {
                    value: domain::address(&s.value),
                    line: s.line,
                }),
                deliver_and_forward: self.bool(&g, "DeliverToMailboxAndForward", false).value,
            };
            for address in addresses {
                policy.mailbox_of.insert(address, policy.mailboxes.len());
            }
            policy.mailboxes.push(mailbox);
        }
    }
}
