//! The language of Mermaid, which many editors, wikis and code hosts draw.

use super::{Cluster, Edge, Graph, Line, Look, Node, Thing};

const CLASSES: &str = "  classDef technician fill:lightcyan,stroke:gray,color:black
  classDef condition fill:lemonchiffon,stroke:gray,color:black
  classDef rule fill:white,stroke:gray,color:black
  classDef good fill:palegreen,stroke:gray,color:black
  classDef fair fill:khaki,stroke:gray,color:black
  classDef grave fill:lightsalmon,stroke:gray,color:black
";

impl Graph {
    /// The picture for Mermaid: a fence with the word `mermaid` in Markdown, or the live editor.
    pub fn mermaid(&self) -> String {
        let mut text = format!("---\ntitle: {}\n---\nflowchart LR\n", title(&self.title));
        text.extend(self.clusters.iter().map(cluster));
        text.extend(self.verdicts.iter().map(|verdict| node(verdict, "  ")));
        text.extend(self.edges.iter().map(edge));
        text.push_str(CLASSES);
        text
    }
}

fn cluster(cluster: &Cluster) -> String {
    let inner: String = cluster.nodes.iter().map(|inner| node(inner, "    ")).collect();
    format!("  subgraph {} [{}]\n{inner}  end\n", Thing::Section(cluster.section), quoted(&[&cluster.label]))
}

fn node(node: &Node, indent: &str) -> String {
    let label = quoted(&node.label);
    let shaped = match node.look {
        Look::Question => format!("[{label}]"),
        Look::Technician => format!("[{label}]:::technician"),
        Look::Condition => format!("{{{{{label}}}}}:::condition"),
        Look::Rule => format!("({label}):::rule"),
        Look::Verdict(caution) => format!("([{label}]):::{}", class(caution)),
    };
    format!("{indent}{}{shaped}\n", node.thing)
}

fn class(caution: usize) -> &'static str {
    match caution {
        0..=33 => "good",
        34..=66 => "fair",
        _ => "grave",
    }
}

fn edge(edge: &Edge) -> String {
    let arrow = if edge.kind == Line::Opens { "==>" } else { "-->" };
    let label = if edge.label.is_empty() { String::new() } else { format!("|{}|", quoted(&edge.label)) };
    format!("  {} {arrow}{label} {}\n", edge.from, edge.to)
}

/// Lines as one quoted string.
fn quoted(lines: &[impl AsRef<str>]) -> String {
    let escaped: Vec<String> = lines.iter().map(|line| escaped(line.as_ref())).collect();
    format!("\"{}\"", escaped.join("<br/>"))
}

/// Letters, digits and plain punctuation stand for themselves; all else is written by its number, so that nothing reads as
/// markup, as Markdown or as an end. So is a first digit or dash, which would begin a list.
fn escaped(line: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || !c.is_ascii() || " ,.?!'()/=".contains(c);
    let number = |c: char| format!("#{};", u32::from(c));
    let mut text = String::new();
    for (at, c) in line.chars().enumerate() {
        if plain(c) && !(at == 0 && c.is_ascii_digit()) { text.push(c) } else { text.push_str(&number(c)) }
    }
    text
}

/// A title as YAML takes it between the dashes.
fn title(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
