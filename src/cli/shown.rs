//! A report on a terminal: headings in bold, the result in the colour of its tone, and what is longer than the window in the reader's
//! pager. Its first screen holds what people decide by, as the templates put it first.

use std::io::IsTerminal as _;

use candidacy::diagnostic::render::Colour;
use candidacy::report::Report;
use candidacy::text::visible;

use super::fault::CliFault;
use super::output;
use super::screen::pages;

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// From calm to stop: green, cyan, yellow, and red twice, since the word beside it says the rest.
const TONES: [&str; 5] = ["\u{1b}[32m", "\u{1b}[36m", "\u{1b}[33m", "\u{1b}[31m", "\u{1b}[31m"];

/// Prints a report as text, for the eyes of whoever sits there.
///
/// # Errors
/// It cannot be written.
pub fn show_report(text: &str, report: &Report, paging: bool) -> Result<(), CliFault> {
    let text = visible(text);
    let drawn = match output::colour_of_stdout() {
        Colour::Ansi => styled(&text, report.tone()),
        Colour::Plain => text,
    };
    if paging && is_longer_than_the_window(&drawn) && pages(&drawn) {
        return Ok(());
    }
    output::print_drawn(&drawn)
}

/// Whether somebody sits at a window that is lower than the text.
pub fn is_longer_than_the_window(text: &str) -> bool {
    let at_a_window = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let rows = terminal_size::terminal_size_of(std::io::stdout()).map(|(_, rows)| usize::from(rows.0));
    at_a_window && rows.is_some_and(|rows| text.lines().count() >= rows)
}

/// A text with its headings in bold; the first below the title is the result, and has its colour.
fn styled(text: &str, tone: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let ruled =
        |at: usize, sign: char| lines.get(at + 1).is_some_and(|next| next.len() > 1 && next.chars().all(|c| c == sign));
    let colour = TONES.get(tone).copied().unwrap_or_default();
    let (mut styled, mut result_shown) = (String::with_capacity(text.len() * 2), false);
    for (at, line) in lines.iter().enumerate() {
        if ruled(at, '-') && !line.is_empty() {
            let colour = if result_shown { "" } else { colour };
            result_shown = true;
            styled.push_str(&format!("{BOLD}{colour}{line}{PLAIN}\n"));
        } else if ruled(at, '=') && !line.is_empty() {
            styled.push_str(&format!("{BOLD}{line}{PLAIN}\n"));
        } else {
            styled.push_str(line);
            styled.push('\n');
        }
    }
    styled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_bold_and_the_result_has_its_tone() {
        let text = "Title\n=====\nYour report\n\nYour result: Not now\n--------------------\nWait.\n\nWhy\n---\n- a\n";
        let shown = styled(text, 2);
        assert!(shown.contains("\u{1b}[1m\u{1b}[33mYour result: Not now\u{1b}[0m\n"), "{shown:?}");
        assert!(shown.contains("\u{1b}[1mTitle\u{1b}[0m\n") && shown.contains("\u{1b}[1mWhy\u{1b}[0m\n"), "{shown:?}");
        let bare = [BOLD, PLAIN].iter().chain(&TONES).fold(shown, |shown, code| shown.replace(code, ""));
        assert_eq!(bare, text);
    }
}
