//! Writes the shapes of a report as JSON: the same bytes as serde_json, in less time.
//!
//! The names of fields are written as they are, and text is looked through for what must be
//! escaped many bytes at a time; what must be escaped is left to serde_json. `check` writes one
//! such object a message, and half of its own time went there.

use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct};
use std::fmt::{self, Display};
use std::io;

/// Write a value to `out`.
///
/// # Errors
/// It has a shape that reports do not have: a map, a tuple, a variant with values.
pub fn write(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    value.serialize(Lean(out)).map_err(io::Error::other)
}

/// A shape that is not written.
#[derive(Debug)]
struct Unwritten(String);

impl Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

type Done<T = ()> = Result<T, Unwritten>;

fn unwritten<T>(shape: &str) -> Done<T> {
    Err(Unwritten(format!("reports have no {shape}")))
}

struct Lean<'o>(&'o mut Vec<u8>);

impl Lean<'_> {
    fn raw(self, text: &[u8]) -> Done {
        self.0.extend_from_slice(text);
        Ok(())
    }

    fn number(self, number: impl itoa::Integer) -> Done {
        self.raw(itoa::Buffer::new().format(number).as_bytes())
    }
}

/// Whether a byte among these is written otherwise than it is. Eight are looked at together, the
/// last ones perhaps twice.
fn has_escaped(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().any(|b| *b < 0x20 || matches!(b, b'"' | b'\\'));
    };
    let (eights, _) = bytes.as_chunks();
    let mut eights = eights.iter().chain([last]);
    eights.any(|eight| is_one_escaped(u64::from_le_bytes(*eight)))
}

/// Whether one of eight bytes is a control character, a quote or a backslash.
fn is_one_escaped(eight: u64) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // A byte below `than` borrows; one with its high bit set is none of those looked for.
    let less = |bytes: u64, than: u64| bytes.wrapping_sub(than * EACH) & !bytes & HIGH;
    let quote = eight ^ (u64::from(b'"') * EACH);
    let backslash = eight ^ (u64::from(b'\\') * EACH);
    less(eight, 0x20) | less(quote, 1) | less(backslash, 1) != 0
}

impl<'o> ser::Serializer for Lean<'o> {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Items<'o>;
    type SerializeTuple = Impossible<(), Unwritten>;
    type SerializeTupleStruct = Impossible<(), Unwritten>;
    type SerializeTupleVariant = Impossible<(), Unwritten>;
    type SerializeMap = Impossible<(), Unwritten>;
    type SerializeStruct = Items<'o>;
    type SerializeStructVariant = Impossible<(), Unwritten>;

    fn serialize_bool(self, value: bool) -> Done {
        self.raw(if value { b"true" } else { b"false" })
    }

    fn serialize_i8(self, value: i8) -> Done {
        self.number(value)
    }

    fn serialize_i16(self, value: i16) -> Done {
        self.number(value)
    }

    fn serialize_i32(self, value: i32) -> Done {
        self.number(value)
    }

    fn serialize_i64(self, value: i64) -> Done {
        self.number(value)
    }

    fn serialize_u8(self, value: u8) -> Done {
        self.number(value)
    }

    fn serialize_u16(self, value: u16) -> Done {
        self.number(value)
    }

    fn serialize_u32(self, value: u32) -> Done {
        self.number(value)
    }

    fn serialize_u64(self, value: u64) -> Done {
        self.number(value)
    }

    fn serialize_f32(self, _: f32) -> Done {
        unwritten("fractions")
    }

    fn serialize_f64(self, _: f64) -> Done {
        unwritten("fractions")
    }

    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Done {
        if has_escaped(value.as_bytes()) {
            return serde_json::to_writer(self.0, value).map_err(ser::Error::custom);
        }
        self.0.reserve(value.len() + 2);
        self.0.push(b'"');
        self.0.extend_from_slice(value.as_bytes());
        self.0.push(b'"');
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        unwritten("bytes")
    }

    fn serialize_none(self) -> Done {
        self.raw(b"null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.raw(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.raw(b"null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        unwritten("variants with values")
    }

    fn serialize_seq(self, _: Option<usize>) -> Done<Items<'o>> {
        self.0.push(b'[');
        Ok(Items {
            out: self.0,
            first: true,
        })
    }

    fn serialize_tuple(self, _: usize) -> Done<Self::SerializeTuple> {
        unwritten("tuples")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Done<Self::SerializeTupleStruct> {
        unwritten("tuples")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Done<Self::SerializeTupleVariant> {
        unwritten("variants with values")
    }

    fn serialize_map(self, _: Option<usize>) -> Done<Self::SerializeMap> {
        unwritten("maps")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Done<Items<'o>> {
        self.0.push(b'{');
        Ok(Items {
            out: self.0,
            first: true,
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Done<Self::SerializeStructVariant> {
        unwritten("variants with values")
    }
}

/// The items of a list, or the fields of an object.
struct Items<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl Items<'_> {
    fn separate(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.separate();
        value.serialize(Lean(self.out))
    }

    fn end(self) -> Done {
        self.out.push(b']');
        Ok(())
    }
}

impl SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = Unwritten;

    // The name is known where this is called, and written there in a step or two.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        self.out.reserve(name.len() + 4);
        self.separate();
        // A field's name is one of ours, and has nothing to escape.
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Lean(self.out))
    }

    fn end(self) -> Done {
        self.out.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use proptest::prelude::*;
    use serde::Serialize;

    #[derive(Debug, Serialize)]
    struct Shape<'a> {
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<&'a str>,
        number: Option<u32>,
        negative: i64,
        truth: bool,
        nothing: (),
        letter: char,
        list: Vec<Inner>,
    }

    #[derive(Debug, Serialize)]
    struct Inner {
        name: String,
        none: Option<bool>,
        empty: Vec<u8>,
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_serde_json(
            text in "\\PC{0,20}|[\\x00-\\x7f]{0,20}",
            number: Option<u32>,
            negative: i64,
            truth: bool,
            letter: char,
            names in proptest::collection::vec("[\\x00-\\x7f]{0,8}", 0..4),
        ) {
            let shape = Shape {
                text: &text,
                left_out: truth.then_some("x"),
                number,
                negative,
                truth,
                nothing: (),
                letter,
                list: names.into_iter().map(|name| Inner { name, none: Some(truth), empty: Vec::new() }).collect(),
            };
            let mut lean = Vec::new();
            write(&mut lean, &shape).unwrap();
            prop_assert_eq!(lean, serde_json::to_vec(&shape).unwrap());
        }
    }

    #[test]
    fn what_reports_do_not_have_is_an_error() {
        let map = std::collections::BTreeMap::from([("a", 1)]);
        assert!(write(&mut Vec::new(), &map).is_err());
        assert!(write(&mut Vec::new(), &(1, 2)).is_err());
    }
}
