//! Reads the files that the verbs are given: policies, and messages in files and folders.

use rdsim::error::Problem;
use rdsim::policy::{Policy, read};
use std::io::{self, Read, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The bytes of a policy file, or of standard input where it is `-`, with its name.
///
/// # Errors
/// Why it cannot be read, with what to do.
pub fn load(path: &Path) -> Result<(String, Vec<u8>), String> {
    let name = name(path);
    let mut bytes = Vec::new();
    let read = if name == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    match read {
        Ok(bytes) => Ok((name, bytes)),
        Err(e) => Err(format!(
            "{name}: error: the policy cannot be read: {e}\n  help: give the path of a policy file, or write one with `rdsim init` or `rdsim import`"
        )),
    }
}

/// Read a policy; its warnings go to standard error.
///
/// # Errors
/// Why there is none: every problem of the file.
pub fn policy(path: &Path, quiet: bool) -> Result<Policy, String> {
    let (name, bytes) = load(path)?;
    let (policy, warnings) = read::read(&name, &bytes).map_err(|p| told(&p))?;
    for warning in warnings.iter().filter(|_| !quiet) {
        // Who closed standard error does not want to know.
        let _ = writeln!(io::stderr(), "{warning}");
    }
    Ok(policy)
}

/// Problems as they are printed.
#[must_use]
pub fn told(problems: &[Problem]) -> String {
    let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
    text.join("\n")
}

/// The complaint about the first path that does not exist.
#[must_use]
pub fn missing(paths: &[PathBuf]) -> Option<String> {
    let path = paths.iter().find(|p| p.as_os_str() != "-" && !p.exists())?;
    Some(format!(
        "{}: error: no such file or folder\n  help: give message files (.eml), folders, or `-`",
        path.display()
    ))
}

/// A message file, or why there is none.
pub type Found = Result<PathBuf, (PathBuf, String)>;

/// The messages under a path in a fixed order; a folder gives its .eml files, and what of it
/// cannot be read.
fn walk(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(path.to_owned())));
    }
    let walk = walkdir::WalkDir::new(path)
        .follow_links(true)
        // Of one folder, so the paths compare as the names do, and need not be taken apart.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    Box::new(walk.into_iter().filter_map(|entry| match entry {
        Ok(e) if e.file_type().is_dir() => None,
        Ok(e) => {
            let name = e.path().as_os_str().as_encoded_bytes();
            let is_message = name
                .last_chunk::<4>()
                .is_some_and(|end| end.eq_ignore_ascii_case(b".eml"));
            let is_file = e.file_type().is_file();
            is_message.then(|| {
                if is_file {
                    Ok(e.into_path())
                } else {
                    Err((e.into_path(), "it is not a regular file".into()))
                }
            })
        }
        Err(e) => {
            let path = e.path().unwrap_or(Path::new("")).to_owned();
            let reason = match e.io_error() {
                Some(e) => format!("it cannot be read: {e}"),
                None => "the link leads back to a folder above it".into(),
            };
            Some(Err((path, reason)))
        }
    }))
}

/// The messages under some paths, so many at a time.
pub fn chunks(paths: &[PathBuf], size: usize) -> impl Iterator<Item = Vec<Found>> + Send {
    let mut found = paths.iter().flat_map(|p| walk(p));
    std::iter::from_fn(move || {
        let chunk: Vec<Found> = found.by_ref().take(size).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// Read a message into `bytes`, which it empties first.
///
/// # Errors
/// Why it cannot be read.
pub fn message(found: &Found, bytes: &mut Vec<u8>) -> Result<(), String> {
    bytes.clear();
    let read = match found {
        Ok(path) if path.as_os_str() == "-" => io::stdin().lock().read_to_end(bytes),
        // `take` spares the question for the size, which costs as much as a small read.
        Ok(path) => std::fs::File::open(path).and_then(|f| f.take(u64::MAX).read_to_end(bytes)),
        Err((_, reason)) => return Err(reason.clone()),
    };
    read.map(|_| ())
        .map_err(|e| format!("the file cannot be read: {e}"))
}

/// The name of a message file, or of what is in its place.
pub fn name_of(found: &Found) -> String {
    match found {
        Ok(path) | Err((path, _)) => name(path),
    }
}

/// A path as it is shown, with `/`.
pub fn name(path: &Path) -> String {
    let name = match path.to_str() {
        Some(name) => name.to_owned(),
        None => path.to_string_lossy().into_owned(),
    };
    if MAIN_SEPARATOR == '/' {
        name
    } else {
        name.replace(MAIN_SEPARATOR, "/")
    }
}

/// A file with these bytes in the folder of `path`, to take its name when it is whole.
///
/// # Errors
/// Why it cannot be written.
pub fn aside(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Write a file, whole or not at all, in place of the one that may be there.
///
/// # Errors
/// Why it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    aside(path, bytes)?.persist(path).map_err(|e| e.error)?;
    Ok(())
}
