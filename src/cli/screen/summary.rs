//! A summary on a terminal: parts that belong on one screen, fitted to the window, and rows to choose from below them.
//!
//! Where there is little room, the empty lines go first, then what can be said in less is, then the parts that are extra, the
//! last first. Nothing is cut. What then still does not fit is read before the rows are shown.

use super::super::interview::prompter::{MenuRow, Part, Pick, PromptFault, Summary};
use super::layout::{pad, width, wrap};
use super::list::{Foot, List, ListAction, ListRow};
use super::window::{Ink, Key, NOWHERE, Screen};

/// From this width on, labels have a column of their own.
const COLUMNS: usize = 56;

/// Below the rows stand the keys, and one line stays free for a message.
const MESSAGE: usize = 1;

/// Whether the parts and all rows fit into the window in some way.
pub fn fits(screen: &Screen, summary: &Summary) -> bool {
    header(screen, summary).is_some()
}

/// Shows a summary and waits for a row to be chosen. Of one that does not fit, only title and rows are shown.
///
/// # Errors
/// Broken off, or the terminal has gone.
pub fn decide(colour: bool, summary: &Summary) -> Result<Pick, PromptFault> {
    let rows: Vec<ListRow> = summary.rows.iter().map(row).collect();
    let mut list = List::open(Some(0))?;
    let keys = keys(summary);
    let mut message = "";
    loop {
        let screen = Screen::now(colour);
        let header = header(&screen, summary).unwrap_or_else(|| around(&screen, summary, Vec::new()));
        screen.fresh(&header)?;
        list.redraw();
        let height = screen.rows.saturating_sub(header.len() + 1);
        match list.next(&screen, &rows, &Foot { note: "", message, keys: &keys, height })? {
            ListAction::Choose(row) => return Ok(Pick::Row(row)),
            ListAction::Back => return Ok(Pick::Back),
            ListAction::Nowhere => message = NOWHERE,
            ListAction::Explain
            | ListAction::Resize
            | ListAction::Mark(_)
            | ListAction::Open
            | ListAction::Answer(..) => {}
        }
    }
}

fn keys(summary: &Summary) -> [Key; 3] {
    let rows = Key::rows(summary.rows.iter().map(|row| row.key.as_str()), "choose");
    [rows, Key::enter(), Key::new("Ctrl-C stop", "Ctrl-C stop")]
}

fn row(row: &MenuRow) -> ListRow {
    ListRow { heading: row.heading.clone(), key: row.key.clone(), label: row.label.clone(), ..ListRow::default() }
}

/// The lines above the rows; none if they do not fit in any way.
fn header(screen: &Screen, summary: &Summary) -> Option<Vec<String>> {
    let rows: usize = summary.rows.iter().map(|one| row(one).lines(screen, false).len()).sum();
    let room = screen.rows.checked_sub(rows + screen.keys(&keys(summary)).len() + MESSAGE)?;
    let mut ways = ways(&summary.parts);
    if summary.airy {
        // Of equals, as much as can be said.
        ways.sort_by_key(|way| way.air);
    }
    ways.into_iter().map(|way| around(screen, summary, way.lines(screen))).find(|lines| lines.len() <= room)
}

/// Title and question, with the parts between them.
fn around(screen: &Screen, summary: &Summary, parts: Vec<String>) -> Vec<String> {
    let title = screen.block(Ink::Strong, &summary.title, 0);
    let question = if summary.question.is_empty() { Vec::new() } else { screen.block(Ink::Dim, &summary.question, 0) };
    [title, parts, question].concat()
}

/// One way to say the parts.
struct Way {
    /// A label and a text each, and whether it begins a paragraph.
    parts: Vec<(String, String, bool)>,
    air: Air,
}

/// Where empty lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Air {
    /// Between all groups.
    All,
    /// After the first group and after the last.
    Some,
    None,
}

impl Air {
    const ROOMIEST_FIRST: [Air; 3] = [Air::All, Air::Some, Air::None];
}

/// All ways, the roomiest first.
fn ways(parts: &[Part]) -> Vec<Way> {
    let full = |part: &Part| (part.label.clone(), part.text.clone(), part.apart);
    let short = |part: &Part| (part.label.clone(), part.short.clone().unwrap_or_else(|| part.text.clone()), part.apart);
    let mut texts: Vec<Vec<(String, String, bool)>> =
        vec![parts.iter().map(full).collect(), parts.iter().map(short).collect()];
    let mut left: Vec<&Part> = parts.iter().collect();
    while let Some(extra) = left.iter().rposition(|part| part.extra) {
        left.remove(extra);
        texts.push(left.iter().map(|part| short(part)).collect());
    }
    let with_air =
        |parts: Vec<(String, String, bool)>| Air::ROOMIEST_FIRST.map(|air| Way { parts: parts.clone(), air });
    texts.into_iter().flat_map(with_air).collect()
}

impl Way {
    fn lines(&self, screen: &Screen) -> Vec<String> {
        let widest = self.parts.iter().map(|(label, _, _)| width(label)).max().unwrap_or(0);
        let column = if screen.columns >= COLUMNS && widest > 0 { widest + 2 } else { 0 };
        let mut lines = Vec::new();
        let mut labelled = false;
        for (label, text, apart) in &self.parts {
            // A group begins with a label; the parts before the first one are a group, too.
            let first_label = !label.is_empty() && !labelled;
            let apart = match self.air {
                Air::All => !label.is_empty() || *apart || lines.is_empty(),
                Air::Some => (first_label || *apart) && !lines.is_empty(),
                Air::None => false,
            };
            lines.extend(apart.then(String::new));
            labelled |= !label.is_empty();
            let beside = column > 0 && labelled;
            lines.extend(if beside { hung(screen, label, text, column) } else { set(screen, label, text) });
        }
        lines.extend((self.air != Air::None).then(String::new));
        lines
    }
}

/// The label in a column of its own, the text beside it.
fn hung(screen: &Screen, label: &str, text: &str, column: usize) -> Vec<String> {
    let lines = wrap(text, screen.columns.saturating_sub(column + 1));
    let before = std::iter::once(screen.paint(Ink::Accent, &pad(label, column)));
    before
        .chain(std::iter::repeat(" ".repeat(column)))
        .zip(lines)
        .map(|(before, line)| format!("{before}{line}"))
        .collect()
}

/// The label before the text.
fn set(screen: &Screen, label: &str, text: &str) -> Vec<String> {
    let text = if label.is_empty() { text.to_owned() } else { format!("{label}: {text}") };
    screen.block(Ink::Plain, &text, 0)
}

/// Whether a summary fits a window of so many columns and rows.
#[cfg(test)]
pub fn fits_at((columns, rows): (usize, usize), summary: &Summary) -> bool {
    let mut screen = Screen::now(false).narrowed(columns);
    screen.rows = rows;
    fits(&screen, summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        let long = "One two three four five six seven eight. Then more of it that is not needed to understand it.";
        let part =
            |label: &str, extra| Part { short: Some("One two three.".to_owned()), extra, ..Part::new(label, long) };
        Summary {
            title: "Title".to_owned(),
            parts: vec![
                Part::new("", "First."),
                part("Why", false),
                part("Do next", false),
                part("", true),
                part("", true),
            ],
            question: "Which?".to_owned(),
            airy: false,
            rows: vec![MenuRow::new("1", "Row")],
        }
    }

    #[test]
    fn where_air_counts_for_more_what_is_extra_goes_first() {
        let mut summary = summary();
        summary.parts = ["One.", "Two.", "Three."].map(|text| Part { apart: true, ..Part::new("", text) }).to_vec();
        summary.parts[1].extra = true;
        let mut screen = Screen::now(false).narrowed(40);
        // Title, two lines with air around them, question; a row, the keys and a line for a message below.
        screen.rows = 10;
        let lines = header(&screen, &summary).unwrap();
        assert!(!lines.contains(&String::new()) && lines.contains(&"Two.".to_owned()), "{lines:?}");
        summary.airy = true;
        let lines = header(&screen, &summary).unwrap();
        assert!(lines.contains(&String::new()) && !lines.contains(&"Two.".to_owned()), "{lines:?}");
    }

    #[test]
    fn what_there_is_room_for_is_said_and_nothing_is_cut() {
        let summary = summary();
        let mut before = usize::MAX;
        for rows in (8..40).rev() {
            for columns in [80, 60, 40] {
                let mut screen = Screen::now(false).narrowed(columns);
                screen.rows = rows;
                let Some(lines) = header(&screen, &summary) else { continue };
                assert!(lines.len() + 1 + screen.keys(&keys(&summary)).len() + MESSAGE <= rows, "{lines:?}");
                assert!(lines.iter().all(|line| width(line) < columns), "{lines:?}");
                let text = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains("First.") && text.contains("Why") && text.contains("Do next"), "{text}");
                if columns == 80 {
                    assert!(text.len() <= before, "{rows}: {text}");
                    before = text.len();
                }
            }
        }
        let mut small = Screen::now(false).narrowed(80);
        small.rows = 7;
        assert!(header(&small, &summary).is_none());
    }
}
