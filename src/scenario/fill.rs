//! Scenarios that write themselves: for each part that no scenario shows, the smallest person who shows it, with what the set says
//! of that person today. Nobody has read yet whether that is right; they only tell when it changes, and say so (`reviewed: no`).

use std::collections::BTreeSet;

use super::{Coverage, CoverageRow, CoveredPart, Suite};
use crate::assessment::Engine;
use crate::proof::{Plan, witness_showing};
use crate::questionnaire::{Audience, Questionnaire};
use crate::response::{Response, answers_inline, earlier_inline};
use crate::value::Date;
use crate::value::index::fault;

/// What was written.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The scenarios, in the order of what they show.
    pub scenarios: Vec<FilledScenario>,
    /// What still is shown by none: no response shows it, or that was not decided.
    pub left: Vec<CoveredPart>,
}

/// A scenario that wrote itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledScenario {
    /// Its id, which says what it shows.
    pub id: String,
    /// It, as one line of YAML: an item of the list of scenarios.
    pub line: String,
}

/// Writes scenarios that show all that those of a suite do not, as far as some response does: a person who shows one part nearly
/// always shows others, which then need no other.
///
/// ```
/// use candidacy::questionnaire::{Texts, load};
/// use candidacy::scenario::{Suite, fill};
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let yaml = "questionnaire: tiny
/// version: 1.0.0
/// title: Tiny
/// verdicts: [{ fine: { title: Fine, says: Fine. } }, { later: { title: Later, says: Wait. } }]
/// sections:
///   - id: s
///     title: S
///     questions: [{ id: ill, ask: Are you ill?, type: yes_no }]
///     rules: [{ id: sick, when: ill, verdict: later, finding: You are ill. }]
/// ";
/// let set = load(&Texts::one("tiny.yaml", yaml), "tiny.yaml", &mut Sources::default()).0.unwrap();
/// let filled = fill(&set, &Suite::default(), Date::constant(2026, 11, 22));
/// let lines: Vec<&str> = filled.scenarios.iter().map(|one| one.line.as_str()).collect();
/// assert_eq!(lines, [
///     "{ id: filled_sick_held, reviewed: no, today: 2026-11-22, answers: { ill: yes }, verdict: later, only_findings: [sick] }",
///     "{ id: filled_sick_not_held, reviewed: no, today: 2026-11-22, answers: { ill: no }, verdict: fine, only_findings: [] }",
/// ]);
/// ```
pub fn fill(questionnaire: &Questionnaire, suite: &Suite, day: Date) -> Filled {
    let mut coverage = super::run(questionnaire, suite).coverage;
    let mut taken: BTreeSet<String> = suite.scenarios.iter().map(|scenario| scenario.id.clone()).collect();
    let engine = Engine::new(questionnaire, day);
    let plan = Plan::new(&engine);
    let mut filled = Filled { scenarios: Vec::new(), left: Vec::new() };
    while let Some(part) = next(&coverage, &filled.left) {
        // What is not decided is left out, and told.
        let Some(response) = witness_showing(&plan, &part.subject.to_show()).ok().flatten() else {
            filled.left.push(part);
            continue;
        };
        let before = part.times;
        coverage.count(&engine.situation(&response), &engine.assess(&response, Audience::Everyone));
        let shown = coverage.row(part.subject.row()).any(|now| now.subject == part.subject && now.times > before);
        assert!(shown, "a fault of Candidacy: the response found for `{}` does not show it", part.name);
        let id = own_id(&part, &mut taken);
        let line = line(&engine, &id, &response);
        filled.scenarios.push(FilledScenario { id, line });
    }
    filled
}

/// The next part that nothing shows.
fn next(coverage: &Coverage, left: &[CoveredPart]) -> Option<CoveredPart> {
    let missing = CoverageRow::ALL.into_iter().flat_map(|row| coverage.missing(row));
    { missing }.find(|part| !left.iter().any(|known| known.subject == part.subject)).cloned()
}

/// An id that says what is shown, and that no scenario has.
fn own_id(part: &CoveredPart, taken: &mut BTreeSet<String>) -> String {
    let shown = match part.subject.row() {
        CoverageRow::Held => "held",
        CoverageRow::NotHeld => "not_held",
        CoverageRow::Chosen => "chosen",
        CoverageRow::Unsure => "unsure",
        CoverageRow::Asked => "asked",
        CoverageRow::Skipped => "skipped",
        CoverageRow::Verdict => "reached",
    };
    let name = part.name.replace(": ", "_");
    let plain = format!("filled_{name}_{shown}");
    let numbered = (2..).map(|number| format!("{plain}_{number}"));
    let mut free = std::iter::once(plain.clone()).chain(numbered).filter(|id| !taken.contains(id));
    match free.next() {
        Some(id) => {
            taken.insert(id.clone());
            id
        }
        None => fault("there is always a further number, yet every id is taken"),
    }
}

fn line(engine: &Engine<'_>, id: &str, response: &Response) -> String {
    let questionnaire = engine.questionnaire();
    format!(
        "{{ id: {id}, reviewed: no, today: {}, answers: {}{}, {} }}",
        engine.day(),
        answers_inline(questionnaire, response),
        earlier_inline(questionnaire, response, engine.day()),
        outcome(engine, response, Audience::Everyone)
    )
}

/// The scenarios of a base that come to something else, each as an accepted outcome: an item of the list under `accepted`.
pub fn changed_outcomes(questionnaire: &Questionnaire, suite: &Suite) -> Vec<FilledScenario> {
    let results = super::run(questionnaire, suite);
    let of_base = suite.scenarios.iter().zip(&results.outcomes).take(suite.of_base);
    let changed = of_base.filter(|(_, outcome)| !outcome.failures.is_empty());
    let accepted = changed.map(|(scenario, _)| {
        let engine = Engine::new(questionnaire, scenario.day);
        let outcome = outcome(&engine, &scenario.response, scenario.audience);
        FilledScenario { id: scenario.id.clone(), line: format!("{{ id: {}, {outcome} }}", scenario.id) }
    });
    accepted.collect()
}

/// What comes of a response, as a scenario says it.
fn outcome(engine: &Engine<'_>, response: &Response, audience: Audience) -> String {
    let questionnaire = engine.questionnaire();
    let assessment = engine.assess(response, audience);
    let findings: Vec<&str> =
        assessment.findings.iter().map(|finding| questionnaire[finding.rule].id.as_str()).collect();
    let not_before = assessment.not_before().map_or(String::new(), |day| format!(", not_before: {day}"));
    let stopped = if assessment.stopped.is_some() { ", stopped: true" } else { "" };
    let verdict = &questionnaire[assessment.verdict].id;
    format!("verdict: {verdict}, only_findings: [{}]{not_before}{stopped}", findings.join(", "))
}
