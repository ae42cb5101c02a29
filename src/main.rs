//! The `candidacy` command. It only runs and ends; everything else is in [`cli`] and in the library.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
