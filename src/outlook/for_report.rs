//! What a report asks of the proofs. Whoever wants a report decides whether they are asked: proofs take time, and a record of a
//! batch shows nothing of them.

use super::bounds::ExactBounds;
use super::reason::SufficientReason;
use super::what_if::{WhatIf, what_if};
use crate::assessment::{Assessment, Engine};
use crate::proof::plan::Plan;
use crate::questionnaire::Audience;
use crate::response::Response;

/// The assessment of one response with exact bounds, for whoever shows one. Where deciding takes more work than allowed, the
/// bounds stay quick, and say so: less is known then, and nothing wrong.
///
/// ```
/// use candidacy::assessment::{Bounds, Engine};
/// use candidacy::catalog::open;
/// use candidacy::outlook::assess_exactly;
/// use candidacy::questionnaire::Audience;
/// use candidacy::response::Response;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let (smp, _) = open("smp", &mut Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let assessment = assess_exactly(&engine, &Response::new(&smp), Audience::Client);
/// assert_eq!(assessment.bounds, Bounds::Exact);
/// assert!(assessment.could_become > assessment.verdict, "all answers are still open");
/// ```
pub fn assess_exactly(engine: &Engine<'_>, response: &Response, audience: Audience) -> Assessment {
    let quick = engine.assess(response, audience);
    let plan = Plan::new(engine);
    ExactBounds::new(&plan).sharpen(response, quick.clone()).unwrap_or(quick)
}

/// The same with what a report asks of the proofs besides, on one encoding.
///
/// ```
/// use candidacy::assessment::Engine;
/// use candidacy::catalog::open;
/// use candidacy::outlook::assess_with_outlook;
/// use candidacy::questionnaire::Audience;
/// use candidacy::response::Response;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let (smp, _) = open("smp", &mut Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let (assessment, outlook) = assess_with_outlook(&engine, &Response::new(&smp), Audience::Client);
/// assert_eq!(assessment.verdict.at(), 0);
/// assert!(outlook.decided_by.is_none(), "nothing needs to lead to the mildest verdict");
/// ```
pub fn assess_with_outlook(engine: &Engine<'_>, response: &Response, audience: Audience) -> (Assessment, Outlook) {
    let quick = engine.assess(response, audience);
    let plan = Plan::new(engine);
    let mut exact = ExactBounds::new(&plan);
    let assessment = exact.sharpen(response, quick.clone()).unwrap_or(quick);
    let outlook = Outlook::asked(&mut exact, engine, (response, &assessment));
    (assessment, outlook)
}

/// What would change the result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Smallest changes that lead to a less cautious verdict, first those in the person's hands.
    pub ways: Vec<WhatIf>,
    /// The answers that decide the verdict by themselves, if such can be told.
    pub decided_by: Option<SufficientReason>,
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
    /// let outlook = Outlook::of(&engine, &nobody, &engine.assess(&nobody, Audience::Client));
    /// assert!(outlook.ways.is_empty(), "nothing is milder than the mildest verdict");
    /// ```
    pub fn of(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> Outlook {
        Outlook::asked(&mut ExactBounds::new(&Plan::new(engine)), engine, (response, assessment))
    }

    fn asked(
        exact: &mut ExactBounds<'_, '_>,
        engine: &Engine<'_>,
        (response, assessment): (&Response, &Assessment),
    ) -> Outlook {
        // Whoever is told to stop is told nothing that softens it.
        if assessment.stopped.is_some() {
            return Outlook::unasked();
        }
        // Undecided: a report without this is right as well, only shorter.
        let first = assessment.decided_first(engine.questionnaire());
        let decided_by = exact.sufficient_reason(response, &first).unwrap_or_default();
        Outlook { ways: what_if(engine, response).unwrap_or_default(), decided_by }
    }

    /// Without any proof: nothing is known.
    pub fn unasked() -> Outlook {
        Outlook::default()
    }
}
