//! Tables as spreadsheets and other systems save them: days with the day or the month first, decimal commas, words of their own for
//! yes and no, a column for each option. Nothing is guessed: each of these is read where it was said, and else refused.

use std::borrow::Cow;

use candidacy::batch::{ANSWERED_ON, CellKind, CsvRecord};
use candidacy::questionnaire::{Question, QuestionKind, Questionnaire};
use candidacy::value::{Date, day_in_words};

use super::super::args::{BatchArgs, DateOrder, ending};

/// What stands between the question and the option in the heading of a column for one option.
const OF_OPTION: &str = "___";

/// How cells are to be read.
#[derive(Clone, Debug, Default)]
pub struct Spreadsheet {
    /// What stands between cells.
    pub separator: u8,
    pub(super) dates: Option<DateOrder>,
    pub(super) decimal_comma: bool,
    /// The words for yes and for no.
    pub(super) yes_no: Option<(String, String)>,
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Day,
    Number,
    YesNo,
    /// Whether an option was picked: the heading of the question, and the word of the option.
    Option {
        question: String,
        option: String,
    },
    /// Something in JSON.
    Json(CellKind),
    /// Anything else is read as it is.
    Other,
}

impl Spreadsheet {
    /// As the command line says.
    pub fn of(args: &BatchArgs) -> Spreadsheet {
        let usual =
            if args.input.as_deref().and_then(ending).is_some_and(|ending| ending == "tsv") { b'\t' } else { b',' };
        Spreadsheet {
            separator: args.separator.unwrap_or(usual),
            dates: args.dates,
            decimal_comma: args.decimal == Some(','),
            yes_no: args.yes_no.clone(),
        }
    }

    /// What a column holds, by its heading.
    pub fn column(questionnaire: &Questionnaire, heading: &str) -> Column {
        if heading == ANSWERED_ON {
            return Column::Day;
        }
        match CellKind::of(questionnaire, heading) {
            kind @ (CellKind::Answers | CellKind::Earlier) => return Column::Json(kind),
            CellKind::Beside | CellKind::Answer => {}
        }
        let question = |name: &str| questionnaire.question_written(name).map(|index| &questionnaire[index]);
        match question(heading).map(|question| &question.kind) {
            Some(QuestionKind::Date(_)) => Column::Day,
            Some(QuestionKind::Number { .. }) => Column::Number,
            Some(QuestionKind::YesNo) => Column::YesNo,
            Some(_) => Column::Other,
            None => option_column(heading, question).unwrap_or(Column::Other),
        }
    }

    /// Whether a cell of a column is read just as it stands, whatever [`read`](Spreadsheet::read) would make of others.
    pub fn takes_as_it_is(&self, column: &Column, cell: &str) -> bool {
        match column {
            Column::Other => true,
            // Days that begin with their year.
            Column::Day => cell.bytes().take(3).all(|byte| byte.is_ascii_digit()),
            Column::Number => !self.decimal_comma && !cell.contains(','),
            Column::YesNo => self.yes_no.is_none(),
            Column::Option { .. } | Column::Json(_) => false,
        }
    }

    /// A row with its cells as they are read elsewhere: by headings, options put together under their question.
    ///
    /// # Errors
    /// Says which cell cannot be read, and which option reads it.
    pub fn read<'c>(
        &self,
        cells: impl Iterator<Item = (&'c str, &'c Column, CellKind, &'c str)>,
    ) -> Result<CsvRecord, String> {
        let mut read = CsvRecord::default();
        let mut picked: Vec<Picked<'_>> = Vec::new();
        for (heading, column, kind, cell) in cells {
            let cell = cell.trim();
            match column {
                Column::Option { question, option } => self.pick((question, option), heading, cell, &mut picked)?,
                _ if cell.is_empty() => {}
                Column::Day => read.add(kind, heading, &self.day(heading, cell)?)?,
                Column::Number => read.add(kind, heading, &self.number(heading, cell)?)?,
                Column::YesNo => read.add(kind, heading, &self.yes_or_no(cell))?,
                Column::Json(kind) => read.add(*kind, heading, cell)?,
                Column::Other => read.add(kind, heading, cell)?,
            }
        }
        for one in picked {
            match (&one.blank, &one.said) {
                (Some(blank), Some(said)) => {
                    return Err(format!(
                        "`{blank}` is empty, and `{said}` beside it is not: fill in all columns of `{}`",
                        one.question
                    ));
                }
                (_, None) => {}
                (None, Some(_)) if one.options.is_empty() => read.add(CellKind::Answer, one.question, "[]")?,
                (None, Some(_)) => read.add(CellKind::Answer, one.question, &one.options.join(","))?,
            }
        }
        Ok(read)
    }

    fn pick<'c>(
        &self,
        (question, option): (&'c str, &'c str),
        heading: &'c str,
        cell: &str,
        picked: &mut Vec<Picked<'c>>,
    ) -> Result<(), String> {
        let at = picked.iter().position(|one| one.question == question);
        let at = at.unwrap_or_else(|| {
            picked.push(Picked { question, options: Vec::new(), said: None, blank: None });
            picked.len() - 1
        });
        let Some(one) = picked.get_mut(at) else { return Ok(()) };
        if cell.is_empty() {
            one.blank = one.blank.or(Some(heading));
            return Ok(());
        }
        one.said = one.said.or(Some(heading));
        match self.yes_or_no(cell).as_ref() {
            "yes" | "true" => one.options.push(option),
            "no" | "false" => {}
            _ => {
                return Err(format!(
                    "`{heading}` is `{cell}`, and takes yes or no; if it means one of them, say so: `--yes-no 1/0`"
                ));
            }
        }
        Ok(())
    }

    /// A day with its year first, where it was said which part is which.
    fn day<'c>(&self, heading: &str, cell: &'c str) -> Result<Cow<'c, str>, String> {
        let Some(parts) = parts_of_day(cell) else { return Ok(Cow::Borrowed(cell)) };
        let (day, month) = match self.dates {
            // With points the day stands first everywhere.
            Some(DateOrder::DayFirst) => (parts.first, parts.second),
            Some(DateOrder::MonthFirst) if !parts.with_points => (parts.second, parts.first),
            Some(DateOrder::MonthFirst) | None if parts.with_points => (parts.first, parts.second),
            _ => return parts.unsaid(heading, cell),
        };
        match Date::new(parts.year, month, day) {
            Ok(date) => Ok(Cow::Owned(date.to_string())),
            Err(_) => {
                let (said, other) = match self.dates {
                    Some(DateOrder::MonthFirst) => ("month", "`--dates day-first`"),
                    Some(DateOrder::DayFirst) | None => ("day", "`--dates month-first`"),
                };
                Err(format!(
                    "`{heading}` is `{cell}`, which is no day with the {said} first; is the whole table to be read with {other}?"
                ))
            }
        }
    }

    fn number<'c>(&self, heading: &str, cell: &'c str) -> Result<Cow<'c, str>, String> {
        let numeric = cell.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
        match (self.decimal_comma, numeric) {
            (true, true) if cell.contains('.') => Err(format!(
                "`{heading}` is `{cell}`: with `--decimal ,` a number has a comma before its decimals and no point"
            )),
            (true, true) => Ok(Cow::Owned(cell.replacen(',', ".", 1))),
            (false, true) if cell.contains(',') => {
                Err(format!("`{heading}` is `{cell}`: if the comma stands before decimals, say `--decimal ,`"))
            }
            (_, _) => Ok(Cow::Borrowed(cell)),
        }
    }

    fn yes_or_no<'c>(&self, cell: &'c str) -> Cow<'c, str> {
        match &self.yes_no {
            Some((yes, _)) if yes.eq_ignore_ascii_case(cell) => Cow::Borrowed("yes"),
            Some((_, no)) if no.eq_ignore_ascii_case(cell) => Cow::Borrowed("no"),
            Some(_) | None => Cow::Borrowed(cell),
        }
    }
}

/// The options of one question that its columns say were picked.
struct Picked<'c> {
    question: &'c str,
    options: Vec<&'c str>,
    /// The first column with something in it, and the first without.
    said: Option<&'c str>,
    blank: Option<&'c str>,
}

/// `sees___rash`: whether the option `rash` of `sees` was picked.
fn option_column<'q>(heading: &str, question: impl Fn(&str) -> Option<&'q Question>) -> Option<Column> {
    let (name, option) = heading.split_once(OF_OPTION)?;
    let found = question(name)?;
    let several = matches!(found.kind, QuestionKind::Choices { .. });
    (several && found.option_written(option).is_some())
        .then(|| Column::Option { question: name.to_owned(), option: option.to_owned() })
}

/// A day that ends in its year: two short numbers before it.
struct DayParts {
    first: i8,
    second: i8,
    year: i16,
    with_points: bool,
}

impl DayParts {
    /// What is read where nothing was said: what can be one day only.
    fn unsaid<'c>(&self, heading: &str, cell: &'c str) -> Result<Cow<'c, str>, String> {
        let day = |day: i8, month: i8| Date::new(self.year, month, day).ok();
        match (day(self.first, self.second), day(self.second, self.first)) {
            (Some(one), Some(other)) if one != other => Err(format!(
                "`{heading}` is `{cell}`, which is {} ({one}) or {} ({other}): spreadsheets turn days round when they save; say `--dates day-first` or \
                 `--dates month-first`",
                day_in_words(one),
                day_in_words(other)
            )),
            _ => Ok(Cow::Borrowed(cell)),
        }
    }
}

fn parts_of_day(cell: &str) -> Option<DayParts> {
    let sign = cell.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<&str> = cell.split(sign).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (short(first) && short(second) && is_year).then(|| {
        Some(DayParts {
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year: year.parse().ok()?,
            with_points: sign == '.',
        })
    })?
}
