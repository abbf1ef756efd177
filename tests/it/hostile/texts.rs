//! Makes hostile texts: what every kind of output would take for its own.

use std::fmt::Write as _;

/// What begins every hostile text, before the name of its place.
pub const PLACE: &str = "PLACE";

/// What a line would begin with, or end with, that is not of the program's own.
pub const FORGED: &str = "FORGED";

/// What a terminal would obey: clear, a colour that the program never uses, title, C1, backspace,
/// and what turns the direction of what follows.
const CONTROLS: &str = "\u{1b}[2J\u{1b}[95mX\u{1b}]0;t\u{7}\u{9b}2J\u{8}\u{7f}\u{202e}\u{200f}\u{200e}\u{61c}\u{2066}\u{2067}";

/// What Markdown, HTML, XML, TAP, YAML, shells, spreadsheets and GitHub would take for their own.
const MARKUP: &str = "](https://evil.example) ![i](//evil.example/i.png) <img src=x onerror=alert(1)> </text></svg><script>x</script> <!-- --> ]]> &lt; @octocat @octo/team octo/cat#1 #12 GH-12 www.evil.example http://evil.example mailto:x@evil.example a1b2c3d4e5f6 :tada: $x$ **b** _i_ ~~s~~ ~~~~~~ ``` `` ` || | \\| \\ [^1] [x] %0A %0D ##[error]x ::error::x # SKIP # TODO # rdsim: allow default-forwards: x '; touch pwned; ' \u{2019};touch pwned;\u{2019} $(touch pwned) `touch pwned` \"; touch pwned; \" | touch pwned & {x} {n} ;=1+1 ;\"=1+1\t@SUM(A1)";

/// What ends a line for some reader.
pub const BREAKS: [&str; 7] = [
    "\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
];

/// A hostile text of one line, without control characters.
pub fn markup(place: &str) -> String {
    format!("{PLACE}{place}{MARKUP}")
}

/// A hostile text of one line.
pub fn line(place: &str) -> String {
    format!("{PLACE}{place}{CONTROLS}{MARKUP}")
}

/// A hostile text of many lines.
pub fn text(place: &str) -> String {
    let mut text = line(place);
    for end in BREAKS {
        write!(text, "{end}{FORGED}").unwrap();
    }
    text + "\n\n### FORGED\n\n~~~~~~\n\n- FORGED\n::error::FORGED\n##[error]FORGED\nok 99 FORGED\n1..99\nBail out! FORGED\n  ...\n# rdsim: allow default-forwards: FORGED\n"
}

/// A hostile address of a domain.
pub fn address(place: &str, domain: &str) -> String {
    let local = text(place).replace(['@', ' ', ',', ';', '<', '>', '(', ')', '"'], "-");
    format!("{local}'$(touch-pwned)`x`\u{2019}|;&@{domain}")
}

/// A text as a YAML or JSON string.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => write!(out, "\\u{:04x}", u32::from(c)).unwrap(),
        }
    }
    out + "\""
}
