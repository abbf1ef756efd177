//! Reads rows that say who is in a group: the cmdlets' own objects of members do not name it, so
//! exports name it in a column of their own, in many spellings.

use super::object::Object;
use super::value;
use crate::policy::document::{Node, Value};

/// What the columns of a group are called, apart from what follows.
const GROUP: [&str; 10] = [
    "distributiongroup",
    "distributionlist",
    "dynamicdistributiongroup",
    "unifiedgroup",
    "microsoft365group",
    "office365group",
    "m365group",
    "o365group",
    "group",
    "dl",
];

/// What the columns of a member are called, apart from what follows.
const MEMBER: [&str; 6] = [
    "distributiongroupmember",
    "groupmember",
    "member",
    "subscriber",
    "recipient",
    "user",
];

/// What may follow, the best to know a recipient by first.
const SUFFIXES: [&str; 21] = [
    "primarysmtpaddress",
    "primarysmtp",
    "smtpaddress",
    "smtp",
    "emailaddress",
    "email",
    "mailaddress",
    "mail",
    "address",
    "userprincipalname",
    "upn",
    "externaldirectoryobjectid",
    "objectid",
    "guid",
    "identity",
    "name",
    "",
    "alias",
    "displayname",
    "title",
    "id",
];

/// Properties of a recipient by which a row without columns of its own knows it.
const PLAIN: [&str; 12] = [
    "PrimarySmtpAddress",
    "EmailAddress",
    "Email",
    "SmtpAddress",
    "Mail",
    "WindowsEmailAddress",
    "UserPrincipalName",
    "ExternalDirectoryObjectId",
    "Identity",
    "Name",
    "Alias",
    "DisplayName",
];

/// The first of these that are addresses.
const ADDRESSES: usize = 6;

/// Types of recipients that are not mail-enabled: nothing is sent to them, though groups may have
/// them.
const WITHOUT_MAIL: [&str; 10] = [
    "User",
    "DisabledUser",
    "LinkedUser",
    "Contact",
    "Computer",
    "Group",
    "UniversalDistributionGroup",
    "UniversalSecurityGroup",
    "NonUniversalGroup",
    "RoleGroup",
];

/// Lists of the members of a group.
pub(super) const LISTS: [&str; 3] = ["Members", "Subscribers", "Owners"];

/// How somebody belongs to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    /// As a member.
    Member,
    /// As a subscriber of a Microsoft 365 group.
    Subscriber,
    /// As an owner, who gets nothing by that.
    Owner,
}

/// A row that says who is in a group.
#[derive(Debug)]
pub(super) struct Row {
    /// What it knows the group by, the best first.
    pub(super) group: Vec<String>,
    /// The members, each by what knows them best.
    pub(super) members: Vec<String>,
    /// How they belong to it.
    pub(super) link: Link,
    /// Whether it is a Microsoft 365 group, as far as the row says so.
    pub(super) unified: bool,
}

/// Whether an object is a row that says who is in a group.
pub(super) fn is(object: &Object) -> bool {
    let named = columns(object, &GROUP, ANY);
    let member = !columns(object, &MEMBER, ANY).is_empty();
    if named.is_empty() {
        // `Name, PrimarySmtpAddress, Member`: what is not of the member is of the group.
        let own = columns(object, &["member", "groupmember"], ANY);
        return !own.is_empty() && !plain(object).is_empty();
    }
    // An identity of a group alone may be a property of the group itself.
    let strong = columns(object, &GROUP, "id");
    member || !strong.is_empty() && (has_list(object) || !plain(object).is_empty())
}

/// No suffix is refused.
const ANY: &str = "-";

/// A row, where an object is one.
pub(super) fn row(object: &Object) -> Row {
    let mut group = columns(object, &GROUP, ANY);
    let mut member = columns(object, &MEMBER, ANY);
    if group.is_empty() {
        group = plain(object);
    } else {
        member.extend(plain(object));
    }
    let mut link = Link::Member;
    let mut members = Vec::new();
    if let Some((name, node)) = list(object) {
        link = Link::of(name);
        members = several(node);
    } else {
        let address = member.iter().find(|text| text.contains('@'));
        members.extend(address.or(member.first()).cloned());
    }
    if is_without_mail(object) {
        members.clear();
    }
    if let Some(said) = text(object, "LinkType") {
        link = Link::of(&said);
    } else if object
        .properties
        .iter()
        .any(|(name, ..)| plainly(name).starts_with("subscriber"))
    {
        link = Link::Subscriber;
    }
    let unified = link == Link::Subscriber
        || object.has("LinkType")
        || object.properties.iter().any(|(name, _, node)| {
            let name = plainly(name);
            let kind = name == "grouptype" || name == "grouprecipienttypedetails";
            name.starts_with("unifiedgroup")
                || name.contains("365group")
                || kind
                    && matches!(value::simple(&node.value), Value::Text(t) if t.contains("GroupMailbox") || t.contains("365"))
        });
    Row {
        group,
        members,
        link,
        unified,
    }
}

impl Link {
    /// What a column or a value of LinkType says.
    pub(super) fn of(name: &str) -> Self {
        match name.to_lowercase() {
            name if name.starts_with("subscriber") => Self::Subscriber,
            name if name.starts_with("owner") => Self::Owner,
            _ => Self::Member,
        }
    }
}

/// A name without what differs between exports: `Group_Email` and `group email` are `groupemail`.
fn plainly(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn text(object: &Object, name: &str) -> Option<String> {
    given(object.get(name)?)
}

fn given(node: &Node) -> Option<String> {
    match value::simple(&node.value) {
        Value::Text(t) if !t.trim().is_empty() => Some(t.trim().to_owned()),
        _ => None,
    }
}

/// The values of the columns with one of these names and a known suffix other than one, the best
/// first.
fn columns(object: &Object, names: &[&str], not: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, _, node) in &object.properties {
        let name = plainly(name);
        let rests = names.iter().filter_map(|n| name.strip_prefix(n));
        let ranks = rests.filter_map(|rest| SUFFIXES.iter().position(|s| *s == rest && *s != not));
        if let (Some(rank), Some(text)) = (ranks.min(), given(node)) {
            found.push((rank, text));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, text)| text).collect()
}

/// Whether an object is an account, a contact or a group without an address.
pub(super) fn is_without_mail(object: &Object) -> bool {
    let mut types = ["RecipientTypeDetails", "RecipientType"].iter();
    let kind = types.find_map(|name| text(object, name));
    let addresses = PLAIN.iter().take(ADDRESSES);
    let mut addresses = addresses.filter_map(|name| text(object, name));
    kind.is_some_and(|kind| WITHOUT_MAIL.iter().any(|w| w.eq_ignore_ascii_case(&kind)))
        && !addresses.any(|text| text.contains('@'))
}

/// What an object that is a recipient is known by, the best first.
pub(super) fn plain(object: &Object) -> Vec<String> {
    PLAIN.iter().filter_map(|n| text(object, n)).collect()
}

fn has_list(object: &Object) -> bool {
    LISTS.iter().any(|name| object.has(name))
}

fn list(object: &Object) -> Option<(&'static str, &Node)> {
    LISTS.iter().find_map(|n| Some((*n, object.get(n)?)))
}

/// The items of a list of recipients, in any of the forms in which scripts join them.
pub(super) fn several(node: &Node) -> Vec<String> {
    let one = |node: &Node| {
        let pairs = node.pairs();
        let known = PLAIN.iter().find_map(|name| {
            let mut all = pairs.iter();
            let (_, _, node) = all.find(|(n, ..)| n.eq_ignore_ascii_case(name))?;
            given(node)
        });
        known.or_else(|| given(node))
    };
    match &node.value {
        Value::Seq(items) => items.iter().filter_map(one).collect(),
        Value::Text(text) => split(text),
        Value::Map(_) => match value::simple(&node.value) {
            Value::Seq(items) => items.iter().filter_map(one).collect(),
            _ => one(node).into_iter().collect(),
        },
        _ => Vec::new(),
    }
}

/// The items of a joined list: a name may have a comma where another delimiter is used.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    let text = inner.unwrap_or(text);
    let delimiters: &[char] = if text.contains(['|', ';', '\n']) {
        &['|', ';', '\n']
    } else {
        &[',']
    };
    let items = text.split(delimiters).map(str::trim);
    items
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}
