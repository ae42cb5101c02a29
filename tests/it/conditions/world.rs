//! A small questionnaire in a few lines, and people's answers to it in one.

use candidacy::condition::{self, Addend, AnswerType, Condition, Constant, Facts, Scope, Symbol};
use candidacy::diagnostic::Diagnostics;
use candidacy::document::Scalar;
use candidacy::source::{SourceIx, Span};
use candidacy::value::index::{ConditionIx, QuestionIx, ScoreIx};
use candidacy::value::{Date, Interval, OptionSet, State, Truth, Value, parse_date, parse_decimal};

/// The questionnaire of these tests, one name a line.
pub const NAMES: &str = "
    smoker        yes_no
    pregnant      yes_no
    keloid        choice never family once often
    stage         scale i ii iii iv
    skin_now      choices psoriasis sunburn eczema none
    age           number 0
    weight        number 1
    stopped       date
    note          text
    active_skin   condition
    twice_named   condition
    worry         score
    sunburnt      later
    seen          scale i ii iii iv
    ended         date
    older         number 0
    half_year     value 6 months
    adult         value 18
    law_day       value 2022-01-04
";

/// Names with what they stand for.
pub struct Names(pub Vec<(String, Entry)>);

pub enum Entry {
    Question(QuestionIx, AnswerType),
    Condition(ConditionIx),
    Score(ScoreIx),
    Value(Constant),
    Later,
}

impl Names {
    pub fn read(text: &str) -> Self {
        let mut names = Names(Vec::new());
        let count =
            |names: &Names, wanted: fn(&Entry) -> bool| names.0.iter().filter(|(_, entry)| wanted(entry)).count();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let words: Vec<_> = line.split_whitespace().collect();
            let options: Vec<String> = words.iter().skip(2).map(|word| word.to_string()).collect();
            let question = QuestionIx::new(count(&names, |entry| matches!(entry, Entry::Question(..))));
            let next_condition = ConditionIx::new(count(&names, |entry| matches!(entry, Entry::Condition(_))));
            let next_score = ScoreIx::new(count(&names, |entry| matches!(entry, Entry::Score(_))));
            let entry = match words[1] {
                "yes_no" => Entry::Question(question, AnswerType::YesNo),
                "choice" => Entry::Question(question, AnswerType::Choice(options)),
                "scale" => Entry::Question(question, AnswerType::Scale(options)),
                "choices" => {
                    let exclusive = options.iter().position(|option| option == "none");
                    Entry::Question(
                        question,
                        AnswerType::Choices { options, exclusive: exclusive.into_iter().collect() },
                    )
                }
                "number" => {
                    let decimals = words[2].parse().unwrap();
                    Entry::Question(question, AnswerType::Number { decimals, unit: None, ranged: words[0] != "weight" })
                }
                "value" => Entry::Value(match (parse_date(words[2]), words.len()) {
                    (Some(day), _) => Constant::Day(day),
                    (None, 3) => Constant::Number(parse_decimal(words[2]).unwrap()),
                    _ => Constant::Duration(condition::parse_duration(&scalar(&words[2..].join(" "))).0.unwrap()),
                }),
                "date" => Entry::Question(question, AnswerType::Date),
                "text" => Entry::Question(question, AnswerType::Text),
                "condition" => Entry::Condition(next_condition),
                "score" => Entry::Score(next_score),
                "later" => Entry::Later,
                other => panic!("{other}"),
            };
            names.0.push((words[0].to_string(), entry));
        }
        names
    }

    /// The place where a name is defined: its line in a text of its own.
    fn defined(at: usize) -> Span {
        Span::new(SourceIx(1), at, at + 1)
    }
}

impl Scope for Names {
    fn resolve(&self, name: &str) -> Option<Symbol<'_>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(match &self.0[at].1 {
            Entry::Question(question, kind) => Symbol::Question(*question, kind, Self::defined(at)),
            Entry::Condition(condition) => Symbol::Condition(*condition, Self::defined(at)),
            Entry::Score(score) => Symbol::Score(*score, Self::defined(at)),
            Entry::Value(value) => Symbol::Value(*value, Self::defined(at)),
            Entry::Later => Symbol::Later { stands: Self::defined(at), because: None },
        })
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().filter(|(_, entry)| !matches!(entry, Entry::Later)).map(|(name, _)| name.as_str()).collect()
    }
}

/// A text that stands in source 0 from its first byte on.
pub fn scalar(text: &str) -> Scalar {
    Scalar::verbatim(text, Span::new(SourceIx(0), 0, text.len()))
}

/// Reads a condition over [`NAMES`].
pub fn parse(text: &str) -> (Option<Condition>, Diagnostics) {
    condition::parse(&scalar(text), &Names::read(NAMES))
}

/// Reads a condition that must be right.
pub fn parsed(text: &str) -> Condition {
    let (condition, diagnostics) = parse(text);
    condition.unwrap_or_else(|| panic!("{text}: {diagnostics:?}"))
}

/// What is known of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Answer(Value),
    NotApplicable,
    Unsure,
    Withheld,
    Open,
}

/// A response on 22 November 2026. `active_skin` is `skin_now has any [psoriasis, sunburn]`, `twice_named` is
/// `active_skin or smoker`; `worry` adds up the positions of the options of `keloid` and `stage`.
#[derive(Clone, Debug)]
pub struct World {
    pub known: Vec<Known>,
    conditions: Vec<Condition>,
}

/// What `worry` adds up.
pub const ADDENDS: [QuestionIx; 2] = [QuestionIx(2), QuestionIx(3)];

impl World {
    /// From what is known of each question, in the order of [`NAMES`].
    pub fn of(known: Vec<Known>) -> Self {
        World {
            known,
            conditions: ["skin_now has any [psoriasis, sunburn]", "active_skin or smoker"].map(parsed).into(),
        }
    }

    /// From `smoker=yes keloid=unsure age=18`; what is not mentioned is open.
    pub fn read(text: &str) -> Self {
        let names = Names::read(NAMES);
        let mut known = vec![Known::Open; names.questions().len()];
        for pair in text.split_whitespace() {
            let (name, state) = pair.split_once('=').unwrap();
            let Some(Symbol::Question(question, kind, _)) = names.resolve(name) else { panic!("{name}") };
            known[question.at()] = Known::read(kind, state);
        }
        World::of(known)
    }
}

impl Names {
    /// The questions with their types, in order.
    pub fn questions(&self) -> Vec<(&str, &AnswerType)> {
        self.0
            .iter()
            .filter_map(|(name, entry)| match entry {
                Entry::Question(_, kind) => Some((name.as_str(), kind)),
                _ => None,
            })
            .collect()
    }
}

impl Known {
    /// `yes`, `often`, `psoriasis+sunburn`, `70.5`, `2026-11-22`, `n/a`, `unsure`, `withheld`, `open`.
    pub fn read(kind: &AnswerType, text: &str) -> Self {
        let at = |options: &[String], name: &str| options.iter().position(|option| option == name).expect(name);
        match (text, kind) {
            ("n/a", _) => Known::NotApplicable,
            ("unsure", _) => Known::Unsure,
            ("withheld", _) => Known::Withheld,
            ("open", _) => Known::Open,
            (_, AnswerType::YesNo) => Known::Answer(Value::YesNo(text == "yes")),
            (_, AnswerType::Choice(options) | AnswerType::Scale(options)) => {
                Known::Answer(Value::Choice(at(options, text)))
            }
            (_, AnswerType::Choices { options, .. }) => {
                let picked: OptionSet = text.split('+').map(|name| at(options, name)).collect();
                Known::Answer(Value::Choices(picked))
            }
            (_, AnswerType::Number { .. }) => Known::Answer(Value::Number(parse_decimal(text).expect(text))),
            (_, AnswerType::Date) => Known::Answer(Value::Date(parse_date(text).expect(text))),
            (_, AnswerType::Text) => Known::Answer(Value::Text(text.into())),
        }
    }
}

impl Facts for World {
    fn state(&self, question: QuestionIx) -> State<'_> {
        match &self.known[question.at()] {
            Known::Answer(value) => State::Answered(value),
            Known::NotApplicable => State::NotApplicable,
            Known::Unsure => State::Unsure,
            Known::Withheld => State::Withheld,
            Known::Open => State::Open,
        }
    }

    fn named(&self, condition: ConditionIx) -> Truth {
        condition::evaluate(&self.conditions[condition.at()], self)
    }

    fn tree(&self, condition: ConditionIx) -> Option<&Condition> {
        self.conditions.get(condition.at())
    }

    fn score(&self, _: ScoreIx) -> Option<Interval> {
        let points = ADDENDS.map(|question| match self.state(question) {
            State::Answered(Value::Choice(at)) => (*at as i64, *at as i64),
            State::NotApplicable => (0, 0),
            _ => (0, 3),
        });
        Some(Interval { low: points.iter().map(|part| part.0).sum(), high: points.iter().map(|part| part.1).sum() })
    }

    fn addends(&self, _: ScoreIx) -> Vec<Addend<'_>> {
        ADDENDS.map(Addend::Answer).to_vec()
    }

    fn day(&self) -> Date {
        parse_date("2026-11-22").unwrap()
    }
}
