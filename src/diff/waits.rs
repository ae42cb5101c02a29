//! The days that findings name: from when on one no longer stands in the way, and by when it must be dealt with.
//!
//! Both count from a day that somebody said, or from that of assessment. Where both versions count from the same day, the longer
//! span ends later, wherever it begins; where they do not, responses are looked for that show which way the day moved.

use std::cmp::Ordering;

use super::Witness;
use super::alike::{Alike, against};
use super::decide::Deciding;
use super::kind::{DifferenceKind, Moved, Side};
use super::same::twin;
use super::shows::is_shown;
use crate::proof::solver::{Lit, Undecided};
use crate::questionnaire::{DueBy, DueSide, NotBefore, Rule};
use crate::value::Duration;
use crate::value::index::{QuestionIx, RuleIx};

/// From which day a span of time reaches to that of a finding.
#[derive(Clone, Copy)]
struct Reach {
    from: Option<QuestionIx>,
    span: Duration,
    side: DueSide,
}

impl Reach {
    fn of_wait(wait: NotBefore) -> Reach {
        Reach { from: wait.question, span: wait.duration, side: DueSide::After }
    }

    fn of_due(due: DueBy) -> Reach {
        Reach { from: due.question, span: due.duration, side: due.side }
    }

    /// How the day of this one lies to that of another that reaches from the same day; none if that depends on the day.
    fn against(&self, other: &Reach) -> Option<Ordering> {
        match (self.side, other.side) {
            (DueSide::After, DueSide::After) => against(self.span, other.span),
            (DueSide::Before, DueSide::Before) => against(other.span, self.span),
            _ if self.span.count == 0 && other.span.count == 0 => Some(Ordering::Equal),
            (DueSide::Before, DueSide::After) => Some(Ordering::Less),
            (DueSide::After, DueSide::Before) => Some(Ordering::Greater),
        }
    }
}

/// Which of the two days of a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    NotBefore,
    By,
}

impl Named {
    fn kind(self, rule: &str, moved: Moved) -> DifferenceKind {
        let rule = rule.to_owned();
        match self {
            Named::NotBefore => DifferenceKind::NotBefore { rule, moved },
            Named::By => DifferenceKind::By { rule, moved },
        }
    }

    /// How a rule reaches its day.
    fn reach(self, rule: &Rule) -> Option<Reach> {
        match self {
            Named::NotBefore => rule.not_before.map(Reach::of_wait),
            Named::By => rule.by.map(Reach::of_due),
        }
    }

    /// What it means that only the new version names a day.
    fn appears(self) -> Moved {
        match self {
            Named::NotBefore => Moved::More,
            Named::By => Moved::Less,
        }
    }

    /// What it means that only the old version names a day.
    fn goes(self) -> Moved {
        match self {
            Named::NotBefore => Moved::Less,
            Named::By => Moved::More,
        }
    }
}

/// How sure it is that a response with all this shows a kind.
struct Way {
    assumed: Vec<Lit>,
    moved: Moved,
    /// Whether every such response does.
    is_sure: bool,
}

impl Deciding<'_, '_> {
    /// All days of findings that both versions make.
    pub(super) fn waits(&mut self) {
        let [old, new] = self.joint.versions();
        let both =
            old.rules().enumerated().filter_map(|(place, before)| Some((before, &new[twin(new, place, &before.id)?])));
        for (before, after) in both {
            let alike = Alike::new([old, new], &self.joint.same);
            let (waits, due) = (alike.waits(before.not_before, after.not_before), alike.is_due(before.by, after.by));
            if !waits {
                self.day(Named::NotBefore, [before, after]);
            }
            if !due {
                self.day(Named::By, [before, after]);
            }
        }
    }

    /// Whether the day of a finding that only the old version makes is lost by it: somebody loses the finding, and no finding of the
    /// new version names a day at least as strict from the same day on.
    pub(super) fn loses_a_day(&mut self, kind: &DifferenceKind) -> bool {
        let [old, _] = self.joint.versions();
        let DifferenceKind::Finding { rule, only_in: Side::Old } = kind else { return false };
        let Some(before) = old.rule(rule).map(|rule| &old[rule]) else { return false };
        [Named::NotBefore, Named::By].into_iter().any(|named| {
            let Some(reach) = named.reach(before) else { return false };
            let Some(mut assumed) = self.solving.shows(kind) else { return true };
            assumed.push(self.solving.has_day(Side::Old, reach.from));
            for (rule, from) in self.as_strict(named, reach) {
                let names = [self.solving.version(Side::New).rule(rule).yes, self.solving.has_day(Side::New, from)];
                assumed.push(!self.solving.encoder.solver.all(&names));
            }
            self.solving.possible(&assumed) != Ok(false)
        })
    }

    /// The rules of the new version that name a day at least as strict, where there is one, and from which day on.
    fn as_strict(&self, named: Named, reach: Reach) -> Vec<(RuleIx, Option<QuestionIx>)> {
        let [_, new] = self.joint.versions();
        let days = new.rules().enumerated().filter_map(|(rule, of)| Some((rule, named.reach(of)?)));
        let is_as_strict = |other: &Reach| {
            let order = other.against(&reach).filter(|_| self.counts_from_the_same(reach.from, other.from));
            order.is_some_and(|order| if named == Named::NotBefore { order.is_ge() } else { order.is_le() })
        };
        days.filter(|(_, other)| is_as_strict(other)).map(|(rule, other)| (rule, other.from)).collect()
    }

    fn day(&mut self, named: Named, [rule, later]: [&Rule; 2]) {
        let reaches = [rule, later].map(|rule| named.reach(rule));
        let ways = self.ways(named, rule, reaches);
        for moved in [Moved::Less, Moved::More] {
            let kind = named.kind(&rule.id, moved);
            let (mut best, mut is_open): (Option<Witness>, bool) = (None, false);
            for way in ways.iter().filter(|way| way.moved == moved) {
                match self.smallest_that_shows(&kind, way, reaches) {
                    Ok(Some(witness)) => {
                        let is_smaller = best.as_ref().is_none_or(|best| witness.size() < best.size());
                        best = if is_smaller { Some(witness) } else { best };
                    }
                    Ok(None) => {}
                    Err(_) => is_open = true,
                }
            }
            match best {
                Some(witness) => self.push(kind, witness),
                None if is_open => self.undecided(kind),
                None => {}
            }
        }
    }

    /// The ways in which the day of a finding can differ.
    fn ways(&mut self, named: Named, rule: &Rule, reaches: [Option<Reach>; 2]) -> Vec<Way> {
        let never = self.solving.encoder.solver.no();
        let [before, after] = self.solving.rule(&rule.id).map(|holds| holds.unwrap_or(never));
        let [old, new] = reaches;
        let mut has_day = |side: Side, reach: Option<Reach>| match reach {
            Some(reach) => self.solving.has_day(side, reach.from),
            None => never,
        };
        let (then, now) = (has_day(Side::Old, old), has_day(Side::New, new));
        let way = |lits: [Lit; 2], moved: Moved, is_sure: bool| Way {
            assumed: [[before, after], lits].concat(),
            moved,
            is_sure,
        };
        let mut ways = vec![way([then, !now], named.goes(), true), way([!then, now], named.appears(), true)];
        if let (Some(old), Some(new)) = (old, new) {
            match new.against(&old).filter(|_| self.counts_from_the_same(old.from, new.from)) {
                Some(Ordering::Less) => ways.push(way([then, now], Moved::Less, true)),
                Some(Ordering::Greater) => ways.push(way([then, now], Moved::More, true)),
                Some(Ordering::Equal) => {}
                None => ways.extend([Moved::Less, Moved::More].map(|moved| way([then, now], moved, false))),
            }
        }
        ways
    }

    /// Whether an answer means the same day in both versions wherever it counts in both.
    fn counts_from_the_same(&self, before: Option<QuestionIx>, after: Option<QuestionIx>) -> bool {
        let [old, new] = self.joint.versions();
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => {
                let (one, other) = (&old[before], &new[after]);
                // Of a month or a year each version keeps the days that it takes.
                one.id == other.id && super::values::takes_alike(one, other)
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// The smallest response with all this that shows a kind.
    ///
    /// # Errors
    /// [`Undecided`] if there are such responses, and none was seen to show it.
    fn smallest_that_shows(
        &mut self,
        kind: &DifferenceKind,
        way: &Way,
        reaches: [Option<Reach>; 2],
    ) -> Result<Option<Witness>, Undecided> {
        let Some(witness) = self.solving.smallest(&way.assumed)? else { return Ok(None) };
        if is_shown(kind, self.engines, &witness) {
            return Ok(Some(witness));
        }
        if way.is_sure {
            return Err(crate::proof::solver::disagreement(&format!("{kind:?} is not shown")));
        }
        // The day that stands for a class of answers may be one on which both come to the same.
        for (side, reach) in [Side::Old, Side::New].into_iter().zip(reaches) {
            let Some(question) = reach.and_then(|reach| reach.from) else { continue };
            for cell in self.solving.version(side).states(question).cells.clone() {
                let assumed: Vec<Lit> = way.assumed.iter().copied().chain([cell]).collect();
                let Some(witness) = self.solving.smallest(&assumed)? else { continue };
                if is_shown(kind, self.engines, &witness) {
                    return Ok(Some(witness));
                }
            }
        }
        Err(Undecided::Plans(1))
    }
}
