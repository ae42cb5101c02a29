//! A questionnaire as a picture: sections, questions, skip logic, rules and verdicts, for Graphviz, for Mermaid, and as SVG.
//!
//! [`graph`] chooses what is drawn, the same for all; [`Graph::dot`], [`Graph::mermaid`] and [`Graph::svg`] write it down. The same
//! questionnaire gives the same bytes.
//!
//! Invariant: whatever stands in a label, what is written reads as one graph with these nodes and edges.

mod build;
mod dot;
mod label;
mod mermaid;
mod svg;

use std::fmt;

pub use build::graph;

use crate::value::index::{ConditionIx, QuestionIx, RuleIx, ScoreIx, SectionIx, VerdictIx};

/// What is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// How much of it.
    pub detail: Detail,
    /// Only this section, with what it rests on; everything, if none.
    pub section: Option<SectionIx>,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Questions and which of them open others; of rules, only how many in each section lead to each verdict.
    Overview,
    /// Also every named condition, score and rule.
    Rules,
}

/// A picture before it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    title: String,
    clusters: Vec<Cluster>,
    verdicts: Vec<Node>,
    edges: Vec<Edge>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cluster {
    section: SectionIx,
    label: String,
    /// Never empty.
    nodes: Vec<Node>,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    thing: Thing,
    /// The id of a question, which its label does not say.
    id: Option<String>,
    look: Look,
    /// Its lines.
    label: Vec<String>,
}

/// What a box or an arrow's end stands for. It shows as a name that both languages take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Question(QuestionIx),
    Condition(ConditionIx),
    Score(ScoreIx),
    Rule(RuleIx),
    /// The rules of a section, taken together.
    Rules(SectionIx),
    Verdict(VerdictIx),
    /// A section as a whole.
    Section(SectionIx),
}

/// How a box looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Question,
    /// A question that only the technician answers.
    Technician,
    /// A named condition or a score.
    Condition,
    Rule,
    /// A verdict, by how cautious it is: from 0 to 100.
    Verdict(usize),
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edge {
    from: Thing,
    to: Thing,
    label: Vec<String>,
    kind: Line,
}

/// How an arrow looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// An answer decides if something is asked.
    Opens,
    /// Something is tested by something.
    Feeds,
    /// Rules lead to a verdict.
    Gives,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Thing::Question(question) => write!(f, "q{}", question.at()),
            Thing::Condition(condition) => write!(f, "c{}", condition.at()),
            Thing::Score(score) => write!(f, "p{}", score.at()),
            Thing::Rule(rule) => write!(f, "r{}", rule.at()),
            Thing::Rules(section) => write!(f, "s{}", section.at()),
            Thing::Verdict(verdict) => write!(f, "v{}", verdict.at()),
            Thing::Section(section) => write!(f, "cluster_{}", section.at()),
        }
    }
}
