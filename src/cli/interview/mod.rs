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
mod draft;
mod explain;
mod flow;
pub mod page;
pub mod prompter;
mod remaining;
pub mod setting;
#[cfg(test)]
mod testing;
mod watch;

use std::path::PathBuf;

use draft::{DraftStore, KeptDraft};
use flow::FlowEnd;
use prompter::{PromptFault, Prompter};
use setting::{InterviewEnd, InterviewFault, Setting};
use watch::{Watched, put_right, watched};

use super::output::tell;

pub use watch::Reads;

/// Holds an interview: welcome, questions, review. `prompter` makes whoever asks, in the thread in which it asks; `reads`
/// says how that one uses the terminal.
///
/// # Errors
/// The terminal failed. Leaving, an interruption and the end of the input are no faults: see [`InterviewEnd::Interrupted`].
pub fn hold(
    setting: &Setting<'static>,
    reads: Reads,
    prompter: impl FnOnce() -> Box<dyn Prompter> + Send + 'static,
) -> Result<InterviewEnd, InterviewFault> {
    let store = DraftStore::open(setting.draft.as_deref(), setting.questionnaire(), setting.audience);
    let kept = store.keeper().map(|keeper| keeper.path().to_owned());
    let setting = setting.clone();
    let end = match watched(move || run(&setting, prompter(), store))? {
        Watched::Ended(end) => end,
        Watched::Signal => Ok(InterviewEnd::Interrupted),
        Watched::Panicked => Err(InterviewFault::Broken),
    };
    if !matches!(end, Ok(InterviewEnd::Finished(..) | InterviewEnd::Stopped(_))) {
        put_right(reads);
    }
    if let Ok(InterviewEnd::Interrupted) | Err(_) = end {
        farewell(kept);
    }
    end
}

fn run(
    setting: &Setting<'_>,
    mut prompter: Box<dyn Prompter>,
    store: DraftStore,
) -> Result<InterviewEnd, InterviewFault> {
    match flow::run(setting, prompter.as_mut(), &store) {
        Ok(FlowEnd::Finished(response)) => Ok(InterviewEnd::Finished(response, KeptDraft::new(store))),
        Ok(FlowEnd::Stopped(response)) => Ok(InterviewEnd::Stopped(response)),
        Ok(FlowEnd::Left) | Err(PromptFault::Interrupted | PromptFault::Ended) => Ok(InterviewEnd::Interrupted),
        Err(PromptFault::Terminal(fault)) => Err(fault.into()),
    }
}

/// Says how to go on after an interruption.
fn farewell(kept: Option<PathBuf>) {
    let words = match kept.filter(|path| path.exists()) {
        Some(path) => {
            format!("Your answers so far are kept in {}.\nRun the same command again to go on.", path.display())
        }
        None => "No answers are kept.".to_owned(),
    };
    tell(&format!("\n{words}"));
}
