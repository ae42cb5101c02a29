//! A response seen through its questionnaire: the state of every question, named condition and score.

use super::points::{allow_an_answer, chosen_options};
use super::program::{Program, Scratch, Total, Whole};
use crate::classes::{ABSENT, ClassCode, MAYBE, OPEN, UNSURE, WITHHELD, deciding_tests, is_vague};
use crate::condition::{Addend, Condition, Facts, evaluate};
use crate::questionnaire::{Questionnaire, ScoreItem};
use crate::response::Response;
use crate::value::index::{ConditionIx, IndexVec, QuestionIx, ScoreIx, SectionIx, fault};
use crate::value::{Answer, Date, Interval, OptionSet, State, Truth};

/// The state of everything on one day, as the one program that also judges finds it. Only an
/// [`Engine`](super::Engine::situation) makes one: compiling a questionnaire for every look at a response would be the
/// expensive way.
pub struct Situation<'a> {
    questionnaire: &'a Questionnaire,
    response: &'a Response,
    day: Date,
    sections: IndexVec<SectionIx, Truth>,
    questions: IndexVec<QuestionIx, ClassCode>,
    conditions: IndexVec<ConditionIx, Truth>,
    scores: IndexVec<ScoreIx, Total>,
}

impl<'a> Situation<'a> {
    /// What a run of the program found for a response that was weighed.
    pub(super) fn of<'q: 'a>(program: &Program<'q>, response: &'a Response, scratch: &mut Scratch) -> Self {
        let Whole { sections, questions, conditions, scores } = program.run_rest(scratch);
        Situation {
            questionnaire: program.questionnaire(),
            response,
            day: program.layout.day,
            sections,
            questions,
            conditions,
            scores: scores.clone(),
        }
    }

    /// What it is seen through.
    pub fn questionnaire(&self) -> &'a Questionnaire {
        self.questionnaire
    }

    /// The day of assessment.
    pub fn day(&self) -> Date {
        self.day
    }

    /// What is seen.
    pub fn response(&self) -> &'a Response {
        self.response
    }

    /// Whether a section applies.
    pub fn section(&self, section: SectionIx) -> Truth {
        self.sections[section]
    }

    /// Whether a question applies: its own `when` and its section's.
    pub fn applies(&self, question: QuestionIx) -> Truth {
        match self.questions[question] {
            ABSENT => Truth::False,
            MAYBE => Truth::Unknown,
            _ => Truth::True,
        }
    }

    /// The state of a question.
    pub fn state(&self, question: QuestionIx) -> State<'_> {
        match (self.questions[question], self.response.get(question)) {
            (ABSENT, _) => State::NotApplicable,
            (OPEN | MAYBE, _) => State::Open,
            (WITHHELD, _) => State::Withheld,
            (UNSURE, _) => State::Unsure,
            (_, Some(Answer::Given(value))) => State::Answered(value),
            (_, _) => fault("a question counts as answered because it has an answer, yet there is none"),
        }
    }

    /// Whether a condition of the questionnaire holds.
    pub fn holds(&self, condition: &Condition) -> Truth {
        evaluate(condition, self)
    }

    /// Whether a named condition holds.
    pub fn condition(&self, condition: ConditionIx) -> Truth {
        self.conditions[condition]
    }

    /// What a score can still be, whether tests on it are known or not.
    pub(super) fn sum(&self, score: ScoreIx) -> Interval {
        self.scores[score].points
    }

    /// Whether a question was answered with a month or a year of which something that is judged, asked or offered cannot say
    /// what it asks: with the day it could.
    pub fn is_vague(&self, question: QuestionIx) -> bool {
        let State::Answered(value) = self.state(question) else { return false };
        is_vague(&deciding_tests(self.questionnaire)[question], value, self.day)
    }

    /// The options that a question offers now: those whose `when` is not false.
    pub fn offered(&self, question: QuestionIx) -> OptionSet {
        let options = self.questionnaire[question].options().iter().enumerate();
        let offered =
            options.filter(|(_, option)| option.when.as_ref().is_none_or(|when| evaluate(when, self) != Truth::False));
        offered.map(|(position, _)| position).collect()
    }

    /// The options of a question of which it is not known whether they are offered.
    pub(crate) fn uncertain(&self, question: QuestionIx) -> OptionSet {
        let options = self.questionnaire[question].options().iter().enumerate();
        let uncertain = options
            .filter(|(_, option)| option.when.as_ref().is_some_and(|when| evaluate(when, self) == Truth::Unknown));
        uncertain.map(|(position, _)| position).collect()
    }

    /// Whether the options that a question offers now allow any answer at all.
    pub fn can_be_answered(&self, question: QuestionIx) -> bool {
        allow_an_answer(&self.questionnaire[question], self.offered(question))
    }

    /// Whether an open question was answered, and its answer counts as soon as others say that it applies, or that what it picks
    /// is offered: nobody has to answer it again.
    pub(crate) fn waits_for_others(&self, question: QuestionIx) -> bool {
        let given = self.response.get(question).filter(|answer| **answer != Answer::Skipped);
        let open = matches!(self.state(question), State::Open);
        open && given.is_some() && chosen_options(given).without(self.offered(question)).is_empty()
    }

    /// The `when`s that keep a question open although it may have an answer: its section's and its own, or, if it is known
    /// to apply, those of the options chosen, and of all that it may offer where none is.
    pub(crate) fn undecided(&self, question: QuestionIx) -> Vec<&'a Condition> {
        let questionnaire = self.questionnaire;
        let asked = &questionnaire[question];
        let whens: Vec<&Condition> = if self.applies(question) == Truth::Unknown {
            questionnaire[asked.section].when.iter().chain(&asked.when).collect()
        } else {
            let chosen = chosen_options(self.response.get(question));
            let all = OptionSet::first(asked.options().len());
            let options = if chosen.is_empty() { all } else { chosen };
            options.iter().filter_map(|position| asked.option(position).when.as_ref()).collect()
        };
        whens.into_iter().filter(|when| evaluate(when, self) == Truth::Unknown).collect()
    }
}

impl Facts for Situation<'_> {
    fn state(&self, question: QuestionIx) -> State<'_> {
        Situation::state(self, question)
    }

    fn named(&self, condition: ConditionIx) -> Truth {
        self.condition(condition)
    }

    fn tree(&self, condition: ConditionIx) -> Option<&Condition> {
        Some(&self.questionnaire[condition].condition)
    }

    fn score(&self, score: ScoreIx) -> Option<Interval> {
        let total = self.scores[score];
        (!total.lacking).then_some(total.points)
    }

    fn addends(&self, score: ScoreIx) -> Vec<Addend<'_>> {
        let items = self.questionnaire[score].sum.iter();
        let addends = items.map(|item| match item {
            ScoreItem::Answer(answer) => Addend::Answer(answer.question),
            ScoreItem::When { when, .. } => Addend::When(when),
        });
        addends.collect()
    }

    fn day(&self) -> Date {
        self.day
    }
}
