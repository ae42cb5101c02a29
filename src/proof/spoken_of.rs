//! Of which responses to one person's answers something is said: those of which a condition holds, of one audience, complete or not.

use super::plan::Plan;
use crate::assessment::Situation;
use crate::condition::{Condition, evaluate};
use crate::questionnaire::{Audience, Guarantee};
use crate::response::Response;
use crate::value::index::QuestionIx;
use crate::value::{State, Truth};

/// Of which responses something is said.
#[derive(Clone, Copy)]
pub(crate) struct SpokenOf<'g> {
    /// Those of which this holds.
    pub(super) when: Option<&'g Condition>,
    /// Only those in which nothing more is to be asked of the audience.
    pub(super) complete: bool,
    /// Who is asked: what only others are asked is not answered.
    pub(super) audience: Audience,
}

impl<'g> SpokenOf<'g> {
    /// Every response.
    pub(crate) const ALL: SpokenOf<'static> = SpokenOf { when: None, complete: false, audience: Audience::Everyone };

    /// Those of which a guarantee about one person speaks.
    pub(crate) fn by(guarantee: &'g Guarantee) -> Self {
        SpokenOf { when: guarantee.when.as_ref(), complete: guarantee.complete, audience: guarantee.audience }
    }

    /// Whether more than a condition says which they are.
    pub(crate) fn is_narrowed(self) -> bool {
        self.complete || self.audience != Audience::Everyone
    }

    /// Whether the audience is asked a question.
    pub(super) fn asks(self, plan: &Plan<'_>, question: QuestionIx) -> bool {
        plan.questionnaire[question].audience.includes(self.audience)
    }

    /// Whether a response is one of them, as the engine sees it.
    pub(super) fn has(self, plan: &Plan<'_>, response: &Response) -> bool {
        let situation = plan.engine.situation(response);
        self.when.is_none_or(|when| evaluate(when, &situation) == Truth::True)
            && response.iter().all(|(question, _)| self.asks(plan, question))
            && (!self.complete || self.is_complete(plan, &situation))
    }

    /// Whether nothing more is to be asked of the audience. What may be passed over may be open; and what picks an option of which it is not
    /// known whether it is offered was answered, though it counts as open until that is known.
    fn is_complete(self, plan: &Plan<'_>, situation: &Situation<'_>) -> bool {
        let questions = plan.questionnaire.questions().enumerated();
        let mut asked = questions.filter(|(index, _)| self.asks(plan, *index));
        asked.all(|(index, question)| {
            let is_put = situation.applies(index) == Truth::True && situation.can_be_answered(index);
            let is_open = situation.state(index) == State::Open;
            let is_uncertain = !situation.uncertain(index).is_empty();
            let unsure = matches!(situation.state(index), State::Unsure | State::Withheld);
            (!unsure || is_put) && (!question.required || !is_put || !is_open || is_uncertain)
        })
    }
}
