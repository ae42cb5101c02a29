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

use super::{Held, InterviewFault, Job};

const ENDINGS: [i32; 4] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];

enum Event {
    Ended(Result<Held, InterviewFault>),
    Signal,
    Panicked,
}

/// Runs the job until it ends or a signal comes. After a signal its thread is left waiting for a key that nobody will
/// press; it ends with the process.
///
/// # Errors
/// Those of the job.
pub fn watched(job: Job) -> Result<Held, InterviewFault> {
    let over = Arc::new(AtomicBool::new(false));
    for signal in ENDINGS {
        // Once the interview is over, signals do again what they usually do.
        register_conditional_default(signal, Arc::clone(&over))?;
    }
    let mut signals = Signals::new(ENDINGS)?;
    let handle = signals.handle();
    let (heard, events) = channel();
    let escapes = !job.lines;
    let by_signal = heard.clone();
    thread::spawn(move || signals.forever().for_each(|_| drop(by_signal.send(Event::Signal))));
    thread::spawn(move || {
        let last = LastWord(heard);
        drop(last.0.send(Event::Ended(job.run())));
    });
    let event = events.recv();
    handle.close();
    over.store(true, Ordering::SeqCst);
    match event {
        Ok(Event::Ended(held)) => {
            if !matches!(held, Ok(Held::Finished(..) | Held::Stopped(_))) {
                put_right(escapes);
            }
            held
        }
        Ok(Event::Signal) => {
            put_right(escapes);
            Ok(Held::Interrupted)
        }
        Ok(Event::Panicked) | Err(_) => {
            put_right(escapes);
            Err(InterviewFault::Broken)
        }
    }
}

/// Speaks when its thread ends, however that ends.
struct LastWord(Sender<Event>);

impl Drop for LastWord {
    fn drop(&mut self) {
        // Nobody listens any more after a job that ended well.
        drop(self.0.send(Event::Panicked));
    }
}

/// Makes the terminal cooked, with its cursor and without colour. Twice, for the prompt may just have been on its way.
fn put_right(escapes: bool) {
    if !escapes {
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
