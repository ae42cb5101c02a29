//! What a report asks of the proofs. Whoever wants a report decides whether they are asked: proofs take time, and a contract
//! shows nothing of them.

use super::what_if::{WhatIf, reachable, what_if};
use crate::assessment::{Assessment, Engine, Open};
use crate::proof::plan::Plan;
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};

/// What would change the result, and what open answers can still do to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Smallest changes that lead to a less cautious verdict, first those in the person's hands.
    pub ways: Vec<WhatIf>,
    /// The most cautious verdict that open answers can lead to.
    pub could_become: VerdictIx,
    /// The same if every "not sure" and "rather not say" were cleared up as well; never less.
    pub cleared_up: VerdictIx,
    /// The rules through which they can; none if that was not proved.
    pub rules: Option<Vec<RuleIx>>,
}

impl Outlook {
    /// Asks the proofs, with the engine that made the assessment. Where deciding takes more work than allowed, less is said,
    /// and nothing wrong.
    ///
    /// ```
    /// use candidacy::assessment::Engine;
    /// use candidacy::catalog::open;
    /// use candidacy::outlook::Outlook;
    /// use candidacy::questionnaire::Audience;
    /// use candidacy::response::Response;
    /// use candidacy::source::Sources;
    /// use candidacy::value::Date;
    ///
    /// let (smp, _) = open("smp", &mut Sources::default()).unwrap();
    /// let smp = smp.unwrap();
    /// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
    /// let nobody = Response::new(&smp);
    /// let assessment = engine.assess(&nobody, Audience::Client);
    /// let outlook = Outlook::of(&engine, &nobody, &assessment);
    /// assert!(outlook.could_become > assessment.verdict, "all answers are still open");
    /// ```
    pub fn of(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> Outlook {
        let unasked = Outlook::unasked(assessment);
        // Whoever is told to stop is told nothing that softens it.
        if assessment.stopped.is_some() {
            return unasked;
        }
        // Undecided: a report without this list is right as well, only shorter.
        let ways = what_if(engine, response).unwrap_or_default();
        let plan = Plan::new(engine);
        let aged = engine.aged(response);
        let reached = reachable(&plan, &response.without(&aged), assessment).and_then(|open| {
            // The old answers stay one of the ways on, also days that nobody could name today.
            let given = if aged.is_empty() { None } else { Some(reachable(&plan, response, assessment)?) };
            let unclear = assessment.unsure.iter().map(|unsure| unsure.question);
            let unclear: Vec<QuestionIx> = aged.iter().copied().chain(unclear).collect();
            let cleared = if assessment.unsure.is_empty() {
                open.verdict
            } else {
                reachable(&plan, &response.without(&unclear), assessment)?.verdict
            };
            Ok((open, given, cleared))
        });
        match reached {
            Ok((open, given, cleared)) => {
                let could_become = given.iter().map(|given| given.verdict).fold(open.verdict, VerdictIx::max);
                let rules = given.into_iter().flat_map(|given| given.rules).chain(open.rules).collect();
                Outlook { ways, could_become, cleared_up: cleared.max(could_become), rules: Some(rules) }
            }
            Err(_undecided) => Outlook { ways, ..unasked },
        }
    }

    /// What the assessment itself knows, without any proof.
    pub fn unasked(assessment: &Assessment) -> Outlook {
        Outlook {
            ways: Vec::new(),
            could_become: assessment.could_become,
            cleared_up: assessment.could_become,
            rules: None,
        }
    }

    /// Whether an open question can still make the verdict more cautious: through a rule, or by "not sure".
    pub fn matters(&self, questionnaire: &Questionnaire, assessment: &Assessment, open: &Open) -> bool {
        let by_rule = self.rules.as_ref().is_none_or(|reached| open.rules.iter().any(|rule| reached.contains(rule)));
        by_rule || questionnaire[open.question].unsure.is_some_and(|floor| floor > assessment.verdict)
    }
}
