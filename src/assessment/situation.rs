//! A response seen through its questionnaire: the state of every question, named condition and score.

use crate::condition::{Condition, Facts, evaluate};
use crate::questionnaire::{Question, QuestionKind, Questionnaire, Step};
use crate::response::Response;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, SectionIx};
use crate::value::{Answer, Date, Interval, OptionSet, State, Truth, Value};

/// The state of everything on one day. Made in one pass over [`Questionnaire::steps`].
///
/// Invariant: what a step needs was found by earlier steps, so no answer is looked at before it is known whether its
/// question applies.
pub struct Situation<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    day: Date,
    sections: Vec<Truth>,
    questions: Vec<Seen>,
    conditions: Vec<Truth>,
    scores: Vec<Interval>,
}

/// What is known of one question.
#[derive(Clone, Copy)]
struct Seen {
    applies: Truth,
    /// Options whose `when` is not false.
    offered: OptionSet,
    /// Options whose `when` is true.
    certain: OptionSet,
}

impl<'a> Situation<'a> {
    /// Sees a response through its questionnaire.
    pub fn new(questionnaire: &'a Questionnaire, response: &'a Response, day: Date) -> Self {
        let unseen = Seen { applies: Truth::Unknown, offered: OptionSet::default(), certain: OptionSet::default() };
        let mut situation = Situation {
            questionnaire,
            response,
            day,
            sections: vec![Truth::Unknown; questionnaire.sections().len()],
            questions: vec![unseen; questionnaire.questions().len()],
            conditions: vec![Truth::Unknown; questionnaire.conditions().len()],
            scores: vec![Interval { low: 0, high: 0 }; questionnaire.scores().len()],
        };
        for step in questionnaire.steps() {
            situation.take(*step);
        }
        situation
    }

    /// Whether a section applies.
    pub fn section(&self, section: SectionIx) -> Truth {
        self.sections.get(section.at()).copied().unwrap_or(Truth::False)
    }

    /// Whether a question applies: its own `when` and its section's.
    pub fn applies(&self, question: QuestionIx) -> Truth {
        self.seen(question).map_or(Truth::False, |seen| seen.applies)
    }

    /// The state of a question.
    pub fn state(&self, question: QuestionIx) -> State<'_> {
        match self.applies(question) {
            Truth::False => State::NotApplicable,
            Truth::Unknown => State::Open,
            Truth::True => self.said(question),
        }
    }

    /// Whether a named condition holds.
    pub fn condition(&self, condition: ConditionIx) -> Truth {
        self.conditions.get(condition.at()).copied().unwrap_or(Truth::Unknown)
    }

    /// The options that a question offers now: those whose `when` is not false.
    pub fn offered(&self, question: QuestionIx) -> OptionSet {
        self.seen(question).map(|seen| seen.offered).unwrap_or_default()
    }

    /// Whether the options that a question offers now allow any answer at all.
    pub fn can_be_answered(&self, question: QuestionIx) -> bool {
        let asked = self.questionnaire.questions().get(question.at());
        asked.is_some_and(|asked| allow_an_answer(asked, self.offered(question)))
    }

    /// The `when`s that keep a question open although it may have an answer: its section's and its own, or, if it is known
    /// to apply, those of the options chosen.
    pub(crate) fn undecided(&self, question: QuestionIx) -> Vec<&'a Condition> {
        let Some(asked) = self.questionnaire.questions().get(question.at()) else { return Vec::new() };
        let whens: Vec<&Condition> = if self.applies(question) == Truth::Unknown {
            let section = self.questionnaire.sections().get(asked.section.at());
            section.and_then(|section| section.when.as_ref()).into_iter().chain(asked.when.as_ref()).collect()
        } else {
            let chosen = chosen_options(self.response.get(question));
            chosen.iter().filter_map(|position| asked.options().get(position)?.when.as_ref()).collect()
        };
        whens.into_iter().filter(|when| evaluate(when, self) == Truth::Unknown).collect()
    }

    fn seen(&self, question: QuestionIx) -> Option<&Seen> {
        self.questions.get(question.at())
    }

    /// The state of a question that applies.
    fn said(&self, question: QuestionIx) -> State<'_> {
        let certain = self.seen(question).map(|seen| seen.certain).unwrap_or_default();
        match self.response.get(question) {
            Some(Answer::Given(value)) if chosen(value).without(certain).is_empty() => State::Answered(value),
            Some(Answer::Unsure) => State::Unsure,
            Some(Answer::Withheld) => State::Withheld,
            Some(Answer::Given(_) | Answer::Skipped) | None => State::Open,
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Section(section) => {
                let truth = self.section_applies(section);
                put(&mut self.sections, section.at(), truth);
            }
            Step::Question(question) => {
                if let Some(seen) = self.look(question) {
                    put(&mut self.questions, question.at(), seen);
                }
            }
            Step::Condition(condition) => {
                let truth = self.tree(condition).map_or(Truth::Unknown, |tree| evaluate(tree, self));
                put(&mut self.conditions, condition.at(), truth);
            }
            Step::Score(score) => {
                let total = self.add_up(score);
                put(&mut self.scores, score.at(), total);
            }
        }
    }

    fn holds(&self, when: Option<&Condition>) -> Truth {
        when.map_or(Truth::True, |when| evaluate(when, self))
    }

    fn section_applies(&self, section: SectionIx) -> Truth {
        let section = self.questionnaire.sections().get(section.at());
        self.holds(section.and_then(|section| section.when.as_ref()))
    }

    fn look(&self, question: QuestionIx) -> Option<Seen> {
        let question = self.questionnaire.questions().get(question.at())?;
        let applies = self.section(question.section).and(self.holds(question.when.as_ref()));
        let truths: Vec<Truth> = question.options().iter().map(|option| self.holds(option.when.as_ref())).collect();
        let at_least = |bound: Truth| {
            let options = truths.iter().enumerate().filter(move |(_, truth)| **truth >= bound);
            options.map(|(position, _)| position).collect::<OptionSet>()
        };
        Some(Seen { applies, offered: at_least(Truth::Unknown), certain: at_least(Truth::True) })
    }

    fn add_up(&self, score: ScoreIx) -> Interval {
        let addends = self.addends(score).iter().map(|question| self.points(*question));
        addends.fold(Interval { low: 0, high: 0 }, |total, part| Interval {
            low: total.low.saturating_add(part.low),
            high: total.high.saturating_add(part.high),
        })
    }

    /// What a question can still add to a score.
    fn points(&self, index: QuestionIx) -> Interval {
        let Some(question) = self.questionnaire.questions().get(index.at()) else {
            return Interval { low: 0, high: 0 };
        };
        match self.state(index) {
            State::NotApplicable => Interval { low: 0, high: 0 },
            State::Answered(value) => {
                let sum = sum_of(question, chosen(value));
                Interval { low: sum, high: sum }
            }
            State::Unsure | State::Withheld | State::Open => self.possible(index, question),
        }
    }

    fn possible(&self, index: QuestionIx, question: &Question) -> Interval {
        let certain = self.seen(index).map(|seen| seen.certain).unwrap_or_default();
        waiting_points(question, self.offered(index), certain, self.applies(index) == Truth::True)
    }
}

/// What a question without a known answer can still add, if it offers `offered`, `certain` of them for sure: nothing too, if
/// it may yet not apply, or if all that it offers may yet be ruled out.
pub(crate) fn waiting_points(question: &Question, offered: OptionSet, certain: OptionSet, applies: bool) -> Interval {
    let range = possible_points(question, offered);
    if applies && allow_an_answer(question, certain) {
        return range;
    }
    Interval { low: range.low.min(0), high: range.high.max(0) }
}

impl Facts for Situation<'_> {
    fn state(&self, question: QuestionIx) -> State<'_> {
        Situation::state(self, question)
    }

    fn named(&self, condition: ConditionIx) -> Truth {
        self.condition(condition)
    }

    fn tree(&self, condition: ConditionIx) -> Option<&Condition> {
        self.questionnaire.conditions().get(condition.at()).map(|named| &named.condition)
    }

    fn score(&self, score: ScoreIx) -> Interval {
        self.scores.get(score.at()).copied().unwrap_or(Interval { low: i64::MIN, high: i64::MAX })
    }

    fn addends(&self, score: ScoreIx) -> &[QuestionIx] {
        self.questionnaire.scores().get(score.at()).map_or(&[], |score| &score.sum)
    }

    fn day(&self) -> Date {
        self.day
    }
}

fn put<T>(list: &mut [T], position: usize, value: T) {
    if let Some(slot) = list.get_mut(position) {
        *slot = value;
    }
}

/// The options that an answer picks; none for answers without options.
pub(crate) fn chosen_options(answer: Option<&Answer>) -> OptionSet {
    match answer {
        Some(Answer::Given(value)) => chosen(value),
        _ => OptionSet::default(),
    }
}

fn chosen(value: &Value) -> OptionSet {
    match value {
        Value::Choice(position) => OptionSet::of(*position),
        Value::Choices(set) => *set,
        _ => OptionSet::default(),
    }
}

fn sum_of(question: &Question, options: OptionSet) -> i64 {
    let points = options.iter().filter_map(|position| question.options().get(position)?.points);
    points.fold(0, i64::saturating_add)
}

/// Whether these options allow an answer.
fn allow_an_answer(question: &Question, options: OptionSet) -> bool {
    match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => !options.is_empty(),
        QuestionKind::Choices { min, .. } => {
            let exclusive = options.and(question.exclusive());
            !exclusive.is_empty() || options.without(exclusive).len() >= *min
        }
        _ => true,
    }
}

/// The least and the most that an answer within `offered` adds; nothing if there is no such answer.
fn possible_points(question: &Question, offered: OptionSet) -> Interval {
    let single = |options: OptionSet| options.iter().map(|position| sum_of(question, OptionSet::of(position)));
    let sums: Vec<i64> = match question.kind {
        QuestionKind::Choices { min, max, .. } => {
            let exclusive = question.exclusive();
            let mut points: Vec<i64> = single(offered.without(exclusive)).collect();
            points.sort_unstable();
            let least = sums_of_first(points.iter(), min, max);
            let most = sums_of_first(points.iter().rev(), min, max);
            least.into_iter().chain(most).chain(single(offered.and(exclusive))).collect()
        }
        _ => single(offered).collect(),
    };
    let low = sums.iter().min().copied().unwrap_or(0);
    Interval { low, high: sums.iter().max().copied().unwrap_or(0) }
}

/// The sums of the first `min`, `min + 1`, … `max` points, as far as there are that many.
fn sums_of_first<'p>(points: impl Iterator<Item = &'p i64>, min: usize, max: usize) -> Vec<i64> {
    let sums = points.scan(0i64, |sum, point| {
        *sum = sum.saturating_add(*point);
        Some(*sum)
    });
    let prefixes = std::iter::once(0).chain(sums);
    prefixes.enumerate().filter(|(count, _)| (min..=max).contains(count)).map(|(_, sum)| sum).collect()
}
