//! `candidacy help TOPIC`: the pages of `docs/` that people need who have the program alone. They are those very files, and
//! their examples are run by the tests.

use std::ffi::OsString;
use std::io::IsTerminal as _;

use candidacy::diagnostic::{near, render::Colour};
use candidacy::text::{fill, pad, pieces, width};
use clap::CommandFactory as _;

use super::args::Cli;
use super::fault::{CliFault, Exit};
use super::output;
use super::screen::pages;
use super::shown::is_longer_than_the_window;

/// A page that the program has in it.
pub struct Topic {
    name: &'static str,
    about: &'static str,
    text: &'static str,
}

/// All of them, in the order in which a clinic comes to need them. A new page is a line here.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "language",
        about: "how questions are judged: conditions, waits, scores",
        text: include_str!("../../docs/language.md"),
    },
    Topic {
        name: "scenarios",
        about: "worked people, and what should come out for them",
        text: include_str!("../../docs/scenarios.md"),
    },
    Topic {
        name: "templates",
        about: "reports of your own, and parts of them",
        text: include_str!("../../docs/templates.md"),
    },
    Topic {
        name: "overlays",
        about: "a set of your own that stands on the shipped one",
        text: include_str!("../../docs/overlays.md"),
    },
    Topic {
        name: "batch",
        about: "many responses at once, and the files they come in",
        text: include_str!("../../docs/batch.md"),
    },
];

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// The columns before an example, and before what belongs to the line above it.
const INDENT: usize = 4;

/// The word behind `help`, if a page is asked for and not the help of a command.
pub fn asked() -> Option<String> {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [help, word] = words.as_slice() else { return None };
    let word = word.to_str().filter(|word| help == "help" && !word.starts_with('-'))?;
    // A command that has a page too has its options in `--help`.
    let is_topic = TOPICS.iter().any(|topic| topic.name == word);
    let is_command = || word == "help" || Cli::command().find_subcommand(word).is_some();
    (is_topic || !is_command()).then(|| word.to_owned())
}

/// Shows a page.
///
/// # Errors
/// There is no such page, or it cannot be written.
pub fn show(name: &str) -> Result<Exit, CliFault> {
    let Some(topic) = TOPICS.iter().find(|topic| topic.name == name) else {
        return Err(CliFault::Usage { message: unknown(name) });
    };
    let at_a_terminal = std::io::stdout().is_terminal();
    if !at_a_terminal {
        output::print(topic.text)?;
        return Ok(Exit::Done);
    }
    let drawn = drawn(topic.text, output::width_of_stdout(), output::colour_of_stdout());
    if !(is_longer_than_the_window(&drawn) && pages(&drawn)) {
        output::print_drawn(&drawn)?;
    }
    Ok(Exit::Done)
}

/// The lines of the help that name the pages.
pub fn listed() -> String {
    let names = TOPICS.iter().map(|topic| topic.name.len()).max().unwrap_or(0);
    let line = |topic: &Topic| format!("  {:names$}  {}\n", topic.name, topic.about);
    format!("Pages to read (`candidacy help NAME`):\n{}\n", TOPICS.iter().map(line).collect::<String>())
}

fn unknown(name: &str) -> String {
    let pages: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    let command = Cli::command();
    let commands = command.get_subcommands().map(clap::Command::get_name);
    let all: Vec<&str> = pages.iter().copied().chain(commands).collect();
    let nearest = near(name, &all).first().map_or(String::new(), |nearest| format!("; `{nearest}` is nearest"));
    format!("there is no page and no command `{name}`{nearest}. The pages are {}", pages.join(", "))
}

/// Markdown as people read it in a terminal: what belongs together in lines that fit, examples as they are.
fn drawn(markdown: &str, columns: usize, colour: Colour) -> String {
    let mut page = Page { columns, colour, text: String::new(), waiting: Vec::new(), table: Vec::new() };
    let mut example = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            page.finish();
            example = !example;
            page.blank();
        } else if example {
            let line = format!("{:INDENT$}{line}", "");
            page.text.push_str(&format!("{}\n", line.trim_end()));
        } else {
            page.line(line);
        }
    }
    page.finish();
    page.text
}

/// A page in the making.
struct Page {
    columns: usize,
    colour: Colour,
    text: String,
    /// The lines of a paragraph or an item that has not ended.
    waiting: Vec<String>,
    /// The rows of a table that has not ended.
    table: Vec<Vec<String>>,
}

impl Page {
    fn line(&mut self, line: &str) {
        let bare = line.trim();
        if let Some(row) = bare.strip_prefix('|') {
            self.end_paragraph();
            self.table.push(cells(row));
            return;
        }
        let starts_item = bare.starts_with("- ") || numbered(bare).is_some();
        if bare.is_empty() || bare.starts_with('#') || starts_item {
            self.finish();
        }
        match bare {
            "" => self.blank(),
            _ if bare.starts_with("<!--") || bare.starts_with("![") => {}
            _ if bare.starts_with('#') => self.heading(bare.trim_start_matches('#').trim()),
            _ => self.waiting.push(line.trim_end().to_owned()),
        }
    }

    fn heading(&mut self, words: &str) {
        self.blank();
        let words = inline(words);
        match self.colour {
            Colour::Ansi => self.text.push_str(&format!("{BOLD}{words}{PLAIN}\n\n")),
            Colour::Plain => self.text.push_str(&format!("{words}\n\n")),
        }
    }

    /// One empty line, and not two.
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn finish(&mut self) {
        self.end_paragraph();
        self.end_table();
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.waiting);
        let Some(first) = lines.first() else { return };
        let before = first.len() - first.trim_start().len();
        let bare = first.trim_start();
        let mark = numbered(bare).unwrap_or(if bare.starts_with("- ") { 2 } else { 0 });
        let words = inline(&lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "));
        self.hung(&words, before, before + mark);
    }

    /// A text whose first line stands further left than the rest.
    fn hung(&mut self, words: &str, first: usize, rest: usize) {
        let room = |indent: usize| self.columns.saturating_sub(indent).max(1);
        let lines = fill(pieces(words, room(rest)), room(first), room(rest));
        for (line, at) in lines.iter().zip(0..) {
            let indent = if at == 0 { first } else { rest };
            self.text.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }

    /// In columns where these fit, else each row as its first cell and the others below.
    fn end_table(&mut self) {
        let mut rows = std::mem::take(&mut self.table);
        rows.retain(|row| !row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))));
        let Some(head) = rows.first().cloned() else { return };
        let widest =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..head.len()).map(widest).collect();
        if widths.iter().sum::<usize>() + 2 * widths.len() <= self.columns {
            for row in &rows {
                let cells = row.iter().zip(&widths).map(|(cell, width)| pad(cell, *width));
                let line = cells.collect::<Vec<_>>().join("  ");
                self.text.push_str(&format!("{}\n", line.trim_end()));
            }
            return;
        }
        for row in rows.iter().skip(1) {
            self.hung(row.first().map_or("", String::as_str), 0, INDENT);
            for (cell, heading) in row.iter().zip(&head).skip(1).filter(|(cell, _)| !cell.is_empty()) {
                let named =
                    if head.len() > 2 && !heading.is_empty() { format!("{heading}: {cell}") } else { cell.clone() };
                self.hung(&named, INDENT, INDENT);
            }
        }
    }
}

/// The cells of a row, from behind its first line on. A line that is escaped, or in backticks, parts nothing.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut code = false;
    let mut characters = row.trim_end().trim_end_matches('|').chars().peekable();
    while let Some(character) = characters.next() {
        let next_is_line = characters.peek() == Some(&'|');
        let cell = cells.last_mut();
        match (character, cell) {
            ('\\', Some(cell)) if next_is_line => {
                characters.next();
                cell.push('|');
            }
            ('|', _) if !code => cells.push(String::new()),
            (_, Some(cell)) => {
                code ^= character == '`';
                cell.push(character);
            }
            (_, None) => {}
        }
    }
    cells.iter().map(|cell| inline(cell.trim())).collect()
}

/// How long the mark of a numbered item is, with its blank: `1. `.
fn numbered(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = line.get(digits..)?;
    (digits > 0 && after.starts_with(". ")).then_some(digits + 2)
}

/// Words without the marks of Markdown: bold and links. What is in backticks stays in them.
fn inline(words: &str) -> String {
    let parts = words.split('`').enumerate();
    let parts =
        parts.map(|(at, part)| if at % 2 == 1 { part.to_owned() } else { without_links(&part.replace("**", "")) });
    parts.collect::<Vec<_>>().join("`")
}

/// `[words](address)` as its words; of a page on the web also the address.
fn without_links(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, link)) = rest.split_once('[') {
        text.push_str(before);
        let named = link.split_once("](").and_then(|(name, after)| Some((name, after.split_once(')')?)));
        match named {
            Some((name, (address, after))) => {
                text.push_str(name);
                if address.starts_with("http") {
                    text.push_str(&format!(" ({address})"));
                }
                rest = after;
            }
            None => {
                text.push('[');
                rest = link;
            }
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_set_for_the_eyes() {
        let page = "# Title\n\nOne two [three](x.md) **four** five\nsix `a **b**` [web](https://a.b).\n\n- an item that is long\n  and goes on\n- next\n\n```yaml wrong\n- code [a](b)\n```\n\n| a | b |\n|---|---|\n| `x \\| y` | one |\n\n| key | what it means at some length |\n|---|---|\n| k | a text that has no room in one line |\n";
        let shown = "\
Title

One two three four five six
`a **b**` web (https://a.b).

- an item that is long and
  goes on
- next

    - code [a](b)

a        b
`x | y`  one

k
    a text that has no room
    in one line
";
        assert_eq!(drawn(page, 28, Colour::Plain), shown);
        assert!(drawn(page, 28, Colour::Ansi).starts_with("\u{1b}[1mTitle\u{1b}[0m\n"));
    }

    /// Nothing of a page is lost or cut, however narrow the window is.
    #[test]
    fn every_page_fits_and_keeps_its_words() {
        for topic in TOPICS {
            for columns in [40, 80, 100] {
                let page = drawn(topic.text, columns, Colour::Plain);
                let examples = |line: &&str| line.starts_with("    ");
                for line in page.lines().filter(|line| !examples(line)) {
                    assert!(width(line) <= columns, "{}: {line}", topic.name);
                }
                assert!(!page.contains("\n\n\n"), "{}", topic.name);
                assert!(!page.contains("```") && !page.contains("<!--"), "{}", topic.name);
            }
        }
    }

    #[test]
    fn who_asks_for_what_is_not_there_is_told_what_is() {
        let message = unknown("langauge");
        assert!(message.contains("`language` is nearest") && message.contains("templates"), "{message}");
    }
}
