//! How soon a result is certain: of each person among the scenarios who answered all that is asked of a client, after how many
//! answers nothing that is left to answer can change the verdict any more. In the order of the file, and beside it in the order
//! that puts first what can lead to the gravest verdict.

use std::collections::BTreeMap;

use candidacy::assessment::Engine;
use candidacy::outlook::{ExactBounds, purpose};
use candidacy::proof::{Plan, Undecided};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::scenario::{Scenario, Suite};
use candidacy::text::counted;
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Date, Truth};

/// One person.
struct Person<'s> {
    id: &'s str,
    verdict: VerdictIx,
    answers: usize,
    /// After so many the verdict is certain: in the order of the file, and gravest first.
    certain: [usize; 2],
}

/// The table, for people to read.
///
/// # Errors
/// [`Undecided`] if deciding takes more work than allowed.
pub fn table(questionnaire: &Questionnaire, suite: &Suite) -> Result<String, Undecided> {
    let mut people = Vec::new();
    let mut days: BTreeMap<Date, Vec<&Scenario>> = BTreeMap::new();
    for scenario in &suite.scenarios {
        days.entry(scenario.day).or_default().push(scenario);
    }
    for (day, scenarios) in days {
        let engine = Engine::new(questionnaire, day);
        let plan = Plan::new(&engine);
        let orders = [questionnaire.questions().indices().collect(), gravest_first(&plan)?];
        let mut exact = ExactBounds::new(&plan);
        for scenario in scenarios {
            people.extend(person(&engine, &mut exact, (scenario, &orders))?);
        }
    }
    let mut text = people.iter().map(|person| line(questionnaire, person)).collect::<String>();
    text.push_str(&format!(
        "\n{} answered all that is asked of a client. Median answers until the verdict is certain:\n",
        people.len()
    ));
    text.push_str("                                people   answers   in the order of the file   gravest first\n");
    let verdicts = questionnaire.verdicts().enumerated();
    let groups = verdicts
        .map(|(verdict, of)| (of.id.as_str(), people.iter().filter(move |person| person.verdict == verdict).collect()));
    let groups: Vec<(&str, Vec<&Person<'_>>)> =
        std::iter::once(("all", people.iter().collect())).chain(groups).collect();
    for (name, people) in groups.into_iter().filter(|(_, people)| !people.is_empty()) {
        let of = |what: fn(&Person<'_>) -> usize| median(people.iter().map(|person| what(person)).collect());
        text.push_str(&format!(
            "{name:30} {:8}  {:8}   {:24}   {:13}\n",
            people.len(),
            of(|person| person.answers),
            of(|person| person.certain[0]),
            of(|person| person.certain[1]),
        ));
    }
    Ok(text)
}

fn line(questionnaire: &Questionnaire, person: &Person<'_>) -> String {
    let verdict = &questionnaire[person.verdict].id;
    let [file, gravest] = person.certain;
    format!(
        "{}: {verdict}, certain after {file} of {} (gravest first: {gravest})\n",
        person.id,
        counted(person.answers, "answer")
    )
}

fn median(mut counts: Vec<usize>) -> usize {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

/// The questions by the gravest verdict that each can lead to, else in the order of the file.
fn gravest_first(plan: &Plan<'_>) -> Result<Vec<QuestionIx>, Undecided> {
    let questionnaire = plan.questionnaire();
    let gravest = |question: QuestionIx| {
        let purpose = purpose(plan, question)?;
        let rules = purpose.decides.iter().chain(&purpose.leads_to).map(|rule| questionnaire[*rule].verdict);
        Ok((rules.chain(purpose.unsure).max(), question))
    };
    let mut order = questionnaire.questions().indices().map(gravest).collect::<Result<Vec<_>, _>>()?;
    order.sort_by_key(|(gravest, question)| (std::cmp::Reverse(*gravest), *question));
    Ok(order.into_iter().map(|(_, question)| question).collect())
}

/// One person; none if something asked of a client is not answered.
fn person<'s>(
    engine: &Engine<'_>,
    exact: &mut ExactBounds<'_, '_>,
    (scenario, orders): (&'s Scenario, &[Vec<QuestionIx>; 2]),
) -> Result<Option<Person<'s>>, Undecided> {
    let mut certain = [0, 0];
    let (mut answers, mut verdict) = (0, VerdictIx(0));
    for (order, certain) in orders.iter().zip(&mut certain) {
        let Some(way) = way(engine, order, &scenario.response) else { return Ok(None) };
        let Some(end) = way.last() else { return Ok(None) };
        (answers, verdict) = (way.len() - 1, engine.assess(end, Audience::Client).verdict);
        *certain = first_settled(engine, exact, &way)?;
    }
    Ok(Some(Person { id: &scenario.id, verdict, answers, certain }))
}

/// The answers one by one as they are given in an order; none if one is missing. A rule that stops ends the way.
fn way(engine: &Engine<'_>, order: &[QuestionIx], all: &Response) -> Option<Vec<Response>> {
    let questionnaire = engine.questionnaire();
    let mut way = vec![Response::new(questionnaire)];
    loop {
        let so_far = way.last()?;
        if engine.assess(so_far, Audience::Client).stopped.is_some() {
            return Some(way);
        }
        let situation = engine.situation(so_far);
        let asked = |question: &&QuestionIx| {
            questionnaire[**question].audience.includes(Audience::Client)
                && so_far.get(**question).is_none()
                && situation.applies(**question) == Truth::True
                && situation.can_be_answered(**question)
        };
        let Some(next) = order.iter().find(asked) else { return Some(way) };
        let mut more = so_far.clone();
        more.set(all.accepted(*next)?);
        way.push(more);
    }
}

/// After how many answers the verdict is certain. Once it is, it stays so.
fn first_settled(engine: &Engine<'_>, exact: &mut ExactBounds<'_, '_>, way: &[Response]) -> Result<usize, Undecided> {
    let questionnaire = engine.questionnaire();
    let left = |question: QuestionIx| questionnaire[question].audience.includes(Audience::Client);
    // By halves: before `open` answers it is not certain, after `settled` it is.
    let (mut open, mut settled) = (0_usize, way.len().saturating_sub(1));
    while let Some(response) = way.get(open.midpoint(settled)).filter(|_| open < settled) {
        let middle = open.midpoint(settled);
        if exact.settles(response, &engine.assess(response, Audience::Client), left)? {
            settled = middle;
        } else {
            open = middle + 1;
        }
    }
    Ok(settled)
}
