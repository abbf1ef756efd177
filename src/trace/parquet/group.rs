//! Reads the pages of a row group, and counts what its columns hold in memory at once.

use super::bounded::Bounded;
use super::codec::unpack_page;
use crate::trace::refusal::Refusal;
use parquet::basic::{Compression, Encoding};
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that the columns may hold together: of each a page, and its dictionary.
const HELD: usize = 256 << 20;

/// Whether the parquet crate reads an encoding in memory in proportion to the page. For the delta
/// encodings of text it allocates as many lengths as the page claims, and repeats shared prefixes.
pub(super) fn is_read(encoding: Encoding) -> bool {
    #[expect(deprecated, reason = "old files have levels in it, or claim so")]
    let levels = Encoding::BIT_PACKED;
    encoding == levels
        || matches!(
            encoding,
            Encoding::PLAIN
                | Encoding::PLAIN_DICTIONARY
                | Encoding::RLE_DICTIONARY
                | Encoding::RLE
                | Encoding::DELTA_BINARY_PACKED
        )
}

/// A row group whose columns hold no more than [`HELD`] together.
pub(super) struct Group<'g, C: ChunkReader> {
    file: &'g Arc<Bounded<C>>,
    about: &'g RowGroupMetaData,
    all: Arc<AtomicUsize>,
}

impl<'g, C: ChunkReader> Group<'g, C> {
    pub(super) fn new(file: &'g Arc<Bounded<C>>, about: &'g RowGroupMetaData) -> Self {
        let all = Arc::default();
        Self { file, about, all }
    }
}

impl<C: ChunkReader + 'static> RowGroupReader for Group<'_, C> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.about
    }

    fn num_columns(&self) -> usize {
        self.about.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        let about = self.about.column(i);
        let codec = about.compression();
        // The parquet crate allocates whatever size a page claims to unpack to.
        let packed = about.clone().into_builder();
        let packed = packed.set_compression(Compression::UNCOMPRESSED).build()?;
        let rows = usize::try_from(self.about.num_rows())?;
        let pages = SerializedPageReader::new(Arc::clone(self.file), &packed, rows, None)?;
        Ok(Box::new(Column {
            pages,
            codec,
            dictionary: 0,
            page: 0,
            all: Arc::clone(&self.all),
        }))
    }

    fn get_column_bloom_filter(&self, _: usize) -> Option<&Sbbf> {
        None
    }

    fn get_row_iter(&self, columns: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(columns, self)
    }
}

/// The pages of a column.
struct Column<C: ChunkReader> {
    pages: SerializedPageReader<Bounded<C>>,
    codec: Compression,
    /// Bytes of its dictionary.
    dictionary: usize,
    /// Bytes of its page.
    page: usize,
    /// Bytes that all columns hold.
    all: Arc<AtomicUsize>,
}

impl<C: ChunkReader> Column<C> {
    /// Count a page in place of the one before.
    fn hold(&mut self, page: &Page) -> Result<()> {
        let bytes = page.buffer().len();
        let (slot, held) = match page {
            Page::DictionaryPage { num_values, .. } => {
                let values = *num_values as usize * size_of::<ByteArray>();
                (&mut self.dictionary, bytes.saturating_add(values))
            }
            _ if is_read(page.encoding()) => (&mut self.page, bytes),
            _ => {
                return Err(Refusal::PageEncoding(page.encoding()).into());
            }
        };
        let before = std::mem::replace(slot, held);
        let all = self.all.fetch_add(held, Ordering::Relaxed) + held;
        self.all.fetch_sub(before, Ordering::Relaxed);
        if all > HELD + before {
            return Err(Refusal::PagesTooLarge.into());
        }
        Ok(())
    }
}

impl<C: ChunkReader> PageReader for Column<C> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let mut page = self.pages.get_next_page()?;
        if let Some(page) = &mut page {
            unpack_page(self.codec, page)?;
            self.hold(page)?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

impl<C: ChunkReader> Iterator for Column<C> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<C: ChunkReader> Drop for Column<C> {
    fn drop(&mut self) {
        let held = self.dictionary.saturating_add(self.page);
        self.all.fetch_sub(held, Ordering::Relaxed);
    }
}
