//! What a person said to a question, tied to what each version sees of it.

use super::joint::{Joint, Shared};
use super::kind::Side;
use crate::proof::encode::{Encoder, States};
use crate::proof::solver::Lit;
use crate::value::index::{item, item_mut};
use crate::value::{OptionSet, Truth};

/// What a person said to a shared question, whether a version asks it or not.
pub(super) struct Raw {
    pub(super) none: Lit,
    pub(super) unsure: Option<Lit>,
    /// Of what is unsure, "rather not say", where that is told apart.
    pub(super) withheld: Option<Lit>,
    /// One for each of [`Shared::cells`].
    pub(super) cells: Vec<Lit>,
    /// For `choices`, one for each of [`Shared::options`].
    pub(super) picks: Vec<Lit>,
}

/// What was said to a question that is the same in both: what nobody asks has no answer.
pub(super) fn untied(encoder: &mut Encoder<'_, '_>, states: &States) -> Raw {
    Raw {
        none: encoder.solver.any(&[states.absent, states.open]),
        unsure: states.unsure,
        withheld: states.withheld,
        cells: states.cells.clone(),
        picks: states.picks.clone(),
    }
}

/// A shared question that the versions do not treat alike.
pub(super) struct Tie<'t, 'q> {
    pub(super) joint: &'t Joint<'q>,
    pub(super) shared: &'t Shared,
    pub(super) before: &'t States,
    pub(super) after: &'t States,
}

impl Tie<'_, '_> {
    pub(super) fn bind(&self, encoder: &mut Encoder<'_, '_>) -> Raw {
        let solver = &mut encoder.solver;
        let choices = !self.before.picks.is_empty();
        let raw = Raw {
            none: solver.fresh(),
            unsure: self.shared.unsure.then(|| solver.fresh()),
            withheld: (self.shared.unsure && self.shared.withheld).then(|| solver.fresh()),
            cells: self.shared.cells.iter().map(|_| solver.fresh()).collect(),
            picks: self.shared.options.iter().filter(|_| choices).map(|_| solver.fresh()).collect(),
        };
        let said = [raw.none].into_iter().chain(raw.unsure).chain(raw.cells.iter().copied());
        solver.exactly_one(&said.collect::<Vec<_>>());
        if let (Some(withheld), Some(unsure)) = (raw.withheld, raw.unsure) {
            solver.clause(&[!withheld, unsure]);
        }
        if encoder.exact.contains_key(&self.shared.new) {
            encoder.bind_runs(self.shared.new, &raw.cells);
        }
        if choices {
            self.bind_picks(encoder, &raw);
        }
        let first: Vec<(usize, usize)> = self.shared.cells.clone();
        let (cells, others): (Vec<usize>, Vec<usize>) = first.into_iter().unzip();
        let (options, rest): (Vec<usize>, Vec<usize>) = self.shared.options.iter().copied().unzip();
        see(encoder, &raw, self.before, (&cells, &options));
        see(encoder, &raw, self.after, (&others, &rest));
        raw
    }

    /// What was picked must fit both versions, even where one of them does not ask.
    fn bind_picks(&self, encoder: &mut Encoder<'_, '_>, raw: &Raw) {
        let sides = [
            (&self.joint.old, self.shared.old, self.before, Side::Old),
            (&self.joint.new, self.shared.new, self.after, Side::New),
        ];
        for (plan, question, states, side) in sides {
            let mut picks = vec![encoder.solver.no(); states.picks.len()];
            for ((before, after), pick) in self.shared.options.iter().zip(&raw.picks) {
                let position = if side == Side::Old { before } else { after };
                *item_mut(&mut picks, *position, "pick") = *pick;
            }
            let constant = encoder.constant(Truth::True);
            let said = States {
                absent: raw.none,
                open: raw.none,
                unsure: raw.unsure,
                withheld: raw.withheld,
                cells: raw.cells.clone(),
                picks,
                applies: constant,
                offered: Vec::new(),
            };
            encoder.bind_picks(&plan.questionnaire[question], &said);
        }
    }
}

/// Ties the states of one version to what was said. `cells` and `options` say which of its own each of the raw ones is.
fn see(encoder: &mut Encoder<'_, '_>, raw: &Raw, states: &States, (cells, options): (&[usize], &[usize])) {
    let solver = &mut encoder.solver;
    if let Some(unsure) = states.unsure {
        solver.clause(&[!unsure, raw.unsure.unwrap_or(solver.no())]);
        if let Some(withheld) = states.withheld {
            let said = raw.withheld.unwrap_or(solver.no());
            solver.clause(&[!withheld, said]);
            solver.clause(&[!unsure, withheld, !said]);
        }
    }
    for (position, cell) in states.cells.iter().enumerate() {
        let said = cells.iter().zip(&raw.cells).filter(|(own, _)| **own == position).map(|(_, said)| *said);
        let clause: Vec<Lit> = [!*cell].into_iter().chain(said).collect();
        solver.clause(&clause);
    }
    if !states.picks.is_empty() {
        // Where the version counts the answer, it picks just what was said; an option of its own was never said.
        let answered = states.answered();
        let known: OptionSet = options.iter().copied().collect();
        for (_, pick) in states.picks.iter().enumerate().filter(|(position, _)| !known.contains(*position)) {
            solver.clause(&[!*pick]);
        }
        for (own, said) in options.iter().zip(&raw.picks) {
            let pick = *item(&states.picks, *own, "pick");
            solver.clause(&[!answered, !pick, *said]);
            solver.clause(&[!answered, pick, !*said]);
        }
    }
    // Open, although it was answered: nobody asks for sure, or what was said is not offered for sure.
    let chosen = if states.picks.is_empty() { &raw.cells } else { &raw.picks };
    let mut refused = vec![!states.open, raw.none, !states.applies.yes];
    for (own, said) in options.iter().zip(chosen) {
        let offered = *item(&states.offered, *own, "option");
        refused.push(solver.all(&[*said, !offered.yes]));
    }
    solver.clause(&refused);
}
