//! The language of Graphviz.

use std::fmt::Write as _;

use super::{Cluster, Edge, Graph, Line, Look, Node, Thing};
use crate::text::escape::dot;
use crate::value::index::SectionIx;

const HEAD: &str =
    "  graph [rankdir=LR, compound=true, ranksep=1, nodesep=0.12, labelloc=t, fontname=\"Helvetica\", fontsize=20]
  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.06\"]
  edge [fontname=\"Helvetica\", fontsize=9, color=gray40, fontcolor=gray20]
";

impl Graph {
    /// The picture for Graphviz: `dot -Tsvg`.
    pub fn dot(&self) -> String {
        let mut text = format!("digraph questionnaire {{\n{HEAD}  label={}\n", quoted(&[&self.title]));
        text.extend(self.clusters.iter().map(cluster));
        text.push_str("  subgraph verdicts {\n    rank=max\n");
        text.extend(self.verdicts.iter().map(|verdict| node(verdict, "    ")));
        text.push_str(&self.order_of_verdicts());
        text.push_str("  }\n");
        text.extend(self.edges.iter().map(|line| self.edge(line)));
        text.push_str("}\n");
        text
    }

    /// Arrows that are not seen, which keep the verdicts in their order below each other.
    fn order_of_verdicts(&self) -> String {
        let names: Vec<String> = self.verdicts.iter().map(|verdict| verdict.thing.to_string()).collect();
        if names.len() < 2 { String::new() } else { format!("    {} [style=invis]\n", names.join(" -> ")) }
    }

    fn edge(&self, edge: &Edge) -> String {
        let mut attributes: Vec<String> = Vec::new();
        let mut to = edge.to;
        if let Thing::Section(section) = edge.to {
            // An arrow ends at a box; this lets it stop at the frame around it.
            to = self.first_of(section).unwrap_or(Thing::Rules(section));
            attributes.push(format!("lhead={}", edge.to));
        }
        if !edge.label.is_empty() {
            attributes.push(format!("label={}", quoted(&edge.label)));
        }
        attributes.extend(look_of_line(edge.kind).map(str::to_owned));
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        format!("  {} -> {to}{attributes}\n", edge.from)
    }

    fn first_of(&self, section: SectionIx) -> Option<Thing> {
        let cluster = self.clusters.iter().find(|cluster| cluster.section == section)?;
        cluster.nodes.first().map(|node| node.thing)
    }
}

fn cluster(cluster: &Cluster) -> String {
    let mut text = String::new();
    let name = Thing::Section(cluster.section);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "  subgraph {name} {{\n    graph [label={}, labeljust=l, fontsize=14, style=\"rounded,filled\", color=gray70, \
         fillcolor=gray97]\n",
        quoted(&[&cluster.label])
    );
    text.extend(cluster.nodes.iter().map(|inner| node(inner, "    ")));
    text + "  }\n"
}

fn node(node: &Node, indent: &str) -> String {
    let look = match node.look {
        Look::Question => String::new(),
        Look::Technician => ", fillcolor=lightcyan".to_owned(),
        Look::Condition => ", shape=hexagon, style=filled, fillcolor=lemonchiffon".to_owned(),
        Look::Rule => ", shape=note, style=filled, fillcolor=white".to_owned(),
        Look::Verdict(caution) => format!(", fillcolor=\"{} 0.30 1.0\", fontsize=14", hue(caution)),
    };
    format!("{indent}{} [label={}{look}]\n", node.thing, quoted(&node.label))
}

/// From green for the least cautious to red.
fn hue(caution: usize) -> String {
    format!("0.{:02}", 33_usize.saturating_sub(caution / 3))
}

fn look_of_line(kind: Line) -> Option<&'static str> {
    match kind {
        Line::Opens => Some("color=royalblue, fontcolor=royalblue4"),
        Line::Feeds => None,
        Line::Gives => Some("color=gray60"),
    }
}

/// Lines as one quoted string.
fn quoted(lines: &[impl AsRef<str>]) -> String {
    let escaped = lines.iter().map(|line| dot(line.as_ref()));
    format!("\"{}\"", escaped.collect::<Vec<_>>().join("\\n"))
}
