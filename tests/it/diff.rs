//! What two versions judge differently: random pairs against plain enumeration, hand-made pairs as golden output, and the
//! shipped set with planted changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use candidacy::assessment::{Assessment, Engine, Situation};
use candidacy::condition::{Comparison, Condition, ConditionNode, NumberTest, Test};
use candidacy::diff::{BigUint, Budget, Diff, DifferenceKind, Side, diff};
use candidacy::questionnaire::{Audience, Points, Question, QuestionKind, Questionnaire, Score, Texts, load};
use candidacy::response::{Response, fits};
use candidacy::source::Sources;
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Answer, Date, Decimal, Duration, OptionSet, Period, State, Truth, Unit, Value};

use crate::generate::{Tape, put, questionnaire};
use crate::oracle::answered;
use crate::proofs::small;
use crate::support::{DAY, day, opened, ran_in, setting, smp};

/// The most responses that a pair may have to be enumerated.
const MOST: usize = 3_000;

pub fn read(yaml: &str) -> Option<Questionnaire> {
    let mut sources = Sources::default();
    load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut sources).0
}

fn compared(old: &Questionnaire, new: &Questionnaire) -> Diff {
    diff(&Engine::new(old, day()), &Engine::new(new, day()), Budget::default())
}

// ---- Enumeration ----

/// An answer as each version keeps it.
type Said = Option<(Answer, Answer)>;

/// Two versions, enumerated.
struct Plain<'q> {
    old: Engine<'q>,
    new: Engine<'q>,
    shared: Vec<(QuestionIx, QuestionIx)>,
    /// For each shared question, every answer that both take, one of each class.
    answers: Vec<Vec<(Answer, Answer)>>,
}

impl<'q> Plain<'q> {
    fn new(old: &'q Questionnaire, new: &'q Questionnaire) -> Self {
        let engine = |version| Engine::new(version, day());
        let mut plain = Plain { old: engine(old), new: engine(new), shared: Vec::new(), answers: Vec::new() };
        for (position, question) in old.questions().iter().enumerate() {
            let Some(other) = new.question(&question.id) else { continue };
            let asked = &new.questions()[other];
            if !alike(question, asked) {
                continue;
            }
            let tests = [tests(old, &question.id), tests(new, &question.id)].concat();
            plain.shared.push((QuestionIx::new(position), other));
            plain.answers.push(answers(question, asked, &tests));
        }
        plain
    }

    fn size(&self) -> usize {
        self.answers.iter().fold(1usize, |size, answers| size.saturating_mul(answers.len() + 1))
    }

    /// Every response, with holes.
    fn each(&self, mut visit: impl FnMut(&[Said])) {
        let mut said: Vec<Said> = vec![None; self.shared.len()];
        let mut digits = vec![0usize; self.shared.len()];
        loop {
            visit(&said);
            let mut position = 0;
            loop {
                let Some(digit) = digits.get_mut(position) else { return };
                *digit = (*digit + 1) % (self.answers[position].len() + 1);
                said[position] = digit.checked_sub(1).map(|at| self.answers[position][at].clone());
                if *digit > 0 {
                    break;
                }
                position += 1;
            }
        }
    }

    fn responses(&self, said: &[Said]) -> (Response, Response) {
        let (first, second) = (self.old.questionnaire(), self.new.questionnaire());
        let (mut old, mut new) = (Response::new(first), Response::new(second));
        for ((before, after), said) in self.shared.iter().zip(said) {
            let (one, other) = said.clone().unzip();
            put(first, &mut old, *before, one);
            put(second, &mut new, *after, other);
        }
        (old, new)
    }

    /// Whether each question that a version asks has an answer that those which ask it offer, unless there is none.
    fn complete(&self, said: &[Said]) -> bool {
        (0..said.len()).all(|position| {
            let (old, new) = self.responses(said);
            let (one, other) = (self.old.situation(&old), self.new.situation(&new));
            let (before, after) = self.shared[position];
            let asked = one.applies(before) == Truth::True || other.applies(after) == Truth::True;
            match (&said[position], asked) {
                (None, false) => true,
                (Some(_), false) => false,
                (Some(_), true) => self.counts(said, position),
                (None, true) => !self.answers[position].iter().any(|answer| {
                    let mut said = said.to_vec();
                    said[position] = Some(answer.clone());
                    self.counts(&said, position)
                }),
            }
        })
    }

    /// Whether every version that asks the question takes its answer.
    fn counts(&self, said: &[Said], position: usize) -> bool {
        let (old, new) = self.responses(said);
        let (before, after) = self.shared[position];
        let takes = |situation: Situation<'_>, question: QuestionIx| {
            situation.applies(question) != Truth::True || situation.state(question) != State::Open
        };
        takes(self.old.situation(&old), before) && takes(self.new.situation(&new), after)
    }

    /// Every kind of difference that a response shows, as text.
    fn kinds(&self, said: &[Said]) -> BTreeSet<String> {
        let (old, new) = self.responses(said);
        shown(&self.old, &self.new, &old, &new)
    }
}

/// Every kind of difference that these answers show.
fn shown(was: &Engine<'_>, is: &Engine<'_>, before: &Response, after: &Response) -> BTreeSet<String> {
    let (old, new) = (was.questionnaire(), is.questionnaire());
    let one = was.assess(before, Audience::Everyone);
    let other = is.assess(after, Audience::Everyone);
    let id = |questionnaire: &Questionnaire, verdict: VerdictIx| questionnaire.verdicts()[verdict].id.clone();
    let mut kinds = BTreeSet::new();
    let mut pair = |word: &str, from: String, to: String| {
        if from != to {
            kinds.insert(format!("{word} {from} {to}"));
        }
    };
    pair("verdict", id(old, one.verdict), id(new, other.verdict));
    pair("could", id(old, one.open_could_make_it), id(new, other.open_could_make_it));
    let found = |questionnaire: &Questionnaire, assessment: &Assessment| {
        assessment.findings.iter().map(|finding| questionnaire.rules()[finding.rule].id.clone()).collect()
    };
    let (here, there): (BTreeSet<String>, BTreeSet<String>) = (found(old, &one), found(new, &other));
    kinds.extend(here.difference(&there).map(|rule| format!("finding {rule} old")));
    kinds.extend(there.difference(&here).map(|rule| format!("finding {rule} new")));
    kinds.extend(of_rules(old, new, [&one, &other]));
    kinds.extend(of_questions([was, is], [before, after], [&one, &other]));
    kinds
}

/// The days of findings that both make, the rule that stops, and the verdicts of sections.
fn of_rules(old: &Questionnaire, new: &Questionnaire, [one, other]: [&Assessment; 2]) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for before in &one.findings {
        let id = &old[before.rule].id;
        let Some(after) = other.findings.iter().find(|finding| new[finding.rule].id == *id) else { continue };
        let wait = |day: Option<Date>| day.unwrap_or(Date::MIN);
        if wait(before.not_before) != wait(after.not_before) {
            let less = wait(after.not_before) < wait(before.not_before);
            kinds.insert(format!("wait {id} {}", if less { "sooner" } else { "later" }));
        }
        let due = |day: Option<Date>| day.unwrap_or(Date::MAX);
        if due(before.by) != due(after.by) {
            kinds.insert(format!("due {id} {}", if due(after.by) < due(before.by) { "sooner" } else { "later" }));
        }
    }
    let stopped =
        |version: &Questionnaire, assessment: &Assessment| assessment.stopped.map(|rule| version[rule].id.clone());
    let (then, now) = (stopped(old, one), stopped(new, other));
    if then != now {
        kinds.extend(then.map(|rule| format!("stopped {rule} old")));
        kinds.extend(now.map(|rule| format!("stopped {rule} new")));
    }
    let sections = |version: &Questionnaire, assessment: &Assessment| -> BTreeMap<String, String> {
        let sections = assessment.sections.iter();
        sections.map(|of| (version[of.section].id.clone(), version[of.verdict].id.clone())).collect()
    };
    let (then, now) = (sections(old, one), sections(new, other));
    for section in then.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
        let (one, other) = (then.get(section), now.get(section));
        if one != other {
            kinds.insert(format!("section {section} {one:?} {other:?}"));
        }
    }
    kinds
}

/// What is asked, of whom and in which order, and what an unclear answer leaves.
fn of_questions(
    [was, is]: [&Engine<'_>; 2],
    [before, after]: [&Response; 2],
    [one, other]: [&Assessment; 2],
) -> BTreeSet<String> {
    let (old, new) = (was.questionnaire(), is.questionnaire());
    let mut kinds = BTreeSet::new();
    let asked = |engine: &Engine<'_>, response: &Response| -> Vec<QuestionIx> {
        let situation = engine.situation(response);
        let questions = engine.questionnaire().questions().indices();
        questions.filter(|question| situation.applies(*question) == Truth::True).collect()
    };
    let id = |version: &Questionnaire, question: QuestionIx| version[question].id.clone();
    let (then, now) = (asked(was, before), asked(is, after));
    let of = |version: &Questionnaire, asked: &[QuestionIx]| -> BTreeMap<String, Audience> {
        asked.iter().map(|question| (id(version, *question), version[*question].audience)).collect()
    };
    let (old_ones, new_ones) = (of(old, &then), of(new, &now));
    for question in old_ones.keys().chain(new_ones.keys()).collect::<BTreeSet<_>>() {
        match (old_ones.get(question), new_ones.get(question)) {
            (Some(_), None) => kinds.extend([format!("asked {question} old")]),
            (None, Some(_)) => kinds.extend([format!("asked {question} new")]),
            _ => {}
        }
        for audience in [Audience::Client, Audience::Technician] {
            let puts = |asked: Option<&Audience>| asked.is_some_and(|of| of.includes(audience));
            let changed = old.question(question).zip(new.question(question)).is_some_and(|(one, other)| {
                old[one].audience.includes(audience) != new[other].audience.includes(audience)
            });
            let name = audience.name();
            match (puts(old_ones.get(question)), puts(new_ones.get(question))) {
                (true, false) if changed => kinds.extend([format!("asked_of {question} {name} old")]),
                (false, true) if changed => kinds.extend([format!("asked_of {question} {name} new")]),
                _ => {}
            }
        }
    }
    // Both ask them, in another order.
    let both: Vec<String> = then.iter().map(|it| id(old, *it)).filter(|it| new_ones.contains_key(it)).collect();
    let twice: Vec<String> = now.iter().map(|it| id(new, *it)).filter(|it| old_ones.contains_key(it)).collect();
    if both != twice {
        kinds.insert("order".to_owned());
    }
    let left = |version: &Questionnaire, assessment: &Assessment| -> BTreeMap<String, String> {
        let unsure = assessment.unsure.iter();
        unsure.map(|of| (id(version, of.question), version[of.verdict].id.clone())).collect()
    };
    let (then, now) = (left(old, one), left(new, other));
    for question in then.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
        let (one, other) = (then.get(question), now.get(question));
        if one != other {
            kinds.insert(format!("unsure {question} {one:?} {other:?}"));
        }
    }
    kinds
}

pub fn named(old: &Questionnaire, new: &Questionnaire, kind: &DifferenceKind) -> String {
    let pair = |word: &str, from: &VerdictIx, to: &VerdictIx| {
        format!("{word} {} {}", old.verdicts()[*from].id, new.verdicts()[*to].id)
    };
    let side = |side: &Side| if *side == Side::Old { "old" } else { "new" };
    match kind {
        DifferenceKind::Verdict { old, new } => pair("verdict", old, new),
        DifferenceKind::CouldBecome { old, new } => pair("could", old, new),
        DifferenceKind::Finding { rule, only_in } => format!("finding {rule} {}", side(only_in)),
        DifferenceKind::Asked { question, only_in } => format!("asked {question} {}", side(only_in)),
        DifferenceKind::AskedOf { question, audience, only_in } => {
            format!("asked_of {question} {} {}", audience.name(), side(only_in))
        }
        DifferenceKind::Taken { question, answer, only_in } => {
            format!("taken {question} {answer:?} {}", side(only_in))
        }
        DifferenceKind::Order { .. } => "order".to_owned(),
        DifferenceKind::Stopped { rule, only_in } => format!("stopped {rule} {}", side(only_in)),
        DifferenceKind::NotBefore { rule, moved } => format!("wait {rule} {}", moved.of_a_day()),
        DifferenceKind::By { rule, moved } => format!("due {rule} {}", moved.of_a_day()),
        DifferenceKind::Unsure { question, old: one, new: other } => {
            let id = |version: &Questionnaire, of: &Option<VerdictIx>| of.map(|of| version[of].id.clone());
            format!("unsure {question} {:?} {:?}", id(old, one), id(new, other))
        }
        DifferenceKind::Section { section, old: one, new: other } => {
            let id = |version: &Questionnaire, of: &Option<VerdictIx>| of.map(|of| version[of].id.clone());
            format!("section {section} {:?} {:?}", id(old, one), id(new, other))
        }
        DifferenceKind::Score { score } => format!("score {score}"),
        DifferenceKind::Plan { step, change } => {
            format!("plan {} {}", step.as_deref().unwrap_or("whole"), change.name())
        }
        DifferenceKind::Validity { question, moved } => format!("validity {question} {}", moved.of_a_span()),
    }
}

/// Whether enumeration of answers shows a kind: the others are about answers that only one version takes, about answers of
/// earlier days, or about plans and scores, and have laws of their own.
fn is_enumerated(kind: &DifferenceKind) -> bool {
    !matches!(
        kind,
        DifferenceKind::Taken { .. }
            | DifferenceKind::Score { .. }
            | DifferenceKind::Plan { .. }
            | DifferenceKind::Validity { .. }
    )
}

/// Whether the smallest response was sought among all that there are.
fn is_smallest(kind: &str) -> bool {
    !["wait", "due", "order"].contains(&kind.split(' ').next().unwrap())
}

fn alike(one: &Question, other: &Question) -> bool {
    let family = |question: &Question| question.type_name().name().replace("scale", "choice");
    family(one) == family(other)
}

/// The tests on a question anywhere in a questionnaire.
fn tests(questionnaire: &Questionnaire, id: &str) -> Vec<Test> {
    let sections = questionnaire.sections().iter().filter_map(|section| section.when.as_ref());
    let questions = questionnaire.questions().iter().flat_map(|question| {
        question.when.iter().chain(question.options().iter().filter_map(|option| option.when.as_ref()))
    });
    let named = questionnaire.conditions().iter().map(|named| &named.condition);
    let rules = questionnaire.rules().iter().map(|rule| &rule.when);
    let promised = questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref());
    let added = questionnaire.scores().iter().flat_map(Score::conditions);
    let all =
        sections.chain(questions).chain(named).chain(added).chain(rules).chain(promised).flat_map(Condition::walk);
    let test = |node: &Condition| match &node.node {
        ConditionNode::Test(test) => {
            test.questions().into_iter().find(|at| questionnaire.questions()[*at].id == id).map(|_| test.clone())
        }
        _ => None,
    };
    let answers = questionnaire.scores().iter().flat_map(Score::answers);
    let bands = answers.filter(|answer| questionnaire.questions()[answer.question].id == id).flat_map(|answer| {
        let starts = match &answer.points {
            Points::Bands { above, .. } => above.as_slice(),
            Points::YesNo { .. } | Points::Options(_) => &[],
        };
        starts.iter().map(|(from, _)| Test::Number(answer.question, NumberTest::Compared(Comparison::AtLeast, *from)))
    });
    all.filter_map(test).chain(bands).collect()
}

/// Every answer that both take, one of each class.
fn answers(old: &Question, new: &Question, tests: &[Test]) -> Vec<(Answer, Answer)> {
    let all: Vec<(Value, Value)> = match &old.kind {
        QuestionKind::YesNo => [false, true].map(|yes| (Value::YesNo(yes), Value::YesNo(yes))).to_vec(),
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
            let pairs = pairs(old, new).into_iter();
            pairs.map(|(one, other)| (Value::Choice(one), Value::Choice(other))).collect()
        }
        QuestionKind::Choices { .. } => subsets(&pairs(old, new)),
        QuestionKind::Number { .. } => {
            let numbers = (-60..=210).map(|tenths| Value::Number(Decimal::new(tenths, 1)));
            classes(numbers, old, new, tests)
        }
        QuestionKind::Date(_) => {
            let first = Date::new(2023, 1, 1).unwrap();
            let days = (0..2_900).map(|count| Duration { count, unit: Unit::Days }.after(first));
            let mut all = classes(days.map(Value::Date), old, new, tests);
            all.extend(periods(old, new, tests));
            all
        }
        QuestionKind::Text => vec![(Value::Text("text".into()), Value::Text("text".into()))],
    };
    let given = all.into_iter().map(|(one, other)| (Answer::Given(one), Answer::Given(other)));
    let told_apart = tests.iter().any(|test| matches!(test, Test::Withheld(_)));
    let withheld = told_apart.then_some((Answer::Withheld, Answer::Withheld));
    let both = given.chain([(Answer::Unsure, Answer::Unsure)]).chain(withheld);
    both.filter_map(|(one, other)| Some((fits(old, one, day()).ok()?, fits(new, other, day()).ok()?))).collect()
}

fn pairs(old: &Question, new: &Question) -> Vec<(usize, usize)> {
    let options = old.options().iter().enumerate();
    let at = |id: &str| new.options().iter().position(|option| option.id == id);
    options.filter_map(|(position, option)| Some((position, at(&option.id)?))).collect()
}

fn subsets(pairs: &[(usize, usize)]) -> Vec<(Value, Value)> {
    let chosen = |bits: u32| pairs.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, pair)| *pair);
    let sets = (0..1u32 << pairs.len()).map(|bits| {
        let one: OptionSet = chosen(bits).map(|(one, _)| one).collect();
        let other: OptionSet = chosen(bits).map(|(_, other)| other).collect();
        (Value::Choices(one), Value::Choices(other))
    });
    sets.collect()
}

/// The first of each class that the tests tell apart, of the values that both take.
fn classes(values: impl Iterator<Item = Value>, old: &Question, new: &Question, tests: &[Test]) -> Vec<(Value, Value)> {
    let taken =
        |value: &Value| [old, new].iter().all(|question| fits(question, Answer::Given(value.clone()), day()).is_ok());
    let mut seen = BTreeSet::new();
    // Of what is held against other answers each value counts.
    let exact = tests.iter().any(|test| matches!(test, Test::Pair(..) | Test::Derived(..)));
    let first = |value: &Value| {
        let says = tests.iter().map(|test| holds(test, value)).collect::<Vec<_>>();
        seen.insert((says, exact.then(|| format!("{value:?}"))))
    };
    values.filter(taken).filter(first).map(|value| (value.clone(), value)).collect()
}

/// Of the months and years that leave something undecided in one of the two, as each takes them, the first of each kind.
fn periods(old: &Question, new: &Question, tests: &[Test]) -> Vec<(Value, Value)> {
    let months = (2022..2032).flat_map(|year| (1..=12).map(move |month| Period::month(year, month).unwrap()));
    let years = (2022..2032).map(|year| Period::year(year).unwrap());
    let taken = |question: &Question, period| match fits(question, Answer::Given(Value::Period(period)), day()).ok()? {
        Answer::Given(Value::Period(cut)) => Some(cut),
        other => panic!("{other:?}"),
    };
    let told = |period: Period| {
        let says = |test: &Test| {
            let days: BTreeSet<bool> = period.days().map(|date| holds(test, &Value::Date(date))).collect();
            (days.len() == 1).then(|| days.contains(&true))
        };
        tests.iter().map(says).collect::<Vec<_>>()
    };
    let mut seen = BTreeSet::new();
    let both = months.chain(years).filter_map(|period| Some((taken(old, period)?, taken(new, period)?)));
    let undecided = both.filter(|(one, other)| {
        let says = (told(*one), told(*other));
        (says.0.contains(&None) || says.1.contains(&None)) && seen.insert(says)
    });
    undecided.map(|(one, other)| (Value::Period(one), Value::Period(other))).collect()
}

fn holds(test: &Test, value: &Value) -> bool {
    match test {
        Test::Number(..) | Test::Date(..) => answered(test, value, day()),
        _ => true,
    }
}

// ---- Random pairs ----

/// What one change of a text is: something in it, and what stands there afterwards.
pub const SWAPS: [(&str, &str); 43] = [
    ("verdict: v1", "verdict: v3"),
    ("verdict: v3", "verdict: v1"),
    ("verdict: v2", "verdict: v0"),
    ("verdict: v0", "verdict: v2"),
    (", unsure: v0", ", unsure: v3"),
    (", unsure: v3", ", unsure: v1"),
    (", unsure: v2", ""),
    (", unsure: v1", ""),
    (" and ", " or "),
    (" or ", " and "),
    ("not (", "("),
    (" <= ", " < "),
    (" < ", " >= "),
    (" == ", " != "),
    (" != ", " == "),
    (" > ", " <= "),
    ("within next ", "within "),
    ("within ", "within next "),
    ("6 weeks", "3 days"),
    ("2 years", "6 months"),
    ("has any", "has all"),
    ("has all", "has none"),
    ("has none", "has any"),
    ("is answered", "is answered or unknown"),
    ("range: -5..20, decimals: 1", "range: 0..30, decimals: 0"),
    ("range: -5..20", "range: -5..3"),
    (", min: 1, max: 2", ""),
    (", max: 2", ", min: 2, max: 3"),
    (", exclusive: true", ""),
    ("type: choice", "type: scale"),
    ("points: 1", "points: 3"),
    ("points: -1", "points: 2"),
    ("type: date", "type: date, range: past"),
    ("o1: {", "o7: {"),
    (", for: technician", ""),
    ("id: q1, ", "id: q1, for: technician, "),
    (", stop: true", ""),
    ("verdict: v2, finding", "verdict: v2, stop: true, finding"),
    (", not_before: 4 weeks after today", ""),
    ("4 weeks after today", "1 month after today"),
    ("6 months after", "26 weeks after"),
    (", by: 3 days after today", ", not_before: 3 days after today"),
    ("2 weeks before", "3 weeks before"),
];

/// A text with something in it changed; as it was if the change does not fit.
pub fn mutated(yaml: &str, tape: &mut Tape) -> String {
    match tape.pick(13) {
        10 | 11 => another_day(yaml, tape),
        12 => swapped_lines(yaml, tape),
        0 => without_line(yaml, tape),
        1 => without_when(yaml, tape),
        2 => yaml.replacen("- v1:", "- vx:", 1).replacen("- v2:", "- v1:", 1).replacen("- vx:", "- v2:", 1),
        3 => yaml.replace("v3", "v9"),
        4 => moved_line(yaml, tape),
        _ => {
            let fitting: Vec<_> = SWAPS.iter().filter(|(from, _)| yaml.contains(from)).collect();
            if fitting.is_empty() {
                return yaml.to_owned();
            }
            let (from, to) = tape.one(&fitting);
            let places: Vec<usize> = yaml.match_indices(from).map(|(at, _)| at).collect();
            let at = *tape.one(&places);
            format!("{}{to}{}", &yaml[..at], &yaml[at + from.len()..])
        }
    }
}

/// A rule that names another day, or ends the interview.
fn another_day(yaml: &str, tape: &mut Tape) -> String {
    const END: &str = " }";
    let is_rule = |line: &str| line.contains("verdict: v") && line.ends_with(END);
    let rules: Vec<usize> = yaml.lines().enumerate().filter(|(_, line)| is_rule(line)).map(|(at, _)| at).collect();
    if rules.is_empty() {
        return yaml.to_owned();
    }
    let rule = *tape.one(&rules);
    let (key, span) = *tape.one(&[("not_before", "after"), ("by", "after"), ("stop", "")]);
    let another = |line: &str| {
        let open = line.strip_suffix(END).unwrap();
        if line.contains(&format!(", {key}: ")) {
            return line.replace(" 4 weeks after", " 5 weeks after").replace(" 3 days after", " 9 days after");
        }
        match key {
            "stop" => format!("{open}, stop: true{END}"),
            _ => format!("{open}, {key}: 2 weeks {span} today{END}"),
        }
    };
    yaml.lines().enumerate().map(|(at, line)| if at == rule { another(line) } else { line.to_owned() } + "\n").collect()
}

/// Two neighbouring questions, or rules, that change places.
fn swapped_lines(yaml: &str, tape: &mut Tape) -> String {
    let items = item_lines(yaml);
    let neighbours: Vec<usize> = items.iter().copied().filter(|at| items.contains(&(at + 1))).collect();
    if neighbours.is_empty() {
        return yaml.to_owned();
    }
    let at = *tape.one(&neighbours);
    let mut lines: Vec<&str> = yaml.lines().collect();
    lines.swap(at, at + 1);
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn item_lines(yaml: &str) -> Vec<usize> {
    yaml.lines().enumerate().filter(|(_, line)| line.starts_with("      - {")).map(|(at, _)| at).collect()
}

fn without_line(yaml: &str, tape: &mut Tape) -> String {
    let items = item_lines(yaml);
    let gone = *tape.one(&items);
    yaml.lines().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| format!("{line}\n")).collect()
}

fn moved_line(yaml: &str, tape: &mut Tape) -> String {
    let items = item_lines(yaml);
    let (one, other) = (*tape.one(&items), *tape.one(&items));
    let mut lines: Vec<&str> = yaml.lines().collect();
    lines.swap(one, other);
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn without_when(yaml: &str, tape: &mut Tape) -> String {
    let places: Vec<usize> = yaml.match_indices(", when: \"").map(|(at, _)| at).collect();
    if places.is_empty() {
        return yaml.to_owned();
    }
    let at = *tape.one(&places);
    let end = at + 9 + yaml[at + 9..].find('"').unwrap() + 1;
    format!("{}{}", &yaml[..at], &yaml[end..])
}

struct Pair {
    old: Questionnaire,
    new: Questionnaire,
    told: String,
}

/// A random pair, if it is small enough.
fn pair(before: String, tape: &mut Tape) -> Option<Pair> {
    let mut after = before.clone();
    for _ in 0..=tape.pick(3) {
        let next = mutated(&after, tape);
        if read(&next).is_some() {
            after = next;
        }
    }
    let (old, new) = (read(&before)?, read(&after)?);
    let told = format!("{before}\n----\n{after}");
    (before != after && Plain::new(&old, &new).size() <= MOST).then_some(Pair { old, new, told })
}

/// Calls `test` with many pairs. `DIFF_CASES=5000 DIFF_SEED=7` tries more, and others.
fn for_many_pairs(mut test: impl FnMut(&Pair)) {
    let (mut left, mut seed) = (setting("DIFF_CASES", 150), setting("DIFF_SEED", 0) << 32);
    while left > 0 {
        seed += 1;
        let tape = numbers(seed);
        let tape = &mut Tape(&tape);
        let before = if seed % 2 == 0 { small::questionnaire(tape) } else { questionnaire(tape).yaml() };
        let mut changes = Tape(&numbers(seed ^ 0x5555));
        if let Some(pair) = pair(before, &mut changes) {
            test(&pair);
            left -= 1;
        }
    }
}

/// Numbers for a tape, the same for the same seed.
pub fn numbers(seed: u64) -> Vec<u16> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u16
    };
    let count = 20 + usize::from(next()) % 200;
    (0..count).map(|_| next()).collect()
}

/// What enumeration finds: for each kind the fewest answers and the number of complete responses, and all of these.
fn enumerated(plain: &Plain<'_>) -> (BTreeMap<String, (usize, u64)>, u64) {
    let (mut kinds, mut all): (BTreeMap<String, (usize, u64)>, u64) = (BTreeMap::new(), 0);
    plain.each(|said| {
        let size = said.iter().flatten().count();
        let complete = u64::from(plain.complete(said));
        all += complete;
        for kind in plain.kinds(said) {
            let known = kinds.entry(kind).or_insert((size, 0));
            *known = (known.0.min(size), known.1 + complete);
        }
    });
    (kinds, all)
}

#[test]
fn kinds_witnesses_and_counts_equal_enumeration() {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for_many_pairs(|pair| {
        let found = compared(&pair.old, &pair.new);
        let plain = Plain::new(&pair.old, &pair.new);
        let (kinds, all) = enumerated(&plain);
        let told = || format!("{}\n{found:#?}", pair.told);
        // Two waits that count from different days may come to the same on the day that stands for others.
        let open: BTreeSet<String> = found.undecided.iter().map(|one| named(&pair.old, &pair.new, &one.kind)).collect();
        assert!(open.iter().all(|kind| !is_smallest(kind) || kind.starts_with("plan ")), "{}", told());
        let listed: Vec<_> = found.differences.iter().filter(|one| is_enumerated(&one.kind)).collect();
        let names: Vec<String> = listed.iter().map(|one| named(&pair.old, &pair.new, &one.kind)).collect();
        let sizes = listed.iter().map(|one| one.witness.new.iter().count());
        let sizes: BTreeMap<String, usize> = names.iter().cloned().zip(sizes).collect();
        let expected: BTreeMap<String, usize> = kinds
            .iter()
            .filter(|(kind, _)| !open.contains(*kind) || names.contains(kind))
            .map(|(kind, (size, _))| {
                let found = sizes.get(kind).copied().unwrap_or(*size);
                assert!(found >= *size, "{kind} is shown by fewer answers in\n{}", told());
                (kind.clone(), if is_smallest(kind) { *size } else { found })
            })
            .collect();
        assert_eq!(sizes, expected, "{}", told());
        for (kind, one) in names.iter().zip(&listed) {
            let shown = shown(&plain.old, &plain.new, &one.witness.old, &one.witness.new);
            assert!(shown.contains(kind), "the witness of {kind} shows {shown:?} in\n{}", told());
            *met.entry(kind.split(' ').next().unwrap().to_owned()).or_default() += 1;
            *met.entry(if one.count.is_some() { "counted" } else { "not counted" }.to_owned()).or_default() += 1;
            if let Some(count) = one.count.as_ref().filter(|_| kind != "order") {
                assert_eq!(&count.showing, &BigUint::from(kinds[kind].1), "{kind} in\n{}", told());
                let concerned = count.concerned.as_ref();
                assert!(concerned.is_none_or(|concerned| count.showing <= *concerned), "{kind} in\n{}", told());
            }
        }
        if let Some(counts) = &found.counts {
            assert_eq!(&counts.all, &BigUint::from(all), "all responses in\n{}", told());
        }
        *met.entry(if found.same_judgement() { "same" } else { "other" }.to_owned()).or_default() += 1;
    });
    println!("{met:?}");
    assert!(met.len() == 15 && met.values().all(|count| *count > 1), "too little was tried: {met:?}");
    assert!(met["counted"] > met["not counted"], "too little was counted: {met:?}");
}

// ---- Hand-made pairs ----

/// Runs `candidacy diff` in the folder of the hand-made versions: what it prints, and its exit status.
fn run(arguments: &str) -> (String, i32) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/diff");
    let arguments: Vec<&str> = ["diff"].into_iter().chain(arguments.split(' ')).chain(["--today", DAY]).collect();
    let ran = ran_in(folder, &arguments);
    assert_eq!(ran.err, "");
    (ran.out, ran.status)
}

const KEPT: &str = "--responses kept_heart.yaml kept_rash.yaml kept_towel.yaml";

#[test]
fn people_read_what_differs() {
    let (printed, _) = run(&format!("old.yaml new.yaml {KEPT}"));
    assert!(printed.lines().all(|line| line.chars().count() <= 60), "{printed}");
    let (old, new) = (include_str!("diff/old.yaml"), include_str!("diff/new.yaml"));
    insta::assert_snapshot!(format!("{old}\n---- new.yaml\n{new}\n---- candidacy diff\n{printed}"));
}

#[test]
fn pull_requests_show_what_differs() {
    insta::assert_snapshot!(run(&format!("old.yaml new.yaml --format markdown {KEPT}")).0);
}

#[test]
fn tools_read_what_differs() {
    let (printed, _) = run(&format!("old.yaml new.yaml --format json {KEPT}"));
    let value: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed.lines().count(), 1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn the_exit_status_tells_what_was_asked_for() {
    for (arguments, status, says) in [
        ("old.yaml old.yaml --fail-on any", 0, "The two are identical."),
        ("old.yaml texts.yaml --fail-on any", 0, "No response is judged differently, on any day"),
        ("old.yaml texts.yaml", 0, "~ rule `wound`: finding"),
        ("old.yaml new.yaml", 0, "Another verdict: 33 of the"),
        ("old.yaml new.yaml --fail-on less-cautious", 1, "LESS CAUTIOUS"),
        ("old.yaml stricter.yaml --fail-on less-cautious", 0, "verdict ask -> no"),
        ("old.yaml stricter.yaml --fail-on any", 1, "verdict ask -> no"),
        ("old.yaml new.yaml --budget small", 0, "Another verdict: 33 of the"),
        // Each version asks first what the other asks only after the answer.
        ("heart_first.yaml pills_first.yaml --budget large", 0, "not counted"),
    ] {
        let (printed, found) = run(arguments);
        assert!(found == status && printed.contains(says), "{arguments}: {found}\n{printed}");
    }
}

#[test]
fn a_budget_has_a_name() {
    for budget in ["3", "huge"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candidacy"));
        let output = command.args(["diff", "smp", "smp", "--budget", budget]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("--budget") && said.contains("[possible values: small, normal, large]"), "{said}");
    }
}

// ---- The shipped set ----

/// The shipped set with a text, which must stand in one of its files once, changed to another.
pub fn planted((file, from, to): (&str, &str, &str)) -> Questionnaire {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/smp"));
    copy(shipped, folder.path());
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    std::fs::write(&path, text.replace(from, to)).unwrap();
    opened(folder.path().to_str().unwrap())
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            std::fs::copy(&entry, &target).unwrap();
        }
    }
}

#[test]
fn planted_changes_of_the_shipped_set_are_found_and_counted() {
    let smp = smp();
    for (change, kind) in [
        // A rule that asks for another answer; a verdict too mild.
        (
            ("healing.yaml", "when: keloid == one_elsewhere\n", "when: keloid == family\n"),
            "finding skin_05_keloid_one old",
        ),
        (
            (
                "healing.yaml",
                "when: keloid in [two_or_more, head_neck_or_tattoo]\n    verdict: not_suitable",
                "when: keloid in [two_or_more, head_neck_or_tattoo]\n    verdict: conditions",
            ),
            "verdict not_suitable conditions",
        ),
    ] {
        let changed = planted(change);
        let (was, is) = (Engine::new(smp, day()), Engine::new(&changed, day()));
        let found = diff(&was, &is, Budget::default());
        for one in found.differences.iter().filter(|one| is_enumerated(&one.kind)) {
            let named = named(smp, &changed, &one.kind);
            assert!(shown(&was, &is, &one.witness.old, &one.witness.new).contains(&named), "{named}");
            if let Some(count) = &one.count {
                assert!(count.showing <= found.counts.as_ref().unwrap().all, "{named}");
            }
        }
        let planted = found.differences.iter().find(|one| named(smp, &changed, &one.kind) == kind).unwrap();
        assert_eq!(planted.witness.new.iter().count(), 1, "{kind}");
    }
}

#[test]
fn the_shipped_set_does_not_differ_from_itself() {
    let smp = smp();
    let found = compared(smp, smp);
    assert!(found.is_empty());
    assert!(found.counts.is_some_and(|counts| counts.all > BigUint::from(10u8).pow(60)));
}

/// What an answer may become is named where it is another, with who brings it about.
#[test]
fn what_an_answer_may_become_is_named() {
    let set = |fever: &str, style: &str, skin: &str, age: &str| {
        let yaml = format!(
            "questionnaire: q\nversion: 1.0.0\ntitle: Q?\nverdicts: [{{ a: {{ title: A, says: A. }} }}, {{ b: {{ title: B, says: B. }} }}]\n\
             sections:\n  - id: s\n    title: S\n    questions:\n\
             \x20     - {{ id: fever, ask: Fever?, type: yes_no{fever} }}\n\
             \x20     - {{ id: style, ask: Style?, type: choice, options: {{ long: {{ label: Long{style} }}, buzz: Buzz }} }}\n\
             \x20     - {{ id: skin, ask: Skin?, type: choices, options: {{ rash: {{ label: Rash{skin} }}, none: {{ label: None, exclusive: true }} }} }}\n\
             \x20     - {{ id: age, ask: Age?, type: number{age} }}\n\
             \x20   rules:\n      - {{ id: r, when: fever or style == long or skin has rash or age < 18, verdict: b, finding: F. }}\n"
        );
        read(&yaml).unwrap()
    };
    let old = set(", yes: { becomes: no }", ", becomes: buzz", "", ", can_change: up");
    let new = set(", yes: { becomes: no, by: time }", "", ", passes: true", "");
    let named: Vec<String> = compared(&old, &new).changes.iter().map(|change| format!("{change:?}")).collect();
    let told = named.join("\n");
    for (what, key, old, new) in [
        ("fever", "yes", "no by person", "no by time"),
        ("style.long", "becomes", "buzz by person", ""),
        ("skin.rash", "passes", "", "true by time"),
        ("age", "can_change", "up", "no"),
    ] {
        let parts = format!("key: {key:?}, old: {old:?}, new: {new:?}");
        assert!(
            named.iter().any(|line| line.contains(&format!("id: {what:?}")) && line.contains(&parts)),
            "{what}: {told}"
        );
    }
    assert_eq!(named.len(), 4, "{told}");
}
