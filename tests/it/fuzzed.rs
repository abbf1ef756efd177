//! Plays the fuzz targets with every fixture, and with every input that once broke something
//! (`fixtures/fuzzed/TARGET/`), without the fuzzer.

use crate::targets;
use std::path::Path;

/// The files below a folder of the project.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let files = all.map(Result::unwrap).filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            let path = e.into_path();
            (path.display().to_string(), std::fs::read(path).unwrap())
        })
        .collect()
}

/// Its name, itself, and the folder and ending of the fixtures that it is given.
type Target = (&'static str, fn(&[u8]), &'static str, &'static str);

const TARGETS: [Target; 9] = [
    ("eml", targets::eml, "fixtures", ".eml"),
    ("forms", targets::forms, "fixtures", ".eml"),
    ("mbox", targets::mbox, "fixtures", ".eml"),
    ("msg", targets::msg, "fixtures", ".eml"),
    ("tnef", targets::tnef, "fixtures", ".eml"),
    ("policy", targets::policy, "policies", ".yaml"),
    (
        "expectations",
        targets::expectations,
        "policies",
        ".rdsim.yaml",
    ),
    ("trace", targets::trace, "fixtures/traces", ""),
    ("import", targets::import, "fixtures/exports", ""),
];

#[test]
fn no_fixture_breaks_what_the_fuzzer_asks() {
    let once = files("fixtures/fuzzed");
    for (name, target, folder, ending) in TARGETS {
        let mut played = 0;
        let own = once
            .iter()
            .filter(|(path, _)| path.contains(&format!("/fuzzed/{name}/")));
        let seeds = files(folder).into_iter();
        let seeds = seeds.filter(|(path, _)| path.ends_with(ending) && !path.contains("/fuzzed/"));
        for (path, bytes) in seeds.chain(own.cloned()) {
            let quiet = std::panic::catch_unwind(|| target(&bytes));
            assert!(quiet.is_ok(), "{name}: {path}");
            played += 1;
        }
        assert!(played > 0, "{name}");
    }
}
