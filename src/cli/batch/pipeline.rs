//! One reader, some judges, one writer. Chunk number `n` goes to judge `n mod jobs` and is collected from there in the same
//! turn, so the order of the input is kept without a list of what waits; each judge has room for two chunks before and two
//! behind it, so memory does not grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use candidacy::batch::{Batch, Chunk, Part, Summary};

use super::super::fault::CliFault;
use super::input::Input;
use super::output::Output;
use super::table;

/// How many chunks wait before and behind each judge.
const WAITING: usize = 2;
/// How long the writer sleeps at most before it looks for Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(50);

/// What a run came to.
pub struct Ended {
    /// All that was written, counted.
    pub summary: Summary,
    /// Whether Ctrl-C ended it.
    pub interrupted: bool,
    /// Why the input could not be read to its end.
    pub unread: Option<CliFault>,
}

type Turn = Result<Box<Part>, CliFault>;

/// Reads, judges and writes until the input ends, a signal comes or the output fails.
pub fn run(batch: &'static Batch<'static>, input: Input, output: &mut Output, jobs: usize) -> Result<Ended, CliFault> {
    let interrupt = watch_for_interrupts();
    let bar = input.bar();
    let turns = start(batch, input, jobs);
    let mut ended = Ended { summary: Summary::new(batch.wanted()), interrupted: false, unread: None };
    let mut judges = turns.iter().cycle();
    let mut turn = judges.next();
    while let Some(judge) = turn {
        match wait(judge, &interrupt) {
            Waited::Turn(Ok(part)) => {
                ended.summary.add(&part.summary);
                output.write(&part.text)?;
                if part.last {
                    break;
                }
                if part.ends {
                    turn = judges.next();
                }
            }
            Waited::Turn(Err(fault)) => {
                ended.unread = Some(fault);
                break;
            }
            Waited::End => break,
            Waited::Interrupted => {
                ended.interrupted = true;
                break;
            }
        }
    }
    bar.finish_and_clear();
    Ok(ended)
}

enum Waited {
    Turn(Turn),
    End,
    Interrupted,
}

fn wait(turn: &Receiver<Turn>, interrupt: &AtomicBool) -> Waited {
    loop {
        if interrupt.load(Ordering::Relaxed) {
            return Waited::Interrupted;
        }
        match turn.recv_timeout(PATIENCE) {
            Ok(turn) => return Waited::Turn(turn),
            Err(RecvTimeoutError::Disconnected) => return Waited::End,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// The signals that ask to end. A closed terminal is one: else its half-written file would stay.
#[cfg(unix)]
const ENDING: [i32; 3] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const ENDING: [i32; 2] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];

/// Ctrl-C and the like set a flag; the second one ends at once. Where that is not to be had, signals keep their usual meaning.
fn watch_for_interrupts() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in ENDING {
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag));
        let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
    }
    flag
}

/// Starts the reader and the judges; gives what comes from each judge. A thread ends by itself when nobody takes what it
/// makes.
fn start(batch: &'static Batch<'static>, input: Input, jobs: usize) -> Vec<Receiver<Turn>> {
    let (mut feeds, mut turns) = (Vec::new(), Vec::new());
    for _ in 0..jobs {
        let (feed, chunks) = sync_channel(WAITING);
        let (results, turn) = sync_channel(WAITING);
        std::thread::spawn(move || judge(batch, &chunks, &results));
        feeds.push(feed);
        turns.push(turn);
    }
    std::thread::spawn(move || read(input, &feeds));
    turns
}

fn read(mut input: Input, feeds: &[SyncSender<Result<Chunk, CliFault>>]) {
    for feed in feeds.iter().cycle() {
        let chunk = input.chunk();
        let failed = chunk.is_err();
        let Some(chunk) = chunk.transpose() else { return };
        if feed.send(chunk).is_err() || failed {
            return;
        }
    }
}

fn judge(batch: &Batch<'_>, chunks: &Receiver<Result<Chunk, CliFault>>, results: &SyncSender<Turn>) {
    for chunk in chunks {
        let told = match chunk {
            Ok(chunk) => batch.parts(&chunk).try_for_each(|mut part| {
                if !part.rows.is_empty() {
                    part.text = table::rows(&std::mem::take(&mut part.rows));
                }
                results.send(Ok(Box::new(part)))
            }),
            Err(fault) => results.send(Err(fault)),
        };
        if told.is_err() {
            return;
        }
    }
}
