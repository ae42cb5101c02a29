//! A terminal: questions whose answers are all in a list, a line to type into with rows below it, lists for menus and the review.
//!
//! One key model everywhere: a key chooses, Enter goes on. Nothing is chosen before the person chooses, and no key does
//! anything that is not said on the screen.

use std::io::{self, BufReader, Stdin};

use candidacy::questionnaire::QuestionKind;
use candidacy::report::entry;
use candidacy::value::Answer;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use tempfile::TempPath;

use super::super::interview::page::{Page, Reply, Row, RowAction, SheetReply};
use super::super::interview::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter, Summary};
use super::cells::Look;
use super::kitty;
use super::layout::on_screen;
use super::list::{Foot, List, ListAction, ListRow};
use super::listed::listed;
use super::pager::paged;
use super::plain::{Lines, Plain};
use super::summary;
use super::together::together;
use super::typing::{Around, Chosen, Typed, Typing};
use super::window::{AROUND, Drawings, Ink, Key, NOWHERE, Screen};

/// Asks on a terminal.
pub struct Terminal {
    colour: bool,
    /// How pictures are shown, as far as it is known.
    look: Look,
    /// Whether the terminal was asked what it knows.
    was_asked: bool,
    /// The pages that were opened; they go with this.
    opened: Vec<TempPath>,
    started: bool,
    /// Where one was in the review.
    reviewed: Option<usize>,
    /// Asks instead when the window is too small to show a question with its answers.
    plain: Plain<BufReader<Stdin>, io::Stderr>,
}

impl Terminal {
    /// A prompter for the terminal behind the standard input and the standard error.
    pub fn new(colour: bool) -> Terminal {
        Terminal {
            colour,
            look: look(colour),
            was_asked: false,
            opened: Vec::new(),
            started: false,
            reviewed: None,
            plain: Plain::new(BufReader::new(io::stdin()), io::stderr(), Lines::Wrapped),
        }
    }

    fn screen(&mut self) -> Result<Screen, PromptFault> {
        let screen = Screen::now(self.colour);
        if !self.started && !screen.is_tiny() {
            screen.scroll_away()?;
            self.started = true;
        }
        Ok(screen)
    }

    /// How pictures are shown. A terminal that may know how to show images is asked, once.
    fn look(&mut self) -> Result<Look, PromptFault> {
        if !std::mem::replace(&mut self.was_asked, true) && self.look != Look::Words && kitty::may_be_known() {
            enable_raw_mode()?;
            let known = kitty::is_known();
            disable_raw_mode()?;
            self.look = if known? { Look::Images } else { self.look };
        }
        Ok(self.look)
    }

    /// A question whose answer is typed, or chosen from a few rows.
    fn ask_typed(&self, page: &Page<'_>, typed: Typed) -> Result<Reply, PromptFault> {
        let screen = Screen::now(self.colour);
        let is_answer = |row: &Row| matches!(row.does, RowAction::Reply(Reply::Answer(_)));
        let rows: Vec<Row> = page.quick_picks().into_iter().chain(page.extras()).filter(is_answer).collect();
        let list: Vec<ListRow> = rows.iter().map(picked_row).collect();
        let rows_tall: usize = list.iter().map(|row| row.lines(&screen, false).len()).sum();
        let keys = typed_keys(&rows);
        let header = screen.header(page, (rows_tall + AROUND + 2).min(screen.rows * 3 / 4), Drawings::None);
        screen.fresh(&header)?;
        let hint = match page.earlier_label() {
            Some(earlier) => format!("{}. Your answer so far: {earlier}", page.form()),
            None => page.form(),
        };
        let around = Around {
            hint: &hint,
            rows: &list,
            keys: &keys,
            height: screen.rows.saturating_sub(header.len()),
            reads: &|text| reading(page, text),
            takes_question_marks: matches!(page.question.kind, QuestionKind::Text),
        };
        let read = |chosen: &Chosen| match chosen {
            Chosen::Row(row) => match rows.get(*row).map(|row| row.does.clone()) {
                Some(RowAction::Reply(reply)) => Ok(reply),
                Some(RowAction::Mark(_)) | None => Err(NOWHERE.to_owned()),
            },
            Chosen::Text(text) => page.read(text).map(said_already),
        };
        let (text, message) = match typed {
            Typed::Resize(text) => (text, String::new()),
            _ => (page.earlier_typed().unwrap_or_default(), page.fault.clone().unwrap_or_default()),
        };
        let mut typing = Typing::open(around, text, message)?;
        let earlier = page.earlier.clone().map(|answer| RowAction::Reply(Reply::Answer(answer)));
        // A pick that stands in the line as well is read there.
        typing.go(rows
            .iter()
            .position(|row| Some(&row.does) == earlier.as_ref())
            .filter(|_| page.earlier_typed().is_none()));
        match typing.answer(&screen, |chosen| read(chosen).map(drop))? {
            Typed::Chosen(chosen) => read(&chosen).map_err(|_| PromptFault::Interrupted),
            Typed::Explain(_) => Ok(Reply::Explain),
            Typed::Back => Ok(Reply::Back),
            again @ Typed::Resize(_) => {
                drop(typing);
                self.ask_typed(page, again)
            }
        }
    }

    /// A menu below some text; what does not fit above the rows is read before, a window at a time.
    fn choose_listed(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let is_review = !menu.careful && menu.rows.iter().any(|row| row.heading.is_some());
        let rows: Vec<ListRow> = menu.rows.iter().map(menu_row).collect();
        let keys = menu_keys(menu, is_review);
        if let Some(pick) = self.read_first(menu, &rows, &keys)? {
            return Ok(pick);
        }
        let start = match (menu.careful, is_review) {
            (true, _) => None,
            (false, true) => self.reviewed.map(|row| row.min(rows.len().saturating_sub(1))),
            (false, false) => Some(0),
        };
        let mut list = List::open(start)?;
        let mut message = "";
        loop {
            let screen = Screen::now(self.colour);
            let header = last_window(&screen, menu, &rows, &keys);
            screen.fresh(&header)?;
            list.redraw();
            let height = screen.rows.saturating_sub(header.len() + 1);
            match list.next(&screen, &rows, &Foot { note: "", message, keys: &keys, height })? {
                ListAction::Choose(row) => {
                    self.reviewed = if is_review { Some(row) } else { self.reviewed };
                    return Ok(Pick::Row(row));
                }
                ListAction::Back => return Ok(Pick::Back),
                ListAction::Nowhere => message = NOWHERE,
                ListAction::Explain => {
                    if let Some(row) = menu.rows.iter().position(|row| row.key == "?") {
                        return Ok(Pick::Row(row));
                    }
                }
                ListAction::Resize | ListAction::Mark(_) | ListAction::Open | ListAction::Answer(..) => {}
            }
        }
    }

    /// Shows what does not fit above the rows of a menu. Gives something only if the person goes back from there.
    fn read_first(&mut self, menu: &Menu, rows: &[ListRow], keys: &[Key]) -> Result<Option<Pick>, PromptFault> {
        let screen = Screen::now(self.colour);
        let mut before = menu_windows(&screen, menu, rows, keys);
        before.pop();
        for window in before {
            if !self.go_on(&window, "There is more.", "Read on")? {
                return Ok(Some(Pick::Back));
            }
        }
        Ok(None)
    }

    /// A text that comes wrapped, a window at a time.
    fn read_here(&self, screen: &Screen, text: &str) -> Result<(), PromptFault> {
        let lines: Vec<String> = text.lines().map(on_screen).collect();
        let windows: Vec<&[String]> = lines.chunks(screen.rows.saturating_sub(AROUND + 1).max(3)).collect();
        for (window, at) in windows.iter().zip(1..) {
            let last = at == windows.len();
            let (words, row) = if last { ("That is all.", "Go on") } else { ("There is more.", "Read on") };
            if !self.go_on(window, words, row)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Shows some lines, a sentence and one row. Gives false if the person goes back.
    fn go_on(&self, lines: &[String], words: &str, row: &str) -> Result<bool, PromptFault> {
        let screen = Screen::now(self.colour);
        screen.fresh(&[lines, &screen.block(Ink::Dim, words, 0)].concat())?;
        let rows = [ListRow { label: row.to_owned(), ..ListRow::default() }];
        let keys = [Key::enter(), Key::back()];
        let height = screen.rows.saturating_sub(lines.len() + 2).max(2);
        let mut list = List::open(Some(0))?;
        loop {
            match list.next(&screen, &rows, &Foot { note: "", message: "", keys: &keys, height })? {
                ListAction::Choose(_) => return Ok(true),
                ListAction::Back => return Ok(false),
                ListAction::Nowhere
                | ListAction::Explain
                | ListAction::Resize
                | ListAction::Mark(_)
                | ListAction::Open
                | ListAction::Answer(..) => {}
            }
        }
    }
}

impl Prompter for Terminal {
    fn keys(&self) -> &'static str {
        ""
    }

    fn show(&mut self, notice: &Notice) -> Result<(), PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.show(notice);
        }
        let rows = vec![MenuRow::new("", "Go on")];
        self.choose_listed(&Menu { notice: notice.clone(), rows, ..Menu::default() }).map(drop)
    }

    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.choose(menu);
        }
        self.choose_listed(menu)
    }

    fn decide(&mut self, summary: &Summary) -> Result<Pick, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.decide(summary);
        }
        // What does not fit on one screen is read a window at a time, and the rows stand below the last.
        if summary::fits(&screen, summary) {
            summary::decide(self.colour, summary)
        } else {
            self.choose_listed(&summary.menu())
        }
    }

    fn line(&mut self, notice: &Notice) -> Result<Option<String>, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.line(notice);
        }
        let mut text = String::new();
        let keys = [Key::new("Type it", "Type it"), Key::enter(), Key::back()];
        loop {
            let screen = Screen::now(self.colour);
            let header = notice_lines(&screen, notice);
            screen.fresh(&header)?;
            let height = screen.rows.saturating_sub(header.len());
            let around =
                Around { hint: "", rows: &[], keys: &keys, height, reads: &|_| None, takes_question_marks: true };
            let judge = |chosen: &Chosen| match chosen {
                Chosen::Text(text) if text.trim().is_empty() => Err("Nothing is typed yet.".to_owned()),
                Chosen::Text(_) | Chosen::Row(_) => Ok(()),
            };
            match Typing::open(around, text, String::new())?.answer(&screen, judge)? {
                Typed::Chosen(Chosen::Text(typed)) => return Ok(Some(typed.trim().to_owned())),
                Typed::Chosen(Chosen::Row(_)) | Typed::Back => return Ok(None),
                // There is nothing to explain.
                Typed::Explain(typed) | Typed::Resize(typed) => text = typed,
            }
        }
    }

    fn read(&mut self, text: &str) -> Result<(), PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.read(text);
        }
        screen.fresh(&[])?;
        if paged(text) { Ok(()) } else { self.read_here(&screen, text) }
    }

    fn wipe(&mut self) -> bool {
        let screen = Screen::now(self.colour);
        !screen.is_tiny() && screen.wipe().is_ok()
    }

    fn shows_whole(&self, menu: &Menu) -> bool {
        let screen = Screen::now(self.colour);
        let rows: Vec<ListRow> = menu.rows.iter().map(menu_row).collect();
        let below: usize = rows.iter().map(|row| row.lines(&screen, false).len()).sum();
        let keys = screen.keys(&menu_keys(menu, false)).len();
        // One line stays free for a message.
        menu_blocks(&screen, menu).concat().len() + below + keys + 1 < screen.rows
    }

    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.ask(page);
        }
        match page.question.kind {
            QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Choices { .. } => {
                let look = if page.has_pictures() { self.look()? } else { self.look };
                listed(self.colour, look, page, &mut self.opened)
            }
            QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => {
                self.ask_typed(page, Typed::Back)
            }
        }
    }

    fn together(&mut self, lines: &[Page<'_>]) -> Result<SheetReply, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() { Ok(SheetReply::Singly) } else { together(self.colour, lines) }
    }

    fn close(&mut self) {
        let screen = Screen::now(self.colour);
        if self.started && !screen.is_tiny() {
            // A terminal that has gone needs no tidying.
            let _ = screen.fresh(&[]);
        }
    }
}

/// How pictures are shown by what the environment says: in greys where there are 256 colours. The console of Linux has neither
/// these nor braille.
fn look(colour: bool) -> Look {
    let said = |name: &str| std::env::var(name).unwrap_or_default();
    let (term, depth) = (said("TERM"), said("COLORTERM"));
    let has_greys =
        term.contains("256color") || term.contains("kitty") || ["truecolor", "24bit"].contains(&depth.as_str());
    match (term.as_str(), colour && has_greys) {
        ("linux", _) => Look::Words,
        (_, true) => Look::Blocks,
        (_, false) => Look::Braille,
    }
}

/// A date in a form of one's own that can be read in one way only was read below the line while it was typed.
fn said_already(reply: Reply) -> Reply {
    match reply {
        Reply::Dates(mut dates) if dates.len() == 1 => match dates.pop() {
            Some(date) => Reply::Answer(Answer::Given(date)),
            None => Reply::Dates(dates),
        },
        other => other,
    }
}

/// How a date is read while it is typed; nothing of what is no date, or not yet.
fn reading(page: &Page<'_>, text: &str) -> Option<String> {
    let QuestionKind::Date(_) = page.question.kind else { return None };
    match page.read(text).ok()? {
        Reply::Answer(answer @ Answer::Given(_)) => Some(entry(page.question, &answer)),
        Reply::Dates(dates) => {
            let dates = dates.into_iter().map(|date| entry(page.question, &Answer::Given(date)));
            Some(dates.collect::<Vec<_>>().join(", or "))
        }
        Reply::Answer(_) | Reply::Explain | Reply::Back | Reply::Leave => None,
    }
}

fn typed_keys(rows: &[Row]) -> Vec<Key> {
    let first = match rows {
        [] => Key::new("Type it", "Type it"),
        rows => Key::rows(rows.iter().map(|row| row.key.as_str()), "choose").after("Type it, or"),
    };
    vec![first, Key::enter(), Key::why(), Key::back()]
}

/// What is chosen instead of being typed.
fn picked_row(row: &Row) -> ListRow {
    let label = row.help.as_ref().map_or(row.label.clone(), |help| format!("{} — {help}", row.label));
    ListRow { key: row.key.clone(), label, ..ListRow::default() }
}

fn menu_keys(menu: &Menu, is_review: bool) -> Vec<Key> {
    let keys: Vec<&str> = menu.rows.iter().map(|row| row.key.as_str()).filter(|key| !key.is_empty()).collect();
    let choose = match (keys.is_empty(), is_review) {
        (true, _) => None,
        (false, true) => Some(Key::new("↑↓ or its number: a line to change · y all is right", "↑↓ · y all right")),
        (false, false) => Some(Key::rows(keys, "choose")),
    };
    choose.into_iter().chain([Key::enter(), Key::back()]).collect()
}

/// What stands above the rows of a menu, as much of it as fits.
fn last_window(screen: &Screen, menu: &Menu, rows: &[ListRow], keys: &[Key]) -> Vec<String> {
    menu_windows(screen, menu, rows, keys).pop().unwrap_or_default()
}

/// The text of a menu in windows; on the last one its rows have room.
fn menu_windows(screen: &Screen, menu: &Menu, rows: &[ListRow], keys: &[Key]) -> Vec<Vec<String>> {
    let rows: usize = rows.iter().map(|row| row.lines(screen, false).len()).sum();
    let below = screen.keys(keys).len() + 2;
    let room = screen.rows.saturating_sub(rows + below);
    // A list that is longer than the window scrolls below its heading.
    let room = if room < 3 { (screen.rows / 2).max(3) } else { room };
    windows(menu_blocks(screen, menu), room)
}

fn menu_blocks(screen: &Screen, menu: &Menu) -> Vec<Vec<String>> {
    let question = if menu.question.is_empty() { Vec::new() } else { screen.block(Ink::Dim, &menu.question, 0) };
    let mut blocks = notice_blocks(screen, &menu.notice);
    // The question stands with the rows, below the last empty line.
    if let Some(last) = blocks.last_mut() {
        last.extend(question);
    }
    blocks
}

fn menu_row(row: &MenuRow) -> ListRow {
    ListRow { heading: row.heading.clone(), key: row.key.clone(), label: row.label.clone(), ..ListRow::default() }
}

fn notice_lines(screen: &Screen, notice: &Notice) -> Vec<String> {
    notice_blocks(screen, notice).concat()
}

/// Title and paragraphs, each with the empty line above it.
fn notice_blocks(screen: &Screen, notice: &Notice) -> Vec<Vec<String>> {
    let title = match notice.place {
        None => screen.block(Ink::Strong, &notice.title, 0),
        Some(place) => vec![screen.titled(Ink::Strong, &notice.title, place)],
    };
    let paragraphs = notice.lines.iter().map(|line| {
        let above = if line.starts_with('•') { Vec::new() } else { vec![String::new()] };
        [above, screen.block(Ink::Plain, line, 0)].concat()
    });
    std::iter::once(title).chain(paragraphs).chain([vec![String::new()]]).collect()
}

/// Paragraphs in windows of so many lines. One is broken only if it is longer than a window.
fn windows(blocks: Vec<Vec<String>>, room: usize) -> Vec<Vec<String>> {
    let mut windows: Vec<Vec<String>> = Vec::new();
    for block in blocks {
        match windows.last_mut() {
            Some(window) if window.len() + block.len() <= room => window.extend(block),
            _ => {
                // No window begins with an empty line.
                let start = usize::from(block.len() > 1 && block.first().is_some_and(String::is_empty));
                let lines = block.get(start..).unwrap_or_default();
                windows.extend(lines.chunks(room).map(<[String]>::to_vec));
            }
        }
    }
    windows
}
