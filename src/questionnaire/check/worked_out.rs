//! Numbers worked out from answers: a body mass index, pack-years.

use std::sync::Arc;

use super::Checker;
use super::class_tables::is_table;
use super::names::Namespace;
use super::scope::{Derivation, Outline, WorkedOut};
use super::shape::{self, Fields, Form, as_list, as_map, as_scalar};
use crate::condition::{AnswerType, DerivedNumber};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlValue};
use crate::questionnaire::{NamedDerived, Question, QuestionKind};
use crate::value::index::{Ix, QuestionIx};
use crate::value::{Decimal, parse_decimal};

pub(super) const DERIVED: Form = Form { noun: "worked-out number", keys: &["ratio", "product", "scale"] };

/// The most values of the question with the fewer ones: a proof goes through them one by one.
const MOST_VALUES: i64 = 4096;

/// What a definition lists: the questions above and below the line.
struct Written<'d> {
    above: Vec<&'d Scalar>,
    below: Vec<&'d Scalar>,
}

/// `ratio: [weight, height, height]` divides the first by the others; `product: [cigarettes, years]` multiplies all.
fn written(value: &YamlValue) -> Option<Written<'_>> {
    let listed =
        |key: &str| value.get(key).map(as_list).map(|list| list.iter().filter_map(as_scalar).collect::<Vec<_>>());
    match (listed("ratio"), listed("product")) {
        (Some(ratio), None) => {
            let (first, rest) = ratio.split_first()?;
            Some(Written { above: vec![*first], below: rest.to_vec() })
        }
        (None, Some(above)) => Some(Written { above, below: Vec::new() }),
        _ => None,
    }
}

fn scale(value: &YamlValue) -> Option<Decimal> {
    match value.get("scale") {
        Some(scale) => {
            parse_decimal(as_scalar(scale)?.text.trim()).filter(|scale| scale.is_sign_positive() && !scale.is_zero())
        }
        None => Some(Decimal::ONE),
    }
}

impl Outline {
    /// Reads the numbers that a section works out. It is silent: what is wrong is said by the check.
    pub(super) fn read_derived<'d>(&self, section: &'d YamlValue) -> Vec<(&'d Entry, WorkedOut)> {
        let entries = section.get("derived").map(as_map).unwrap_or_default().iter();
        entries.map(|entry| (entry, WorkedOut { span: entry.key.span, what: self.worked_out(entry) })).collect()
    }

    fn worked_out(&self, entry: &Entry) -> Option<Derivation> {
        if is_table(entry) { self.class_table(entry) } else { self.number(entry).map(Derivation::Number) }
    }

    fn number(&self, entry: &Entry) -> Option<Arc<DerivedNumber>> {
        let written = written(&entry.value)?;
        let of =
            |names: &[&Scalar]| names.iter().map(|name| self.number_question(&name.text)).collect::<Option<Vec<_>>>();
        let (above, below) = (of(&written.above)?, of(&written.below)?);
        let number = DerivedNumber { name: entry.key.value.clone(), above, below, scale: scale(&entry.value)? };
        let cancels = number.questions().iter().any(|question| number.exponent(*question) == 0);
        (!number.above.is_empty() && number.questions().len() <= 2 && !cancels).then(|| Arc::new(number))
    }

    /// The question of that name, if it is a number with a range.
    fn number_question(&self, name: &str) -> Option<QuestionIx> {
        let position = self.question_named(name)?;
        let kind = self.questions.as_slice().get(position)?.kind.as_ref()?;
        match kind {
            AnswerType::Number { ranged: true, .. } => QuestionIx::fitting(position),
            AnswerType::Number { ranged: false, .. }
            | AnswerType::YesNo
            | AnswerType::Choice(_)
            | AnswerType::Scale(_)
            | AnswerType::Choices { .. }
            | AnswerType::Date
            | AnswerType::Text => None,
        }
    }
}

impl Checker<'_> {
    /// Says what is wrong with the numbers that all sections work out, once all questions are known.
    pub(super) fn derived(&mut self, sections: &[&YamlValue], questions: &[Question]) -> Vec<NamedDerived> {
        for section in sections {
            for entry in section.get("derived").map(as_map).unwrap_or_default() {
                self.ids.take(&entry.key, Namespace::Name, "worked-out number", &mut self.out);
                if !is_table(entry) {
                    self.derived_number(entry, questions);
                }
            }
        }
        let sound = self.outline.numbers.iter().filter_map(|worked_out| match worked_out.what.as_ref()? {
            Derivation::Number(number) => Some(NamedDerived { number: Arc::clone(number), span: worked_out.span }),
            Derivation::Classes(_) => None,
        });
        sound.collect()
    }

    fn derived_number(&mut self, entry: &Entry, questions: &[Question]) {
        let Some(fields) = Fields::of_entry(entry, DERIVED, &mut self.out) else { return };
        let lists: Vec<&Entry> = ["ratio", "product"].iter().filter_map(|key| fields.entry(key)).collect();
        let [list] = lists.as_slice() else {
            self.out.push(ratio_or_product(entry));
            return;
        };
        if let Some(scale) = fields.text("scale", &mut self.out).filter(|_| scale(&entry.value).is_none()) {
            self.out.push(bad_scale(scale));
        }
        if shape::list(list, &mut self.out).is_none() {
            return;
        }
        let Some(written) = written(&entry.value) else {
            self.out.push(nothing_listed(list));
            return;
        };
        let below = written.below.iter().map(|name| (*name, true));
        let mut values = Vec::new();
        for (name, divides) in written.above.iter().map(|name| (*name, false)).chain(below) {
            values.extend(self.listed(name, divides, questions));
        }
        if values.len() < written.above.len() + written.below.len() {
            return;
        }
        let mut names: Vec<&str> = written.above.iter().chain(&written.below).map(|name| name.text.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let both = written.above.iter().find(|name| written.below.iter().any(|below| below.text == name.text));
        if let Some(both) = both {
            self.out.push(cancelled(both));
        } else if names.len() > 2 {
            self.out.push(too_many(list));
        } else if values.into_iter().min().is_some_and(|fewest| fewest > MOST_VALUES) {
            self.out.push(too_fine(list));
        }
    }

    /// How many values a question that is listed takes; nothing if something was wrong with it.
    fn listed(&mut self, name: &Scalar, divides: bool, questions: &[Question]) -> Option<i64> {
        let Some(question) = questions.iter().find(|question| question.id == name.text) else {
            if !self.outline.may_be_there(&name.text) && self.outline.question_named(&name.text).is_none() {
                let ids = self.outline.ids();
                let unknown = format!("there is no question `{}`", name.text);
                self.out.push(Diagnostic::new(Code::UnknownName, name.span, unknown).nearest(&name.text, ids));
            }
            return None;
        };
        let QuestionKind::Number { range, decimals, .. } = &question.kind else {
            self.out.push(no_number(name, question));
            return None;
        };
        let Some((low, high)) = range else {
            self.out.push(no_range(name, question));
            return None;
        };
        let enough = if divides { *low > Decimal::ZERO } else { *low >= Decimal::ZERO };
        if !enough {
            self.out.push(not_positive(name, question, divides));
            return None;
        }
        let steps = (high - low).checked_mul(Decimal::from(10u64.checked_pow(*decimals)?));
        steps.map(|steps| i64::try_from(steps.trunc()).unwrap_or(i64::MAX))
    }
}

fn ratio_or_product(entry: &Entry) -> Diagnostic {
    let message = format!("`{}` does not say how it is worked out", entry.key.value);
    Diagnostic::new(Code::BadDerived, entry.key.span, message)
        .help("write one of `ratio: [weight, height, height]` (the first divided by the others) and `product: [cigarettes, years]`")
}

fn nothing_listed(list: &Entry) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, list.key.span, "a number of no questions")
        .help("list the questions that it is worked out from, as in `ratio: [weight, height, height]`")
}

fn bad_scale(scale: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, scale.span, format!("`{}` is no number above 0", scale.text))
        .help("write a number as in `scale: 10000` or `scale: 0.05`")
}

fn cancelled(name: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, name.span, format!("`{}` is multiplied and divided by", name.text))
        .help("leave it out on both sides")
}

fn too_many(list: &Entry) -> Diagnostic {
    let message = "a number is worked out from at most two questions, so that every proof about it stays exact";
    Diagnostic::new(Code::BadDerived, list.key.span, message)
        .help("ask for one of them as what it comes to with another, or compare the answers one by one")
}

fn too_fine(list: &Entry) -> Diagnostic {
    let message = format!("each of these questions takes more than {MOST_VALUES} values");
    Diagnostic::new(Code::BadDerived, list.key.span, message)
        .help("give one of them a shorter `range` or fewer `decimals`")
}

fn no_number(name: &Scalar, question: &Question) -> Diagnostic {
    Diagnostic::new(Code::BadDerived, name.span, format!("`{}` is no number", name.text))
        .also(question.span, format!("it is a {}", question.type_name().name()))
        .help("list questions of type `number`")
}

fn no_range(name: &Scalar, question: &Question) -> Diagnostic {
    Diagnostic::new(
        Code::BadDerived,
        name.span,
        format!("`{}` has no range, so what can be answered has no end", name.text),
    )
    .also(question.span, "asked here")
    .help("give it one, as in `range: 30..250`")
}

fn not_positive(name: &Scalar, question: &Question, divides: bool) -> Diagnostic {
    let (what, least) = if divides { ("divided by", "above 0") } else { ("multiplied", "0 or more") };
    Diagnostic::new(Code::BadDerived, name.span, format!("`{}` is {what}, and may be less than it can be", name.text))
        .also(question.span, "asked here")
        .help(format!("let its `range` begin {least}"))
}
