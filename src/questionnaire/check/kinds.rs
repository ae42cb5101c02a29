//! What a question takes: its type, options, picks and ranges.

use super::Checker;
use super::names;
use super::option_lists;
use super::shape::{self, Fields, Form, wrong_value};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlNode};
use crate::questionnaire::{AnswerOption, Codes, DateRange, QuestionKind};
use crate::value::{Date, Decimal, OptionSet, TypeName, parse_date, parse_decimal};

pub(super) const OPTION: Form = Form {
    noun: "option",
    keys: &[
        "label",
        "help",
        "image",
        "drawing",
        "alt",
        "points",
        "exclusive",
        "when",
        "was",
        "codes",
        "becomes",
        "passes",
        "by",
    ],
};

/// The most digits after the point.
const MOST_DECIMALS: u32 = 10;

/// The most points that anything can have, either way.
const MOST_POINTS: u64 = 1_000_000;

impl Checker<'_> {
    pub(super) fn kind(&mut self, fields: &Fields<'_>, asked: usize) -> Option<QuestionKind> {
        let scalar = fields.needed_text("type", &mut self.out)?;
        let Some(name) = TypeName::parse(&scalar.text) else {
            let words = TypeName::ALL.iter().map(|name| name.name());
            self.out.push(wrong_value("type", scalar).nearest(&scalar.text, words));
            return None;
        };
        self.unused_keys(fields, name);
        match name {
            TypeName::YesNo => Some(QuestionKind::YesNo),
            TypeName::Choice => self.options(fields, asked, Picking::One).map(QuestionKind::Choice),
            TypeName::Scale => self.options(fields, asked, Picking::One).map(QuestionKind::Scale),
            TypeName::Choices => self.choices(fields, asked),
            TypeName::Number => Some(self.number(fields)),
            TypeName::Date => Some(QuestionKind::Date(self.date_range(fields))),
            TypeName::Text => Some(QuestionKind::Text),
        }
    }

    fn unused_keys(&mut self, fields: &Fields<'_>, name: TypeName) {
        for key in TypeName::KEYS.iter().filter(|key| !name.keys().contains(key)) {
            if let Some(entry) = fields.entry(key) {
                self.out.push(unused_key(entry, name.name()));
            }
        }
    }

    fn options(&mut self, fields: &Fields<'_>, asked: usize, picking: Picking) -> Option<Vec<AnswerOption>> {
        let entry = fields.needed("options", &mut self.out)?;
        if option_lists::is_missing(&entry.value) {
            return None;
        }
        let entries = shape::map(entry, &mut self.out)?;
        if entries.len() < 2 {
            self.out.push(too_few_options(entry, entries.len()));
        }
        self.check_most("options", entries.len(), OptionSet::CAPACITY, entry.key.span);
        let options: Vec<AnswerOption> =
            entries.iter().filter_map(|entry| self.option(entry, asked, picking)).collect();
        self.check_former_options(entry, &options);
        self.codes_differ("options", options.iter().map(|option| &option.codes));
        Some(options)
    }

    /// An old answer can mean one option only.
    fn check_former_options(&mut self, entry: &Entry, options: &[AnswerOption]) {
        let mut known: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        for former in options.iter().flat_map(|option| &option.was) {
            if known.contains(&former.as_str()) {
                let message = format!("`{former}` is the id of an option, or what two of them were called");
                let fault = Diagnostic::new(Code::DuplicateId, entry.key.span, message);
                self.out.push(fault.help("`was` names ids that no option has any more, each once"));
            }
            known.push(former);
        }
    }

    fn option(&mut self, entry: &Entry, asked: usize, picking: Picking) -> Option<AnswerOption> {
        let id = names::option_id(&entry.key, &mut self.out);
        if !matches!(entry.value.node, YamlNode::Map(_)) {
            let label = shape::text(entry, &mut self.out)?.text.clone();
            return Some(short_option(id?, label, entry));
        }
        let fields = Fields::of_entry(entry, OPTION, &mut self.out)?;
        let exclusive = fields.flag("exclusive", &mut self.out).unwrap_or(false);
        if let Some(exclusive) = fields.entry("exclusive").filter(|_| picking == Picking::One) {
            self.out.push(exclusive_alone(exclusive));
        }
        let label = self.needed_plain(&fields, "label").unwrap_or_default();
        let option = AnswerOption {
            help: self.plain(&fields, "help"),
            image: self.image(&fields),
            drawing: self.plain(&fields, "drawing"),
            alt: self.plain(&fields, "alt"),
            points: self.points(&fields),
            exclusive,
            when: self.when(&fields, asked),
            was: self.former_option(&fields),
            codes: self.codes(&fields),
            ..short_option(id?, label, entry)
        };
        Some(option)
    }

    fn former_option(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let Some(entry) = fields.entry("was") else { return Vec::new() };
        shape::one_or_more(entry, fields, &mut self.out).into_iter().map(|former| former.text.clone()).collect()
    }

    pub(super) fn points(&mut self, fields: &Fields<'_>) -> Option<i64> {
        let scalar = fields.text("points", &mut self.out)?;
        self.whole_points("points", scalar)
    }

    /// Points that stand under a key.
    pub(super) fn whole_points(&mut self, key: &str, scalar: &Scalar) -> Option<i64> {
        let points = as_points(&scalar.text);
        if points.is_none() {
            let plain = as_points(&scalar.text.replace(',', ""));
            let cure = match plain {
                Some(plain) => format!("`{plain}`, with no sign between the digits"),
                None => format!("a whole number from -{MOST_POINTS} to {MOST_POINTS}"),
            };
            self.out.push(bad_number(key, scalar, &cure));
        }
        points
    }

    fn choices(&mut self, fields: &Fields<'_>, asked: usize) -> Option<QuestionKind> {
        let options = self.options(fields, asked, Picking::Several);
        let min = self.picks(fields, "min");
        let max = self.picks(fields, "max");
        let options = options?;
        let together = options.iter().filter(|option| !option.exclusive).count().max(1);
        let fitting = Picks { min, max, together, alone: options.iter().any(|option| option.exclusive) };
        self.check_picks(fields, &fitting);
        Some(QuestionKind::Choices { options, min: min.unwrap_or(1), max: max.unwrap_or(together) })
    }

    fn picks(&mut self, fields: &Fields<'_>, key: &str) -> Option<usize> {
        let scalar = fields.text(key, &mut self.out)?;
        let picks = whole(&scalar.text);
        if picks.is_none() {
            self.out.push(bad_number(key, scalar, "a whole number"));
        }
        picks.and_then(|picks| usize::try_from(picks).ok())
    }

    fn check_picks(&mut self, fields: &Fields<'_>, picks: &Picks) {
        let place = |key| fields.entry(key).map(|entry| entry.value.span);
        let (min, max) = (place("min"), place("max"));
        if let (Some(span), Some(count)) = (max, picks.max.filter(|max| *max > picks.together)) {
            self.out.push(too_many_picks("max", count, picks.together, span));
        } else if let (Some(span), Some(0)) = (max, picks.max) {
            self.out.push(
                Diagnostic::new(Code::BadPicks, span, "`max` is 0, so nothing can be picked")
                    .help("leave `max` out, or write 1 or more"),
            );
        }
        let (Some(span), Some(count)) = (min, picks.min) else { return };
        if count > picks.together {
            self.out.push(too_many_picks("min", count, picks.together, span));
        } else if picks.alone && count > 1 {
            self.out.push(
                Diagnostic::new(
                    Code::BadPicks,
                    span,
                    format!("with `min` of {count}, an exclusive option can never be picked"),
                )
                .help("an exclusive option always stands alone: leave `min` out, or take `exclusive` away"),
            );
        } else if let (Some(other), Some(most)) = (max, picks.max.filter(|most| *most < count)) {
            self.out.push(
                Diagnostic::new(Code::BadPicks, span, format!("`min` is {count}, but `max` is {most}"))
                    .also(other, "at most so many")
                    .help("`min` cannot be greater than `max`"),
            );
        }
    }

    fn number(&mut self, fields: &Fields<'_>) -> QuestionKind {
        let decimals = self.decimals(fields);
        let range = fields.text("range", &mut self.out).and_then(|scalar| self.number_range(scalar, decimals));
        QuestionKind::Number { range, decimals: decimals.unwrap_or(0), unit: self.plain(fields, "unit") }
    }

    /// The digits after the point; nothing if they are faulty.
    fn decimals(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let Some(scalar) = fields.text("decimals", &mut self.out) else {
            return (!fields.has("decimals")).then_some(0);
        };
        let decimals = whole(&scalar.text).filter(|decimals| *decimals <= MOST_DECIMALS);
        if decimals.is_none() {
            self.out.push(bad_number("decimals", scalar, &format!("a whole number from 0 to {MOST_DECIMALS}")));
        }
        decimals
    }

    fn number_range(&mut self, scalar: &Scalar, decimals: Option<u32>) -> Option<(Decimal, Decimal)> {
        let Some((low, high)) = scalar.text.split_once("..") else {
            self.out.push(bad_range(scalar, "write the least and the greatest number, as in `0..120`"));
            return None;
        };
        if low.trim().is_empty() || high.trim().is_empty() {
            self.out.push(open_range(scalar));
            return None;
        }
        let low_end = low.len();
        let low = self.bound(scalar, (0, low_end), decimals);
        let high = self.bound(scalar, (low_end + 2, low_end + 2 + high.len()), decimals);
        let (low, high) = (low?, high?);
        if low > high {
            self.out.push(empty_range(scalar, &low.to_string(), &high.to_string()));
        }
        Some((low, high))
    }

    fn bound(&mut self, scalar: &Scalar, range: (usize, usize), decimals: Option<u32>) -> Option<Decimal> {
        let text = scalar.text.get(range.0..range.1).unwrap_or_default();
        let place = trimmed(scalar, range);
        let Some(bound) = parse_decimal(text.trim()) else {
            self.out.push(
                Diagnostic::new(Code::BadNumber, place, format!("`{}` is not a number", text.trim()))
                    .help("write digits, with a point if need be, as in `0..120` or `-1.5..1.5`"),
            );
            return None;
        };
        if decimals.is_some_and(|decimals| bound.scale() > decimals) {
            self.out.push(off_grid(text.trim(), place, bound.scale()));
        }
        Some(bound)
    }

    fn date_range(&mut self, fields: &Fields<'_>) -> DateRange {
        let Some(scalar) = fields.text("range", &mut self.out) else { return DateRange::Any };
        match scalar.text.as_str() {
            "past" => return DateRange::Past,
            "future" => return DateRange::Future,
            _ => {}
        }
        let Some((low, high)) = scalar.text.split_once("..") else {
            self.out.push(bad_range(scalar, "write `past`, `future`, or two days as in `2020-01-01..2030-12-31`"));
            return DateRange::Any;
        };
        if low.trim().is_empty() || high.trim().is_empty() {
            self.out.push(open_range(scalar));
            return DateRange::Any;
        }
        let second = low.len() + 2;
        let low = self.day(scalar, (0, low.len()));
        let high = self.day(scalar, (second, second + high.len()));
        let (Some(low), Some(high)) = (low, high) else { return DateRange::Any };
        if low > high {
            self.out.push(empty_range(scalar, &low.to_string(), &high.to_string()));
        }
        DateRange::Between(low, high)
    }

    fn day(&mut self, scalar: &Scalar, range: (usize, usize)) -> Option<Date> {
        let text = scalar.text.get(range.0..range.1).unwrap_or_default().trim();
        let day = parse_date(text);
        if day.is_none() {
            self.out.push(
                Diagnostic::new(
                    Code::BadDate,
                    trimmed(scalar, range),
                    format!("`{text}` is not a day of the calendar"),
                )
                .help("write year, month and day, as in `2026-11-22`"),
            );
        }
        day
    }
}

/// Whether a question takes one option or several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picking {
    One,
    Several,
}

/// How many options may be picked, and how many can be.
struct Picks {
    min: Option<usize>,
    max: Option<usize>,
    /// The most that can be picked together.
    together: usize,
    /// Whether an option excludes the others.
    alone: bool,
}

fn short_option(id: String, label: String, entry: &Entry) -> AnswerOption {
    AnswerOption {
        id,
        was: Vec::new(),
        label,
        help: None,
        image: None,
        drawing: None,
        alt: None,
        points: None,
        exclusive: false,
        when: None,
        codes: Codes::default(),
        span: entry.key.span,
    }
}

/// Points: a whole number, not larger than is taken.
fn as_points(text: &str) -> Option<i64> {
    let points = text.parse().ok().filter(|points: &i64| points.unsigned_abs() <= MOST_POINTS);
    points.filter(|_| !text.starts_with('+'))
}

/// A whole number written in digits alone.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The place of a part of a scalar without the blanks around it; the whole scalar, if the part is blank.
fn trimmed(scalar: &Scalar, (start, end): (usize, usize)) -> crate::source::Span {
    let text = scalar.text.get(start..end).unwrap_or_default();
    let from = start + (text.len() - text.trim_start().len());
    let to = from + text.trim().len();
    if from < to { scalar.place(from, to) } else { scalar.span }
}

fn unused_key(entry: &Entry, name: &str) -> Diagnostic {
    let key = &entry.key.value;
    let taking = TypeName::ALL.into_iter().filter(|name| name.keys().contains(&key.as_str()));
    let types: Vec<_> = taking.map(|name| format!("`{}`", name.name())).collect();
    Diagnostic::new(Code::UnusedKey, entry.key.span, format!("`{key}` has no effect on a `{name}` question"))
        .help(format!("leave it out; it is for {}", types.join(", ")))
}

fn too_few_options(entry: &Entry, count: usize) -> Diagnostic {
    let message = match count {
        0 => "there is no option to choose",
        _ => "there is only one option to choose",
    };
    Diagnostic::new(Code::TooFewOptions, entry.key.span, message)
        .help("give at least two options, or ask a `yes_no` question")
}

fn exclusive_alone(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::ExclusiveOption, entry.key.span, "`exclusive` stands where only one option can be chosen")
        .help("leave it out, or make the type `choices`")
}

pub(super) fn bad_number(key: &str, scalar: &Scalar, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::BadNumber, scalar.span, format!("`{key}` cannot be `{}`", scalar.text))
        .help(format!("write {wanted}"))
}

fn too_many_picks(key: &str, count: usize, together: usize, span: crate::source::Span) -> Diagnostic {
    Diagnostic::new(Code::BadPicks, span, format!("`{key}` is {count}, but only {together} can be picked together"))
        .help("an exclusive option cannot be picked together with others")
}

fn bad_range(scalar: &Scalar, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BadRange, scalar.span, format!("`{}` is not a range", scalar.text)).help(help)
}

fn open_range(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadRange, scalar.span, format!("`{}` is open at one end", scalar.text))
        .help("write both ends; for an end that does not matter, take one that nobody reaches")
}

fn empty_range(scalar: &Scalar, low: &str, high: &str) -> Diagnostic {
    Diagnostic::new(Code::BadRange, scalar.span, format!("nothing lies between `{low}` and `{high}`"))
        .help("write the lower end first")
}

pub(super) fn off_grid(text: &str, place: crate::source::Span, scale: u32) -> Diagnostic {
    Diagnostic::new(Code::BadRange, place, format!("`{text}` has more digits after the point than an answer can have"))
        .help(format!("add `decimals: {scale}` to the question, or round the number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_digits_alone() {
        for (text, number) in [("0", Some(0)), ("64", Some(64)), ("007", Some(7))] {
            assert_eq!(whole(text), number, "{text}");
        }
        for text in ["", "-1", "+1", "1.0", "1e3", " 1", "0x1", "4294967296", "１"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
