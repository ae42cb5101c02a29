//! One question as it is put to a person, and how what they type is read. Terminal and plain mode share both.

use candidacy::interview::Progress;
use candidacy::questionnaire::{AnswerOption, DateRange, Question, QuestionKind};
use candidacy::report::entry;
use candidacy::response::{Rejection, fits};
use candidacy::value::{Answer, Date, OptionSet, Value, parse_date, parse_decimal};

use super::layout;
use super::prompter::Reply;
use super::remaining::Total;

/// One question as it is put to a person.
#[derive(Clone, Debug)]
pub struct Page<'q> {
    /// The title of its section.
    pub section: String,
    /// What stands before the first question of its section.
    pub intro: Option<String>,
    /// How far the interview is.
    pub progress: Progress,
    /// Its place among the questions asked, counted from 1.
    pub number: usize,
    /// How many questions there are.
    pub total: Total,
    /// What is asked, its gaps filled.
    pub ask: String,
    /// The explanation below, its gaps filled.
    pub help: Option<String>,
    /// The question.
    pub question: &'q Question,
    /// The options that are offered now.
    pub offered: OptionSet,
    /// The day of assessment.
    pub day: Date,
    /// The answer given before, when going back.
    pub earlier: Option<Answer>,
    /// Why the last reply was not taken.
    pub fault: Option<String>,
}

/// One thing that can be chosen on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is typed for it.
    pub key: String,
    /// What it says.
    pub label: String,
    /// An explanation beside it.
    pub help: Option<String>,
    /// What it does.
    pub does: Does,
}

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Marks or unmarks the option at this position, where several can be picked.
    Mark(usize),
    /// Replies.
    Reply(Reply),
}

impl<'q> Page<'q> {
    /// `12 of 41`, or `12 of about 59`.
    pub fn count(&self) -> String {
        match self.total {
            Total::Most(total) => format!("{} of {}", self.number, total.max(self.number)),
            Total::About(total) => format!("{} of about {}", self.number, total.max(self.number)),
        }
    }

    /// The options offered, with their position in the question.
    pub fn options(&self) -> impl Iterator<Item = (usize, &'q AnswerOption)> + use<'q> {
        let offered = self.offered;
        self.question.options().iter().enumerate().filter(move |(position, _)| offered.contains(*position))
    }

    /// The answers that can be chosen rather than typed.
    pub fn answers(&self) -> Vec<Row> {
        let numbered = self.options().zip(1..);
        match &self.question.kind {
            QuestionKind::YesNo => vec![yes_no("y", true), yes_no("n", false)],
            QuestionKind::Choices { .. } => {
                numbered.map(|((position, option), key)| option_row(option, key, Does::Mark(position))).collect()
            }
            _ => {
                let chosen = |position| Does::Reply(Reply::Answer(Answer::Given(Value::Choice(position))));
                numbered.map(|((position, option), key)| option_row(option, key, chosen(position))).collect()
            }
        }
    }

    /// What can be chosen besides an answer of the question's type.
    pub fn extras(&self) -> Vec<Row> {
        let row = |key: &str, label: &str, reply| Row {
            key: key.to_owned(),
            label: label.to_owned(),
            help: None,
            does: Does::Reply(reply),
        };
        let mut rows = Vec::new();
        if self.question.unsure.is_some() {
            rows.push(row("u", "Not sure", Reply::Answer(Answer::Unsure)));
            rows.push(row("r", "Rather not say", Reply::Answer(Answer::Withheld)));
        }
        if !self.question.required {
            rows.push(row("s", "Skip", Reply::Answer(Answer::Skipped)));
        }
        rows.push(row("?", "Why do we ask this?", Reply::Explain));
        rows.push(row("b", "◂ Back", Reply::Back));
        rows
    }

    /// The row of the answer given before, if it is one that is chosen.
    pub fn earlier_row(&self) -> Option<Row> {
        let earlier = Does::Reply(Reply::Answer(self.earlier.clone()?));
        self.answers().into_iter().chain(self.extras()).find(|row| row.does == earlier)
    }

    /// The answer given before, as it would be typed.
    pub fn earlier_typed(&self) -> Option<String> {
        match self.earlier.as_ref()? {
            Answer::Given(Value::Number(number)) => Some(number.to_string()),
            Answer::Given(Value::Date(date)) => Some(date.to_string()),
            Answer::Given(Value::Text(text)) => Some(layout::typed(text)),
            _ => None,
        }
    }

    /// The answer given before, in words.
    pub fn earlier_label(&self) -> Option<String> {
        self.earlier.as_ref().map(|answer| entry(self.question, answer))
    }

    /// How the question wants to be answered, as a few words.
    pub fn form(&self) -> String {
        match &self.question.kind {
            QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) => "One answer".to_owned(),
            QuestionKind::Choices { min, max, .. } => self.picks(*min, *max),
            QuestionKind::Number { range, unit, .. } => {
                let range = range.map_or(String::new(), |(low, high)| format!(" from {low} to {high}"));
                let unit = unit.as_ref().map_or(String::new(), |unit| format!(", in {unit}"));
                format!("A number{range}{unit}")
            }
            QuestionKind::Date(DateRange::Past) => "A day in the past, such as 2026-06-22".to_owned(),
            QuestionKind::Date(DateRange::Future) => "A day to come, such as 2026-06-22".to_owned(),
            QuestionKind::Date(DateRange::Between(first, last)) => format!("A day from {first} to {last}"),
            QuestionKind::Date(DateRange::Any) => "A day, such as 2026-06-22".to_owned(),
            QuestionKind::Text => "In your own words".to_owned(),
        }
    }

    fn picks(&self, min: usize, max: usize) -> String {
        let count = self.options().filter(|(_, option)| !option.exclusive).count();
        match (min, max) {
            (0 | 1, max) if max >= count => "One answer or several".to_owned(),
            (min, max) if min == max => format!("Exactly {min} answers"),
            (0 | 1, max) => format!("Up to {max} answers"),
            (min, max) if max >= count => format!("At least {min} answers"),
            (min, max) => format!("{min} to {max} answers"),
        }
    }

    /// What a typed line means.
    ///
    /// # Errors
    /// A sentence for the person that says what to type instead.
    pub fn read(&self, line: &str) -> Result<Reply, String> {
        let line = layout::typed(line);
        if let Some(reply) = self.command(&line.to_lowercase()) {
            return Ok(reply);
        }
        self.fit(Answer::Given(self.value(&line)?)).map(Reply::Answer)
    }

    /// Whether an answer fits.
    ///
    /// # Errors
    /// A sentence for the person that says why it does not.
    pub fn fit(&self, answer: Answer) -> Result<Answer, String> {
        fits(self.question, answer, self.day).map_err(|rejection| self.sentence(&rejection))
    }

    /// Why an answer does not fit, as a sentence that names options as the person reads them.
    pub fn sentence(&self, rejection: &Rejection) -> String {
        let alone = self
            .question
            .options()
            .iter()
            .find(|option| matches!(rejection, Rejection::Exclusive { option: id } if *id == option.id));
        match (alone, rejection) {
            (Some(option), _) => format!("“{}” cannot go together with other answers.", option.label),
            (None, Rejection::DateRange { .. }) => format!("{}.", self.form()),
            _ => capital(&format!("{rejection}.")),
        }
    }

    fn command(&self, line: &str) -> Option<Reply> {
        let spoken = match line {
            "help" | "why" => "?",
            "back" => "b",
            "quit" | "exit" | "q" => return Some(Reply::Leave),
            "skip" => "s",
            "unsure" | "not sure" => "u",
            "withheld" | "rather not say" => "r",
            other => other,
        };
        let row = self.extras().into_iter().find(|row| row.key == spoken)?;
        match row.does {
            Does::Reply(reply) => Some(reply),
            Does::Mark(_) => None,
        }
    }

    fn value(&self, line: &str) -> Result<Value, String> {
        match &self.question.kind {
            QuestionKind::YesNo => read_yes_no(line),
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => self.read_option(line).map(Value::Choice),
            QuestionKind::Choices { .. } => self.read_options(line),
            QuestionKind::Number { decimals, unit, .. } => read_number(line, *decimals, unit.as_deref()),
            QuestionKind::Date(_) => read_date(line, self.day).map(Value::Date),
            QuestionKind::Text if line.is_empty() && !self.question.required => {
                Err("Write something, or type s to skip.".to_owned())
            }
            QuestionKind::Text if line.is_empty() => Err("Please write something.".to_owned()),
            QuestionKind::Text => Ok(Value::Text(line.to_owned())),
        }
    }

    /// An option by its number, its label, or the only label that begins so.
    fn read_option(&self, line: &str) -> Result<usize, String> {
        let line = line.to_lowercase();
        let options: Vec<(usize, String)> =
            self.options().map(|(at, option)| (at, option.label.to_lowercase())).collect();
        let numbered = line.parse::<usize>().ok().and_then(|number| options.get(number.checked_sub(1)?));
        let called = || options.iter().find(|(_, label)| *label == line);
        let begins = |label: &str| !line.is_empty() && label.starts_with(&line);
        let begun = || {
            let mut found = options.iter().filter(|(_, label)| begins(label));
            let other = self.extras().iter().any(|row| begins(&row.label.to_lowercase()));
            found.next().filter(|_| found.next().is_none() && !other)
        };
        let found = numbered.or_else(called).or_else(begun);
        found.map(|(position, _)| *position).ok_or_else(|| format!("Choose one of the numbers 1 to {}.", options.len()))
    }

    fn read_options(&self, line: &str) -> Result<Value, String> {
        let separated = |character: char| character == ',' || character == ';';
        if let Ok(one) = self.read_option(line) {
            return Ok(Value::Choices(OptionSet::of(one)));
        }
        let numbers = !line.contains(separated);
        let parts: Vec<&str> =
            if numbers { line.split_whitespace().collect() } else { line.split(separated).map(str::trim).collect() };
        if parts.is_empty() {
            return Err("Type the numbers of all that apply, such as 1, 3.".to_owned());
        }
        let picked: Result<OptionSet, String> =
            parts.into_iter().filter(|part| !part.is_empty()).map(|part| self.read_option(part)).collect();
        picked.map(Value::Choices)
    }
}

fn yes_no(key: &str, yes: bool) -> Row {
    let label = if yes { "Yes" } else { "No" }.to_owned();
    Row { key: key.to_owned(), label, help: None, does: Does::Reply(Reply::Answer(Answer::Given(Value::YesNo(yes)))) }
}

fn option_row(option: &AnswerOption, key: usize, does: Does) -> Row {
    Row { key: key.to_string(), label: option.label.clone(), help: option.help.clone(), does }
}

fn read_yes_no(line: &str) -> Result<Value, String> {
    match line.to_lowercase().as_str() {
        "y" | "yes" | "1" => Ok(Value::YesNo(true)),
        "n" | "no" | "2" => Ok(Value::YesNo(false)),
        _ => Err("Type y for yes or n for no.".to_owned()),
    }
}

/// A number, with or without its unit behind it.
fn read_number(line: &str, decimals: u32, unit: Option<&str>) -> Result<Value, String> {
    let bare = unit.and_then(|unit| line.strip_suffix(unit)).unwrap_or(line).trim_end();
    let example = if decimals == 0 { "34" } else { "34.5" };
    match parse_decimal(bare) {
        Some(number) => Ok(Value::Number(number)),
        None if decimals > 0 && parse_decimal(&bare.replacen(',', ".", 1)).is_some() => {
            Err(format!("Write it with a point: {}.", bare.replacen(',', ".", 1)))
        }
        None => Err(format!("Write a number in digits, such as {example}.")),
    }
}

/// A day with the year first; `2026-6-2` and `2026/06/02` are taken as well, and `today`.
fn read_date(line: &str, today: Date) -> Result<Date, String> {
    if line.eq_ignore_ascii_case("today") {
        return Ok(today);
    }
    let parts: Vec<&str> = line.split(['-', '/', '.']).map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else { return Err(date_form(line)) };
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return Err(date_form(line));
    }
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}")).ok_or_else(|| format!("There is no day {line}. {FORM}"))
}

const FORM: &str = "Write year-month-day, such as 2026-06-22.";

fn date_form(line: &str) -> String {
    if line.is_empty() { FORM.to_owned() } else { format!("“{}” is not understood. {FORM}", layout::cut(line, 20)) }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
