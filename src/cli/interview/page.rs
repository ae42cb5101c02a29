//! One question as it is put to a person, and how what they type is read. Terminal and plain mode share both.

use candidacy::questionnaire::{AnswerOption, Audience, DateRange, Image, Question, QuestionKind};
use candidacy::report::entry;
use candidacy::response::{Prompted, Rejection, TypedFault, fits, read_prompted};
use candidacy::text::counted;
use candidacy::value::index::{ImageIx, IndexVec};
use candidacy::value::{Answer, Date, OptionSet, Value, day_in_words};

use super::super::screen::layout;

/// One question as it is put to a person.
#[derive(Clone, Debug)]
pub struct Page<'q> {
    /// The title of its section.
    pub section: String,
    /// What stands before the first question of its section.
    pub intro: Option<String>,
    /// Where in the interview it is.
    pub place: Place,
    /// What stands above it and the questions that are asked together with it.
    pub together: Option<Above>,
    /// What is asked, its gaps filled.
    pub ask: String,
    /// The explanation below, its gaps filled.
    pub help: Option<String>,
    /// What was said to it on an earlier day, if it is asked again.
    pub before: Option<String>,
    /// The question.
    pub question: &'q Question,
    /// The pictures of its questionnaire.
    pub images: &'q IndexVec<ImageIx, Image>,
    /// The options that are offered now.
    pub offered: OptionSet,
    /// The day of assessment.
    pub day: Date,
    /// The answer given before, when going back.
    pub earlier: Option<Answer>,
    /// Why the last reply was not taken.
    pub fault: Option<String>,
}

/// Where in an interview a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part, and how many parts there are; none where parts say nothing, as for whoever was here before.
    pub part: Option<(usize, usize)>,
    /// The minutes that are left.
    pub minutes: usize,
}

impl Place {
    /// `part 2 of 9 · about 12 min left`, and the same in less.
    pub fn in_short(self) -> [String; 2] {
        let minutes = format!("about {} min left", self.minutes);
        match self.part {
            Some((part, of)) => [format!("part {part} of {of} · {minutes}"), format!("part {part} of {of}")],
            None => [minutes.clone(), minutes],
        }
    }

    /// `Part 2 of 9, about 12 minutes left.`
    pub fn in_words(self) -> String {
        let minutes = format!("bout {} left.", counted(self.minutes, "minute"));
        match self.part {
            Some((part, of)) => format!("Part {part} of {of}, a{minutes}"),
            None => format!("A{minutes}"),
        }
    }
}

/// What stands above questions that are asked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// The question that they share, its gaps filled.
    pub title: String,
    /// Whether it was put before the person with the question before.
    pub told: bool,
}

/// What a person did with questions that are asked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetReply {
    /// Answered all of them, in their order.
    Answers(Vec<Answer>),
    /// Wants to know why the one at this position is asked; these answers are marked so far.
    Explain(usize, Vec<Option<Answer>>),
    /// Goes back.
    Back,
    /// Leaves; the answers are kept.
    Leave,
    /// Asks for them one by one: there is no room for a screen.
    Singly,
}

/// What a person did with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Answered it. The answer fits the question.
    Answer(Answer),
    /// Wrote a date in a form of their own. It is said back before it counts; where it can be read in two ways, both are.
    Dates(Vec<Value>),
    /// Wants to know why it is asked.
    Explain,
    /// Goes back.
    Back,
    /// Leaves; the answers are kept.
    Leave,
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
    pub does: RowAction,
}

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowAction {
    /// Marks or unmarks the option at this position, where several can be picked.
    Mark(usize),
    /// Replies.
    Reply(Reply),
}

impl<'q> Page<'q> {
    /// The options offered, with their position in the question.
    pub fn options(&self) -> impl Iterator<Item = (usize, &'q AnswerOption)> + use<'q> {
        let offered = self.offered;
        self.question.options().iter().enumerate().filter(move |(position, _)| offered.contains(*position))
    }

    /// The picture of the option at this position, as SVG.
    pub fn picture_of(&self, position: usize) -> Option<&'q str> {
        let image = self.question.options().get(position)?.image?;
        Some(&self.images[image].svg)
    }

    /// Whether an option has a picture.
    pub fn has_pictures(&self) -> bool {
        self.options().any(|(_, option)| option.image.is_some())
    }

    /// The answers that can be chosen rather than typed.
    pub fn answers(&self) -> Vec<Row> {
        let numbered = self.options().zip(1..);
        match &self.question.kind {
            QuestionKind::YesNo => vec![yes_no("y", true), yes_no("n", false)],
            QuestionKind::Choices { .. } => {
                numbered.map(|((position, option), key)| option_row(option, key, RowAction::Mark(position))).collect()
            }
            QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text => {
                let chosen = |position| RowAction::Reply(Reply::Answer(Answer::Given(Value::Choice(position))));
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
            does: RowAction::Reply(reply),
        };
        let mut rows = Vec::new();
        if self.question.unsure.is_some() {
            // Whoever examines has nothing to keep to themselves: they have looked, or not yet.
            let examines = self.question.audience == Audience::Technician;
            let unsure = if examines { "Not yet checked" } else { "Not sure" };
            rows.push(row("u", unsure, Reply::Answer(Answer::Unsure)));
            if !examines {
                rows.push(row("r", "Rather not say", Reply::Answer(Answer::Withheld)));
            }
        }
        if !self.question.required {
            rows.push(row("s", "Skip", Reply::Answer(Answer::Skipped)));
        }
        rows.push(row("?", "Why do we ask this?", Reply::Explain));
        rows.push(row("b", "Back", Reply::Back));
        rows
    }

    /// Dates that people often mean: chosen with one key rather than typed.
    pub fn quick_picks(&self) -> Vec<Row> {
        let QuestionKind::Date(_) = self.question.kind else { return Vec::new() };
        let picks = [
            ("today", "Today"),
            ("yesterday", "Yesterday"),
            ("tomorrow", "Tomorrow"),
            ("this month", "This month"),
            ("last month", "Last month"),
            ("3 months ago", "Three months ago"),
            ("6 months ago", "Half a year ago"),
            ("12 months ago", "A year ago"),
            ("next month", "Next month"),
        ];
        let fitting = picks.into_iter().filter_map(|(words, label)| {
            let answer = self.fit(Answer::Given(self.value(words).ok()?)).ok()?;
            Some((label, answer))
        });
        let row = |((label, answer), key): ((&str, Answer), usize)| Row {
            key: key.to_string(),
            label: label.to_owned(),
            help: Some(entry(self.question, &answer)),
            does: RowAction::Reply(Reply::Answer(answer)),
        };
        fitting.zip(1..).map(row).collect()
    }

    /// The answer given before, as it would be typed.
    pub fn earlier_typed(&self) -> Option<String> {
        match self.earlier.as_ref()? {
            Answer::Given(Value::Number(number)) => Some(number.to_string()),
            Answer::Given(Value::Date(date)) => Some(date.to_string()),
            Answer::Given(Value::Period(period)) => Some(period.to_string()),
            Answer::Given(Value::Text(text)) => Some(layout::typed(text)),
            Answer::Given(Value::YesNo(_) | Value::Choice(_) | Value::Choices(_))
            | Answer::Unsure
            | Answer::Withheld
            | Answer::Skipped => None,
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
            QuestionKind::Date(DateRange::Past) => {
                "A day in the past, such as 2026-06-22, or a month or year".to_owned()
            }
            QuestionKind::Date(DateRange::Future) => "A day to come, such as 2026-06-22, or a month or year".to_owned(),
            QuestionKind::Date(DateRange::Between(first, last)) => {
                format!("A day from {first} to {last}, or a month or year")
            }
            QuestionKind::Date(DateRange::Any) => "A day, such as 2026-06-22, or a month or year".to_owned(),
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
        match self.question.kind {
            QuestionKind::Date(_) => self.read_date(&line),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Text => self.fit(Answer::Given(self.value(&line)?)).map(Reply::Answer),
        }
    }

    /// A date counts at once where it is written as we show one, or is the one that was said before; else it is said back.
    fn read_date(&self, line: &str) -> Result<Reply, String> {
        let (read, faulty) = match self.prompted(line) {
            Ok(value) => (vec![value], None),
            Err(TypedFault::TwoDays { day_first, month_first }) => {
                (vec![Value::Date(day_first), Value::Date(month_first)], None)
            }
            Err(fault) => (Vec::new(), Some(self.typed_sentence(&fault, line))),
        };
        let fitting = |value: &Value| match self.fit(Answer::Given(value.clone())) {
            Ok(Answer::Given(value)) => Some(value),
            Ok(_) | Err(_) => None,
        };
        let dates: Vec<Value> = read.iter().filter_map(fitting).collect();
        match dates.as_slice() {
            [] => Err(match (read.first(), faulty) {
                (_, Some(sentence)) => sentence,
                (Some(value), None) => self.fit(Answer::Given(value.clone())).err().unwrap_or_else(|| self.form()),
                (None, None) => self.form(),
            }),
            [Value::Date(day)] if day.to_string() == line => Ok(Reply::Answer(Answer::Given(Value::Date(*day)))),
            [same] if self.earlier.as_ref() == Some(&Answer::Given(same.clone())) => {
                Ok(Reply::Answer(Answer::Given(same.clone())))
            }
            _ => Ok(Reply::Dates(dates)),
        }
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
            "unsure" | "not sure" | "not yet checked" => "u",
            "withheld" | "rather not say" => "r",
            other => other,
        };
        let row = self.extras().into_iter().chain(self.quick_picks()).find(|row| row.key == spoken)?;
        match row.does {
            RowAction::Reply(reply) => Some(reply),
            RowAction::Mark(_) => None,
        }
    }

    fn value(&self, line: &str) -> Result<Value, String> {
        let begun: Vec<usize> =
            self.options().filter(|(_, option)| begins_with_yes_or_no(&option.label, line)).map(|(at, _)| at).collect();
        match (begun.as_slice(), &self.question.kind) {
            ([], _) => {}
            ([one], QuestionKind::Choices { .. }) => return Ok(Value::Choices(OptionSet::of(*one))),
            ([one], _) => return Ok(Value::Choice(*one)),
            _ => return Err("More than one answer begins so: type its number.".to_owned()),
        }
        self.prompted(line).map_err(|fault| self.typed_sentence(&fault, line))
    }

    fn prompted(&self, line: &str) -> Result<Value, TypedFault> {
        let others: Vec<String> = self.extras().into_iter().map(|row| row.label).collect();
        read_prompted(self.question, line, Prompted { offered: self.offered, others: &others, day: self.day })
    }

    /// Why what was typed is no answer, as a sentence that says what to type instead.
    fn typed_sentence(&self, fault: &TypedFault, line: &str) -> String {
        match fault {
            TypedFault::YesNo => "Type y for yes or n for no.".to_owned(),
            TypedFault::Option { offered } => match self.question.kind {
                QuestionKind::Choices { .. } => format!("Give numbers from 1 to {offered} with commas, such as 1, 3."),
                _ => format!("Choose one of the numbers 1 to {offered}."),
            },
            TypedFault::NoOption => "Type the numbers of all that apply, with commas, such as 1, 3.".to_owned(),
            TypedFault::Number { decimals: 0 } => "Write a number in digits, such as 34.".to_owned(),
            TypedFault::Number { .. } => "Write a number in digits, such as 34.5.".to_owned(),
            TypedFault::TwoReadings { whole, fraction } => {
                format!("That can be read in two ways. Write {whole} or {fraction}.")
            }
            TypedFault::Comma { with_point } => format!("Write it with a point: {with_point}."),
            TypedFault::Day if line.is_empty() => DAY_FORM.to_owned(),
            TypedFault::Day => format!("“{}” is not understood. {DAY_FORM}", layout::cut(line, 20)),
            TypedFault::TwoDays { day_first, month_first } => {
                let [first, second] = [*day_first, *month_first].map(day_in_words);
                format!("That can be {first} or {second}. Write {day_first} or {month_first}.")
            }
            TypedFault::NoSuchDay => format!("There is no day {line}. {DAY_FORM}"),
            TypedFault::Empty if self.question.required => "Please write something.".to_owned(),
            TypedFault::Empty => "Write something, or type s to skip.".to_owned(),
        }
    }
}

/// Whether an option says Yes or No, as far as its first word goes, to somebody who types that word or its first letter.
pub fn begins_with_yes_or_no(label: &str, typed: &str) -> bool {
    let word = match typed.to_lowercase().as_str() {
        "y" | "yes" => "yes",
        "n" | "no" => "no",
        _ => return false,
    };
    label.split(|character: char| !character.is_alphanumeric()).next().is_some_and(|first| first.to_lowercase() == word)
}

const DAY_FORM: &str = "Write a day such as 2026-06-22 or 22 June 2026, a month such as June 2026, or a year.";

fn yes_no(key: &str, yes: bool) -> Row {
    let label = if yes { "Yes" } else { "No" }.to_owned();
    Row {
        key: key.to_owned(),
        label,
        help: None,
        does: RowAction::Reply(Reply::Answer(Answer::Given(Value::YesNo(yes)))),
    }
}

fn option_row(option: &AnswerOption, key: usize, does: RowAction) -> Row {
    Row { key: key.to_string(), label: option.label.clone(), help: option.help.clone(), does }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
