//! Finds the columns that matter by their names, in every export that carries them.

use super::{date, event};
use std::cmp::Reverse;

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Time,
    Sender,
    Recipient,
    Status,
    Event,
    Source,
    Context,
    Subject,
    MessageId,
    NetworkMessageId,
    Directionality,
    ReturnPath,
    CustomData,
    /// Text in which a response may stand.
    Detail,
    /// A status for each recipient, in which a response may stand.
    RecipientStatus,
}

/// The columns of all exports: what each tells, and its names as [`plain`] writes them. A name before
/// another wins where an export has both.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Time,
        &[
            // Reports of the admin center, tracking logs, cmdlets.
            "origintimestamputc",
            "origintimestamp",
            "datetimeutc",
            "datetime",
            "received",
            "timestamp",
            // Microsoft Graph.
            "receiveddatetime",
            // Defender's Threat Explorer.
            "emaildate",
            // Get-Message, of a queue.
            "datereceived",
            // Log Analytics and Elastic, where they leave out the rows' own time.
            "timegenerated",
            // The admin center's lists.
            "date",
            "datum",
            "fecha",
            "日付",
            "日時",
            "受信日時",
            "受信済み",
            // Splunk.
            "time",
        ],
    ),
    (
        Field::Sender,
        &[
            "senderaddress",
            "sender",
            "sendermailfromaddress",
            "senderfromaddress",
            "emailfromaddress",
            "fromaddress",
            "送信者",
            "差出人",
            "送信者のアドレス",
            "送信者アドレス",
            "absender",
            "expéditeur",
            "remitente",
            // Elastic's common schema, and what scripts call it.
            "from",
        ],
    ),
    (
        Field::Recipient,
        &[
            "recipientaddress",
            "recipients",
            "recipient",
            "recipientemailaddress",
            "emailtoaddress",
            "受信者",
            "宛先",
            "受信者のアドレス",
            "受信者アドレス",
            "empfänger",
            "destinataire",
            "destinatario",
            "to",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "deliverystatus",
            "deliveryaction",
            "状態",
            "状況",
            "ステータス",
            "état",
            "estado",
        ],
    ),
    (Field::RecipientStatus, &["recipientstatus"]),
    (Field::Event, &["eventid", "event", "イベント"]),
    (Field::Source, &["source"]),
    (Field::Context, &["sourcecontext"]),
    (
        Field::Subject,
        &[
            "messagesubject",
            "subject",
            "件名",
            "betreff",
            "objet",
            "asunto",
        ],
    ),
    (
        Field::MessageId,
        &[
            "messageid",
            "internetmessageid",
            "emailmessageid",
            "メッセージid",
            "nachrichtenid",
            "iddumessage",
            "iddemessage",
            "iddemensaje",
            "identificadordelmensaje",
        ],
    ),
    (
        Field::NetworkMessageId,
        &["networkmessageid", "messagetraceid"],
    ),
    (Field::Directionality, &["directionality", "emaildirection"]),
    (Field::ReturnPath, &["returnpath"]),
    (Field::CustomData, &["customdata", "eventdata"]),
    (
        Field::Detail,
        &[
            "detail",
            "data",
            "description",
            "詳細",
            "details",
            "lasterror",
        ],
    ),
];

/// The fields of a message tracking log in their order, as servers write them since 2013. Those of
/// 2010 have no network-message-id.
pub(super) const TRACKING_LOG: [&str; 30] = [
    "date-time",
    "client-ip",
    "client-hostname",
    "server-ip",
    "server-hostname",
    "source-context",
    "connector-id",
    "source",
    "event-id",
    "internal-message-id",
    "message-id",
    "network-message-id",
    "recipient-address",
    "recipient-status",
    "total-bytes",
    "recipient-count",
    "related-recipient-address",
    "reference",
    "message-subject",
    "sender-address",
    "return-path",
    "message-info",
    "directionality",
    "tenant-id",
    "original-client-ip",
    "original-server-ip",
    "custom-data",
    "transport-traffic-type",
    "log-id",
    "schema-version",
];

/// The names of the fields of a tracking log whose rows have so many: that of 2007 ends before the
/// directionality, and those up to 2010 have no network-message-id.
pub(super) fn tracking_log_names(len: usize) -> impl Iterator<Item = &'static str> {
    let with_network_id = len > 26;
    let names = TRACKING_LOG
        .into_iter()
        .filter(move |name| with_network_id || *name != "network-message-id");
    names.take(len)
}

/// The columns of one export: where each fact stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Number of columns.
    pub len: usize,
    /// Time of the row.
    pub time: Option<usize>,
    /// Sender's address.
    pub sender: Option<usize>,
    /// Recipients' addresses.
    pub recipient: Option<usize>,
    /// Status for the message or for each recipient.
    pub status: Option<usize>,
    /// Event.
    pub event: Option<usize>,
    /// The component that logged the event.
    pub source: Option<usize>,
    /// What that component adds.
    pub context: Option<usize>,
    /// Subject.
    pub subject: Option<usize>,
    /// The message's identifier: its Message-ID, else that of Exchange.
    pub message: Option<usize>,
    /// The identifier that Exchange gives to a message and all its copies.
    pub network_message: Option<usize>,
    /// 1 or `Incoming` in, 2 or `Originating` out.
    pub directionality: Option<usize>,
    /// The sender of the envelope when the message left.
    pub return_path: Option<usize>,
    /// What agents note, as `S:Key=Value`.
    pub custom_data: Option<usize>,
    /// A status for each recipient, in the order of the recipients.
    pub recipient_status: Option<usize>,
    /// Where a response may stand, in the order in which they are looked at.
    pub details: Vec<usize>,
}

/// What a complaint says that it expected.
pub const EXPECTED: &str = "`origin_timestamp_utc`, `sender_address`, `recipient_status`, `event_id`, `custom_data` (reports of the admin center), `Received`, `Status`, `Event`, `Detail` (cmdlets), or a `#Fields:` line (tracking logs)";

/// A name without what the exports spell differently: case, blanks, `_`, `-`, and what stands in
/// brackets (the time zone).
fn plain(name: &str) -> String {
    let name = name.split(['(', '（', '[']).next().unwrap_or_default();
    let chars = name.chars().filter(|c| c.is_alphanumeric());
    chars.flat_map(char::to_lowercase).collect()
}

/// What a column tells by its plain name, and the rank of the name among those that tell it.
fn by_name(plain: &str) -> Option<(Field, usize)> {
    NAMES.iter().find_map(|(field, names)| {
        let rank = names.iter().position(|name| *name == plain)?;
        Some((*field, rank))
    })
}

/// What a column tells: by its name, by that without the suffix that a Log Analytics workspace
/// adds for the type (`Status_s`), or by the last part of a path of names (`message_trace.Status`).
fn field(name: &str) -> Option<(Field, usize)> {
    let typed = ["_s", "_t", "_d", "_g", "_b"];
    let untyped = typed.iter().find_map(|suffix| name.strip_suffix(suffix));
    by_name(&plain(name))
        .or_else(|| by_name(&plain(untyped?)))
        .or_else(|| by_name(&plain(path_and_name(name).1)))
}

/// A column's name and the path to it, where it has one (`message_trace.Status`).
fn path_and_name(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

/// Whether all of these names, as [`plain`] writes them, are among the names of some columns, wherever
/// they stand.
pub(super) fn has_all(names: &[&str], columns: &[&str]) -> bool {
    let columns = columns.iter().map(|name| plain(path_and_name(name).1));
    let columns: Vec<String> = columns.collect();
    let mut names = names.iter();
    names.all(|name| columns.iter().any(|column| column == name))
}

/// Columns of a log of what servers say to one another, whose events (`<`, `>`) are none of a message.
pub(super) const PROTOCOL_LOG: [&str; 3] = ["connectorid", "sessionid", "sequencenumber"];

impl Columns {
    /// The columns with these names; `None` if they are not those of a message trace.
    #[must_use]
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut columns = Self::default();
        let mut message_id = None;
        let mut found: Vec<(Field, usize, usize, &str)> = Vec::new();
        let mut of_protocol_log = 0;
        for (at, name) in names.into_iter().enumerate() {
            columns.len = at + 1;
            of_protocol_log += usize::from(PROTOCOL_LOG.contains(&plain(name).as_str()));
            if let Some((field, rank)) = field(name) {
                found.push((field, rank, at, path_and_name(name).0));
            }
        }
        // Of several names for one fact the first in the table; of equal ones that which has most of the
        // others beside it (a log collector has a status of its own), then the first in the file.
        let beside = |path: &str| found.iter().filter(|(.., other)| *other == path).count();
        let mut ranked: Vec<_> = found
            .iter()
            .map(|(field, rank, at, path)| (*rank, Reverse(beside(path)), *at, *field))
            .collect();
        ranked.sort_by_key(|(rank, beside, at, _)| (*rank, *beside, *at));
        for (.., at, field) in ranked {
            let slot = match field {
                Field::Time => &mut columns.time,
                Field::Sender => &mut columns.sender,
                Field::Recipient => &mut columns.recipient,
                Field::Status => &mut columns.status,
                Field::Event => &mut columns.event,
                Field::Source => &mut columns.source,
                Field::Context => &mut columns.context,
                Field::Subject => &mut columns.subject,
                Field::MessageId => &mut message_id,
                Field::NetworkMessageId => &mut columns.network_message,
                Field::Directionality => &mut columns.directionality,
                Field::ReturnPath => &mut columns.return_path,
                Field::CustomData => &mut columns.custom_data,
                Field::RecipientStatus => &mut columns.recipient_status,
                Field::Detail => {
                    columns.details.push(at);
                    continue;
                }
            };
            slot.get_or_insert(at);
        }
        columns.message = message_id.or(columns.network_message);
        columns.status = columns.status.or(columns.recipient_status);
        let more = [
            columns.recipient_status,
            columns.context,
            columns.custom_data,
        ];
        columns.details.extend(more.into_iter().flatten());
        columns.details.sort_unstable();
        let says = columns.status.is_some() || columns.event.is_some();
        // Any table may have dates and a status.
        let about = [columns.sender, columns.recipient, columns.message];
        let happened = columns.event.and(columns.time).is_some() && !columns.details.is_empty();
        let is_protocol_log = of_protocol_log == PROTOCOL_LOG.len();
        let is_trace = says && (about.iter().any(Option::is_some) || happened);
        (is_trace && !is_protocol_log).then_some(columns)
    }

    /// The columns of a tracking log without the line that names them, by one of its rows.
    pub(super) fn of_tracking_log(row: &[&str]) -> Option<Self> {
        let columns = Self::of(tracking_log_names(row.len()))?;
        let get = |at: Option<usize>| at.and_then(|at| row.get(at)).copied().unwrap_or_default();
        let is_log = (row.len() == 21 || (26..=TRACKING_LOG.len()).contains(&row.len()))
            && date::read(get(columns.time), None).is_some()
            && event::find(get(columns.event)).is_some();
        is_log.then_some(columns)
    }

    /// Where facts stand, from left to right.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let all = self.all().into_iter().flatten();
        let mut places: Vec<usize> = all.chain(self.details.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// How many columns are known: the more, the likelier the delimiter is right.
    #[must_use]
    pub fn known(&self) -> usize {
        self.places().len()
    }

    const fn all(&self) -> [Option<usize>; 14] {
        [
            self.time,
            self.sender,
            self.recipient,
            self.status,
            self.event,
            self.source,
            self.context,
            self.subject,
            self.message,
            self.network_message,
            self.directionality,
            self.return_path,
            self.custom_data,
            self.recipient_status,
        ]
    }
}
