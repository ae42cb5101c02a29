//! The command line: the only room that prints, reads the clock and the environment, and sets the exit status.
//!
//! Results go to stdout, prompts and diagnostics to stderr. Exit status: 0 done, 1 the questionnaire is at fault, 2 usage,
//! 3 a response cannot be used, 4 a file cannot be read or written, 130 interrupted.
#![allow(clippy::disallowed_methods, reason = "this is the edge: it reads the clock, the environment and files")]

mod args;
mod assess;
mod batch;
mod check;
mod diff;
mod explain;
mod fault;
mod graph;
mod interview;
mod list;
mod new;
mod output;
mod schema;
mod test;
mod what_if;
mod why;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use args::{Cli, Command};
use candidacy::text::{is_unseen, visible};
use fault::{CliFault, Exit};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(fault) => return usage(&fault),
    };
    let command = cli.command.unwrap_or_else(|| Command::Assess(Box::default()));
    match dispatch(command) {
        Ok(exit) => exit.into(),
        Err(CliFault::ClosedPipe) => Exit::Done.into(),
        Err(fault) => {
            output::complain(&fault);
            fault.exit().into()
        }
    }
}

fn dispatch(command: Command) -> Result<Exit, CliFault> {
    match command {
        Command::Assess(args) => assess::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Test(args) => test::run(&args),
        Command::WhatIf(args) => what_if::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::New(args) => new::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::List(args) => list::run(&args),
        Command::Completions(args) => completions(&args),
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

fn completions(args: &args::Completions) -> Result<Exit, CliFault> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "candidacy", &mut script);
    output::print_bytes(&script)?;
    Ok(Exit::Done)
}

/// The day on which the command runs, where the person is.
fn today() -> candidacy::value::Date {
    jiff::Zoned::now().date()
}
