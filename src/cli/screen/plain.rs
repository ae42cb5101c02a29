//! Plain mode: numbered lines out, one line in, no escape codes. For screen readers, pipes and very small windows.

use std::io::{BufRead, Write};

use super::super::interview::page::{Page, Reply, Row, RowAction, SheetReply};
use super::super::interview::prompter::{Menu, Notice, Pick, PromptFault, Prompter, Summary};
use super::layout::{on_screen, width, wrap};
use candidacy::report::entry;
use candidacy::value::{Answer, Value};

/// The longest line that is read; a longer one is no answer.
const LONGEST: u64 = 64 << 10;

/// How long a line may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// As long as it is: for pipes.
    Whole,
    /// As wide as the window, broken between words.
    Wrapped,
}

/// Asks by lines.
pub struct Plain<R, W> {
    input: R,
    output: W,
    lines: Lines,
}

impl<R: BufRead, W: Write> Plain<R, W> {
    /// Reads from `input`, writes to `output`.
    pub fn new(input: R, output: W, lines: Lines) -> Self {
        Plain { input, output, lines }
    }

    fn say(&mut self, text: &str) -> Result<(), PromptFault> {
        self.item("", text)
    }

    /// A text that hangs on a number or a letter before it.
    fn item(&mut self, mark: &str, text: &str) -> Result<(), PromptFault> {
        let columns = match self.lines {
            Lines::Whole => usize::MAX,
            Lines::Wrapped => crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns)).max(12),
        };
        let lines = wrap(text, columns.saturating_sub(width(mark) + 1));
        if lines.is_empty() {
            writeln!(self.output)?;
        }
        for (line, at) in lines.iter().zip(0..) {
            let before = if at == 0 { mark.to_owned() } else { " ".repeat(width(mark)) };
            writeln!(self.output, "{before}{line}")?;
        }
        Ok(())
    }

    /// Asks for one line. The end of the input ends the interview.
    fn prompted(&mut self, prompt: &str) -> Result<String, PromptFault> {
        write!(self.output, "{prompt} ")?;
        self.output.flush()?;
        let mut bytes = Vec::new();
        std::io::Read::take(&mut self.input, LONGEST).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            writeln!(self.output)?;
            return Err(PromptFault::Ended);
        }
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    }

    fn notice(&mut self, notice: &Notice) -> Result<(), PromptFault> {
        self.say("")?;
        self.say(&notice.title)?;
        notice.lines.iter().try_for_each(|line| self.say(line))
    }

    fn question(&mut self, page: &Page<'_>) -> Result<(), PromptFault> {
        self.say("")?;
        if page.together.as_ref().is_some_and(|above| above.told) {
            return self.next_line(page);
        }
        self.say(&format!("{}. Question {}.", page.section, page.count()))?;
        let above = page.together.as_ref().map(|above| &above.title);
        for text in page.intro.iter().chain(above).chain([&page.ask]).chain(&page.help).chain(&page.before) {
            self.say(text)?;
        }
        self.say(&format!("({})", page.form()))?;
        for (row, option) in
            page.answers().iter().zip(page.options().map(|(_, option)| Some(option)).chain(std::iter::repeat(None)))
        {
            let help = row.help.iter().chain(option.and_then(|option| option.alt.as_ref()));
            let about: String = help.map(|help| format!(" ({help})")).collect();
            self.item(&format!("  {}. ", row.key), &format!("{}{about}", row.label))?;
        }
        if let Some(earlier) = page.earlier_label() {
            self.say(&format!("Your answer so far: {earlier}. Press Enter to keep it."))?;
        }
        self.say(&extras(page))
    }

    /// One more of the questions that are asked together: what they share was said with the first.
    fn next_line(&mut self, page: &Page<'_>) -> Result<(), PromptFault> {
        for text in std::iter::once(&page.ask).chain(&page.help).chain(&page.before) {
            self.say(text)?;
        }
        if let Some(earlier) = page.earlier_label() {
            self.say(&format!("Your answer so far: {earlier}. Press Enter to keep it."))?;
        }
        let rows = page.answers().into_iter().chain(page.extras());
        let keys: Vec<String> = rows.map(|row| row.key).chain(["q".to_owned()]).collect();
        self.say(&format!("({})", keys.join(", ")))
    }

    /// What an empty line means: the earlier answer, if there is one.
    fn reply(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        loop {
            let line = self.prompted(">")?;
            let read = match &page.earlier {
                Some(earlier) if line.is_empty() => Ok(Reply::Answer(earlier.clone())),
                _ => page.read(&line),
            };
            match read {
                Ok(reply) => return Ok(reply),
                Err(sentence) => self.say(&sentence)?,
            }
        }
    }
}

/// `(t today, u not sure, r rather not say, ? why, b back, q leave)`.
fn extras(page: &Page<'_>) -> String {
    let word = |row: &Row| match row.does {
        RowAction::Reply(Reply::Explain) => "? why".to_owned(),
        RowAction::Reply(Reply::Back) => "b back".to_owned(),
        _ => format!("{} {}", row.key, row.label.to_lowercase()),
    };
    let rows = page.quick_picks().into_iter().chain(page.extras());
    let words: Vec<String> = rows.map(|row| word(&row)).chain(["q leave".to_owned()]).collect();
    format!("({})", words.join(", "))
}

impl<R: BufRead, W: Write> Prompter for Plain<R, W> {
    fn keys(&self) -> &'static str {
        "Type a number, a letter or your answer, then press Enter. At every question, ? tells why we ask, b goes back and q \
         leaves."
    }

    fn show(&mut self, notice: &Notice) -> Result<(), PromptFault> {
        self.notice(notice)
    }

    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        self.notice(&menu.notice)?;
        for row in &menu.rows {
            if let Some(heading) = &row.heading {
                self.say("")?;
                self.say(heading)?;
            }
            let label = row.label.trim_start_matches("◂ ");
            self.item(&format!("{:>3}. ", row.key), label)?;
        }
        self.say(&menu.question)?;
        loop {
            let line = self.prompted(">")?.to_lowercase();
            if let Some(row) = menu.rows.iter().position(|row| row.key == line) {
                return Ok(Pick::Row(row));
            }
            match line.as_str() {
                "b" | "back" => return Ok(Pick::Back),
                "q" | "quit" | "exit" => return Ok(Pick::Leave),
                _ => {}
            }
            let keys: Vec<&str> = menu.rows.iter().map(|row| row.key.as_str()).collect();
            self.say(&format!("Type one of {}.", short(&keys)))?;
        }
    }

    fn decide(&mut self, summary: &Summary) -> Result<Pick, PromptFault> {
        self.choose(&summary.menu())
    }

    fn line(&mut self, notice: &Notice) -> Result<Option<String>, PromptFault> {
        self.notice(notice)?;
        self.say("(b back)")?;
        let line = self.prompted(">")?;
        Ok(Some(line).filter(|line| !line.is_empty() && line != "b"))
    }

    fn read(&mut self, text: &str) -> Result<(), PromptFault> {
        // It comes wrapped.
        writeln!(self.output)?;
        text.lines().try_for_each(|line| writeln!(self.output, "{}", on_screen(line)))?;
        Ok(())
    }

    fn wipe(&mut self) -> bool {
        false
    }

    fn shows_whole(&self, _menu: &Menu) -> bool {
        true
    }

    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        self.question(page)?;
        if let Some(fault) = &page.fault {
            self.say(fault)?;
        }
        let reply = self.reply(page)?;
        if let Reply::Answer(answer @ Answer::Given(Value::Choices(_) | Value::Date(_) | Value::Period(_))) = &reply {
            self.say(&entry(page.question, answer))?;
        }
        Ok(reply)
    }

    fn together(&mut self, _lines: &[Page<'_>]) -> Result<SheetReply, PromptFault> {
        Ok(SheetReply::Singly)
    }

    fn close(&mut self) {
        // A closed output is no fault of the answers.
        let _ = writeln!(self.output);
        let _ = self.output.flush();
    }
}

/// `1, 2, 3` or, of many, `1 to 41, y, b`.
fn short(keys: &[&str]) -> String {
    let numbers = keys.iter().take_while(|key| key.bytes().all(|byte| byte.is_ascii_digit())).count();
    if numbers < 5 {
        return keys.join(", ");
    }
    let rest = keys.get(numbers..).unwrap_or_default();
    std::iter::once(format!("1 to {numbers}"))
        .chain(rest.iter().map(|key| (*key).to_owned()))
        .collect::<Vec<_>>()
        .join(", ")
}
