//! What is drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::label::label;
use super::{Cluster, Detail, Edge, Graph, Line, Look, Node, Thing, View};
use crate::condition::{Condition, ConditionNode, Test};
use crate::questionnaire::{Audience, Question, Questionnaire, Rule, tested};
use crate::source::Sources;
use crate::template::{Text, Words};
use crate::value::index::{QuestionIx, SectionIx, VerdictIx};

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
    fn shows(self, section: SectionIx) -> bool {
        self.section.is_none_or(|only| only == section)
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
        for (index, section) in questionnaire.sections().enumerated().filter(|(index, _)| view.shows(*index)) {
            if let Some(when) = &section.when {
                self.skip_logic(when, Thing::Section(index), "");
            }
            for question in section.questions.iter() {
                self.question(question);
            }
            match view.detail {
                Detail::Overview => self.rules_together(index),
                Detail::Rules => self.rules_one_by_one(index),
            }
        }
        if view.section.is_none() {
            self.things.extend(questionnaire.verdicts().indices().map(Thing::Verdict));
        }
        while let Some(thing) = self.waiting.pop() {
            self.rests_on(thing);
        }
    }

    fn question(&mut self, index: QuestionIx) {
        let (question, thing) = (&self.questionnaire[index], Thing::Question(index));
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
            Detail::Overview => tested(self.questionnaire, condition).into_iter().map(Thing::Question).collect(),
            Detail::Rules => condition.walk().into_iter().flat_map(named).collect(),
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
            Thing::Condition(index) => self.sources_of(&questionnaire[index].condition),
            Thing::Score(index) => {
                let score = &questionnaire[index];
                let asked = score.answers().map(|answer| Thing::Question(answer.question));
                let asked: Vec<Thing> = asked.collect();
                asked.into_iter().chain(score.conditions().flat_map(|when| self.sources_of(when))).collect()
            }
            // Whatever these rest on has its arrows already: only what is derived waits.
            Thing::Question(_) | Thing::Rule(_) | Thing::Rules(_) | Thing::Verdict(_) | Thing::Section(_) => return,
        };
        for from in sources {
            self.things.insert(from);
            self.edges.push(Edge { from, to: thing, label: Vec::new(), kind: Line::Feeds });
        }
    }

    /// One box for all rules of a section, with an arrow to each verdict that says how many lead there.
    fn rules_together(&mut self, section: SectionIx) {
        let mut counts: BTreeMap<VerdictIx, usize> = BTreeMap::new();
        for rule in self.questionnaire.rules().iter().filter(|rule| rule.section == section) {
            *counts.entry(rule.verdict).or_default() += 1;
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

    fn rules_one_by_one(&mut self, section: SectionIx) {
        let questionnaire = self.questionnaire;
        for (index, _) in questionnaire.conditions().enumerated().filter(|(_, named)| named.section == section) {
            self.draw(Thing::Condition(index));
        }
        for (index, _) in questionnaire.scores().enumerated().filter(|(_, score)| score.section == section) {
            self.draw(Thing::Score(index));
        }
        for (index, rule) in questionnaire.rules().enumerated().filter(|(_, rule)| rule.section == section) {
            let (thing, verdict) = (Thing::Rule(index), Thing::Verdict(rule.verdict));
            self.things.extend([thing, verdict]);
            for from in self.sources_of(&rule.when) {
                self.edges.push(Edge { from, to: thing, label: Vec::new(), kind: Line::Feeds });
            }
            self.edges.push(Edge { from: thing, to: verdict, label: Vec::new(), kind: Line::Gives });
        }
    }

    /// Puts every thing into its section.
    fn finish(mut self) -> Graph {
        let mut by_section: BTreeMap<SectionIx, Vec<Node>> = BTreeMap::new();
        let mut verdicts = Vec::new();
        for thing in &self.things {
            match self.section_of(*thing) {
                Some(section) => by_section.entry(section).or_default().push(self.node(*thing)),
                None => verdicts.push(self.node(*thing)),
            }
        }
        for section in self.questionnaire.sections().indices().filter(|section| self.view.shows(*section)) {
            by_section.entry(section).or_insert_with(|| vec![self.node(Thing::Rules(section))]);
        }
        let clusters = by_section.into_iter().map(|(section, nodes)| self.cluster(section, nodes)).collect();
        self.edges.sort_by_key(|edge| (edge.from, edge.to));
        self.edges.dedup();
        let title = label(self.questionnaire.title(), TEXT).join(" ");
        Graph { title, clusters, verdicts, edges: self.edges }
    }

    fn cluster(&self, section: SectionIx, nodes: Vec<Node>) -> Cluster {
        Cluster { section, label: label(&self.questionnaire[section].title, TEXT).join(" "), nodes }
    }

    /// The section that a thing stands in; none for a verdict.
    fn section_of(&self, thing: Thing) -> Option<SectionIx> {
        match thing {
            Thing::Question(index) => Some(self.questionnaire[index].section),
            Thing::Condition(index) => Some(self.questionnaire[index].section),
            Thing::Score(index) => Some(self.questionnaire[index].section),
            Thing::Rule(index) => Some(self.questionnaire[index].section),
            Thing::Rules(section) | Thing::Section(section) => Some(section),
            Thing::Verdict(_) => None,
        }
    }

    fn node(&self, thing: Thing) -> Node {
        let (look, label) = self.shown(thing);
        let id = match thing {
            Thing::Question(index) => Some(self.questionnaire[index].id.clone()),
            Thing::Condition(_)
            | Thing::Score(_)
            | Thing::Rule(_)
            | Thing::Rules(_)
            | Thing::Verdict(_)
            | Thing::Section(_) => None,
        };
        Node { thing, id, look, label }
    }

    fn shown(&self, thing: Thing) -> (Look, Vec<String>) {
        let questionnaire = self.questionnaire;
        match thing {
            Thing::Question(index) => {
                let question = &questionnaire[index];
                let look = if question.audience == Audience::Technician { Look::Technician } else { Look::Question };
                let mut lines = label(&self.filled(&question.ask), TEXT);
                lines.extend(self.unsure(question));
                (look, lines)
            }
            Thing::Condition(index) => {
                let named = &questionnaire[index];
                (Look::Condition, headed(&named.id, &self.written(&named.condition), CONDITION))
            }
            Thing::Score(index) => {
                let score = &questionnaire[index];
                (Look::Condition, headed(&score.id, &score.title, TEXT))
            }
            Thing::Rule(index) => (Look::Rule, self.rule(&questionnaire[index])),
            Thing::Rules(section) | Thing::Section(section) => (Look::Rule, vec![self.count(section)]),
            Thing::Verdict(index) => {
                // Of one verdict alone, nobody can say how cautious it is; it looks like the least.
                let most = questionnaire.verdicts().len().saturating_sub(1).max(1);
                (Look::Verdict(index.at() * 100 / most), label(&questionnaire[index].title, TEXT))
            }
        }
    }

    /// A line for what "not sure" leads to: an arrow for each question would hide all others.
    fn unsure(&self, question: &Question) -> Vec<String> {
        // The least cautious verdict is no floor.
        let floor = question.unsure.filter(|floor| *floor > VerdictIx::new(0) && self.view.detail == Detail::Rules);
        let line = |floor: VerdictIx| label(&format!("(not sure: {})", self.questionnaire[floor].title), TEXT);
        floor.map(line).unwrap_or_default()
    }

    fn rule(&self, rule: &Rule) -> Vec<String> {
        headed(&rule.id, &self.written(&rule.when), CONDITION)
    }

    fn count(&self, section: SectionIx) -> String {
        match self.questionnaire.rules().iter().filter(|rule| rule.section == section).count() {
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
        #[expect(clippy::expect_used, reason = "an arrow without its condition would be a wrong picture")]
        let source = self
            .sources
            .get(condition.span.source)
            .expect("a fault of Candidacy: the graph is not given the files that the questionnaire was read from");
        source.slice(condition.span).to_owned()
    }
}

/// An id on a line of its own, and a text below it.
fn headed(id: &str, text: &str, most: usize) -> Vec<String> {
    let mut lines = label(id, most);
    lines.extend(label(text, most));
    lines
}

/// What one step of a condition names.
fn named(condition: &Condition) -> Vec<Thing> {
    match &condition.node {
        ConditionNode::Named(named) => vec![Thing::Condition(*named)],
        ConditionNode::Test(Test::Score(score, ..)) => vec![Thing::Score(*score)],
        ConditionNode::Test(test) => test.questions().into_iter().map(Thing::Question).collect(),
        ConditionNode::Not(_) | ConditionNode::All(_) | ConditionNode::Any(_) | ConditionNode::AtLeast(..) => {
            Vec::new()
        }
    }
}
