//! Names the words that settings of a remote domain may have.

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// Which out-of-office replies may go to a remote domain.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum AllowedOofType {
    /// `None`
    None,
    /// `External`
    External,
    /// `ExternalLegacy`
    ExternalLegacy,
    /// `InternalLegacy`
    InternalLegacy,
}

/// The body that leaves when the message is not TNEF.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ContentType {
    /// `MimeHtmlText`
    MimeHtmlText,
    /// `MimeText`
    MimeText,
    /// `MimeHtml`
    MimeHtml,
}

/// Transfer encoding of text that fits 7 bits.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ByteEncoder {
    /// `Undefined`
    Undefined,
    /// `Use7Bit`
    Use7Bit,
    /// `UseQP`
    #[serde(rename = "UseQP")]
    #[strum(serialize = "UseQP")]
    UseQp,
    /// `UseBase64`
    UseBase64,
    /// `UseQPHtmlDetectTextPlain`
    #[serde(rename = "UseQPHtmlDetectTextPlain")]
    #[strum(serialize = "UseQPHtmlDetectTextPlain")]
    UseQpHtmlDetectTextPlain,
    /// `UseBase64HtmlDetectTextPlain`
    UseBase64HtmlDetectTextPlain,
    /// `UseQPHtml7BitTextPlain`
    #[serde(rename = "UseQPHtml7BitTextPlain")]
    #[strum(serialize = "UseQPHtml7BitTextPlain")]
    UseQpHtml7BitTextPlain,
    /// `UseBase64Html7BitTextPlain`
    UseBase64Html7BitTextPlain,
}
