//! The `candidacy` command. It only runs and ends; everything else is in [`cli`] and in the library.

#[cfg(not(unix))]
compile_error!(
    "the command `candidacy` is for Unix only: drafts of answers rest on its file permissions and locks; the library builds \
     anywhere with `--no-default-features`"
);

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
