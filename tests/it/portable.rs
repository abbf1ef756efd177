//! Holds the modules that are compiled for every system to that, where nobody compiles them for another one.

use crate::program::{contents, root};
use std::path::Path;

#[test]
fn what_is_compiled_for_windows_uses_nothing_of_what_is_not() {
    let folder = root().join("tests/it");
    let main = contents(&folder.join("main.rs"));
    let lines: Vec<&str> = main.lines().collect();
    let (mut unix, mut every) = (Vec::new(), Vec::new());
    for (i, line) in lines.iter().enumerate() {
        let Some(name) = line.strip_prefix("mod ") else {
            continue;
        };
        let name = name.trim_end_matches(';');
        match lines[i - 1] == "#[cfg(unix)]" {
            true => unix.push(name),
            false => every.push(name),
        }
    }
    assert!(unix.contains(&"terminal") && every.contains(&"conventions"));
    for path in crate::given::files("tests/it", ".rs") {
        let below = path.strip_prefix(&folder).unwrap();
        let module = below.components().next().unwrap();
        let module = Path::new(module.as_os_str()).file_stem().unwrap();
        if !every.iter().any(|name| module == *name) {
            continue;
        }
        let text = contents(&path);
        // A line that is indented belongs to an item with a condition of its own.
        let used = text.lines().filter_map(|l| l.strip_prefix("use crate::"));
        for line in used {
            let name = line.split([':', ';', '{']).next().unwrap();
            assert!(!unix.contains(&name), "{}: {line}", below.display());
        }
    }
}
