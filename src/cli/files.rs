//! Reads the files that the verbs are given, apart from messages.

use super::error::{Error, of_system, problems};
use super::{input, inputs, output};
use rdsim::address;
use rdsim::i18n::{Language, en};
use rdsim::mail::walk::shown;
use rdsim::policy::{Policy, read};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes of a policy, a scenario, an expectation file or a message that it names.
pub const SMALL: u64 = read::BYTES;
/// Bytes of an export that is imported.
pub const EXPORT: u64 = 256 << 20;

/// The bytes of a file, or of standard input where it is `-`, if they are not beyond a limit.
///
/// # Errors
/// Why they cannot be read.
pub fn bytes(path: &Path, limit: u64, language: Language) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Windows says of a folder that nobody may read it.
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // Some devices have no end: read no further than the limit.
    let read = if path.as_os_str() == "-" {
        let input = input::standard_input().lock();
        input.take(limit + 1).read_to_end(&mut bytes)
    } else {
        inputs::add([&path.to_owned()]);
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)
    };
    if read? as u64 > limit {
        return Err(too_large(limit, language));
    }
    Ok(bytes)
}

/// That a file is beyond a limit.
pub fn too_large(limit: u64, language: Language) -> io::Error {
    let more = en("it has more than {number} MiB");
    io::Error::other(language.fill(more, &[("number", &(limit >> 20))]))
}

/// The bytes of a policy file, or of standard input where it is `-`, with its name.
///
/// # Errors
/// Why it cannot be read, with what to do.
pub fn load(path: &Path, language: Language) -> Result<(String, Vec<u8>), String> {
    let name = name(path);
    match bytes(path, SMALL, language) {
        Ok(bytes) => Ok((name, bytes)),
        Err(e) => {
            let error = of_system(&e).localized(language);
            let slip = slip(path).filter(|_| e.kind() != io::ErrorKind::IsADirectory);
            let error = slip.unwrap_or(Error::UnreadablePolicy { error });
            Err(error.localized(&name, language))
        }
    }
}

/// Read a policy to judge by; its warnings go to standard error.
///
/// # Errors
/// Why there is none: every problem of the file.
pub fn policy(path: &Path, language: Language) -> Result<Policy, String> {
    let (name, bytes) = load(path, language)?;
    let (policy, warnings) =
        read::read_to_judge(&name, &bytes).map_err(|p| problems(language, &p))?;
    for warning in &warnings {
        output::note(&warning.localized(language));
    }
    Ok(policy)
}

/// The error about the first path that does not exist.
#[must_use]
pub fn missing(paths: &[PathBuf], language: Language) -> Option<String> {
    let path = paths.iter().find(|p| p.as_os_str() != "-" && !p.exists())?;
    let error = slip(path).unwrap_or(Error::NoSuchMessages);
    Some(error.localized(&name(path), language))
}

/// What was given in place of a path, where nothing is there.
fn slip(path: &Path) -> Option<Error> {
    if path.exists() {
        return None;
    }
    let text = path.to_str()?;
    let quotes = ['"', '\'', '\u{201c}', '\u{201d}'];
    if address::is_address(text) {
        Some(Error::AddressAsFile)
    } else if ["http://", "https://"].iter().any(|s| text.starts_with(s)) {
        Some(Error::UrlAsFile)
    } else if text.starts_with(quotes) && text.ends_with(quotes) {
        Some(Error::QuotedName)
    } else if text.contains(['*', '?']) {
        Some(Error::PatternAsFile)
    } else {
        None
    }
}

/// Whether a file has the name of a policy.
pub fn is_named_as_yaml(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml")
}

/// A path as it is shown, with `/`.
pub fn name(path: &Path) -> String {
    shown(path).into_owned()
}
