//! What can go wrong at the edge, and the exit status that it gives.

use std::path::PathBuf;
use std::process::ExitCode;

use thiserror::Error;

use candidacy::catalog::{CatalogFault, plain_reason};
use candidacy::proof::Undecided;
use candidacy::template::TemplateFault;

use super::interview::setting::InterviewFault;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is done.
    Done,
    /// The questionnaire is at fault.
    Questionnaire,
    /// The command line is at fault.
    Usage,
    /// A response cannot be used.
    Response,
    /// A file cannot be read or written.
    File,
    /// The person stopped.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Questionnaire => 1,
            Exit::Usage => 2,
            Exit::Response => 3,
            Exit::File => 4,
            Exit::Interrupted => 130,
        })
    }
}

/// A fault that ends the command.
#[derive(Debug, Error)]
pub enum CliFault {
    /// Whoever reads our output has gone: that is no fault of anybody's.
    #[error("the reader of the output has gone")]
    ClosedPipe,
    /// Whoever was to read the result of an interview has gone, and it is not delivered.
    #[error("nobody has read the result: what read the output has ended. {}", how_to_go_on(*.kept))]
    Unread {
        /// Whether the draft is still there.
        kept: bool,
    },
    /// The result of an interview cannot be written, and its draft is still there.
    #[error("{0}. Your answers are still kept, and offered when you run the command again")]
    Undelivered(#[source] Box<CliFault>),
    /// Diagnostics were printed; they say it all.
    #[error("{}", .0.summary())]
    Diagnosed(Exit),
    /// An argument that clap cannot judge.
    #[error("{message}")]
    Usage {
        /// What is wrong and what to do.
        message: String,
    },
    /// An answer given with `--set` does not fit.
    #[error("`--set {set}`: {message}")]
    Answer {
        /// The argument as given.
        set: String,
        /// What is wrong.
        message: String,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {reason}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why, in words.
        reason: String,
    },
    /// A file of answers that must not be replaced.
    #[error(
        "`--save {0}`: there is a file already, and {why}; give another name, or `--force` to replace it",
        path.display()
    )]
    Taken {
        /// The file.
        path: PathBuf,
        /// Why it is not to be replaced.
        why: &'static str,
    },
    /// A response file that does not read back as it should; nothing was written.
    #[error("the answers would not read back from `{}` as they are, so nothing was written: this is a fault of the program", path.display())]
    Unfaithful {
        /// The file.
        path: PathBuf,
    },
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {reason}")]
    Output {
        /// Why, in words.
        reason: String,
    },
    /// A proof gave up.
    #[error("not decided {0}{cure}", cure = cure(*.0))]
    Undecided(#[from] Undecided),
    /// Something cannot be found or read.
    #[error(transparent)]
    Catalog(#[from] CatalogFault),
    /// The interview cannot be held.
    #[error(transparent)]
    Interview(#[from] InterviewFault),
    /// A report template is at fault; a diagnostic was printed that says where.
    #[error("no report was written; the template must be corrected first")]
    Render(#[source] TemplateFault),
}

/// How to come to a result that nobody has read.
fn how_to_go_on(kept: bool) -> &'static str {
    if kept {
        "Your answers are still kept: run the same command again, or write the result to a file with `--output`"
    } else {
        "Run the command again, or write the result to a file with `--output`"
    }
}

/// What to do about a proof that gave up.
fn cure(gave_up: Undecided) -> &'static str {
    match gave_up {
        Undecided::Steps(_) | Undecided::Clauses(_) => {
            "; split long chains of conditions or large scores: `candidacy check` says which"
        }
        Undecided::Propagations(_) | Undecided::Plans(_) | Undecided::Disagreement => "",
    }
}

impl CliFault {
    /// The exit status that this fault gives.
    pub fn exit(&self) -> Exit {
        match self {
            CliFault::ClosedPipe => Exit::Done,
            CliFault::Diagnosed(exit) => *exit,
            CliFault::Undelivered(fault) => fault.exit(),
            CliFault::Usage { .. } => Exit::Usage,
            CliFault::Answer { .. } => Exit::Response,
            CliFault::Unfaithful { .. }
            | CliFault::Unwritable { .. }
            | CliFault::Taken { .. }
            | CliFault::Output { .. }
            | CliFault::Unread { .. }
            | CliFault::Catalog(_)
            | CliFault::Interview(_) => Exit::File,
            CliFault::Render(_) | CliFault::Undecided(_) => Exit::Questionnaire,
        }
    }

    /// A failed write to `path`.
    pub fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Self {
        CliFault::Unwritable { path: path.to_owned(), reason: plain_reason(error) }
    }

    /// Passes over a reader that has gone: what was to be printed is done all the same.
    pub fn unless_closed(self) -> Result<(), Self> {
        if matches!(self, CliFault::ClosedPipe) { Ok(()) } else { Err(self) }
    }

    /// A failed write to standard output; a closed pipe is told apart.
    pub fn output(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => CliFault::ClosedPipe,
            _ => CliFault::Output { reason: plain_reason(error) },
        }
    }
}

impl Exit {
    fn summary(self) -> &'static str {
        match self {
            Exit::Questionnaire => "the questionnaire cannot be used until this is corrected",
            Exit::Response => "these answers cannot be used until this is corrected; nothing was changed",
            _ => "stopped",
        }
    }
}
