//! Random questionnaires small enough to try every response: all question types, skip logic on sections, questions and
//! options, named conditions, scores over single and several picks, floors for "not sure", rules and guarantees of every kind.
//!
//! Bounds are drawn from short lists, so that values on both sides of every bound can be listed without asking the proofs.

use candidacy::questionnaire::{DateRange, Question, QuestionKind, Questionnaire};
use candidacy::response::fits;
use candidacy::value::{Answer, Date, Decimal, Duration, OptionSet, Period, Unit, Value, parse_date};

use crate::generate::{Kind, Name, Palette, Tape, VERDICTS, derived, head};

/// The durations that conditions name.
const DURATIONS: [(u32, Unit, &str); 3] =
    [(3, Unit::Days, "3 days"), (2, Unit::Weeks, "2 weeks"), (1, Unit::Months, "1 month")];

/// The fixed days that conditions name.
const DAYS: [&str; 2] = ["2026-11-21", "2026-11-24"];

/// The range of whole numbers that are multiplied and divided: each of them is tried.
const POSITIVE: &str = "range: 1..5";

/// The days between which a date is taken that is held against others: few enough to try each.
const FEW_DAYS: &str = "2026-11-20..2026-11-24";

/// What numbers are taken, with bands that end at the bounds: of every band a number is tried.
const RANGES: [(&str, &[&str]); 5] = [
    ("range: 0..4", &["..1: P, 2..: P", "0: P, 1..4: P", "0..0: P, 1..1: P, 2..: P"]),
    ("range: 1..3, decimals: 1", &["..1.9: P, 2..: P"]),
    ("range: -1..1", &["..-1: P, 0: P, 1: P", "..0: P, 1..1: P"]),
    ("decimals: 1", &["..0.9: P, 1.0..: P", "..-0.1: P, 0.0..1.9: P, 2..: P"]),
    (POSITIVE, &["..1: P, 2..: P", "1..2: P, 3..5: P"]),
];

/// What conditions and options are drawn from. The tests below know these numbers and durations.
const SMALL: Palette = Palette {
    numbers: &["0", "1", "2"],
    durations: &[DURATIONS[0].2, DURATIONS[1].2, DURATIONS[2].2],
    days: &DAYS,
    scores: 4,
    points: &[-1, 0, 1, 2],
    options: 5,
    depth: 2,
};

/// Who brings a change about.
const MOVERS: [&str; 4] = ["", ", by: person", ", by: time", ", by: prescriber"];

/// A questionnaire being drawn.
struct Draft<'t, 'n> {
    tape: &'t mut Tape<'n>,
    names: Vec<Name>,
    yaml: String,
    rules: usize,
}

/// Draws a questionnaire, as YAML.
pub fn questionnaire(tape: &mut Tape) -> String {
    let mut draft = Draft { tape, names: Vec::new(), yaml: head("small"), rules: 0 };
    let sections = 1 + draft.tape.pick(3);
    for section in 0..sections {
        draft.section(section);
    }
    draft.guarantees();
    draft.yaml
}

impl Draft<'_, '_> {
    fn section(&mut self, number: usize) {
        let when = self.when(2).replacen(", ", "\n    ", 1);
        self.yaml += &format!("  - id: s{number}\n    title: Section {number}{when}\n    questions:\n");
        for _ in 0..=self.tape.pick(2) {
            let question = self.question();
            self.yaml += &format!("      - {{ {question} }}\n");
        }
        self.score(number);
        if let Some(derived) = derived(&format!("number{number}"), &self.names, self.tape) {
            self.yaml += &format!("    derived:\n      {derived}\n");
            self.names.push(Name::derived(format!("number{number}"), Kind::Derived));
        }
        if self.tape.pick(3) > 0
            && let Some(condition) = self.condition(2)
        {
            self.yaml += &format!("    conditions:\n      cond{number}: \"{condition}\"\n");
            self.names.push(Name::derived(format!("cond{number}"), Kind::Condition));
        }
        let rules: String = (0..=self.tape.pick(3)).filter_map(|_| self.rule()).collect();
        if !rules.is_empty() {
            self.yaml += &format!("    rules:\n{rules}");
        }
    }

    fn score(&mut self, number: usize) {
        if self.tape.pick(3) == 0 {
            return;
        }
        if let Some(score) = SMALL.score(&self.names, self.tape) {
            self.yaml += &format!("    scores:\n      score{number}: {score}\n");
            self.names.push(Name::derived(format!("score{number}"), Kind::Score));
        }
    }

    fn question(&mut self) -> String {
        let id = format!("q{}", self.names.len());
        let count = 2 + self.tape.pick(2);
        let kinds = [
            Kind::YesNo,
            Kind::YesNo,
            Kind::Choice(count),
            Kind::Choices(count),
            Kind::Scale(count),
            Kind::Number,
            Kind::Date,
            Kind::Text,
            Kind::Choices(count),
        ];
        let kind = *self.tape.one(&kinds);
        let described = self.described(kind);
        let described = self.changing(described, kind);
        let unsure = kind != Kind::Text && self.tape.once_in(2);
        let unsure_key = if unsure { format!(", unsure: {}", self.tape.one(&VERDICTS)) } else { String::new() };
        let required = if kind == Kind::Text || self.tape.once_in(5) { ", required: false" } else { "" };
        let change = self.change(kind);
        let withheld = unsure && self.tape.once_in(4);
        let tags = match (withheld, self.tape.once_in(6)) {
            (true, _) => ", tags: [withheld]",
            (false, true) => ", tags: [record]",
            (false, false) => "",
        };
        // All values of these are tried, so they may be held against each other.
        let like = if described.contains(FEW_DAYS) {
            "days"
        } else if ["range: 0..4", "range: -1..1", POSITIVE].iter().any(|range| described.contains(range)) {
            "numbers"
        } else {
            ""
        };
        // Days are mostly asked for after something: "when did it end?".
        let when = self.when(if kind == Kind::Date { 1 } else { 2 });
        let line = format!("id: {id}, ask: Ask {id}?, {described}{unsure_key}{required}{change}{tags}{when}");
        let positive = described.contains(POSITIVE);
        let bands = RANGES.iter().find(|(range, _)| line.contains(range)).map_or(&[][..], |(_, bands)| bands);
        self.names.push(Name { id, kind, unsure, withheld, like, positive, bands });
        line
    }

    fn described(&mut self, kind: Kind) -> String {
        match kind {
            Kind::YesNo => "type: yes_no".into(),
            Kind::Choice(count) => format!("type: choice, options: {}", SMALL.options(count, &self.names, self.tape)),
            Kind::Scale(count) => format!("type: scale, options: {}", SMALL.options(count, &self.names, self.tape)),
            Kind::Choices(count) => {
                let alone = self.tape.once_in(2);
                let bounds = *self.tape.one(if alone {
                    &["", ", min: 1", ", max: 1", ", min: 0"][..]
                } else {
                    &["", ", min: 1", ", min: 2", ", max: 1", ", min: 0", ", min: 1, max: 2"][..]
                });
                let options = if alone { Palette::options_and_none } else { Palette::options };
                format!("type: choices, options: {}{bounds}", options(&SMALL, count, &self.names, self.tape))
            }
            Kind::Number => {
                format!("type: number, {}", self.tape.one(&RANGES).0)
            }
            Kind::Date => {
                let few = format!(", range: {FEW_DAYS}");
                let ranges = ["", ", range: past", ", range: future", ", range: 2026-11-10..2026-12-10", &few, &few];
                format!("type: date{}", self.tape.one(&ranges))
            }
            Kind::Text | Kind::Condition | Kind::Score | Kind::Derived => "type: text".into(),
        }
    }

    /// What a question without options says of what its answer may become.
    fn change(&mut self, kind: Kind) -> String {
        match kind {
            Kind::YesNo => {
                let sides = [("yes", "no"), ("no", "yes")].map(|(from, to)| {
                    let (by, points) = (self.mover(), *self.tape.one(SMALL.points));
                    let becomes = if self.tape.once_in(2) { format!(", becomes: {to}{by}") } else { String::new() };
                    format!(", {from}: {{ points: {points}{becomes} }}")
                });
                sides.concat()
            }
            Kind::Number => {
                (*self.tape.one(&[", can_change: yes", ", can_change: up", ", can_change: down", ""])).to_owned()
            }
            _ => (*self.tape.one(&["", ", can_change: no"])).to_owned().repeat(usize::from(kind == Kind::Date)),
        }
    }

    /// Options that say what they may become, or that they pass.
    fn changing(&mut self, described: String, kind: Kind) -> String {
        let (Kind::Choice(count) | Kind::Scale(count) | Kind::Choices(count)) = kind else { return described };
        (0..count).fold(described, |described, position| {
            let by = self.mover();
            let change = if matches!(kind, Kind::Choices(_)) {
                format!("passes: true{by}, ")
            } else {
                let to: Vec<String> = (0..count)
                    .filter(|to| *to != position && self.tape.once_in(2))
                    .map(|to| format!("o{to}"))
                    .collect();
                if to.is_empty() { String::new() } else { format!("becomes: [{}]{by}, ", to.join(", ")) }
            };
            let label = format!("label: Option {position}, ");
            let changed = self.tape.once_in(2);
            if changed { described.replace(&label, &format!("{label}{change}")) } else { described }
        })
    }

    fn mover(&mut self) -> &'static str {
        let by: &&'static str = self.tape.one(&MOVERS);
        by
    }

    fn when(&mut self, times: usize) -> String {
        SMALL.when(&self.names, self.tape, times)
    }

    fn condition(&mut self, depth: usize) -> Option<String> {
        SMALL.condition(&self.names, self.tape, depth)
    }

    fn rule(&mut self) -> Option<String> {
        let when = self.condition(3)?;
        let number = self.rules;
        self.rules += 1;
        let verdict = self.tape.one(&VERDICTS);
        let dates: Vec<&Name> = self.names.iter().filter(|name| name.kind == Kind::Date).collect();
        let more = match self.tape.pick(8) {
            5 => ", advice: Do it.".to_owned(),
            6 => ", not_before: 4 weeks after today".to_owned(),
            7 if !dates.is_empty() => format!(", not_before: 2 weeks after {}", dates[0].id),
            _ => String::new(),
        };
        Some(format!(
            "      - {{ id: rule{number}, when: \"{when}\", verdict: {verdict}, finding: It is so.{more} }}\n"
        ))
    }

    fn guarantees(&mut self) {
        self.yaml += "guarantees:\n  - { id: always, verdict: at least v0 }\n";
        for number in 0..1 + self.tape.pick(5) {
            let verdict = *self.tape.one(&VERDICTS);
            let rule = self.tape.pick(self.rules.max(1));
            let promise = match self.tape.pick(if self.rules == 0 { 4 } else { 6 }) {
                0 => format!("verdict: at least {verdict}"),
                1 => format!("verdict: at most {verdict}"),
                2 => format!("verdict: exactly {verdict}"),
                3 => "settled: true".to_owned(),
                4 => format!("finding: rule{rule}"),
                _ => format!("never: rule{rule}"),
            };
            let when = self.when(1).replacen(", ", "", 1);
            let when = if when.is_empty() { String::new() } else { format!(", {when}") };
            self.yaml += &format!("  - {{ id: g{number}, {promise}{when} }}\n");
        }
    }
}

/// Further guarantees of a set, which say in every way of whom they speak.
pub fn with_promises_of_some(yaml: &str, questionnaire: &Questionnaire, tape: &mut Tape) -> String {
    let rules: Vec<&str> = questionnaire.rules().iter().map(|rule| rule.id.as_str()).collect();
    let questions: Vec<&str> = questionnaire.questions().iter().map(|question| question.id.as_str()).collect();
    let conditions: Vec<&str> = questionnaire.conditions().iter().map(|named| named.id.as_str()).collect();
    let mut yaml = yaml.to_owned();
    for number in 0..3 + tape.pick(4) {
        let verdict = *tape.one(&VERDICTS);
        let promise = match tape.pick([4, 5, 6][rules.len().min(2)]) {
            0 | 1 => format!("asks: {}", tape.one(&questions)),
            2 => format!("verdict: {} {verdict}", tape.one(&["at least", "at most", "exactly"])),
            3 => "settled: true".to_owned(),
            4 => format!("{}: {}", tape.one(&["finding", "never"]), tape.one(&rules)),
            _ => {
                let first = tape.pick(rules.len() - 1);
                let last = first + 1 + tape.pick(rules.len() - 1 - first);
                format!("one_of: [{}]", rules[first..=last].join(", "))
            }
        };
        let of = *tape.one(&[", complete: true", ", complete: true", ", for: client", ", for: technician", ""]);
        let both = if of.contains("complete") { *tape.one(&["", ", for: client", ", for: technician"]) } else { "" };
        let when = match conditions.as_slice() {
            [] => String::new(),
            _ => (*tape.one(&["", ", when: NAMED", ", when: not NAMED"]))
                .replace("NAMED", conditions[tape.pick(conditions.len())]),
        };
        yaml += &format!("  - {{ id: some{number}, {promise}{of}{both}{when} }}\n");
    }
    yaml
}

/// Every answer that a question takes, open (`None`) included; of numbers and days one on every side of every bound.
pub fn answers(question: &Question, day: Date) -> Vec<Option<Answer>> {
    let mut answers = vec![None];
    if question.unsure.is_some() {
        answers.push(Some(Answer::Unsure));
    }
    // Elsewhere nothing tells the two apart.
    if question.tags.iter().any(|tag| tag == "withheld") {
        answers.push(Some(Answer::Withheld));
    }
    if !question.required {
        answers.push(Some(Answer::Skipped));
    }
    let values = values(question, day).into_iter().map(Answer::Given);
    answers.extend(values.filter_map(|answer| fits(question, answer, day).ok()).map(Some));
    answers
}

fn values(question: &Question, day: Date) -> Vec<Value> {
    let options = question.options().len();
    match &question.kind {
        QuestionKind::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => (0..options).map(Value::Choice).collect(),
        QuestionKind::Choices { .. } => (0..1u64 << options).map(|set| Value::Choices(OptionSet(set))).collect(),
        // Bounds are 0, 1 and 2; ranges end at 3 or 4 at the latest.
        QuestionKind::Number { .. } => [-10, -5, 0, 5, 10, 15, 20, 30, 40, 50]
            .iter()
            .map(|tenths| Value::Number(Decimal::new(*tenths, 1)))
            .collect(),
        QuestionKind::Date(range) => {
            let periods = periods(*range, day).into_iter().map(Value::Period);
            days(*range, day).into_iter().map(Value::Date).chain(periods).collect()
        }
        QuestionKind::Text => vec![Value::Text("text".to_owned())],
    }
}

/// Of all days around this one, the first of each class that the durations tell apart.
pub fn days(range: DateRange, day: Date) -> Vec<Date> {
    let mut seen = Vec::new();
    let mut days = Vec::new();
    for offset in -45i64..=45 {
        let date = day + jiff::Span::new().days(offset);
        let taken = match range {
            DateRange::Any => true,
            DateRange::Past => date <= day,
            DateRange::Future => date >= day,
            DateRange::Between(first, last) => (first..=last).contains(&date),
        };
        let each = matches!(range, DateRange::Between(first, last) if (last - first).get_days() < 6);
        let class = (class(date, day), each.then_some(date));
        if taken && !seen.contains(&class) {
            seen.push(class);
            days.push(date);
        }
    }
    days
}

/// Whether a date lies within each of the durations, back and ahead.
pub fn class(date: Date, day: Date) -> Vec<bool> {
    let within = DURATIONS.iter().flat_map(|(count, unit, _)| {
        let duration = Duration { count: *count, unit: *unit };
        [date <= day && day < duration.after(date), day <= date && date < duration.after(day)]
    });
    // What a month says of two spans together does not follow from what it says of each.
    let spans = DURATIONS.map(|(count, unit, _)| Duration { count, unit });
    let between = spans.iter().enumerate().flat_map(|(position, least)| {
        let longer = spans.iter().skip(position + 1);
        longer.flat_map(|most| {
            let ago = least.after(date) <= day && day < most.after(date);
            [ago, least.after(day) <= date && date < most.after(day)]
        })
    });
    let fixed = DAYS.iter().flat_map(|fixed| {
        let fixed = parse_date(fixed).expect("a day");
        [date < fixed, date <= fixed]
    });
    within.chain([date <= day, day <= date]).chain(between).chain(fixed).collect()
}

/// Of all months and years around this day, as far as they are taken, the first of each way in which the durations leave them
/// undecided.
pub fn periods(range: DateRange, day: Date) -> Vec<Period> {
    let months = (day.year() - 1..=day.year() + 1).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let months = months.filter_map(|(year, month)| Period::month(year, month));
    let years = (day.year() - 1..=day.year() + 1).filter_map(Period::year);
    let (mut seen, mut periods) = (Vec::new(), Vec::new());
    for period in months.chain(years) {
        let cut = match range {
            DateRange::Any => Some(period),
            DateRange::Past => period.cut(Date::MIN, day),
            DateRange::Future => period.cut(day, Date::MAX),
            DateRange::Between(first, last) => period.cut(first, last),
        };
        let Some(cut) = cut else { continue };
        let classes: Vec<Vec<bool>> = cut.days().map(|date| class(date, day)).collect();
        let same = |at: usize| classes.iter().all(|class| class[at] == classes[0][at]).then_some(classes[0][at]);
        let pattern: Vec<Option<bool>> = (0..classes[0].len()).map(same).collect();
        if pattern.contains(&None) && !seen.contains(&pattern) {
            seen.push(pattern);
            periods.push(cut);
        }
    }
    periods
}

/// How many responses there are.
pub fn space(questionnaire: &Questionnaire, day: Date) -> usize {
    let counts = questionnaire.questions().iter().map(|question| answers(question, day).len());
    counts.fold(1, usize::saturating_mul)
}
