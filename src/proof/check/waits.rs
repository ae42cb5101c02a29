//! Waits: whenever a rule with one holds, the wait has a day, that day lies ahead, and it is the day on which the rule ends.

use super::lone::{meant, own_test};
use super::reach::conjuncts;
use crate::condition::{DateTest, Test};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::proof::undecided::undecided;
use crate::questionnaire::{DateRange, NotBefore, Question, QuestionKind, Rule, tests_of};
use crate::value::index::{QuestionIx, RuleIx, item};
use crate::value::{Date, Duration, Value, day_in_words};

/// Proves that every wait that counts from an answer is one.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let waits: Vec<Wait<'_>> = plan.questionnaire.rules().enumerated().filter_map(Wait::of).collect();
    // Of the waits for one day, the earliest answer with which a rule with one holds.
    let mut earliest: Vec<(QuestionIx, Duration, Date)> = Vec::new();
    let mut whole = Vec::new();
    for wait in &waits {
        match wait.prove(plan) {
            Ok(Proof { fault, holds_from }) => {
                if let Some(from) = holds_from {
                    earliest.push((wait.question, wait.duration, from));
                }
                match fault {
                    Some(fault) => found.push(fault),
                    None => whole.extend(holds_from.map(|from| (wait, from))),
                }
            }
            Err(gave_up) => found.push(undecided(
                gave_up,
                wait.rule.span,
                &format!("whether the wait of `{}` lies ahead", wait.rule.id),
            )),
        }
    }
    plan.questionnaire.rules().iter().filter_map(|rule| from_today(plan, rule)).for_each(|fault| found.push(fault));
    for (wait, from) in whole {
        let ends = wait.ends_after(plan.day);
        let goes_on = earliest.iter().any(|(question, duration, earlier)| {
            (*question, *duration) == (wait.question, wait.duration) && *earlier <= ends
        });
        if from > ends && !goes_on {
            found.push(longer_than_window(plan, wait, from));
        }
    }
    found
}

/// A rule whose wait counts from an answer.
struct Wait<'q> {
    index: RuleIx,
    rule: &'q Rule,
    duration: Duration,
    question: QuestionIx,
}

/// What is wrong with a wait, and the earliest day with which its rule can hold, if it is the rule that sets the bound.
struct Proof {
    fault: Option<Diagnostic>,
    holds_from: Option<Date>,
}

impl<'q> Wait<'q> {
    fn of((index, rule): (RuleIx, &'q Rule)) -> Option<Wait<'q>> {
        let NotBefore { duration, question } = rule.not_before?;
        Some(Wait { index, rule, duration, question: question? })
    }

    /// The earliest answer of which the wait still lies ahead. The day of a wait that is a day itself may be today.
    fn ends_after(&self, day: Date) -> Date {
        if self.duration.count == 0 { day } else { self.duration.earliest_past(day) }
    }

    fn prove(&self, plan: &Plan<'_>) -> Result<Proof, Undecided> {
        let question = &plan.questionnaire[self.question];
        let mut encoder = Encoder::new(plan);
        let holds = encoder.rule(self.index).yes;
        if self.may_lack_a_day(&mut encoder, holds, question)? {
            return Ok(Proof { fault: Some(undated(plan, self)), holds_from: None });
        }
        let QuestionKind::Date(range) = question.kind else { return Ok(Proof { fault: None, holds_from: None }) };
        let ends = self.ends_after(plan.day);
        if plan.exact.contains(&self.question) {
            let answered: Vec<Lit> = encoder.states(self.question).cells.clone();
            let answered = encoder.solver.any(&answered);
            let ahead = encoder.answers_at_least(self.question, &Value::Date(ends));
            let over = encoder.solve(&[holds, answered, !ahead])?;
            return Ok(Proof { fault: over.then(|| over_by(plan, self, None)), holds_from: None });
        }
        let Some(from) = self.holds_from(&mut encoder, holds, range)? else {
            return Ok(Proof { fault: None, holds_from: None });
        };
        let (first, _) = range.ends(plan.day);
        Ok(Proof {
            fault: (from < ends).then(|| over_by(plan, self, Some(from).filter(|from| *from > first))),
            holds_from: Some(from).filter(|from| *from > first && self.looks_back(plan)),
        })
    }

    /// Whether the rule holds for some time after the day: only then it has a window that ends by itself.
    fn looks_back(&self, plan: &Plan<'_>) -> bool {
        tests_of(plan.questionnaire, &self.rule.when).into_iter().any(|test| {
            let back = matches!(test, Test::Date(_, DateTest::Within(_) | DateTest::BetweenAgo(..)));
            back && test.question() == Some(self.question)
        })
    }

    /// Whether the rule can hold of somebody who has answered all that must be answered, and not said from which day it counts.
    fn may_lack_a_day(
        &self,
        encoder: &mut Encoder<'_, '_>,
        holds: Lit,
        question: &Question,
    ) -> Result<bool, Undecided> {
        let states = encoder.states(self.question);
        let (absent, open, applies) = (states.absent, states.open, states.applies.yes);
        let passed_over = if question.required { encoder.solver.no() } else { encoder.solver.all(&[open, applies]) };
        let lacks = encoder.solver.any(&[absent, passed_over]);
        encoder.solve(&[holds, lacks])
    }

    /// The earliest day with which the rule can hold.
    fn holds_from(
        &self,
        encoder: &mut Encoder<'_, '_>,
        holds: Lit,
        range: DateRange,
    ) -> Result<Option<Date>, Undecided> {
        let plan = encoder.plan;
        let cells = encoder.states(self.question).cells.clone();
        let domain = &plan.domains[self.question];
        let mut earliest: Option<Date> = None;
        for cell in 0..cells.len() {
            // A month or a year counts from its last day, which has a cell of its own.
            if matches!(item(&domain.cells, cell, "cell"), Value::Period(_)) {
                continue;
            }
            let first = domain.spans(cell, range, plan.day).into_iter().map(|(first, _)| first).min();
            let Some(first) = first.filter(|first| earliest.is_none_or(|known| *first < known)) else { continue };
            if encoder.solve(&[holds, *item(&cells, cell, "cell")])? {
                earliest = Some(first);
            }
        }
        Ok(earliest)
    }
}

/// A wait that counts from today, of a rule that holds for just as long after a day: it moves on with every day on which somebody
/// looks, while the rule ends.
fn from_today(plan: &Plan<'_>, rule: &Rule) -> Option<Diagnostic> {
    let NotBefore { duration, question: None } = rule.not_before? else { return None };
    let parts = conjuncts(meant(plan.questionnaire, &rule.when)).into_iter();
    let (part, question) = parts.into_iter().find_map(|part| match own_test(plan.questionnaire, part) {
        Some(Test::Date(question, DateTest::Within(window))) if *window == duration => Some((part, question)),
        _ => None,
    })?;
    let id = &plan.questionnaire[*question].id;
    let message = format!("`{}` waits for {duration} from today, but ends {duration} after `{id}`", rule.id);
    Some(
        Diagnostic::new(Code::WaitWindow, rule.span, message)
            .also(part.span, "this ends before the wait does")
            .help(format!("write `not_before: {duration} after {id}`")),
    )
}

/// A wait whose day has passed already; `from` is the earliest answer with which the rule holds, if the rule sets one.
fn over_by(plan: &Plan<'_>, wait: &Wait<'_>, from: Option<Date>) -> Diagnostic {
    let (rule, id) = (wait.rule, &plan.questionnaire[wait.question].id);
    let message = match from {
        Some(from) => format!(
            "`{}` still holds when its wait is over: with `{id}` on {} it says \"not before {}\", and that day has come",
            rule.id,
            day_in_words(from),
            day_in_words(wait.duration.after(from))
        ),
        None => format!("`{}` still holds when its wait is over, however long ago `{id}` was", rule.id),
    };
    Diagnostic::new(Code::WaitOver, rule.span, message)
        .also(rule.when.span, "this holds longer than the wait lasts")
        .help(format!("let it hold as long as it waits, as in `{id} within {}`, or wait longer", wait.duration))
}

fn undated(plan: &Plan<'_>, wait: &Wait<'_>) -> Diagnostic {
    let (rule, question) = (wait.rule, &plan.questionnaire[wait.question]);
    let message =
        format!("`{}` can hold while nobody has answered `{}`, and its wait then has no day", rule.id, question.id);
    let fault = Diagnostic::new(Code::WaitUndated, rule.span, message);
    let fault = match question.when.as_ref() {
        Some(when) => fault.also(when.span, format!("`{}` is asked only when this holds", question.id)),
        None => fault.also(question.span, "nobody has to answer this"),
    };
    fault.help(format!(
        "ask it of everybody for whom the rule holds, add `{} is answered` to the rule, or count from `today`",
        question.id
    ))
}

fn longer_than_window(plan: &Plan<'_>, wait: &Wait<'_>, from: Date) -> Diagnostic {
    let (rule, id) = (wait.rule, &plan.questionnaire[wait.question].id);
    let message = format!(
        "`{}` waits until {} when `{id}` is {}, but holds no more when `{id}` is a day earlier",
        rule.id,
        day_in_words(wait.duration.after(from)),
        day_in_words(from),
    );
    Diagnostic::new(Code::WaitWindow, rule.span, message)
        .also(rule.when.span, "this ends before the wait does")
        .help(format!("let both end on one day, as in `{id} within {}`", wait.duration))
}
