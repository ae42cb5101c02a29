//! Counting what a batch says.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::record::flips;
use super::{BatchOptions, Counting, Earlier};
use crate::assessment::Assessment;
use crate::diagnostic::{Diagnostics, Level};
use crate::questionnaire::{Questionnaire, QuestionnaireIdentity};
use crate::value::index::{IndexVec, QuestionIx, RuleIx, SectionIx, VerdictIx};
use crate::value::json::{day, json_line};
use crate::value::{ById, Date};

/// How often each thing was said. Summaries of parts add up in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Responses judged.
    pub judged: u64,
    /// Responses that could not be used.
    pub refused: u64,
    /// Responses whose verdict differs from the earlier one.
    pub flipped: u64,
    /// What was said, thing by thing, if that is wanted.
    counts: Option<Counts>,
    /// Errors by code.
    codes: BTreeMap<&'static str, u64>,
    /// Warnings by code, of responses that were judged and of others.
    warnings: BTreeMap<&'static str, u64>,
    /// Old verdict by new, if they are compared and counted.
    matrix: Option<Matrix>,
}

/// How often each thing was said.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counts {
    verdicts: ByVerdict,
    could_become: ByVerdict,
    sections: IndexVec<SectionIx, ByVerdict>,
    findings: IndexVec<RuleIx, u64>,
    /// By question that could still change the verdict.
    open: IndexVec<QuestionIx, u64>,
}

type ByVerdict = IndexVec<VerdictIx, u64>;

/// Old verdicts (and old "could not be used") by new ones.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Matrix {
    rows: IndexVec<VerdictIx, MatrixRow>,
    unusable: MatrixRow,
}

/// How often what was one verdict is now each of the others, or could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MatrixRow {
    verdicts: ByVerdict,
    unusable: u64,
}

impl Summary {
    /// Nothing counted yet.
    pub fn new(batch: &BatchOptions<'_>) -> Self {
        match batch.counting {
            Counting::Off => Summary::default(),
            Counting::On => Summary {
                counts: Some(Counts::new(batch.questionnaire)),
                matrix: batch.against.map(|old| Matrix::new(old, batch.questionnaire)),
                ..Summary::default()
            },
        }
    }

    pub(super) fn refuse(&mut self, faults: &Diagnostics, earlier: Option<Earlier>) {
        self.refused += 1;
        for fault in faults.iter().filter(|fault| fault.level == Level::Error) {
            *self.codes.entry(fault.code.name()).or_default() += 1;
        }
        self.warn(faults);
        self.compare(earlier, None);
    }

    /// Counts what is only warned of.
    pub(super) fn warn(&mut self, faults: &Diagnostics) {
        for fault in faults.iter().filter(|fault| fault.level != Level::Error) {
            *self.warnings.entry(fault.code.name()).or_default() += 1;
        }
    }

    pub(super) fn count(&mut self, batch: &BatchOptions<'_>, assessment: &Assessment, earlier: Option<Earlier>) {
        self.judged += 1;
        self.flipped += u64::from(earlier.is_some_and(|earlier| flips(batch, earlier, assessment.verdict)));
        if let Some(counts) = &mut self.counts {
            counts.count(assessment);
        }
        self.compare(earlier, Some(assessment.verdict));
    }

    fn compare(&mut self, earlier: Option<Earlier>, now: Option<VerdictIx>) {
        let (Some(Earlier(before)), Some(matrix)) = (earlier, &mut self.matrix) else { return };
        let row = match before {
            Some(before) => &mut matrix.rows[before],
            None => &mut matrix.unusable,
        };
        match now {
            Some(now) => row.verdicts[now] += 1,
            None => row.unusable += 1,
        }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Summary) {
        self.judged += other.judged;
        self.refused += other.refused;
        self.flipped += other.flipped;
        match (&mut self.counts, &other.counts) {
            (Some(mine), Some(theirs)) => mine.add(theirs),
            (mine @ None, theirs) => mine.clone_from(theirs),
            (Some(_), None) => {}
        }
        match (&mut self.matrix, &other.matrix) {
            (Some(mine), Some(theirs)) => mine.add(theirs),
            (mine @ None, theirs) => mine.clone_from(theirs),
            (Some(_), None) => {}
        }
        for (mine, theirs) in [(&mut self.codes, &other.codes), (&mut self.warnings, &other.warnings)] {
            for (code, count) in theirs {
                *mine.entry(code).or_default() += count;
            }
        }
    }

    /// The counts with ids, for tools; what never happened is left out of the lists of findings and open questions.
    pub fn record<'s>(&'s self, batch: &BatchOptions<'s>) -> SummaryRecord<'s> {
        let of = batch.questionnaire;
        let counts = self.counts.as_ref();
        let verdicts = |counts: Option<&ByVerdict>| counts.map_or(ById(Vec::new()), |counts| by_verdict(of, counts));
        let sections = counts.map_or(Vec::new(), |counts| {
            let sections = counts.sections.enumerated();
            sections.map(|(section, counts)| (of[section].id.as_str(), by_verdict(of, counts))).collect()
        });
        SummaryRecord {
            questionnaire: of.identity(),
            assessed_on: batch.day,
            judged: self.judged,
            refused: self.refused,
            errors: &self.codes,
            warnings: &self.warnings,
            verdicts: verdicts(counts.map(|counts| &counts.verdicts)),
            could_become: verdicts(counts.map(|counts| &counts.could_become)),
            sections: ById(sections),
            findings: self.findings(of).filter(|(_, count)| *count > 0).collect(),
            open: self.open(of).filter(|(_, count)| *count > 0).collect(),
            compared: batch.against.map(|old| ComparedRecord { flipped: self.flipped, matrix: self.matrix(of, old) }),
        }
    }

    fn findings<'q>(&self, of: &'q Questionnaire) -> impl Iterator<Item = (&'q str, u64)> {
        let counts = self.counts.iter().flat_map(|counts| counts.findings.enumerated());
        counts.map(|(rule, count)| (of[rule].id.as_str(), *count))
    }

    fn open<'q>(&self, of: &'q Questionnaire) -> impl Iterator<Item = (&'q str, u64)> {
        let counts = self.counts.iter().flat_map(|counts| counts.open.enumerated());
        counts
            .filter(|(question, _)| !of[*question].private)
            .map(|(question, count)| (of[question].id.as_str(), *count))
    }

    fn matrix<'q>(&self, of: &'q Questionnaire, old: &'q Questionnaire) -> ById<'q, ById<'q, u64>> {
        let row = |row: &MatrixRow| {
            let ById(mut pairs) = by_verdict(of, &row.verdicts);
            pairs.push((UNUSABLE, row.unusable));
            ById(pairs)
        };
        self.matrix_rows(old).map(|(name, counts)| (name, row(counts))).collect()
    }

    /// The rows of the matrix with the ids of the old verdicts; none if nothing is compared and counted.
    fn matrix_rows<'q>(&self, old: &'q Questionnaire) -> impl Iterator<Item = (&'q str, &MatrixRow)> {
        self.matrix.iter().flat_map(|matrix| {
            let rows = matrix.rows.enumerated().map(|(verdict, row)| (old[verdict].id.as_str(), row));
            rows.chain(std::iter::once((UNUSABLE, &matrix.unusable)))
        })
    }

    /// The counts as a table for people.
    pub fn table(&self, batch: &BatchOptions<'_>) -> String {
        let of = batch.questionnaire;
        let mut text = format!("{} judged, {} could not be used\n", self.judged, self.refused);
        list(&mut text, "Errors", self.codes.iter().map(|(code, count)| (*code, *count)));
        list(&mut text, "Warnings", self.warnings.iter().map(|(code, count)| (*code, *count)));
        if let Some(counts) = &self.counts {
            list(&mut text, "Verdicts", titles(of, &counts.verdicts));
            list(&mut text, "Could become", titles(of, &counts.could_become));
            let sections = counts.sections.enumerated();
            let sections = sections.map(|(section, counts)| (of[section].id.as_str(), counts.as_slice().to_vec()));
            grid(&mut text, "Sections", &verdict_ids(of), sections);
        }
        list(&mut text, "Findings", most(self.findings(of)));
        list(&mut text, "Open questions", most(self.open(of)));
        if let Some(old) = batch.against {
            let _ = writeln!(text, "\n{} with another verdict than before", self.flipped);
            let columns: Vec<&str> = verdict_ids(of).into_iter().chain([UNUSABLE]).collect();
            let cells = |row: &MatrixRow| row.verdicts.iter().copied().chain([row.unusable]).collect();
            let rows = self.matrix_rows(old).map(|(name, row)| (name, cells(row)));
            grid(&mut text, "Before (down), and now (across)", &columns, rows);
        }
        text
    }
}

impl Counts {
    fn new(of: &Questionnaire) -> Counts {
        let verdicts = IndexVec::like(of.verdicts(), 0);
        Counts {
            could_become: verdicts.clone(),
            sections: IndexVec::like(of.sections(), verdicts.clone()),
            findings: IndexVec::like(of.rules(), 0),
            open: IndexVec::like(of.questions(), 0),
            verdicts,
        }
    }

    fn count(&mut self, assessment: &Assessment) {
        self.verdicts[assessment.verdict] += 1;
        self.could_become[assessment.could_become] += 1;
        assessment.findings.iter().for_each(|finding| self.findings[finding.rule] += 1);
        assessment.open.iter().for_each(|open| self.open[open.question] += 1);
        assessment.sections.iter().for_each(|item| self.sections[item.section][item.verdict] += 1);
    }

    fn add(&mut self, other: &Counts) {
        add(&mut self.verdicts, &other.verdicts);
        add(&mut self.could_become, &other.could_become);
        add(&mut self.findings, &other.findings);
        add(&mut self.open, &other.open);
        self.sections.iter_mut().zip(&other.sections).for_each(|(mine, theirs)| add(mine, theirs));
    }
}

impl Matrix {
    fn new(old: &Questionnaire, of: &Questionnaire) -> Matrix {
        let row = MatrixRow { verdicts: IndexVec::like(of.verdicts(), 0), unusable: 0 };
        Matrix { rows: IndexVec::like(old.verdicts(), row.clone()), unusable: row }
    }

    fn add(&mut self, other: &Matrix) {
        self.rows.iter_mut().zip(&other.rows).for_each(|(mine, theirs)| mine.add(theirs));
        self.unusable.add(&other.unusable);
    }
}

impl MatrixRow {
    fn add(&mut self, other: &MatrixRow) {
        add(&mut self.verdicts, &other.verdicts);
        self.unusable += other.unusable;
    }
}

/// The counts with ids, for tools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SummaryRecord<'s> {
    /// Which questionnaire judged.
    pub questionnaire: QuestionnaireIdentity<'s>,
    /// The day of assessment.
    #[serde(serialize_with = "day")]
    pub assessed_on: Date,
    /// Responses judged.
    pub judged: u64,
    /// Responses that could not be used.
    pub refused: u64,
    /// Errors by code.
    pub errors: &'s BTreeMap<&'static str, u64>,
    /// Warnings by code.
    pub warnings: &'s BTreeMap<&'static str, u64>,
    /// Responses by verdict.
    pub verdicts: ById<'s, u64>,
    /// Responses by what their verdict could become.
    pub could_become: ById<'s, u64>,
    /// Responses by section and verdict.
    pub sections: ById<'s, ById<'s, u64>>,
    /// Responses by rule that held.
    pub findings: ById<'s, u64>,
    /// Responses by question that could still change the verdict.
    pub open: ById<'s, u64>,
    /// How they compare with an earlier questionnaire's verdicts, if that is wanted.
    #[serde(flatten)]
    pub compared: Option<ComparedRecord<'s>>,
}

/// How responses compare with the verdicts of an earlier questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ComparedRecord<'s> {
    /// Those with another verdict.
    pub flipped: u64,
    /// Old verdicts by new ones; `unusable` are those that one of the two cannot use.
    pub matrix: ById<'s, ById<'s, u64>>,
}

impl SummaryRecord<'_> {
    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

/// The row for responses that the earlier questionnaire cannot use, and the column for those that this one cannot.
const UNUSABLE: &str = "unusable";

fn verdict_ids(of: &Questionnaire) -> Vec<&str> {
    of.verdicts().iter().map(|verdict| verdict.id.as_str()).collect()
}

/// Counts by name and column.
fn grid<'n>(text: &mut String, heading: &str, columns: &[&str], rows: impl Iterator<Item = (&'n str, Vec<u64>)>) {
    let _ = write!(text, "\n{heading}\n{:>20}", "");
    let widths: Vec<usize> = columns.iter().map(|column| column.len().max(8) + 1).collect();
    columns.iter().zip(&widths).for_each(|(column, width)| text.push_str(&format!("{column:>width$}")));
    for (name, counts) in rows {
        let _ = write!(text, "\n{name:>20}");
        counts.iter().zip(&widths).for_each(|(count, width)| text.push_str(&format!("{count:>width$}")));
    }
    text.push('\n');
}

fn add<I>(mine: &mut IndexVec<I, u64>, theirs: &IndexVec<I, u64>) {
    debug_assert_eq!(mine.len(), theirs.len(), "summaries of one batch count the same things");
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
}

fn by_verdict<'q>(of: &'q Questionnaire, counts: &ByVerdict) -> ById<'q, u64> {
    counts.enumerated().map(|(verdict, count)| (of[verdict].id.as_str(), *count)).collect()
}

fn titles<'q>(of: &'q Questionnaire, counts: &ByVerdict) -> impl Iterator<Item = (&'q str, u64)> {
    counts.enumerated().map(|(verdict, count)| (of[verdict].title.as_str(), *count))
}

/// The most frequent first; never is left out.
fn most<'n>(pairs: impl Iterator<Item = (&'n str, u64)>) -> impl Iterator<Item = (&'n str, u64)> {
    let mut pairs: Vec<_> = pairs.filter(|(_, count)| *count > 0).collect();
    pairs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    pairs.into_iter()
}

fn list<'n>(text: &mut String, heading: &str, pairs: impl Iterator<Item = (&'n str, u64)>) {
    let lines: String = pairs.map(|(name, count)| format!("{count:>12}  {name}\n")).collect();
    if !lines.is_empty() {
        let _ = write!(text, "\n{heading}\n{lines}");
    }
}
