//! From a table to a guideline: headings are sections, cells are verdicts, `when` is a condition.

use std::collections::BTreeMap;

use super::scope::AllNames;
use crate::condition::{Condition, parse};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Scalar, TableRow, parse_table};
use crate::questionnaire::Questionnaire;
use crate::source::{Source, SourceIx, Span};
use crate::text::counted;
use crate::value::index::{SectionIx, VerdictIx};

/// The most rows that a table may have.
pub const MAX_ROWS: usize = 1_000;

/// The headings that every table begins with.
const FIRST: [&str; 2] = ["when", "label"];

/// The signs with which spreadsheets let a formula begin.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A table of verdicts, as somebody published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// The sections that it speaks of, in the order of its columns, each with the place of its heading.
    pub sections: Vec<(SectionIx, Span)>,
    /// Its rows, in file order.
    pub rows: Vec<GuidelineRow>,
}

/// A row of a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuidelineRow {
    /// Of whom it speaks.
    pub when: Condition,
    /// What people call it.
    pub label: String,
    /// What it claims, section by section; nothing where the cell is empty.
    pub claims: Vec<Claim>,
}

/// What a cell claims: the section gives one of these verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The section.
    pub section: SectionIx,
    /// The verdicts, from least to most cautious; at least one.
    pub verdicts: Vec<VerdictIx>,
    /// Where they stand.
    pub span: Span,
}

impl Guideline {
    /// How many cells claim something.
    pub fn claims(&self) -> usize {
        self.rows.iter().map(|row| row.claims.len()).sum()
    }
}

impl GuidelineRow {
    /// What it claims of a section.
    pub fn claim(&self, section: SectionIx) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.section == section)
    }
}

/// Reads a table for a questionnaire: CSV, whose headings are `when`, `label` and ids of sections. Without an error among the
/// diagnostics there is a guideline, and with one there is none.
pub fn read_guideline(
    questionnaire: &Questionnaire,
    index: SourceIx,
    source: &Source,
) -> (Option<Guideline>, Diagnostics) {
    let (rows, faults) = parse_table(index, source);
    let mut reader = GuidelineReader { questionnaire, names: AllNames::of(questionnaire), out: faults };
    let guideline = reader.guideline(&rows);
    if !reader.out.has_errors() && guideline.is_none() {
        reader.out.push(no_rows(Span::new(index, 0, 0)));
    }
    let failed = reader.out.has_errors();
    (guideline.filter(|_| !failed), reader.out)
}

struct GuidelineReader<'q> {
    questionnaire: &'q Questionnaire,
    names: AllNames<'q>,
    out: Diagnostics,
}

impl GuidelineReader<'_> {
    fn guideline(&mut self, rows: &[TableRow]) -> Option<Guideline> {
        let (headings, rows) = rows.split_first()?;
        let columns = self.columns(headings)?;
        if let Some(first) = rows.get(MAX_ROWS) {
            self.out.push(too_many(first.span));
            return None;
        }
        let rows: Vec<GuidelineRow> =
            rows.iter().filter_map(|row| self.row(row, headings.cells.len(), &columns)).collect();
        let sections = columns.into_iter().flatten().collect();
        (!rows.is_empty()).then_some(Guideline { sections, rows })
    }

    /// The section of each column behind the first two; none for one whose heading is at fault. No columns at all where rows could
    /// not be told apart by them.
    fn columns(&mut self, headings: &TableRow) -> Option<Vec<Option<(SectionIx, Span)>>> {
        let named = |position: usize| headings.cells.get(position).map(|cell| cell.text.as_str());
        if named(0) != Some(FIRST[0]) || named(1) != Some(FIRST[1]) {
            self.out.push(no_headings(headings));
            return None;
        }
        if headings.cells.len() == FIRST.len() {
            self.out.push(no_sections(headings.span));
            return None;
        }
        let mut seen = BTreeMap::new();
        let cells = headings.cells.iter().skip(FIRST.len());
        Some(cells.map(|cell| self.column(cell, &mut seen)).collect())
    }

    fn column(&mut self, cell: &Scalar, seen: &mut BTreeMap<SectionIx, Span>) -> Option<(SectionIx, Span)> {
        let sections = self.questionnaire.sections();
        let Some(section) = sections.find(|section| section.id == cell.text) else {
            self.out.push(unknown_section(cell, sections.iter().map(|section| section.id.as_str())));
            return None;
        };
        if let Some(first) = seen.insert(section, cell.span) {
            self.out.push(twice(cell, first));
            return None;
        }
        Some((section, cell.span))
    }

    fn row(&mut self, row: &TableRow, headings: usize, columns: &[Option<(SectionIx, Span)>]) -> Option<GuidelineRow> {
        let [when, label, cells @ ..] = row.cells.as_slice() else {
            self.out.push(ragged(row, headings));
            return None;
        };
        if row.cells.len() != headings {
            self.out.push(ragged(row, headings));
            return None;
        }
        if label.text.starts_with(FORMULA) {
            self.out.push(formula(label));
        }
        let found = self.when(when);
        let cells = cells.iter().zip(columns).filter_map(|(cell, column)| Some((cell, column.as_ref()?.0)));
        let claims = cells.filter_map(|(cell, section)| self.claim(cell, section)).collect();
        let label = if label.text.is_empty() { &when.text } else { &label.text };
        Some(GuidelineRow { when: found?, label: label.clone(), claims })
    }

    fn when(&mut self, cell: &Scalar) -> Option<Condition> {
        if cell.text.starts_with(FORMULA) {
            self.out.push(formula(cell));
            return None;
        }
        self.out.keep(parse(cell, &self.names))
    }

    fn claim(&mut self, cell: &Scalar, section: SectionIx) -> Option<Claim> {
        if cell.text.is_empty() {
            return None;
        }
        let (mut verdicts, mut start) = (Vec::new(), 0);
        for part in cell.text.split('|') {
            let at = start + part.len() - part.trim_start().len();
            let span = cell.place(at, at + part.trim().len());
            start += part.len() + 1;
            match self.questionnaire.verdict(part.trim()) {
                Some(verdict) => verdicts.push(verdict),
                None => {
                    let known = self.questionnaire.verdicts().iter().map(|verdict| verdict.id.as_str());
                    self.out.push(unknown_verdict(part.trim(), span, known));
                }
            }
        }
        verdicts.sort();
        verdicts.dedup();
        (!verdicts.is_empty()).then_some(Claim { section, verdicts, span: cell.span })
    }
}

fn no_rows(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTable, span, "the table has no rows")
        .help("below the headings stands one row for each row of the guideline")
}

fn too_many(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTable, span, format!("the table has more than {MAX_ROWS} rows, the most that are read"))
        .help("split it by sections, or check that it is the right file")
}

fn no_headings(headings: &TableRow) -> Diagnostic {
    let semicolons = headings.cells.iter().any(|cell| cell.text.contains([';', '\t']));
    let help = if semicolons {
        "its cells are not separated by commas: save it as CSV with commas"
    } else {
        "write them as in `when,label,SECTION`, with the ids of sections of the set behind them"
    };
    Diagnostic::new(Code::BadTable, headings.span, "the first two headings are not `when` and `label`").help(help)
}

fn no_sections(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTable, span, "no heading names a section")
        .help("behind `label` stands the id of each section that the table speaks of")
}

fn unknown_section<'a>(cell: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = if cell.text.is_empty() {
        "a heading is empty".to_owned()
    } else {
        format!("there is no section `{}`", cell.text)
    };
    Diagnostic::new(Code::UnknownSection, cell.span, message).nearest(&cell.text, known)
}

fn unknown_verdict<'a>(name: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = if name.is_empty() {
        "a verdict is missing beside the `|`".to_owned()
    } else {
        format!("there is no verdict `{name}`")
    };
    Diagnostic::new(Code::UnknownVerdict, span, message).one_of(name, known)
}

fn twice(cell: &Scalar, first: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTable, cell.span, format!("`{}` has two columns", cell.text))
        .also(first, "the first one")
        .help("put what both say into one column")
}

fn ragged(row: &TableRow, headings: usize) -> Diagnostic {
    let cells = counted(row.cells.len(), "cell");
    Diagnostic::new(Code::BadTable, row.span, format!("this row has {cells}, and there are {headings} headings"))
        .help("give every row a cell for each heading; a cell with a comma in it stands in quotes")
}

fn formula(cell: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadTable, cell.span, "a spreadsheet would run this cell as a formula")
        .help("begin it with a letter or a digit")
}
