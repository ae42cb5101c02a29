//! Where in an interview a person is, as they are told it: the part, and the minutes that are left.
//!
//! There is one progress. The parts of a set are counted before anything is answered, so that their number never moves; the
//! last one is the review. The minutes are those of a typical way, from the words and kinds of its questions; what was told is
//! never taken back: going forward they only fall.

use std::collections::BTreeMap;

use candidacy::interview::{Interview, LeftOnReturn};
use candidacy::outlook::{Effort, Pace, Walk, in_minutes, typical_effort};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::value::index::{QuestionIx, SectionIx};

use super::page::Place;

/// Works out where a person is, again at each question, since every answer opens some and closes others.
pub struct Remaining<'p, 'q> {
    plan: &'p Plan<'q>,
    walk: Walk,
    pace: Pace,
    /// The sections from which something is asked.
    parts: Vec<SectionIx>,
    /// The minutes that were told, by the question; those of the review behind all questions.
    told: BTreeMap<QuestionIx, usize>,
}

impl<'p, 'q> Remaining<'p, 'q> {
    /// Nothing was told yet.
    pub fn new(plan: &'p Plan<'q>, audience: Audience) -> Self {
        let questionnaire = plan.questionnaire();
        Remaining {
            plan,
            walk: Walk::from_nothing(audience),
            pace: Pace::of(questionnaire),
            parts: parts(questionnaire, audience),
            told: BTreeMap::new(),
        }
    }

    /// What a typical person still has before them. What is answered already is checked at the end.
    pub fn left(&self, interview: &Interview<'_>) -> Effort {
        let Effort { screens, seconds } = match interview.left_on_return() {
            Some(left) => self.left_on_return(interview, &left),
            None => typical_effort(self.plan, self.walk, (&self.pace, interview.opened())),
        };
        Effort { screens, seconds: seconds + self.check(interview) }
    }

    /// The seconds for checking what is answered.
    fn check(&self, interview: &Interview<'_>) -> usize {
        let is_answered = |question: &QuestionIx| interview.opened().get(*question).is_some();
        self.pace.seconds_to_check(&interview.asked().into_iter().filter(is_answered).collect::<Vec<_>>())
    }

    /// Whoever was here before goes a way of their own, which is known.
    fn left_on_return(&self, interview: &Interview<'_>, left: &LeftOnReturn) -> Effort {
        let mut asked = [left.old.as_slice(), &left.new, &left.lines].concat();
        asked.sort_unstable();
        let seconds = self.pace.seconds(interview.questionnaire(), &asked);
        Effort { screens: left.old.len() + left.new.len() + left.lists(), seconds }
    }

    /// Where a person is at a question.
    pub fn at(&mut self, interview: &Interview<'_>, question: QuestionIx) -> Place {
        let section = interview.questionnaire()[question].section;
        let part = self.parts.iter().position(|part| *part == section).map(|part| part + 1);
        let seconds = self.left(interview).seconds + self.again(interview, question);
        self.place(part.filter(|_| !interview.is_return()), question, seconds)
    }

    /// Where a person is who reads a list of old answers.
    pub fn at_a_list(&mut self, interview: &Interview<'_>) -> Place {
        let seconds = self.left(interview).seconds;
        self.place(None, self.behind_all(), seconds)
    }

    /// Where a person is who checks all answers.
    pub fn at_the_review(&mut self, interview: &Interview<'_>) -> Place {
        let part = (!interview.is_return()).then_some(self.parts.len() + 1);
        let seconds = self.check(interview);
        self.place(part, self.behind_all(), seconds)
    }

    /// Going back, the question itself, which has an answer, is asked once more.
    fn again(&self, interview: &Interview<'_>, question: QuestionIx) -> usize {
        let asked = interview.current().map(|_| question);
        self.pace.seconds(interview.questionnaire(), asked.as_slice())
    }

    fn behind_all(&self) -> QuestionIx {
        QuestionIx::new(self.plan.questionnaire().questions().len())
    }

    fn place(&mut self, part: Option<usize>, question: QuestionIx, seconds: usize) -> Place {
        let before = self.told.range(..=question).map(|(_, minutes)| *minutes).min();
        let minutes = before.map_or(in_minutes(seconds), |before| in_minutes(seconds).min(before));
        self.told.insert(question, minutes);
        Place { part: part.map(|part| (part, self.parts.len() + 1)), minutes }
    }
}

/// The sections with a question for whoever holds the interview.
fn parts(questionnaire: &Questionnaire, audience: Audience) -> Vec<SectionIx> {
    let mut parts: Vec<SectionIx> = Vec::new();
    let asked = questionnaire.questions().iter().filter(|question| question.audience.includes(audience));
    for question in asked {
        if parts.last() != Some(&question.section) {
            parts.push(question.section);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::testing::day;
    use super::*;
    use candidacy::assessment::Engine;
    use candidacy::interview::Step;
    use candidacy::questionnaire::{Question, QuestionKind};
    use candidacy::response::Response;
    use candidacy::value::{Answer, Decimal, OptionSet, Value};

    /// An answer of a person who finds something in every list, or nothing in any.
    fn answer(question: &Question, offered: OptionSet, finds: bool) -> Answer {
        let alone = offered.and(question.exclusive());
        let options: Vec<usize> = offered.without(question.exclusive()).iter().collect();
        let one = if finds { options.last() } else { options.first() }.copied().unwrap_or(0);
        Answer::Given(match &question.kind {
            QuestionKind::YesNo => Value::YesNo(finds),
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => Value::Choice(one),
            QuestionKind::Choices { .. } if !finds && !alone.is_empty() => Value::Choices(alone),
            QuestionKind::Choices { max, .. } => Value::Choices(options.into_iter().take(*max).collect()),
            QuestionKind::Number { .. } => Value::Number(Decimal::from(34)),
            QuestionKind::Date(_) => Value::Date(day()),
            QuestionKind::Text => Value::Text("none".to_owned()),
        })
    }

    #[test]
    fn on_no_way_through_the_shipped_set_does_progress_go_back() {
        let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
        let smp = smp.unwrap();
        let engine = Engine::new(&smp, day());
        let given = Response::new(&smp);
        let plan = Plan::new(&engine);
        let mut ends = 0;
        for turn in [usize::MAX, 1, 3] {
            let mut interview = Interview::new(&engine, given.clone(), Audience::Client);
            let (mut remaining, mut told) = (Remaining::new(&plan, Audience::Client), Vec::new());
            while let Step::Ask(index) = interview.step() {
                told.push(remaining.at(&interview, index));
                let question = &smp.questions()[index];
                let answer = answer(question, interview.offered(index), told.len() % turn == 0);
                interview.answer(answer).unwrap_or_else(|_| interview.answer(Answer::Unsure).unwrap());
            }
            if interview.step() == Step::Review {
                let place = remaining.at_the_review(&interview);
                // The last part; some minutes are for reading all of it once more.
                assert!(place.part.is_some_and(|(at, of)| at == of) && (2..9).contains(&place.minutes), "{place:?}");
                told.push(place);
                ends += 1;
            }
            let goes_on = |pair: &[Place]| pair[0].part <= pair[1].part && pair[0].minutes >= pair[1].minutes;
            assert!(told.windows(2).all(goes_on), "{turn}: {told:?}");
            let same = |place: &Place| place.part.map(|(_, of)| of) == told[0].part.map(|(_, of)| of);
            assert!(told.iter().all(same) && told[0].minutes > 5, "{turn}: {told:?}");
        }
        assert!(ends > 1, "{ends}");
    }

    #[test]
    fn what_was_told_is_not_taken_back() {
        let set = super::super::testing::small();
        let engine = Engine::new(&set, day());
        let plan = Plan::new(&engine);
        let mut remaining = Remaining::new(&plan, Audience::Client);
        let mut minutes = |question, seconds| remaining.place(Some(1), QuestionIx::new(question), seconds).minutes;
        let told = [minutes(0, 600), minutes(2, 900), minutes(3, 300), minutes(1, 900), minutes(3, 500), minutes(4, 0)];
        assert_eq!(told, [10, 10, 5, 10, 5, 1]);
    }
}
