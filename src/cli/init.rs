//! Writes a default policy and a sample message; a file that exists is left as it is.

use super::{Exit, complain};
use std::io::{self, Write};
use std::path::Path;

const FILES: [(&str, &str); 2] = [
    ("default.yaml", include_str!("../../policies/default.yaml")),
    (
        "sample.eml",
        "From: Alice <alice@contoso.com>\nTo: Bob <bob@fabrikam.com>\nSubject: Fwd: minutes\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <minutes@contoso.com>\nX-MS-Exchange-Organization-AutoForwarded: true\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nAn inbox rule forwarded this message.\n",
    ),
];

pub(super) fn run(folder: &Path) -> io::Result<Exit> {
    std::fs::create_dir_all(folder)?;
    if let Some((name, _)) = FILES.iter().find(|(name, _)| folder.join(name).exists()) {
        return Ok(complain(&format!(
            "error: `{}` exists already\n  help: choose another folder, as in `rdsim init tenant`; nothing was written",
            folder.join(name).display()
        )));
    }
    for (name, text) in FILES {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist_noclobber(folder.join(name))
            .map_err(|e| e.error)?;
        writeln!(io::stdout(), "wrote {}", folder.join(name).display())?;
    }
    writeln!(
        io::stdout(),
        "next: rdsim check --policy {} {}",
        folder.join("default.yaml").display(),
        folder.join("sample.eml").display()
    )?;
    Ok(Exit::Done)
}
