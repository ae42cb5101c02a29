//! Dates that people write in a form of their own: said back before they count, and asked for more closely where it matters.

use candidacy::report::entry;
use candidacy::value::{Answer, NoDate, Period, Value, WrittenDate, read_date};

use super::page::Page;
use super::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter};

/// What became of a date that was said back.
pub enum SaidBack {
    /// That was meant.
    Meant(Answer),
    /// It was not: it is written again.
    Again,
    /// The person leaves.
    Leave,
}

/// Says how a date was understood, or the ways in which it can be, and lets the person choose.
pub fn said_back(prompter: &mut dyn Prompter, page: &Page<'_>, dates: &[Value]) -> Result<SaidBack, PromptFault> {
    let answers: Vec<Answer> = dates.iter().map(|date| Answer::Given(date.clone())).collect();
    let rows = answers.iter().zip(1..).map(|(answer, key)| MenuRow::new(key.to_string(), entry(page.question, answer)));
    let rows = rows.chain([MenuRow::new("b", "Write it again")]).collect();
    let question = if answers.len() > 1 { "Which of these do you mean?" } else { "Is that what you mean?" };
    let notice = Notice::new(page.ask.clone(), Vec::new());
    let menu = Menu { notice, question: question.to_owned(), rows, ..Menu::default() };
    Ok(match prompter.choose(&menu)? {
        Pick::Row(row) => answers.get(row).cloned().map_or(SaidBack::Again, SaidBack::Meant),
        Pick::Back => SaidBack::Again,
        Pick::Leave => SaidBack::Leave,
    })
}

/// Asks which day of a month or year it was, where that decides something. Who does not know it goes back, and what was said stays.
pub fn closer(prompter: &mut dyn Prompter, page: &Page<'_>, period: Period) -> Result<Answer, PromptFault> {
    let words = period.in_words();
    let (which, unfit, such) = if period.what() == "year" {
        ("day, or which month,", "day and no month", "June or 15 June")
    } else {
        ("day", "day", "15")
    };
    let title = format!("Which {which} in {words}?");
    let why = format!("The result can depend on it. If you do not know, go back: it stays at {words}.");
    let mut lines = vec![why.clone()];
    while let Some(text) = prompter.line(&Notice::new(title.clone(), lines))? {
        if let Some(date) = date_in(period, &text, page) {
            return Ok(Answer::Given(date));
        }
        let says = format!("That is no {unfit} in {words} that fits here. Write one such as {such}.");
        lines = vec![says, why.clone()];
    }
    Ok(Answer::Given(Value::Period(period)))
}

/// A date within a month or a year, which may leave the month and the year out: `15`, `15 June`, `June`.
fn date_in(period: Period, text: &str, page: &Page<'_>) -> Option<Value> {
    let year = period.first().year();
    let ways = [text.to_owned(), format!("{text} {}", period.in_words()), format!("{text} {year:04}")];
    ways.iter().flat_map(|way| understood(way, page)).find(|date| match date {
        Value::Date(day) => (period.first()..=period.last()).contains(day),
        Value::Period(closer) => {
            *closer != period && closer.first() >= period.first() && closer.last() <= period.last()
        }
        Value::YesNo(_) | Value::Choice(_) | Value::Choices(_) | Value::Number(_) | Value::Text(_) => false,
    })
}

/// What a text can mean and the question takes.
fn understood(text: &str, page: &Page<'_>) -> Vec<Value> {
    let read = match read_date(text, Some(page.day)) {
        Ok(WrittenDate::Day(day)) => vec![Value::Date(day)],
        Ok(WrittenDate::Period(period)) => vec![Value::Period(period)],
        Ok(WrittenDate::Either(day_first, month_first)) => vec![Value::Date(day_first), Value::Date(month_first)],
        Err(NoDate::Form | NoDate::NoSuchDay | NoDate::Relative) => Vec::new(),
    };
    let taken = read.into_iter().filter_map(|date| page.fit(Answer::Given(date)).ok());
    let given = taken.filter_map(|answer| match answer {
        Answer::Given(date) => Some(date),
        Answer::Unsure | Answer::Withheld | Answer::Skipped => None,
    });
    given.collect()
}
