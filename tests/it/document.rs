//! Reads YAML into a tree: scalars as they are written, places of merged pairs, what is wrong, limits.

use rdsim::policy::document::{Pos, Value, parse};

#[test]
fn a_scalar_is_what_it_is_written_as() {
    let int = Value::Int;
    let text = |t: &str| Value::Text(t.to_owned());
    for (written, value) in [
        ("", Value::Null),
        ("~", Value::Null),
        ("Null", Value::Null),
        ("!!null x", Value::Null),
        ("True", Value::Bool(true)),
        ("yes", text("yes")),
        ("off", text("off")),
        ("\"true\"", text("true")),
        ("2026", int(2026)),
        ("-1", int(-1)),
        ("+7", int(7)),
        ("007", text("007")),
        ("0x1F", int(31)),
        ("0o17", int(15)),
        ("0X1F", text("0X1F")),
        ("1_000", int(1000)),
        ("1.10", text("1.10")),
        ("1e3", text("1e3")),
        ("1e999", text("1e999")),
        ("-.INF", text("-.INF")),
        (".nan", text(".nan")),
        ("9223372036854775808", text("9223372036854775808")),
        ("18446744073709551616", text("18446744073709551616")),
        ("2026-11-28", text("2026-11-28")),
        ("!!str 5", text("5")),
        ("! 5", text("5")),
        ("!own 5", int(5)),
        ("!!float 1.0", text("1.0")),
        ("!!float \"1.50\"", text("1.50")),
        ("'it''s'", text("it's")),
        ("\"two\n   lines\"", text("two lines")),
    ] {
        let root = parse(&format!("a: &a {written}\nb: *a\n")).unwrap();
        for key in ["a", "b"] {
            let (_, node) = root.get(key).unwrap();
            assert_eq!(node.value, value, "{key} {written}");
        }
    }
    let keys = parse("2026: a\n1.10: b\nyes: c\n!!str x: d\n\"q\": e\n").unwrap();
    let keys: Vec<&str> = keys.pairs().iter().map(|(key, ..)| key.as_str()).collect();
    assert_eq!(keys, ["2026", "1.10", "yes", "x", "q"]);
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
        (
            "DomainName: *",
            1,
            13,
            "text that begins with `*` or `&` needs quotes, as in `\"*\"`",
        ),
        (
            "a: b\nName： x\n",
            2,
            1,
            "a full-width colon `：` is none to YAML: write `: `",
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
            1,
            7,
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
            "a: b\n---\nc: d\n",
            2,
            1,
            "a second YAML document begins here, and only one is read",
        ),
    ];
    for (text, line, column, message) in broken {
        let (at, said) = parse(text).unwrap_err();
        assert_eq!(
            (&*said.to_string(), at),
            (message, Pos { line, column }),
            "{text}"
        );
    }
}

#[test]
fn what_unfolds_has_a_size_and_a_depth() {
    // Not optimized, what reads 64 levels wants more than the stack of a test.
    let thread = std::thread::Builder::new().stack_size(16 << 20);
    thread.spawn(size_and_depth).unwrap().join().unwrap();
}

fn size_and_depth() {
    let refused = |text: &str, why: &str| {
        let (at, said) = parse(text).err().unwrap();
        assert!(said.to_string().contains(why), "{said}");
        assert!(at.line >= 1 && at.column >= 1, "{at:?}");
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
