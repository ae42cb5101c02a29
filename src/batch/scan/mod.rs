//! Straight from bytes to answers, for lines of the usual shape: `{"id":"p1","answers":{"age":34,"skin":["a"]}}` in plain
//! ASCII, perhaps with `"answered_on"` before the answers, with `"client"`, and with the id and the version of this very questionnaire, without
//! escapes, each question once, every answer fitting.
//!
//! Whatever is not plainly so (an escape, an unknown key, a number such as `1e3`, a wrong answer) makes the scanner give up
//! and the one reader of response files decide: so the scanner can be simple, and cannot judge differently. What fits a
//! question is decided by the same functions as in `accept`; only numbers are compared as whole units, which is what their
//! bytes are read to. Measured: see `docs/speed.md`; that reader takes about 100 times as long, because it keeps the place of
//! everything. `fuzz/targets/lines.rs` holds the two against each other.

mod bytes;
mod words;

use bytes::{Bytes, MOST_UNITS};
use words::{Word, Words};

use super::input::Line;
use crate::assessment::{Engine, Scratch};
use crate::classes::{ClassCode, Classes, FIRST, OPEN, UNSURE, WITHHELD};
use crate::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use crate::response::{Accepted, MAX_TEXT, Response, day_fits, is_client, picks_fit};
use crate::value::index::QuestionIx;
use crate::value::{Answer, Date, Decimal, OptionSet, Value};

/// Reads lines for one questionnaire.
pub(super) struct Scanner {
    /// `"id":`
    id: Word,
    /// `"answered_on":`
    answered_on: Word,
    /// `"answers":`
    answers: Word,
    /// `"client":`
    client: Word,
    /// `"questionnaire":"smp"`
    questionnaire: Word,
    /// `"version":"1.0.0"`
    version: Word,
    asked: Vec<Asked>,
    day: Date,
    /// The first day of which no answer has aged.
    fresh_from: Date,
}

/// What a line says beside its answers.
#[derive(Clone, Copy)]
pub(super) struct Head<'l> {
    pub id: Option<&'l [u8]>,
    /// The day on which it was answered.
    pub answered_on: Option<Date>,
}

/// What a question takes, ready to compare with bytes.
struct Asked {
    /// Its id in quotes, with the colon.
    id: Word,
    takes: Takes,
    unsure: bool,
    columns: Vec<Reading>,
}

enum Takes {
    YesNo,
    Choice(Words),
    Choices {
        options: Words,
        exclusive: OptionSet,
        min: usize,
        max: usize,
    },
    /// In units of the last decimal.
    Number {
        low: i64,
        high: i64,
        decimals: u32,
    },
    Date(DateRange),
    Text,
    /// Left to the other reader.
    Other,
}

/// How a column reads an answer.
struct Reading {
    column: usize,
    by: By,
}

/// How the code of an answer is found.
enum By {
    /// The code of each number of a short range, from the lowest on, or of each option, or of no and yes: one load instead of
    /// a loop over bounds, or of asking which of these it is.
    Table(i64, Box<[ClassCode]>),
    Number(Vec<i64>),
    Days(Vec<Date>),
    /// What each option adds to the code: people pick few of many.
    Picks(Box<[ClassCode]>),
    /// All answers alike.
    Any,
}

/// The longest range that gets a table, in units of the last decimal.
const LONGEST_TABLE: i64 = 4096;

/// An answer as read; it fits its question.
#[derive(Clone, Copy)]
enum Said<'l> {
    YesNo(bool),
    Choice(usize),
    Choices(OptionSet),
    Number(i64),
    Date(Date),
    Text(&'l [u8]),
    Unsure,
    Withheld,
}

/// Where answers go.
trait Sink {
    /// Takes the day on which they were given.
    fn given_on(&mut self, answered_on: Option<Date>);

    /// Takes whose they are.
    fn given_by(&mut self, client: &str);

    /// Takes the answer to the question at this position; none if it has one already.
    fn put(&mut self, asked: (usize, &Asked), said: Said<'_>) -> Option<()>;
}

impl Scanner {
    pub(super) fn new(compiled: &Engine<'_>) -> Scanner {
        let questions = compiled.questionnaire().questions().iter().enumerate();
        let asked = questions.map(|(position, question)| Asked::new(compiled, QuestionIx::new(position), question));
        Scanner {
            id: Word::key("id"),
            answered_on: Word::key("answered_on"),
            answers: Word::key("answers"),
            client: Word::key("client"),
            questionnaire: Word::pair("questionnaire", compiled.questionnaire().id()),
            version: Word::pair("version", compiled.questionnaire().version()),
            asked: asked.collect(),
            day: compiled.day(),
            fresh_from: compiled.fresh_from(),
        }
    }

    /// Puts the answers of a line on the scratch and gives its id; none if the line is for the other reader, or if an answer
    /// has aged: then one look at the codes does not do.
    pub(super) fn codes<'l>(
        &self,
        line: &Line<'l>,
        compiled: &Engine<'_>,
        scratch: &mut Scratch,
    ) -> Option<Option<&'l [u8]>> {
        compiled.clear(scratch);
        let head = self.scan(line, scratch)?;
        head.answered_on.is_none_or(|day| day >= self.fresh_from).then_some(head.id)
    }

    /// The same as a response.
    pub(super) fn response<'l>(&self, line: &Line<'l>, of: &Questionnaire) -> Option<(Head<'l>, Response)> {
        let mut dated = Dated { response: Response::new(of), answered_on: None };
        let head = self.scan(line, &mut dated)?;
        Some((head, dated.response))
    }

    #[inline(always)]
    fn scan<'l>(&self, line: &Line<'l>, sink: &mut impl Sink) -> Option<Head<'l>> {
        // What follows the line is looked at and never taken: near its end, too, 16 bytes can be compared at once.
        let mut bytes = Bytes(line.onwards);
        let mut head = Head { id: None, answered_on: None };
        let mut answered = false;
        let [mut client, mut questionnaire, mut version] = [false; 3];
        bytes.expect(b'{')?;
        loop {
            if head.id.is_none() && bytes.take_word(&self.id) {
                bytes.take(b' ');
                head.id = Some(bytes.string()?);
            } else if !answered && head.answered_on.is_none() && bytes.take_word(&self.answered_on) {
                bytes.take(b' ');
                head.answered_on = Some(date(bytes.string()?).filter(|day| *day <= self.day)?);
                sink.given_on(head.answered_on);
            } else if !answered && bytes.take_word(&self.answers) {
                bytes.take(b' ');
                answered = true;
                self.answers(&mut bytes, head.answered_on.unwrap_or(self.day), sink)?;
            } else if !questionnaire && bytes.take_word(&self.questionnaire) {
                questionnaire = true;
            } else if !version && bytes.take_word(&self.version) {
                version = true;
            } else if !client && bytes.take_word(&self.client) {
                bytes.take(b' ');
                client = true;
                sink.given_by(client_of(bytes.string()?)?);
            } else {
                return None;
            }
            if bytes.ends(b'}')? {
                break;
            }
        }
        let left = line.bytes.get(line.onwards.len() - bytes.0.len()..)?;
        (answered && left.iter().all(|byte| matches!(byte, b' ' | b'\r'))).then_some(head)
    }

    #[inline(always)]
    fn answers(&self, bytes: &mut Bytes<'_>, day: Date, sink: &mut impl Sink) -> Option<()> {
        bytes.expect(b'{')?;
        if bytes.take(b'}') {
            return Some(());
        }
        let mut next = 0;
        loop {
            let (position, asked) = self.find(bytes, next)?;
            bytes.take(b' ');
            asked.read(bytes, (position, day), sink)?;
            next = position + 1;
            if bytes.ends(b'}')? {
                return Some(());
            }
        }
    }

    /// Takes the id of a question. Answers mostly come in the order of the questions, so the search starts at the next.
    #[inline(always)]
    fn find(&self, bytes: &mut Bytes<'_>, next: usize) -> Option<(usize, &Asked)> {
        let (before, after) = self.asked.split_at_checked(next)?;
        let here = |asked: &Asked| bytes.take_word(&asked.id);
        if let Some(skipped) = after.iter().position(here) {
            return after.get(skipped).map(|asked| (next + skipped, asked));
        }
        let here = |asked: &Asked| bytes.take_word(&asked.id);
        let position = before.iter().position(here)?;
        before.get(position).map(|asked| (position, asked))
    }
}

impl Asked {
    fn new(compiled: &Engine<'_>, index: QuestionIx, question: &Question) -> Asked {
        let layout = &compiled.program().layout;
        let takes = takes(question);
        let columns = layout.columns_of(index).filter_map(|column| {
            let classes = layout.classes(column);
            let table =
                |values: &mut dyn Iterator<Item = Value>| values.map(|value| FIRST + classes.class(&value)).collect();
            let by = match classes {
                Classes::Numbers(runs) => by_number(classes, runs.starts(), &takes)?,
                Classes::Days(runs) => By::Days(runs.starts().to_vec()),
                Classes::Picks(options) if options.is_empty() => By::Any,
                Classes::Picks(_) => {
                    let each = (0..question.options().len()).map(|option| Value::Choices(OptionSet::of(option)));
                    By::Picks(each.map(|option| classes.class(&option)).collect())
                }
                Classes::YesNo => By::Table(0, table(&mut [false, true].into_iter().map(Value::YesNo))),
                Classes::Options(count) => By::Table(0, table(&mut (0..*count).map(Value::Choice))),
                Classes::Text => By::Any,
            };
            Some(Reading { column, by })
        });
        let columns: Vec<Reading> = columns.collect();
        // The code of an answer whose exact value matters does not say enough: the other reader keeps the answer itself.
        let known = columns.len() == layout.columns_of(index).len() && !compiled.program().is_exact(index);
        let takes = if known { takes } else { Takes::Other };
        Asked { id: Word::key(&question.id), takes, unsure: question.unsure.is_some(), columns }
    }

    /// Reads an answer and puts it where it belongs. Each kind puts its own, so that a sink need not ask what it is given.
    #[inline(always)]
    fn read(&self, bytes: &mut Bytes<'_>, (position, day): (usize, Date), sink: &mut impl Sink) -> Option<()> {
        let at = (position, self);
        match &self.takes {
            Takes::YesNo => {
                if let Some(yes) = bytes.truth() {
                    return sink.put(at, Said::YesNo(yes));
                }
            }
            Takes::Choice(options) => {
                if let Some(option) = options.take(bytes) {
                    return sink.put(at, Said::Choice(option));
                }
            }
            Takes::Choices { options, exclusive, min, max } => {
                if bytes.take(b'[') {
                    let picked = picked(bytes, options)?;
                    return if picks_fit(picked, *exclusive, (*min, *max)) {
                        sink.put(at, Said::Choices(picked))
                    } else {
                        None
                    };
                }
            }
            Takes::Number { low, high, decimals } => {
                if bytes.peek()? != b'"' {
                    let number = bytes.number(*decimals)?;
                    return if (*low..=*high).contains(&number) { sink.put(at, Said::Number(number)) } else { None };
                }
            }
            Takes::Date(_) | Takes::Text => {}
            Takes::Other => return None,
        }
        sink.put(at, self.word(bytes.string()?, day)?)
    }

    /// An answer in quotes that is no option.
    fn word<'l>(&self, word: &'l [u8], day: Date) -> Option<Said<'l>> {
        match (&self.takes, word) {
            (_, b"unsure") => self.unsure.then_some(Said::Unsure),
            (_, b"withheld") => self.unsure.then_some(Said::Withheld),
            (Takes::YesNo, b"yes" | b"true") => Some(Said::YesNo(true)),
            (Takes::YesNo, b"no" | b"false") => Some(Said::YesNo(false)),
            // Cells of a table come in quotes: a number, and options with commas between them.
            (Takes::Number { low, high, decimals }, _) => {
                let mut digits = Bytes(word);
                let number = digits.number(*decimals).filter(|number| (*low..=*high).contains(number))?;
                digits.0.is_empty().then_some(Said::Number(number))
            }
            (Takes::Choices { options, exclusive, min, max }, _) => {
                let picked = listed_options(options, word)?;
                picks_fit(picked, *exclusive, (*min, *max)).then_some(Said::Choices(picked))
            }
            (Takes::Date(range), _) => date(word).filter(|date| day_fits(*range, *date, day)).map(Said::Date),
            (Takes::Text, _) => {
                let said = word.trim_ascii();
                // Of other signs than ASCII some are not seen, and a text of nothing else is no answer: `accept` decides.
                let plain = said.iter().any(u8::is_ascii_graphic) && !matches!(said, b"unsure" | b"withheld");
                (plain && word.len() <= MAX_TEXT).then_some(Said::Text(word))
            }
            (Takes::YesNo | Takes::Choice(_) | Takes::Other, _) => None,
        }
    }
}

impl By {
    #[inline(always)]
    fn code(&self, said: Said<'_>) -> ClassCode {
        match (self, said) {
            (_, Said::Unsure) => UNSURE,
            (_, Said::Withheld) => WITHHELD,
            (By::Table(low, codes), Said::Number(number)) => listed(codes, number - low),
            (By::Table(_, codes), Said::YesNo(yes)) => listed(codes, i64::from(yes)),
            (By::Table(_, codes), Said::Choice(option)) => listed(codes, option as i64),
            (By::Number(starts), Said::Number(number)) => FIRST + reached(starts, &number),
            (By::Days(bounds), Said::Date(date)) => FIRST + reached(bounds, &date),
            (By::Picks(adds), Said::Choices(picked)) => FIRST + sum_of(adds, picked),
            (
                By::Table(..) | By::Number(_) | By::Days(_) | By::Picks(_) | By::Any,
                Said::YesNo(_) | Said::Choice(_) | Said::Choices(_) | Said::Number(_) | Said::Date(_) | Said::Text(_),
            ) => FIRST,
        }
    }
}

fn listed(codes: &[ClassCode], place: i64) -> ClassCode {
    usize::try_from(place).ok().and_then(|place| codes.get(place)).copied().unwrap_or(FIRST)
}

impl Sink for Scratch {
    /// Codes have no day.
    #[inline(always)]
    fn given_on(&mut self, _answered_on: Option<Date>) {}

    /// Nor do they belong to anybody.
    #[inline(always)]
    fn given_by(&mut self, _client: &str) {}

    #[inline(always)]
    fn put(&mut self, (position, asked): (usize, &Asked), said: Said<'_>) -> Option<()> {
        for reading in &asked.columns {
            // An answered question is not open any more.
            let slot = self.codes.get_mut(reading.column).filter(|slot| **slot == OPEN)?;
            *slot = reading.by.code(said);
        }
        match said {
            Said::Choice(option) => self.pick(QuestionIx::new(position), OptionSet::of(option)),
            Said::Choices(options) => self.pick(QuestionIx::new(position), options),
            Said::YesNo(_) | Said::Number(_) | Said::Date(_) | Said::Text(_) | Said::Unsure | Said::Withheld => {}
        }
        Some(())
    }
}

/// A response in the making.
struct Dated {
    response: Response,
    answered_on: Option<Date>,
}

impl Sink for Dated {
    fn given_on(&mut self, answered_on: Option<Date>) {
        self.answered_on = answered_on;
    }

    fn given_by(&mut self, client: &str) {
        self.response.set_client(Some(client));
    }

    fn put(&mut self, (position, asked): (usize, &Asked), said: Said<'_>) -> Option<()> {
        let decimals = if let Takes::Number { decimals, .. } = asked.takes { decimals } else { 0 };
        let answer = match said {
            Said::YesNo(yes) => Answer::Given(Value::YesNo(yes)),
            Said::Choice(option) => Answer::Given(Value::Choice(option)),
            Said::Choices(options) => Answer::Given(Value::Choices(options)),
            Said::Number(units) => Answer::Given(Value::Number(Decimal::new(units, decimals).normalize())),
            Said::Date(date) => Answer::Given(Value::Date(date)),
            Said::Text(text) => Answer::Given(Value::Text(String::from_utf8_lossy(text).into_owned())),
            Said::Unsure => Answer::Unsure,
            Said::Withheld => Answer::Withheld,
        };
        let index = QuestionIx::new(position);
        let first = self.response.get(index).is_none();
        self.response.set(Accepted::known_to_fit(index, answer, self.answered_on));
        first.then_some(())
    }
}

fn takes(question: &Question) -> Takes {
    let words = || Words::new(question.options().iter().map(|option| option.id.as_str()));
    match &question.kind {
        QuestionKind::YesNo => Takes::YesNo,
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => Takes::Choice(words()),
        QuestionKind::Choices { min, max, .. } => {
            Takes::Choices { options: words(), exclusive: question.exclusive(), min: *min, max: *max }
        }
        QuestionKind::Number { range, decimals, .. } => number(*range, *decimals).unwrap_or(Takes::Other),
        QuestionKind::Date(range) => Takes::Date(*range),
        QuestionKind::Text => Takes::Text,
    }
}

fn number(range: Option<(Decimal, Decimal)>, decimals: u32) -> Option<Takes> {
    let (low, high) = match range {
        Some((low, high)) => (units(low, decimals)?, units(high, decimals)?),
        None => (-MOST_UNITS, MOST_UNITS),
    };
    Some(Takes::Number { low, high, decimals })
}

/// A number in units of the last decimal, if it is not too large to be read here.
fn units(number: Decimal, decimals: u32) -> Option<i64> {
    let number = number.normalize();
    let shift = 10i128.checked_pow(decimals.checked_sub(number.scale())?)?;
    let units = i64::try_from(number.mantissa().checked_mul(shift)?).ok()?;
    (units.abs() <= MOST_UNITS).then_some(units)
}

/// How the classes of a number are found; none if it cannot be read here.
fn by_number(classes: &Classes, starts: &[Decimal], takes: &Takes) -> Option<By> {
    let Takes::Number { low, high, decimals } = takes else { return Some(By::Any) };
    if high - low > LONGEST_TABLE {
        return Some(By::Number(starts.iter().map(|start| units(*start, *decimals)).collect::<Option<_>>()?));
    }
    let code = |units: i64| FIRST + classes.class(&Value::Number(Decimal::new(units, *decimals)));
    Some(By::Table(*low, (*low..=*high).map(code).collect()))
}

/// How many classes have started by a value.
fn reached<T: PartialOrd>(starts: &[T], value: &T) -> ClassCode {
    starts.iter().map(|start| ClassCode::from(start <= value)).sum()
}

/// What the picked options add up to.
fn sum_of(adds: &[ClassCode], picked: OptionSet) -> ClassCode {
    let (mut left, mut sum) = (picked.0, 0);
    while left != 0 {
        sum += adds.get(left.trailing_zeros() as usize).copied().unwrap_or(0);
        left &= left - 1;
    }
    sum
}

/// The options of a list, after its bracket.
#[inline(always)]
fn picked(bytes: &mut Bytes<'_>, options: &Words) -> Option<OptionSet> {
    let mut picked = OptionSet::default();
    if bytes.take(b']') {
        return Some(picked);
    }
    loop {
        let option = OptionSet::of(options.take(bytes)?);
        if !picked.and(option).is_empty() {
            return None;
        }
        picked = picked.or(option);
        if bytes.ends(b']')? {
            return Some(picked);
        }
    }
}

/// Options with commas between them, each once; `[]` for none.
fn listed_options(options: &Words, list: &[u8]) -> Option<OptionSet> {
    if list == b"[]" {
        return Some(OptionSet::default());
    }
    list.split(|byte| *byte == b',').try_fold(OptionSet::default(), |picked, word| {
        let option = OptionSet::of(options.find(word.trim_ascii())?);
        picked.and(option).is_empty().then(|| picked.or(option))
    })
}

/// A name or number of a client, with no blanks around it.
fn client_of(name: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(name).ok()?;
    (name == name.trim() && is_client(name)).then_some(name)
}

/// `2026-11-22`, if the calendar has that day.
fn date(word: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *word else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = ((digit(y1)? * 10 + digit(y2)?) * 10 + digit(y3)?) * 10 + digit(y4)?;
    let (month, day) = (digit(m1)? * 10 + digit(m2)?, digit(d1)? * 10 + digit(d2)?);
    Date::new(year, month as i8, day as i8).ok().filter(|date| date.year() >= 1)
}
