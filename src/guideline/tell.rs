//! What came of it, in words.

use super::hold::{Departure, Held, Shown};
use super::read::Claim;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::undecided::undecided;
use crate::questionnaire::Questionnaire;
use crate::response::answers_inline;
use crate::text::cut;
use crate::value::index::{SectionIx, VerdictIx};

/// How much of a label is shown, in columns.
const LABEL: usize = 60;

impl Held<'_> {
    /// All departures as diagnostics in the table, with the levels that the author of the set gives them.
    pub fn diagnostics(&self, questionnaire: &Questionnaire) -> Diagnostics {
        let mut found = Diagnostics::default();
        self.departures.iter().for_each(|departure| found.push(departure.diagnostic(questionnaire)));
        found.with_levels(questionnaire.lints())
    }
}

impl Departure<'_> {
    fn diagnostic(&self, questionnaire: &Questionnaire) -> Diagnostic {
        let id = |verdict: VerdictIx| format!("`{}`", questionnaire[verdict].id);
        let section = |claim: &Claim| format!("`{}`", questionnaire[claim.section].id);
        match self {
            Departure::EmptyRow { row } => {
                let message = format!("no complete response makes this row true: {}", quoted(&row.label));
                Diagnostic::new(Code::EmptyRow, row.when.span, message)
                    .help("correct its `when`, or take the row out; \"not sure\" is in no complete response")
            }
            Departure::WrongCell { row, claim, verdict, shown } => {
                let (table, set) = (named(questionnaire, claim), id(*verdict));
                let label = quoted(&row.label);
                let message = format!("{label}, {}: the table says {table}, the set says {set}", section(claim));
                let why = why(questionnaire, shown, claim.section);
                with_response(Diagnostic::new(Code::WrongCell, claim.span, message).help(why), questionnaire, shown)
            }
            Departure::NeverGiven { row, claim, verdict } => {
                let label = quoted(&row.label);
                let message = format!(
                    "{label}, {}: the table says {}, the set never says {}",
                    section(claim),
                    named(questionnaire, claim),
                    id(*verdict)
                );
                Diagnostic::new(Code::WrongCell, claim.span, message)
                    .help("leave it out of the cell, or let a rule of the section give it")
            }
            Departure::Gap { section, heading, verdict, shown } => {
                let of = &questionnaire[*section].id;
                let message = format!("the set says {} for `{of}` where no row of the table speaks", id(*verdict));
                let why = why(questionnaire, shown, *section);
                with_response(Diagnostic::new(Code::TableGap, *heading, message).help(why), questionnaire, shown)
            }
            Departure::Overlap { rows: [(first, of_first), (second, of_second)], shown } => {
                let message = format!(
                    "{} and {} can be true together, and name different verdicts for {}: {} and {}",
                    quoted(&first.label),
                    quoted(&second.label),
                    section(of_first),
                    named(questionnaire, of_first),
                    named(questionnaire, of_second),
                );
                let note = Diagnostic::new(Code::RowsOverlap, of_second.span, message)
                    .also(of_first.span, "the other row")
                    .help("the graver counts; where that is not meant, let their `when`s exclude each other");
                note.help(it_is_so(questionnaire, shown))
            }
            Departure::Undecided { span, what, why } => undecided(*why, *span, what),
        }
    }
}

/// A label as messages show it: backticks in it would end it.
fn quoted(label: &str) -> String {
    format!("`{}`", cut(&label.replace('`', "'").replace('\n', " "), LABEL))
}

fn named(questionnaire: &Questionnaire, claim: &Claim) -> String {
    let ids: Vec<String> = claim.verdicts.iter().map(|verdict| format!("`{}`", questionnaire[*verdict].id)).collect();
    ids.join(" or ")
}

/// What gives the verdict of the section.
fn why(questionnaire: &Questionnaire, shown: &Shown, section: SectionIx) -> String {
    let rules: Vec<String> = shown.rules.iter().map(|rule| format!("`{}`", questionnaire[*rule].id)).collect();
    match rules.as_slice() {
        [] => format!("no rule of `{}` holds; correct the table, or let a rule say so", questionnaire[section].id),
        [rule] => format!("the rule {rule} says so; correct that, or the table"),
        rules => format!("the rules {} say so; correct them, or the table", rules.join(", ")),
    }
}

fn it_is_so(questionnaire: &Questionnaire, shown: &Shown) -> String {
    format!("it is so with {}", answers_inline(questionnaire, &shown.deciding))
}

fn with_response(diagnostic: Diagnostic, questionnaire: &Questionnaire, shown: &Shown) -> Diagnostic {
    let whole = answers_inline(questionnaire, &shown.response);
    let diagnostic = diagnostic.help(it_is_so(questionnaire, shown));
    if shown.deciding == shown.response {
        return diagnostic;
    }
    diagnostic.help(format!("the whole response, the smallest there is: {whole}"))
}
