//! Rules: when a condition holds, a finding is made.

use super::Checker;
use super::names::Namespace;
use super::private::shows_private;
use super::scope::Declared;
use super::shape::{self, Fields, Form};
use crate::condition::{self, Condition, DateTest, Test};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Scalar, YamlNode, YamlValue};
use crate::questionnaire::{DueBy, DueSide, NotBefore, Rule};
use crate::source::Span;
use crate::template::Text;
use crate::value::index::{EvidenceIx, Ix, QuestionIx, RuleIx, SectionIx, SourceNoteIx, VerdictIx};
use crate::value::{Duration, Unit};

pub(super) const RULE: Form = Form {
    noun: "rule",
    keys: &[
        "id",
        "when",
        "title",
        "verdict",
        "finding",
        "technician",
        "technician_if_treated",
        "advice",
        "advice_if_treated",
        "changes",
        "changes_if_treated",
        "evidence",
        "sources",
        "not_before",
        "by",
        "plan",
        "silences",
        "stop",
        "tags",
    ],
};

/// What a day counts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// The day that a date question was answered with, and nothing else: that very day, or one before it.
    ItsDate,
    /// That day; of any other question, the day on which it was answered.
    ItsDateOrAnswer,
}

/// A key whose day counts from another, for messages.
#[derive(Clone, Copy)]
struct Counted {
    code: Code,
    /// The words that may stand before that other day.
    sides: &'static str,
    /// What is wrong with a question of another type.
    no_date: &'static str,
    help: &'static str,
}

const WAIT: Counted = Counted {
    code: Code::BadNotBefore,
    sides: "after",
    no_date: "say how long after its answer the wait ends",
    help: "write it as in `6 months after QUESTION` or `4 weeks after today`",
};

const DUE: Counted = Counted {
    code: Code::BadBy,
    sides: "before or after",
    no_date: "only `after` counts from its answer",
    help: "write it as in `4 weeks before QUESTION`, `2 days after QUESTION` or `3 days after today`",
};

/// A rule's texts may name every question.
const EVERYTHING: usize = usize::MAX;

/// The keys that give a rule an effect.
pub(super) const EFFECTS: &[&str] = &[
    "verdict",
    "finding",
    "technician",
    "technician_if_treated",
    "advice",
    "advice_if_treated",
    "changes",
    "changes_if_treated",
    "not_before",
    "by",
    "plan",
    "stop",
];

/// The keys that speak to people who may be treated.
pub(super) const IF_TREATED: &[&str] = &["technician_if_treated", "advice_if_treated", "changes_if_treated"];

impl Checker<'_> {
    pub(super) fn rule(&mut self, value: &YamlValue, section: SectionIx) -> Option<Rule> {
        let fields = Fields::of_item(value, RULE, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::Rule, "rule");
        let when = match fields.needed_text("when", &mut self.out) {
            Some(scalar) => self.condition(scalar, |outline| outline.whole()),
            None => None,
        };
        let verdict = match fields.text("verdict", &mut self.out) {
            Some(scalar) => self.verdict_named(scalar),
            None => None,
        };
        let helps = stops_with_help(&fields);
        let stop = helps || fields.flag("stop", &mut self.out).unwrap_or(false);
        self.effect(&fields);
        self.treatment_speaks(&fields, verdict);
        let silences = self.silences(&fields, when.as_ref());
        if stop || verdict.is_some_and(|verdict| verdict > VerdictIx(0)) {
            self.finding_there(&fields, when.as_ref());
        }
        if let Some(when) = when.as_ref().filter(|_| stop) {
            self.stop_audience(&fields, when);
        }
        Some(Rule {
            id: id.unwrap_or_default(),
            section,
            title: self.plain(&fields, "title"),
            verdict: verdict.unwrap_or(VerdictIx(0)),
            finding: self.template(&fields, "finding", EVERYTHING),
            technician: self.template(&fields, "technician", EVERYTHING),
            technician_if_treated: self.template(&fields, "technician_if_treated", EVERYTHING),
            advice: self.advice(&fields, "advice"),
            advice_if_treated: self.advice(&fields, "advice_if_treated"),
            changes: self.template(&fields, "changes", EVERYTHING),
            changes_if_treated: self.template(&fields, "changes_if_treated", EVERYTHING),
            evidence: self.level_named(&fields),
            sources: self.citations(&fields),
            not_before: self.not_before(&fields, when.as_ref().filter(|_| verdict > Some(VerdictIx(0)))),
            by: self.due_by(&fields),
            plan: self.wanted_steps(&fields, verdict),
            silences,
            stop,
            helps,
            // Known once all conditions are: see `Questionnaire::note_private`.
            private: false,
            tags: self.tags(&fields),
            span: fields.head,
            // Last, so that a faulty condition hides no other fault.
            when: when?,
        })
    }

    /// The rules whose advice this one takes back. What is not told then must not tell of a private answer.
    fn silences(&mut self, fields: &Fields<'_>, when: Option<&Condition>) -> Vec<RuleIx> {
        let Some(entry) = fields.entry("silences") else { return Vec::new() };
        if let Some(private) = when.and_then(|when| self.outline.private_in(when)) {
            let fault = shows_private(entry.key.span, "advice that is missing", private);
            self.out.push(fault.help("leave `silences` out"));
        }
        let rules = shape::one_or_more(entry, fields, &mut self.out);
        rules.into_iter().filter_map(|scalar| self.rule_named(scalar)).collect()
    }

    /// One piece of advice or a list of them.
    fn advice(&mut self, fields: &Fields<'_>, key: &str) -> Vec<Text> {
        let Some(entry) = fields.entry(key) else { return Vec::new() };
        let scalars = shape::one_or_more(entry, fields, &mut self.out);
        scalars.into_iter().filter_map(|scalar| self.filled(scalar, EVERYTHING)).collect()
    }

    fn level_named(&mut self, fields: &Fields<'_>) -> Option<EvidenceIx> {
        let scalar = fields.text("evidence", &mut self.out)?;
        let found = self.evidence.iter().position(|level| level.id == scalar.text);
        if found.is_none() && !self.broken.contains(&Namespace::Evidence) {
            self.out.push(unknown_evidence(scalar, self.evidence.iter().map(|level| level.id.as_str())));
        }
        found.and_then(EvidenceIx::fitting)
    }

    pub(super) fn citations(&mut self, fields: &Fields<'_>) -> Vec<SourceNoteIx> {
        fields.texts("sources", &mut self.out).into_iter().filter_map(|scalar| self.citation(scalar)).collect()
    }

    fn citation(&mut self, scalar: &Scalar) -> Option<SourceNoteIx> {
        let Some(found) = self.notes.iter().position(|note| note.id == scalar.text) else {
            if !self.broken.contains(&Namespace::Source) {
                let known = self.notes.iter().map(|note| note.id.as_str());
                self.out.push_with(Code::UnknownSource, || unknown_source(scalar, known));
            }
            return None;
        };
        self.cited.insert(found);
        SourceNoteIx::fitting(found)
    }

    /// `6 months after stopped`, `4 weeks after today`, `2 weeks after cough`, or the question of a day alone.
    ///
    /// A rule that says nothing of it and holds for some time after a day, and for nothing else, waits as long: `grave` is the
    /// condition of a rule that gives more than the first verdict. `not_before: none` says that it does not.
    fn not_before(&mut self, fields: &Fields<'_>, grave: Option<&Condition>) -> Option<NotBefore> {
        if !fields.has("not_before") {
            return self.end_of_window(grave?);
        }
        let scalar = fields.text("not_before", &mut self.out)?;
        if scalar.text.trim() == "none" {
            return None;
        }
        let Some(at) = scalar.text.find(" after ") else {
            if scalar.text.trim().contains(' ') {
                self.out.push(of_what(scalar, WAIT));
                return None;
            }
            let duration = Duration { count: 0, unit: Unit::Days };
            let question = self.counted_from(scalar, (0, scalar.text.len()), From::ItsDate, WAIT)?;
            return Some(NotBefore { duration, question: Some(question) });
        };
        let left = Scalar::verbatim(scalar.text.get(..at).unwrap_or_default(), scalar.place(0, at));
        let duration = self.span_of_time(&left);
        let right = (at + " after ".len(), scalar.text.len());
        let today = scalar.text.get(right.0..).is_some_and(|name| name.trim() == "today");
        let question =
            if today { None } else { Some(self.counted_from(scalar, right, From::ItsDateOrAnswer, WAIT)?) };
        Some(NotBefore { duration: duration?, question })
    }

    /// The day on which `d within 6 months` ends, of a condition that says just that. No day shows when a private answer was given.
    fn end_of_window(&self, when: &Condition) -> Option<NotBefore> {
        let Some(Test::Date(question, DateTest::Within(duration))) = when.test() else { return None };
        let shown = self.outline.private_in(when).is_none();
        shown.then_some(NotBefore { duration: *duration, question: Some(*question) })
    }

    /// `4 weeks before trip`, `2 days after cough`, `3 days after today`, or the question of a day alone.
    fn due_by(&mut self, fields: &Fields<'_>) -> Option<DueBy> {
        let scalar = fields.text("by", &mut self.out)?;
        let sides = [DueSide::Before, DueSide::After];
        let found = sides.into_iter().find_map(|side| {
            let word = format!(" {} ", side.name());
            scalar.text.find(&word).map(|at| (side, at, at + word.len()))
        });
        let Some((side, at, start)) = found else {
            if scalar.text.trim().contains(' ') {
                self.out.push(of_what(scalar, DUE));
                return None;
            }
            let duration = Duration { count: 0, unit: Unit::Days };
            let question = self.counted_from(scalar, (0, scalar.text.len()), From::ItsDate, DUE)?;
            return Some(DueBy { duration, side: DueSide::After, question: Some(question) });
        };
        let left = Scalar::verbatim(scalar.text.get(..at).unwrap_or_default(), scalar.place(0, at));
        let duration = self.span_of_time(&left);
        let right = (start, scalar.text.len());
        let today = scalar.text.get(start..).is_some_and(|name| name.trim() == "today");
        let question = match (today, side) {
            (true, DueSide::Before) => {
                self.out.push(before_today(scalar));
                return None;
            }
            (true, DueSide::After) => None,
            (false, DueSide::Before) => Some(self.counted_from(scalar, right, From::ItsDate, DUE)?),
            (false, DueSide::After) => Some(self.counted_from(scalar, right, From::ItsDateOrAnswer, DUE)?),
        };
        Some(DueBy { duration: duration?, side, question })
    }

    /// The question that a part of a text names, if a day can count from it.
    fn counted_from(
        &mut self,
        scalar: &Scalar,
        (start, end): (usize, usize),
        from: From,
        kind: Counted,
    ) -> Option<QuestionIx> {
        let name = scalar.text.get(start..end).unwrap_or_default();
        let begin = start + (name.len() - name.trim_start().len());
        let place = scalar.place(begin, begin + name.trim().len());
        let position = self.outline.question_named(name.trim());
        let question = position.and_then(|position| self.outline.questions.as_slice().get(position));
        if self.outline.may_be_there(name.trim()) {
            return None;
        }
        let is_date = question.is_some_and(|question| question.kind == Some(condition::AnswerType::Date));
        let counts = match from {
            From::ItsDate => is_date,
            From::ItsDateOrAnswer => question.is_some(),
        };
        if !counts {
            let asked = question.map(|question| question.span);
            self.out.push(bad_start((name.trim(), place), asked, &self.outline.ids(), kind));
        }
        if let Some(private) = question.filter(|question| counts && question.private) {
            self.out.push(
                shows_private(place, "a day that counts from it", private)
                    .help("count from `today`, or from a question whose answer may be shown"),
            );
        }
        position.filter(|_| counts).and_then(QuestionIx::fitting)
    }

    fn effect(&mut self, fields: &Fields<'_>) {
        if !EFFECTS.iter().any(|key| fields.means(key)) {
            self.out.push(without_effect(fields));
        }
    }

    fn finding_there(&mut self, fields: &Fields<'_>, when: Option<&Condition>) {
        if fields.means("finding") {
            return;
        }
        let private = when.and_then(|when| self.outline.private_in(when));
        let fault = private.map_or_else(|| finding_missing(fields), |private| neutral_finding_missing(fields, private));
        self.out.push(fault);
    }

    fn stop_audience(&mut self, fields: &Fields<'_>, when: &Condition) {
        let uses = self.outline.uses(when);
        let asked = uses.iter().map(|question| &self.outline.questions[*question]);
        let Some(question) = asked.into_iter().find(|question| question.technician) else { return };
        let place = fields.entry("stop").map_or(when.span, |entry| entry.key.span);
        self.out.push(
            Diagnostic::new(
                Code::StopAudience,
                place,
                format!("this rule cannot stop a client's interview: only a technician answers `{}`", question.id),
            )
            .also(question.span, "asked of the technician only")
            .help("leave `stop` out, or ask the question of everyone"),
        );
    }
}

fn unknown_evidence<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownEvidence, scalar.span, format!("there is no level of evidence `{}`", scalar.text))
        .nearest(&scalar.text, known)
}

fn unknown_source<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownSource, scalar.span, format!("there is no source `{}`", scalar.text))
        .nearest(&scalar.text, known)
}

fn bad_start((name, place): (&str, Span), asked: Option<Span>, known: &[&str], kind: Counted) -> Diagnostic {
    let message = match asked {
        Some(_) => format!("`{name}` is no question of type `date`: {}", kind.no_date),
        None => format!("there is no question `{name}`"),
    };
    let mut diagnostic = Diagnostic::new(kind.code, place, message);
    if let Some(asked) = asked {
        diagnostic = diagnostic.also(asked, "asked here");
    } else {
        diagnostic = diagnostic.nearest(name, known.iter().copied());
    }
    diagnostic.help(kind.help)
}

fn of_what(scalar: &Scalar, kind: Counted) -> Diagnostic {
    let message = format!("`{}` does not say {} which day", scalar.text, kind.sides);
    Diagnostic::new(kind.code, scalar.span, message).help(kind.help)
}

fn before_today(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadBy, scalar.span, "a day before today has always passed")
        .help("write it as in `3 days after today`, or name the question of a day that lies ahead")
}

fn without_effect(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::RuleWithoutEffect, fields.head, format!("{} has no effect", fields.what))
        .help("give it a `verdict` and a `finding`, or leave it out")
}

fn finding_missing(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::FindingMissing, fields.head, format!("{} gives a verdict without a reason", fields.what))
        .help("add a `finding` that tells the person why")
}

fn neutral_finding_missing(fields: &Fields<'_>, private: &Declared) -> Diagnostic {
    let message =
        format!("{} rests on `{}`, which is private, and has no `finding` that may be shown", fields.what, private.id);
    Diagnostic::new(Code::PrivateShown, fields.head, message)
        .also(private.span, "asked here")
        .help("add a `finding` that anybody may read, such as `finding: Please speak to us first.`")
}

/// Whether a rule says `stop: help`.
fn stops_with_help(fields: &Fields<'_>) -> bool {
    let value = fields.entry("stop").map(|entry| &entry.value.node);
    matches!(value, Some(YamlNode::Scalar(scalar)) if scalar.text == "help")
}
