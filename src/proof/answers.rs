//! Answers in the clauses of an encoder: what a response that was given says there, and the response behind a solution.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::encode::{Encoder, States};
use super::solver::Lit;
use crate::questionnaire::QuestionKind;
use crate::response::{Accepted, Response};
use crate::value::index::{QuestionIx, item};
use crate::value::{Answer, OptionSet, Value};

impl Encoder<'_, '_> {
    /// "The question is in the state that this answer gives"; without an answer, that it is open.
    pub(crate) fn said(&mut self, question: QuestionIx, answer: Option<&Answer>) -> Lit {
        let plan = self.plan;
        let never = self.solver.no();
        let states = self.states(question);
        let value = match answer {
            None | Some(Answer::Skipped) => return states.open,
            // "Not sure" may have been offered when it was said, and not be any more.
            Some(answer @ (Answer::Unsure | Answer::Withheld)) => {
                let unsure = states.unsure.unwrap_or(never);
                return match (states.withheld, answer) {
                    (Some(withheld), Answer::Withheld) => withheld,
                    (Some(withheld), _) => self.solver.all(&[unsure, !withheld]),
                    (None, _) => unsure,
                };
            }
            Some(Answer::Given(value)) => value,
        };
        // An answer of an earlier day that the question takes no more has a cell only in a plan made for it.
        let Some(cell) = plan.domains[question].cell_of(value) else { return never };
        let cell = *item(&states.cells, cell, "cell");
        let Value::Choices(set) = value else {
            let exactly = self.says_exactly(question, value);
            return self.solver.all(&[cell, exactly]);
        };
        let picks = states.picks.iter().enumerate();
        let exact = picks.map(|(position, pick)| if set.contains(position) { *pick } else { !*pick });
        let exact: Vec<Lit> = exact.chain([cell]).collect();
        self.solver.all(&exact)
    }

    /// "The question was left as it was": it says what it said before, or nobody can answer it now.
    pub(crate) fn kept(&mut self, question: QuestionIx, answer: Option<&Answer>) -> Lit {
        let said = self.said(question, answer);
        let states = self.known(question);
        let (absent, open, applies) = (states.absent, states.open, states.applies.yes);
        let refused: Vec<Lit> = states.offered_of(answer).map(|offered| !offered.yes).collect();
        let refused = self.solver.any(&refused);
        let out_of_reach = self.solver.any(&[!applies, refused]);
        let waits = if answer.is_some() { self.solver.all(&[open, out_of_reach]) } else { self.solver.no() };
        self.solver.any(&[absent, said, waits])
    }

    /// "An option that this answer picks is surely not offered", so that the question is asked again.
    pub(crate) fn ruled_out(&mut self, question: QuestionIx, answer: &Answer) -> Lit {
        let refused: Vec<Lit> = self.states(question).offered_of(Some(answer)).map(|offered| offered.no).collect();
        self.solver.any(&refused)
    }

    /// "The options that are not known to be missing allow an answer."
    pub(crate) fn can_be_put(&mut self, index: QuestionIx) -> Lit {
        let question = &self.plan.questionnaire[index];
        let states = self.states(index).clone();
        let offered = |position: usize| states.offered.get(position).map(|offered| !offered.no);
        let exclusive = question.exclusive();
        let all = OptionSet::first(question.options().len());
        match &question.kind {
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
                let any: Vec<Lit> = all.iter().filter_map(offered).collect();
                self.solver.any(&any)
            }
            QuestionKind::Choices { min, .. } => {
                let plain: Vec<Lit> = all.without(exclusive).iter().filter_map(offered).collect();
                let enough = self.solver.counts(&plain, *min).last().copied().unwrap_or(self.solver.yes());
                let any: Vec<Lit> = exclusive.iter().filter_map(offered).chain([enough]).collect();
                self.solver.any(&any)
            }
            QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => {
                self.solver.yes()
            }
        }
    }

    /// "Nothing more is to be asked here": what applies and can be put is answered, or may be passed over, and "not sure" is said
    /// only to what can be put. It may be open all the same, if the option chosen is not known to be offered.
    pub(crate) fn completed(&mut self, index: QuestionIx) -> Lit {
        let states = self.states(index).clone();
        let can_be_put = self.can_be_put(index);
        let put = self.solver.all(&[states.applies.yes, can_be_put]);
        let asked = states.unsure.map_or(self.solver.yes(), |unsure| self.solver.any(&[!unsure, put]));
        if !self.plan.questionnaire[index].required {
            return asked;
        }
        let answered = self.answered_where_put(index, put);
        self.solver.all(&[asked, answered])
    }

    /// "It is open, though it is put."
    pub(super) fn left_open(&mut self, index: QuestionIx) -> Lit {
        let can_be_put = self.can_be_put(index);
        let states = self.known(index);
        let (applies, open) = (states.applies.yes, states.open);
        self.solver.all(&[applies, can_be_put, open])
    }

    /// "It is not open where it is put"; but it is all the same, if the option chosen is not known to be offered.
    fn answered_where_put(&mut self, index: QuestionIx, put: Lit) -> Lit {
        let states = self.states(index).clone();
        let uncertain: Vec<Lit> =
            states.offered.iter().map(|offered| self.solver.all(&[!offered.yes, !offered.no])).collect();
        let answered: Vec<Lit> = uncertain.into_iter().chain([!put, !states.open]).collect();
        self.solver.any(&answered)
    }

    /// "It was answered, where it applies and can be put, and not with *not sure*": of a response that is complete in this sense,
    /// every question says so, also one that may be passed over.
    pub(crate) fn answered_in_full(&mut self, index: QuestionIx) -> Lit {
        let can_be_put = self.can_be_put(index);
        let states = self.states(index).clone();
        let put = self.solver.all(&[states.applies.yes, can_be_put]);
        let answered = self.answered_where_put(index, put);
        let sure = states.unsure.map_or(self.solver.yes(), |unsure| !unsure);
        self.solver.all(&[answered, sure])
    }

    /// "Nobody answered": neither an answer nor "not sure".
    pub(crate) fn unanswered(&mut self, index: QuestionIx) -> Lit {
        let states = self.states(index);
        let said: Vec<Lit> = states.cells.iter().copied().chain(states.unsure).map(|said| !said).collect();
        self.solver.all(&said)
    }

    /// The questions encoded so far.
    pub(crate) fn encoded(&self) -> Vec<QuestionIx> {
        self.questions.keys().copied().collect()
    }

    /// What a response costs: one for each question that is answered or unsure.
    pub(crate) fn costs(&mut self) -> Vec<Lit> {
        let said: Vec<[Lit; 2]> = self.questions.values().map(|states| [!states.open, !states.absent]).collect();
        said.iter().map(|said| self.solver.all(said)).collect()
    }

    /// All picks of the questions encoded so far, and all months and years: where a day shows the same, it shows it more clearly.
    pub(crate) fn picks(&self) -> Vec<Lit> {
        let vague = |(question, states): (&QuestionIx, &States)| {
            let periods = self.plan.domains[*question].periods();
            periods.map(|cell| *item(&states.cells, cell, "cell")).collect::<Vec<_>>()
        };
        let picks = self.questions.values().flat_map(|states| states.picks.iter().copied());
        picks.chain(self.questions.iter().flat_map(vague)).collect()
    }

    /// The response behind the answer just found; questions that were not encoded stay open.
    pub(crate) fn response(&self) -> Response {
        self.response_of(&self.questions, &self.exact)
    }

    /// The same of another response in the same solver: its states, and the bits of its exact answers.
    pub(super) fn response_of(
        &self,
        states: &BTreeMap<QuestionIx, States>,
        exact: &BTreeMap<QuestionIx, Bits>,
    ) -> Response {
        let mut response = Response::new(self.plan.questionnaire);
        for (question, states) in states {
            if let Some(answer) = self.answer_of((*question, states), exact) {
                response.set(Accepted::known_to_fit(*question, answer, None));
            }
        }
        response
    }

    /// The answer to one question in the answer just found.
    pub(crate) fn answer(&self, question: QuestionIx) -> Option<Answer> {
        self.answer_of((question, self.known(question)), &self.exact)
    }

    /// The states of all questions encoded so far.
    pub(super) fn all_states(&self) -> &BTreeMap<QuestionIx, States> {
        &self.questions
    }

    fn answer_of(
        &self,
        (question, states): (QuestionIx, &States),
        exact: &BTreeMap<QuestionIx, Bits>,
    ) -> Option<Answer> {
        if states.withheld.is_some_and(|withheld| self.solver.holds(withheld)) {
            return Some(Answer::Withheld);
        }
        if states.unsure.is_some_and(|unsure| self.solver.holds(unsure)) {
            return Some(Answer::Unsure);
        }
        let cell = states.cells.iter().position(|cell| self.solver.holds(*cell))?;
        if !states.picks.is_empty() {
            let picks = states.picks.iter().enumerate().filter(|(_, pick)| self.solver.holds(**pick));
            return Some(Answer::Given(Value::Choices(picks.map(|(position, _)| position).collect())));
        }
        let exact = exact.get(&question).map(|bits| Answer::Given(self.value_in(question, bits)));
        Some(exact.unwrap_or_else(|| self.plan.answer_in(question, cell)))
    }
}
