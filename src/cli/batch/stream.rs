//! Lines to somebody who reads them, and may stop reading for good without going away.
//!
//! Then a write never comes back, so it is left to a thread of its own that nobody waits for, and Ctrl-C still ends the run at whole
//! lines: of what is not longer than [`AT_ONCE`] a pipe takes all or nothing, so that lines go out in pieces of at most so many bytes. Only
//! within a longer line an interrupt waits until its reader has taken the rest; the second one ends the run there.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::FileTypeExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// What a pipe takes whole, if it takes any of it (`PIPE_BUF` of Linux; elsewhere it may be 512).
const AT_ONCE: usize = if cfg!(target_os = "linux") { 4096 } else { 512 };

/// How long is waited before an interrupt is looked for.
const PATIENCE: Duration = Duration::from_millis(50);

/// Where lines go.
pub struct Stream {
    lines: SyncSender<Vec<u8>>,
    done: Receiver<io::Result<()>>,
    state: Arc<State>,
}

/// What the writing thread and the waiting one know of each other.
#[derive(Default)]
struct State {
    /// Whether part of a line may be written, and the rest not yet.
    within_line: AtomicBool,
    /// Whether no further line is to be begun.
    stop: AtomicBool,
}

impl Stream {
    /// Whether writing there can stall: a pipe, a socket or a terminal, and no device such as /dev/null.
    pub fn may_stall(to: &File) -> bool {
        let is_device = to.metadata().is_ok_and(|about| about.file_type().is_char_device());
        to.is_terminal() || !is_device
    }

    /// Starts the thread that writes.
    pub fn new(mut to: File) -> Stream {
        let (lines, to_write) = sync_channel::<Vec<u8>>(1);
        let (wrote, done) = sync_channel(1);
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            while let Ok(lines) = to_write.recv() {
                if wrote.send(shared.write(&mut to, &lines)).is_err() {
                    return;
                }
            }
        });
        Stream { lines, done, state }
    }

    /// Writes whole lines; false if an interrupt came before all were taken.
    ///
    /// # Errors
    /// The reader has gone, or the device is full.
    pub fn write(&mut self, lines: Vec<u8>, interrupt: &AtomicBool) -> io::Result<bool> {
        if lines.is_empty() {
            return Ok(true);
        }
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.lines.send(lines).map_err(|_| gone())?;
        loop {
            match self.done.recv_timeout(PATIENCE) {
                Ok(written) => return written.map(|()| true),
                Err(RecvTimeoutError::Disconnected) => return Err(gone()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if interrupt.load(Ordering::SeqCst) {
                // Said before it is asked whether a line has been begun, and the writer says that before it asks for this: one of
                // the two sees the other.
                self.state.stop.store(true, Ordering::SeqCst);
                if !self.state.within_line.load(Ordering::SeqCst) {
                    return Ok(false);
                }
            }
        }
    }
}

impl State {
    /// Writes lines in pieces that are taken whole or not at all, as far as lines are short enough.
    fn write(&self, to: &mut File, lines: &[u8]) -> io::Result<()> {
        let mut rest = lines;
        while !rest.is_empty() {
            let first = rest.get(..AT_ONCE).unwrap_or(rest);
            let piece = if first.len() == rest.len() {
                Some(rest.len())
            } else {
                memchr::memrchr(b'\n', first).map(|end| end + 1)
            };
            // A line that is longer goes alone.
            let length = piece.or_else(|| memchr::memchr(b'\n', rest).map(|end| end + 1)).unwrap_or(rest.len());
            let (lines, after) = rest.split_at(length.min(rest.len()));
            self.within_line.store(piece.is_none(), Ordering::SeqCst);
            if self.stop.load(Ordering::SeqCst) {
                self.within_line.store(false, Ordering::SeqCst);
                return Ok(());
            }
            to.write_all(lines)?;
            self.within_line.store(false, Ordering::SeqCst);
            rest = after;
        }
        Ok(())
    }
}
