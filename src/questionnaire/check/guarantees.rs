//! Guarantees: what must hold for every possible response. They are read here and proved elsewhere.

use super::Checker;
use super::names::Namespace;
use super::shape::{self, Fields, Form, wrong_value};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlValue};
use crate::questionnaire::{Guarantee, Promise};
use crate::value::index::{Ix, RuleIx, VerdictIx};

pub(super) const GUARANTEE: Form =
    Form { noun: "guarantee", keys: &["id", "when", "because", "verdict", "finding", "never", "settled"] };

const MOST_GUARANTEES: usize = 10_000;

/// The keys of which a guarantee has exactly one.
pub(super) const PROMISES: &[&str] = &["verdict", "finding", "never", "settled"];

/// How a guarantee bounds the verdict.
type Bound = (&'static str, fn(VerdictIx) -> Promise);

const BOUNDS: &[Bound] =
    &[("at least ", Promise::AtLeast), ("at most ", Promise::AtMost), ("exactly ", Promise::Exactly)];

impl Checker<'_> {
    pub(super) fn guarantees(&mut self, fields: &Fields<'_>) -> Vec<Guarantee> {
        let items = fields.list("guarantees", &mut self.out);
        if self.check_most("guarantees", items.len(), MOST_GUARANTEES, fields.head) {
            return Vec::new();
        }
        items.iter().filter_map(|item| self.guarantee(item)).collect()
    }

    fn guarantee(&mut self, item: &YamlValue) -> Option<Guarantee> {
        let fields = Fields::of_item(item, GUARANTEE, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::Guarantee, "guarantee");
        let when = match fields.text("when", &mut self.out) {
            Some(scalar) => self.condition(scalar, |outline| outline.whole()),
            None => None,
        };
        let because = self.plain(&fields, "because");
        let promise = self.promise(&fields);
        Some(Guarantee { id: id?, when, promise: promise?, because, span: fields.head })
    }

    fn promise(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let written: Vec<&Entry> = PROMISES.iter().filter_map(|key| fields.entry(key)).collect();
        let [entry] = written.as_slice() else {
            self.out.push(match written.as_slice() {
                [first, second, ..] => two_promises(first, second),
                _ => no_promise(fields),
            });
            return None;
        };
        let scalar = shape::text(entry, &mut self.out)?;
        match entry.key.value.as_str() {
            "verdict" => self.verdict_promise(scalar),
            "finding" => self.rule_named(scalar).map(Promise::Finding),
            "never" => self.rule_named(scalar).map(Promise::Never),
            _ => self.settled(fields, scalar),
        }
    }

    fn settled(&mut self, fields: &Fields<'_>, scalar: &Scalar) -> Option<Promise> {
        if fields.flag("settled", &mut self.out)? {
            return Some(Promise::Settled);
        }
        self.out.push(wrong_value("settled", scalar).help("only `settled: true` is a promise"));
        None
    }

    fn verdict_promise(&mut self, scalar: &Scalar) -> Option<Promise> {
        let found = BOUNDS.iter().find_map(|(word, make)| Some((word, make, scalar.text.strip_prefix(word)?)));
        let Some((word, make, name)) = found else {
            self.out.push(unclear_verdict(scalar));
            return None;
        };
        let name = Scalar::verbatim(name.trim(), scalar.place(word.len(), scalar.text.len()));
        self.verdict_named(&name).map(make)
    }

    fn rule_named(&mut self, scalar: &Scalar) -> Option<RuleIx> {
        let found = self.outline.rules.iter().position(|rule| *rule == scalar.text);
        if found.is_none() && !self.outline.may_be_there(&scalar.text) {
            self.out.push(unknown_rule(scalar, self.outline.rules.iter().map(String::as_str)));
        }
        found.and_then(RuleIx::fitting)
    }
}

fn no_promise(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, fields.head, format!("{} promises nothing", fields.what))
        .help("add one of `verdict: at least …`, `finding: RULE`, `never: RULE`, `settled: true`")
}

fn two_promises(first: &Entry, second: &Entry) -> Diagnostic {
    let message =
        format!("a guarantee promises one thing, but this one has `{}` and `{}`", first.key.value, second.key.value);
    Diagnostic::new(Code::BadPromise, second.key.span, message)
        .also(first.key.span, "the other promise")
        .help("make two guarantees of it")
}

fn unclear_verdict(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, scalar.span, format!("`{}` does not say how the verdict is bounded", scalar.text))
        .help("write `at least VERDICT`, `at most VERDICT` or `exactly VERDICT`")
}

fn unknown_rule<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownRule, scalar.span, format!("there is no rule `{}`", scalar.text))
        .nearest(&scalar.text, known)
}
