//! Adds to a scenario file what its scenarios lack to be settled again, after the set got a question.

use std::collections::{BTreeMap, BTreeSet};

use super::cure::lacking;
use super::file::{file_beside, tree_of};
use super::{Suite, read, run};
use crate::assessment::Engine;
use crate::document::{Edit, YamlValue, edited, entry_before};
use crate::questionnaire::shape::{as_list, as_map, as_scalar};
use crate::questionnaire::{Files, Questionnaire, WithTexts};
use crate::source::Sources;
use crate::value::Date;

/// A scenario file with further answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its text.
    pub text: String,
    /// What was added.
    pub added: Vec<AddedAnswers>,
}

/// Answers that were added in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedAnswers {
    /// Where.
    pub place: FixedPlace,
    /// The answers, each as a line of YAML: `smoker: no`.
    pub lines: Vec<String>,
}

/// Where answers were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixedPlace {
    /// In a base, from which scenarios start.
    Base(String),
    /// In one scenario.
    Scenario(String),
}

/// Adds to the scenarios that lie beside a main file the answers by which those that expect to be settled are: where all who start
/// from a base lack the same, in the base, if nobody else comes to something else by it; then to each by itself. Only answers
/// are added that change no verdict and no finding, and not a byte beside them changes.
///
/// None if the file cannot be read.
///
/// ```
/// use candidacy::questionnaire::{Texts, load};
/// use candidacy::scenario::fix;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let yaml = "questionnaire: tiny
/// version: 1.0.0
/// title: Tiny
/// verdicts: [{ fine: { title: Fine, says: Fine. } }, { later: { title: Later, says: Wait. } }]
/// sections:
///   - id: s
///     title: S
///     questions: [{ id: ill, ask: Are you ill?, type: yes_no }, { id: smoker, ask: Do you smoke?, type: yes_no }]
///     rules: [{ id: sick, when: ill, verdict: later, finding: You are ill. }, { id: smokes, when: smoker, verdict: later, finding: You smoke. }]
/// ";
/// let scenarios = "bases:
///   well: { ill: no }
/// scenarios:
///   - { id: a, base: well, verdict: fine, settled: true }
/// ";
/// let files = Texts::one("tiny.yaml", yaml).with("tiny.scenarios.yaml", scenarios);
/// let set = load(&files, "tiny.yaml", &mut Sources::default()).0.unwrap();
/// let fixed = fix(&set, &files, "tiny.yaml", Date::constant(2026, 11, 22)).unwrap();
/// assert_eq!(fixed.text, scenarios.replace("{ ill: no }", "{ smoker: no, ill: no }"));
/// ```
pub fn fix(questionnaire: &Questionnaire, files: &dyn Files, main: &str, day: Date) -> Option<Fixed> {
    let file = ScenarioFile { questionnaire, files, main, day };
    let (tree, _) = tree_of(files, &file_beside(main), &mut Sources::default());
    let bases: Vec<String> = keys(tree?.get("bases"));
    let mut fixed = Fixed { text: files.read(&file_beside(main)).ok()?, added: Vec::new() };
    for base in bases {
        file.fix_base(&base, &mut fixed)?;
    }
    file.fix_each(&mut fixed)?;
    Some(fixed)
}

/// The scenario file of a set, in whatever text.
struct ScenarioFile<'a> {
    questionnaire: &'a Questionnaire,
    files: &'a dyn Files,
    main: &'a str,
    day: Date,
}

impl ScenarioFile<'_> {
    /// The tree and the scenarios of a text of the file.
    fn of(&self, text: &str) -> Option<(YamlValue, Suite)> {
        let beside = file_beside(self.main);
        let texts = BTreeMap::from([(beside.clone(), text.to_owned())]);
        let files = WithTexts { files: self.files, texts };
        let (suite, faults) = read(self.questionnaire, &files, self.main, &mut Sources::default(), self.day);
        let suite = suite.filter(|_| !faults.has_errors())?;
        Some((tree_of(&files, &beside, &mut Sources::default()).0?, suite))
    }

    /// What each scenario of the file lacks.
    fn lacking(&self, suite: &Suite) -> BTreeMap<String, Vec<String>> {
        let own = suite.scenarios.iter().skip(suite.of_base);
        let lacks = own.filter_map(|scenario| {
            let engine = Engine::new(self.questionnaire, scenario.day);
            let assessment = engine.assess(&scenario.response, scenario.audience);
            Some((scenario.id.clone(), lacking(&engine, scenario, &assessment)?))
        });
        lacks.collect()
    }

    /// Adds to a base what all lack who start from it, if that is of use and harms nobody.
    fn fix_base(&self, base: &str, fixed: &mut Fixed) -> Option<()> {
        let (tree, suite) = self.of(&fixed.text)?;
        let all = self.lacking(&suite);
        let mut lack = all.iter().filter(|(id, _)| starts_from(&tree, id, base)).map(|(_, lines)| lines);
        let Some(first) = lack.next() else { return Some(()) };
        let rest: Vec<&Vec<String>> = lack.collect();
        let lines: Vec<String> =
            first.iter().filter(|line| rest.iter().all(|other| other.contains(line))).cloned().collect();
        let edit =
            tree.get("bases").and_then(|bases| bases.get(base)).and_then(|map| self.edit(&fixed.text, map, &lines));
        let Some(edit) = edit.filter(|_| !lines.is_empty()) else { return Some(()) };
        let text = edited(&fixed.text, vec![edit]);
        let failing = |suite: &Suite| -> BTreeSet<String> {
            let outcomes = run(self.questionnaire, suite).outcomes;
            outcomes.into_iter().filter(|one| !one.failures.is_empty()).map(|one| one.id).collect()
        };
        let (before, after) = (failing(&suite), self.of(&text).map(|(_, suite)| failing(&suite)));
        if after.is_some_and(|after| after.is_subset(&before)) {
            fixed.text = text;
            fixed.added.push(AddedAnswers { place: FixedPlace::Base(base.to_owned()), lines });
        }
        Some(())
    }

    /// Adds to each scenario by itself what it still lacks.
    fn fix_each(&self, fixed: &mut Fixed) -> Option<()> {
        let (tree, suite) = self.of(&fixed.text)?;
        let mut edits = Vec::new();
        for (id, lines) in self.lacking(&suite) {
            let Some(edit) = scenario(&tree, &id).and_then(|item| match item.get("answers") {
                Some(answers) => self.edit(&fixed.text, answers, &lines),
                None => entry_before(&fixed.text, item, 1, &format!("answers: {{ {} }}", lines.join(", "))),
            }) else {
                continue;
            };
            edits.push(edit);
            fixed.added.push(AddedAnswers { place: FixedPlace::Scenario(id), lines });
        }
        fixed.text = edited(&fixed.text, edits);
        self.of(&fixed.text).map(drop)
    }

    /// The edit that puts lines into a mapping of answers.
    fn edit(&self, text: &str, answers: &YamlValue, lines: &[String]) -> Option<Edit> {
        let mut edits = lines.iter().filter_map(|line| entry_before(text, answers, 0, line));
        let (range, first) = edits.next()?;
        // Each is put before the same entry, so they follow one another there.
        if range.is_empty() {
            return Some((range, edits.fold(first, |all, (_, with)| all + &with)));
        }
        Some((range, format!("{{ {} }}", lines.join(", "))))
    }
}

/// The keys of a mapping.
fn keys(map: Option<&YamlValue>) -> Vec<String> {
    map.map(as_map).unwrap_or_default().iter().map(|entry| entry.key.value.clone()).collect()
}

/// The scenario with that id.
fn scenario<'t>(tree: &'t YamlValue, id: &str) -> Option<&'t YamlValue> {
    let items = tree.get("scenarios").unwrap_or(tree);
    as_list(items).iter().find(|item| item.get("id").and_then(as_scalar).is_some_and(|own| own.text == id))
}

/// Whether the scenario with that id starts from a base.
fn starts_from(tree: &YamlValue, id: &str, base: &str) -> bool {
    let named = scenario(tree, id).and_then(|item| item.get("base"));
    let one = named.and_then(as_scalar).into_iter();
    let several = named.map(as_list).unwrap_or_default().iter().filter_map(as_scalar);
    one.chain(several).any(|name| name.text == base)
}
