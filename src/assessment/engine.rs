//! A questionnaire made ready to judge many responses on one day. Compiling cannot fail, and there is no other way to judge
//! a response or to see its situation: so a run compiles a questionnaire once a day that it looks at.
//!
//! 1. `codes`: each answer is a small number.
//! 2. `program`: a few steps find which questions apply, scores, and what is too long for a mask.
//! 3. `tables`: one mask for each answer; "and"ing them gives all rules at once, in three truth values.
//! 4. [`Engine::assess`] adds reasons, for the rules that held or still could, only if asked for.

use super::Situation;
use super::program::{Builder, Program, Scratch};
use super::tables::{Cause, Tables};
use crate::classes::{judged_conditions, tests};
use crate::condition::Test;
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{Answer, Date};

thread_local! {
    static MADE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// How many engines this thread has made so far: what a run must not do twice is held by
/// tests that count, in release builds too.
#[doc(hidden)]
pub fn engines_made() -> u64 {
    MADE.with(std::cell::Cell::get)
}

/// A questionnaire, compiled for one day.
pub struct Engine<'q> {
    program: Program<'q>,
    tables: Tables,
    /// The questions of which some condition asks whether they are unsure, or answered: of these "not sure" decides something.
    clarity_counts: Vec<QuestionIx>,
}

impl<'q> Engine<'q> {
    /// Compiles a questionnaire for one day. Takes a good part of a millisecond for a large one: make one and pass it on.
    ///
    /// ```
    /// use candidacy::assessment::Engine;
    /// use candidacy::questionnaire::Audience;
    /// use candidacy::response::Response;
    /// use candidacy::value::Date;
    ///
    /// let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
    /// let smp = smp.unwrap();
    /// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
    /// let assessment = engine.assess(&Response::new(&smp), Audience::Client);
    /// assert!(!assessment.settled(), "nothing was answered yet");
    /// ```
    pub fn new(questionnaire: &'q Questionnaire, day: Date) -> Engine<'q> {
        MADE.with(|made| made.set(made.get() + 1));
        let mut builder = Builder::new(questionnaire, day);
        let tables = Tables::new(questionnaire, &mut builder);
        Engine { program: builder.finish(), tables, clarity_counts: clarity_counts(questionnaire) }
    }

    /// What was compiled.
    pub fn questionnaire(&self) -> &'q Questionnaire {
        self.program.questionnaire()
    }

    /// The day of assessment.
    pub fn day(&self) -> Date {
        self.program.layout.day
    }

    /// The first day of which no answer has aged on the day of assessment.
    pub(crate) fn fresh_from(&self) -> Date {
        let questions = self.questionnaire().questions().iter();
        let fresh = questions.map(|question| question.valid_for.fresh_from(self.day()));
        fresh.max().unwrap_or(Date::MIN)
    }

    /// The answers "not sure" and "rather not say", if one of them decides something by that alone: cleared up, more could come of
    /// it than of any open question.
    pub(super) fn unclear(&self, response: &Response) -> Vec<QuestionIx> {
        let is_unclear =
            |question: &QuestionIx| matches!(response.get(*question), Some(Answer::Unsure | Answer::Withheld));
        if !self.clarity_counts.iter().any(is_unclear) {
            return Vec::new();
        }
        self.questionnaire().questions().indices().filter(is_unclear).collect()
    }

    /// The same of what is on a scratch.
    pub(crate) fn is_unclear(&self, scratch: &Scratch) -> bool {
        self.clarity_counts.iter().any(|question| self.program.is_unsure(*question, scratch))
    }

    /// Whether "not sure" can decide something by that alone.
    pub(crate) fn asks_for_clarity(&self) -> bool {
        !self.clarity_counts.is_empty()
    }

    /// A response seen through the questionnaire.
    pub fn situation<'a>(&self, response: &'a Response) -> Situation<'a>
    where
        'q: 'a,
    {
        let mut scratch = Scratch::default();
        self.encode(response, &mut scratch);
        self.weigh(&mut scratch).situation(response)
    }

    /// Puts a response on the scratch, ready to [`weigh`](Engine::weigh).
    ///
    /// # Panics
    /// If the response is one to another questionnaire: its answers would be judged as answers to other questions.
    pub fn encode(&self, response: &Response, scratch: &mut Scratch) {
        assert!(
            response.belongs_to(self.questionnaire()),
            "a fault of Candidacy: a response to another questionnaire than `{}` is judged by it",
            self.questionnaire().id()
        );
        self.program.encode(response, scratch);
    }

    /// Weighs what is on the scratch.
    ///
    /// ```
    /// use candidacy::assessment::{Engine, Scratch};
    /// use candidacy::response::Response;
    /// use candidacy::value::Date;
    ///
    /// let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
    /// let smp = smp.unwrap();
    /// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
    /// let mut scratch = Scratch::default();
    /// engine.encode(&Response::new(&smp), &mut scratch);
    /// let weighed = engine.weigh(&mut scratch);
    /// assert_eq!(weighed.findings().count(), 0, "nothing was answered yet");
    /// ```
    pub fn weigh<'w>(&'w self, scratch: &'w mut Scratch) -> Weighed<'w, 'q> {
        self.program.run(scratch);
        self.tables.fold(&scratch.codes, &mut scratch.alive);
        let (verdict, open_could_make_it) = self.tables.verdicts(&scratch.alive);
        Weighed { engine: self, scratch, verdict, open_could_make_it }
    }

    /// Makes a scratch ready for the answers of another response.
    pub(crate) fn clear(&self, scratch: &mut Scratch) {
        self.program.clear(scratch);
    }

    pub(crate) fn program(&self) -> &Program<'q> {
        &self.program
    }
}

/// A response that was weighed: its verdict, and what can be asked only of a weighed one.
pub struct Weighed<'w, 'q> {
    engine: &'w Engine<'q>,
    scratch: &'w mut Scratch,
    /// The most cautious verdict of any finding and of any "not sure"; the first verdict if there is none.
    pub verdict: VerdictIx,
    /// The most cautious verdict that answers still open could lead to.
    pub open_could_make_it: VerdictIx,
}

impl<'q> Weighed<'_, 'q> {
    /// The rules that hold, in questionnaire order.
    pub fn findings(&self) -> impl Iterator<Item = RuleIx> {
        // A rule of several conjunctions comes several times in a row.
        let mut last = None;
        self.certain().filter_map(Cause::rule).filter(move |rule| last.replace(*rule) != Some(*rule))
    }

    /// The questions answered "not sure" or "rather not say" that this gives a verdict.
    pub fn unsure(&self) -> impl Iterator<Item = QuestionIx> {
        self.certain().filter_map(Cause::question)
    }

    /// What leads to a verdict for sure, in questionnaire order; a rule may come several times in a row.
    pub(crate) fn certain(&self) -> impl Iterator<Item = Cause> {
        self.engine.tables.certain(&self.scratch.alive).map(|bit| bit.of)
    }

    /// The same with what may yet lead to one.
    pub(super) fn possible(&self) -> impl Iterator<Item = Cause> {
        self.engine.tables.possible(&self.scratch.alive).map(|bit| bit.of)
    }

    /// The response seen through the questionnaire. It must be the one that was weighed.
    pub(super) fn situation<'a>(self, response: &'a Response) -> Situation<'a>
    where
        'q: 'a,
    {
        Situation::of(&self.engine.program, response, self.scratch)
    }
}

/// The questions of which some condition asks whether they are unsure, or answered.
fn clarity_counts(questionnaire: &Questionnaire) -> Vec<QuestionIx> {
    let tests = tests(questionnaire, &judged_conditions(questionnaire));
    let asks = |test: &&Test| matches!(test, Test::Unsure(_) | Test::Withheld(_) | Test::Answered(_));
    tests.enumerated().filter(|(_, tests)| tests.iter().any(asks)).map(|(question, _)| question).collect()
}
