//! Runs the scripts that make a release, with the real binary.

use crate::program::{RDSIM, ROOT, command, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

const REPOSITORY: &str = "contoso-it/rdsim";

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The platforms that a release is built for.
pub fn targets() -> BTreeSet<String> {
    let list: Value = serde_json::from_str(&text(&root().join("packaging/targets.json"))).unwrap();
    let list = list.as_array().unwrap().iter();
    list.map(|t| t["target"].as_str().unwrap().to_owned())
        .collect()
}

/// The archives of a release, each with a checksum of its own.
fn sums() -> Vec<(String, String)> {
    let targets = targets();
    let archives = targets.iter().flat_map(|t| {
        let windows = t.contains("-windows-").then_some("zip");
        [Some("tar.gz"), windows]
            .into_iter()
            .flatten()
            .map(move |end| format!("rdsim-v9.8.7-{t}.{end}"))
    });
    let numbered = archives.enumerate();
    numbered
        .map(|(i, name)| (format!("{:064x}", i + 0xa000), name))
        .collect()
}

fn render(sums: &[(String, String)], into: &Path) -> Output {
    let lines = sums.iter().map(|(sum, name)| format!("{sum}  {name}\n"));
    let file = into.join("SHA256SUMS");
    std::fs::write(&file, lines.collect::<String>()).unwrap();
    command("bash")
        .args(["packaging/render", "9.8.7", REPOSITORY])
        .args([&file, into])
        .output()
        .unwrap()
}

/// Whether the checksum is that of the archive that the address names.
#[track_caller]
fn fits(sums: &[(String, String)], url: &Value, sum: &Value) {
    let url = url.as_str().unwrap();
    let name = url
        .strip_prefix("https://github.com/contoso-it/rdsim/releases/download/v9.8.7/")
        .unwrap();
    let known = sums.iter().find(|(_, n)| n == name);
    assert_eq!(known.map(|(s, _)| s.as_str()), sum.as_str(), "{url}");
}

#[test]
fn every_manifest_has_the_archives_of_its_release_with_their_checksums() {
    let folder = tempfile::tempdir().unwrap();
    let sums = sums();
    let o = render(&sums, folder.path());
    assert!(o.status.success(), "{o:?}");

    let yaml = |name: &str| -> Value {
        let file = folder.path().join("winget").join(name);
        serde_yaml::from_str(&text(&file)).unwrap()
    };
    let installer = yaml("contoso-it.rdsim.installer.yaml");
    for i in installer["Installers"].as_array().unwrap() {
        fits(&sums, &i["InstallerUrl"], &i["InstallerSha256"]);
        let file = i["NestedInstallerFiles"][0]["RelativeFilePath"].as_str();
        let (folder, program) = file.unwrap().split_once('\\').unwrap();
        assert_eq!(program, "rdsim.exe");
        let url = i["InstallerUrl"].as_str().unwrap();
        assert!(url.ends_with(&format!("/{folder}.zip")), "{url}");
    }
    assert_eq!(installer["Installers"].as_array().unwrap().len(), 2);
    for (name, kind) in [
        ("contoso-it.rdsim.yaml", "version"),
        ("contoso-it.rdsim.installer.yaml", "installer"),
        ("contoso-it.rdsim.locale.en-US.yaml", "defaultLocale"),
        ("contoso-it.rdsim.locale.ja-JP.yaml", "locale"),
    ] {
        let manifest = yaml(name);
        assert_eq!(manifest["PackageIdentifier"], "contoso-it.rdsim", "{name}");
        assert_eq!(manifest["PackageVersion"], "9.8.7", "{name}");
        assert_eq!(manifest["ManifestType"], kind, "{name}");
        assert_eq!(
            manifest["ManifestVersion"], installer["ManifestVersion"],
            "{name}"
        );
    }

    let scoop = text(&folder.path().join("scoop/rdsim.json"));
    let scoop: Value = serde_json::from_str(&scoop).unwrap();
    for of in ["64bit", "arm64"] {
        let now = &scoop["architecture"][of];
        fits(&sums, &now["url"], &now["hash"]);
        // What follows a new version takes the same file of it.
        let next = &scoop["autoupdate"]["architecture"][of];
        for part in ["url", "extract_dir"] {
            let next = next[part].as_str().unwrap().replace("$version", "9.8.7");
            assert_eq!(now[part], next);
        }
    }

    let formula = text(&folder.path().join("homebrew/rdsim.rb"));
    let quoted = |line: &str| Value::from(line.split('"').nth(1).unwrap());
    let mut lines = formula.lines().map(str::trim);
    let mut urls = 0;
    while let Some(line) = lines.next() {
        if line.starts_with("url ") {
            let sum = lines.next().unwrap();
            assert!(sum.starts_with("sha256 "), "{sum}");
            fits(&sums, &quoted(line), &quoted(sum));
            urls += 1;
        }
    }
    assert_eq!(urls, 4);
}

#[test]
fn a_manifest_whose_archive_was_not_built_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut sums = sums();
    sums.retain(|(_, name)| !name.contains("aarch64-pc-windows-msvc.zip"));
    let o = render(&sums, folder.path());
    assert_eq!(o.status.code(), Some(2), "{o:?}");
    let error = String::from_utf8(o.stderr).unwrap();
    assert!(
        error.contains("@sha256 aarch64-pc-windows-msvc.zip@"),
        "{error}"
    );
}

#[test]
fn the_publisher_is_put_into_the_manifest_of_the_crate() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::create_dir(here.join("packaging")).unwrap();
    for file in ["Cargo.toml", "packaging/owner"] {
        std::fs::copy(root().join(file), here.join(file)).unwrap();
    }
    let owner = |repository: &str| {
        let script = here.join("packaging/owner");
        command("bash")
            .arg(script)
            .arg(repository)
            .output()
            .unwrap()
    };
    for wrong in ["", "contoso-it", "a/b/c", "a/b|c"] {
        assert_eq!(owner(wrong).status.code(), Some(2), "{wrong}");
    }
    let o = owner(REPOSITORY);
    assert!(o.status.success(), "{o:?}");
    let manifest = text(&here.join("Cargo.toml"));
    assert!(manifest.contains("\nrepository = \"https://github.com/contoso-it/rdsim\"\n"));
    assert!(manifest.contains("\nhomepage = \"https://contoso-it.github.io/rdsim/\"\n"));
}

/// The targets of the links in a text.
pub fn links(text: &str) -> Vec<&str> {
    let found = text.split("](").skip(1);
    found.map(|rest| rest.split(')').next().unwrap()).collect()
}

#[test]
fn outside_of_the_repository_every_link_of_readme_leads_there_and_names_the_publisher() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::create_dir(here.join("packaging")).unwrap();
    for file in [
        "Cargo.toml",
        "README.md",
        "packaging/owner",
        "packaging/readme",
    ] {
        std::fs::copy(root().join(file), here.join(file)).unwrap();
    }
    let script = |name: &str, args: &[&str]| {
        let o = command("bash").arg(here.join(name)).args(args).output();
        let o = o.unwrap();
        assert!(o.status.success(), "{o:?}");
        String::from_utf8(o.stdout).unwrap()
    };
    // Another name of the repository, as a fork may have one.
    script("packaging/owner", &["contoso-it/mail-flow"]);
    let readme = script("packaging/readme", &[]);
    assert!(!readme.contains("OWNER"), "{readme}");
    assert!(readme.contains("winget install contoso-it.rdsim"));
    let repository = "https://github.com/contoso-it/mail-flow";
    let files = format!("{repository}/blob/v{}/", env!("CARGO_PKG_VERSION"));
    let of_source = text(&root().join("README.md"));
    let all = links(&readme);
    assert_eq!(all.len(), links(&of_source).len());
    for (link, written) in all.iter().zip(links(&of_source)) {
        if written.contains("://") {
            assert!(link.starts_with(repository), "{link}");
        } else {
            let file = link.strip_prefix(&files).expect(link);
            assert_eq!(file, written);
            let file = file.split('#').next().unwrap();
            assert!(root().join(file).exists(), "{file}");
        }
    }
    // It is what PyPI and the crate show.
    let project = text(&root().join("packaging/pypi/pyproject.toml"));
    assert!(project.contains("\nreadme = \"README.md\"\n") && !project.contains("\"readme\""));
    let wheel = text(&root().join("packaging/wheel"));
    assert!(wheel.contains("\npackaging/readme >packaging/pypi/README.md\n"));
    let release = text(&root().join(".github/workflows/release.yml"));
    let (before, _) = release.split_once("cargo publish ").unwrap();
    let lines: Vec<&str> = before.lines().rev().skip(1).map(str::trim).collect();
    assert_eq!(
        lines[..2],
        ["mv filled.md README.md", "packaging/readme >filled.md"]
    );
}

/// A folder in which everything is prepared for one platform, and a program that has a page.
fn prepared(target: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for below in ["packaging", "target/prepared/docs", "target/prepared/sbom"] {
        std::fs::create_dir_all(here.join(below)).unwrap();
    }
    for file in [
        "packaging/pack",
        "packaging/readme",
        "Cargo.toml",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ] {
        std::fs::copy(root().join(file), here.join(file)).unwrap();
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        std::fs::copy(root().join(file), here.join(file)).unwrap();
    }
    for (file, content) in [
        ("packaging/page.html", "<title>a page</title>"),
        ("target/prepared/docs/index.html", "docs"),
        ("target/prepared/THIRD-PARTY-LICENSES.txt", "licences"),
    ] {
        std::fs::write(here.join(file), content).unwrap();
    }
    let sbom = format!("target/prepared/sbom/{target}.cdx.json");
    std::fs::write(here.join(sbom), "{}").unwrap();
    let program = format!("#!/bin/sh\n# <title>a page</title>\nexec '{RDSIM}' \"$@\"\n");
    std::fs::write(here.join("rdsim"), program).unwrap();
    let open = PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(here.join("rdsim"), open).unwrap();
    folder
}

fn pack(target: &str, here: &Path) -> Output {
    let mut pack = command("bash");
    pack.arg(here.join("packaging/pack"));
    pack.args([target, "rdsim", "packed"]).output().unwrap()
}

#[test]
fn an_archive_has_the_program_where_binstall_looks_and_all_that_belongs_to_it() {
    let target = "x86_64-unknown-linux-musl";
    let folder = prepared(target);
    let o = pack(target, folder.path());
    assert!(o.status.success(), "{o:?}");

    let version = env!("CARGO_PKG_VERSION");
    let filled = |key: &str| {
        let manifest = text(&root().join("Cargo.toml"));
        let lines = manifest.lines();
        let mut values = lines.filter_map(|l| l.strip_prefix(key)?.strip_prefix(" = "));
        let value = values.next().unwrap().trim_matches('"').to_owned();
        [
            ("{ version }", version),
            ("{ target }", target),
            ("{ bin }", "rdsim"),
            ("{ binary-ext }", ""),
        ]
        .iter()
        .fold(value, |value, (name, to)| value.replace(name, to))
    };
    let url = filled("pkg-url");
    let archive = folder
        .path()
        .join("packed")
        .join(url.rsplit('/').next().unwrap());
    let tar = command("tar").arg("-tzf").arg(&archive).output().unwrap();
    let listed = String::from_utf8(tar.stdout).unwrap();
    let within: BTreeSet<&str> = listed.lines().collect();
    let program = filled("bin-dir");
    assert!(within.contains(program.as_str()), "{program}: {within:?}");
    let top = program.strip_suffix("/rdsim").unwrap();
    for file in [
        "rdsim.html",
        "rdsim.cdx.json",
        "docs/index.html",
        "man/rdsim.1",
        "completions/rdsim.bash",
        "completions/rdsim.ps1",
        "completions/_rdsim",
        "LICENSE-MIT",
        "THIRD-PARTY-LICENSES.txt",
    ] {
        assert!(within.contains(format!("{top}/{file}").as_str()), "{file}");
    }

    let readme = command("tar")
        .arg("-xzOf")
        .arg(&archive)
        .arg(format!("{top}/README.md"))
        .output();
    let readme = String::from_utf8(readme.unwrap().stdout).unwrap();
    assert!(links(&readme).iter().all(|link| link.contains("://")));

    // The same again gives the same bytes, where tar can do it.
    let first = std::fs::read(&archive).unwrap();
    assert!(pack(target, folder.path()).status.success());
    if cfg!(target_os = "linux") {
        assert!(first == std::fs::read(&archive).unwrap());
    }
}

#[test]
fn a_program_without_its_page_is_not_packed() {
    let target = "x86_64-unknown-linux-musl";
    let folder = prepared(target);
    let page = folder.path().join("packaging/page.html");
    std::fs::write(&page, "<title>another page</title>").unwrap();
    let o = pack(target, folder.path());
    assert_eq!(o.status.code(), Some(2), "{o:?}");
    let error = String::from_utf8(o.stderr).unwrap();
    assert!(error.contains("has no page within it"), "{error}");
    let o = pack("riscv64gc-unknown-linux-gnu", folder.path());
    let error = String::from_utf8(o.stderr).unwrap();
    assert!(error.contains("nothing is prepared for"), "{error}");
}

#[test]
fn the_crate_has_what_it_is_built_from_and_little_else() {
    let o = std::process::Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(o.status.success(), "{o:?}");
    let list = String::from_utf8(o.stdout).unwrap();
    let mut others: BTreeSet<&str> = list.lines().filter(|l| !l.starts_with("src/")).collect();
    // It is there once the page was built.
    others.remove("packaging/page.html");
    others.remove(".cargo_vcs_info.json");
    let wanted = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "Cargo.toml.orig",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "SECURITY.md",
        "policies/default.yaml",
    ];
    assert_eq!(others, wanted.into_iter().collect());
    // Whatever is read while it is built is in it.
    for file in walkdir::WalkDir::new(root().join("src")) {
        let file = file.unwrap().into_path();
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap();
        assert!(!file.is_file() || list.lines().any(|l| l == name), "{name}");
    }
}
