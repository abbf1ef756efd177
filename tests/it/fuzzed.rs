//! Plays the fuzz targets with every fixture, and with every input that once broke something
//! (`fixtures/fuzzed/TARGET/`), without the fuzzer.

use crate::given::files;
use crate::targets;

/// The files below a folder whose names have an ending, with what they hold.
fn all(folder: &str, ending: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
    let files = files(folder, ending).into_iter();
    files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap()))
}

/// Its name, itself, and the folder and ending of the fixtures that it is given.
type Target = (&'static str, fn(&[u8]), &'static str, &'static str);

const TARGETS: [Target; 10] = [
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
    ("import", targets::import, "fixtures/audit", ""),
];

#[test]
fn no_fixture_breaks_what_the_fuzzer_asks() {
    let once: Vec<_> = all("fixtures/fuzzed", "").collect();
    for (name, target, folder, ending) in TARGETS {
        let mut played = 0;
        let own = once
            .iter()
            .filter(|(path, _)| path.contains(&format!("/fuzzed/{name}/")));
        let seeds = all(folder, ending).filter(|(path, _)| !path.contains("/fuzzed/"));
        for (path, bytes) in seeds.chain(own.cloned()) {
            let quiet = std::panic::catch_unwind(|| target(&bytes));
            assert!(quiet.is_ok(), "{name}: {path}");
            played += 1;
        }
        assert!(played > 0, "{name}");
    }
}
