//! What helps a clinic to write a question set of its own: schemas for editors, a set to start from, pictures, why a question
//! is asked, and what would change a verdict.

mod graphs;
mod new_sets;
mod schemas;
mod what_ifs;
mod whys;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program came to.
struct Ran {
    status: i32,
    output: String,
    errors: String,
}

/// Runs the program in a folder, without colours and without input.
fn candidacy_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candidacy"));
    let command = command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "80");
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: output.status.code().unwrap(), output: text(output.stdout), errors: text(output.stderr) }
}

fn home_of_fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}
