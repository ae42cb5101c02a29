//! Holds a table against a questionnaire: what departs from it, each with the smallest response.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::read::{Claim, Guideline, GuidelineRow};
use super::sheet::{Column, Goal, Judged, Sheet, Speaker, is_true_of_any};
use crate::assessment::Engine;
use crate::condition::support;
use crate::proof::deep_stack::deep_stack;
use crate::proof::{Plan, Undecided};
use crate::questionnaire::Questionnaire;
use crate::response::Response;
use crate::source::Span;
use crate::value::Date;
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx, fault};

/// How many rows that overlap with a later one are told of each section: tables of findings that people may have together overlap
/// everywhere, and tables that are meant not to, in few places.
const OVERLAPS: usize = 3;

/// What came of holding a table against a questionnaire.
#[derive(Clone, Debug)]
pub struct Held<'g> {
    /// What departs, section by section in the order of the columns; empty rows first.
    pub departures: Vec<Departure<'g>>,
    /// How many cells claim something.
    pub cells: usize,
    /// How many of them hold for every response.
    pub holding: usize,
}

/// One way in which a questionnaire departs from a table, or a table is not what it seems.
#[derive(Clone, Debug)]
pub enum Departure<'g> {
    /// No complete response makes the row true.
    EmptyRow {
        /// The row.
        row: &'g GuidelineRow,
    },
    /// For this response the row is true, and the section's verdict is another than the cell names.
    WrongCell {
        /// The row.
        row: &'g GuidelineRow,
        /// The cell.
        claim: &'g Claim,
        /// What the section gives.
        verdict: VerdictIx,
        /// What it rests on.
        shown: Shown,
    },
    /// The cell names several verdicts, and no response of which the row is true gets this one.
    NeverGiven {
        /// The row.
        row: &'g GuidelineRow,
        /// The cell.
        claim: &'g Claim,
        /// The verdict.
        verdict: VerdictIx,
    },
    /// For this response no row speaks of the section, and its verdict is not the mildest.
    Gap {
        /// The section.
        section: SectionIx,
        /// Its heading.
        heading: Span,
        /// What the section gives.
        verdict: VerdictIx,
        /// What it rests on.
        shown: Shown,
    },
    /// For this response both rows are true, and no verdict is named by both. The graver counts.
    Overlap {
        /// The rows and what each claims, in file order.
        rows: [(&'g GuidelineRow, &'g Claim); 2],
        /// What shows it.
        shown: Shown,
    },
    /// It would have taken more work than allowed.
    Undecided {
        /// About what: the cell, the `when` of the row or the heading.
        span: Span,
        /// What was not decided.
        what: String,
        /// Why.
        why: Undecided,
    },
}

/// A response that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The smallest complete one, with all answers on which the section and its rows rest.
    pub response: Response,
    /// The answers that decide: those that make the row true, and those on which the rules rest.
    pub deciding: Response,
    /// The rules that give the section's verdict; none if it is the mildest.
    pub rules: Vec<RuleIx>,
}

/// Holds a table against a questionnaire, cell by cell over every complete response, on a day (which only matters for dates).
pub fn hold<'g>(questionnaire: &Questionnaire, guideline: &'g Guideline, day: Date) -> Held<'g> {
    deep_stack(|| {
        let engine = Engine::new(questionnaire, day);
        let whens: Vec<_> = guideline.rows.iter().map(|row| &row.when).collect();
        let plan = Plan::with_conditions(&engine, &whens);
        let mut held = Held { departures: Vec::new(), cells: guideline.claims(), holding: 0 };
        let idle = idle_rows(&plan, guideline, &mut held);
        for (section, heading) in &guideline.sections {
            let column = Column::new(&plan, guideline, *section, &idle);
            let sheet = Sheet::of(&column);
            Holding { column: &column, heading: *heading, sheet, held: &mut held, faulty: BTreeSet::new() }.hold();
        }
        held
    })
}

/// The rows that are true of no response, or of which that was not decided: nothing more is said of them.
fn idle_rows<'g>(plan: &Plan<'_>, guideline: &'g Guideline, held: &mut Held<'g>) -> Vec<&'g GuidelineRow> {
    let mut idle = Vec::new();
    for row in &guideline.rows {
        let departure = match is_true_of_any(plan, row) {
            Ok(true) => continue,
            Ok(false) => Departure::EmptyRow { row },
            Err(why) => {
                let what = "whether any response makes this row true".to_owned();
                Departure::Undecided { span: row.when.span, what, why }
            }
        };
        held.departures.push(departure);
        idle.push(row);
    }
    idle
}

/// One column at work.
struct Holding<'h, 'p, 'q, 'g> {
    column: &'h Column<'p, 'q, 'g>,
    heading: Span,
    /// For what is only to be decided: the smallest responses are looked for elsewhere, so that it stays small.
    sheet: Sheet<'p, 'q>,
    held: &'h mut Held<'g>,
    /// The rows of which something was said, or not decided.
    faulty: BTreeSet<usize>,
}

impl<'g> Holding<'_, '_, '_, 'g> {
    fn hold(mut self) {
        if let Err(why) = self.sheet.is_ready() {
            self.undecided(self.heading, "whether the cells of this column hold", why);
            return;
        }
        for position in 0..self.column.speakers.len() {
            self.too_mild(position);
        }
        self.unnamed();
        for position in 0..self.column.speakers.len() {
            self.never_given(position);
        }
        self.held.holding += self.column.speakers.len() - self.faulty.len();
        self.gaps();
        self.overlaps();
    }

    /// The smallest response that shows it, and what the engine says of that; nothing where there is none.
    fn find(&mut self, goal: &Goal) -> Result<Option<(Response, Judged)>, Undecided> {
        if !self.sheet.is_possible(self.column, goal)? {
            return Ok(None);
        }
        let found = self.column.smallest(goal)?;
        Ok(found.map(|response| {
            let judged = self.column.judge(&response);
            (response, judged)
        }))
    }

    /// The response with what decides in it: the rows at these positions, and the rules that give the verdict.
    fn shown(&self, response: Response, rules: Vec<RuleIx>, rows: &[&GuidelineRow]) -> Shown {
        let mut deciding = Response::new(self.column.plan.questionnaire);
        let questions = self.column.rest_on(&rules, &response);
        let rests = rows.iter().flat_map(|row| self.rests(row, &response));
        for question in rests.chain(questions) {
            if let Some(accepted) = response.accepted(question) {
                deciding.set(accepted);
            }
        }
        Shown { response, deciding, rules }
    }

    fn rests(&self, row: &GuidelineRow, response: &Response) -> BTreeSet<QuestionIx> {
        support(&row.when, &self.column.plan.engine.situation(response)).into_iter().collect()
    }

    fn undecided(&mut self, span: Span, what: &str, why: Undecided) {
        self.held.departures.push(Departure::Undecided { span, what: what.to_owned(), why });
    }

    fn wrong(&mut self, position: usize, response: Response, judged: Judged) {
        let Speaker { row, claim } = self.column.speaker(position);
        let shown = self.shown(response, judged.rules, &[row]);
        if self.faulty.insert(position) {
            self.held.departures.push(Departure::WrongCell { row, claim, verdict: judged.verdict, shown });
        }
    }

    fn too_mild(&mut self, position: usize) {
        match self.find(&Goal::TooMild(position)) {
            Ok(Some((response, judged))) => self.wrong(position, response, judged),
            Ok(None) => {}
            Err(why) => self.cell_undecided(position, why),
        }
    }

    fn cell_undecided(&mut self, position: usize, why: Undecided) {
        if self.faulty.insert(position) {
            let span = self.column.speaker(position).claim.span;
            self.undecided(span, "whether this cell holds for every response", why);
        }
    }

    /// Tells rows until no response is left that gets what no row names.
    fn unnamed(&mut self) {
        let mut told = BTreeSet::new();
        loop {
            match self.find(&Goal::Unnamed(told.clone())) {
                Ok(Some((response, judged))) => {
                    let position = self.most_to_blame(&response, &judged);
                    told.insert(position);
                    self.wrong(position, response, judged);
                }
                Ok(None) => return,
                // Nothing is known of any cell then.
                Err(why) => {
                    self.undecided(self.heading, "whether the cells of this column name every verdict", why);
                    self.faulty.extend(0..self.column.speakers.len());
                    return;
                }
            }
        }
    }

    /// Of the rows that speak, the one to tell: the one that shares most answers with the rules that give the verdict; then the one
    /// that shares most of what those are asked by; then the gravest; then the first.
    fn most_to_blame(&self, response: &Response, judged: &Judged) -> usize {
        let deciding = self.column.rest_on(&judged.rules, response);
        let behind = self.column.asked_by(&deciding);
        let rank = |position: &usize| {
            let speaker = self.column.speaker(*position);
            let rests = self.rests(speaker.row, response);
            let (near, far) = (rests.intersection(&deciding).count(), self.column.asked_by(&rests));
            (Reverse(near), Reverse(far.intersection(&behind).count()), Reverse(speaker.gravest()), *position)
        };
        match judged.speaking.iter().copied().min_by_key(rank) {
            Some(position) => position,
            None => fault("a verdict that no row names is sought where rows speak, yet none does"),
        }
    }

    /// Of several verdicts in a cell, those that nobody gets.
    fn never_given(&mut self, position: usize) {
        let Speaker { row, claim } = self.column.speaker(position);
        // Of a single one it was seen already: whoever gets another is wrong.
        let several = if claim.verdicts.len() > 1 { claim.verdicts.as_slice() } else { &[] };
        for verdict in several.iter().copied() {
            if self.faulty.contains(&position) {
                return;
            }
            match self.sheet.is_possible(self.column, &Goal::Given(position, verdict)) {
                Ok(true) => {}
                Ok(false) => {
                    self.faulty.insert(position);
                    self.held.departures.push(Departure::NeverGiven { row, claim, verdict });
                }
                Err(why) => self.cell_undecided(position, why),
            }
        }
    }

    fn gaps(&mut self) {
        let graver = self.column.plan.questionnaire.verdicts().indices().skip(1);
        for verdict in graver {
            match self.find(&Goal::Gap(verdict)) {
                Ok(Some((response, judged))) => {
                    let shown = self.shown(response, judged.rules, &[]);
                    let (section, heading) = (self.column.section, self.heading);
                    self.held.departures.push(Departure::Gap { section, heading, verdict, shown });
                }
                Ok(None) => {}
                Err(why) => self.undecided(self.heading, "whether the section says more than the table", why),
            }
        }
    }

    /// The first rows that overlap, each with one after it that contradicts it.
    fn overlaps(&mut self) {
        let mut left = OVERLAPS;
        for (position, first) in self.column.speakers.iter().enumerate() {
            let later = self.column.speakers.iter().enumerate().skip(position + 1);
            let others: Vec<usize> = later.filter(|(_, other)| first.contradicts(other)).map(|(at, _)| at).collect();
            match self.find(&Goal::Together(position, others.clone())) {
                Ok(Some((response, judged))) => {
                    let Some(second) = others.into_iter().find(|other| judged.speaking.contains(other)) else {
                        fault("rows that are true together are sought, yet only one is")
                    };
                    let second = self.column.speaker(second);
                    let shown = self.shown(response, Vec::new(), &[first.row, second.row]);
                    let rows = [(first.row, first.claim), (second.row, second.claim)];
                    self.held.departures.push(Departure::Overlap { rows, shown });
                    left -= 1;
                }
                Ok(None) => {}
                Err(why) => self.undecided(first.claim.span, "whether this row overlaps with another", why),
            }
            if left == 0 {
                return;
            }
        }
    }
}
