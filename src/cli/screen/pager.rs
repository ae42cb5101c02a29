//! A long text in the reader's own pager, where there is one.

use std::io::Write as _;
use std::process::{Command, ExitStatus, Stdio};

use super::super::interview::away;

/// What is used if the reader names no pager.
const USUAL: &str = "less";

/// What a shell ends with where a program cannot be run, and where there is none.
const CANNOT_RUN: i32 = 126;
const NOT_FOUND: i32 = 127;

/// The same of a text that is drawn in colours: `less` is told to show them, unless its reader has said how they want it.
pub fn pages(text: &str) -> bool {
    let said = std::env::var_os("LESS").is_some();
    paged_with(text, if said { &[] } else { &[("LESS", "FRX")] })
}

/// Shows a text in `PAGER`, or else in `less`. Gives whether that could be done.
pub fn paged(text: &str) -> bool {
    paged_with(text, &[])
}

fn paged_with(text: &str, settings: &[(&str, &str)]) -> bool {
    let named = std::env::var("PAGER").ok();
    let pager = named.as_deref().map(str::trim).filter(|pager| !pager.is_empty()).unwrap_or(USUAL);
    // What only passes the text on would leave the screen at once.
    if pager == "cat" || pager.starts_with("cat ") {
        return false;
    }
    // Ctrl-C in the pager is the pager's.
    let _away = away();
    run(pager, text, settings).is_some_and(|status| !matches!(status.code(), Some(CANNOT_RUN | NOT_FOUND)))
}

/// Runs it as a shell would, since `PAGER` may have options; none if it cannot be started.
fn run(pager: &str, text: &str, settings: &[(&str, &str)]) -> Option<ExitStatus> {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    // What is looked for in a report about somebody's health stays in no file, and nothing else is started from there.
    command.env("LESSHISTFILE", "-").env("LESSSECURE", "1");
    command.envs(settings.iter().copied());
    let mut child = command.spawn().ok()?;
    if let Some(mut input) = child.stdin.take() {
        // Whoever leaves early does not read the rest.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().ok()
}
