//! One reader, some judges, one writer. Chunk number `n` goes to judge `n mod jobs` and is collected from there in the same
//! turn, so the order of the input is kept without a list of what waits; each judge has room for two chunks before and two
//! behind it, so memory does not grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, Scope};
use std::time::Duration;

use candidacy::batch::{Batch, Part, Summary};

use super::super::fault::CliFault;
use super::input::{Incoming, Input};
use super::output::Output;
use super::table;

/// How many chunks wait before and behind each judge.
const WAITING: usize = 2;
/// How long the writer sleeps at most before it looks for Ctrl-C, and a judge before it looks whether all is over.
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
pub fn run(
    batch: &Batch<'_>,
    input: Input,
    (output, header): (&mut Output, Vec<u8>),
    jobs: usize,
) -> Result<Ended, CliFault> {
    let interrupt = watch_for_interrupts();
    let bar = input.bar();
    let over = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        let turns = start(scope, batch, input, jobs, &over);
        let ended = write(batch, &turns, (output, header), &interrupt);
        // The reader may be waiting for a pipe for good, so that the judges have to be told that nothing is wanted any more.
        over.store(true, Ordering::Relaxed);
        ended
    })?;
    bar.finish_and_clear();
    Ok(ended)
}

/// Takes from each judge in turn, until there is nothing more to write.
fn write(
    batch: &Batch<'_>,
    turns: &[Receiver<Turn>],
    (output, header): (&mut Output, Vec<u8>),
    interrupt: &AtomicBool,
) -> Result<Ended, CliFault> {
    let mut ended = Ended { summary: Summary::new(batch.wanted()), interrupted: false, unread: None };
    ended.interrupted = !output.write(header, interrupt)?;
    if ended.interrupted {
        return Ok(ended);
    }
    let mut judges = turns.iter().cycle();
    let mut turn = judges.next();
    while let Some(judge) = turn {
        match wait(judge, interrupt) {
            Waited::Turn(Ok(part)) => {
                ended.summary.add(&part.summary);
                ended.interrupted = !output.write(part.text, interrupt)?;
                if part.last || ended.interrupted {
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
const ENDING: [i32; 3] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];

/// Ctrl-C and the like set a flag; the second one ends at once. Where that is not to be had, signals keep their usual meaning.
fn watch_for_interrupts() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in ENDING {
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag));
        let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
    }
    flag
}

/// Starts the reader and the judges; gives what comes from each judge. The reader owns what it reads and is not waited for:
/// it may never come back from a pipe. A judge ends when nobody takes what it makes.
fn start<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    batch: &'env Batch<'_>,
    input: Input,
    jobs: usize,
    over: &'env AtomicBool,
) -> Vec<Receiver<Turn>> {
    let (mut feeds, mut turns) = (Vec::new(), Vec::new());
    for _ in 0..jobs {
        let (feed, chunks) = sync_channel(WAITING);
        let (results, turn) = sync_channel(WAITING);
        scope.spawn(move || judge(batch, &chunks, &results, over));
        feeds.push(feed);
        turns.push(turn);
    }
    thread::spawn(move || read(input, &feeds));
    turns
}

fn read(mut input: Input, feeds: &[SyncSender<Result<Incoming, CliFault>>]) {
    for feed in feeds.iter().cycle() {
        let came = input.next();
        let failed = came.is_err();
        let Some(came) = came.transpose() else { return };
        if feed.send(came).is_err() || failed {
            return;
        }
    }
}

fn judge(
    batch: &Batch<'_>,
    chunks: &Receiver<Result<Incoming, CliFault>>,
    results: &SyncSender<Turn>,
    over: &AtomicBool,
) {
    while !over.load(Ordering::Relaxed) {
        let told = match chunks.recv_timeout(PATIENCE) {
            Ok(Ok(came)) => batch.parts(&came.lines()).try_for_each(|mut part| {
                if !part.rows.is_empty() {
                    part.text = table::rows(&std::mem::take(&mut part.rows));
                }
                results.send(Ok(Box::new(part)))
            }),
            Ok(Err(fault)) => results.send(Err(fault)),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if told.is_err() {
            return;
        }
    }
}
