//! Builds Outlook data files (.pst), as MS-PST says: the smallest that hold folders with messages.

/// A value of a property.
#[derive(Clone)]
pub enum Value {
    Text(String),
    Narrow(Vec<u8>),
    Binary(Vec<u8>),
    Number(i32),
    Truth(bool),
}

impl Value {
    fn kind(&self) -> u16 {
        match self {
            Self::Text(_) => 0x001F,
            Self::Narrow(_) => 0x001E,
            Self::Binary(_) => 0x0102,
            Self::Number(_) => 0x0003,
            Self::Truth(_) => 0x000B,
        }
    }

    /// Its four bytes, which may say where in the heap the others are.
    fn place(&self, heap: &mut Heap) -> u32 {
        match self {
            Self::Text(text) => heap.add(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Narrow(bytes) | Self::Binary(bytes) => heap.add(bytes.clone()),
            Self::Number(n) => *n as u32,
            Self::Truth(set) => u32::from(*set),
        }
    }
}

/// The identifier of a property, and its value.
pub type Property = (u16, Value);

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A message of a folder.
pub struct Item {
    pub properties: Vec<Property>,
    pub recipients: Vec<Vec<Property>>,
    /// Whether its heap says that something is beyond its end.
    pub broken: bool,
}

/// A folder with its messages and folders.
pub struct Folder {
    pub name: &'static str,
    pub items: Vec<Item>,
    pub folders: Vec<Folder>,
}

struct Heap {
    client: u8,
    all: Vec<Vec<u8>>,
}

impl Heap {
    fn add(&mut self, bytes: Vec<u8>) -> u32 {
        if bytes.is_empty() {
            return 0;
        }
        self.all.push(bytes);
        (self.all.len() as u32) << 5
    }

    /// A tree of records, each with its key in front.
    fn tree(&mut self, key: u8, value: u8, records: Vec<u8>) -> u32 {
        let root = self.add(records);
        let mut head = vec![0xB5, key, value, 0];
        head.extend(root.to_le_bytes());
        self.add(head)
    }

    fn bytes(self, root: u32) -> Vec<u8> {
        let mut map = Vec::new();
        let mut out = vec![0, 0, 0xEC, self.client];
        out.extend(root.to_le_bytes());
        out.extend([0; 4]);
        for one in &self.all {
            map.extend((out.len() as u16).to_le_bytes());
            out.extend(one);
        }
        map.extend((out.len() as u16).to_le_bytes());
        out.resize(out.len().next_multiple_of(2), 0);
        let at = (out.len() as u16).to_le_bytes();
        out[..2].copy_from_slice(&at);
        out.extend((self.all.len() as u16).to_le_bytes());
        out.extend([0; 2]);
        out.extend(map);
        out
    }
}

/// A property context.
fn properties(mut all: Vec<Property>) -> Vec<u8> {
    all.sort_by_key(|(id, _)| *id);
    let client = 0xBC;
    let mut heap = Heap {
        client,
        all: Vec::new(),
    };
    let mut records = Vec::new();
    for (id, value) in &all {
        records.extend(id.to_le_bytes());
        records.extend(value.kind().to_le_bytes());
        records.extend(value.place(&mut heap).to_le_bytes());
    }
    let root = heap.tree(2, 6, records);
    heap.bytes(root)
}

/// A table context, all of whose columns have four bytes.
fn table(columns: &[(u16, u16)], rows: &[(u32, Vec<Property>)]) -> Vec<u8> {
    let client = 0x7C;
    let mut heap = Heap {
        client,
        all: Vec::new(),
    };
    let mut all = vec![(0x67F2_u16, 0x0003_u16), (0x67F3, 0x0003)];
    all.extend(columns);
    let width = all.len() * 4;
    let bitmap = all.len().div_ceil(8);
    let (mut index, mut matrix) = (Vec::new(), Vec::new());
    for (place, (id, row)) in rows.iter().enumerate() {
        index.extend(id.to_le_bytes());
        index.extend((place as u32).to_le_bytes());
        let mut bits = vec![0_u8; bitmap];
        for (n, (column, _)) in all.iter().enumerate() {
            let value = row.iter().find(|(id, _)| id == column);
            let value = match n {
                0 => Some(*id),
                1 => Some(1),
                _ => value.map(|(_, value)| value.place(&mut heap)),
            };
            if value.is_some() {
                bits[n / 8] |= 0x80 >> (n % 8);
            }
            matrix.extend(value.unwrap_or(0).to_le_bytes());
        }
        matrix.extend(bits);
    }
    let index = heap.tree(4, 4, index);
    let matrix = heap.add(matrix);
    let mut info = vec![0x7C, all.len() as u8];
    for end in [width, width, width, width + bitmap] {
        info.extend((end as u16).to_le_bytes());
    }
    info.extend(index.to_le_bytes());
    info.extend(matrix.to_le_bytes());
    info.extend([0; 4]);
    let mut described: Vec<(usize, (u16, u16))> = all.into_iter().enumerate().collect();
    described.sort_by_key(|(_, (id, _))| *id);
    for (n, (id, kind)) in described {
        info.extend(kind.to_le_bytes());
        info.extend(id.to_le_bytes());
        info.extend((n as u16 * 4).to_le_bytes());
        info.extend([4, n as u8]);
    }
    let root = heap.add(info);
    heap.bytes(root)
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = 0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    crc
}

fn signature(at: u64, id: u64) -> u16 {
    let both = (at ^ id) as u32;
    (both >> 16) as u16 ^ both as u16
}

/// A file that is being built.
struct File {
    out: Vec<u8>,
    next: u64,
    /// The key and the rest of each entry of the two trees.
    nodes: Vec<Vec<u8>>,
    blocks: Vec<Vec<u8>>,
    messages: u32,
    folders: u32,
}

impl File {
    /// Add a block; its identifier.
    fn block(&mut self, data: &[u8], internal: bool) -> u64 {
        self.next += 4;
        let id = self.next | u64::from(internal) << 1;
        let at = self.out.len() as u64;
        self.out.extend(data);
        let end = (self.out.len() + 16).next_multiple_of(64);
        self.out.resize(end - 16, 0);
        self.out.extend((data.len() as u16).to_le_bytes());
        self.out.extend(signature(at, id).to_le_bytes());
        self.out.extend(crc(data).to_le_bytes());
        self.out.extend(id.to_le_bytes());
        let mut entry = [id, at].map(u64::to_le_bytes).concat();
        entry.extend((data.len() as u16).to_le_bytes());
        entry.extend([2, 0, 0, 0, 0, 0]);
        self.blocks.push(entry);
        id
    }

    fn node(&mut self, id: u32, data: u64, inner: u64, parent: u32) {
        let mut entry = [u64::from(id), data, inner].map(u64::to_le_bytes).concat();
        entry.extend(parent.to_le_bytes());
        entry.extend([0; 4]);
        self.nodes.push(entry);
    }

    fn page(&mut self, kind: u8, entries: &[Vec<u8>], level: u8) -> [u8; 16] {
        self.out.resize(self.out.len().next_multiple_of(512), 0);
        self.next += 4;
        let (id, at) = (self.next, self.out.len() as u64);
        let mut page = entries.concat();
        let width = entries[0].len();
        page.resize(488, 0);
        page.extend([entries.len() as u8, (488 / width) as u8, width as u8, level]);
        page.extend([0; 4]);
        let sum = crc(&page);
        page.extend([kind, kind]);
        page.extend(signature(at, id).to_le_bytes());
        page.extend(sum.to_le_bytes());
        page.extend(id.to_le_bytes());
        self.out.extend(page);
        [id, at].map(u64::to_le_bytes).concat().try_into().unwrap()
    }

    /// A tree of at most two levels; where its root is.
    fn tree(&mut self, kind: u8, mut entries: Vec<Vec<u8>>) -> [u8; 16] {
        entries.sort_by_key(|e| u64::from_le_bytes(e[..8].try_into().unwrap()));
        let most = 488 / entries[0].len();
        let mut above = Vec::new();
        for some in entries.chunks(most) {
            let page = self.page(kind, some, 0);
            above.push([&some[0][..8], &page].concat());
        }
        match above.len() {
            1 => above[0][8..].try_into().unwrap(),
            _ => self.page(kind, &above, 1),
        }
    }

    fn folder(&mut self, id: u32, parent: u32, folder: &Folder) {
        let mut contents = Vec::new();
        for item in &folder.items {
            self.messages += 1;
            let message = (0x0001_0000 + self.messages) << 5 | 4;
            let rows = item.recipients.iter().cloned().enumerate();
            let rows: Vec<(u32, Vec<Property>)> =
                rows.map(|(n, row)| (n as u32 + 1, row)).collect();
            let columns = [(0x0C15, 0x0003), (0x3001, 0x001F), (0x39FE, 0x001F)];
            let recipients = self.block(&table(&columns, &rows), false);
            let mut inner = vec![2, 0, 1, 0, 0, 0, 0, 0];
            inner.extend([0x692, recipients, 0].map(u64::to_le_bytes).concat());
            let inner = self.block(&inner, true);
            let mut data = properties(item.properties.clone());
            if item.broken {
                let end = data.len() - 2;
                data[end..].copy_from_slice(&60_000_u16.to_le_bytes());
            }
            let data = self.block(&data, false);
            self.node(message, data, inner, id);
            let class = item
                .properties
                .iter()
                .find(|(id, _)| *id == 0x001A)
                .cloned();
            contents.push((message, Vec::from_iter(class)));
        }
        let mut inner = Vec::new();
        for one in &folder.folders {
            self.folders += 1;
            let node = (0x0000_0400 + self.folders) << 5 | 2;
            inner.push((node, vec![(0x3001, text(one.name))]));
            self.folder(node, id, one);
        }
        let data = properties(vec![
            (0x3001, text(folder.name)),
            (0x3602, Value::Number(folder.items.len() as i32)),
            (0x3603, Value::Number(0)),
            (0x360A, Value::Truth(!inner.is_empty())),
        ]);
        let data = self.block(&data, false);
        self.node(id, data, 0, parent);
        let tables = [
            (0x0D, table(&[(0x3001, 0x001F)], &inner)),
            (0x0E, table(&[(0x001A, 0x001F)], &contents)),
            (0x0F, table(&[(0x001A, 0x001F)], &[])),
        ];
        for (kind, bytes) in tables {
            let data = self.block(&bytes, false);
            self.node((id & !0x1F) | kind, data, 0, 0);
        }
    }
}

/// Have the page of the blocks' tree that is above the others lead to itself.
pub fn lead_in_a_circle(bytes: &mut [u8]) {
    let root: [u8; 16] = bytes[232..248].try_into().unwrap();
    let at = u64::from_le_bytes(root[8..].try_into().unwrap()) as usize;
    let page = &mut bytes[at..at + 512];
    assert_eq!(page[491], 1, "it has one level only");
    for entry in 0..usize::from(page[488]) {
        page[entry * 24 + 8..entry * 24 + 24].copy_from_slice(&root);
    }
    let sum = crc(&page[..496]);
    page[500..504].copy_from_slice(&sum.to_le_bytes());
}

/// A file in whose root folder, which Outlook does not show, there is one folder that it does.
pub fn file(folder: Folder) -> Vec<u8> {
    let mut file = File {
        out: vec![0; 0x4600],
        next: 0x100,
        nodes: Vec::new(),
        blocks: Vec::new(),
        messages: 0,
        folders: 0,
    };
    let key = [7_u8; 16];
    let top = 0x401 << 5 | 2;
    let entry = [&[0; 4], &key[..], &u32::to_le_bytes(top)].concat();
    let store = properties(vec![
        (0x0FF9, Value::Binary(key.to_vec())),
        (0x3001, text("Mail")),
        (0x35E0, Value::Binary(entry)),
    ]);
    let store = file.block(&store, false);
    file.node(0x21, store, 0, 0);
    let name = "Root";
    file.folder(
        0x122,
        0x122,
        &Folder {
            name,
            items: Vec::new(),
            folders: vec![folder],
        },
    );
    let (nodes, blocks) = (
        std::mem::take(&mut file.nodes),
        std::mem::take(&mut file.blocks),
    );
    let nodes = file.tree(0x81, nodes);
    let blocks = file.tree(0x80, blocks);
    let mut head = vec![0x53, 0x4D, 23, 0, 19, 0, 1, 1];
    head.extend([0; 8 + 8]);
    head.extend((file.next + 4).to_le_bytes());
    head.extend(1_u32.to_le_bytes());
    head.extend([0; 128 + 8]);
    head.extend([0; 4]);
    head.extend((file.out.len() as u64).to_le_bytes());
    head.extend(0x4400_u64.to_le_bytes());
    head.extend([0; 16]);
    head.extend(nodes);
    head.extend(blocks);
    head.extend([2, 0, 0, 0]);
    head.extend([0; 4]);
    head.extend([0xFF; 256]);
    head.extend([0x80, 0, 0, 0]);
    head.extend((file.next + 4).to_le_bytes());
    let mut bytes = b"!BDN".to_vec();
    bytes.extend(crc(&head[..471]).to_le_bytes());
    bytes.extend(&head);
    bytes.extend(crc(&head).to_le_bytes());
    bytes.extend([0; 36]);
    file.out[..bytes.len()].copy_from_slice(&bytes);
    file.out
}
