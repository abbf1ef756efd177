//! Describes the files that people write as JSON Schemas, for editors and validators.
//!
//! A schema never flags what the reader takes: names and words in any case, one entry in place
//! of a list, `$true`. What it offers to complete is the cmdlets' own spelling of what matters.
//! Only keywords that draft 7 and 2020-12 share are used, because editors know one or the other.

mod expectations;
mod policy;
mod shape;

pub use expectations::expectations;
pub use policy::policy;

use serde_json::Value;

/// A schema as the text of a file.
#[must_use]
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}
