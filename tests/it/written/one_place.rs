//! Holds all writing of files to the one module that knows what it may write over.

use crate::given::files;
use crate::program::root;
use syn::visit::{self, Visit};

/// The module.
const PLACE: &str = "src/cli/write";

/// Functions of `std::fs` that change files or folders.
const CHANGES: [&str; 11] = [
    "copy",
    "create_dir",
    "create_dir_all",
    "hard_link",
    "remove_dir",
    "remove_dir_all",
    "remove_file",
    "rename",
    "set_permissions",
    "soft_link",
    "write",
];

/// Whether what a path names changes files: these functions, and what opens a file to write. What
/// `tempfile` makes without a name is gone with the process.
fn writes(path: &[String]) -> bool {
    let types = ["OpenOptions", "DirBuilder", "NamedTempFile", "TempPath"];
    let nameless = ["tempfile", "spooled_tempfile", "SpooledTempFile"];
    let pair = |before: &str, name: &str| match before {
        "fs" => CHANGES.contains(&name),
        "File" => matches!(
            name,
            "create" | "create_new" | "create_buffered" | "options"
        ),
        "tempfile" => !nameless.contains(&name),
        _ => false,
    };
    path.iter().any(|name| types.contains(&name.as_str()))
        || path.windows(2).any(|two| pair(&two[0], &two[1]))
}

/// The paths in a file, without those of its tests.
struct Paths {
    found: Vec<String>,
}

impl Paths {
    fn see(&mut self, path: &[String]) {
        if writes(path) {
            self.found.push(path.join("::"));
        }
    }

    fn imported(&mut self, tree: &syn::UseTree, before: &[String]) {
        let and = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.imported(&path.tree, &and(&path.ident)),
            syn::UseTree::Name(name) => self.see(&and(&name.ident)),
            syn::UseTree::Rename(name) => self.see(&and(&name.ident)),
            // Everything there is among them.
            syn::UseTree::Glob(_) => self.see(&[before, &["write".to_owned()]].concat()),
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|tree| self.imported(tree, before));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.see(&names);
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.imported(&item.tree, &[]);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            visit::visit_item_mod(self, item);
        }
    }
}

fn found(source: &str) -> Vec<String> {
    let mut paths = Paths { found: Vec::new() };
    paths.visit_file(&syn::parse_file(source).unwrap());
    paths.found
}

#[test]
fn files_are_written_in_one_place() {
    let mut elsewhere = Vec::new();
    let mut here = 0;
    for path in files("src", ".rs") {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
        let found = found(&std::fs::read_to_string(&path).unwrap());
        if name.starts_with(PLACE) {
            here += found.len();
        } else if !name.ends_with("/tests.rs") {
            elsewhere.extend(found.iter().map(|what| format!("{name}: {what}")));
        }
    }
    assert!(here > 5, "the search finds nothing in {PLACE}");
    assert!(
        elsewhere.is_empty(),
        "write files through `cli::write`:\n{}",
        elsewhere.join("\n")
    );
}

#[test]
fn every_way_to_write_a_file_is_found() {
    for source in [
        "fn f() { std::fs::write(a, b); }",
        "use std::fs; fn f() { fs::write(a, b); }",
        "use std::fs::write;",
        "use std::fs::{self, create_dir_all as make};",
        "use std::fs::*;",
        "fn f() { File::create(a); }",
        "fn f() { std::fs::File::options().write(true); }",
        "use std::fs::OpenOptions;",
        "fn f() { tempfile::Builder::new(); }",
        "fn f() { fs::remove_file(a); }",
        "use tempfile::NamedTempFile;",
    ] {
        assert!(!found(source).is_empty(), "{source}");
    }
    for source in [
        "fn f() { std::fs::read(a); File::open(a); tempfile::tempfile(); io::Write::write(a); }",
        "mod tests { fn f() { std::fs::write(a, b); } }",
        "use tempfile::SpooledTempFile;",
    ] {
        assert!(found(source).is_empty(), "{source}: {:?}", found(source));
    }
}
