//! Holds the reader of YAML to another one that stands on the same parser: the trees are equal,
//! with every position, and so is what is refused, but for the differences listed here.

mod other;

use crate::given::files;
use proptest::prelude::*;
use rdsim::policy::node::{Node, Pos, Value, parse};

/// What the other reader refuses, and why this one does not.
const TAKEN: &[(&str, &str)] = &[
    (
        "non-finite float",
        "`.inf` and `.nan` are text, as other numbers that are not integers are",
    ),
    (
        "invalid floating point",
        "a scalar that its tag calls a number that is not an integer is text too",
    ),
    (
        "AliasAnchorRatio",
        "a default that a hundred remote domains share is no bomb",
    ),
    (
        "cannot deserialize tagged scalar into string",
        "a key is its text, whatever its tag says",
    ),
    (
        "too many buffered comments",
        "comments are not kept, however many there are",
    ),
];

/// What this reader refuses, and why the other does not.
const REFUSED: &[(&str, &str)] = &[
    (
        "the tag `!!binary` means nothing here",
        "no policy holds bytes",
    ),
    (
        "`<<` takes a mapping",
        "what is wrong in a value is told even where another value hides it",
    ),
];

/// What this reader tells as soon as it comes to it, where the other one may look further ahead and
/// find something else.
const FIRST: &[(&str, &str)] = &[
    ("a key is text", "the other reads all of the key first"),
    ("as its tag says", "the other looks ahead"),
    (
        "this alias stands within",
        "the other tells of the key that it stands in",
    ),
    (
        "`<<` takes a mapping",
        "the other tells where the anchor is",
    ),
    (
        "a second YAML document",
        "the other tells of the first value in it",
    ),
    ("means nothing here", "the other looks ahead"),
];

/// What the other reader tells before this one comes to it, at the end of the value.
const EARLIER: &[(&str, &str)] = &[
    ("YAML merge value", "a list may hold what cannot be merged"),
    ("expected string scalar", "a key may be no text"),
];

/// See that both readers agree on a text.
fn agree(text: &str) -> Result<(), String> {
    let listed =
        |list: &[(&str, &str)], message: &str| list.iter().any(|(m, _)| message.contains(m));
    match (other::parse(text), parse(text)) {
        // What is merged stands where it is written or where its alias stands, and not where the
        // merge is.
        (Ok(other), Ok(this)) => same(&other, &this, !text.contains("<<")),
        (Err((_, other)), _) if listed(TAKEN, &other) => Ok(()),
        (_, Err((_, this))) if listed(REFUSED, &this) => Ok(()),
        (Err((_, other)), Err((_, this))) if listed(EARLIER, &other) || listed(FIRST, &this) => {
            Ok(())
        }
        (Err((at, _)), Err((pos, _))) if at == pos => Ok(()),
        (other, this) => Err(format!("{other:?}\n{this:?}")),
    }
}

fn same(other: &Node, this: &Node, places: bool) -> Result<(), String> {
    let differ = || Err(format!("{other:?}\n{this:?}"));
    if places && (other.pos, &other.bytes) != (this.pos, &this.bytes) {
        return differ();
    }
    match (&other.value, &this.value) {
        (Value::Seq(others), Value::Seq(these)) if others.len() == these.len() => others
            .iter()
            .zip(these)
            .try_for_each(|(o, t)| same(o, t, places)),
        (Value::Map(others), Value::Map(these)) if others.len() == these.len() => {
            let mut pairs = others.iter().zip(these);
            pairs.try_for_each(|((key, at, o), (name, pos, t))| {
                if key == name && (at == pos || !places) {
                    same(o, t, places)
                } else {
                    Err(format!("{key} {at:?}\n{name} {pos:?}"))
                }
            })
        }
        // A number that is not an integer is the text that is written, and not what it amounts to.
        (Value::Text(other), Value::Text(this)) if amounts_to(this).as_ref() == Some(other) => {
            Ok(())
        }
        (other, this) if other == this => Ok(()),
        _ => differ(),
    }
}

fn amounts_to(number: &str) -> Option<String> {
    let digits = number.replace('_', "");
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find_map(|(prefix, radix)| {
            let digits = digits.trim_start_matches('+').strip_prefix(prefix)?;
            u64::from_str_radix(digits, *radix).ok()
        });
    let whole = prefixed
        .or_else(|| digits.parse().ok())
        .map(|n| n.to_string());
    whole.or_else(|| Some(number.parse::<f64>().ok()?.to_string()))
}

#[test]
fn every_file_here_is_read_alike() {
    let folders = ["policies", "fixtures", "src", "tests", ".github"];
    let mut read = 0;
    for path in folders.iter().flat_map(|folder| files(folder, "")) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        // The YAML in the pages, and what is no YAML at all.
        let blocks: Vec<&str> = text.split("```").collect();
        for part in blocks.iter().chain([&text.as_str()]) {
            for part in [(*part).to_owned(), part.replace('\n', "\r\n")] {
                agree(&part).unwrap_or_else(|e| panic!("{}:\n{e}", path.display()));
            }
        }
        read += usize::from(yaml);
    }
    assert!(read > 15, "{read}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_lines_are_read_alike(lines in proptest::collection::vec(line(), 0..12)) {
        let text = lines.concat();
        agree(&text).map_err(|e| TestCaseError::fail(format!("{text}\n{e}")))?;
    }

    #[test]
    fn any_tree_is_read_alike(tree in tree()) {
        let text = format!("root:\n{tree}");
        agree(&text).map_err(|e| TestCaseError::fail(format!("{text}\n{e}")))?;
    }

    #[test]
    fn any_scalar_is_read_alike(text in "[-+0-9a-fxob_.eE~nulTrsFin]{0,8}") {
        agree(&text).map_err(TestCaseError::fail)?;
    }
}

fn scalar() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "~",
        "null",
        "Null",
        "true",
        "True",
        "FALSE",
        "yes",
        "off",
        "0",
        "-1",
        "+7",
        "007",
        "0x1F",
        "-0x10",
        "0o17",
        "0b101",
        "0X1F",
        "1_000",
        "1__0",
        "_1",
        "1.50",
        "1e3",
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "+.nan",
        "1e999",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "a.example",
        "\"true\"",
        "'it''s'",
        "\"\\u00e4\\n\"",
        "\"two\n   lines\"",
        "plain\n   lines",
        "日本語",
        "𝒳",
        "!!str 5",
        "!!int 5",
        "!!int x",
        "!!bool true",
        "!!bool yes",
        "!!null x",
        "!!float 1.0",
        "! 5",
        "!own 5",
        "!!timestamp 2026-01-01",
        "!!binary aGk=",
        "!int 7",
        "&a one",
        "&b",
        "*a",
        "*b",
        "[]",
        "{}",
        "[a, b, ]",
        "{a: b, c}",
        "{a: &a [*b]}",
        "[*a, *b]",
        "[a: b]",
        "<<",
        "*none",
        "&a [*a]",
        "a: b",
        "- a",
        "\"open",
        "[open",
        "%",
        "@",
        "`x`",
        "|",
        ">-",
        "|\n    text\n",
        ">\n    text\n    more\n",
        "\t",
        "x # comment",
        "#",
        "? a",
        "!!map {}",
        "!!seq []",
        "!!str",
    ])
    .prop_map(str::to_owned)
}

fn line() -> impl Strategy<Value = String> {
    let indent = prop::sample::select(vec!["", "", "  ", "    ", "- ", "  - ", "\t", "- - "]);
    let key = prop::sample::select(vec![
        "",
        "",
        "a: ",
        "b: ",
        "a:",
        "Name: ",
        "<<: ",
        "\"<<\": ",
        "? ",
        ": ",
        "&k key: ",
        "1: ",
        "true: ",
        "~: ",
        "[x]: ",
        "!!str x: ",
        "\"q\": ",
        "---",
        "--- ",
        "...",
        "# ",
        "%YAML 1.2",
        "\u{feff}",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", " # c\n", ""]);
    (indent, key, scalar(), end).prop_map(|(i, k, s, e)| format!("{i}{k}{s}{e}"))
}

/// A block of YAML that is well-formed, indented by two.
fn tree() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        " 1\n",
        " text\n",
        "\n",
        " ~\n",
        " [x, {y: 1}, 2.0]\n",
        " &a {x: 1, y: [2, true]}\n",
        " *a\n",
        " &b [1, &c deep]\n",
        " *b\n",
        " *c\n",
        " |\n  block\n",
        " \"q\" # c\n",
        " !!str 7\n",
    ])
    .prop_map(str::to_owned);
    let block = leaf.prop_recursive(4, 40, 5, |inner| {
        let names = prop::sample::select(vec!["k", "x", "y", "Name", "<<", "k"]);
        let pairs = proptest::collection::vec((names, inner.clone()), 1..5).prop_map(|pairs| {
            let pairs = pairs.iter().map(|(key, value)| format!("{key}:{value}"));
            shifted(&pairs.collect::<String>())
        });
        let items = proptest::collection::vec(inner, 1..5).prop_map(|items| {
            let items = items.iter().map(|item| format!("-{item}"));
            shifted(&items.collect::<String>())
        });
        prop_oneof![pairs, items]
    });
    // What is defined first is there for all that follows.
    block.prop_map(|block| {
        format!(
            "  a: &a {{x: 1, z: q}}\n  b: &b [1, &c deep]\n  more:{}",
            shifted(&block)
        )
    })
}

/// A block of lines, deeper by two, below what it belongs to.
fn shifted(block: &str) -> String {
    if block.starts_with('\n') && block.trim().is_empty() || block.starts_with(' ') {
        return block.to_owned();
    }
    let lines = block.trim_start_matches('\n').lines();
    format!(
        "\n{}",
        lines.map(|l| format!("  {l}\n")).collect::<String>()
    )
}

/// What admins get wrong, and what is said of it.
#[test]
fn a_broken_policy_is_told_in_words() {
    let broken = [
        (
            "Name: *.example",
            1,
            7,
            "text that begins with `*` needs quotes; without them it is an alias, and no anchor above has its name",
        ),
        ("Name: @x", 1, 7, "text that begins with `@` needs quotes"),
        (
            "Name: a: b",
            1,
            8,
            "no value can begin at this `:`; text with `: ` in it needs quotes",
        ),
        ("Name: 'x\nA: b\n", 1, 7, "this quote is not closed"),
        (
            "Name: \"x\" y",
            1,
            11,
            "something follows the closing quote",
        ),
        (
            "Path: \"C:\\path\"",
            1,
            7,
            "a `\\` in double quotes begins an escape, and there is none such; write `\\\\`, or use single quotes",
        ),
        ("- [a\n- b\n", 1, 3, "this `[` is not closed"),
        ("- {a: b\n- c\n", 1, 3, "this `{` is not closed"),
        (
            "a:\n\t- b\n",
            2,
            2,
            "a tab stands here where only spaces may",
        ),
        (
            "a:\n  b: c\n\td: e\n",
            2,
            6,
            "a tab indents the line below this text, where only spaces may",
        ),
        (
            "- a: b\n c: d\n",
            2,
            2,
            "this is indented like no entry of the list that it stands in",
        ),
        (
            "a: []\n  b: c\n",
            2,
            3,
            "this is indented like no key of the mapping that it stands in",
        ),
        (
            "  a: b\nc: d\n",
            2,
            1,
            "this belongs to nothing above it; the keys of a mapping are indented alike",
        ),
        ("a: b\nc\nd: e\n", 2, 1, "no `: ` follows this key"),
        (
            "a: &a [*a]",
            1,
            8,
            "this alias stands within what it stands for",
        ),
        (
            "a: &a 1\n<<: *a\n",
            2,
            5,
            "`<<` takes a mapping or a list of mappings",
        ),
        ("? [a]\n: b\n", 1, 3, "a key is text, not a list"),
        (
            "a: !!int b",
            1,
            10,
            "`b` is no integer, as its tag says it is",
        ),
        (
            "a: !!binary aGk=",
            1,
            13,
            "the tag `!!binary` means nothing here",
        ),
        (
            "a: b\n---\nc: d\n",
            2,
            1,
            "a second YAML document begins here, and only one is read",
        ),
    ];
    for (text, line, column, message) in broken {
        let (at, said) = parse(text).unwrap_err();
        assert_eq!(
            (said.as_str(), at),
            (message, Pos { line, column }),
            "{text}"
        );
    }
}

#[test]
fn what_unfolds_has_a_size_and_a_depth() {
    let refused = |text: &str, why: &str| {
        let (_, said) = parse(text).unwrap_err();
        assert!(said.contains(why), "{said}");
    };
    let deep = |n: usize| "- ".repeat(n) + "a";
    assert!(parse(&deep(64)).is_ok());
    refused(
        &deep(65),
        "more than 64 lists and mappings within one another",
    );
    // Each line puts the one before it into a list: no line is deep, and the last value is.
    let lists = |n: usize| {
        let lines = (1..n).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1));
        "a0: &a0 [x]\n".to_owned() + &lines.collect::<String>()
    };
    assert!(parse(&lists(63)).is_ok());
    refused(
        &lists(64),
        "more than 64 lists and mappings within one another",
    );
    let many = |n: usize| "- a\n".repeat(n);
    assert!(parse(&many(999_999)).is_ok());
    refused(&many(1_000_000), "more than 1000000 values");
    // An alias counts as what it stands for.
    let aliases = format!(
        "a: &a [{}]\nb:\n{}",
        "x, ".repeat(999),
        "- *a\n".repeat(1_000)
    );
    refused(&aliases, "more than 1000000 values");
    let long = format!("a: &a {}\nb:\n{}", "x".repeat(1 << 20), "- *a\n".repeat(64));
    refused(&long, "more than 64 MiB of text");
    // So does what is kept for an alias, once for each anchor around it.
    let anchors: String = (0..60).map(|i| format!("&a{i} [")).collect();
    let kept = format!("{anchors}{}{}", "x, ".repeat(20_000), "]".repeat(60));
    refused(&kept, "more than 1000000 values under anchors");
    // What is shared is no bomb.
    let shared = format!("a: &a {{x: 1}}\nb:\n{}", "- <<: *a\n".repeat(10_000));
    assert!(parse(&shared).is_ok());
}

#[test]
fn merged_pairs_stand_where_they_are_written_or_where_their_alias_is() {
    let text = "a: &a {x: 1, y: 2}\nb:\n  <<: [*a, {y: 3, z: 4}]\n  x: 0\n  <<: {z: 5, w: 6}\n";
    let root = parse(text).unwrap();
    let Value::Map(pairs) = &root.value else {
        panic!("{root:?}");
    };
    let Value::Map(merged) = &pairs[1].2.value else {
        panic!("{root:?}");
    };
    let found: Vec<_> = merged
        .iter()
        .map(|(key, at, node)| (key.as_str(), (at.line, at.column), node.bytes.clone()))
        .map(|(key, at, bytes)| (key, at, &text[bytes]))
        .collect();
    let expected = [
        ("x", (4, 3), "0"),
        ("y", (3, 8), "*a"),
        ("z", (3, 19), "4"),
        ("w", (5, 14), "6"),
    ];
    assert_eq!(found, expected);
}
