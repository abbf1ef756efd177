//! Walks the Rust source and finds the sentences that the program says.

use crate::given::files;
use crate::program::root;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use syn::buffer::{Cursor, TokenBuffer};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Lit, Pat, Token};

/// What a file says.
#[derive(Default)]
pub struct Source {
    /// Its place in the project.
    pub file: String,
    /// What `en` marks.
    pub marked: BTreeSet<String>,
    /// What is not marked and stands where sentences are taken.
    pub unmarked: Vec<String>,
    /// How often sentences are taken.
    pub taken: usize,
    /// Whether the walk is within `en`.
    marking: bool,
    /// Whether the walk is where sentences are taken.
    taking: bool,
}

/// Every Rust file of the program.
pub static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let folders = ["src", "web/wasm/src"].into_iter();
    folders
        .flat_map(|folder| files(folder, ".rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let place = path.strip_prefix(root()).unwrap();
            let file = place.to_str().unwrap().replace('\\', "/");
            Source::read(file, &text)
        })
        .collect()
});

/// Functions and methods that take sentences. A literal that stands there unmarked would be said
/// in English only, and nobody would know.
const TAKES: [&str; 9] = [
    "error",
    "warn",
    "warning",
    "finding",
    "graded",
    "with_text",
    "complain",
    "problem",
    "wants",
];

/// The same of types.
const TYPES_TAKE: [[&str; 2]; 3] = [["Text", "of"], ["Text", "from"], ["Problem", "whole"]];

/// What is often said in a sentence of its own before it is handed over.
const NAMED: [&str; 2] = ["help", "why"];

impl Source {
    fn read(file: String, text: &str) -> Self {
        let tree = syn::parse_file(text).unwrap_or_else(|e| panic!("{file}: {e}"));
        let mut source = Self {
            file,
            ..Self::default()
        };
        source.visit_file(&tree);
        source
    }

    /// Walk on where sentences are taken.
    fn take(&mut self, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.taking, true);
        walk(self);
        self.taking = before;
    }

    /// What `en` marks in what is no expression.
    fn tokens(&mut self, mut at: Cursor) {
        while let Some((_, next)) = at.token_tree() {
            let name = at.ident().filter(|(name, _)| name == "en");
            let marked = name.and_then(|(_, after)| after.any_group());
            if let Some((literal, _)) = marked.and_then(|(inside, ..)| inside.literal())
                && let Ok(Lit::Str(text)) = syn::parse_str(&literal.to_string())
            {
                self.marked.insert(text.value());
            }
            if let Some((inside, ..)) = at.any_group() {
                self.tokens(inside);
            }
            at = next;
        }
    }

    fn literal(&mut self, text: String) {
        if self.marking {
            self.marked.insert(text);
        } else if self.taking && is_sentence(&text) {
            self.unmarked.push(text);
        }
    }
}

/// Whether a literal has a blank and a letter outside what is filled in.
fn is_sentence(literal: &str) -> bool {
    let said = literal.split('{').map(|part| part.rsplit('}').next());
    let said: String = said.flatten().collect();
    // The command lines in a help are the same in every language.
    let mut commands = ["Select-Object ", "$_."].iter();
    let command = commands.any(|start| literal.starts_with(start));
    said.contains(' ') && said.contains(char::is_alphabetic) && !command
}

fn is_test(attributes: &[Attribute]) -> bool {
    let mut cfg = attributes.iter().filter(|a| a.path().is_ident("cfg"));
    cfg.any(|a| {
        a.parse_args::<syn::Path>()
            .is_ok_and(|of| of.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    // What documents the code is said to nobody else.
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let Expr::Path(function) = call.func.as_ref() else {
            return visit::visit_expr_call(self, call);
        };
        let names: Vec<String> = function
            .path
            .segments
            .iter()
            .map(|s| s.ident.to_string())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if names.last() == Some(&"en") {
            let before = std::mem::replace(&mut self.marking, true);
            visit::visit_expr_call(self, call);
            self.marking = before;
        } else if TYPES_TAKE.iter().any(|of| names.ends_with(of))
            || names.last().is_some_and(|name| TAKES.contains(name))
        {
            self.taken += 1;
            self.take(|walk| visit::visit_expr_call(walk, call));
        } else {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if !TAKES.contains(&call.method.to_string().as_str()) {
            return visit::visit_expr_method_call(self, call);
        }
        self.visit_expr(&call.receiver);
        self.taken += 1;
        self.take(|walk| {
            call.args
                .iter()
                .for_each(|argument| walk.visit_expr(argument))
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        match &local.pat {
            Pat::Ident(name) if NAMED.contains(&name.ident.to_string().as_str()) => {
                self.take(|walk| visit::visit_local(walk, local));
            }
            _ => visit::visit_local(self, local),
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of = item
            .trait_
            .as_ref()
            .and_then(|(path, _)| path.segments.last());
        if of.is_some_and(|of| of.ident == "Explained") {
            self.take(|walk| visit::visit_item_impl(walk, item));
        } else {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_lit(&mut self, literal: &'ast Lit) {
        if let Lit::Str(text) = literal {
            self.literal(text.value());
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let expressions = Punctuated::<Expr, Token![,]>::parse_terminated;
        match call.parse_body_with(expressions) {
            Ok(arguments) => arguments.iter().for_each(|a| self.visit_expr(a)),
            // It takes something else, or defines a macro.
            Err(_) => self.tokens(TokenBuffer::new2(call.tokens.clone()).begin()),
        }
    }
}

#[test]
fn sentences_are_found_wherever_they_stand() {
    let text = r#"
        /// It says en("nothing").
        fn a() {
            write!(to, "{}: {}", en("in a macro"), 1);
            let help = if b { en("one \
                of two") } else { "the other" };
            self.problems.error("an error", en(if c { "this way" } else { "that way" }));
            Text::of("{filled in} {only}", [("x", "and a value")]).with_text("y", format!("for {c}"));
            macro_rules! m { ($x:expr) => { f(1, en("in a macro of our own")) } }
            other("not taken");
        }
        impl Explained for Error {
            fn message(&self) -> Text { "in no way".into() }
        }
        #[cfg(test)]
        mod tests { fn b() { en("in a test"); } }
    "#;
    let source = Source::read("a.rs".into(), text);
    let marked = [
        "in a macro",
        "in a macro of our own",
        "one of two",
        "that way",
        "this way",
    ];
    assert_eq!(source.marked, marked.map(String::from).into());
    let unmarked = [
        "the other",
        "an error",
        "and a value",
        "for {c}",
        "in no way",
    ];
    assert_eq!(source.unmarked, unmarked);
    assert_eq!(source.taken, 3);
}
