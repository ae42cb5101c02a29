//! What is wrong with what a condition names.

use super::Faults;
use super::syntax::number_in_words;
use crate::condition::print::calendar_word;
use crate::condition::scope::{AnswerType, Constant, Scope, Symbol};
use crate::condition::syntax::{List, Operand, Quantifier, RawTest, Tail, Word};
use crate::condition::tree::Comparison;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::value::{Duration, parse_decimal};
use std::ops::Range;

/// The longest name for which a near one is looked for.
const LONGEST_NAME: usize = 64;

/// What a test is about: its name, what that stands for, and where it is defined.
#[derive(Clone, Copy, Debug)]
pub(in crate::condition) struct Subject<'a> {
    pub name: &'a str,
    pub what: What<'a>,
    pub defined: Span,
}

/// What a name stands for, as far as tests go.
#[derive(Clone, Copy, Debug)]
pub(in crate::condition) enum What<'a> {
    Question(&'a AnswerType),
    Condition,
    Score,
    Derived,
}

impl Subject<'_> {
    /// `a number`, for messages.
    fn describe(&self) -> &'static str {
        match self.what {
            What::Question(AnswerType::YesNo) => "a yes_no question",
            What::Question(AnswerType::Choice(_)) => "a choice",
            What::Question(AnswerType::Scale(_)) => "a scale",
            What::Question(AnswerType::Choices { .. }) => "a question with several choices",
            What::Question(AnswerType::Number { .. }) => "a number",
            What::Question(AnswerType::Date) => "a date",
            What::Question(AnswerType::Text) => "a text",
            What::Condition => "a named condition",
            What::Score => "a score",
            What::Derived => "a worked-out number",
        }
    }

    /// What can be asked of it.
    fn usual_tests(&self) -> String {
        let name = self.name;
        let option = |at: usize| match self.what {
            What::Question(
                AnswerType::Choice(options) | AnswerType::Scale(options) | AnswerType::Choices { options, .. },
            ) => options.get(at).map_or("…", String::as_str),
            What::Question(AnswerType::YesNo | AnswerType::Number { .. } | AnswerType::Date | AnswerType::Text)
            | What::Condition
            | What::Score
            | What::Derived => "…",
        };
        let (first, second) = (option(0), option(1));
        match self.what {
            What::Question(AnswerType::YesNo) | What::Condition => format!("write `{name}` or `not {name}`"),
            What::Question(AnswerType::Choice(_)) => {
                format!("write as in `{name} == {first}` or `{name} in [{first}, {second}]`")
            }
            What::Question(AnswerType::Scale(_)) => format!("write as in `{name} == {first}` or `{name} <= {second}`"),
            What::Question(AnswerType::Choices { .. }) => {
                format!("write as in `{name} has {first}` or `{name} has any [{first}, {second}]`")
            }
            What::Question(AnswerType::Number { .. }) => format!("compare it with a number, as in `{name} >= 18`"),
            What::Question(AnswerType::Date) => {
                format!("write as in `{name} within 6 months` or `{name} before 2022-01-04`")
            }
            What::Question(AnswerType::Text) => "ask a choice beside it, and use that".into(),
            What::Score => format!("compare it with points, as in `{name} >= 3`"),
            What::Derived => format!("compare it with a number, as in `{name} >= 35`"),
        }
    }

    /// The test that was probably meant, if that is clear.
    fn meant(&self, test: &RawTest<'_>) -> Option<String> {
        let name = self.name;
        let What::Question(kind) = self.what else { return None };
        match (kind, &test.tail) {
            (AnswerType::Choice(_) | AnswerType::Scale(_), Tail::Has(Quantifier::Any, list)) => {
                Some(equal_or_in(name, list))
            }
            (AnswerType::Choice(_) | AnswerType::Scale(_), Tail::Has(Quantifier::None, list)) => {
                Some(format!("not {}", equal_or_in(name, list)))
            }
            (AnswerType::Choices { options, .. }, Tail::Compare(comparison, value)) if known(options, value) => {
                match comparison.sign() {
                    "==" => Some(format!("{name} has {}", value.word().text)),
                    "!=" => Some(format!("not {name} has {}", value.word().text)),
                    _ => None,
                }
            }
            (AnswerType::Choices { .. }, Tail::In(list)) => Some(format!("{name} has any [{}]", listed(list))),
            _ => None,
        }
    }
}

/// Whether an operand is one of the options.
fn known(options: &[String], value: &Operand<'_>) -> bool {
    options.iter().any(|option| option == value.word().text)
}

/// `a, b`
fn listed(list: &List<'_>) -> String {
    list.items.iter().map(|item| item.text).collect::<Vec<_>>().join(", ")
}

/// `x == a` or `x in [a, b]`
fn equal_or_in(name: &str, list: &List<'_>) -> String {
    match list.items.as_slice() {
        [one] => format!("{name} == {}", one.text),
        _ => format!("{name} in [{}]", listed(list)),
    }
}

impl Faults<'_> {
    /// Points at where the subject is defined.
    fn defined(&self, diagnostic: Diagnostic, subject: &Subject<'_>) -> Diagnostic {
        diagnostic.also(subject.defined, format!("`{}` is {}, defined here", subject.name, subject.describe()))
    }

    /// A name that nothing has: near ones are offered, and the question that has an option of that name.
    pub fn unknown_name(&mut self, name: &Word<'_>, scope: &dyn Scope) {
        if self.full() && self.has_errors() {
            return;
        }
        let diagnostic =
            self.at(Code::UnknownName, &name.at, format!("there is no question, condition or score `{}`", name.text));
        self.push(match name.text {
            "yes" | "no" | "true" | "false" => {
                diagnostic.help("a condition asks a question; what always holds needs no condition")
            }
            long if long.len() > LONGEST_NAME => diagnostic,
            text => match owner(text, scope) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.nearest(text, scope.names()),
            },
        });
    }

    /// A name that only comes later.
    pub fn too_early(&mut self, name: &Word<'_>, stands: Span, because: Option<(&str, Span)>) {
        let diagnostic = match because {
            Some((question, asked)) => self
                .at(
                    Code::NameTooEarly,
                    &name.at,
                    format!("`{}` rests on `{question}`, which only comes later", name.text),
                )
                .also(asked, "asked here")
                .help(format!("move this below `{question}`, or name something else")),
            None => self
                .at(Code::NameTooEarly, &name.at, format!("`{}` only comes later", name.text))
                .also(stands, "it stands here")
                .help(format!("move this below `{0}`, or `{0}` above this", name.text)),
        };
        self.push(diagnostic);
    }

    /// A text answer is for people.
    pub fn not_testable(&mut self, name: &Word<'_>, subject: &Subject<'_>) {
        let diagnostic =
            self.at(Code::NotTestable, &name.at, format!("`{}` is a text, which no condition can judge", name.text));
        let diagnostic = self.defined(diagnostic, subject).help(subject.usual_tests());
        self.push(diagnostic);
    }

    /// A test that the subject does not take.
    pub fn wrong_test(&mut self, test: &RawTest<'_>, subject: &Subject<'_>) {
        let (name, what) = (subject.name, subject.describe());
        let message = match test.tail {
            Tail::Bare => format!("`{name}` is {what} and says nothing by itself"),
            _ => format!("`{name}` is {what} and does not take `{}`", self.written(&test.sign.at)),
        };
        let diagnostic = self.at(Code::WrongTest, &test.sign.at, message);
        let help = subject.meant(test).map_or_else(|| subject.usual_tests(), |cure| format!("write `{cure}`"));
        let diagnostic = self.defined(diagnostic, subject).help(help);
        self.push(diagnostic);
    }

    /// `keloid < often` on a choice without order.
    pub fn no_order(&mut self, sign: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("the options of `{}` have no order, so `{}` says nothing", subject.name, sign.text);
        let diagnostic = self.at(Code::WrongTest, &sign.at, message);
        let help =
            format!("make `{0}` a `scale` if its options go from less to more, else use `{0} in […]`", subject.name);
        let diagnostic = self.defined(diagnostic, subject).help(help);
        self.push(diagnostic);
    }

    /// `smoker == yes`
    pub fn yes_no_compared(&mut self, at: &Range<usize>, cure: &str, subject: &Subject<'_>) {
        let message = format!("`{}` is {} and stands without a comparison", subject.name, subject.describe());
        self.take_back(at);
        let diagnostic = self.at(Code::WrongTest, at, message);
        let diagnostic = self.defined(diagnostic, subject).help(format!("write `{cure}`"));
        self.push(diagnostic);
    }

    /// `skin = rash or sunburn`: the words behind the test are options of its question. `all` of them are joined by `and`.
    pub fn options_joined(
        &mut self,
        at: &Range<usize>,
        first: &RawTest<'_>,
        others: &[&str],
        all: bool,
        subject: &Subject<'_>,
    ) {
        let named: Vec<&str> = match &first.tail {
            Tail::Has(_, list) | Tail::In(list) => list.items.iter().map(|item| item.text).collect(),
            Tail::Compare(_, value) => vec![value.word().text],
            _ => Vec::new(),
        };
        let list = named.into_iter().chain(others.iter().copied()).collect::<Vec<_>>().join(", ");
        let name = subject.name;
        let cure = match (subject.what, all) {
            (What::Question(AnswerType::Choices { .. }), true) => format!("{name} has all [{list}]"),
            (What::Question(AnswerType::Choices { .. }), false) => format!("{name} has any [{list}]"),
            _ => format!("{name} in [{list}]"),
        };
        let last = others.last().copied().unwrap_or_default();
        let message = format!("`{last}` is an option of `{name}`, and no test by itself");
        self.take_back(at);
        let diagnostic = self.at(Code::UnknownName, at, message);
        let diagnostic = self.defined(diagnostic, subject).help(format!("write `{cure}`"));
        self.push(diagnostic);
    }

    /// `keloid == unsure`
    pub fn state_compared(&mut self, at: &Range<usize>, cure: &str) {
        let message = format!("`{}` is not an option", self.written(at));
        self.simple(Code::WrongTest, at, message, format!("write `{cure}`"));
    }

    /// An option that the question does not have.
    pub fn unknown_option(&mut self, option: &Word<'_>, options: &[String], subject: &Subject<'_>) {
        let diagnostic = self
            .at(Code::UnknownOption, &option.at, format!("`{}` has no option `{}`", subject.name, option.text))
            .also(subject.defined, format!("`{}` is defined here", subject.name));
        let diagnostic = match option.text.len() > LONGEST_NAME {
            true => diagnostic,
            false => diagnostic.one_of(option.text, options.iter().map(String::as_str)),
        };
        self.push(diagnostic);
    }

    /// `in [once, once]`
    pub fn repeated_option(&mut self, option: &Word<'_>, first: &Word<'_>) {
        let diagnostic =
            self.at(Code::RepeatedOption, &option.at, format!("`{}` stands twice in this list", option.text));
        let diagnostic = self.also(diagnostic, &first.at, "it stands here already").help("remove one of the two");
        self.push(diagnostic);
    }

    /// `age > often`
    pub fn not_a_number(&mut self, value: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("`{}` is compared with a number, and `{}` is none", subject.name, value.text);
        let diagnostic = self.at(Code::WrongTest, &value.at, message);
        let diagnostic = self.defined(diagnostic, subject).help(subject.usual_tests());
        self.push(diagnostic);
    }

    /// `age > 18,5`, `age > 1e3`
    pub fn bad_number(&mut self, value: &Word<'_>) {
        let comma = value.text.replacen(',', ".", 1);
        let help = match parse_decimal(&comma) {
            Some(number) => format!("write `{number}`"),
            None if value.text.bytes().all(|byte| byte.is_ascii_digit()) => "a number has at most 28 digits".into(),
            None => "write digits, as in `18` or `18.5`".into(),
        };
        self.simple(Code::BadNumber, &value.at, format!("`{}` is not a number", value.text), help);
    }

    /// `age == 18.5` where ages are whole.
    pub fn too_exact(&mut self, value: &Word<'_>, decimals: u32, subject: &Subject<'_>) {
        let takes = match decimals {
            0 => "whole numbers".to_string(),
            1 => "numbers with 1 decimal".to_string(),
            more => format!("numbers with {more} decimals"),
        };
        let message = format!("`{}` is finer than any answer to `{}`", value.text, subject.name);
        let diagnostic = self
            .at(Code::WrongTest, &value.at, message)
            .also(subject.defined, format!("`{}` takes {takes}", subject.name))
            .help("compare with a number that can be answered, or give the question more `decimals`");
        self.push(diagnostic);
    }

    /// `worry > 2.5`
    pub fn points_whole(&mut self, value: &Word<'_>, subject: &Subject<'_>) {
        let message = match value.text.contains('.') {
            true => format!("points are whole numbers, and `{}` is none", value.text),
            false => format!("`{}` is more than any score can have", value.text),
        };
        let diagnostic = self.at(Code::WrongTest, &value.at, message);
        let diagnostic = self.defined(diagnostic, subject).help(subject.usual_tests());
        self.push(diagnostic);
    }

    /// `at least 0 of [a]`, `at least two of [a, b]`, `at least 4 of [a, b]`
    pub fn bad_count(&mut self, count: &Word<'_>, most: usize, at: &Range<usize>) {
        let number = number_in_words(count.text).filter(|number| *number as usize <= most);
        let help = match number {
            Some(number) => format!("write `{number}`"),
            None => format!("write a whole number from 1 to {most}, or the name of a value"),
        };
        let message = format!("`{}` is no count of {most} things", count.text);
        let diagnostic = self.at(Code::WrongTest, &count.at, message);
        let diagnostic = self.also(diagnostic, at, "counted here").help(help);
        self.push(diagnostic);
    }

    /// `at least 2 of [a, a, b]`
    pub fn counted_twice(&mut self, at: &Range<usize>, first: &Range<usize>) {
        let message = format!("`{}` is counted twice", self.written(at));
        let diagnostic = self.at(Code::WrongTest, at, message);
        let diagnostic = self.also(diagnostic, first, "it stands here already").help("remove one of the two");
        self.push(diagnostic);
    }

    /// `skin_now has at least 2 of [psoriasis, none]`
    pub fn exclusive_counted(&mut self, option: &Word<'_>) {
        let message = format!("`{}` excludes all other picks, so it does not count", option.text);
        self.simple(Code::WrongTest, &option.at, message, "take it out of the list");
    }

    /// `adult`, where a test should stand.
    pub fn value_alone(&mut self, name: &Word<'_>, value: Constant, defined: Span) {
        let message = format!("`{}` is the value {value}, and no question", name.text);
        let diagnostic = self
            .at(Code::WrongTest, &name.at, message)
            .also(defined, format!("`{}` is defined here", name.text))
            .help(match value {
                Constant::Duration(_) => format!("name a date before it, as in `stopped within {}`", name.text),
                Constant::Number(_) => format!("name a number before it, as in `age >= {}`", name.text),
                Constant::Day(_) => format!("name a date before it, as in `born before {}`", name.text),
            });
        self.push(diagnostic);
    }

    /// `stopped within sometime`
    pub fn no_duration(&mut self, word: &Word<'_>, known: Option<&Symbol<'_>>, scope: &dyn Scope) {
        let message = match known {
            Some(Symbol::Value(value, _)) => format!("`{}` is {value}, which is no span of time", word.text),
            _ => format!("`{}` is no span of time", word.text),
        };
        let durations = scope
            .names()
            .into_iter()
            .filter(|name| matches!(scope.resolve(name), Some(Symbol::Value(Constant::Duration(_), _))));
        let diagnostic = self.at(Code::BadDuration, &word.at, message);
        let diagnostic = diagnostic.nearest(word.text, durations);
        self.push(diagnostic.help("write a number and a unit, as in `6 months`, or a value of that kind"));
    }

    /// `stopped after sometime`
    pub fn no_day(&mut self, word: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("`{}` is no day", word.text);
        let diagnostic = self.at(Code::BadDate, &word.at, message);
        let help = "write a day as in `2022-01-04`, the id of another date question, or a value that is a day";
        let diagnostic = self.defined(diagnostic, subject).help(help);
        self.push(diagnostic);
    }

    /// `stopped > 2020-01-01`
    pub fn day_compared(&mut self, test: &RawTest<'_>, comparison: Comparison, day: &Word<'_>) {
        let name = test.name.text;
        let cure = match comparison {
            Comparison::Equal => format!("{name} from {0} and {name} until {0}", day.text),
            Comparison::NotEqual => format!("{name} before {0} or {name} after {0}", day.text),
            Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => {
                format!("{name} {} {}", calendar_word(comparison), day.text)
            }
        };
        let message = "a date is compared with a fixed day in words";
        self.simple(Code::WrongTest, &test.sign.at, message, format!("write `{cure}`"));
    }

    /// `stopped between 6 months and 3 months ago`
    pub fn spans_out_of_order(&mut self, sign: &Word<'_>, subject: &Subject<'_>, least: &str, most: &str) {
        let message = format!("{least} is not less than {most}");
        let help = format!("the nearer end stands first, as in `{} between {most} and {least} ago`", subject.name);
        self.simple(Code::WrongTest, &sign.at, message, help);
    }

    /// `hba1c in 69..59`
    pub fn range_out_of_order(&mut self, low: &Word<'_>, high: &Word<'_>) {
        let message = format!("`{}` is more than `{}`", low.text, high.text);
        let help = format!("write `{}..{}`", high.text, low.text);
        self.simple(Code::BadRange, &(low.at.start..high.at.end), message, help);
    }

    /// `read_on within 2 months after patch_on`
    pub fn months_between_dates(&mut self, other: &Word<'_>, span: Duration) {
        let message = format!("two dates are held against each other in days or weeks, and {span} has no fixed length");
        let help = format!("write days, as in `within {} days after {}`", span.days().1, other.text);
        self.simple(Code::BadDuration, &other.at, message, help);
    }

    /// `age > stage`: two questions of different kinds.
    pub fn unlike(&mut self, word: &Word<'_>, subject: &Subject<'_>, other: &Subject<'_>) {
        let (what, other_what) = (subject.describe(), other.describe());
        let message = format!("`{}` and `{}` cannot be held against each other", subject.name, other.name);
        let help = match (subject.what, other.what) {
            (What::Question(AnswerType::Number { .. }), What::Question(AnswerType::Number { .. })) => {
                "give both the same `unit` and the same `decimals`"
            }
            _ if what == other_what => "give both the same options in the same order, with one `option_lists` entry",
            _ => "two scales with the same options, two numbers with the same unit, or two dates can be compared",
        };
        let diagnostic = self
            .at(Code::WrongTest, &word.at, message)
            .also(subject.defined, format!("`{}` is {what}", subject.name))
            .also(other.defined, format!("`{}` is {other_what}", other.name))
            .help(help);
        self.push(diagnostic);
    }

    /// `said > seen` of two numbers, one of which has no range.
    pub fn endless(&mut self, word: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("`{}` has no range, so what can be answered has no end", subject.name);
        let diagnostic = self.at(Code::WrongTest, &word.at, message);
        let help = "give it one, as in `range: 0..300`: numbers that are held against each other need an end";
        let diagnostic = self.defined(diagnostic, subject).help(help);
        self.push(diagnostic);
    }

    /// `said > seen` of two choices.
    pub fn no_order_between(&mut self, word: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("the options of `{}` have no order", subject.name);
        let help = format!("write `{0} == {1}` or `{0} != {1}`, or make both a `scale`", subject.name, word.text);
        self.simple(Code::WrongTest, &word.at, message, help);
    }

    /// `stage > stage`
    pub fn paired_with_itself(&mut self, word: &Word<'_>) {
        let message = format!("`{}` is compared with itself", word.text);
        self.simple(Code::WrongTest, &word.at, message, "name another question");
    }

    /// `read_on within 2 days after worry`
    pub fn no_pair(&mut self, word: &Word<'_>, subject: &Subject<'_>) {
        let message = format!("`{}` is no question that `{}` can be held against", word.text, subject.name);
        self.simple(Code::WrongTest, &word.at, message, "name another question of the same type");
    }

    /// `stage < i`, where nothing comes before `i`.
    pub fn beyond_scale(&mut self, test: &RawTest<'_>, value: &Word<'_>, subject: &Subject<'_>) {
        let end = if test.sign.text == "<" { "first" } else { "last" };
        let message =
            format!("no option can pass `{} {}`: it is the {end} of `{}`", test.sign.text, value.text, subject.name);
        let diagnostic = self.at(Code::WrongTest, &(test.sign.at.start..value.at.end), message);
        let help = format!("write `{}= {}`, or compare with another option", test.sign.text, value.text);
        let diagnostic = self.defined(diagnostic, subject).help(help);
        self.push(diagnostic);
    }
}

/// `often` alone is the option of a question: says of which.
fn owner(name: &str, scope: &dyn Scope) -> Option<String> {
    scope.names().into_iter().find_map(|question| match scope.resolve(question) {
        Some(Symbol::Question(_, AnswerType::Choice(options) | AnswerType::Scale(options), _)) if contains(options, name) => {
            Some(format!("`{name}` is an option of `{question}`: write `{question} == {name}`, or `{question} in [{name}, …]` for several"))
        }
        Some(Symbol::Question(_, AnswerType::Choices { options, .. }, _)) if contains(options, name) => {
            Some(format!("`{name}` is an option of `{question}`: write `{question} has {name}`, or `{question} has any [{name}, …]` for several"))
        }
        _ => None,
    })
}

fn contains(options: &[String], name: &str) -> bool {
    options.iter().any(|option| option == name)
}
