//! Writes a default policy, its schema and a sample message; a file that exists is left as it is.

use super::{Exit, complain, files};
use std::io::{self, Write};
use std::path::Path;

const POLICY: &str = include_str!("../../policies/default.yaml");

/// The schema lies beside the policy, so that editors find it without any network.
const FOR_EDITORS: &str = "# yaml-language-server: $schema=policy.schema.json\n# The line above is for editors; `rdsim schema > policy.schema.json` renews the schema.\n\n";

const SAMPLE: &str = "From: Alice <alice@contoso.com>\nTo: Bob <bob@fabrikam.com>\nSubject: Fwd: minutes\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <minutes@contoso.com>\nX-MS-Exchange-Organization-AutoForwarded: true\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nAn inbox rule forwarded this message.\n";

pub(super) fn run(folder: &Path) -> io::Result<Exit> {
    std::fs::create_dir_all(folder)?;
    let files = [
        ("default.yaml", [FOR_EDITORS, POLICY].concat()),
        (
            "policy.schema.json",
            rdsim::schema::text(&rdsim::schema::policy()),
        ),
        ("sample.eml", SAMPLE.to_owned()),
    ];
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        return Ok(complain(&format!(
            "error: `{}` exists already\n  help: choose another folder, as in `rdsim init tenant`; nothing was written",
            folder.join(name).display()
        )));
    }
    for (name, text) in files {
        files::write(&folder.join(name), text.as_bytes(), false)?;
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
