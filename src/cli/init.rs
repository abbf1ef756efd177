//! Writes a default policy, its schema and a sample message, and what CI needs; a file that exists
//! is left as it is.

mod comments;
mod own;

use super::error::{Error, problems};
use super::write::{self, Existing};
use super::{Exit, complain, files};
use clap::Args;
use rdsim::i18n::{Language, en};
use rdsim::policy::{encoding, read, schema};
use rdsim::text::shell;
use rdsim::transport::settings;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to write to
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// Also write an expectation file, a GitHub workflow and a pre-commit configuration
    #[arg(long)]
    pub ci: bool,
    /// With `--ci`: a policy that is there, for which these are written, and no default one
    #[arg(
        long,
        short,
        value_name = "FILE",
        requires = "ci",
        conflicts_with = "folder"
    )]
    pub policy: Option<PathBuf>,
}

const POLICY: &str = rdsim::embedded!("../../policies/default.yaml");

/// The name of that policy.
const DEFAULT: &str = "default.yaml";

/// The schema lies beside the policy, so that editors find it without any network.
const FOR_EDITORS: &str = "# yaml-language-server: $schema=policy.schema.json\n# The line above is for editors; `rdsim schema --output policy.schema.json --force` renews it.\n\n";

const SAMPLE: &str = "From: Alice <alice@contoso.com>\nTo: Bob <bob@fabrikam.com>\nSubject: Fwd: minutes\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMessage-ID: <minutes@contoso.com>\nX-MS-Exchange-Organization-AutoForwarded: true\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nAn inbox rule forwarded this message.\n";

const EXPECTATIONS: &str = rdsim::embedded!("init/default.rdsim.yaml");
const WORKFLOW: &str = rdsim::embedded!("init/mail-flow.yml");
const HOOKS: &str = rdsim::embedded!("init/pre-commit.yaml");

/// Where they are, below the top of a repository.
const WORKFLOW_FILE: &str = ".github/workflows/mail-flow.yml";
const HOOKS_FILE: &str = ".pre-commit-config.yaml";

/// The repository of the action, which a release is built with; nobody else knows it.
const REPOSITORY: Option<&str> = option_env!("RDSIM_REPOSITORY");

pub(super) fn run(args: &InitArgs, language: Language) -> io::Result<Exit> {
    let in_language = |text: &str| comments::localized(text, language);
    let folder = match &args.policy {
        Some(policy) => policy.parent().unwrap_or(Path::new("")),
        None => &args.folder,
    };
    let (mut files, next) = if let Some(path) = &args.policy {
        let (file, bytes) = match files::load(path, language) {
            Ok(loaded) => loaded,
            Err(why) => return Ok(complain(&why)),
        };
        let policy = match read::read(&file, &bytes) {
            Ok((policy, _)) => policy,
            Err(found) => return Ok(complain(&problems(language, &found))),
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let tests = folder.join(format!("{stem}.rdsim.yaml"));
        let own = own::expectations(&policy, &name(path), &files::name(&tests), language);
        let next = format!("rdsim test {}", shell::path(&files::name(&tests)));
        // Somebody has begun already.
        let files = match tests.exists() {
            true => Vec::new(),
            false => vec![(tests, in_language(&own))],
        };
        (files, next)
    } else {
        write::folder(folder)?;
        let policy = in_language(&[FOR_EDITORS, POLICY].concat());
        let schema = schema::file_text(&schema::schema(settings::first_paragraph));
        let files = vec![
            (folder.join(DEFAULT), policy),
            (folder.join("policy.schema.json"), schema),
            (folder.join("sample.eml"), SAMPLE.to_owned()),
        ];
        let path = |name: &str| files::name(&folder.join(name));
        let next = format!(
            "rdsim check {} {}",
            shell::option("--policy", &path(DEFAULT)),
            shell::path(&path("sample.eml"))
        );
        (files, next)
    };
    let (mut left, mut unowned) = (None, None);
    if args.ci {
        let policy = args.policy.as_deref().map_or(DEFAULT.into(), name);
        let ci = Ci::of(folder, policy)?;
        if args.policy.is_none() {
            files.push((folder.join("default.rdsim.yaml"), in_language(EXPECTATIONS)));
        }
        let workflow = ci.top.join(WORKFLOW_FILE);
        files.push((workflow.clone(), in_language(&ci.workflow())));
        unowned = REPOSITORY.is_none().then_some(workflow);
        // What `init` wrote before is as good as what it would write.
        files.retain(|(path, text)| !std::fs::read(path).is_ok_and(|there| is_text(&there, text)));
        let hooks = ci.top.join(HOOKS_FILE);
        // Many repositories have one, for much else.
        match std::fs::read(&hooks) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                files.push((hooks, in_language(&ci.hooks())))
            }
            Ok(there) if is_text(&there, &in_language(&ci.hooks())) => {}
            _ => left = Some(hooks),
        }
    }
    if let Some((path, _)) = files
        .iter()
        .find(|(path, _)| path.symlink_metadata().is_ok())
    {
        let path = files::name(path);
        let error = Error::InitFileExists { path };
        return Ok(complain(&error.localized("", language)));
    }
    let mut out = io::stdout();
    for (path, text) in files {
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            write::folder(folder)?;
        }
        write::file(&path, text.as_bytes(), Existing::Keep)?;
        let wrote = language.fill(en("wrote {path}"), &[("path", &files::name(&path))]);
        writeln!(out, "{wrote}")?;
    }
    if let Some(path) = left {
        let kept = en("left {path} as it is; the hooks for it are in docs/ci.md");
        writeln!(
            out,
            "{}",
            language.fill(kept, &[("path", &files::name(&path))])
        )?;
    }
    let next = language.fill(en("next: {command}"), &[("command", &next)]);
    writeln!(out, "{next}")?;
    if let Some(path) = unowned {
        let owner = en("next: in {path}, replace OWNER by the account that publishes rdsim");
        writeln!(
            out,
            "{}",
            language.fill(owner, &[("path", &files::name(&path))])
        )?;
    }
    Ok(Exit::Done)
}

/// The name of a file without its folder.
fn name(path: &Path) -> String {
    files::name(Path::new(path.file_name().unwrap_or_default()))
}

/// Whether a file has a text, whatever line ends and encoding an editor or git gave it.
fn is_text(bytes: &[u8], text: &str) -> bool {
    str::from_utf8(&encoding::utf8(bytes)).is_ok_and(|there| there.lines().eq(text.lines()))
}

/// What the files for CI need to know.
struct Ci {
    /// The top of the repository, as it is shown.
    top: PathBuf,
    /// The folder of the policy below it, with `/`.
    below: String,
    /// The file name of the policy.
    policy: String,
}

impl Ci {
    /// The top is the nearest folder above that git keeps, else the folder itself.
    fn of(folder: &Path, policy: String) -> io::Result<Self> {
        let here = std::fs::canonicalize(".")?;
        let whole = std::fs::canonicalize(here.join(folder))?;
        let top = whole.ancestors().find(|f| f.join(".git").exists());
        let top = top.unwrap_or(&whole);
        let below = whole.strip_prefix(top).unwrap_or(Path::new(""));
        Ok(Self {
            policy,
            below: files::name(below),
            top: if top == here {
                PathBuf::new()
            } else if top == whole {
                folder.to_owned()
            } else {
                top.to_owned()
            },
        })
    }

    fn workflow(&self) -> String {
        let filled = WORKFLOW
            .replace("{repository}", REPOSITORY.unwrap_or("OWNER/rdsim"))
            .replace("{tag}", concat!("v", env!("CARGO_PKG_VERSION")));
        self.filled(&filled)
    }

    fn hooks(&self) -> String {
        self.filled(HOOKS)
    }

    /// A template with the paths of the policy and of its tests; a string of JSON is one of YAML.
    fn filled(&self, template: &str) -> String {
        let (policy, tests) = if self.below.is_empty() {
            (self.policy.clone(), ".".to_owned())
        } else {
            (
                format!("{}/{}", self.below, self.policy),
                self.below.clone(),
            )
        };
        let quoted = |path: String| serde_json::Value::from(path).to_string();
        template
            .replace("{policy}", &quoted(policy))
            .replace("{tests}", &quoted(tests))
    }
}
