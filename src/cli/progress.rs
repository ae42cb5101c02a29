//! A word to whoever waits at a terminal: what takes more than two seconds says that it still works, and how to end it.

use std::io::{IsTerminal as _, Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is said again.
const EACH: Duration = Duration::from_secs(1);

/// Work that goes on as long as this lives. Results are printed after it.
pub struct Working {
    at_work: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Working {
    /// Says on stderr, if that is a terminal, that a command is still "checking".
    pub fn on(what: &'static str) -> Working {
        if stderr().is_terminal() {
            Working::saying(what, (PATIENCE, EACH), stderr())
        } else {
            Working { at_work: None }
        }
    }

    fn saying(what: &'static str, (patience, each): (Duration, Duration), to: impl Write + Send + 'static) -> Working {
        let (ended, end) = channel();
        let mut to = to;
        let spoken = move || {
            let mut waited = patience;
            let mut wait = patience;
            // Where the words cannot be written, the work goes on without them.
            while end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(to, "\r\x1b[2KStill {what} ({} s). Ctrl-C ends it.", waited.as_secs());
                let _ = to.flush();
                waited += each;
                wait = each;
            }
            if waited > patience {
                let _ = write!(to, "\r\x1b[2K");
                let _ = to.flush();
            }
        };
        Working { at_work: thread::Builder::new().spawn(spoken).ok().map(|speaker| (ended, speaker)) }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some((ended, speaker)) = self.at_work.take() {
            drop(ended);
            // It has nothing to give back, and what it could not write nobody misses.
            let _ = speaker.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whoever_waits_is_told_and_the_line_is_gone_afterwards() {
        let screen = Screen::default();
        let working = Working::saying("checking", (Duration::ZERO, Duration::from_millis(1)), screen.clone());
        while screen.text().matches("Still checking (0 s). Ctrl-C ends it.").count() < 2 {
            thread::sleep(Duration::from_millis(1));
        }
        drop(working);
        assert!(screen.text().ends_with("\r\x1b[2K"), "{:?}", screen.text());
    }

    #[test]
    fn of_what_is_done_soon_nothing_is_said() {
        let screen = Screen::default();
        drop(Working::saying("checking", (Duration::from_secs(3600), EACH), screen.clone()));
        assert_eq!(screen.text(), "");
    }
}
