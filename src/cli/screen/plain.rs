//! Plain mode: numbered lines out, one line in, no escape codes. For screen readers, pipes and very small windows.

use std::io::{BufRead, Write};

use super::super::interview::page::{Page, Reply, Row, RowAction, SheetReply};
use super::super::interview::prompter::{Menu, Notice, Pick, PromptFault, Prompter, Summary};
use super::layout::{cut, on_screen, width, wrap};
use candidacy::questionnaire::QuestionKind;
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
        let stop = if notice.title.ends_with(['.', '?', '!', ':']) { "" } else { "." };
        let place = notice.place.map_or(String::new(), |place| format!("{stop} {}", place.in_words()));
        self.say(&format!("{}{place}", notice.title))?;
        notice.lines.iter().try_for_each(|line| self.say(line))
    }

    fn question(&mut self, page: &Page<'_>) -> Result<(), PromptFault> {
        self.say("")?;
        if page.together.as_ref().is_some_and(|above| above.told) {
            return self.next_line(page);
        }
        self.say(&format!("{}. {}", page.section, page.place.in_words()))?;
        let above = page.together.as_ref().map(|above| &above.title);
        for text in page.intro.iter().chain(above).chain([&page.ask]).chain(&page.help).chain(&page.before) {
            self.say(text)?;
        }
        self.say(&format!("({}{})", page.form(), several(page)))?;
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

    /// The questions that are asked together, each with its number.
    fn sheet(&mut self, lines: &[Page<'_>]) -> Result<(), PromptFault> {
        let Some(first) = lines.first() else { return Ok(()) };
        self.say("")?;
        self.say(&format!("{}. {}", first.section, first.place.in_words()))?;
        let above = first.together.as_ref().map(|above| &above.title);
        for text in first.intro.iter().chain(above) {
            self.say(text)?;
        }
        for (line, number) in lines.iter().zip(1..) {
            let earlier = line.earlier_label().map(|earlier| format!("Your answer so far: {earlier}."));
            let about = line.help.iter().chain(&line.before).chain(&earlier).map(|text| format!(" ({text})"));
            self.item(&format!("  {number}. "), &format!("{}{}", line.ask, about.collect::<String>()))?;
        }
        self.say(&sheet_form(lines))?;
        lines.iter().filter_map(|line| line.fault.as_ref()).try_for_each(|fault| self.say(fault))
    }

    /// Asks whether what was read back is right; nothing if the person leaves.
    fn is_right(&mut self) -> Result<Option<bool>, PromptFault> {
        self.say("Is that right? (y yes, n no)")?;
        loop {
            match self.prompted(">")?.to_lowercase().as_str() {
                "y" | "yes" => return Ok(Some(true)),
                "n" | "no" | "b" | "back" => return Ok(Some(false)),
                "q" | "quit" | "exit" => return Ok(None),
                _ => self.say("Type y for yes or n for no.")?,
            }
        }
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

/// How to give several answers, where several can be given.
fn several(page: &Page<'_>) -> &'static str {
    match page.question.kind {
        QuestionKind::Choices { max: 2.., .. } => ". Give numbers with commas, such as 1, 3",
        _ => "",
    }
}

/// An answer as a sentence of its own.
fn read_back(page: &Page<'_>, answer: &Answer) -> String {
    let said = entry(page.question, answer);
    let ends = said.ends_with(['.', '!', '?']);
    format!("Your answer: {said}{}", if ends { "" } else { "." })
}

/// How questions that are asked together are answered in one line.
fn sheet_form(lines: &[Page<'_>]) -> String {
    let unsure = lines.iter().any(|line| line.question.unsure.is_some());
    let marks = if unsure {
        " Put u behind a number where you are not sure, r where you would rather not say: 3 6u."
    } else {
        ""
    };
    let earlier = lines.iter().all(|line| line.earlier.is_some());
    let keep = if earlier { " Press Enter to keep your answers." } else { "" };
    format!(
        "Type the numbers of those that are yes, such as 3 5.{marks} Type 0 if none is.{keep} (? and a number why, b back, q leave)"
    )
}

/// What a line for questions that are asked together stands for.
enum SheetLine {
    /// An answer for each.
    Marks(Vec<Answer>),
    Reply(SheetReply),
}

/// Reads one line for all questions: what has no number in it is No.
fn read_sheet(lines: &[Page<'_>], typed: &str) -> Result<SheetLine, String> {
    let typed = typed.to_lowercase();
    let earlier: Vec<Option<Answer>> = lines.iter().map(|line| line.earlier.clone()).collect();
    match typed.as_str() {
        "b" | "back" => return Ok(SheetLine::Reply(SheetReply::Back)),
        "q" | "quit" | "exit" => return Ok(SheetLine::Reply(SheetReply::Leave)),
        "" => {
            let cure = "Type the numbers of those that are yes, or 0 if none is.";
            return earlier.into_iter().collect::<Option<Vec<_>>>().map(SheetLine::Marks).ok_or(cure.to_owned());
        }
        _ => {}
    }
    if let Some(number) = typed.strip_prefix('?') {
        let at = number.trim().parse().unwrap_or(1_usize).saturating_sub(1).min(lines.len().saturating_sub(1));
        return Ok(SheetLine::Reply(SheetReply::Explain(at, earlier)));
    }
    let mut marks: Vec<Answer> = lines.iter().map(|_| Answer::Given(Value::YesNo(false))).collect();
    let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    for part in parts.filter(|part| !matches!(*part, "" | "and" | "&" | "+")) {
        let digits = part.trim_end_matches(|c: char| c.is_alphabetic());
        let answer = match part.split_at(digits.len()).1 {
            "" | "y" => Answer::Given(Value::YesNo(true)),
            "n" => Answer::Given(Value::YesNo(false)),
            "u" => Answer::Unsure,
            "r" => Answer::Withheld,
            _ => return Err(not_a_line(part, lines)),
        };
        let number = digits.parse::<usize>().map_err(|_| not_a_line(part, lines))?;
        if number == 0 && typed == "0" {
            continue;
        }
        let at = number.checked_sub(1).filter(|at| *at < lines.len()).ok_or_else(|| not_a_line(part, lines))?;
        let page = lines.get(at).ok_or_else(|| not_a_line(part, lines))?;
        let fitting = page.fit(answer).map_err(|sentence| format!("{number}: {sentence}"))?;
        if let Some(mark) = marks.get_mut(at) {
            *mark = fitting;
        }
    }
    Ok(SheetLine::Marks(marks))
}

fn not_a_line(part: &str, lines: &[Page<'_>]) -> String {
    format!(
        "“{}” is not understood. Type numbers from 1 to {}, such as 3 5, or 0 if none is yes.",
        cut(part, 20),
        lines.len()
    )
}

/// `Yes to 3, a bleeding problem. Not sure: 6, cancer. No to the other six.`
fn said(lines: &[Page<'_>], marks: &[Answer]) -> String {
    let of = |wanted: &Answer| -> Vec<String> {
        let found = lines.iter().zip(marks).zip(1..).filter(|((_, mark), _)| *mark == wanted);
        found.map(|((line, _), number)| format!("{number}, {}", line.ask.trim_end_matches(['.', '?']))).collect()
    };
    let yes = of(&Answer::Given(Value::YesNo(true)));
    let (unsure, withheld) = (of(&Answer::Unsure), of(&Answer::Withheld));
    let named = [("Yes", &yes), ("Not sure", &unsure), ("Rather not say", &withheld)];
    let mut sentences: Vec<String> = named
        .iter()
        .filter(|(_, which)| !which.is_empty())
        .map(|(word, which)| format!("{word}: {}.", which.join("; ")))
        .collect();
    match (lines.len() - yes.len() - unsure.len() - withheld.len(), sentences.is_empty()) {
        (0, _) => {}
        (all, true) => sentences.push(format!("No to all {all}.")),
        (1, false) => sentences.push("No to the other one.".to_owned()),
        (rest, false) => sentences.push(format!("No to the other {rest}.")),
    }
    sentences.join(" ")
}

/// `(1 today, u not sure, r rather not say, ? why, b back, q leave)`.
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
            self.item(&format!("{:>3}. ", row.key), &row.label)?;
        }
        if menu.names_back {
            self.item("  b. ", "Back")?;
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
            let back = menu.names_back.then_some("b");
            let keys: Vec<&str> = menu.rows.iter().map(|row| row.key.as_str()).chain(back).collect();
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
        // Every answer is read back, but one that nobody else is to see.
        if let Reply::Answer(answer) = &reply
            && !page.question.private
        {
            self.say(&read_back(page, answer))?;
        }
        Ok(reply)
    }

    fn together(&mut self, lines: &[Page<'_>]) -> Result<SheetReply, PromptFault> {
        self.sheet(lines)?;
        loop {
            let line = self.prompted(">")?;
            let marks = match read_sheet(lines, &line) {
                Ok(SheetLine::Marks(marks)) => marks,
                Ok(SheetLine::Reply(reply)) => return Ok(reply),
                Err(sentence) => {
                    self.say(&sentence)?;
                    continue;
                }
            };
            self.say(&said(lines, &marks))?;
            match self.is_right()? {
                Some(true) => return Ok(SheetReply::Answers(marks)),
                Some(false) => self.say("Then type the line again.")?,
                None => return Ok(SheetReply::Leave),
            }
        }
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
