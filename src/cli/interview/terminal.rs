//! A terminal: inquire asks, a list of our own where several answers can be marked and for the review.
//!
//! Every answer is chosen from inquire's text prompt with a list below it: so nothing is chosen before the person moves,
//! an answer can also be typed, and no key does anything that is not said on the screen.

use std::fmt;
use std::io::{self, BufReader, Stdin};

use candidacy::questionnaire::QuestionKind;
use candidacy::value::{Answer, OptionSet, Value};
use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::error::{CustomUserError, InquireError};
use inquire::ui::{Color, RenderConfig, Styled};
use inquire::validator::Validation;
use inquire::{Select, Text};

use super::layout::{cut, harmless, width, wrap};
use super::list::{Act, Foot, List, ListRow};
use super::page::{Does, Page, Row};
use super::plain::{Lines, Plain};
use super::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter, Reply};
use super::screen::{Ink, Screen};

/// The keys, for a window that is wide enough and for one that is not.
const KEYS: [&str; 2] = ["↑↓ then Enter, or type it · ? why · Esc back", "↑↓ Enter · ? why · Esc back"];
const LIST_KEYS: [&str; 2] = ["↑↓ move · Space marks · ? why · Esc back", "↑↓ Space · ? why · Esc back"];
const REVIEW_KEYS: [&str; 2] = ["↑↓ move · Enter changes · y all is right · Esc back", "↑↓ Enter · y all right"];
const MENU_KEYS: [&str; 2] = ["↑↓ move · Enter choose", "↑↓ Enter"];

/// The lines around the rows of a prompt: what is wrong, what is typed, the keys.
const AROUND: usize = 3;

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
    fn one(&self, screen: &Screen, page: &Page<'_>) -> Result<Reply, PromptFault> {
        let rows: Vec<Row> = page.answers().into_iter().chain(page.extras()).collect();
        let suggestions: Vec<String> = rows.iter().map(|row| suggestion(row, screen)).collect();
        let tallest = suggestions.iter().map(|row| row.lines().count()).max().unwrap_or(1);
        let all: usize = suggestions.iter().map(|row| row.lines().count()).sum();
        let header = screen.header(page, (all + AROUND).min(screen.rows * 3 / 4));
        let room = screen.rows.saturating_sub(header.len() + AROUND);
        let page_size = if all <= room { suggestions.len() } else { (room / tallest).max(2) };
        screen.fresh(&header)?;
        let initial = page.earlier_typed().unwrap_or_default();
        let earlier = page.earlier_row().map(|row| harmless(&row.label));
        let find = |text: &str| rows.iter().zip(&suggestions).find(|(_, shown)| *shown == text).map(|(row, _)| row);
        let read = |text: &str| match find(text).map(|row| row.does.clone()) {
            Some(Does::Reply(Reply::Answer(answer))) => page.fit(answer).map(Reply::Answer),
            Some(Does::Reply(reply)) => Ok(reply),
            Some(Does::Mark(_)) | None => read_typed(page, &rows, text),
        };
        let judge = |text: &str| -> Result<Validation, CustomUserError> {
            Ok(read(text).map_or_else(|sentence| Validation::Invalid(sentence.into()), |_| Validation::Valid))
        };
        let words = prompt_words(page);
        let prompt = Text::new(&words)
            .with_initial_value(&initial)
            .with_autocomplete(Suggest { rows: suggestions.clone(), initial: initial.clone() })
            .with_page_size(page_size)
            .with_validator(judge)
            .with_help_message(fitting(screen, KEYS))
            .with_formatter(&|_| String::new())
            .with_render_config(self.look());
        let prompt = match &earlier {
            Some(earlier) => prompt.with_default(earlier),
            None => prompt,
        };
        match prompt.prompt() {
            Ok(text) => read(&text).map_err(|_| PromptFault::Interrupted),
            Err(InquireError::Custom(fault)) if fault.is::<Asked>() => Ok(Reply::Explain),
            Err(fault) => cancelled(fault, Reply::Back),
        }
    }

    /// A question with several answers: marked in the list.
    fn several(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        let mut picked = match &page.earlier {
            Some(Answer::Given(Value::Choices(picked))) => *picked,
            _ => OptionSet::default(),
        };
        let mut message = page.fault.clone().unwrap_or_default();
        let mut list = List::open(0)?;
        let mut screen = Screen::now(self.colour);
        let mut height = several_header(&screen, page)?;
        loop {
            let (rows, does) = marked_rows(page, picked);
            let foot = Foot { message: &message, keys: fitting(&screen, LIST_KEYS), height };
            let chosen = match list.next(&screen, &rows, &foot)? {
                Act::Choose(row) => does.get(row).cloned(),
                Act::Explain => return Ok(Reply::Explain),
                Act::Back => return Ok(Reply::Back),
                Act::Resize => {
                    screen = Screen::now(self.colour);
                    height = several_header(&screen, page)?;
                    list.redraw();
                    continue;
                }
            };
            match chosen {
                Some(Some(Does::Mark(position))) => (picked, message) = toggle(page, picked, position),
                Some(Some(Does::Reply(reply))) => return Ok(reply),
                Some(None) => match page.fit(Answer::Given(Value::Choices(picked))) {
                    Ok(answer) => return Ok(Reply::Answer(answer)),
                    Err(sentence) => message = sentence,
                },
                None => {}
            }
        }
    }

    /// A menu with many rows under headings.
    fn grouped(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let rows: Vec<ListRow> = menu.rows.iter().map(menu_row).collect();
        let last = rows.len().saturating_sub(1);
        let mut list = List::open(self.reviewed.min(last))?;
        loop {
            let screen = Screen::now(self.colour);
            let header = [notice_lines(&screen, &menu.notice), screen.block(Ink::Dim, &menu.question, 0)].concat();
            screen.fresh(&header)?;
            list.redraw();
            let height = screen.rows.saturating_sub(header.len() + 1);
            match list.next(&screen, &rows, &Foot { message: "", keys: fitting(&screen, REVIEW_KEYS), height })? {
                Act::Choose(row) => {
                    self.reviewed = row;
                    return Ok(Pick::Row(row));
                }
                Act::Back => return Ok(Pick::Back),
                Act::Explain | Act::Resize => {}
            }
        }
    }

    /// A few rows to choose from, below some text that is shown a window at a time.
    fn few(&mut self, screen: &Screen, notice: &Notice, question: &str, rows: &[String]) -> Result<Pick, PromptFault> {
        let lines = notice_lines(screen, notice);
        let room = screen.rows.saturating_sub(rows.len() + 4).max(3);
        let mut windows: Vec<&[String]> = lines.chunks(room).collect();
        let last = windows.pop().unwrap_or_default();
        for window in windows {
            screen.fresh(window)?;
            let more = Select::new("There is more.", vec!["Read on"]).without_filtering().without_help_message();
            if let Err(fault) = more.with_render_config(self.look()).prompt() {
                return cancelled(fault, Pick::Back);
            }
        }
        screen.fresh(last)?;
        let rows: Vec<String> = rows.iter().map(|row| cut(row, screen.columns.saturating_sub(3))).collect();
        let select = Select::new(question, rows).without_filtering().with_help_message(fitting(screen, MENU_KEYS));
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
        self.few(&screen, notice, "Press Enter.", &["Go on".to_owned()]).map(|_| ())
    }

    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.choose(menu);
        }
        if menu.rows.iter().any(|row| row.heading.is_some()) {
            return self.grouped(menu);
        }
        let rows: Vec<String> = menu.rows.iter().map(|row| row.label.clone()).collect();
        self.few(&screen, &menu.notice, &harmless(&menu.question), &rows)
    }

    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        let screen = self.screen()?;
        if screen.is_tiny() {
            return self.plain.ask(page);
        }
        match page.question.kind {
            QuestionKind::Choices { .. } => self.several(page),
            _ => self.one(&screen, page),
        }
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
        return Err("Move to an answer with ↑ and ↓, then press Enter.".to_owned());
    }
    let labelled = rows.iter().find(|row| harmless(&row.label) == text).map(|row| row.does.clone());
    match labelled {
        Some(Does::Reply(reply)) => Ok(reply),
        _ => page.read(text),
    }
}

fn prompt_words(page: &Page<'_>) -> String {
    match (&page.fault, page.earlier_label()) {
        (Some(fault), _) => harmless(fault),
        (None, Some(_)) => "Your answer so far".to_owned(),
        (None, None) => format!("{}:", page.form()),
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

/// `?` was typed.
#[derive(Debug)]
struct Asked;

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("why do we ask this")
    }
}

impl std::error::Error for Asked {}

/// The list below a text prompt: rows that go with what is typed; all of them if none does.
#[derive(Clone)]
struct Suggest {
    rows: Vec<String>,
    initial: String,
}

impl Autocomplete for Suggest {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let input = input.trim().to_lowercase();
        if input == "?" {
            return Err(Box::new(Asked));
        }
        if input == self.initial.to_lowercase() {
            return Ok(self.rows.clone());
        }
        let begins = |row: &&String| {
            let row = row.trim_start().to_lowercase();
            row.split_once(' ').is_some_and(|(key, label)| key == input || label.starts_with(&input))
        };
        let found: Vec<String> = self.rows.iter().filter(begins).cloned().collect();
        Ok(if found.is_empty() { self.rows.clone() } else { found })
    }

    fn get_completion(&mut self, _: &str, _: Option<String>) -> Result<Replacement, CustomUserError> {
        Ok(None)
    }
}

/// The rows of a question with several answers, and what each does; finishing is `None`.
fn marked_rows(page: &Page<'_>, picked: OptionSet) -> (Vec<ListRow>, Vec<Option<Does>>) {
    let finish = match picked.len() {
        0 => "Done — nothing marked".to_owned(),
        count => format!("Done — {count} marked"),
    };
    let mut rows = Vec::new();
    let mut does = Vec::new();
    for row in page.answers() {
        let Does::Mark(position) = row.does else { continue };
        let label = row.help.map_or(row.label.clone(), |help| format!("{} — {help}", row.label));
        rows.push(ListRow { heading: None, key: row.key, label, mark: Some(picked.contains(position)) });
        does.push(Some(Does::Mark(position)));
    }
    rows.push(ListRow { key: "d".to_owned(), label: finish, ..ListRow::default() });
    does.push(None);
    for row in page.extras() {
        rows.push(ListRow { key: row.key, label: row.label, ..ListRow::default() });
        does.push(Some(row.does));
    }
    (rows, does)
}

/// Marks or unmarks an option; what cannot stand beside it is unmarked, and that is said.
fn toggle(page: &Page<'_>, picked: OptionSet, position: usize) -> (OptionSet, String) {
    let option = OptionSet::of(position);
    if picked.contains(position) {
        return (picked.without(option), String::new());
    }
    let exclusive = page.question.exclusive();
    let kept = if exclusive.contains(position) { OptionSet::default() } else { picked.without(exclusive) };
    let most = match page.question.kind {
        QuestionKind::Choices { max, .. } => max,
        _ => usize::MAX,
    };
    if kept.len() >= most {
        return (picked, format!("At most {most} can be marked; unmark one first."));
    }
    let gone = picked.without(kept);
    let label = |position: usize| page.question.options().get(position).map(|option| format!("“{}”", option.label));
    let names: Vec<String> = gone.iter().filter_map(label).collect();
    let message = match (names.is_empty(), exclusive.contains(position)) {
        (true, _) => String::new(),
        (false, true) => format!("{} stands alone; other marks were removed.", label(position).unwrap_or_default()),
        (false, false) => format!("{} was unmarked, as it stands alone.", names.join(", ")),
    };
    (kept.or(option), message)
}

/// Draws what stands above the list; gives the lines that are left.
fn several_header(screen: &Screen, page: &Page<'_>) -> Result<usize, PromptFault> {
    let wanted = (page.answers().len() + page.extras().len() + 5).min(screen.rows * 3 / 4);
    let mut header = screen.header(page, wanted);
    header.push(screen.paint(Ink::Dim, &format!("{}:", page.form())));
    screen.fresh(&header)?;
    Ok(screen.rows.saturating_sub(header.len() + 1))
}

/// The longer of two texts if it fits.
fn fitting(screen: &Screen, [long, short]: [&'static str; 2]) -> &'static str {
    if width(long) + 3 <= screen.columns { long } else { short }
}

fn menu_row(row: &MenuRow) -> ListRow {
    ListRow { heading: row.heading.clone(), key: row.key.clone(), label: row.label.clone(), mark: None }
}

fn notice_lines(screen: &Screen, notice: &Notice) -> Vec<String> {
    let title = screen.block(Ink::Strong, &notice.title, 0);
    let paragraphs = notice.lines.iter().flat_map(|line| {
        let above = if line.starts_with('•') { Vec::new() } else { vec![String::new()] };
        [above, screen.block(Ink::Plain, line, 0)].concat()
    });
    title.into_iter().chain(paragraphs).chain([String::new()]).collect()
}
