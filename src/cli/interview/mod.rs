//! Holding an interview with a person: on a terminal through inquire, or line by line. It asks what the state machine of
//! the library says, and keeps every answer on disk before the next question.
//!
//! The interview runs in a thread of its own, so that a signal is heard while a prompt waits for a key: the thread that
//! called puts the terminal right and returns, and the process can end as usual.
#![allow(
    clippy::disallowed_methods,
    reason = "the edge of the program: terminals, files and the environment are its work"
)]

mod draft;
mod explain;
mod flow;
pub(super) mod layout;
mod list;
mod listed;
mod page;
mod plain;
mod prompter;
mod remaining;
mod screen;
mod terminal;
#[cfg(test)]
mod testing;
mod typing;
mod watch;

use std::io::{self, BufReader, IsTerminal, Write};
use std::path::PathBuf;

use candidacy::assessment::Engine;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::value::Date;
use thiserror::Error;

use draft::Keeper;
use flow::{End, Memory};
use plain::{Lines, Plain};
use prompter::PromptFault;
use terminal::Terminal;

/// What an interview needs.
#[derive(Clone)]
pub struct Setting<'q> {
    /// What is asked, and on which day it is judged.
    pub engine: &'q Engine<'q>,
    /// Who answers.
    pub audience: Audience,
    /// Answers that are there already and are not asked again.
    pub given: Response,
    /// Whether plain mode is wanted. It is used anyway where there is no terminal.
    pub plain: bool,
    /// The folder in which the draft is kept; none if nothing may be kept.
    pub draft: Option<PathBuf>,
}

impl<'q> Setting<'q> {
    /// What is asked.
    fn questionnaire(&self) -> &'q Questionnaire {
        self.engine.questionnaire()
    }

    /// The day of assessment.
    fn day(&self) -> Date {
        self.engine.day()
    }
}

/// How an interview ended.
#[derive(Debug)]
pub enum Held {
    /// The person confirmed the answers. The draft is kept until the result has been delivered.
    Finished(Response, Kept),
    /// A rule ended it; nothing is kept.
    Stopped(Response),
    /// The person left; what is kept, if anything, has been said.
    Interrupted,
}

/// The draft of a finished interview. Dropped, it stays on disk, so that nothing is lost if the result cannot be written.
#[derive(Debug)]
pub struct Kept(Memory);

impl Kept {
    /// Removes the draft, once the result has been delivered.
    pub fn discard(self) {
        let Memory::Kept(keeper) = self.0 else { return };
        if let Err(fault) = keeper.remove() {
            let path = keeper.path().display();
            tell(&format!("{path} cannot be deleted: {fault}. Please delete it yourself."));
        }
    }
}

/// An interview that cannot be held.
#[derive(Debug, Error)]
pub enum InterviewFault {
    /// The terminal failed.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// The interview broke down by itself.
    #[error("the interview broke down; this is a fault of the program")]
    Broken,
}

/// Holds an interview: welcome, questions, review. Prompts go to the standard error.
///
/// # Errors
/// The terminal failed. Leaving, an interruption and the end of the input are no faults: see [`Held::Interrupted`].
pub fn hold(setting: &Setting<'static>) -> Result<Held, InterviewFault> {
    let memory = memory(setting);
    let kept = match &memory {
        Memory::Kept(keeper) => Some(keeper.path().to_owned()),
        _ => None,
    };
    let held = watch::watched(Job::new(setting, memory));
    if let Ok(Held::Interrupted) | Err(_) = held {
        farewell(kept);
    }
    held
}

fn memory(setting: &Setting<'_>) -> Memory {
    match &setting.draft {
        None => Memory::Unwanted,
        Some(folder) => match Keeper::open(folder, setting.questionnaire(), setting.audience) {
            Ok(keeper) => Memory::Kept(keeper),
            Err(fault) => Memory::Impossible(fault),
        },
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

fn tell(words: &str) {
    // A closed terminal cannot be told anything.
    let _ = writeln!(io::stderr(), "{}", layout::on_screen(words));
}

/// An interview that can be handed to a thread. Nobody can wait for that thread, since it may be reading a key for good: so
/// what it needs lives as long as the process.
struct Job {
    engine: &'static Engine<'static>,
    audience: Audience,
    given: Response,
    memory: Memory,
    lines: bool,
}

impl Job {
    fn new(setting: &Setting<'static>, memory: Memory) -> Job {
        let lines = setting.plain || wants_lines();
        Job { engine: setting.engine, audience: setting.audience, given: setting.given.clone(), memory, lines }
    }

    fn run(self) -> Result<Held, InterviewFault> {
        let setting =
            Setting { engine: self.engine, audience: self.audience, given: self.given, plain: self.lines, draft: None };
        let end = match self.lines {
            true => {
                let output = io::LineWriter::new(io::stderr());
                flow::run(&setting, &mut Plain::new(BufReader::new(io::stdin()), output, line_length()), &self.memory)
            }
            false => flow::run(&setting, &mut Terminal::new(wants_colour()), &self.memory),
        };
        match end {
            Ok(End::Finished(response)) => Ok(Held::Finished(response, Kept(self.memory))),
            Ok(End::Stopped(response)) => Ok(Held::Stopped(response)),
            Ok(End::Left) | Err(PromptFault::Interrupted | PromptFault::Ended) => Ok(Held::Interrupted),
            Err(PromptFault::Terminal(fault)) => Err(fault.into()),
        }
    }
}

/// Whether there is no terminal that understands escape codes, or the person asked for none.
fn wants_lines() -> bool {
    let said = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = said("TERM").is_none_or(|term| term == "dumb");
    dumb || said("ACCESSIBLE").is_some() || !io::stdin().is_terminal() || !io::stderr().is_terminal()
}

/// Lines go round at the window's border; whoever reads a pipe has none.
fn line_length() -> Lines {
    if io::stdin().is_terminal() && io::stderr().is_terminal() { Lines::Wrapped } else { Lines::Whole }
}

fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
