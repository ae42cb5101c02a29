//! The plain drawings of a set as shapes: paths and ellipses in one ink, filled or drawn as lines. What says more than that (text,
//! colours that matter, transformations) is not guessed at: such a picture has no shapes here, and its words are told instead.

use roxmltree::{Document, Node};

/// A place on the drawing.
pub type Point = (f64, f64);

/// Into how many straight pieces a curve is cut.
const PIECES: u32 = 12;

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Left, top, width and height of what is to be seen.
    pub view: [f64; 4],
    /// What is drawn, from below.
    pub shapes: Vec<Shape>,
}

/// Lines, and how they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Each a line through points; of a filled shape the last point is joined to the first.
    pub lines: Vec<Vec<Point>>,
    /// How they are drawn.
    pub paint: Paint,
}

/// How a shape is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// The inside, in ink of this strength.
    Fill(f64),
    /// A line this wide.
    Stroke(f64),
}

/// What a group hands down.
#[derive(Clone, Copy, Debug)]
struct Style {
    fill: bool,
    opacity: f64,
    stroke: bool,
    width: f64,
}

impl Drawing {
    /// The shapes of a picture; nothing if there is anything in it that is not understood here.
    pub fn read(svg: &str) -> Option<Drawing> {
        let document = Document::parse(svg).ok()?;
        let root = document.root_element();
        let view = numbers(root.attribute("viewBox")?)?;
        let view: [f64; 4] = view.try_into().ok()?;
        let style = Style { fill: true, opacity: 1.0, stroke: false, width: 1.0 };
        let mut shapes = Vec::new();
        group(root, style, &mut shapes)?;
        (view[2] > 0.0 && view[3] > 0.0 && !shapes.is_empty()).then_some(Drawing { view, shapes })
    }
}

fn group(node: Node<'_, '_>, above: Style, shapes: &mut Vec<Shape>) -> Option<()> {
    let style = style(node, above)?;
    match node.tag_name().name() {
        "svg" | "g" => node.children().filter(Node::is_element).try_for_each(|child| group(child, style, shapes)),
        "title" | "desc" => Some(()),
        "path" => paint(path(node.attribute("d")?)?, style, shapes),
        "ellipse" | "circle" => {
            let number = |name: &str| node.attribute(name).map_or(Some(0.0), |text| text.parse::<f64>().ok());
            let radius = |name: &str| node.attribute("r").or(node.attribute(name))?.parse::<f64>().ok();
            let (centre, radii) = ((number("cx")?, number("cy")?), (radius("rx")?, radius("ry")?));
            paint(vec![ellipse(centre, radii)], style, shapes)
        }
        _ => None,
    }
}

/// What an element says of how it is drawn; nothing if it says what is not understood here.
fn style(node: Node<'_, '_>, above: Style) -> Option<Style> {
    let mut style = above;
    for attribute in node.attributes() {
        let value = attribute.value();
        match attribute.name() {
            "fill" => style.fill = ink(value)?,
            "stroke" => style.stroke = ink(value)?,
            "fill-opacity" => style.opacity = value.parse().ok()?,
            "stroke-width" => style.width = value.parse().ok()?,
            "fill-rule" if value == "evenodd" => {}
            "d" | "cx" | "cy" | "r" | "rx" | "ry" | "viewBox" | "role" | "aria-label" | "stroke-linecap"
            | "stroke-linejoin" | "id" | "width" | "height" => {}
            _ => return None,
        }
    }
    Some(style)
}

/// Whether something is drawn. There is one ink.
fn ink(value: &str) -> Option<bool> {
    match value {
        "none" => Some(false),
        "currentColor" | "black" | "#000" => Some(true),
        _ => None,
    }
}

fn paint(lines: Vec<Vec<Point>>, style: Style, shapes: &mut Vec<Shape>) -> Option<()> {
    if style.fill {
        shapes.push(Shape { lines: lines.clone(), paint: Paint::Fill(style.opacity) });
    }
    if style.stroke {
        shapes.push(Shape { lines, paint: Paint::Stroke(style.width) });
    }
    Some(())
}

fn ellipse((x, y): Point, (across, down): Point) -> Vec<Point> {
    let turn = |step: u32| std::f64::consts::TAU * f64::from(step) / f64::from(4 * PIECES);
    (0..=4 * PIECES).map(|step| (x + across * turn(step).cos(), y + down * turn(step).sin())).collect()
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split([' ', ',']).filter(|word| !word.is_empty()).map(|word| word.parse().ok()).collect()
}

/// The lines of a path; nothing if it has a command that is not understood here.
fn path(text: &str) -> Option<Vec<Vec<Point>>> {
    let mut reader = Reader { rest: text };
    let mut lines: Vec<Vec<Point>> = Vec::new();
    let (mut at, mut command) = ((0.0, 0.0), None);
    while let Some(next) = reader.peek() {
        if next.is_ascii_alphabetic() {
            reader.skip();
            command = Some(next);
        }
        let letter = command?;
        let from = if letter.is_ascii_lowercase() { at } else { (0.0, 0.0) };
        let point = |reader: &mut Reader<'_>| Some((reader.number()? + from.0, reader.number()? + from.1));
        match letter.to_ascii_uppercase() {
            'M' => {
                at = point(&mut reader)?;
                lines.push(vec![at]);
                // Further points are lines.
                command = Some(if letter == 'M' { 'L' } else { 'l' });
                continue;
            }
            'Z' => {
                let start = *lines.last()?.first()?;
                lines.last_mut()?.push(start);
                at = start;
                command = None;
                continue;
            }
            'L' => {
                at = point(&mut reader)?;
                lines.last_mut()?.push(at);
            }
            'Q' => {
                let (control, end) = (point(&mut reader)?, point(&mut reader)?);
                lines.last_mut()?.extend(curve(&[at, control, end]));
                at = end;
            }
            'C' => {
                let (first, second, end) = (point(&mut reader)?, point(&mut reader)?, point(&mut reader)?);
                lines.last_mut()?.extend(curve(&[at, first, second, end]));
                at = end;
            }
            'A' => {
                let radii = (reader.number()?, reader.number()?);
                let (tilt, large, sweep) = (reader.number()?, reader.flag()?, reader.flag()?);
                let end = point(&mut reader)?;
                lines.last_mut()?.extend(arc(at, end, Arc { radii, tilt, large, sweep }));
                at = end;
            }
            _ => return None,
        }
    }
    Some(lines)
}

/// What is left of a path.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', ',', '\n', '\t']);
        self.rest.chars().next()
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn number(&mut self) -> Option<f64> {
        self.peek()?;
        let sign = usize::from(self.rest.starts_with(['-', '+']));
        let mut points = 0;
        let is_part = |c: char| {
            points += usize::from(c == '.');
            c.is_ascii_digit() || (c == '.' && points < 2)
        };
        let length = self.rest.get(sign..)?.chars().take_while({
            let mut is_part = is_part;
            move |c| is_part(*c)
        });
        let (number, rest) = self.rest.split_at(sign + length.count());
        self.rest = rest;
        number.parse().ok()
    }

    /// `0` or `1`, which need no blank behind them.
    fn flag(&mut self) -> Option<bool> {
        let flag = self.peek()?;
        self.skip();
        matches!(flag, '0' | '1').then_some(flag == '1')
    }
}

/// A curve by its points, in straight pieces; the first point is there already.
fn curve(points: &[Point]) -> Vec<Point> {
    let between =
        |from: Point, to: Point, share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
    let at = |share: f64| {
        // Between neighbours, and again between those, until one is left.
        let mut points = points.to_vec();
        while points.len() > 1 {
            points = points.iter().zip(points.iter().skip(1)).map(|(from, to)| between(*from, *to, share)).collect();
        }
        points.first().copied().unwrap_or_default()
    };
    (1..=PIECES).map(|piece| at(f64::from(piece) / f64::from(PIECES))).collect()
}

/// How an arc goes from point to point.
#[derive(Clone, Copy, Debug)]
struct Arc {
    radii: Point,
    tilt: f64,
    large: bool,
    sweep: bool,
}

/// An arc in straight pieces, by the way that the standard gives from its ends to its centre (SVG 2, B.2.4).
fn arc(from: Point, to: Point, arc: Arc) -> Vec<Point> {
    let (sin, cos) = arc.tilt.to_radians().sin_cos();
    let half = ((from.0 - to.0) / 2.0, (from.1 - to.1) / 2.0);
    let turned = (cos * half.0 + sin * half.1, cos * half.1 - sin * half.0);
    let spread = (turned.0 / arc.radii.0).powi(2) + (turned.1 / arc.radii.1).powi(2);
    if !spread.is_finite() || spread == 0.0 {
        return vec![to];
    }
    // Radii that are too small to reach are made as large as need be.
    let grown = spread.sqrt().max(1.0);
    let radii = (arc.radii.0.abs() * grown, arc.radii.1.abs() * grown);
    let away = (1.0 / spread * grown.powi(2) - 1.0).max(0.0).sqrt() * if arc.large == arc.sweep { -1.0 } else { 1.0 };
    let middle = (away * radii.0 * turned.1 / radii.1, -away * radii.1 * turned.0 / radii.0);
    let centre = (
        cos * middle.0 - sin * middle.1 + (from.0 + to.0) / 2.0,
        sin * middle.0 + cos * middle.1 + (from.1 + to.1) / 2.0,
    );
    let angle = |sign: f64| ((sign * turned.1 - middle.1) / radii.1).atan2((sign * turned.0 - middle.0) / radii.0);
    let (start, end) = (angle(1.0), angle(-1.0));
    let turn = match (end - start, arc.sweep) {
        (turn, true) if turn < 0.0 => turn + std::f64::consts::TAU,
        (turn, false) if turn > 0.0 => turn - std::f64::consts::TAU,
        (turn, _) => turn,
    };
    let pieces = 3 * PIECES;
    let at = |piece: u32| {
        let (sin_at, cos_at) = (start + turn * f64::from(piece) / f64::from(pieces)).sin_cos();
        let (x, y) = (radii.0 * cos_at, radii.1 * sin_at);
        (centre.0 + cos * x - sin * y, centre.1 + sin * x + cos * y)
    };
    (1..=pieces).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inner: &str) -> Option<Drawing> {
        Drawing::read(&format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>{inner}</svg>"))
    }

    fn last(path_text: &str) -> Point {
        let lines = path(path_text).unwrap();
        let (x, y) = *lines.last().unwrap().last().unwrap();
        ((x * 1000.0).round() / 1000.0, (y * 1000.0).round() / 1000.0)
    }

    #[test]
    fn paths_end_where_they_say() {
        for (text, end) in [
            ("M1 2", (1.0, 2.0)),
            ("M1 2l3-4", (4.0, -2.0)),
            ("M1,2 3,4 5,6", (5.0, 6.0)),
            ("M1 2q1 1 2 2.5.5.5 1 1", (4.0, 5.5)),
            ("M0 0C1 1 2 2 3 3", (3.0, 3.0)),
            ("M0 0L5 0L5 5Z", (0.0, 0.0)),
            ("M0 0A5 5 0 0110 0", (10.0, 0.0)),
            ("M0 0a5 5 0 1 0 4 4", (4.0, 4.0)),
        ] {
            assert_eq!(last(text), end, "{text}");
        }
        assert!(path("M0 0h5").is_none() && path("M0").is_none() && path("L1 1").is_none());
    }

    #[test]
    fn an_arc_bulges_to_the_side_that_it_says() {
        let top = |text: &str| path(text).unwrap()[0].iter().map(|point| point.1).fold(f64::MAX, f64::min);
        assert!((top("M0 0A5 5 0 0 1 10 0") + 5.0).abs() < 0.01);
        assert!(top("M0 0A5 5 0 0 0 10 0") > -0.01);
        // Too small to reach, it is a half circle.
        assert!((top("M0 0A1 1 0 0 1 10 0") + 5.0).abs() < 0.01);
    }

    #[test]
    fn what_is_not_understood_is_not_drawn() {
        assert_eq!(read("<path d='M0 0L1 1'/>").unwrap().shapes.len(), 1);
        assert_eq!(read("<g fill='none' stroke='currentColor'><path d='M0 0L1 1'/></g>").unwrap().shapes.len(), 1);
        for foreign in [
            "<text>Hi</text>",
            "<path d='M0 0L1 1' transform='scale(2)'/>",
            "<path d='M0 0L1 1' fill='red'/>",
            "<path d='M0 0L1 1' style='fill:red'/>",
            "",
        ] {
            assert!(read(foreign).is_none(), "{foreign}");
        }
    }

    #[test]
    fn every_picture_of_the_shipped_set_is_understood() {
        let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
        for image in smp.unwrap().images() {
            assert!(Drawing::read(&image.svg).is_some(), "{}", image.path);
        }
    }
}
