//! A terminal: a line to type into with a list below it, a list of its own where several answers can be marked and for the
//! review, inquire for menus.
//!
//! Every answer can be chosen and typed; nothing is chosen before the person moves, and no key does anything that is not said
//! on the screen.

use std::io::{self, BufReader, Stdin};

use candidacy::questionnaire::QuestionKind;
use inquire::Select;
use inquire::error::InquireError;
use inquire::ui::{Color, RenderConfig, Styled};

use super::super::interview::page::{Page, Reply, Row, RowAction, SheetReply};
use super::super::interview::prompter::{Menu, MenuRow, Notice, Part, Pick, PromptFault, Prompter, Summary};
use super::layout::{cut, on_screen, wrap};
use super::list::{Foot, List, ListAction, ListRow};
use super::listed::listed;
use super::pager::paged;
use super::plain::{Lines, Plain};
use super::summary;
use super::together::together;
use super::typing::{Around, Typed, Typing};
use super::window::{AROUND, Drawings, Ink, NOWHERE, Screen};

/// The keys, for a window that is wide enough and for one that is not.
const KEYS: [&str; 2] = ["↑↓ then Enter, or type it · ? why · Esc back", "↑↓ Enter · ? why · Esc back"];
const REVIEW_KEYS: [&str; 2] =
    ["↑↓ move · Enter changes · y, then Enter: all is right · Esc back", "↑↓ Enter · y Enter: right"];
const CAREFUL_KEYS: [&str; 2] = ["↑↓ or its key, then Enter · Esc back", "↑↓ Enter · Esc back"];
const LINE_KEYS: [&str; 2] = ["Type it, then Enter · Esc back", "Enter · Esc back"];
const MENU_KEYS: [&str; 2] = ["↑↓ move · Enter choose", "↑↓ Enter"];

/// The longest text before what is typed.
const MOST: usize = 70;

/// Asks on a terminal.
pub struct Terminal {
    colour: bool,
    started: bool,
    /// Where one was in the review.
    reviewed: usize,
    /// Asks instead when the window is too small to show a question with its answers.
    plain: Plain<BufReader<Stdin>, io::Stderr>,
}

impl Terminal {
    /// A prompter for the terminal behind the standard input and the standard error.
    pub fn new(colour: bool) -> Terminal {
        Terminal {
            colour,
            started: false,
            reviewed: 0,
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

    fn look(&self) -> RenderConfig<'static> {
        let look = if self.colour { RenderConfig::default_colored() } else { RenderConfig::empty() };
        // inquire's own `?` before each prompt would look like the key for "why".
        let sign = if self.colour { Styled::new("→").with_fg(Color::DarkCyan) } else { Styled::new("→") };
        let look = look.with_prompt_prefix(sign).with_answered_prompt_prefix(sign);
        look.with_canceled_prompt_indicator(Styled::new(""))
    }

    /// A question with one answer: chosen from the list, or typed.
    fn ask_one(&self, screen: &Screen, page: &Page<'_>, text: String) -> Result<Reply, PromptFault> {
        let rows: Vec<Row> = page.answers().into_iter().chain(page.quick_picks()).chain(page.extras()).collect();
        let suggestions: Vec<String> = rows.iter().map(|row| suggestion(row, screen)).collect();
        let tallest = suggestions.iter().map(|row| row.lines().count()).max().unwrap_or(1);
        let all: usize = suggestions.iter().map(|row| row.lines().count()).sum();
        let header = screen.header(page, (all + AROUND).min(screen.rows * 3 / 4), Drawings::Above);
        let room = screen.rows.saturating_sub(header.len() + AROUND);
        let page_size = if all <= room { suggestions.len() } else { (room / tallest).max(2) };
        screen.fresh(&header)?;
        let initial = page.earlier_typed().unwrap_or_default();
        let earlier = page.earlier_row().map(|row| on_screen(&row.label));
        let find = |text: &str| rows.iter().zip(&suggestions).find(|(_, shown)| *shown == text).map(|(row, _)| row);
        let read = |text: &str| match find(text).map(|row| row.does.clone()) {
            Some(RowAction::Reply(Reply::Answer(answer))) => page.fit(answer).map(Reply::Answer),
            Some(RowAction::Reply(reply)) => Ok(reply),
            Some(RowAction::Mark(_)) | None => read_typed(page, &rows, text),
        };
        let words = prompt_words(page);
        let around = Around {
            words: &words,
            default: earlier.as_deref(),
            initial: &initial,
            rows: &suggestions,
            page: page_size,
            keys: screen.fitting(KEYS),
            lines: screen.rows.saturating_sub(header.len() + AROUND + all.min(page_size * tallest)).max(2),
        };
        let judge = |text: &str| read(text).map(drop);
        let typed = Typing::open(around, text)?.answer(screen, judge)?;
        match typed {
            Typed::Text(text) => read(&text).map_err(|_| PromptFault::Interrupted),
            Typed::Explain => Ok(Reply::Explain),
            Typed::Back => Ok(Reply::Back),
            Typed::Resize(text) => self.ask_one(&Screen::now(self.colour), page, text),
        }
    }

    /// A menu with many rows under headings, or one in which nothing is chosen beforehand.
    fn choose_listed(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let rows: Vec<ListRow> = menu.rows.iter().map(menu_row).collect();
        let last = rows.len().saturating_sub(1);
        let (start, keys) =
            if menu.careful { (None, CAREFUL_KEYS) } else { (Some(self.reviewed.min(last)), REVIEW_KEYS) };
        let mut list = List::open(start)?;
        let mut message = "";
        loop {
            let screen = Screen::now(self.colour);
            let header = [notice_lines(&screen, &menu.notice), screen.block(Ink::Dim, &menu.question, 0)].concat();
            screen.fresh(&header)?;
            list.redraw();
            let height = screen.rows.saturating_sub(header.len() + 1);
            match list.next(&screen, &rows, &Foot { message, keys: screen.fitting(keys), height })? {
                ListAction::Choose(row) => {
                    self.reviewed = if menu.careful { self.reviewed } else { row };
                    return Ok(Pick::Row(row));
                }
                ListAction::Back => return Ok(Pick::Back),
                ListAction::Nowhere => message = NOWHERE,
                ListAction::Explain | ListAction::Resize | ListAction::Answer(..) => {}
            }
        }
    }

    /// A text that comes wrapped, a window at a time.
    fn read_here(&self, screen: &Screen, text: &str) -> Result<(), PromptFault> {
        let lines: Vec<String> = text.lines().map(on_screen).collect();
        let windows: Vec<&[String]> = lines.chunks(screen.rows.saturating_sub(AROUND + 1).max(3)).collect();
        for (window, at) in windows.iter().zip(1..) {
            screen.fresh(window)?;
            let words = if at == windows.len() { "That is all." } else { "There is more." };
            let row = if at == windows.len() { "Go on" } else { "Read on" };
            let more = Select::new(words, vec![row]).without_filtering().with_help_message("Enter go on · Esc back");
            match more.with_render_config(self.look()).prompt() {
                Ok(_) => {}
                Err(fault) => return cancelled(fault, ()),
            }
        }
        Ok(())
    }

    /// A few rows to choose from, below some text that is shown a window at a time.
    fn choose_of_few(
        &mut self,
        screen: &Screen,
        notice: &Notice,
        question: &str,
        rows: &[String],
    ) -> Result<Pick, PromptFault> {
        let room = screen.rows.saturating_sub(rows.len() + AROUND).max(3);
        let mut windows = windows(notice_blocks(screen, notice), room);
        let last = windows.pop().unwrap_or_default();
        for window in windows {
            screen.fresh(&window)?;
            let more = Select::new("There is more.", vec!["Read on"]).without_filtering().without_help_message();
            if let Err(fault) = more.with_render_config(self.look()).prompt() {
                return cancelled(fault, Pick::Back);
            }
        }
        screen.fresh(&last)?;
        let rows: Vec<String> = rows.iter().map(|row| cut(row, screen.columns.saturating_sub(3))).collect();
        let select = Select::new(question, rows).without_filtering().with_help_message(screen.fitting(MENU_KEYS));
        match select.with_render_config(self.look()).raw_prompt() {
            Ok(chosen) => Ok(Pick::Row(chosen.index)),
            Err(fault) => cancelled(fault, Pick::Back),
        }
    }
}

impl Prompter for Terminal {
    fn keys(&self) -> &'static str {
        "At every question, Esc goes back and ? tells why we ask. Ctrl-C stops."
    }

    fn show(&mut self, notice: &Notice) -> Result<(), PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.show(notice);
        }
        self.choose_of_few(&screen, notice, "Press Enter.", &["Go on".to_owned()]).map(|_| ())
    }

    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.choose(menu);
        }
        if menu.careful || menu.rows.iter().any(|row| row.heading.is_some()) {
            return self.choose_listed(menu);
        }
        let rows: Vec<String> = menu.rows.iter().map(|row| row.label.clone()).collect();
        self.choose_of_few(&screen, &menu.notice, &on_screen(&menu.question), &rows)
    }

    fn decide(&mut self, summary: &Summary) -> Result<Pick, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.decide(summary);
        }
        if !summary::fits(&screen, summary) {
            let lines = summary.parts.iter().map(Part::paragraph).collect();
            self.show(&Notice { title: summary.title.clone(), lines })?;
        }
        summary::decide(self.colour, summary)
    }

    fn line(&mut self, notice: &Notice) -> Result<Option<String>, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.line(notice);
        }
        let mut text = String::new();
        loop {
            let screen = Screen::now(self.colour);
            screen.fresh(&notice_lines(&screen, notice))?;
            let keys = screen.fitting(LINE_KEYS);
            let around = Around { words: "", default: None, initial: "", rows: &[], page: 1, keys, lines: 3 };
            let judge =
                |text: &str| if text.trim().is_empty() { Err("Nothing is typed yet.".to_owned()) } else { Ok(()) };
            match Typing::open(around, text)?.answer(&screen, judge)? {
                Typed::Text(typed) => return Ok(Some(typed.trim().to_owned())),
                Typed::Back => return Ok(None),
                // A question mark is a character like others here.
                Typed::Explain => text = "?".to_owned(),
                Typed::Resize(typed) => text = typed,
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
        let above = notice_lines(&screen, &menu.notice).len() + screen.block(Ink::Dim, &menu.question, 0).len();
        let rows: usize = menu.rows.iter().map(|row| menu_row(row).lines(&screen, false).len()).sum();
        // Below stand the keys.
        above + rows + 1 < screen.rows
    }

    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.ask(page);
        }
        let below = page.answers().len() + page.quick_picks().len() + page.extras().len() + AROUND;
        let drawings = screen.place_drawings(page, below);
        match page.question.kind {
            QuestionKind::Choices { .. } => listed(self.colour, page, drawings),
            _ if drawings == Drawings::Beside => listed(self.colour, page, drawings),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text => self.ask_one(&screen, page, page.earlier_typed().unwrap_or_default()),
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

/// Esc, Ctrl-D and Ctrl-G go back; Ctrl-C breaks off; an input that has ended is nobody's fault.
fn cancelled<T>(fault: InquireError, back: T) -> Result<T, PromptFault> {
    match fault {
        InquireError::OperationCanceled => Ok(back),
        InquireError::OperationInterrupted => Err(PromptFault::Interrupted),
        InquireError::NotTTY => Err(PromptFault::Ended),
        InquireError::IO(fault) => Err(PromptFault::Terminal(fault)),
        other => Err(PromptFault::Terminal(io::Error::other(other.to_string()))),
    }
}

/// What is typed when it is not a row of the list: a key, the beginning of a label, or an answer.
fn read_typed(page: &Page<'_>, rows: &[Row], text: &str) -> Result<Reply, String> {
    if text.trim().is_empty() && !page.answers().is_empty() {
        return Err(NOWHERE.to_owned());
    }
    let labelled = rows.iter().find(|row| on_screen(&row.label) == text).map(|row| row.does.clone());
    match labelled {
        Some(RowAction::Reply(reply)) => Ok(reply),
        _ => page.read(text),
    }
}

fn prompt_words(page: &Page<'_>) -> String {
    match (&page.fault, page.earlier_label()) {
        (Some(fault), _) => cut(fault, MOST),
        (None, Some(_)) => "Your answer so far".to_owned(),
        (None, None) => cut(&format!("{}:", page.form()), MOST),
    }
}

/// A row as the list shows it. Long ones go on in the next line.
fn suggestion(row: &Row, screen: &Screen) -> String {
    let label = match &row.help {
        Some(help) => format!("{} — {help}", row.label),
        None => row.label.clone(),
    };
    let lines = wrap(&label.replace('\n', " "), screen.columns.saturating_sub(6));
    format!("{:>2} {}", row.key, lines.join("\n     "))
}

fn menu_row(row: &MenuRow) -> ListRow {
    ListRow { heading: row.heading.clone(), key: row.key.clone(), label: row.label.clone(), ..ListRow::default() }
}

fn notice_lines(screen: &Screen, notice: &Notice) -> Vec<String> {
    notice_blocks(screen, notice).concat()
}

/// Title and paragraphs, each with the empty line above it.
fn notice_blocks(screen: &Screen, notice: &Notice) -> Vec<Vec<String>> {
    let title = screen.block(Ink::Strong, &notice.title, 0);
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
