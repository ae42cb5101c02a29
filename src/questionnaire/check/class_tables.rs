//! Classes of a table: `derived: { frailty: { classes: [low, high], table: { rows: age, columns: stage, cells: … } } }`.

use std::sync::Arc;

use super::Checker;
use super::bands::{self, BandUse, Banded};
use super::scope::{Derivation, Outline};
use super::shape::{self, Fields, Form, as_map};
use super::values::is_named;
use crate::condition::{AnswerType, ClassRow, ClassTable, Comparison, NumberTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Scalar, YamlValue};
use crate::questionnaire::NamedTable;
use crate::source::Span;
use crate::value::index::{Ix, QuestionIx};
use crate::value::{Decimal, OptionSet};

pub(super) const CLASSES: Form = Form { noun: "class of a table", keys: &["classes", "table"] };
pub(super) const TABLE: Form = Form { noun: "table", keys: &["rows", "columns", "cells"] };

/// The most classes of a table.
const MOST_CLASSES: usize = 20;
/// The most cells of a table: a test of a class looks at them all.
const MOST_CELLS: usize = 200;

/// Whether a definition is one of classes.
pub(super) fn is_table(entry: &Entry) -> bool {
    ["table", "classes"].iter().any(|key| entry.value.get(key).is_some())
}

/// Reads a table, with what is wrong with it.
pub(super) fn read(entry: &Entry, outline: &Outline) -> (Option<Arc<ClassTable>>, Diagnostics) {
    let mut out = Diagnostics::default();
    let table = table(entry, outline, &mut out);
    (table.filter(|_| !out.has_errors()).map(Arc::new), out)
}

fn table(entry: &Entry, outline: &Outline, out: &mut Diagnostics) -> Option<ClassTable> {
    let fields = Fields::of_entry(entry, CLASSES, out)?;
    let classes = fields.needed("classes", out).and_then(|list| classes(list, out));
    let grid = Fields::of_entry(fields.needed("table", out)?, TABLE, out)?;
    let rows = grid.needed_text("rows", out).and_then(|name| Side::of(name, outline, out));
    let columns = grid.needed_text("columns", out).and_then(|name| Side::of(name, outline, out));
    let cells = shape::map(grid.needed("cells", out)?, out)?;
    let (rows, columns, classes) = (rows?, columns?, classes?);
    if rows.index == columns.index {
        out.push(same_question(columns.name));
        return None;
    }
    if cells.iter().map(|row| as_map(&row.value).len()).sum::<usize>() > MOST_CELLS {
        out.push(too_large(entry));
        return None;
    }
    let tests = rows.lines(cells, entry.key.span, out);
    let read: Vec<Option<Vec<(Test, usize)>>> = cells.iter().map(|row| columns.classes(row, &classes, out)).collect();
    let columns: Vec<Vec<(Test, usize)>> = read.into_iter().collect::<Option<_>>()?;
    let tests = tests?;
    for (at, class) in classes.iter().enumerate() {
        if !columns.iter().flatten().any(|(_, found)| *found == at) {
            out.push(no_cell(class));
        }
    }
    let rows = tests.into_iter().zip(columns).map(|(test, columns)| ClassRow { test, columns });
    let classes = classes.iter().map(|class| class.text.clone()).collect();
    Some(ClassTable { name: entry.key.value.clone(), classes, rows: rows.collect() })
}

/// The names of the classes, each once.
fn classes<'d>(list: &'d Entry, out: &mut Diagnostics) -> Option<Vec<&'d Scalar>> {
    let items = shape::list(list, out)?;
    let classes = items.iter().map(|item| shape::text_item(item, "classes", out)).collect::<Option<Vec<_>>>()?;
    for (at, class) in classes.iter().enumerate() {
        if let Some(first) = classes.iter().take(at).find(|first| first.text == class.text) {
            out.push(class_twice(class, first));
            return None;
        }
        if !is_word(&class.text) {
            out.push(no_class(class));
            return None;
        }
    }
    if !(2..=MOST_CLASSES).contains(&classes.len()) {
        out.push(how_many(list, classes.len()));
        return None;
    }
    Some(classes)
}

/// Whether conditions can name it: what an id is.
fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !matches!(text, "unsure" | "withheld" | "answered")
}

/// One side of a table: the question whose answers are its rows, or its columns.
struct Side<'o, 'd> {
    name: &'d Scalar,
    index: QuestionIx,
    asked: Span,
    takes: Takes<'o>,
}

/// What its answers are told apart by.
enum Takes<'o> {
    Options(&'o [String]),
    Bands(Banded<'o>),
}

impl<'o, 'd> Side<'o, 'd> {
    fn of(name: &'d Scalar, outline: &'o Outline, out: &mut Diagnostics) -> Option<Self> {
        let position = outline.question_named(&name.text);
        let Some((index, question)) =
            position.and_then(|at| Some((QuestionIx::fitting(at)?, outline.questions.as_slice().get(at)?)))
        else {
            if !outline.may_be_there(&name.text) {
                let unknown = format!("there is no question `{}`", name.text);
                out.push(Diagnostic::new(Code::UnknownName, name.span, unknown).nearest(&name.text, outline.ids()));
            }
            return None;
        };
        // What is wrong with the question is said there.
        let takes = match question.kind.as_ref()? {
            AnswerType::Choice(options) | AnswerType::Scale(options) => Takes::Options(options),
            AnswerType::Number { decimals, .. } => Takes::Bands(Banded {
                id: &question.id,
                decimals: *decimals,
                range: question.range,
                place: question.span,
                used_for: BandUse::Lines,
            }),
            AnswerType::YesNo | AnswerType::Choices { .. } | AnswerType::Date | AnswerType::Text => {
                out.push(no_side(name, question.span));
                return None;
            }
        };
        Some(Side { name, index, asked: question.span, takes })
    }

    /// A test for each line of this side, in the order in which they are written; together they take every answer, each once.
    fn lines(&self, entries: &[Entry], place: Span, out: &mut Diagnostics) -> Option<Vec<Test>> {
        match &self.takes {
            Takes::Bands(banded) => {
                let bands = bands::read(entries, place, banded, out)?;
                let test = |(low, high): (Option<Decimal>, Option<Decimal>)| match (low, high) {
                    (Some(low), Some(high)) => Some(NumberTest::Between(low, high)),
                    (Some(low), None) => Some(NumberTest::Compared(Comparison::AtLeast, low)),
                    (None, Some(high)) => Some(NumberTest::Compared(Comparison::AtMost, high)),
                    (None, None) => None,
                };
                let tests = bands.into_iter().map(|band| Some(Test::Number(self.index, test(band)?)));
                let tests = tests.collect::<Option<Vec<_>>>();
                if tests.is_none() {
                    entries.first().into_iter().for_each(|entry| out.push(one_line(entry)));
                }
                tests
            }
            Takes::Options(options) => self.options(options, entries, place, out),
        }
    }

    fn options(&self, options: &[String], entries: &[Entry], place: Span, out: &mut Diagnostics) -> Option<Vec<Test>> {
        let mut tests = Vec::new();
        for entry in entries {
            match options.iter().position(|option| *option == entry.key.value) {
                Some(option) => tests.push(Test::OneOf(self.index, OptionSet::of(option))),
                None => {
                    let message = format!("`{}` has no option `{}`", self.name.text, entry.key.value);
                    let fault = Diagnostic::new(Code::UnknownOption, entry.key.span, message);
                    let fault = fault.also(self.asked, "asked here");
                    out.push(fault.one_of(&entry.key.value, options.iter().map(String::as_str)));
                }
            }
        }
        if tests.len() < entries.len() {
            return None;
        }
        let missing = options.iter().find(|option| entries.iter().all(|entry| entry.key.value != **option));
        if let Some(missing) = missing {
            out.push(no_line(place, missing, &self.name.text, self.asked));
            return None;
        }
        Some(tests)
    }

    /// The columns of a row, each with its class.
    fn classes(&self, row: &Entry, classes: &[&Scalar], out: &mut Diagnostics) -> Option<Vec<(Test, usize)>> {
        let cells = shape::map(row, out)?;
        let tests = self.lines(cells, row.key.span, out);
        let class = |cell: &Entry, out: &mut Diagnostics| {
            let scalar = shape::text(cell, out)?;
            let found = classes.iter().position(|class| class.text == scalar.text);
            if found.is_none() {
                out.push(unknown_class(scalar, classes));
            }
            found
        };
        let found: Vec<Option<usize>> = cells.iter().map(|cell| class(cell, out)).collect();
        let found = found.into_iter().collect::<Option<Vec<usize>>>()?;
        Some(tests?.into_iter().zip(found).collect())
    }
}

impl Checker<'_> {
    /// Says what is wrong with the tables of all sections, and lists those that are sound.
    pub(super) fn class_tables(&mut self, sections: &[&YamlValue], whole: &[&YamlValue]) -> Vec<NamedTable> {
        let mut sound = Vec::new();
        let entries = sections.iter().filter_map(|section| section.get("derived")).flat_map(as_map);
        for entry in entries.filter(|entry| is_table(entry)) {
            let (table, faults) = read(entry, &self.outline);
            self.out.append(faults);
            let used = whole.iter().any(|part| is_named(part, &entry.key.value));
            sound.extend(table.map(|table| NamedTable { table, used, span: entry.key.span }));
        }
        sound
    }
}

impl Outline {
    /// A table, in silence: what is wrong is said by the check.
    pub(super) fn class_table(&self, entry: &Entry) -> Option<Derivation> {
        read(entry, self).0.map(Derivation::Classes)
    }
}

fn same_question(name: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, name.span, format!("`{}` is both the rows and the columns", name.text))
        .help("name another question for one of them")
}

fn too_large(entry: &Entry) -> Diagnostic {
    let message = format!("`{}` has more than {MOST_CELLS} cells", entry.key.value);
    Diagnostic::new(Code::TooMany, entry.key.span, message).help("join rows or columns that say the same")
}

fn class_twice(class: &Scalar, first: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, class.span, format!("`{}` stands twice among the classes", class.text))
        .also(first.span, "it stands here already")
        .help("remove one of the two")
}

fn no_class(class: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadId, class.span, format!("`{}` is no name of a class", class.text))
        .help("use lower-case letters, digits and underscores, starting with a letter, as in `very_high`")
}

fn how_many(list: &Entry, count: usize) -> Diagnostic {
    let message = format!("a table has 2 to {MOST_CLASSES} classes, and here are {count}");
    Diagnostic::new(Code::BadDerived, list.key.span, message)
        .help("list them from least to most, as in `classes: [low, middle, high]`")
}

fn no_cell(class: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, class.span, format!("no cell of the table says `{}`", class.text))
        .help("leave the class out, or write it into its cells")
}

fn no_side(name: &Scalar, asked: Span) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, name.span, format!("`{}` cannot be a side of a table", name.text))
        .also(asked, "asked here")
        .help("rows and columns are the answers to a `number`, a `choice` or a `scale`")
}

fn one_line(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, entry.key.span, format!("`{}` takes every number", entry.key.value))
        .help("write at least two bands, as in `..59` and `60..`")
}

fn no_line(place: Span, option: &str, question: &str, asked: Span) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, place, format!("the table has nothing for the option `{option}` of `{question}`"))
        .also(asked, "asked here")
        .help(format!("write `{option}: …` beside the others"))
}

fn unknown_class(class: &Scalar, classes: &[&Scalar]) -> Diagnostic {
    Diagnostic::new(Code::UnknownOption, class.span, format!("`{}` is not one of the classes", class.text))
        .one_of(&class.text, classes.iter().map(|class| class.text.as_str()))
}
