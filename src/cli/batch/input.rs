//! Where responses come from: a file or a pipe, plain or gzip, NDJSON or CSV, cut into chunks of whole lines; or response files.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use candidacy::batch::{Chunk, ResponseFile};
use candidacy::catalog::{CatalogFault, plain_reason};
use candidacy::document::MAX_BYTES;
use candidacy::questionnaire::Questionnaire;
use indicatif::{ProgressBar, ProgressStyle};

use super::super::args::{BatchArgs, InputFormat};
use super::super::fault::CliFault;
use super::bytes::{Bytes, unpacked};
use super::files::{Files, whole};
use super::rows::{Rows, RowsChunk};
use super::spreadsheet::Spreadsheet;

/// About how many bytes are judged at a time: large enough that handing over costs nothing, small enough for the cache.
const CHUNK: usize = 128 << 10;

/// How much of the first line shows whether it is one of YAML.
const FIRST_LINE: u64 = 80;

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
    /// One response.
    One(Option<ResponseFile>),
    Files(Files),
}

impl Input {
    /// Opens the input; gzip is known by its first bytes, CSV by the ending or the argument.
    pub fn open(args: &BatchArgs, questionnaire: &Questionnaire) -> Result<Input, CliFault> {
        let path = args.input.clone().unwrap_or_else(|| PathBuf::from("-"));
        if path.is_dir() {
            if let Some(InputFormat::Ndjson | InputFormat::Csv) = args.input_format {
                let message = format!(
                    "`--input {}` is a folder, in which each file is a response; leave `--input-format` out",
                    path.display()
                );
                return Err(CliFault::Usage { message });
            }
            let files = Files::of_folder(&path).map_err(|error| unreadable(&path, &error))?;
            let bar = if args.fills_the_terminal() { ProgressBar::hidden() } else { bar(Some(files.left() as u64)) };
            return Ok(Input { path, source: Source::Files(files), line: 1, bar });
        }
        let format = args.input_format.or_else(|| InputFormat::of_path(&path)).unwrap_or(InputFormat::Ndjson);
        if format != InputFormat::Csv && args.reads_a_spreadsheet() {
            let message = "`--dates`, `--separator`, `--decimal` and `--yes-no` are for CSV; say `--input-format csv`";
            return Err(CliFault::Usage { message: message.to_owned() });
        }
        let fault = |error: io::Error| unreadable(&path, &error);
        let (raw, size) = raw(&path).map_err(fault)?;
        let bar = if args.fills_the_terminal() { ProgressBar::hidden() } else { bar(size) };
        let raw: Bytes = Box::new(bar.wrap_read(raw));
        let source = match format {
            InputFormat::Ndjson => Source::Lines(no_yaml(unpacked(raw).map_err(fault)?).map_err(fault)?),
            InputFormat::Csv => {
                let bytes = unpacked(raw).map_err(fault)?;
                Source::Rows(Rows::new(bytes, CHUNK, questionnaire, Spreadsheet::of(args)).map_err(fault)?)
            }
            InputFormat::Yaml => {
                let text = Ok(whole(raw).map_err(fault)?);
                Source::One(Some(ResponseFile { name: path.display().to_string(), text }))
            }
        };
        Ok(Input { path, source, line: 1, bar })
    }

    /// The bar that shows how far reading has come; it shows itself only on a terminal.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    /// The next responses; none at the end.
    pub fn next(&mut self) -> Result<Option<Incoming>, CliFault> {
        let unreadable = |error: io::Error| unreadable(&self.path, &error);
        match &mut self.source {
            Source::Lines(bytes) => {
                let mut chunk = Chunk { first: self.line, ..Chunk::default() };
                lines(bytes, &mut chunk).map_err(unreadable)?;
                self.line += memchr::memchr_iter(b'\n', &chunk.bytes).count() as u64;
                Ok((!chunk.bytes.is_empty()).then_some(Incoming::Lines(chunk)))
            }
            Source::Rows(rows) => Ok(rows.next().map_err(unreadable)?.map(Incoming::Rows)),
            Source::One(file) => {
                Ok(file.take().map(|file| Incoming::Lines(Chunk { files: vec![file], ..Chunk::default() })))
            }
            Source::Files(files) => {
                let before = files.left();
                let chunk = files.next(CHUNK);
                self.bar.inc((before - files.left()) as u64);
                Ok(chunk.map(Incoming::Lines))
            }
        }
    }
}

/// Some responses as they came.
pub enum Incoming {
    Lines(Chunk),
    Rows(RowsChunk),
}

impl Incoming {
    /// The same as lines of JSON. What this takes, judges do beside each other.
    pub fn lines(self) -> Chunk {
        match self {
            Incoming::Lines(chunk) => chunk,
            Incoming::Rows(rows) => rows.lines(),
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> CliFault {
    let path = if path == Path::new("-") { Path::new("standard input") } else { path };
    CatalogFault::Unreadable { path: path.to_owned(), reason: plain_reason(error) }.into()
}

/// The bytes as they are, and how many there are if that is known.
fn raw(path: &Path) -> io::Result<(Bytes, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    Ok((Box::new(file), metadata.is_file().then_some(metadata.len())))
}

/// Refuses a YAML file as a whole, instead of each of its lines: it is known by how its first line begins.
fn no_yaml(bytes: Bytes) -> io::Result<BufReader<Bytes>> {
    let mut bytes = BufReader::new(bytes);
    let mut line = Vec::new();
    bytes.by_ref().take(FIRST_LINE).read_until(b'\n', &mut line)?;
    let key = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let is_yaml = line.starts_with(b"---") || line.starts_with(b"#") || key > 0 && line.get(key) == Some(&b':');
    if is_yaml {
        return Err(io::Error::other(
            "it looks like YAML, and is read as lines of JSON; say `--input-format yaml` if it is one response file",
        ));
    }
    Ok(BufReader::with_capacity(CHUNK, Box::new(Cursor::new(line).chain(bytes))))
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
fn lines(bytes: &mut BufReader<Bytes>, chunk: &mut Chunk) -> io::Result<()> {
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
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
