//! Finds the columns that matter by their names, in every export that carries them.

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
    /// The message's identifier.
    pub message: Option<usize>,
    /// 1 in, 2 out.
    pub directionality: Option<usize>,
    /// Where a response may stand, in the order in which they are looked at.
    pub details: Vec<usize>,
}

/// What a complaint says that it expected.
pub const EXPECTED: &str = "`origin_timestamp_utc`, `sender_address`, `recipient_status`, `event_id`, `custom_data` (reports of the admin center), `Received`, `Status`, `Event`, `Detail` (cmdlets), or a `#Fields:` line (tracking logs)";

/// A name without what the exports spell differently: case, blanks, `_`, `-`, and what stands in
/// brackets (the time zone).
fn plain(name: &str) -> String {
    let name = name.split(['(', '（']).next().unwrap_or_default();
    let chars = name.chars().filter(|c| c.is_alphanumeric());
    chars.flat_map(char::to_lowercase).collect()
}

impl Columns {
    /// The columns with these names; `None` if they are not those of a message trace. The
    /// Japanese names are those of the admin center's list.
    #[must_use]
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut columns = Self::default();
        let mut other = 0;
        for (at, name) in names.into_iter().enumerate() {
            columns.len = at + 1;
            let slot = match plain(name).as_str() {
                "origintimestamp" | "origintimestamputc" | "datetime" | "datetimeutc"
                | "received" | "date" | "日付" | "日時" | "受信日時" | "受信済み" => {
                    &mut columns.time
                }
                "senderaddress"
                | "sender"
                | "送信者"
                | "差出人"
                | "送信者のアドレス"
                | "送信者アドレス" => &mut columns.sender,
                "recipientaddress"
                | "recipient"
                | "受信者"
                | "宛先"
                | "受信者のアドレス"
                | "受信者アドレス" => &mut columns.recipient,
                "status" | "状態" | "状況" | "ステータス" => &mut columns.status,
                "event" | "eventid" | "イベント" => &mut columns.event,
                "source" => &mut columns.source,
                "messagesubject" | "subject" | "件名" => &mut columns.subject,
                "directionality" => &mut columns.directionality,
                "recipientstatus" => {
                    columns.status.get_or_insert(at);
                    columns.details.push(at);
                    continue;
                }
                "sourcecontext" => {
                    columns.context.get_or_insert(at);
                    columns.details.push(at);
                    continue;
                }
                "customdata" | "detail" | "data" | "詳細" => {
                    columns.details.push(at);
                    continue;
                }
                "messageid" | "messagetraceid" | "networkmessageid" | "メッセージid" => {
                    other += 1;
                    columns.message.get_or_insert(at);
                    continue;
                }
                _ => continue,
            };
            slot.get_or_insert(at);
        }
        let says = columns.status.is_some() || columns.event.is_some();
        let about = columns.time.is_some() || columns.sender.is_some() || other > 0;
        (says && about).then_some(columns)
    }

    /// Where facts stand, from left to right.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let one = [
            self.time,
            self.sender,
            self.recipient,
            self.status,
            self.event,
            self.source,
            self.context,
            self.subject,
            self.message,
            self.directionality,
        ];
        let all = one
            .into_iter()
            .flatten()
            .chain(self.details.iter().copied());
        let mut places: Vec<usize> = all.collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// How many columns are known: the more, the likelier the delimiter is right.
    #[must_use]
    pub fn known(&self) -> usize {
        let one = [
            self.time,
            self.sender,
            self.recipient,
            self.status,
            self.event,
            self.subject,
            self.message,
        ];
        one.iter().flatten().count() + self.details.len()
    }
}
