//! Checks what is asked without a message.

use super::error::Error;
use rdsim::address;

/// Whether a sender and recipients are given, and are addresses.
///
/// # Errors
/// What is missing, or is no address.
pub fn told(from: Option<&String>, to: &[String]) -> Result<(), Error> {
    let Some(from) = from else {
        return Err(if to.is_empty() {
            Error::NoMessage
        } else {
            Error::NoSender
        });
    };
    if to.is_empty() {
        return Err(Error::NoRecipient);
    }
    are_addresses(Some(from), to)
}

/// Whether these are addresses; the sender may be the null sender.
///
/// # Errors
/// One is none.
pub fn are_addresses(from: Option<&String>, to: &[String]) -> Result<(), Error> {
    addresses(from, to, |_| true)
}

/// Whether each of these that has an `@` is one address.
///
/// # Errors
/// One is several, or has more in it.
pub fn is_one_each(from: Option<&String>, to: &[String]) -> Result<(), Error> {
    addresses(from, to, |text| text.contains('@'))
}

/// Whether those of the texts that must be are addresses; the sender may be the null sender.
fn addresses(
    from: Option<&String>,
    to: &[String],
    must_be: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let sender = from.filter(|from| !address::is_null_sender(from));
    let mut given = sender.into_iter().chain(to).filter(|text| must_be(text));
    match given.find(|text| !address::is_address(text)) {
        Some(text) => Err(Error::NotAnAddress { text: text.clone() }),
        None => Ok(()),
    }
}
