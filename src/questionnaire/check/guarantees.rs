//! Guarantees: what must hold for every possible response. They are read here and proved elsewhere.

use super::Checker;
use super::names::Namespace;
use super::questions::AUDIENCES;
use super::shape::{self, Fields, Form, wrong_value};
use crate::condition::{self, AnswerType};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::{Audience, CountedFrom, Guarantee, PairKind, PairPromise, Promise, StepWait};
use crate::source::Span;
use crate::value::index::{Ix, QuestionIx, RuleIx, StepIx, VerdictIx};

pub(super) const GUARANTEE: Form = Form {
    noun: "guarantee",
    keys: &[
        "id",
        "when",
        "complete",
        "for",
        "because",
        "verdict",
        "finding",
        "never",
        "one_of",
        "asks",
        "settled",
        "plan",
        "monotone",
        "independent",
        "never_asks",
    ],
};

/// What stands under a promise about two responses.
const OF_TWO: Form = Form { noun: "promise", keys: &["of", "except"] };

const PAIR_KINDS: [PairKind; 2] = [PairKind::Monotone, PairKind::Independent];

const MOST_GUARANTEES: usize = 10_000;

/// The keys of which a guarantee has exactly one.
pub(super) const PROMISES: &[&str] =
    &["verdict", "finding", "never", "one_of", "asks", "settled", "plan", "monotone", "independent", "never_asks"];

/// The keys that say of which responses to one person's answers a guarantee speaks, beside `when`.
const NARROWING: [&str; 2] = ["complete", "for"];

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
        let complete = fields.flag("complete", &mut self.out).unwrap_or(false);
        let audience = fields.word("for", AUDIENCES, Audience::Everyone, &mut self.out);
        let because = self.plain(&fields, "because");
        let promise = self.promise(&fields)?;
        self.check_narrowed(&fields, &promise);
        Some(Guarantee { id: id?, when, complete, audience, promise, because, span: fields.head })
    }

    /// `complete` and `for` narrow down of which one response something is promised, and of nothing else.
    fn check_narrowed(&mut self, fields: &Fields<'_>, promise: &Promise) {
        let about = match promise {
            Promise::OfTwo(_) => "this promise is about two complete responses as it is",
            Promise::NeverAsks(_) => "this promise is about the questions, whoever answers them",
            Promise::AtLeast(_)
            | Promise::AtMost(_)
            | Promise::Exactly(_)
            | Promise::Finding(_)
            | Promise::Never(_)
            | Promise::OneOf(_)
            | Promise::Asks(_)
            | Promise::Settled
            | Promise::Planned(_)
            | Promise::Waits(_) => return,
        };
        for entry in NARROWING.iter().filter_map(|key| fields.entry(key)) {
            let message = format!("`{}` says nothing here: {about}", entry.key.value);
            let idle = Diagnostic::new(Code::BadPromise, entry.key.span, message).help("take it out");
            self.out.push(idle);
        }
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
        match (entry.key.value.as_str(), &entry.value.node) {
            ("plan", YamlNode::Map(waits)) => return self.step_promise(entry, waits),
            ("never_asks", _) => return self.never_asks(fields),
            ("one_of", _) => return self.one_of(fields),
            _ => {}
        }
        if let Some(kind) = PAIR_KINDS.into_iter().find(|kind| kind.name() == entry.key.value) {
            return self.promise_of_two(kind, entry);
        }
        let scalar = shape::text(entry, &mut self.out)?;
        match entry.key.value.as_str() {
            "plan" => self.step_named(scalar).map(Promise::Planned),
            "verdict" => self.verdict_promise(scalar),
            "finding" => self.rule_named(scalar).map(Promise::Finding),
            "never" => self.rule_named(scalar).map(Promise::Never),
            "asks" => self.promised_question(scalar).map(Promise::Asks),
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

    /// `monotone: pain`, or `independent: { of: skin_type, except: [deep_skin] }`.
    fn promise_of_two(&mut self, kind: PairKind, entry: &Entry) -> Option<Promise> {
        let (of, except) = match &entry.value.node {
            YamlNode::Map(_) => {
                let fields = Fields::of_entry(entry, OF_TWO, &mut self.out)?;
                let of = fields.needed_text("of", &mut self.out);
                (of, fields.texts("except", &mut self.out))
            }
            _ => (shape::text(entry, &mut self.out), Vec::new()),
        };
        let except = except.into_iter().filter_map(|rule| self.rule_named(rule)).collect();
        let scalar = of?;
        let of = self.promised_question(scalar)?;
        let declared = &self.outline.questions[of];
        match declared.kind.as_ref()? {
            AnswerType::YesNo | AnswerType::Scale(_) | AnswerType::Choices { .. } => {}
            AnswerType::Choice(_) | AnswerType::Number { .. } | AnswerType::Date | AnswerType::Text => {
                if kind == PairKind::Monotone {
                    self.out.push(without_order(scalar, declared.span));
                    return None;
                }
            }
        }
        Some(Promise::OfTwo(PairPromise { kind, of, except }))
    }

    /// The question of which something is promised.
    fn promised_question(&mut self, scalar: &Scalar) -> Option<QuestionIx> {
        let found = self.outline.question_named(&scalar.text);
        if found.is_none() && !self.outline.may_be_there(&scalar.text) {
            let message = format!("there is no question `{}`", scalar.text);
            let unknown = Diagnostic::new(Code::BadPromise, scalar.span, message);
            self.out.push(unknown.nearest(&scalar.text, self.outline.ids()));
        }
        found.and_then(QuestionIx::fitting)
    }

    /// The rules of which exactly one makes its finding.
    fn one_of(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let written = fields.texts("one_of", &mut self.out);
        for (position, rule) in written.iter().enumerate() {
            if let Some(first) = written.iter().take(position).find(|first| first.text == rule.text) {
                self.out.push(listed_twice(rule, first));
            }
        }
        if written.len() < 2 {
            self.out.push(no_choice(fields));
            return None;
        }
        let rules: Vec<RuleIx> = written.iter().filter_map(|rule| self.rule_named(rule)).collect();
        (rules.len() == written.len()).then_some(Promise::OneOf(rules))
    }

    /// The words that no question asks about.
    fn never_asks(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let words = fields.texts("never_asks", &mut self.out);
        if words.is_empty() {
            self.out.push(no_words(fields));
            return None;
        }
        Some(Promise::NeverAsks(words.into_iter().map(|word| word.text.clone()).collect()))
    }

    /// `first_visit: at least 8 weeks`, from the day of assessment on, or `at least 12 weeks after test_spot`.
    fn step_promise(&mut self, entry: &Entry, waits: &[Entry]) -> Option<Promise> {
        let only = match waits {
            [only] => only,
            [first, second, ..] => {
                self.out.push(two_promises(first, second));
                return None;
            }
            [] => {
                self.out.push(unclear_step(&entry.key.value, entry.key.span));
                return None;
            }
        };
        let step = self.step_named(&Scalar::verbatim(only.key.value.clone(), only.key.span));
        let scalar = shape::text(only, &mut self.out)?;
        let Some(rest) = scalar.text.strip_prefix("at least ") else {
            self.out.push(unclear_step(&scalar.text, scalar.span));
            return None;
        };
        let start = scalar.text.len() - rest.len();
        let (wait, after) = match rest.split_once(" after ") {
            Some((wait, after)) => (wait, Some((after, scalar.text.len() - after.len()))),
            None => (rest, None),
        };
        let wait = Scalar::verbatim(wait, scalar.place(start, start + wait.len()));
        let wait = self.out.keep(condition::parse_duration(&wait));
        let after = match after {
            None => CountedFrom::Today,
            Some((name, at)) => {
                let begin = at + (name.len() - name.trim_start().len());
                let name = name.trim();
                self.counted(&Scalar::verbatim(name, scalar.place(begin, begin + name.len())), step)?
            }
        };
        Some(Promise::Waits(StepWait { step: step?, wait: wait?, after }))
    }

    /// What a wait for a step counts from: today, another step, or a question.
    fn counted(&mut self, name: &Scalar, promised: Option<StepIx>) -> Option<CountedFrom> {
        if name.text == "today" {
            return Some(CountedFrom::Today);
        }
        let step = self.outline.steps.iter().position(|step| *step == name.text).and_then(StepIx::fitting);
        let question = self.outline.question_named(&name.text).and_then(QuestionIx::fitting);
        match (step, question) {
            (Some(step), None) if promised == Some(step) => self.out.push(after_itself(name)),
            (Some(step), None) => return Some(CountedFrom::Step(step)),
            (None, Some(question)) => return Some(CountedFrom::Question(question)),
            (Some(_), Some(_)) => self.out.push(step_or_question(name)),
            (None, None) if self.outline.may_be_there(&name.text) => {}
            (None, None) => {
                let known = self.outline.steps.iter().map(String::as_str).chain(self.outline.ids());
                self.out.push(unknown_start(name, known));
            }
        }
        None
    }

    pub(super) fn rule_named(&mut self, scalar: &Scalar) -> Option<RuleIx> {
        let found = self.outline.rules.iter().position(|rule| *rule == scalar.text);
        if found.is_none() && !self.outline.may_be_there(&scalar.text) {
            self.out.push(unknown_rule(scalar, self.outline.rules.iter().map(String::as_str)));
        }
        found.and_then(RuleIx::fitting)
    }
}

fn no_promise(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, fields.head, format!("{} promises nothing", fields.what))
        .help("add one of `verdict: at least …`, `finding: RULE`, `never: RULE`, `one_of: [RULES]`, `asks: QUESTION`, `settled: true`, `plan: STEP`")
        .help("or one about two responses, `monotone: QUESTION` or `independent: QUESTION`, or `never_asks: [WORDS]`")
}

fn without_order(scalar: &Scalar, question: Span) -> Diagnostic {
    let message =
        format!("no answer to `{}` is graver than another, so there is nothing to promise of it", scalar.text);
    Diagnostic::new(Code::BadPromise, scalar.span, message).also(question, "asked here").help(
        "`monotone` takes a `scale`, from mild to grave; a `yes_no`; or a `choices`, of which more picks are graver",
    )
}

fn no_words(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, fields.head, format!("{} does not say what is never asked about", fields.what))
        .help("name at least one word: `never_asks: [hiv, ethnicity]`")
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

fn unclear_step(text: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, place, format!("`{text}` does not say how late the step lies at least")).help(
        "write `plan: { STEP: at least 8 weeks }`, which counts from today, or `at least 12 weeks after` a step or a question",
    )
}

fn no_choice(fields: &Fields<'_>) -> Diagnostic {
    let place = fields.entry("one_of").map_or(fields.head, |entry| entry.key.span);
    Diagnostic::new(Code::BadPromise, place, "`one_of` names fewer than two rules".to_owned())
        .help("name two rules or more, of which exactly one is to be found; of a single one write `finding: RULE`")
}

fn listed_twice(rule: &Scalar, first: &Scalar) -> Diagnostic {
    let message = format!("`{}` is named twice, and a rule is found once or not at all", rule.text);
    Diagnostic::new(Code::BadPromise, rule.span, message).also(first.span, "named here first").help("name it once")
}

fn after_itself(name: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadPromise, name.span, format!("`{}` cannot lie after itself", name.text))
        .help("name another step, a question, or `today`")
}

fn step_or_question(name: &Scalar) -> Diagnostic {
    let message = format!("`{}` is a step of the plan and a question: which of them is meant is not clear", name.text);
    Diagnostic::new(Code::BadPromise, name.span, message).help("give one of the two another id")
}

fn unknown_start<'a>(name: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = format!("there is no step and no question `{}`", name.text);
    Diagnostic::new(Code::BadPromise, name.span, message)
        .nearest(&name.text, known)
        .help("a wait counts from `today`, from another step of the plan, or from a question")
}

fn unknown_rule<'a>(scalar: &Scalar, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownRule, scalar.span, format!("there is no rule `{}`", scalar.text))
        .nearest(&scalar.text, known)
}
