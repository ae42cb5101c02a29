//! What is drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::label::label;
use super::{Cluster, Detail, Edge, Graph, Line, Look, Node, Thing, View};
use crate::condition::{Condition, ConditionNode, Test};
use crate::questionnaire::{Audience, Question, Questionnaire, Rule, tested};
use crate::source::Sources;
use crate::template::{Text, Words};

/// The most cells of a text in a box.
const TEXT: usize = 90;
/// The most cells of a condition, on an arrow or in a box.
const CONDITION: usize = 64;

/// Draws a questionnaire. `sources` are those that it was read from: conditions show as their author wrote them.
pub fn graph(questionnaire: &Questionnaire, sources: &Sources, view: View) -> Graph {
    let gaps = questionnaire.questions().iter().map(|question| (question.id.clone(), "…".to_owned())).collect();
    let mut painter =
        Painter { questionnaire, sources, view, gaps, things: BTreeSet::new(), edges: Vec::new(), waiting: Vec::new() };
    painter.paint();
    painter.finish()
}

impl View {
    fn shows(self, section: usize) -> bool {
        self.section.is_none_or(|only| only.at() == section)
    }
}

/// A picture in the making.
struct Painter<'p> {
    questionnaire: &'p Questionnaire,
    sources: &'p Sources,
    view: View,
    /// Nobody has answered: gaps in texts show as `…`.
    gaps: Words,
    things: BTreeSet<Thing>,
    edges: Vec<Edge>,
    /// Conditions and scores that are drawn, but not yet what they rest on.
    waiting: Vec<Thing>,
}

impl Painter<'_> {
    fn paint(&mut self) {
        let (questionnaire, view) = (self.questionnaire, self.view);
        for (at, section) in questionnaire.sections().iter().enumerate().filter(|(at, _)| view.shows(*at)) {
            if let Some(when) = &section.when {
                self.skip_logic(when, Thing::Section(at), "");
            }
            for index in section.questions.iter() {
                self.question(&questionnaire[index], index.at());
            }
            match self.view.detail {
                Detail::Overview => self.rules_together(at),
                Detail::Rules => self.rules_one_by_one(at),
            }
        }
        if view.section.is_none() {
            self.things.extend((0..questionnaire.verdicts().len()).map(Thing::Verdict));
        }
        while let Some(thing) = self.waiting.pop() {
            self.rests_on(thing);
        }
    }

    fn question(&mut self, question: &Question, position: usize) {
        let thing = Thing::Question(position);
        self.things.insert(thing);
        if let Some(when) = &question.when {
            self.skip_logic(when, thing, "");
        }
        if self.view.detail == Detail::Overview {
            return;
        }
        for option in question.options() {
            if let Some(when) = &option.when {
                self.skip_logic(when, thing, &format!("offers {}: ", option.label));
            }
        }
    }

    /// Arrows from what a `when` tests to what it opens, each with the condition.
    fn skip_logic(&mut self, when: &Condition, to: Thing, before: &str) {
        let text = label(&format!("{before}{}", self.written(when)), CONDITION);
        for from in self.sources_of(when).into_iter().filter(|from| *from != to) {
            self.edges.push(Edge { from, to, label: text.clone(), kind: Line::Opens });
        }
    }

    /// What a condition names, drawn: in an overview, only the questions behind it.
    fn sources_of(&mut self, condition: &Condition) -> BTreeSet<Thing> {
        let found: BTreeSet<Thing> = match self.view.detail {
            Detail::Overview => {
                tested(self.questionnaire, condition).iter().map(|question| Thing::Question(question.at())).collect()
            }
            Detail::Rules => condition.walk().into_iter().filter_map(named).collect(),
        };
        for thing in &found {
            self.draw(*thing);
        }
        found
    }

    /// Draws a thing; what a condition or a score rests on comes later.
    fn draw(&mut self, thing: Thing) {
        let derived = matches!(thing, Thing::Condition(_) | Thing::Score(_));
        if self.things.insert(thing) && derived {
            self.waiting.push(thing);
        }
    }

    fn rests_on(&mut self, thing: Thing) {
        let questionnaire = self.questionnaire;
        let sources = match thing {
            Thing::Condition(at) => {
                let named = questionnaire.conditions().get(at);
                named.map(|named| self.sources_of(&named.condition)).unwrap_or_default()
            }
            Thing::Score(at) => {
                let added = questionnaire.scores().get(at).into_iter().flat_map(|score| &score.sum);
                added.map(|question| Thing::Question(question.at())).collect()
            }
            _ => BTreeSet::new(),
        };
        for from in sources {
            self.things.insert(from);
            self.edges.push(Edge { from, to: thing, label: Vec::new(), kind: Line::Feeds });
        }
    }

    /// One box for all rules of a section, with an arrow to each verdict that says how many lead there.
    fn rules_together(&mut self, section: usize) {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for rule in self.questionnaire.rules().iter().filter(|rule| rule.section.at() == section) {
            *counts.entry(rule.verdict.at()).or_default() += 1;
        }
        if counts.is_empty() {
            return;
        }
        let from = Thing::Rules(section);
        self.things.insert(from);
        for (verdict, count) in counts {
            let to = Thing::Verdict(verdict);
            self.things.insert(to);
            self.edges.push(Edge { from, to, label: vec![count.to_string()], kind: Line::Gives });
        }
    }

    fn rules_one_by_one(&mut self, section: usize) {
        let questionnaire = self.questionnaire;
        let own = |of: crate::value::index::SectionIx| of.at() == section;
        for (at, named) in questionnaire.conditions().iter().enumerate() {
            if own(named.section) {
                self.draw(Thing::Condition(at));
            }
        }
        for (at, score) in questionnaire.scores().iter().enumerate() {
            if own(score.section) {
                self.draw(Thing::Score(at));
            }
        }
        for (at, rule) in questionnaire.rules().iter().enumerate().filter(|(_, rule)| own(rule.section)) {
            let (thing, verdict) = (Thing::Rule(at), Thing::Verdict(rule.verdict.at()));
            self.things.extend([thing, verdict]);
            for from in self.sources_of(&rule.when) {
                self.edges.push(Edge { from, to: thing, label: Vec::new(), kind: Line::Feeds });
            }
            self.edges.push(Edge { from: thing, to: verdict, label: Vec::new(), kind: Line::Gives });
        }
    }

    /// Puts every thing into its section.
    fn finish(mut self) -> Graph {
        let mut by_section: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
        let mut verdicts = Vec::new();
        for thing in &self.things {
            match self.section_of(*thing) {
                Some(section) => by_section.entry(section).or_default().push(self.node(*thing)),
                None => verdicts.push(self.node(*thing)),
            }
        }
        for at in (0..self.questionnaire.sections().len()).filter(|at| self.view.shows(*at)) {
            by_section.entry(at).or_insert_with(|| vec![self.node(Thing::Rules(at))]);
        }
        let clusters = by_section.into_iter().map(|(section, nodes)| self.cluster(section, nodes)).collect();
        self.edges.sort_by_key(|edge| (edge.from, edge.to));
        self.edges.dedup();
        let title = label(self.questionnaire.title(), TEXT).join(" ");
        Graph { title, clusters, verdicts, edges: self.edges }
    }

    fn cluster(&self, section: usize, nodes: Vec<Node>) -> Cluster {
        let title = self.questionnaire.sections().get(section).map_or("", |section| &section.title);
        Cluster { section, label: label(title, TEXT).join(" "), nodes }
    }

    /// The section that a thing stands in; none for a verdict.
    fn section_of(&self, thing: Thing) -> Option<usize> {
        let questionnaire = self.questionnaire;
        let section = match thing {
            Thing::Question(at) => questionnaire.questions().get(at)?.section,
            Thing::Condition(at) => questionnaire.conditions().get(at)?.section,
            Thing::Score(at) => questionnaire.scores().get(at)?.section,
            Thing::Rule(at) => questionnaire.rules().get(at)?.section,
            Thing::Rules(at) | Thing::Section(at) => return Some(at),
            Thing::Verdict(_) => return None,
        };
        Some(section.at())
    }

    fn node(&self, thing: Thing) -> Node {
        let (look, label) = self.shown(thing).unwrap_or((Look::Rule, Vec::new()));
        Node { thing, look, label }
    }

    fn shown(&self, thing: Thing) -> Option<(Look, Vec<String>)> {
        let questionnaire = self.questionnaire;
        Some(match thing {
            Thing::Question(at) => {
                let question = questionnaire.questions().get(at)?;
                let look = if question.audience == Audience::Technician { Look::Technician } else { Look::Question };
                let mut lines = label(&self.filled(&question.ask), TEXT);
                lines.extend(self.unsure(question));
                (look, lines)
            }
            Thing::Condition(at) => {
                let named = questionnaire.conditions().get(at)?;
                (Look::Condition, headed(&named.id, &self.written(&named.condition), CONDITION))
            }
            Thing::Score(at) => {
                let score = questionnaire.scores().get(at)?;
                (Look::Condition, headed(&score.id, &score.title, TEXT))
            }
            Thing::Rule(at) => (Look::Rule, self.rule(questionnaire.rules().get(at)?)),
            Thing::Rules(at) | Thing::Section(at) => (Look::Rule, vec![self.count(at)]),
            Thing::Verdict(at) => {
                let most = questionnaire.verdicts().len().saturating_sub(1).max(1);
                (Look::Verdict(at * 100 / most), label(&questionnaire.verdicts().get(at)?.title, TEXT))
            }
        })
    }

    /// A line for what "not sure" leads to: an arrow for each question would hide all others.
    fn unsure(&self, question: &Question) -> Vec<String> {
        let floor = question.unsure.filter(|floor| floor.at() > 0 && self.view.detail == Detail::Rules);
        let verdict = floor.and_then(|floor| self.questionnaire.verdicts().get(floor.at()));
        verdict.map_or(Vec::new(), |verdict| label(&format!("(not sure: {})", verdict.title), TEXT))
    }

    fn rule(&self, rule: &Rule) -> Vec<String> {
        headed(&rule.id, &self.written(&rule.when), CONDITION)
    }

    fn count(&self, section: usize) -> String {
        match self.questionnaire.rules().iter().filter(|rule| rule.section.at() == section).count() {
            0 => "no rules".to_owned(),
            1 => "1 rule".to_owned(),
            count => format!("{count} rules"),
        }
    }

    fn filled(&self, text: &Text) -> String {
        text.fill(&self.gaps)
    }

    /// A condition as it is written in its file.
    fn written(&self, condition: &Condition) -> String {
        let source = self.sources.get(condition.span.source);
        source.map(|source| source.slice(condition.span).to_owned()).unwrap_or_default()
    }
}

/// An id on a line of its own, and a text below it.
fn headed(id: &str, text: &str, most: usize) -> Vec<String> {
    let mut lines = label(id, most);
    lines.extend(label(text, most));
    lines
}

/// What one step of a condition names.
fn named(condition: &Condition) -> Option<Thing> {
    match &condition.node {
        ConditionNode::Named(named) => Some(Thing::Condition(named.at())),
        ConditionNode::Test(Test::Score(score, ..)) => Some(Thing::Score(score.at())),
        ConditionNode::Test(test) => test.question().map(|question| Thing::Question(question.at())),
        ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) => None,
    }
}
