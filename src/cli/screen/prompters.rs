//! Which prompter asks: on a terminal, or by lines.

use std::io::{self, BufReader, IsTerminal as _};

use super::super::interview::Reads;
use super::super::interview::prompter::Prompter;
use super::plain::{Lines, Plain};
use super::terminal::Terminal;

/// How questions are put: by lines where that is wanted, where there is no terminal that understands escape codes, or where
/// the person asked for none by `ACCESSIBLE`.
pub fn reads(plain: bool) -> Reads {
    let said = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = said("TERM").is_none_or(|term| term == "dumb");
    let lines = plain || dumb || said("ACCESSIBLE").is_some() || !on_a_terminal();
    if lines { Reads::Lines } else { Reads::Keys }
}

/// Whoever asks. Prompts go to the standard error.
pub fn prompter(reads: Reads) -> Box<dyn Prompter> {
    match reads {
        Reads::Lines => {
            // Lines go round at the window's border; whoever reads a pipe has none.
            let lines = if on_a_terminal() { Lines::Wrapped } else { Lines::Whole };
            Box::new(Plain::new(BufReader::new(io::stdin()), io::LineWriter::new(io::stderr()), lines))
        }
        Reads::Keys => Box::new(Terminal::new(wants_colour())),
    }
}

fn on_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
