//! The command line: the only room that prints, reads the clock and the environment, and sets the exit status.
//!
//! Results go to stdout, prompts and diagnostics to stderr. Exit status: 0 done, 1 the questionnaire is at fault, 2 usage,
//! 3 a response cannot be used, 4 a file cannot be read or written, 130 interrupted.
#![allow(clippy::disallowed_methods, reason = "this is the edge: it reads the clock, the environment and files")]

mod args;
mod assess;
mod batch;
mod certainty;
mod check;
mod day;
mod diff;
mod documents;
mod drafts;
mod explain;
mod fault;
mod graph;
mod help;
mod interview;
mod list;
mod man;
mod meant;
mod new;
mod open;
mod output;
mod overlay;
mod print;
mod progress;
mod protect;
mod rename;
mod save;
mod schema;
mod screen;
mod show;
mod shown;
mod test;
mod topics;
mod unreviewed;
mod what_if;
mod why;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{AssessArgs, Cli, Command};
use candidacy::text::{is_unseen, visible};
use fault::{CliFault, Exit};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    outlive_full_files();
    if let Some(topic) = topics::asked() {
        return ended(topics::show(&topic));
    }
    let parsed = help::command().try_get_matches().and_then(|parsed| Cli::from_arg_matches(&parsed));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(fault) => return usage(&fault),
    };
    let mut command = cli.command.unwrap_or_else(|| Command::Assess(Box::new(AssessArgs::of_no_set(cli.options))));
    ended(meant::settle(&mut command).and_then(|()| dispatch(command)))
}

/// How the process ends; a fault is told before.
fn ended(result: Result<Exit, CliFault>) -> ExitCode {
    match result {
        Ok(exit) => exit.into(),
        Err(CliFault::ClosedPipe) => Exit::Done.into(),
        Err(fault) => {
            output::complain(&fault);
            fault.exit().into()
        }
    }
}

/// A file at the limit of its size is a write that fails, like any other, and no reason to be killed: then the terminal would
/// stay raw and half a file behind. A handler that does nothing makes it so.
fn outlive_full_files() {
    let nobody_looks = Arc::new(AtomicBool::new(false));
    // Where the system takes no handler, the signal keeps its usual meaning.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, nobody_looks);
}

fn dispatch(command: Command) -> Result<Exit, CliFault> {
    match command {
        Command::Assess(args) => assess::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Test(args) => test::run(&args),
        Command::WhatIf(args) => what_if::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Drafts(args) => drafts::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Print(args) => print::run(&args),
        Command::New(args) => new::run(&args),
        Command::Upgrade(args) => overlay::upgrade(&args),
        Command::Flatten(args) => overlay::flatten(&args),
        Command::Rename(args) => rename::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::List(args) => list::run(&args),
        Command::Completions(args) => completions(&args),
        Command::Man(args) => man::run(&args),
    }
}

/// What clap says of the arguments: a fault, or the help that was asked for. It quotes arguments as they are, among its own
/// colours; so where one of them has anything unseen in it, all is shown without colours and made visible.
fn usage(fault: &clap::Error) -> ExitCode {
    let text = fault.render().to_string();
    let shown = visible(&text);
    let quoted = std::env::args_os().any(|argument| argument.to_string_lossy().chars().any(is_unseen));
    let written = if shown == text && !quoted {
        fault.print().map_err(|error| CliFault::output(&error))
    } else if fault.use_stderr() {
        output::say(&shown)
    } else {
        output::print(&shown)
    };
    // Help that nobody reads is no fault, and of a fault that cannot be written the exit status tells.
    drop(written);
    u8::try_from(fault.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn completions(args: &args::CompletionsArgs) -> Result<Exit, CliFault> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "candidacy", &mut script);
    output::print_bytes(&script)?;
    Ok(Exit::Done)
}
