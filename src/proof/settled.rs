//! Responses whose verdict is not settled, as [`Assessment::settled`](crate::assessment::Assessment::settled) has it: what is open
//! could lead to a graver one, or what is unclear, once it is cleared up.
//!
//! Where some condition asks whether a question is unsure, or answered, the engine judges a response a second time, with every
//! "not sure" taken out. So there are two encodings in one solver then: of the response as it is, and of the same response
//! cleared up. Each answer in the second is the one in the first, where it still counts.

use super::encode::{Encoder, States, ThreeValued};
use super::plan::Plan;
use super::search::Search;
use super::solver::Lit;
use super::spoken_of::SpokenOf;
use crate::value::index::{QuestionIx, VerdictIx};

/// A search for those of these responses of which the verdict is not settled.
pub(super) fn unsettled<'p, 'q>(plan: &'p Plan<'q>, these: SpokenOf<'_>) -> Search<'p, 'q> {
    let (encoder, cleared) = if plan.engine.asks_for_clarity() {
        let (encoder, verdicts) = with_cleared_up(plan);
        (encoder, Some(verdicts))
    } else {
        (Encoder::new(plan), None)
    };
    let mut search = Search::with(encoder, these, None);
    let reached = verdicts(&mut search.encoder);
    let solver = &mut search.encoder.solver;
    let waits = reached.iter().enumerate().map(|(position, verdict)| {
        let cleared = cleared.iter().filter_map(|cleared| cleared.get(position)).map(|cleared| !cleared.no);
        let possible: Vec<Lit> = cleared.chain([!verdict.no]).collect();
        let possible = solver.any(&possible);
        solver.all(&[!verdict.yes, possible])
    });
    let waits: Vec<Lit> = waits.collect();
    let waits = solver.any(&waits);
    search.assumed.push(waits);
    search
}

/// "The verdict is at least this", of all but the first.
fn verdicts(encoder: &mut Encoder<'_, '_>) -> Vec<ThreeValued> {
    let beyond_the_first = encoder.plan.questionnaire.verdicts().indices().skip(1);
    beyond_the_first.map(|verdict: VerdictIx| encoder.verdict(verdict)).collect()
}

/// An encoder of responses as they are, and what verdicts they reach once they are cleared up.
fn with_cleared_up<'p, 'q>(plan: &'p Plan<'q>) -> (Encoder<'p, 'q>, Vec<ThreeValued>) {
    let mut cleared = Encoder::new(plan);
    let verdicts = verdicts(&mut cleared);
    let questions: Vec<(QuestionIx, States)> =
        cleared.encoded().into_iter().map(|question| (question, cleared.states(question).clone())).collect();
    let exact = cleared.exact.clone();
    let mut encoder = cleared.followed_by(plan);
    // One answer has one exact value, however often it is judged.
    encoder.exact.extend(exact);
    for (question, cleared) in questions {
        clear_up(&mut encoder, question, &cleared);
    }
    (encoder, verdicts)
}

/// Ties a question that is cleared up to the same as it was answered: "not sure" is open, and an answer stays while it counts.
fn clear_up(encoder: &mut Encoder<'_, '_>, question: QuestionIx, cleared: &States) {
    let said = encoder.states(question).clone();
    let solver = &mut encoder.solver;
    if let Some(unsure) = cleared.unsure {
        solver.clause(&[!unsure]);
    }
    for (cleared, said) in cleared.cells.iter().zip(&said.cells) {
        solver.clause(&[!*cleared, *said]);
    }
    for (pick, said) in cleared.picks.iter().zip(&said.picks) {
        solver.clause(&[!*pick, *said]);
        solver.clause(&[!cleared.answered(), !*said, *pick]);
    }
    // It counts for nothing if one of the options picked is not known to be offered any more.
    let chosen = if said.picks.is_empty() { &said.cells } else { &said.picks };
    let refused = cleared.offered.iter().zip(chosen).map(|(offered, chosen)| solver.all(&[!offered.yes, *chosen]));
    let refused: Vec<Lit> = refused.collect();
    for said in &said.cells {
        let stays = [!*said, !cleared.applies.yes, !cleared.open];
        solver.clause(&[stays.as_slice(), &refused].concat());
    }
}
