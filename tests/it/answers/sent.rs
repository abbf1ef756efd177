//! Writes verdicts as reports to send.

use crate::program::{out, run};

fn check(format: &str, args: &[&str]) -> String {
    let args = [
        &["check", "-p", "policies/contoso.yaml", "--format", format],
        args,
    ];
    out(&run(&args.concat()))
}

const MAIL: [&str; 2] = [
    "fixtures/oof-internal/tnef.eml",
    "fixtures/ordinary/forwarded-by-rule.eml",
];

#[test]
fn a_report_has_what_people_are_told_in_a_terminal() {
    let human = check("human", &MAIL);
    let markdown = check("markdown", &MAIL);
    let html = check("html", &MAIL);
    let lines = human.lines().filter(|l| l.starts_with("    "));
    let mut compared = 0;
    for line in lines.map(str::trim) {
        let as_html = line.replace('`', "").replace('\'', "&#39;");
        let code = ["<code>", "</code>"];
        let html = code
            .iter()
            .fold(html.clone(), |html, tag| html.replace(tag, ""));
        assert!(html.contains(&as_html), "{as_html}: {html}");
        let shown = |text: &str| text.replace(['`', ' '], "");
        assert!(
            shown(&markdown).contains(&shown(line)),
            "{line}: {markdown}"
        );
        compared += 1;
    }
    assert!(compared > 8, "{human}");
    for word in ["LEAVES", "REJECTED"] {
        assert!(markdown.contains(&format!("**{word}**")), "{markdown}");
        assert!(html.contains(&format!("<strong>{word}</strong>")), "{html}");
    }
    assert!(
        markdown.ends_with("| 1 | LEAVES |\n| 1 | REJECTED |\n"),
        "{markdown}"
    );
}

#[test]
fn a_report_is_in_the_language_of_its_reader_and_stands_alone() {
    let html = check("html", &[&MAIL[..], &["--lang", "ja"]].concat());
    assert!(
        html.starts_with("<!doctype html>\n<html lang=\"ja\">"),
        "{html}"
    );
    assert!(html.contains("default-src 'none'") && !html.contains("http:"));
    assert!(
        html.contains("受信者") && html.ends_with("</html>\n"),
        "{html}"
    );
    // What is not read is in it, too.
    let text = check("markdown", &["fixtures/awkward", "README.md"]);
    assert!(text.contains("UNREADABLE: "), "{text}");
}
