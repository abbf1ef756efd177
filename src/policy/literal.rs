//! Writes a value as the cmdlets print and take it.

use serde::de::{Deserialize, Deserializer, Visitor};
use std::fmt;

/// A value as the cmdlets print and take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Nothing: `$null`.
    Null,
    /// `$true` or `$false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// One of a parameter's own words.
    Word(&'static str),
    /// Text.
    Text(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Word(w) => f.write_str(w),
            Self::Text(t) => f.write_str(t),
        }
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Literal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value")
            }

            fn visit_unit<E>(self) -> Result<Literal, E> {
                Ok(Literal::Null)
            }

            fn visit_bool<E>(self, b: bool) -> Result<Literal, E> {
                Ok(Literal::Bool(b))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Literal, E> {
                Ok(Literal::Number(n))
            }

            fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
                Ok(Literal::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Literal, E> {
                Ok(Literal::Text(text))
            }
        }
        d.deserialize_any(Any)
    }
}
