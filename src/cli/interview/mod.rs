//! Holding an interview with a person. It asks what the state machine of the library says, and keeps every answer on disk
//! before the next question. How a question looks is the prompter's, which [`super::screen`] makes.
//!
//! The interview runs in a thread of its own, so that a signal is heard while a prompt waits for a key: the thread that
//! called puts the terminal right and returns, and the process can end as usual.
#![allow(
    clippy::disallowed_methods,
    reason = "the edge of the program: terminals, files and the environment are its work"
)]

mod again;
mod date;
pub mod draft;
mod early;
mod ending;
mod explain;
pub mod finish;
mod flow;
mod line;
pub mod page;
pub mod prompter;
mod remaining;
pub mod setting;
pub mod shelf;
mod stop;
#[cfg(test)]
mod testing;
mod through;
mod watch;
mod welcome;

use candidacy::text::counted;
use draft::{DiskState, DraftStore, OnDisk};
use finish::{AtTheEnd, FinishEnd, finish};
use flow::FlowEnd;
use prompter::{PromptFault, Prompter};
use rustix::process::{Resource, Rlimit, setrlimit};
use setting::{InterviewEnd, InterviewFault, Setting};
use watch::{Watched, put_right, watched};

use super::output::tell;

pub use watch::{Reads, away};

/// Holds an interview: welcome, questions, review and, where `at_the_end` makes one, the end at which is chosen what to keep.
/// `prompter` makes whoever asks, in the thread in which it asks; `reads`
/// says how that one uses the terminal.
///
/// # Errors
/// The terminal failed. Leaving, an interruption and the end of the input are no faults: see [`InterviewEnd::Interrupted`].
pub fn hold(
    setting: &Setting<'static>,
    reads: Reads,
    prompter: impl FnOnce() -> Box<dyn Prompter> + Send + 'static,
    at_the_end: Option<AtTheEnd>,
) -> Result<InterviewEnd, InterviewFault> {
    without_cores();
    let store = DraftStore::open(setting.draft.as_deref());
    let disk = store.on_disk();
    let (setting, at_disk) = (setting.clone(), std::sync::Arc::clone(&disk));
    let end = match watched(move || run(&setting, prompter(), (&store, &at_disk), at_the_end))? {
        Watched::Ended(end) => end,
        Watched::Signal => Ok(InterviewEnd::Interrupted),
        Watched::Panicked => Err(InterviewFault::Broken),
    };
    if !matches!(end, Ok(InterviewEnd::Finished(..) | InterviewEnd::Stopped(..) | InterviewEnd::Kept(_))) {
        // A save in progress comes to its end, so that nothing half written stays behind.
        let state = disk.close();
        put_right(reads);
        farewell(&state);
    }
    end
}

/// Keeps the answers in memory out of the files that the system writes of a process that breaks down. Where it does not
/// let itself be told so, they are no worse kept than before.
fn without_cores() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

fn run(
    setting: &Setting<'_>,
    mut prompter: Box<dyn Prompter>,
    (store, disk): (&DraftStore, &OnDisk),
    at_the_end: Option<AtTheEnd>,
) -> Result<InterviewEnd, InterviewFault> {
    let end =
        flow::run(setting, prompter.as_mut(), store).and_then(|end| ended(end, prompter.as_mut(), disk, at_the_end));
    if end.is_ok() {
        prompter.close();
    }
    match end {
        Ok(end) => Ok(end),
        Err(PromptFault::Interrupted | PromptFault::Ended) => Ok(InterviewEnd::Interrupted),
        Err(PromptFault::Terminal(fault)) => Err(fault.into()),
    }
}

/// What becomes of an interview that has ended; of one that was finished, what the person chooses.
fn ended(
    end: FlowEnd,
    prompter: &mut dyn Prompter,
    disk: &OnDisk,
    at_the_end: Option<AtTheEnd>,
) -> Result<InterviewEnd, PromptFault> {
    let (response, kept) = match end {
        FlowEnd::Finished(response, kept) => (response, kept),
        FlowEnd::Stopped(response, forgotten) => return Ok(InterviewEnd::Stopped(response, forgotten)),
        FlowEnd::Left => return Ok(InterviewEnd::Interrupted),
    };
    match at_the_end.and_then(|make| make(&response)) {
        None => Ok(InterviewEnd::Finished(response, kept)),
        Some(finished) => Ok(match finish(&finished, kept, disk, prompter)? {
            FinishEnd::Done(words) => InterviewEnd::Kept(words),
            FinishEnd::Left => InterviewEnd::Interrupted,
        }),
    }
}

/// Says how to go on after an interruption, and what of the answers is really on disk.
fn farewell(state: &DiskState) {
    let again = "Run the same command again to go on.";
    if let Some(done) = &state.done {
        return tell(&format!("\n{done}"));
    }
    let words = match (&state.kept, state.behind) {
        (Some((path, _)), false) => format!("Your answers so far are kept in {}.\n{again}", path.display()),
        (Some((path, answers)), true) => {
            let (answers, path) = (counted(*answers, "answer"), path.display());
            format!("Your last answers could not be saved. On disk: {answers}, in {path}.\n{again}")
        }
        (None, true) => "No answers are kept: they could not be saved.".to_owned(),
        (None, false) if state.others => {
            "No answers of this run are kept. What was kept earlier is still there.".to_owned()
        }
        (None, false) => "Of this interview, no answers are kept.".to_owned(),
    };
    tell(&format!("\n{words}"));
}
