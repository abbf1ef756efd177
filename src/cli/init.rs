//! Writes a default policy, its schema and a sample message; a file that exists is left as it is.

use super::error::Error;
use super::write::{self, Existing};
use super::{Exit, complain};
use rdsim::i18n::{Language, en};
use rdsim::policy::schema;
use rdsim::transport::settings;
use std::io::{self, Write};
use std::path::Path;

const POLICY: &str = include_str!("../../policies/default.yaml");

/// The schema lies beside the policy, so that editors find it without any network.
const FOR_EDITORS: &str = "# yaml-language-server: $schema=policy.schema.json\n# The line above is for editors; `rdsim schema > policy.schema.json` renews the schema.\n\n";

const SAMPLE: &str = "From: Alice <alice@contoso.com>\nTo: Bob <bob@fabrikam.com>\nSubject: Fwd: minutes\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <minutes@contoso.com>\nX-MS-Exchange-Organization-AutoForwarded: true\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nAn inbox rule forwarded this message.\n";

pub(super) fn run(folder: &Path, language: Language) -> io::Result<Exit> {
    write::folder(folder)?;
    let files = [
        ("default.yaml", [FOR_EDITORS, POLICY].concat()),
        (
            "policy.schema.json",
            schema::file_text(&schema::schema(settings::first_paragraph)),
        ),
        ("sample.eml", SAMPLE.to_owned()),
    ];
    if let Some((name, _)) = files
        .iter()
        .find(|(name, _)| folder.join(name).symlink_metadata().is_ok())
    {
        let path = folder.join(name).display().to_string();
        let error = Error::InitFileExists { path };
        return Ok(complain(&error.localized("", language)));
    }
    for (name, text) in files {
        let path = folder.join(name);
        write::file(&path, text.as_bytes(), Existing::Keep)?;
        let wrote = language.fill(en("wrote {path}"), &[("path", &path.display())]);
        writeln!(io::stdout(), "{wrote}")?;
    }
    let command = format!(
        "rdsim check --policy {} {}",
        folder.join("default.yaml").display(),
        folder.join("sample.eml").display()
    );
    let next = language.fill(en("next: {command}"), &[("command", &command)]);
    writeln!(io::stdout(), "{next}")?;
    Ok(Exit::Done)
}
