//! Where responses come from: a file or a pipe, plain or gzip, NDJSON or CSV, cut into chunks of whole lines.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use candidacy::batch::Chunk;
use candidacy::catalog::{CatalogFault, plain_reason};
use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Questionnaire;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use super::super::args::{BatchArgs, BatchFormat};
use super::super::fault::CliFault;
use super::rows::{Bytes, Rows};
use super::spreadsheet::Spreadsheet;

/// About how many bytes are judged at a time: large enough that handing over costs nothing, small enough for the cache.
const CHUNK: usize = 128 << 10;

/// The responses still to come.
pub struct Input {
    path: PathBuf,
    source: Source,
    line: u64,
    bar: ProgressBar,
}

enum Source {
    Lines(BufReader<Bytes>),
    Rows(Rows),
}

impl Input {
    /// Opens the input; gzip is known by its first bytes, CSV by the ending or the argument.
    pub fn open(args: &BatchArgs, questionnaire: &Questionnaire) -> Result<Input, CliFault> {
        let path = args.input.clone().unwrap_or_else(|| PathBuf::from("-"));
        let format = args.input_format.or_else(|| BatchFormat::of_path(&path)).unwrap_or(BatchFormat::Ndjson);
        let (raw, size) = raw(&path).map_err(|error| unreadable(&path, &error))?;
        let bar = if args.fills_the_terminal() { ProgressBar::hidden() } else { bar(size) };
        let bytes = unpacked(Box::new(bar.wrap_read(raw))).map_err(|error| unreadable(&path, &error))?;
        let source = match format {
            BatchFormat::Ndjson if args.reads_a_spreadsheet() => {
                let message =
                    "`--dates`, `--separator`, `--decimal` and `--yes-no` are for CSV; say `--input-format csv`";
                return Err(CliFault::Usage { message: message.to_owned() });
            }
            BatchFormat::Ndjson => Source::Lines(BufReader::with_capacity(CHUNK, bytes)),
            BatchFormat::Csv => {
                let rows = Rows::new(bytes, questionnaire, Spreadsheet::of(args));
                Source::Rows(rows.map_err(|error| unreadable(&path, &error))?)
            }
        };
        Ok(Input { path, source, line: 1, bar })
    }

    /// The bar that shows how far reading has come; it shows itself only on a terminal.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    /// The next lines; none at the end.
    pub fn chunk(&mut self) -> Result<Option<Chunk>, CliFault> {
        let mut chunk = Chunk { first: self.line, ..Chunk::default() };
        match &mut self.source {
            Source::Lines(bytes) => lines(bytes, &mut chunk).map_err(|error| unreadable(&self.path, &error))?,
            Source::Rows(rows) => rows.fill(&mut chunk, CHUNK).map_err(|error| unreadable(&self.path, &error))?,
        }
        self.line += memchr::memchr_iter(b'\n', &chunk.bytes).count() as u64;
        Ok((!chunk.bytes.is_empty()).then_some(chunk))
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> CliFault {
    let path = if path == Path::new("-") { Path::new("standard input") } else { path };
    CatalogFault::Unreadable { path: path.to_owned(), reason: plain_reason(error) }.into()
}

/// The bytes as they are, and how many there are if that is known.
fn raw(path: &Path) -> std::io::Result<(Bytes, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(std::io::Error::other("it is a folder"));
    }
    Ok((Box::new(file), metadata.is_file().then_some(metadata.len())))
}

/// Unpacks gzip, which starts with two bytes that no JSON and no CSV starts with.
fn unpacked(mut bytes: Bytes) -> std::io::Result<Bytes> {
    let mut start = Vec::new();
    bytes.by_ref().take(2).read_to_end(&mut start)?;
    let packed = start == [0x1f, 0x8b];
    let whole: Chain<Cursor<Vec<u8>>, Bytes> = Cursor::new(start).chain(bytes);
    Ok(if packed { Box::new(MultiGzDecoder::new(BufReader::new(whole))) } else { Box::new(whole) })
}

fn bar(size: Option<u64>) -> ProgressBar {
    let bar = match size {
        Some(size) => ProgressBar::new(size),
        None => ProgressBar::new_spinner(),
    };
    let style = if size.is_some() { "{wide_bar} {percent:>3} %  {eta}" } else { "{spinner} {bytes} read" };
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style)
}

/// Whole lines of together about [`CHUNK`] bytes. Of a line longer than a response can be, only so much is kept that its
/// record says so.
fn lines(bytes: &mut BufReader<Bytes>, chunk: &mut Chunk) -> std::io::Result<()> {
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(());
        }
        let end = match memchr::memrchr(b'\n', buffer) {
            Some(last) => last + 1,
            None => buffer.len(),
        };
        let whole = buffer.get(..end).unwrap_or_default();
        let ends = whole.ends_with(b"\n");
        let room = if ends { whole.len() } else { (MAX_BYTES + 1).saturating_sub(chunk.bytes.len()) };
        chunk.bytes.extend_from_slice(whole.get(..room.min(whole.len())).unwrap_or_default());
        bytes.consume(end);
        if ends {
            // A slow pipe is judged line by line, a file in chunks.
            return Ok(());
        }
    }
}
