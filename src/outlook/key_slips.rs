//! Slips of a key: answers of a person who may be treated beside which there is one that would have ended with "ask a doctor" or
//! worse. Nobody sees from such an answer whether it was meant, so each is read back once before the result.

use crate::assessment::Engine;
use crate::proof::pairs::treated_and_not;
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::questionnaire::{Audience, Question, QuestionKind, Questionnaire};
use crate::response::{Response, accept, fits};
use crate::value::index::{QuestionIx, VerdictIx};
use crate::value::{Answer, OptionSet, State, Value, parse_decimal};

/// An answer one key beside which another result lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySlip {
    /// The question.
    pub question: QuestionIx,
    /// The neighbour that leads furthest from treatment; of several as far, the first as shown.
    pub beside: Answer,
    /// The verdict that it would have led to.
    pub verdict: VerdictIx,
}

/// The answers of a person who may be treated of which a neighbour leads to a verdict that treats nobody, in questionnaire order.
///
/// Neighbours are: the next option as shown, on either side; the other side of a yes or no; of several picks, one more beside a
/// picked one, and where nothing fits, each option alone; of a number, one digit more or less. A No to a line of a list, where
/// each line is marked by itself, was said on purpose and is left out; so is what is private, which no list shows. A questionnaire
/// that does not say up to which verdict people are treated (`treats_up_to`) has none.
///
/// ```
/// use candidacy::assessment::Engine;
/// use candidacy::outlook::key_slips;
/// use candidacy::questionnaire::Audience;
/// use candidacy::response::load;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let mut sources = Sources::default();
/// let (smp, _) = candidacy::catalog::open("smp", &mut sources).unwrap();
/// let smp = smp.unwrap();
/// let day = Date::constant(2026, 11, 22);
/// let engine = Engine::new(&smp, day);
/// let file = sources.add("me.yaml", "answers: { age: 18, keloid: family }");
/// let (me, _) = load(&smp, file, &sources, day);
/// let slips = key_slips(&engine, &me.response, Audience::Client);
/// let questions: Vec<&str> = slips.iter().map(|slip| smp[slip.question].id.as_str()).collect();
/// assert_eq!(questions, ["age", "keloid"], "a digit less, and the option below");
/// ```
pub fn key_slips(engine: &Engine<'_>, response: &Response, audience: Audience) -> Vec<KeySlip> {
    let questionnaire = engine.questionnaire();
    let now = engine.assess(response, audience);
    if questionnaire.treats_up_to().is_none() || !now.may_be_treated(questionnaire) {
        return Vec::new();
    }
    let situation = engine.situation(response);
    let mut slips = Vec::new();
    for (index, question) in questionnaire.questions().enumerated().filter(|(_, question)| !question.private) {
        let State::Answered(value) = situation.state(index) else { continue };
        if is_on_purpose(questionnaire, index, value) {
            continue;
        }
        let beside = neighbours(question, value, situation.offered(index));
        let slip = |beside: Value| slip(engine, (response, audience), index, Answer::Given(beside));
        // The first of the gravest: `max_by_key` takes the last.
        slips.extend(beside.into_iter().filter_map(slip).rev().max_by_key(|slip| slip.verdict));
    }
    slips
}

/// An answer of a set one key beside which another result lies, for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSlip {
    /// The question.
    pub question: QuestionIx,
    /// What is said.
    pub said: Answer,
    /// Its neighbour.
    pub beside: Answer,
}

/// The answers of a set that somebody gives who may be treated, and of which a neighbour, all else alike, leads to a verdict that
/// treats nobody: what [`key_slips`] reads back to that person. Of numbers, one is looked at of each class that rules tell apart.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn slips_of_set(plan: &Plan<'_>) -> Result<Vec<SetSlip>, Undecided> {
    let questionnaire = plan.questionnaire();
    let mut slips = Vec::new();
    if questionnaire.treats_up_to().is_none() {
        return Ok(slips);
    }
    for (index, question) in questionnaire.questions().enumerated().filter(|(_, question)| !question.private) {
        let all = OptionSet::first(question.options().len());
        let values: Vec<Value> = match question.kind {
            QuestionKind::Choices { .. } => all.iter().map(|option| Value::Choices(OptionSet::of(option))).collect(),
            _ => plan.values(index).to_vec(),
        };
        let fitting = |value: Value| fits(question, Answer::Given(value), plan.day()).ok();
        let mut pairs = Vec::new();
        for value in values.into_iter().filter(|value| !is_on_purpose(questionnaire, index, value)) {
            let beside = neighbours(question, &value, all).into_iter().filter_map(fitting);
            pairs.extend(
                fitting(value).into_iter().flat_map(|said| beside.clone().map(move |beside| (said.clone(), beside))),
            );
        }
        let found = treated_and_not(plan, index, &pairs)?;
        let found = pairs.into_iter().zip(found).filter(|(_, slips)| *slips);
        slips.extend(found.map(|((said, beside), _)| SetSlip { question: index, said, beside }));
    }
    Ok(slips)
}

/// Whether an answer is its own confirmation: a No to a line of a list.
fn is_on_purpose(questionnaire: &Questionnaire, question: QuestionIx, value: &Value) -> bool {
    *value == Value::YesNo(false) && questionnaire.together_with(question).is_some()
}

/// What a neighbour leads to, if nobody would be treated with it.
fn slip(
    engine: &Engine<'_>,
    (response, audience): (&Response, Audience),
    question: QuestionIx,
    beside: Answer,
) -> Option<KeySlip> {
    let questionnaire = engine.questionnaire();
    let fitting = accept(questionnaire, question, beside, engine.day()).ok()?;
    let beside = fitting.answer().clone();
    let mut other = response.clone();
    other.set(fitting);
    let then = engine.assess(&other, audience);
    let verdict = then.verdict.max(then.at_least);
    (!then.may_be_treated(questionnaire)).then_some(KeySlip { question, beside, verdict })
}

/// The answers one key beside this one; some may not fit.
fn neighbours(question: &Question, value: &Value, offered: OptionSet) -> Vec<Value> {
    let shown: Vec<usize> = offered.iter().collect();
    match (&question.kind, value) {
        (QuestionKind::YesNo, Value::YesNo(yes)) => vec![Value::YesNo(!yes)],
        (QuestionKind::Choice(_) | QuestionKind::Scale(_), Value::Choice(picked)) => {
            next_to(&shown, *picked).map(Value::Choice).collect()
        }
        (QuestionKind::Choices { .. }, Value::Choices(picks)) => {
            let exclusive = question.exclusive();
            let plain = |position: &usize| !exclusive.contains(*position);
            if picks.iter().any(|pick| exclusive.contains(pick)) {
                return shown.into_iter().filter(plain).map(|one| Value::Choices(OptionSet::of(one))).collect();
            }
            let beside = picks.iter().flat_map(|pick| next_to(&shown, pick));
            let new = beside.filter(plain).filter(|one| !picks.contains(*one));
            new.map(|one| Value::Choices(picks.or(OptionSet::of(one)))).collect()
        }
        (QuestionKind::Number { .. }, Value::Number(number)) => {
            let typed = number.to_string();
            let digits: Vec<usize> =
                typed.char_indices().filter(|(_, digit)| digit.is_ascii_digit()).map(|(at, _)| at).collect();
            let (mut less, mut more) = (Vec::new(), Vec::new());
            for at in digits {
                let (before, rest) = typed.split_at(at);
                let (digit, after) = rest.split_at(1);
                less.push(format!("{before}{after}"));
                more.push(format!("{before}{digit}{digit}{after}"));
            }
            less.into_iter().chain(more).filter_map(|text| parse_decimal(&text)).map(Value::Number).collect()
        }
        _ => Vec::new(),
    }
}

/// The positions shown before and after one.
fn next_to(shown: &[usize], picked: usize) -> impl Iterator<Item = usize> {
    let at = shown.iter().position(|position| *position == picked);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| shown.get(at).copied());
    let after = at.and_then(|at| shown.get(at + 1).copied());
    before.into_iter().chain(after)
}
