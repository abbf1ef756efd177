//! Writes a default policy, its schema and a sample message, the configuration file that names the
//! policy, and what CI needs; a file that exists is left as it is.

mod own;

use super::error::{Error, problems};
use super::write::{self, Existing};
use super::{Exit, complain, config, files};
use clap::Args;
use rdsim::i18n::{self, Language, comments, en};
use rdsim::policy::{Policy, encoding, read, schema};
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
    /// A policy that is there, in place of a default one: write rdsim.toml, and with `--ci` the
    /// others, for it
    #[arg(long, short, value_name = "FILE", conflicts_with = "folder")]
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
const CONFIG: &str = rdsim::embedded!("init/rdsim.toml");

/// Japanese of their comments.
const JAPANESE: &str = rdsim::embedded!("../i18n/ja.init.txt");

/// Where they are, below the top of a repository.
const WORKFLOW_FILE: &str = ".github/workflows/mail-flow.yml";
const HOOKS_FILE: &str = ".pre-commit-config.yaml";

/// The repository of the action, which a release is built with; nobody else knows it.
const REPOSITORY: Option<&str> = option_env!("RDSIM_REPOSITORY");

/// What stands in its place where it is not known.
pub(super) const UNPUBLISHED: &str = "OWNER/rdsim";

pub(super) fn run(args: &InitArgs, language: Language) -> io::Result<Exit> {
    let in_language = |text: &str| match language {
        Language::English => text.to_owned(),
        Language::Japanese => comments::translated(text, &i18n::entries(JAPANESE).collect()),
    };
    let folder = match &args.policy {
        Some(policy) => policy.parent().unwrap_or(Path::new("")),
        None => &args.folder,
    };
    let own = match &args.policy {
        Some(path) => match own_policy(path, language) {
            Ok(policy) => Some((path, policy)),
            Err(why) => return Ok(complain(&why)),
        },
        None if folder.is_file() => {
            let error = Error::InitInFile;
            return Ok(complain(&error.localized(&files::name(folder), language)));
        }
        None => {
            write::folder(folder)?;
            None
        }
    };
    let policy = args.policy.as_deref().map_or(DEFAULT.into(), name);
    let place = if args.ci {
        Place::in_repository(folder, policy)?
    } else {
        Place::beside(folder, policy)
    };
    let config = place.top.join(config::NAME);
    let config_text = in_language(&place.filled(CONFIG));
    let names_policy = match std::fs::read(&config) {
        Ok(there) => is_text(&there, &config_text),
        Err(e) => e.kind() == io::ErrorKind::NotFound,
    };
    // Where the next command is typed, it is found.
    let is_here = [Path::new(""), Path::new(".")].contains(&place.top.as_path());
    let (mut files, next) = if let Some((path, policy)) = &own {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let tests = folder.join(format!("{stem}.rdsim.yaml"));
        // Somebody has begun already.
        let files = if !args.ci || tests.exists() {
            Vec::new()
        } else {
            let own = own::expectations(policy, &name(path), &files::name(&tests), language);
            vec![(tests.clone(), in_language(&own))]
        };
        let next = if args.ci {
            format!("rdsim test {}", shell::path(&files::name(&tests)))
        } else if names_policy && is_here {
            "rdsim doctor".to_owned()
        } else {
            format!("rdsim doctor {}", shell::path(&policy.file))
        };
        (files, next)
    } else {
        let policy = in_language(&[FOR_EDITORS, POLICY].concat());
        let schema = schema::file_text(&schema::schema(settings::first_paragraph));
        let files = vec![
            (folder.join(DEFAULT), policy),
            (folder.join("policy.schema.json"), schema),
            (folder.join("sample.eml"), SAMPLE.to_owned()),
        ];
        let path = |name: &str| files::name(&folder.join(name));
        let sample = path("sample.eml");
        let sample = shell::path(&sample);
        let next = if names_policy && is_here {
            format!("rdsim check {sample}")
        } else {
            let policy = shell::option("--policy", &path(DEFAULT));
            format!("rdsim check {policy} {sample}")
        };
        (files, next)
    };
    let mut left = Vec::new();
    let mut unowned = None;
    if args.ci {
        if args.policy.is_none() {
            files.push((folder.join("default.rdsim.yaml"), in_language(EXPECTATIONS)));
        }
        let workflow = place.top.join(WORKFLOW_FILE);
        files.push((workflow.clone(), in_language(&place.workflow())));
        unowned = REPOSITORY.is_none().then_some(workflow);
        // What `init` wrote before is as good as what it would write.
        files.retain(|(path, text)| !std::fs::read(path).is_ok_and(|there| is_text(&there, text)));
        let hooks = place.top.join(HOOKS_FILE);
        // Many repositories have one, for much else.
        match std::fs::read(&hooks) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                files.push((hooks, in_language(&place.filled(HOOKS))))
            }
            Ok(there) if is_text(&there, &in_language(&place.filled(HOOKS))) => {}
            _ => left.push((
                hooks,
                en("left {path} as it is; the hooks for it are in docs/ci.md"),
            )),
        }
    }
    if !names_policy {
        let kept = en("left {path} as it is; its key `policy` is for the verbs without `--policy`");
        left.push((config, kept));
    } else if config.symlink_metadata().is_err() {
        files.push((config, config_text));
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
    for (path, kept) in left {
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

/// The policy that is there, or why it cannot be read.
fn own_policy(path: &Path, language: Language) -> Result<Policy, String> {
    let (file, bytes) = files::load(path, language)?;
    let read = read::read(&file, &bytes);
    read.map(|(policy, _)| policy)
        .map_err(|found| problems(language, &found))
}

/// The name of a file without its folder.
fn name(path: &Path) -> String {
    files::name(Path::new(path.file_name().unwrap_or_default()))
}

/// Whether a file has a text, whatever line ends and encoding an editor or git gave it.
fn is_text(bytes: &[u8], text: &str) -> bool {
    str::from_utf8(&encoding::utf8(bytes)).is_ok_and(|there| there.lines().eq(text.lines()))
}

/// Where the policy is, for the files that name it.
struct Place {
    /// The folder of these files, as it is shown: with `--ci` the top of the repository.
    top: PathBuf,
    /// The folder of the policy below it, with `/`.
    below: String,
    /// The file name of the policy.
    policy: String,
}

impl Place {
    /// These files are beside the policy.
    fn beside(folder: &Path, policy: String) -> Self {
        Self {
            policy,
            below: String::new(),
            top: folder.to_owned(),
        }
    }

    /// The top is the nearest folder above that git keeps, else the folder itself.
    fn in_repository(folder: &Path, policy: String) -> io::Result<Self> {
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
            .replace("{repository}", REPOSITORY.unwrap_or(UNPUBLISHED))
            .replace("{tag}", concat!("v", env!("CARGO_PKG_VERSION")));
        self.filled(&filled)
    }

    /// A template with the paths of the policy and of its tests; a string of JSON is one of YAML,
    /// and of TOML but for one character.
    fn filled(&self, template: &str) -> String {
        let (policy, tests) = if self.below.is_empty() {
            (self.policy.clone(), ".".to_owned())
        } else {
            (
                format!("{}/{}", self.below, self.policy),
                self.below.clone(),
            )
        };
        let quoted = |path: String| {
            let quoted = serde_json::Value::from(path).to_string();
            quoted.replace('\u{7f}', "\\u007f")
        };
        template
            .replace("{policy}", &quoted(policy))
            .replace("{tests}", &quoted(tests))
    }
}
