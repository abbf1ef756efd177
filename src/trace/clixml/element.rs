//! Tells the elements of Export-Clixml apart.

use crate::import::clixml::unescape;
use quick_xml::events::BytesStart;

/// An element with the attributes that matter.
pub(super) struct Tag {
    pub(super) name: Name,
    /// What it is called as a property.
    pub(super) property: String,
    /// The number by which others refer to it.
    pub(super) id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Objs,
    Obj,
    Properties,
    List,
    Dictionary,
    Text,
    Reference,
    Nil,
    Type,
    Other,
}

/// The element that begins so.
pub(super) fn tag(start: &BytesStart) -> quick_xml::Result<Tag> {
    let local = start.local_name();
    let name = match local.into_inner() {
        "Objs" => Name::Objs,
        "Obj" => Name::Obj,
        "Props" | "MS" | "AdapterProps" => Name::Properties,
        "LST" | "IE" | "QUE" | "STK" => Name::List,
        "DCT" => Name::Dictionary,
        "ToString" => Name::Text,
        "Ref" => Name::Reference,
        "Nil" => Name::Nil,
        "TN" | "TNRef" => Name::Type,
        _ => Name::Other,
    };
    let mut tag = Tag {
        name,
        property: String::new(),
        id: String::new(),
    };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        let to = match attribute.key.as_ref() {
            "N" => &mut tag.property,
            "RefId" => &mut tag.id,
            _ => continue,
        };
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?;
        to.push_str(&value);
    }
    if tag.property.is_empty() {
        tag.property.push_str(local.into_inner());
    } else if tag.property.contains("_x") {
        tag.property = unescape(&tag.property);
    }
    Ok(tag)
}
