//! Counting what a batch says.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::record::flips;
use super::{BatchOptions, Counting, Earlier};
use crate::assessment::Assessment;
use crate::diagnostic::{Diagnostics, Level};
use crate::questionnaire::Questionnaire;
use crate::value::index::VerdictIx;

/// How often each thing was said. Summaries of parts add up in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Responses judged.
    pub judged: u64,
    /// Responses that could not be used.
    pub refused: u64,
    /// Responses whose verdict differs from the earlier one.
    pub flipped: u64,
    /// By verdict.
    verdicts: Vec<u64>,
    /// By what the verdict could become.
    could_become: Vec<u64>,
    /// By section and verdict.
    sections: Vec<Vec<u64>>,
    /// By rule.
    findings: Vec<u64>,
    /// By question that could still change the verdict.
    open: Vec<u64>,
    /// Errors by code.
    codes: BTreeMap<&'static str, u64>,
    /// Warnings by code, of responses that were judged and of others.
    warnings: BTreeMap<&'static str, u64>,
    /// Old verdict by new.
    matrix: Matrix,
}

/// Old verdicts by new ones; the last row and the last column are "could not be used".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix(Vec<Vec<u64>>);

impl Summary {
    /// Nothing counted yet.
    pub fn new(batch: &BatchOptions<'_>) -> Self {
        if batch.counting == Counting::Off {
            return Summary::default();
        }
        let of = batch.questionnaire;
        let verdicts = vec![0; of.verdicts().len()];
        Summary {
            could_become: verdicts.clone(),
            sections: vec![verdicts.clone(); of.sections().len()],
            findings: vec![0; of.rules().len()],
            open: vec![0; of.questions().len()],
            matrix: Matrix(
                batch.against.map_or(Vec::new(), |old| vec![vec![0; verdicts.len() + 1]; old.verdicts().len() + 1]),
            ),
            verdicts,
            ..Summary::default()
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
        // Without counting all lists are empty, and nothing is found to add to.
        one_more(&mut self.verdicts, assessment.verdict.at());
        one_more(&mut self.could_become, assessment.could_become.at());
        assessment.findings.iter().for_each(|finding| one_more(&mut self.findings, finding.rule.at()));
        assessment.open.iter().for_each(|open| one_more(&mut self.open, open.question.at()));
        for item in &assessment.sections {
            if let Some(verdicts) = self.sections.get_mut(item.section.at()) {
                one_more(verdicts, item.verdict.at());
            }
        }
        self.compare(earlier, Some(assessment.verdict));
    }

    fn compare(&mut self, earlier: Option<Earlier>, now: Option<VerdictIx>) {
        let unusable = self.matrix.0.len().saturating_sub(1);
        if let Some(Earlier(before)) = earlier
            && let Some(row) = self.matrix.0.get_mut(before.map_or(unusable, |before| before.at()))
        {
            let column = now.map_or(row.len().saturating_sub(1), |now| now.at());
            one_more(row, column);
        }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Summary) {
        self.judged += other.judged;
        self.refused += other.refused;
        self.flipped += other.flipped;
        add(&mut self.verdicts, &other.verdicts);
        add(&mut self.could_become, &other.could_become);
        add(&mut self.findings, &other.findings);
        add(&mut self.open, &other.open);
        self.sections.iter_mut().zip(&other.sections).for_each(|(mine, theirs)| add(mine, theirs));
        self.matrix.0.iter_mut().zip(&other.matrix.0).for_each(|(mine, theirs)| add(mine, theirs));
        for (mine, theirs) in [(&mut self.codes, &other.codes), (&mut self.warnings, &other.warnings)] {
            for (code, count) in theirs {
                *mine.entry(code).or_default() += count;
            }
        }
    }

    /// The counts as JSON; what never happened is left out of the lists of findings and open questions.
    pub fn json(&self, batch: &BatchOptions<'_>) -> Json {
        let of = batch.questionnaire;
        let sections = of.sections().iter().zip(&self.sections);
        let sections: Map<_, _> =
            sections.map(|(section, counts)| (section.id.clone(), by_verdict(of, counts))).collect();
        let mut json = json!({
            "questionnaire": { "id": of.id(), "version": of.version(), "fingerprint": of.fingerprint() },
            "assessed_on": batch.day.to_string(),
            "judged": self.judged,
            "refused": self.refused,
            "errors": self.codes,
            "warnings": self.warnings,
            "verdicts": by_verdict(of, &self.verdicts),
            "could_become": by_verdict(of, &self.could_become),
            "sections": sections,
            "findings": named(of.rules().iter().map(|rule| &rule.id), &self.findings),
            "open": named(of.questions().iter().map(|question| &question.id), &self.open),
        });
        if let (Some(old), Some(object)) = (batch.against, json.as_object_mut()) {
            object.insert("flipped".to_owned(), self.flipped.into());
            object.insert("matrix".to_owned(), self.matrix(of, old));
        }
        json
    }

    fn matrix(&self, of: &Questionnaire, old: &Questionnaire) -> Json {
        let names = old.verdicts().iter().map(|verdict| verdict.id.as_str()).chain(std::iter::once(UNUSABLE));
        let row = |counts: &Vec<u64>| {
            let mut row = by_verdict(of, counts);
            if let (Some(row), Some(unusable)) = (row.as_object_mut(), counts.last()) {
                row.insert(UNUSABLE.to_owned(), (*unusable).into());
            }
            row
        };
        Json::Object(names.zip(&self.matrix.0).map(|(name, counts)| (name.to_owned(), row(counts))).collect())
    }

    /// The counts as a table for people.
    pub fn table(&self, batch: &BatchOptions<'_>) -> String {
        let of = batch.questionnaire;
        let verdicts = || of.verdicts().iter().map(|verdict| &verdict.title);
        let mut text = format!("{} judged, {} could not be used\n", self.judged, self.refused);
        list(&mut text, "Errors", self.codes.iter().map(|(code, count)| (*code, *count)));
        list(&mut text, "Warnings", self.warnings.iter().map(|(code, count)| (*code, *count)));
        list(&mut text, "Verdicts", pairs(verdicts(), &self.verdicts));
        list(&mut text, "Could become", pairs(verdicts(), &self.could_become));
        let sections = of.sections().iter().map(|section| section.id.as_str());
        grid(&mut text, "Sections", &verdict_ids(of), sections.zip(&self.sections));
        list(&mut text, "Findings", most(pairs(of.rules().iter().map(|rule| &rule.id), &self.findings)));
        list(&mut text, "Open questions", most(pairs(of.questions().iter().map(|question| &question.id), &self.open)));
        if let Some(old) = batch.against {
            let _ = writeln!(text, "\n{} with another verdict than before", self.flipped);
            let names = old.verdicts().iter().map(|verdict| verdict.id.as_str()).chain(std::iter::once(UNUSABLE));
            let columns: Vec<&str> = verdict_ids(of).into_iter().chain([UNUSABLE]).collect();
            grid(&mut text, "Before (down), and now (across)", &columns, names.zip(&self.matrix.0));
        }
        text
    }
}

/// The row for responses that the earlier questionnaire cannot use, and the column for those that this one cannot.
const UNUSABLE: &str = "unusable";

fn verdict_ids(of: &Questionnaire) -> Vec<&str> {
    of.verdicts().iter().map(|verdict| verdict.id.as_str()).collect()
}

/// Counts by name and column.
fn grid<'n>(text: &mut String, heading: &str, columns: &[&str], rows: impl Iterator<Item = (&'n str, &'n Vec<u64>)>) {
    let _ = write!(text, "\n{heading}\n{:>20}", "");
    let widths: Vec<usize> = columns.iter().map(|column| column.len().max(8) + 1).collect();
    columns.iter().zip(&widths).for_each(|(column, width)| text.push_str(&format!("{column:>width$}")));
    for (name, counts) in rows {
        let _ = write!(text, "\n{name:>20}");
        counts.iter().zip(&widths).for_each(|(count, width)| text.push_str(&format!("{count:>width$}")));
    }
    text.push('\n');
}

fn one_more(counts: &mut [u64], position: usize) {
    if let Some(count) = counts.get_mut(position) {
        *count += 1;
    }
}

fn add(mine: &mut Vec<u64>, theirs: &[u64]) {
    if mine.is_empty() {
        mine.extend_from_slice(theirs);
        return;
    }
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
}

fn by_verdict(of: &Questionnaire, counts: &[u64]) -> Json {
    let pairs = of.verdicts().iter().zip(counts);
    Json::Object(pairs.map(|(verdict, count)| (verdict.id.clone(), (*count).into())).collect())
}

fn named<'n>(names: impl Iterator<Item = &'n String>, counts: &[u64]) -> Json {
    let said = names.zip(counts).filter(|(_, count)| **count > 0);
    Json::Object(said.map(|(name, count)| (name.clone(), (*count).into())).collect())
}

fn pairs<'n>(names: impl Iterator<Item = &'n String>, counts: &[u64]) -> impl Iterator<Item = (&'n str, u64)> {
    names.map(String::as_str).zip(counts.iter().copied())
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
