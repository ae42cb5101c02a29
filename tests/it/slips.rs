//! Slips of the pen, planted at random: each place of a set is changed as somebody changes it who mistypes, miscounts or forgets, and what
//! `check` and the scenarios say of it is counted.
//!
//! The places are found in the tree of the YAML, so nobody chooses them. Each kind of slip is put beforehand among those that the set
//! alone shows ("shown") and those that only knowledge of the medicine shows ("known"); of one and the same kind a place can be
//! either, by what else is written in the set. Two slips are none: what is judged as before is left out (`Slip::is_none`).
//!
//! `cargo test --test it slips -- --nocapture` prints every slip that nothing finds, and the figures. `SLIPS` draws more of each kind, `SLIPS_SEED`
//! others; `tests/long/slips.sh` draws over the shipped set as well, and holds `diff` against each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::sync::OnceLock;

use candidacy::Engine;
use candidacy::condition::{Condition, ConditionNode, DateTest, Test};
use candidacy::diagnostic::{Code, Diagnostics};
use candidacy::diff::{Budget, diff};
use candidacy::document::{Scalar, YamlNode, YamlValue, parse};
use candidacy::proof::prove;
use candidacy::questionnaire::{
    Audience, DateRange, Question, QuestionKind, Questionnaire, Rule, ScoreItem, Texts, load, tested,
};
use candidacy::scenario::{read as read_scenarios, run as run_scenarios};
use candidacy::source::{Source, Sources};
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::wording::lint;

use crate::support::{day, fixtures, setting};

/// The sets of other fields: written from published forms before anybody looked at what `check` says of them.
pub const FOREIGN: [&str; 3] = ["donor", "exercise", "scan"];

/// A set and its scenarios.
struct Planted {
    name: String,
    main: String,
    files: BTreeMap<String, String>,
    /// The files that hold a section or more; the main file is one of them.
    judged: Vec<String>,
}

/// A change of a set.
#[derive(Clone)]
struct Slip {
    kind: &'static str,
    /// Whether the set alone shows it.
    shown: bool,
    what: String,
    file: String,
    edits: Vec<(Range<usize>, String)>,
}

/// What found a slip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FoundBy {
    Check,
    Scenarios,
    Nothing,
    /// Nothing is judged differently: no slip.
    None,
}

fn foreign(name: &str) -> Planted {
    let folder = fixtures().join("foreign");
    let main = format!("{name}.yaml");
    let files = [main.clone(), format!("{name}.scenarios.yaml")];
    let files = files.map(|file| (file.clone(), fs::read_to_string(folder.join(&file)).unwrap()));
    Planted { name: name.to_owned(), judged: vec![main.clone()], main, files: files.into_iter().collect() }
}

fn smp() -> Planted {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/smp");
    let mut files = BTreeMap::new();
    for inside in ["", "images/"] {
        for file in fs::read_dir(folder.join(inside)).unwrap().map(|file| file.unwrap().path()) {
            if file.is_file() {
                let name = format!("{inside}{}", file.file_name().unwrap().to_str().unwrap());
                files.insert(name, fs::read_to_string(file).unwrap());
            }
        }
    }
    let yaml = |name: &&String| name.ends_with(".yaml") && *name != "scenarios.yaml";
    let judged = files.keys().filter(yaml).cloned().collect();
    Planted { name: "smp".to_owned(), main: "questionnaire.yaml".to_owned(), files, judged }
}

impl Planted {
    fn texts(&self) -> Texts {
        self.files.iter().fold(Texts::default(), |texts, (path, text)| texts.with(path.clone(), text.clone()))
    }

    fn with(&self, slip: &Slip) -> Planted {
        let mut files = self.files.clone();
        let text = files.get_mut(&slip.file).unwrap();
        let mut edits = slip.edits.clone();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            text.replace_range(range, &new);
        }
        Planted { name: self.name.clone(), main: self.main.clone(), files, judged: self.judged.clone() }
    }

    fn read(&self) -> (Option<Questionnaire>, Diagnostics) {
        load(&self.texts(), &self.main, &mut Sources::default())
    }

    /// What `check` says, counted by code. That something could be asked earlier is no word about a slip.
    fn said(&self) -> (BTreeMap<Code, usize>, Option<Questionnaire>) {
        let (questionnaire, mut found) = self.read();
        if let Some(questionnaire) = &questionnaire {
            found.append(prove(questionnaire, day()));
            found.append(lint(questionnaire));
        }
        let mut counts = BTreeMap::new();
        for code in found.iter().map(|found| found.code).filter(|code| *code != Code::LateQuestion) {
            *counts.entry(code).or_default() += 1;
        }
        (counts, questionnaire)
    }

    /// Whether its scenarios pass, and show everything.
    fn passes(&self, questionnaire: &Questionnaire) -> bool {
        let (suite, faults) = read_scenarios(questionnaire, &self.texts(), &self.main, &mut Sources::default(), day());
        let Some(suite) = suite.filter(|_| !faults.has_errors()) else { return false };
        let results = run_scenarios(questionnaire, &suite);
        results.failed() == 0 && results.coverage.is_complete() && !results.diagnostics().has_errors()
    }
}

// ---- The places ----

/// All slips of a set, in file order.
fn slips(set: &Planted) -> Vec<Slip> {
    let questionnaire = set.read().0.unwrap();
    let mut all = Vec::new();
    for file in &set.judged {
        let text = &set.files[file];
        let mut sources = Sources::default();
        let index = sources.add(file.clone(), text.clone());
        let tree = parse(index, &Source { name: file.clone(), text: text.clone() }).0.unwrap();
        let mut places = Places { questionnaire: &questionnaire, file, text, all: &mut all };
        let inline = tree.get("sections").map(items).unwrap_or_default();
        let sections = inline.into_iter().filter(|section| matches!(section.node, YamlNode::Map(_)));
        let whole = [&tree].into_iter().filter(|tree| tree.get("questionnaire").is_none());
        sections.chain(whole).for_each(|section| places.section(section));
    }
    all
}

fn items(value: &YamlValue) -> Vec<&YamlValue> {
    match &value.node {
        YamlNode::List(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

fn entries(value: &YamlValue) -> Vec<(&str, &YamlValue)> {
    match &value.node {
        YamlNode::Map(entries) => entries.iter().map(|entry| (entry.key.value.as_str(), &entry.value)).collect(),
        _ => Vec::new(),
    }
}

fn scalar(value: &YamlValue) -> Option<&Scalar> {
    match &value.node {
        YamlNode::Scalar(scalar) => Some(scalar),
        _ => None,
    }
}

fn range(value: &YamlValue) -> Range<usize> {
    match &value.node {
        YamlNode::Scalar(scalar) => scalar.span.start as usize..scalar.span.end as usize,
        _ => value.span.start as usize..value.span.end as usize,
    }
}

/// What a condition belongs to.
#[derive(Clone, Copy)]
enum Of<'q> {
    Rule(&'q Rule),
    Other,
}

struct Places<'p> {
    questionnaire: &'p Questionnaire,
    file: &'p str,
    text: &'p str,
    all: &'p mut Vec<Slip>,
}

impl Places<'_> {
    fn add(&mut self, kind: &'static str, shown: bool, whose: &str, edits: Vec<(Range<usize>, String)>) {
        let what = edits.iter().map(|(range, new)| {
            let old: String = self.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            let new: String = new.split_whitespace().collect::<Vec<_>>().join(" ");
            let short = |text: String| text.chars().take(70).collect::<String>();
            format!("`{}` -> `{}`", short(old), short(new))
        });
        let what = format!("{whose}: {}", what.collect::<Vec<_>>().join(", "));
        self.all.push(Slip { kind, shown, what, file: self.file.to_owned(), edits });
    }

    fn section(&mut self, section: &YamlValue) {
        let id = section.get("id").and_then(scalar).map_or("", |id| id.text.as_str()).to_owned();
        for item in section.get("questions").map(items).unwrap_or_default() {
            match item.get("questions") {
                Some(together) => items(together).into_iter().for_each(|question| self.question(question)),
                None => self.question(item),
            }
        }
        for (name, condition) in section.get("conditions").map(entries).unwrap_or_default() {
            self.condition(name, condition, Of::Other);
        }
        if let Some(when) = section.get("when") {
            self.condition(&id, when, Of::Other);
        }
        for rule in section.get("rules").map(items).unwrap_or_default() {
            self.rule(rule);
        }
    }

    fn rule(&mut self, item: &YamlValue) {
        let Some(id) = item.get("id").and_then(scalar) else { return };
        let Some(rule) = self.questionnaire.rule(&id.text).map(|rule| &self.questionnaire[rule]) else { return };
        let name = id.text.as_str();
        if let Some(when) = item.get("when") {
            self.condition(name, when, Of::Rule(rule));
        }
        if let Some(verdict) = item.get("verdict") {
            let at = rule.verdict.at();
            let verdicts = self.questionnaire.verdicts();
            let near = |at: usize| verdicts.iter().nth(at).map(|verdict| verdict.id.clone());
            if let Some(milder) = at.checked_sub(1).and_then(near) {
                self.add("milder verdict", false, name, vec![(range(verdict), milder)]);
            }
            if let Some(graver) = near(at + 1) {
                self.add("graver verdict", false, name, vec![(range(verdict), graver)]);
            }
        }
        if let Some(stop) = item.get("stop").filter(|_| rule.stop) {
            self.add("stop dropped", false, name, vec![(self.key(item, "stop", stop), String::new())]);
        } else if !rule.stop {
            let mild = self.questionnaire.treats_up_to().is_some_and(|bound| rule.verdict <= bound);
            let edit = self.beside_id(item, "stop: true");
            self.add("stop added", mild, name, vec![edit]);
        }
        self.wait(item, rule);
        let whole = self.lines(item);
        self.add("rule removed", false, name, vec![(whole.clone(), String::new())]);
        let id = range(item.get("id").unwrap());
        let copy = &self.text[whole.clone()];
        let at = id.end - whole.start;
        let copy = format!("{}_copy{}", &copy[..at], &copy[at..]);
        self.add("rule pasted", true, name, vec![(whole.end..whole.end, copy)]);
    }

    fn wait(&mut self, item: &YamlValue, rule: &Rule) {
        let (Some(written), Some(wait)) = (item.get("not_before"), rule.not_before) else { return };
        let tests = tests_in(self.questionnaire, &rule.when);
        let on_window = wait.question.is_some_and(|question| {
            tests.iter().any(|test| matches!(test, Test::Date(of, DateTest::Within(_)) if *of == question))
        });
        let place = range(written);
        let text = self.text[place.clone()].to_owned();
        let Some((length, after)) = text.split_once(" after ") else { return };
        if let Some((count, unit)) =
            length.split_once(' ').and_then(|(count, unit)| Some((count.parse::<u32>().ok()?, unit)))
        {
            for count in [count + 1, 2 * count + 1, count.div_ceil(2)] {
                if format!("{count} {unit}") != length {
                    let unit = if unit.ends_with('s') { unit.to_owned() } else { format!("{unit}s") };
                    let new = format!("{count} {unit} after {after}");
                    self.add("wait of another length", on_window, &rule.id, vec![(place.clone(), new)]);
                }
            }
        }
        if wait.question.is_some() {
            let moved =
                lone_window(self.questionnaire, rule).is_some_and(|(question, _)| Some(question) == wait.question);
            let new = format!("{length} after today");
            self.add("wait from another day", moved, &rule.id, vec![(place, new)]);
        }
        // Dropped from a rule that ends by itself it comes back by default, and is no slip.
        let dropped = self.key(item, "not_before", written);
        self.add("wait dropped", false, &rule.id, vec![(dropped, String::new())]);
    }

    fn question(&mut self, item: &YamlValue) {
        let Some(id) = item.get("id").and_then(scalar) else { return };
        let Some(index) = self.questionnaire.question(&id.text) else { return };
        let question = &self.questionnaire[index];
        let name = id.text.as_str();
        if let Some(when) = item.get("when") {
            self.condition(name, when, Of::Other);
            self.add("question's `when` dropped", false, name, vec![(self.key(item, "when", when), String::new())]);
            let place = range(when);
            let old = self.text[place.clone()].to_owned();
            if !old.starts_with(['"', '\'', '>', '|']) {
                self.add("question's `when` turned round", false, name, vec![(place, format!("not ({old})"))]);
            }
        }
        self.unsure(item, index, question);
        if question.required && !matches!(question.kind, QuestionKind::Text) {
            let used = self.questionnaire.rules().iter().filter(|rule| rule.verdict > VerdictIx(0));
            let used = used.into_iter().any(|rule| tested(self.questionnaire, &rule.when).contains(&index));
            let edit = self.beside_id(item, "required: false");
            self.add("may be passed over", used, name, vec![edit]);
        }
        if question.audience == Audience::Everyone && item.get("for").is_none() {
            let edit = self.beside_id(item, "for: technician");
            self.add("given to the technician", self.is_grave(index), name, vec![edit]);
        }
        if let Some(written) = item.get("range") {
            self.range_of(item, index, question, written);
        }
        if let Some(options) = item.get("options") {
            self.options(index, question, options);
        }
    }

    fn unsure(&mut self, item: &YamlValue, index: QuestionIx, question: &Question) {
        let (Some(written), Some(floor)) = (item.get("unsure"), question.unsure) else { return };
        let alone = self.alone_grave(index);
        let offered = !matches!(question.kind, QuestionKind::Number { .. });
        // What says how to clear it up goes with it.
        let mut dropped = vec![(self.key(item, "unsure", written), String::new())];
        dropped.extend(item.get("clear_up").map(|clear_up| (self.key(item, "clear_up", clear_up), String::new())));
        self.add("\"not sure\" removed", alone && offered, &question.id, dropped);
        if floor > VerdictIx(0) {
            let id = |at: usize| self.questionnaire.verdicts().iter().nth(at).unwrap().id.clone();
            let place = range(written);
            self.add("\"not sure\" counts for nothing", alone, &question.id, vec![(place.clone(), id(0))]);
            if floor > VerdictIx(1) {
                self.add("\"not sure\" a step milder", false, &question.id, vec![(place, id(floor.at() - 1))]);
            }
        }
    }

    fn range_of(&mut self, item: &YamlValue, index: QuestionIx, question: &Question, written: &YamlValue) {
        match question.kind {
            QuestionKind::Date(DateRange::Past) => {
                let every = self.questionnaire.rules().iter().map(|rule| &rule.when);
                let asked: Vec<&Test> = every
                    .chain(self.questionnaire.conditions().iter().map(|named| &named.condition))
                    .chain(self.questionnaire.questions().iter().filter_map(|question| question.when.as_ref()))
                    .flat_map(|condition| tests_in(self.questionnaire, condition))
                    .filter(|test| test.questions().contains(&index))
                    .collect();
                let back = |test: &&Test| match test {
                    Test::Date(_, test) => {
                        matches!(test, DateTest::Within(_) | DateTest::BetweenAgo(..) | DateTest::Past)
                    }
                    Test::Pair(..) => false,
                    _ => true,
                };
                let only_back = asked.iter().any(|test| matches!(test, Test::Date(..))) && asked.iter().all(back);
                let edit = (self.key(item, "range", written), String::new());
                self.add("date takes the future", only_back, &question.id, vec![edit]);
            }
            QuestionKind::Number { .. } => {
                let place = range(written);
                let new = format!("{}0", &self.text[place.clone()]);
                self.add("range of a number wider", false, &question.id, vec![(place, new)]);
            }
            _ => {}
        }
    }

    fn options(&mut self, index: QuestionIx, question: &Question, options: &YamlValue) {
        let all = entries(options);
        let start = match &options.node {
            YamlNode::Map(entries) => entries[0].key.span.start as usize,
            _ => return,
        };
        let flow = self.text[..start].trim_end().ends_with('{');
        let indent = start - self.text[..start].rfind('\n').map_or(0, |line| line + 1);
        let between = if flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(indent)) };
        let picks = matches!(question.kind, QuestionKind::Choices { .. });
        let read = question.tags.iter().any(|tag| tag == "record") || self.is_shown(index);
        let new = format!("something_new: Something new{between}");
        self.add("option without a rule", picks && !read, &question.id, vec![(start..start, new)]);
        if let [one, other, ..] = question.options() {
            // The label of the second becomes that of the first.
            let label = |position: usize| {
                let value = all.get(position)?.1;
                scalar(value).map(|_| range(value)).or_else(|| value.get("label").map(range))
            };
            if let (Some(from), Some(to), true) = (label(0), label(1), one.label != other.label) {
                let copied = self.text[from].to_owned();
                self.add("words copied", true, &question.id, vec![(to, copied)]);
            }
        }
        let points: Vec<(Range<usize>, i64)> = all
            .iter()
            .filter_map(|(_, value)| {
                let points = value.get("points")?;
                Some((range(points), scalar(points)?.text.parse().ok()?))
            })
            .collect();
        if points.len() == all.len() && points.len() > 1 {
            let scored = self.questionnaire.scores().iter().flat_map(|score| &score.sum);
            let scored =
                scored.into_iter().any(|item| matches!(item, ScoreItem::Answer(answer) if answer.question == index));
            let zero = points.iter().map(|(place, _)| (place.clone(), "0".to_owned())).collect();
            self.add("points forgotten", scored, &question.id, zero);
            let last = points.len() - 1;
            let rises = points.windows(2).all(|pair| pair[0].1 < pair[1].1);
            let swap = vec![
                (points[last].0.clone(), points[last - 1].1.to_string()),
                (points[last - 1].0.clone(), points[last].1.to_string()),
            ];
            let scale = matches!(question.kind, QuestionKind::Scale(_));
            self.add("points swapped", scored && scale && rises && points.len() > 2, &question.id, swap);
            let more = (points[last].0.clone(), (points[last].1 + 1).to_string());
            self.add("points off by one", false, &question.id, vec![more]);
        }
    }

    // ---- What tells a kind from another, by what is written ----

    /// Whether an answer to a question alone leads to more than may be treated.
    fn alone_grave(&self, index: QuestionIx) -> bool {
        let Some(bound) = self.questionnaire.treats_up_to() else { return false };
        let rules = self.questionnaire.rules().iter().filter(|rule| rule.verdict > bound);
        let alone = |rule: &Rule| {
            alone_parts(self.questionnaire, &rule.when).iter().any(|part| {
                let about = matches!(part.test(), Some(Test::Unsure(_) | Test::Withheld(_) | Test::Answered(_)));
                part.test().and_then(Test::question) == Some(index) && !about
            })
        };
        let says_unsure = self.questionnaire.rules().iter().any(|rule| {
            rule.verdict > VerdictIx(0)
                && alone_parts(self.questionnaire, &rule.when)
                    .iter()
                    .any(|part| part.test() == Some(&Test::Unsure(index)))
        });
        rules.into_iter().any(alone) && !says_unsure
    }

    /// Whether a rule that gives more than may be treated rests on it.
    fn is_grave(&self, index: QuestionIx) -> bool {
        let bound = self.questionnaire.treats_up_to().unwrap_or(VerdictIx(0));
        let mut rules = self.questionnaire.rules().iter().filter(|rule| rule.verdict > bound);
        rules.any(|rule| tested(self.questionnaire, &rule.when).contains(&index))
    }

    /// Whether some text shows its answer.
    fn is_shown(&self, index: QuestionIx) -> bool {
        let gap = format!("{{{{ {}", self.questionnaire[index].id);
        self.questionnaire.texts().iter().any(|text| text.text().contains(&gap))
    }

    /// How often an option is named by conditions.
    fn named(&self, index: QuestionIx, option: usize) -> usize {
        let all = self.questionnaire.rules().iter().map(|rule| &rule.when);
        let all = all
            .chain(self.questionnaire.conditions().iter().map(|named| &named.condition))
            .chain(self.questionnaire.questions().iter().filter_map(|question| question.when.as_ref()))
            .chain(self.questionnaire.sections().iter().filter_map(|section| section.when.as_ref()))
            .chain(self.questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref()));
        let aid = self.questionnaire.decision().into_iter().flat_map(|aid| &aid.options);
        let all = all.chain(aid.filter_map(|option| option.when.as_ref()));
        let nodes = all.flat_map(Condition::walk).filter_map(Condition::test);
        nodes
            .filter(|test| match test {
                Test::OneOf(of, set) | Test::Picks(of, _, set) => *of == index && set.contains(option),
                _ => false,
            })
            .count()
    }

    // ---- Edits ----

    /// A key and its value, with what parts it from its neighbours.
    fn key(&self, item: &YamlValue, key: &str, value: &YamlValue) -> Range<usize> {
        let YamlNode::Map(entries) = &item.node else { panic!("a key of a mapping") };
        let entry = entries.iter().find(|entry| entry.key.value == key).unwrap();
        let (start, end) = (entry.key.span.start as usize, range(value).end);
        let line = self.text[..start].rfind('\n').map_or(0, |line| line + 1);
        if self.text[line..start].trim().is_empty() {
            return line..self.text[end..].find('\n').map_or(self.text.len(), |rest| end + rest + 1);
        }
        let comma = self.text[..start].trim_end();
        assert!(comma.ends_with(','), "`{key}` comes first");
        comma.len() - 1..end
    }

    /// One more key after the id.
    fn beside_id(&self, item: &YamlValue, line: &str) -> (Range<usize>, String) {
        let YamlNode::Map(entries) = &item.node else { panic!("an item is a mapping") };
        let id = entries.iter().find(|entry| entry.key.value == "id").unwrap();
        let (start, end) = (id.key.span.start as usize, range(&id.value).end);
        let before = self.text[..start].trim_end_matches(' ');
        if before.ends_with('{') {
            return (end..end, format!(", {line}"));
        }
        let column = start - self.text[..start].rfind('\n').map_or(0, |line| line + 1);
        (end..end, format!("\n{}{line}", " ".repeat(column)))
    }

    /// An item of a list with its dash, in whole lines.
    fn lines(&self, item: &YamlValue) -> Range<usize> {
        let place = range(item);
        let start = self.text[..place.start].rfind('\n').map_or(0, |line| line + 1);
        let inside = self.text[..place.end].trim_end().len();
        let end = self.text[inside..].find('\n').map_or(self.text.len(), |rest| inside + rest + 1);
        start..end
    }

    // ---- Conditions ----

    fn condition(&mut self, whose: &str, value: &YamlValue, of: Of<'_>) {
        let place = range(value);
        let raw = self.text[place.clone()].to_owned();
        let tokens = tokens(&raw);
        let word = |at: usize| tokens.get(at).map_or("", |token| &raw[token.clone()]);
        let at = |token: &Range<usize>| place.start + token.start..place.start + token.end;
        let mut fresh: Vec<(&'static str, bool, Vec<(Range<usize>, String)>)> = Vec::new();
        let (in_bands, in_text) = match of {
            Of::Rule(rule) => (touches_a_band(self.questionnaire, rule), names_its_bound(self.questionnaire, rule)),
            Of::Other => (false, false),
        };
        for (position, token) in tokens.iter().enumerate() {
            let here = &raw[token.clone()];
            let flipped = match here {
                "<" => Some(">"),
                ">" => Some("<"),
                "<=" => Some(">="),
                ">=" => Some("<="),
                "==" => Some("!="),
                "!=" => Some("=="),
                _ => None,
            };
            if let Some(flipped) = flipped {
                fresh.push(("comparison flipped", false, vec![(at(token), flipped.to_owned())]));
            }
            let shifted = match here {
                "<" => Some("<="),
                "<=" => Some("<"),
                ">" => Some(">="),
                ">=" => Some(">"),
                _ => None,
            };
            if let Some(shifted) = shifted {
                let number = word(position + 1).parse::<f64>().is_ok();
                fresh.push((
                    "comparison off by one",
                    number && (in_bands || in_text),
                    vec![(at(token), shifted.to_owned())],
                ));
            }
            let compared = ["<", ">", "<=", ">=", "==", "!="].contains(&word(position.wrapping_sub(1)));
            if let Some(number) = here.parse::<i64>().ok().filter(|_| position > 0 && compared) {
                for near in [number - 1, number + 1] {
                    fresh.push(("threshold off by one", in_bands || in_text, vec![(at(token), near.to_string())]));
                }
                fresh.push(("threshold of another size", in_text, vec![(at(token), (2 * number + 3).to_string())]));
            }
            if let Some((low, high)) = here.split_once("..").filter(|_| word(position.wrapping_sub(1)) == "in")
                && let (Ok(low), Ok(high)) = (low.parse::<i64>(), high.parse::<i64>())
            {
                let new = vec![(at(token), format!("{}..{high}", low + 1))];
                fresh.push(("threshold off by one", in_bands, new));
                let new = vec![(at(token), format!("{low}..{}", high - 1))];
                fresh.push(("threshold off by one", in_bands, new));
            }
            self.duration(&raw, &tokens, position, of, &at, &mut fresh);
            match here {
                "and" if word(position.wrapping_sub(3)) != "between" && word(position.wrapping_sub(2)) != "between" => {
                    fresh.push(("`and` for `or`", false, vec![(at(token), "or".to_owned())]));
                }
                "or" => fresh.push(("`or` for `and`", false, vec![(at(token), "and".to_owned())])),
                "not" => fresh.push(("`not` dropped", false, vec![(at(token), String::new())])),
                _ => {}
            }
            self.named_options(&raw, &tokens, position, &at, &mut fresh);
        }
        if !raw.starts_with(['"', '\'', '>', '|']) && !raw.starts_with("not ") {
            fresh.push(("`not` gained", false, vec![(place.clone(), format!("not ({raw})"))]));
        }
        for (kind, shown, edits) in fresh {
            self.add(kind, shown, whose, edits);
        }
    }

    /// A span of time behind `within`.
    fn duration(
        &self,
        raw: &str,
        tokens: &[Range<usize>],
        position: usize,
        of: Of<'_>,
        at: &dyn Fn(&Range<usize>) -> Range<usize>,
        fresh: &mut Vec<(&'static str, bool, Vec<(Range<usize>, String)>)>,
    ) {
        let word = |at: usize| tokens.get(at).map_or("", |token| &raw[token.clone()]);
        if word(position) != "within" || word(position + 1) == "next" || position == 0 {
            return;
        }
        // With a wait of its own length on the same day the two part; else the wait moves along, if there is one.
        let parts = match of {
            Of::Rule(rule) => {
                let question = self.questionnaire.question(word(position - 1));
                let written = self.text[rule.span.start as usize..].split("\n  - id:").next().unwrap_or_default();
                let written = written.split("- { id:").next().unwrap_or_default();
                question.is_some()
                    && rule.not_before.is_some_and(|wait| wait.question == question)
                    && written.contains("not_before")
            }
            Of::Other => false,
        };
        let (count, unit) = (word(position + 1), word(position + 2));
        let Some(token) = tokens.get(position + 1) else { return };
        match count.parse::<u32>() {
            Ok(count) => {
                for other in [count + 1, 2 * count + 1, count.div_ceil(2)] {
                    if other != count && !(other == 1 && unit.ends_with('s')) {
                        fresh.push(("span of another length", parts, vec![(at(token), other.to_string())]));
                    }
                }
                let other = match unit {
                    "days" => "weeks",
                    "weeks" => "days",
                    "months" => "weeks",
                    "years" => "months",
                    _ => return,
                };
                if let Some(unit) = tokens.get(position + 2) {
                    fresh.push(("span in another unit", parts, vec![(at(unit), other.to_owned())]));
                }
            }
            // A value with a name: the length is written out, and wrong.
            Err(_) => fresh.push(("span of another length", parts, vec![(at(token), "5 weeks".to_owned())])),
        }
    }

    /// Options behind the name of a question.
    fn named_options(
        &self,
        raw: &str,
        tokens: &[Range<usize>],
        position: usize,
        at: &dyn Fn(&Range<usize>) -> Range<usize>,
        fresh: &mut Vec<(&'static str, bool, Vec<(Range<usize>, String)>)>,
    ) {
        let word = |at: usize| tokens.get(at).map_or("", |token| &raw[token.clone()]);
        let Some(index) = self.questionnaire.question(word(position)) else { return };
        let question = &self.questionnaire[index];
        let ids: Vec<&str> = question.options().iter().map(|option| option.id.as_str()).collect();
        if ids.is_empty() {
            return;
        }
        let picks = matches!(question.kind, QuestionKind::Choices { .. });
        let test = word(position + 1);
        let how = word(position + 2);
        let single = ["==", "!=", "has"].contains(&test) && ids.contains(&how);
        if let Some(token) = tokens.get(position + 2).filter(|_| single) {
            let own = ids.iter().position(|id| *id == how).unwrap();
            let other = ids[(own + 1) % ids.len()];
            fresh.push(("option swapped", false, vec![(at(token), other.to_owned())]));
            return;
        }
        let opens = if test == "in" && how == "[" { position + 2 } else { position + 3 };
        if word(opens) != "[" || !["in", "has"].contains(&test) {
            return;
        }
        let list: Vec<usize> =
            (opens + 1..tokens.len()).take_while(|at| word(*at) != "]").filter(|at| word(*at) != ",").collect();
        let known: Vec<(usize, usize)> =
            list.iter().filter_map(|at| Some((*at, ids.iter().position(|id| *id == word(*at))?))).collect();
        let alone = known.iter().all(|(_, option)| self.named(index, *option) == 1);
        let read = self.is_shown(index) || question.tags.iter().any(|tag| tag == "record");
        if test == "has" && how == "any" && known.len() > 1 {
            fresh.push((
                "`has any` for `has all`",
                alone && !read,
                vec![(at(&tokens[position + 2]), "all".to_owned())],
            ));
        }
        if test == "has" && how == "all" {
            fresh.push(("`has all` for `has any`", false, vec![(at(&tokens[position + 2]), "any".to_owned())]));
        }
        if let ([.., before, (last, option)], true) = (known.as_slice(), known.len() == list.len()) {
            let gap = tokens[before.0].end..tokens[*last].end;
            let shown = picks && self.named(index, *option) == 1 && !question.option(*option).exclusive && !read;
            fresh.push(("option dropped", shown, vec![(at(&gap), String::new())]));
        }
        if let Some((last, _)) = known.last()
            && let Some(other) = ids.iter().find(|id| known.iter().all(|(_, known)| ids[*known] != **id))
        {
            fresh.push(("option swapped", false, vec![(at(&tokens[*last]), (*other).to_owned())]));
        }
    }
}

/// Names, numbers, signs and brackets of a condition.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let sign = |c: char| "<>=!".contains(c);
        let length = if part(first) {
            text[start..].find(|c| !part(c)).unwrap_or(text.len() - start)
        } else if sign(first) {
            text[start..].find(|c| !sign(c)).unwrap_or(text.len() - start)
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            tokens.push(start..start + length);
        }
        start += length;
    }
    tokens
}

fn meant<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> &'q Condition {
    match &condition.node {
        ConditionNode::Named(named) => meant(questionnaire, &questionnaire[*named].condition),
        _ => condition,
    }
}

/// The parts of an `or`, names looked into.
fn alone_parts<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> Vec<&'q Condition> {
    let condition = meant(questionnaire, condition);
    match &condition.node {
        ConditionNode::Any(parts) => parts.iter().flat_map(|part| alone_parts(questionnaire, part)).collect(),
        _ => vec![condition],
    }
}

fn tests_in<'q>(questionnaire: &'q Questionnaire, condition: &'q Condition) -> Vec<&'q Test> {
    condition
        .walk()
        .into_iter()
        .flat_map(|node| match &node.node {
            ConditionNode::Named(named) => tests_in(questionnaire, &questionnaire[*named].condition),
            ConditionNode::Test(test) => vec![test],
            _ => Vec::new(),
        })
        .collect()
}

/// The day and the span of a rule that holds for some time after a day, and has all of its wait's length.
fn lone_window(questionnaire: &Questionnaire, rule: &Rule) -> Option<(QuestionIx, DateTest)> {
    let when = meant(questionnaire, &rule.when);
    let parts: Vec<&Condition> = match &when.node {
        ConditionNode::All(parts) => parts.iter().collect(),
        _ => vec![when],
    };
    parts.into_iter().find_map(|part| match meant(questionnaire, part).test() {
        Some(Test::Date(question, test @ DateTest::Within(_))) => Some((*question, *test)),
        _ => None,
    })
}

/// The number or the score that a rule tests and nothing else, with the least and the greatest that it holds for.
fn band(questionnaire: &Questionnaire, rule: &Rule) -> Option<(String, i64, i64)> {
    use candidacy::condition::{Comparison, NumberTest};
    let when = meant(questionnaire, &rule.when);
    let parts: Vec<&Condition> = match &when.node {
        ConditionNode::All(parts) => parts.iter().collect(),
        _ => vec![when],
    };
    let mut whole: Option<(String, i64, i64)> = None;
    for part in parts {
        let ends = |comparison: Comparison, bound: i64| match comparison {
            Comparison::Less => (i64::MIN, bound - 1),
            Comparison::AtMost => (i64::MIN, bound),
            Comparison::Greater => (bound + 1, i64::MAX),
            Comparison::AtLeast => (bound, i64::MAX),
            Comparison::Equal => (bound, bound),
            Comparison::NotEqual => (i64::MIN, i64::MAX),
        };
        let whole_number = |number: &candidacy::value::Decimal| number.to_string().parse::<i64>().ok();
        let (of, (low, high)) = match meant(questionnaire, part).test()? {
            Test::Number(question, NumberTest::Compared(comparison, bound)) => {
                (questionnaire[*question].id.clone(), ends(*comparison, whole_number(bound)?))
            }
            Test::Number(question, NumberTest::Between(low, high)) => {
                (questionnaire[*question].id.clone(), (whole_number(low)?, whole_number(high)?))
            }
            Test::Score(score, comparison, bound) => (questionnaire[*score].id.clone(), ends(*comparison, *bound)),
            _ => return None,
        };
        whole = match whole {
            None => Some((of, low, high)),
            Some((same, least, most)) if same == of => Some((of, least.max(low), most.min(high))),
            Some(_) => return None,
        };
    }
    whole
}

/// Whether another rule takes over where this one ends: a band beside a band.
fn touches_a_band(questionnaire: &Questionnaire, rule: &Rule) -> bool {
    let Some((of, low, high)) = band(questionnaire, rule).filter(|_| rule.verdict > VerdictIx(0)) else { return false };
    let others = questionnaire.rules().iter().filter(|other| other.id != rule.id && other.verdict > VerdictIx(0));
    others.filter_map(|other| band(questionnaire, other)).any(|(other, from, to)| {
        other == of && (high != i64::MAX && from == high + 1 || low != i64::MIN && to == low - 1)
    })
}

/// Whether a text of the rule names the number that it tests: "under 18".
fn names_its_bound(questionnaire: &Questionnaire, rule: &Rule) -> bool {
    let Some((_, low, high)) = band(questionnaire, rule) else { return false };
    let words = ["under", "below", "less than", "at least", "from"];
    let bounds: Vec<i64> =
        [low, high.saturating_add(1)].into_iter().filter(|bound| *bound > i64::MIN && *bound < i64::MAX).collect();
    rule.texts().any(|text| {
        let text = text.source().to_lowercase();
        words.iter().any(|word| bounds.iter().any(|bound| text.contains(&format!("{word} {bound}"))))
    })
}

// ---- The draw, and what finds them ----

/// A different number each time, the same in each run.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

/// Up to so many of each kind, drawn without favour: of those that the set shows and of those that it does not.
fn draw(all: Vec<Slip>, most: usize, seed: &mut u64) -> Vec<Slip> {
    let mut kinds: BTreeMap<(&str, bool), Vec<Slip>> = BTreeMap::new();
    for slip in all {
        kinds.entry((slip.kind, slip.shown)).or_default().push(slip);
    }
    let mut drawn = Vec::new();
    for mut places in kinds.into_values() {
        for _ in 0..most.min(places.len()) {
            let at = next(seed) % places.len();
            drawn.push(places.swap_remove(at));
        }
    }
    drawn
}

/// How many of a kind there were, and what found them.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Count {
    pub drawn: usize,
    pub check: usize,
    pub scenarios: usize,
    pub named_by_diff: usize,
}

impl Count {
    fn and(self, other: Count) -> Count {
        Count {
            drawn: self.drawn + other.drawn,
            check: self.check + other.check,
            scenarios: self.scenarios + other.scenarios,
            named_by_diff: self.named_by_diff + other.named_by_diff,
        }
    }

    /// The share in percent that `check` finds, or `check` and the scenarios together, rounded down.
    pub fn percent(found: usize, drawn: usize) -> usize {
        (100 * found).checked_div(drawn).unwrap_or(100)
    }
}

fn found_by(
    set: &Planted,
    sound: &BTreeMap<Code, usize>,
    old: &Engine<'_>,
    slip: &Slip,
    with_diff: bool,
) -> (FoundBy, bool) {
    let changed = set.with(slip);
    let (said, questionnaire) = changed.said();
    let more = said.iter().any(|(code, count)| sound.get(code).is_none_or(|before| count > before));
    let Some(questionnaire) = questionnaire else { return (FoundBy::Check, true) };
    let named = !with_diff || {
        let found = diff(old, &Engine::new(&questionnaire, day()), Budget::Small);
        !found.differences.is_empty() || !found.changes.is_empty() || !found.undecided.is_empty()
    };
    if more {
        return (FoundBy::Check, named);
    }
    if !changed.passes(&questionnaire) {
        return (FoundBy::Scenarios, named);
    }
    let same = is_judged_alike(old, &Engine::new(&questionnaire, day()));
    (if same { FoundBy::None } else { FoundBy::Nothing }, named)
}

/// Whether two versions judge and ask alike: then a change was no slip. What `diff` does not look at yet is compared here.
fn is_judged_alike(old: &Engine<'_>, new: &Engine<'_>) -> bool {
    let found = diff(old, new, Budget::Small);
    let rules = |engine: &Engine<'_>| {
        let rules = engine.questionnaire().rules().iter();
        rules.map(|rule| (rule.not_before, rule.stop, rule.verdict)).collect::<Vec<_>>()
    };
    let questions = |engine: &Engine<'_>| {
        let questions = engine.questionnaire().questions().iter();
        let range = |one: &Question| match &one.kind {
            QuestionKind::Number { range, .. } => format!("{range:?}"),
            QuestionKind::Date(range) => format!("{range:?}"),
            _ => one.options().len().to_string(),
        };
        questions.map(|one| (one.unsure, one.required, one.audience, range(one))).collect::<Vec<_>>()
    };
    let alike = found.differences.is_empty() && found.undecided.is_empty();
    alike && rules(old) == rules(new) && questions(old) == questions(new)
}

/// Plants slips in a set, and counts what finds them: by kind, shown ones first.
fn measure(set: &Planted, most: usize, seed: &mut u64, with_diff: bool) -> BTreeMap<(bool, &'static str), Count> {
    let (sound, questionnaire) = set.said();
    let questionnaire = questionnaire.unwrap();
    assert!(set.passes(&questionnaire), "the scenarios of {} must pass and show everything", set.name);
    let old = Engine::new(&questionnaire, day());
    let mut counts: BTreeMap<(bool, &'static str), Count> = BTreeMap::new();
    for slip in draw(slips(set), most, seed) {
        let (by, named) = found_by(set, &sound, &old, &slip, with_diff);
        if by == FoundBy::None {
            continue;
        }
        let count = counts.entry((slip.shown, slip.kind)).or_default();
        count.drawn += 1;
        count.check += usize::from(by == FoundBy::Check);
        count.scenarios += usize::from(by == FoundBy::Scenarios);
        count.named_by_diff += usize::from(named);
        let missed = by == FoundBy::Nothing || slip.shown && by != FoundBy::Check;
        if missed || !named {
            let by = if !named { "not named by diff".to_owned() } else { format!("{by:?}") };
            let of = if slip.shown { "shown" } else { "known" };
            println!("  {by:<10} {of} {}: {}: {}", set.name, slip.kind, slip.what);
        }
    }
    counts
}

fn sum(counts: &BTreeMap<(bool, &'static str), Count>, shown: bool) -> Count {
    counts.iter().filter(|((of, _), _)| *of == shown).fold(Count::default(), |sum, (_, count)| sum.and(*count))
}

fn table(counts: &BTreeMap<(bool, &'static str), Count>) {
    println!("{:<36} {:>6} {:>6} {:>10} {:>8}", "slip", "drawn", "check", "scenarios", "nothing");
    for ((shown, kind), Count { drawn, check, scenarios, .. }) in counts {
        let of = if *shown { "shown" } else { "known" };
        println!("{of} {kind:<30} {drawn:>6} {check:>6} {scenarios:>10} {:>8}", drawn - check - scenarios);
    }
    for shown in [true, false] {
        let Count { drawn, check, scenarios, named_by_diff } = sum(counts, shown);
        let of = if shown { "shown" } else { "known" };
        println!(
            "{of}: {drawn} drawn, {check} found by check ({} %), {} by check or scenarios ({} %), {named_by_diff} named by diff",
            Count::percent(check, drawn),
            check + scenarios,
            Count::percent(check + scenarios, drawn)
        );
    }
}

/// What the sample of the sets of other fields comes to, drawn once a process: those that the set shows, and those that it does not.
pub fn usual_draw() -> (Count, Count) {
    static SAMPLE: OnceLock<(Count, Count)> = OnceLock::new();
    *SAMPLE.get_or_init(|| {
        let mut counts = BTreeMap::new();
        let mut seed = setting("SLIPS_SEED", 1);
        let most = usize::try_from(setting("SLIPS", 2)).unwrap();
        for name in FOREIGN {
            for (kind, count) in measure(&foreign(name), most, &mut seed, false) {
                let known: &mut Count = counts.entry(kind).or_default();
                *known = known.and(count);
            }
        }
        table(&counts);
        (sum(&counts, true), sum(&counts, false))
    })
}

/// How many questions these sets have.
pub fn foreign_questions() -> usize {
    FOREIGN.iter().map(|name| foreign(name).read().0.unwrap().questions().len()).sum()
}

#[test]
fn most_slips_are_found_in_sets_that_nobody_wrote_for_it() {
    let (shown, known) = usual_draw();
    assert!(shown.drawn >= 60 && known.drawn >= 100, "{shown:?} {known:?}");
    assert!(Count::percent(shown.check, shown.drawn) >= 90, "{shown:?}");
    assert!(Count::percent(known.check + known.scenarios, known.drawn) >= 90, "{known:?}");
}

/// What `check` says of them as they were written: each was looked at, and is right. A false alarm would be taken out of the lint, or counted
/// in the README.
#[test]
fn nothing_is_said_of_the_sets_that_is_not_so() {
    let mut said = BTreeSet::new();
    for name in FOREIGN {
        let (codes, _) = foreign(name).said();
        said.extend(codes.into_iter().map(|(code, count)| format!("{name} {} {count}", code.name())));
    }
    insta::assert_snapshot!(format!(
        "{} questions\n{}",
        foreign_questions(),
        said.into_iter().collect::<Vec<_>>().join("\n")
    ));
}

/// `SLIPS` of each kind, over the shipped set too.
#[test]
#[ignore = "takes long: see tests/long/slips.sh"]
fn slips_of_all_sets() {
    let mut seed = setting("SLIPS_SEED", 1);
    let most = usize::try_from(setting("SLIPS", 12)).unwrap();
    let only = std::env::var("SLIPS_SET").unwrap_or_default();
    let sets = FOREIGN.into_iter().map(foreign).chain([smp()]);
    let mut all = BTreeMap::new();
    for set in sets.filter(|set| only.is_empty() || set.name == only) {
        println!("== {}", set.name);
        let counts = measure(&set, most, &mut seed, true);
        table(&counts);
        for (kind, count) in counts {
            let known: &mut Count = all.entry(kind).or_default();
            *known = known.and(count);
        }
    }
    println!("== all");
    table(&all);
    let (shown, known) = (sum(&all, true), sum(&all, false));
    assert!(Count::percent(shown.check, shown.drawn) >= 90, "{shown:?}");
    assert!(Count::percent(known.check + known.scenarios, known.drawn) >= 90, "{known:?}");
}

#[test]
fn a_condition_is_cut_into_its_words() {
    let text = "a has any [b, c] and not d<=18 or e in 1..2";
    let words: Vec<&str> = tokens(text).into_iter().map(|token| &text[token]).collect();
    assert_eq!(words.join(" "), "a has any [ b , c ] and not d <= 18 or e in 1..2");
}
