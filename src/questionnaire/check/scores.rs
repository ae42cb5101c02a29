//! Scores: what they add up, and how many answers may be missing.

use std::collections::BTreeMap;

use super::Checker;
use super::bands::{BandUse, Banded};
use super::kinds::{bad_number, whole};
use super::limits::MOST_SUMMANDS;
use super::names::Namespace;
use super::scope::{Declared, Outline};
use super::shape::{self, Fields, Form, as_map};
use crate::condition::AnswerType;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{AnswerPoints, Points, Score, ScoreItem};
use crate::source::Span;
use crate::value::index::{Ix, QuestionIx, SectionIx};

pub(super) const SCORE: Form = Form { noun: "score", keys: &["title", "sum", "missing"] };
/// An item of `sum` that is more than the name of a question.
pub(super) const SUMMAND: Form = Form { noun: "summand", keys: &["when", "of", "points", "bands"] };
/// What stands under `missing`.
pub(super) const LIMIT: Form = Form { noun: "limit", keys: &["up_to"] };

impl Checker<'_> {
    pub(super) fn scores(&mut self, fields: &Fields<'_>, section: SectionIx) -> Vec<Score> {
        let entries = fields.map("scores", &mut self.out);
        entries.iter().filter_map(|entry| self.score(entry, section)).collect()
    }

    fn score(&mut self, entry: &Entry, section: SectionIx) -> Option<Score> {
        let id = self.ids.take(&entry.key, Namespace::Name, "score", &mut self.out);
        let fields = Fields::of_entry(entry, SCORE, &mut self.out)?;
        let title = self.needed_plain(&fields, "title").unwrap_or_default();
        let list = fields.needed("sum", &mut self.out)?;
        let items = shape::list(list, &mut self.out)?;
        if items.is_empty() {
            self.out.push(empty_sum(list));
        }
        if self.check_most("items of a sum", items.len(), MOST_SUMMANDS, list.key.span) {
            return None;
        }
        let mut seen = BTreeMap::new();
        let sum: Vec<ScoreItem> = items.iter().filter_map(|item| self.item(item, &mut seen)).collect();
        let missing_up_to = self.missing(&fields, seen.len());
        Some(Score { id: id?, title, sum, missing_up_to, section, private: false, span: entry.key.span })
    }

    /// How many of `questions` may lack an answer.
    fn missing(&mut self, fields: &Fields<'_>, questions: usize) -> Option<usize> {
        let entry = fields.entry("missing")?;
        let limit = Fields::of_entry(entry, LIMIT, &mut self.out)?;
        // Another key in its place was told of, and is all that is wrong.
        let scalar = match knows_all(&entry.value, LIMIT) {
            true => limit.needed_text("up_to", &mut self.out)?,
            false => limit.text("up_to", &mut self.out)?,
        };
        let most = whole(&scalar.text).and_then(|most| usize::try_from(most).ok());
        match most {
            None => self.out.push(bad_number("up_to", scalar, "a whole number, as in `missing: { up_to: 2 }`")),
            Some(most) if most >= questions => self.out.push(idle_limit(scalar, questions)),
            Some(_) => {}
        }
        most
    }

    fn item(&mut self, value: &YamlValue, seen: &mut BTreeMap<usize, Span>) -> Option<ScoreItem> {
        if !matches!(value.node, YamlNode::Map(_)) {
            let scalar = shape::text_item(value, "sum", &mut self.out)?;
            let position = self.summand(scalar, seen)?;
            let question = self.outline.questions.as_slice().get(position)?;
            let points = own_points(question);
            if question.kind.is_some() && points.is_none() {
                self.out.push(no_points(scalar, question));
            }
            return Some(ScoreItem::Answer(answer(&self.outline, position, points?)?));
        }
        let fields = Fields::of_item(value, SUMMAND, &mut self.out)?;
        match (fields.entry("when"), fields.entry("of")) {
            (Some(_), None) => self.conditional(&fields),
            (None, Some(_)) => self.weighed(&fields, seen),
            (Some(when), Some(of)) => {
                self.out.push(
                    Diagnostic::new(Code::BadScore, of.key.span, "`of` and `when` stand in one summand")
                        .also(when.key.span, "the other is here")
                        .help("make two summands of it, or put the question into the condition"),
                );
                None
            }
            (None, None) => {
                // A key that is misspelt was told of, and is all that is wrong.
                if knows_all(value, SUMMAND) {
                    self.out.push(adds_nothing(fields.head));
                }
                None
            }
        }
    }

    /// `{ when: age >= 75, points: 2 }`
    fn conditional(&mut self, fields: &Fields<'_>) -> Option<ScoreItem> {
        if let Some(bands) = fields.entry("bands") {
            self.out.push(
                Diagnostic::new(Code::UnusedKey, bands.key.span, "`bands` has no effect beside `when`")
                    .help("write `points: 2` for what the condition adds, or `of` instead of `when`"),
            );
        }
        let scalar = fields.needed_text("points", &mut self.out);
        let points = scalar.and_then(|scalar| self.whole_points("points", scalar));
        if let Some(scalar) = scalar.filter(|_| points == Some(0)) {
            self.out.push(
                Diagnostic::new(Code::BadScore, scalar.span, "this condition adds 0 points, so it never matters")
                    .help("give it points, or leave it out of the score"),
            );
        }
        let when = fields.text("when", &mut self.out)?;
        let when = self.condition(when, Outline::whole)?;
        Some(ScoreItem::When { when, points: points? })
    }

    /// `{ of: worry, points: { none: 0, some: 2 } }` or `{ of: pulse, bands: { ..40: 3, 41..: 0 } }`
    fn weighed(&mut self, fields: &Fields<'_>, seen: &mut BTreeMap<usize, Span>) -> Option<ScoreItem> {
        let scalar = fields.text("of", &mut self.out)?;
        let position = self.summand(scalar, seen)?;
        let question = self.outline.questions.as_slice().get(position)?;
        let (kind, id, range, place) = (question.kind.clone()?, question.id.clone(), question.range, question.span);
        let points = match (fields.entry("points"), fields.entry("bands"), &kind) {
            (Some(points), Some(bands), _) => {
                self.out.push(
                    Diagnostic::new(Code::BadScore, bands.key.span, "`points` and `bands` stand in one summand")
                        .also(points.key.span, "the other is here")
                        .help("keep `bands` for a number, `points` for options"),
                );
                None
            }
            (None, Some(bands), AnswerType::Number { decimals, .. }) => {
                self.bands(bands, &Banded { id: &id, decimals: *decimals, range, place, used_for: BandUse::Points })
            }
            (Some(points), None, AnswerType::YesNo) => {
                let each = self.each(points, &id, &["no".to_owned(), "yes".to_owned()])?;
                match each.as_slice() {
                    [no, yes] => Some(Points::YesNo { no: *no, yes: *yes }),
                    _ => None,
                }
            }
            (
                Some(points),
                None,
                AnswerType::Choice(ids) | AnswerType::Scale(ids) | AnswerType::Choices { options: ids, .. },
            ) => self.each(points, &id, ids).map(Points::Options),
            (points, bands, kind) => {
                self.out.push(ill_weighed(points.or(bands).map_or(scalar.span, |key| key.key.span), &id, kind, place));
                None
            }
        };
        Some(ScoreItem::Answer(answer(&self.outline, position, points?)?))
    }

    /// What stands under `points` for each option.
    fn each(&mut self, points: &Entry, question: &str, ids: &[String]) -> Option<Vec<i64>> {
        let entries = shape::map(points, &mut self.out)?;
        let mut whole = true;
        for entry in entries.iter().filter(|entry| !ids.contains(&entry.key.value)) {
            whole = false;
            let ids = ids.iter().map(String::as_str);
            self.out.push_with(Code::UnknownOption, || {
                shape::split_number(entry).unwrap_or_else(|| unknown_option(entry, question, ids))
            });
        }
        let mut each = Vec::new();
        let mut unsaid: Vec<&str> = Vec::new();
        for id in ids {
            match entries.iter().find(|entry| entry.key.value == *id) {
                Some(entry) => {
                    let scalar = shape::text(entry, &mut self.out);
                    each.push(scalar.and_then(|scalar| self.whole_points(id, scalar)));
                }
                None => unsaid.push(id),
            }
        }
        // An option that is misspelt is missing too: that is one mistake.
        if whole && !unsaid.is_empty() {
            self.out.push(unsaid_options(points, question, &unsaid));
        }
        if unsaid.is_empty() { each.into_iter().collect() } else { None }
    }

    /// The position of a question that is added, each once.
    fn summand(&mut self, scalar: &Scalar, seen: &mut BTreeMap<usize, Span>) -> Option<usize> {
        let Some(position) = self.outline.question_named(&scalar.text) else {
            if !self.outline.may_be_there(&scalar.text) {
                let outline = &self.outline;
                self.out.push_with(Code::UnknownName, || unknown_addend(scalar, &outline.ids()));
            }
            return None;
        };
        if let Some(first) = seen.insert(position, scalar.span) {
            self.out.push(added_twice(scalar, first));
        }
        Some(position)
    }
}

/// Whether a mapping has no other keys.
fn knows_all(value: &YamlValue, form: Form) -> bool {
    as_map(value).iter().all(|entry| form.keys.contains(&entry.key.value.as_str()))
}

fn answer(outline: &Outline, position: usize, points: Points) -> Option<AnswerPoints> {
    let kind = outline.questions.as_slice().get(position)?.kind.as_ref()?;
    let several = matches!(kind, AnswerType::Choices { .. });
    Some(AnswerPoints::new(QuestionIx::fitting(position)?, points, several))
}

/// The points that a question's own answers have; none if no answer has any. An answer without points adds nothing.
fn own_points(question: &Declared) -> Option<Points> {
    if question.points.iter().all(Option::is_none) {
        return None;
    }
    let points: Vec<i64> = question.points.iter().map(|points| points.unwrap_or(0)).collect();
    match (&question.kind, points.as_slice()) {
        (Some(AnswerType::YesNo), [no, yes]) => Some(Points::YesNo { no: *no, yes: *yes }),
        _ => Some(Points::Options(points)),
    }
}

fn empty_sum(entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::BadScore, entry.key.span, "a score of no questions")
        .help("list the questions whose points it adds, as in `sum: [worry_time, worry_mirror]`")
}

fn unknown_addend(scalar: &Scalar, ids: &[&str]) -> Diagnostic {
    let fault = Diagnostic::new(Code::UnknownName, scalar.span, format!("there is no question `{}`", scalar.text));
    if scalar.text.contains(char::is_whitespace) {
        return fault.help("for a condition write `{ when: age >= 75, points: 2 }`");
    }
    fault.nearest(&scalar.text, ids.iter().copied())
}

fn added_twice(scalar: &Scalar, first: Span) -> Diagnostic {
    Diagnostic::new(Code::BadScore, scalar.span, format!("`{}` is added twice", scalar.text))
        .also(first, "first added here")
        .help("leave one of the two out")
}

fn adds_nothing(place: Span) -> Diagnostic {
    Diagnostic::new(Code::BadScore, place, "this summand names neither a question nor a condition")
        .help("write `of: pulse` for a question, or `when: age >= 75` for a condition")
}

fn idle_limit(scalar: &Scalar, questions: usize) -> Diagnostic {
    let message = format!("`up_to: {}` never counts: the score adds the answers to {questions}", scalar.text);
    Diagnostic::new(Code::BadScore, scalar.span, message).help("write a smaller number, or leave `missing` out")
}

fn unknown_option<'i>(entry: &Entry, question: &str, ids: impl Iterator<Item = &'i str>) -> Diagnostic {
    let key = &entry.key.value;
    Diagnostic::new(Code::UnknownOption, entry.key.span, format!("`{question}` has no option `{key}`")).one_of(key, ids)
}

fn unsaid_options(points: &Entry, question: &str, unsaid: &[&str]) -> Diagnostic {
    let named = unsaid.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let added = unsaid.iter().map(|id| format!("`{id}: 0`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::BadScore, points.key.span, format!("these points of `{question}` leave out {named}"))
        .help(format!("say what every answer adds: write {added}, or what else it adds"))
}

/// A question of a type that cannot be added up so.
fn ill_weighed(place: Span, id: &str, kind: &AnswerType, asked: Span) -> Diagnostic {
    let (message, help) = match kind {
        AnswerType::Number { .. } => (
            format!("the points of the number `{id}` go by bands"),
            format!("write `{{ of: {id}, bands: {{ ..40: 3, 41..: 0 }} }}`"),
        ),
        AnswerType::YesNo => (
            format!("the points of `{id}` go by its answers"),
            format!("write `{{ of: {id}, points: {{ yes: 2, no: 0 }} }}`"),
        ),
        AnswerType::Choice(ids) | AnswerType::Scale(ids) | AnswerType::Choices { options: ids, .. } => (
            format!("the points of `{id}` go by its options"),
            format!("write `{{ of: {id}, points: {{ {}: 0, … }} }}`", ids.first().map_or("", String::as_str)),
        ),
        AnswerType::Date | AnswerType::Text => (
            format!("`{id}` is a {}, which has no points", if *kind == AnswerType::Date { "date" } else { "text" }),
            "leave it out of the score, or put it into a condition, as in `{ when: stopped within 6 months, points: 2 }`"
                .to_owned(),
        ),
    };
    Diagnostic::new(Code::BadScore, place, message).also(asked, "asked here").help(help)
}

fn no_points(scalar: &Scalar, question: &Declared) -> Diagnostic {
    let name = &scalar.text;
    let (message, help) = match &question.kind {
        Some(AnswerType::YesNo) => (
            format!("the answers to `{name}` have no points"),
            "give them points, as in `yes: { points: 2 }` at the question, or leave it out of the score".to_owned(),
        ),
        Some(AnswerType::Number { .. }) => (
            format!("`{name}` is a number, and has no points by itself"),
            format!("write `{{ of: {name}, bands: {{ ..40: 3, 41..: 0 }} }}`, or leave it out of the score"),
        ),
        Some(AnswerType::Choice(_) | AnswerType::Scale(_) | AnswerType::Choices { .. }) => (
            format!("the options of `{name}` have no points"),
            "give its options points, as in `often: { label: Often, points: 2 }`, or leave it out of the score"
                .to_owned(),
        ),
        Some(AnswerType::Date | AnswerType::Text) | None => (
            format!("`{name}` has no options, and so no points"),
            "leave it out of the score, or make it a `choice`".to_owned(),
        ),
    };
    Diagnostic::new(Code::BadScore, scalar.span, message).also(question.span, "asked here").help(help)
}
