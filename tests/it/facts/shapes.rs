//! Proves what the form of a message depends on: which setting has a say, and what a reader sees.

use super::judged;
use crate::given::policy;
use rdsim::evaluate::Overrides;
use rdsim::policy::ByteEncoder;
use rdsim::transport::convert::{MessageForm, Style, TextPart};
use rdsim::transport::facts::{form, remote_domain};
use rdsim::transport::responses;
use rdsim::transport::setting::{SenderName, Transmission};

const HEADERS: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\n";

#[test]
fn the_encoder_has_a_say_where_text_is_or_becomes_seven_bit() {
    for (charset, content_type, expected) in [
        ("", "text/plain", true),
        ("iso-2022-jp", "text/plain", true),
        ("utf-8", "text/plain", false),
        ("", "text/plain; charset=utf-8", false),
        ("iso-2022-jp", "text/plain; charset=utf-8", false),
        ("utf-8", "text/plain; charset=us-ascii", true),
    ] {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', CharacterSet: '{charset}', ByteEncoderTypeFor7BitCharsets: UseBase64}}]\n"
        ));
        let message = format!("{HEADERS}Content-Type: {content_type}\n\nHi\n");
        let verdict = judged(&policy, &message, &Overrides::default());
        let said = verdict
            .because()
            .any(|r| r.setting_id == "byte-encoder-type-for-7-bit-charsets");
        assert_eq!(said, expected, "{charset} {content_type}");
    }
}

#[test]
fn the_encoder_tells_html_from_plain_text_and_wrapped_text_from_other() {
    use ByteEncoder as B;
    let (qp, b64, plain) = ("quoted-printable", "base64", "7bit");
    // Of HTML, of plain text, of plain text that is wrapped.
    for (encoder, expected) in [
        (B::Undefined, [qp, qp, qp]),
        (B::Use7Bit, [plain; 3]),
        (B::UseQp, [qp; 3]),
        (B::UseBase64, [b64; 3]),
        (B::UseQpHtmlDetectTextPlain, [qp, qp, plain]),
        (B::UseBase64HtmlDetectTextPlain, [b64, b64, plain]),
        (B::UseQpHtml7BitTextPlain, [qp, plain, plain]),
        (B::UseBase64Html7BitTextPlain, [b64, plain, plain]),
    ] {
        let style = |line_wrap| Style {
            encoder,
            line_wrap,
            ..Style::PLAIN
        };
        let found = [(true, None), (false, None), (false, Some(76))]
            .map(|(html, wrap)| style(wrap).encoding(html, Some("us-ascii"), true).unwrap());
        assert_eq!(found, expected, "{encoder:?}");
        assert_eq!(
            style(Some(76)).encoding(true, Some("us-ascii"), true),
            Some(expected[0])
        );
        assert_eq!(style(None).encoding(false, Some("utf-8"), true), None);
    }
}

#[test]
fn two_forms_look_alike_where_the_whole_and_every_part_do() {
    let part = |charset: &str| TextPart {
        media_type: "text/plain".into(),
        line: 1,
        charset: Some(charset.into()),
        why: "said".into(),
        encoding: None,
        reader_sees: None,
        probably_meant: None,
    };
    let form = |transmission, charset: &str| MessageForm {
        style: Style {
            transmission,
            ..Style::PLAIN
        },
        body: "plain text",
        parts: vec![part(charset)],
    };
    let one = form(Transmission::Mime, "utf-8");
    assert!(one.looks_like(&form(Transmission::Mime, "utf-8")));
    assert!(!one.looks_like(&form(Transmission::Tnef, "utf-8")));
    assert!(!one.looks_like(&form(Transmission::Mime, "iso-8859-1")));
    // Where a part stands, and why it is as it is, is not seen.
    let mut moved = form(Transmission::Mime, "utf-8");
    moved.parts[0].line = 7;
    moved.parts[0].why = "said otherwise".into();
    assert!(one.looks_like(&moved));
    let mut hidden = form(Transmission::Mime, "utf-8");
    hidden.style.sender_name = SenderName::AddressOnly;
    assert!(!one.looks_like(&hidden));
}

#[test]
fn what_a_reader_sees_is_the_first_line_that_is_not_ascii() {
    let policy = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', CharacterSet: utf-8}]\n",
    );
    let sees = |text: &str| {
        let message = format!("{HEADERS}Content-Type: text/plain\n\n{text}");
        let verdict = judged(&policy, &message, &Overrides::default());
        verdict.format.unwrap().parts.remove(0).reader_sees
    };
    assert_eq!(
        sees("Plain.\nSchöne Grüße\nNoch größer\n").as_deref(),
        Some("Schöne Grüße")
    );
    assert_eq!(
        sees("Plain.\n\u{1b}$BF|K\\\u{1b}(B\n").as_deref(),
        Some("\u{fffd}$BF|K\\\u{fffd}(B")
    );
    assert_eq!(sees("Plain.\nOnly.\n"), None);
}

#[test]
fn the_default_character_set_is_doubted_where_nobody_set_one() {
    let doubt = remote_domain::DEFAULT_CHARSET_IS_LATIN_1.id;
    for (domain, expected) in [
        ("", true),
        (", CharacterSet: iso-8859-1", false),
        (", CharacterSet: ''", false),
    ] {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'{domain}}}]\n"
        ));
        let message = format!("{HEADERS}Content-Type: text/plain\n\nHi\n");
        let verdict = judged(&policy, &message, &Overrides::default());
        let mut rulings = verdict.asked.iter();
        let ruling = rulings.find(|r| r.setting_id == "character-set").unwrap();
        assert_eq!(
            ruling.doubt.is_some_and(|f| f.id == doubt),
            expected,
            "{domain}"
        );
    }
}

#[test]
fn what_a_contact_prefers_is_doubted_and_what_exchange_may_choose_too() {
    let with = |domain: &str, contact: &str| {
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'{domain}}}]\nMailContacts: [{{Name: Bob, PrimarySmtpAddress: bob@fabrikam.com, ExternalEmailAddress: bob@fabrikam.com{contact}}}]\n"
        ))
    };
    let doubt = |policy: &rdsim::policy::Policy, setting: &str| {
        let message = format!("{HEADERS}Content-Type: text/html\n\n<p>Hi</p>\n");
        let verdict = judged(policy, &message, &Overrides::default());
        let mut rulings = verdict.asked.iter();
        let ruling = rulings.find(|r| r.setting_id == setting)?;
        ruling.doubt.map(|fact| fact.id)
    };
    let prefers = with(
        "",
        ", UsePreferMessageFormat: true, MessageFormat: Mime, MessageBodyFormat: Html",
    );
    let preferred = Some(form::PREFERRED_MESSAGE_FORMAT.id);
    assert_eq!(doubt(&prefers, "content-type"), preferred);
    let follows = with("", "");
    assert_eq!(doubt(&follows, "content-type"), None);
    let may = Some(form::EXCHANGE_MAY_CHOOSE_TNEF.id);
    assert_eq!(doubt(&follows, "tnef-enabled"), may);
    assert_eq!(
        doubt(&with(", TNEFEnabled: false", ""), "tnef-enabled"),
        None
    );
}

#[test]
fn a_response_names_the_setting_to_look_at() {
    for (response, expected) in [
        (&responses::OOF_SUPPRESS_EXTERNAL, Some("AllowedOOFType")),
        (&responses::OOF_INT_TO_EXT, Some("AllowedOOFType")),
        (&responses::OOF_LEGACY_TO_EXT, Some("AllowedOOFType")),
        (&responses::DELIVERY_REPORT, Some("DeliveryReportEnabled")),
        (&responses::NDR, Some("NDREnabled")),
        (
            &responses::MEETING_FORWARD,
            Some("MeetingForwardNotificationEnabled"),
        ),
        (&responses::AUTO_REPLY, Some("AutoReplyEnabled")),
        (&responses::AUTO_FORWARD, Some("AutoForwardEnabled")),
        (&responses::RULE_DELETED, Some("TransportRules")),
        (
            &responses::EXTERNAL_FORWARDING_BLOCKED,
            Some("AutoForwardingMode"),
        ),
        (
            &responses::GROUP_NOT_AUTHENTICATED,
            Some("RequireSenderAuthenticationEnabled"),
        ),
        (
            &responses::MAILBOX_NOT_AUTHENTICATED,
            Some("RequireSenderAuthenticationEnabled"),
        ),
        (&responses::RECIPIENT_NOT_FOUND, None),
        (&responses::RECIPIENT_DENIED, None),
        (&responses::OOF_EXT_TO_INT, None),
    ] {
        assert_eq!(response.setting(), expected, "{}", response.line());
    }
    for response in responses::rule_rejections() {
        assert_eq!(
            response.setting(),
            Some("TransportRules"),
            "{}",
            response.line()
        );
    }
}
