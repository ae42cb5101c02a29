//! A response seen through its questionnaire: the state of every question, named condition and score.

use super::codes::{ABSENT, Code, MAYBE, OPEN, UNSURE};
use super::program::{Program, Scratch};
use crate::condition::{Condition, Facts, evaluate};
use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::response::Response;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx, SectionIx};
use crate::value::{Answer, Date, Interval, OptionSet, State, Truth, Value};

/// The state of everything on one day, as the one program that also judges finds it. Only an
/// [`Engine`](super::Engine::situation) makes one: compiling a questionnaire for every look at a response would be the
/// expensive way.
pub struct Situation<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    day: Date,
    sections: Vec<Truth>,
    questions: Vec<Code>,
    conditions: Vec<Truth>,
    scores: Vec<Interval>,
}

impl<'a> Situation<'a> {
    /// What a run of the program found for a response.
    pub(super) fn of<'q: 'a>(program: &Program<'q>, response: &'a Response, scratch: &mut Scratch) -> Self {
        program.run_rest(scratch);
        let questionnaire = program.questionnaire();
        Situation {
            questionnaire,
            response,
            day: program.layout.day,
            sections: (0..questionnaire.sections().len())
                .map(|at| program.section(SectionIx::new(at), scratch))
                .collect(),
            questions: (0..questionnaire.questions().len())
                .map(|at| program.code(QuestionIx::new(at), scratch))
                .collect(),
            conditions: program.named(scratch),
            scores: scratch.scores.clone(),
        }
    }

    /// What it is seen through.
    pub fn questionnaire(&self) -> &'a Questionnaire {
        self.questionnaire
    }

    /// What is seen.
    pub fn response(&self) -> &'a Response {
        self.response
    }

    /// Whether a section applies.
    pub fn section(&self, section: SectionIx) -> Truth {
        self.sections.get(section.at()).copied().unwrap_or(Truth::False)
    }

    /// Whether a question applies: its own `when` and its section's.
    pub fn applies(&self, question: QuestionIx) -> Truth {
        match self.questions.get(question.at()) {
            Some(&ABSENT) | None => Truth::False,
            Some(&MAYBE) => Truth::Unknown,
            Some(_) => Truth::True,
        }
    }

    /// The state of a question.
    pub fn state(&self, question: QuestionIx) -> State<'_> {
        match (self.questions.get(question.at()), self.response.get(question)) {
            (Some(&ABSENT) | None, _) => State::NotApplicable,
            (Some(&(OPEN | MAYBE)), _) => State::Open,
            (Some(&UNSURE), Some(Answer::Withheld)) => State::Withheld,
            (Some(&UNSURE), _) => State::Unsure,
            (Some(_), Some(Answer::Given(value))) => State::Answered(value),
            (Some(_), _) => State::Open,
        }
    }

    /// Whether a named condition holds.
    pub fn condition(&self, condition: ConditionIx) -> Truth {
        self.conditions.get(condition.at()).copied().unwrap_or(Truth::Unknown)
    }

    /// The options that a question offers now: those whose `when` is not false.
    pub fn offered(&self, question: QuestionIx) -> OptionSet {
        let options = self.questionnaire.questions().get(question.at()).map_or(&[][..], Question::options);
        let offered = options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.when.as_ref().is_none_or(|when| evaluate(when, self) != Truth::False));
        offered.map(|(position, _)| position).collect()
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

pub(super) fn sum_of(question: &Question, options: OptionSet) -> i64 {
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
