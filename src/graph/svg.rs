//! The picture as SVG, laid out here, so that no other program is needed.
//!
//! A large set is no web of arrows that anybody could follow. So it is drawn like a table of contents: the sections below each
//! other, in each the questions on the left, what rests on them in the middle, and the verdicts on the right. A question that
//! an earlier one opens stands indented below it; on which answer, it says itself. Arrows run within a section only: what a
//! condition names of another section, it names by its id.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Cluster, Edge, Graph, Line, Look, Node, Thing};
use crate::text::escape::xml;
use crate::text::width;

/// The height of a line of text, and the space around the text of a box.
const LINE_HEIGHT: usize = 15;
const PAD: usize = 7;
/// How wide a character is at most in the letters used here, in tenths.
const CELL: usize = 72;
/// The space between boxes, below each other.
const GAP: usize = 9;
/// How far a question is moved in below the one that opens it, and how often at most.
const STEP: usize = 22;
const MOST_STEPS: usize = 5;
/// Where the columns begin, how wide their boxes are, and how wide all is.
const LEFT: [usize; 3] = [24, 490, 890];
const WIDE: [usize; 3] = [300, 300, 200];
const WHOLE: usize = 1130;
/// How far beside the boxes a line runs down.
const ASIDE: usize = 8;
/// The space around the sections, and the height of their headings.
const MARGIN: usize = 20;
const HEADING: usize = 40;

/// A box with its place.
struct Placed<'g> {
    node: &'g Node,
    /// What its question is asked on, or what an option is offered on.
    opened: Vec<String>,
    x: usize,
    y: usize,
    wide: usize,
    high: usize,
}

/// A section with its boxes, whose places count from its own top.
struct Panel<'g> {
    cluster: &'g Cluster,
    opened: Vec<String>,
    boxes: BTreeMap<Thing, Placed<'g>>,
    /// The question below which each stands.
    under: Vec<(Thing, Thing)>,
    high: usize,
}

impl Graph {
    /// The picture as a document of its own, which needs no other program.
    pub fn svg(&self) -> String {
        let panels: Vec<Panel<'_>> = self.clusters.iter().map(|cluster| self.panel(cluster)).collect();
        let legend = self.legend();
        let top = MARGIN + 30 + LINE_HEIGHT + PAD + 30 + GAP;
        let high = panels.iter().map(|panel| panel.high + MARGIN).sum::<usize>() + top;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WHOLE} {high}\" width=\"{WHOLE}\" height=\"{high}\" role=\"img\" \
             font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" font-size=\"12\" fill=\"#1c2023\">\n\
             <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
             <text x=\"{MARGIN}\" y=\"{y}\" font-size=\"19\" font-weight=\"700\">{title}</text>\n{legend}",
            title = xml(&self.title),
            y = MARGIN + 14,
        );
        let mut y = top;
        for panel in &panels {
            // Writing to a string cannot fail.
            let _ = writeln!(svg, "<g transform=\"translate(0 {y})\">");
            self.write_panel(panel, &mut svg);
            svg.push_str("</g>\n");
            y += panel.high + MARGIN;
        }
        svg + "</svg>\n"
    }

    /// The verdicts in their order, and what the colours mean.
    fn legend(&self) -> String {
        let mut svg = String::new();
        let (mut x, y) = (MARGIN, MARGIN + 28);
        for verdict in &self.verdicts {
            let text = verdict.label.join(" ");
            let wide = wide_of(&text) + 2 * PAD;
            if x + wide > WHOLE - MARGIN {
                break;
            }
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"22\" rx=\"11\" {}/><text x=\"{}\" y=\"{}\">{}</text>",
                fill(verdict.look),
                x + PAD,
                y + 15,
                xml(&text),
            );
            x += wide + GAP;
        }
        let _ = writeln!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"11\" fill=\"#565e64\">Verdicts, the mildest first. Blue: on what something is \
             asked. Light blue boxes: the technician answers. Yellow: conditions and scores with a name.</text>",
            y + 40,
        );
        svg
    }

    fn panel<'g>(&'g self, cluster: &'g Cluster) -> Panel<'g> {
        let section = Thing::Section(cluster.section);
        let opened = self.opened(section);
        let top = HEADING + opened.len() * LINE_HEIGHT;
        let mut panel = Panel { cluster, opened, boxes: BTreeMap::new(), under: Vec::new(), high: top };
        let mut ends = [top; 3];
        let mut steps: BTreeMap<Thing, usize> = BTreeMap::new();
        for node in &cluster.nodes {
            let column = usize::from(!matches!(node.thing, Thing::Question(_)));
            let parent = self.parent(node.thing, &panel.boxes);
            let step = parent.and_then(|parent| steps.get(&parent)).map_or(0, |step| (step + 1).min(MOST_STEPS));
            steps.insert(node.thing, step);
            panel.under.extend(parent.map(|parent| (parent, node.thing)));
            place(&mut panel.boxes, &mut ends, (node, self.opened(node.thing)), (column, step));
        }
        // The verdicts that something in this section leads to stand beside it again: no arrow crosses the page.
        for verdict in &self.verdicts {
            let together = |from: Thing| matches!(from, Thing::Rules(_)) && panel.boxes.contains_key(&from);
            let given = self.edges.iter().any(|edge| edge.to == verdict.thing && together(edge.from));
            if given {
                place(&mut panel.boxes, &mut ends, (verdict, Vec::new()), (2, 0));
            }
        }
        panel.high = ends.into_iter().max().unwrap_or(top) + PAD;
        panel
    }

    /// The nearest question before this one that opens it, in the same section.
    fn parent(&self, thing: Thing, before: &BTreeMap<Thing, Placed<'_>>) -> Option<Thing> {
        let opens = |edge: &&Edge| edge.to == thing && edge.kind == Line::Opens;
        let question = |from: &Thing| matches!((from, thing), (Thing::Question(_), Thing::Question(_)));
        self.edges
            .iter()
            .filter(opens)
            .map(|edge| edge.from)
            .filter(question)
            .filter(|from| before.contains_key(from))
            .max()
    }

    /// The lines that say on what a thing is asked, each condition once.
    fn opened(&self, thing: Thing) -> Vec<String> {
        let mut labels: Vec<&Vec<String>> = Vec::new();
        for edge in self.edges.iter().filter(|edge| edge.to == thing && edge.kind == Line::Opens) {
            if !edge.label.is_empty() && !labels.contains(&&edge.label) {
                labels.push(&edge.label);
            }
        }
        labels
            .into_iter()
            .flat_map(|label| std::iter::once("if ".to_owned() + label.join(" ").as_str()).flat_map(lines))
            .collect()
    }

    fn write_panel(&self, panel: &Panel<'_>, svg: &mut String) {
        let _ = writeln!(
            svg,
            "<rect x=\"10\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"#f6f8f9\" stroke=\"#cfd5d9\"/>\n\
             <text x=\"{}\" y=\"25\" font-size=\"15\" font-weight=\"700\">{}</text>",
            WHOLE - 20,
            panel.high,
            MARGIN + 4,
            xml(&panel.cluster.label),
        );
        write_lines(&panel.opened, (MARGIN + 4, 42), BLUE, svg);
        for (parent, child) in &panel.under {
            let (Some(parent), Some(child)) = (panel.boxes.get(parent), panel.boxes.get(child)) else { continue };
            // Out of the left side of the one, down beside what stands between, and in to the other.
            let (x, y) = (parent.x, parent.y + parent.high / 2);
            let _ = writeln!(
                svg,
                "<path d=\"M{x} {y}h-{ASIDE}V{}H{}\" fill=\"none\" stroke=\"#4169e1\"/>",
                child.y + child.high / 2,
                child.x
            );
        }
        for edge in &self.edges {
            let (Some(from), Some(to)) = (panel.boxes.get(&edge.from), panel.boxes.get(&edge.to)) else { continue };
            if from.x + from.wide <= to.x {
                write_arrow(edge, (from, to), svg);
            }
        }
        panel.boxes.values().for_each(|placed| write_box(placed, svg));
        // Beside each rule stands its verdict: arrows to one place would be a bundle that nobody could follow.
        for edge in self.edges.iter().filter(|edge| matches!(edge.from, Thing::Rule(_)) && edge.kind == Line::Gives) {
            let verdict = self.verdicts.iter().find(|verdict| verdict.thing == edge.to);
            let (Some(rule), Some(verdict)) = (panel.boxes.get(&edge.from), verdict) else { continue };
            write_verdict(rule, verdict, svg);
        }
        for edge in self.edges.iter().filter(|edge| !edge.label.is_empty() && edge.kind == Line::Gives) {
            let Some(to) = panel.boxes.get(&edge.to).filter(|_| panel.boxes.contains_key(&edge.from)) else { continue };
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-weight=\"700\">{}</text>",
                to.x + to.wide - PAD,
                to.y + PAD + 11,
                xml(&edge.label.join(" ")),
            );
        }
    }
}

/// The colour of what opens something.
const BLUE: &str = "#27408b";

/// Puts a box below the last one of its column.
fn place<'g>(
    boxes: &mut BTreeMap<Thing, Placed<'g>>,
    ends: &mut [usize; 3],
    (node, opened): (&'g Node, Vec<String>),
    (column, step): (usize, usize),
) {
    let (Some(end), Some(left), Some(wide)) = (ends.get_mut(column), LEFT.get(column), WIDE.get(column)) else {
        return;
    };
    let count = opened.len() + node.label.len() + usize::from(node.id.is_some());
    let high = count * LINE_HEIGHT + 2 * PAD;
    let placed = Placed { node, opened, x: left + step * STEP, y: *end, wide: *wide, high };
    *end += high + GAP;
    boxes.insert(node.thing, placed);
}

/// A text in lines that fit a box.
fn lines(text: String) -> Vec<String> {
    crate::text::wrap(&text, (WIDE[0] - 2 * PAD) * 10 / CELL)
}

fn wide_of(text: &str) -> usize {
    width(text) * CELL / 10
}

fn write_lines(lines: &[String], (x, y): (usize, usize), colour: &str, svg: &mut String) {
    for (line, at) in lines.iter().zip(0..) {
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{}\" fill=\"{colour}\">{}</text>", y + at * LINE_HEIGHT, xml(line));
    }
}

fn write_box(placed: &Placed<'_>, svg: &mut String) {
    let Placed { node, x, y, wide, high, .. } = placed;
    let round = match node.look {
        Look::Verdict(_) => 14,
        Look::Condition => 0,
        Look::Question | Look::Technician | Look::Rule => 5,
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" rx=\"{round}\" {}/>",
        fill(node.look)
    );
    let (x, mut y) = (x + PAD, y + PAD + 11);
    write_lines(&placed.opened, (x, y), BLUE, svg);
    y += placed.opened.len() * LINE_HEIGHT;
    if let Some(id) = &node.id {
        write_lines(std::slice::from_ref(id), (x, y), "#565e64", svg);
        y += LINE_HEIGHT;
    }
    write_lines(&node.label, (x, y), "#1c2023", svg);
}

/// The verdict of a rule, in one line beside it.
fn write_verdict(rule: &Placed<'_>, verdict: &Node, svg: &mut String) {
    let (from, x, y) = (rule.x + rule.wide, LEFT[2], rule.y + rule.high / 2);
    let Look::Verdict(caution) = verdict.look else { return };
    let _ = writeln!(
        svg,
        "<path d=\"M{from} {y}H{x}\" stroke=\"{}\"/><rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"22\" rx=\"11\" {}/>\
         <text x=\"{}\" y=\"{}\">{}</text>",
        deep(caution),
        y - 11,
        WIDE[2],
        fill(verdict.look),
        x + PAD,
        y + 4,
        xml(&crate::text::cut(&verdict.label.join(" "), (WIDE[2] - 2 * PAD) * 10 / CELL)),
    );
}

fn write_arrow(edge: &Edge, (from, to): (&Placed<'_>, &Placed<'_>), svg: &mut String) {
    let (x, y) = (from.x + from.wide, from.y + from.high / 2);
    let (end, height) = (to.x, to.y + to.high / 2);
    let middle = (x + end) / 2;
    let colour = match (edge.kind, to.node.look) {
        (Line::Gives, Look::Verdict(caution)) => deep(caution),
        (Line::Gives | Line::Feeds | Line::Opens, _) => "#ccd3d8".to_owned(),
    };
    let _ = writeln!(
        svg,
        "<path d=\"M{x} {y}C{middle} {y} {middle} {height} {end} {height}\" fill=\"none\" stroke=\"{colour}\"/>"
    );
}

fn fill(look: Look) -> String {
    let (fill, stroke) = match look {
        Look::Question | Look::Rule => ("#ffffff".to_owned(), "#8f999f"),
        Look::Technician => ("#e0f4f7".to_owned(), "#8f999f"),
        Look::Condition => ("#fdf6d8".to_owned(), "#b09a3c"),
        Look::Verdict(caution) => {
            (mixed(caution, [(0xcd, 0xeb, 0xd3), (0xfb, 0xea, 0xb8), (0xf6, 0xc5, 0xc0)]), "#8f999f")
        }
    };
    format!("fill=\"{fill}\" stroke=\"{stroke}\"")
}

/// The colour of an arrow to a verdict, by how cautious it is.
fn deep(caution: usize) -> String {
    mixed(caution, [(0x5a, 0xa4, 0x6e), (0xc9, 0xa0, 0x3a), (0xc4, 0x5a, 0x52)])
}

/// A colour between green, yellow and red, for 0 to 100.
fn mixed(caution: usize, [mild, fair, grave]: [(usize, usize, usize); 3]) -> String {
    let (from, to, part) = if caution < 50 { (mild, fair, caution) } else { (fair, grave, caution.min(100) - 50) };
    let mix = |one: usize, other: usize| (one * (50 - part) + other * part) / 50;
    format!("#{:02x}{:02x}{:02x}", mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_from_green_over_yellow_to_red() {
        assert_eq!([0, 50, 100].map(deep), ["#5aa46e", "#c9a03a", "#c45a52"]);
        assert_eq!(fill(Look::Verdict(25)), "fill=\"#e4eac5\" stroke=\"#8f999f\"");
    }
}
