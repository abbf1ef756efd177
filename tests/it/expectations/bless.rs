//! Blesses files of every layout, and holds what is changed and what is kept.

use proptest::prelude::*;
use rdsim::expectations::Unread;
use rdsim::expectations::bless::bless;
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use std::path::Path;

const POLICY: &str = include_str!("../../../policies/contoso.yaml");

fn load(path: &Path) -> Result<Vec<u8>, Unread> {
    match path.to_str() {
        Some("contoso.yaml") => Ok(POLICY.into()),
        _ => Err(Unread::Failed("it is not there".into())),
    }
}

/// A file with cases below the policy's line.
fn file(cases: &str) -> String {
    format!("Policy: contoso.yaml\n{cases}")
}

fn blessed(text: &str) -> String {
    let blessed = bless("x.rdsim.yaml", text.as_bytes(), &load, None).unwrap_or_else(|p| {
        panic!("{}\n{text}", p[0]);
    });
    let again = bless("x.rdsim.yaml", &blessed.bytes, &load, None).unwrap();
    assert_eq!(again.cases, 0, "a blessed file passes");
    assert_eq!(again.bytes, blessed.bytes);
    String::from_utf8(blessed.bytes).unwrap()
}

/// A case of an NDR to the world at large, which Default drops.
fn ndr(expect: &str) -> String {
    file(&format!(
        "Cases:\n  - Name: é # ünü\n    Kind: ndr\n    To: a@example.com\n{expect}"
    ))
}

#[test]
fn only_the_value_that_is_wrong_changes() {
    for (before, after) in [
        // Comments, odd indentation, quotes, a key that no longer applies.
        (
            "    Expect:\n          # why\n          Outcome:   'leaves'   # tail\n          RemoteDomain: \"*\"\n",
            "    Expect:\n          # why\n          Outcome:   dropped   # tail\n          RemoteDomain: \"*\"\n",
        ),
        (
            "    Expect:\n      Outcome: dropped\n      Format: {Transmission: mime}\n      Setting: TNEFEnabled\n",
            "    Expect:\n      Outcome: dropped\n      Setting: NDREnabled\n",
        ),
        (
            "    Expect: {Outcome: leaves}",
            "    Expect: {Outcome: dropped}",
        ),
        (
            "    Expect: { Outcome: 'leaves',Format: {LineWrap: 3, Body: HTML}, }\n",
            "    Expect: { Outcome: dropped,}\n",
        ),
        (
            "    Expect: {RemoteDomain: '*.fabrikam.com'} # x\n",
            "    Expect: {RemoteDomain: '*'} # x\n",
        ),
        (
            "    Expect:\n      Response: >-\n        5.7.520\n      Outcome: dropped\n",
            "    Expect:\n      Response: RESOLVER.MSGTYPE.NDR\n      Outcome: dropped\n",
        ),
        (
            "    Expect:\n      Response: 250 2.1.5 RESOLVER.MSGTYPE.NDR; handled MFN addressed to external recipient\n",
            "    Expect:\n      Response: 250 2.1.5 RESOLVER.MSGTYPE.NDR; handled NDR addressed to external recipient\n",
        ),
        // Nothing expected yet.
        (
            "    Expect:   # to do\n    ForwardedBy: nobody\n",
            "    Expect:   # to do\n      Outcome: dropped\n      Response: RESOLVER.MSGTYPE.NDR\n      Setting: NDREnabled\n    ForwardedBy: nobody\n",
        ),
        (
            "    Expect: {}",
            "    Expect: {Outcome: dropped, Response: RESOLVER.MSGTYPE.NDR, Setting: NDREnabled}",
        ),
        // The last entry, without a final newline; nothing of it is left.
        (
            "    Expect:\n      Format:\n        Body: HTML",
            "    Expect:\n      Outcome: dropped\n      Response: RESOLVER.MSGTYPE.NDR\n      Setting: NDREnabled",
        ),
    ] {
        assert_eq!(blessed(&ndr(before)), ndr(after));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(blessed(&crlf(&ndr(before))), crlf(&ndr(after)));
        let cr = |text: &str| text.replace('\n', "\r");
        assert_eq!(blessed(&cr(&ndr(before))), cr(&ndr(after)));
        let marked = format!("\u{feff}{}", ndr(before));
        assert_eq!(blessed(&marked), format!("\u{feff}{}", ndr(after)));
    }
}

#[test]
fn recipients_that_differ_get_an_expectation_each_and_comments_stay() {
    let case = |expect: &str| {
        file(&format!(
            "Cases:\n  - Kind: ndr\n    To: [a@example.com, b@fabrikam.com]\n    Name: x\n    Expect:{expect}\n"
        ))
    };
    assert_eq!(
        blessed(&case(
            "\n      # why\n      Outcome: leaves # all\n      Setting: NDREnabled # end"
        )),
        case(
            "\n      # why\n      # all\n      a@example.com:\n        Outcome: dropped\n        Setting: NDREnabled\n      b@fabrikam.com:\n        Outcome: leaves\n        Setting: NDREnabled # end"
        )
    );
    assert_eq!(
        blessed(&case(" {Outcome: leaves, Response: RESOLVER.MSGTYPE.AF}")),
        case(
            " {a@example.com: {Outcome: dropped, Response: RESOLVER.MSGTYPE.NDR}, b@fabrikam.com: {Outcome: leaves}}"
        )
    );
    assert_eq!(
        blessed(&case(
            "\n      a@example.com:\n      b@fabrikam.com: {Outcome: dropped}"
        )),
        case(
            "\n      a@example.com:\n        Outcome: dropped\n        Response: RESOLVER.MSGTYPE.NDR\n        Setting: NDREnabled\n      b@fabrikam.com: {Outcome: leaves}"
        )
    );
}

#[test]
fn cells_of_tables_are_filled_and_mended_in_place() {
    let table = |rows: &str| {
        file(&format!(
            "Tables:\n- Name: t\n  Kinds: [ordinary, ndr, oof-external]\n  Recipients:\n{rows}"
        ))
    };
    assert_eq!(
        blessed(&table(
            "    a@example.com: [leaves,  leaves , ~]  # é\n    carol@contoso.com:\n    -\n    - 'leaves'\n    - stays-inside"
        )),
        table(
            "    a@example.com: [leaves,  RESOLVER.MSGTYPE.NDR , leaves]  # é\n    carol@contoso.com:\n    - stays-inside\n    - stays-inside\n    - stays-inside"
        )
    );
}

#[test]
fn a_value_that_is_not_written_is_filled_in_behind_its_colon() {
    let table = |cell: &str| {
        file(&format!(
            "Tables:\n- Name: t\n  Kinds: [ndr]\n  Recipients: {{a@example.com :{cell}}}\n"
        ))
    };
    assert_eq!(blessed(&table("")), table(" RESOLVER.MSGTYPE.NDR"));
    let row = |cell: &str| {
        file(&format!(
            "Tables:\n- Name: t\n  Kinds: [ndr]\n  Recipients:\n    \"a@example.com\":{cell}"
        ))
    };
    assert_eq!(blessed(&row("")), row(" RESOLVER.MSGTYPE.NDR"));
    let case = |expect: &str| {
        file(&format!(
            "Cases: [{{Name: x, Kind: ordinary, To: bob@fabrikam.com, Expect:{expect}}}]\n"
        ))
    };
    assert_eq!(
        blessed(&case("")),
        case(" {Outcome: leaves, Setting: TNEFEnabled}")
    );
    assert_eq!(
        blessed(&case(" {Format: {Charset: , LineWrap:}}")),
        case(" {Format: {Charset: utf-8 , LineWrap:}}")
    );
}

#[test]
fn a_filter_leaves_the_other_cases_alone_and_an_alias_is_replaced() {
    let text = file(
        "Cases:\n- {Name: one, Kind: ndr, To: a@example.com, Expect: {Outcome: &o leaves}}\n- {Name: two, Kind: ndr, To: b@fabrikam.com, Expect: {Outcome: *o}}\n",
    );
    let after = blessed(&text);
    assert!(
        after.contains("Outcome: &o dropped") && after.ends_with("{Outcome: leaves}}\n"),
        "{after}"
    );
    let two = bless("x.rdsim.yaml", text.as_bytes(), &load, Some("two")).unwrap();
    assert_eq!((two.cases, two.bytes), (0, text.into_bytes()));
}

#[test]
fn what_cannot_be_rewritten_is_told_and_not_half_done() {
    // Both cases share one mapping, and differ.
    let text = file(
        "Cases:\n- {Name: one, Kind: ndr, To: a@example.com, Expect: &e {Outcome: leaves}}\n- {Name: two, Kind: ndr, To: b@fabrikam.com, Expect: *e}\n",
    );
    let problems = bless("x.rdsim.yaml", text.as_bytes(), &load, None).unwrap_err();
    assert_eq!(problems.len(), 1);
    let message = problems[0].message.to_string();
    assert!(message.contains("cannot be rewritten"));
}

/// How a generated file is laid out.
#[derive(Debug, Clone)]
struct Layout {
    indent: usize,
    crlf: bool,
    final_newline: bool,
    mark: bool,
}

#[derive(Debug, Clone)]
struct Generated {
    kind: usize,
    forward: usize,
    to: Vec<usize>,
    /// Facts with a value out of their pool; none is an empty expectation.
    facts: Vec<(usize, usize)>,
    style: usize,
}

const TO: [&str; 6] = [
    "a@example.com",
    "bob@fabrikam.com",
    "eve@sales.fabrikam.com",
    "carol@contoso.com",
    "sato@例え.example",
    "heidi@contoso.com",
];

const POOL: [(&str, [&str; 3]); 10] = [
    ("Outcome", ["leaves", "'dropped'", "\"stays-inside\""]),
    (
        "Response",
        [
            "RESOLVER.MSGTYPE.NDR",
            "'5.7.520'",
            "250 2.1.5 RESOLVER.MSGTYPE.NDR; handled MFN addressed to external recipient",
        ],
    ),
    (
        "Setting",
        ["NDREnabled", "TNEFEnabled", "AutoForwardingMode"],
    ),
    (
        "RemoteDomain",
        ["\"*\"", "'*.fabrikam.com'", "例え.example"],
    ),
    ("Transmission", ["tnef", "mime", "'may-be-tnef'"]),
    ("Charset", ["utf-8", "~", "\"iso-2022-jp\""]),
    (
        "Body",
        ["HTML", "plain text", "'plain text and winmail.dat'"],
    ),
    ("ContentType", ["MimeText", "MimeHtml", "MimeHtmlText"]),
    ("LineWrap", ["76", "Unlimited", "'0'"]),
    (
        "SenderName",
        ["display-name", "address-only", "'simple-display-name'"],
    ),
];

/// The lines of an expectation; the first stands behind `Expect:`.
fn expectation(case: &Generated, layout: &Layout, note: &mut usize) -> Vec<String> {
    let mut seen = Vec::new();
    let facts = case.facts.iter().filter(|(fact, _)| {
        let new = !seen.contains(fact);
        seen.push(*fact);
        new
    });
    let all: Vec<(usize, &str, &str)> = facts
        .map(|(fact, value)| (*fact, POOL[*fact].0, POOL[*fact].1[*value]))
        .collect();
    let (plain, form): (Vec<_>, Vec<_>) = all.into_iter().partition(|(fact, ..)| *fact < 4);
    let pairs = |facts: &[(usize, &str, &str)]| -> Vec<String> {
        facts
            .iter()
            .map(|(_, key, value)| format!("{key}: {value}"))
            .collect()
    };
    if case.style == 0 {
        let mut flow = pairs(&plain);
        if !form.is_empty() {
            flow.push(format!("Format: {{{}}}", pairs(&form).join(" , ")));
        }
        return vec![format!(" {{ {} }}", flow.join(", "))];
    }
    if plain.is_empty() && form.is_empty() {
        return vec![if case.style == 1 { " ~" } else { "" }.to_owned()];
    }
    let mut lines = vec![String::new()];
    let pad = " ".repeat(layout.indent);
    let mut comment = || {
        *note += 1;
        format!("# né {note}")
    };
    for pair in pairs(&plain) {
        if case.style == 2 {
            lines.push(format!("{pad}{}", comment()));
        }
        lines.push(format!("{pad}{pair}"));
    }
    if !form.is_empty() {
        lines.push(format!("{pad}Format:"));
        lines.extend(pairs(&form).into_iter().map(|p| format!("{pad}{pad}{p}")));
    }
    lines
}

/// The text of a file, and the lines of it that no blessing may touch.
fn written(cases: &[Generated], layout: &Layout) -> (String, Vec<String>) {
    let mut lines = vec!["Policy: contoso.yaml # é".to_owned(), "Cases:".to_owned()];
    let mut kept = lines.clone();
    let mut note = 0;
    for (i, case) in cases.iter().enumerate() {
        let to: Vec<&str> = case.to.iter().map(|t| TO[*t]).collect();
        let head = [
            format!("- Name: \"ca\u{df}e {i}\""),
            format!("  Kind:   {}", Kind::TOKENS[case.kind]),
            "  From: alice@contoso.com".to_owned(),
            format!("  To: [{}]", to.join(", ")),
            format!("  ForwardedBy: {}", ForwardedBy::TOKENS[case.forward]),
        ];
        kept.extend(head.clone());
        lines.extend(head);
        let mut expect = expectation(case, layout, &mut note);
        expect[0] = format!("  Expect:{}", expect[0]);
        for line in &mut expect[1..] {
            line.insert_str(0, "  ");
        }
        kept.extend(
            expect
                .iter()
                .filter(|l| l.contains("# "))
                .map(|l| l.trim().to_owned()),
        );
        lines.extend(expect);
    }
    let mut text = lines.join("\n");
    if layout.final_newline {
        text.push('\n');
    }
    if layout.crlf {
        text = text.replace('\n', "\r\n");
    }
    let mark = if layout.mark { "\u{feff}" } else { "" };
    (format!("{mark}{text}"), kept)
}

fn generated() -> impl Strategy<Value = Generated> {
    (
        0..Kind::ALL.len(),
        0..ForwardedBy::ALL.len(),
        proptest::sample::subsequence((0..TO.len()).collect::<Vec<_>>(), 1..4),
        proptest::collection::vec((0..POOL.len(), 0usize..3), 0..6),
        0usize..4,
    )
        .prop_map(|(kind, forward, to, facts, style)| Generated {
            kind,
            forward,
            to,
            facts,
            style,
        })
}

fn layout() -> impl Strategy<Value = Layout> {
    (1usize..5, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(indent, crlf, final_newline, mark)| Layout {
            indent,
            crlf,
            final_newline,
            mark,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn a_blessed_file_passes_and_keeps_all_that_is_no_expectation(
        cases in proptest::collection::vec(generated(), 1..4),
        layout in layout(),
    ) {
        let (text, kept) = written(&cases, &layout);
        let after = blessed(&text);
        let mut lines = after.trim_start_matches('\u{feff}').split('\n').map(|l| l.trim_end_matches('\r'));
        for line in kept {
            // Comments may be indented anew where a mapping is written by address.
            let found = lines.any(|l| l == line || (line.starts_with('#') && l.trim() == line));
            prop_assert!(found, "{line}\n{text}\n---\n{after}");
        }
        prop_assert_eq!(after.starts_with('\u{feff}'), layout.mark);
        prop_assert_eq!(after.matches("\r\n").count(), if layout.crlf { after.matches('\n').count() } else { 0 });
    }
}
