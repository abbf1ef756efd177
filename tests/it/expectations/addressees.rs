//! Expects something of each of those who are really addressed, and blesses such cases.

use rdsim::diagnostic::Problem;
use rdsim::expectations::bless::bless;
use rdsim::expectations::{Suite, Unread, read};
use rdsim::i18n::Language;
use std::path::Path;

const POLICY: &str = "AcceptedDomains: [contoso.com]
RemoteDomains:
  - DomainName: '*'
    AutoForwardEnabled: false
MailContacts:
  - {Name: Bob, ExternalEmailAddress: bob@fabrikam.com}
Mailboxes:
  - {Name: Alice, PrimarySmtpAddress: alice@contoso.com}
  - PrimarySmtpAddress: carol@contoso.com
    ForwardingSmtpAddress: carol@example.com
    DeliverToMailboxAndForward: true
DistributionGroups:
  - PrimarySmtpAddress: sales@contoso.com
    Members: [Alice, Bob]
  - PrimarySmtpAddress: odd@contoso.com
    Members: [Alice, nobody]
";

fn load(path: &Path) -> Result<Vec<u8>, Unread> {
    match path.to_str() {
        Some("p.yaml") => Ok(POLICY.into()),
        _ => Err(Unread::Failed("it is not there".into())),
    }
}

/// A file with one case of an ordinary message from alice.
fn case(to: &str, expect: &str) -> String {
    format!(
        "Policy: p.yaml\nCases:\n  - Name: x\n    Kind: ordinary\n    From: alice@contoso.com\n    To: {to}\n    Expect:{expect}\n"
    )
}

fn suite(text: &str) -> Result<Suite, Vec<Problem>> {
    read("x.rdsim.yaml", text.as_bytes(), &load, &[])
}

/// What differs in the case, in one line each.
fn differences(text: &str) -> Vec<String> {
    let suite = suite(text).unwrap_or_else(|p| panic!("{}\n{text}", p[0]));
    let ran = suite.run(None);
    let differences = ran[0].differences().into_iter();
    differences
        .map(|d| d.localized(Language::English))
        .collect()
}

fn errors(text: &str) -> Vec<String> {
    let problems = suite(text).unwrap_err();
    problems.iter().map(|p| p.message.to_string()).collect()
}

fn blessed(text: &str) -> String {
    let blessed = bless("x.rdsim.yaml", text.as_bytes(), &load, None);
    let blessed = blessed.unwrap_or_else(|p| panic!("{}\n{text}", p[0]));
    let text = String::from_utf8(blessed.bytes).unwrap();
    assert_eq!(differences(&text), [""; 0], "{text}");
    text
}

#[test]
fn each_who_is_addressed_may_be_expected_another_verdict() {
    for expect in [
        " {alice@contoso.com: {Outcome: stays-inside}, bob@fabrikam.com: {Outcome: leaves}}",
        // The recipient stands for those who are not named.
        " {sales@contoso.com: {Outcome: stays-inside}, bob@fabrikam.com: {Outcome: leaves}}",
        " {sales@contoso.com: {Outcome: leaves}, ALICE@contoso.com: {Outcome: stays-inside}}",
    ] {
        assert_eq!(differences(&case("sales@contoso.com", expect)), [""; 0]);
    }
    assert_eq!(
        differences(&case("sales@contoso.com", " {Outcome: leaves}")),
        ["sales@contoso.com → alice@contoso.com: outcome: expected leaves, is stays-inside"]
    );
    assert_eq!(
        differences(&case(
            "sales@contoso.com",
            " {sales@contoso.com: {Outcome: stays-inside}}"
        )),
        ["sales@contoso.com → bob@fabrikam.com: outcome: expected stays-inside, is leaves"]
    );
    // A copy in the mailbox that forwards is its own.
    let expect = " {carol@contoso.com: {Outcome: stays-inside}, carol@example.com: {Response: RESOLVER.MSGTYPE.AF}}";
    assert_eq!(differences(&case("carol@contoso.com", expect)), [""; 0]);
}

#[test]
fn an_address_that_the_message_is_sent_to_stands_for_that_copy() {
    let to = "[carol@contoso.com, carol@example.com]";
    let expect =
        " {carol@contoso.com: {Outcome: stays-inside}, carol@example.com: {Outcome: leaves}}";
    assert_eq!(
        differences(&case(to, expect)),
        ["carol@contoso.com → carol@example.com: outcome: expected stays-inside, is dropped"]
    );
}

#[test]
fn nothing_is_expected_of_others_and_something_of_each() {
    assert_eq!(
        errors(&case(
            "sales@contoso.com",
            " {alice@contoso.com: {Outcome: stays-inside}}"
        )),
        ["nothing is expected for the recipient `bob@fabrikam.com`"]
    );
    assert_eq!(
        errors(&case(
            "sales@contoso.com",
            " {sales@contoso.com: {Outcome: leaves}, dave@contoso.com: {Outcome: leaves}}"
        )),
        ["`dave@contoso.com` is not a recipient of the case"]
    );
    // A name that nobody has cannot be expected anything of, but the group can.
    let expect = " {alice@contoso.com: {Outcome: stays-inside}}";
    assert_eq!(
        errors(&case("odd@contoso.com", expect)),
        ["nothing is expected for the recipient `odd@contoso.com`"]
    );
    let expect =
        " {alice@contoso.com: {Outcome: stays-inside}, odd@contoso.com: {Outcome: cannot-tell}}";
    assert_eq!(differences(&case("odd@contoso.com", expect)), [""; 0]);
}

#[test]
fn what_is_blessed_passes_for_groups_and_forwards() {
    let each = "\n      alice@contoso.com:\n        Outcome: stays-inside\n      bob@fabrikam.com:\n        Outcome: leaves";
    for expect in [
        "",
        " {}",
        "\n      Outcome: leaves",
        "\n      sales@contoso.com:\n        Outcome: leaves",
        "\n      sales@contoso.com:",
    ] {
        let text = blessed(&case("sales@contoso.com", expect));
        let flow = text.contains('{');
        let shown = text.replace(['{', '}'], "");
        if flow {
            assert!(
                shown.ends_with(
                    " alice@contoso.com: Outcome: stays-inside, bob@fabrikam.com: Outcome: leaves\n"
                ),
                "{text}"
            );
        } else {
            assert_eq!(text, case("sales@contoso.com", each), "{expect}");
        }
    }
    // Comments stay, and what is not wrong keeps its bytes.
    let expect = "\n      # why\n      sales@contoso.com:\n        Outcome: leaves # all";
    let text = blessed(&case("sales@contoso.com", expect));
    assert!(
        text.contains("# why\n") && text.contains("# all\n"),
        "{text}"
    );
    let expect = "\n      sales@contoso.com:\n        Outcome: leaves # b\n      alice@contoso.com: {Outcome:   dropped}";
    assert_eq!(
        blessed(&case("sales@contoso.com", expect)),
        case(
            "sales@contoso.com",
            "\n      sales@contoso.com:\n        Outcome: leaves # b\n      alice@contoso.com: {Outcome:   stays-inside}"
        )
    );
    for (to, keys) in [
        (
            "carol@contoso.com",
            &["carol@contoso.com", "carol@example.com"][..],
        ),
        ("odd@contoso.com", &["alice@contoso.com", "odd@contoso.com"]),
        (
            "[sales@contoso.com, dave@contoso.com]",
            &["alice@contoso.com", "bob@fabrikam.com", "dave@contoso.com"],
        ),
        (
            "[sales@contoso.com, bob@fabrikam.com]",
            &["alice@contoso.com", "sales@contoso.com", "bob@fabrikam.com"],
        ),
    ] {
        let text = blessed(&case(to, ""));
        for key in keys {
            assert!(text.contains(&format!("\n      {key}:\n")), "{text}");
        }
    }
}

#[test]
fn a_cell_cannot_say_what_differs() {
    let table = |recipient: &str| {
        format!(
            "Policy: p.yaml\nTables:\n  - Name: t\n    From: alice@contoso.com\n    Kinds: [ordinary]\n    Recipients:\n      {recipient}: [~]\n"
        )
    };
    let bytes = table("sales@contoso.com").into_bytes();
    let problems = bless("x.rdsim.yaml", &bytes, &load, None).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["cell-of-several"]);
    assert_eq!(problems[0].line, 7);
    // Where they agree it can.
    let text = blessed(&table("bob@fabrikam.com"));
    assert!(text.ends_with("bob@fabrikam.com: [leaves]\n"), "{text}");
}
