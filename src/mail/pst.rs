//! Reads an Outlook data file (.pst) folder by folder, and the messages in it one after another, in
//! memory that does not grow with it. Source: MS-PST.
//!
//! Contacts, appointments, tasks and notes are no mail and are left out. A folder or message that
//! is damaged is told in its place.

use super::item::{
    AUTO_FORWARDED, BODY, CLASS, HEADERS, HTML, INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE, NATIVE_BODY,
    OOF_REPLY_TYPE, PROPERTY, Properties, RECIPIENT, RECIPIENT_TYPE, RECIPIENTS, RTF_COMPRESSED,
    RTF_IN_SYNC, SENDER, SUBJECT, TEXT_PROPERTY, header, rtf_counts,
};
use super::message::Message;
use super::{Content, Error, Mail, Sink, charset};
use encoding_rs::Encoding;
use outlook_pst::ltp::prop_context::PropertyValue;
use outlook_pst::ltp::table_context::{TableContext, TableRowData};
use outlook_pst::messaging::folder::Folder;
use outlook_pst::messaging::message::Message as Item;
use outlook_pst::messaging::store::{AnsiStore, Store, UnicodeStore};
use outlook_pst::ndb::node_id::NodeId;
use outlook_pst::{AnsiPstFile, UnicodePstFile};
use rustc_hash::FxHashSet;
use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Reads, and bytes of them, that a folder or a message may take: in a file that is made to harm,
/// pages lead back to one another.
const READS: u32 = 1 << 16;
const BYTES: usize = 64 << 20;
/// The stack on which that many pages may lead to one another; it is only taken if it is used.
const STACK: usize = 256 << 20;
/// Messages after which what is known of the file's pages is forgotten.
const REMEMBERED: usize = 4096;
/// Folders that are looked at.
const FOLDERS: usize = 100_000;
/// Messages, and bytes of their text, that are handed on together.
const BATCH: usize = 64;
const HELD: usize = 1 << 20;
/// The folder that all others are in.
const ROOT: u32 = 0x122;

/// The properties of a message that are read.
const WANTED: [u16; 17] = {
    let [a, b, c, d] = SENDER;
    [
        a,
        b,
        c,
        d,
        CLASS,
        SUBJECT,
        HEADERS,
        BODY,
        HTML,
        RTF_COMPRESSED,
        RTF_IN_SYNC,
        NATIVE_BODY,
        AUTO_FORWARDED,
        OOF_REPLY_TYPE,
        INTERNET_CODE_PAGE,
        MESSAGE_CODE_PAGE,
        RECIPIENT_TYPE,
    ]
};

/// Give the messages of a .pst to `sink`, each named by its folder and its number there; whether it
/// wants more.
pub fn split(name: &str, from: impl Read + Seek + Send + 'static, sink: &mut Sink) -> bool {
    let (send, receive) = sync_channel(2);
    let reader = thread::Builder::new().stack_size(STACK);
    let file = name.to_owned();
    let reader = reader.spawn(move || {
        let mut reading = Reading {
            file,
            batch: Vec::new(),
            held: 0,
            give: Box::new(move |batch| send.send(batch).is_ok()),
        };
        let all = reading.folders(Shared::new(from));
        if let Err(error) = all {
            let name = reading.file.clone();
            reading.push(name, Err(error));
        }
        reading.flush();
    });
    let reader = match reader {
        Ok(reader) => reader,
        Err(e) => return sink(vec![Mail::failed(name.to_owned(), Error::unreadable(e))]),
    };
    let mut wanted = true;
    while wanted && let Ok(batch) = receive.recv() {
        wanted = sink(batch);
    }
    // It ends at the next batch that nobody takes.
    drop(receive);
    if reader.join().is_err() && wanted {
        wanted = sink(vec![Mail::failed(name.to_owned(), unreadable(DAMAGED))]);
    }
    wanted
}

/// What is said where the crate goes beyond the end of a block, which only a file that is made so
/// has: the sums of its blocks are right.
const DAMAGED: &str = "a block leads beyond its end";

/// Do something with the crate, which may panic.
fn attempt<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    // What was in use is opened anew after an error.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err(io::Error::other(DAMAGED)))
}

fn unreadable(error: impl ToString) -> Error {
    let error = error.to_string();
    Error::UnreadablePst { error }
}

/// A file that several readers share, which counts what is read of it.
struct Shared<R>(Rc<RefCell<Counted<R>>>);

struct Counted<R> {
    from: R,
    reads: u32,
    bytes: usize,
}

impl<R> Shared<R> {
    fn new(from: R) -> Self {
        let counted = Counted {
            from,
            reads: 0,
            bytes: 0,
        };
        Self(Rc::new(RefCell::new(counted)))
    }

    fn share(&self) -> Self {
        Self(Rc::clone(&self.0))
    }

    /// Begin to count anew.
    fn begin(&self) {
        let mut counted = self.0.borrow_mut();
        (counted.reads, counted.bytes) = (0, 0);
    }
}

impl<R: Read> Read for Shared<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut counted = self.0.borrow_mut();
        counted.reads += 1;
        counted.bytes = counted.bytes.saturating_add(to.len());
        if counted.reads > READS || counted.bytes > BYTES {
            return Err(io::Error::other("it takes more reads than any mail does"));
        }
        counted.from.read(to)
    }
}

impl<R: Seek> Seek for Shared<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().from.seek(to)
    }
}

/// Gives what is read to another thread.
struct Reading {
    file: String,
    batch: Vec<Mail<'static>>,
    held: usize,
    give: Box<dyn FnMut(Vec<Mail<'static>>) -> bool>,
}

/// A folder that is still to be read.
struct Open {
    node: NodeId,
    path: String,
}

impl Reading {
    /// Take a message; whether more are wanted.
    fn push(&mut self, name: String, content: Result<Message<'static>, Error>) -> bool {
        let parts = content.iter().flat_map(|message| &message.parts);
        self.held += parts.map(|part| part.body.len()).sum::<usize>();
        self.batch.push(Mail {
            name: name.into(),
            content: content.map(|message| Content::Read(Box::new(message))),
        });
        let small = self.batch.len() < BATCH && self.held < HELD;
        small || self.flush()
    }

    fn flush(&mut self) -> bool {
        self.held = 0;
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || (self.give)(batch)
    }

    /// Read all folders.
    fn folders<R: Read + Seek + 'static>(&mut self, from: Shared<R>) -> Result<(), Error> {
        let mut store = open(&from).map_err(unreadable)?;
        let root = store.properties().ipm_sub_tree_entry_id();
        let mut next = vec![Open {
            node: root.map_or(NodeId::from(ROOT), |root| root.node_id()),
            path: String::new(),
        }];
        let mut seen = FxHashSet::default();
        let mut remembered = 0;
        while let Some(Open { node, path }) = next.pop() {
            if !seen.insert(u32::from(node)) || seen.len() > FOLDERS {
                continue;
            }
            let name = match path.as_str() {
                "" => self.file.clone(),
                path => format!("{}#{path}", self.file),
            };
            from.begin();
            let found = attempt(|| {
                let folder = open_folder(&store, node)?;
                Ok((messages(&*folder), inner(&store, &*folder, &path)))
            });
            let (messages, inner) = match found {
                Ok(found) => found,
                Err(e) => {
                    if !self.push(name, Err(unreadable(e))) {
                        return Ok(());
                    }
                    store = open(&from).map_err(unreadable)?;
                    continue;
                }
            };
            next.extend(inner.into_iter().rev());
            for (number, node) in (1_u64..).zip(messages) {
                remembered += 1;
                if remembered % REMEMBERED == 0 {
                    store = open(&from).map_err(unreadable)?;
                }
                from.begin();
                let item = attempt(|| properties(&store, node)).map_err(unreadable);
                if item.is_err() {
                    store = open(&from).map_err(unreadable)?;
                }
                let message = item.and_then(Properties::message);
                if !self.push(format!("{name}#{number}"), message) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn open<R: Read + Seek + 'static>(from: &Shared<R>) -> io::Result<Rc<dyn Store>> {
    from.begin();
    let mut first = from.share();
    first.rewind()?;
    if let Ok(file) = UnicodePstFile::read_from(Box::new(first)) {
        return Ok(UnicodeStore::read(Rc::new(file))?);
    }
    let mut again = from.share();
    again.rewind()?;
    let file = AnsiPstFile::read_from(Box::new(again))?;
    Ok(AnsiStore::read(Rc::new(file))?)
}

fn open_folder(store: &Rc<dyn Store>, node: NodeId) -> io::Result<Rc<dyn Folder>> {
    let entry = store.properties().make_entry_id(node)?;
    store.open_folder(&entry)
}

fn node(row: &TableRowData) -> NodeId {
    NodeId::from(u32::from(row.id()))
}

/// The folders in a folder.
fn inner(store: &Rc<dyn Store>, folder: &dyn Folder, path: &str) -> Vec<Open> {
    let Some(table) = folder.hierarchy_table() else {
        return Vec::new();
    };
    let rows = table.rows_matrix().take(FOLDERS);
    let all = rows.map(|row| {
        let node = node(row);
        let inner = open_folder(store, node).and_then(|f| f.properties().display_name());
        // One without a name has its number.
        let name = inner.unwrap_or_else(|_| format!("{:#x}", u32::from(node)));
        let path = match path {
            "" => name,
            path => format!("{path}/{name}"),
        };
        Open { node, path }
    });
    all.collect()
}

/// The messages of a folder that are mail.
fn messages(folder: &dyn Folder) -> Vec<NodeId> {
    let Some(table) = folder.contents_table() else {
        return Vec::new();
    };
    let rows = table.rows_matrix();
    rows.filter(|row| column(&**table, row, CLASS).is_none_or(|class| is_mail(&class)))
        .map(node)
        .collect()
}

/// Whether an item of a class is mail: a message, a report, something about a meeting
/// or a task that was given to someone.
fn is_mail(class: &PropertyValue) -> bool {
    const CLASSES: [&str; 8] = [
        "ipm.note",
        "ipm.schedule",
        "ipm.notification",
        "ipm.outlook.recall",
        "ipm.recall",
        "ipm.sharing",
        "ipm.taskrequest",
        "report",
    ];
    let class = text(class, encoding_rs::WINDOWS_1252).unwrap_or_default();
    let class = class.to_ascii_lowercase();
    let class = class.strip_prefix("envelope.").unwrap_or(&class);
    CLASSES.iter().any(|known| {
        let rest = class.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// The value of a column of a row.
fn column(table: &dyn TableContext, row: &TableRowData, id: u16) -> Option<PropertyValue> {
    let context = table.context();
    let place = context.columns().iter().position(|c| c.prop_id() == id)?;
    let kind = context.columns().get(place)?.prop_type();
    let values = row.columns(context).ok()?;
    table.read_column(values.get(place)?.as_ref()?, kind).ok()
}

fn text(value: &PropertyValue, encoding: &'static Encoding) -> Option<String> {
    let text = match value {
        PropertyValue::Unicode(text) => text.to_string(),
        PropertyValue::String8(bytes) => {
            let (text, _) = encoding.decode_without_bom_handling(bytes.buffer());
            text.into_owned()
        }
        _ => return None,
    };
    let text = text.trim_end_matches('\0');
    let end = text.floor_char_boundary(TEXT_PROPERTY);
    Some(text.get(..end).unwrap_or(text).to_owned())
}

/// Read a message.
fn properties(store: &Rc<dyn Store>, node: NodeId) -> io::Result<Properties> {
    let entry = store.properties().make_entry_id(node)?;
    let item = store.open_message(&entry, Some(&WANTED))?;
    let all = item.properties();
    let number = |id| match all.get(id)? {
        PropertyValue::Integer32(n) => Some(*n),
        PropertyValue::Integer16(n) => Some(i32::from(*n)),
        PropertyValue::Boolean(set) => Some(i32::from(*set)),
        _ => None,
    };
    let code_page = number(INTERNET_CODE_PAGE).map(i32::cast_unsigned);
    let encoding = number(MESSAGE_CODE_PAGE).map(i32::cast_unsigned);
    let encoding = charset::encoding(encoding.or(code_page));
    let string = |id| text(all.get(id)?, encoding).filter(|t| !t.trim().is_empty());
    let binary = |id| match all.get(id)? {
        PropertyValue::Binary(bytes) => {
            let bytes = bytes.buffer();
            Some(bytes.get(..PROPERTY).unwrap_or(bytes).to_vec())
        }
        _ => None,
    };
    let subject = string(SUBJECT).unwrap_or_default();
    Ok(Properties {
        class: string(CLASS).unwrap_or_default(),
        subject: without_prefix_length(&subject).to_owned(),
        transport: string(HEADERS).unwrap_or_default(),
        // Only SMTP addresses; Exchange's own begin with `/O=`.
        sender: SENDER
            .into_iter()
            .find_map(|id| string(id).filter(|a| a.contains('@'))),
        plain: string(BODY),
        html: binary(HTML).or_else(|| string(HTML).map(String::into_bytes)),
        rtf: binary(RTF_COMPRESSED),
        rtf_counts: rtf_counts(
            number(RTF_IN_SYNC).map(|n| n != 0),
            number(NATIVE_BODY).map(i32::cast_unsigned),
        ),
        recipients: recipients(&*item, encoding),
        code_page,
        auto_forwarded: number(AUTO_FORWARDED).map(|n| n != 0),
        oof_reply_type: number(OOF_REPLY_TYPE),
        damaged: false,
    })
}

/// A subject without the two characters that say how long its prefix is.
fn without_prefix_length(subject: &str) -> &str {
    match subject.strip_prefix('\u{1}') {
        Some(rest) => {
            let mut rest = rest.chars();
            rest.next();
            rest.as_str()
        }
        None => subject,
    }
}

/// The recipients, each with the header that names it.
fn recipients(item: &dyn Item, encoding: &'static Encoding) -> Vec<(&'static str, String)> {
    let Some(table) = item.recipient_table() else {
        return Vec::new();
    };
    let rows = table.rows_matrix().take(RECIPIENTS + 1);
    let all = rows.filter_map(|row| {
        let mut addresses = RECIPIENT.iter().filter_map(|id| {
            let value = column(&**table, row, *id)?;
            text(&value, encoding).filter(|a| a.contains('@'))
        });
        let kind = match column(&**table, row, RECIPIENT_TYPE) {
            Some(PropertyValue::Integer32(kind)) => u32::try_from(kind).ok(),
            _ => None,
        };
        Some((header(kind), addresses.next()?))
    });
    all.collect()
}
