//! Tells what kind a message is, from the strongest evidence there is, and what it cannot tell.

use crate::message::{Header, Message};

/// The kinds that the resolver tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A person's message, and everything that no other kind names.
    Ordinary,
    /// Out-of-office reply from the external template.
    OofExternal,
    /// Out-of-office reply from the internal template.
    OofInternal,
    /// Out-of-office reply of Outlook 2003 and earlier.
    OofLegacy,
    /// Reply by a rule: "have server reply using a specific message".
    AutoReply,
    /// Delivery report.
    DeliveryReport,
    /// Non-delivery report.
    Ndr,
    /// Delayed delivery notice.
    DsnDelayed,
    /// Relayed notice.
    DsnRelayed,
    /// Expanded notice.
    DsnExpanded,
    /// Read receipt.
    ReadReceipt,
    /// Non-read receipt.
    NonReadReceipt,
    /// Meeting forward notification.
    MeetingForwardNotification,
    /// Recall of a message.
    Recall,
    /// Report on a recall.
    RecallReport,
}

impl Kind {
    /// Every kind and its token.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Ordinary, "ordinary"),
        (Self::OofExternal, "oof-external"),
        (Self::OofInternal, "oof-internal"),
        (Self::OofLegacy, "oof-legacy"),
        (Self::AutoReply, "auto-reply"),
        (Self::DeliveryReport, "delivery-report"),
        (Self::Ndr, "ndr"),
        (Self::DsnDelayed, "dsn-delayed"),
        (Self::DsnRelayed, "dsn-relayed"),
        (Self::DsnExpanded, "dsn-expanded"),
        (Self::ReadReceipt, "read-receipt"),
        (Self::NonReadReceipt, "non-read-receipt"),
        (
            Self::MeetingForwardNotification,
            "meeting-forward-notification",
        ),
        (Self::Recall, "recall"),
        (Self::RecallReport, "recall-report"),
    ];

    /// The token, as in JSON and `--kind`.
    #[must_use]
    pub fn token(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(k, _)| *k == self)
            .map_or("ordinary", |(_, t)| t)
    }

    /// The kind of a token.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, t)| *t == token).map(|(k, _)| *k)
    }

    /// Whether it is an out-of-office reply.
    #[must_use]
    pub fn is_oof(self) -> bool {
        matches!(
            self,
            Self::OofExternal | Self::OofInternal | Self::OofLegacy
        )
    }
}

/// What was seen, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Name of the header or property.
    pub what: String,
    /// Its value.
    pub value: String,
    /// 1-based line; the part's first line for a property inside it.
    pub line: u32,
}

/// The kind of a message, as far as it can be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// One kind where it is known, else all that are possible.
    pub kinds: Vec<Kind>,
    /// The message class, where TNEF gives one.
    pub message_class: Option<String>,
    /// Auto-forwarded: yes, no, or (none) unknown.
    pub auto_forwarded: Option<bool>,
    /// What tells so.
    pub evidence: Vec<Evidence>,
}

/// A signal: from the message to the kinds it leaves possible.
type Signal = fn(&Message, &mut Vec<Evidence>) -> Option<Vec<Kind>>;

/// The signals in order; the first that speaks decides the kind.
pub static SIGNALS: &[(&str, Signal)] = &[
    ("message class", message_class),
    ("delivery status report", delivery_status),
    ("disposition notification", disposition),
    ("Mailbox Rules Agent", rules_agent),
    ("meeting forward notification", meeting_forward),
    ("out-of-office reply", out_of_office),
    ("automatic message of another system", automatic),
];

const ANY_OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

/// Classify a message; `told` is what the user knows beyond it (`--kind`), which settles what
/// the message itself leaves open.
#[must_use]
pub fn classify(message: &Message, told: Option<Kind>) -> Class {
    let mut evidence = Vec::new();
    let heard = SIGNALS
        .iter()
        .find_map(|(_, signal)| signal(message, &mut evidence));
    let certain = heard.as_ref().is_some_and(|k| k.len() == 1);
    let mut kinds = heard.unwrap_or_else(|| vec![Kind::Ordinary]);
    if let Some(kind) = told {
        if certain && !kinds.contains(&kind) {
            evidence.push(Evidence {
                what: "--kind".into(),
                value: format!(
                    "{} is not heeded: the message itself tells its kind",
                    kind.token()
                ),
                line: 0,
            });
        } else {
            kinds = vec![kind];
            evidence.push(Evidence {
                what: "--kind".into(),
                value: kind.token().into(),
                line: 0,
            });
        }
    }
    let auto_forwarded = auto_forwarded(message, &mut evidence);
    let message_class = message
        .tnef
        .as_ref()
        .and_then(|(t, _)| t.message_class.clone());
    Class {
        kinds,
        message_class,
        auto_forwarded,
        evidence,
    }
}

fn seen(h: &Header) -> Evidence {
    Evidence {
        what: h.name.to_string(),
        value: h.value.to_string(),
        line: h.line,
    }
}

/// The kind of a message class (MS-OXCMAIL, MS-OXOMSG); a leading `envelope.` does not count.
#[must_use]
pub fn kind_of_class(class: &str, oof_reply_type: Option<i32>) -> Kind {
    let class = class.to_ascii_lowercase();
    let class = class.strip_prefix("envelope.").unwrap_or(&class);
    let under =
        |root: &str| class == root || class.strip_prefix(root).is_some_and(|r| r.starts_with('.'));
    if under("ipm.note.rules.ooftemplate") {
        return if oof_reply_type.is_some_and(|t| t != 2) {
            Kind::OofLegacy
        } else {
            Kind::OofInternal
        };
    }
    let fixed = [
        ("ipm.note.rules.externalooftemplate", Kind::OofExternal),
        ("ipm.note.rules.replytemplate", Kind::AutoReply),
        (
            "ipm.schedule.meeting.notification.forward",
            Kind::MeetingForwardNotification,
        ),
        (
            "ipm.notification.meeting.forward",
            Kind::MeetingForwardNotification,
        ),
        ("ipm.outlook.recall", Kind::Recall),
        ("ipm.recall.report", Kind::RecallReport),
    ];
    if let Some((_, kind)) = fixed.iter().find(|(root, _)| under(root)) {
        return *kind;
    }
    if class.starts_with("report.") {
        let ends = [
            (".ipnrn", Kind::ReadReceipt),
            (".ipnnrn", Kind::NonReadReceipt),
            ("delayed.dr", Kind::DsnDelayed),
            ("relayed.dr", Kind::DsnRelayed),
            ("expanded.dr", Kind::DsnExpanded),
            (".ndr", Kind::Ndr),
            (".dr", Kind::DeliveryReport),
        ];
        if let Some((_, kind)) = ends.iter().find(|(end, _)| class.ends_with(end)) {
            return *kind;
        }
    }
    Kind::Ordinary
}

fn message_class(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let (tnef, line) = m.tnef.as_ref()?;
    let class = tnef.message_class.as_ref().filter(|c| !c.is_empty())?;
    seen.push(Evidence {
        what: "message class".into(),
        value: class.clone(),
        line: *line,
    });
    let kind = kind_of_class(class, tnef.oof_reply_type);
    if let (Some(value), Kind::OofLegacy | Kind::OofInternal) = (tnef.oof_reply_type, kind) {
        seen.push(Evidence {
            what: "OOF reply type (0x4080)".into(),
            value: value.to_string(),
            line: *line,
        });
    }
    Some(vec![kind])
}

/// Fields of a report body: name in lower case, value, place of the line within the body.
fn report_fields(body: &[u8]) -> Vec<(String, String, u32)> {
    let text = String::from_utf8_lossy(body);
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    for (index, line) in (0u32..).zip(text.split('\n')) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value, _)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((
                name.trim().to_ascii_lowercase(),
                value.trim().to_owned(),
                index,
            ));
        }
    }
    fields
}

/// A value without its RFC 5322 comments, lower case.
fn bare(value: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim().to_ascii_lowercase()
}

/// The actions of RFC 3464, least severe first: the most severe over all recipients decides.
const SEVERITY: [(&str, Kind); 5] = [
    ("delivered", Kind::DeliveryReport),
    ("expanded", Kind::DsnExpanded),
    ("relayed", Kind::DsnRelayed),
    ("delayed", Kind::DsnDelayed),
    ("failed", Kind::Ndr),
];

fn delivery_status(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    if m.media_type != "multipart/report" && !m.media_type.ends_with("delivery-status") {
        return None;
    }
    let mut worst: Option<(usize, Kind, Evidence)> = None;
    for part in m.parts.iter().filter(|p| {
        matches!(
            p.media_type.as_str(),
            "message/delivery-status" | "message/global-delivery-status"
        )
    }) {
        for (name, value, line) in report_fields(&part.body) {
            if name != "action" {
                continue;
            }
            let action = bare(&value);
            let Some((rank, (_, kind))) = SEVERITY
                .iter()
                .enumerate()
                .find(|(_, (word, _))| *word == action)
            else {
                continue;
            };
            if worst.as_ref().is_none_or(|(w, ..)| rank > *w) {
                worst = Some((
                    rank,
                    *kind,
                    Evidence {
                        what: "Action".into(),
                        value,
                        line: part.line + line,
                    },
                ));
            }
        }
    }
    if let Some((_, kind, evidence)) = worst {
        seen.push(evidence);
        return Some(vec![kind]);
    }
    if m.report_type.as_deref() == Some("delivery-status") {
        if let Some(h) = m.header("Content-Type") {
            seen.push(self::seen(h));
        }
        return Some(SEVERITY.iter().map(|(_, k)| *k).collect());
    }
    None
}

fn disposition(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    if m.media_type != "multipart/report" && !m.media_type.ends_with("disposition-notification") {
        return None;
    }
    for part in m
        .parts
        .iter()
        .filter(|p| p.media_type.ends_with("disposition-notification"))
    {
        for (name, value, line) in report_fields(&part.body) {
            let kind = bare(&value);
            let kind = kind
                .rsplit(';')
                .next()
                .unwrap_or_default()
                .split('/')
                .next()
                .unwrap_or_default()
                .trim();
            let kind = match (name.as_str(), kind) {
                ("disposition", "displayed") => Kind::ReadReceipt,
                ("disposition", "deleted") => Kind::NonReadReceipt,
                ("disposition", _) => Kind::Ordinary,
                _ => continue,
            };
            seen.push(Evidence {
                what: "Disposition".into(),
                value,
                line: part.line + line,
            });
            return Some(vec![kind]);
        }
    }
    None
}

fn suppresses_all<'m>(m: &'m Message) -> Option<&'m Header<'m>> {
    m.header("X-Auto-Response-Suppress").filter(|h| {
        h.value
            .split(',')
            .any(|v| matches!(v.trim().to_ascii_lowercase().as_str(), "all" | "oof"))
    })
}

fn rules_agent(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let source = m
        .header("X-MS-Exchange-Generated-Message-Source")
        .filter(|h| h.value.eq_ignore_ascii_case("Mailbox Rules Agent"))?;
    let reply = suppresses_all(m)?;
    seen.push(self::seen(source));
    seen.push(self::seen(reply));
    Some(vec![Kind::AutoReply])
}

fn meeting_forward(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = m.header("Subject").filter(|h| {
        h.value
            .to_lowercase()
            .starts_with("meeting forward notification:")
    })?;
    seen.push(self::seen(subject));
    Some(vec![Kind::MeetingForwardNotification, Kind::Ordinary])
}

/// What Exchange writes before the subject of an out-of-office reply.
const OOF_SUBJECTS: [&str; 7] = [
    "automatic reply:",
    "自動応答:",
    "automatische antwort:",
    "réponse automatique",
    "risposta automatica:",
    "respuesta automática:",
    "automatisch antwoord:",
];

fn is_oof_subject(raw: &str) -> bool {
    if !raw.contains("=?") {
        let subject = raw.to_lowercase();
        return OOF_SUBJECTS.iter().any(|p| subject.starts_with(p));
    }
    let source = format!("Subject: {raw}\r\n\r\n");
    let decoded = mail_parser::MessageParser::default()
        .parse(source.as_bytes())
        .and_then(|m| m.subject().map(str::to_lowercase));
    let subject = decoded.unwrap_or_else(|| raw.to_lowercase());
    OOF_SUBJECTS.iter().any(|p| subject.starts_with(p))
}

fn automatic_value<'m>(m: &'m Message) -> Option<(&'m Header<'m>, String)> {
    let h = m.header("Auto-Submitted")?;
    Some((h, bare(h.value.split(';').next().unwrap_or_default())))
}

fn out_of_office(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let subject = m.header("Subject").filter(|h| is_oof_subject(&h.value))?;
    let submitted = automatic_value(m).filter(|(_, v)| v != "no");
    let suppress = m.header("X-Auto-Response-Suppress");
    if submitted.is_none() && suppress.is_none() {
        return None;
    }
    seen.push(self::seen(subject));
    seen.extend(submitted.map(|(h, _)| self::seen(h)));
    seen.extend(suppress.map(self::seen));
    Some(ANY_OOF.to_vec())
}

fn automatic(m: &Message, seen: &mut Vec<Evidence>) -> Option<Vec<Kind>> {
    let mut kinds = vec![Kind::Ordinary, Kind::AutoReply];
    match automatic_value(m) {
        Some((h, value)) if value == "no" => {
            seen.push(self::seen(h));
            return Some(vec![Kind::Ordinary]);
        }
        Some((h, value)) if value == "auto-replied" => {
            seen.push(self::seen(h));
            kinds.extend(ANY_OOF);
            return Some(kinds);
        }
        Some((h, value))
            if value == "auto-generated"
                && m.header("X-MS-Exchange-Inbox-Rules-Loop").is_none() =>
        {
            if let Some(suppress) = suppresses_all(m).filter(|_| m.header("In-Reply-To").is_some())
            {
                seen.extend([self::seen(h), self::seen(suppress)]);
                kinds.extend(ANY_OOF);
                return Some(kinds);
            }
            return None;
        }
        _ => {}
    }
    let weak = |name: &str| {
        m.header(name)
            .filter(|h| !h.value.eq_ignore_ascii_case("no"))
    };
    let precedence = m
        .header("Precedence")
        .filter(|h| h.value.eq_ignore_ascii_case("auto_reply"));
    let h = precedence
        .or_else(|| weak("X-Autoreply"))
        .or_else(|| weak("X-Autorespond"))?;
    seen.push(self::seen(h));
    Some(kinds)
}

/// Whether a rule forwarded the message; the legacy header alone leaves it unknown.
fn auto_forwarded(m: &Message, seen: &mut Vec<Evidence>) -> Option<bool> {
    if let Some((tnef, line)) = &m.tnef
        && let Some(flag) = tnef.auto_forwarded
    {
        seen.push(Evidence {
            what: "PidTagAutoForwarded (0x0005)".into(),
            value: flag.to_string(),
            line: *line,
        });
        return Some(flag);
    }
    if let Some(h) = m.header("X-MS-Exchange-Organization-AutoForwarded") {
        seen.push(self::seen(h));
        return Some(h.value.eq_ignore_ascii_case("true"));
    }
    let reply =
        m.header("X-MS-Exchange-Generated-Message-Source").is_some() && suppresses_all(m).is_some();
    if let Some(h) = m
        .header("X-MS-Exchange-Inbox-Rules-Loop")
        .filter(|_| !reply)
    {
        seen.push(self::seen(h));
        return Some(true);
    }
    if let Some(h) = m
        .header("Auto-Forwarded")
        .filter(|h| h.value.eq_ignore_ascii_case("true"))
    {
        seen.push(self::seen(h));
        return None;
    }
    Some(false)
}
