//! Random small questionnaires and responses: every question type, skip logic on sections, questions and options, named
//! conditions, scores, floors for "not sure", and rules.
//!
//! Everything is drawn from a [`Tape`] of numbers that proptest makes. A shorter tape, or one with smaller numbers, gives a
//! smaller questionnaire, so what proptest shrinks to is small.

use std::collections::BTreeSet;

use candidacy::questionnaire::{Question, QuestionKind, Questionnaire};
use candidacy::response::{Response, accept, fits};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Decimal, Duration, OptionSet, Period, Unit, Value, parse_date};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{day, set};

/// Choices waiting to be made; when they run out, the first possibility is always taken.
pub struct Tape<'a>(pub &'a [u16]);

impl Tape<'_> {
    /// A number below `bound`.
    pub fn pick(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % bound.max(1)
    }

    /// True once in `times`; false when the tape is at its end.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.pick(times) == times - 1
    }

    /// One of these.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.pick(of.len())]
    }
}

/// Numbers for one [`Tape`].
pub fn tapes() -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..400)
}

/// A questionnaire as text, in parts that a test may shuffle or add to.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub sections: Vec<DraftSection>,
    /// Every name that a rule may use.
    names: Vec<Name>,
}

/// One section as text.
#[derive(Clone, Debug, Default)]
pub struct DraftSection {
    head: String,
    questions: Vec<String>,
    conditions: Vec<String>,
    scores: Vec<String>,
    derived: Vec<String>,
    pub rules: Vec<String>,
}

/// What a condition may name.
#[derive(Clone, Debug)]
pub struct Name {
    pub id: String,
    pub kind: Kind,
    /// Whether it offers "not sure".
    pub unsure: bool,
    /// Whether conditions may ask if it is withheld.
    pub withheld: bool,
    /// Of numbers and dates, those that are held against each other: all with the same key, none without.
    pub like: &'static str,
    /// Whether it is a number that is never 0 or less.
    pub positive: bool,
    /// Bands of a number that its question takes, with `P` for points.
    pub bands: &'static [&'static str],
}

impl Name {
    /// Something that is no question.
    pub fn derived(id: String, kind: Kind) -> Name {
        Name { id, kind, unsure: false, withheld: false, like: "", positive: false, bands: &[] }
    }
}

/// What stands behind a name; of questions with options, how many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    YesNo,
    Choice(usize),
    Scale(usize),
    Choices(usize),
    Number,
    Date,
    Text,
    Condition,
    Score,
    Derived,
}

/// The ids that [`head`] gives to verdicts.
pub const VERDICTS: [&str; 4] = ["v0", "v1", "v2", "v3"];

/// What conditions and options are drawn from.
pub struct Palette {
    /// What numbers are compared with.
    pub numbers: &'static [&'static str],
    /// What dates are compared with, shorter ones first.
    pub durations: &'static [&'static str],
    /// The fixed days that dates are compared with.
    pub days: &'static [&'static str],
    /// What scores are compared with: the numbers below this.
    pub scores: usize,
    /// The points of options.
    pub points: &'static [i64],
    /// One option in so many has a condition.
    pub options: usize,
    /// How deep the conditions of questions and options are.
    pub depth: usize,
}

const WIDE: Palette = Palette {
    numbers: &["-5", "0", "2.5", "20"],
    durations: &["3 days", "6 weeks", "6 months", "2 years"],
    days: &["2025-12-24", "2026-11-22", "2027-06-01"],
    scores: 6,
    points: &[-2, -1, 0, 1, 2, 3],
    options: 8,
    depth: 1,
};

/// The range of numbers that are multiplied and divided.
const POSITIVE: &str = "range: 1..20";

/// What stands above the sections of a random questionnaire.
pub fn head(id: &str) -> String {
    let verdicts = VERDICTS.map(|verdict| format!("  - {verdict}: {{ title: {verdict}, says: It is {verdict}. }}\n"));
    format!(
        "questionnaire: {id}\nversion: 1.0.0\ntitle: Random\nlanguage: en\nverdicts:\n{}sections:\n",
        verdicts.concat()
    )
}

/// Draws a questionnaire.
pub fn questionnaire(tape: &mut Tape) -> Draft {
    let mut draft = Draft::default();
    for _ in 0..=tape.pick(3) {
        section(&mut draft, tape);
    }
    for position in 0..draft.sections.len() {
        for _ in 0..tape.pick(5) {
            let rule = rule(&draft, tape);
            draft.sections[position].rules.extend(rule);
        }
    }
    draft
}

fn section(draft: &mut Draft, tape: &mut Tape) {
    let id = draft.sections.len();
    let mut section = DraftSection { head: format!("id: s{id}\n    title: Section {id}\n"), ..Default::default() };
    section.head += &WIDE.when(&draft.names, tape, 3).replacen(", ", "    ", 1);
    for _ in 0..=tape.pick(4) {
        section.questions.push(question(draft, tape));
    }
    // What the section names becomes usable by later sections: only then does everything it rests on come before.
    if tape.once_in(2)
        && let Some(score) = WIDE.score(&draft.names, tape)
    {
        section.scores.push(format!("score{id}: {score}"));
        draft.names.push(Name::derived(format!("score{id}"), Kind::Score));
    }
    if let Some(derived) = derived(&format!("number{id}"), &draft.names, tape) {
        section.derived.push(derived);
        draft.names.push(Name::derived(format!("number{id}"), Kind::Derived));
    }
    if tape.once_in(2)
        && let Some(condition) = WIDE.condition(&draft.names, tape, 2)
    {
        section.conditions.push(format!("cond{id}: \"{condition}\""));
        draft.names.push(Name::derived(format!("cond{id}"), Kind::Condition));
    }
    draft.sections.push(section);
}

/// A number worked out from one or two numbers, if there are any: nothing is above and below the line.
pub fn derived(id: &str, scope: &[Name], tape: &mut Tape) -> Option<String> {
    let numbers: Vec<&Name> = scope.iter().filter(|name| name.positive).collect();
    if numbers.is_empty() {
        return None;
    }
    let (one, other) = (&tape.one(&numbers).id, &tape.one(&numbers).id);
    Some(match (one == other, tape.pick(3)) {
        (true, 0) => format!("{id}: {{ product: [{one}] }}"),
        (true, _) => format!("{id}: {{ product: [{one}, {one}], scale: 0.5 }}"),
        (false, 0) => format!("{id}: {{ ratio: [{one}, {other}] }}"),
        (false, 1) => format!("{id}: {{ ratio: [{one}, {other}, {other}], scale: 2 }}"),
        (false, _) => format!("{id}: {{ product: [{one}, {other}], scale: 0.5 }}"),
    })
}

fn question(draft: &mut Draft, tape: &mut Tape) -> String {
    let id = format!("q{}", draft.names.len());
    let options = 2 + tape.pick(3);
    let kinds = [
        Kind::YesNo,
        Kind::Choice(options),
        Kind::Choices(options + 1),
        Kind::Scale(options),
        Kind::Number,
        Kind::Date,
        Kind::Text,
    ];
    let kind = *tape.one(&kinds);
    let mut line = format!("id: {id}, ask: Ask {id}?, {}", describe(kind, &draft.names, tape));
    let unsure = kind != Kind::Text && tape.once_in(2);
    if unsure {
        line += &format!(", unsure: {}", tape.one(&VERDICTS));
    }
    if kind == Kind::Text || tape.once_in(6) {
        line += ", required: false";
    }
    if tape.once_in(6) {
        line += ", for: technician";
    }
    line += &WIDE.when(&draft.names, tape, 2);
    let like = if matches!(kind, Kind::Number | Kind::Date) { "any" } else { "" };
    let positive = line.contains(POSITIVE);
    let bands: &[&str] = if positive {
        &["..2.4: P, 2.5..: P", "..5: P, 5.1..20: P"]
    } else {
        &["..-5.0: P, -4.9..: P", "..2.4: P, 2.5..20: P", "..-0.1: P, 0..2.4: P, 2.5..: P"]
    };
    draft.names.push(Name { id, kind, unsure, withheld: unsure, like, positive, bands });
    format!("{{ {line} }}")
}

fn describe(kind: Kind, scope: &[Name], tape: &mut Tape) -> String {
    match kind {
        Kind::YesNo => format!("type: yes_no{}", WIDE.sides(tape)),
        Kind::Choice(count) => format!("type: choice, options: {}", WIDE.options(count, scope, tape)),
        Kind::Scale(count) => format!("type: scale, options: {}", WIDE.options(count, scope, tape)),
        Kind::Choices(count) => {
            let bounds = *tape.one(&["", ", max: 2", ", min: 1, max: 2"]);
            let options = if tape.once_in(2) { Palette::options_and_none } else { Palette::options };
            format!("type: choices, options: {}{bounds}", options(&WIDE, count, scope, tape))
        }
        Kind::Number if tape.once_in(3) => format!("type: number, {POSITIVE}, decimals: 1"),
        Kind::Number => "type: number, range: -5..20, decimals: 1".into(),
        Kind::Date => "type: date".into(),
        Kind::Text => "type: text".into(),
        Kind::Condition | Kind::Score | Kind::Derived => unreachable!("only questions are described"),
    }
}

/// Draws one more rule for a questionnaire; none if it has nothing to judge.
pub fn rule(draft: &Draft, tape: &mut Tape) -> Option<String> {
    let number = draft.sections.iter().map(|section| section.rules.len()).sum::<usize>();
    let when = WIDE.condition(&draft.names, tape, 2)?;
    let mut line = format!("id: rule{number}, when: \"{when}\", verdict: {}, finding: It is so.", tape.one(&VERDICTS));
    let dates: Vec<&Name> = draft.names.iter().filter(|name| name.kind == Kind::Date).collect();
    match tape.pick(8) {
        6 => line += ", by: 3 days after today",
        7 if !dates.is_empty() => line += &format!(", by: 2 weeks before {}", tape.one(&dates).id),
        4 => line += ", not_before: 4 weeks after today",
        5 if !dates.is_empty() => line += &format!(", not_before: 6 months after {}", tape.one(&dates).id),
        _ => {}
    }
    if tape.once_in(12) {
        line += ", stop: true";
    }
    Some(format!("{{ {line} }}"))
}

impl Palette {
    /// The options of a question, as YAML.
    pub fn options(&self, count: usize, scope: &[Name], tape: &mut Tape) -> String {
        let options: Vec<String> = (0..count).map(|position| self.option(position, scope, tape)).collect();
        format!("{{ {} }}", options.join(", "))
    }

    /// The options of a question, as YAML; the last one excludes the others.
    pub fn options_and_none(&self, count: usize, scope: &[Name], tape: &mut Tape) -> String {
        self.options(count, scope, tape).replace(
            &format!("label: Option {}, ", count - 1),
            &format!("label: Option {}, exclusive: true, ", count - 1),
        )
    }

    fn option(&self, position: usize, scope: &[Name], tape: &mut Tape) -> String {
        let points = *tape.one(self.points);
        let when = self.when(scope, tape, self.options);
        format!("o{position}: {{ label: Option {position}, points: {points}{when} }}")
    }

    /// The points of a question without options.
    pub fn sides(&self, tape: &mut Tape) -> String {
        format!(", yes: {{ points: {} }}, no: {{ points: {} }}", tape.one(self.points), tape.one(self.points))
    }

    /// A score of some of these names, as YAML; none if there is nothing to add.
    pub fn score(&self, scope: &[Name], tape: &mut Tape) -> Option<String> {
        let mut sum: Vec<String> = Vec::new();
        for name in scope {
            if !tape.once_in(3) {
                sum.extend(self.summand(name, tape));
            }
        }
        let asked = sum.len();
        while tape.once_in(2) && sum.len() < asked + 2 {
            let points = *tape.one(self.points);
            let when = self.condition(scope, tape, 1).filter(|_| points != 0);
            sum.extend(when.map(|when| format!("{{ when: \"{when}\", points: {points} }}")));
        }
        let most = if asked > 0 && tape.once_in(3) { Some(tape.pick(asked)) } else { None };
        let missing = most.map_or(String::new(), |most| format!(", missing: {{ up_to: {most} }}"));
        (!sum.is_empty()).then(|| format!("{{ title: Score, sum: [{}]{missing} }}", sum.join(", ")))
    }

    /// What one name adds; nothing if it is none that can be added.
    fn summand(&self, name: &Name, tape: &mut Tape) -> Option<String> {
        let id = &name.id;
        let mut own = |count: usize| {
            let points = (0..count).map(|option| format!("o{option}: {}", tape.one(self.points)));
            format!("{{ of: {id}, points: {{ {} }} }}", points.collect::<Vec<_>>().join(", "))
        };
        match name.kind {
            Kind::Choice(count) | Kind::Scale(count) | Kind::Choices(count) => {
                let own = own(count);
                Some(if tape.once_in(3) { own } else { id.clone() })
            }
            Kind::YesNo => Some(if tape.once_in(3) {
                format!("{{ of: {id}, points: {{ yes: {}, no: {} }} }}", tape.one(self.points), tape.one(self.points))
            } else {
                id.clone()
            }),
            Kind::Number => {
                let bands = tape.one(name.bands).split('P').map(str::to_owned).collect::<Vec<_>>();
                let bands = bands.into_iter().reduce(|all, more| format!("{all}{}{more}", tape.one(self.points)))?;
                Some(format!("{{ of: {id}, bands: {{ {bands} }} }}"))
            }
            Kind::Date | Kind::Text | Kind::Condition | Kind::Score | Kind::Derived => None,
        }
    }

    /// Once in `times`, a `when` to stand behind something else.
    pub fn when(&self, scope: &[Name], tape: &mut Tape, times: usize) -> String {
        let condition = if tape.once_in(times) { self.condition(scope, tape, self.depth) } else { None };
        condition.map(|condition| format!(", when: \"{condition}\"")).unwrap_or_default()
    }

    /// A condition; none if there is nothing to test.
    pub fn condition(&self, scope: &[Name], tape: &mut Tape, depth: usize) -> Option<String> {
        if depth == 0 || tape.pick(3) == 0 {
            return self.test(scope, tape);
        }
        let left = self.condition(scope, tape, depth - 1)?;
        Some(match tape.pick(6) {
            5 => self.count(left, scope, tape, depth)?,
            0 => format!("({left} and {})", self.condition(scope, tape, depth - 1)?),
            1 => format!("({left} or {})", self.condition(scope, tape, depth - 1)?),
            2 => format!("not ({left})"),
            3 => format!("({left} and not {})", self.test(scope, tape)?),
            _ => format!("(not ({left}) or {})", self.condition(scope, tape, depth - 1)?),
        })
    }

    /// `at least 2 of [left, …]`, nothing twice.
    fn count(&self, left: String, scope: &[Name], tape: &mut Tape, depth: usize) -> Option<String> {
        let mut parts = vec![left];
        for _ in 0..1 + tape.pick(2) {
            let part = if tape.once_in(3) { self.condition(scope, tape, depth - 1)? } else { self.test(scope, tape)? };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let least = 1 + tape.pick(parts.len());
        // Parts on the same questions may say the same in other words, and nothing is counted twice.
        let names = |part: &String| {
            let words = part.split(|character: char| !character.is_alphanumeric());
            words.filter(|word| scope.iter().any(|name| name.id == *word)).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        if parts.iter().map(names).collect::<BTreeSet<_>>().len() < parts.len() {
            return Some(parts.remove(0));
        }
        Some(format!("at least {least} of [{}]", parts.join(", ")))
    }

    fn test(&self, scope: &[Name], tape: &mut Tape) -> Option<String> {
        let testable: Vec<&Name> = scope.iter().filter(|name| name.kind != Kind::Text).collect();
        if testable.is_empty() {
            return None;
        }
        let name = *tape.one(&testable);
        let id = &name.id;
        let question = !matches!(name.kind, Kind::Condition | Kind::Score | Kind::Derived);
        if question && tape.once_in(7) {
            return Some(format!("{id} is answered"));
        }
        if name.unsure && tape.once_in(4) {
            return Some(format!("{id} is unsure"));
        }
        if name.withheld && tape.once_in(8) {
            return Some(format!("{id} is withheld"));
        }
        let compare = *tape.one(&["<", "<=", ">", ">=", "==", "!="]);
        if tape.once_in(4)
            && let Some(pair) = self.pair(name, compare, scope, tape)
        {
            return Some(pair);
        }
        Some(match name.kind {
            Kind::YesNo | Kind::Condition => id.clone(),
            Kind::Choice(count) => match tape.pick(3) {
                0 => format!("{id} == o{}", tape.pick(count)),
                1 => format!("{id} != o{}", tape.pick(count)),
                _ => format!("{id} in [{}]", listed(count, tape)),
            },
            // No option is below the first or above the last: such a test is a fault.
            Kind::Scale(count) => match compare {
                "<" => format!("{id} < o{}", 1 + tape.pick(count - 1)),
                ">" => format!("{id} > o{}", tape.pick(count - 1)),
                _ => format!("{id} {compare} o{}", tape.pick(count)),
            },
            Kind::Choices(count) => match tape.pick(5) {
                4 if count > 2 => format!("{id} has at least {} of [o0, o1]", 1 + tape.pick(2)),
                0 => format!("{id} has o{}", tape.pick(count)),
                1 => format!("{id} has any [{}]", listed(count, tape)),
                2 => format!("{id} has all [{}]", listed(count, tape)),
                _ => format!("{id} has none [{}]", listed(count, tape)),
            },
            Kind::Number | Kind::Derived if tape.once_in(4) => {
                let low = tape.pick(self.numbers.len());
                let high = low + tape.pick(self.numbers.len() - low);
                format!("{id} in {}..{}", self.numbers[low], self.numbers[high])
            }
            Kind::Number | Kind::Derived => format!("{id} {compare} {}", tape.one(self.numbers)),
            Kind::Date => match tape.pick(6) {
                0 => format!("{id} is {}", *tape.one(&["past", "ahead"])),
                1 => {
                    let word = *tape.one(&["before", "after", "from", "until"]);
                    format!("{id} {word} {}", tape.one(self.days))
                }
                2 => {
                    let low = tape.pick(self.durations.len() - 1);
                    let high = low + 1 + tape.pick(self.durations.len() - 1 - low);
                    let way = *tape.one(&["ago", "ahead"]);
                    format!("{id} between {} and {} {way}", self.durations[low], self.durations[high])
                }
                _ => format!("{id} within {}{}", *tape.one(&["", "next "]), tape.one(self.durations)),
            },
            Kind::Score if tape.once_in(4) => {
                let low = tape.pick(self.scores);
                format!("{id} in {low}..{}", low + tape.pick(3))
            }
            Kind::Score => format!("{id} {compare} {}", tape.pick(self.scores)),
            Kind::Text => return None,
        })
    }
}

impl Palette {
    /// Another question of the same kind, held against this one; none if there is none.
    fn pair(&self, name: &Name, compare: &str, scope: &[Name], tape: &mut Tape) -> Option<String> {
        let alike = |other: &&Name| {
            let options = matches!(name.kind, Kind::Choice(_) | Kind::Scale(_)) && other.kind == name.kind;
            let like = !name.like.is_empty() && other.kind == name.kind && other.like == name.like;
            other.id != name.id && (options || like)
        };
        let others: Vec<&Name> = scope.iter().filter(alike).collect();
        if others.is_empty() {
            return None;
        }
        let (id, other) = (&name.id, &tape.one(&others).id);
        Some(match name.kind {
            Kind::Choice(_) => format!("{id} {} {other}", *tape.one(&["==", "!="])),
            Kind::Date => match tape.pick(3) {
                0 => format!("{id} within {} days {} {other}", 1 + tape.pick(3), *tape.one(&["after", "before"])),
                1 => format!("{id} {} {other}", *tape.one(&["before", "after", "from", "until"])),
                _ => format!("{id} {compare} {other}"),
            },
            _ => format!("{id} {compare} {other}"),
        })
    }
}

fn listed(count: usize, tape: &mut Tape) -> String {
    let (first, second) = (tape.pick(count), tape.pick(count));
    if first == second { format!("o{first}") } else { format!("o{first}, o{second}") }
}

impl Draft {
    /// The questionnaire as YAML.
    pub fn yaml(&self) -> String {
        let mut yaml = head("random");
        for section in &self.sections {
            yaml += &format!("  - {}\n", section.head.trim_end());
            yaml += &list("questions", &section.questions, "- ");
            yaml += &list("conditions", &section.conditions, "");
            yaml += &list("scores", &section.scores, "");
            yaml += &list("derived", &section.derived, "");
            yaml += &list("rules", &section.rules, "- ");
        }
        yaml
    }

    /// The same with a time for which some answers may be believed, on top and by question.
    pub fn ageing(mut self, tape: &mut Tape) -> Draft {
        const TIMES: [&str; 5] = ["always", "visit", "2 weeks", "6 months", "1 year"];
        for section in &mut self.sections {
            for question in &mut section.questions {
                let time = *tape.one(&TIMES);
                let open = question.strip_suffix(" }").expect("a question in braces").to_owned();
                *question = format!("{open}, valid_for: {time} }}");
            }
        }
        self
    }

    /// The questionnaire, checked.
    pub fn load(&self) -> Questionnaire {
        set(&self.yaml())
    }
}

fn list(key: &str, lines: &[String], dash: &str) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| format!("      {dash}{line}\n"));
    format!("    {key}:\n{}", lines.collect::<String>())
}

/// Draws a response. Many questions stay open.
pub fn response(questionnaire: &Questionnaire, tape: &mut Tape) -> Response {
    let mut response = Response::new(questionnaire);
    for (position, question) in questionnaire.questions().iter().enumerate() {
        if !tape.once_in(4) {
            let options = OptionSet::first(question.options().len());
            put(questionnaire, &mut response, QuestionIx::new(position), answer(question, options, tape));
        }
    }
    response
}

/// Sets an answer, which must fit on the usual day, or clears it.
pub fn put(
    questionnaire: &Questionnaire,
    response: &mut Response,
    question: QuestionIx,
    answer: impl Into<Option<Answer>>,
) {
    match answer.into() {
        Some(answer) => response.set(accept(questionnaire, question, answer, day()).unwrap()),
        None => response.clear(question),
    }
}

/// Draws an answer that fits, of the options given; none if there is none.
pub fn answer(question: &Question, options: OptionSet, tape: &mut Tape) -> Option<Answer> {
    let answer = match tape.pick(8) {
        6 if question.unsure.is_some() => Answer::Unsure,
        7 if question.unsure.is_some() => Answer::Withheld,
        5 if !question.required => Answer::Skipped,
        _ => Answer::Given(value(question, options, tape)?),
    };
    fits(question, answer, day()).ok()
}

fn value(question: &Question, offered: OptionSet, tape: &mut Tape) -> Option<Value> {
    let options: Vec<usize> = offered.iter().collect();
    Some(match &question.kind {
        QuestionKind::YesNo => Value::YesNo(tape.pick(2) == 0),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) if options.is_empty() => return None,
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => Value::Choice(*tape.one(&options)),
        QuestionKind::Choices { min, max, .. } => {
            let exclusive = offered.and(question.exclusive());
            let too_few = offered.without(exclusive).len() < *min;
            if !exclusive.is_empty() && (tape.once_in(3) || too_few) {
                return Some(Value::Choices(exclusive.iter().take(1).collect()));
            }
            let options: Vec<usize> = offered.without(exclusive).iter().collect();
            let most = (*max).min(options.len());
            let count = if most < *min { return None } else { min + tape.pick(most - min + 1) };
            let start = tape.pick(options.len());
            Value::Choices(options.iter().cycle().skip(start).take(count).copied().collect())
        }
        QuestionKind::Number { range: Some((low, high)), decimals, .. } => {
            let steps = (*high - *low) * Decimal::from(10u64.pow(*decimals));
            let steps = usize::try_from(steps.trunc()).expect("a short range");
            Value::Number(*low + Decimal::new(tape.pick(steps + 1) as i64, *decimals))
        }
        QuestionKind::Number { .. } => Value::Number(Decimal::new(tape.pick(251) as i64 - 50, 1)),
        QuestionKind::Date(_) => {
            let past = Duration { count: tape.pick(800) as u32, unit: Unit::Days };
            let date = past.after(parse_date("2025-11-01").unwrap());
            match tape.pick(6) {
                _ if question.day_only => Value::Date(date),
                0 => Value::Period(Period::month(date.year(), date.month()).unwrap()),
                1 => Value::Period(Period::year(date.year()).unwrap()),
                _ => Value::Date(date),
            }
        }
        QuestionKind::Text => Value::Text(text(tape)),
    })
}

/// Texts that a writer of YAML may get wrong.
fn text(tape: &mut Tape) -> String {
    const PARTS: [&str; 26] = [
        "word",
        " ",
        "no",
        "yes",
        "1e3",
        "0o7",
        "~",
        "2026-11-22",
        "\n",
        "\r\n",
        "\t",
        "\"",
        "'",
        "\\",
        ": ",
        " #",
        "- ",
        "\u{0}",
        "\u{1b}[31m",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "😀",
        "é",
        "\u{202e}",
        "unsure",
    ];
    (0..=tape.pick(4)).map(|_| *tape.one(&PARTS)).collect()
}
