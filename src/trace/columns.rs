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
    /// Where a response may stand, in the order in which they are looked at.
    pub details: Vec<usize>,
}

/// What a complaint says that it expected.
pub const EXPECTED: &str = "`origin_timestamp_utc`, `sender_address`, `recipient_status`, `event_id`, `custom_data` (reports of the admin center), `Received`, `Status`, `Event`, `Detail` (cmdlets), or a `#Fields:` line (tracking logs)";

/// A name without what the exports spell differently: case, blanks, `_` and `-`.
fn plain(name: &str) -> String {
    let chars = name.chars().filter(|c| c.is_ascii_alphanumeric());
    chars.map(|c| c.to_ascii_lowercase()).collect()
}

impl Columns {
    /// The columns with these names; `None` if they are not those of a message trace.
    #[must_use]
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut columns = Self::default();
        let mut other = 0;
        for (at, name) in names.into_iter().enumerate() {
            columns.len = at + 1;
            let slot = match plain(name).as_str() {
                "origintimestamp" | "origintimestamputc" | "datetime" | "datetimeutc"
                | "received" | "date" => &mut columns.time,
                "senderaddress" | "sender" => &mut columns.sender,
                "recipientaddress" => &mut columns.recipient,
                "status" => &mut columns.status,
                "event" | "eventid" => &mut columns.event,
                "recipientstatus" => {
                    columns.status.get_or_insert(at);
                    columns.details.push(at);
                    continue;
                }
                "customdata" | "detail" | "data" | "sourcecontext" => {
                    columns.details.push(at);
                    continue;
                }
                "messageid" | "messagetraceid" | "networkmessageid" => {
                    other += 1;
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

    /// How many columns are known: the more, the likelier the delimiter is right.
    #[must_use]
    pub fn known(&self) -> usize {
        let one = [
            self.time,
            self.sender,
            self.recipient,
            self.status,
            self.event,
        ];
        one.iter().flatten().count() + self.details.len()
    }
}
