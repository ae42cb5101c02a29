//! Where records go: standard output, or a file that takes its place only when it is whole.

use std::fs::File;
use std::io::{Seek as _, Write};
use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::fault::CliFault;
use super::super::output::{is_device, place_of, prepare};
use super::stream::Stream;

/// The records' way out.
pub struct Output {
    path: Option<PathBuf>,
    sink: Option<Sink>,
}

enum Sink {
    /// Standard output that is a file: it is cut back to whole lines when the disk is full.
    File(File),
    /// Whatever may stall.
    Stream(Stream),
    Device(File),
    Plain(tempfile::NamedTempFile),
    Packed(GzEncoder<tempfile::NamedTempFile>),
}

impl Sink {
    fn unbuffered(file: File) -> Sink {
        if Stream::may_stall(&file) { Sink::Stream(Stream::new(file)) } else { Sink::Device(file) }
    }
}

impl Output {
    /// Opens the output; `-` and none are standard output, an ending `.gz` packs.
    pub fn open(path: Option<&Path>) -> Result<Output, CliFault> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            let stdout = std::io::stdout().as_fd().try_clone_to_owned().map(File::from);
            let stdout = stdout.map_err(|error| CliFault::output(&error))?;
            let is_file = stdout.metadata().is_ok_and(|about| about.is_file());
            let sink = if is_file { Sink::File(stdout) } else { Sink::unbuffered(stdout) };
            return Ok(Output { path: None, sink: Some(sink) });
        };
        let fault = |error: std::io::Error| CliFault::unwritable(path, &error);
        if is_device(path) {
            let device = std::fs::OpenOptions::new().write(true).open(path).map_err(fault)?;
            return Ok(Output { path: Some(path.to_owned()), sink: Some(Sink::unbuffered(device)) });
        }
        let path = &place_of(path).map_err(fault)?;
        let sink = if path.extension().is_some_and(|ending| ending == "gz") {
            Sink::Packed(GzEncoder::new(prepare(path)?, Compression::default()))
        } else {
            Sink::Plain(prepare(path)?)
        };
        Ok(Output { path: Some(path.to_owned()), sink: Some(sink) })
    }

    /// Writes whole lines; false if an interrupt came meanwhile, and whoever reads them does not.
    pub fn write(&mut self, lines: Vec<u8>, interrupt: &AtomicBool) -> Result<bool, CliFault> {
        let done = match &mut self.sink {
            Some(Sink::File(file)) => to_file(file, &lines).map(|()| true),
            Some(Sink::Stream(stream)) => stream.write(lines, interrupt),
            Some(Sink::Device(file)) => file.write_all(&lines).map(|()| true),
            Some(Sink::Plain(file)) => file.write_all(&lines).map(|()| true),
            Some(Sink::Packed(file)) => file.write_all(&lines).map(|()| true),
            None => Ok(true),
        };
        done.map_err(|error| self.fault(&error))
    }

    /// Puts the file in its place. Without this, nothing is there that was not before.
    pub fn finish(mut self) -> Result<(), CliFault> {
        let file = match self.sink.take() {
            Some(Sink::Plain(file)) => file,
            Some(Sink::Packed(file)) => file.finish().map_err(|error| self.fault(&error))?,
            _ => return Ok(()),
        };
        let Some(path) = &self.path else { return Ok(()) };
        file.as_file().sync_all().map_err(|error| self.fault(&error))?;
        file.persist(path).map(|_| ()).map_err(|error| CliFault::unwritable(path, &error.error))
    }

    fn fault(&self, error: &std::io::Error) -> CliFault {
        match &self.path {
            Some(path) => CliFault::unwritable(path, error),
            None => CliFault::output(error),
        }
    }
}

fn to_file(file: &mut File, lines: &[u8]) -> std::io::Result<()> {
    let mut written = 0;
    while let Some(rest) = lines.get(written..).filter(|rest| !rest.is_empty()) {
        match file.write(rest) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Ok(more) if more > 0 => written += more,
            failed => {
                let done = lines.get(..written).unwrap_or_default();
                let broken = done.len() - memchr::memrchr(b'\n', done).map_or(0, |last| last + 1);
                // Only what was just written is taken back. The place is where the last write ended, also in a file that
                // others append to; before the first write it may be anywhere.
                if broken > 0 {
                    let end = file.stream_position()?;
                    file.set_len(end.saturating_sub(broken as u64))?;
                }
                return failed.and(Err(std::io::ErrorKind::WriteZero.into()));
            }
        }
    }
    Ok(())
}
