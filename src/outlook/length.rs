//! How many screens an interview has for a person, where what is asked together is one: on the shortest and on the longest way to its end, and on a typical one.
//!
//! The ends are decided, not sampled. With every question of the holder answered or "not sure" as soon as it is known to
//! apply, each complete interview is one solution of the clauses of [`crate::proof::encode`] and the other way round, so the
//! fewest and the most screens of such solutions are the shortest and the longest way. A way that a rule with
//! `stop: true` ends is none: it does not reach the end.
//!
//! What is typical cannot be proved. It is the middle one of many made-up people, always the same ones.

use std::collections::{BTreeMap, BTreeSet};

use super::pace::Pace;
use crate::assessment::Situation;
use crate::condition::evaluate;
use crate::proof::domain::Domain;
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::{Audience, Question, QuestionKind, Questionnaire};
use crate::response::{Accepted, Response};
use crate::value::index::QuestionIx;
use crate::value::{Answer, OptionSet, Truth, Value};

/// How many people are made up for a typical way; odd, so that there is a middle one.
const PEOPLE: u64 = 201;

/// Who is asked, and what was answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Who holds the interview.
    pub holder: Audience,
    /// Whose questions have all been answered before, so that they are not put again.
    pub answered: Option<Audience>,
}

impl Walk {
    /// An interview from nothing.
    pub fn from_nothing(holder: Audience) -> Self {
        Walk { holder, answered: None }
    }

    /// Whether this walk puts the question.
    fn puts(self, question: &Question) -> bool {
        question.audience.includes(self.holder)
            && !self.answered.is_some_and(|before| question.audience.includes(before))
    }

    /// Whether the question is answered at the end, by whomever.
    fn settles(self, question: &Question) -> bool {
        let before = self.answered.is_some_and(|before| question.audience.includes(before));
        before || question.audience.includes(self.holder)
    }
}

/// The ways through an interview that reach its end.
#[derive(Clone, Debug)]
pub struct Paths {
    /// A way with the fewest screens.
    pub shortest: Path,
    /// How many screens the middle one of the made-up people has.
    pub typical: usize,
    /// A way with the most screens.
    pub longest: Path,
}

/// One way.
#[derive(Clone, Debug)]
pub struct Path {
    /// How many screens it has; what is asked together is one.
    pub screens: usize,
    /// Answers that lead along it.
    pub response: Response,
}

/// The shortest, a typical and the longest way; nothing if a rule ends every one of them.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn paths(plan: &Plan<'_>, walk: Walk) -> Result<Option<Paths>, Undecided> {
    let Some(shortest) = extreme(plan, walk, Wanted::Shown)? else { return Ok(None) };
    let Some(longest) = extreme(plan, walk, Wanted::Spared)? else { return Ok(None) };
    let typical = typical(plan, walk, &Response::new(plan.questionnaire));
    Ok(Some(Paths { shortest, typical, longest }))
}

/// Which screens there are to be as few of as possible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those that are shown: the shortest way.
    Shown,
    /// Those that are not: the longest.
    Spared,
}

fn extreme(plan: &Plan<'_>, walk: Walk, wanted: Wanted) -> Result<Option<Path>, Undecided> {
    let mut encoder = Encoder::new(plan);
    never_stopped(&mut encoder);
    let shown = shown(&mut encoder, walk);
    let costs: Vec<Lit> = shown.iter().map(|shown| if wanted == Wanted::Shown { *shown } else { !*shown }).collect();
    encoder.solve(&[])?;
    let Some(cost) = encoder.solver.fewest(&[], &costs)? else { return Ok(None) };
    let screens = if wanted == Wanted::Shown { cost } else { shown.len() - cost.min(shown.len()) };
    Ok(Some(Path { screens, response: encoder.response() }))
}

/// No rule ends the interview. A rule that holds at any moment still holds at the end: answers only take unknowns away.
fn never_stopped(encoder: &mut Encoder<'_, '_>) {
    for (index, rule) in encoder.plan.questionnaire.rules().enumerated() {
        if rule.stop {
            let holds = encoder.rule(index).yes;
            encoder.solver.clause(&[!holds]);
        }
    }
}

/// Of each screen that the walk may show, "it is shown": what is asked together is one. And every question is answered as the
/// walk leaves it.
fn shown(encoder: &mut Encoder<'_, '_>, walk: Walk) -> Vec<Lit> {
    let mut screens: BTreeMap<QuestionIx, Vec<Lit>> = BTreeMap::new();
    for (index, question) in encoder.plan.questionnaire.questions().enumerated() {
        let answered = if walk.settles(question) { encoder.completed(index) } else { encoder.unanswered(index) };
        encoder.solver.clause(&[answered]);
        if walk.puts(question) {
            let (applies, can_be_put) = (encoder.states(index).applies.yes, encoder.can_be_put(index));
            let not_put = !encoder.solver.all(&[applies, can_be_put]);
            screens.entry(encoder.plan.questionnaire.screen_of(index)).or_default().push(not_put);
        }
    }
    screens.into_values().map(|not_put| !encoder.solver.all(&not_put)).collect()
}

/// How many questions the middle one of the made-up people is still asked after the answers `given`; what is asked together counts as
/// one. Each picks among the
/// answers that conditions tell apart, all as likely as each other, except that half of them find nothing that fits them in
/// a list that says so ("none of these") and that the others find one thing.
pub fn typical(plan: &Plan<'_>, walk: Walk, given: &Response) -> usize {
    middle(ways(plan, walk, given).map(|asked| screens(plan, &asked)))
}

/// What is left of an interview for the middle one of the same people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Screens; what is asked together is one.
    pub screens: usize,
    /// Seconds for them and for the review.
    pub seconds: usize,
}

/// What the middle one of the made-up people still has before them after the answers `given`; see [`typical`].
pub fn typical_effort(plan: &Plan<'_>, walk: Walk, (pace, given): (&Pace, &Response)) -> Effort {
    let ways: Vec<Vec<QuestionIx>> = ways(plan, walk, given).collect();
    Effort {
        screens: middle(ways.iter().map(|asked| screens(plan, asked))),
        seconds: middle(ways.iter().map(|asked| pace.seconds(plan.questionnaire, asked))),
    }
}

fn middle(counts: impl Iterator<Item = usize>) -> usize {
    let mut counts: Vec<usize> = counts.collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

/// What is asked together is one screen.
fn screens(plan: &Plan<'_>, asked: &[QuestionIx]) -> usize {
    asked.iter().map(|question| plan.questionnaire.screen_of(*question)).collect::<BTreeSet<_>>().len()
}

/// What each made-up person is asked whom no rule stops.
fn ways<'a>(plan: &'a Plan<'_>, walk: Walk, given: &'a Response) -> impl Iterator<Item = Vec<QuestionIx>> + 'a {
    (0..PEOPLE).filter_map(move |person| asked_of(plan, walk, given, person))
}

/// What one made-up person is asked; nothing if a rule ends it.
fn asked_of(plan: &Plan<'_>, walk: Walk, given: &Response, person: u64) -> Option<Vec<QuestionIx>> {
    let mut response = given.clone();
    let questions = || plan.questionnaire.questions().iter().zip(&plan.domains).enumerate();
    let mut dice = Dice(person);
    for (position, (question, domain)) in questions() {
        let index = QuestionIx::new(position);
        if walk.settles(question) && response.get(index).is_none() {
            response.set(Accepted::known_to_fit(index, dice.answer(question, domain), None));
        }
    }
    // What was answered to a question that does not apply is not looked at, so all can be answered at once.
    let situation = plan.engine.situation(&response);
    let asked = questions().map(|(position, (question, _))| (QuestionIx::new(position), question));
    let asked = asked.filter(|(index, question)| {
        walk.puts(question) && given.get(*index).is_none() && situation.applies(*index) == Truth::True
    });
    let asked = asked.map(|(index, _)| index).collect();
    (!stopped(plan.questionnaire, &situation)).then_some(asked)
}

fn stopped(questionnaire: &Questionnaire, situation: &Situation<'_>) -> bool {
    questionnaire.rules().iter().any(|rule| rule.stop && evaluate(&rule.when, situation) == Truth::True)
}

/// Chance that is the same every time: the core knows no other. (The generator is SplitMix64.)
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed >> 33).unwrap_or(0).checked_rem(sides).unwrap_or(0)
    }

    fn answer(&mut self, question: &Question, domain: &Domain) -> Answer {
        let QuestionKind::Choices { min, .. } = &question.kind else {
            // Months and years come last, and open nothing that none of their days does.
            let cell = self.throw(domain.cells.len() - domain.periods().count());
            return domain.cells.get(cell).cloned().map_or(Answer::Skipped, Answer::Given);
        };
        let exclusive: Vec<usize> = question.exclusive().iter().collect();
        let plain: Vec<usize> =
            OptionSet::first(question.options().len()).without(question.exclusive()).iter().collect();
        let (among, picks) = if plain.is_empty() || (!exclusive.is_empty() && self.throw(2) == 0) {
            (exclusive, 1)
        } else {
            (plain, *min)
        };
        let first = self.throw(among.len());
        let picked = among.iter().cycle().skip(first).take(picks.max(1)).copied();
        Answer::Given(Value::Choices(picked.collect()))
    }
}
