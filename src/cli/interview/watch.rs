//! Signals: whatever ends the interview from outside leaves a terminal as it was found.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::cursor::Show;
use crossterm::event::DisableBracketedPaste;
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::Signals;

/// Whether another program has the terminal.
static AWAY: AtomicBool = AtomicBool::new(false);

/// Another program has the terminal as long as this lives: the keys that interrupt are meant for that one.
#[derive(Debug)]
pub struct Away;

/// Lends the terminal to another program.
pub fn away() -> Away {
    AWAY.store(true, Ordering::SeqCst);
    Away
}

impl Drop for Away {
    fn drop(&mut self) {
        AWAY.store(false, Ordering::SeqCst);
    }
}

/// Whether a signal is for us.
fn is_ours(signal: i32) -> bool {
    !(AWAY.load(Ordering::SeqCst) && matches!(signal, SIGINT | SIGQUIT))
}

const ENDINGS: [i32; 4] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];

/// How a prompter uses the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Line by line, as it was found.
    Lines,
    /// Key by key: the terminal is raw, and its cursor, colours and pasting are changed.
    Keys,
}

/// What a watched job came to.
pub enum Watched<T> {
    /// It ended, and gave this.
    Ended(T),
    /// A signal came first.
    Signal,
    /// It broke down.
    Panicked,
}

/// Runs the job until it ends or a signal comes. After a signal its thread is left waiting for a key that nobody will
/// press; it ends with the process.
///
/// # Errors
/// The system does not let signals be watched.
pub fn watched<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> io::Result<Watched<T>> {
    let over = Arc::new(AtomicBool::new(false));
    for signal in ENDINGS {
        // Once the interview is over, signals do again what they usually do.
        register_conditional_default(signal, Arc::clone(&over))?;
    }
    let mut signals = Signals::new(ENDINGS)?;
    let handle = signals.handle();
    let (heard, events) = channel();
    let by_signal = heard.clone();
    thread::spawn(move || {
        signals.forever().filter(|signal| is_ours(*signal)).for_each(|_| drop(by_signal.send(Watched::Signal)));
    });
    thread::spawn(move || {
        let last = LastWord(heard);
        drop(last.0.send(Watched::Ended(job())));
    });
    let event = events.recv();
    handle.close();
    over.store(true, Ordering::SeqCst);
    Ok(event.unwrap_or(Watched::Panicked))
}

/// Speaks when its thread ends, however that ends.
struct LastWord<T>(Sender<Watched<T>>);

impl<T> Drop for LastWord<T> {
    fn drop(&mut self) {
        // Nobody listens any more after a job that ended well.
        drop(self.0.send(Watched::Panicked));
    }
}

/// Makes the terminal cooked, with its cursor and without colour. Twice, for the prompt may just have been on its way.
pub fn put_right(reads: Reads) {
    if reads == Reads::Lines {
        return;
    }
    for pause in [0, 20] {
        thread::sleep(Duration::from_millis(pause));
        // A terminal that has gone cannot be put right.
        let _ = disable_raw_mode();
        let _ = queue!(io::stderr(), DisableBracketedPaste, Show, ResetColor, Clear(ClearType::FromCursorDown));
        let _ = io::stderr().flush();
    }
}
