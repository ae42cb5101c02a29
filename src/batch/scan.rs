//! Straight from bytes to answers, for lines of the usual shape: `{"id":"p1","answers":{"age":34,"skin":["a"]}}` in plain
//! ASCII without escapes, each question once, every answer fitting.
//!
//! Whatever is not plainly so (an escape, an unknown key, a number such as `1e3`, a wrong answer) makes the scanner give up
//! and the one reader of response files decide: so the scanner can be simple, and cannot judge differently. Measured: see
//! `docs/speed.md`; that reader takes about 100 times as long, because it keeps the place of everything.

use crate::assessment::codes::{Classes, Code, FIRST, UNSURE, reached, subset};
use crate::assessment::{Compiled, Slate};
use crate::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use crate::response::Response;
use crate::value::index::QuestionIx;
use crate::value::{Answer, Date, Decimal, OptionSet, Value};

/// Reads lines for one questionnaire.
pub(super) struct Scanner {
    asked: Vec<Asked>,
    day: Date,
}

/// What a question takes, ready to compare with bytes.
struct Asked {
    id: Word,
    takes: Takes,
    unsure: bool,
    columns: Vec<Reading>,
}

enum Takes {
    YesNo,
    Choice(Vec<Word>),
    Choices {
        options: Vec<Word>,
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
    /// Left to the other reader.
    Other,
}

/// How a column reads an answer.
struct Reading {
    column: usize,
    by: By,
}

enum By {
    Number(Vec<i64>),
    Days(Vec<Date>),
    Options,
    Picks(Vec<usize>),
    Any,
}

/// A name, with its first eight bytes as a number: most names differ there, and one comparison tells.
struct Word {
    text: Box<[u8]>,
    start: u64,
}

/// An answer as read; it fits its question.
#[derive(Clone, Copy)]
enum Said {
    YesNo(bool),
    Choice(usize),
    Choices(OptionSet),
    Number(i64),
    Date(Date),
    Unsure,
    Withheld,
}

/// Where answers go.
trait Sink {
    /// Takes an answer; false if the question has one already.
    fn put(&mut self, question: usize, asked: &Asked, said: Said) -> bool;
}

/// The largest number of units that is read here: well inside 64 bits, and beyond any range that people write.
const MOST_UNITS: i64 = 1 << 56;

impl Scanner {
    pub(super) fn new(compiled: &Compiled<'_>) -> Scanner {
        let questions = compiled.questionnaire().questions().iter().enumerate();
        let asked = questions.map(|(position, question)| Asked::new(compiled, QuestionIx::new(position), question));
        Scanner { asked: asked.collect(), day: compiled.day() }
    }

    /// Puts the answers of a line on the slate and gives its id; none if the line is for the other reader.
    pub(super) fn codes<'l>(
        &self,
        line: &'l [u8],
        compiled: &Compiled<'_>,
        slate: &mut Slate,
    ) -> Option<Option<&'l [u8]>> {
        compiled.clear(slate);
        self.scan(line, slate)
    }

    /// The same as a response.
    pub(super) fn response<'l>(&self, line: &'l [u8], of: &Questionnaire) -> Option<(Option<&'l [u8]>, Response)> {
        let mut response = Response::new(of);
        let id = self.scan(line, &mut response)?;
        Some((id, response))
    }

    fn scan<'l>(&self, line: &'l [u8], sink: &mut impl Sink) -> Option<Option<&'l [u8]>> {
        let mut bytes = Bytes(line);
        let (mut id, mut answered) = (None, false);
        bytes.expect(b'{')?;
        loop {
            match bytes.key()? {
                b"id" if id.is_none() => id = Some(bytes.string()?),
                b"answers" if !answered => {
                    answered = true;
                    self.answers(&mut bytes, sink)?;
                }
                _ => return None,
            }
            if bytes.ends(b'}')? {
                break;
            }
        }
        let done = answered && bytes.0.iter().all(|byte| matches!(byte, b' ' | b'\r'));
        (done && id.is_none_or(|id| !id.contains(&0x7f))).then_some(id)
    }

    fn answers(&self, bytes: &mut Bytes<'_>, sink: &mut impl Sink) -> Option<()> {
        bytes.expect(b'{')?;
        if bytes.take(b'}') {
            return Some(());
        }
        let mut next = 0;
        loop {
            let key = bytes.key()?;
            let (position, asked) = self.find(key, next)?;
            let said = asked.read(bytes, self.day)?;
            if !sink.put(position, asked, said) {
                return None;
            }
            next = position + 1;
            if bytes.ends(b'}')? {
                return Some(());
            }
        }
    }

    /// The question with that id. Answers mostly come in the order of the questions, so the search starts at the next.
    fn find(&self, id: &[u8], next: usize) -> Option<(usize, &Asked)> {
        let start = start_of(id);
        let mut all = (next..self.asked.len()).chain(0..next.min(self.asked.len()));
        all.find_map(|position| {
            self.asked.get(position).filter(|asked| asked.id.is(id, start)).map(|asked| (position, asked))
        })
    }
}

impl Asked {
    fn new(compiled: &Compiled<'_>, index: QuestionIx, question: &Question) -> Asked {
        let layout = &compiled.program().layout;
        let takes = takes(question);
        let decimals = if let Takes::Number { decimals, .. } = takes { decimals } else { 0 };
        let columns = layout.columns_of(index).filter_map(|column| {
            let by = match &layout.column(column)?.classes {
                Classes::Numbers(bounds) => By::Number(number_starts(bounds, decimals)?),
                Classes::Days(bounds) => By::Days(bounds.clone()),
                Classes::Picks(options) => By::Picks(options.clone()),
                Classes::YesNo | Classes::Options(_) => By::Options,
                Classes::Any | Classes::Truth => By::Any,
            };
            Some(Reading { column, by })
        });
        let columns: Vec<Reading> = columns.collect();
        let takes = if columns.len() == layout.columns_of(index).len() { takes } else { Takes::Other };
        Asked { id: Word::new(&question.id), takes, unsure: question.unsure.is_some(), columns }
    }

    fn read(&self, bytes: &mut Bytes<'_>, day: Date) -> Option<Said> {
        match (&self.takes, bytes.peek()?) {
            (Takes::YesNo, b't') => bytes.word(b"true").map(|()| Said::YesNo(true)),
            (Takes::YesNo, b'f') => bytes.word(b"false").map(|()| Said::YesNo(false)),
            (Takes::Choices { options, exclusive, min, max }, b'[') => {
                let picked = picked(bytes, options)?;
                let fits =
                    (*min..=*max).contains(&picked.len()) && (picked.and(*exclusive).is_empty() || picked.len() == 1);
                fits.then_some(Said::Choices(picked))
            }
            (Takes::Number { low, high, decimals }, b'-' | b'0'..=b'9') => {
                let number = bytes.number(*decimals)?;
                (*low..=*high).contains(&number).then_some(Said::Number(number))
            }
            (Takes::Other, _) => None,
            (_, b'"') => self.read_word(bytes.string()?, day),
            _ => None,
        }
    }

    fn read_word(&self, word: &[u8], day: Date) -> Option<Said> {
        match (&self.takes, word) {
            (_, b"unsure") => self.unsure.then_some(Said::Unsure),
            (_, b"withheld") => self.unsure.then_some(Said::Withheld),
            (Takes::YesNo, b"yes") => Some(Said::YesNo(true)),
            (Takes::YesNo, b"no") => Some(Said::YesNo(false)),
            (Takes::Choice(options), _) => position(options, word).map(Said::Choice),
            (Takes::Date(range), _) => date(word).filter(|date| fits(*range, *date, day)).map(Said::Date),
            _ => None,
        }
    }

    fn code(&self, by: &By, said: Said) -> Code {
        let class = match (by, said) {
            (_, Said::Unsure | Said::Withheld) => return UNSURE,
            (By::Number(starts), Said::Number(number)) => reached(starts, &number),
            (By::Days(bounds), Said::Date(date)) => reached(bounds, &date),
            (By::Options, Said::YesNo(yes)) => Code::from(yes),
            (By::Options, Said::Choice(option)) => option as Code,
            (By::Picks(options), Said::Choices(picked)) => subset(options, picked),
            _ => 0,
        };
        FIRST + class
    }
}

impl Sink for Slate {
    fn put(&mut self, question: usize, asked: &Asked, said: Said) -> bool {
        for reading in &asked.columns {
            let Some(slot) = self.codes.get_mut(reading.column) else { return false };
            // An answered question is not open any more.
            if *slot != crate::assessment::codes::OPEN {
                return false;
            }
            *slot = asked.code(&reading.by, said);
        }
        match said {
            Said::Choice(option) => self.pick(question, OptionSet::of(option)),
            Said::Choices(options) => self.pick(question, options),
            _ => {}
        }
        true
    }
}

impl Sink for Response {
    fn put(&mut self, question: usize, asked: &Asked, said: Said) -> bool {
        let decimals = if let Takes::Number { decimals, .. } = asked.takes { decimals } else { 0 };
        let answer = match said {
            Said::YesNo(yes) => Answer::Given(Value::YesNo(yes)),
            Said::Choice(option) => Answer::Given(Value::Choice(option)),
            Said::Choices(options) => Answer::Given(Value::Choices(options)),
            Said::Number(units) => Answer::Given(Value::Number(Decimal::new(units, decimals).normalize())),
            Said::Date(date) => Answer::Given(Value::Date(date)),
            Said::Unsure => Answer::Unsure,
            Said::Withheld => Answer::Withheld,
        };
        let index = QuestionIx::new(question);
        let first = self.get(index).is_none();
        self.set(index, Some(answer));
        first
    }
}

fn takes(question: &Question) -> Takes {
    let words = || question.options().iter().map(|option| Word::new(&option.id)).collect();
    match &question.kind {
        QuestionKind::YesNo => Takes::YesNo,
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => Takes::Choice(words()),
        QuestionKind::Choices { min, max, .. } => {
            Takes::Choices { options: words(), exclusive: question.exclusive(), min: *min, max: *max }
        }
        QuestionKind::Number { range, decimals, .. } => number(*range, *decimals).unwrap_or(Takes::Other),
        QuestionKind::Date(range) => Takes::Date(*range),
        QuestionKind::Text => Takes::Other,
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

/// Where the classes of a number start: at each bound and just above it.
fn number_starts(bounds: &[Decimal], decimals: u32) -> Option<Vec<i64>> {
    let bounds = bounds.iter().map(|bound| units(*bound, decimals)).collect::<Option<Vec<_>>>()?;
    Some(bounds.into_iter().flat_map(|bound| [bound, bound + 1]).collect())
}

fn picked(bytes: &mut Bytes<'_>, options: &[Word]) -> Option<OptionSet> {
    let mut picked = OptionSet::default();
    bytes.expect(b'[')?;
    if bytes.take(b']') {
        return Some(picked);
    }
    loop {
        let option = OptionSet::of(position(options, bytes.string()?)?);
        if !picked.and(option).is_empty() {
            return None;
        }
        picked = picked.or(option);
        if bytes.ends(b']')? {
            return Some(picked);
        }
    }
}

fn position(options: &[Word], word: &[u8]) -> Option<usize> {
    let start = start_of(word);
    options.iter().position(|option| option.is(word, start))
}

fn fits(range: DateRange, date: Date, day: Date) -> bool {
    match range {
        DateRange::Any => true,
        DateRange::Past => date <= day,
        DateRange::Future => date >= day,
        DateRange::Between(first, last) => (first..=last).contains(&date),
    }
}

/// `2026-11-22`, if the calendar has that day.
fn date(word: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *word else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = ((digit(y1)? * 10 + digit(y2)?) * 10 + digit(y3)?) * 10 + digit(y4)?;
    let (month, day) = (digit(m1)? * 10 + digit(m2)?, digit(d1)? * 10 + digit(d2)?);
    Date::new(year, month as i8, day as i8).ok().filter(|date| date.year() >= 1)
}

impl Word {
    fn new(text: &str) -> Word {
        Word { text: text.as_bytes().into(), start: start_of(text.as_bytes()) }
    }

    fn is(&self, word: &[u8], start: u64) -> bool {
        self.start == start && self.text.len() == word.len() && (word.len() <= 8 || *self.text == *word)
    }
}

/// The first eight bytes as a number, shorter words with zeros behind them.
fn start_of(word: &[u8]) -> u64 {
    match word.first_chunk::<8>() {
        Some(start) => u64::from_le_bytes(*start),
        None => word.iter().rev().fold(0, |start, byte| start << 8 | u64::from(*byte)),
    }
}

/// What is left of a line.
struct Bytes<'l>(&'l [u8]);

impl<'l> Bytes<'l> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    /// `"key":`, perhaps with a blank behind it.
    fn key(&mut self) -> Option<&'l [u8]> {
        let key = self.string()?;
        self.expect(b':')?;
        self.take(b' ');
        Some(key)
    }

    /// After a value: true at the end, false before another, which a blank may precede.
    fn ends(&mut self, end: u8) -> Option<bool> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        if *first == b',' {
            self.take(b' ');
            return Some(false);
        }
        (*first == end).then_some(true)
    }

    /// A string of plain characters; none if there is anything else in it.
    fn string(&mut self) -> Option<&'l [u8]> {
        let (b'"', rest) = self.0.split_first()? else { return None };
        let end = plain(rest);
        let (text, behind) = rest.split_at_checked(end)?;
        let (b'"', behind) = behind.split_first()? else { return None };
        self.0 = behind;
        Some(text)
    }

    /// A number in units of its `decimals`-th decimal, written the usual way.
    fn number(&mut self, decimals: u32) -> Option<i64> {
        let negative = self.take(b'-');
        let (whole, count) = self.digits()?;
        let leading = count > 1 && whole < 10i64.pow(count - 1);
        if leading || (negative && whole == 0) {
            return None;
        }
        let (mut units, mut left) = (whole, decimals);
        if self.take(b'.') {
            let (fraction, count) = self.digits()?;
            left = decimals.checked_sub(count)?;
            units = units.checked_mul(10i64.pow(count))?.checked_add(fraction)?;
        }
        units = units.checked_mul(10i64.pow(left))?;
        (units <= MOST_UNITS).then_some(if negative { -units } else { units })
    }

    /// Up to 15 digits, and how many there are.
    fn digits(&mut self) -> Option<(i64, u32)> {
        let (mut number, mut count) = (0i64, 0u32);
        while let Some((byte @ b'0'..=b'9', rest)) = self.0.split_first() {
            number = number * 10 + i64::from(byte - b'0');
            count += 1;
            self.0 = rest;
            if count > 15 {
                return None;
            }
        }
        (count > 0).then_some((number, count))
    }
}

/// How many bytes there are before the first that is a quote, a backslash, a control character or not ASCII: eight at a time,
/// by the well-known trick that `(x - 0x01…) & !x & 0x80…` marks the zero bytes of `x`. A third of the time of one by one.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let zeros = |x: u64| x.wrapping_sub(ONES) & !x;
    let (chunks, _) = bytes.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let x = u64::from_le_bytes(*chunk);
        let low = x.wrapping_sub(ONES * 0x20) & !x;
        let found = (zeros(x ^ (ONES * 0x22)) | zeros(x ^ (ONES * 0x5c)) | low | x) & HIGH;
        if found != 0 {
            return number * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let start = chunks.len() * 8;
    let rest = bytes.get(start..).unwrap_or_default();
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20 | 0x80..);
    start + rest.iter().position(special).unwrap_or(rest.len())
}
