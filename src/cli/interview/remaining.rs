//! How many questions there are, as a person is told it.
//!
//! The longest way would frighten, and hardly anybody goes it: a typical one is told, for as long as it is much shorter. What
//! was told is never taken back: going forward, the share that is behind only grows.

use candidacy::interview::Interview;
use candidacy::outlook::{Walk, typical};
use candidacy::proof::Plan;
use candidacy::questionnaire::Audience;

/// By how many questions the longest way must be longer, so that a typical one is told.
const MUCH: usize = 10;

/// How many questions there are in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// So many at most.
    Most(usize),
    /// So many for most people.
    About(usize),
}

impl Total {
    fn count(self) -> usize {
        match self {
            Total::Most(count) | Total::About(count) => count,
        }
    }
}

/// Guesses how many questions there are, again at each question, since every answer opens some and closes others.
pub struct Remaining<'p, 'q> {
    plan: &'p Plan<'q>,
    walk: Walk,
    /// The furthest question that was put, by its number, and what was told there.
    told: Option<(usize, Total)>,
}

impl<'p, 'q> Remaining<'p, 'q> {
    /// Nothing was told yet.
    pub fn new(plan: &'p Plan<'q>, audience: Audience) -> Self {
        Remaining { plan, walk: Walk::from_nothing(audience), told: None }
    }

    /// How many questions a typical person is still asked, and how many are at most.
    pub fn left(&self, interview: &Interview<'_>) -> (usize, usize) {
        let progress = interview.progress();
        let most = progress.of - progress.done.min(progress.of);
        (typical(self.plan, self.walk, interview.opened()).clamp(most.min(1), most), most)
    }

    /// What to tell at the question with this number.
    pub fn tell(&mut self, interview: &Interview<'_>, number: usize) -> Total {
        let most = interview.progress().of.max(number);
        if let Some((furthest, told)) = self.told
            && number <= furthest
        {
            // Gone back: what was told further on still holds, unless an answer that was changed says better.
            return if matches!(told, Total::About(_)) && told.count() < most { told } else { Total::Most(most) };
        }
        let total = kept(self.told, number, most, || self.guess(interview, number, most));
        self.told = Some((number, total));
        total
    }

    /// What a typical person is asked in all. While more questions may come, this is not the last one.
    fn guess(&self, interview: &Interview<'_>, number: usize, most: usize) -> usize {
        let behind = interview.progress().done;
        (behind + self.left(interview).0).clamp((number + 1).min(most), most)
    }
}

/// What is told at a question after what was told `before` it: the share of questions that are behind does not go down.
fn kept(before: Option<(usize, Total)>, number: usize, most: usize, guess: impl FnOnce() -> usize) -> Total {
    let bound = before.map_or(usize::MAX, |(earlier, told)| told.count() * number / earlier.max(1));
    let was_most = matches!(before, Some((_, Total::Most(_))));
    if was_most || most <= number + 1 {
        return Total::Most(most);
    }
    let guess = guess();
    if most <= bound && most - guess.min(most) <= MUCH {
        Total::Most(most)
    } else {
        Total::About(guess.min(bound).max(number + 1))
    }
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
    fn on_no_way_through_the_shipped_set_does_the_share_behind_go_down() {
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
                let number = told.len() + 1;
                let total = remaining.tell(&interview, number);
                assert!(number <= total.count(), "{turn}: {number} of {total:?}");
                told.push(total);
                let question = &smp.questions()[index];
                let answer = answer(question, interview.offered(index), number % turn == 0);
                interview.answer(answer).unwrap_or_else(|_| interview.answer(Answer::Unsure).unwrap());
            }
            let shares = told.iter().zip(1..).map(|(total, number)| (number, total.count())).collect::<Vec<_>>();
            let grows = shares.windows(2).all(|pair| pair[0].0 * pair[1].1 <= pair[1].0 * pair[0].1);
            assert!(grows && matches!(told[0], Total::About(50..=70)), "{turn}: {shares:?}");
            // A rule may end it early; whoever comes to the end was told at last how many there were.
            let exact = told.last().map(|total| total.count()) == Some(told.len());
            assert!(exact || interview.step() != Step::Review, "{turn}: {shares:?}");
            ends += usize::from(interview.step() == Step::Review);
        }
        assert!(ends > 1, "{ends}");
    }

    #[test]
    fn a_typical_way_is_told_while_the_longest_is_much_longer() {
        for (before, number, most, guess, told) in [
            (None, 1, 7, 5, Total::Most(7)),
            (None, 1, 102, 59, Total::About(59)),
            (Some((1, Total::About(59))), 2, 101, 58, Total::About(58)),
            // The share behind does not go down, so the guess rises slowly, and the longest way waits until it fits.
            (Some((40, Total::About(60))), 41, 90, 75, Total::About(61)),
            (Some((40, Total::About(60))), 41, 66, 62, Total::About(61)),
            (Some((40, Total::About(60))), 41, 61, 58, Total::Most(61)),
            (Some((60, Total::About(61))), 61, 80, 62, Total::About(62)),
            (Some((60, Total::About(61))), 61, 61, 61, Total::Most(61)),
            (Some((3, Total::Most(30))), 4, 28, 12, Total::Most(28)),
        ] {
            assert_eq!(kept(before, number, most, || guess), told, "{before:?} {number} {most} {guess}");
        }
    }
}
