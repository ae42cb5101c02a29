//! Responses, always the same: complete, and with nothing in them that does not apply.

use std::io::{self, Write};

use candidacy::assessment::{Engine, Situation};
use candidacy::condition::evaluate;
use candidacy::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use candidacy::response::{Response, accept};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, Decimal, OptionSet, Truth, Value};

use crate::chance::Chance;

/// What was drawn.
#[derive(Default)]
pub struct Drawn {
    /// How many were drawn again.
    pub again: usize,
    pub answers: usize,
    pub unsure: usize,
}

/// Writes `count` responses, one a line.
pub fn write(questionnaire: &Questionnaire, day: Date, count: usize, out: &mut impl Write) -> io::Result<Drawn> {
    let mut drawn = Drawn::default();
    let compiled = Engine::new(questionnaire, day);
    let mut drawer = Drawer { compiled, chance: Chance::new(2026), days: days_around(day) };
    for number in 0..count {
        // Two truth values have no word for "perhaps it applies": such a response is drawn again.
        let response = loop {
            if let Some(response) = drawer.draw() {
                break response;
            }
            drawn.again += 1;
        };
        write!(out, "{{\"id\":\"r{number:06}\",\"answers\":{{")?;
        let mut comma = "";
        for (index, answer) in response.iter() {
            let question = &questionnaire.questions()[index];
            write!(out, "{comma}\"{}\":{}", question.id, json(question, answer))?;
            comma = ",";
            drawn.answers += 1;
            drawn.unsure += usize::from(*answer == Answer::Unsure);
        }
        out.write_all(b"}}\n")?;
    }
    Ok(drawn)
}

struct Drawer<'q> {
    compiled: Engine<'q>,
    chance: Chance,
    days: Vec<Date>,
}

impl Drawer<'_> {
    /// One response; none if an "unsure" in it leaves it open whether another question applies, or can be answered.
    fn draw(&mut self) -> Option<Response> {
        let questionnaire = self.compiled.questionnaire();
        let mut response = Response::new(questionnaire);
        for (at, question) in questionnaire.questions().iter().enumerate() {
            let offered = match self.stands(&response, at) {
                Stands::Offers(offered) => offered,
                Stands::Out => continue,
                Stands::Open => return None,
            };
            if let Some(answer) = self.answer(question, offered) {
                response.set(accept(questionnaire, QuestionIx::new(at), answer, self.compiled.day()).unwrap());
            }
        }
        Some(response)
    }

    /// Whether a question applies after the answers so far, and what it offers.
    fn stands(&self, response: &Response, at: usize) -> Stands {
        let questionnaire = self.compiled.questionnaire();
        let question = &questionnaire[QuestionIx::new(at)];
        let options = question.options();
        let everything = OptionSet::first(options.len());
        if !may_not_apply(questionnaire, question) && options.iter().all(|option| option.when.is_none()) {
            return Stands::Offers(everything);
        }
        let situation = self.compiled.situation(response);
        match situation.applies(QuestionIx::new(at)) {
            Truth::False => Stands::Out,
            Truth::Unknown => Stands::Open,
            Truth::True => {
                let offered: OptionSet =
                    everything.iter().filter(|at| surely_offered(question, *at, &situation)).collect();
                if offered.is_empty() && !options.is_empty() { Stands::Open } else { Stands::Offers(offered) }
            }
        }
    }

    /// An answer; none to texts, and to every second question that may be passed over and always applies.
    fn answer(&mut self, question: &Question, offered: OptionSet) -> Option<Answer> {
        if matches!(question.kind, QuestionKind::Text) {
            return None;
        }
        let questionnaire = self.compiled.questionnaire();
        if !question.required && !may_not_apply(questionnaire, question) && self.chance.below(2) == 0 {
            return None;
        }
        if question.unsure.is_some() && self.chance.below(50) == 0 {
            return Some(Answer::Unsure);
        }
        Some(Answer::Given(self.value(question, offered)))
    }

    fn value(&mut self, question: &Question, offered: OptionSet) -> Value {
        match question.kind {
            QuestionKind::YesNo => Value::YesNo(self.chance.below(5) == 0),
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => Value::Choice(self.one_of(offered)),
            QuestionKind::Choices { min, max, .. } => Value::Choices(self.picks(question, offered, (min, max))),
            QuestionKind::Number { range, decimals, .. } => Value::Number(self.number(range, decimals)),
            QuestionKind::Date(range) => Value::Date(self.date(range)),
            QuestionKind::Text => Value::Text(String::new()),
        }
    }

    fn one_of(&mut self, offered: OptionSet) -> usize {
        let at = self.chance.below(offered.len() as u64) as usize;
        offered.iter().nth(at).unwrap()
    }

    /// Each option with one chance in five; an exclusive one only where nothing else is picked.
    fn picks(&mut self, question: &Question, offered: OptionSet, (min, max): (usize, usize)) -> OptionSet {
        let (alone, others) = (offered.and(question.exclusive()), offered.without(question.exclusive()));
        let picked: OptionSet = others.iter().filter(|_| self.chance.below(5) == 0).collect();
        match picked.len() {
            0 if !alone.is_empty() => OptionSet::of(self.one_of(alone)),
            few if few < min => others.iter().take(min).collect(),
            _ => picked.iter().take(max).collect(),
        }
    }

    fn number(&mut self, range: Option<(Decimal, Decimal)>, decimals: u32) -> Decimal {
        let whole = |bound: Decimal| bound.to_string().parse::<i64>().unwrap();
        let (low, high) = range.map_or((0, 100), |(low, high)| (whole(low), whole(high)));
        let number = low + self.chance.below((high - low) as u64) as i64;
        if decimals == 0 { number.into() } else { Decimal::new(number * 10 + self.chance.below(10) as i64, 1) }
    }

    /// A day at most two years away.
    fn date(&mut self, range: DateRange) -> Date {
        let days = match range {
            DateRange::Past => &self.days[..=YEARS],
            DateRange::Future => &self.days[YEARS..],
            DateRange::Any | DateRange::Between(..) => &self.days[..],
        };
        let date = days[self.chance.below(days.len() as u64) as usize];
        if let DateRange::Between(first, last) = range { date.clamp(first, last) } else { date }
    }
}

/// Two years of days.
const YEARS: usize = 730;

/// The days from two years before to two years after.
fn days_around(day: Date) -> Vec<Date> {
    let first = (0..YEARS).fold(day, |day, _| day.yesterday().unwrap());
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(2 * YEARS + 1).collect()
}

/// How a question stands after the answers so far.
enum Stands {
    /// It applies and offers these options.
    Offers(OptionSet),
    Out,
    Open,
}

fn may_not_apply(questionnaire: &Questionnaire, question: &Question) -> bool {
    question.when.is_some() || questionnaire.sections()[question.section].when.is_some()
}

fn surely_offered(question: &Question, option: usize, situation: &Situation<'_>) -> bool {
    question.options()[option].when.as_ref().is_none_or(|when| evaluate(when, situation) == Truth::True)
}

/// An answer as JSON.
fn json(question: &Question, answer: &Answer) -> String {
    let id = |option: usize| format!("\"{}\"", question.options()[option].id);
    match answer {
        Answer::Given(Value::YesNo(yes)) => yes.to_string(),
        Answer::Given(Value::Choice(option)) => id(*option),
        Answer::Given(Value::Choices(picked)) => format!("[{}]", picked.iter().map(id).collect::<Vec<_>>().join(",")),
        Answer::Given(Value::Number(number)) => number.to_string(),
        Answer::Given(Value::Date(date)) => format!("\"{date}\""),
        Answer::Given(Value::Period(period)) => format!("\"{period}\""),
        Answer::Given(Value::Text(_)) | Answer::Skipped => "null".to_owned(),
        Answer::Unsure => "\"unsure\"".to_owned(),
        Answer::Withheld => "\"withheld\"".to_owned(),
    }
}
